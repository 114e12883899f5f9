"""A Board on which some occurrences are to be decided, and all others are where a draft holds them.

What is decided has constants for literals, so that every encoding means the same as on a whole board. What rules ask
for by group, relation or person is of the undecided and of what can have to do with them; the rest is told as numbers.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from constraints.board import Board, R, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from constraints.board import Literal
    from constraints.draft import Draft, Held
    from constraints.starts import Ints, Mask
    from data.programme import Cadence, Occurrence, Person, Session

    Spans = tuple[Ints, Ints]

T = TypeVar("T")


class _Domain(dict[str, "Mask"]):
    """The starts of the undecided; of all others the one at which they are held."""

    def __init__(self, part: Part, undecided: Mapping[str, Mask]) -> None:
        super().__init__(undecided)
        self._part = part

    def __missing__(self, occurrence: str) -> Mask:
        held = self._part.draft.held.get(occurrence)
        starts = self._part.starts
        return np.equal(starts.minute, held.begin) if held else starts.none()


class Part(Board):
    """The board of a part of a forum: `whole` is that of all of it, narrowed; `draft` holds all that is decided.

    `undecided` are narrowed further to these starts. Who facilitates an undecided occurrence is open, but for those
    that must be held and `keep` their facilitators; and so is who is at a concluding session if any other is open.
    """

    def __init__(
        self, whole: Board, draft: Draft, undecided: Mapping[str, Mask], keep: Mapping[str, Sequence[str]]
    ) -> None:
        self.whole = whole
        self.draft = draft
        self._begin(whole.programme, whole.starts)
        self._axis = whole.axis
        self.open = tuple(whole.programme.occurrence[name] for name in sorted(undecided))
        self.names = frozenset(undecided)
        self.domain = _Domain(self, {name: whole.domain[name] & starts for name, starts in undecided.items()})
        self.must = {name for name in undecided if name in whole.must}
        self.channel_domain = whole.channel_domain
        self.facilitator_domain = whole.facilitator_domain
        self.pause = whole.pause
        self._classes = whole.classes
        self.assembling, self.facilitated = whole.assembling, whole.facilitated
        self._facilitated = set(whole.facilitates_at)
        self.keep = {name: frozenset(people) for name, people in keep.items() if name in self.must}
        self.anyone = any(each.id in self.names and each.id not in self.keep for each in self.facilitated)
        self.choosing = frozenset(
            each.id
            for each in (*self.facilitated, *self.assembling)
            if each.id in self.names or (self.anyone and each in self.assembling and each.id in draft.held)
        )

    # ---- what is to be decided -------------------------------------------------------------------------------

    @property
    def undecided(self) -> Sequence[Occurrence]:
        """The occurrences that are free."""
        return self.open

    @cached_property
    def people(self) -> Sequence[Person]:
        """Everyone with a part in the undecided, and all nominees where it is open who facilitates any session."""
        sessions = dict.fromkeys(each.session.id for each in self.open)
        found = {part.person for session in sessions for part in self.programme.appearances_in.get(session, ())}
        found |= {person for people in self.keep.values() for person in people}
        if self.choosing - self.keep.keys():
            found |= {person.id for person in self.programme.nominees}
        return [self.programme.person[name] for name in sorted(found)]

    def is_decided(self, occurrence: str) -> bool:
        """Whether an occurrence is where the draft holds it."""
        return occurrence not in self.names

    def of_type(self, kind: str) -> Sequence[str]:
        """Return all occurrences of a type."""
        return self.whole.of_type(kind)

    def around(self, occurrence: str, others: Iterable[str] | None = None) -> Sequence[str]:
        """Return the undecided that may overlap an occurrence, and for an undecided one what is decided too."""
        open_ = [each.id for each in self.open if each.id != occurrence]
        if others is not None:
            among = frozenset(others)
            open_ = [name for name in open_ if name in among]
        spans = self._spans(occurrence)
        if occurrence not in self.names:
            return [name for name in open_ if _meet(self._spans(name), spans)]
        if not len(spans[0]):
            return open_
        near = sorted(self.draft.held_between(int(spans[0].min()), int(spans[1].max())))
        decided = [name for name in near if (others is None or name in among) and _meet(self._spans(name), spans)]
        return [*open_, *decided]

    def relations(self, key: str, make: Callable[[], Iterable[R]]) -> Sequence[R]:
        """Return those tuples in which something undecided stands."""
        every = self.whole.relations(key, make)

        def index() -> dict[str, list[int]]:
            found: dict[str, list[int]] = {}
            for number, related in enumerate(every):
                for each in related:
                    if isinstance(each, str):
                        found.setdefault(each, []).append(number)
            return found

        of = self.once(f"where in {key}", index)
        return [every[number] for number in sorted({number for name in self.names for number in of.get(name, ())})]

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what the whole board knows."""
        return self.whole.once(key, make)

    def beside(self, names: Sequence[str], longer: int = 0) -> Sequence[str]:
        """Return the undecided, and what is decided of the stretches of time that they reach, by way of others too."""
        held = self.draft.held
        open_ = [name for name in names if name in self.names]
        decided = [name for name in names if name in held and name not in self.names]
        if not decided or not open_:
            return open_
        spans = [self._spans(name, longer) for name in open_]
        begins = np.concatenate([[held[name].begin for name in decided], *(begin for begin, _ in spans)])
        ends = np.concatenate([[held[name].end + longer for name in decided], *(end for _, end in spans)])
        order = np.argsort(begins, kind="stable")
        reached = np.maximum.accumulate(ends[order])
        piece = np.empty(len(order), dtype=np.int64)
        piece[order] = np.concatenate([[0], np.cumsum(begins[order][1:] >= reached[:-1])])
        touched = np.isin(piece[: len(decided)], piece[len(decided) :])
        return [*open_, *(name for name, near in zip(decided, touched.tolist(), strict=True) if near)]

    def _spans(self, occurrence: str, longer: int = 0) -> Spans:
        """Return when an occurrence may begin, and when it is over then, in minutes."""
        begins = self.starts.minute[self.domain[occurrence]]
        return begins, begins + self.programme.occurrence[occurrence].duration + longer

    def any_held(self, names: Iterable[str]) -> bool:
        """Whether the draft holds one, or an undecided one must be held."""
        return any(name in self.draft.held for name in names) or super().any_held(self.open_of(names))

    def open_of(self, names: Iterable[str]) -> Sequence[str]:
        """Return those that are free."""
        return [name for name in names if name in self.names]

    def begun(self, names: Iterable[str]) -> tuple[dict[int, int], dict[int, list[Literal]]]:
        """Return what the draft holds by home day, and the literals of the undecided."""
        held = self.draft.held
        sure: dict[int, int] = {}
        open_ = []
        for name in names:
            if name in self.names:
                open_.append(name)
            elif name in held:
                day = held[name].day
                sure[day] = sure.get(day, 0) + 1
        return sure, super().begun(open_)[1]

    def begun_of_all(self) -> tuple[Mapping[int, int], dict[int, list[Literal]]]:
        """Return the same of all occurrences."""
        sure = {day: len(names) for day, names in self.draft.on_day.items() if names}
        return sure, super().begun(each.id for each in self.open)[1]

    def in_use(self, number: int) -> Ints | None:
        """Return the draft's count."""
        return self.draft.at_once[number].used

    def in_period(self, period: str) -> tuple[Ints | None, Mapping[int, int]]:
        """Return the draft's counts."""
        begun = self.draft.on_day_in[period]
        days = np.flatnonzero(begun)
        return self.draft.in_period[period].used, dict(zip(days.tolist(), begun[days].tolist(), strict=True))

    def sure(self, key: str, amounts: Callable[[str], Ints]) -> int:
        """Return the sum over all that the draft holds."""
        return self.draft.total(key, amounts)

    def held(self) -> tuple[int, list[Literal]]:
        """Return how many the draft holds, and the literals of the undecided."""
        return len(self.draft.held), [self.present(each.id) for each in self.open]

    def chosen(self, person: str, among: Collection[str] | None = None) -> tuple[int, list[Literal]]:
        """Return how many decided sessions a nominee facilitates, and literals of the undecided."""
        sure = [name for name in self._led.get(person, ()) if among is None or name in among]
        choosing = [each.id for each in self.facilitated if each.id in self.choosing]
        names = choosing if among is None else [name for name in choosing if name in among]
        found = [self.facilitates(person, name) for name in names]
        return len(sure), [literal for literal in found if literal is not False]

    @cached_property
    def _led(self) -> Mapping[str, Sequence[str]]:
        """What decided occurrences, but for concluding ones, each person facilitates."""
        found: dict[str, list[str]] = {}
        for each in self.facilitated:
            for person in self.surely_facilitate(each.id):
                found.setdefault(person, []).append(each.id)
        return found

    def is_to_choose(self, occurrence: str) -> bool:
        """Whether its facilitators are open."""
        return occurrence in self.choosing

    def surely_facilitate(self, occurrence: str) -> Sequence[str]:
        """Return the facilitators that the draft says, where they are not open."""
        held = self.draft.held.get(occurrence)
        return held.facilitators if held and occurrence not in self.choosing else ()

    def _may_facilitate(self, person: str) -> Iterable[Occurrence]:
        names = [*self._led.get(person, ()), *sorted(self.choosing)]
        names += [each.id for each in self.assembling if person in self.surely_facilitate(each.id)]
        return [self.programme.occurrence[name] for name in names]

    def _by(self, key: str, named: Callable[[Session], Sequence[str]]) -> dict[str, list[str]]:
        every = self.once(f"by {key}", lambda: self.whole._by(key, named))
        return {name: every[name] for name in sorted({each for one in self.open for each in named(one.session)})}

    @cached_property
    def series(self) -> Mapping[str, tuple[Cadence, Sequence[str]]]:
        """The series that something undecided is a part of."""
        mine = {each.session.series for each in self.open}
        return {name: found for name, found in self.whole.series.items() if name in mine}

    # ---- the literals of what is decided -----------------------------------------------------------------------

    def _make(self, occurrence: str) -> Start:
        if occurrence in self.names:
            return super()._make(occurrence)
        start = Start()
        held = self.draft.held.get(occurrence)
        start.present = held is not None
        if held:
            clock = held.begin - int(self.starts.day_start[held.day])
            start.by_day, start.by_clock = {held.day: True}, {clock: True}
            start.axis = int(self._axis[held.day]) + clock
        return start

    def in_class(self, occurrence: str, number: int) -> Literal:
        """Return the literal, a constant for what is decided."""
        if occurrence in self.names:
            return super().in_class(occurrence, number)
        held = self.draft.held.get(occurrence)
        return held is not None and held.channels == number

    def facilitates(self, person: str, occurrence: str) -> Literal:
        """Return the literal, a constant where facilitators are not open."""
        if occurrence in self.keep:
            return person in self.keep[occurrence] and self.present(occurrence)
        if occurrence in self.choosing:
            return super().facilitates(person, occurrence)
        return person in self.surely_facilitate(occurrence)

    def everything(self) -> None:
        """Make the variables of the undecided."""
        for each in self.open:
            self._of(each.id)
            for number in range(len(self.classes)):
                self.in_class(each.id, number)
        for name in sorted(self.choosing):
            for person in self.programme.nominees:
                self.facilitates(person.id, name)

    # ---- answers -----------------------------------------------------------------------------------------------

    def decided_by(self, value: Callable[[Literal], bool]) -> dict[str, tuple[int, int, tuple[str, ...]] | None]:
        """Return what an assignment of the literals says of the undecided: start (index), class, facilitators.

        None for one that is not held. Of what is decided only the concluding sessions are told, where their
        facilitators were open.
        """

        def true(literal: Literal) -> bool:
            return literal if isinstance(literal, bool) else value(literal)

        found: dict[str, tuple[int, int, tuple[str, ...]] | None] = {}
        for name in sorted(self.names | self.choosing):
            start = self._of(name)
            if not true(start.present):
                found[name] = None
                continue
            day = next(day for day, literal in start.by_day.items() if true(literal))
            clock = next(clock for clock, literal in start.by_clock.items() if true(literal))
            minute = int(self.starts.day_start[day]) + clock
            number = next(n for n in range(len(self.classes)) if true(self.in_class(name, n)))
            people: tuple[str, ...] = ()
            if name in self.choosing:
                chosen = [p.id for p in self.programme.nominees if true(self.facilitates(p.id, name))]
                people = tuple(sorted(chosen))
            found[name] = (int(np.searchsorted(self.starts.minute, minute)), number, people)
        return found

    def literals_as(self, held: Mapping[str, Held]) -> list[tuple[Literal, bool]]:
        """Return every decision literal made so far with its value where the undecided are held so, or not at all."""
        found: list[tuple[Literal, bool]] = []
        for name in sorted(self.names):
            mine, start = held.get(name), self._of(name)
            clock = mine.begin - int(self.starts.day_start[mine.day]) if mine else -1
            found.append((start.present, mine is not None))
            found += [(literal, mine is not None and mine.day == day) for day, literal in start.by_day.items()]
            found += [(literal, clock == each) for each, literal in start.by_clock.items()]
            for number in range(len(self.classes)):
                found.append((self.in_class(name, number), mine is not None and mine.channels == number))
        for name in sorted(self.choosing):
            mine = held.get(name)
            for person in self.programme.nominees:
                found.append((self.facilitates(person.id, name), mine is not None and person.id in mine.facilitators))
        return found


def _meet(some: Spans, others: Spans) -> bool:
    """Whether one of some spans shares a minute with one of others; each in order of beginnings, all as long."""
    first = np.searchsorted(others[1], some[0], side="right")
    beyond = np.searchsorted(others[0], some[1], side="left")
    return bool((first < beyond).any())
