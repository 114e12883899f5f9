"""A first timetable in a moment: the most constrained session first, each where it costs least beside the others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from constraints.rules.channels import Channels
from scheduler.strategies.facilitating import Facilitating
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

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
            if isinstance(amount, np.ndarray):
                cost[where] += np.where(amount > 0, np.inf, 0.0) if rule.mode == "hard" else amount * rule.weight
                continue
            price = np.inf if rule.mode == "hard" else rule.weight * amount
            if isinstance(where, slice):
                cost[where] += price
            else:
                np.add(cost, price, out=cost, where=where)
    return cost


def free_channels(draft: Draft, occurrence: Occurrence, start: int) -> Iterator[int]:
    """Yield the classes of channels that the occurrence may have and that have one free at a start (index)."""
    for number, members in enumerate(draft.board.classes):
        allowed = members[0] in draft.board.channel_domain[occurrence.id]
        if allowed and Channels.free(draft, number, occurrence.duration)[start]:
            yield number


class _Attempt:
    def __init__(self, build: Build, seed: int) -> None:
        self.build = build
        self.board = build.board
        self.random = np.random.default_rng(seed)
        self.bumps: dict[str, int] = defaultdict(int)
        self.facilitating = Facilitating(build)
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
        self.facilitating.assemble(draft)
        return draft.timetable(), tuple(left)

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
        able = self.facilitating.able(draft, occurrence)
        cost[~self.facilitating.enough(draft, occurrence, able)] = np.inf
        rooms = [n for n, members in enumerate(self.board.classes) if members[0] in self.board.channel_domain[name]]
        if not rooms or not np.isfinite(cost).any():
            return False
        cost = cost + draft.every.by_day[draft.starts.day] + self.random.random(len(cost))
        start = int(np.argmin(cost))
        # None is free where the rule of channels is off and lets sessions share one.
        channels = next(free_channels(draft, occurrence, start), rooms[0])
        draft.place(name, start, channels, self.facilitating.choose(draft, occurrence, able, start))
        return True
