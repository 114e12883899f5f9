"""Nobody has to be there when they said they cannot."""

from __future__ import annotations

from constraints.rules.cannot import Cannot
from data.findings import Finding
from tests.factories import appears, person, programme, session, times, timetable

RULE = Cannot(mode="hard")

ABSENT = [Finding("cannot", "mia a", ("a",), ("mia",))]


def found(start, cannot, *parts):
    asked = programme(session("a", minutes=90), person("mia", "Asia/Kathmandu", cannot=(cannot,)), *parts)
    return list(RULE.check(timetable(asked, {"a": start})))


MORNING = times("Asia/Kathmandu", between="12:45-13:45")
"""09:00 to 10:00 at home."""


def test_a_session_in_such_hours_is_found_and_right_after_them_is_fine():
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a")) == ABSENT
    assert found("2020-06-22 10:00", MORNING, appears("mia", "a")) == []


def test_only_the_person_s_own_minutes_count():
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a", minutes=(60, 90))) == []
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a", minutes=(59, 90))) == ABSENT


def test_each_part_that_falls_into_such_times_counts():
    twice = (appears("mia", "a", minutes=(0, 5)), appears("mia", "a", minutes=(50, 55)))
    assert found("2020-06-22 09:00", MORNING, *twice) == [Finding("cannot", "mia a", ("a",), ("mia",), 2)]


def test_an_optional_appearance_does_not_count():
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a", required=False)) == []


def test_a_date_is_the_person_s_own_date():
    tuesday = times("Asia/Kathmandu", on="2020-06-23")
    assert found("2020-06-22 21:00", tuesday, appears("mia", "a", minutes=(0, 10))) == ABSENT
    assert found("2020-06-23 21:00", tuesday, appears("mia", "a", minutes=(0, 10))) == []


def test_hours_past_midnight_belong_to_the_weekday_on_which_they_begin():
    monday_night = times("Asia/Kathmandu", weekdays=(0,), between="23:00-02:00")
    assert found("2020-06-22 22:00", monday_night, appears("mia", "a", minutes=(0, 10))) == ABSENT
    assert found("2020-06-21 22:00", monday_night, appears("mia", "a", minutes=(0, 10))) == []


def test_who_facilitates_must_be_able_to_throughout():
    asked = programme(session("a", "policy"), person("mia", nominee=True, cannot=(times(between="09:45-12:00"),)))
    assert list(RULE.check(timetable(asked, {"a": ("2020-06-22 09:00", "c1", "mia")}))) == ABSENT
    assert list(RULE.check(timetable(asked, {"a": ("2020-06-22 09:00", "c1")}))) == []


def test_the_sentence_gives_the_person_s_own_clock_and_words():
    asked = programme(session("a"), person("mia", "Asia/Kathmandu", cannot=(MORNING,)), appears("mia", "a"))
    table = timetable(asked, {"a": "2020-06-22 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) cannot be in a “A” at Mon 22 Jun 2020 12:45 (Asia/Kathmandu); said: 12:45-13:45 (Asia/Kathmandu)."
    )
