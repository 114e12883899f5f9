"""Sessions that are declared not to go together are not held at the same time."""

from __future__ import annotations

from constraints.rules.not_together import NotTogether
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = NotTogether(mode="hard")

ASKED = programme(session("b", minutes=120, not_with=("a",)), session("a", repeats=2), session("c"))
NINE, TEN, ELEVEN = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 11:00"


def found(starts, asked=ASKED):
    return list(RULE.check(timetable(asked, starts)))


def test_it_is_enough_that_one_of_the_two_says_so():
    assert found({"a.1": TEN, "b": NINE}) == [Finding("not-together", "a.1 b", ("a.1", "b"))]


def test_each_occurrence_that_overlaps_counts():
    assert found({"a.1": NINE, "a.2": TEN, "b": NINE}) == [
        Finding("not-together", "a.1 b", ("a.1", "b")),
        Finding("not-together", "a.2 b", ("a.2", "b")),
    ]


def test_if_both_say_so_it_is_one_finding():
    both = programme(session("a", not_with=("b",)), session("b", not_with=("a",)))
    assert found({"a": NINE, "b": NINE}, both) == [Finding("not-together", "a b", ("a", "b"))]


def test_right_after_is_fine_and_so_is_anything_else_at_the_same_time():
    assert found({"b": NINE, "a.1": ELEVEN, "c": NINE}) == []


def test_the_sentence_names_both():
    table = timetable(ASKED, {"a.1": TEN, "b": NINE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Declared not to be held together: a.1 “A” on Mon 22 Jun 2020 10:00 (Europe/Zurich);"
        " b “B” on Mon 22 Jun 2020 09:00 (Europe/Zurich)."
    )


def test_the_demand_names_both():
    assert RULE.demand("a.2 b", ASKED) == "a.2 “A” and b “B” are not held at the same time."


def test_they_can_be_held_together_whichever_of_them_said_so():
    both = programme(session("a", not_with=("b", "c")), session("b", not_with=("a",)), session("c"))
    (repair,) = RULE.repairs("a b", both)
    assert (repair.price, repair.words) == (300, "let a “A” and b “B” be held together (not_with)")
    assert [each.not_with for each in repair.programme.sessions] == [("c",), (), ()]
