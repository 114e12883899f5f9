"""The bytes of calendar feeds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from data.programme import Publication
from output import ics
from tests.output.feed_reader import findings, read, unescaped
from tests.output.tiny_forum import files_of, one_session, tiny_timetable, view_of

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Forum Scheduler//Published programme//EN
CALSCALE:GREGORIAN
NAME:Rural radio\\, and more (Tiny Forum)
X-WR-CALNAME:Rural radio\\, and more (Tiny Forum)
DESCRIPTION:Only an example\\nTimes worked out with tzdata {tzdata}.
X-WR-CALDESC:Only an example\\nTimes worked out with tzdata {tzdata}.
X-WR-TIMEZONE:Europe/Zurich
LAST-MODIFIED:20200601T090000Z
URL:https://forum.example/2020/
SOURCE;VALUE=URI:https://forum.example/2020/s/W-1/W-1.ics
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
X-FORUM-TZDATA:{tzdata}
BEGIN:VTIMEZONE
TZID:Europe/Zurich
BEGIN:DAYLIGHT
DTSTART:20190331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20191027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:W-1.2020@forum.example
DTSTAMP:20200601T090000Z
LAST-MODIFIED:20200601T090000Z
SEQUENCE:0
DTSTART;TZID=Europe/Zurich:20200622T143000
DTEND;TZID=Europe/Zurich:20200622T153000
STATUS:TENTATIVE
SUMMARY:Rural radio\\, and more
DESCRIPTION:https://register.example/w-1\\nSession page: https://forum.examp
 le/2020/s/W-1/\\n\\nOnly an example\\nThis session is invented for the demons
 tration.\\n\\nFirst line.\\n\\nSecond part\\; with https://example.org/more.\\n\\
 nModerator: Ada Example (Open Air)\\nSpeakers: Ben Example\\; Cy Example (In
 stitute)\\n\\nThematic workshop · Media\\nOrganisers: Open Air\\; Village & S
 ons\\nAction Lines: C7-e-health\\; C9\\nSDGs: 4\\nLanguages: English\\; French\\
 nInterpretation: Spanish\\nReal-time captioning
URL:https://forum.example/2020/s/W-1/
LOCATION:Room 1 – https://register.example/w-1
CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Room 1:https://register.exam
 ple/w-1
CATEGORIES:Thematic workshop
CATEGORIES:Media
CATEGORIES:C7-e-health
CATEGORIES:C9
CATEGORIES:SDG 4
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""


def event(timetable):
    """The VEVENT of a timetable of one session."""
    return read(files_of(timetable)["all.ics"]).parts[-1]


def test_the_feed_of_a_session_is_exactly_this(site):
    from data.zones import TZDATA_VERSION

    golden = GOLDEN.format(tzdata=TZDATA_VERSION)
    assert site["s/W-1/W-1.ics"].decode().replace("\r\n", "\n") == golden


def test_all_sessions_in_one_feed_by_start_and_free_for_the_reader(site):
    events = [part for part in read(site["all.ics"]).parts if part.name == "VEVENT"]
    assert [part.values("UID") for part in events] == [
        ["P-1.2020@forum.example"],
        ["W-1.2020@forum.example"],
        ["H-1.1.2020@forum.example"],
        ["H-1.2.2020@forum.example"],
    ]
    assert [part.values("TRANSP") for part in events] == [["TRANSPARENT"]] * 4
    assert [part.values("STATUS") for part in events] == [["CONFIRMED"], ["TENTATIVE"], ["TENTATIVE"], ["TENTATIVE"]]
    assert [part.values("SUMMARY") for part in events][2:] == [["Code (1 of 2)"], ["Code (2 of 2)"]]


def test_a_session_feed_takes_its_readers_time_and_is_otherwise_the_same(site):
    all_events = {part.values("UID")[0]: part.lines for part in read(site["all.ics"]).parts if part.name == "VEVENT"}
    own = read(site["s/H-1/H-1.ics"]).parts[1:]
    assert [part.values("UID") for part in own] == [["H-1.1.2020@forum.example"], ["H-1.2.2020@forum.example"]]
    for part in own:
        free = [("TRANSP", {}, "TRANSPARENT") if line[0] == "TRANSP" else line for line in part.lines]
        assert free == all_events[part.values("UID")[0]]


def test_the_channels_link_counts_where_the_session_has_none(site):
    policy = read(site["s/P-1/P-1.ics"]).parts[1]
    assert policy.values("LOCATION") == ["Plenary hall – https://stream.example/hall"]
    assert policy.values("CONFERENCE") == ["https://stream.example/hall"]
    assert policy.values("DESCRIPTION")[0].startswith(
        "https://stream.example/hall\\nSession page: https://forum.example/"
    )
    assert "Facilitator: Cy Example\\n" in policy.values("DESCRIPTION")[0]


def test_without_a_link_there_is_no_conference():
    plain = event(one_session())
    assert plain.values("CONFERENCE") == []
    assert plain.values("LOCATION") == ["Room 1"]


def test_a_uid_survives_every_change_but_that_of_the_id():
    first = event(one_session())
    later = event(
        one_session("Renamed", "2020-06-23T08:00:00", 90, description="moved", public_link="https://a.example")
    )
    assert first.values("UID") == later.values("UID") == ["S-1.2020@forum.example"]


def test_the_host_of_a_uid_is_ascii():
    assert event(one_session(forum_fields={"site": "https://fórum.example/"})).values("UID") == [
        "S-1@xn--frum-qqa.example"
    ]


@pytest.mark.parametrize(
    ("start", "minutes", "lines"),
    [
        # Zurich goes back from 03:00 CEST to 02:00 CET at 01:00 UTC on 25 October 2020.
        (
            "2020-10-24T22:45:00",
            60,
            ["DTSTART;TZID=Europe/Zurich:20201025T004500", "DTEND;TZID=Europe/Zurich:20201025T014500"],
        ),
        ("2020-10-24T23:00:00", 60, ["DTSTART:20201024T230000Z", "DTEND:20201025T000000Z"]),
        ("2020-10-24T23:30:00", 60, ["DTSTART:20201024T233000Z", "DTEND:20201025T003000Z"]),
        ("2020-10-25T00:30:00", 60, ["DTSTART:20201025T003000Z", "DTEND:20201025T013000Z"]),
        ("2020-10-25T01:30:00", 60, ["DTSTART:20201025T013000Z", "DTEND:20201025T023000Z"]),
        (
            "2020-10-25T02:00:00",
            60,
            ["DTSTART;TZID=Europe/Zurich:20201025T030000", "DTEND;TZID=Europe/Zurich:20201025T040000"],
        ),
        # Forward from 02:00 CET to 03:00 CEST at 01:00 UTC on 29 March.
        (
            "2020-03-29T00:45:00",
            60,
            ["DTSTART;TZID=Europe/Zurich:20200329T014500", "DTEND;TZID=Europe/Zurich:20200329T034500"],
        ),
    ],
)
def test_local_times_that_come_twice_are_written_in_utc(start, minutes, lines):
    feed = files_of(one_session(start=start, minutes=minutes))["all.ics"].decode()
    assert findings(feed.encode()) == []
    assert re.findall(r"^(DT(?:START|END).*(?:\d{4}00Z?))\r$", feed.partition("BEGIN:VEVENT")[2], re.M) == lines


def test_a_forum_at_home_in_utc_needs_no_time_zone():
    calendar = read(files_of(one_session(forum_fields={"zone": "UTC"}))["all.ics"])
    assert [part.name for part in calendar.parts] == ["VEVENT"]
    assert calendar.parts[0].values("DTSTART") == ["20200622T123000Z"]


def test_a_programme_in_which_nothing_is_held_is_still_a_calendar(timetable):
    feed = files_of(type(timetable)(timetable.programme, {}))["all.ics"]
    assert [part.name for part in read(feed).parts] == ["VTIMEZONE"]


def test_categories_hold_no_comma():
    changed = event(one_session(track="Youth, sports, and play", action_lines=("C4", "C4")))
    assert changed.values("CATEGORIES") == ["Thematic workshop", "Youth sports and play", "C4"]


HOSTILE = [
    "a\r\nBEGIN:VALARM\r\nx",
    "back\\slash \\n \\N \\, ; , : \" '",
    "\\",
    "\\\\N",
    "nul\x00 bell\x07 del\x7f c1\x9b",
    "lone \ud800 surrogate",
    "<script>alert(1)</script>",
    "\u202eright to left\u202c \u200f",
    "😀" * 60,
    "x" * 10_000,
    "END:VEVENT",
    "=1+1",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_harmless_and_come_back_whole(title):
    timetable = one_session(
        title, description=title, track=title, organisers=(title,), public_link="https://a.example/x"
    )
    feed = files_of(timetable)["all.ics"]
    assert findings(feed) == []
    shown = view_of(timetable).sessions[0]
    back = read(feed).parts[1]
    assert unescaped(back.values("SUMMARY")[0]) == shown.title
    assert shown.description in unescaped(back.values("DESCRIPTION")[0])


@pytest.mark.parametrize("name", ['Room "A": x; y, z', "Room\r\nX:1"])
def test_hostile_channel_names_stay_inside_their_parameter(name):
    from data.programme import Channel

    channels = (Channel("hall", "Hall"), Channel("room-1", name, link="https://room.example/"))
    conference = event(one_session(forum_fields={"channels": channels})).parameters("CONFERENCE")
    label = "\"Room 'A': x; y, z\"" if '"' in name else '"Room X:1"'
    assert conference == [{"VALUE": "URI", "FEATURE": "AUDIO,VIDEO", "LABEL": label}]


@given(st.text(st.characters(), max_size=300))
def test_folding_keeps_every_character_and_the_limit(words):
    line = f"SUMMARY:{words}".encode("utf-8", "ignore")
    folded = ics.fold(line)
    physical = folded.removesuffix(b"\r\n").split(b"\r\n ")
    assert b"".join(physical) == line
    assert all(len(each) <= 75 - (number > 0) for number, each in enumerate(physical))
    for each in physical:
        each.decode("utf-8")


@pytest.mark.parametrize("letter", ["é", "ع", "中", "😀"])
@pytest.mark.parametrize("before", range(60, 81))
def test_folding_at_every_offset_before_a_long_character(letter, before):
    feed = files_of(one_session("x" * (before - len("SUMMARY:")) + letter * 3 + "y"))["all.ics"]
    assert findings(feed) == []
    assert read(feed).parts[1].values("SUMMARY") == ["x" * (before - len("SUMMARY:")) + letter * 3 + "y"]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_escaped_text_comes_back_but_for_controls(words):
    escaped = ics._Text(words).to_ical().decode()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", escaped)
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped(escaped) == "".join(c for c in kept if c == "\n" or not (ord(c) < 32 or 127 <= ord(c) < 160))


def test_the_same_view_gives_the_same_entries():
    assert ics.entries(view_of(tiny_timetable())) == ics.entries(view_of(tiny_timetable()))


def test_feeds_are_in_the_main_language_of_the_site():
    site = files_of(tiny_timetable(publication=Publication(languages=("fr", "en"))))
    calendar = Calendar.from_ical(site["s/H-1/H-1.ics"])
    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Code (1 sur 2)", "Code (2 sur 2)"]
    (event,) = Calendar.from_ical(site["s/W-1/W-1.ics"]).walk("VEVENT")
    lines = str(event["DESCRIPTION"]).split("\n")
    assert "Page de la session\u00a0: https://forum.example/2020/s/W-1/" in lines
    assert "Intervenants\u00a0: Ben Example; Cy Example (Institute)" in lines
    assert "Langues\u00a0: anglais; français" in lines
    week = Calendar.from_ical(site["feeds/week/2020-w26.ics"])
    assert str(week["NAME"]) == "Semaine du 22 juin 2020 (Tiny Forum)"
