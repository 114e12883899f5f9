"""Fixed starts that break a rule by themselves: a mistake in the input, not a puzzle for the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_text
from data.problems import InputProblem
from data.timetable import Timetable
from scheduler.explain import settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constraints.rule import Rule
    from data.programme import Programme


def misfits(programme: Programme, rules: Sequence[Rule]) -> Iterator[InputProblem]:
    """Yield a problem for every hard rule that a fixed occurrence breaks with nothing else in the timetable."""
    if all(rule.name != "fixed-start" for rule in rules):
        return
    fixed = settled(programme)
    alone = [rule for rule in rules if rule.mode == "hard" and rule.settles]
    for name, placement in fixed.placements.items():
        single = Timetable(programme, {name: placement})
        session = programme.occurrence[name].session
        start = programme.occurrence[name].fixed
        origin = (start.origin if start else None) or session.origin
        for rule in alone:
            for finding in sorted(rule.check(single)):
                if finding.sessions != (name,):
                    continue
                said = f"{rule.explain(finding, single)} (rule {rule.name})"
                found = local_text(placement.start, programme.forum.zone)
                column = "fixed_start" if origin == session.origin else "start"
                yield InputProblem(origin.file, origin.row, column, found, said)
