"""A session lies whole inside one span of a period that takes it."""

from __future__ import annotations

import pytest

from constraints.rules.periods import Periods
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

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
