"""Where a channel names languages, the languages of its sessions are among them."""

from __future__ import annotations

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
