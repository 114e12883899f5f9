"""What the team changed by hand in a programme: rows of `timetable.json`, and of `programme.xlsx` as it was published.

The workbook is compared with three states: what was published when it was made (its property `created`, which
spreadsheet programs leave alone, and the history in `revisions.json`), what was published last, and the timetable now.
Only a start or channel that is none of these is an edit; so a workbook from before the last changes takes nothing back.
Its columns are those that `output.tables` writes; times are UTC, as the heading says, or say their offset.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import openpyxl

from data.deciding import NewDecision
from data.grid import utc, utc_text
from data.nearest import suggestion
from data.problems import InputProblem, InputProblems
from data.readers.cells import DateForm
from data.readers.folder import read_edited_rows
from data.readers.tables import Unreadable, content_of, heading, workbook_rows
from data.revisions import span
from data.timetable import Placement, Timetable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.programme import Session
    from data.revisions import Revision, Revisions

COLUMNS = ("id", "title", "type", "start_utc", "end_utc", "channel", "facilitators", "people")
SHEET = "Programme"

ELSEWHERE = {
    "title": "title",
    "type": "type",
    "end_utc": "duration",
    "facilitators": "facilitated_by",
}
"""Columns of the workbook that are not taken from it, with the column of the tables in which to change them."""


@dataclass(frozen=True, slots=True)
class HandEdits:
    """Starts and channels that were edited, as pins, and what else differs and is not taken, as notes."""

    pins: tuple[NewDecision, ...]
    notes: tuple[InputProblem, ...] = ()


def timetable_edits(folder: Path, timetable: Timetable) -> HandEdits:
    """Return the rows of the folder's `timetable.json` that were edited, as pins where they are now.

    A channel is pinned only for sessions that are held once, since of others all would have to be in it.
    """
    pins = []
    for name, row in read_edited_rows(folder, timetable).items():
        placement = timetable.placements[name]
        alone = timetable.programme.occurrence[name].session.occurrence_ids == (name,)
        alone = alone and placement.channel in timetable.programme.forum.channel
        pins.append(
            NewDecision(
                name,
                "pin",
                placement.start,
                placement.channel if alone else None,
                f"edited by hand in timetable.json, row {row}",
                InputProblem("timetable.json", row, "", "", ""),
            )
        )
    return HandEdits(tuple(pins))


def workbook_edits(path: Path, timetable: Timetable, revisions: Revisions) -> HandEdits:
    """Return what was edited in a workbook that was published as `programme.xlsx`.

    Raises InputProblems with all that is wrong in it, by sheet, row and column: another forum's workbook, another
    sheet, a moved heading, an unknown or repeated id, a row that was removed, a time or channel that cannot be.
    """
    try:
        content = content_of(path)
        records = workbook_rows(content, DateForm())
        sheet, made = _about(content)
    except (Unreadable, BadZipFile) as error:
        raise InputProblems([InputProblem(path.name, 0, "", "", str(error))]) from error
    reading = _Workbook(f"{path.name}, sheet {sheet}", path.name, timetable, revisions, made)
    if sheet != SHEET:
        reading.problem(0, "", sheet, f"expected the sheet {SHEET} first, as it was published")
    reading.read(records)
    if reading.problems:
        raise InputProblems(reading.problems)
    return HandEdits(tuple(reading.pins), tuple(reading.notes))


def _about(content: bytes) -> tuple[str, datetime | None]:
    """The name of a workbook's first sheet, and the UTC instant of the publication that it was made in."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        created = book.properties.created
        return book.sheetnames[0], created.replace(tzinfo=UTC) if created and created.tzinfo is None else created
    finally:
        book.close()


class _Workbook:
    """The reading of one workbook."""

    def __init__(self, file: str, name: str, timetable: Timetable, revisions: Revisions, made: datetime | None) -> None:
        self.file = file
        self.name = name
        self.timetable = timetable
        self.programme = timetable.programme
        self.rows = revisions.rows
        self.made = made
        self.problems: list[InputProblem] = []
        self.notes: list[InputProblem] = []
        self.pins: list[NewDecision] = []

    def problem(self, row: int, column: str, found: str, expected: str, *, note: bool = False) -> None:
        (self.notes if note else self.problems).append(InputProblem(self.file, row, column, found, expected, note))

    def read(self, records: list[list[str]]) -> None:
        """Read all rows."""
        filled = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(records, start=1)]
        filled = [(number, cells) for number, cells in filled if any(cells)]
        if not filled:
            self.problem(0, "", "", f"expected the headings {', '.join(COLUMNS)}; this sheet is empty")
            return
        number, heads = filled[0]
        for index, column in enumerate(COLUMNS):
            found = heads[index] if index < len(heads) else ""
            if heading(found) != column:
                self.problem(number, f"column {'ABCDEFGH'[index]}", found, f"expected the heading {column} here")
        if self.problems:
            return
        rows = [(number, dict(zip(COLUMNS, cells, strict=False))) for number, cells in filled[1:]]
        if self._is_another_forum_s(rows):
            self.problem(0, "", "", f"expected the programme of “{self.programme.forum.name}”; this is another forum's")
            return
        counts = Counter(cells.get("id", "") for _, cells in rows)
        for number, cells in rows:
            name = cells.get("id", "")
            if counts[name] > 1:
                self.problem(number, "id", name, "expected each id in one row" if name else "expected an id")
            else:
                self._row(number, name, cells)
        for name in sorted(set(self._published()) - set(counts)):
            expected = f"expected a row of {name}; it was removed. To cancel a session, say: forum cancel"
            self.problem(0, "id", "", expected)

    def _is_another_forum_s(self, rows: list[tuple[int, dict[str, str]]]) -> bool:
        """Whether most rows bear ids, or titles of these ids, that were never this forum's."""
        mine = 0
        for _, cells in rows:
            name = cells.get("id", "")
            session = self._session(name)
            titles = {self.rows[name].told.title} if name in self.rows else set()
            titles |= {session.title} if session else set()
            mine += cells.get("title", "") in titles
        return 2 * mine < len(rows)

    def _session(self, name: str) -> Session | None:
        return self.programme.session.get(name.partition(".")[0])

    def _published(self) -> list[str]:
        """What the workbook listed when it was made: without a ledger, what is held now."""
        if not self.rows:
            return list(self.timetable.placements)
        return [name for name, row in self.rows.items() if self._was(row)[0] is not None]

    def _was(self, row: Revision) -> tuple[datetime | None, str | None]:
        """Start and channel of an occurrence when the workbook was made; no start where it was not in it."""
        start: datetime | None = None if row.told.cancelled else row.told.start
        channel: str | None = row.told.channel
        if self.made is None:
            return start, channel
        ids = {each.name: each.id for each in self.programme.forum.channels}
        for change in reversed(row.history):
            if change.at <= self.made:
                break
            if change.kind in ("added", "moved", "cancelled", "restored"):
                start = span(change.before)[0] if change.before and change.kind != "restored" else None
            elif change.kind == "channel":
                channel = ids.get(change.before)
        return start, channel

    def _row(self, number: int, name: str, cells: Mapping[str, str]) -> None:
        session = self._session(name)
        occurrence = self.programme.occurrence.get(name)
        if occurrence is None:
            if name not in self.rows:
                near = suggestion(name, [*self.programme.occurrence, *self.rows])
                self.problem(number, "id", name, f"expected the id of a session that is held{near}")
            return
        assert session is not None
        now = self.timetable.placements.get(name)
        told = self.rows[name].told if name in self.rows else None
        was, channel_was = self._was(self.rows[name]) if name in self.rows else (None, None)
        starts = {was, now.start if now else None, told.start if told else None}
        channels = {channel_was, now.channel if now else None, told.channel if told else None}
        start = self._start(number, cells.get("start_utc", ""))
        channel = cells.get("channel", "")
        if channel not in self.programme.forum.channel:
            known = ", ".join(self.programme.forum.channel)
            self.problem(number, "channel", channel, f"expected one of the channels {known}")
        if start is None:
            return
        pinned = start if start not in starts else None
        moved_to = channel if channel not in channels and channel in self.programme.forum.channel else None
        if moved_to is not None and len(session.occurrence_ids) > 1:
            expected = f"expected no other channel for one of several; say: forum pin {session.id} --channel {channel}"
            self.problem(number, "channel", channel, expected)
            moved_to = None
        if pinned is not None or moved_to is not None:
            reason = f"edited by hand in {self.name}, row {number}"
            said = InputProblem(self.file, number, "start_utc" if pinned else "channel", "", "")
            self.pins.append(NewDecision(name, "pin", pinned, moved_to, reason, said))
        self._others(number, name, session, start, cells)

    def _start(self, number: int, text: str) -> datetime | None:
        """The start in a cell: an instant, or a local time of UTC, which is the zone of the column."""
        try:
            return utc(text) if "T" in text else DateForm().moment(text).instant("UTC")
        except ValueError:
            expected = "expected a time of UTC such as 2020-06-22T10:00:00Z or 2020-06-22 10:00"
            self.problem(number, "start_utc", text, expected)
            return None

    def _others(self, number: int, name: str, session: Session, start: datetime, cells: Mapping[str, str]) -> None:
        """Note what differs in columns that are not taken from the workbook."""
        told = self.rows[name].told if name in self.rows else None
        now = self.timetable.placements.get(name)
        end = self.programme.end(name, start)
        parts = self.programme.appearances_in.get(session.id, ())
        known = {
            "title": {session.title, *([told.title] if told else [])},
            "type": {session.type, *([told.type] if told else [])},
            "end_utc": {utc_text(end), *([utc_text(told.end)] if told else [])},
            "facilitators": {
                *([";".join(told.facilitators)] if told else []),
                *([";".join(now.facilitators)] if now else [""]),
            },
        }
        if now:
            known["end_utc"].add(utc_text(self.timetable.end(name)))
        found = {column: cells.get(column, "") for column in known}
        if "T" not in found["end_utc"] and (moment := self._quiet(found["end_utc"])):
            found["end_utc"] = moment
        origin = session.origin
        for column, right in known.items():
            if found[column] not in right:
                where = f"change {ELSEWHERE[column]} in {origin.file}, row {origin.row}"
                self.problem(number, column, found[column], f"not taken from here: {where}", note=True)
        people = ";".join(dict.fromkeys(part.person for part in parts))
        if cells.get("people", "") != people:
            where = "change it in the table of appearances, if it is not changed there already"
            self.problem(number, "people", cells.get("people", ""), f"not taken from here: {where}", note=True)

    @staticmethod
    def _quiet(text: str) -> str:
        try:
            return utc_text(DateForm().moment(text).instant("UTC"))
        except ValueError:
            return ""


def edited(timetable: Timetable, pins: tuple[NewDecision, ...]) -> Timetable:
    """Return the timetable as it was edited, whatever rules that breaks."""
    placements = dict(timetable.placements)
    for pin in pins:
        old = placements.get(pin.session)
        start = pin.start or (old.start if old else None)
        channel = pin.channel or (old.channel if old else None)
        if start is not None and channel is not None:
            placements[pin.session] = Placement(start, channel, old.facilitators if old else ())
    return Timetable(timetable.programme, placements)
