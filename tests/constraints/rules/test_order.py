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
        Finding("order", "a b", ("a", "b")),
        Finding("order", "a c", ("a", "c")),
        Finding("order", "b c", ("b", "c")),
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


def test_the_demand_names_both_and_the_series_where_that_orders_them():
    asked = programme(*AFTER, session("a", series="S", part=3), session("b", series="S", part=7, repeats=2))
    assert RULE.demand("first second", asked) == "second “SECOND” begins after first “FIRST” is over."
    assert RULE.demand("a b.2", asked) == "b.2 “B”, part 7 of the series “S”, begins after a “A”, part 3, is over."


def test_the_order_can_be_given_up():
    asked = programme(session("zero"), session("first"), session("second", after=("zero", "first")))
    (repair,) = RULE.repairs("first second", asked)
    assert (repair.price, repair.words) == (
        300,
        "drop that second “SECOND” comes after first “FIRST” (after of second)",
    )
    assert repair.programme.session["second"].after == ("zero",)


def test_a_part_can_be_taken_out_of_the_order_of_its_series():
    asked = programme(session("a", series="S", part=1), session("b", series="S", part=2, repeats=2))
    (repair,) = RULE.repairs("a b.2", asked)
    assert (repair.price, repair.words) == (300, "take b “B” out of the order of the series “S” (part of b)")
    assert repair.programme.session["b"].part is None


def test_what_is_ordered_twice_is_freed_of_both():
    asked = programme(session("a", series="S", part=1), session("b", series="S", part=2, after=("a",)))
    (repair,) = RULE.repairs("a b", asked)
    assert repair.words == (
        "drop that b “B” comes after a “A” and take b “B” out of the order of the series “S” (after and part of b)"
    )
    assert (repair.programme.session["b"].after, repair.programme.session["b"].part) == ((), None)


def test_a_part_that_is_declared_to_come_after_a_later_one_keeps_its_place_in_the_series():
    asked = programme(session("a", series="S", part=1, after=("b",)), session("b", series="S", part=2))
    (repair,) = RULE.repairs("b a", asked)
    assert repair.words == "drop that a “A” comes after b “B” (after of a)"
    assert repair.programme.session["a"].part == 1
