"""Plants a start for every sample session such that periods, caps, channels, plenaries and orders hold."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from data.samples.drafts import moment
from data.samples.frame import FIRST, LAST, PLENARY, SET_UP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from random import Random

    from data.samples.drafts import Draft
    from data.samples.frame import Frame, Window

GRID = 15
_SLOTS = 24 * 60 // GRID
_REPEATS_APART = timedelta(hours=8)

_DAYS = tuple(
    day for day in (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)) if day.weekday() < 5
)
_WEEK_WEIGHTS = (133,) * 9 + (50,) * 2 + (0,)
"""Sessions a week from the published counts: about 13.3 in weeks 1 to 9, 5 in weeks 10 and 11."""
_DAY_WEIGHTS = tuple(_WEEK_WEIGHTS[(day - FIRST).days // 7] for day in _DAYS)

_HOURS = (9, 10, 11, 12, 13, 14, 15, 16, 17)
_HOUR_WEIGHTS = (3, 10, 8, 25, 18, 18, 12, 4, 2)
_TRIES = 60


class NoRoomError(Exception):
    """A sample session finds no place: the frame is too small for its scale."""


class Calendar:
    """What is planted so far, and whether one more session fits."""

    def __init__(self, frame: Frame, random: Random) -> None:
        self.windows = {window.id: window for window in frame.windows}
        self._scale = frame.scale
        self._random = random
        self._pool = frame.channels
        self._rooms: dict[date, list[int]] = {day: [0] * _SLOTS for day in _DAYS}
        self._closed: dict[date, list[bool]] = {day: [False] * _SLOTS for day in _DAYS}
        self._policy: dict[date, list[bool]] = {day: [False] * _SLOTS for day in _DAYS}
        self._at_once: dict[tuple[str, date], list[int]] = {}
        self._a_day: Counter[tuple[str, date]] = Counter()
        self._a_week: Counter[tuple[str, int]] = Counter()

    def plant(self, draft: Draft, days: Iterable[date] | None = None) -> None:
        """Plant all occurrences of a session, on one of `days` if given.

        Raises NoRoomError.
        """
        for places in self._proposals(draft, days):
            if all(self._fits(draft, day, minute) for day, minute in places):
                self.put(draft, places)
                return
        raise NoRoomError(draft.title)

    def put(self, draft: Draft, places: list[tuple[date, int]]) -> None:
        """Plant the session at these places."""
        draft.held = places
        for day, minute in places:
            for window in self._windows_around(draft, day, minute):
                self._a_day[window.id, day] += 1
                self._a_week[window.id, _week(day)] += 1
                at_once = self._at_once.setdefault((window.id, day), [0] * _SLOTS)
                for slot in _slots(minute, draft.duration):
                    at_once[slot] += 1
            if draft.kind in PLENARY:
                for slot in _slots(minute, draft.duration):
                    self._closed[day][slot] = True
            else:
                for slot in _slots(minute, draft.duration + SET_UP):
                    self._rooms[day][slot] += 1
            if draft.kind == "policy-session":
                for slot in _slots(minute, draft.duration):
                    self._policy[day][slot] = True

    def _proposals(self, draft: Draft, days: Iterable[date] | None) -> Iterator[list[tuple[date, int]]]:
        """First places drawn by the distributions, then every place there is."""
        window = self.windows[draft.window]
        if draft.day is not None and draft.minute is not None:
            yield [(draft.day, draft.minute)]
            return
        allowed = [day for day in (days or self._allowed(draft, window)) if window.open_on(day)]
        if not allowed:
            return
        lattice = self._lattice(draft, window)
        weights = (
            None if draft.window in ("final", "high-level") else [_DAY_WEIGHTS[_DAYS.index(day)] for day in allowed]
        )
        for _ in range(_TRIES):
            chosen = self._random.choices(allowed, weights, k=draft.repeats)
            yield from self._spread(draft, sorted(chosen), [self._minute(draft, window, lattice) for _ in chosen])
        self._random.shuffle(allowed)
        for day in allowed:
            for minute in range(window.start, window.end, GRID):
                yield from self._spread(draft, [day] * draft.repeats, [minute] * draft.repeats)

    def _spread(self, draft: Draft, days: list[date], minutes: list[int]) -> Iterator[list[tuple[date, int]]]:
        """The places of all occurrences: days in a row at the same time, repeats far enough apart."""
        if draft.days > 1:
            following = [days[0] + timedelta(days=number) for number in range(draft.days)]
            yield [(day, minutes[0]) for day in following]
            return
        places = sorted(zip(days, minutes, strict=True))
        length = timedelta(minutes=draft.duration)
        if all(moment(*later) - moment(*earlier) >= _REPEATS_APART + length for earlier, later in pairwise(places)):
            yield places

    def _allowed(self, draft: Draft, window: Window) -> list[date]:
        if draft.day is not None:
            return [draft.day]
        first, last = draft.first or FIRST, draft.last or LAST
        return [day for day in _DAYS if window.open_on(day) and first <= day <= last]

    def _lattice(self, draft: Draft, window: Window) -> list[int]:
        """Starts without lost minutes between sessions, where a week is too full for the whole hour."""
        if window.id != "final" or self._scale == 1:
            return []
        return list(range(window.start, window.end - draft.duration + 1, draft.duration + SET_UP))

    def _minute(self, draft: Draft, window: Window, lattice: list[int]) -> int:
        if lattice:
            return self._random.choice(lattice)
        if window.id in ("early", "late"):
            return self._random.choice(range(window.start, window.end - draft.duration + 1, 2 * GRID))
        hour = self._random.choices(_HOURS, _HOUR_WEIGHTS)[0]
        return hour * 60 + self._random.choices((0, 30, 15, 45), (86, 9, 3, 2))[0]

    def _windows_around(self, draft: Draft, day: date, minute: int) -> list[Window]:
        return [
            window
            for window in self.windows.values()
            if (window.id == draft.exception if draft.exception else draft.kind in window.types)
            and window.open_on(day)
            and window.start <= minute
            and minute + draft.duration <= window.end
            and (not window.regions or draft.region in window.regions)
        ]

    def _fits(self, draft: Draft, day: date, minute: int) -> bool:
        if day not in self._rooms or minute + draft.duration > 24 * 60:
            return False
        around = self._windows_around(draft, day, minute)
        own = _slots(minute, draft.duration)
        if draft.window not in {window.id for window in around} or any(self._closed[day][slot] for slot in own):
            return False
        for window in around:
            if window.per_day is not None and self._a_day[window.id, day] >= window.per_day:
                return False
            if window.per_week is not None and self._a_week[window.id, _week(day)] >= window.per_week:
                return False
            at_once = self._at_once.get((window.id, day))
            if at_once is not None and any(at_once[slot] >= window.channels for slot in own):
                return False
        rooms = self._rooms[day]
        if draft.kind in PLENARY:
            return not any(rooms[slot] for slot in own)
        if any(rooms[slot] >= self._pool for slot in _slots(minute, draft.duration + SET_UP)):
            return False
        return draft.kind != "policy-session" or not any(self._policy[day][slot] for slot in own)


def assign_channels(drafts: list[Draft], pool: int) -> None:
    """Give each planted occurrence the first channel of the pool that is free, plenaries the hall."""
    free_at: list[datetime | None] = [None] * pool
    names = [f"room-{number}" for number in range(1, pool + 1)]
    for draft in drafts:
        draft.channels = ["hall"] * len(draft.held)
    places = sorted(
        (moment(day, minute), draft.id, number)
        for draft in drafts
        if draft.kind not in PLENARY
        for number, (day, minute) in enumerate(draft.held)
    )
    by_id = {draft.id: draft for draft in drafts}
    for start, name, number in places:
        draft = by_id[name]
        index = next(index for index, free in enumerate(free_at) if free is None or free <= start)
        free_at[index] = start + timedelta(minutes=draft.duration + SET_UP)
        draft.channels[number] = names[index]


def _slots(minute: int, duration: int) -> range:
    return range(minute // GRID, min(_SLOTS, -(-(minute + duration) // GRID)))


def _week(day: date) -> int:
    return (day - FIRST).days // 7
