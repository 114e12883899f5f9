"""One model of the whole forum: a first answer, made better by parts for a while, then the solver."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.bounds import improve
from scheduler.build import anywhere, narrow
from scheduler.engine import Budget, Run, Status, Stop, complete, now, solve
from scheduler.outcome import Disagreement, OutOfTime, Planned, Progress, Statistics, gap
from scheduler.strategies.greedy import greedy
from scheduler.strategies.neighbourhoods import USUAL_SIZE, Neighbourhoods
from scheduler.verify import Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constraints.board import Literal
    from constraints.rule import Rule
    from data.programme import Programme
    from data.timetable import Timetable
    from scheduler.build import Build
    from scheduler.engines import Engine

FIRM = 1000
"""A soft case that costs this much or more is demanded first; only if that fails it is priced."""


ROUNDS = 20
"""How many rounds a bound is looked for before the solver begins: a moment, for most of what can be known so."""

PLACING_SHARE = 0.6
"""The part of the time in which it is searched by parts where the first answer leaves something out."""

IMPROVING_SHARE = 0.15
"""The same where it leaves nothing out: in the first seconds parts bring more than the model of the whole."""

IDLE = 100
"""So many parts in a row that bring nothing end that."""


class Whole:
    """A search over the whole forum; keeps the best verified answer, whatever ends it."""

    def __init__(
        self,
        programme: Programme,
        rules: Sequence[Rule],
        budget: Budget,
        stop: Stop,
        tell: Callable[[Progress], None],
        engine: Callable[[], Engine],
        statistics: Statistics,
    ) -> None:
        self.programme = programme
        self.rules = rules
        self.budget = budget
        self.stop = stop
        self.tell = tell
        self.engine = engine
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
            first, _ = greedy(firm, self.budget.seed, self._enough)
        if first is not None:
            self._keep(first, "first")
        share = PLACING_SHARE if first is None or self._more_could_be_held(firm) else IMPROVING_SHARE
        if len(firm.board.occurrences) > USUAL_SIZE and not self._over() and self._by_parts(share) is None:
            return None
        if self._over():
            return self._planned(proven=False)
        if self.best is not None and len(self.best[0].placements) == len(self.programme.occurrences):
            run = self._solve(firm, self.best[0], "improving")
            outcome = self._planned(proven=run.status is Status.OPTIMAL)
            if run.status in (Status.FEASIBLE, Status.UNKNOWN) or (isinstance(outcome, Planned) and outcome.proven):
                return outcome
        priced = narrow(self.programme, self.rules, wide=wide)
        run = self._solve(priced, self.best[0] if self.best else None, "improving")
        if run.status is Status.INFEASIBLE:
            return None
        return self._planned(proven=run.status is Status.OPTIMAL)

    def _more_could_be_held(self, build: Build) -> bool:
        assert self.best is not None
        held = self.best[0].placements
        return any(name not in held and mask.any() for name, mask in build.board.domain.items())

    def _over(self) -> bool:
        """Return whether to stop: somebody asked for it, or nothing cheaper is possible."""
        return self.stop.is_set() or (self.best is not None and self.best[1].cost <= (self.bound or 0))

    def _by_parts(self, share: float) -> Planned | OutOfTime | None:
        """Search by parts for a share of the time; None where there is no timetable.

        The model of the whole finds places of what is left out slowly, and a good answer to begin with helps it most.
        """
        rest = self._rest()
        began = now() - self.began

        def tell(progress: Progress) -> None:
            bound = max(self.bound or 0, progress.bound or 0)
            open_gap = gap(progress.cost, bound, self.unavoidable) if progress.cost is not None else None
            self.tell(replace(progress, bound=bound, gap=open_gap, seconds=began + progress.seconds))

        with closing(self.engine()) as hands:
            search = Neighbourhoods(
                self.programme,
                self.rules,
                replace(rest, limit=share * rest.limit),
                self.stop,
                tell,
                hands,
                self.statistics,
                idle=IDLE,
            )
            outcome = search.run(self.best and self.best[0])
        self.used += search.used
        if isinstance(outcome, Planned):
            self.bound = max(self.bound or 0, outcome.bound or 0)
            self._keep(outcome.timetable, "improving")
        return outcome

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
