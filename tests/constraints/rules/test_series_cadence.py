"""The parts of a series are held a day or a week apart."""

from __future__ import annotations

from constraints.rules.series_cadence import SeriesCadence
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = SeriesCadence(mode="soft")


def asked(cadence, *, on="2020-06-22..2020-07-17", repeats=1):
    return programme(
        session("c", series="S", part=30, cadence=cadence),
        session("a", series="S", part=1, repeats=repeats),
        session("b", series="S", part=2),
        session("x", series="other", part=1),
        session("y", series="other", part=2),
        on=on,
    )


def found(cadence, starts, about=None, **fields):
    return list(RULE.check(timetable(asked(cadence, **fields), starts), about))


def wrong(*pairs):
    return [Finding("series-cadence", f"{first} {second}", (first, second)) for first, second in pairs]


def test_weekly_is_seven_days_later_at_the_same_time():
    assert found("weekly", {"a": "2020-06-22 09:00", "b": "2020-06-29 09:00", "c": "2020-07-06 09:00"}) == []
    assert found("weekly", {"a": "2020-06-22 09:00", "b": "2020-06-30 09:00"}) == wrong(("a", "b"))
    assert found("weekly", {"a": "2020-06-22 09:00", "b": "2020-06-29 10:00"}) == wrong(("a", "b"))
    assert found("weekly", {"a": "2020-06-29 09:00", "b": "2020-06-22 09:00"}) == wrong(("a", "b"))


def test_a_part_out_of_step_breaks_it_with_both_neighbours():
    starts = {"a": "2020-06-22 09:00", "b": "2020-06-30 09:00", "c": "2020-07-06 09:00"}
    assert found("weekly", starts) == wrong(("a", "b"), ("b", "c"))
    assert found("weekly", starts, ["a"]) == wrong(("a", "b"))


def test_without_the_part_between_its_neighbours_follow_one_another():
    assert found("weekly", {"a": "2020-06-22 09:00", "c": "2020-06-29 09:00"}) == []
    assert found("weekly", {"a": "2020-06-22 09:00", "c": "2020-07-06 09:00"}) == wrong(("a", "c"))


def test_the_time_is_that_of_the_clock_at_home_over_the_end_of_summer_time():
    on = "2020-10-19..2020-10-30"
    assert found("weekly", {"a": "2020-10-19 09:00", "b": "2020-10-26 09:00"}, on=on) == []
    assert found("weekly", {"a": "2020-10-19 09:00", "b": "2020-10-26 08:00"}, on=on) == wrong(("a", "b"))


def test_daily_is_a_later_day_of_the_same_week():
    assert found("daily", {"a": "2020-06-22 09:00", "b": "2020-06-24 16:00", "c": "2020-06-28 09:00"}) == []
    assert found("daily", {"a": "2020-06-22 09:00", "b": "2020-06-22 16:00"}) == wrong(("a", "b"))
    assert found("daily", {"a": "2020-06-26 09:00", "b": "2020-06-29 09:00"}) == wrong(("a", "b"))
    assert found("daily", {"a": "2020-06-24 09:00", "b": "2020-06-23 09:00"}) == wrong(("a", "b"))


def test_of_a_repeated_part_the_first_counts():
    starts = {"a.1": "2020-06-22 09:00", "a.2": "2020-06-26 09:00", "b": "2020-06-23 09:00"}
    assert found("daily", starts, repeats=2) == []


def test_a_series_without_a_cadence_is_free():
    assert found("daily", {"x": "2020-06-24 09:00", "y": "2020-07-08 11:00"}) == []


def test_the_sentences_say_what_is_asked():
    starts = {"a": "2020-06-22 09:00", "b": "2020-07-08 09:00"}
    weekly, daily = timetable(asked("weekly"), starts), timetable(asked("daily"), starts)
    assert [RULE.explain(finding, weekly) for finding in RULE.check(weekly)] == [
        "Series “S”: b “B” on Wed 8 Jul 2020 09:00 (Europe/Zurich) should be held a week after"
        " a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich), at the same time."
    ]
    assert [RULE.explain(finding, daily) for finding in RULE.check(daily)] == [
        "Series “S”: b “B” on Wed 8 Jul 2020 09:00 (Europe/Zurich) should be held on a later day of the same week"
        " than a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich)."
    ]


def test_the_demand_says_the_cadence_and_what_lies_between():
    assert RULE.demand("a.1 b", asked("weekly", repeats=2)) == (
        "In the weekly series “S”, b “B” is held a week after a.1 “A”, at the same time (dates in Europe/Zurich)."
    )
    assert RULE.demand("a c", asked("daily")) == (
        "In the daily series “S”, c “C” is held on a later day of the same week than a “A” (dates in Europe/Zurich),"
        " where what lies between is left out (b “B”)."
    )


def test_the_demand_among_parts_that_do_not_say_the_cadence_themselves():
    alone = programme(session("a", series="S", part=1), session("b", series="S", part=2))
    assert RULE.demand("a b", alone) == (
        "In the series “S”, b “B” keeps the cadence after a “A” (dates in Europe/Zurich)."
    )


def test_the_series_can_go_without_a_cadence():
    (repair,) = RULE.repairs("a b", asked("weekly"))
    assert (repair.price, repair.words) == (300, "let the parts of the series “S” be held on any days (cadence)")
    assert repair.programme == asked("")
