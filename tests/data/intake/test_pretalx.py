"""Tests that exports of pretalx, old and new, whole and broken, become rows, and that nothing private leaks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from data.intake import pretalx
from data.intake.parts import undisclosed
from data.intake.rows import Held, Intake, KnownChannel, KnownType, Setting
from data.intake.sources import Source
from tests.data.intake.accounts import anything, check, file, refusals, rows, told

PARTS = ("event", "rooms", "types", "tracks", "questions", "speakers", "submissions_1", "submissions_2", "slots")
FILES = [f"pretalx_{part}.json" for part in PARTS]


def read(*names: str, zone: str = "UTC") -> Intake:
    return check(pretalx.read([file(name) for name in names], zone))


def made(*items: object, zone: str = "UTC") -> Intake:
    sources = [Source(f"{n}.json", json.dumps(item).encode()) for n, item in enumerate(items, start=1)]
    assert all(map(pretalx.recognises, sources))
    return check(pretalx.read(sources, zone))


def table(text: str, name: str = "export.csv") -> Source:
    return Source(name, text.encode())


def submission(**more: object) -> dict[str, object]:
    return {"code": "AAAAAA", "title": "Wells", "state": "accepted", "submission_type": "Talk", "speakers": [], **more}


@pytest.mark.parametrize("name", [*FILES, "pretalx_widget.json"])
def test_each_file_is_recognised(name: str) -> None:
    assert pretalx.recognises(file(name))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "[1, 2]",
        '[{"id": 1, "name": "A"}]',
        '{"schedule": {"conference": {"days": []}}}',
        "name,email\n",
        "",
    ],
)
def test_what_is_of_no_pretalx_is_not_recognised(text: str) -> None:
    assert not pretalx.recognises(table(text))


def test_submissions_become_requests() -> None:
    assert rows(read(*FILES), "requests") == {
        "submission:ABC123": {
            "id": "ABC123",
            "title": "Water & data for all",
            "type": "Workshop",
            "track": "Environment",
            "duration": "45",
            "languages": "pt-BR",
            "repeats": "2",
            "status": "confirmed",
            "description": "How wells report.\n\nSee [the site](https://wells.example).",
            "documents": "Slides, draft <https://cfp.example/media/slides%3B1.pdf>",
        },
        "submission:DEF456": {
            "id": "DEF456",
            "title": "Old shape",
            "type": "Panel",
            "track": "Rights",
            "duration": "60",
            "languages": "en",
            "status": "requested",
        },
        "submission:JKL012": {
            "id": "JKL012",
            "title": "Gone",
            "type": "submission type 8",
            "track": "track 99",
            "status": "cancelled",
        },
    }


def test_a_break_in_several_rooms_is_one_official_session() -> None:
    assert rows(read(*FILES), "sessions") == {
        "break:Lunch:1": {"title": "Lunch", "type": "Break", "duration": "60", "status": "confirmed"}
    }


def test_speakers_become_people_and_appearances_and_what_is_private_goes_to_contacts() -> None:
    found = read(*FILES)
    assert rows(found, "people") == {
        "speaker:SPK001": {
            "name": "Chen Li",
            "zone": "Asia/Shanghai",
            "cannot": "2020-07-14 06:00-14:00; 2020-07-14 18:00-24:00; 2020-07-15 00:00-06:00",
        },
        "speaker:SPK002": {"name": "Ben Ali"},
        "speaker:SPK003": {"name": "Ama Owusu"},
    }
    assert list(rows(found, "appearances").values()) == [
        {"session": "submission:ABC123", "person": "speaker:SPK001"},
        {"session": "submission:ABC123", "person": "speaker:SPK002"},
        {"session": "submission:DEF456", "person": "speaker:SPK003"},
    ]
    assert rows(found, "contacts") == {
        "submission:ABC123": {
            "id": "submission:ABC123",
            "note": "Notes: We come late.\nNot to be recorded.\nWhat do you need?: A projector",
        },
        "speaker:SPK001": {
            "id": "speaker:SPK001",
            "email": "chen@wells.example",
            "note": "Internal notes: Prefers mornings\nPronouns: any",
        },
        "speaker:SPK002": {
            "id": "speaker:SPK002",
            "note": "Available: 2020-07-14T08:00:00Z to 2020-07-14T10:00:00Z",
        },
        "speaker:SPK003": {"id": "speaker:SPK003", "email": "ama@owusu.example"},
    }


def test_what_is_not_taken_is_refused_with_a_reason() -> None:
    assert sorted(refusals(read(*FILES))) == [
        ("pretalx_slots.json", 4, "Lunch", "the same break in another room"),
        ("pretalx_slots.json", 5, "Keep free", "a blocker of pretalx, no session"),
        ("pretalx_slots.json", 6, "GHI789", "the place of a submission that is not taken or not in these files"),
        ("pretalx_speakers.json", 3, "Only Rejected", "none of this speaker's submissions is taken"),
        ("pretalx_speakers.json", 4, "Chen Li", "the same speaker comes before in these files"),
        ("pretalx_speakers.json", 5, "SPK005", "a speaker without a name"),
        ("pretalx_submissions_1.json", 3, "Not this year", "rejected in pretalx"),
        ("pretalx_submissions_1.json", 4, "Water again", "the same code comes before in these files"),
        ("pretalx_submissions_2.json", 2, "MNO345", "no title"),
    ]


def test_the_slots_of_the_newest_schedule_say_where_sessions_are_held() -> None:
    assert set(read(*FILES).held) == {
        Held("submission:ABC123", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),
        Held("submission:ABC123", datetime(2020, 7, 15, 7, 0, tzinfo=UTC), "Room B"),
        Held("submission:DEF456", datetime(2020, 7, 14, 13, 0, tzinfo=UTC), "Hall"),
        Held("break:Lunch:1", datetime(2020, 7, 14, 10, 0, tzinfo=UTC), "Hall"),
    }


def test_the_files_say_the_setting() -> None:
    found = read(*FILES)
    assert found.source == "pretalx-forum-2020"
    assert found.setting == Setting(
        name="Example Forum",
        zone="Europe/Zurich",
        first=date(2020, 7, 14),
        last=date(2020, 7, 15),
        channels=(KnownChannel("Hall", 300), KnownChannel("Room B")),
        types=(
            KnownType("Workshop", 90),
            KnownType("Panel", 60),
            KnownType("submission type 8"),
            KnownType("Break", 60),
        ),
    )


def test_what_is_doubtful_is_told_in_its_place() -> None:
    assert told(sorted(read(*FILES).notes)) == [
        "pretalx: expected 5 items of the kind “speaker”; there are 4: pages are missing",
        "pretalx: expected 6 items of the kind “submission”; there are 5: pages are missing",
        "pretalx, schedule: there are slots of 2 schedules; those of the newest, 4, are taken",
        "pretalx, submission type: read “8”; expected a submission type that the files name; add the export of these to"
        " have its name",
        "pretalx, track: read “99”; expected a track that the files name; add the export of these to have its name",
        "pretalx_speakers.json, row 2, availabilities: read “2020-07-14T08:00:00Z to 2020-07-14T10:00:00Z”; these times"
        " are kept as a note in contacts, as not all is known: the days of the event and the zone of the speaker are"
        " not both known",
        "pretalx_speakers.json, row 2, email: read “not an address”; expected an e-mail address; this one is left out",
        "pretalx_submissions_1.json, row 1, resources: read “javascript:alert(1)”; expected a web address such as"
        " https://forum.example/register; this link is left out",
        "pretalx_submissions_1.json, row 2, pending_state: read “accepted”; this state is pending in pretalx and not"
        " taken; the submission counts as submitted",
        "pretalx_submissions_2.json, row 1, speakers: read “SPK009”; expected a speaker whose name the files tell; this"
        " one is left out",
    ]


def test_the_order_of_the_files_changes_no_row() -> None:
    first, second = read(*FILES), read(*reversed(FILES))
    for name in ("people", "contacts"):
        assert rows(first, name) == rows(second, name)
    assert rows(first, "requests") == rows(second, "requests")
    assert set(first.held) == set(second.held)


def test_a_page_alone_tells_that_others_are_missing() -> None:
    assert "pretalx: expected 6 items of the kind “submission”; there are 2: pages are missing" in told(
        read("pretalx_submissions_2.json").notes
    )


def test_submissions_without_the_file_of_speakers_tell_it_once() -> None:
    found = made([submission(speakers=["AAA", "BBB"]), submission(code="BBBBBB", speakers=["AAA"])])
    assert rows(found, "people") == {}
    assert told(found.notes) == [
        "pretalx, speakers: the speakers are only codes here, 2 of them; add the export of speakers"
    ]


def test_the_data_of_the_schedule_widget_stands_alone() -> None:
    found = read("pretalx_widget.json")
    assert rows(found, "requests") == {
        "submission:AAA111": {
            "id": "AAA111",
            "title": "Opening",
            "type": "Session",
            "track": "Allgemein",
            "duration": "60",
            "languages": "en",
            "repeats": "2",
            "status": "confirmed",
            "description": "Welcome.",
        }
    }
    assert rows(found, "sessions") == {
        "break:Tea:1": {"title": "Tea", "type": "Break", "duration": "15", "status": "confirmed"}
    }
    assert found.held == (
        Held("submission:AAA111", datetime(2020, 10, 25, 8, 0, tzinfo=UTC), "Stage"),
        Held("submission:AAA111", datetime(2020, 10, 25, 18, 0, tzinfo=UTC), "Stage"),
        Held("break:Tea:1", datetime(2020, 10, 25, 9, 0, tzinfo=UTC), "Stage"),
    )
    assert (found.setting.zone, found.setting.first, found.setting.last, found.refused) == (
        "Europe/Berlin",
        date(2020, 10, 25),
        date(2020, 10, 26),
        (),
    )


def test_the_widget_beside_submissions_only_says_the_places() -> None:
    found = made(
        [submission(code="AAA111", slot_count=2)],
        json.loads(file("pretalx_widget.json").content),
    )
    assert rows(found, "requests")["submission:AAA111"]["title"] == "Wells"
    assert [held.start.hour for held in found.held] == [8, 18, 9]


@pytest.mark.parametrize(
    ("state", "status", "reason"),
    [
        ("submitted", "requested", ""),
        ("ACCEPTED", "accepted", ""),
        ("confirmed", "confirmed", ""),
        ("canceled", "cancelled", ""),
        ("withdrawn", "cancelled", ""),
        ("deleted", "cancelled", ""),
        ("rejected", "", "rejected in pretalx"),
        ("draft", "", "a draft in pretalx, not submitted yet"),
        ("", "", "a state that is not known: none"),
        (None, "", "a state that is not known: none"),
        ("odd", "", "a state that is not known: odd"),
    ],
)
def test_each_state_is_a_status_or_a_reason(state: object, status: str, reason: str) -> None:
    found = made([submission(state=state)])
    assert [cells["status"] for cells in rows(found, "requests").values()] == ([status] if status else [])
    assert [each.reason for each in found.refused] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"title": None}, None),
        ({"title": "\u200b"}, None),
        ({"code": ""}, None),
        ({"duration": "90"}, {"duration": "90"}),
        ({"duration": 0}, {}),
        ({"duration": -5}, {}),
        ({"duration": 99999}, {}),
        ({"duration": "long"}, {}),
        ({"slot_count": "3"}, {"repeats": "3"}),
        ({"slot_count": 1000}, {}),
        ({"slot_count": None}, {}),
        ({"content_locale": "Klingon language"}, {}),
        ({"content_locale": "zh-hant"}, {"languages": "zh-hant"}),
        ({"submission_type": None}, {"type": "Session"}),
        ({"submission_type": {"id": 2, "name": {"en": "Demo"}, "default_duration": 20}}, {"type": "Demo"}),
        ({"track": {"name": {"en": "Rights; and duties"}}}, {"track": "Rights; and duties"}),
        ({"speakers": None, "slot": None, "slots": [4], "resources": [3], "answers": 5, "notes": 7}, {}),
        ({"speakers": [None, {}, 5, [], {"name": ""}]}, {}),
        ({"abstract": "\ud800x\x00\x1b[31m"}, {"description": "x[31m"}),
        ({"abstract": "same", "description": "same"}, {"description": "same"}),
        ({"slot": {"start": "2020-07-14T15:00:00", "end": "2020-07-14T15:30:00", "room": 4}}, {"duration": "30"}),
    ],
)
def test_odd_values_are_taken_or_left(more: dict[str, object], expected: dict[str, str] | None) -> None:
    found = list(rows(made([submission(**more)]), "requests").values())
    plain = {"id": "AAAAAA", "title": "Wells", "type": "Talk", "status": "accepted"}
    assert found == ([] if expected is None else [plain | expected])


def test_a_huge_text_is_cut_and_told() -> None:
    found = made([submission(abstract="x" * 40_000)])
    (cells,) = rows(found, "requests").values()
    assert (len(cells["description"]), cells["description"][-2:]) == (32_767, "x…")
    (note,) = found.notes
    assert (note.row, note.column) == (1, "description")
    assert note.expected == "expected at most 32,767 characters; there are 40,000, the end is cut off"


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        ("2020-07-14T15:00:00", "Asia/Kathmandu", datetime(2020, 7, 14, 9, 15, tzinfo=UTC)),
        ("2020-07-14T15:00:00.123456Z", "Asia/Kathmandu", datetime(2020, 7, 14, 15, 0, 0, 123456, tzinfo=UTC)),
        ("2020-03-29T02:30:00", "Europe/Zurich", "the clock of Europe/Zurich skips this one"),
        ("2020-10-25T02:30:00", "Europe/Zurich", "in Europe/Zurich this one comes twice"),
        ("14/07/2020 15:00", "Europe/Zurich", "expected a date and time such as 2020-07-14T15:00:00"),
        ("0001-01-01T00:00:00+14:00", "Europe/Zurich", "expected a date and time such as 2020-07-14T15:00:00"),
    ],
)
def test_starts_are_instants_or_told(start: str, zone: str, expected: datetime | str) -> None:
    found = made([submission(slot={"start": start, "end": None, "room": "Hall"})], zone=zone)
    if isinstance(expected, str):
        assert found.held == ()
        assert [expected in note.expected for note in found.notes] == [True]
    else:
        assert found.held == (Held("submission:AAAAAA", expected, "Hall"),)


EVENT = {"slug": "f", "name": "F", "date_from": "2020-03-28", "date_to": "2020-03-30", "timezone": "Europe/Zurich"}


@pytest.mark.parametrize(
    ("spans", "cannot"),
    [
        ([("2020-03-28T00:00:00+01:00", "2020-03-31T00:00:00+02:00")], None),
        ([("2020-03-28T00:00:00+01:00", "2020-03-29T00:00:00+01:00")], "2020-03-29; 2020-03-30"),
        (
            [
                ("2020-03-28T10:00:00+01:00", "2020-03-28T12:00:00+01:00"),
                ("2020-03-28T11:00:00+01:00", "2020-03-30T23:00:00+02:00"),
            ],
            "2020-03-28 00:00-10:00; 2020-03-30 23:00-24:00",
        ),
        ([("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z")], "2020-03-28; 2020-03-29; 2020-03-30"),
    ],
    ids=["always", "first day", "overlapping", "elsewhere"],
)  # fmt: skip
def test_cannot_is_what_availabilities_leave_of_the_event(spans: Sequence[tuple[str, str]], cannot: str | None) -> None:
    speaker = {"code": "S", "name": "Ada", "timezone": "Europe/Zurich"}
    free = [{"start": start, "end": end} for start, end in spans]
    found = made(EVENT, [{**speaker, "availabilities": free}])
    assert rows(found, "people")["speaker:S"].get("cannot") == cannot
    assert found.notes == ()


@pytest.mark.parametrize(
    ("event", "zone", "spans"),
    [
        (EVENT, "UTC", [("2020-03-28T00:00:00Z", "2020-03-29T00:00:00Z")]),
        (EVENT, "Mars/Olympus", [("2020-03-28T00:00:00Z", "2020-03-29T00:00:00Z")]),
        (EVENT | {"date_from": None}, "Africa/Accra", [("2020-03-28T00:00:00Z", "2020-03-29T00:00:00Z")]),
        (EVENT | {"date_to": "2199-12-31"}, "Africa/Accra", [("2020-03-28T00:00:00Z", "2020-03-29T00:00:00Z")]),
        (EVENT, "Africa/Accra", [("2020-03-28T00:00:30Z", "2020-03-29T00:00:00Z")]),
        (EVENT, "Africa/Accra", [(None, "2020-03-29T00:00:00Z")]),
    ],
    ids=["zone never chosen", "no zone", "no days", "endless", "half a minute", "no begin"],
)
def test_availabilities_that_cannot_be_said_exactly_are_a_note(
    event: dict[str, object], zone: str, spans: list[tuple[object, object]]
) -> None:
    speaker = {"code": "S", "name": "Ada", "timezone": zone}
    free = [{"start": start, "end": end} for start, end in spans]
    found = made(event, [{**speaker, "availabilities": free}])
    assert "cannot" not in rows(found, "people")["speaker:S"]
    assert [note.column for note in found.notes] == ["availabilities"]
    assert rows(found, "contacts")["speaker:S"]["note"].startswith("Available: ")


def test_organisers_own_tables_are_read_by_their_headings() -> None:
    sessions = table(
        "ID,Proposal title,Proposal state,Session type,Track,Abstract,Duration,Language,Speaker IDs,Speaker names,Room,"
        "Start,End,Notes,How many seats?\n"
        'ABC123,Wells,confirmed,Workshop,Water,"<p>A</p>",45,en,"S1\nS2","Ada A\nBo B",Hall,'
        "2020-07-14T09:00:00+02:00,2020-07-14T09:45:00+02:00,late,30\n"
        "DEF456,Pumps,rejected,Workshop,,,30,en,S3,Cy C,,,,,\n"
    )
    speakers = table("ID,Name,Biography,Email,Proposal IDs\nS1,Ada A,Long,ada@wells.example,ABC123\n", "speakers.csv")
    assert all(map(pretalx.recognises, (sessions, speakers)))
    found = check(pretalx.read([sessions, speakers], "UTC"))
    assert rows(found, "requests") == {
        "submission:ABC123": {
            "id": "ABC123",
            "title": "Wells",
            "type": "Workshop",
            "track": "Water",
            "duration": "45",
            "languages": "en",
            "status": "confirmed",
            "description": "A",
        }
    }
    assert rows(found, "people") == {"speaker:S1": {"name": "Ada A"}, "speaker:S2": {"name": "Bo B"}}
    assert rows(found, "contacts") == {
        "submission:ABC123": {"id": "submission:ABC123", "note": "Notes: late\nHow many seats?: 30"},
        "speaker:S1": {"id": "speaker:S1", "email": "ada@wells.example"},
    }
    assert found.held == (Held("submission:ABC123", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),)
    assert refusals(found) == [("export.csv", 3, "Pumps", "rejected in pretalx")]


def test_the_json_form_of_organisers_own_tables_is_read_too() -> None:
    item = {"ID": "ABC123", "Title": "Wells", "State": "accepted", "Speaker names": ["Ada A"], "Seats?": None}
    place = {"Start (date)": "2020-07-14", "Start (time)": "09:00:00", "Room": {"en": "Hall"}}
    found = made([item | place], zone="Europe/Zurich")
    assert rows(found, "requests") == {
        "submission:ABC123": {"id": "ABC123", "title": "Wells", "type": "Session", "status": "accepted"}
    }
    assert rows(found, "people") == {"speaker:Ada A": {"name": "Ada A"}}
    assert found.held == (Held("submission:ABC123", datetime(2020, 7, 14, 7, 0, tzinfo=UTC), "Hall"),)


def test_the_file_of_speakers_adds_addresses_to_those_who_are_known() -> None:
    submissions = Source("s.json", json.dumps([submission(speakers=[{"code": "S1", "name": "Ada A"}])]).encode())
    text = "name,email,confirmed\nAda A,ada@wells.example,True\nBo B,bo@one.example,False\nBo B,bo@two.example,\n"
    speakers = table(text)
    assert pretalx.recognises(speakers)
    found = check(pretalx.read([speakers, submissions], "UTC"))
    assert rows(found, "people") == {
        "speaker:S1": {"name": "Ada A"},
        "speaker:Bo B": {"name": "Bo B"},
        f"speaker:Bo B {undisclosed('bo@two.example')}": {"name": "Bo B"},
    }
    assert [cells["email"] for cells in rows(found, "contacts").values()] == [
        "ada@wells.example",
        "bo@one.example",
        "bo@two.example",
    ]


def test_answers_of_their_own_file_go_to_contacts() -> None:
    answers = table("code,title,question,answer\nAAAAAA,Wells,Seats?,30\nZZZZZZ,Gone,Seats?,4\nAAAAAA,Wells,Pets?,\n")
    assert pretalx.recognises(answers)
    sources = [Source("s.json", json.dumps([submission()]).encode()), answers]
    found = check(pretalx.read(sources, "UTC"))
    assert list(rows(found, "contacts").values()) == [{"id": "submission:AAAAAA", "note": "Seats?: 30"}]
    assert refusals(found) == [
        ("export.csv", 3, "ZZZZZZ", "the answer of a submission that is not taken or not in these files"),
        ("export.csv", 4, "AAAAAA", "a question that was not answered"),
    ]


def test_items_of_nothing_known_are_refused() -> None:
    found = check(
        pretalx.read([Source("x.json", b'{"count":2,"next":null,"previous":null,"results":[7,{"a":1}]}')], "UTC")
    )
    assert refusals(found) == [
        ("x.json", 1, "(without a title)", "no submission, speaker, room or other item of pretalx"),
        ("x.json", 2, "(without a title)", "no submission, speaker, room or other item of pretalx"),
    ]


def test_nothing_private_is_in_what_is_published() -> None:
    found = read(*FILES)
    public = [cell for row in found.taken if row.table != "contacts" for cell in row.cells.values()]
    private = ("@", "late", "projector", "mornings", "Pronouns")
    assert [cell for cell in public if any(word in cell for word in private)] == []
    assert [row.key for row in found.taken if "@" in row.key] == []


KEYS = (
    *(
        "code",
        "title",
        "name",
        "state",
        "submission_type",
        "track",
        "speakers",
        "slot",
        "slots",
        "room",
        "start",
        "end",
    ),
    *("submission", "schedule", "resources", "link", "answers", "question", "answer", "duration", "id"),
    *("slot_count", "timezone", "availabilities", "description", "email", "ID", "person", "content_locale", "version"),
)


@given(anything(KEYS), anything(KEYS))
def test_whatever_the_items_hold_is_accounted_for(first: object, second: object) -> None:
    page = {"count": second, "next": None, "previous": None, "results": [first, second, submission(speakers=[first])]}
    widget = {"talks": [first, second], "rooms": second, "speakers": [first], "timezone": first, "event_start": second}
    event = {"slug": first, "date_from": second, "name": first, "timezone": second}
    speaker = {"code": "S", "name": "Ada", "availabilities": [first], "timezone": second, "answers": [second]}
    items = (page, widget, [event, speaker, {"code": first, "name": second}], first)
    sources = [Source(f"{n}.json", json.dumps(item).encode()) for n, item in enumerate(items)]
    check(pretalx.read([source for source in sources if pretalx.recognises(source)], "Europe/Zurich"))
