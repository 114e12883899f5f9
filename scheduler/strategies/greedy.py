"""A first timetable in a moment: the most constrained session first, each where it costs least beside the others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from constraints.rules.channels import Channels
from scheduler.strategies.chains import chains
from scheduler.strategies.facilitating import Facilitating
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from numpy.typing import NDArray

    from constraints.starts import Mask
    from data.programme import Occurrence
    from data.timetable import Timetable
    from scheduler.build import Build

    Costs = NDArray[np.float64]

ROUNDS = 12
"""How often to begin anew, with what did not fit moved to the front."""

LONGEST = 24
"""Of chains of so many occurrences at most it is worked out where the others still could be when one is placed."""

TRIES = 24
"""So many starts of an occurrence are tried at most, for one that leaves each of its chain a start."""


def greedy(
    build: Build, seed: int, enough: Callable[[], bool], *, lacking: bool = False
) -> tuple[Timetable | None, tuple[str, ...]]:
    """Return a timetable without hard findings, or None; and the occurrences that did not fit in the best round.

    With `lacking`, where there is none, return one that only lacks some that must be held, as few as may be.

    What did not fit goes to the front of the next round. Where that was something that must be held, all such are put
    as early as they can be from then on, whatever it costs, as that leaves the fewest gaps. If requests still do not
    fit after a few rounds there are too many of them: then the dearest are placed first, and by turns everything as
    early as it can be. `enough` is asked between rounds whether to give up.
    """
    attempt = _Attempt(build, seed)
    hard = [rule for rule in build.rules if rule.mode == "hard"]
    best: Timetable | None = None
    best_left: tuple[str, ...] = ()
    nearest: tuple[tuple[int, int], Timetable, tuple[str, ...]] | None = None
    for number in range(ROUNDS):
        if number and enough():
            break
        tight = attempt.every if number >= ROUNDS // 2 and number % 2 else attempt.musts if nearest else ()
        timetable, left = attempt.round(dearest_first=number >= ROUNDS // 3, tight=tight)
        stuck = [name for name in left if name in attempt.musts]
        if stuck and (nearest is None or (len(stuck), attempt.price(left)) < nearest[0]):
            nearest = (len(stuck), attempt.price(left)), timetable, left
        if not stuck:
            stuck = [name for finding in verify(timetable, hard).hard for name in finding.sessions]
        if not stuck and (best is None or attempt.price(left) < attempt.price(best_left)):
            best, best_left = timetable, left
        if not stuck and not left:
            break
        attempt.bump([*stuck, *left])
    if best is None and lacking and nearest is not None:
        _, timetable, left = nearest
        if all(set(left) >= set(finding.sessions) for finding in verify(timetable, hard).hard):
            return timetable, left
    return best, best_left


def filled(build: Build, seed: int, timetable: Timetable) -> Timetable:
    """Return a timetable with what else fits beside it, the dearest to leave out first; as it is where that fails."""
    attempt = _Attempt(build, seed)
    hard = [rule for rule in build.rules if rule.mode == "hard"]
    rounds = [attempt.round(dearest_first=True, tight=tight, beside=timetable) for tight in ((), attempt.every)]
    fine = [(attempt.price(left), more) for more, left in rounds if not verify(more, hard).hard]
    return min(fine, key=lambda each: each[0], default=(0, timetable))[1]


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
        self.chains = chains(self.board.programme)
        self.every = frozenset(o.id for o in self.board.occurrences)
        self.musts = frozenset(o.id for o in self.board.occurrences if o.must_place)

    def bump(self, occurrences: list[str]) -> None:
        for name in dict.fromkeys(occurrences):
            self.bumps[name] += 1
            for other in self.chains.get(name, ()):
                self.bumps[other] = max(self.bumps[other], self.bumps[name])

    def price(self, left: tuple[str, ...]) -> int:
        """Return what leaving these out costs."""
        priced = self.build.objective
        return sum(priced.absent.get(name, priced.demanded_held.get(name, 0)) for name in left)

    def round(
        self, *, dearest_first: bool, tight: Collection[str] = (), beside: Timetable | None = None
    ) -> tuple[Timetable, tuple[str, ...]]:
        """Place all beside a timetable, `tight` ones as early as they can be; return that, and what did not fit."""
        draft = Draft(self.board)
        if beside is not None:
            draft.place_all(beside.placements)
        order = [o for o in self._in_order(dearest_first=dearest_first) if o.id not in draft.held]
        left = [o.id for o in order if not self._place(draft, o, tight=o.id in tight)]
        self.facilitating.assemble(draft)
        return draft.timetable(), tuple(left)

    def _in_order(self, *, dearest_first: bool) -> list[Occurrence]:
        """Return the occurrences, the most constrained first; what is chained to one comes with it, in its order."""

        def key(occurrence: Occurrence) -> tuple[float, ...]:
            name = occurrence.id
            room = int(np.count_nonzero(self.board.domain[name]))
            kind = self.board.programme.forum.type[occurrence.session.type]
            return (
                room > 1,
                dearest_first and not occurrence.must_place,
                -self.price((name,)) if dearest_first else 0,
                not kind.assembles,
                not (kind.plenary and occurrence.must_place),
                -self.bumps[name],
                not kind.plenary,
                not occurrence.must_place,
                room / (2 + self.crowd[name]),
                occurrence.number,
            )

        keys = {o.id: (key(o), o.id) for o in self.board.occurrences}
        firsts = {o.id: min(keys[name] for name in self.chains.get(o.id, (o.id,))) for o in self.board.occurrences}
        return sorted(self.board.occurrences, key=lambda o: (firsts[o.id], keys[o.id]))

    def _place(self, draft: Draft, occurrence: Occurrence, *, tight: bool) -> bool:
        """Place an occurrence where it costs least, if anywhere, and leave what is chained to it a start each."""
        name = occurrence.id
        chained = self._chained(draft, occurrence)
        for other in chained:
            if other.id not in draft.narrowed:
                self._narrow(draft, other)
        cost, able = self._costs(draft, occurrence)
        rooms = [n for n, members in enumerate(self.board.classes) if members[0] in self.board.channel_domain[name]]
        if not rooms or not np.isfinite(cost).any():
            # Nothing has to be left for it any more.
            draft.narrowed[name] = draft.starts.none()
            return False
        draft.narrowed.pop(name, None)
        if tight:
            cost = np.where(np.isfinite(cost), np.arange(len(cost)), np.inf)
        else:
            cost = cost + draft.every.by_day[draft.starts.day] + self.random.random(len(cost))
        tries = [int(np.argmin(cost))]
        if chained:
            tries = np.argsort(cost, kind="stable")[: min(TRIES, np.count_nonzero(np.isfinite(cost)))].tolist()
        for start in (*tries, tries[0]):
            if name in draft.held:
                draft.take(name)
            # None is free where the rule of channels is off and lets sessions share one.
            channels = next(free_channels(draft, occurrence, start), rooms[0])
            draft.place(name, start, channels, self.facilitating.choose(draft, occurrence, able, start))
            if all(self._narrow(draft, other) for other in chained):
                break
        return True

    def _chained(self, draft: Draft, occurrence: Occurrence) -> list[Occurrence]:
        """Return what is chained to an occurrence and not placed yet."""
        chain = self.chains.get(occurrence.id, ())
        if len(chain) > LONGEST:
            return []
        others = [name for name in chain if name != occurrence.id and name not in draft.held]
        every = self.board.programme.occurrence
        return [every[name] for name in others if name not in draft.narrowed or draft.narrowed[name].any()]

    def _narrow(self, draft: Draft, occurrence: Occurrence) -> bool:
        """Find out at which starts an occurrence still could be, for rules to leave it one of them, and whether at any.

        Where there never was any it does not stand in anything's way.
        """
        cost, _ = self._costs(draft, occurrence)
        possible = np.isfinite(cost)
        if possible.any():
            draft.narrowed[occurrence.id] = possible
        return occurrence.id not in draft.narrowed or bool(possible.any())

    def _costs(self, draft: Draft, occurrence: Occurrence) -> tuple[Costs, dict[str, Mask]]:
        cost = costs_of_starts(self.build, draft, occurrence)
        able = self.facilitating.able(draft, occurrence)
        if self.facilitating.number(occurrence):
            cost[~self.facilitating.enough(draft, occurrence, able)] = np.inf
        return cost, able
