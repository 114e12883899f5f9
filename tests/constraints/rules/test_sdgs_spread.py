"""The sessions on one SDG are spread over the weeks, by their open days."""

from __future__ import annotations

from constraints.rules.sdgs_spread import SdgsSpread
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

NAME = "sdgs-spread"

ON = "2020-06-22..2020-07-01"
FRAME = forum(on=ON, periods=(period(on=ON, weekdays=(0, 1, 2, 3)), period("short", on="2020-06-26", types=())))
"""A week of five open days, and one of three."""
FIRST, CLOSED, SECOND = "2020-06-22 09:00", "2020-06-28 09:00", "2020-06-29 09:00"


def table(*starts, about=("4",)):
    asked = programme(FRAME, *(session(name, sdgs=about) for name, _ in zip("abcdefgh", starts, strict=False)))
    return timetable(asked, dict(zip("abcdefgh", starts, strict=False)))


def found(*starts, tolerance=1, **fields):
    return list(SdgsSpread(mode="soft", tolerance=tolerance).check(table(*starts, **fields)))


def test_a_week_may_have_its_share_and_one_more():
    assert found(SECOND, SECOND, FIRST) == []
    assert found(SECOND, SECOND, SECOND, SECOND, FIRST) == [Finding(NAME, "4 2020-06-29", ("a", "b", "c", "d"))]


def test_without_tolerance_the_share_is_all():
    assert found(SECOND, SECOND, tolerance=0) == [Finding(NAME, "4 2020-06-29", ("a", "b"))]
    assert found(FIRST, FIRST, tolerance=0) == []


def test_each_that_a_session_is_about_counts_for_itself():
    assert found(SECOND, SECOND, SECOND, SECOND, tolerance=0, about=("5", "4")) == [
        Finding(NAME, "4 2020-06-29", ("a", "b", "c", "d"), amount=2),
        Finding(NAME, "5 2020-06-29", ("a", "b", "c", "d"), amount=2),
    ]


def test_what_begins_on_a_day_without_any_period_does_not_count():
    assert found(SECOND, SECOND, CLOSED, CLOSED, CLOSED, CLOSED, tolerance=0) == [
        Finding(NAME, "4 2020-06-29", ("a", "b"))
    ]


def test_sessions_about_nothing_crowd_nothing():
    assert found(SECOND, SECOND, SECOND, SECOND, tolerance=0, about=()) == []


def test_the_sentence_says_how_many_too_many():
    crowded = table(SECOND, SECOND, SECOND, SECOND, FIRST)
    rule = SdgsSpread(mode="soft")
    (finding,) = rule.check(crowded)
    assert rule.explain(finding, crowded) == (
        "In the week of 2020-06-29 begin 4 sessions on SDG 4, 1 more than a fair share and 1."
    )
