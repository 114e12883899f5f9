"""Sessions declared to go on one day are held on one home date."""

from __future__ import annotations

from constraints.rules.same_day import SameDay
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = SameDay(mode="hard")

ASKED = programme(session("a", same_day=("b",)), session("b", repeats=2), session("c", same_day=("a",)))
MONDAY, LATE, TUESDAY = "2020-06-22 09:00", "2020-06-22 16:00", "2020-06-23 00:30"


def found(starts, about=None):
    return list(RULE.check(timetable(ASKED, starts), about))


def test_one_of_the_two_has_to_say_so():
    assert found({"a": MONDAY, "c": TUESDAY}) == [Finding("same-day", "a c", ("a", "c"))]
    assert found({"a": MONDAY, "c": LATE}) == []


def test_every_occurrence_counts():
    assert found({"a": MONDAY, "b.1": LATE, "b.2": TUESDAY}) == [Finding("same-day", "a b.2", ("a", "b.2"))]


def test_a_session_that_is_not_held_asks_nothing_and_others_go_where_they_like():
    assert found({"b.1": MONDAY, "c": TUESDAY}) == []


def test_the_day_is_that_of_the_forum_not_of_utc():
    assert found({"a": TUESDAY, "c": "2020-06-23 09:00"}) == []


def test_only_what_is_asked_about_is_told():
    starts = {"a": MONDAY, "b.1": TUESDAY, "c": TUESDAY}
    assert found(starts, ["c"]) == [Finding("same-day", "a c", ("a", "c"))]


def test_the_sentence_names_both():
    table = timetable(ASKED, {"a": MONDAY, "c": TUESDAY})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Declared to be held on the same day: a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " c “C” on Tue 23 Jun 2020 00:30 (Europe/Zurich)."
    )


def test_the_demand_names_both():
    assert RULE.demand("a b.2", ASKED) == "a “A” and b.2 “B” are held on the same day (dates in Europe/Zurich)."


def test_they_can_go_on_different_days_whichever_of_them_said_so():
    both = programme(session("a", same_day=("b", "c")), session("b", same_day=("a",)), session("c"))
    (repair,) = RULE.repairs("a b", both)
    assert (repair.price, repair.words) == (300, "let a “A” and b “B” go on different days (same_day)")
    assert [each.same_day for each in repair.programme.sessions] == [("c",), (), ()]
