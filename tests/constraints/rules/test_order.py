"""Declared order holds."""

from __future__ import annotations

from constraints.rules.order import Order
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = Order(mode="hard")

NINE, TEN, ELEVEN = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 11:00"


def found(starts, *sessions):
    return list(RULE.check(timetable(programme(*sessions), starts)))


AFTER = (session("first"), session("second", after=("first",)))


def test_what_comes_after_begins_when_the_other_is_over():
    assert found({"first": NINE, "second": TEN}, *AFTER) == []
    assert found({"first": TEN, "second": TEN}, *AFTER) == [Finding("order", "first second", ("first", "second"))]
    assert found({"first": TEN, "second": NINE}, *AFTER) == [Finding("order", "first second", ("first", "second"))]


def test_the_parts_of_a_series_follow_one_another_whatever_the_order_of_the_table():
    series = (session("c", series="S", part=3), session("a", series="S", part=1), session("b", series="S", part=2))
    assert found({"a": NINE, "b": TEN, "c": ELEVEN}, *series) == []
    assert found({"a": ELEVEN, "b": TEN, "c": NINE}, *series) == [
        Finding("order", "a c", ("a", "c")),
        Finding("order", "b c", ("b", "c")),
        Finding("order", "a b", ("a", "b")),
    ]


def test_two_of_the_same_part_and_those_without_a_part_are_not_ordered():
    series = (session("a", series="S", part=1), session("b", series="S", part=1), session("c", series="S"))
    assert found({"a": NINE, "b": NINE, "c": NINE}, *series) == []


def test_two_series_have_nothing_to_do_with_each_other():
    assert found({"a": TEN, "b": NINE}, session("a", series="S", part=1), session("b", series="T", part=2)) == []


def test_all_occurrences_of_the_earlier_session_come_before_all_of_the_later():
    twice = (session("first", repeats=2), session("second", after=("first",)))
    assert found({"first.1": NINE, "first.2": ELEVEN, "second": TEN}, *twice) == [
        Finding("order", "first.2 second", ("first.2", "second"))
    ]


def test_a_session_that_is_not_held_asks_nothing():
    assert found({"second": NINE}, *AFTER) == []


def test_who_is_named_twice_is_found_once():
    both = (session("a", series="S", part=1), session("b", series="S", part=2, after=("a",)))
    assert found({"a": TEN, "b": NINE}, *both) == [Finding("order", "a b", ("a", "b"))]


def test_the_sentence_names_both():
    table = timetable(programme(*AFTER), {"first": TEN, "second": NINE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "second “SECOND” on Mon 22 Jun 2020 09:00 (Europe/Zurich) must come after"
        " first “FIRST” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )
