"""A session is held when its requester prefers."""

from __future__ import annotations

from constraints.rules.preferred_times import PreferredTimes
from data.findings import Finding
from tests.factories import days, hours, programme, session, timetable

RULE = PreferredTimes(mode="soft")


def found(start, **fields):
    asked = programme(session("a", **fields))
    return [finding.amount for finding in RULE.check(timetable(asked, {"a": start}))]


def test_the_finding_names_the_session():
    asked = programme(session("a", preferred_dates=(days("2020-06-23"),)))
    assert list(RULE.check(timetable(asked, {"a": "2020-06-22 09:00"}))) == [
        Finding("preferred-times", "a", ("a",), amount=1)
    ]


def test_without_wishes_any_time_will_do():
    assert found("2020-06-22 03:00") == []


def test_one_of_the_dates_is_enough():
    dates = (days("2020-06-22"), days("2020-06-24..2020-06-25"))
    assert found("2020-06-25 09:00", preferred_dates=dates) == []
    assert found("2020-06-23 09:00", preferred_dates=dates) == [1]


def test_the_date_is_that_on_which_it_begins_for_the_requester():
    tuesday = {"preferred_dates": (days("2020-06-23"),), "zone": "Pacific/Auckland"}
    assert found("2020-06-22 14:00", **tuesday) == []
    assert found("2020-06-23 14:00", **tuesday) == [1]
    assert found("2020-06-23 13:00", **tuesday) == []


def test_the_session_lies_whole_within_one_of_the_spans():
    spans = {"preferred_hours": (hours("09:00-10:30"), hours("10:30-12:00"))}
    assert found("2020-06-22 09:00", **spans) == []
    assert found("2020-06-22 11:00", **spans) == []
    assert found("2020-06-22 10:00", **spans) == [1]
    assert found("2020-06-22 08:30", **spans) == [1]


def test_hours_past_midnight_are_one_span():
    assert found("2020-06-22 23:30", preferred_hours=(hours("22:00-02:00"),)) == []
    assert found("2020-06-23 01:00", preferred_hours=(hours("22:00-02:00"),)) == []
    assert found("2020-06-23 01:30", preferred_hours=(hours("22:00-02:00"),)) == [1]


def test_missing_dates_and_hours_counts_two():
    wishes = {"preferred_dates": (days("2020-06-23"),), "preferred_hours": (hours("14:00-16:00"),)}
    assert found("2020-06-22 09:00", **wishes) == [2]
    assert found("2020-06-22 14:00", **wishes) == [1]
    assert found("2020-06-23 09:00", **wishes) == [1]
    assert found("2020-06-23 14:00", **wishes) == []


def test_the_weekday_is_that_on_which_it_begins_for_the_requester():
    tuesday_or_friday = {"preferred_weekdays": (1, 4), "zone": "Pacific/Auckland"}
    assert found("2020-06-22 14:00", **tuesday_or_friday) == []
    assert found("2020-06-23 13:00", **tuesday_or_friday) == []
    assert found("2020-06-23 14:00", **tuesday_or_friday) == [1]
    assert found("2020-06-25 14:00", **tuesday_or_friday) == []


def test_one_of_the_weeks_is_enough_and_a_week_ends_on_the_requester_s_sunday():
    weeks = {"preferred_weeks": (days("2020-06-15..2020-06-21"), days("2020-06-29..2020-07-05"))}
    assert found("2020-06-22 09:00", **weeks) == [1]
    assert found("2020-06-29 09:00", **weeks) == []
    assert found("2020-06-22 05:00", zone="America/New_York", **weeks) == []


def test_each_kind_of_wish_that_is_missed_counts():
    wishes = {
        "preferred_dates": (days("2020-06-22"),),
        "preferred_weekdays": (0,),
        "preferred_weeks": (days("2020-06-22..2020-06-28"),),
        "preferred_hours": (hours("09:00-10:00"),),
    }
    assert found("2020-06-22 09:00", **wishes) == []
    assert found("2020-06-23 09:00", **wishes) == [2]
    assert found("2020-06-29 09:00", **wishes) == [2]
    assert found("2020-06-30 10:00", **wishes) == [4]


def test_the_sentence_names_weekdays_and_weeks():
    wishes = {"preferred_weekdays": (1, 4), "preferred_weeks": (days("2020-06-29..2020-07-05"),)}
    table = timetable(programme(session("a", **wishes)), {"a": "2020-06-22 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "a “A” is held on Mon 22 Jun 2020 09:00 (Europe/Zurich), but would prefer"
        " Tue; Fri; the week 2020-06-29..2020-07-05."
    )


def test_the_sentence_gives_the_requester_s_clock_and_words():
    asked = programme(session("a", zone="Asia/Kathmandu", preferred_hours=(hours("14:00-16:00"),)))
    table = timetable(asked, {"a": "2020-06-22 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "a “A” is held on Mon 22 Jun 2020 12:45 (Asia/Kathmandu), but would prefer 14:00-16:00."
    )


WISHES = {
    "preferred_dates": (days("2020-06-22..2020-06-26"), days("2020-06-30")),
    "preferred_weekdays": (0, 2),
    "preferred_weeks": (days("2020-06-22..2020-06-28"),),
    "preferred_hours": (hours("09:00-11:00"), hours("22:00-02:00")),
}
CHOOSY = programme(session("a", zone="Asia/Tokyo", **WISHES))


def test_the_demand_says_what_is_preferred_and_in_which_zone():
    assert RULE.demand("a", CHOOSY) == (
        "a “A” begins on 22 to 26 June 2020 or 30 June 2020, on Mon or Wed, in the week 22 to 28 June 2020"
        " and lies within 09:00-11:00 or 22:00-02:00 (Asia/Tokyo), as its requester prefers."
    )
    assert RULE.demand("a", programme(session("a", preferred_hours=(hours("09:00-11:00"),)))) == (
        "a “A” lies within 09:00-11:00 (Europe/Zurich), as its requester prefers."
    )


def test_each_wish_can_be_given_up():
    repairs = list(RULE.repairs("a", CHOOSY))
    other = "let a “A” be held at other times than it prefers"
    assert [(repair.price, repair.words) for repair in repairs] == [
        (50, f"{other}: 22 to 26 June 2020 or 30 June 2020 (Asia/Tokyo; preferred_dates)"),
        (50, f"{other}: Mon or Wed (Asia/Tokyo; preferred_weekdays)"),
        (50, f"{other}: the week 22 to 28 June 2020 (Asia/Tokyo; preferred_weeks)"),
        (50, f"{other}: 09:00-11:00 or 22:00-02:00 (Asia/Tokyo; preferred_hours)"),
    ]
    assert [repair.programme for repair in repairs] == [
        programme(session("a", zone="Asia/Tokyo", **{**WISHES, wish: ()})) for wish in WISHES
    ]
