"""Finds a timetable, or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.catalogue import policy_problems, rules_in_force
from scheduler.engine import Budget, Status, Stop
from scheduler.essentials import can_be_held, essentials
from scheduler.explain import impossible, settled_contradictions
from scheduler.misfits import misfits
from scheduler.outcome import ARGUING, Contradiction, Impossible, Outcome, OutOfTime, Planned, Reason
from scheduler.replan_in_words import replan_lines
from scheduler.replanning import Replanned, Replanning, replan
from scheduler.strategies.whole import Disagreement, Progress, Whole
from scheduler.summary import cost_line, names_left_out, placed_lines, summary
from scheduler.verify import Verdict, verify
from scheduler.waiting import left_out, waiting_list
from scheduler.why import obstacles, standing
from scheduler.why_in_words import obstacle_data, obstacle_lines, standing_data, standing_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.policy import Policy
    from data.programme import Programme

__all__ = [
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
    "Stop",
    "Verdict",
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
) -> Outcome:
    """Find the best timetable that the budget allows, or the demands that cannot hold together.

    Raises InputProblems for an unknown rule, mode or parameter in the policy.
    """
    rules = rules_in_force(policy)
    stop = stop or Stop()
    arguing = replace(budget, limit=max(budget.limit, ARGUING))
    if settled_contradictions(programme, rules):
        return impossible(programme, rules, arguing, stop)
    outcome = Whole(programme, rules, budget, stop, tell).run()
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
