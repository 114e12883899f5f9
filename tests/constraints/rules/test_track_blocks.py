"""A track needs no more days in a row than it has sessions."""

from __future__ import annotations

from constraints.rules.track_blocks import TrackBlocks
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = TrackBlocks(mode="soft")

ASKED = programme(
    session("a", track="T"),
    session("b", track="T"),
    session("c", track="T"),
    session("other", track="U"),
    session("free"),
    on="2020-06-22..2020-07-10",
)
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (f"2020-06-{day} 09:00" for day in (22, 23, 24, 26))


def found(starts, asked=ASKED):
    return list(RULE.check(timetable(asked, starts)))


def test_a_day_for_each_session_is_fine_in_any_order():
    assert found({"a": WEDNESDAY, "b": MONDAY, "c": TUESDAY}) == []
    assert found({"a": MONDAY, "b": MONDAY, "c": WEDNESDAY}) == []


def test_days_beyond_that_count_weekends_among_them():
    assert found({"a": MONDAY, "b": TUESDAY, "c": FRIDAY}) == [Finding("track-blocks", "T", ("a", "b", "c"), amount=2)]
    assert found({"b": "2020-06-29 09:00", "a": FRIDAY}) == [Finding("track-blocks", "T", ("a", "b"), amount=2)]


def test_what_is_not_held_counts_neither_way_and_one_alone_is_a_block():
    assert found({"a": MONDAY, "c": WEDNESDAY}) == [Finding("track-blocks", "T", ("a", "c"), amount=1)]
    assert found({"a": MONDAY, "other": FRIDAY, "free": WEDNESDAY}) == []


def test_a_weekly_series_may_lie_apart_and_the_rest_of_its_track_may_not():
    asked = programme(
        session("a", track="T", series="S", part=1),
        session("b", track="T", series="S", part=2, cadence="weekly"),
        session("c", track="T"),
        session("d", track="T"),
        on="2020-06-22..2020-07-10",
    )
    assert found({"a": MONDAY, "b": "2020-06-29 09:00", "c": MONDAY, "d": WEDNESDAY}, asked) == [
        Finding("track-blocks", "T", ("c", "d"), amount=1)
    ]


def test_a_daily_series_is_a_track_like_others():
    asked = programme(
        session("a", track="T", series="S", part=1, cadence="daily"), session("b", track="T", series="S", part=2)
    )
    assert found({"a": MONDAY, "b": WEDNESDAY}, asked) == [Finding("track-blocks", "T", ("a", "b"), amount=1)]


def test_the_sentence_says_from_when_to_when():
    table = timetable(ASKED, {"a": MONDAY, "b": TUESDAY, "c": FRIDAY})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Track “T” spreads its 3 sessions over 5 days, from a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich)"
        " to c “C” on Fri 26 Jun 2020 09:00 (Europe/Zurich)."
    )
