"""The forum without its requests: whether what must be held can be held at all, as a small model of hard rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.build import narrow
from scheduler.engine import Budget, Status, Stop, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.rule import Rule
    from data.programme import Programme
    from data.timetable import Timetable
    from scheduler.engine import Run


def essentials(programme: Programme, rules: Sequence[Rule]) -> Programme:
    """Return the programme with the sessions alone that must be held: all of them where requests must be too."""
    requests = any(rule.name == "requests-placed" and rule.mode == "hard" for rule in rules)
    sessions = {o.session.id for o in programme.occurrences if o.must_place or requests}
    return replace(programme, sessions=tuple(session for session in programme.sessions if session.id in sessions))


def can_be_held(
    programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop
) -> tuple[Status, Timetable | None, Run]:
    """Search for any timetable of a programme that keeps the hard rules."""
    build = narrow(programme, [rule for rule in rules if rule.mode == "hard"])
    build.encode()
    run = solve(build.board.model, budget, stop=stop)
    return run.status, build.board.read(run.value) if run.values else None, run
