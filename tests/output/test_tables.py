"""The tables for programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from data.programme import Channel, Comfort, Link, Region
from data.timetable import Timetable
from data.zones import TZDATA_VERSION
from tests.output.tiny_forum import files_of, one_session


def test_the_table_has_one_row_per_occurrence_by_start(site):
    assert site["programme.csv"].decode() == (
        "id,title,type,start_utc,end_utc,channel,facilitators,people\r\n"
        "P-1,Ethics,policy,2020-06-22T09:00:00Z,2020-06-22T10:00:00Z,hall,p4,\r\n"
        'W-1,"Rural radio, and more",workshop,2020-06-22T12:30:00Z,2020-06-22T13:30:00Z,room-1,,p2;p1;p4\r\n'
        "H-1.1,Code,hackathon,2020-06-23T08:00:00Z,2020-06-23T10:00:00Z,room-1,,\r\n"
        "H-1.2,Code,hackathon,2020-06-24T08:00:00Z,2020-06-24T10:00:00Z,room-1,,\r\n"
    )


def test_ids_stay_as_they_are():
    channels = (Channel("-hall", "Hall"),)
    timetable = one_session("-1", forum_fields={"channels": channels})
    placements = {"S-1": replace(timetable.placements["S-1"], channel="-hall")}
    rows = files_of(Timetable(timetable.programme, placements))["programme.csv"].decode().splitlines()
    assert rows[1:] == ["S-1,'-1,workshop,2020-06-22T12:30:00Z,2020-06-22T13:30:00Z,-hall,,"]


def test_a_hostile_title_stays_one_cell():
    title = '=HYPERLINK("https://evil.example","x")\r\n,;next'
    rows = list(csv.reader(io.StringIO(files_of(one_session(title))["programme.csv"].decode(), newline="")))
    assert len(rows) == 2
    assert rows[1][:3] == ["S-1", '\'=HYPERLINK("https://evil.example","x") ,;next', "workshop"]


def test_the_document_holds_the_forum_and_everyone_who_is_published(site):
    document = json.loads(site["programme.json"])
    assert list(document) == ["format", "forum", "regions", "types", "channels", "people", "sessions"]
    assert document["format"] == "forum-programme/1"
    assert document["forum"] == {
        "name": "Tiny Forum",
        "site": "https://forum.example/2020/",
        "zone": "Europe/Zurich",
        "tzdata": TZDATA_VERSION,
        "first_day": "2020-06-22",
        "last_day": "2020-06-24",
        "revised": "2020-06-01T09:00:00Z",
        "banner": "Only an example",
        "waking_hours": "08:00-20:00",
    }
    assert document["regions"] == []
    assert document["channels"] == [
        {"id": "hall", "name": "Plenary hall", "link": "https://stream.example/hall"},
        {"id": "room-1", "name": "Room 1", "link": ""},
    ]
    assert document["people"] == [
        {"id": "p1", "name": "Ada Example", "organisation": "Open Air", "country": "Kenya"},
        {"id": "p2", "name": "Ben Example", "organisation": "", "country": ""},
        {"id": "p4", "name": "Cy Example", "organisation": "Institute", "country": ""},
    ]
    assert [session["id"] for session in document["sessions"]] == ["C-1", "E-1", "H-1", "P-1", "W-1"]


def test_the_document_says_of_a_session_exactly_this(site):
    session = json.loads(site["programme.json"])["sessions"][4]
    assert session == {
        "id": "W-1",
        "title": "Rural radio, and more",
        "type": "workshop",
        "track": "Media",
        "status": "accepted",
        "standing": False,
        "synthetic": True,
        "organisers": ["Open Air", "Village & Sons"],
        "action_lines": ["C7-e-health", "C9"],
        "sdgs": ["4"],
        "languages": ["en", "fr"],
        "captioning": True,
        "interpretation": ["es"],
        "sign_language": False,
        "target_regions": ["Africa"],
        "series": "",
        "part": None,
        "description": "First line.\n\nSecond part; with https://example.org/more.",
        "public_link": "https://register.example/w-1",
        "documents": [],
        "recordings": [],
        "source": "invented",
        "page": "https://forum.example/2020/s/W-1/",
        "people": [
            {"person": "p1", "role": "moderator"},
            {"person": "p2", "role": "speaker"},
            {"person": "p4", "role": "speaker"},
        ],
        "occurrences": [
            {
                "id": "W-1",
                "start": "2020-06-22T12:30:00Z",
                "end": "2020-06-22T13:30:00Z",
                "home_start": "2020-06-22T14:30+02:00",
                "home_end": "2020-06-22T15:30+02:00",
                "channel": "room-1",
                "link": "https://register.example/w-1",
                "facilitators": [],
                "regions": [],
                "uid": "W-1.2020@forum.example",
                "sequence": 0,
                "modified": "2020-06-01T09:00:00Z",
            }
        ],
        "withdrawn": [],
    }


def test_documents_recordings_and_regions_are_in_the_document():
    comfort = Comfort(regions=(Region("Africa", 100, ("Africa/Nairobi",)),))
    slides = Link("Slides", "https://forum.example/1.pdf")
    timetable = one_session(
        documents=(slides,),
        recordings=(Link("", "https://video.example/1"),),
        sign_language=True,
        forum_fields={"comfort": comfort},
    )
    document = json.loads(files_of(timetable)["programme.json"])
    session = document["sessions"][0]
    assert document["regions"] == [{"name": "Africa", "zones": ["Africa/Nairobi"]}]
    assert session["documents"] == [{"title": "Slides", "address": "https://forum.example/1.pdf"}]
    assert session["recordings"] == [{"title": "https://video.example/1", "address": "https://video.example/1"}]
    assert session["sign_language"] is True
    assert session["occurrences"][0]["regions"] == ["Africa"]


def test_the_documented_schema_names_every_field(site):
    from pathlib import Path

    words = (Path(__file__).parents[2] / "docs/programme-json.md").read_text(encoding="utf-8")
    document = json.loads(site["programme.json"])
    document["regions"] = [{"name": "Africa", "zones": []}]
    document["sessions"][0]["documents"] = [{"title": "Slides", "address": "https://forum.example/"}]

    def names(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from names(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from names(inner)

    assert sorted({name for name in names(document) if f"`{name}`" not in words}) == []
