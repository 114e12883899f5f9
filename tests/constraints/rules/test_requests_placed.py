"""A request that is left out costs by its priority."""

from __future__ import annotations

import pytest

from constraints.rules.requests_placed import RequestsPlaced
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = RequestsPlaced(mode="soft")


def left_out(*sessions, rule=RULE):
    return list(rule.check(timetable(programme(*sessions), {})))


def test_a_request_left_out_counts_its_priority():
    assert left_out(session("a", priority=4)) == [Finding("requests-placed", "a", ("a",), amount=4)]


@pytest.mark.parametrize("status", ["accepted", "confirmed"])
def test_what_the_team_has_accepted_weighs_three_times_as_much(status):
    assert left_out(session("a", priority=2, status=status)) == [Finding("requests-placed", "a", ("a",), amount=6)]


def test_how_much_more_it_weighs_is_a_parameter():
    rule = RequestsPlaced(mode="soft", accepted_factor=10)
    assert left_out(session("a", priority=1, status="accepted"), rule=rule) == [
        Finding("requests-placed", "a", ("a",), amount=10)
    ]


def test_each_repeat_that_is_left_out_counts():
    asked = programme(session("a", repeats=2))
    assert list(RULE.check(timetable(asked, {"a.1": "2020-06-22 09:00"}))) == [
        Finding("requests-placed", "a.2", ("a.2",), amount=3)
    ]


def test_official_and_cancelled_sessions_are_not_requests_left_out():
    assert left_out(session("opening", official=True), session("gone", status="cancelled")) == []


def test_the_sentence_says_how_dear_it_was():
    table = timetable(programme(session("a", priority=5, status="accepted")), {})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "a “A” is left out (accepted, priority 5)."


def test_the_demand_says_how_it_is_asked_for_and_requests_or_this_one_can_be_left_out():
    asked = programme(session("a", status="accepted", priority=2))
    rule = RequestsPlaced(mode="hard")
    assert rule.demand("a", asked) == "a “A” is asked for (accepted, priority 2), and every request must be held."
    eased, out = rule.repairs("a", asked)
    assert (eased.words, eased.price, eased.rule) == (
        'let requests that do not fit be left out (rules.toml: mode = "soft" under [requests-placed])',
        200,
        RULE,
    )
    assert (out.words, out.price, out.programme.occurrences) == ("leave a “A” out", 6000, ())
