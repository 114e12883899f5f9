"""Why a session is where it is, where else it could be, and what stands against another time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from constraints.rule import Rule
from constraints.rules.action_lines_covered import ActionLinesCovered
from constraints.rules.channels import Channels
from constraints.rules.facilitated_by import FacilitatedBy
from constraints.rules.facilitator_load import FacilitatorLoad
from constraints.rules.facilitator_regions import FacilitatorRegions
from constraints.rules.facilitator_types import FacilitatorTypes
from constraints.rules.facilitators import Facilitators
from constraints.rules.fair_hours import FairHours
from constraints.rules.fixed_start import FixedStart
from constraints.rules.sdgs_covered import SdgsCovered
from data.problems import Origin
from data.programme import FixedStart as Pin
from data.timetable import Placement, Timetable
from scheduler.build import anywhere, begin, narrow
from scheduler.engine import Budget, Status, Stop, now
from scheduler.essentials import can_be_held, essentials, only_sessions
from scheduler.explain import impossible, settled
from scheduler.outcome import Impossible
from scheduler.strategies.around import Around, is_free
from scheduler.verify import dearer_by_rule, verify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from constraints.board import Expression, Literal
    from constraints.rule import Ledger
    from constraints.starts import Ints, Mask
    from data.findings import Finding
    from data.programme import Programme, Session
    from scheduler.build import Build
    from scheduler.strategies.around import Change
    from scheduler.verify import Verdict

UNTIMED = (
    ActionLinesCovered,
    SdgsCovered,
    Facilitators,
    FacilitatedBy,
    FacilitatorLoad,
    FacilitatorTypes,
    FacilitatorRegions,
)
"""Rules for which it is the same when a session is held."""

ASKED = 12
"""At how many of the starts that a rule refuses its check is asked who and what is in the way."""

TRIES = 15
"""How many starts are tried at most to find the best ones beside what is broken already."""

NEARBY = 20
"""How many neighbours are free to move at first beside those that are in the way."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rule's part in where a session can be, over the forum's possible starts, with everything else where it is.

    A hard rule refuses some starts; `sessions` and `people` are some of those in the way, `channels` all that it leaves
    where it does not leave every one. A soft rule costs `here` what its findings cost, and something at `costs` of the
    other starts that no hard rule refuses (None where only a try can tell); from `least` to `most` there, if each start
    has its price by itself.
    """

    rule: str
    refuses: int = 0
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    channels: tuple[str, ...] | None = None
    here: int = 0
    costs: int | None = 0
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place for a session, and what the timetable would cost more with it there, by rule.

    `moved` are the other sessions that moved or are left out, `changed` those with another channel or other
    facilitators, `added` those that were not held before.
    """

    timetable: Timetable
    placement: Placement
    dearer: int
    by_rule: Mapping[str, int]
    moved: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A session's part in the timetable: every finding about it, each rule's part, and the best other starts.

    `starts` is the number of the forum's possible starts, `left` how many others no hard rule refuses with everything
    else where it is. `moving`: the best start beside those, with neighbours free to move; looked for where there are
    few others, None where there is none. `proven` where there are no better ones than these; else time ran out.
    """

    findings: tuple[Finding, ...]
    starts: int
    left: int
    parts: tuple[Part, ...]
    alternatives: tuple[Alternative, ...]
    moving: Alternative | None
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands against a session at another time.

    `firm`: what is broken by the session there alone, or beside what is fixed: no other session can end it by moving.
    `fixed` is a timetable of these. `hard`: what else would be broken if nothing else moved, in the timetable `there`.
    `best`: with the session there and the fewest changes beside it, None if there is none or none was found; `proven`
    where no fewer of the sessions that were free to move can change, and none so few for less. `broken` are
    the hard findings that the timetable has anyway. `reasons`: why no timetable at all has it there. `late`: time ran
    out.
    """

    firm: tuple[Finding, ...]
    fixed: Timetable
    hard: tuple[Finding, ...]
    there: Timetable
    best: Alternative | None = None
    proven: bool = True
    broken: tuple[Finding, ...] = ()
    reasons: Impossible | None = None
    late: bool = False


# ---- where it stands -------------------------------------------------------------------------------------------


def standing(
    timetable: Timetable, rules: Sequence[Rule], occurrence: str, budget: Budget, stop: Stop, most: int = 5
) -> Standing:
    """Return each rule's part in where a held occurrence is, and its best other starts."""
    before = verify(timetable, rules)
    survey = _Survey(timetable, rules, occurrence)
    here = survey.here
    broken = {name for finding in before.hard for name in finding.sessions}
    around = Around(survey.build, timetable, {occurrence, *broken}, asked=occurrence)
    around.keep_facilitators(occurrence)
    around.prefer_near(timetable.start(occurrence))
    around.refuse(here)
    tried = here
    clock = _Clock(budget)
    found: list[Alternative] = []
    proven = True
    for _ in range(TRIES):
        if len(found) == most:
            break
        status, change = around.cheapest(clock.rest(), stop)
        proven = proven and status in (Status.OPTIMAL, Status.INFEASIBLE)
        if change is None:
            break
        placement = change.timetable.placements[occurrence]
        there, after = change.timetable, change.verdict
        if broken:
            there = Timetable(timetable.programme, {**timetable.placements, occurrence: placement})
            after = verify(there, rules)
        if set(after.hard) <= set(before.hard):
            found.append(_alternative(timetable, before, there, after, occurrence))
        tried = tried | survey.starts.at(placement.start)
        around.refuse(survey.starts.at(placement.start))
    found.sort(key=lambda other: (other.dearer, other.placement.start))
    moving = None
    if len(found) < most and not broken:
        moving = _with_neighbours(survey, before, tried, clock.rest(), stop)
    return Standing(
        findings=tuple(finding for finding in (*before.hard, *before.soft) if occurrence in finding.sessions),
        starts=len(survey.starts),
        left=int(np.count_nonzero(survey.left)),
        parts=survey.parts(before),
        alternatives=tuple(found),
        moving=moving,
        proven=proven,
    )


def _with_neighbours(survey: _Survey, before: Verdict, tried: Mask, budget: Budget, stop: Stop) -> Alternative | None:
    """Look for the best start but those tried, with what is in the way of the most promising ones free to move."""
    timetable, occurrence = survey.timetable, survey.occurrence
    free = {occurrence}
    possible = survey.alone & ~survey.left & ~tried
    away = np.abs(survey.starts.minute - survey.starts.grid.minute(timetable.start(occurrence)))
    days: set[int] = set()
    for index in np.lexsort((away, survey.own_price)):
        day = int(survey.starts.day[index])
        if not possible[index] or day in days:
            continue
        days.add(day)
        for finding in verify(survey.moved(int(index)), survey.rules, {occurrence}).hard:
            if occurrence in finding.sessions:
                free |= {name for name in finding.sessions if not _is_fixed(timetable, name)}
        if len(days) == ASKED or len(free) > NEARBY:
            break
    if not days:
        return None
    around = Around(survey.build, timetable, free, asked=occurrence)
    around.refuse(tried)
    _, change = around.fewest(budget, stop)
    if change is None:
        return None
    return _alternative(timetable, before, change.timetable, change.verdict, occurrence)


def _is_fixed(timetable: Timetable, occurrence: str) -> bool:
    fixed = timetable.programme.occurrence[occurrence].fixed
    return fixed is not None and fixed.start is not None


def _alternative(old: Timetable, before: Verdict, new: Timetable, after: Verdict, occurrence: str) -> Alternative:
    """Compare a timetable with the one before: its price, and what is not where or as it was."""
    moved, changed = [], []
    for name in old.in_order:
        was, becomes = old.placements[name], new.placements.get(name)
        if name != occurrence and (becomes is None or becomes.start != was.start):
            moved.append(name)
        elif becomes is not None and (
            becomes.facilitators != was.facilitators or (becomes.channel != was.channel and name != occurrence)
        ):
            changed.append(name)
    return Alternative(
        new,
        new.placements[occurrence],
        after.cost - before.cost,
        dearer_by_rule(before, after),
        tuple(moved),
        tuple(changed),
        tuple(name for name in new.in_order if name not in old.placements and name != occurrence),
    )


@dataclass(slots=True)
class _Noted:
    """A ledger that also notes what its rule says of each start of one occurrence, and of its channels."""

    ledger: Ledger
    occurrence: str
    people: tuple[str, ...]
    """Who facilitates it: what a rule says of them counts too."""
    amounts: Ints
    allowed: frozenset[str] | None = None

    def allow(self, case: str, occurrence: str, starts: Mask, *, person: str | None = None, amount: int = 1) -> None:
        """Note the other starts."""
        self._note(occurrence, person, np.where(starts, 0, amount))
        self.ledger.allow(case, occurrence, starts, person=person, amount=amount)

    def starts(self, case: str, occurrence: str, amounts: Ints, *, person: str | None = None) -> None:
        """Note the amounts."""
        self._note(occurrence, person, amounts)
        self.ledger.starts(case, occurrence, amounts, person=person)

    def channels(self, case: str, occurrence: str, channels: Collection[str], *, amount: int = 1) -> None:
        """Note the channels."""
        if occurrence == self.occurrence:
            self.allowed = frozenset(channels) if self.allowed is None else self.allowed & frozenset(channels)
        self.ledger.channels(case, occurrence, channels, amount=amount)

    def held(self, case: str, occurrence: str, *, amount: int = 1) -> None:
        """Pass on."""
        self.ledger.held(case, occurrence, amount=amount)

    def case(self, case: str, *, amount: int = 1) -> Literal:
        """Pass on."""
        return self.ledger.case(case, amount=amount)

    def keep(self, case: str, occurrence: str, *, amount: int = 1, when: Literal = True) -> Literal:
        """Pass on."""
        return self.ledger.keep(case, occurrence, amount=amount, when=when)

    def excess(self, case: str, expression: Expression, most: int) -> None:
        """Pass on."""
        self.ledger.excess(case, expression, most)

    def unavoidable(self, amount: int) -> None:
        """Pass on."""
        self.ledger.unavoidable(amount)

    def _note(self, occurrence: str, person: str | None, amounts: Ints) -> None:
        if occurrence == self.occurrence and (person is None or person in self.people):
            self.amounts = self.amounts + amounts


def starts_left(timetable: Timetable, rules: Sequence[Rule], occurrence: str) -> tuple[datetime, ...]:
    """Return the other starts (UTC) of a held occurrence that no hard rule refuses with everything else where it is."""
    survey = _Survey(timetable, rules, occurrence)
    return tuple(survey.starts.grid.instant(int(minute)) for minute in survey.starts.minute[survey.left])


class _Survey:
    """What each rule says of every start of one held occurrence, with everything else where it is.

    `alone` are the starts that no hard rule refuses the occurrence by itself, `left` the other ones that none refuses;
    `own_price` is what soft rules ask of the occurrence by itself.
    """

    def __init__(self, timetable: Timetable, rules: Sequence[Rule], occurrence: str) -> None:
        self.timetable = timetable
        self.rules = rules
        self.occurrence = occurrence
        self.build = begin(timetable.programme, rules, wide=anywhere(rules))
        board = self.build.board
        self.starts = board.starts
        self.here = self.starts.at(timetable.start(occurrence))
        people = timetable.placements[occurrence].facilitators
        nothing = np.zeros(len(self.starts), dtype=np.int64)
        self.noted = {
            rule.name: _Noted(ledger, occurrence, people, nothing)
            for rule, ledger in zip(rules, self.build.ledgers, strict=True)
        }
        for rule in rules:
            rule.narrow(board, self.noted[rule.name])
        refused = {rule.name: self.noted[rule.name].amounts > 0 for rule in rules if rule.mode == "hard"}
        self.alone: Mask = ~np.logical_or.reduce([self.starts.none(), *refused.values()])
        self.own_price: Ints = sum(
            (rule.weight * self.noted[rule.name].amounts for rule in rules if rule.mode == "soft"), nothing
        )
        draft = _draft(self.build, timetable, without=occurrence)
        self.beside = {rule.name: rule.priced(draft, occurrence) for rule in rules}
        self.refused = {name: mask | self.beside[name] for name, mask in refused.items()}
        self.left: Mask = ~np.logical_or.reduce([self.here, *self.refused.values()])
        for rule in rules:
            if rule.mode == "hard" and _untold(rule):
                self.refused[rule.name] = self._refused_by_check(rule)
                self.left = self.left & ~self.refused[rule.name]

    def _refused_by_check(self, rule: Rule) -> Mask:
        known = set(rule.check(self.timetable, {self.occurrence}))
        mask = self.starts.none()
        for index in np.flatnonzero(self.left):
            mask[index] = any(f not in known for f in rule.check(self.moved(int(index)), {self.occurrence}))
        return mask

    def moved(self, index: int) -> Timetable:
        """Return the timetable with the occurrence at another start, by index."""
        placement = self.timetable.placements[self.occurrence]
        instant = self.starts.grid.instant(int(self.starts.minute[index]))
        return self.timetable.changed({self.occurrence: replace(placement, start=instant)})

    def parts(self, before: Verdict) -> tuple[Part, ...]:
        """Return each rule's part, in the order of the rules."""
        return tuple(self._hard(rule) if rule.mode == "hard" else self._soft(rule, before) for rule in self.rules)

    def _hard(self, rule: Rule) -> Part:
        refused = self.refused[rule.name]
        allowed = self.noted[rule.name].allowed
        sessions: dict[str, None] = {}
        people: dict[str, None] = {}
        for index in _spread(refused):
            for finding in rule.check(self.moved(index), {self.occurrence}):
                if self.occurrence not in finding.sessions:
                    continue
                sessions.update(dict.fromkeys(name for name in finding.sessions if name != self.occurrence))
                people.update(dict.fromkeys(finding.people))
        every = frozenset(self.timetable.programme.forum.channel)
        return Part(
            rule.name,
            refuses=int(np.count_nonzero(refused)),
            sessions=tuple(sessions),
            people=tuple(people),
            channels=None if allowed is None or allowed == every else tuple(sorted(allowed)),
        )

    def _soft(self, rule: Rule, before: Verdict) -> Part:
        here = sum(
            rule.weight * finding.amount
            for finding in before.soft
            if finding.rule == rule.name and self.occurrence in finding.sessions
        )
        if _untold(rule):
            return Part(rule.name, here=here, costs=None)
        amounts = rule.weight * self.noted[rule.name].amounts[self.left]
        costs = int(np.count_nonzero((amounts > 0) | (self.beside[rule.name][self.left] & (rule.weight > 0))))
        if type(rule).prices is not Rule.prices or not costs:
            return Part(rule.name, here=here, costs=costs)
        return Part(rule.name, here=here, costs=costs, least=int(amounts.min()), most=int(amounts.max()))


def _untold(rule: Rule) -> bool:
    """Whether only the check of a rule can say what it would find about a start."""
    told = type(rule).prices is not Rule.prices or type(rule).encode is Rule.encode
    return isinstance(rule, FairHours) or not (told or isinstance(rule, UNTIMED))


def _spread(mask: Mask) -> Iterator[int]:
    """Yield some starts of a mask (indices): the middle of each stretch of them, of a few that are spread over all."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    middles = (edges[::2] + edges[1::2]) // 2
    chosen = np.unique(np.linspace(0, len(middles) - 1, ASKED).round().astype(np.int64)) if len(middles) else middles
    yield from (int(middles[number]) for number in chosen)


def _draft(build: Build, timetable: Timetable, without: str) -> Draft:
    """Return the timetable as a draft without one occurrence; what is not held is taken for never to be held."""
    board = build.board.unmade()
    for name in timetable.programme.occurrence:
        if name not in timetable.placements:
            board.restrict(name, board.starts.none())
    draft = Draft(board)
    draft.chosen[without] = timetable.placements[without].facilitators if without in timetable.placements else ()
    draft.place_all({name: placement for name, placement in timetable.placements.items() if name != without})
    return draft


# ---- what stands against another time --------------------------------------------------------------------------


def pinned(programme: Programme, occurrence: str, start: datetime) -> Programme:
    """Return the programme with an occurrence fixed at a start (UTC), as the team would pin it in its decisions."""
    part = programme.occurrence[occurrence]
    session = part.session
    known = dict(enumerate(session.fixed, start=1))
    known[part.number] = Pin(programme.forum.time_grid.home_date(start), start, Origin("decisions"))
    fixed = tuple(known.get(number) for number in range(1, session.repeats * session.days + 1))
    return programme.with_session(replace(session, fixed=fixed))


def obstacles(
    timetable: Timetable, rules: Sequence[Rule], occurrence: str, start: datetime, budget: Budget, stop: Stop
) -> Obstacles:
    """Say what a plan with an occurrence pinned at a start (UTC) would meet, held as it is or left out so far."""
    before = verify(timetable, rules)
    programme = pinned(timetable.programme, occurrence, start)
    if all(rule.name != FixedStart.name for rule in rules):
        programme, rules = _freed(programme, occurrence), (*rules, FixedStart(mode="hard"))
    fixed, firm = _firm(programme, rules, occurrence)
    build = narrow(programme, rules, wide=anywhere(rules))
    there = _there(build, timetable, occurrence, start)
    after = verify(there, rules)
    told = {(finding.rule, finding.case) for finding in firm}
    new = [finding for finding in after.hard if finding not in before.hard]
    hard = tuple(finding for finding in new if (finding.rule, finding.case) not in told)
    known = Obstacles(firm, fixed, hard, there, broken=before.hard)
    if firm:
        return known
    if not after.hard:
        return replace(known, best=_alternative(timetable, before, there, after, occurrence))
    found, reasons = _making_room(build, timetable, there, after, occurrence, _Clock(budget), stop)
    if found is None:
        return replace(known, reasons=reasons, late=reasons is None)
    best = Timetable(timetable.programme, found.timetable.placements)
    change = _alternative(timetable, before, best, verify(best, rules), occurrence)
    return replace(known, best=change, proven=found.proven)


def _freed(programme: Programme, occurrence: str) -> Programme:
    """Return the programme with nothing fixed but one occurrence; what was fixed is still to be held."""
    sessions = []
    for session in programme.sessions:
        parts = programme.occurrences_of.get(session.id, ())
        fixed = tuple(part.fixed if part.id == occurrence else None for part in parts)
        held = session.pinned or any(session.fixed)
        sessions.append(replace(session, fixed=fixed, pinned=held) if any(session.fixed) else session)
    return replace(programme, sessions=tuple(sessions))


def _making_room(
    build: Build,
    timetable: Timetable,
    there: Timetable,
    after: Verdict,
    occurrence: str,
    clock: _Clock,
    stop: Stop,
) -> tuple[Change | None, Impossible | None]:
    """Search for the fewest changes around a pinned occurrence, or for the reason why there is no timetable at all.

    First what is in the way is free to move, then more and more of its neighbours as long as there is none without
    something left out, and at last everything.
    """
    programme, rules = build.board.programme, build.rules
    must = {o.id for o in programme.occurrences if o.must_place and o.id not in timetable.placements}
    free = {name for finding in after.hard for name in finding.sessions} | must | {occurrence}
    likely = _neighbours(there, free, occurrence)
    every = [o.id for o in programme.occurrences]
    # What a part of the forum cannot hold, the whole cannot, unless more sessions may help a hard rule.
    helped = any(rule.helped and rule.mode == "hard" for rule in rules)
    found: Change | None = None
    rounds = ([*free], [*free, *likely[:NEARBY]], [*free, *likely[: 3 * NEARBY]], every)
    for members in rounds:
        if found is not None and members is every:
            break
        status, change = Around(build, timetable, members, asked=occurrence).fewest(clock.rest(), stop)
        if change is not None and (found is None or _left_out(timetable, change) < _left_out(timetable, found)):
            found = change
        if status is Status.UNKNOWN or (found is not None and not _left_out(timetable, found)):
            break
        if found is None and members is not rounds[1]:
            sessions = {programme.occurrence[name].session.id for name in members}
            part = programme if helped or members is every else only_sessions(programme, sessions)
            status, _, _ = can_be_held(essentials(part, rules), rules, clock.rest(), stop)
            if status is Status.INFEASIBLE:
                reasons = impossible(part, rules, clock.rest(), stop, repairs=0)
                return None, reasons if isinstance(reasons, Impossible) else None
            if status is Status.UNKNOWN:
                break
    return found, None


def _left_out(timetable: Timetable, change: Change) -> int:
    """Count what is held in a timetable and no longer after a change."""
    return sum(name not in change.timetable.placements for name in timetable.placements)


class _Clock:
    """What is left of a budget as time goes by; a deterministic one is given to each search anew."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.began = now()

    def rest(self) -> Budget:
        """Return the budget for the next search."""
        if self.budget.deterministic:
            return self.budget
        return replace(self.budget, limit=max(self.budget.limit - (now() - self.began), 0.01))


def _firm(programme: Programme, rules: Sequence[Rule], occurrence: str) -> tuple[Timetable, tuple[Finding, ...]]:
    """Return what is fixed, and what hard rules find about a fixed occurrence alone and beside the others of these."""
    fixed = settled(programme)
    alone = Timetable(programme, {occurrence: fixed.placements[occurrence]})
    found: list[Finding] = []
    for rule in rules:
        if rule.mode == "hard" and rule.settles:
            mine = [finding for finding in sorted(rule.check(alone)) if finding.sessions == (occurrence,)]
            cases = {finding.case for finding in mine}
            found += mine
            told = sorted(finding for finding in rule.check(fixed, {occurrence}) if occurrence in finding.sessions)
            beside = [finding for finding in told if fixed.placements.keys() >= set(finding.sessions)]
            found += [finding for finding in beside if finding.case not in cases]
    return fixed, tuple(found)


def _there(build: Build, timetable: Timetable, occurrence: str, start: datetime) -> Timetable:
    """Return the timetable with the occurrence at another start and nothing else moved.

    It is in a channel that is free then if there is one, also if others have to change theirs for it. What was left out
    is given facilitators whom hard rules mind least.
    """
    board = build.board
    programme = timetable.programme
    old = timetable.placements.get(occurrence)
    allowed = sorted(board.channel_domain[occurrence]) or list(programme.forum.channel)
    candidates = [old.channel, *allowed] if old and old.channel in allowed else allowed
    channel = next((each for each in candidates if is_free(timetable, each, occurrence, start, board.pause)), None)
    placement = Placement(start, channel or candidates[0], old.facilitators if old else ())
    there = Timetable(programme, {**timetable.placements, occurrence: placement})
    if channel is None:
        there = _handed_out(build, timetable, there, occurrence) or there
    return there if old else _facilitated(there, build.rules, occurrence)


def _handed_out(build: Build, timetable: Timetable, there: Timetable, occurrence: str) -> Timetable | None:
    """Return a timetable with channels handed out anew so that all have one, None where there are not enough."""
    draft = _draft(build, timetable, without=occurrence)
    placement = there.placements[occurrence]
    index = int(np.flatnonzero(draft.starts.at(placement.start))[0])
    duration = timetable.programme.occurrence[occurrence].duration
    for number, members in enumerate(draft.board.classes):
        if members[0] in draft.board.channel_domain[occurrence] and Channels.free(draft, number, duration)[index]:
            draft.place(occurrence, index, number, placement.facilitators)
            anew = Timetable(timetable.programme, draft.timetable().placements)
            return anew if len(anew.placements) == len(there.placements) else None
    return None


def _facilitated(there: Timetable, rules: Sequence[Rule], occurrence: str) -> Timetable:
    """Give an occurrence that was left out its facilitators, and have them at the concluding session."""
    programme = there.programme
    types = programme.forum.type
    session = programme.occurrence[occurrence].session
    hard = [rule for rule in rules if rule.mode == "hard"]

    def chosen(people: Iterable[str]) -> Timetable:
        mine = tuple(sorted(people))
        placements = {**there.placements, occurrence: replace(there.placements[occurrence], facilitators=mine)}
        for name, held in placements.items():
            assembled = types[programme.occurrence[name].session.type].assembles
            if session.type in assembled or (name == occurrence and assembled):
                reporting = {
                    person
                    for other, at in placements.items()
                    if programme.occurrence[other].session.type in assembled
                    for person in at.facilitators
                }
                placements[name] = replace(held, facilitators=tuple(sorted(reporting)))
        return Timetable(programme, placements)

    def minded(person: str) -> int:
        return len(verify(chosen([person]), hard).hard)

    number = types[session.type].facilitators
    mine = list(session.facilitated_by)
    if number > len(mine):
        others = sorted((minded(person.id), person.id) for person in programme.nominees if person.id not in mine)
        mine += [person for _, person in others[: number - len(mine)]]
    return chosen(mine)


def _neighbours(there: Timetable, free: Collection[str], occurrence: str) -> list[str]:
    """Return what may have to make room for some sessions, the likeliest first: people, relations, the same days."""
    programme = there.programme
    grid = programme.forum.time_grid
    held = [name for name in free if name in there.placements]
    people = {person for name in held for person in there.people_of(name)}
    days = {grid.home_date(there.start(name)) for name in held}
    sessions = {programme.occurrence[name].session for name in free}
    named = {session.id for session in sessions} | {other for session in sessions for other in _relations(session)}
    together = {name for session in sessions for name in _together(session)}
    found = []
    for name in there.placements:
        if name in free or (_is_fixed(there, name) and not there.placements[name].facilitators):
            continue
        session = programme.occurrence[name].session
        related = session.id in named or bool(_relations(session) & {each.id for each in sessions})
        close = related or bool(_together(session) & together) or bool(people & set(there.people_of(name)))
        if close or grid.home_date(there.start(name)) in days:
            away = abs((there.start(name) - there.start(occurrence)).total_seconds())
            found.append((not close, away, name))
    return [name for _, _, name in sorted(found)]


def _relations(session: Session) -> set[str]:
    """Return the sessions that a session names, in whatever relation."""
    return {
        *session.after,
        session.directly_after,
        *session.not_with,
        *session.same_day,
        *session.other_day,
        *(each.session for each in session.days_apart),
        session.rehearsal_of,
    } - {""}


def _together(session: Session) -> set[tuple[str, str]]:
    """Return the series and the track of a session."""
    return {(what, name) for what, name in (("series", session.series), ("track", session.track)) if name}
