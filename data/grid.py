"""The forum's time as whole minutes: instants to integers and back, and the possible starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from data.zones import midnight, zone

YEARS = (1970, 2199)
"""The years of which the clocks are known."""


@dataclass(frozen=True)
class TimeGrid:
    """Minutes counted from the home midnight on which the forum begins.

    A possible start is a home clock reading whose minutes after midnight are a multiple of `step`, which divides a day.
    """

    home: str
    first: date
    last: date
    step: int

    @cached_property
    def origin(self) -> datetime:
        """The UTC instant of minute 0: the beginning of the first day at home."""
        return midnight(self.first, self.home)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The home dates of the forum, in order."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))

    @cached_property
    def day_starts(self) -> tuple[int, ...]:
        """The minute at which each home date begins, and one more for the end of the last."""
        return tuple(
            self.minute(midnight(self.first + timedelta(days=number), self.home))
            for number in range(len(self.days) + 1)
        )

    def minute(self, instant: datetime) -> int:
        """Return the minute of a UTC instant; raise ValueError for one not in UTC or not on a whole minute."""
        if instant.utcoffset() != timedelta(0):
            raise ValueError(f"not a UTC instant: {instant!r}")
        minutes, rest = divmod(instant - self.origin, timedelta(minutes=1))
        if rest:
            raise ValueError(f"not on a whole minute: {instant!r}")
        return minutes

    def instant(self, minute: int) -> datetime:
        """Return the UTC instant of a minute."""
        return self.origin + timedelta(minutes=minute)

    def on_grid(self, instant: datetime) -> bool:
        """Whether the instant is a possible start by the home clock."""
        local = instant.astimezone(zone(self.home))
        return local.second == 0 and (local.hour * 60 + local.minute) % self.step == 0

    def starts(self, day: date) -> list[int]:
        """Return the minutes of all possible starts on a home date; none in a gap, both in a fold."""
        index = (day - self.first).days
        begin, end = self.day_starts[index], self.day_starts[index + 1]
        found: list[int] = []
        for first in range(begin, end, 60):
            last = min(first + 60, end) - 1
            # Most hours have one offset throughout; one in which the clock is changed is read minute by minute.
            same = self._local(first).utcoffset() == self._local(last).utcoffset()
            for part in (range(first, last + 1),) if same else (range(n, n + 1) for n in range(first, last + 1)):
                local = self._local(part.start)
                wait = -(local.hour * 60 + local.minute) % self.step
                found += range(part.start + wait, part.stop, self.step)
        return found

    def _local(self, minute: int) -> datetime:
        return self.instant(minute).astimezone(zone(self.home))

    def home_date(self, instant: datetime) -> date:
        """Return the date at home of a UTC instant."""
        return instant.astimezone(zone(self.home)).date()


def utc(text: str) -> datetime:
    """Read an ISO 8601 instant that says its offset, such as 2020-06-22T10:00:00Z, as UTC.

    Raises ValueError for anything else, also for a local time without an offset and for other years than YEARS.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValueError(f"not in the years {YEARS[0]} to {YEARS[1]}: {text!r}")
    return moment.astimezone(UTC)


def utc_text(moment: datetime) -> str:
    """Write a UTC instant as ISO 8601 with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
