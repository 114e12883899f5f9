"""Why there is no timetable: demands that cannot hold together, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints import words
from data.timetable import Placement, Timetable
from scheduler.build import Inquiry, inquire
from scheduler.engine import Budget, Status, Stop, now, solve
from scheduler.outcome import Impossible, OutOfTime, Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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


def contradictions(programme: Programme, rules: Sequence[Rule]) -> tuple[Impossible, ...]:
    """Return the contradictions among fixed starts alone, found by the checks without any search."""
    fixed = settled(programme)
    found = []
    for rule in rules:
        if rule.mode == "hard" and rule.settles:
            found += [
                Impossible(_settled_reasons(programme, rule, finding, fixed), minimal=True)
                for finding in sorted(rule.check(fixed))
                if fixed.placements.keys() >= set(finding.sessions)
            ]
    return tuple(found)


def _settled_reasons(programme: Programme, rule: Rule, finding: Finding, fixed: Timetable) -> tuple[Reason, ...]:
    held = [
        Reason("fixed-start", name, f"{words.placed(fixed, name)} is fixed and must be held.")
        for name in finding.sessions
    ]
    return (*held, Reason(rule.name, finding.case, rule.explain(finding, fixed)))


Case = tuple[str, str]
"""A rule's name and one of its cases."""


def impossible(programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop) -> Impossible | OutOfTime:
    """Find demands that cannot hold together, and leave out any that is not needed for that.

    Only what must be held is looked at, since requests may be left out. The solver's core is where the search begins
    and is never trusted: each demand is dropped in turn and the rest asked again, and the whole forum is asked once
    more about the final set.
    """
    if all(rule.mode != "hard" for rule in rules if rule.name == "requests-placed"):
        programme = _only_sessions(programme, {o.session.id for o in programme.occurrences if o.must_place})
    search = _Search(budget, stop)
    whole = inquire(programme, rules)
    try:
        found = search.refuted(whole, list(whole.cases))
        if found is None:
            raise AssertionError("the forum was found impossible, but its hard rules can hold together")
        small = _around(programme, found)
        part = inquire(small, rules, frozenset(found))
        core = [case for case in found if case in part.cases]
        again = search.refuted(part, core)
        if again is None:
            part, again = whole, found
    except TimeoutError:
        return OutOfTime(stopped=stop.is_set())
    found, minimal = again, True
    try:
        for case in list(found):
            if case in found:
                less = search.refuted(part, [other for other in found if other != case])
                found = found if less is None else less
        minimal = search.refuted(whole, found) is not None
    except TimeoutError:
        minimal = False
    order = {rule.name: number for number, rule in enumerate(rules)}
    by_name = {rule.name: rule for rule in rules}
    reasons = tuple(
        Reason(rule, case, by_name[rule].demand(case, programme))
        for rule, case in sorted(found, key=lambda case: (order[case[0]], case[1]))
    )
    return Impossible(reasons, minimal)


def _only_sessions(programme: Programme, sessions: Collection[str]) -> Programme:
    return replace(programme, sessions=tuple(session for session in programme.sessions if session.id in sessions))


def _around(programme: Programme, cases: Collection[Case]) -> Programme:
    """Return the programme with those sessions alone that the cases have held: others can be absent at no harm."""
    held = {case for rule, case in cases if rule in ("must-place", "requests-placed")}
    return _only_sessions(programme, {o.session.id for o in programme.occurrences if o.id in held})


class _Search:
    """Asks which demands are refuted, within one budget."""

    def __init__(self, budget: Budget, stop: Stop) -> None:
        self.budget = budget
        self.stop = stop
        self.began = now()
        self.used = 0.0

    def refuted(self, inquiry: Inquiry, cases: Sequence[Case]) -> list[Case] | None:
        """Return a part of these demands that is refuted, or None if they can hold together.

        Raises TimeoutError when the budget is used up.
        """
        spent = self.used if self.budget.deterministic else now() - self.began
        rest = Budget(max(self.budget.limit - spent, 0.01), 1, self.budget.seed, self.budget.deterministic)
        literals = {case: literal for case in cases if not isinstance(literal := inquiry.cases[case], bool)}
        run = solve(inquiry.board.model, rest, stop=self.stop, assumptions=list(literals.values()))
        self.used += run.used
        if run.status is Status.UNKNOWN:
            raise TimeoutError
        if run.status is not Status.INFEASIBLE:
            return None
        named = {literal.index: case for case, literal in literals.items()}
        core = {named[index] for index in run.core if index in named}
        foreign = len(core) < len(set(run.core))
        return list(cases) if foreign or not core else [case for case in cases if case in core]
