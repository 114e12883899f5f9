"""What is said of each rule's part in where a session can be is what its own check says, on tiny forums."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constraints.board import Board
from constraints.catalogue import CATALOGUE
from constraints.starts import Starts
from data.timetable import Timetable
from scheduler import Budget, Stop, standing
from scheduler.build import anywhere
from tests.constraints.agreement import readings, ways
from tests.constraints.tiny_programmes import MAKERS, SETTINGS, WIDE

SURE = Budget(20.0, 1, 1, deterministic=True)
MOST = 2
"""So many timetables of each programme are asked about, spread over those in which nothing is found."""

HARD = [pytest.param(kind, id=kind.name) for kind in CATALOGUE if "hard" in kind.modes and kind.name != "fair-hours"]


def clean(rule, name):
    """Some timetables of a programme in which the rule finds nothing, most of them with everything held."""
    fine = [table for table in readings(MAKERS[name]).tables if not any(rule.check(table))]
    fine.sort(key=lambda table: -len(table.placements))
    most = [table for table in fine if len(table.placements) == len(fine[0].placements)]
    return [*most[:: max(1, len(most) // MOST)][:MOST], *fine[len(most) :: max(1, len(fine))][:1]]


def refused(rule, table, occurrence, board, starts):
    """At how many starts the check finds something about the occurrence, in whatever channel it and others are."""
    count = 0
    for minute in starts.minute:
        held = replace(table.placements[occurrence], start=starts.grid.instant(int(minute)))
        every = (
            Timetable(table.programme, {**table.placements, occurrence: replace(held, channel=members[0])})
            for members in board.classes
        )
        count += all(any(rule.check(way, {occurrence})) for moved in every for way in list(ways(moved, board)))
    return count


@pytest.mark.parametrize("kind", HARD)
def test_a_hard_rule_refuses_the_starts_at_which_its_check_finds_something(kind):
    rule = kind(mode="hard", **SETTINGS.get(kind.name, {}))
    for name in MAKERS:
        if name in WIDE:
            continue
        for table in clean(rule, name):
            starts = Starts(table.programme, wide=anywhere([rule]))
            board = Board(table.programme)
            for occurrence in table.placements:
                stands = standing(table, (rule,), occurrence, SURE, Stop(), most=0)
                (part,) = stands.parts
                wanted = refused(rule, table, occurrence, board, starts)
                assert part.refuses == wanted, (name, occurrence, table.placements)
                assert stands.starts == len(starts)
                here = starts.at(table.start(occurrence)).any()
                assert stands.left == len(starts) - wanted - int(here)
                assert set(part.sessions) <= set(table.placements) - {occurrence}
