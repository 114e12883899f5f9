"""Time zone rules for calendar feeds: the observances that make a VTIMEZONE right over a window of time.

RFC 5545 3.6.5. No library's VTIMEZONE is used: those tried lose onsets, give onsets in the wrong offset, or
list them in one RDATE that common parsers read in part.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

SETTLED_YEARS = 10
"""A yearly rule is written only where it also holds this many years after the window."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BEFORE_ALL = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock reading on purpose


@dataclass(frozen=True, slots=True)
class Observance:
    """One STANDARD or DAYLIGHT: from the local time `onset`, read at `offset_from`, `offset_to` is kept.

    `rule` is a recurrence rule (RFC 5545 3.3.10) that repeats the onset each year, empty for once.
    `name` is what the time is called, such as CEST.
    """

    daylight: bool
    onset: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Transition:
    """A change of offset at a UTC instant."""

    instant: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    summer: bool

    @property
    def onset(self) -> datetime:
        """The local time at which it happens, read at the offset before it."""
        return (self.instant + self.offset_from).replace(tzinfo=None)


@lru_cache(maxsize=64)
def observances(name: str, first: date, last: date) -> tuple[Observance, ...]:
    """Return the observances of the IANA zone `name`, right from `first` to `last` (UTC dates).

    Where the zone changes twice a year by rules that Outlook too can read (the nth weekday of a month): two
    observances with a yearly rule. Else one observance per onset, or one STANDARD if nothing ever changes.
    """
    here = zone(name)
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    inside = tuple(_transitions(here, begin, end))
    if inside:
        regular = _regular(here, begin, end)
        if regular:
            return regular
    initial = begin.astimezone(here)
    offset = initial.utcoffset() or timedelta()
    standing = Observance(_summer(initial), _BEFORE_ALL, offset, offset, initial.tzname() or "")
    return (standing, *(_once(change) for change in inside))


def _once(change: _Transition) -> Observance:
    return Observance(change.summer, change.onset, change.offset_from, change.offset_to, change.name)


def _transitions(here: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Transition]:
    """The changes of offset after `begin` and before `end`, found by bisection between days."""
    step = timedelta(days=1)
    moment, offset = begin, begin.astimezone(here).utcoffset()
    while moment < end:
        later = min(moment + step, end)
        found = later.astimezone(here).utcoffset()
        if found != offset:
            low, high = moment, later
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=1) // 2)
                if middle.astimezone(here).utcoffset() == offset:
                    low = middle
                else:
                    high = middle
            after = high.astimezone(here)
            yield _Transition(
                high,
                offset or timedelta(),
                after.utcoffset() or timedelta(),
                after.tzname() or "",
                _summer(after),
            )
            moment, offset = high, after.utcoffset()
        else:
            moment = later


def _summer(local: datetime) -> bool:
    """Whether the clock is put forward from the zone's standard time."""
    return (local.dst() or timedelta()) > timedelta()


def _regular(here: ZoneInfo, begin: datetime, end: datetime) -> tuple[Observance, ...]:
    """Two observances with yearly rules, or nothing where rules of the nth weekday do not hold.

    The years checked go from the one before the window to `SETTLED_YEARS` after it; each rule begins with the
    onset of the first year.
    """
    years = range(begin.year - 1, end.year + SETTLED_YEARS + 1)
    changes = list(_transitions(here, datetime(years[0], 1, 1, tzinfo=UTC), datetime(years[-1] + 1, 1, 1, tzinfo=UTC)))
    if len(changes) != 2 * len(years):
        return ()
    pair = []
    for index in (0, 1):
        yearly = changes[index::2]
        sort = {(change.onset.month, change.onset.time(), change.offset_from, change.offset_to) for change in yearly}
        if len(sort) != 1 or [change.onset.year for change in yearly] != list(years):
            return ()
        weekday = _nth_weekday([change.onset.date() for change in yearly])
        if not weekday:
            return ()
        first = yearly[0]
        rule = f"FREQ=YEARLY;BYMONTH={first.onset.month};BYDAY={weekday}"
        summer = first.offset_to > first.offset_from
        pair.append(Observance(summer, first.onset, first.offset_from, first.offset_to, first.name, rule))
    return tuple(sorted(pair, key=lambda observance: observance.daylight, reverse=True))


def _nth_weekday(days: list[date]) -> str:
    """The BYDAY that gives exactly these days, each in its month, such as `-1SU`; empty if there is none."""
    if len({day.weekday() for day in days}) != 1:
        return ""
    weekday = _WEEKDAYS[days[0].weekday()]
    if all(day.day > calendar.monthrange(day.year, day.month)[1] - 7 for day in days):
        return f"-1{weekday}"
    counts = {(day.day + 6) // 7 for day in days}
    return f"{counts.pop()}{weekday}" if len(counts) == 1 else ""
