"""The opening of a track is over before anything else of it begins."""

from __future__ import annotations

from constraints.rules.track_opening import TrackOpening
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = TrackOpening(mode="hard")

ASKED = programme(
    session("o", track="T", opens_track=True),
    session("p", track="T", repeats=2),
    session("other", track="U"),
    session("loose", opens_track=True),
    session("free"),
)
NINE, HALF, TEN, TUESDAY = "2020-06-22 09:00", "2020-06-22 09:30", "2020-06-22 10:00", "2020-06-23 09:00"


def found(starts, asked=ASKED):
    return list(RULE.check(timetable(asked, starts)))


def test_what_begins_before_the_opening_or_during_it_is_found():
    assert found({"o": NINE, "p.1": HALF, "p.2": TEN}) == [Finding("track-opening", "o p.1", ("o", "p.1"))]
    assert found({"o": TUESDAY, "p.1": NINE, "p.2": TEN}) == [
        Finding("track-opening", "o p.1", ("o", "p.1")),
        Finding("track-opening", "o p.2", ("o", "p.2")),
    ]


def test_at_the_same_time_is_no_opening():
    assert found({"o": NINE, "p.1": NINE}) == [Finding("track-opening", "o p.1", ("o", "p.1"))]


def test_other_tracks_and_an_opening_that_is_not_held_ask_nothing():
    assert found({"o": TUESDAY, "other": NINE}) == []
    assert found({"p.1": NINE, "other": NINE}) == []


def test_a_session_without_a_track_opens_nothing():
    assert found({"loose": TUESDAY, "free": NINE}) == []


def test_of_a_repeated_opening_the_first_counts_and_openings_ask_nothing_of_one_another():
    asked = programme(
        session("o", track="T", opens_track=True, repeats=2),
        session("too", track="T", opens_track=True),
        session("p", track="T"),
    )
    assert found({"o.1": NINE, "o.2": TUESDAY, "too": NINE, "p": TEN}, asked) == []
    assert found({"o.1": NINE, "too": TUESDAY, "p": TEN}, asked) == [Finding("track-opening", "too p", ("too", "p"))]


def test_the_sentence_names_both_and_the_track():
    table = timetable(ASKED, {"o": TEN, "p.1": NINE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "o “O” on Mon 22 Jun 2020 10:00 (Europe/Zurich) opens the track “T”, but is not over"
        " before p.1 “P” on Mon 22 Jun 2020 09:00 (Europe/Zurich)."
    )


def test_the_demand_names_both_and_the_track():
    assert RULE.demand("o p.2", ASKED) == "p.2 “P” begins after o “O” is over, which opens the track “T”."


def test_the_session_need_not_open_the_track():
    (repair,) = RULE.repairs("o p.2", ASKED)
    assert (repair.price, repair.words) == (
        300,
        "let other sessions of the track “T” come before o “O” (opens_track of o)",
    )
    assert not repair.programme.session["o"].opens_track
