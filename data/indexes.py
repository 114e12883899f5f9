"""What is worked out of a timetable once, and carried over to a timetable that differs from it in a few placements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from data.programme import Programme
    from data.timetable import Engagement, Placement, Timetable

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Span(NamedTuple):
    """A held occurrence: its start and end (UTC), and the home date on which it begins. Spans sort by start and id."""

    start: datetime
    occurrence: str
    end: datetime
    day: date


def span_of(programme: Programme, name: str, placement: Placement) -> Span:
    """Return when an occurrence is held that has this placement."""
    start = placement.start
    return Span(start, name, programme.end(name, start), programme.forum.time_grid.home_date(start))


Held = tuple[Span, "Placement"]
"""When and how an occurrence is held."""

Before = Mapping[str, Held | None]
"""When and how some occurrences were held in an earlier timetable, None for one that was not."""

Keys = Callable[["Programme", Span, "Placement"], Iterable[K]]
"""Says by what an occurrence is held that is placed so. A function that is made once, or that has equals."""


class Index(ABC, Generic[T]):
    """Something that follows from a timetable. Indexes that are equal are worked out once (see `Timetable.known`)."""

    @abstractmethod
    def make(self, timetable: Timetable) -> T:
        """Work it out from nothing."""

    @abstractmethod
    def renew(self, old: T, timetable: Timetable, before: Before) -> T:
        """Return it for a timetable, given what it was when some occurrences had other placements; `old` stays."""


class OfProgramme(Index[T]):
    """What follows from the programme alone: no placement changes it."""

    def renew(self, old: T, timetable: Timetable, before: Before) -> T:
        """Return it as it is."""
        return old


@dataclass(frozen=True)
class HeldBy(Index[Mapping[K, tuple[Span, ...]]]):
    """What is held, in order of start and id, by something that occurrences have in common.

    What nothing is held by is absent.
    """

    keys: Keys[K]

    def make(self, timetable: Timetable) -> Mapping[K, tuple[Span, ...]]:
        """Go through all that is held."""
        found: dict[K, list[Span]] = {}
        for name, placement in timetable.placements.items():
            span = timetable.span(name)
            for key in dict.fromkeys(self.keys(timetable.programme, span, placement)):
                found.setdefault(key, []).append(span)
        return {key: tuple(sorted(spans)) for key, spans in found.items()}

    def renew(
        self, old: Mapping[K, tuple[Span, ...]], timetable: Timetable, before: Before
    ) -> Mapping[K, tuple[Span, ...]]:
        """Take what has changed out where it was and put it in where it is."""
        found = {**old}
        for key, mine in _moved(self.keys, lambda each: old.get(each, ()), timetable, before):
            if mine:
                found[key] = mine
            else:
                del found[key]
        return found


@dataclass(frozen=True)
class HeldOn(Index[Mapping[K, Mapping[date, tuple[Span, ...]]]]):
    """What is held by something that occurrences have in common, and by a date; else as `HeldBy`.

    Both are what `keys` says for an occurrence and its placement.
    """

    keys: Keys[tuple[K, date]]

    def make(self, timetable: Timetable) -> Mapping[K, Mapping[date, tuple[Span, ...]]]:
        """Go through all that is held."""
        found: dict[K, dict[date, tuple[Span, ...]]] = {}
        for (key, day), spans in HeldBy(self.keys).make(timetable).items():
            found.setdefault(key, {})[day] = spans
        return found

    def renew(
        self, old: Mapping[K, Mapping[date, tuple[Span, ...]]], timetable: Timetable, before: Before
    ) -> Mapping[K, Mapping[date, tuple[Span, ...]]]:
        """Take what has changed out where it was and put it in where it is."""
        found = {**old}
        for (key, day), mine in _moved(
            self.keys, lambda each: old.get(each[0], {}).get(each[1], ()), timetable, before
        ):
            if found.get(key) is old.get(key):
                found[key] = {**old.get(key, {})}
            days = found[key]
            assert isinstance(days, dict)
            if mine:
                days[day] = mine
            else:
                del days[day]
        return {key: days for key, days in found.items() if days}


def _moved(
    keys: Keys[K], old: Callable[[K], tuple[Span, ...]], timetable: Timetable, before: Before
) -> Iterator[tuple[K, tuple[Span, ...]]]:
    """Yield what is held by each of the keys that changes touch, of which `old` says what was held by them."""
    programme = timetable.programme
    touched: dict[K, list[Span]] = {}

    def mine(held: Held) -> Iterator[list[Span]]:
        for key in dict.fromkeys(keys(programme, *held)):
            if key not in touched:
                touched[key] = list(old(key))
            yield touched[key]

    for held in before.values():
        if held is not None:
            for spans in mine(held):
                del spans[bisect_left(spans, held[0])]
    for name in before:
        if name in timetable.placements:
            span = timetable.span(name)
            for spans in mine((span, timetable.placements[name])):
                insort(spans, span)
    for key, spans in touched.items():
        yield key, tuple(spans)


class Memory(Generic[T]):
    """What a function said of spans, and what they were, under the names that they were asked by."""

    def __init__(self, function: Callable[[tuple[Span, ...]], T], known: dict[Hashable, tuple[tuple[Span, ...], T]]):
        self._function = function
        self._known = known

    def __call__(self, name: Hashable, spans: tuple[Span, ...]) -> T:
        """Return what the function says of spans, asking it only if these very ones are not known by the name."""
        known = self._known.get(name)
        if known is None or known[0] is not spans:
            known = self._known[name] = spans, self._function(spans)
        return known[1]

    def copy(self) -> Memory[T]:
        """Return a memory of the same, which learns by itself from now on."""
        return Memory(self._function, self._known.copy())


@dataclass(frozen=True)
class Remembered(Index[Memory[T]]):
    """What a function said of spans: what changes do not touch is not asked for again."""

    function: Callable[[tuple[Span, ...]], T]

    def make(self, timetable: Timetable) -> Memory[T]:
        """Know nothing yet."""
        return Memory(self.function, {})

    def renew(self, old: Memory[T], timetable: Timetable, before: Before) -> Memory[T]:
        """Remember all of it: of other spans, the function is asked anew."""
        return old.copy()


class _Spans(Index[dict[str, Span]]):
    """When each held occurrence is held; worked out one by one when asked for, and shared as far as nothing changes."""

    def make(self, timetable: Timetable) -> dict[str, Span]:
        return {}

    def renew(self, old: dict[str, Span], timetable: Timetable, before: Before) -> dict[str, Span]:
        found = old.copy()
        for name in before:
            found.pop(name, None)
        return found


class _InOrder(Index[tuple[str, ...]]):
    """The occurrences that are held, by start and id."""

    def make(self, timetable: Timetable) -> tuple[str, ...]:
        return tuple(sorted(timetable.placements, key=lambda name: (timetable.placements[name].start, name)))

    def renew(self, old: tuple[str, ...], timetable: Timetable, before: Before) -> tuple[str, ...]:
        def key(name: str) -> tuple[datetime, str]:
            return timetable.placements[name].start, name

        found = [name for name in old if name not in before]
        for name in before:
            if name in timetable.placements:
                insort(found, name, key=key)
        return tuple(found)


@dataclass(slots=True)
class Agenda:
    """The engagements of those who were asked for, by person id; with `whole`, of everyone who has any."""

    by_person: dict[str, tuple[Engagement, ...]] = field(default_factory=dict)
    whole: bool = False


class _Agendas(Index[Agenda]):
    """Everyone's engagements, as far as somebody has asked for them."""

    def make(self, timetable: Timetable) -> Agenda:
        return Agenda()

    def renew(self, old: Agenda, timetable: Timetable, before: Before) -> Agenda:
        """Forget those who have a part in what has changed."""
        programme = timetable.programme
        touched: set[str] = set()
        for name, held in before.items():
            session = programme.occurrence[name].session.id
            touched.update(part.person for part in programme.appearances_in.get(session, ()))
            if held is not None:
                touched.update(held[1].facilitators)
            if name in timetable.placements:
                touched.update(timetable.placements[name].facilitators)
        found = old.by_person.copy()
        for person in touched:
            found.pop(person, None)
        return Agenda(found)


def _day(programme: Programme, span: Span, placement: Placement) -> tuple[date, ...]:
    return (span.day,)


def _channel(programme: Programme, span: Span, placement: Placement) -> tuple[str, ...]:
    return (placement.channel,)


def _facilitators(programme: Programme, span: Span, placement: Placement) -> tuple[str, ...]:
    return placement.facilitators


SPANS = _Spans()
IN_ORDER = _InOrder()
AGENDAS = _Agendas()
BY_DAY = HeldBy(_day)
BY_CHANNEL = HeldBy(_channel)
BY_FACILITATOR = HeldBy(_facilitators)
