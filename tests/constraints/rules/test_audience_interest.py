"""Sessions that the same people want are kept apart."""

from __future__ import annotations

from dataclasses import replace

from constraints.catalogue import policy_problems
from constraints.rules.audience_interest import AudienceInterest
from data.findings import Finding
from data.policy import Policy
from tests.factories import programme, session, timetable

RULE = AudienceInterest(mode="soft")

ASKED = replace(
    programme(
        session("a", minutes=120),
        session("b"),
        session("c", repeats=2),
        session("d"),
        session("e", "exhibition"),
        session("f", status="cancelled"),
    ),
    interest={
        ("a", "b"): 29,
        ("a", "c"): 10,
        ("a", "d"): 9,
        ("b", "d"): 10,
        ("a", "e"): 500,
        ("a", "f"): 400,
    },
)
NINE, TEN, ELEVEN = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 11:00"


def found(starts, rule=RULE, about=None):
    return [(each.case, each.amount) for each in rule.check(timetable(ASKED, starts), about)]


def test_the_finding_names_both_sessions_and_no_person():
    assert list(RULE.check(timetable(ASKED, {"a": NINE, "b": TEN}))) == [
        Finding("audience-interest", "a b", ("a", "b"), amount=2)
    ]


def test_tens_of_attendees_count_rounded_down_and_fewer_not():
    assert found({"a": NINE, "b": NINE, "d": NINE}) == [("a b", 2), ("b d", 1)]
    assert found({"a": NINE, "d": NINE}) == []


def test_right_after_is_fine():
    assert found({"a": NINE, "b": ELEVEN}) == []


def test_each_repeat_beside_the_other_session_counts():
    assert found({"a": NINE, "c.1": NINE, "c.2": TEN}) == [("a c.1", 1), ("a c.2", 1)]
    assert found({"a": NINE, "c.1": NINE, "c.2": ELEVEN}) == [("a c.1", 1)]
    assert found({"a": NINE, "c.1": NINE, "c.2": TEN}, about=("c.2",)) == [("a c.2", 1)]


def test_how_many_attendees_are_one_is_a_parameter():
    one = AudienceInterest(mode="soft", unit=1)
    assert found({"a": NINE, "b": NINE, "d": NINE}, one) == [("a b", 29), ("b d", 10), ("a d", 9)]


def test_only_the_dearest_pairs_of_sessions_that_are_held_at_a_time_are_looked_at():
    everything = {"a": NINE, "b": NINE, "c.1": NINE, "d": NINE}
    assert found(everything, AudienceInterest(mode="soft", pairs=3)) == [("a b", 2), ("a c.1", 1), ("b d", 1)]
    assert found(everything, AudienceInterest(mode="soft", pairs=2)) == [("a b", 2), ("a c.1", 1)]
    assert found(everything, AudienceInterest(mode="soft", pairs=0)) == []


def test_a_unit_of_nobody_is_refused_and_thousands_of_pairs_are_not():
    told = [problem.expected for problem in policy_problems(Policy({"audience-interest": {"unit": 0, "pairs": 5000}}))]
    assert told == ["expected a whole number from 1 to 100000"]


def test_the_sentence_says_how_many_want_both():
    table = timetable(ASKED, {"a": NINE, "b": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "29 attendees want to attend both of what is held at the same time:"
        " a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich); b “B” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )
