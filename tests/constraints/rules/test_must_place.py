"""Official, fixed and pinned sessions are held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from constraints.rules.must_place import MustPlace
from data.findings import Finding
from data.problems import Origin
from data.programme import FixedStart
from tests.factories import programme, session, timetable

RULE = MustPlace(mode="hard")


def missing(*sessions):
    return list(RULE.check(timetable(programme(*sessions), {})))


def test_an_official_session_without_a_place_is_found():
    assert missing(session("opening", official=True)) == [Finding("must-place", "opening", ("opening",))]


def test_a_pinned_request_and_one_with_a_fixed_day_must_be_held_too():
    assert missing(session("pinned", pinned=True), session("settled", fixed="2020-06-22")) == [
        Finding("must-place", "pinned", ("pinned",)),
        Finding("must-place", "settled", ("settled",)),
    ]


def test_a_request_may_be_left_out():
    assert missing(session("request", status="confirmed")) == []


def test_only_the_occurrence_that_is_fixed_must_be_held():
    assert missing(session("twice", repeats=2, fixed=(None, "2020-06-23 10:00"))) == [
        Finding("must-place", "twice.2", ("twice.2",))
    ]


def test_what_is_cancelled_left_out_or_has_no_time_is_not_missed():
    assert (
        missing(
            session("cancelled", official=True, status="cancelled"),
            session("left-out", official=True, left_out=True),
            session("stand", "exhibition", official=True),
        )
        == []
    )


def test_an_official_session_that_is_held_is_fine():
    asked = programme(session("opening", official=True))
    assert list(RULE.check(timetable(asked, {"opening": "2020-06-22 09:00"}))) == []


def test_the_sentence_names_the_session():
    table = timetable(programme(session("opening", official=True)), {})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "opening “OPENING” must be held and has no place."


def test_the_demand_says_why_it_must_be_held():
    decided = FixedStart(date(2020, 6, 22), origin=Origin("decisions.csv", 2))
    asked = programme(
        session("opening", official=True, fixed="2020-06-22 09:00"),
        session("pinned", pinned=True),
        session("start", fixed="2020-06-22 09:00"),
        session("day", fixed="2020-06-22"),
        replace(session("decided"), fixed=(decided,)),
    )
    assert [RULE.demand(name, asked) for name in asked.session] == [
        "opening “OPENING” is an official session and must be held.",
        "pinned “PINNED” is pinned by a decision of the team and must be held.",
        "start “START” has a fixed start and must be held.",
        "day “DAY” has a fixed day and must be held.",
        "decided “DECIDED” is fixed by a decision of the team and must be held.",
    ]


def test_it_can_be_given_up_the_dearer_the_more_was_promised():
    asked = programme(
        session("opening", official=True, status="confirmed", priority=5),
        session("promised", pinned=True, status="accepted"),
        session("wished", pinned=True, priority=1),
    )
    found = [repair for name in asked.session for repair in RULE.repairs(name, asked)]
    assert [(repair.words, repair.price) for repair in found] == [
        ("leave opening “OPENING” out", 30000),
        ("leave promised “PROMISED” out", 9000),
        ("leave wished “WISHED” out", 1000),
    ]
    assert [set(asked.occurrence) - set(repair.programme.occurrence) for repair in found] == [
        {"opening"},
        {"promised"},
        {"wished"},
    ]


def test_a_repeated_session_can_be_repeated_once_less():
    asked = programme(session("r", official=True, repeats=3, fixed=("2020-06-22", "2020-06-23", None)))
    out, less = RULE.repairs("r.2", asked)
    assert (out.words, out.price) == ("leave r “R” out", 6000)
    assert (less.words, less.price) == ("hold r “R” 2 times, not 3 (repeats of r)", 2000)
    assert [(part.id, part.fixed and str(part.fixed.day)) for part in less.programme.occurrences] == [
        ("r.1", "2020-06-22"),
        ("r.2", None),
    ]
