"""What people's clocks show during a span of time: minutes within hours, and times that it touches."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from data.programme import DAY
from data.zones import midnight, wall, zone

if TYPE_CHECKING:
    from data.programme import Hours, LocalTimes

MEMORY = 2**16
"""So many answers about clocks are remembered: people of one zone ask the same of one session."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@lru_cache(maxsize=MEMORY)
def minutes_within(begin: datetime, end: datetime, hours: Hours, name: str) -> int:
    """Count the minutes from `begin` to `end` (UTC) at which the clock in zone `name` is within the hours."""
    clock = _reading(begin, end, name)
    length = round((end - begin).total_seconds()) // 60
    if clock is None:
        here = zone(name)
        minutes = ((begin + timedelta(minutes=number)).astimezone(here) for number in range(length))
        return sum((moment.hour * 60 + moment.minute) in hours for moment in minutes)
    total = 0
    for shift in range(-DAY, clock + length, DAY):
        total += max(0, min(clock + length, hours.end + shift) - max(clock, hours.start + shift))
    return total


@lru_cache(maxsize=MEMORY)
def _reading(begin: datetime, end: datetime, name: str) -> int | None:
    """Return the minute of the local day at which a span begins; None where the clock is changed during it."""
    here = zone(name)
    first = begin.astimezone(here)
    if first.utcoffset() != (end - timedelta(minutes=1)).astimezone(here).utcoffset():
        return None
    return first.hour * 60 + first.minute


def touches(times: LocalTimes, begin: datetime, end: datetime) -> bool:
    """Whether the span from `begin` to `end` (UTC) shares any moment with these local times."""
    here = zone(times.zone)
    day = begin.astimezone(here).date() - timedelta(days=1)
    last = end.astimezone(here).date()
    while day <= last:
        if times.on(day):
            if times.hours is None:
                first, over = midnight(day, times.zone), midnight(day + timedelta(days=1), times.zone)
            else:
                first, over = wall(day, times.hours.start, times.zone), wall(day, times.hours.end, times.zone)
            if begin < over and first < end:
                return True
        day += timedelta(days=1)
    return False


def local_text(moment: datetime, name: str) -> str:
    """Say an instant by the clock of a zone, as in `Tue 8 Sep 2020 14:00 (Europe/Zurich)`; no locale."""
    local = moment.astimezone(zone(name))
    date = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1][:3]} {local.year}"
    return f"{date} {local.hour:02d}:{local.minute:02d} ({name})"
