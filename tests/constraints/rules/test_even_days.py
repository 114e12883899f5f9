"""The load is even over the days of a period."""

from __future__ import annotations

from constraints.rules.even_days import EvenDays
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

RULE = EvenDays(mode="soft")

TWO_DAYS = forum(on="2020-06-22..2020-06-23", periods=(period("two", on="2020-06-22..2020-06-23"),))


def found(*starts, frame=TWO_DAYS):
    asked = programme(frame, *(session(name) for name, _ in zip("abcdef", starts, strict=False)))
    return list(RULE.check(timetable(asked, dict(zip("abcdef", starts, strict=False)))))


def test_an_even_load_is_fine_and_so_is_one_session_too_many_of_an_odd_number():
    assert found("2020-06-22 09:00", "2020-06-23 09:00") == []
    assert found("2020-06-22 09:00", "2020-06-22 10:00", "2020-06-23 09:00") == []


def test_what_a_day_has_beyond_its_share_is_the_amount():
    assert found("2020-06-22 09:00", "2020-06-22 10:00") == [
        Finding("even-days", "two 2020-06-22", ("a", "b"), amount=1)
    ]
    assert found("2020-06-23 09:00", "2020-06-23 10:00", "2020-06-23 11:00", "2020-06-23 12:00") == [
        Finding("even-days", "two 2020-06-23", ("a", "b", "c", "d"), amount=2)
    ]


def test_sessions_on_days_on_which_the_period_is_closed_do_not_count():
    frame = forum(on="2020-06-22..2020-06-24", periods=(period("two", on="2020-06-22..2020-06-23"),))
    assert found("2020-06-22 09:00", "2020-06-24 09:00", "2020-06-24 10:00", frame=frame) == []


def test_a_period_within_a_longer_one_is_not_counted_again():
    frame = forum(
        on="2020-06-22..2020-06-23",
        periods=(
            period("one", on="2020-06-22"),
            period("two", on="2020-06-22..2020-06-23"),
            period("again", on="2020-06-22..2020-06-23"),
        ),
    )
    assert found("2020-06-22 09:00", "2020-06-22 10:00", frame=frame) == [
        Finding("even-days", "two 2020-06-22", ("a", "b"), amount=1)
    ]


def test_the_sentence_says_how_many_too_many():
    table = timetable(
        programme(TWO_DAYS, session("a"), session("b")), {"a": "2020-06-22 09:00", "b": "2020-06-22 10:00"}
    )
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "On 2020-06-22 (period two) begin 2 sessions, 1 more than a fair share."
