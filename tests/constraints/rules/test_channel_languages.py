"""Where a channel names languages, the languages of its sessions are among them."""

from __future__ import annotations

from dataclasses import replace

from constraints.rules.channel_languages import ChannelLanguages
from data.findings import Finding
from scheduler.build import narrow
from tests.factories import channel, programme, session, timetable

RULE = ChannelLanguages(mode="soft")

ROOMS = (channel("c1"), channel("c2"), channel("hall", None, languages=("en", "fr")))
ASKED = programme(
    session("fr", languages=("fr",)),
    session("both", languages=("en", "sw")),
    session("any"),
    channels=ROOMS,
)
NINE, TEN = "2020-06-22 09:00", "2020-06-22 10:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_a_language_that_the_channel_does_not_name_is_found():
    assert found({"fr": (TEN, "hall"), "both": (NINE, "hall")}) == [Finding("channel-languages", "both", ("both",))]


def test_a_channel_that_names_none_takes_every_language():
    assert found({"fr": (NINE, "c1"), "both": (NINE, "c2")}) == []


def test_a_session_that_names_none_fits_everywhere():
    assert found({"any": (NINE, "hall")}) == []


def test_the_sentence_names_both_languages():
    table = timetable(ASKED, {"both": (NINE, "hall")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "both “BOTH” on Mon 22 Jun 2020 09:00 (Europe/Zurich) is in en, sw, but channel hall is for en, fr."
    )


def test_as_a_wish_the_channels_of_a_pool_stay_one_class():
    assert narrow(ASKED, [RULE]).board.classes == (("c1", "c2"), ("hall",))


def test_the_demand_says_who_takes_it_and_a_channel_can_be_opened():
    asked = programme(session("a", languages=("en", "es")), session("b", languages=("sw",)), channels=ROOMS[2:])
    rule = ChannelLanguages(mode="hard")
    assert rule.demand("a", asked) == "a “A” is in en and es, taken by no channel."
    assert rule.demand("a", replace(asked, forum=replace(asked.forum, channels=ROOMS))) == (
        "a “A” is in en and es, taken only by the pool “pool”."
    )
    opened, soft = rule.repairs("a", asked)
    assert opened.words == "open hall “HALL” to es (forum.toml: languages)"
    assert [each.languages for each in opened.programme.forum.channels] == [("en", "fr", "es")]
    assert (soft.words, soft.rule) == (
        'let sessions be held in channels of other languages (rules.toml: mode = "soft" under [channel-languages])',
        RULE,
    )
