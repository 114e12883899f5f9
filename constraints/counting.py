"""Counting for the checks alone: how many of some sessions would have to give way. Encodings may not use this."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from data.zones import wall

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from data.programme import Period, Session
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
    """Whether a held occurrence begins on a day of the forum, and lies whole in one of the period's spans of hours."""
    forum = timetable.programme.forum
    begin, end = timetable.start(name), timetable.end(name)
    today = forum.time_grid.home_date(begin)
    return today in forum.days and any(
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


def facilitated(timetable: Timetable, groups: Mapping[str, str]) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """Return the sessions that people of some groups facilitate, and for each group how many (by person and session).

    `groups` says for each person the group. Concluding sessions do not count.
    """
    programme = timetable.programme
    numbers = dict.fromkeys(sorted(groups.values()), 0)
    sessions = []
    for name in timetable.in_order:
        if programme.forum.type[programme.occurrence[name].session.type].assembles:
            continue
        mine = [groups[person] for person in timetable.placements[name].facilitators if person in groups]
        sessions += [name] if mine else []
        for group in mine:
            numbers[group] += 1
    return tuple(sessions), numbers


def held_pairs(
    timetable: Timetable, named: Callable[[Session], Iterable[str]], about: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield the held occurrences of every two sessions of which one names the other, in order of session ids."""
    programme = timetable.programme
    found = set()
    for name in timetable.in_order:
        for other in named(programme.occurrence[name].session):
            for part in programme.occurrences_of.get(other, ()):
                if part.id in timetable.placements:
                    found.add(tuple(sorted((name, part.id), key=lambda each: (_session(timetable, each), each))))
    for first, second in sorted(found):
        if about is None or first in about or second in about:
            yield first, second


def _session(timetable: Timetable, name: str) -> str:
    return timetable.programme.occurrence[name].session.id


def on_days(timetable: Timetable, names: Iterable[str], stretch: Callable[[date], date]) -> dict[date, list[str]]:
    """Return what of these begins on each stretch of home dates; `stretch` gives the first date of one."""
    grid = timetable.programme.forum.time_grid
    found: dict[date, list[str]] = {}
    for name in names:
        found.setdefault(stretch(grid.home_date(timetable.start(name))), []).append(name)
    return dict(sorted(found.items()))


def monday(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def by_name(names: Iterable[str], named: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """Return which occurrences have each of the names that `named` gives for an occurrence."""
    found: dict[str, list[str]] = {}
    for occurrence in names:
        for name in dict.fromkeys(named(occurrence)):
            found.setdefault(name, []).append(occurrence)
    return dict(sorted(found.items()))


def beyond_share_of_weeks(
    timetable: Timetable, groups: Mapping[str, Sequence[str]], tolerance: int, about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield each week in which more of a group begins than its share and a tolerance: group and Monday, what, how many.

    Only days count on which some period is open.
    """
    forum = timetable.programme.forum
    opened = [day for day in forum.time_grid.days if any(period.open_on(day) for period in forum.periods)]
    lengths = Counter(monday(day) for day in opened)
    for group, names in groups.items():
        days = on_days(timetable, names, lambda day: day)
        held = {day: there for day, there in days.items() if day in set(opened)}
        total = sum(len(there) for there in held.values())
        for first, length in sorted(lengths.items()):
            here = tuple(name for day, there in held.items() if monday(day) == first for name in there)
            over = len(here) - -(-total * length // len(opened)) - tolerance
            if over > 0 and (about is None or set(about) & set(here)):
                yield f"{group} {first}", here, over


def cadences(timetable: Timetable) -> dict[str, str]:
    """Return the cadence of each series that has one, whichever part says it."""
    found: dict[str, str] = {}
    for session in timetable.programme.sessions:
        if session.series and session.cadence:
            found[session.series] = session.cadence
    return found
