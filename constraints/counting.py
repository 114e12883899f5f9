"""Counting for the checks alone: what they look at, and how many would have to give way. Encodings may not use this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from data.indexes import OfProgramme
from data.zones import wall

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from data.indexes import Span
    from data.programme import Period, Programme, Session
    from data.timetable import Engagement, Placement, Timetable

T = TypeVar("T")

Named = Callable[["Programme", "Session"], Iterable[str]]
"""Says which groups a session belongs to. Made once, as a function of a module or class: groups are kept by it."""

Stretch = Callable[[date], date]
"""Gives the first date of the stretch that a date is in; made once, too."""


# ---- what a check looks at ---------------------------------------------------------------------------------------


def held(timetable: Timetable, about: Collection[str] | None) -> tuple[str, ...]:
    """Return what is held, in order of start and id; with `about`, only these of it."""
    if about is None:
        return timetable.in_order
    there = {name for name in about if name in timetable.placements}
    return tuple(sorted(there, key=lambda name: (timetable.start(name), name)))


def sessions_of(timetable: Timetable, about: Collection[str] | None) -> tuple[Session, ...]:
    """Return the sessions of some occurrences, held or not, in order of their ids; without `about`, every session."""
    programme = timetable.programme
    if about is None:
        return programme.sessions
    names = {programme.occurrence[name].session.id for name in about if name in programme.occurrence}
    return tuple(programme.session[name] for name in sorted(names))


def chosen(timetable: Timetable, named: Named, about: Collection[str] | None) -> Callable[[str], bool]:
    """Return whether to look at a group: with `about`, at those that these occurrences belong to, held or not."""
    if about is None:
        return lambda group: True
    mine = {group for session in sessions_of(timetable, about) for group in named(timetable.programme, session)}
    return lambda group: group in mine


def those_in(timetable: Timetable, about: Collection[str] | None) -> Iterator[tuple[str, tuple[Engagement, ...]]]:
    """Yield everyone's engagements, by person id and time; with `about`, all those of who has a part in these."""
    if about is None:
        yield from sorted(timetable.engagements.items())
        return
    there = {name for name in about if name in timetable.placements}
    everyone = timetable.engagements
    for person in sorted({person for name in there for person in timetable.people_of(name)}):
        yield person, everyone[person]


def engagements_in(timetable: Timetable, about: Collection[str] | None) -> Iterator[tuple[str, tuple[Engagement, ...]]]:
    """Yield everyone's engagements, by person id and time; with `about`, only those in these occurrences."""
    for person, parts in those_in(timetable, about):
        yield person, parts if about is None else tuple(part for part in parts if part.occurrence in about)


def people(
    timetable: Timetable, about: Collection[str] | None, among: Collection[str] | None = None
) -> Iterator[tuple[str, tuple[Engagement, ...]]]:
    """Yield the engagements of everyone (`among` these), by person id and time; with `about`, of whom these concern.

    An occurrence concerns who appears in its session, who facilitates it, and, where its type takes facilitators or
    assembles them, all nominees.
    """
    programme = timetable.programme
    concerned: Collection[str] = timetable.engagements if among is None else among
    if about is not None:
        mine = {person for name in held(timetable, about) for person in timetable.people_of(name)}
        for session in sessions_of(timetable, about):
            mine.update(part.person for part in programme.appearances_in.get(session.id, ()))
            kind = programme.forum.type[session.type]
            if kind.facilitators_most or kind.assembles:
                mine.update(person.id for person in programme.nominees)
        concerned = mine if among is None else mine & set(among)
    everyone = timetable.engagements
    for person in sorted(concerned):
        if parts := everyone.get(person):
            yield person, parts


@dataclass(frozen=True)
class _Groups:
    """What an occurrence is held by: its session's groups."""

    named: Named

    def __call__(self, programme: Programme, span: Span, placement: Placement) -> Iterable[str]:
        return self.named(programme, programme.occurrence[span.occurrence].session)


@dataclass(frozen=True)
class _Stretches:
    """What an occurrence is held by: its session's groups, each with the stretch of home dates on which it begins."""

    named: Named
    stretch: Stretch

    def __call__(self, programme: Programme, span: Span, placement: Placement) -> Iterator[tuple[str, date]]:
        first = self.stretch(span.day)
        for group in self.named(programme, programme.occurrence[span.occurrence].session):
            yield group, first


def groups(timetable: Timetable, named: Named, about: Collection[str] | None) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield what is held of each group, in order of the groups; with `about`, only of those that these belong to."""
    of = timetable.held_by(_Groups(named))
    wanted = chosen(timetable, named, about)
    for group in sorted(filter(wanted, of)):
        yield group, of[group]


def stretches(
    timetable: Timetable, named: Named, stretch: Stretch, about: Collection[str] | None
) -> Iterator[tuple[str, date, tuple[Span, ...]]]:
    """Yield what of each group begins on each stretch of home dates, in order of both; with `about` as in `groups`."""
    of = timetable.held_on(_Stretches(named, stretch))
    wanted = chosen(timetable, named, about)
    for group in sorted(filter(wanted, of)):
        for first, spans in sorted(of[group].items()):
            yield group, first, spans


_ID = attrgetter("occurrence")


def ids(spans: Iterable[Span]) -> tuple[str, ...]:
    """Return the ids of what is held then."""
    return tuple(map(_ID, spans))


def itself(day: date) -> date:
    """Return a date: each is a stretch of its own."""
    return day


def monday(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


# ---- what overlaps -----------------------------------------------------------------------------------------------


def overlapping(timetable: Timetable, first: str, second: str) -> bool:
    """Whether two held occurrences share a moment."""
    return timetable.start(first) < timetable.end(second) and timetable.start(second) < timetable.end(first)


@dataclass(frozen=True, slots=True)
class Crowd:
    """What overlaps among some spans, how many would have to give way so that nothing does, when the last is over."""

    beside: tuple[str, ...]
    amount: int
    over: datetime


def crowd(spans: tuple[Span, ...]) -> Crowd:
    """Find what overlaps among spans in order of their starts.

    Whenever two overlap, dropping the one that ends later drops the fewest.
    """
    beside = []
    amount = 0
    busy = over = spans[0].start
    for span, following in zip(spans, (*spans[1:], None), strict=True):
        begin, _, end, _ = span
        if begin < busy or (following is not None and following[0] < end):
            beside.append(span.occurrence)
        busy = max(busy, end)
        if begin < over:
            amount += 1
            over = min(over, end)
        else:
            over = end
    return Crowd(tuple(beside), amount, busy)


def over(spans: tuple[Span, ...]) -> datetime:
    """Return the instant at which the last of these is over."""
    return max(span.end for span in spans)


def peak(spans: tuple[Span, ...]) -> tuple[int, datetime]:
    """Return how many of these are held at most at once, and the first instant at which they are.

    Only instants count at which one begins of those that begin on the last day of all.
    """
    last = spans[-1].day
    ends = sorted(span.end for span in spans)
    most, moment, gone = 0, spans[-1].start, 0
    for number, span in enumerate(spans, start=1):
        if number < len(spans) and spans[number].start == span.start:
            continue
        while ends[gone] <= span.start:
            gone += 1
        if span.day == last and number - gone > most:
            most, moment = number - gone, span.start
    return most, moment


def clashes(
    timetable: Timetable, named: Named, about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield each group in which sessions overlap: its name, those that overlap, and how many would have to give way.

    Days are looked at one by one, unless something that begins on one lasts until something of the next begins.
    """
    of = timetable.held_on(_Stretches(named, itself))
    wanted = chosen(timetable, named, about)
    ask = timetable.remembered(crowd)
    for group in sorted(filter(wanted, of)):
        found: list[Crowd] = []
        last: tuple[Span, ...] = ()
        for day, spans in sorted(of[group].items()):
            if found and spans[0].start < found[-1].over:
                last += spans
                found[-1] = crowd(last)
            else:
                last = spans
                found.append(ask((named, group, day), spans))
        amount = sum(each.amount for each in found)
        if amount:
            yield group, tuple(chain.from_iterable(each.beside for each in found)), amount


def inside(programme: Programme, period: Period, begin: datetime, end: datetime) -> bool:
    """Whether a time (UTC) that begins on a day of the forum lies whole in one of the period's spans of hours."""
    forum = programme.forum
    today = forum.time_grid.home_date(begin)
    return today in forum.days and any(
        period.open_on(day) and wall(day, hours.start, forum.zone) <= begin and end <= wall(day, hours.end, forum.zone)
        for day in (today - timedelta(days=1), today)
        for hours in period.hours
    )


# ---- what is shared out ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shares(OfProgramme[Mapping[str, Mapping[date, tuple[date, ...]]]]):
    """The stretches of open days of each period; those of whose days all lie in a longer period are left out."""

    stretch: Stretch

    def make(self, timetable: Timetable) -> Mapping[str, Mapping[date, tuple[date, ...]]]:
        forum = timetable.programme.forum
        open_days = {p.id: tuple(day for day in forum.time_grid.days if p.open_on(day)) for p in forum.periods}
        seen: set[tuple[date, ...]] = set()
        found = {}
        for period, days in open_days.items():
            if days not in seen and not any(set(days) < set(other) for other in open_days.values()):
                seen.add(days)
                found[period] = {first: tuple(here) for first, here in groupby(days, key=self.stretch)}
        return found


def beyond_share(
    timetable: Timetable, stretch: Stretch, about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield each stretch of a period on which more begins than its share: its name, what begins, how many too many.

    The share is of all that begins on the period's days, so that every occurrence is part of every stretch.
    """
    if about is not None and not about:
        return
    begins = timetable.by_day
    for period, mine in timetable.known(_Shares(stretch)).items():
        numbers = {first: sum(len(begins.get(day, ())) for day in here) for first, here in mine.items()}
        total, length = sum(numbers.values()), sum(map(len, mine.values()))
        for first, here in mine.items():
            over = numbers[first] - -(-total * len(here) // length)
            if over > 0:
                yield f"{period} {first}", ids(chain.from_iterable(begins.get(day, ()) for day in here)), over


@dataclass(frozen=True)
class _OpenWeeks:
    """What an occurrence is held by: its session's groups, each with its Monday, if some period is open on its day."""

    named: Named

    def __call__(self, programme: Programme, span: Span, placement: Placement) -> Iterator[tuple[str, date]]:
        forum = programme.forum
        if span.day in forum.days and any(period.open_on(span.day) for period in forum.periods):
            for group in self.named(programme, programme.occurrence[span.occurrence].session):
                yield group, monday(span.day)


class _Weeks(OfProgramme[Mapping[date, int]]):
    """The Mondays of the weeks of the forum, each with the number of days on which some period is open."""

    def make(self, timetable: Timetable) -> Mapping[date, int]:
        forum = timetable.programme.forum
        return Counter(
            monday(day) for day in forum.time_grid.days if any(period.open_on(day) for period in forum.periods)
        )


_WEEKS = _Weeks()


def beyond_share_of_weeks(
    timetable: Timetable, named: Named, tolerance: int, about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield each week in which more of a group begins than its share and a tolerance: group and Monday, what, how many.

    Only days count on which some period is open. The share is of all of the group: whatever belongs to it is part of
    each of its weeks.
    """
    lengths = timetable.known(_WEEKS)
    opened = sum(lengths.values())
    of = timetable.held_on(_OpenWeeks(named))
    wanted = chosen(timetable, named, about)
    for group in sorted(filter(wanted, of)):
        total = sum(map(len, of[group].values()))
        for first, spans in sorted(of[group].items()):
            over = len(spans) - -(-total * lengths[first] // opened) - tolerance
            if over > 0:
                yield f"{group} {first}", ids(spans), over


def facilitated(timetable: Timetable, groups: Mapping[str, str]) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """Return the sessions that people of some groups facilitate, and for each group how many (by person and session).

    `groups` says for each person the group. Concluding sessions do not count.
    """
    programme = timetable.programme
    numbers = dict.fromkeys(sorted(groups.values()), 0)
    sessions: set[Span] = set()
    for person, group in groups.items():
        for span in timetable.by_facilitator.get(person, ()):
            if not programme.forum.type[programme.occurrence[span.occurrence].session.type].assembles:
                numbers[group] += 1
                sessions.add(span)
    return ids(sorted(sessions)), numbers


def may_be_facilitated(timetable: Timetable, about: Collection[str] | None) -> bool:
    """Whether who facilitates some of these could count as such: not at a concluding session."""
    types = timetable.programme.forum.type
    return about is None or any(not types[session.type].assembles for session in sessions_of(timetable, about))


# ---- what sessions say of one another ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Declared(OfProgramme[Mapping[str, tuple[tuple["Session", "Session"], ...]]]):
    """Each session with each one that it names, by the ids of both."""

    named: Named

    def make(self, timetable: Timetable) -> Mapping[str, tuple[tuple[Session, Session], ...]]:
        found: dict[str, list[tuple[Session, Session]]] = {}
        known = timetable.programme.session
        for session in timetable.programme.sessions:
            for other in self.named(timetable.programme, session):
                for name in {session.id, other} if other in known else ():
                    found.setdefault(name, []).append((session, known[other]))
        return {name: tuple(pairs) for name, pairs in sorted(found.items())}


def declared(timetable: Timetable, named: Named, about: Collection[str] | None) -> Iterator[tuple[Session, Session]]:
    """Yield each session with each one that it names; with `about`, only where these are occurrences of either."""
    of = timetable.known(_Declared(named))
    names = of if about is None else [session.id for session in sessions_of(timetable, about)]
    found = {(one.id, other.id): (one, other) for name in names for one, other in of.get(name, ())}
    for pair in sorted(found):
        yield found[pair]


def held_pairs(timetable: Timetable, named: Named, about: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield the held occurrences of every two sessions of which one names the other, in order of session ids."""
    programme = timetable.programme
    sessions = {tuple(sorted((one.id, other.id))) for one, other in declared(timetable, named, about)}
    for one, other in sorted(sessions):
        for first in programme.occurrences_of.get(one, ()):
            for second in programme.occurrences_of.get(other, ()):
                if timetable.placements.keys() >= {first.id, second.id} and (
                    about is None or first.id in about or second.id in about
                ):
                    yield first.id, second.id


class _Cadences(OfProgramme[Mapping[str, str]]):
    """The cadence of each series that has one, whichever part says it."""

    def make(self, timetable: Timetable) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for session in timetable.programme.sessions:
            if session.series and session.cadence:
                found[session.series] = session.cadence
        return found


_CADENCES = _Cadences()


def cadences(timetable: Timetable) -> Mapping[str, str]:
    """Return the cadence of each series that has one, whichever part says it."""
    return timetable.known(_CADENCES)


@dataclass(frozen=True)
class _Members(OfProgramme[Mapping[str, tuple["Session", ...]]]):
    """The sessions of each group that are to be held, in the order of the tables."""

    named: Named

    def make(self, timetable: Timetable) -> Mapping[str, tuple[Session, ...]]:
        programme = timetable.programme
        found: dict[str, list[Session]] = {}
        for session in programme.sessions:
            for group in dict.fromkeys(
                self.named(programme, session) if session.id in programme.occurrences_of else ()
            ):
                found.setdefault(group, []).append(session)
        return {group: tuple(sessions) for group, sessions in sorted(found.items())}


def members(
    timetable: Timetable, named: Named, about: Collection[str] | None
) -> Iterator[tuple[str, tuple[Session, ...]]]:
    """Yield the sessions of each group that are to be held, in order of the groups; with `about` as in `groups`."""
    of = timetable.known(_Members(named))
    wanted = chosen(timetable, named, about)
    for group in filter(wanted, of):
        yield group, of[group]


@dataclass(frozen=True)
class _Asked(OfProgramme[Mapping[str, tuple[str, ...]]]):
    """The occurrences of each group, in the order of the tables."""

    named: Named

    def make(self, timetable: Timetable) -> Mapping[str, tuple[str, ...]]:
        of = timetable.programme.occurrences_of
        return {
            group: tuple(part.id for session in sessions for part in of[session.id])
            for group, sessions in members(timetable, self.named, None)
        }


def not_covered(
    timetable: Timetable, named: Named, about: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each group of which nothing is held, with its occurrences; with `about` as in `groups`."""
    of = timetable.known(_Asked(named))
    wanted = chosen(timetable, named, about)
    for group in filter(wanted, of):
        if timetable.placements.keys().isdisjoint(of[group]):
            yield group, of[group]
