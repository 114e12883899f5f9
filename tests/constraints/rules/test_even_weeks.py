"""The load is even over the weeks of a period, by their open days."""

from __future__ import annotations

from constraints.rules.even_weeks import EvenWeeks
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

RULE = EvenWeeks(mode="soft")

ON = "2020-06-22..2020-07-03"
TWO_WEEKS = forum(on=ON, periods=(period("weekly", on=ON, weekdays=(0, 1, 2, 3, 4)),))


def found(*starts, frame=TWO_WEEKS):
    asked = programme(frame, *(session(name) for name, _ in zip("abcdef", starts, strict=False)))
    return list(RULE.check(timetable(asked, dict(zip("abcdef", starts, strict=False)))))


def test_one_a_week_is_fine_and_two_in_one_of_them_are_not():
    assert found("2020-06-22 09:00", "2020-06-29 09:00") == []
    assert found("2020-06-22 09:00", "2020-06-26 09:00") == [
        Finding("even-weeks", "weekly 2020-06-22", ("a", "b"), amount=1)
    ]


def test_a_week_is_named_by_its_monday():
    assert found("2020-07-01 09:00", "2020-07-02 09:00", "2020-07-03 09:00") == [
        Finding("even-weeks", "weekly 2020-06-29", ("a", "b", "c"), amount=1)
    ]


def test_a_short_week_has_a_smaller_share():
    frame = forum(on="2020-06-28..2020-07-03", periods=(period("weekly", on="2020-06-28..2020-07-03"),))
    one_and_two = ("2020-06-28 09:00", "2020-06-29 09:00", "2020-06-30 09:00")
    two_and_one = ("2020-06-28 09:00", "2020-06-28 10:00", "2020-06-29 09:00")
    assert found(*one_and_two, frame=frame) == []
    assert found(*two_and_one, frame=frame) == [Finding("even-weeks", "weekly 2020-06-22", ("a", "b"), amount=1)]


def test_days_on_which_the_period_is_closed_do_not_count():
    assert found("2020-06-22 09:00", "2020-06-27 09:00") == []


def test_the_sentence_says_how_many_too_many():
    table = timetable(
        programme(TWO_WEEKS, session("a"), session("b")), {"a": "2020-06-22 09:00", "b": "2020-06-22 10:00"}
    )
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "In the week of 2020-06-22 (period weekly) begin 2 sessions, 1 more than a fair share."
    )
