"""One model of the whole forum: a greedy first answer, then the solver with its bound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.timetable import Timetable
from scheduler.bounds import improve
from scheduler.build import anywhere, narrow
from scheduler.engine import Budget, Run, Status, Stop, complete, now, solve
from scheduler.essentials import can_be_held, essentials
from scheduler.outcome import OutOfTime, Planned, Statistics, gap
from scheduler.strategies.greedy import greedy
from scheduler.verify import Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constraints.board import Literal
    from constraints.rule import Rule
    from data.programme import Programme
    from scheduler.build import Build

FIRM = 1000
"""A soft case that costs this much or more is demanded first; only if that fails it is priced."""


ROUNDS = 20
"""How many rounds a bound is looked for before the solver begins: a moment, for most of what can be known so."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: what is placed, the best cost, bound and gap so far, seconds since it began."""

    stage: str
    placed: int
    cost: int | None
    bound: int | None
    gap: float | None
    seconds: float


class Disagreement(Exception):
    """The solver and the independent checks do not agree about a timetable: a bug, told with both sides."""

    def __init__(self, message: str, timetable: Timetable) -> None:
        super().__init__(message)
        self.timetable = timetable


class Whole:
    """A search over the whole forum; keeps the best verified answer, whatever ends it."""

    def __init__(
        self,
        programme: Programme,
        rules: Sequence[Rule],
        budget: Budget,
        stop: Stop,
        tell: Callable[[Progress], None],
        statistics: Statistics,
    ) -> None:
        self.programme = programme
        self.rules = rules
        self.budget = budget
        self.stop = stop
        self.tell = tell
        self.statistics = statistics
        self.began = now()
        self.used = 0.0
        self.best: tuple[Timetable, Verdict] | None = None
        self.shown: tuple[int, int] | None = None
        self.bound: int | None = None
        self.unavoidable = 0

    def run(self) -> Planned | OutOfTime | None:
        """Search; None where there is no timetable at all."""
        wide = anywhere(self.rules)
        with self.statistics.stage("narrowing"):
            firm = narrow(self.programme, self.rules, firm=FIRM, wide=wide)
        self.unavoidable = firm.objective.unavoidable
        with self.statistics.stage("bounding"):
            bound, _ = improve(firm, None, ROUNDS)
        self.bound = max(bound, self._trusted(firm, self.unavoidable))
        with self.statistics.stage("greedy"):
            first, left = greedy(firm, self.budget.seed, self._enough)
        if first is not None:
            self._keep(first, "first")
        elif not self.stop.is_set():
            first, refuted = self._must_alone()
            if refuted:
                return None
        if self.stop.is_set():
            return self._planned(proven=False)
        if first is not None and not left and len(first.placements) == len(self.programme.occurrences):
            run = self._solve(firm, first, "improving")
            outcome = self._planned(proven=run.status is Status.OPTIMAL)
            if run.status in (Status.FEASIBLE, Status.UNKNOWN) or (isinstance(outcome, Planned) and outcome.proven):
                return outcome
        priced = narrow(self.programme, self.rules, wide=wide)
        run = self._solve(priced, self.best[0] if self.best else None, "improving")
        if run.status is Status.INFEASIBLE:
            return None
        return self._planned(proven=run.status is Status.OPTIMAL)

    def _must_alone(self) -> tuple[Timetable | None, bool]:
        """Ask whether what must be held can be held at all, requests left aside: a small model with a quick answer.

        Returns such a timetable where there is one, and whether there is none.
        """
        alone = essentials(self.programme, self.rules)
        status, found, used = can_be_held(alone, self.rules, self._rest(), self.stop)
        self.used += used
        if found is None:
            return None, status is Status.INFEASIBLE
        timetable = Timetable(self.programme, found.placements)
        self._keep(timetable, "first")
        return timetable, False

    def _enough(self) -> bool:
        if self.budget.deterministic:
            return self.stop.is_set()
        # With little time a complete first answer is worth most of it; with much, a tenth is plenty.
        share = max(0.1 * self.budget.limit, min(5.0, 0.6 * self.budget.limit))
        return self.stop.is_set() or now() - self.began > share

    def _rest(self) -> Budget:
        spent = self.used if self.budget.deterministic else now() - self.began
        return Budget(
            max(self.budget.limit - spent, 0.01),
            self.budget.workers,
            self.budget.seed,
            self.budget.deterministic,
        )

    def _solve(self, build: Build, start: Timetable | None, stage: str) -> Run:
        with self.statistics.stage("encoding"):
            build.encode()
        self.unavoidable = build.objective.unavoidable
        board = build.board
        if start is not None:
            with self.statistics.stage("hinting"):
                hinted = complete(board.model, board.literals_of(start), self._rest(), stop=self.stop)
            self.used += hinted.used
            nothing_firm = build.objective.forgone is None
            if hinted.status is Status.INFEASIBLE and nothing_firm and board.allows(start):
                raise Disagreement("the checks accept a timetable that the encoding refuses", start)
        found: list[Timetable] = []

        def answer(value: Callable[[Literal], bool], objective: float) -> None:
            found.append(board.read(value))
            self._tell(stage, round(objective), len(found[-1].placements))

        def bound(value: float) -> None:
            self._raise_bound(build, value)
            self._tell(stage, None, None)

        with self.statistics.stage("solving"):
            run = solve(board.model, self._rest(), stop=self.stop, on_answer=answer, on_bound=bound)
        self.used += run.used
        if run.status is not Status.INFEASIBLE:
            self._raise_bound(build, run.bound)
        for timetable in reversed(found):
            if self._keep(timetable, stage):
                break
        if run.status is Status.OPTIMAL and self.best is not None and self.best[1].cost > round(run.objective):
            message = f"the checks' price {self.best[1].cost} is above the solver's {round(run.objective)}"
            raise Disagreement(message, self.best[0])
        return run

    def _raise_bound(self, build: Build, value: float) -> None:
        if math.isfinite(value):
            bound = self._trusted(build, math.ceil(value - 1e-6))
            self.bound = bound if self.bound is None else max(self.bound, bound)

    @staticmethod
    def _trusted(build: Build, bound: int) -> int:
        limit = build.objective.limit
        return bound if limit is None else min(bound, limit)

    def _keep(self, timetable: Timetable, stage: str) -> bool:
        with self.statistics.stage("checking"):
            verdict = verify(timetable, self.rules)
        if verdict.hard:
            raise Disagreement(f"the checks refuse an answer of the encoding: {verdict.hard}", timetable)
        if self.best is None or verdict.cost < self.best[1].cost:
            self.best = (timetable, verdict)
        self._tell(stage, self.best[1].cost, len(self.best[0].placements))
        return True

    def _tell(self, stage: str, cost: int | None, placed: int | None) -> None:
        if cost is not None and placed is not None and (self.shown is None or cost < self.shown[0]):
            self.shown = (cost, placed)
        best, held = self.shown or (None, 0)
        open_gap = gap(best, self.bound, self.unavoidable) if best is not None else None
        self.tell(Progress(stage, held, best, self.bound, open_gap, now() - self.began))

    def _planned(self, *, proven: bool) -> Planned | OutOfTime:
        if self.best is None:
            return OutOfTime(stopped=self.stop.is_set())
        timetable, verdict = self.best
        bound = self.bound
        settled = bound is not None and verdict.cost <= bound
        return Planned(
            timetable, verdict, bound, self.unavoidable, proven=settled or (proven and bound == verdict.cost)
        )
