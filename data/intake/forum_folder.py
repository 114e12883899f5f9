"""Reads another forum folder (docs/forum-folder.md): its sessions, people, and what a form brought besides.

Every id stays. Of `forum.toml` only the name, home zone, days, channels and types are read, for a folder that is
begun; `timetable.json` says what is held when. The columns `channel`, `periods`, `needs`, `target_regions` and `region`
name parts of that `forum.toml`: the merge keeps those that the folder knows too (data/intake/attempt.py). `decisions`,
`interest` and `rules.toml` are not read.

docs/import-formats.md says what becomes of each.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from data.grid import utc
from data.intake.parts import Gathering, known_zone, objects, shown, slug
from data.intake.rows import REFERRING, TABLES, Held, KnownChannel, KnownType, Setting
from data.problems import ForumError, InputProblem, Origin
from data.readers.cells import DateForm
from data.readers.columns import COLUMNS, ROUTED
from data.readers.folder import TIMETABLE
from data.readers.forum_toml import read_frame
from data.readers.tables import Unreadable, content_of, find_table, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from data.intake.rows import Intake
    from data.readers.forum_toml import Frame
    from data.readers.tables import Row

NAME = "another forum folder"

_SESSIONS = ("requests", "sessions")
_NAMES = {"people": "name", "recommendations": "name", "themes": "view", "exhibition": "organisation"}
_NAMES |= dict.fromkeys(_SESSIONS, "title")
"""The column by which a row is called."""
_BY_ZONE = (
    "preferred_dates",
    "excluded_dates",
    "preferred_hours",
    "excluded_hours",
    "preferred_weekdays",
    "preferred_weeks",
)
"""The columns that are read in the zone of the row, which is the home zone where it says none."""
_NOT_READ = ("decisions", "interest")
_NUMBERS = re.compile(r"[0-9]+[./-][0-9]+[./-][0-9]+")
_DATED = {
    name: frozenset(column.name for column in columns if "date" in column.form or column.form == "times")
    for name, columns in {**COLUMNS, **ROUTED}.items()
}


def read(folder: Path) -> Intake:
    """Read a forum folder; raise ForumError where there is none."""
    if not folder.is_dir():
        raise ForumError(f"There is no forum folder {folder}.")
    problems: list[InputProblem] = []
    found = {name: path for name in TABLES if (path := find_table(folder, name, problems)) is not None}
    if not found:
        raise ForumError(f"There is no table of a forum in {folder}: expected some of {', '.join(TABLES)}.")
    frame = read_frame(folder, [])
    tables = {name: read_table(path, name, DateForm(), problems).rows for name, path in found.items()}
    return _Reader(folder, frame, tables, problems).intake()


class _Reader:
    """Makes the rows of an intake from the tables of a folder."""

    def __init__(
        self, folder: Path, frame: Frame, tables: Mapping[str, tuple[Row, ...]], problems: list[InputProblem]
    ) -> None:
        self.folder = folder
        self.name = folder.resolve().name
        self.frame = frame
        self.tables = tables
        self.problems = problems
        self.gathering = Gathering()
        self.sessions = {row.text("id"): row.text("id") for name in _SESSIONS for row in tables.get(name, ())}
        people = [row.text("id") for row in tables.get("people", ())]
        self.people = {name: f"person:{name}" if name in self.sessions else name for name in people}
        self.taken: set[str] = set()

    def intake(self) -> Intake:
        for table in (*_SESSIONS, "people", *ROUTED):
            for row in self.tables.get(table, ()):
                self._row(table, row)
        for row in self.tables.get("appearances", ()):
            self._appearance(row)
        for row in self.tables.get("contacts", ()):
            self._contact(row)
        self._held()
        self._tell()
        return self.gathering.intake(f"forum-{slug(self.name)}" if slug(self.name) else "forum", self._setting())

    def _origin(self, row: Row) -> Origin:
        return Origin(f"{self.name}/{row.file}", row.number)

    def _row(self, table: str, row: Row) -> None:
        """A session, a person, or a row of what a form brought besides."""
        origin, name, called = self._origin(row), row.text("id"), row.text(_NAMES[table])
        key = {"people": self.people}.get(table, {}).get(name, name)
        key = f"{table}:{name}" if table in ROUTED else key
        reason = "" if name else "no id"
        reason = reason or ("" if called else f"no {_NAMES[table]}")
        reason = reason or ("the same id comes before in this folder" if key in self.taken else "")
        if reason:
            self.gathering.refuse(origin, called or name, reason)
            return
        self.taken.add(key)
        found = self._cells(table, row, origin)
        if table in _SESSIONS:
            if any(found.get(column) for column in _BY_ZONE) and not found.get("zone") and "zone" in self.frame.known:
                found["zone"] = self.frame.forum.zone
            kind = self.frame.forum.type.get(row.text("type"))
            if kind is not None and kind.days > 1 and not found.get("days") and not found.get("repeats"):
                found["days"] = str(kind.days)
        self.gathering.take(table, key, found, origin)

    def _cells(self, table: str, row: Row, origin: Origin) -> dict[str, str]:
        found = {}
        for column, text in row.cells.items():
            if column == "zone":
                found[column] = known_zone(text)
                if not found[column]:
                    self.gathering.note(origin, column, text, "expected a zone, a city or a country; it is left out")
            elif column in REFERRING[table]:
                found[column] = self._keys(column, text)
            else:
                found[column] = self._dates(text) if column in _DATED[table] else text
        return found

    def _keys(self, column: str, text: str) -> str:
        """The ids of a cell as keys; of `days_apart` the first word of each part is one."""
        keys = self.people if column in {"facilitated_by", "person"} else self.sessions
        parts = []
        for part in filter(None, (each.strip() for each in text.split(";"))):
            name, blank, rest = part.partition(" ")
            parts.append(keys.get(name, name) + blank + rest)
        return "; ".join(parts)

    def _dates(self, text: str) -> str:
        """The dates of a cell year first, where the folder writes them in another way."""

        def year_first(found: re.Match[str]) -> str:
            try:
                return self.frame.dates.day(found[0]).isoformat()
            except ValueError:
                return found[0]

        return _NUMBERS.sub(year_first, text)

    def _appearance(self, row: Row) -> None:
        origin = self._origin(row)
        session, person = row.text("session"), row.text("person")
        reason = "" if self.sessions.get(session) in self.taken else "a session that is not taken from this folder"
        reason = reason or (
            "" if self.people.get(person) in self.taken else "a person who is not taken from this folder"
        )
        if reason:
            self.gathering.refuse(origin, f"{person} in {session}", reason)
            return
        key = self._once(f"{session} {person}")
        self.gathering.take("appearances", key, self._cells("appearances", row, origin), origin)

    def _contact(self, row: Row) -> None:
        origin, name = self._origin(row), row.text("id")
        key = self.sessions.get(name) or self.people.get(name, f"{name}")
        routed = [f"{table}:{name}" for table in ROUTED if f"{table}:{name}" in self.taken]
        key = key if key in self.taken else next(iter(routed), "")
        if not key:
            self.gathering.refuse(origin, name, "about somebody or something that is not taken from this folder")
        elif not any(row.text(column) for column in ("email", "join_link", "note")):
            self.gathering.refuse(origin, name, "an empty row")
        else:
            self.gathering.take("contacts", self._once(f"contact {key}"), {**row.cells, "id": key}, origin)

    def _once(self, key: str) -> str:
        number = 1
        while (f"{key} ({number})" if number > 1 else key) in self.taken:
            number += 1
        found = f"{key} ({number})" if number > 1 else key
        self.taken.add(found)
        return found

    def _held(self) -> None:
        """What the timetable of the folder says is held when and where."""
        names = {channel.id: channel.name for channel in self.frame.forum.channels}
        for row in self._placements():
            session, start = shown(row.get("session")).partition(".")[0], _instant(row.get("start"))
            if self.sessions.get(session) in self.taken and start is not None:
                channel = shown(row.get("channel"))
                self.gathering.held[Held(session, start, names.get(channel, channel))] = None

    def _placements(self) -> list[dict[str, object]]:
        path = self.folder / TIMETABLE
        if not path.is_file():
            return []
        try:
            found = json.loads(content_of(path).decode("utf-8-sig"))
        except (Unreadable, ValueError, RecursionError):
            expected = "expected a timetable; when sessions are held there is not taken"
            self.gathering.note(Origin(f"{self.name}/{TIMETABLE}"), "", "", expected)
            return []
        return objects(found.get("placements")) if isinstance(found, dict) else []

    def _tell(self) -> None:
        """Tell what was not understood and what is not read."""
        for problem in self.problems:
            self.gathering.notes[replace(problem, file=f"{self.name}/{problem.file}", note=True)] = None
        there = [each for each in _NOT_READ if find_table(self.folder, each, []) is not None]
        there += ["rules.toml"] if (self.folder / "rules.toml").is_file() else []
        if there:
            self.gathering.note(Origin(self.name), "", "", f"not read: {', '.join(there)}")
        if any(":" in row.text("fixed_start") for table in _SESSIONS for row in self.tables.get(table, ())):
            home = self.frame.forum.zone if "zone" in self.frame.known else "that is not known"
            self.gathering.note(Origin(self.name), "fixed_start", "", f"these are local times of the zone {home}")

    def _setting(self) -> Setting:
        forum, known = self.frame.forum, self.frame.known
        return Setting(
            name=forum.name,
            zone=forum.zone if "zone" in known else "",
            first=forum.days.first if "days" in known else None,
            last=forum.days.last if "days" in known else None,
            channels=tuple(KnownChannel(channel.name, channel.capacity, channel.id) for channel in forum.channels),
            types=tuple(KnownType(kind.id, kind.duration) for kind in forum.types),
        )


def _instant(value: object) -> datetime | None:
    try:
        return utc(shown(value))
    except ValueError:
        return None
