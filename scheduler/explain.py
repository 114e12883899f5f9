"""Why there is no timetable: demands that cannot hold together, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints import words
from data.timetable import Placement, Timetable
from scheduler.build import Inquiry, inquire
from scheduler.engine import Budget, Status, Stop, now, solve
from scheduler.essentials import can_be_held, essentials
from scheduler.outcome import Contradiction, Impossible, OutOfTime, Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constraints.rule import Rule
    from data.programme import Programme


Case = tuple[str, str]
"""A rule's name and one of its cases."""


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


def settled_contradictions(programme: Programme, rules: Sequence[Rule]) -> list[tuple[Case, ...]]:
    """Return the cases of each contradiction among fixed starts alone, found by the checks without any search."""
    fixed = settled(programme)
    found = []
    for rule in rules:
        if rule.mode == "hard" and rule.settles:
            for finding in sorted(rule.check(fixed)):
                if fixed.placements.keys() >= set(finding.sessions):
                    starts = (("fixed-start", name) for name in finding.sessions)
                    found.append((*starts, (rule.name, finding.case)))
    return found


def impossible(
    programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop, *, repairs: int = 5
) -> Impossible | OutOfTime:
    """Find all independent contradictions of a forum that has no timetable, each with up to so many repairs.

    Only what must be held is looked at, since requests may be left out. The solver's core is where the search begins
    and is never trusted: each demand is dropped in turn and the rest asked again, and the whole forum is asked once
    more about the final set. Then the demands of this contradiction are set aside, and the rest is asked.
    """
    programme = essentials(programme, rules)
    search = _Search(programme, rules, budget, stop)
    told: list[Contradiction] = []
    all_told = False
    aside: list[Case] = []
    try:
        for known in settled_contradictions(programme, rules):
            told.append(Contradiction(_settled_reasons(programme, rules, known), minimal=True))
            aside += [*known, *(("must-place", name) for rule, name in known if rule == "fixed-start")]
        while (found := search.contradiction(aside)) is not None:
            cases, minimal = found
            told.append(Contradiction(_reasons(programme, rules, cases), minimal))
            aside += cases
        all_told = True
    except TimeoutError:
        if not told:
            return OutOfTime(stopped=stop.is_set())
    if not told:
        raise AssertionError("the forum was found impossible, but its hard rules can hold together")
    mended = []
    for contradiction in told:
        mine = {reason.case for reason in contradiction.reasons}
        others = {case for rule, case in aside if rule == "must-place" and case not in mine}
        mended.append(replace(contradiction, repairs=tuple(search.repairs(contradiction, others, repairs))))
    return Impossible(tuple(mended), all_told)


def _settled_reasons(programme: Programme, rules: Sequence[Rule], cases: Sequence[Case]) -> tuple[Reason, ...]:
    fixed = settled(programme)
    *starts, (rule_name, case) = cases
    rule = next(rule for rule in rules if rule.name == rule_name)
    held = [Reason(*start, f"{words.placed(fixed, start[1])} is fixed and must be held.") for start in starts]
    finding = next(finding for finding in rule.check(fixed) if finding.case == case)
    return (*held, Reason(rule_name, case, rule.explain(finding, fixed)))


def _reasons(programme: Programme, rules: Sequence[Rule], cases: Sequence[Case]) -> tuple[Reason, ...]:
    order = {rule.name: number for number, rule in enumerate(rules)}
    by_name = {rule.name: rule for rule in rules}
    return tuple(
        Reason(rule, case, by_name[rule].demand(case, programme))
        for rule, case in sorted(cases, key=lambda case: (order[case[0]], case[1]))
    )


def _only_sessions(programme: Programme, sessions: Collection[str]) -> Programme:
    return replace(programme, sessions=tuple(session for session in programme.sessions if session.id in sessions))


def _around(programme: Programme, cases: Collection[Case]) -> Programme:
    """Return the programme with those sessions alone that the cases have held: others can be absent at no harm."""
    held = {case for rule, case in cases if rule in ("must-place", "requests-placed")}
    return _only_sessions(programme, {o.session.id for o in programme.occurrences if o.id in held})


class _Search:
    """Asks which demands of a forum are refuted, within one budget; TimeoutError says that it is used up."""

    def __init__(self, programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop) -> None:
        self.programme = programme
        self.rules = rules
        self.budget = budget
        self.stop = stop
        self.began = now()
        self.used = 0.0
        self.whole: Inquiry | None = None

    def contradiction(self, aside: Collection[Case]) -> tuple[list[Case], bool] | None:
        """Return demands that cannot hold together, none of them among those aside, and whether all are needed."""
        self.whole = self.whole or inquire(self.programme, self.rules)
        found = self.refuted(self.whole, [case for case in self.whole.cases if case not in set(aside)])
        if found is None:
            return None
        part = inquire(_around(self.programme, found), self.rules, frozenset(found))
        again = self.refuted(part, [case for case in found if case in part.cases])
        if again is None:
            part, again = self.whole, found
        found = again
        try:
            for case in list(found):
                if case in found:
                    less = self.refuted(part, [other for other in found if other != case])
                    found = found if less is None else less
            return found, self.refuted(self.whole, found) is not None
        except TimeoutError:
            return found, False

    def repairs(self, contradiction: Contradiction, others: Collection[str], most: int) -> Iterator[str]:
        """Yield the cheapest changes shown to end a contradiction, with the occurrences of others set aside."""
        by_name = {rule.name: rule for rule in self.rules}
        wanted = list(contradiction.reasons)
        named = {reason.case for reason in wanted if reason.rule == "fixed-start"}
        wanted += [Reason("must-place", name, "") for name in sorted(named)]
        candidates = {
            repair.words: repair
            for reason in wanted
            for repair in by_name[reason.rule].repairs(reason.case, self.programme)
        }
        shown = 0
        for repair in sorted(candidates.values(), key=lambda repair: (repair.price, repair.words)):
            if shown == most:
                return
            changed = essentials(repair.programme, self.rules)
            left = {o.session.id for o in changed.occurrences if o.id not in others}
            status, _, run = can_be_held(_only_sessions(changed, left), self.rules, self._rest(), self.stop)
            self.used += run.used
            if status is Status.UNKNOWN:
                return
            if status is not Status.INFEASIBLE:
                shown += 1
                yield repair.words

    def _rest(self) -> Budget:
        spent = self.used if self.budget.deterministic else now() - self.began
        workers = 1 if self.budget.deterministic else self.budget.workers
        return Budget(max(self.budget.limit - spent, 0.01), workers, self.budget.seed, self.budget.deterministic)

    def refuted(self, inquiry: Inquiry, cases: Sequence[Case]) -> list[Case] | None:
        """Return a part of these demands that is refuted, or None if they can hold together."""
        literals = {case: literal for case in cases if not isinstance(literal := inquiry.cases[case], bool)}
        run = solve(inquiry.board.model, self._rest(), stop=self.stop, assumptions=list(literals.values()))
        self.used += run.used
        if run.status is Status.UNKNOWN:
            raise TimeoutError
        if run.status is not Status.INFEASIBLE:
            return None
        named = {literal.index: case for case, literal in literals.items()}
        core = {named[index] for index in run.core if index in named}
        foreign = len(core) < len(set(run.core))
        return list(cases) if foreign or not core else [case for case in cases if case in core]
