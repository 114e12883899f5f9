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


def test_in_a_part_of_the_forum_without_the_first_nothing_is_asked():
    assert found({"second": "2020-06-22 09:00"}, PAIR[1]) == []


def test_the_sentence_names_both():
    table = timetable(programme(*PAIR), {"first": "2020-06-22 09:00", "second": "2020-06-22 13:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "second “SECOND” on Mon 22 Jun 2020 13:00 (Europe/Zurich) must follow"
        " first “FIRST” on Mon 22 Jun 2020 09:00 (Europe/Zurich) within 15 minutes of its end."
    )


def test_the_demand_names_both_and_the_break():
    asked = programme(*PAIR)
    assert RULE.demand("first second", asked) == (
        "second “SECOND” begins at the moment when first “FIRST” is over, or up to 15 minutes later."
    )
    assert DirectlyAfter(mode="hard", within=0).demand("first second", asked) == (
        "second “SECOND” begins at the moment when first “FIRST” is over."
    )


def test_the_break_can_be_longer_or_however_long():
    asked = programme(*PAIR)
    repairs = list(RULE.repairs("first second", asked))
    assert [(repair.price, repair.words) for repair in repairs] == [
        (
            150,
            "let up to 30 minutes pass instead of 15 where sessions follow one another directly"
            " (rules.toml: within = 30 under [directly-after])",
        ),
        (300, "let second “SECOND” be held any time after first “FIRST” (move first from directly_after to after)"),
    ]
    longer, loose = repairs
    assert (longer.programme, longer.rule) == (asked, DirectlyAfter(mode="hard", within=30))
    assert (loose.programme.session["second"].directly_after, loose.programme.session["second"].after) == (
        "",
        ("first",),
    )
