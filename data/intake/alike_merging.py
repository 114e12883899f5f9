"""People and requests that the team has found to be one, made one: the first row stays, the other's id lives on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake.rows import REFERRING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.editing import EditedTable
    from data.readers.alike import Decisions, Kind

TABLES = ("sessions", "requests", "people", "appearances", "contacts", "decisions")
"""The tables that merging may change. Of two rows the first one stays, and official sessions come before requests."""

_NAMING: Mapping[str, tuple[str, ...]] = {**REFERRING, "decisions": ("session",)}

_WISHES = (
    "zone", "preferred_dates", "excluded_dates", "preferred_hours", "excluded_hours", "preferred_weekdays",
    "preferred_weeks",
)  # fmt: skip
_WHOLE = (("series", "part", "cadence"), ("repeats", "days", "fixed_start"))
_HOME = ("country", "zone", "region", "cannot")
"""Columns that mean something only together: hours say nothing without their zone."""

_OWN = frozenset({"id", "merged_ids", "status", "source"})
"""Columns that say something of the row itself: never filled from another one, and not listed."""

_AGAINST = frozenset({"leave out", "cancel"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that gets another text; `index` is that of the row in its table."""

    table: str
    index: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that goes, as another one says all of it, or stands for it."""

    table: str
    index: int


@dataclass(frozen=True, slots=True)
class Differing:
    """What was said of the second otherwise than of the first, which counts; `kept` is empty where it said nothing."""

    table: str
    first: str
    second: str
    column: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging would change, the ids that then stand for others, and all that was said of these otherwise."""

    changes: tuple[Changed | Removed, ...]
    now: Mapping[str, str]
    differing: tuple[Differing, ...]

    def make(self, tables: Mapping[str, EditedTable]) -> None:
        """Make the changes in tables; nothing is written to the disk."""
        for change in self.changes:
            if isinstance(change, Changed):
                tables[change.table].set(change.index, change.column, change.text)
        for change in sorted(
            (each for each in self.changes if isinstance(each, Removed)), key=lambda each: each.index, reverse=True
        ):
            tables[change.table].remove(change.index)


def merged(tables: Mapping[str, Sequence[Mapping[str, str]]], decisions: Decisions) -> Merging:
    """Return what becomes of the tables when all that is decided to be the same is made one.

    `tables` are rows of texts by column, by the name of the table; those that are absent have none. Of each group the
    row that stands first stays: its empty cells are filled from the others, its `merged_ids` name them, and whatever
    names them names it. A decision to leave one of the others out, or to cancel it, goes with it. Ids that no table has
    are passed over, so that what is merged already changes nothing.
    """
    work = _Work(tables)
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (("request", ("sessions", "requests")), ("person", ("people",)))
    for kind, names in kinds:
        places = {
            row["id"]: (name, index) for name in names for index, row in enumerate(work.rows[name]) if row.get("id")
        }
        order = {name: number for number, name in enumerate(places)}
        live = {old: name for name, place in places.items() for old in _parts(work.cell(*place, "merged_ids"))}
        for group in decisions.groups(kind):
            members = sorted({live.get(name, name) for name in group} & set(places), key=lambda name: order[name])
            for other in members[1:]:
                work.merge(members[0], places[members[0]], other, places[other])
    work.rename()
    return Merging(tuple(work.changes()), work.now, tuple(work.differing))


class _Work:
    """The tables while they are merged."""

    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self.before = {name: tables.get(name, ()) for name in TABLES}
        self.rows = {name: [dict(row) for row in rows] for name, rows in self.before.items()}
        self.gone: set[tuple[str, int]] = set()
        self.now: dict[str, str] = {}
        self.differing: list[Differing] = []

    def cell(self, table: str, index: int, column: str) -> str:
        """A cell as it is by now."""
        return self.rows[table][index].get(column, "")

    def merge(self, first: str, place: tuple[str, int], second: str, other: tuple[str, int]) -> None:
        """Let one row stand for another."""
        mine, theirs = self.rows[place[0]][place[1]], self.rows[other[0]][other[1]]
        filled, bound = _filled_together(place[0], mine, theirs)
        for column, text in theirs.items():
            if column in _OWN or not text or mine.get(column, "") == text:
                continue
            if column in filled or (column not in bound and not mine.get(column)):
                mine[column] = text
            else:
                self.differing.append(Differing(place[0], first, second, column, mine.get(column, ""), text))
        old = [*_parts(mine.get("merged_ids", "")), second, *_parts(theirs.get("merged_ids", ""))]
        mine["merged_ids"] = "; ".join(dict.fromkeys(old))
        self.now[second] = first
        self.gone.add(other)

    def rename(self) -> None:
        """Let all that names a row that is gone name the one that stands for it, once."""
        if not self.now:
            return
        for table, rows in self.rows.items():
            for index, row in enumerate(rows):
                if (table, index) not in self.gone:
                    self._rename(table, index, row)
        self._drop_doubles("appearances", ("session", "person", "role"))
        self._drop_doubles("contacts", ("id", "email", "join_link", "note"))

    def _rename(self, table: str, index: int, row: dict[str, str]) -> None:
        own = row.get("id", "") if table in ("sessions", "requests") else ""
        against = table == "decisions" and row.get("action", "").casefold() in _AGAINST
        for column in _NAMING[table]:
            parts = _parts(row.get(column, ""))
            named = [self._named(part) for part in parts]
            if named == parts:
                continue
            if against:
                first, second = named[0], parts[0]
                self.differing.append(Differing(table, first, second, "action", "", row["action"]))
                self.gone.add((table, index))
            row[column] = "; ".join(dict.fromkeys(part for part in named if re.split(r"[ .]", part)[0] != own))

    def _named(self, part: str) -> str:
        """A name of a row as it is now: of an occurrence with its number, of days apart with the days."""
        match = re.match(r"[A-Za-z0-9_-]+", part)
        return self.now.get(match[0], match[0]) + part[match.end() :] if match else part

    def _drop_doubles(self, table: str, columns: tuple[str, ...]) -> None:
        """Take out rows that say by their new names what another one says."""
        changed = {index for index, row in enumerate(self.rows[table]) if row != self.before[table][index]}
        seen: dict[tuple[str, ...], int] = {}
        for index, row in enumerate(self.rows[table]):
            key = tuple(row.get(column, "") for column in columns)
            if key in seen and {index, seen[key]} & changed:
                self.gone.add((table, index))
            seen.setdefault(key, index)

    def changes(self) -> Iterator[Changed | Removed]:
        """All that is otherwise than before, in the order of tables and rows."""
        for table, rows in self.rows.items():
            for index, row in enumerate(rows):
                if (table, index) in self.gone:
                    yield Removed(table, index)
                    continue
                before = self.before[table][index]
                for column in row:
                    if row[column] != before.get(column, ""):
                        yield Changed(table, index, column, row[column])


def _filled_together(
    table: str, mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Of the columns that mean something only together, those that may be filled from another row; and all of them."""
    same_zone = mine.get("zone", "") == theirs.get("zone", "")
    if table == "people":
        free = not mine.get("zone") and not mine.get("cannot")
        groups: list[tuple[tuple[str, ...], bool]] = [
            (_HOME, mine.get("country", "") == theirs.get("country", "") and (same_zone or free))
        ]
    else:
        groups = [(_WISHES, same_zone), *((columns, False) for columns in _WHOLE)]
    may = {column for columns, one_by_one in groups for column in columns if one_by_one and not mine.get(column)}
    may |= {column for columns, _ in groups if not any(map(mine.get, columns)) for column in columns}
    return frozenset(may), frozenset(column for columns, _ in groups for column in columns)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
