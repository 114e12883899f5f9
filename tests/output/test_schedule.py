"""`schedule.xml` and `schedule.json`: valid, the same in both, and harmless whatever a title says."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.programme import Channel, Days, Publication
from data.timetable import Placement, Timetable
from output import event_ids
from tests.output.schedule_schemas import XSD, json_problems, xml_problems
from tests.output.tiny_forum import files_of, forum, instant, one_session, session, tiny_timetable, view_of

HOSTILE = [
    '<script>alert("x")</script>',
    "]]><!-- <![CDATA[ &lt; &amp; &#x3c; &undefined; <?php ?>",
    "a\x00b\x08c\x0bd\x1be\x7ff\ufffeg\uffffh\ud800i",
    "\u202egnirts\u202c \u200f رمز 😀 e\u0301 \U0010fffd",
    "😀" * 10_000,
    "=1+1",
    "javascript:alert(1)",
    "a\r\n\tb\u2028c",
]


def events_of_xml(content):
    """Every event: its id -> what its elements say, with its guid."""
    found = {}
    for event in ET.fromstring(content).iter("event"):
        texts = {part.tag: part.text or "" for part in event if not len(part)}
        people = [(person.get("guid"), person.text) for person in event.iter("person")]
        links = [link.get("href") for link in event.iter("link")]
        found[int(event.get("id"))] = {**texts, "guid": event.get("guid"), "persons": people, "links": links}
    return found


def events_of_json(content):
    """The same of the other form; what is null there is missing here."""
    found = {}
    for day in json.loads(content)["schedule"]["conference"]["days"]:
        for room, events in day["rooms"].items():
            for event in events:
                assert event["room"] == room
                found[event["id"]] = {name: value for name, value in event.items() if value is not None}
    return found


def check_valid(files):
    for name in XSD:
        assert xml_problems(files["schedule.xml"], name) == []
    assert json_problems(files["schedule.json"]) == []


def test_both_are_valid(site):
    check_valid(site)


def test_the_schemas_notice_what_is_wrong(site):
    bad = site["schedule.xml"].replace(b"+02:00", b"")
    assert all(xml_problems(bad, name) for name in XSD)
    assert json_problems(site["schedule.json"].replace(b'"slug"', b'"snail"'))


def test_an_event_says_exactly_this(site):
    found = next(event for event in events_of_xml(site["schedule.xml"]).values() if "w-1" in event["slug"])
    number, guid = ids(tiny_timetable())["W-1"]
    home = "https://forum.example/2020/"
    assert found == {
        "room": "Room 1",
        "title": "Rural radio, and more",
        "subtitle": "",
        "type": "Thematic workshop",
        "date": "2020-06-22T14:30:00+02:00",
        "start": "14:30",
        "duration": "01:00",
        "abstract": (
            "Only an example\n\nThis session is invented for the demonstration.\n\n"
            "First line.\n\nSecond part; with https://example.org/more."
        ),
        "slug": f"tiny_forum-{number}-session-w-1",
        "track": "Media",
        "language": "en",
        "url": "https://forum.example/2020/s/W-1/",
        "guid": guid,
        "persons": [
            (event_ids.guid(home, "person", "p1"), "Ada Example"),
            (event_ids.guid(home, "person", "p2"), "Ben Example"),
            (event_ids.guid(home, "person", "p4"), "Cy Example"),
        ],
        "links": ["https://register.example/w-1"],
    }


def test_the_conference_says_exactly_this(site):
    conference = ET.fromstring(site["schedule.xml"]).find("conference")
    assert {part.tag: part.text for part in conference} == {
        "title": "Tiny Forum",
        "acronym": "tiny_forum",
        "start": "2020-06-22",
        "end": "2020-06-24",
        "days": "3",
        "timeslot_duration": "00:15",
        "base_url": "https://forum.example/2020/",
        "time_zone_name": "Europe/Zurich",
    }
    document = json.loads(site["schedule.json"])["schedule"]
    assert document["version"] == "2020-06-01T09:00:00Z"
    assert document["conference"]["time_zone_name"] == "Europe/Zurich"
    assert [room["name"] for room in document["conference"]["rooms"]] == ["Plenary hall", "Room 1"]


def test_both_say_the_same_of_every_event(site):
    told = events_of_xml(site["schedule.xml"])
    also = events_of_json(site["schedule.json"])
    for event in also.values():
        assert event.pop("id")
        event["persons"] = [(person["guid"], person["name"]) for person in event["persons"]]
        event["links"] = [link["url"] for link in event["links"]]
    assert also == told
    assert len(told) == 4


def test_both_say_the_same_of_every_day_and_room(site):
    days = [
        (int(day.get("index")), day.get("date"), day.get("start"), day.get("end"), [r.get("name") for r in day])
        for day in ET.fromstring(site["schedule.xml"]).iter("day")
    ]
    assert days == [
        (1, "2020-06-22", "2020-06-22T11:00:00+02:00", "2020-06-22T15:30:00+02:00", ["Plenary hall", "Room 1"]),
        (2, "2020-06-23", "2020-06-23T10:00:00+02:00", "2020-06-23T12:00:00+02:00", ["Room 1"]),
        (3, "2020-06-24", "2020-06-24T10:00:00+02:00", "2020-06-24T12:00:00+02:00", ["Room 1"]),
    ]
    assert days == [
        (day["index"], day["date"], day["day_start"], day["day_end"], list(day["rooms"]))
        for day in json.loads(site["schedule.json"])["schedule"]["conference"]["days"]
    ]


def test_the_instants_are_those_of_the_table(site):
    table = csv.DictReader(io.StringIO(site["programme.csv"].decode(), newline=""))
    expected = sorted((row["title"], row["start_utc"], row["end_utc"]) for row in table)
    for events in (events_of_xml(site["schedule.xml"]), events_of_json(site["schedule.json"])):
        assert sorted(instants(event) for event in events.values()) == expected


def instants(event):
    """Title, start and end of an event, as the table writes them."""
    start = datetime.fromisoformat(event["date"])
    hours, minutes = map(int, event["duration"].split(":"))
    end = start + timedelta(hours=hours, minutes=minutes)
    return (event["title"], *(f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (start, end)))


@pytest.mark.parametrize("start", ["2020-10-25T00:30:00", "2020-10-25T01:30:00"])
def test_an_hour_that_comes_twice_is_told_apart_by_its_offset(start):
    files = files_of(one_session(start=start, forum_fields={"days": Days(date(2020, 10, 25), date(2020, 10, 25))}))
    for events in (events_of_xml(files["schedule.xml"]), events_of_json(files["schedule.json"])):
        assert [(instants(event)[1], event["start"]) for event in events.values()] == [(f"{start}Z", "02:30")]
    check_valid(files)


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_out_valid_and_as_plain_text(title):
    channels = (Channel("room-1", f"Room {title}"),)
    fields = {"name": f"Forum {title}", "channels": channels, "publication": Publication(banner=title)}
    timetable = one_session(title, description=title, track=title, forum_fields=fields)
    files = files_of(timetable)
    clean = view_of(timetable).sessions[0].title
    for events in (events_of_xml(files["schedule.xml"]), events_of_json(files["schedule.json"])):
        (event,) = events.values()
        assert (event["title"], event["track"], event["room"]) == (clean, clean, f"Room {clean}")
    assert {element.tag for element in ET.fromstring(files["schedule.xml"]).iter("event")} == {"event"}
    assert {part.tag for part in next(ET.fromstring(files["schedule.xml"]).iter("event"))} <= {
        "room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "persons",
        "links", "url",
    }  # fmt: skip
    check_valid(files)


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("WSIS Forum 2020", "wsis_forum_2020"),
        ("Forum São-Tomé (2ª)", "forum_sao_tome_2a"),
        ("IGF", "forum_igf"),
        ("世界峰会", "forum"),
        ("x" * 100, "x" * 40),
    ],
)
def test_the_acronym_is_made_of_what_every_program_takes(name, acronym):
    files = files_of(one_session(forum_fields={"name": name}))
    assert json.loads(files["schedule.json"])["schedule"]["conference"]["acronym"] == acronym
    check_valid(files)


@pytest.mark.parametrize(
    ("zone", "named"),
    [("America/St_Johns", True), ("UTC", True), ("Asia/Kathmandu", True), ("Etc/GMT-14", False)],
)
def test_the_home_zone_is_named_where_the_schema_can_hold_it(zone, named):
    files = files_of(one_session(forum_fields={"zone": zone}))
    assert ET.fromstring(files["schedule.xml"]).findtext("conference/time_zone_name") == zone
    assert ("time_zone_name" in json.loads(files["schedule.json"])["schedule"]["conference"]) is named
    check_valid(files)


def test_channels_of_one_name_stay_apart():
    channels = (Channel("a", "Hall"), Channel("b", "Hall"))
    timetable = one_session(forum_fields={"channels": channels})
    twins = (timetable.programme.sessions[0], session("S-2", "Another"))
    start = instant("2020-06-22T12:30:00")
    placements = {"S-1": Placement(start, "a"), "S-2": Placement(start, "b")}
    files = files_of(Timetable(replace(timetable.programme, sessions=twins), placements))
    for events in (events_of_xml(files["schedule.xml"]), events_of_json(files["schedule.json"])):
        assert sorted(event["room"] for event in events.values()) == ["Hall (a)", "Hall (b)"]
    check_valid(files)


def test_a_forum_in_which_nothing_is_held_yet_has_its_first_day():
    files = files_of(Timetable(one_session().programme, {}))
    day = json.loads(files["schedule.json"])["schedule"]["conference"]["days"]
    assert day == [
        {
            "index": 1,
            "date": "2020-06-22",
            "day_start": "2020-06-22T00:00:00+02:00",
            "day_end": "2020-06-23T00:00:00+02:00",
            "rooms": {},
        }
    ]
    check_valid(files)


def ids(timetable):
    """Number and guid of each occurrence, as they are given for the first time."""
    return {held.id: (held.revision.number, held.revision.guid) for _, held in view_of(timetable).held}


def test_a_session_keeps_its_numbers_when_it_moves_or_is_renamed(timetable, changed):
    before = ids(timetable)
    assert ids(changed("W-1", title="Renamed", duration=90)) == before
    moved = {**timetable.placements, "W-1": Placement(instant("2020-06-24T07:00:00"), "hall")}
    assert ids(Timetable(timetable.programme, moved)) == before


def test_another_forum_has_other_numbers():
    here, there = (ids(tiny_timetable(site=f"https://forum.example/{year}/")) for year in (2020, 2021))
    assert all(set(one).isdisjoint(other) for one in here.values() for other in there.values())


def test_numbers_that_fall_together_are_parted_in_the_order_of_ids(monkeypatch, timetable):
    monkeypatch.setattr(event_ids, "MOST", 5)
    numbers = {name: number for name, (number, _) in ids(timetable).items()}
    assert sorted(numbers) == ["H-1.1", "H-1.2", "P-1", "W-1"]
    assert len(set(numbers.values())) == 4
    assert set(numbers.values()) <= {1, 2, 3, 4, 5}
    check_valid(files_of(timetable))


def test_a_thousand_sessions_have_a_thousand_numbers_guids_and_slugs():
    names = [f"S-{number}" for number in range(1, 1001)]
    sessions = tuple(session(name, "Same title") for name in names)
    channels = tuple(Channel(f"c{number}", f"Channel {number}") for number in range(1000))
    programme = replace(one_session().programme, forum=forum(channels=channels), sessions=sessions)
    placements = {name: Placement(instant("2020-06-22T12:30:00"), f"c{number}") for number, name in enumerate(names)}
    files = files_of(Timetable(programme, placements))
    events = events_of_xml(files["schedule.xml"])
    assert (len(events), max(events) <= event_ids.MOST, min(events) >= 1) == (1000, True, True)
    for field in ("guid", "slug"):
        assert max(Counter(event[field] for event in events.values()).values()) == 1
    check_valid(files)
