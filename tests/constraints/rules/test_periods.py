"""A session lies whole inside one span of a period that takes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constraints.rules.periods import Periods
from data.findings import Finding
from tests.factories import appears, forum, period, person, programme, session, timetable

RULE = Periods(mode="hard")

FRAME = forum(
    periods=(
        period("weekly", between="09:00-12:00;14:00-16:00", types=("workshop",), weekdays=(0, 1, 3)),
        period("late", on="2020-06-23", between="22:00-02:00", types=("workshop",), regions=("Americas",)),
        period("policy", on="2020-06-24", between="14:00-15:00", types=("policy",)),
    )
)


def found(start, *, frame=FRAME, **fields):
    asked = programme(frame, session("a", **fields))
    return list(RULE.check(timetable(asked, {"a": start})))


OUTSIDE = [Finding("periods", "a", ("a",))]


@pytest.mark.parametrize("start", ["2020-06-22 09:00", "2020-06-22 11:00", "2020-06-22 15:00"])
def test_inside_a_span_is_fine_up_to_its_ends(start):
    assert found(start) == []


@pytest.mark.parametrize("start", ["2020-06-22 08:00", "2020-06-22 16:00", "2020-06-24 09:00"])
def test_before_and_after_and_on_a_closed_weekday_is_found(start):
    assert found(start) == OUTSIDE


def test_a_session_may_not_reach_over_the_end_of_a_span_or_from_one_to_the_next():
    assert found("2020-06-22 10:00", minutes=120) == []
    assert found("2020-06-22 11:00", minutes=120) == OUTSIDE
    assert found("2020-06-22 11:00", minutes=240) == OUTSIDE


def test_a_period_with_regions_takes_only_sessions_that_target_one_of_them():
    assert found("2020-06-23 22:00") == OUTSIDE
    assert found("2020-06-23 22:00", target_regions=("Africa",)) == OUTSIDE
    assert found("2020-06-23 22:00", target_regions=("Africa", "Americas")) == []


def test_a_span_past_midnight_belongs_to_the_date_on_which_it_begins():
    assert found("2020-06-24 01:00", target_regions=("Americas",)) == []
    assert found("2020-06-23 01:00", target_regions=("Americas",)) == OUTSIDE


def test_a_session_that_names_its_periods_may_be_in_those_alone():
    assert found("2020-06-24 14:00", periods=("policy",)) == []
    assert found("2020-06-22 09:00", periods=("policy",)) == OUTSIDE


def test_hours_follow_the_clock_at_home_when_it_is_changed():
    night = forum(on="2020-10-25", periods=(period(on="2020-10-25", between="02:00-03:00"),))
    assert found("2020-10-25 02:00", frame=night, minutes=120) == []
    assert found("2020-10-25 02:00*", frame=night) == []
    assert found("2020-10-25 01:00", frame=night) == OUTSIDE


def test_the_sentence_names_the_periods_it_should_be_in():
    asked = programme(FRAME, session("a", target_regions=("Americas",)), session("b", "concluding"))
    table = timetable(asked, {"a": "2020-06-26 09:00", "b": "2020-06-26 09:00"})
    assert [RULE.explain(finding, table) for finding in RULE.check(table)] == [
        "a “A” on Fri 26 Jun 2020 09:00 (Europe/Zurich) lies outside its periods (“Weekly”, “Late”).",
        "b “B” on Fri 26 Jun 2020 09:00 (Europe/Zurich) lies outside its periods (no period at all).",
    ]


def test_the_demand_names_the_length_the_dates_and_the_hours():
    asked = programme(
        forum(
            on="2020-08-31..2020-09-10",
            periods=(
                period("final", "2020-09-07..2020-09-10", "09:00-18:00", types=("ceremony",), weekdays=(0, 1, 2, 3)),
                period("weekly", "2020-08-31..2020-09-04", "09:00-10:00;13:00-14:00", weekdays=(0, 2)),
            ),
        ),
        session("opening", "ceremony", minutes=90, periods=("final",)),
        session("long", "ceremony", minutes=600),
        session("w", minutes=90),
    )
    final = "the period “Final”: 7 to 10 September 2020, 09:00-18:00 (Europe/Zurich)"
    weekly = (
        "the period “Weekly”: 31 August to 4 September 2020, Mon and Wed, 09:00-10:00 or 13:00-14:00 (Europe/Zurich)"
    )
    assert [RULE.demand(name, asked) for name in asked.session] == [
        f"opening “OPENING”, 90 minutes long, has to lie within {final}.",
        f"long “LONG”, 600 minutes long, has to lie within {final}; or {weekly},"
        " and no span of these hours is as long.",
        f"w “W”, 90 minutes long, has to lie within {weekly}, and no span of these hours is as long.",
    ]


def test_where_no_period_takes_a_session_the_demand_says_so():
    asked = programme(session("a"), periods=(period(regions=("Africa",)),))
    assert RULE.demand("a", asked) == (
        "a “A”, 60 minutes long, fits into no period: none takes it, by its type “Workshop” and its target regions."
    )


def test_a_session_can_have_another_period_or_one_of_its_own():
    asked = programme(
        forum(
            on="2020-06-22..2020-06-24",
            periods=(
                period("usual", "2020-06-22", "09:00-11:00", types=("workshop",), channels=1),
                period("other", "2020-06-23", "09:00-10:00", types=()),
                period("short", "2020-06-23", "12:00-12:30", types=()),
            ),
        ),
        session("a"),
    )
    other, any_day, any_hour = RULE.repairs("a", asked)
    assert [(repair.words, repair.price) for repair in (other, any_day, any_hour)] == [
        ("allow a “A” in the period “Other” too (periods of a: usual; other)", 100),
        ("also allow a “A” on any day of the forum at 09:00-11:00 (a period of its own)", 160),
        ("also allow a “A” at any hour on 22 June 2020 (a period of its own)", 160),
    ]

    def outside(repair, start):
        return bool(list(RULE.check(timetable(repair.programme, {"a": start}))))

    assert [outside(other, f"2020-06-{start}") for start in ("22 09:00", "23 09:00", "24 09:00")] == [
        False,
        False,
        True,
    ]
    assert [outside(any_day, f"2020-06-{start}") for start in ("24 10:00", "24 11:00")] == [False, True]
    assert [outside(any_hour, f"2020-06-{start}") for start in ("22 20:00", "23 20:00")] == [False, True]


def test_a_session_that_is_too_long_can_be_shortened_with_everybodys_part_in_it():
    asked = programme(
        session("a", minutes=120),
        person("mia"),
        appears("mia", "a", minutes=(30, 90)),
        periods=(period(between="09:00-10:00"),),
    )
    *_, shorter = RULE.repairs("a", asked)
    assert (shorter.words, shorter.price) == ("shorten a “A” from 120 to 60 minutes", 100)
    assert [(part.start, part.end) for part in shorter.programme.appearances] == [(30, 60)]
    assert shorter.programme.occurrence["a"].duration == 60
    late = replace(asked, appearances=(appears("mia", "a", minutes=(60, 90)),))
    assert not any(repair.words.startswith("shorten") for repair in RULE.repairs("a", late))
