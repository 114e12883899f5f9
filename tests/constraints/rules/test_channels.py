"""A channel holds one session at a time, with set-up between."""

from __future__ import annotations

from constraints.rules.channel_asked import ChannelAsked
from constraints.rules.channels import Channels
from data.findings import Finding
from scheduler.build import narrow
from tests.factories import channel, forum, programme, session, timetable

RULE = Channels(mode="hard")

FRAME = forum(grid=15, channels=(channel("c1", set_up=30), channel("c2", set_up=30), channel("hall", None)))
ASKED = programme(FRAME, session("first"), session("second"), session("long", minutes=240))


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_two_at_once_in_one_channel_are_found_and_in_two_channels_are_fine():
    assert found({"first": ("2020-06-22 09:00", "c1"), "second": ("2020-06-22 09:30", "c1")}) == [
        Finding("channels", "c1", ("first", "second"))
    ]
    assert found({"first": ("2020-06-22 09:00", "c1"), "second": ("2020-06-22 09:30", "c2")}) == []


def test_between_two_sessions_there_is_time_for_set_up():
    assert found({"first": ("2020-06-22 09:00", "c1"), "second": ("2020-06-22 10:30", "c1")}) == []
    assert found({"first": ("2020-06-22 09:00", "c1"), "second": ("2020-06-22 10:15", "c1")}) == [
        Finding("channels", "c1", ("first", "second"))
    ]


def test_a_pause_comes_besides_the_set_up():
    rule = Channels(mode="hard", pause=15)
    starts = {"first": ("2020-06-22 09:00", "c1"), "second": ("2020-06-22 10:30", "c1")}
    table = timetable(ASKED, starts)
    assert list(RULE.check(table)) == []
    assert list(rule.check(table)) == [Finding("channels", "c1", ("first", "second"))]
    later = timetable(ASKED, {**starts, "second": ("2020-06-22 10:45", "c1")})
    assert list(rule.check(later)) == []
    assert rule.explain(Finding("channels", "c1", ("first", "second")), table) == (
        "Channel c1 cannot hold both first “FIRST” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " second “SECOND” on Mon 22 Jun 2020 10:30 (Europe/Zurich)"
        " with 30 minutes of set-up and 15 minutes of pause between."
    )


def test_channels_are_handed_out_with_the_pause_between():
    begins, classes = {"first": 540, "second": 630, "long": 645}, {"first": 0, "second": 0, "long": 0}
    board = narrow(ASKED, [Channels(mode="hard", pause=15)]).board
    assert board.hand_out(begins, classes) == {"first": "c1", "second": "c2", "long": "c1"}
    board = narrow(ASKED, [RULE]).board
    assert board.hand_out(begins, classes) == {"first": "c1", "second": "c1", "long": "c2"}


def test_a_channel_without_set_up_may_be_used_at_once():
    assert found({"first": ("2020-06-22 09:00", "hall"), "second": ("2020-06-22 10:00", "hall")}) == []


def test_a_long_session_is_in_the_way_of_each_during_it():
    starts = {
        "long": ("2020-06-22 09:00", "c1"),
        "first": ("2020-06-22 09:15", "c1"),
        "second": ("2020-06-22 12:00", "c1"),
    }
    assert found(starts) == [
        Finding("channels", "c1", ("long", "first")),
        Finding("channels", "c1", ("long", "second")),
    ]


def test_the_sentence_names_both_and_the_set_up():
    table = timetable(ASKED, {"first": ("2020-06-22 09:00", "c1"), "second": ("2020-06-22 10:15", "c1")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Channel c1 cannot hold both first “FIRST” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " second “SECOND” on Mon 22 Jun 2020 10:15 (Europe/Zurich) with 30 minutes of set-up between."
    )


def test_the_sentence_is_silent_about_set_up_where_there_is_none():
    table = timetable(ASKED, {"first": ("2020-06-22 09:00", "hall"), "second": ("2020-06-22 09:00", "hall")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Channel hall cannot hold both first “FIRST” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " second “SECOND” on Mon 22 Jun 2020 09:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_channel_or_its_pool_and_what_is_kept_free():
    assert RULE.demand("hall", ASKED) == "The channel hall “HALL” holds one session at a time."
    assert Channels(mode="hard", pause=5).demand("c1", ASKED) == (
        "The 2 channels of the pool “pool” hold one session each at a time,"
        " with 30 minutes of set-up and 5 minutes of pause between two."
    )


def test_a_pool_can_have_one_more_channel_and_less_time_between():
    more, pause, ready = Channels(mode="hard", pause=5).repairs("c1", ASKED)
    assert [(repair.words, repair.price) for repair in (more, pause, ready)] == [
        ("add one more channel to the pool “pool” (forum.toml: count = 3 of the channel pool)", 150),
        ("keep no pause between two sessions of a channel (rules.toml: pause = 0 under [channels])", 200),
        ("do without set-up time in the pool “pool” (forum.toml: set_up = 0)", 200),
    ]
    assert [(each.id, each.pool) for each in more.programme.forum.channels] == [
        ("c1", "pool"),
        ("c2", "pool"),
        ("hall", None),
        ("pool-2", "pool"),
    ]
    assert pause.rule == RULE
    assert [each.set_up for each in ready.programme.forum.channels] == [0, 0, 0]


def test_who_asks_for_a_channel_may_have_the_one_more_like_it_too():
    asked = programme(FRAME, session("a", channel="hall"))
    (more,) = RULE.repairs("hall", asked)
    assert more.words == "add one more channel like hall “HALL” (forum.toml: count = 2 of the channel hall)"
    board = narrow(more.programme, (ChannelAsked(mode="hard"),)).board
    assert board.channel_domain["a"] == {"hall", "hall-2"}
