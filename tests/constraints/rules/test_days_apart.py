"""Sessions are as many home dates apart as declared, in either order."""

from __future__ import annotations

import pytest

from constraints.rules.days_apart import DaysApart
from data import programme as facts
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = DaysApart(mode="hard")


def found(*said, a="2020-06-24 09:00", b):
    asked = programme(
        session("a", days_apart=tuple(facts.DaysApart("b", *each) for each in said)),
        session("b"),
        on="2020-06-22..2020-06-30",
    )
    return list(RULE.check(timetable(asked, {"a": a, "b": b})))


@pytest.mark.parametrize(
    ("day", "kept"),
    [("22", True), ("23", False), ("24", False), ("25", False), ("26", True), ("27", True), ("28", False)],
)
def test_at_least_two_and_at_most_three_days_before_or_after(day, kept):
    wrong = [] if kept else [Finding("days-apart", "a b", ("a", "b"))]
    assert found((2, 3), b=f"2020-06-{day} 16:00") == wrong


def test_dates_count_and_not_hours():
    assert found((1, None), a="2020-06-24 23:30", b="2020-06-25 00:30") == []
    assert found((0, 0), a="2020-06-24 00:30", b="2020-06-24 23:30") == []


def test_all_that_is_said_holds():
    assert found((1, None), (0, 2), b="2020-06-25 09:00") == []
    assert found((1, None), (0, 2), b="2020-06-24 09:00") == [Finding("days-apart", "a b", ("a", "b"))]
    assert found((1, None), (0, 2), b="2020-06-27 09:00") == [Finding("days-apart", "a b", ("a", "b"))]


def test_every_occurrence_counts_also_where_the_other_session_said_it():
    asked = programme(session("r", repeats=2), session("x", days_apart=(facts.DaysApart("r", 2),)))
    table = timetable(asked, {"r.1": "2020-06-22 09:00", "r.2": "2020-06-24 09:00", "x": "2020-06-25 09:00"})
    assert list(RULE.check(table)) == [Finding("days-apart", "r.2 x", ("r.2", "x"))]
    assert list(RULE.check(table, ["r.1"])) == []


@pytest.mark.parametrize(
    ("said", "words"), [((2, None), "at least 2"), ((0, 0), "at most 0"), ((2, 4), "at least 2 and at most 4")]
)
def test_the_sentence_says_what_was_declared(said, words):
    asked = programme(session("a", days_apart=(facts.DaysApart("b", *said),)), session("b"))
    table = timetable(asked, {"a": "2020-06-22 09:00", "b": "2020-06-23 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        f"Declared to be {words} days apart, but 1 apart: a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Tue 23 Jun 2020 09:00 (Europe/Zurich)."
    )


def asked_for(mine, yours=()):
    return programme(
        session("a", days_apart=tuple(facts.DaysApart("b", *each) for each in mine)),
        session("b", days_apart=tuple(facts.DaysApart("a", *each) for each in yours)),
        on="2020-06-22..2020-06-30",
    )


@pytest.mark.parametrize(
    ("mine", "yours", "said"),
    [
        ([(2, 3)], [], "at least 2 days and at most 3 days"),
        ([(1, None)], [], "at least 1 day"),
        ([(0, 1)], [], "at most 1 day"),
        ([(2, 2)], [], "exactly 2 days"),
        ([(2, None)], [(3, None), (1, 5)], "at least 3 days and at most 5 days"),
    ],
)
def test_the_demand_says_all_that_both_declare(mine, yours, said):
    assert RULE.demand("a b", asked_for(mine, yours)) == (
        f"a “A” and b “B” are held {said} apart, in either order (dates in Europe/Zurich)."
    )


def test_they_can_be_a_day_nearer_or_farther_or_any_number_of_days_apart():
    repairs = list(RULE.repairs("a b", asked_for([(2, None)], [(1, 3), (0, 5)])))
    assert [(repair.price, repair.words) for repair in repairs] == [
        (100, "let a “A” and b “B” be held only 1 day apart instead of at least 2 days apart (days_apart)"),
        (100, "let a “A” and b “B” be held 4 days apart instead of at most 3 (days_apart)"),
        (300, "let a “A” and b “B” be held however many days apart (days_apart)"),
    ]
    assert [[each.days_apart for each in repair.programme.sessions] for repair in repairs] == [
        [each.days_apart for each in asked_for(mine, yours).sessions]
        for mine, yours in (([(1, None)], [(1, 3), (0, 5)]), ([(2, None)], [(1, 4), (0, 5)]), ([], []))
    ]


def test_only_what_is_declared_can_be_eased():
    assert [repair.words for repair in RULE.repairs("a b", asked_for([(1, None)]))] == [
        "let a “A” and b “B” be held on the same day instead of at least 1 day apart (days_apart)",
        "let a “A” and b “B” be held however many days apart (days_apart)",
    ]
    assert [repair.words for repair in RULE.repairs("a b", asked_for([(0, 1)]))] == [
        "let a “A” and b “B” be held 2 days apart instead of at most 1 (days_apart)",
        "let a “A” and b “B” be held however many days apart (days_apart)",
    ]


def test_what_is_declared_about_others_stays():
    apart = facts.DaysApart("c", 1)
    asked = programme(session("a", days_apart=(facts.DaysApart("b", 1), apart)), session("b"), session("c"))
    assert [repair.programme.session["a"].days_apart for repair in RULE.repairs("a b", asked)] == [
        (facts.DaysApart("b", 0), apart),
        (apart,),
    ]
