"""A session is held in a channel that has every feature that the session needs."""

from __future__ import annotations

from constraints.rules.channel_features import ChannelFeatures
from data.findings import Finding
from scheduler.build import narrow
from tests.factories import channel, programme, session, timetable

RULE = ChannelFeatures(mode="hard")

ROOMS = (channel("c1"), channel("c2"), channel("hall", None, features=("polls", "stage")))
ASKED = programme(
    session("vote", needs=("polls",)),
    session("show", needs=("polls", "screen", "lift")),
    session("talk"),
    channels=ROOMS,
)
NINE, TEN = "2020-06-22 09:00", "2020-06-22 10:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_a_channel_without_the_feature_is_found_and_one_with_more_is_not():
    assert found({"vote": (NINE, "c1")}) == [Finding("channel-features", "vote", ("vote",))]
    assert found({"vote": (NINE, "hall")}) == []


def test_one_of_several_features_is_not_enough_and_counts_once():
    assert found({"show": (NINE, "hall"), "vote": (TEN, "hall")}) == [Finding("channel-features", "show", ("show",))]


def test_who_needs_nothing_fits_everywhere():
    assert found({"talk": (NINE, "hall")}) == []
    assert found({"talk": (NINE, "c1")}) == []


def test_the_sentence_says_what_lacks():
    table = timetable(ASKED, {"show": (NINE, "hall")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "show “SHOW” on Mon 22 Jun 2020 09:00 (Europe/Zurich) needs screen, lift, which channel hall does not offer."
    )


def test_as_a_demand_and_as_a_wish_the_channels_of_a_pool_stay_one_class():
    for mode in ("hard", "soft"):
        assert narrow(ASKED, [ChannelFeatures(mode=mode)]).board.classes == (("c1", "c2"), ("hall",))


def test_the_demand_says_who_offers_it_and_a_session_can_do_without_or_another_channel_offer_it():
    asked = programme(session("a", needs=("polls", "stage")), session("b", needs=("fire",)), channels=ROOMS)
    assert RULE.demand("a", asked) == "a “A” needs polls and stage, offered only by hall “HALL”."
    assert RULE.demand("b", asked) == "b “B” needs fire, offered by no channel."
    without, more = RULE.repairs("a", asked)
    assert (without.words, without.programme.session["a"].needs) == ("hold a “A” without polls and stage", ())
    assert more.words == "offer polls and stage in the pool “pool” (forum.toml: features)"
    assert {each.id: each.features for each in more.programme.forum.channels} == dict.fromkeys(
        ("c1", "c2", "hall"), ("polls", "stage")
    )
