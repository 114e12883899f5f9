"""A session that is declared to follow another directly does so."""

from __future__ import annotations

from constraints.rules.directly_after import DirectlyAfter
from data.findings import Finding
from tests.factories import forum, programme, session, timetable

RULE = DirectlyAfter(mode="hard")

PAIR = (session("first"), session("second", directly_after="first"))
FOUND = [Finding("directly-after", "first second", ("first", "second"))]


def found(starts, *sessions, rule=RULE):
    return list(rule.check(timetable(programme(forum(grid=5), *(sessions or PAIR)), starts)))


def test_at_once_or_after_a_short_break_is_fine():
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-22 10:00"}) == []
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-22 10:15"}) == []


def test_after_a_longer_break_or_before_the_end_is_found():
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-22 10:20"}) == FOUND
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-22 09:55"}) == FOUND
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-23 10:00"}) == FOUND


def test_how_long_the_break_may_be_is_a_parameter():
    rule = DirectlyAfter(mode="hard", within=60)
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-22 11:00"}, rule=rule) == []
    assert found({"first": "2020-06-22 09:00", "second": "2020-06-22 11:05"}, rule=rule) == FOUND


def test_of_several_occurrences_the_last_of_the_first_and_the_first_of_the_second_count():
    twice = (session("first", repeats=2), session("second", repeats=2, directly_after="first"))
    starts = {"first.1": "2020-06-22 09:00", "first.2": "2020-06-23 09:00", "second.2": "2020-06-24 09:00"}
    assert found({**starts, "second.1": "2020-06-23 10:00"}, *twice) == []
    assert found({**starts, "second.1": "2020-06-22 10:00"}, *twice) == [
        Finding("directly-after", "first.2 second.1", ("first.2", "second.1"))
    ]


def test_if_either_is_not_held_nothing_is_asked():
    assert found({"second": "2020-06-22 09:00"}) == []
    assert found({"first": "2020-06-22 09:00"}) == []


def test_the_sentence_names_both():
    table = timetable(programme(*PAIR), {"first": "2020-06-22 09:00", "second": "2020-06-22 13:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "second “SECOND” on Mon 22 Jun 2020 13:00 (Europe/Zurich) must follow"
        " first “FIRST” on Mon 22 Jun 2020 09:00 (Europe/Zurich) within 15 minutes of its end."
    )
