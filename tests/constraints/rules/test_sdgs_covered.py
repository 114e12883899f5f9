"""Each SDG asked for is held at least once."""

from __future__ import annotations

from constraints.rules.sdgs_covered import SdgsCovered
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = SdgsCovered(mode="soft")
NAME = "sdgs-covered"

ASKED = programme(
    session("a", sdgs=("4", "5")),
    session("b", sdgs=("4",), repeats=2),
    session("gone", sdgs=("9",), status="cancelled"),
    session("out", sdgs=("10",), left_out=True),
    session("hall", "exhibition", sdgs=("11",)),
)
NINE = "2020-06-22 09:00"


def found(*held):
    return list(RULE.check(timetable(ASKED, dict.fromkeys(held, NINE))))


def test_what_nothing_held_is_about_is_found():
    assert found("b.1") == [Finding(NAME, "5", ("a",))]
    assert found() == [Finding(NAME, "4", ("a", "b.1", "b.2")), Finding(NAME, "5", ("a",))]


def test_one_session_covers_all_that_it_is_about():
    assert found("a") == []


def test_what_is_cancelled_left_out_or_without_a_time_asks_for_nothing():
    assert [finding.case for finding in found()] == ["4", "5"]


def test_only_what_is_asked_about_is_told():
    table = timetable(ASKED, {})
    assert list(RULE.check(table, ["b.2"])) == [Finding(NAME, "4", ("a", "b.1", "b.2"))]


def test_the_sentence_names_what_was_asked_for():
    table = timetable(ASKED, {"b.1": NINE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "Nothing on SDG 5 is held; asked for are a “A”."


def test_the_demand_names_what_is_on_it_and_the_rule_can_be_softened():
    asked = programme(session("a", sdgs=("4",)), session("b", sdgs=("4",)), session("c"))
    rule = SdgsCovered(mode="hard")
    assert rule.demand("4", asked) == ("At least one session on SDG 4, such as a “A” or b “B”, has to be held.")
    assert rule.demand("4", programme(session("c"))) == "At least one session on SDG 4 has to be held."
    (repair,) = rule.repairs("4", asked)
    assert (repair.words, repair.rule) == (
        f'let SDGs be without a session (rules.toml: mode = "soft" under [{NAME}])',
        RULE,
    )
