"""Ids of rows that were merged into others: wherever a table names one, the row that it lives on in is meant."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from data.problems import InputProblem
from data.readers.tables import LongColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.programme import Person, Session
    from data.readers.tables import LongTable, Row, Table

_SESSIONS = {
    "requests": ("after", "directly_after", "not_with", "same_day", "other_day", "days_apart", "rehearsal_of"),
    "sessions": ("after", "directly_after", "not_with", "same_day", "other_day", "days_apart", "rehearsal_of"),
    "appearances": ("session",),
    "contacts": ("id",),
    "decisions": ("session",),
}
_PEOPLE = {
    "requests": ("facilitated_by",),
    "sessions": ("facilitated_by",),
    "appearances": ("person",),
    "contacts": ("id",),
}
"""The columns that name sessions and people, by table."""

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def check_merged_ids(sessions: Iterable[Session], people: Iterable[Person], problems: list[InputProblem]) -> None:
    """Report ids that were merged and are still, or again, those of a row of their own, or stand in two rows."""
    tables: tuple[tuple[str, tuple[Session | Person, ...]], ...] = (
        ("session", tuple(sessions)),
        ("person", tuple(people)),
    )
    for what, rows in tables:
        living = {each.id.casefold(): each for each in reversed(rows)}
        seen: dict[str, Session | Person] = {}
        for each in rows:
            for old in each.merged_ids:
                first = seen.setdefault(old.casefold(), each)
                other = living.get(old.casefold())
                place = f"{(other or first).origin.file}, row {(other or first).origin.row}"
                if other is not None:
                    expected = f"expected the id of no {what} that there is: it is that of {place}"
                elif first is not each:
                    expected = f"expected an id that was merged into one row; {place}, has it too"
                else:
                    continue
                problems.append(InputProblem(each.origin.file, each.origin.row, "merged_ids", old, expected))


def understand_merged_ids(tables: Mapping[str, Table]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Put in place of ids that were merged those that they live on in, in all tables.

    Return what each of them became: of sessions, and of people. An id that is still that of a row stays.
    """
    sessions = _became(tables, ("requests", "sessions"))
    people = _became(tables, ("people",))
    for became, columns in ((sessions, _SESSIONS), (people, _PEOPLE)):
        for name in columns if became else ():
            for row in tables[name].rows:
                _understand(row, columns[name], became)
    return sessions, people


def _became(tables: Mapping[str, Table], names: Iterable[str]) -> Mapping[str, str]:
    rows = [row for name in names for row in tables[name].rows]
    living = {row.text("id") for row in rows}
    return {old: row.text("id") for row in rows for old in _parts(row.text("merged_ids")) if old not in living}


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(";") if part.strip())


def _understand(row: Row, columns: Iterable[str], became: Mapping[str, str]) -> None:
    for column in columns:
        cell = row.text(column)
        if cell:
            parts = list(_parts(cell))
            named = [_NAME.sub(lambda match: became.get(match[0], match[0]), part, count=1) for part in parts]
            if named != parts:
                row.cells[column] = "; ".join(named)


def with_understood(table: LongTable, column: str, became: Mapping[str, str]) -> LongTable:
    """Return a long table in a column of which ids that were merged are those that they live on in."""
    old = table.columns.get(column)
    if old is None or not became:
        return table
    index: dict[str, int] = {}
    codes = [index.setdefault(became.get(value, value), len(index)) for value in old.values]
    new = LongColumn(tuple(index), np.array(codes, dtype=np.int64)[old.codes])
    return replace(table, columns={**table.columns, column: new})
