"""Sessions declared to go on different days are not held on one home date."""

from __future__ import annotations

from constraints.rules.other_day import OtherDay
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = OtherDay(mode="hard")

ASKED = programme(session("a"), session("b", other_day=("a",), repeats=2), session("c", other_day=("d",)), session("d"))
MONDAY, LATE, TUESDAY = "2020-06-22 09:00", "2020-06-22 16:00", "2020-06-23 00:30"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_two_on_one_day_are_found_whichever_of_them_said_so():
    assert found({"a": MONDAY, "b.1": LATE}) == [Finding("other-day", "a b.1", ("a", "b.1"))]
    assert found({"c": MONDAY, "d": LATE}) == [Finding("other-day", "c d", ("c", "d"))]


def test_every_occurrence_counts():
    assert found({"a": MONDAY, "b.1": LATE, "b.2": MONDAY}) == [
        Finding("other-day", "a b.1", ("a", "b.1")),
        Finding("other-day", "a b.2", ("a", "b.2")),
    ]


def test_half_an_hour_past_midnight_is_another_day():
    assert found({"a": LATE, "b.1": TUESDAY}) == []


def test_nothing_is_asked_of_those_that_are_not_paired():
    assert found({"a": MONDAY, "c": MONDAY}) == []


def test_the_sentence_names_both():
    table = timetable(ASKED, {"c": MONDAY, "d": LATE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Declared to be held on different days: c “C” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " d “D” on Mon 22 Jun 2020 16:00 (Europe/Zurich)."
    )


def test_the_demand_names_both():
    assert RULE.demand("a b.2", ASKED) == "a “A” and b.2 “B” are held on different days (dates in Europe/Zurich)."


def test_they_can_go_on_the_same_day_whichever_of_them_said_so():
    both = programme(session("a", other_day=("b", "c")), session("b", other_day=("a",)), session("c"))
    (repair,) = RULE.repairs("a b", both)
    assert (repair.price, repair.words) == (300, "let a “A” and b “B” go on the same day (other_day)")
    assert [each.other_day for each in repair.programme.sessions] == [("c",), (), ()]
