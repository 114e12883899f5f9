"""The edge between local clocks and instants: every zone name and local time passes here, and only here.

Zones come from the pinned `tzdata` distribution, never from the machine, so that two machines agree.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pendulum
import tzdata
from pendulum.tz.exceptions import AmbiguousTime, NonExistingTime

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(())

TZDATA_VERSION: str = tzdata.IANA_VERSION
"""The release of the IANA time zone database that every local time here was worked out with."""


class SkippedLocalTime(ValueError):
    """The clock jumps over this local time (start of summer time): it does not exist."""


class RepeatedLocalTime(ValueError):
    """The clock shows this local time twice (end of summer time); `offsets` are the two candidates."""

    def __init__(self, message: str, offsets: tuple[str, str]) -> None:
        super().__init__(message)
        self.offsets = offsets


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone with this IANA name; raise `zoneinfo.ZoneInfoNotFoundError` for any other name."""
    return zoneinfo.ZoneInfo(name)


def instant(local: datetime, name: str) -> datetime:
    """Turn a naive local time in the IANA zone `name` into the UTC instant it means.

    Raises SkippedLocalTime in a gap and RepeatedLocalTime in a fold.
    """
    try:
        aware = pendulum.timezone(name).convert(local.replace(fold=0), raise_on_unknown_times=True)
    except NonExistingTime as error:
        raise SkippedLocalTime(f"{local:%Y-%m-%d %H:%M} does not exist in {name}") from error
    except AmbiguousTime as error:
        first, second = (
            _offset_text(local.replace(tzinfo=zone(name), fold=fold).utcoffset() or timedelta()) for fold in (0, 1)
        )
        raise RepeatedLocalTime(f"{local:%Y-%m-%d %H:%M} comes twice in {name}", (first, second)) from error
    return datetime.fromtimestamp(aware.timestamp(), UTC)


@lru_cache(maxsize=2**16)
def midnight(day: date, name: str) -> datetime:
    """Return the UTC instant at which the local date `day` begins in zone `name`.

    Where the clock skips midnight, the day begins at the first local time that exists; where midnight comes
    twice, at the first one.
    """
    here = zone(name)
    naive = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock reading on purpose
    first = naive.replace(tzinfo=here, fold=0).astimezone(UTC)
    if first.astimezone(here).replace(tzinfo=None) == naive:
        return first
    before = first - timedelta(hours=3)
    return next(
        moment
        for moment in (before + timedelta(minutes=step) for step in range(361))
        if moment.astimezone(here).date() >= day
    )


@lru_cache(maxsize=2**16)
def wall(day: date, minutes: int, name: str) -> datetime:
    """Return the UTC instant at which the clock in zone `name` shows `minutes` after midnight of `day`.

    `minutes` may reach into the next date. A reading that the clock skips counts as if the clock had not been
    changed yet; of a reading that comes twice, the first counts.
    """
    reading = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001 - a clock reading
    return reading.replace(tzinfo=zone(name)).astimezone(UTC)


def _offset_text(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
