"""Counting for the checks alone: how many of some sessions would have to give way. Encodings may not use this."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from data.zones import wall

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from data.programme import Period
    from data.timetable import Timetable


def in_the_way(timetable: Timetable, occurrences: Iterable[str]) -> tuple[str, ...]:
    """Return a smallest set of held occurrences without which no two of the others overlap, in order of time.

    Going through them by their ends and keeping each that begins after the last kept one is over keeps the most.
    """
    over = None
    dropped = []
    for name in sorted(occurrences, key=lambda name: (timetable.end(name), timetable.start(name), name)):
        if over is None or timetable.start(name) >= over:
            over = timetable.end(name)
        else:
            dropped.append(name)
    return tuple(sorted(dropped, key=lambda name: (timetable.start(name), name)))


def overlapping(timetable: Timetable, first: str, second: str) -> bool:
    """Whether two held occurrences share a moment."""
    return timetable.start(first) < timetable.end(second) and timetable.start(second) < timetable.end(first)


def clashes(
    timetable: Timetable, groups: Mapping[str, Sequence[str]], about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield each group in which sessions overlap: its name, those that overlap, and how many would have to give way."""
    for group, held in sorted(groups.items()):
        beside = tuple(
            name for name in held if any(other != name and overlapping(timetable, name, other) for other in held)
        )
        if beside and (about is None or set(about) & set(beside)):
            yield group, beside, len(in_the_way(timetable, held))


def inside(timetable: Timetable, period: Period, name: str) -> bool:
    """Whether a held occurrence lies whole in one of the period's spans of hours."""
    forum = timetable.programme.forum
    begin, end = timetable.start(name), timetable.end(name)
    today = forum.time_grid.home_date(begin)
    return any(
        period.open_on(day) and wall(day, hours.start, forum.zone) <= begin and end <= wall(day, hours.end, forum.zone)
        for day in (today - timedelta(days=1), today)
        for hours in period.hours
    )


def beyond_share(
    timetable: Timetable, stretch: Callable[[date], date], about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield each stretch of a period on which more begins than its share: its name, what begins, how many too many.

    `stretch` gives the first date of the stretch that a date is in.
    """
    forum = timetable.programme.forum
    begins = {name: forum.time_grid.home_date(timetable.start(name)) for name in timetable.in_order}
    open_days = {p.id: tuple(day for day in forum.time_grid.days if p.open_on(day)) for p in forum.periods}
    seen: set[tuple[date, ...]] = set()
    for period in forum.periods:
        mine = open_days[period.id]
        if mine in seen or any(set(mine) < set(other) for other in open_days.values()):
            continue
        seen.add(mine)
        held = {name: day for name, day in begins.items() if day in set(mine)}
        for first, length in sorted(Counter(stretch(day) for day in mine).items()):
            here = tuple(name for name, day in held.items() if stretch(day) == first)
            over = len(here) - -(-len(held) * length // len(mine))
            if over > 0 and (about is None or set(about) & set(here)):
                yield f"{period.id} {first}", here, over
