"""Tests that exports of Indico become requests, sessions, people and places, and that every item is accounted for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from data.intake import indico
from data.intake.rows import Held, KnownChannel, KnownType, Setting
from data.intake.sources import Source
from data.problems import InputProblem, Origin

FILES = Path(__file__).parent / "files" / "indico"
AMINA, JEAN, MEI = (
    "person:ef9778752d807ef7452cbb18081ccb2d",
    "person:c901bff7dad471659eb4bf35777a0807",
    "person:8a3c06cdc72881218d55f503b799f219",
)


def read_files(*names: str):
    return indico.read([Source.of(FILES / name) for name in names], "Africa/Nairobi")


def from_json(found: object, name: str = "timetable.json") -> Source:
    return Source(name, json.dumps(found).encode())


def rows(intake, table: str) -> dict[str, dict[str, str]]:
    found = {row.key: dict(row.cells) for row in intake.taken if row.table == table}
    assert len(found) == sum(row.table == table for row in intake.taken)
    return found


def parts(intake) -> list[tuple[str, str, str]]:
    return [tuple(row.cells.values()) for row in intake.taken if row.table == "appearances"]


def refusals(intake) -> list[tuple[str, int, str, str]]:
    return [(row.origin.file, row.origin.row, row.what, row.reason) for row in intake.refused]


@pytest.mark.parametrize("name", ["timetable.json", "event.json", "contributions.csv", "import.csv"])
def test_every_export_is_recognised(name):
    assert indico.recognises(Source.of(FILES / name))


@pytest.mark.parametrize(
    "content",
    [
        '{"count": 1, "next": null, "previous": null, "results": [{"code": "A", "title": "B"}]}',
        '{"sessions": [], "speakers": [], "rooms": []}',
        '{"schedule": {"version": "1"}}',
        '{"results": {}}',
        '{"results": [{"_type": {}}]}',
        "[]",
        "id,title,type\nS-1,A,workshop\n",
        "#,title,authors,decision\n1,A,B,accept\n",
        "Timestamp,Your name,Title,Abstract,Country,City,E-mail\n1,2,3,4,5,6,7\n",
        "2020-07-06T09:30,20,A title,First,Last,Affiliation,not an address\n",
        "2020-07-06,20,A title,First,Last,Affiliation,a@b.example\n",
        ",,,,,,\n",
        "",
    ],
)
def test_other_files_are_not_recognised(content):
    assert not indico.recognises(Source("some", content.encode()))


def test_a_timetable_gives_contributions_and_blocks_without_any():
    intake = read_files("timetable.json")
    assert rows(intake, "sessions") == {
        "block:41": {
            "title": "Opening: Part 1",
            "type": "Session",
            "organisers": "Ville Ouverte",
            "duration": "30",
            "description": "All together.",
        }
    }
    assert rows(intake, "requests") == {
        "contribution:11": {
            "id": "ACC-1",
            "title": "Broadband for Small Islands",
            "type": "Contribution",
            "track": "Access",
            "organisers": "Lake University",
            "duration": "20",
            "status": "accepted",
            "description": "How islands get online.\n\nSecond part",
            "documents": "Slides <https://indico.example/event/4711/slides.pdf>",
        },
        "contribution:12": {
            "title": "Libraries Go Online",
            "type": "Contribution",
            "track": "Access",
            "organisers": "Ville Ouverte",
            "duration": "20",
            "status": "accepted",
        },
        "contribution:13": {
            "title": "Closing Words",
            "type": "Contribution",
            "duration": "30",
            "status": "accepted",
        },
    }
    assert parts(intake) == [
        ("block:41", "person:Jean Petit", "moderator"),
        ("contribution:11", AMINA, "speaker"),
        ("contribution:11", MEI, "moderator"),
        ("contribution:12", "person:Jean Petit", "speaker"),
        ("contribution:12", MEI, "moderator"),
    ]


def test_a_timetable_says_when_and_where_in_its_own_zone():
    intake = read_files("timetable.json")
    assert intake.held == (
        Held("block:41", datetime(2020, 7, 6, 7, 0, tzinfo=UTC), "Plenary"),
        Held("contribution:11", datetime(2020, 7, 6, 7, 30, tzinfo=UTC), "Room A"),
        Held("contribution:12", datetime(2020, 7, 6, 7, 50, tzinfo=UTC), "Room A"),
        Held("contribution:13", datetime(2020, 7, 7, 14, 0, tzinfo=UTC), "Online"),
    )
    assert intake.setting == Setting(
        zone="Europe/Zurich",
        first=date(2020, 7, 6),
        last=date(2020, 7, 7),
        channels=(KnownChannel("Plenary"), KnownChannel("Room A"), KnownChannel("Online")),
        types=(KnownType("Session", 30), KnownType("Contribution", 20)),
    )
    assert intake.source == "indico-4711"


def test_breaks_and_unknown_entries_of_a_timetable_are_refused():
    intake = read_files("timetable.json")
    assert refusals(intake) == [
        ("timetable.json, 20200706", 1, "Something Else", "no contribution, session or break of Indico"),
        ("timetable.json, 20200706, s2", 3, "Stretching", "a break, no session"),
        ("timetable.json, 20200706", 4, "Coffee", "a break, no session"),
    ]


def test_a_block_whose_conveners_are_not_said_has_no_row_of_its_own():
    block = {
        "entryType": "Session",
        "title": "Access",
        "entries": {"c1": {"entryType": "Contribution", "friendlyId": 1, "title": "A"}},
    }
    intake = indico.read([from_json({"results": {"7": {"20200706": {"s1": block}}}})], "UTC")
    assert refusals(intake) == [
        (
            "timetable.json, 20200706",
            1,
            "Access",
            "no row of its own: a session with contributions, which are taken with its name as their track",
        )
    ]


def test_addresses_go_to_contacts_only():
    for names in (["timetable.json"], ["event.json"], ["contributions.csv"], ["import.csv"]):
        intake = read_files(*names)
        public = [cell for row in intake.taken if row.table != "contacts" for cell in (row.key, *row.cells.values())]
        assert [cell for cell in public if "@" in cell] == []
        assert [row.what for row in intake.refused if "@" in row.what] == []
    assert rows(read_files("timetable.json"), "contacts") == {
        AMINA: {"id": AMINA, "email": "Amina@org.example"},
        MEI: {"id": MEI, "email": "mei@lab.example"},
    }


def test_an_event_says_its_name_days_types_and_tracks():
    intake = read_files("event.json")
    assert intake.setting == Setting(
        name="Island Forum 2020",
        zone="Europe/Zurich",
        first=date(2020, 7, 6),
        last=date(2020, 7, 7),
        channels=(KnownChannel("Room A"),),
        types=(KnownType("Workshop", 20), KnownType("Contribution", 45)),
    )
    assert rows(intake, "requests") == {
        "contribution:11": {
            "title": "Broadband for Small Islands",
            "type": "Workshop",
            "track": "Connectivity",
            "organisers": "Lake University; Cable Watch",
            "duration": "20",
            "status": "accepted",
            "description": "How islands get online.",
        },
        "contribution:14": {
            "title": "Unscheduled",
            "type": "Contribution",
            "organisers": "Atlantic Institute",
            "duration": "45",
            "status": "accepted",
        },
    }
    assert parts(intake) == [
        ("contribution:11", AMINA, "speaker"),
        ("contribution:11", "person:Zoë Bell", "speaker"),
        ("contribution:14", "person:Rui Tavares", "speaker"),
    ]
    assert rows(intake, "contacts") == {
        "contribution:11": {"id": "contribution:11", "note": "Keywords: broadband; islands"}
    }


def test_contributions_of_an_event_that_cannot_be_known_again_are_refused():
    assert refusals(read_files("event.json")) == [
        ("event.json, contributions", 3, "Unscheduled Again", "the same number comes before in this file"),
        ("event.json, contributions", 4, "15", "no title"),
        (
            "event.json, contributions",
            5,
            "Nameless Number",
            "no number by which the next export would know it again",
        ),
        (
            "event.json, contributions, 1, subContributions",
            1,
            "A Word on Cables",
            "no row of its own: a part of “Broadband for Small Islands”, in which its speakers take part",
        ),
    ]


def test_the_sessions_of_an_event_hold_contributions_too():
    session = {
        "_type": "SessionSlot",
        "id": 52,
        "title": "Access: Morning",
        "session": {"title": "Access", "sessionConveners": [{"fullName": "Mei Chen"}]},
        "contributions": [{"_type": "Contribution", "id": 11, "title": "A", "session": "Access"}],
    }
    event = {"_type": "Conference", "id": 4711, "title": "F", "contributions": [], "sessions": [session]}
    intake = indico.read([from_json({"_type": "HTTPAPIResult", "results": [event]}, "event.json")], "UTC")
    assert rows(intake, "requests")["contribution:11"]["track"] == "Access"
    assert parts(intake) == [("contribution:11", "person:Mei Chen", "moderator")]
    assert intake.refused == ()


def test_a_list_of_contributions_reads_lengths_in_words_and_people_beside_each_other():
    intake = read_files("contributions.csv")
    assert [(key, row.get("duration"), row.get("track")) for key, row in rows(intake, "requests").items()] == [
        ("contribution:11", "20", "Connectivity"),
        ("contribution:12", "90", "Access"),
        ("contribution:13", "30", None),
        ("contribution:14", None, None),
    ]
    assert rows(intake, "people") == {
        AMINA: {"name": "Amina Odhiambo", "organisation": "Lake University"},
        JEAN: {"name": "Jean Petit", "organisation": "Ville Ouverte"},
        "person:A": {"name": "A"},
        "person:B and C": {"name": "B and C"},
    }
    assert rows(intake, "requests")["contribution:12"].get("id") is None
    assert intake.held == (
        Held("contribution:11", datetime(2020, 7, 6, 7, 30, tzinfo=UTC), ""),
        Held("contribution:13", datetime(2020, 7, 7, 13, 0, tzinfo=UTC), ""),
    )
    wanted = (
        "expected a web address such as https://forum.example/slides.pdf, or one behind a title:"
        " Slides <https://forum.example/slides.pdf>; this link is left out"
    )
    assert intake.notes == (
        InputProblem("contributions.csv", 4, "documents", "javascript:alert(1)", wanted, note=True),
        InputProblem("contributions.csv", 5, "date", "Jul 7, 2020", "expected a date and a time; it is left out", True),
    )


def test_a_list_as_a_workbook_says_the_same(tmp_path):
    import csv

    book = openpyxl.Workbook()
    with (FILES / "contributions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.save(tmp_path / "contributions.xlsx")
    source = Source.of(tmp_path / "contributions.xlsx")
    assert indico.recognises(source)
    intake, other = indico.read([source], "UTC"), read_files("contributions.csv")
    assert [(row.table, row.key, row.cells) for row in intake.taken] == [
        (row.table, row.key, row.cells) for row in other.taken
    ]


def test_the_file_that_indico_imports_is_known_by_titles_and_starts():
    intake = read_files("import.csv")
    assert [(key, row.get("duration"), row.get("organisers")) for key, row in rows(intake, "requests").items()] == [
        ("contribution:Broadband for Small Islands", "20", "Lake University; Ville Ouverte"),
        ("contribution:Libraries Go Online", None, "Ville Ouverte"),
        ("contribution:Closing Words", "30", None),
        ("contribution:Closing Words (2)", "30", None),
    ]
    assert parts(intake) == [
        ("contribution:Broadband for Small Islands", AMINA, "speaker"),
        ("contribution:Broadband for Small Islands", JEAN, "speaker"),
        ("contribution:Libraries Go Online", JEAN, "speaker"),
    ]
    assert refusals(intake) == [
        ("import.csv", 8, "(without a title)", "no title"),
        ("import.csv", 6, "Closing Words", "the same comes before in this file"),
    ]
    assert intake.held[0].start == datetime(2020, 7, 6, 6, 30, tzinfo=UTC)


def test_several_exports_of_one_event_tell_of_the_same_together():
    intake = read_files("contributions.csv", "event.json", "timetable.json")
    assert rows(intake, "requests")["contribution:11"] == {
        "id": "ACC-1",
        "title": "Broadband for Small Islands",
        "type": "Workshop",
        "track": "Connectivity",
        "organisers": "Lake University; Cable Watch; Ville Ouverte",
        "duration": "20",
        "status": "accepted",
        "description": "How islands get online.",
        "documents": "Slides <https://indico.example/event/4711/slides.pdf>",
    }
    assert [name for name in rows(intake, "people") if name.startswith("person:Jean") or name == JEAN] == [JEAN]
    assert intake.setting.zone == "Europe/Zurich"


@pytest.mark.parametrize(
    "names",
    [
        ["timetable.json"],
        ["event.json"],
        ["contributions.csv"],
        ["import.csv"],
        ["timetable.json", "event.json", "contributions.csv"],
    ],
    ids=["timetable", "event", "list", "import", "all"],
)
def test_every_record_has_a_row_or_a_reason_and_never_a_reason_beside_a_row_for_nothing(names):
    intake = read_files(*names)
    assert {row.origin for row in (*intake.taken, *intake.refused)} == set(intake.records)
    assert {row.origin for row in intake.taken} & {row.origin for row in intake.refused} == set()
    keys = {row.key for row in intake.taken if row.table in {"requests", "sessions", "people"}}
    referred = {row.cells[name] for row in intake.taken if row.table == "appearances" for name in ("session", "person")}
    assert referred <= keys
    assert {row.cells["id"] for row in intake.taken if row.table == "contacts"} <= keys


def test_every_row_of_a_list_is_a_record():
    assert set(read_files("contributions.csv").records) == {Origin("contributions.csv", row) for row in range(2, 9)}
    assert set(read_files("import.csv").records) == {Origin("import.csv", row) for row in (1, 2, 3, 5, 6, 7, 8)}


@pytest.mark.parametrize(
    "found",
    [
        {"_type": "HTTPAPIResult", "results": [None, 3, "x", [], {}, {"_type": {"a": 1}}]},
        {"_type": "HTTPAPIResult", "results": {"1": [], "2": None, "3": {"20209999": {"c1": 4, "c2": {}}}}},
        {"_type": "HTTPAPIResult", "results": [{"contributions": [{"id": [], "title": {}, "startDate": {"date": 1}}]}]},
        {"_type": "HTTPAPIResult", "results": [{"sessions": [{"contributions": "no", "conveners": [{"name": None}]}]}]},
        {"_type": "HTTPAPIResult", "results": {"1": {"20200706": {"s1": {"entries": [[]], "session": 5}}}}},
        {"_type": "HTTPAPIResult", "results": [{"startDate": {"date": "x", "time": "y", "tz": "Mars/Base"}}]},
    ],
    ids=["no objects", "no timetables", "strange values", "strange sessions", "strange entries", "strange dates"],
)
def test_strange_answers_are_taken_without_a_traceback(found):
    source = from_json(found)
    assert indico.recognises(source)
    intake = indico.read([source], "UTC")
    assert intake.taken == ()
    assert {row.origin for row in intake.refused} == set(intake.records)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("20 minutes", "20"),
        ("1 hour", "60"),
        ("1h 30m", "90"),
        ("2 hours 5 minutes", "125"),
        ("1 day", "1440"),
        ("0:45:00", "45"),
        ("90", "90"),
        ("12.5", "12"),
        ("45 seconds", None),
        ("soon", None),
        ("3 days", None),
        ("9" * 50 + " h", None),
    ],
    ids=str,
)
def test_lengths_are_read_in_the_ways_that_indico_writes_them(said, minutes):
    source = Source("list.csv", f"Id,Title,Presenters,Duration,Type,Session\n1,A,,{said},,\n".encode())
    assert rows(indico.read([source], "UTC"), "requests")["contribution:1"].get("duration") == minutes
