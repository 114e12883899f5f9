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
