"""Ranks the requests that are not held, and says of each what keeps it out and where it comes nearest to a place.

What refuses a start is asked of the rules' prices, which are quick and which a test holds equal to the checks;
whatever is said about one certain start has passed the checks themselves.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from constraints import words
from constraints.draft import Draft
from constraints.rules.channels import Channels
from constraints.rules.days_in_a_row import DaysInARow
from constraints.rules.facilitated_by import FacilitatedBy
from constraints.rules.facilitators import Facilitators
from data.clock import local_text
from data.problems import ForumError
from data.waiting import Holder, Nearest, Place, Refusal, Waiting, WaitingList
from scheduler.build import anywhere, narrow
from scheduler.ledgers import Notes
from scheduler.strategies.facilitating import Facilitating
from scheduler.strategies.greedy import free_channels
from scheduler.verify import dearer_by_rule, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from constraints.rule import Rule
    from constraints.starts import Ints, Mask
    from data.programme import Occurrence
    from data.timetable import Timetable
    from data.waiting import Cause, Scarce
    from scheduler.verify import Verdict

    Costs = NDArray[np.float64]

TRIES = 3
"""How many of the starts that a session's giving way would free are put to the checks."""

LOOKS = 12
"""How many starts are put to the checks to find the one with the fewest findings."""

HOLDERS = 3
"""How many of the sessions that are most in the way are named."""

STANDING = {"confirmed": 0, "accepted": 1, "requested": 2}

KINDS: tuple[Scarce, ...] = ("room", "people", "sessions")


def left_out(timetable: Timetable) -> tuple[str, ...]:
    """Return the occurrences that are not held, the first in rank first: by status, priority and id."""
    programme = timetable.programme
    missing = [occurrence for occurrence in programme.occurrences if occurrence.id not in timetable.placements]
    return tuple(occurrence.id for occurrence in sorted(missing, key=_rank))


def _rank(occurrence: Occurrence) -> tuple[bool, int, int, str]:
    session = occurrence.session
    return not occurrence.must_place, STANDING[session.status], -session.priority, occurrence.id


def waiting_list(
    timetable: Timetable, rules: Sequence[Rule], *, about: Collection[str] | None = None, short: bool = False
) -> WaitingList:
    """Return the waiting list of a timetable without hard findings; with `about`, only the requests of these ids.

    With `short`, for each request only its cause and which rules refuse how many starts, which takes no time to speak
    of; else also which sessions are in its way and what it would take to hold it.
    Raises ForumError for a timetable with a hard finding.
    """
    programme = timetable.programme
    missing = left_out(timetable)
    requests: list[Waiting] = []
    if missing:
        search = _Search(timetable, rules)
        groups = [group for group in search.groups(missing) if about is None or set(group.names) & set(about)]
        found = search.waiting(groups, short=short)
        requests = [
            replace(found[name], rank=rank)
            for rank, name in enumerate(missing, start=1)
            if name in found and (about is None or name in about)
        ]
    return WaitingList(
        programme.forum.name,
        programme.forum.zone,
        len(programme.occurrences),
        len(timetable.placements),
        tuple(requests),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Occurrences that are held together or not at all: one, or all days of a session of several days in a row.

    `starts` has a row of start indices for each of them; a column is one way to hold them, with -1 for an occurrence
    that has no start joining on to the others.
    """

    occurrences: tuple[Occurrence, ...]
    starts: Ints

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(occurrence.id for occurrence in self.occurrences)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the columns of a group meet: which each hard rule refuses, and which are left."""

    refused: Mapping[str, Mask]
    free: Mask


class _Search:
    """The questions that are asked about one timetable."""

    def __init__(self, timetable: Timetable, rules: Sequence[Rule]) -> None:
        self.timetable = timetable
        self.programme = timetable.programme
        self.rules = rules
        self.hard = [rule for rule in rules if rule.mode == "hard"]
        self.soft = [rule for rule in rules if rule.mode == "soft"]
        self.by_name = {rule.name: rule for rule in rules}
        self.before = verify(timetable, rules)
        if self.before.hard:
            raise ForumError("The waiting list is of a timetable without hard findings; `forum verify` names them.")
        self.notes = Notes()
        self.build = narrow(self.programme, rules, wide=anywhere(rules), notes=self.notes)
        self.board = self.build.board
        self.domain = self.board.domain
        # What is not held asks for nothing: no price may look ahead to it.
        self.board.domain = dict.fromkeys(self.domain, self.board.starts.none())
        self.facilitating = Facilitating(self.build)
        self.index_of = {minute: index for index, minute in enumerate(self.board.starts.minute.tolist())}
        self.full = self._draft()

    # ---- what is asked ---------------------------------------------------------------------------------------

    def groups(self, missing: Sequence[str]) -> list[_Group]:
        """Return the occurrences by what is held together, in order of rank."""
        every = np.arange(len(self.board.starts))
        found: list[_Group] = []
        for name in missing:
            occurrence = self.programme.occurrence[name]
            days = self.programme.occurrences_of[occurrence.session.id]
            if occurrence.session.days == 1 or DaysInARow.name not in self.by_name:
                found.append(_Group((occurrence,), every[None, :]))
            elif occurrence.number == 1:
                found.append(_Group(days, self._in_a_row(days)))
        return found

    def _in_a_row(self, days: Sequence[Occurrence]) -> Ints:
        """Return for each start of the first day the starts of the others, from the rule's prices for days held."""
        rule = self.by_name[DaysInARow.name]
        rows = np.full((len(days), len(self.board.starts)), -1)
        rows[0] = np.arange(len(self.board.starts))

        def before(draft: Draft, number: int, chosen: tuple[int, ...]) -> None:
            draft.place(days[number].id, chosen[0], 0)
            if number == 0:
                rows[:, chosen[0]] = chosen
                return
            day = days[number - 1].id
            for start in np.flatnonzero(self.domain[day] & ~rule.priced(draft, day)).tolist():
                before(draft, number - 1, (start, *chosen))

        for last in np.flatnonzero(self.domain[days[-1].id]).tolist():
            before(Draft(self.board), len(days) - 1, (last,))
        return rows

    def waiting(self, groups: Sequence[_Group], *, short: bool) -> dict[str, Waiting]:
        """Return what is said about each occurrence, by its id."""
        empty = Draft(self.board)
        own = [self._alone(group, empty) for group in groups]
        beside = [self._beside(group, self.full) for group in groups]
        open_to = [self._open_to(*each) for each in zip(groups, own, beside, strict=True)]
        wanted = [n for n, found in enumerate(open_to) if found[0] is None and own[n].free.any()] if not short else []
        holders = self._holders([groups[n] for n in wanted], [own[n] for n in wanted], [beside[n] for n in wanted])
        in_the_way = dict(zip(wanted, holders, strict=True))
        answer: dict[str, Waiting] = {}
        for number, group in enumerate(groups):
            place, met = open_to[number]
            named: tuple[Holder, ...] = ()
            nearest = None
            if number in in_the_way:
                opened = in_the_way[number]
                named = self._most_in_the_way(opened)
                place = self._instead(group, opened)
                nearest = self._nearest(group, own[number].free, met) if place is None else None
            session = group.occurrences[0].session
            entry = Waiting(
                rank=0,
                session="",
                title=session.title,
                status=session.status,
                priority=session.priority,
                price=self._price(group),
                cause=self._cause(own[number], met, place),
                possible=len(self.board.starts),
                own=int(own[number].free.sum()),
                free=int((own[number].free & met.free).sum()),
                demands=self._refusals(own[number], ~own[number].free, self._demands(group) if not short else {}),
                beside=self._refusals(
                    met, own[number].free, self._examples(group, own[number].free, met) if not short else {}
                ),
                holders=named,
                place=place,
                nearest=nearest,
            )
            answer.update({name: replace(entry, session=name) for name in group.names})
        return answer

    # ---- which rule refuses which start ----------------------------------------------------------------------

    def _alone(self, group: _Group, empty: Draft) -> _Beside:
        """Ask what the group's own demands refuse, whatever else is held."""
        refused = dict(self._beside(group, empty).refused)

        def refuse(rule: str, mask: Mask) -> None:
            refused[rule] = _any((refused.get(rule, mask), mask), len(mask))

        for occurrence, row in zip(group.occurrences, group.starts, strict=True):
            joined: Mask = np.greater_equal(row, 0)
            for rule, mask in self.notes.starts.get(occurrence.id, {}).items():
                here: Mask = np.logical_and(mask[row], joined)
                refuse(rule, here)
            if not self.board.channel_domain[occurrence.id]:
                refused.pop(Channels.name, None)
                for rule in self.notes.channels[occurrence.id]:
                    refuse(rule, joined)
        if len(group.occurrences) > 1:
            apart: Mask = np.any(group.starts < 0, axis=0)
            refuse(DaysInARow.name, apart)
        return _Beside(refused, ~_any(refused.values(), group.starts.shape[1]))

    def _beside(self, group: _Group, draft: Draft) -> _Beside:
        """Ask what hard rules refuse beside what a draft holds."""
        refused = {rule.name: mask for rule in self.hard if (mask := self._refused(group, draft, rule)).any()}
        mask = self._unfacilitated(group, draft)
        if mask.any():
            refused[Facilitators.name] = mask
        return _Beside(refused, ~_any(refused.values(), group.starts.shape[1]))

    def _refused(self, group: _Group, draft: Draft, rule: Rule) -> Mask:
        found = np.zeros(group.starts.shape[1], dtype=np.bool_)
        if rule.name == DaysInARow.name and len(group.occurrences) > 1:
            return found
        for occurrence, row in zip(group.occurrences, group.starts, strict=True):
            found |= rule.priced(draft, occurrence.id)[row] & (row >= 0)
        return found

    def _unfacilitated(self, group: _Group, draft: Draft) -> Mask:
        found = np.zeros(group.starts.shape[1], dtype=np.bool_)
        for occurrence, row in zip(group.occurrences, group.starts, strict=True):
            assembles = self.programme.forum.type[occurrence.session.type].assembles
            if Facilitators.name in self.by_name and self.facilitating.number(occurrence) and not assembles:
                able = self.facilitating.able(draft, occurrence)
                found |= ~self.facilitating.enough(draft, occurrence, able)[row] & (row >= 0)
        return found

    def _refusals(self, met: _Beside, asked: Mask, said: Mapping[str, tuple[str, ...]]) -> tuple[Refusal, ...]:
        """Count the refusals among the starts asked about, the rule with the most first."""
        rows = {rule: mask & asked for rule, mask in met.refused.items()}
        times = np.sum(list(rows.values()), axis=0) if rows else np.zeros(len(asked))
        found = [
            Refusal(
                rule,
                self.by_name[rule].summary(),
                int(mask.sum()),
                int((mask & (times == 1)).sum()),
                said.get(rule, ()),
            )
            for rule, mask in rows.items()
            if mask.any()
        ]
        place = {name: number for number, name in enumerate(self.by_name)}
        return tuple(sorted(found, key=lambda each: (-each.starts, place[each.rule])))

    def _cause(self, own: _Beside, met: _Beside, place: Place | None) -> Cause:
        if not own.free.any():
            return "demands"
        if place is not None and place.instead is None:
            return "price" if place.dearer > 0 else "search"
        for kind in KINDS:
            masks = [mask for rule, mask in met.refused.items() if self.by_name[rule].short_of == kind]
            if _any(masks, len(own.free))[own.free].all():
                return kind
        return "together"

    # ---- where it could be held ------------------------------------------------------------------------------

    def _open_to(self, group: _Group, own: _Beside, met: _Beside) -> tuple[Place | None, _Beside]:
        """Return the best free start that passes the checks, if any; and what is met, with what the checks refuse."""
        free = own.free & met.free
        if not free.any():
            return None, met
        refused = {rule: mask.copy() for rule, mask in met.refused.items()}
        cost = self._cost(group, free)
        for column in np.argsort(cost, kind="stable")[: int(free.sum())].tolist():
            table = self._with(group, column)
            verdict = verify(table, self.hard)
            if not verdict.hard:
                place = self._place(table, group, None)
                return place, _Beside(refused, ~_any(refused.values(), len(free)))
            for finding in verdict.hard:
                refused.setdefault(finding.rule, np.zeros(len(free), dtype=np.bool_))[column] = True
        return None, _Beside(refused, ~_any(refused.values(), len(free)))

    def _cost(self, group: _Group, among: Mask) -> Costs:
        """Return what each column costs by soft rules, as far as prices say; `inf` for those not asked about."""
        cost = np.where(among, 0.0, np.inf)
        for occurrence, row in zip(group.occurrences, group.starts, strict=True):
            mine = np.zeros(len(self.board.starts))
            if occurrence.id in self.build.objective.vectors:
                mine += self.build.objective.vectors[occurrence.id]
            for rule in self.soft:
                for where, amount in rule.prices(self.full, occurrence.id):
                    mine[where] += rule.weight * amount
            cost += mine[row]
        return cost

    def _holders(
        self, groups: Sequence[_Group], own: Sequence[_Beside], beside: Sequence[_Beside]
    ) -> list[dict[str, Mask]]:
        """Return for each group the held sessions that alone keep starts from it, the last in rank first; and which."""
        found: list[dict[str, Mask]] = [{} for _ in groups]
        in_turn = [[self.by_name[rule] for rule in _by_number(each.refused)] for each in beside]
        held = [name for name in self.timetable.placements if name == self._going_with(name)[0]]
        for name in sorted(held, key=lambda name: _rank(self.programme.occurrence[name]))[::-1]:
            with self._without(name):
                for number, group in enumerate(groups):
                    free = own[number].free.copy()
                    for rule in in_turn[number]:
                        if rule.name == Facilitators.name:
                            free &= ~self._unfacilitated(group, self.full)
                        free &= ~self._refused(group, self.full, rule)
                        if not free.any():
                            break
                    else:
                        found[number][name] = free
        return found

    def _most_in_the_way(self, opened: Mapping[str, Mask]) -> tuple[Holder, ...]:
        place = {name: number for number, name in enumerate(opened)}
        most = sorted(opened, key=lambda name: (-int(opened[name].sum()), place[name]))
        return tuple(self._holder(name, int(opened[name].sum())) for name in most[:HOLDERS])

    def _holder(self, name: str, starts: int) -> Holder:
        occurrence = self.programme.occurrence[name]
        session = occurrence.session
        standing = "must be held" if occurrence.must_place else f"{session.status}, priority {session.priority}"
        return Holder(name, session.title, standing, starts)

    def _instead(self, group: _Group, opened: Mapping[str, Mask]) -> Place | None:
        """Return the best start at which the request that is last in rank would have to give way, by the checks."""
        for name, free in opened.items():
            if self.programme.occurrence[name].must_place:
                continue
            with self._without(name):
                cost = self._cost(group, free)
                for column in np.argsort(cost, kind="stable")[: min(TRIES, int(free.sum()))].tolist():
                    table = self._with(group, column)
                    if not verify(table, self.hard).hard:
                        return self._place(table, group, self._holder(name, int(free.sum())))
        return None

    def _nearest(self, group: _Group, own: Mask, met: _Beside) -> Nearest | None:
        """Return the start with the fewest findings, looking first where the fewest rules refuse."""
        rules = np.sum(list(met.refused.values()), axis=0)
        columns = np.flatnonzero(own)
        best: tuple[int, int, Timetable, Verdict] | None = None
        for column in columns[np.argsort(rules[columns], kind="stable")][:LOOKS].tolist():
            if best is not None and rules[column] >= best[0]:
                break
            table = self._with(group, column)
            verdict = verify(table, self.hard)
            if best is None or len(verdict.hard) < best[0]:
                best = (len(verdict.hard), column, table, verdict)
        if best is None:
            return None
        said = tuple(self.by_name[each.rule].explain(each, best[2]) for each in best[3].hard)
        return Nearest(best[2].placements[group.names[0]].start, said)

    def _place(self, table: Timetable, group: _Group, instead: Holder | None) -> Place:
        after = verify(table, self.soft)
        here = table.placements[group.names[0]]
        dearer = after.cost - self.before.cost
        by_rule = tuple(dearer_by_rule(self.before, after).items())
        return Place(here.start, here.channel, instead, dearer, by_rule, here.facilitators)

    # ---- in words --------------------------------------------------------------------------------------------

    def _demands(self, group: _Group) -> dict[str, tuple[str, ...]]:
        """Return the demands of a group on its own starts, in the words of the rules."""
        found: dict[str, dict[str, None]] = {}
        for name in group.names:
            for rule, cases in self.notes.cases.get(name, {}).items():
                for case in cases:
                    found.setdefault(rule, {})[self.by_name[rule].demand(case, self.programme)] = None
        return {rule: tuple(sentences) for rule, sentences in found.items()}

    def _examples(self, group: _Group, own: Mask, met: _Beside) -> dict[str, tuple[str, ...]]:
        """Return for each rule about people or other sessions what it finds at one of the starts that it refuses.

        It is one that it alone refuses, if there is any; where room is short anyway, only such a one.
        """
        found: dict[str, tuple[str, ...]] = {}
        times = np.sum(list(met.refused.values()), axis=0) if met.refused else np.zeros(len(own))
        room = [mask for name, mask in met.refused.items() if self.by_name[name].short_of == "room"]
        short_of_room = bool(_any(room, len(own))[own].all())
        for name, mask in met.refused.items():
            rule = self.by_name[name]
            columns = np.flatnonzero(mask & own)
            if rule.short_of == "room" or not len(columns):
                continue
            column = int(columns[np.argmin(times[columns])])
            if times[column] > 1 and short_of_room:
                continue
            table = self._with(group, column)
            told = [each for each in sorted(rule.check(table, group.names)) if set(each.sessions) & set(group.names)]
            said = [rule.explain(finding, table) for finding in told]
            if said:
                start = local_text(table.start(group.names[0]), self.programme.forum.zone)
                found[name] = (f"On {start}: {said[0]}",)
        return found

    def _price(self, group: _Group) -> int:
        return sum(
            self.by_name[finding.rule].weight * finding.amount
            for finding in self.before.soft
            if finding.rule == "requests-placed" and finding.case in group.names
        )

    # ---- drafts and timetables -------------------------------------------------------------------------------

    def _draft(self) -> Draft:
        """Return what is held as a draft."""
        draft = Draft(self.board)
        for name in draft.place_all(self.timetable.placements):
            said = words.placed(self.timetable, name)
            raise ForumError(f"{said} lies where the forum has no possible start; no waiting list is made of that.")
        return draft

    def _going_with(self, name: str) -> tuple[str, ...]:
        """Return an occurrence, and the other days of a session of several days: they give way together."""
        session = self.programme.occurrence[name].session
        if session.days == 1 or DaysInARow.name not in self.by_name:
            return (name,)
        return tuple(day.id for day in self.programme.occurrences_of[session.id])

    @contextmanager
    def _without(self, name: str) -> Iterator[None]:
        """Have an occurrence, with what goes with it, give way for a while."""
        taken = {each: self.full.take(each) for each in self._going_with(name)}
        yield
        for each, held in taken.items():
            self.full.place(each, self.index_of[held.begin], held.channels, held.facilitators)

    def _with(self, group: _Group, column: int) -> Timetable:
        """Return the draft as a timetable with the group held at a column too, in free channels where there are any."""
        draft = self.full
        before = dict(draft.held)
        for occurrence, start in zip(group.occurrences, group.starts[:, column].tolist(), strict=True):
            able = self.facilitating.able(draft, occurrence)
            led = Facilitators.name in self.by_name or FacilitatedBy.name in self.by_name
            enough = led and self.facilitating.enough(draft, occurrence, able)[start]
            chosen = self.facilitating.choose(draft, occurrence, able, start) if enough else ()
            classes = list(free_channels(draft, occurrence, start)) or self._allowed(occurrence)
            draft.place(occurrence.id, start, min(classes, key=self._wishes(occurrence)), chosen)
        self.facilitating.assemble(draft)
        table = draft.timetable()
        for name in group.names:
            draft.take(name)
        draft.held = before
        return table

    def _wishes(self, occurrence: Occurrence) -> Callable[[int], int]:
        """Return what each class of channels costs an occurrence."""
        wishes = self.build.objective.channel_wishes.get(occurrence.id, [])

        def price(number: int) -> int:
            return sum(price for fine, price in wishes if self.board.classes[number][0] not in fine)

        return price

    def _allowed(self, occurrence: Occurrence) -> list[int]:
        allowed = self.board.channel_domain[occurrence.id]
        return [number for number, members in enumerate(self.board.classes) if members[0] in allowed]


def _any(masks: Collection[Mask], length: int) -> Mask:
    """Return where any of the masks is true."""
    found = np.zeros(length, dtype=np.bool_)
    for mask in masks:
        found |= mask
    return found


def _by_number(refused: Mapping[str, Mask]) -> Iterator[str]:
    """Yield the rules that refuse the most starts first."""
    yield from sorted(refused, key=lambda rule: -int(refused[rule].sum()))
