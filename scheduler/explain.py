"""Why there is no timetable: demands that cannot hold together, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints import words
from data.timetable import Placement, Timetable
from scheduler.build import inquire
from scheduler.engine import Budget, Status, Stop, now, solve
from scheduler.outcome import Impossible, OutOfTime, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.rule import Rule
    from data.findings import Finding
    from data.programme import Programme


def settled(programme: Programme) -> Timetable:
    """Return what is settled before any search: every occurrence with a fixed start, in the first channel it may have.

    The channels are only there to make a timetable of it: no finding about channels means anything here.
    """
    placements = {}
    for occurrence in programme.occurrences:
        if occurrence.fixed is not None and occurrence.fixed.start is not None:
            channels = programme.forum.channels
            wanted = [channel.id for channel in channels if occurrence.channel in (channel.id, channel.pool)]
            open_to_all = [channel.id for channel in channels if not channel.reserved]
            placements[occurrence.id] = Placement(
                occurrence.fixed.start, (wanted or open_to_all or [channels[0].id])[0]
            )
    return Timetable(programme, placements)


NOT_ABOUT_TIMES = (
    "must-place",
    "facilitators",
    "concluding-session",
    "channels",
    "channel-asked",
    "requests-placed",
)
"""Rules that say nothing of settled starts alone: who facilitates, and in which channel, is still to be chosen."""


def contradictions(programme: Programme, rules: Sequence[Rule]) -> tuple[Impossible, ...]:
    """Return the contradictions among fixed starts alone, found by the checks without any search."""
    fixed = settled(programme)
    found = []
    for rule in rules:
        if rule.mode == "hard" and rule.name not in NOT_ABOUT_TIMES:
            found += [
                Impossible(_settled_reasons(programme, rule, finding, fixed), minimal=True)
                for finding in sorted(rule.check(fixed))
            ]
    return tuple(found)


def _settled_reasons(programme: Programme, rule: Rule, finding: Finding, fixed: Timetable) -> tuple[Reason, ...]:
    held = [
        Reason("fixed-start", name, f"{words.placed(fixed, name)} is fixed and must be held.")
        for name in finding.sessions
    ]
    return (*held, Reason(rule.name, finding.case, rule.explain(finding, fixed)))


def impossible(programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop) -> Impossible | OutOfTime:
    """Find demands that cannot hold together, and leave out any that is not needed for that.
     Only what must be held is looked at, since requests may be left out. The solver's core is where the search
    begins and is never trusted: each demand is dropped in turn and the rest asked again, and the final set is
    proven once more.
    """
    optional = {o.session.id for o in programme.occurrences if not o.must_place}
    if all(rule.mode != "hard" for rule in rules if rule.name == "requests-placed"):
        programme = replace(programme, sessions=tuple(s for s in programme.sessions if s.id not in optional))
    inquiry = inquire(programme, rules)
    began = now()

    def rest() -> Budget:
        limit = budget.limit if budget.deterministic else max(budget.limit - (now() - began), 0.01)
        return Budget(limit, 1, budget.seed, budget.deterministic)

    literals = {key: literal for key, literal in inquiry.cases.items() if not isinstance(literal, bool)}
    by_index = {literal.index: key for key, literal in literals.items()}

    def refuted(keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]] | None:
        """Return a part of these demands that is refuted, None if they can hold together; OutOfTime is raised."""
        run = solve(inquiry.board.model, rest(), stop=stop, assumptions=[literals[key] for key in keys])
        if run.status is Status.UNKNOWN:
            raise TimeoutError
        if run.status is not Status.INFEASIBLE:
            return None
        core = [by_index[index] for index in run.core if index in by_index]
        return [key for key in keys if key in set(core)] if set(core) <= set(keys) and core else list(keys)

    try:
        found = refuted(list(literals))
        if found is None:
            raise AssertionError("the forum was found impossible, but its hard rules can hold together")
        again = refuted(found)
        if again is None:
            found = list(literals)
    except TimeoutError:
        return OutOfTime(stopped=stop.is_set())
    minimal = True
    try:
        for key in list(found):
            if key in found:
                less = refuted([other for other in found if other != key])
                found = found if less is None else less
        minimal = refuted(found) is not None
    except TimeoutError:
        minimal = False
    order = {rule.name: number for number, rule in enumerate(rules)}
    titles = {rule.name: rule for rule in rules}
    reasons = tuple(
        Reason(rule, case, titles[rule].demand(case, programme))
        for rule, case in sorted(found, key=lambda key: (order[key[0]], key[1]))
    )
    return Impossible(reasons, minimal)
