"""Tests that schedule.xml and schedule.json, valid or not, become rows, and that tricks of XML are refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from data.intake import frab, pretalx, sessionize
from data.intake.rows import Held, Intake, KnownChannel, KnownType, Setting
from data.intake.sources import Source
from data.readers.tables import Unreadable
from tests.data.intake.accounts import anything, check, file, refusals, rows, told

GUID = "event:11111111-0000-0000-0000-000000000001"


def read(*sources: Source, zone: str = "UTC") -> Intake:
    assert all(map(frab.recognises, sources))
    return check(frab.read(sources, zone))


def made(*events: object, zone: str = "Europe/Zurich", **more: object) -> Intake:
    day = {"index": 1, "date": "2020-07-14", "rooms": {"Hall": events}}
    content = {"schedule": {"conference": {"days": [day], **more}}}
    return read(Source("schedule.json", json.dumps(content).encode()), zone=zone)


@pytest.mark.parametrize(
    "text",
    [
        "<html/>",
        "<schedule/>",
        "[]",
        "{}",
        '{"schedule": []}',
        '{"conference": {"days": 5}}',
        "<schedule",
        "a,b\n1,2\n",
    ],
)
def test_what_is_no_schedule_is_not_recognised(text: str) -> None:
    assert not frab.recognises(Source("x", text.encode()))


@pytest.mark.parametrize("name", ["frab_schedule.json", "frab_schedule.xml"])
def test_schedules_are_of_this_format_only(name: str) -> None:
    assert frab.recognises(file(name))
    assert not pretalx.recognises(file(name))
    assert not sessionize.recognises(file(name))


def test_events_of_xml_become_requests() -> None:
    assert rows(read(file("frab_schedule.xml")), "requests") == {
        f"{GUID} Wells that report": {
            "title": "Wells that report",
            "type": "lecture",
            "track": "Environment",
            "duration": "45",
            "languages": "en",
            "status": "confirmed",
            "description": "A start\n\nHow wells talk.\n\nMore.",
            "documents": "Data & code <https://wells.example/data>;"
            " Slides <https://forum.example/program/files/slides.pdf>",
            "recordings": "https://video.example/1",
        },
        f"{GUID} The same guid, another session": {
            "title": "The same guid, another session",
            "type": "Session",
            "status": "confirmed",
        },
        "event:2": {"title": "After midnight", "type": "Session", "duration": "90", "status": "confirmed"},
        "event:4": {"title": "Twice", "type": "Session", "duration": "30", "repeats": "2", "status": "confirmed"},
        "event:neither id nor time": {"title": "Neither id nor time", "type": "Session", "status": "confirmed"},
        "event:5": {"title": "No such time", "type": "Session", "status": "confirmed"},
    }


def test_persons_become_people_and_appearances() -> None:
    found = read(file("frab_schedule.xml"))
    assert rows(found, "people") == {"person:7": {"name": "Chen Li"}, "person:Bo Ek": {"name": "Bo Ek"}}
    assert list(rows(found, "appearances").values()) == [
        {"session": f"{GUID} Wells that report", "person": "person:7"},
        {"session": "event:2", "person": "person:7"},
        {"session": "event:2", "person": "person:Bo Ek"},
    ]
    assert rows(found, "contacts") == {
        f"{GUID} Wells that report": {"id": f"{GUID} Wells that report", "note": "Not to be recorded."}
    }


def test_a_start_is_of_its_offset_or_of_the_zone_of_the_file_and_after_midnight_of_the_next_date() -> None:
    found = read(file("frab_schedule.xml"), zone="Asia/Tokyo")
    assert found.held == (
        Held(f"{GUID} Wells that report", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),
        Held(f"{GUID} The same guid, another session", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Room B"),
        Held("event:2", datetime(2020, 7, 14, 22, 30, tzinfo=UTC), "Hall"),
        Held("event:4", datetime(2020, 7, 15, 8, 0, tzinfo=UTC), "Hall"),
        Held("event:4", datetime(2020, 7, 15, 14, 0, tzinfo=UTC), "Hall"),
    )


def test_what_is_not_taken_is_refused_and_what_is_doubtful_is_told() -> None:
    found = read(file("frab_schedule.xml"))
    assert sorted(refusals(found)) == [
        ("frab_schedule.xml", 4, "event:11111111-0000-0000-0000-000000000003", "no title"),
        ("frab_schedule.xml", 6, "Twice", "the same session at another time, counted in its repeats"),
        ("frab_schedule.xml", 7, "Twice", "the same event, at the same time, comes before"),
    ]
    same = (
        "id: read “11111111-0000-0000-0000-000000000001”; expected an id for one session only; this one is told from"
        " others by its title"
    )
    assert told(sorted(found.notes)) == [
        f"frab_schedule.xml, row 1, {same}",
        "frab_schedule.xml, row 1, links: read “javascript:alert(1)”; expected a web address such as"
        " https://forum.example/register; this link is left out",
        "frab_schedule.xml, row 1, persons: read “8”; expected a person with a name; this one is left out",
        "frab_schedule.xml, row 2, persons: read “Li Chen”; this id is Chen Li before; the first name is taken",
        f"frab_schedule.xml, row 3, {same}",
        "frab_schedule.xml, row 8, duration: read “soon”; expected minutes from 1 to 1440; it is left out",
        "frab_schedule.xml, row 8, languages: read “deutsch bitte”; expected a language tag such as en, fr or zh-Hans;"
        " it is left out",
        "frab_schedule.xml, row 9, start: read “2020-07-15T25:99”; expected a date and time such as"
        " 2020-07-14T15:00:00 or 2020-07-14T15:00:00+02:00; the session is taken without its place",
    ]


def test_the_file_says_the_setting() -> None:
    found = read(file("frab_schedule.xml"))
    assert found.source == "frab-forum-2020"
    assert found.setting == Setting(
        name="Example Forum & Friends",
        zone="Europe/Zurich",
        first=date(2020, 7, 14),
        last=date(2020, 7, 15),
        channels=(KnownChannel("Hall"), KnownChannel("Room B")),
        types=(KnownType("lecture", 45), KnownType("Session", 30)),
    )


def test_the_export_of_pretalx_holds_a_session_several_times() -> None:
    found = read(file("frab_schedule.json"))
    assert rows(found, "requests") == {
        "event:abc123": {
            "id": "ABC123",
            "title": "Wells",
            "type": "Workshop",
            "track": "Environment",
            "duration": "45",
            "languages": "en",
            "repeats": "2",
            "status": "confirmed",
            "description": "On wells.",
            "documents": "https://wells.example/; Slides <https://forum.example/media/s.pdf>",
        },
        "event:22222222-0000-0000-0000-000000000003": {
            "title": "Late",
            "type": "Session",
            "duration": "20",
            "status": "confirmed",
        },
    }
    assert rows(found, "people") == {
        "person:33333333-0000-0000-0000-000000000001": {"name": "Chen Li"},
        "person:33333333-0000-0000-0000-000000000002": {"name": "Bo Ek"},
    }
    assert [(held.key, held.start) for held in found.held] == [
        ("event:abc123", datetime(2020, 7, 14, 3, 15, tzinfo=UTC)),
        ("event:abc123", datetime(2020, 7, 14, 13, 15, tzinfo=UTC)),
        ("event:22222222-0000-0000-0000-000000000003", datetime(2020, 7, 14, 21, 45, tzinfo=UTC)),
    ]
    assert found.setting == Setting(
        name="Example Forum",
        zone="Asia/Kathmandu",
        first=date(2020, 7, 14),
        last=date(2020, 7, 15),
        channels=(KnownChannel("Hall", 300), KnownChannel("Attic")),
        types=(KnownType("Workshop", 45), KnownType("Session", 20)),
    )


def test_an_event_keeps_its_key_from_export_to_export() -> None:
    events = [{"id": 1, "guid": "g-1", "title": "A"}, {"id": 2, "guid": "g-2", "title": "B"}]
    first, second = (rows(made(*found), "requests") for found in (events, [{**events[1], "title": "New"}, events[0]]))
    assert list(first) == ["event:g-1", "event:g-2"]
    assert list(second) == ["event:g-2", "event:g-1"]


@pytest.mark.parametrize(
    ("found", "minutes"),
    [("0:45", "45"), ("1:30:00", "90"), ("1:00:00:00", "1440"), ("30", "30"), (30, "30"), ("", None), ("-1:00", None)],
)
def test_lengths_are_read_in_each_form(found: object, minutes: str | None) -> None:
    (cells,) = rows(made({"id": 1, "title": "A", "duration": found}), "requests").values()
    assert cells.get("duration") == minutes


@pytest.mark.parametrize(
    ("event", "zone", "start"),
    [
        ({"date": "2020-07-14T09:00:00"}, "Europe/Zurich", datetime(2020, 7, 14, 7, 0, tzinfo=UTC)),
        ({"date": "2020-07-16", "start": "02:00"}, "Europe/Zurich", datetime(2020, 7, 16, 0, 0, tzinfo=UTC)),
        ({"start": "5:59"}, "UTC", datetime(2020, 7, 15, 5, 59, tzinfo=UTC)),
        ({"start": "06:00"}, "UTC", datetime(2020, 7, 14, 6, 0, tzinfo=UTC)),
        ({"date": None, "start": None}, "UTC", None),
        ({"date": "soon"}, "UTC", None),
    ],
)
def test_starts_are_read_in_each_form(event: dict[str, object], zone: str, start: datetime | None) -> None:
    assert [held.start for held in made({"id": 1, "title": "A", **event}, zone=zone).held] == ([start] if start else [])


@pytest.mark.parametrize(
    "event",
    [
        {"title": "A"},
        {"title": "A", "persons": [None, 5, {}], "links": [None, {}], "attachments": {}, "recording": 5, "track": None},
        {"title": "A", "guid": None, "id": "", "code": None, "duration": None, "language": None},
    ],
)
def test_missing_and_odd_values_are_no_obstacle(event: dict[str, object]) -> None:
    assert list(rows(made(event), "requests")) == ["event:a"]
    assert list(rows(made(event), "requests").values()) == [{"title": "A", "type": "Session", "status": "confirmed"}]


def test_xml_and_json_of_one_schedule_are_one() -> None:
    text = (
        '<schedule><conference/><day date="2020-07-14"><room name="Hall"><event guid="g-1" id="1"><title>A</title>'
        "<date>2020-07-14T07:00:00Z</date></event></room></day></schedule>"
    )
    day = {
        "date": "2020-07-14",
        "rooms": {"Hall": [{"guid": "G-1", "title": "A", "date": "2020-07-14T09:00:00+02:00"}]},
    }
    content = json.dumps({"schedule": {"conference": {"days": [day]}}})
    found = read(Source("s.xml", text.encode()), Source("s.json", content.encode()))
    assert list(rows(found, "requests")) == ["event:g-1"]
    assert refusals(found) == [("s.json", 1, "A", "the same event, at the same time, comes before")]


BOMB = (
    '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<schedule><conference>&b;</conference></schedule>"
)
FOREIGN = '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule><conference>&x;</conference></schedule>'


@pytest.mark.parametrize("text", [BOMB, FOREIGN], ids=["bomb", "foreign file"])
def test_entities_of_its_own_make_a_file_be_refused_with_a_message(text: str) -> None:
    with pytest.raises(Unreadable, match="expected XML without entities of its own; this file was not taken"):
        frab.recognises(Source("schedule.xml", text.encode()))


def test_a_schedule_in_another_encoding_is_read() -> None:
    text = (
        '<?xml version="1.0" encoding="utf-16"?><schedule><conference><title>Café</title></conference>'
        '<day date="2020-07-14"><room name="Été"><event id="1"><title>Ô</title></event></room></day></schedule>'
    )
    found = read(Source("schedule.xml", text.encode("utf-16")))
    assert (found.setting.name, [channel.name for channel in found.setting.channels]) == ("Café", ["Été"])


KEYS = (
    *("title", "guid", "id", "code", "date", "start", "duration", "persons", "links", "attachments", "recording"),
    *("language", "type", "track", "name", "public_name", "url", "abstract", "do_not_record", "email"),
)


@given(anything(KEYS), anything(KEYS))
def test_whatever_an_event_holds_is_accounted_for(first: object, second: object) -> None:
    conference = {"title": second, "acronym": first, "time_zone_name": first, "rooms": second, "base_url": first}
    days = [{"date": "2020-07-14", "rooms": {"Hall": [first, second, {"title": "A", "persons": [first]}]}}, first]
    content = json.dumps({"schedule": {"conference": {**conference, "days": days}}})
    check(frab.read([Source("s.json", content.encode())], "Europe/Zurich"))
