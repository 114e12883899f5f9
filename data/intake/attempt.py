"""One try of a merge: the rows of exports laid over the tables of a folder, without those that were refused before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from data.editing import KNOWN, EditedTable, unwritable
from data.intake.held import At, fixed_starts
from data.intake.ids import PREFIXES, Ids
from data.intake.origins import Doubt, Origins
from data.intake.report import Became, Difference, Line
from data.intake.rows import REFERRING, TABLES
from data.intake.state import Kept, State, all_states
from data.problems import InputProblem
from data.readers.columns import ROUTED
from data.readers.forum_toml import FILE as FORUM
from data.readers.forum_toml import read_frame
from data.revisions import FILE as LEDGER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from data.intake.rows import Intake, Taken
    from data.problems import Origin
    from data.readers.cells import DateForm

Unit = tuple[str, str, str]
"""A row of an export: its source, table and key."""

DATED = {
    name: frozenset(column.name for column in columns if "date" in column.form or column.form == "times")
    for name, columns in KNOWN.items()
}
"""The columns with dates, which are written in the folder's form."""

_DATE = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_LEDGER_IDS = re.compile(r'"session": *"([A-Za-z0-9_-]+)')
_NOT_FOUND = "its {what} was not taken"


@dataclass(frozen=True)
class Before:
    """What all tries of a merge begin with: a copy of the folder, and what is to be laid over it."""

    folder: Path
    intakes: tuple[Intake, ...]
    pin_times: bool
    gone: str

    @cached_property
    def states(self) -> Mapping[str, State]:
        """What is known of sources."""
        return {state.source: state for state in all_states(self.folder)}

    @cached_property
    def origins(self) -> Origins:
        """What is decided about zones."""
        return Origins(self.folder)

    def pins(self, source: str) -> bool:
        """Whether times of a source are fixed starts: once they are, they stay it."""
        return self.pin_times or (source in self.states and self.states[source].pins)

    @cached_property
    def dates(self) -> DateForm:
        """How the folder writes dates."""
        return read_frame(self.folder, []).dates

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The ids of session types by id and by name, in small letters."""
        kinds = read_frame(self.folder, []).forum.types
        return {**{_key(kind.name): kind.id for kind in kinds}, **{_key(kind.id): kind.id for kind in kinds}}

    def type(self, named: str) -> str:
        """Return the id of the type of this id or name, empty where there is none.

        What names none is of the only type, or of one with the id `session`.
        """
        ids = set(self.types.values())
        if not named:
            return ids.pop() if len(ids) == 1 else "session" if "session" in ids else ""
        return self.types.get(_key(named), "")

    @cached_property
    def fixed(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """By source and key the cells that say when a session is held, of sources whose times are fixed starts."""
        forum = read_frame(self.folder, []).forum
        return {
            intake.source: fixed_starts(forum, intake.held) if self.pins(intake.source) else {}
            for intake in self.intakes
        }

    @cached_property
    def parts(self) -> Mapping[str, Collection[str]]:
        """What the columns that name parts of `forum.toml` can say, by column."""
        frame = read_frame(self.folder, [])
        regions = {region.name for region in frame.forum.comfort.regions}
        return {
            "channel": {*frame.pools, *frame.forum.channel},
            "periods": set(frame.forum.period),
            "needs": {feature for channel in frame.forum.channels for feature in channel.features},
            "target_regions": regions,
            "region": regions,
        }

    def table(self, name: str) -> EditedTable:
        """Read a table."""
        return EditedTable.read(self.folder, name)

    @cached_property
    def used(self) -> frozenset[str]:
        """Every id that ever was: of the tables, of earlier imports, and of what was published."""
        found = {row.id for state in self.states.values() for row in state.rows}
        for name in PREFIXES:
            for row in self.table(name).rows:
                found |= {row.get("id", ""), *_parts(row.get("merged_ids", ""))}
        ledger = self.folder / LEDGER
        if ledger.is_file():
            found |= set(_LEDGER_IDS.findall(ledger.read_text("utf-8", "replace")))
        return frozenset(found - {""})


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


class Attempt:
    """The merge of all exports but for some rows: the tables as they would be, and what is to be told.

    `without` are the rows that are refused, with the reason.
    """

    def __init__(self, before: Before, without: Mapping[Unit, str]) -> None:
        self.before = before
        self.without = without
        self.tables = {name: before.table(name) for name in TABLES}
        self.kept: dict[str, dict[tuple[str, str], Kept]] = {}
        self.lines: list[Line] = []
        self.differences: list[Difference] = []
        self.notes: list[InputProblem] = []
        self.doubts: dict[str, Doubt] = {}
        self.held: list[At] = []
        self._ids = Ids(before.used)
        self._places = {
            name: {row["id"]: index for index, row in enumerate(self.tables[name].rows) if "id" in row}
            for name in PREFIXES
        }
        self._now = {
            other: name
            for table in ("requests", "sessions", "people")
            for row in self.tables[table].rows
            for name in (row.get("id", ""),)
            for other in _parts(row.get("merged_ids", ""))
        }
        self._claimed: set[tuple[str, int]] = set()
        self._loose = self._loose_rows()
        self._units: dict[tuple[str, int], Unit] = {}
        self._removed: set[int] = set()
        for intake in before.intakes:
            self._lay(intake)
        for index in sorted(self._removed, reverse=True):
            self.tables["appearances"].remove(index)

    def touched(self) -> dict[tuple[str, int], Unit]:
        """Return by file and row the rows of exports that changed something there."""
        found = {}
        removed = sorted(self._removed)
        for (name, index), unit in self._units.items():
            if name == "appearances" and index in self._removed:
                continue
            moved = bisect_left(removed, index) if name == "appearances" else 0
            table = self.tables[name]
            found[table.path.name, table.number(index - moved)] = unit
        return found

    def _loose_rows(self) -> dict[tuple[str, ...], list[int]]:
        """The rows of appearances and contacts by whom and what they are about."""
        found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, row in enumerate(self.tables["appearances"].rows):
            found["appearances", row.get("session", ""), row.get("person", "")].append(index)
        for index, row in enumerate(self.tables["contacts"].rows):
            found["contacts", row.get("id", "")].append(index)
        return found

    def _lay(self, intake: Intake) -> None:
        source = intake.source
        known = {(row.table, row.key): row for row in self.before.states.get(source, State(source)).rows}
        self.kept[source] = kept = dict(known)
        begun = len(self.lines)
        rows = _Rows(self, intake, known)
        for taken in rows.in_order:
            unit = (source, taken.table, taken.key)
            reason = self.without.get(unit) or rows.refused(taken)
            if reason:
                self._tell(source, taken.origin, "refused", taken.table, rows.ids.get(taken.key, ""), reason)
                continue
            self._merge(unit, taken, rows, known, kept)
        for refused in intake.refused:
            reason = f"{refused.what}: {refused.reason}" if refused.what else refused.reason
            self._tell(source, refused.origin, "refused", "", "", reason)
        told = {line.origin for line in self.lines[begun:]}
        for origin in intake.records:
            if origin not in told:
                self._tell(source, origin, "refused", "", "", "nothing was found in it")
        files = {file: number for number, file in enumerate(dict.fromkeys(origin.file for origin in intake.records))}
        self.lines[begun:] = sorted(
            self.lines[begun:],
            key=lambda line: (
                (files.get(line.origin.file, len(files)), line.origin.row) if line.origin else (-1, 0),
                _rank(line.table),
            ),
        )
        for (table, column, name), count in sorted(rows.unknown.items()):
            where = f"{count} rows" if count > 1 else "1 row"
            expected = f"left out in {where} of {source}: {FORUM} of this folder has nothing of this name"
            self.notes.append(InputProblem(table, 0, column, name, expected, note=True))
        self._withdraw(intake, rows, known, kept)
        for held in intake.held:
            if held.key in rows.ids and not self.before.pins(source):
                self.held.append(At(rows.ids[held.key], held.start, held.channel))

    def _tell(self, source: str, origin: Origin | None, became: Became, table: str, name: str, reason: str) -> None:
        self.lines.append(Line(source, origin, became, table, name, reason))

    def _merge(
        self,
        unit: Unit,
        taken: Taken,
        rows: _Rows,
        known: Mapping[tuple[str, str], Kept],
        kept: dict[tuple[str, str], Kept],
    ) -> None:
        """Lay one row of an export over the folder."""
        source, table, key = unit
        last = known.get((table, key))
        cells = rows.cells(taken)
        name = rows.ids.get(key, "") if table in PREFIXES else ""
        index = self._place(table, name, cells, last)
        row = Kept(table, key, last.id if last else name, cells)
        shown = name or self._about(table, cells)
        if index is None and last is not None and table not in PREFIXES and self._loose[self._named(table, cells)]:
            kept[table, key] = row
            self._tell(source, taken.origin, "merged", table, shown, "another row says this, since rows were merged")
            return
        if index is None and last is not None and (last.deleted or not last.gone or table in PREFIXES):
            kept[table, key] = replace(row, deleted=True)
            reason = "this row was taken out of the folder by hand and stays out"
            self._tell(source, taken.origin, "deleted", table, last.id or shown, reason)
            return
        kept[table, key] = row
        if index is None:
            new = {**({"id": name} if name else {}), **self._written(table, cells)}
            index = self.tables[table].append(new)
            self._units[table, index] = unit
            if table in PREFIXES:
                self._places[table][name] = index
            self._claimed.add((table, index))
            became: Became = "restored" if last is not None else "routed" if table in ROUTED else "taken"
            self._tell(source, taken.origin, became, table, shown, "")
            return
        self._claimed.add((table, index))
        changed, mine = self._three_ways(unit, index, last.cells if last else {}, cells, taken.origin)
        became = "changed" if changed else "unchanged"
        reasons = [f"taken: {', '.join(changed)}"] if changed else []
        reasons += [f"what the folder says stays: {', '.join(mine)}"] if mine else []
        if last is not None and last.gone:
            became = "restored"
        elif table in PREFIXES and self._now.get(row.id, row.id) != row.id:
            became = "merged"
            reasons.insert(0, f"{row.id} was merged into {self._now[row.id]}")
        self._tell(source, taken.origin, became, table, shown, "; ".join(reasons))

    def _named(self, table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Whom or what a row of appearances or contacts is about, as it is called now."""
        columns = ("id",) if table == "contacts" else ("session", "person")
        return (table, *(self._now.get(cells[column], cells[column]) for column in columns))

    def _about(self, table: str, cells: Mapping[str, str]) -> str:
        return " ".join(self._named(table, cells)[1:])

    def _place(self, table: str, name: str, cells: Mapping[str, str], last: Kept | None) -> int | None:
        """The index of the row that a row of an export is about, None where the folder has none."""
        if table in PREFIXES:
            return self._places[table].get(name)
        about = self._named(table, cells)
        column = "email" if table == "contacts" else "role"
        free = [index for index in self._loose[about] if (table, index) not in self._claimed]
        here = self.tables[table].rows
        wanted = (last.cells if last else cells).get(column, "")
        same = [index for index in free if here[index].get(column, "") == wanted]
        if same or last is not None:
            return next(iter(same or free), None)
        return next((index for index in free if not here[index].get(column, "")), None)

    def _three_ways(
        self, unit: Unit, index: int, base: Mapping[str, str], cells: Mapping[str, str], origin: Origin
    ) -> tuple[list[str], list[str]]:
        """Take into a row what only the export changed; return these columns, and those where people's words stay."""
        name = unit[1]
        table = self.tables[name]
        row = table.rows[index]
        before, now = self._written(name, base), self._written(name, cells)
        changed, mine = [], []
        for column in _ordered(name, {*before, *now}):
            last, export, folder = before.get(column, ""), now.get(column, ""), row.get(column, "")
            if _same(export, last) or _same(export, folder):
                continue
            if _same(folder, last):
                table.set(index, column, export)
                changed.append(column)
            else:
                mine.append(column)
                about = row["id"] if name in PREFIXES else self._about(name, row)
                self.differences.append(Difference(name, about, column, folder, export, origin))
        if changed:
            self._units[name, index] = unit
        return changed, mine

    def _written(self, table: str, cells: Mapping[str, str]) -> dict[str, str]:
        """The cells in the folder's form of dates."""
        dates = self.before.dates
        return {
            column: _DATE.sub(lambda found: _dated(found, dates), text) if column in DATED[table] else text
            for column, text in cells.items()
        }

    # ---- rows that an export does not have any more ----------------------------------------------------------------

    def _withdraw(
        self,
        intake: Intake,
        rows: _Rows,
        known: Mapping[tuple[str, str], Kept],
        kept: dict[tuple[str, str], Kept],
    ) -> None:
        """Cancel sessions that are not in the export any more, and take appearances out of those that are.

        A cancelled session keeps its panel, and people stay: they have to be told.
        """
        here = {(taken.table, taken.key) for taken in intake.taken}
        held = {rows.ids[key] for table, key in here if table in ("requests", "sessions") and key in rows.ids}
        shared = self._shared(intake.source)
        for place in sorted(set(known) - here, key=lambda place: (_rank(place[0]), place[1])):
            row = known[place]
            if row.gone or row.deleted:
                continue
            if row.table == "appearances" and self._now.get(row.cells["session"], row.cells["session"]) not in held:
                continue
            table = self.tables[row.table]
            name = self._now.get(row.id, row.id) if row.table in PREFIXES else self._about(row.table, row.cells)
            index = self._place(row.table, name, row.cells, row)
            if index is None:
                kept[place] = replace(row, deleted=True)
                continue
            if self.before.gone == "keep":
                self._tell(
                    intake.source, None, "kept", row.table, name, "not in this export; kept, as --gone keep says"
                )
                continue
            kept[place] = replace(row, gone=True)
            edited = self._edited(row, index)
            if row.table in ("requests", "sessions") and name in shared:
                self._tell(
                    intake.source, None, "kept", row.table, name, "not in this export, but it is another row too"
                )
            elif row.table in ("requests", "sessions", "appearances") and edited:
                reason = f"not in this export any more; kept, as people changed {', '.join(edited)}"
                self._tell(intake.source, None, "kept", row.table, name, reason)
            elif row.table == "appearances":
                self._removed.add(index)
                self._claimed.add((row.table, index))
                self._tell(intake.source, None, "withdrawn", row.table, name, "not in this export any more: taken out")
            elif row.table in ("requests", "sessions"):
                table.set(index, "status", "cancelled")
                kept[place] = replace(row, gone=True, cells={**row.cells, "status": "cancelled"})
                self._tell(intake.source, None, "withdrawn", row.table, name, "not in this export any more: cancelled")
            else:
                self._tell(intake.source, None, "kept", row.table, name, "not in this export any more; it stays")

    def _edited(self, row: Kept, index: int) -> list[str]:
        """The columns of what was imported in which people changed the row since."""
        folder = self.tables[row.table].rows[index]
        base = self._written(row.table, row.cells)
        more = {"status"} if row.table in ("requests", "sessions") else set(folder)
        columns = {*base, *more} - {"session", "person", "id"}
        return [each for each in _ordered(row.table, columns) if not _same(folder.get(each, ""), base.get(each, ""))]

    def _shared(self, source: str) -> set[str]:
        """The ids of rows that other rows of exports were merged into, which are there still."""
        found = defaultdict(list)
        for other, state in {**self.before.states, source: None}.items():
            rows = self.kept[source].values() if state is None or other == source else state.rows
            for row in rows:
                if not row.gone and not row.deleted and row.id:
                    found[self._now.get(row.id, row.id)].append(row)
        return {name for name, rows in found.items() if len(rows) > 1}


class _Rows:
    """The rows of one export in the order in which they are laid: what others refer to comes first."""

    def __init__(self, attempt: Attempt, intake: Intake, known: Mapping[tuple[str, str], Kept]) -> None:
        self._attempt = attempt
        self._before = attempt.before
        self._source = intake.source
        self._known = known
        self.ids: dict[str, str] = {}
        self.unknown: Counter[tuple[str, str, str]] = Counter()
        """How often a column of a table names a part that `forum.toml` does not have."""
        self._reasons: dict[tuple[str, str], str] = {}
        self.in_order = sorted(intake.taken, key=lambda taken: _rank(taken.table))
        seen: set[tuple[str, str]] = set()
        for taken in self.in_order:
            if (taken.table, taken.key) in seen:
                raise ValueError(f"two rows of the table {taken.table} have the key {taken.key!r}")
            seen.add((taken.table, taken.key))
            reason = self._wrong(taken)
            if reason:
                self._reasons[taken.table, taken.key] = reason
            elif taken.table in PREFIXES and (intake.source, taken.table, taken.key) not in attempt.without:
                last = known.get((taken.table, taken.key))
                name = last.id if last else attempt._ids.new(taken.table, taken.cells.get("id", ""))
                self.ids[taken.key] = attempt._now.get(name, name)
        for (table, key), row in known.items():
            if table in PREFIXES and key not in self.ids:
                self.ids[key] = attempt._now.get(row.id, row.id)

    def refused(self, taken: Taken) -> str:
        """Say why no row can be made of this, empty where one can."""
        reason = self._reasons.get((taken.table, taken.key), "")
        if reason:
            return reason
        for column, what in (("session", "session"), ("person", "person"), ("id", "row")):
            needed = taken.table == "appearances" if column != "id" else taken.table == "contacts"
            if needed and not self._there(taken.cells.get(column, "")):
                return _NOT_FOUND.format(what=what)
        return ""

    def _there(self, key: str) -> bool:
        name = self.ids.get(key)
        return name is not None and any(name in places for places in self._attempt._places.values())

    def _wrong(self, taken: Taken) -> str:
        for column, text in taken.cells.items():
            wrong = unwritable(text)
            if wrong:
                return f"{column}: {wrong}"
        named = taken.cells.get("type", "")
        if taken.table not in ("requests", "sessions") or self._before.type(named):
            return ""
        known = ", ".join(sorted(set(self._before.types.values())))
        if not named:
            return f"it does not say its type: expected one of forum.toml ({known})"
        return f"forum.toml has no type of the id or name “{named}”: add it there, or say one of {known}"

    def cells(self, taken: Taken) -> dict[str, str]:
        """The cells as the folder has them: with ids for keys and types, and the zone of a person; dates year first."""
        cells = {column: text.strip() for column, text in taken.cells.items() if text.strip() and column != "city"}
        if taken.table in PREFIXES:
            cells.pop("id", None)
        for column in REFERRING[taken.table]:
            if column in cells:
                cells[column] = self._referring(taken, column, cells[column])
        for column in self._before.parts.keys() & cells.keys():
            cells[column] = self._known_parts(taken.table, column, cells[column])
        if taken.table in ("requests", "sessions"):
            cells["type"] = self._before.type(cells.get("type", ""))
            cells |= self._before.fixed[self._source].get(taken.key, {})
        if taken.table == "people":
            name = self.ids[taken.key]
            zone, doubt = self._before.origins.zone(name, {**cells, "city": taken.cells.get("city", "")})
            if doubt is not None:
                self._attempt.doubts[name] = doubt
            cells["zone"] = zone
        return {column: text for column, text in cells.items() if text}

    def _known_parts(self, table: str, column: str, text: str) -> str:
        """The parts of `forum.toml` that a cell names, without those that this folder does not have."""
        named = _parts(text)
        unknown = [name for name in named if name not in self._before.parts[column]]
        self.unknown.update((table, column, name) for name in unknown)
        return "; ".join(name for name in named if name not in unknown)

    def _referring(self, taken: Taken, column: str, text: str) -> str:
        if column in ("session", "person", "id", "directly_after", "rehearsal_of"):
            return self._named(taken, column, text, "")
        parts = []
        for part in _parts(text):
            key, blank, rest = part.rpartition(" ") if column == "days_apart" else (part, "", "")
            if name := self._named(taken, column, key or rest, part):
                parts.append(name + (blank + rest if key else ""))
        return "; ".join(parts)

    def _named(self, taken: Taken, column: str, key: str, shown: str) -> str:
        name = self.ids.get(key)
        if name is not None and (name in self._coming or self._there(key)):
            return name
        problem = InputProblem(
            taken.origin.file, taken.origin.row, column, shown or key, "left out: it names a row that was not taken"
        )
        self._attempt.notes.append(problem)
        return ""

    @cached_property
    def _coming(self) -> set[str]:
        """The ids of rows that this export adds."""
        return {
            self.ids[taken.key] for taken in self.in_order if taken.table in PREFIXES and not self.is_refused(taken)
        } & set(self.ids.values())

    def is_refused(self, taken: Taken) -> bool:
        """Whether a row is refused for what it says itself, or was before."""
        return (taken.table, taken.key) in self._reasons or (
            self._source,
            taken.table,
            taken.key,
        ) in self._attempt.without


def _rank(table: str) -> int:
    order = ("", "people", *(name for name in PREFIXES if name != "people"), "appearances", "contacts")
    return order.index(table)


def _ordered(table: str, columns: Iterable[str]) -> list[str]:
    names = [column.name for column in KNOWN[table]]
    return sorted(columns, key=lambda column: names.index(column) if column in names else len(names))


def _same(one: str, other: str) -> bool:
    return one == other or one.split() == other.split()


def _dated(found: re.Match[str], dates: DateForm) -> str:
    try:
        return dates.write(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return found[0]
