"""Why there is no timetable: demands that cannot hold together, in sentences, and changes that would end it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from constraints import words
from constraints.changes import price_left_out
from constraints.rule import Repair
from constraints.starts import Starts
from data.timetable import Placement, Timetable
from scheduler.build import inquire
from scheduler.engine import Budget, Status, Stop, now, solve
from scheduler.essentials import can_be_held, essentials, only_sessions
from scheduler.ledgers import negated_value
from scheduler.outcome import Contradiction, Impossible, OutOfTime, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from constraints.rule import Rule
    from data.programme import Occurrence, Programme
    from scheduler.build import Inquiry
    from scheduler.ledgers import Case

T = TypeVar("T")

HELD = ("must-place", "requests-placed")
"""The rules whose cases are occurrences that have to be held."""

NAMING = 0.7
"""How much of a budget may go into naming contradictions; the rest is for what would end them."""

GUESS = 5.0
"""Most of a budget that may go into one guess of the solver at the sessions of a contradiction."""

STEPS = 5
"""How often a change is made one step further where it is not enough."""

TRIES = 12
"""After so many changes that do not end a contradiction no more are tried one by one."""

MANY = 6
"""From more sessions than this on a contradiction is told rule by rule instead of session by session."""


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


def settled_contradictions(programme: Programme, rules: Sequence[Rule]) -> list[frozenset[str]]:
    """Return the sessions of each contradiction among fixed starts alone, found by the checks without any search."""
    if all(rule.name != "fixed-start" for rule in rules):
        return []
    fixed = settled(programme)
    return [
        frozenset(programme.occurrence[name].session.id for name in finding.sessions)
        for rule in rules
        if rule.mode == "hard" and rule.settles
        for finding in sorted(rule.check(fixed))
        if fixed.placements.keys() >= set(finding.sessions)
    ]


def impossible(
    programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop, *, repairs: int = 5
) -> Impossible | OutOfTime:
    """Find all independent contradictions of a forum that has no timetable, each with up to so many repairs.

    Only what must be held is looked at, since requests may be left out. First the fewest sessions are sought that
    cannot be held together, then the fewest demands on them; whatever is dropped, the rest is solved anew, and the
    whole forum is asked once more about the final set. The solver's own core is no more than a guess where to begin.
    Then the demands of this contradiction are set aside, and the rest is asked.
    """
    search = _Search(programme, rules, budget, stop)
    told: list[Contradiction] = []
    all_told = False
    aside: set[Case] = set()
    try:
        while (found := search.contradiction(aside)) is not None:
            cases, minimal = found
            told.append(Contradiction(_reasons(search.programme, rules, cases), minimal))
            aside.update(cases)
        all_told = True
    except TimeoutError:
        if not told:
            return OutOfTime(stopped=stop.is_set())
    if not told:
        raise AssertionError("the forum was found impossible, but its hard rules can hold together")
    search.share = 1.0
    mended = []
    for contradiction in told:
        mine = {(reason.rule, reason.case) for reason in contradiction.reasons}
        others = search.sessions(aside - mine)
        mended.append(replace(contradiction, repairs=tuple(search.repairs(contradiction, others, repairs))))
    return Impossible(tuple(mended), all_told)


def _reasons(programme: Programme, rules: Sequence[Rule], cases: Collection[Case]) -> tuple[Reason, ...]:
    """Put demands into the order of an argument: what is asked of each session, then what is asked of them together."""
    order = {rule.name: number for number, rule in enumerate(rules)}
    by_name = {rule.name: rule for rule in rules}
    names = list(programme.occurrence)
    held = {case for rule, case in cases if rule in HELD}
    part = programme
    if held and not any(by_name[rule].helped for rule, _ in cases):
        part = only_sessions(programme, {programme.occurrence[name].session.id for name in held})

    def place(case: Case) -> tuple[int, int, int, str]:
        named = [names.index(word) for word in case[1].split(" ") if word in programme.occurrence]
        alone = len(named) == 1 and len(held) <= MANY
        return (0, named[0], order[case[0]], case[1]) if alone else (1, order[case[0]], 0, case[1])

    return tuple(Reason(rule, case, by_name[rule].demand(case, part)) for rule, case in sorted(cases, key=place))


def fewest(items: Sequence[T], enough: Callable[[list[T]], bool]) -> list[T]:
    """Return some of the items that are still enough, and without any one of which the rest is not.

    `enough` must stay true when more is added. Large parts are left out first, then smaller ones.
    """
    kept = list(items)
    size = len(kept)
    while size > 1:
        size //= 2
        index = 0
        while index < len(kept):
            rest = kept[:index] + kept[index + size :]
            if enough(rest):
                kept = rest
            else:
                index += size
    return kept


class _Search:
    """Asks which demands of a forum are refuted, within one budget; TimeoutError says that it is used up."""

    def __init__(self, programme: Programme, rules: Sequence[Rule], budget: Budget, stop: Stop) -> None:
        self.forum = programme
        self.programme = essentials(programme, rules)
        self.rules = rules
        self.starts = Starts(self.programme, wide=True)
        self.hard = [rule for rule in rules if rule.mode == "hard"]
        self.budget = budget
        self.stop = stop
        self.began = now()
        self.used = 0.0
        self.share = NAMING
        """How much of the budget may be used so far."""

    # ---- which demands ---------------------------------------------------------------------------------------

    def contradiction(self, aside: Collection[Case]) -> tuple[list[Case], bool] | None:
        """Return demands that cannot hold together, none of them among those aside, and whether all are needed."""
        out = {case for rule, case in aside if rule in HELD}
        here = [s.id for s in self.programme.sessions if not all(o.id in out for o in self._held_of(s.id))]
        if any(rule.helped for rule in self.hard):
            here = [session.id for session in self.programme.sessions]
        whole = self._ask(here, lambda case: case not in aside)
        if self._possible(whole, self._rest()):
            return None
        found = [case for case in whole.cases if case not in aside]
        try:
            if not any(rule.helped for rule in self.hard):
                here = self._fewest_sessions(here, whole, aside)
                found = [*self._ask(here, lambda case: case not in aside).cases]
            found = self._fewest_cases(here, found)
            return found, not self._possible(
                self._ask([s.id for s in self.programme.sessions], set(found).__contains__)
            )
        except TimeoutError:
            return found, False

    def _fewest_sessions(self, here: list[str], whole: Inquiry, aside: Collection[Case]) -> list[str]:
        """Return sessions that cannot be held together, and without any one of which the others can."""

        def refuted(sessions: Collection[str]) -> bool:
            return not self._possible(self._ask(sessions, lambda case: case not in aside))

        for guess in self._guesses(here, whole):
            if refuted(guess):
                here = guess
                break
        if len(here) > MANY:
            guess = self._guess_of_the_solver(here, aside)
            if len(guess) < len(here) and refuted(guess):
                here = guess
        return fewest(here, refuted)

    def _guesses(self, here: Collection[str], whole: Inquiry) -> Iterator[list[str]]:
        """Yield sessions that may be enough for a contradiction, plain ones first.

        A session that has no start, sessions whose fixed starts break a rule, and those of one period alone.
        """
        board = whole.board
        for occurrence in board.occurrences:
            if not board.domain[occurrence.id].any():
                yield [occurrence.session.id]
        for sessions in settled_contradictions(whole.board.programme, self.hard):
            yield [name for name in here if name in sessions]
        of_period: dict[tuple[str, ...], list[str]] = {}
        for name in here:
            session = self.programme.session[name]
            of_period.setdefault(tuple(period.id for period in self.programme.periods_of(session)), []).append(name)
        yield from sorted((names for names in of_period.values() if 1 < len(names) < len(here)), key=len)

    def _guess_of_the_solver(self, here: list[str], aside: Collection[Case]) -> list[str]:
        """Return the sessions that the solver names when it is asked to hold them all; all of them if it cannot say."""
        asked = self._ask(here, lambda case: case not in aside, assume_held=True)
        literals = {case: lit for case, lit in asked.assumed.items() if not isinstance(lit, bool)}
        rest = self._rest()
        run = solve(
            asked.board.model,
            replace(rest, limit=min(rest.limit, GUESS)),
            stop=self.stop,
            assumptions=list(literals.values()),
        )
        self.used += run.used
        named = {literal.index: case for case, literal in literals.items()}
        core = self.sessions({named[index] for index in run.core if index in named})
        return [name for name in here if name in core] or here

    def _fewest_cases(self, here: Collection[str], cases: list[Case]) -> list[Case]:
        """Return some of these demands on some sessions that cannot hold together, none of which can be spared.

        Later rules go first. Where no session can be spared, neither can what has its one occurrence held.
        """
        needed = [
            case
            for case in cases
            if case[0] in HELD and len(self._held_of(self.programme.occurrence[case[1]].session.id)) == 1
        ]
        if any(rule.helped for rule in self.hard):
            needed = []
        kept = cases

        def refuted(part: Collection[Case]) -> bool:
            return not self._possible(self._ask(here, set(part).__contains__))

        for rule in reversed(self.hard):
            others = [case for case in kept if case[0] != rule.name or case in needed]
            mine = [case for case in kept if case[0] == rule.name and case not in needed]
            if mine and refuted(others):
                kept = others
            elif len(mine) > 1:
                chosen = set(fewest(mine, lambda some: refuted([*others, *some])))  # noqa: B023 - used at once
                kept = [case for case in kept if case in chosen or case in others]
        return kept

    def sessions(self, cases: Collection[Case]) -> frozenset[str]:
        """Return the sessions that some demands have held."""
        return frozenset(self.programme.occurrence[case].session.id for rule, case in cases if rule in HELD)

    def _held_of(self, session: str) -> Sequence[Occurrence]:
        return self.programme.occurrences_of.get(session, ())

    # ---- what would end it -----------------------------------------------------------------------------------

    def repairs(self, contradiction: Contradiction, others: Collection[str], most: int) -> list[Repair]:
        """Return the cheapest changes shown to end a contradiction, with the sessions of others set aside.

        Of each rule two are tried before any more, so that what is offered differs. Where too few are found one by
        one, the cheapest choice of several sessions to leave out follows.
        """
        mine = self.sessions({(reason.rule, reason.case) for reason in contradiction.reasons})
        shown: list[Repair] = []
        failed = 0
        try:
            for reason, repair in self._candidates(contradiction):
                if len(shown) == most or failed == TRIES:
                    break
                found = self._far_enough(reason, repair, mine, others)
                if found is None:
                    failed += 1
                elif found.words not in {each.words for each in shown}:
                    shown.append(found)
            if len(shown) < most and len(mine) > 1:
                shown += self._left_out_together(others)
        except TimeoutError:
            pass
        return sorted(shown, key=lambda repair: (repair.price, repair.words))

    def _candidates(self, contradiction: Contradiction) -> Iterator[tuple[Reason, Repair]]:
        """Yield each change that a rule offers, with the demand that it eases."""
        by_name = {rule.name: rule for rule in self.rules}
        of_rule: dict[str, dict[str, tuple[Reason, Repair]]] = {}
        for reason in contradiction.reasons:
            for repair in by_name[reason.rule].repairs(reason.case, self.forum):
                of_rule.setdefault(reason.rule, {}).setdefault(repair.words, (reason, repair))
        turns = [
            (turn // 2, repair.price, repair.words, reason)
            for offered in of_rule.values()
            for turn, (reason, repair) in enumerate(
                sorted(offered.values(), key=lambda pair: (pair[1].price, pair[1].words))
            )
        ]
        for _, _, said, reason in sorted(turns, key=lambda turn: turn[:3]):
            yield of_rule[reason.rule][said]

    def _far_enough(
        self, reason: Reason, repair: Repair, mine: Collection[str], others: Collection[str]
    ) -> Repair | None:
        """Return a change, or the next step of it that ends a contradiction; None if it does not."""
        place = (
            [each.words for each in self._steps(self.rules, reason, self.forum)].index(repair.words)
            if repair.further
            else 0
        )
        for _ in range(STEPS):
            rules = self._with(repair.rule)
            changed = essentials(repair.programme, rules)
            everything = {o.session.id for o in changed.occurrences} - set(others)
            if mine and not self._can_be_held(only_sessions(changed, everything & set(mine)), rules):
                return None
            if self._can_be_held(only_sessions(changed, everything), rules):
                return repair
            following = self._steps(rules, reason, repair.programme) if repair.further else []
            if len(following) <= place:
                return None
            repair = following[place]
        return None

    @staticmethod
    def _steps(rules: Sequence[Rule], reason: Reason, programme: Programme) -> list[Repair]:
        """Return the changes of a demand's rule that can be made step by step, always in the same order."""
        rule = next(rule for rule in rules if rule.name == reason.rule)
        return [repair for repair in rule.repairs(reason.case, programme) if repair.further]

    def _with(self, changed: Rule | None) -> list[Rule]:
        return [changed if changed is not None and rule.name == changed.name else rule for rule in self.rules]

    def _can_be_held(self, programme: Programme, rules: Sequence[Rule]) -> bool:
        status, _, used = can_be_held(programme, rules, self._rest(), self.stop)
        self.used += used
        if status is Status.UNKNOWN:
            raise TimeoutError
        return status is not Status.INFEASIBLE

    def _left_out_together(self, others: Collection[str]) -> Iterator[Repair]:
        """Yield the cheapest choice of sessions to leave out, if it is more than one."""
        here = [session.id for session in self.programme.sessions if session.id not in others]
        asked = self._ask(here, lambda case: True, assume_held=True)
        sessions = {name: self.programme.session[name] for name in here}
        model, board = asked.board.model, asked.board
        model.minimize(
            sum(
                price_left_out(session) * negated_value(board.present(occurrence.id))
                for name, session in sessions.items()
                for occurrence in self._held_of(name)
            )
        )
        run = solve(model, self._rest(), stop=self.stop)
        self.used += run.used
        if run.status is not Status.OPTIMAL:
            return
        held = board.read(run.value).placements
        gone = [name for name in here if any(o.id not in held for o in self._held_of(name))]
        if len(gone) > 1:
            changed = self.forum
            for name in gone:
                changed = changed.with_session(replace(changed.session[name], left_out=True))
            named = ", ".join(words.whole(sessions[name]) for name in gone)
            price = sum(price_left_out(sessions[name]) for name in gone)
            yield Repair(f"leave {len(gone)} sessions out: {named}", changed, price)

    # ---- asking ----------------------------------------------------------------------------------------------

    def _ask(self, sessions: Collection[str], chosen: Callable[[Case], bool], *, assume_held: bool = False) -> Inquiry:
        part = only_sessions(self.programme, sessions)
        return inquire(part, self.hard, chosen, assume_held=assume_held, starts=self.starts)

    def _possible(self, asked: Inquiry, budget: Budget | None = None) -> bool:
        """Whether what is asked can hold together; without a budget, on one worker, which is plenty for a part."""
        run = solve(asked.board.model, budget or replace(self._rest(), workers=1), stop=self.stop)
        self.used += run.used
        if run.status is Status.UNKNOWN:
            raise TimeoutError
        return run.status is not Status.INFEASIBLE

    def _rest(self) -> Budget:
        spent = self.used if self.budget.deterministic else now() - self.began
        return replace(self.budget, limit=max(self.share * self.budget.limit - spent, 0.01))
