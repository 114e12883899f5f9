"""A session of several days is held on days in a row, at the same hour."""

from __future__ import annotations

from constraints.rules.days_in_a_row import DaysInARow
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

RULE = DaysInARow(mode="hard")

WEEKDAYS = forum(
    on="2020-06-25..2020-06-30",
    periods=(period(on="2020-06-25..2020-06-30", weekdays=(0, 1, 2, 3, 4), types=("hackathon",)),),
)
THREE = programme(WEEKDAYS, session("h", "hackathon", days=3))
FOUND = [Finding("days-in-a-row", "h", ("h.1", "h.2", "h.3"))]


def found(*starts, asked=THREE):
    ids = asked.session["h"].occurrence_ids
    return list(RULE.check(timetable(asked, {name: start for name, start in zip(ids, starts, strict=True) if start})))


def test_days_in_a_row_skip_the_weekend_on_which_no_period_is_open():
    assert found("2020-06-25 09:00", "2020-06-26 09:00", "2020-06-29 09:00") == []


def test_a_day_between_or_another_hour_is_found():
    assert found("2020-06-25 09:00", "2020-06-26 09:00", "2020-06-30 09:00") == FOUND
    assert found("2020-06-25 09:00", "2020-06-26 10:00", "2020-06-29 09:00") == FOUND


def test_days_in_the_wrong_order_or_all_on_one_day_are_found():
    assert found("2020-06-29 09:00", "2020-06-26 09:00", "2020-06-25 09:00") == FOUND
    assert found("2020-06-25 09:00", "2020-06-25 09:00", "2020-06-25 09:00") == FOUND


def test_it_is_held_on_all_of_its_days_or_on_none():
    assert found(None, None, None) == []
    assert found("2020-06-25 09:00", "2020-06-26 09:00", None) == FOUND


def test_the_hour_is_that_of_the_clock_at_home_when_the_clock_is_changed():
    weekend = forum(on="2020-10-24..2020-10-25", periods=(period(on="2020-10-24..2020-10-25", between="00:00-06:00"),))
    two = programme(weekend, session("h", "hackathon", days=2))
    wrong = [Finding("days-in-a-row", "h", ("h.1", "h.2"))]
    assert found("2020-10-24 04:00", "2020-10-25 04:00", asked=two) == []
    assert found("2020-10-24 04:00", "2020-10-25 03:00", asked=two) == wrong
    assert found("2020-10-24 02:00", "2020-10-25 02:00", asked=two) == []
    assert found("2020-10-24 02:00", "2020-10-25 02:00*", asked=two) == wrong


def test_sessions_of_one_day_are_not_meant():
    asked = programme(session("h", repeats=2))
    assert found("2020-06-22 09:00", "2020-06-25 15:00", asked=asked) == []


def test_the_sentence_names_the_days_that_it_has():
    table = timetable(THREE, {"h.1": "2020-06-25 09:00", "h.2": "2020-06-26 10:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "“H” goes over 3 days in a row at the same hour, but is held:"
        " h.1 “H” on Thu 25 Jun 2020 09:00 (Europe/Zurich); h.2 “H” on Fri 26 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_says_how_many_days_and_where_the_clock_is():
    assert RULE.demand("h", THREE) == (
        "h “H” goes over 3 days in a row on which one of its periods is open, at the same hour (Europe/Zurich)."
    )


def test_it_can_be_a_day_shorter():
    asked = programme(session("h", "hackathon", days=3, fixed=("2020-06-22", "", "2020-06-24")))
    (repair,) = RULE.repairs("h", asked)
    assert (repair.price, repair.words) == (300, "hold h “H” on 2 days instead of 3 (days of h)")
    shorter = programme(session("h", "hackathon", days=2, fixed=("2020-06-22", "")))
    assert repair.programme == shorter
    (repair,) = RULE.repairs("h", shorter)
    assert repair.words == "hold h “H” on 1 day instead of 2 (days of h)"
    assert [occurrence.id for occurrence in repair.programme.occurrences] == ["h"]
