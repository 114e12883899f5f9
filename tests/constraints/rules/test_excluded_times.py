"""A session keeps clear of what its requester excluded."""

from __future__ import annotations

from constraints.rules.excluded_times import ExcludedTimes
from data.findings import Finding
from tests.factories import days, forum, hours, programme, session, timetable

RULE = ExcludedTimes(mode="hard")

FOUND = [Finding("excluded-times", "a", ("a",))]


def found(start, **fields):
    asked = programme(session("a", **fields))
    return list(RULE.check(timetable(asked, {"a": start})))


def test_any_minute_within_excluded_hours_is_found():
    lunch = {"excluded_hours": (hours("12:00-13:00"),)}
    assert found("2020-06-22 11:00", **lunch) == []
    assert found("2020-06-22 11:00", minutes=61, **lunch) == FOUND
    assert found("2020-06-22 12:00", **lunch) == FOUND
    assert found("2020-06-22 13:00", **lunch) == []


def test_dates_are_those_of_the_requester_s_own_zone():
    tuesday = {"excluded_dates": (days("2020-06-23"),), "zone": "Pacific/Auckland"}
    assert found("2020-06-22 14:00", **tuesday) == FOUND
    assert found("2020-06-22 13:00", **tuesday) == []
    assert found("2020-06-23 14:00", **tuesday) == []


def test_a_session_that_reaches_into_an_excluded_date_is_found():
    wednesday = {"excluded_dates": (days("2020-06-24..2020-06-26"),)}
    assert found("2020-06-23 23:00", **wednesday) == []
    assert found("2020-06-23 23:00", minutes=90, **wednesday) == FOUND


def test_excluded_hours_past_midnight_hold_on_both_sides_of_it():
    night = {"excluded_hours": (hours("22:00-06:00"),)}
    assert found("2020-06-22 05:00", **night) == FOUND
    assert found("2020-06-22 06:00", **night) == []
    assert found("2020-06-22 21:30", **night) == FOUND


def test_both_are_one_finding():
    assert found("2020-06-22 12:00", excluded_dates=(days("2020-06-22"),), excluded_hours=(hours("12:00-13:00"),)) == (
        FOUND
    )


def test_the_sentence_gives_the_requester_s_clock_and_words():
    asked = programme(
        forum(),
        session(
            "a", zone="Asia/Kathmandu", excluded_dates=(days("2020-06-22"),), excluded_hours=(hours("07:00-08:00"),)
        ),
    )
    table = timetable(asked, {"a": "2020-06-22 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "a “A” is held on Mon 22 Jun 2020 12:45 (Asia/Kathmandu), but excludes 2020-06-22; 07:00-08:00."
    )


BUSY = session(
    "a",
    zone="Asia/Tokyo",
    repeats=2,
    excluded_dates=(days("2020-06-22..2020-06-23"), days("2020-06-25"), days("2020-06-25")),
    excluded_hours=(hours("22:00-02:00"),),
)


def test_the_demand_says_what_was_excluded_and_in_which_zone():
    assert RULE.demand("a.2", programme(BUSY)) == (
        "a.2 “A” keeps clear of 22 to 23 June 2020, 25 June 2020, 25 June 2020 and 22:00-02:00 (Asia/Tokyo),"
        " which its requester excluded."
    )


def test_each_exclusion_can_be_given_up():
    repairs = list(RULE.repairs("a.2", programme(BUSY)))
    assert [(repair.price, repair.words) for repair in repairs] == [
        (100, "let a “A” be held on 22 to 23 June 2020 (Asia/Tokyo; excluded_dates)"),
        (100, "let a “A” be held on 25 June 2020 (Asia/Tokyo; excluded_dates)"),
        (100, "let a “A” be held within 22:00-02:00 (Asia/Tokyo; excluded_hours)"),
    ]
    assert [repair.programme.session["a"].excluded_dates for repair in repairs] == [
        BUSY.excluded_dates[1:],
        BUSY.excluded_dates[:1],
        BUSY.excluded_dates,
    ]
    assert [repair.programme.session["a"].excluded_hours for repair in repairs] == [
        BUSY.excluded_hours,
        BUSY.excluded_hours,
        (),
    ]
