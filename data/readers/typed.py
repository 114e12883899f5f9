"""A local time as somebody types it on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.problems import ForumError
from data.readers.cells import DateForm, time_zone
from data.zones import zone as clock_of

if TYPE_CHECKING:
    from datetime import datetime

    from data.programme import Forum


def local_start(found: str, zone: str, forum: Forum) -> datetime:
    """Return the UTC instant of an ISO local date and time in a zone.

    Raises ForumError for another form, an unclear zone, a time that the clock skips or shows twice, a day outside the
    forum and a start off its grid.
    """
    try:
        start = DateForm().moment(found).instant(time_zone(zone))
    except ValueError as error:
        raise ForumError(f"“{found}” ({zone}): {error}.") from error
    if forum.time_grid.home_date(start) not in forum.days:
        raise ForumError(f"“{found}” ({zone}): expected a day of the forum, {forum.days}.")
    if not forum.time_grid.on_grid(start):
        near = " or ".join(_nearest(start, time_zone(zone), forum))
        raise ForumError(f"“{found}” ({zone}): expected a start on the grid of {forum.grid} minutes, such as {near}.")
    return start


def _nearest(start: datetime, name: str, forum: Forum) -> list[str]:
    """The possible starts of the day before and after one off the grid, as the clock in zone `name` shows them."""
    grid = forum.time_grid
    starts = [grid.instant(minute) for minute in grid.starts(grid.home_date(start))]
    before = [each for each in starts if each < start][-1:]
    after = [each for each in starts if each > start][:1]
    return [f"{each.astimezone(clock_of(name)):%H:%M}" for each in (*before, *after)]
