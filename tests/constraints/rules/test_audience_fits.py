"""The audience that a session expects is not above the capacity of its channel."""

from __future__ import annotations

from dataclasses import replace

from constraints.rules.audience_fits import AudienceFits
from data.findings import Finding
from scheduler.build import narrow
from tests.factories import channel, programme, session, timetable

RULE = AudienceFits(mode="soft")

ROOMS = (channel("c1", capacity=100), channel("c2", capacity=100), channel("hall", None))
ASKED = programme(
    session("full", expected_audience=100),
    session("crowd", expected_audience=101),
    session("unknown"),
    channels=ROOMS,
)
NINE = "2020-06-22 09:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_one_too_many_is_found_and_a_full_house_is_not():
    assert found({"crowd": (NINE, "c1"), "full": (NINE, "c2")}) == [Finding("audience-fits", "crowd", ("crowd",))]


def test_an_unknown_capacity_and_an_unknown_audience_fit():
    assert found({"crowd": (NINE, "hall"), "unknown": (NINE, "c1")}) == []


def test_the_sentence_says_both_numbers():
    table = timetable(ASKED, {"crowd": (NINE, "c1")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "crowd “CROWD” on Mon 22 Jun 2020 09:00 (Europe/Zurich) expects 101 people, but channel c1 takes 100."
    )


def test_as_a_wish_the_channels_of_a_pool_stay_one_class():
    assert narrow(ASKED, [RULE]).board.classes == (("c1", "c2"), ("hall",))


def test_the_demand_says_who_takes_so_many_and_a_channel_can_be_enlarged():
    asked = programme(session("a", expected_audience=101), channels=ROOMS)
    rule = AudienceFits(mode="hard")
    assert rule.demand("a", asked) == "a “A” expects 101 people, with room for them only in hall “HALL”."
    small = replace(asked, forum=replace(asked.forum, channels=ROOMS[:2]))
    assert rule.demand("a", small) == "a “A” expects 101 people, with room for them in no channel."
    larger, soft = rule.repairs("a", asked)
    assert larger.words == "raise the capacity of the pool “pool” to 101 (forum.toml: capacity)"
    assert [each.capacity for each in larger.programme.forum.channels] == [101, 101, None]
    assert (soft.words, soft.rule) == (
        'let more people be expected than a channel takes (rules.toml: mode = "soft" under [audience-fits])',
        RULE,
    )
