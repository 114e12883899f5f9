"""The possible starts of a forum as arrays: the integer side of time, for encodings and search.

Minutes count from the home midnight on which the forum begins. Every array over starts has one entry for each
possible start, in order of time.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from constraints.tables import Table
from data.zones import midnight, wall, zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from numpy.typing import NDArray

    from data.programme import Hours, LocalTimes, Period, Programme

    Mask = NDArray[np.bool_]
    Ints = NDArray[np.integer]
    Priced = tuple[slice | Mask, float | NDArray[np.integer] | NDArray[np.float64]]

MARGIN = 2 * 24 * 60
"""Minutes kept before the first and after the last day, for what reaches over the ends."""

KEPT = 2000
"""So many arrays over starts are kept at most of those that sessions have in common, of each kind."""


class Starts:
    """All possible starts: `minute` of each, the index of its home `day`, and its `clock`.

    `clock` counts the minutes since the home day began; on a day on which the clock is changed this differs
    from what the clock shows. With `wide`, every grid point of every day is a start; otherwise only those at
    which some period is open, and those that are fixed.
    """

    def __init__(self, programme: Programme, *, wide: bool = False) -> None:
        self.programme = programme
        self.grid = programme.forum.time_grid
        every = np.array([minute for day in self.grid.days for minute in self.grid.starts(day)], dtype=np.int64)
        self.minute: Ints = every
        if not wide:
            self.minute = every[self._worth_a_look(every)]
        bounds = np.array(self.grid.day_starts, dtype=np.int64)
        self.day: Ints = np.searchsorted(bounds, self.minute, side="right") - 1
        self.clock: Ints = self.minute - bounds[self.day]
        self._local: dict[str, Ints] = {}
        self._hours: dict[tuple[str, Hours], tuple[Ints, Ints, Mask]] = {}
        self._within: dict[tuple[str, Hours, int, int], Ints] = {}
        self._inside: dict[tuple[str, int], Mask] = {}
        self._tables: dict[bytes, Table] = {}
        self._midnights: dict[tuple[date, str], int] = {}
        self._spans: dict[LocalTimes, Ints] = {}
        self._clear: dict[tuple[LocalTimes, int, int], Mask] = {}
        # The index of the first start at or after each minute of the forum and its margins.
        self._first_at: Ints = np.searchsorted(self.minute, np.arange(-MARGIN, self.grid.day_starts[-1] + 2 * MARGIN))
        self._first_at_list: list[int] = self._first_at.tolist()

    def __len__(self) -> int:
        return len(self.minute)

    @cached_property
    def day_start(self) -> Ints:
        """The minute at which each home day begins, by index."""
        return np.array(self.grid.day_starts, dtype=np.int64)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The home dates by index."""
        return self.grid.days

    @cached_property
    def home_clock(self) -> Ints:
        """What the clock at home shows at each start, in minutes of the day."""
        return self.local_clock(self.programme.forum.zone)[self.minute + MARGIN]

    def none(self) -> Mask:
        """Return a mask of no starts."""
        return np.zeros(len(self), dtype=np.bool_)

    def at(self, instant: datetime) -> Mask:
        """Return a mask of the one start at this instant; empty where it is none."""
        return np.equal(self.minute, self.grid.minute(instant))

    def on_date(self, day: date) -> Mask:
        """Return a mask of the starts on a home date."""
        return np.equal(self.day, (day - self.grid.first).days)

    def table(self, mask: Mask) -> Table:
        """Return the starts of a mask as a table of home days by clocks."""
        key = np.packbits(mask).tobytes()
        if key not in self._tables:
            if len(self._tables) >= KEPT:
                self._tables.clear()
            self._tables[key] = Table(self, mask)
        return self._tables[key]

    def inside(self, period: Period, duration: int) -> Mask:
        """Return a mask of the starts at which a session lies whole in one span of the period's hours."""
        key = (period.id, duration)
        if key not in self._inside:
            self._inside[key] = self._find_inside(period, duration)
        return self._inside[key]

    def _find_inside(self, period: Period, duration: int) -> Mask:
        mask = self.none()
        for begin, end in self._open_spans(period):
            mask[np.searchsorted(self.minute, begin) : np.searchsorted(self.minute, end - duration, side="right")] = (
                True
            )
        return mask

    def local_clock(self, name: str) -> Ints:
        """Return the minute of the local day in a zone, for each minute of the forum and its margins."""
        if name not in self._local:
            self._local[name] = self._local_clock(name)
        return self._local[name]

    def minutes_within(self, hours: Hours, name: str, begin: int, end: int) -> Ints:
        """Return for each start s how many of the minutes s + begin to s + end lie in the hours of a zone.

        The array is kept and shared: not to be written to.
        """
        key = (name, hours, begin, end)
        if key not in self._within:
            if len(self._within) >= KEPT:
                self._within.clear()
            inside = self._minutes_before(hours, name, end) - self._minutes_before(hours, name, begin)
            inside.flags.writeable = False
            self._within[key] = inside
        return self._within[key]

    def _minutes_before(self, hours: Hours, name: str, shift: int) -> Ints:
        """Return how many minutes before each start and a shift of it lie in the hours of a zone."""
        edges, before, counting = self._edges(hours, name)
        moments = self.minute + (MARGIN + shift)
        stretch = np.searchsorted(edges, moments, side="right") - 1
        found: Ints = (before[stretch] + (moments - edges[stretch]) * counting[stretch]).astype(np.int32)
        return found

    def _edges(self, hours: Hours, name: str) -> tuple[Ints, Ints, Mask]:
        """Return where the hours of a zone begin and end: at which minutes (from the margin before the forum on).

        Also how many minutes of such hours lie before each, and whether some begin there.
        """
        key = (name, hours)
        if key not in self._hours:
            clock = self.local_clock(name)
            inside = (clock >= hours.start) & (clock < hours.end)
            if hours.end > 24 * 60:
                inside |= clock < hours.end - 24 * 60
            edges = np.concatenate([[0], np.flatnonzero(inside[1:] != inside[:-1]) + 1])
            lengths = np.diff(edges) * inside[edges[:-1]]
            self._hours[key] = (edges, np.concatenate([[0], np.cumsum(lengths)]), inside[edges])
        return self._hours[key]

    def overlapping(self, first: int, last: int, begin: int, end: int) -> slice:
        """Return the starts s for which s + begin to s + end shares a minute with first to last."""
        return slice(self.first_at(first - end + 1), self.first_at(last - begin))

    def index_at(self, shift: int) -> Ints:
        """Return for each start s the index of the first start at or after s + shift."""
        return self._first_at[np.clip(self.minute + (shift + MARGIN), 0, len(self._first_at) - 1)]

    def first_at(self, minute: int) -> int:
        """Return the index of the first start at or after a minute; the number of starts where there is none."""
        return self._first_at_list[min(max(minute + MARGIN, 0), len(self._first_at_list) - 1)]

    def clear_of(self, times: Iterable[LocalTimes], begin: int, end: int) -> Mask:
        """Return a mask of the starts s for which s + begin to s + end touches none of these times.

        The mask may be kept and shared: not to be written to.
        """
        masks = [self._clear_of(these, begin, end) for these in times]
        if len(masks) < 2:
            return masks[0] if masks else ~self.none()
        found: Mask = np.logical_and.reduce(masks)
        return found

    def _clear_of(self, times: LocalTimes, begin: int, end: int) -> Mask:
        key = (times, begin, end)
        if key not in self._clear:
            if len(self._clear) >= KEPT:
                self._clear.clear()
            spans, last = self.spans(times), len(self._first_at) - 1
            first = self._first_at[np.clip(spans[:, 0] - end + 1 + MARGIN, 0, last)]
            beyond = np.maximum(first, self._first_at[np.clip(spans[:, 1] - begin + MARGIN, 0, last)])
            edges = np.zeros(len(self) + 1, dtype=np.int32)
            np.add.at(edges, first, 1)
            np.add.at(edges, beyond, -1)
            mask: Mask = np.equal(np.cumsum(edges[:-1]), 0)
            mask.flags.writeable = False
            self._clear[key] = mask
        return self._clear[key]

    def spans(self, times: LocalTimes) -> Ints:
        """Return local times as spans of minutes, a row each, over the days of the forum and one to either side."""
        if times not in self._spans:
            self._spans[times] = np.array(self._find_spans(times), dtype=np.int64).reshape(-1, 2)
        return self._spans[times]

    def _find_spans(self, times: LocalTimes) -> list[tuple[int, int]]:
        found = []
        day, last = self.grid.first - timedelta(days=2), self.grid.last + timedelta(days=2)
        if times.days is not None:
            day, last = max(day, times.days.first), min(last, times.days.last)
        while day <= last:
            if times.on(day):
                if times.hours is None:
                    found.append((self._midnight(day, times.zone), self._midnight(day + timedelta(days=1), times.zone)))
                else:
                    span = (wall(day, times.hours.start, times.zone), wall(day, times.hours.end, times.zone))
                    found.append((self.grid.minute(span[0]), self.grid.minute(span[1])))
            day += timedelta(days=1)
        return found

    def _midnight(self, day: date, name: str) -> int:
        key = (day, name)
        if key not in self._midnights:
            self._midnights[key] = self.grid.minute(midnight(day, name))
        return self._midnights[key]

    def _open_spans(self, period: Period) -> list[tuple[int, int]]:
        home = self.grid.home
        return [
            (self.grid.minute(wall(day, hours.start, home)), self.grid.minute(wall(day, hours.end, home)))
            for day in self.grid.days
            if period.open_on(day)
            for hours in period.hours
        ]

    def _worth_a_look(self, every: Ints) -> Mask:
        mask = np.zeros(len(every), dtype=np.bool_)
        for period in self.programme.forum.periods:
            for begin, end in self._open_spans(period):
                mask[np.searchsorted(every, begin) : np.searchsorted(every, end)] = True
        for occurrence in self.programme.occurrences:
            if occurrence.fixed and occurrence.fixed.start:
                mask |= every == self.grid.minute(occurrence.fixed.start)
        return mask

    def _local_clock(self, name: str) -> Ints:
        """Work out the local clock piece by piece between the zone's changes of offset."""
        here = zone(name)
        total = self.grid.day_starts[-1] + 2 * MARGIN
        clock = np.empty(total + 1, dtype=np.int64)

        def offset(index: int) -> int:
            moment = self.grid.instant(index - MARGIN).astimezone(here)
            shift = moment.utcoffset()
            assert shift is not None
            return int(shift.total_seconds()) // 60

        origin = self.grid.origin
        base = origin.hour * 60 + origin.minute - MARGIN
        step = 12 * 60
        begin = 0
        while begin <= total:
            end = min(begin + step, total + 1)
            here_offset = offset(begin)
            if offset(end - 1) != here_offset:
                low, high = begin, end - 1
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if offset(middle) == here_offset else (low, middle)
                end = high
            clock[begin:end] = (np.arange(begin, end) + base + here_offset) % (24 * 60)
            begin = end
        return clock
