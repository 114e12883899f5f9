"""Why a session is where it is, where else it could be, and what stands against another time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from data.programme import FixedStart
from data.timetable import Placement, Timetable
from scheduler.build import narrow
from scheduler.engine import Budget, Status, Stop, solve
from scheduler.strategies.greedy import costs_of_starts
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from constraints.rule import Rule
    from data.findings import Finding
    from scheduler.build import Build
    from scheduler.verify import Verdict

TRIES = 15
"""How many of the most promising starts are looked at to find the best ones."""

ROUNDS = 4
"""How often the neighbours that are free to move are widened."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place for a session with everything else where it is: what the timetable would cost more, by rule."""

    placement: Placement
    dearer: int
    by_rule: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """A session's part in the timetable: every finding about it, and the best other starts."""

    findings: tuple[Finding, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands against a session at another time.

    `hard`: what would be broken if nothing else moved. `timetable`: one with the session there and as few of its
    neighbours moved as was found necessary, None if there is none; `moved` are they, `dearer` what it costs more.
    """

    hard: tuple[Finding, ...]
    there: Timetable
    timetable: Timetable | None
    moved: tuple[str, ...]
    dearer: int
    by_rule: Mapping[str, int]


def standing(timetable: Timetable, rules: Sequence[Rule], occurrence: str, most: int = 5) -> Standing:
    """Return each rule's findings about a held occurrence, and its best other starts with everything else as it is."""
    verdict = verify(timetable, rules)
    mine = tuple(finding for finding in (*verdict.hard, *verdict.soft) if occurrence in finding.sessions)
    build = narrow(timetable.programme, rules)
    draft = _draft(build, timetable, without=occurrence)
    costs = costs_of_starts(build, draft, timetable.programme.occurrence[occurrence])
    here = timetable.placements[occurrence]
    found: list[Alternative] = []
    promising = [index for index in np.argsort(costs, kind="stable").tolist() if np.isfinite(costs[index])]
    for index in promising[:TRIES]:
        start = build.board.starts.grid.instant(int(build.board.starts.minute[index]))
        if start == here.start:
            continue
        moved = _moved(build, draft, timetable, occurrence, start)
        after = verify(moved, rules)
        if set(after.hard) <= set(verdict.hard):
            found.append(Alternative(moved.placements[occurrence], after.cost - verdict.cost, _dearer(verdict, after)))
    found.sort(key=lambda other: (other.dearer, other.placement.start))
    return Standing(mine, tuple(found[:most]))


def obstacles(
    timetable: Timetable, rules: Sequence[Rule], occurrence: str, start: datetime, budget: Budget, stop: Stop
) -> Obstacles:
    """Ask what a held or left out occurrence at another start (UTC) would break, and which neighbours had to move."""
    programme = timetable.programme
    before = verify(timetable, rules)
    build = narrow(programme, rules)
    there = _moved(build, _draft(build, timetable, without=occurrence), timetable, occurrence, start)
    hard = tuple(finding for finding in verify(there, rules, {occurrence}).hard if finding not in before.hard)
    free = {name for finding in hard for name in finding.sessions} | {occurrence}
    best: Timetable | None = None
    for _ in range(ROUNDS):
        best = _pinned(there, rules, occurrence, free, budget, stop)
        if best is not None:
            break
        free = _wider(timetable, free)
    if best is None:
        return Obstacles(hard, there, None, (), 0, {})
    after = verify(best, rules)
    moved = tuple(
        name
        for name in timetable.in_order
        if name != occurrence
        and (name not in best.placements or best.placements[name].start != timetable.placements[name].start)
    )
    return Obstacles(hard, there, best, moved, after.cost - before.cost, _dearer(before, after))


def _pinned(
    there: Timetable, rules: Sequence[Rule], occurrence: str, free: Collection[str], budget: Budget, stop: Stop
) -> Timetable | None:
    """Search for the best timetable with the occurrence where it is put and all but the free ones where they are."""
    programme = there.programme
    session = programme.occurrence[occurrence].session
    start = there.placements[occurrence].start
    pin = FixedStart(programme.forum.time_grid.home_date(start), start)
    number = programme.occurrence[occurrence].number
    fixed = tuple(pin if index == number else old for index, old in enumerate(session.fixed, start=1))
    build = narrow(programme.with_session(replace(session, fixed=fixed)), rules)
    board = build.board
    for name in there.placements:
        if name not in free:
            board.restrict(name, board.starts.at(there.placements[name].start))
            board.require(name)
    build.encode()
    for held in (*board.facilitated, *board.assembling):
        if held.id not in free and held.id in there.placements:
            for person in programme.nominees:
                chosen = board.facilitates(person.id, held.id)
                if not isinstance(chosen, bool):
                    board.model.add(chosen == int(person.id in there.placements[held.id].facilitators))
    run = solve(board.model, budget, stop=stop)
    if run.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return None
    answer = Timetable(programme, board.read(run.value).placements)
    hard = [finding for finding in verify(answer, rules).hard if finding.case != occurrence]
    return None if hard else answer


def _wider(timetable: Timetable, free: Collection[str]) -> set[str]:
    """Add what shares a person, a day or an order with what is free already."""
    programme = timetable.programme
    grid = programme.forum.time_grid
    people = {person for name in free if name in timetable.placements for person in timetable.people_of(name)}
    days = {grid.home_date(timetable.start(name)) for name in free if name in timetable.placements}
    return set(free) | {
        name
        for name in timetable.placements
        if people & set(timetable.people_of(name)) or grid.home_date(timetable.start(name)) in days
    }


def _draft(build: Build, timetable: Timetable, without: str) -> Draft:
    draft = Draft(build.board)
    starts = build.board.starts
    for name, placement in timetable.placements.items():
        if name != without:
            index = int(np.searchsorted(starts.minute, starts.grid.minute(placement.start)))
            channels = next(n for n, members in enumerate(build.board.classes) if placement.channel in members)
            draft.place(name, index, channels, placement.facilitators)
    return draft


def _moved(build: Build, draft: Draft, timetable: Timetable, occurrence: str, start: datetime) -> Timetable:
    """Return the timetable with the occurrence at another start, in a channel that is free then if there is one."""
    programme = timetable.programme
    old = timetable.placements.get(occurrence)
    end = programme.end(occurrence, start)

    def is_free(channel: str) -> bool:
        return all(
            end <= timetable.start(name) or timetable.end(name) <= start
            for name, placement in timetable.placements.items()
            if placement.channel == channel and name != occurrence
        )

    allowed = sorted(build.board.channel_domain[occurrence])
    first = [old.channel] if old and old.channel in allowed else []
    channel = next((name for name in (*first, *allowed) if is_free(name)), (*first, *allowed)[0])
    placement = Placement(start, channel, old.facilitators if old else ())
    return Timetable(programme, {**timetable.placements, occurrence: placement})


def _dearer(before: Verdict, after: Verdict) -> dict[str, int]:
    """Return by rule what the second costs more than the first, less where negative, without what did not change."""
    rules = [*before.cost_by_rule, *(rule for rule in after.cost_by_rule if rule not in before.cost_by_rule)]
    changes = {rule: after.cost_by_rule.get(rule, 0) - before.cost_by_rule.get(rule, 0) for rule in rules}
    return {rule: change for rule, change in changes.items() if change}


def in_words(changes: Mapping[str, int]) -> Iterator[str]:
    """Yield each rule with what it costs more or less, dearest first."""
    for rule, change in sorted(changes.items(), key=lambda item: (-item[1], item[0])):
        yield f"{rule} {change:+d}"
