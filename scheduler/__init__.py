"""Finds a timetable, or the reason why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.catalogue import policy_problems, rules_in_force
from scheduler.engine import Budget, Stop
from scheduler.explain import impossible, settled_contradictions
from scheduler.misfits import misfits
from scheduler.outcome import Contradiction, Impossible, Outcome, OutOfTime, Planned, Reason
from scheduler.strategies.whole import Disagreement, Progress, Whole
from scheduler.summary import accepted_left_out, cost_line, placed_lines, summary
from scheduler.verify import Verdict, verify

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
    "Stop",
    "Verdict",
    "accepted_left_out",
    "cost_line",
    "misfits",
    "placed_lines",
    "plan",
    "policy_problems",
    "rules_in_force",
    "summary",
    "verify",
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
    if settled_contradictions(programme, rules):
        return impossible(programme, rules, budget, stop)
    outcome = Whole(programme, rules, budget, stop, tell).run()
    return impossible(programme, rules, budget, stop) if outcome is None else outcome
