"""What a rule tells the search about each start of a session is what its check will say.

A price knows what is held already. As long as some sessions are still to be placed, it may also look ahead: then it
may only refuse a start after which the rest cannot be placed without a finding. Who will facilitate the session
itself is not known to it; the search asks that separately.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from constraints.catalogue import CATALOGUE
from constraints.draft import Draft
from constraints.rule import Rule
from data.timetable import Placement, Timetable
from scheduler.build import narrow
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS, tiny

PRICING = [pytest.param(kind, id=kind.name) for kind in CATALOGUE if kind.prices is not Rule.prices]

HELPED = ("repeats-regions",)
"""Rules of which one more session can end findings, but not begin one beside others without findings."""


def prices(rule, draft, occurrence):
    """What each start costs by the rule, beside the draft."""
    total = np.zeros(len(draft.starts))
    for where, amount in rule.prices(draft, occurrence):
        total[where] += amount
    return total


def drafts(board, occurrences):
    """Every draft of some occurrences, at every start and in every class of channels."""
    spots = list(product(range(len(board.starts)), range(len(board.classes))))
    for chosen in product(spots, repeat=len(occurrences)):
        draft = Draft(board)
        for name, (start, channels) in zip(occurrences, chosen, strict=True):
            draft.place(name, start, channels)
        yield draft


def with_one_more(draft, occurrence, start):
    """The timetables of the draft with one more session at a start, in each class of channels."""
    for channels in range(len(draft.board.classes)):
        begin = int(draft.starts.minute[start])
        given = draft.board.hand_out(
            {**{name: at.begin for name, at in draft.held.items()}, occurrence: begin},
            {**{name: at.channels for name, at in draft.held.items()}, occurrence: channels},
        )
        yield Timetable(
            draft.programme,
            {
                name: Placement(draft.starts.grid.instant(begin if name == occurrence else draft.held[name].begin), at)
                for name, at in given.items()
            },
        )


@pytest.mark.parametrize("kind", PRICING)
def test_beside_all_other_sessions_a_start_has_a_price_where_the_check_finds_something(kind):
    rule = kind(mode=kind.modes[0])
    priced = set()
    for programme in map(tiny, MAKERS):
        board = narrow(programme, [rule]).board
        for occurrence in board.occurrences:
            others = [other.id for other in board.occurrences if other.id != occurrence.id]
            # Channels are handed out anew: it may be another session that finds none then.
            about = None if kind.name == "channels" else (occurrence.id,)
            for draft in drafts(board, others):
                if any(occurrence.id not in finding.sessions for finding in rule.check(draft.timetable())):
                    continue
                cost = prices(rule, draft, occurrence.id)
                for start in range(len(board.starts)):
                    every = with_one_more(draft, occurrence.id, start)
                    found = all(any(rule.check(each, about)) for each in every)
                    assert (cost[start] > 0) == found, (draft.timetable().placements, occurrence.id, start)
                    priced.add(found)
    assert priced == ({False} if kind.name in HELPED else {True, False})


@pytest.mark.parametrize("kind", PRICING)
def test_looking_ahead_refuses_only_what_leaves_no_place_for_the_rest(kind):
    rule = kind(mode=kind.modes[0])
    for name in MAKERS:
        programme = tiny(name)
        board = narrow(programme, [rule]).board
        every = [occurrence.id for occurrence in programme.occurrences]
        grid = programme.forum.time_grid
        good = {
            tuple(grid.minute(table.start(occurrence)) for occurrence in every)
            for table in readings(MAKERS[name]).tables
            if len(table.placements) == len(every) and not any(rule.check(table))
        }
        for number, occurrence in enumerate(every):
            fine = {starts[number] for starts in good}
            cost = prices(rule, Draft(board), occurrence)
            assert fine <= {int(minute) for minute in board.starts.minute[cost == 0]}, occurrence
            for place, other in enumerate(every):
                for draft in drafts(board, [other] if other != occurrence else []):
                    here = draft.held[other].begin if other != occurrence else None
                    fine = {starts[number] for starts in good if here in (None, starts[place])}
                    cost = prices(rule, draft, occurrence)
                    if kind.name != "channels":
                        assert fine <= {int(minute) for minute in board.starts.minute[cost == 0]}, (occurrence, other)
