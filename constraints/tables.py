"""Possible starts of an occurrence as a table of home days by clocks, which is what its literals are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from constraints.starts import Ints, Mask, Starts

    Cells = NDArray[np.bool_]
    Amounts = NDArray[np.int64]

Alike = list[tuple[list[int], list[int]]]
"""Cells of a table as rows and the columns that are meant in all of these."""

HIGHEST, LOWEST = np.iinfo(np.int64).max, np.iinfo(np.int64).min


class Table:
    """Some starts by home `days` (indices) in its rows and by `clocks` in its columns, both in order."""

    def __init__(self, starts: Starts, mask: Mask) -> None:
        self.where = np.flatnonzero(mask)
        days, self._row = np.unique(starts.day[self.where], return_inverse=True)
        clocks, self._column = np.unique(starts.clock[self.where], return_inverse=True)
        self._row, self._column = self._row.astype(np.int16), self._column.astype(np.int16)
        self.days: list[int] = days.tolist()
        self.clocks: list[int] = clocks.tolist()
        self.has: Cells = self.cells(mask)
        self._split: dict[bytes, tuple[list[int], list[int], Alike]] = {}

    def __len__(self) -> int:
        return len(self.where)

    def cells(self, mask: Mask) -> Cells:
        """Return which cells of the table are starts of a mask."""
        found = np.zeros((len(self.days), len(self.clocks)), dtype=np.bool_)
        found[self._row, self._column] = mask[self.where]
        return found

    def amounts(self, amounts: Ints) -> Amounts:
        """Return amounts by start as amounts by cell, 0 in cells that are no start."""
        found = np.zeros((len(self.days), len(self.clocks)), dtype=np.int64)
        found[self._row, self._column] = amounts[self.where]
        return found

    @cached_property
    def a_day(self) -> Ints:
        """How many starts each day has."""
        count: Ints = np.sum(self.has, axis=1, dtype=np.int64)
        return count

    def split(self, cells: Cells) -> tuple[list[int], list[int], Alike]:
        """Split some of the starts: days all of whose starts are among them, clocks likewise, and what is left.

        Of the clocks only their starts on the other days count.
        """
        key = cells.tobytes()
        if key not in self._split:
            whole = cells.sum(axis=1) == self.a_day
            rest = cells & ~whole[:, None]
            every = rest.any(axis=0) & (rest.sum(axis=0) == self.has[~whole].sum(axis=0))
            self._split[key] = (
                np.flatnonzero(whole).tolist(),
                np.flatnonzero(every).tolist(),
                alike(rest & ~every),
            )
        return self._split[key]

    @cached_property
    def gaps(self) -> Alike:
        """The cells that are no start, as rows and the columns that all of these lack."""
        return alike(~self.has)


def alike(cells: Cells) -> Alike:
    """Return the cells that are true, as rows that have the same ones and their columns."""
    found: dict[bytes, list[int]] = {}
    for row in np.flatnonzero(cells.any(axis=1)).tolist():
        found.setdefault(cells[row].tobytes(), []).append(row)
    return [(rows, np.flatnonzero(cells[rows[0]]).tolist()) for rows in found.values()]


@dataclass(slots=True)
class Sums:
    """Rows in which each amount is one for its row, in the same order, and one for its column."""

    rows: list[int]
    of_rows: list[int]
    of_columns: list[int]


def sums(has: Cells, amounts: Amounts) -> list[Sums]:
    """Split the rows of a table of amounts into groups in which the amount of each cell there is such a sum."""
    found: list[Sums] = []
    left = np.argsort(-has.sum(axis=1), kind="stable")
    while len(left):
        group, further = _all_of(has, amounts, left) or _group(has, amounts, left)
        found.append(group)
        left = left[further]
    return found


def _all_of(has: Cells, amounts: Amounts, rows: Ints) -> tuple[Sums, Mask] | None:
    """Return the same where all rows go with the first, which has every column; None where that is not so."""
    columns = amounts[rows[0]]
    if not has[rows[0]].all():
        return None
    there, beyond = has[rows], amounts[rows] - columns
    shifts = np.where(there, beyond, LOWEST).max(axis=1)
    if ((beyond != shifts[:, None]) & there).any():
        return None
    low = int(columns.min())
    group = Sums(rows.tolist(), (shifts + low).tolist(), (columns - low).tolist())
    return group, np.zeros(len(rows), dtype=np.bool_)


def _group(has: Cells, amounts: Amounts, rows: Ints) -> tuple[Sums, Mask]:
    """Return the group of the first of these rows and of those that go with it, and which are left."""
    known, columns = has[rows[0]], amounts[rows[0]]
    there, values = has[rows], amounts[rows]
    mine = np.zeros(len(rows), dtype=np.bool_)
    shifts = np.zeros(len(rows), dtype=np.int64)
    while True:
        shared = there & known
        beyond = values - columns
        least = np.where(shared, beyond, HIGHEST).min(axis=1)
        most = np.where(shared, beyond, LOWEST).max(axis=1)
        fits = ~mine & (least >= most)
        within = fits & ~(there & ~known).any(axis=1)
        shifts[within] = least[within]
        mine |= within
        further = np.flatnonzero(fits & ~within)
        if not len(further):
            break
        row = rows[further[0]]
        shift = int(least[further[0]]) if shared[further[0]].any() else 0
        columns = np.where(has[row] & ~known, amounts[row] - shift, columns)
        known = known | has[row]
    low = int(columns[known].min())
    group = Sums(rows[mine].tolist(), (shifts[mine] + low).tolist(), np.where(known, columns - low, 0).tolist())
    return group, ~mine
