"""Official, fixed and pinned sessions are held."""

from __future__ import annotations

from constraints.rules.must_place import MustPlace
from data.findings import Finding
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
