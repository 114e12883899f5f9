"""The forum without its requests: whether what must be held can be held at all, as a small model of hard rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.build import anywhere, narrow
from scheduler.engine import Budget, Status, Stop, solve
from scheduler.strategies.greedy import greedy

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from constraints.rule import Rule
    from data.programme import Programme
    from data.timetable import Timetable


def essentials(programme: Programme, rules: Sequence[Rule]) -> Programme:
    """Return the programme with the sessions alone that must be held.

    All of them are kept where requests must be held too, or where they may help a hard rule.
    """
    if any(rule.mode == "hard" and (rule.helped or rule.name == "requests-placed") for rule in rules):
        return programme
    return only_sessions(programme, {o.session.id for o in programme.occurrences if o.must_place})


def only_sessions(programme: Programme, sessions: Collection[str]) -> Programme:
    """Return the programme without any other sessions, and without people who have no part in these."""
    kept = tuple(session for session in programme.sessions if session.id in sessions)
    appearances = tuple(part for part in programme.appearances if part.session in sessions)
    types = [programme.forum.type[session.type] for session in kept]
    chosen = any(kind.assembles or kind.facilitators_most for kind in types)
    there = {part.person for part in appearances}
    people = tuple(each for each in programme.people if each.id in there or (chosen and each.nominated_by))
    return replace(programme, sessions=kept, appearances=appearances, people=people)


def can_be_held(
    programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop
) -> tuple[Status, Timetable | None, float]:
    """Search for any timetable of a programme that keeps the hard rules: at first greedily, then with the solver.

    Returns how it ended, the timetable, and what of the budget was used.
    """
    hard = [rule for rule in rules if rule.mode == "hard"]
    build = narrow(programme, hard, wide=anywhere(hard))
    first, left = greedy(build, budget.seed, lambda: True)
    if first is not None and not any(programme.occurrence[name].must_place for name in left):
        return Status.FEASIBLE, first, 0.0
    build.encode()
    run = solve(build.board.model, budget, stop=stop)
    return run.status, build.board.read(run.value) if run.values else None, run.used
