"""A period holds no more at once, a day or a week than its caps say."""

from __future__ import annotations

from constraints.rules.period_caps import PeriodCaps
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

RULE = PeriodCaps(mode="hard")


def found(starts, *, on="2020-06-22..2020-07-03", between="09:00-17:00", sessions=None, **caps):
    frame = forum(on=on, periods=(period(on=on, between=between, types=("workshop",), **caps),))
    asked = programme(frame, *(sessions or [session(name) for name in starts]))
    return list(RULE.check(timetable(asked, starts)))


def test_as_many_a_day_as_the_cap_is_fine_and_one_more_is_found():
    full = {"a": "2020-06-22 09:00", "b": "2020-06-22 10:00"}
    assert found(full, per_day=2) == []
    assert found({**full, "c": "2020-06-22 16:00"}, per_day=2) == [
        Finding("period-caps", "weekly 2020-06-22", ("a", "b", "c"))
    ]


def test_the_amount_is_how_many_are_over_the_cap():
    crowd = {"a": "2020-06-22 09:00", "b": "2020-06-22 10:00", "c": "2020-06-22 11:00"}
    assert found(crowd, per_day=1) == [Finding("period-caps", "weekly 2020-06-22", ("a", "b", "c"), amount=2)]


def test_weeks_run_from_monday_to_sunday():
    assert found({"a": "2020-06-26 09:00", "b": "2020-06-29 09:00"}, per_week=1) == []
    assert found({"a": "2020-06-22 09:00", "b": "2020-06-28 09:00"}, per_week=1) == [
        Finding("period-caps", "weekly week of 2020-06-22", ("a", "b"))
    ]


def test_a_session_past_midnight_counts_on_the_day_on_which_it_begins():
    late = {"a": "2020-06-22 22:00", "b": "2020-06-23 01:00"}
    assert found(late, between="22:00-02:00", per_day=1) == []
    assert found({"a": "2020-06-23 01:00", "b": "2020-06-23 22:00"}, between="22:00-02:00", per_day=1) == [
        Finding("period-caps", "weekly 2020-06-23", ("a", "b"))
    ]


def test_at_once_counts_the_worst_moment_of_a_day():
    starts = {"a": "2020-06-22 09:00", "b": "2020-06-22 10:00", "c": "2020-06-22 10:00", "d": "2020-06-22 14:00"}
    long = [session("a", minutes=120), session("b"), session("c"), session("d")]
    assert found(starts, sessions=long, channels=3) == []
    assert found(starts, sessions=long, channels=1) == [
        Finding("period-caps", "weekly at once", ("a", "b", "c"), amount=2)
    ]


def test_one_that_begins_when_the_other_ends_is_not_at_once():
    assert found({"a": "2020-06-22 09:00", "b": "2020-06-22 10:00"}, channels=1) == []


def test_what_is_not_taken_or_not_whole_inside_does_not_count():
    starts = {"a": "2020-06-22 09:00", "other": "2020-06-22 09:00", "over": "2020-06-22 16:00"}
    mixed = [session("a"), session("other", "policy"), session("over", minutes=120)]
    assert found(starts, sessions=mixed, per_day=1, channels=1) == []


def test_the_sentence_names_the_period_and_what_is_in_it():
    frame = forum(periods=(period(per_day=1),))
    table = timetable(programme(frame, session("a"), session("b")), {"a": "2020-06-22 09:00", "b": "2020-06-22 10:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Period weekly 2020-06-22: 1 more than its cap allows, namely among"
        " a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich); b “B” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_cap_and_it_can_be_raised_by_one():
    asked = programme(session("a"), periods=(period(channels=2, per_day=1, per_week=30),))
    cases = ("weekly at once", "weekly 2020-06-22", "weekly week of 2020-06-22")
    assert [RULE.demand(case, asked) for case in cases] == [
        "The period “Weekly” holds at most 2 sessions at once.",
        "The period “Weekly” holds at most 1 session on 22 June 2020.",
        "The period “Weekly” holds at most 30 sessions in the week of 22 June 2020.",
    ]
    repairs = [repair for case in cases for repair in RULE.repairs(case, asked)]
    assert [repair.words for repair in repairs] == [
        "allow 3 sessions at once in the period “Weekly” (forum.toml: channels = 3 of the period weekly)",
        "allow 2 sessions a day in the period “Weekly” (forum.toml: per_day = 2 of the period weekly)",
        "allow 31 sessions a week in the period “Weekly” (forum.toml: per_week = 31 of the period weekly)",
    ]
    assert [
        (each.channels, each.per_day, each.per_week) for repair in repairs for each in repair.programme.forum.periods
    ] == [(3, 1, 30), (2, 2, 30), (2, 1, 31)]
