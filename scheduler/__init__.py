"""Finds a timetable, or the reason why there is none."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.catalogue import policy_problems, rules_in_force
from scheduler.engine import Budget, Status, Stop
from scheduler.engines.local import Here
from scheduler.essentials import can_be_held, essentials
from scheduler.explain import impossible, settled_contradictions
from scheduler.misfits import misfits
from scheduler.outcome import (
    ARGUING,
    Contradiction,
    Disagreement,
    Impossible,
    Outcome,
    OutOfTime,
    Planned,
    Progress,
    Reason,
    Statistics,
)
from scheduler.replan_in_words import replan_lines
from scheduler.replanning import Replanned, Replanning, replan
from scheduler.statistics import statistics_json
from scheduler.strategies import STRATEGIES, choose
from scheduler.strategies.neighbourhoods import Neighbourhoods
from scheduler.strategies.whole import Whole
from scheduler.summary import cost_line, names_left_out, placed_lines, summary
from scheduler.verify import Verdict, verify
from scheduler.waiting import left_out, waiting_list
from scheduler.why import obstacles, standing
from scheduler.why_in_words import obstacle_data, obstacle_lines, standing_data, standing_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.policy import Policy
    from data.programme import Programme
    from scheduler.engines import Engine
    from scheduler.strategies import Strategy

__all__ = [
    "STRATEGIES",
    "Budget",
    "Contradiction",
    "Disagreement",
    "Impossible",
    "OutOfTime",
    "Outcome",
    "Planned",
    "Progress",
    "Reason",
    "Replanned",
    "Replanning",
    "Statistics",
    "Stop",
    "Verdict",
    "choose",
    "cost_line",
    "left_out",
    "misfits",
    "names_left_out",
    "obstacle_data",
    "obstacle_lines",
    "obstacles",
    "placed_lines",
    "plan",
    "policy_problems",
    "reasons",
    "replan",
    "replan_lines",
    "rules_in_force",
    "standing",
    "standing_data",
    "standing_lines",
    "statistics_json",
    "summary",
    "verify",
    "waiting_list",
]


def plan(
    programme: Programme,
    policy: Policy,
    budget: Budget,
    *,
    stop: Stop | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    strategy: Strategy | None = None,
    engine: Callable[[], Engine] = Here,
    statistics: Statistics | None = None,
) -> Outcome:
    """Find the best timetable that the budget allows, or the demands that cannot hold together.

    Without a `strategy` the size of the forum chooses one. An `engine` is made and closed only where there is work for
    it; `statistics` are filled on the way. Raises InputProblems for an unknown rule, mode or parameter in the policy,
    and ForumError where there is no such engine.
    """
    statistics = statistics or Statistics()
    statistics.strategy = strategy or choose(programme)
    rules = rules_in_force(policy)
    stop = stop or Stop()

    def told(progress: Progress) -> None:
        statistics.note(progress.seconds, progress.cost, progress.bound, progress.placed)
        tell(progress)

    arguing = replace(budget, limit=max(budget.limit, ARGUING))
    if settled_contradictions(programme, rules):
        return impossible(programme, rules, arguing, stop)
    outcome: Outcome | None
    if statistics.strategy == "whole":
        outcome = Whole(programme, rules, budget, stop, told, engine, statistics).run()
    else:
        with closing(engine()) as hands:
            search = Neighbourhoods(programme, rules, budget, stop, told, hands, statistics)
            outcome = search.run(first_only=statistics.strategy == "greedy")
    return impossible(programme, rules, arguing, stop) if outcome is None else outcome


def reasons(
    programme: Programme, policy: Policy, budget: Budget, *, stop: Stop | None = None
) -> Impossible | OutOfTime | None:
    """Say why there is no timetable at all; None where what must be held can be held.

    Raises InputProblems for an unknown rule, mode or parameter in the policy.
    """
    rules = rules_in_force(policy)
    stop = stop or Stop()
    if not settled_contradictions(programme, rules):
        status, _, _ = can_be_held(essentials(programme, rules), rules, budget, stop)
        if status is Status.UNKNOWN:
            return OutOfTime(stopped=stop.is_set())
        if status is not Status.INFEASIBLE:
            return None
    return impossible(programme, rules, budget, stop)
