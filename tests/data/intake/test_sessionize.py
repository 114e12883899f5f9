"""Tests that the views and workbooks of Sessionize, whole and broken, become rows, and that nothing private leaks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from data.intake import pretalx, sessionize
from data.intake.rows import Held, Intake, KnownChannel, KnownType, Setting
from data.intake.sources import Source
from tests.data.intake.accounts import anything, check, file, refusals, rows, told, workbook

CHEN = "speaker:aaaaaaaa-0000-0000-0000-000000000001"
BOOK = "flattened accepted sessions.xlsx"
TEA = "session:bbbbbbbb-0000-0000-0000-000000000001"
QUESTION = "What will attendees learn in which format?"
FLAT = (
    *("Session Id", "Title", "Description", "Owner", "Owner Email", "Session format", "Language", "Level", QUESTION),
    *("Room", "Scheduled At", "Scheduled Duration", "Status"),
    *("Speaker Id", "FirstName", "LastName", "Email", "TagLine", "Bio"),
)


def read(source: Source, zone: str = "Europe/Zurich") -> Intake:
    assert sessionize.recognises(source)
    return check(sessionize.read([source], zone))


def made(*items: object) -> Intake:
    return read(Source("all.json", json.dumps({"sessions": items, "speakers": [], "categories": [], "rooms": [],
                                               "questions": []}).encode()))  # fmt: skip


def flat(*found: dict[str, object]) -> Source:
    return workbook(BOOK, Sessions=[FLAT, *([row.get(heading) for heading in FLAT] for row in found)])


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"sessions": []}', '[{"id": 1, "name": "A"}]', "Title,Room\nA,B\n", '{"sessions": [{"id": 1}]}'],
)
def test_what_is_of_no_sessionize_is_not_recognised(text: str) -> None:
    assert not sessionize.recognises(Source("x", text.encode()))


@pytest.mark.parametrize("name", ["sessionize_all.json", "sessionize_gridsmart.json"])
def test_files_of_sessionize_are_not_those_of_pretalx(name: str) -> None:
    assert sessionize.recognises(file(name))
    assert not pretalx.recognises(file(name))


def test_sessions_of_the_view_of_all_become_requests() -> None:
    found = read(file("sessionize_all.json"))
    assert rows(found, "requests") == {
        "session:101": {
            "title": "Wells that report",
            "type": "Workshop",
            "track": "Environment",
            "duration": "45",
            "languages": "en",
            "status": "confirmed",
            "description": "How wells & pumps talk.\n\nBring a laptop.",
            "recordings": "https://video.example/1",
        },
        "session:102": {"title": "Opening", "type": "Session", "duration": "30", "status": "accepted"},
        "session:103": {"title": "No time yet", "type": "Panel", "status": "requested"},
    }
    assert rows(found, "sessions") == {
        TEA: {"title": "Tea", "type": "Service session", "duration": "15", "status": "confirmed"}
    }


def test_speakers_become_people_and_what_is_private_goes_to_contacts() -> None:
    found = read(file("sessionize_all.json"))
    assert rows(found, "people") == {CHEN: {"name": "Chen Li"}}
    assert list(rows(found, "appearances").values()) == [{"session": "session:101", "person": CHEN}]
    plenum = "In Sessionize a plenum session: nothing is held beside it."
    assert rows(found, "contacts") == {
        "session:101": {
            "id": "session:101",
            "join_link": "https://meet.example/j/1?pwd=x",
            "note": "What do you need?: A projector\nLevel: Beginner",
        },
        "session:102": {"id": "session:102", "note": plenum},
        TEA: {"id": TEA, "note": plenum},
        CHEN: {"id": CHEN, "note": "Tag line: Engineer\nPronouns: any\nRegion: Asia"},
    }


def test_what_is_not_taken_is_refused_with_a_reason() -> None:
    sessions, speakers = "sessionize_all.json, sessions", "sessionize_all.json, speakers"
    assert sorted(refusals(read(file("sessionize_all.json")))) == [
        (sessions, 5, "Not this time", "declined in Sessionize"),
        (sessions, 6, "The same id", "the same session comes before in these files"),
        (sessions, 7, "No id", "no id by which the next export would know it again"),
        (speakers, 2, "Only Declined", "none of this speaker's sessions is taken"),
        (speakers, 3, "Chen Li", "the same speaker comes before in these files"),
        (speakers, 4, "aaaaaaaa-0000-0000-0000-000000000003", "a speaker without a name"),
    ]


def test_starts_without_an_offset_are_of_the_zone_that_is_given() -> None:
    zurich, kathmandu = (read(file("sessionize_all.json"), zone).held for zone in ("Europe/Zurich", "Asia/Kathmandu"))
    assert zurich == (
        Held("session:101", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),
        Held("session:102", datetime(2020, 7, 14, 6, 30, tzinfo=UTC), ""),
        Held(TEA, datetime(2020, 7, 14, 8, 0, tzinfo=UTC), "Hall"),
    )
    assert [held.start for held in kathmandu] == [
        datetime(2020, 7, 14, 3, 15, tzinfo=UTC),
        datetime(2020, 7, 14, 6, 30, tzinfo=UTC),
        datetime(2020, 7, 14, 4, 15, tzinfo=UTC),
    ]


def test_the_files_say_the_setting_and_what_is_doubtful() -> None:
    found = read(file("sessionize_all.json"))
    assert found.source == "sessionize"
    assert found.setting == Setting(
        first=date(2020, 7, 14),
        last=date(2020, 7, 14),
        channels=(KnownChannel("Hall"), KnownChannel("Room B")),
        types=(
            KnownType("Workshop", 45),
            KnownType("Session", 30),
            KnownType("Service session", 15),
            KnownType("Panel"),
        ),
    )
    assert told(sorted(found.notes)) == [
        "sessionize_all.json, sessions, row 1, speakers: read “gone”; expected a speaker whom the files name; this one"
        " is left out",
        "sessionize_all.json, sessions, row 2, recordingUrl: read “javascript:alert(1)”; expected a web address such as"
        " https://forum.example/slides.pdf, or one behind a title: Slides <https://forum.example/slides.pdf>; this link"
        " is left out",
        "sessionize_all.json, sessions, row 4, join_link: read “javascript:alert(1)”; expected a web address such as"
        " https://forum.example/register; this one is left out",
        "sessionize_all.json, sessions, row 4, languages: read “Elvish”; expected a language tag such as en, fr or"
        " zh-Hans; it is left out",
    ]


def test_the_grid_has_a_session_for_all_rooms_once() -> None:
    found = read(file("sessionize_gridsmart.json"))
    assert rows(found, "requests") == {
        "session:201": {"title": "Keynote", "type": "Session", "duration": "60", "status": "accepted"},
        "session:202": {
            "title": "Pumps",
            "type": "Session",
            "track": "Water",
            "duration": "30",
            "status": "accepted",
            "description": "On pumps",
        },
    }
    assert rows(found, "people") == {"speaker:cc-1": {"name": "Ida Berg"}, "speaker:cc-2": {"name": "Bo Ek"}}
    assert refusals(found) == [
        ("sessionize_gridsmart.json", 3, "Keynote", "the same session in another room or group, at the same time")
    ]
    assert [held.channel for held in found.held] == ["Hall", "Hall"]


def test_groups_of_sessions_and_the_view_of_speakers_are_read_together() -> None:
    item = {"id": "1", "title": "A", "isServiceSession": False, "speakers": [{"id": "s", "name": "Ida Berg"}]}
    groups = [{"groupId": 4, "groupName": "Java", "sessions": [item]}, {"groupId": 5, "sessions": None}]
    speakers = [{"id": "s", "fullName": "Ida M. Berg", "tagLine": None}, {"id": "t", "fullName": "Bo Ek"}]
    sources = [Source(f"{n}.json", json.dumps(each).encode()) for n, each in enumerate((groups, speakers))]
    assert all(map(sessionize.recognises, sources))
    found = check(sessionize.read(sources, "UTC"))
    assert rows(found, "requests") == {"session:1": {"title": "A", "type": "Session", "status": "accepted"}}
    assert rows(found, "people") == {"speaker:s": {"name": "Ida Berg"}, "speaker:t": {"name": "Bo Ek"}}
    assert [row.origin.file for row in found.taken if row.table == "people"] == ["1.json", "1.json"]


@pytest.mark.parametrize(
    ("status", "confirmed", "expected"),
    [
        ("Accepted", True, "confirmed"),
        ("Accepted", False, "accepted"),
        (None, None, "accepted"),
        ("Nominated", True, "requested"),
        ("Accept_Queue", False, "requested"),
        ("Waitlisted", False, "requested"),
        ("Canceled", False, "cancelled"),
        ("Declined", False, "declined in Sessionize"),
        ("Odd", False, "a status that is not known: odd"),
    ],
)
def test_each_status_is_a_status_or_a_reason(status: object, confirmed: object, expected: str) -> None:
    found = made({"id": 1, "title": "A", "status": status, "isConfirmed": confirmed, "categoryItems": []})
    assert [
        *(cells["status"] for cells in rows(found, "requests").values()),
        *(each.reason for each in found.refused),
    ] == [expected]


@pytest.mark.parametrize(
    "item",
    [
        {"id": "1", "title": "A"},
        {"id": 1, "title": "A", "speakers": None, "categoryItems": None, "questionAnswers": None, "roomId": None},
        {"id": 1, "title": " A\n", "speakers": [None, "", {}, 5.5], "categoryItems": [{}, None], "startsAt": ""},
        {
            "id": 1,
            "title": "A",
            "speakers": "x",
            "categoryItems": 5,
            "questionAnswers": [5],
            "isServiceSession": "false",
        },
    ],
)
def test_missing_and_odd_values_are_no_obstacle(item: dict[str, object]) -> None:
    assert rows(made(item), "requests") == {"session:1": {"title": "A", "type": "Session", "status": "accepted"}}


def test_flattened_sessions_have_a_row_for_each_speaker() -> None:
    start = datetime(2020, 7, 14, 9, 0)  # noqa: DTZ001
    wells = {
        "Session Id": 101,
        "Title": "Wells",
        "Description": "<b>On</b> wells",
        "Owner": "Chen Li",
        "Owner Email": "chen@wells.example",
        "Session format": "Workshop",
        "Language": "English",
        QUESTION: "Much",
        "Level": "Beginner",
        "Room": "Hall",
        "Scheduled At": start,
        "Scheduled Duration": 45,
        "Status": "Accepted",
    }
    chen = {"Speaker Id": "S1", "FirstName": "Chen", "LastName": "Li", "Email": "chen@wells.example", "TagLine": "Boss"}
    bo = {"Speaker Id": "S2", "FirstName": "Bo", "LastName": "Ek", "Email": "bo@wells.example", "Bio": "Long"}
    pumps = {"Session Id": "102", "Title": "Pumps", "Status": "Declined", "Speaker Id": "S3", "LastName": "Coe"}
    taps = {"Session Id": "103", "Title": "Taps", "Session format": "Talk", "Scheduled Duration": "20 min"}
    taps |= {"Room": "B", "Scheduled At": "31/07/2020"}
    found = read(flat(wells | chen, wells | bo, wells | bo, pumps, taps | bo))
    assert rows(found, "requests") == {
        "session:101": {
            "title": "Wells",
            "type": "Workshop",
            "duration": "45",
            "languages": "en",
            "status": "accepted",
            "description": "On wells",
        },
        "session:103": {"title": "Taps", "type": "Talk", "duration": "20", "status": "accepted"},
    }
    assert rows(found, "people") == {"speaker:S1": {"name": "Chen Li"}, "speaker:S2": {"name": "Bo Ek"}}
    assert list(rows(found, "appearances").values()) == [
        {"session": "session:101", "person": "speaker:S1"},
        {"session": "session:101", "person": "speaker:S2"},
        {"session": "session:103", "person": "speaker:S2"},
    ]
    assert rows(found, "contacts") == {
        "session:101": {
            "id": "session:101",
            "email": "chen@wells.example",
            "note": f"Level: Beginner\n{QUESTION}: Much\nOwner: Chen Li",
        },
        "speaker:S1": {"id": "speaker:S1", "email": "chen@wells.example", "note": "Tag line: Boss"},
        "speaker:S2": {"id": "speaker:S2", "email": "bo@wells.example"},
    }
    assert refusals(found) == [
        (BOOK, 4, "Wells", "the same session comes before in these files"),
        (BOOK, 5, "Pumps", "declined in Sessionize"),
    ]
    assert found.held == (Held("session:101", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),)
    assert told(found.notes) == [
        f"{BOOK}, row 6, start: read “31/07/2020”; expected a date and time such as 2020-07-14T15:00:00 or"
        " 2020-07-14T15:00:00+02:00; the session is taken without its place"
    ]


def test_a_schedule_says_the_places_of_sessions_by_their_titles() -> None:
    schedule = [
        ("Day", "Time", "Room", "Title", "Speakers"),
        ("14 Jul 2020", "9:00 AM - 9:45 AM", "Hall", "Wells", "Chen Li"),
        (datetime(2020, 7, 14), "23:30 - 00:15", "B", "Night", "Ida Berg, Bo Ek"),  # noqa: DTZ001
        ("14 Jul 2020", "10:00", "Hall", "Tea", ""),
        ("14 Jul 2020", "later", "Hall", "Vague", ""),
        ("14 Jul 2020", "10:00", "Hall", None, "Nobody"),
    ]
    sessions = [("Session Id", "Title", "Speakers", "Speaker Ids"), ("101", "Wells", "Chen Li", "S1")]
    book = workbook("all.xlsx", Cover=[], Schedule=schedule, Notes=[("By hand", "1")], Sessions=sessions)
    found = read(book)
    assert rows(found, "requests") == {
        "session:101": {"title": "Wells", "type": "Session", "duration": "45", "status": "accepted"},
        "session:Night:1": {"title": "Night", "type": "Session", "duration": "45", "status": "accepted"},
    }
    assert rows(found, "sessions") == {
        "session:Tea:1": {"title": "Tea", "type": "Service session", "status": "confirmed"},
        "session:Vague:1": {"title": "Vague", "type": "Service session", "status": "confirmed"},
    }
    assert rows(found, "people") == {
        "speaker:S1": {"name": "Chen Li"},
        "speaker:Ida Berg": {"name": "Ida Berg"},
        "speaker:Bo Ek": {"name": "Bo Ek"},
    }
    assert set(found.held) == {
        Held("session:101", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),
        Held("session:Night:1", datetime(2020, 7, 14, 21, 30, tzinfo=UTC), "B"),
        Held("session:Tea:1", datetime(2020, 7, 14, 8, 0, tzinfo=UTC), "Hall"),
    }
    assert refusals(found) == [("all.xlsx, Schedule", 6, "(without a title)", "no title")]
    assert [(note.row, note.column, note.found) for note in found.notes] == [(5, "start", "14 Jul 2020 later")]


def test_nothing_private_is_in_what_is_published() -> None:
    found = read(file("sessionize_all.json"))
    public = [cell for row in found.taken if row.table != "contacts" for cell in row.cells.values()]
    private = ("@", "meet.example", "projector", "any", "Engineer")
    assert [cell for cell in public if any(word in cell for word in private)] == []


KEYS = (
    *("id", "title", "startsAt", "endsAt", "isServiceSession", "speakers", "categoryItems", "categories", "items"),
    *("questionAnswers", "questionId", "answerValue", "roomId", "room", "liveUrl", "recordingUrl", "status", "name"),
    *("fullName", "firstName", "email", "sessions", "rooms", "date", "groupId", "question"),
)


@given(anything(KEYS), anything(KEYS))
def test_whatever_the_items_hold_is_accounted_for(first: object, second: object) -> None:
    session = {"id": 1, "title": "A", "speakers": [first, second], "categories": [second], "categoryItems": [first]}
    parts = {"speakers": [second, first], "categories": [first], "questions": [second], "rooms": [first, second]}
    whole = {"sessions": [first, second, session], **parts}
    grid = [{"date": first, "rooms": [{"name": second, "sessions": [first, session]}, second], "timeSlots": []}, first]
    groups = [{"groupId": 1, "sessions": [second, session]}, first]
    sources = [Source(f"{n}.json", json.dumps(item).encode()) for n, item in enumerate((whole, grid, groups))]
    assert all(map(sessionize.recognises, sources))
    check(sessionize.read(sources, "Europe/Zurich"))
