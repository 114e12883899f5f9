"""A first timetable in a moment: the most constrained session first, each where it costs least beside the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from constraints.rules.channels import Channels
from constraints.rules.facilitated_by import FacilitatedBy
from constraints.rules.facilitator_load import FacilitatorLoad
from constraints.rules.facilitators_rest import FacilitatorsRest
from constraints.rules.one_place import OnePlace
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from constraints.starts import Mask
    from data.programme import Occurrence
    from data.timetable import Timetable
    from scheduler.build import Build

    Costs = NDArray[np.float64]

ROUNDS = 12
"""How often to begin anew, with what did not fit moved to the front."""


def greedy(build: Build, seed: int, enough: Callable[[], bool]) -> tuple[Timetable | None, tuple[str, ...]]:
    """Return a timetable without hard findings, or None; and the occurrences that did not fit in the best round.

    What did not fit goes to the front of the next round. If requests still do not fit after a few rounds there are
    too many of them, and from then on the dearest are placed first. `enough` is asked between rounds whether to give
    up.
    """
    attempt = _Attempt(build, seed)
    best: Timetable | None = None
    best_left: tuple[str, ...] = ()
    for number in range(ROUNDS):
        if number and enough():
            break
        timetable, left = attempt.round(dearest_first=number >= ROUNDS // 3)
        stuck = [name for name in left if attempt.must(name)]
        if not stuck:
            stuck = [name for finding in verify(timetable, build.rules).hard for name in finding.sessions]
        if not stuck and (best is None or attempt.price(left) < attempt.price(best_left)):
            best, best_left = timetable, left
        if not stuck and not left:
            break
        attempt.bump([*stuck, *left])
    return best, best_left


def costs_of_starts(build: Build, draft: Draft, occurrence: Occurrence) -> Costs:
    """Return what each start costs beside what the draft holds, `inf` for never, as far as rules can say."""
    cost = np.where(build.board.domain[occurrence.id], 0.0, np.inf)
    if occurrence.id in build.objective.vectors:
        cost += build.objective.vectors[occurrence.id]
    for rule in build.rules:
        for where, amount in rule.prices(draft, occurrence.id):
            cost[where] += np.inf if rule.mode == "hard" else rule.weight * amount
    return cost


class _Attempt:
    def __init__(self, build: Build, seed: int) -> None:
        self.build = build
        self.board = build.board
        self.random = np.random.default_rng(seed)
        self.bumps: dict[str, int] = defaultdict(int)
        self.pause = 0
        self.most: int | None = None
        self.settled = False
        for rule in build.rules:
            if isinstance(rule, OnePlace):
                self.pause = max(self.pause, rule.buffer, rule.lead_buffer)
            elif isinstance(rule, FacilitatorsRest) and rule.mode == "hard":
                self.pause = max(self.pause, rule.rest)
            elif isinstance(rule, FacilitatorLoad) and rule.mode == "hard":
                self.most = rule.most
            elif isinstance(rule, FacilitatedBy):
                self.settled = True
        people: dict[str, int] = defaultdict(int)
        for part in self.board.programme.appearances:
            people[part.person] += part.required
        self.crowd = {
            o.id: sum(
                max(0, people[part.person] - 1) for part in self.board.programme.appearances_in.get(o.session.id, ())
            )
            for o in self.board.occurrences
        }

    def must(self, occurrence: str) -> bool:
        return self.board.programme.occurrence[occurrence].must_place

    def bump(self, occurrences: list[str]) -> None:
        for name in set(occurrences):
            self.bumps[name] += 1
            session = self.board.programme.occurrence[name].session
            for other in self.board.occurrences:
                chained = other.session.directly_after == session.id or session.directly_after == other.session.id
                if chained or other.session.id == session.id:
                    self.bumps[other.id] = max(self.bumps[other.id], self.bumps[name])

    def price(self, left: tuple[str, ...]) -> int:
        """Return what leaving these out costs."""
        priced = self.build.objective
        return sum(priced.absent.get(name, priced.demanded_held.get(name, 0)) for name in left)

    def round(self, *, dearest_first: bool) -> tuple[Timetable, tuple[str, ...]]:
        draft = Draft(self.board)
        left = [o.id for o in self._in_order(dearest_first=dearest_first) if not self._place(draft, o)]
        return self._assembled(draft), tuple(left)

    def _in_order(self, *, dearest_first: bool) -> list[Occurrence]:
        def key(occurrence: Occurrence) -> tuple[float, ...]:
            name = occurrence.id
            room = int(np.count_nonzero(self.board.domain[name]))
            assembling = bool(self.board.programme.forum.type[occurrence.session.type].assembles)
            return (
                room > 1,
                dearest_first and not occurrence.must_place,
                -self.price((name,)) if dearest_first else 0,
                -self.bumps[name],
                not assembling,
                not occurrence.must_place,
                room / (2 + self.crowd[name]),
                occurrence.number,
            )

        return sorted(self.board.occurrences, key=lambda o: (key(o), o.id))

    def _place(self, draft: Draft, occurrence: Occurrence) -> bool:
        name = occurrence.id
        cost = costs_of_starts(self.build, draft, occurrence)
        kind = self.board.programme.forum.type[occurrence.session.type]
        able: dict[str, Mask] = {}
        settled = self._settled(occurrence)
        number = max(kind.facilitators, len(settled))
        if number:
            able = self._able(draft, occurrence)
            for person in settled:
                cost[~able.get(person, draft.starts.none())] = np.inf
            cost[
                sum((mask.astype(np.int64) for mask in able.values()), np.zeros(len(cost), dtype=np.int64)) < number
            ] = np.inf
        rooms = [n for n, members in enumerate(self.board.classes) if members[0] in self.board.channel_domain[name]]
        if not rooms or not np.isfinite(cost).any():
            return False
        load = np.zeros(len(draft.starts.dates))
        for day, held in draft.on_day.items():
            load[day] = len(held)
        cost = cost + load[draft.starts.day] + self.random.random(len(cost))
        start = int(np.argmin(cost))
        # None is free where the rule of channels is off and lets sessions share one.
        channels = next((n for n in rooms if self._free(draft, n, occurrence.duration, start)), rooms[0])
        draft.place(name, start, channels, self._choose(draft, occurrence, able, start, number))
        return True

    @staticmethod
    def _free(draft: Draft, number: int, duration: int, start: int) -> bool:
        return bool(Channels.free(draft, number, duration)[start])

    def _able(self, draft: Draft, occurrence: Occurrence) -> dict[str, Mask]:
        """Return for each nominee the starts at which they could facilitate."""
        found = {}
        types = self.board.programme.forum.type
        for person in self.board.programme.nominees:
            mask = self.board.facilitator_domain.get((person.id, occurrence.id), ~draft.starts.none()).copy()
            if self.most is not None and self._load(draft, person.id, occurrence) >= self.most:
                mask[:] = False
            for begin, end, _ in draft.busy[person.id]:
                mask[draft.starts.overlapping(begin - self.pause, end + self.pause, 0, occurrence.duration)] = False
            for concluding in self.board.assembling:
                held = draft.held.get(concluding.id)
                if held and occurrence.session.type in types[concluding.session.type].assembles:
                    allowed = self.board.facilitator_domain.get((person.id, concluding.id))
                    there = draft.starts.minute == held.begin
                    able_then = allowed is None or bool((allowed & there).any())
                    elsewhere = any(
                        begin - self.pause < held.end and held.begin < end + self.pause
                        for begin, end, name in draft.busy[person.id]
                        if name != concluding.id
                    )
                    if not able_then or elsewhere:
                        mask[:] = False
                    mask[
                        draft.starts.overlapping(held.begin - self.pause, held.end + self.pause, 0, occurrence.duration)
                    ] = False
            found[person.id] = mask
        return found

    def _settled(self, occurrence: Occurrence) -> tuple[str, ...]:
        """Return who is to facilitate by a decision of the team."""
        return occurrence.session.facilitated_by if self.settled else ()

    def _load(self, draft: Draft, person: str, occurrence: Occurrence) -> int:
        """Count what a nominee facilitates already, and what is still to come of what is settled for them."""
        load = 0
        for other in self.board.facilitated:
            held = draft.held.get(other.id)
            if held:
                load += person in held.facilitators
            elif other != occurrence and person not in self._settled(occurrence):
                load += person in self._settled(other)
        return load

    def _choose(
        self, draft: Draft, occurrence: Occurrence, able: dict[str, Mask], start: int, number: int
    ) -> tuple[str, ...]:
        """Take those who are settled, then who costs least; among equals who, by type and then alone, does least."""
        chosen = list(self._settled(occurrence))
        load = {person: len(draft.busy[person]) for person in able}
        price = self.build.objective.conditional
        kind = {person.id: person.nominated_by for person in self.board.programme.nominees}
        of_kind = Counter(
            kind[name]
            for other in self.board.facilitated
            if other.id in draft.held
            for name in draft.held[other.id].facilitators
        )

        def key(person: str) -> tuple[float, int, int, str]:
            vector = price.get((person, occurrence.id))
            cost = float(vector[start]) if vector is not None else 0.0
            return cost, of_kind[kind[person]], load[person], person

        of_kind.update(kind[name] for name in chosen)
        while len(chosen) < number:
            chosen.append(min((name for name, mask in able.items() if mask[start] and name not in chosen), key=key))
            of_kind[kind[chosen[-1]]] += 1
        return tuple(sorted(chosen))

    def _assembled(self, draft: Draft) -> Timetable:
        """Have everyone who facilitates listed at the concluding session."""
        types = self.board.programme.forum.type
        for concluding in self.board.assembling:
            held = draft.held.get(concluding.id)
            if held:
                before = types[concluding.session.type].assembles
                chosen = {
                    person
                    for name, other in draft.held.items()
                    if self.board.programme.occurrence[name].session.type in before
                    for person in other.facilitators
                }
                draft.held[concluding.id] = type(held)(
                    held.begin, held.end, held.day, held.channels, tuple(sorted(chosen))
                )
        return draft.timetable()
