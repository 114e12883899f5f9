"""The sessions of a track on one day are held in one channel."""

from __future__ import annotations

from itertools import combinations, product

from constraints.board import Board
from constraints.rules.track_channel import TrackChannel
from data.findings import Finding
from scheduler.build import narrow
from tests.factories import channel, programme, session, timetable

RULE = TrackChannel(mode="soft", tracks=("*",))

ASKED = programme(
    *(session(name, track="Health") for name in ("a", "b", "c")),
    *(session(name, track="Media") for name in ("m", "n")),
    *(session(name) for name in ("x", "y")),
    channels=(channel("c1"), channel("c2"), channel("hall", None)),
)
NINE, TEN, ELEVEN, NEXT = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 11:00", "2020-06-23 09:00"


def found(starts, rule=RULE):
    return list(rule.check(timetable(ASKED, starts)))


def test_each_channel_beyond_the_first_counts_once_a_day():
    assert found({"a": (NINE, "c1"), "b": (TEN, "c2"), "c": (ELEVEN, "c1")}) == [
        Finding("track-channel", "Health 2020-06-22", ("a", "b", "c"))
    ]
    assert found({"a": (NINE, "c1"), "b": (TEN, "c2"), "c": (ELEVEN, "hall")}) == [
        Finding("track-channel", "Health 2020-06-22", ("a", "b", "c"), amount=2)
    ]


def test_another_day_another_channel_and_tracks_by_themselves():
    assert found({"a": (NINE, "c1"), "b": (NEXT, "c2"), "m": (NINE, "c2"), "n": (TEN, "c2")}) == []
    assert found({"x": (NINE, "c1"), "y": (TEN, "c2")}) == []


def test_only_tracks_in_the_list_are_asked():
    starts = {"a": (NINE, "c1"), "b": (TEN, "c2"), "m": (NINE, "hall"), "n": (TEN, "c1")}
    assert found(starts, TrackChannel(mode="soft")) == []
    assert found(starts, TrackChannel(mode="soft", tracks=("Media",))) == [
        Finding("track-channel", "Media 2020-06-22", ("m", "n"))
    ]


def test_the_sentence_names_who_is_where():
    table = timetable(ASKED, {"a": (NINE, "c1"), "b": (TEN, "c2")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Track “Health” moves between channels on 2020-06-22: a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich) in c1;"
        " b “B” on Mon 22 Jun 2020 10:00 (Europe/Zurich) in c2."
    )


def test_channels_of_a_pool_are_told_apart_only_where_something_is_asked():
    assert narrow(ASKED, [TrackChannel(mode="soft")]).board.classes == (("c1", "c2"), ("hall",))
    assert narrow(ASKED, [TrackChannel(mode="soft", tracks=("Sports",))]).board.classes == (("c1", "c2"), ("hall",))
    assert narrow(ASKED, [RULE]).board.classes == (("c1",), ("c2",), ("hall",))


def given(**begins):
    """Who gets which channel of the pool, by the minutes at which they begin."""
    return Board(ASKED).hand_out(begins, dict.fromkeys(begins, 0))


def test_a_track_gets_the_channel_that_it_has_had_that_day_where_it_is_free():
    assert given(a=540, m=540, b=600, n=600) == {"a": "c1", "m": "c2", "b": "c1", "n": "c2"}
    assert given(x=540, a=570, b=630, y=630) == {"x": "c1", "a": "c2", "b": "c2", "y": "c1"}


def test_where_it_is_taken_or_the_day_is_another_it_gets_the_first_that_is_free():
    assert given(x=540, a=570, b=600, c=630) == {"x": "c1", "a": "c2", "b": "c1", "c": "c2"}
    assert given(x=540, a=570, b=570 + 24 * 60) == {"x": "c1", "a": "c2", "b": "c1"}


def test_there_is_always_a_free_channel_as_long_as_no_more_are_in_use_than_there_are():
    tried = 0
    for starts in product((540, 570, 600, 630, 660), repeat=5):
        begins = dict(zip("abmnx", starts, strict=True))
        if all(sum(begin <= start < begin + 60 for begin in starts) <= 2 for start in starts):
            tried += 1
            channels = given(**begins)
            assert {channels[name] for name in begins} <= {"c1", "c2"}
            for one, other in combinations(begins, 2):
                assert channels[one] != channels[other] or abs(begins[one] - begins[other]) >= 60
    assert tried == 330
