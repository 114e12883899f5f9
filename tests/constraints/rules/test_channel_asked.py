"""A session is in the channel it asks for; reserved channels are for those that ask."""

from __future__ import annotations

from constraints.rules.channel_asked import ChannelAsked
from data.findings import Finding
from tests.factories import channel, forum, kind, programme, session, timetable

RULE = ChannelAsked(mode="hard")

FRAME = forum(
    channels=(channel("c1"), channel("c2"), channel("hall", None), channel("studio", None, reserved=True)),
    types=(kind(), kind("ceremony", channel="hall")),
)
NINE = "2020-06-22 09:00"


def found(where, **fields):
    asked = programme(FRAME, session("a", **fields))
    return list(RULE.check(timetable(asked, {"a": (NINE, where)})))


WRONG = [Finding("channel-asked", "a", ("a",))]


def test_who_asks_for_a_channel_has_it_or_is_found():
    assert found("hall", channel="hall") == []
    assert found("c1", channel="hall") == WRONG


def test_who_asks_for_a_pool_may_have_any_of_it():
    assert found("c2", channel="pool") == []
    assert found("hall", channel="pool") == WRONG


def test_who_asks_for_none_may_have_any_that_is_not_reserved():
    assert found("hall") == []
    assert found("studio") == WRONG
    assert found("studio", channel="studio") == []


def test_a_type_may_ask_for_its_sessions_and_a_session_asks_first():
    assert found("c1", type="ceremony") == WRONG
    assert found("hall", type="ceremony") == []
    assert found("c1", type="ceremony", channel="pool") == []


def test_the_sentence_says_what_was_asked_for():
    asked = programme(FRAME, session("a", channel="hall"), session("b"))
    table = timetable(asked, {"a": (NINE, "c1"), "b": (NINE, "studio")})
    assert [RULE.explain(finding, table) for finding in RULE.check(table)] == [
        "a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich) asks for channel hall, but is held in c1.",
        "b “B” on Mon 22 Jun 2020 09:00 (Europe/Zurich) asks for no reserved channel, but is held in studio.",
    ]


def test_the_demand_says_what_is_asked_for_or_reserved_for_others():
    channels = (channel("c1"), channel("c2"), channel("hall", None), channel("studio", None, reserved=True))
    asked = programme(session("a"), session("b", channel="hall"), session("c", channel="pool"), channels=channels)
    assert [RULE.demand(name, asked) for name in "abc"] == [
        "a “A” may not be held in studio “STUDIO”, reserved for those that ask.",
        "b “B” asks for hall “HALL” and may be held in no other channel.",
        "c “C” asks for the pool “pool” and may be held in no other channel.",
    ]
    found = {name: list(RULE.repairs(name, asked)) for name in "abc"}
    assert {name: [repair.words for repair in repairs] for name, repairs in found.items()} == {
        "a": ["hold a “A” in studio “STUDIO” (channel of a)"],
        "b": ["hold b “B” in the pool “pool” (channel of b)", "hold b “B” in studio “STUDIO” (channel of b)"],
        "c": ["hold c “C” in hall “HALL” (channel of c)", "hold c “C” in studio “STUDIO” (channel of c)"],
    }
    assert [repair.programme.occurrence["b"].channel for repair in found["b"]] == ["pool", "studio"]
