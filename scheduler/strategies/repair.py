"""The fewest changes that mend a timetable: what is published stays, but for what has to give way.

The fewest are found from below. In a model of the hard rules alone, a few sessions look for a place, and each of the
others stays where it is or is away, which counts as one move, without a place being sought for it. That asks less than
the forum does, so it moves no more than any timetable has to. Those that are away join the few, and it is solved anew.
Once nobody is away, its answer is a timetable, and no other moves fewer. On the way, those few are tried with all
others held where they are: what comes of it is an answer too, for when time runs out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.timetable import Timetable
from scheduler.build import anywhere, narrow
from scheduler.engine import Budget, Run, Status, complete, now, solve
from scheduler.explain import HELD
from scheduler.outcome import Disagreement
from scheduler.strategies import WHOLE
from scheduler.strategies.channels_kept import keep_channels
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from constraints.board import Expression
    from constraints.rule import Rule
    from data.programme import Programme
    from data.timetable import Placement
    from scheduler.build import Build
    from scheduler.engine import Stop
    from scheduler.verify import Verdict

POLISHING = 10.0
"""The most that is used to change few channels and facilitators, and again to make it cheap, in a budget's units."""

PART = 15
"""How many sessions a part of a larger forum has, when it is improved."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A timetable that passes the checks, with how many places are lost and how many sessions move for it.

    `lost` and `moves` count against what was published. No timetable loses fewer places than `lost_bound`, and none
    that loses as few moves fewer sessions than `bound`.
    """

    timetable: Timetable
    verdict: Verdict
    lost: int
    moves: int
    lost_bound: int
    bound: int


class Staying:
    """A model in which published sessions stay at their starts, but for those that are free.

    With `loose` the others may be away too, without a place, unless they are among `must`. Channels are free in any
    case. What is not held stays out unless it is free. Who facilitates those of `keep_people` stays as well.
    """

    def __init__(
        self,
        narrowed: Build,
        old: Mapping[str, Placement],
        free: Collection[str],
        *,
        loose: bool,
        must: Collection[str] = (),
        keep_people: Collection[str] = (),
    ) -> None:
        self.old = old
        self.free = free
        self.build = narrowed.again()
        self.board = board = self.build.board
        for occurrence in board.occurrences:
            name = occurrence.id
            held = old.get(name)
            if name in must:
                board.require(name)
            if name not in free:
                board.restrict(name, board.starts.at(held.start) if held else board.starts.none())
                if held and not loose:
                    board.require(name)
        self.build.encode()
        for each in board.facilitated:
            if each.id in keep_people and each.id in old:
                for person in board.programme.nominees:
                    literal = board.facilitates(person.id, each.id)
                    if not isinstance(literal, bool):
                        board.model.add(literal == int(person.id in old[each.id].facilitators))

        self._begin_with_old()

    def _begin_with_old(self) -> None:
        """Have the search begin where everything stays that can."""
        board = self.board
        there = {
            name: was
            for name, was in self.old.items()
            if was.channel in board.channel_domain[name] and (board.domain[name] & board.starts.at(was.start)).any()
        }
        hints = {
            literal.index: (literal, value)
            for literal, value in board.literals_of(Timetable(board.programme, there))
            if not isinstance(literal, bool)
        }
        for literal, value in hints.values():
            board.model.add_hint(literal, value)

    @property
    def weight(self) -> int:
        """What a place that is lost counts, in moves: more than all that can move."""
        return len(self.old) + 1

    def away(self, name: str) -> Expression:
        """Return 1 where a published session is not held."""
        return 1 - self.board.present(name)

    def moved(self, name: str) -> Expression:
        """Return 1 where a published session is held at another start."""
        if name not in self.free:
            return 0
        return self.board.present(name) - self.board.start_in(name, self.board.starts.at(self.old[name].start))

    def moves(self) -> Expression:
        """Count places lost and moves as one; who is away but not free is one move."""
        lost = sum(self.away(name) for name in self.old if name in self.free)
        moved = sum(self.moved(name) for name in self.old)
        return self.weight * lost + moved + sum(self.away(name) for name in self.old if name not in self.free)

    def other_ways(self) -> Expression:
        """Count what changes though the start stays: channels, as far as they are not alike, then facilitators."""
        board = self.board
        of_class = {channel: number for number, members in enumerate(board.classes) for channel in members}
        channels: list[Expression] = []
        people: list[Expression] = []
        facilitated = {occurrence.id for occurrence in board.facilitated}
        for name, placement in self.old.items():
            number = of_class.get(placement.channel)
            if number is not None:
                here = board.in_class(name, number)
                stays = board.present(name) - self.moved(name)
                if not isinstance(stays, int) and here is not board.present(name):
                    changed = board.model.new_bool_var(f"{name} in another channel")
                    board.model.add(changed >= stays - here)
                    channels.append(changed)
            if name in facilitated:
                for person in board.programme.nominees:
                    literal = board.facilitates(person.id, name)
                    if not isinstance(literal, bool):
                        people.append(1 - literal if person.id in placement.facilitators else literal + 0)
        return (len(people) + 1) * sum(channels) + sum(people)

    def hint(self, run: Run) -> None:
        """Begin from an answer of this same model."""
        model = self.board.model
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(run.values[: len(model.proto.variables)]):
            model.add_hint(model.get_int_var_from_proto_index(index), value)

    def minimize(self, expression: Expression) -> None:
        """Search for the least of it; for anything at all where it is a constant."""
        if isinstance(expression, int):
            self.board.model.clear_objective()  # type: ignore[no-untyped-call]
        else:
            self.board.model.minimize(expression)


class Repair:
    """The search for the fewest changes, within one budget; keeps the best verified answer, whatever ends it."""

    def __init__(
        self,
        programme: Programme,
        rules: Sequence[Rule],
        old: Mapping[str, Placement],
        stays: Collection[str],
        budget: Budget,
        stop: Stop,
    ) -> None:
        self.programme = programme
        self.rules = rules
        self.old = old
        self.stays = stays
        """Those that are frozen."""
        self.budget = budget
        self.stop = stop
        self.began = now()
        self.used = 0.0
        self.full = narrow(programme, rules, wide=anywhere(rules))
        monotone = [each for each in rules if each.mode == "hard" and not each.helped and each.name not in HELD]
        self.relaxed = self.full.demanding(monotone)
        board = self.full.board
        self.must = frozenset(board.must)
        self.refused = [
            name for name, placement in old.items() if not (board.domain[name] & board.starts.at(placement.start)).any()
        ]
        self.new = [each.id for each in programme.occurrences if each.id not in old]
        self.best: tuple[int, Timetable] | None = None
        self.bound = 0

    def run(self) -> Repaired | Status:
        """Search; INFEASIBLE where there is no timetable at all, UNKNOWN where time ran out."""
        free = {*self.refused, *(name for name in self.new if name in self.must)}
        if not self._fewest(free):
            return Status.INFEASIBLE
        if self.best is None:
            return Status.UNKNOWN
        return self._repaired(self._settled())

    # ---- the fewest moves ------------------------------------------------------------------------------------

    def _fewest(self, free: set[str]) -> bool:
        """Find the fewest changes, as far as time allows; return whether there may be a timetable."""
        while not self._over():
            must = {*(free & self.must), *self.stays}
            relaxed = Staying(self.relaxed, self.old, free, loose=True, must=must)
            relaxed.minimize(relaxed.moves())
            run = self._solve(relaxed, share=0.5)
            if run.status is Status.INFEASIBLE:
                return False
            if math.isfinite(run.bound):
                self.bound = max(self.bound, math.ceil(run.bound - 1e-6))
            gone = set(self.old.keys() - free)
            if run.values:
                gone = {name for name in gone if not run.value(relaxed.board.present(name))}
                if not gone and self._keep(round(run.objective), relaxed.board.read(run.value)):
                    return True
            everything = set(self.programme.occurrence)
            possible = self._held(free | gone)
            if free | gone == everything or (self.best is not None and self.best[0] <= self.bound):
                return possible
            free |= gone or everything
        return True

    def _held(self, free: Collection[str]) -> bool:
        """Try some sessions with all others held where they are; return whether there may be an answer.

        Where all are tried, what the solver knows of the fewest changes is true of every timetable.
        """
        for kept in (self.old.keys() - free, ()):
            held = Staying(self.full, self.old, free, loose=False, keep_people=kept)
            held.minimize(held.moves())
            run = self._solve(held, share=0.5)
            if len(free) == len(self.programme.occurrences) and math.isfinite(run.bound):
                self.bound = max(self.bound, math.ceil(run.bound - 1e-6))
            if run.values:
                self._keep(round(run.objective), held.board.read(run.value))
                return True
            if run.status is not Status.INFEASIBLE or not kept:
                break
        return run.status is not Status.INFEASIBLE

    def _keep(self, value: int, answer: Timetable) -> bool:
        """Keep an answer that the checks accept if it changes less than the best one; return whether they accept it."""
        if verify(answer, [rule for rule in self.rules if rule.mode == "hard"]).hard:
            return False
        if self.best is None or value < self.best[0]:
            self.best = (value, answer)
        return True

    # ---- the cheapest of these -------------------------------------------------------------------------------

    def _settled(self) -> Timetable:
        """Return an answer with as few moves that changes few channels and facilitators, and is cheap."""
        assert self.best is not None
        value, answer = self.best
        changed = {
            name
            for name, placement in self.old.items()
            if name not in answer.placements or answer.placements[name].start != placement.start
        }
        free = {*changed, *self.new, *self.refused}
        others = {name for name, was in self.old.items() if self._people(answer, name) != was.facilitators}
        for kept in (self.old.keys() - changed, self.old.keys() - changed - others):
            model = Staying(self.full, self.old, free, loose=False, keep_people=kept)
            if others and others.isdisjoint(kept):
                self._begin_with(model, answer)
            found = self._cheapest(model, value)
            if found is not None:
                return found
        return answer

    # ---- cheaper with more moves -------------------------------------------------------------------------------

    def improved(self, found: Repaired, most: int | None, price: Mapping[str, int]) -> Repaired:
        """Make a repaired timetable cheaper with further moves, within what is left of the budget.

        `most` is how many sessions may move in all, None for any number; moving one costs its `price`. Nothing that is
        held is left out, sessions that stay keep their channel and all keep their facilitators. Never worse.
        """
        best = found.timetable
        movable = [name for name in best.in_order if name not in self.stays]
        if len(self.programme.occurrences) <= WHOLE:
            return self._after(self._cheaper(best, movable, most, price), found)
        dear = self._dearest(best, movable)
        for begin in range(0, len(dear), PART):
            if self._over():
                break
            best = self._cheaper(best, dear[begin : begin + PART], most, price)
        return self._after(best, found)

    def _cheaper(
        self, best: Timetable, movable: Collection[str], most: int | None, price: Mapping[str, int]
    ) -> Timetable:
        """Return a cheaper timetable in which these may move, or the same."""
        now = best.placements
        free = {*movable, *(name for name in self.programme.occurrence if name not in now)}
        model = Staying(self.full, now, free, loose=False, must=now.keys(), keep_people=now.keys())
        board = model.board
        there = {name: was for name, was in self.old.items() if name in now}
        moved = {
            name: 1 - board.start_in(name, board.starts.at(was.start))
            if name in model.free
            else int(now[name].start != was.start)
            for name, was in there.items()
        }
        if most is not None:
            board.model.add(sum(moved.values()) <= most)
        for name in model.free & now.keys():
            for number, members in enumerate(board.classes):
                literal = board.in_class(name, number)
                if now[name].channel in members and not isinstance(literal, bool):
                    board.model.add(literal + model.moved(name) >= 1)
        self._begin_with(model, best)
        model.minimize(model.build.objective.total + sum(price.get(name, 0) * each for name, each in moved.items()))
        run = self._solve(model)
        if not run.values:
            return best
        answer = keep_channels(self.full.board, board.read(run.value), now, self.rules, self._rest(), self.stop)
        verdict = verify(answer, self.rules)
        if verdict.hard:
            raise Disagreement(f"the checks refuse an answer of the encoding: {verdict.hard}", answer)
        return answer if self._price(answer, price) < self._price(best, price) else best

    def _price(self, timetable: Timetable, price: Mapping[str, int]) -> int:
        moved = (name for name, was in self.old.items() if _elsewhere(timetable, name, was))
        return verify(timetable, self.rules).cost + sum(price.get(name, 0) for name in moved)

    def _dearest(self, timetable: Timetable, movable: Sequence[str]) -> list[str]:
        """Return those that may move and have a part in some price, dearest first."""
        verdict = verify(timetable, self.rules)
        share = dict.fromkeys(movable, 0)
        for finding in verdict.soft:
            for name in share.keys() & set(finding.sessions):
                share[name] += verdict.weights[finding.rule] * finding.amount * 1000 // len(finding.sessions)
        return sorted((name for name in movable if share[name]), key=lambda name: (-share[name], name))

    def _after(self, timetable: Timetable, found: Repaired) -> Repaired:
        return replace(found, timetable=timetable, verdict=verify(timetable, self.rules))

    # ---- the cheapest of these -------------------------------------------------------------------------------

    def _cheapest(self, model: Staying, value: int) -> Timetable | None:
        """Return the best answer of a model that changes no more; None where there is none, or time ran out."""
        board = model.board
        board.model.add(model.moves() <= value)
        found: Timetable | None = None
        for expression in (model.other_ways(), model.build.objective.total):
            model.minimize(expression)
            run = self._solve(model, most=POLISHING)
            if not run.values:
                break
            found = board.read(run.value)
            if not isinstance(expression, int):
                board.model.add(expression <= round(run.objective))
            model.hint(run)
        return found

    def _begin_with(self, model: Staying, answer: Timetable) -> None:
        run = complete(model.board.model, model.board.literals_of(answer), self._rest(), stop=self.stop)
        self.used += run.used

    @staticmethod
    def _people(answer: Timetable, name: str) -> tuple[str, ...]:
        return answer.placements[name].facilitators if name in answer.placements else ()

    # ---- answers ---------------------------------------------------------------------------------------------

    def _repaired(self, answer: Timetable) -> Repaired:
        kept = keep_channels(self.full.board, answer, self.old, self.rules, self._rest(), self.stop)
        verdict = verify(kept, self.rules)
        if verdict.hard:
            raise Disagreement(f"the checks refuse an answer of the encoding: {verdict.hard}", kept)
        lost, moves = changes(self.old, kept)
        weight = len(self.old) + 1
        lost_bound = min(lost, self.bound // weight)
        bound = self.bound - weight * lost_bound if lost_bound == lost else 0
        return Repaired(kept, verdict, lost, moves, lost_bound, min(bound, moves))

    def _solve(self, model: Staying, *, share: float = 1.0, most: float = math.inf) -> Run:
        rest = self._rest()
        limit = max(min(share * rest.limit, most), 0.01)
        run = solve(
            model.board.model, replace(rest, limit=limit, workers=rest.workers or 1), stop=self.stop, plain=True
        )
        self.used += run.used
        return run

    def _rest(self, most: float = math.inf) -> Budget:
        spent = self.used if self.budget.deterministic else now() - self.began
        return replace(self.budget, limit=max(min(self.budget.limit - spent, most), 0.01))

    def _over(self) -> bool:
        return self.stop.is_set() or self._rest().limit <= 0.01


def changes(old: Mapping[str, Placement], new: Timetable) -> tuple[int, int]:
    """Return how many published sessions are not held any more, and how many at another start."""
    lost = sum(name not in new.placements for name in old)
    return lost, sum(_elsewhere(new, name, was) for name, was in old.items())


def _elsewhere(timetable: Timetable, name: str, was: Placement) -> bool:
    return name in timetable.placements and timetable.start(name) != was.start
