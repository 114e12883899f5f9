"""Encoding, check and prices of rules about people say the same with other parameters than the usual ones too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constraints.rules.facilitator_load import FacilitatorLoad
from constraints.rules.facilitators_rest import FacilitatorsRest
from constraints.rules.one_place import OnePlace
from scheduler.build import narrow
from tests.constraints.agreement import readings
from tests.constraints.test_prices import drafts, prices, with_one_more
from tests.constraints.tiny_programmes import MAKERS, tiny

OTHERWISE = [
    (OnePlace(mode="hard", lead_buffer=60), ("people", "rest", "facilitation", "autumn")),
    (OnePlace(mode="hard", buffer=0, lead_buffer=120), ("people", "rest", "facilitation")),
    (OnePlace(mode="hard", buffer=60, lead_buffer=0), ("people", "facilitation")),
    (FacilitatorLoad(mode="hard", most=1), ("nominees", "facilitation", "rest")),
    (FacilitatorLoad(mode="hard", most=0), ("rest",)),
    (FacilitatorsRest(mode="hard", rest=0), ("rest", "facilitation", "nominees")),
    (FacilitatorsRest(mode="hard", rest=180), ("rest", "facilitation", "nominees")),
]
EACH = [
    pytest.param(rule, name, id=f"{rule.name}-{number}-{name}")
    for number, (rule, names) in enumerate(OTHERWISE)
    for name in names
]


@pytest.mark.parametrize(("rule", "name"), EACH)
def test_what_is_allowed_asked_and_priced_is_what_the_check_finds(rule, name):
    over = readings(MAKERS[name])
    amounts = over.amounts(rule)
    assert any(amounts)
    assert not all(amounts)
    for board, allowed in (over.allowed([rule]), over.answered([rule])):
        assert allowed == over.without_findings(amounts, board)
    if "soft" in rule.modes:
        every, same, less = over.priced([replace(rule, mode="soft", weight=1)], amounts)
        assert less == set()
        assert same == every


@pytest.mark.parametrize(("rule", "name"), [each for each in EACH if each.values[0].name == "one-place"])
def test_a_start_beside_all_other_sessions_has_a_price_where_the_check_finds_something(rule, name):
    board = narrow(tiny(name), [rule]).board
    for occurrence in board.occurrences:
        others = [other.id for other in board.occurrences if other.id != occurrence.id]
        for draft in drafts(board, others):
            if any(occurrence.id not in finding.sessions for finding in rule.check(draft.timetable())):
                continue
            cost = prices(rule, draft, occurrence.id)
            for start in range(len(board.starts)):
                every = with_one_more(draft, occurrence.id, start)
                found = all(any(rule.check(each, (occurrence.id,))) for each in every)
                assert (cost[start] > 0) == found, (draft.timetable().placements, occurrence.id, start)
