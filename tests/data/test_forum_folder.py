"""Tests that a whole folder becomes a programme, and that what its tables say about one another is checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.problems import ForumError, InputProblems, Origin
from data.programme import Appearance, Days, FixedStart, Hours, Link, LocalTimes, Person, Session
from data.readers import Reading, read_forum, read_timetable
from data.timetable import Placement, Timetable

FORUM = """\
[forum]
name = "Tested Forum"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-06-22
last_day = 2020-11-06

[[comfort.regions]]
name = "Africa"
share = 100
zones = ["Africa/Nairobi"]

[[periods]]
id = "weekly"
name = "Weekly programme"
first_day = 2020-06-22
last_day = 2020-11-06
hours = ["10:00-18:00"]
types = ["workshop", "hackathon", "exhibition"]

[[channels]]
id = "room"
name = "Virtual room"
count = 2

[[channels]]
id = "hall"
name = "Hall"

[[types]]
id = "workshop"
name = "Workshop"
duration = 60

[[types]]
id = "hackathon"
name = "Hackathon"
duration = 120
days = 3

[[types]]
id = "exhibition"
name = "Exhibition"
timed = false
"""

SESSIONS = "id,title,type\nS-1,One,workshop\nS-2,Two,workshop\n"
PEOPLE = "id,name,zone\nP-1,Speaker One,UTC\nP-2,Speaker Two,UTC\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a folder from texts by table; without `sessions` and `people` it has two of each."""

    def written(**texts: str) -> Path:
        texts = {"forum": FORUM, "sessions": SESSIONS, "people": PEOPLE} | texts
        for name, text in texts.items():
            form = "toml" if name in {"forum", "rules"} else "csv"
            (tmp_path / f"{name}.{form}").write_text(text, encoding="utf-8")
        return tmp_path

    return written


def problems_of(folder: Path, *, contacts: bool = False) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        read_forum(folder, contacts=contacts)
    return [str(problem) for problem in raised.value.problems]


def only_session(reading: Reading) -> Session:
    (session,) = reading.programme.sessions
    return session


def test_a_row_becomes_a_session_with_all_it_says(write: Write) -> None:
    row = {
        "id": "R-1", "title": "A title", "type": "workshop", "track": "Gender", "organisers": "One; Two",
        "duration": "90", "action_lines": "C1; c7-e-health", "sdgs": "3; 17",
        "preferred_dates": "2020-07-14; 2020-07-20..2020-07-24", "excluded_dates": "2020-07-15",
        "preferred_hours": "14:00-18:00", "excluded_hours": "22:00-06:00", "zone": "Kathmandu",
        "target_regions": "Africa", "languages": "en; fr", "captioning": "yes", "interpretation": "ar",
        "expected_audience": "80", "series": "Days", "part": "1", "after": "S-1", "directly_after": "S-2",
        "not_with": "S-1; S-2", "fixed_start": "2020-07-14 15:00", "repeats": "1", "days": "1", "periods": "weekly",
        "channel": "room", "priority": "5", "status": "accepted", "description": '"First line\nsecond line"',
        "public_link": "https://forum.example/r-1",
        "documents": "Slides (1) <https://forum.example/1.pdf>; https://forum.example/2 ;",
        "recordings": "<http://forum.example/video?a=1%3B2>", "sign_language": "yes", "synthetic": "x",
        "source": "a letter",
    }  # fmt: skip
    reading = read_forum(write(requests=f"{','.join(row)}\n{','.join(row.values())}\n"))
    assert reading.programme.session["R-1"] == Session(
        id="R-1",
        title="A title",
        type="workshop",
        official=False,
        origin=Origin("requests.csv", 2),
        duration=90,
        zone="Asia/Kathmandu",
        track="Gender",
        organisers=("One", "Two"),
        action_lines=("C1", "C7-e-health"),
        sdgs=("3", "17"),
        preferred_dates=(
            Days(date(2020, 7, 14), date(2020, 7, 14)),
            Days(date(2020, 7, 20), date(2020, 7, 24)),
        ),
        excluded_dates=(Days(date(2020, 7, 15), date(2020, 7, 15)),),
        preferred_hours=(Hours(840, 1080),),
        excluded_hours=(Hours(1320, 1800),),
        target_regions=("Africa",),
        languages=("en", "fr"),
        captioning=True,
        interpretation=("ar",),
        expected_audience=80,
        series="Days",
        part=1,
        after=("S-1",),
        directly_after="S-2",
        not_with=("S-1", "S-2"),
        fixed=(FixedStart(date(2020, 7, 14), datetime(2020, 7, 14, 13, tzinfo=UTC)),),
        periods=("weekly",),
        channel="room",
        priority=5,
        status="accepted",
        description="First line\nsecond line",
        public_link="https://forum.example/r-1",
        documents=(Link("Slides (1)", "https://forum.example/1.pdf"), Link("", "https://forum.example/2")),
        recordings=(Link("", "http://forum.example/video?a=1%3B2"),),
        sign_language=True,
        synthetic=True,
        source="a letter",
    )


def test_an_empty_row_takes_the_defaults_of_its_type_and_table(write: Write) -> None:
    reading = read_forum(write(requests="id,title,type\nR-1,One,hackathon\n"))
    assert reading.programme.session["R-1"] == Session(
        id="R-1", title="One", type="hackathon", official=False, origin=Origin("requests.csv", 2), duration=120,
        zone="Europe/Zurich", days=3, fixed=(None, None, None), status="requested",
    )  # fmt: skip
    assert reading.programme.session["S-1"] == Session(
        id="S-1", title="One", type="workshop", official=True, origin=Origin("sessions.csv", 2), duration=60,
        zone="Europe/Zurich", status="confirmed",
    )  # fmt: skip
    assert reading.notes == ()
    assert reading.files == ("forum.toml", "requests.csv", "sessions.csv", "people.csv")


def test_people_take_their_zone_from_a_country_with_one_and_are_noted_without(write: Write) -> None:
    people = (
        "id,name,organisation,country,zone,stakeholder_type,nominated_by,themes,cannot,most_a_day\n"
        "P-1,Speaker One,Institute,Nepal,,academia,academia,C1; Gender,Fri; 2020-07-14 09:00-12:00,2\n"
        "P-2,Speaker Two,,Brazil,,,,,22:00-07:00,\n"
        "P-3,Speaker Three,,,,,,,,\n"
    )
    reading = read_forum(write(people=people))
    assert reading.programme.people == (
        Person(
            id="P-1",
            name="Speaker One",
            origin=Origin("people.csv", 2),
            organisation="Institute",
            country="Nepal",
            zone="Asia/Kathmandu",
            stakeholder_type="academia",
            nominated_by="academia",
            themes=("C1", "Gender"),
            cannot=(
                LocalTimes("Asia/Kathmandu", None, (4,)),
                LocalTimes("Asia/Kathmandu", Days(date(2020, 7, 14), date(2020, 7, 14)), (), Hours(540, 720)),
            ),
            most_a_day=2,
        ),
        Person(
            id="P-2",
            name="Speaker Two",
            origin=Origin("people.csv", 3),
            country="Brazil",
            cannot=(LocalTimes("Europe/Zurich", None, (), Hours(1320, 1860)),),
        ),
        Person(id="P-3", name="Speaker Three", origin=Origin("people.csv", 4)),
    )
    assert [str(note) for note in reading.notes] == [
        "people.csv, row 3, zone: zone unknown (Brazil has no single zone): "
        "rules about the person's own clock do not count",
        "people.csv, row 4, zone: zone unknown (no zone and no country): "
        "rules about the person's own clock do not count",
    ]


def test_appearances_last_the_whole_session_unless_they_say_otherwise(write: Write) -> None:
    reading = read_forum(
        write(
            appearances="session,person,role,presence,from_minute,to_minute\n"
            "S-1,P-1,,,,\nS-1,P-2,welcome,optional,0,5\nS-1,P-2,welcome,,5,10\n"
        )
    )
    assert reading.programme.appearances == (
        Appearance("S-1", "P-1", "speaker", True, 0, 60, Origin("appearances.csv", 2)),
        Appearance("S-1", "P-2", "welcome", False, 0, 5, Origin("appearances.csv", 3)),
        Appearance("S-1", "P-2", "welcome", True, 5, 10, Origin("appearances.csv", 4)),
    )


def test_fixed_starts_of_several_occurrences_stand_in_their_order(write: Write) -> None:
    reading = read_forum(
        write(
            sessions="id,title,type,repeats,fixed_start\n"
            "S-1,One,workshop,3,2020-07-14 15:00; ; 2020-07-16\nS-2,Two,hackathon,,2020-07-20;2020-07-21;2020-07-22\n"
        )
    )
    assert reading.programme.session["S-1"].fixed == (
        FixedStart(date(2020, 7, 14), datetime(2020, 7, 14, 13, tzinfo=UTC)),
        None,
        FixedStart(date(2020, 7, 16)),
    )
    assert reading.programme.session["S-2"].fixed == tuple(FixedStart(date(2020, 7, day)) for day in (20, 21, 22))


def test_a_fixed_start_in_a_fold_says_its_offset(write: Write) -> None:
    sessions = "id,title,type,fixed_start\nS-1,One,workshop,2020-10-25 02:30 +01:00\n"
    assert only_session(read_forum(write(sessions=sessions))).fixed == (
        FixedStart(date(2020, 10, 25), datetime(2020, 10, 25, 1, 30, tzinfo=UTC)),
    )


def test_dates_are_in_the_form_that_the_forum_declares(write: Write) -> None:
    forum = FORUM.replace("first_day", 'date_format = "%d/%m/%Y"\nfirst_day', 1)
    sessions = "id,title,type,preferred_dates,fixed_start\nS-1,One,workshop,03/07/2020..04/07/2020,05/07/2020 15:00\n"
    session = only_session(read_forum(write(forum=forum, sessions=sessions)))
    assert session.preferred_dates == (Days(date(2020, 7, 3), date(2020, 7, 4)),)
    assert session.fixed == (FixedStart(date(2020, 7, 5), datetime(2020, 7, 5, 13, tzinfo=UTC)),)


def row(**cells: str) -> str:
    """A table of sessions with S-1, and S-2 that has the given cells."""
    cells = {"id": "S-2", "title": "Two", "type": "workshop"} | cells
    first = {"id": "S-1", "title": "One", "type": "workshop"}
    return f"{','.join(cells)}\n{','.join(first.get(name, '') for name in cells)}\n{','.join(cells.values())}\n"


@pytest.mark.parametrize(
    ("sessions", "problem"),
    [
        (row(type="worksop"), "type: read “worksop”; expected the id of a session type; did you mean “workshop”?"),
        (row(type="?"), "type: read “?”; expected the id of a session type; known: workshop, hackathon, exhibition"),
        (row(duration="50"), "duration: read “50”; expected a multiple of the grid, 15 minutes"),
        (row(duration="1h"), "duration: read “1h”; expected a whole number from 1 to 1440"),
        (row(repeats="2", days="2"), "repeats: read “2”; expected repeats or several days, not both"),
        (row(type="hackathon", repeats="2"), "repeats: read “2”; expected repeats or several days, not both"),
        (row(series="Days"), "part: expected the number of this part in its series"),
        (row(part="2"), "part: read “2”; expected a series that this is a part of"),
        (row(target_regions="Afrika"),
         "target_regions: read “Afrika”; expected an audience region; did you mean “Africa”?"),
        (row(periods="weakly"), "periods: read “weakly”; expected the id of a period; did you mean “weekly”?"),
        (row(channel="room-3"),
         "channel: read “room-3”; expected the id of a channel or pool; did you mean “room-1”?"),
        (row(priority="0"), "priority: read “0”; expected a whole number from 1 to 5"),
        (row(status="done"), "status: read “done”; expected one of requested, accepted, confirmed, cancelled"),
        (row(after="S-2"), "after: read “S-2”; expected another session than this itself"),
        (row(not_with="S-2"), "not_with: read “S-2”; expected another session than this itself"),
        (row(directly_after="S-2"), "directly_after: read “S-2”; expected another session than this itself"),
        (row(after="X-9"), "after: read “X-9”; expected the id of a session"),
        (row(directly_after="S-11"),
         "directly_after: read “S-11”; expected the id of a session; did you mean “S-1”?"),
        (row(not_with="S_1"), "not_with: read “S_1”; expected the id of a session"),
        (row(id="S-1"), "id: read “S-1”; expected an id that no other session has; it is also in sessions.csv, row 2"),
        (row(id="s-1"), "id: read “s-1”; expected an id that differs in more than letter case from “S-1” in "
         "sessions.csv, row 2"),
        (row(fixed_start="2020-07-14 15:10"),
         "fixed_start: read “2020-07-14 15:10”; expected a start on the grid of 15 minutes"),
        (row(fixed_start="2020-06-21"),
         "fixed_start: read “2020-06-21”; expected a day of the forum, 2020-06-22..2020-11-06"),
        (row(fixed_start="2020-07-14; 2020-07-15"),
         "fixed_start: read “2020-07-14; 2020-07-15”; expected one start"),
        (row(fixed_start="2020-07-14", repeats="2"),
         "fixed_start: read “2020-07-14”; expected 2 starts joined by “;”, one for each occurrence"),
        (row(fixed_start="2020-07-14;2020-07-15;2020-07-17", type="hackathon"),
         "fixed_start: read “2020-07-17”; expected days that follow one another"),
        (row(fixed_start="2020-07-14", type="exhibition"),
         "fixed_start: read “2020-07-14”; expected no start; sessions of type exhibition have no time"),
        (row(fixed_start="2020-10-25 02:30"),
         "fixed_start: read “2020-10-25 02:30”; expected an offset: in Europe/Zurich this time comes twice, "
         "2020-10-25 02:30 +02:00 and 2020-10-25 02:30 +01:00"),
        (row(title="left\u202eright"),
         "title: read “left<U+202E>right”; expected text without invisible control characters (U+202E)"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_session_is_told_in_its_place(write: Write, sessions: str, problem: str) -> None:
    assert problems_of(write(sessions=sessions)) == [f"sessions.csv, row 3, {problem}"]


def test_an_id_of_a_request_and_a_session_is_told(write: Write) -> None:
    assert problems_of(write(requests="id,title,type\nS-1,One,workshop\n")) == [
        "sessions.csv, row 2, id: read “S-1”; expected an id that no other session has; it is also in "
        "requests.csv, row 2"
    ]


def test_every_wrong_member_of_a_list_is_told(write: Write) -> None:
    assert problems_of(write(sessions=row(sdgs="1; 18; x; 17", after="X-1; S-1; Y-1"))) == [
        "sessions.csv, row 3, after: read “X-1”; expected the id of a session",
        "sessions.csv, row 3, after: read “Y-1”; expected the id of a session",
        "sessions.csv, row 3, sdgs: read “18”; expected a whole number from 1 to 17",
        "sessions.csv, row 3, sdgs: read “x”; expected a whole number from 1 to 17",
    ]


def test_a_circle_is_told_once_by_all_its_sessions_whatever_says_the_order(write: Write) -> None:
    sessions = (
        "id,title,type,after,directly_after,series,part\n"
        "S-1,One,workshop,,,Days,1\nS-2,Two,workshop,,,Days,2\nS-3,Three,workshop,S-2,,,\n"
        "S-4,Four,workshop,,S-5,,\nS-5,Five,workshop,S-4,,,\nS-6,Six,workshop,S-5,,,\n"
    )
    assert problems_of(write(sessions=sessions.replace("One,workshop,,", "One,workshop,S-3,"))) == [
        "sessions.csv, row 2, after: read “S-3”; expected an order without a circle: S-1 after S-3 after S-2 after S-1",
        "sessions.csv, row 5, directly_after: read “S-5”; expected an order without a circle: S-4 after S-5 after S-4",
    ]


def test_a_part_that_a_series_has_twice_is_told(write: Write) -> None:
    sessions = "id,title,type,series,part\nS-1,One,workshop,Days,1\nS-2,Two,workshop,Days,1\n"
    assert problems_of(write(sessions=sessions)) == [
        "sessions.csv, row 3, part: read “1”; expected another part: S-1 is this part of the series “Days”"
    ]


def test_cadences_that_contradict_one_another_or_have_no_series_are_told(write: Write) -> None:
    sessions = (
        "id,title,type,series,part,cadence\nS-1,One,workshop,Days,1,\nS-2,Two,workshop,Days,2,daily\n"
        "S-3,Three,workshop,Days,3,weekly\nS-4,Four,workshop,Days,4,daily\nS-5,Five,workshop,,,weekly\n"
    )
    assert problems_of(write(sessions=sessions)) == [
        "sessions.csv, row 4, cadence: read “weekly”; expected one cadence: S-2 says daily of the series “Days”",
        "sessions.csv, row 6, cadence: read “weekly”; expected a series that keeps this cadence",
    ]


@pytest.mark.parametrize(
    ("appearance", "problem"),
    [
        ("S-9,P-1,,,,", "session: read “S-9”; expected the id of a session"),
        ("S-1,P-11,,,,", "person: read “P-11”; expected the id of a person; did you mean “P-1”?"),
        ("S-1,P-1,speker,,,", "role: read “speker”; expected one of moderator, speaker, host, welcome; "
         "did you mean “speaker”?"),
        ("S-1,P-1,,maybe,,", "presence: read “maybe”; expected one of required, optional"),
        ("S-1,P-1,,,60,", "from_minute: read “60”; expected a minute of the session, which goes over 60"),
        ("S-1,P-1,,,,61", "to_minute: read “61”; expected a minute of the session, which goes over 60"),
        ("S-1,P-1,,,10,10", "to_minute: read “10”; expected an end after minute 10"),
        ("S-1,P-2,host,,10,30", "person: read “P-2”; expected each minute once; row 3 says host too"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_appearance_is_told(write: Write, appearance: str, problem: str) -> None:
    table = f"session,person,role,presence,from_minute,to_minute\nS-2,P-1,,,,\nS-1,P-2,host,,0,15\n{appearance}\n"
    assert problems_of(write(appearances=table)) == [f"appearances.csv, row 4, {problem}"]


def test_a_mistake_in_a_session_or_person_brings_no_more_about_what_refers_to_it(write: Write) -> None:
    folder = write(
        sessions="id,title,type,after\nS 1,One,workshop,\nS-2,Two,workshp,\n",
        people="id,name,zone\nP 1,Speaker One,UTC\n",
        appearances="session,person,from_minute,to_minute\nS 1,P 1,,\nS-2,P 1,0,600\n",
        decisions="session,action,start\nS 1,pin,2020-07-14\n",
        contacts="id,email\nP 1,one@forum.example\n",
    )
    assert problems_of(folder, contacts=True) == [
        "people.csv, row 2, id: read “P 1”; expected an id of at most 64 letters (A to Z), digits, “-” and “_”",
        "sessions.csv, row 2, id: read “S 1”; expected an id of at most 64 letters (A to Z), digits, “-” and “_”",
        "sessions.csv, row 3, type: read “workshp”; expected the id of a session type; did you mean “workshop”?",
    ]


def test_contacts_are_checked_when_asked_for(write: Write) -> None:
    contacts = "id,email,join_link,note\nP-1,one@forum.example,https://meet.example/1,call first\nP-9,two,zoom,\n"
    folder = write(contacts=contacts)
    assert problems_of(folder, contacts=True) == [
        "contacts.csv, row 3, email: read “two”; expected an e-mail address",
        "contacts.csv, row 3, id: read “P-9”; expected the id of a person or a session",
        "contacts.csv, row 3, join_link: read “zoom”; expected a web address such as https://forum.example/register",
    ]
    assert read_forum(folder).files == ("forum.toml", "sessions.csv", "people.csv")


def test_contacts_are_not_opened_otherwise(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(contacts="\x00 no table at all")
    opened: list[str] = []
    real = Path.open

    def watched(path: Path, *arguments: object, **more: object) -> object:
        opened.append(path.name)
        return real(path, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    read_forum(folder)
    assert opened == ["forum.toml", "sessions.csv", "people.csv"]


def test_two_dresses_of_one_table_are_refused(write: Write) -> None:
    folder = write()
    (folder / "people.xlsx").write_bytes(b"")
    assert problems_of(folder) == ["people.csv: expected one of people.csv and people.xlsx, not both"]


def test_a_folder_needs_sessions_and_a_frame(tmp_path: Path) -> None:
    with pytest.raises(ForumError) as raised:
        read_forum(tmp_path / "nowhere")
    assert str(raised.value) == f"There is no forum folder {tmp_path / 'nowhere'}."
    assert problems_of(tmp_path) == [
        "forum.toml: expected this file; it is missing",
        "requests.csv: expected this file, sessions.csv, or both",
    ]


def test_files_that_nobody_reads_are_noted(write: Write) -> None:
    folder = write()
    for name in ("request.csv", "people-old.ods", ".~lock.people.csv#", "~$people.xlsx", "notes.md", "planted.json"):
        (folder / name).write_text("", encoding="utf-8")
    assert [str(note) for note in read_forum(folder).notes] == [
        "people-old.ods: this file is not read",
        "request.csv: this file is not read; did you mean “requests.csv”?",
    ]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Decisions.csv", "decisions.csv or decisions.xlsx"),
        ("decisions.csv.txt", "decisions.csv or decisions.xlsx"),
        ("decisions.ods", "decisions.csv or decisions.xlsx"),
        ("INTEREST.XLSX", "interest.csv or interest.xlsx"),
        ("rules.toml.txt", "rules.toml"),
        ("Rules.toml", "rules.toml"),
    ],
)
def test_a_file_that_misses_its_name_by_letter_case_or_ending_is_refused(write: Write, name: str, wanted: str) -> None:
    folder = write()
    (folder / name).write_text("", encoding="utf-8")
    assert problems_of(folder) == [f"{name}: expected the name {wanted}; this file is not read"]
    if name.startswith("decisions"):
        (folder / "decisions.csv").write_text("session,action\n", encoding="utf-8")
        assert [note.expected.partition(";")[0] for note in read_forum(folder).notes] == ["this file is not read"]


def test_a_misnamed_private_table_stops_only_who_reads_it(write: Write) -> None:
    folder = write()
    (folder / "Contacts.csv").write_text("id\n", encoding="utf-8")
    assert [note.file for note in read_forum(folder).notes] == ["Contacts.csv"]
    assert problems_of(folder, contacts=True) == [
        "Contacts.csv: expected the name contacts.csv or contacts.xlsx; this file is not read"
    ]


def test_nothing_is_called_unknown_of_a_table_that_could_not_be_read(write: Write) -> None:
    more = {
        "appearances": "session,person\nS-1,P-1\nS-9,P-1\n",
        "decisions": "session,action\nS-1,leave out\nS-9.1,cancel\n",
        "contacts": "id,note\nS-1,x\nP-1,y\n",
        "interest": "session,person\nS-1,A\n",
    }
    assert problems_of(write(sessions="\0", **more), contacts=True) == [
        "sessions.csv: expected text; there are zero bytes in this file"
    ]
    facilitated = "id,title,type,facilitated_by\nS-1,One,talk,P-8\nS-9,Two,talk,P-9\n"
    talk = '\n[[types]]\nid = "talk"\nname = "Talk"\nduration = 60\nfacilitators = 1\nperiods = ["weekly"]\n'
    more["decisions"] = "session,action\nS-9,cancel\n"
    assert problems_of(write(forum=FORUM + talk, sessions=facilitated, people="\0", **more), contacts=True) == [
        "people.csv: expected text; there are zero bytes in this file"
    ]


def test_notes_are_told_beside_problems(write: Write) -> None:
    folder = write(sessions="\0")
    (folder / "request.csv").write_text("", encoding="utf-8")
    with pytest.raises(InputProblems) as raised:
        read_forum(folder)
    assert [str(note) for note in raised.value.notes] == [
        "request.csv: this file is not read; did you mean “requests.csv”?"
    ]


def test_what_can_never_be_held_or_follows_nothing_is_noted(write: Write) -> None:
    sessions = (
        "id,title,type,status,duration,after,directly_after,series,part\n"
        "S-1,One,workshop,cancelled,60,,,Talks,1\n"
        "S-2,Two,workshop,confirmed,495,S-1,S-3,Talks,3\n"
        "S-3,Three,workshop,confirmed,480,,S-4,,\n"
        "S-4,Four,exhibition,confirmed,,S-1,,,\n"
    )
    notes = read_forum(write(sessions=sessions, decisions="session,action\nS-3,leave out\n")).notes
    gone = "this session is not to be held: it is cancelled, left out, or has no time"
    assert [str(note) for note in notes] == [
        f"sessions.csv, row 3, after: read “S-1”; {gone}",
        f"sessions.csv, row 3, directly_after: read “S-3”; {gone}",
        "sessions.csv, row 3, duration: read “495”; no period that takes it has more than 480 minutes at a stretch:"
        " it cannot be held",
        "sessions.csv, row 3, part: read “3”; there is no part 2 of the series “Talks”",
    ]


def test_a_link_to_no_settings_is_told(write: Write) -> None:
    folder = write()
    (folder / "rules.toml").symlink_to(folder / "nowhere")
    (folder / "decisions.csv").symlink_to(folder / "decisions.csv")
    (folder / "forum.toml").unlink()
    (folder / "forum.toml").symlink_to(folder / "nowhere")
    assert problems_of(folder) == [
        f"{name}: expected a file, and not a link to none" for name in ("decisions.csv", "forum.toml", "rules.toml")
    ]


def test_a_forum_of_more_than_400_days_is_refused(write: Write) -> None:
    def until(last: str) -> str:
        return FORUM.replace("last_day = 2020-11-06\n", f"last_day = {last}\n", 1)

    assert str(read_forum(write(forum=until("2021-07-26"))).programme.forum.days) == "2020-06-22..2021-07-26"
    assert problems_of(write(forum=until("2021-07-27"))) == [
        "forum.toml, row 6, forum.last_day: read “2021-07-27”; expected a forum of at most 400 days; this one has 401"
    ]


def test_without_a_frame_nothing_is_said_about_dates_and_references_to_it(write: Write) -> None:
    sessions = "id,title,type,fixed_start,channel,target_regions,priority\nS-1,One,workshop,14.07.2020 15:00,x,y,9\n"
    people = "id,name,zone,cannot\nP-1,One,UTC,14.07.2020\n"
    assert problems_of(write(forum="[forum\n", sessions=sessions, people=people)) == [
        "forum.toml, row 1: expected TOML: expected ']' at the end of a table declaration",
        "sessions.csv, row 2, priority: read “9”; expected a whole number from 1 to 5",
    ]


def test_preferred_dates_that_all_lie_outside_the_forum_are_noted(write: Write) -> None:
    outside = row(preferred_dates="2019-07-14; 2021-01-01..2021-01-09")
    assert [str(note) for note in read_forum(write(sessions=outside)).notes] == [
        "sessions.csv, row 3, preferred_dates: read “2019-07-14; 2021-01-01..2021-01-09”; "
        "none of these dates is a day of the forum, 2020-06-22..2020-11-06"
    ]
    partly = row(preferred_dates="2019-07-14; 2020-01-01..2021-01-09")
    assert read_forum(write(sessions=partly)).notes == ()


def test_a_person_that_is_there_twice_is_told(write: Write) -> None:
    assert problems_of(write(people=f"{PEOPLE}P-1,Again,UTC\n")) == [
        "people.csv, row 4, id: read “P-1”; expected an id that no other person has; it is also in people.csv, row 2"
    ]


def test_readers_write_nothing(write: Write) -> None:
    folder = write(contacts="id\nP-1\n", decisions="session,action\nS-1,cancel\n")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    read_forum(folder, contacts=True)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


DECISIONS = "session,action,start,zone,channel,reason\n"
REPEATED = (
    "id,title,type,repeats,fixed_start,status\n"
    "S-1,One,workshop,,2020-07-14 15:00,\nS-2,Two,workshop,2,2020-07-15;2020-07-16,\nS-3,Three,workshop,,,cancelled\n"
)
NINE = FixedStart(date(2020, 7, 20), datetime(2020, 7, 20, 7, tzinfo=UTC))
ONE = FixedStart(date(2020, 7, 14), datetime(2020, 7, 14, 13, tzinfo=UTC))
DAYS = (FixedStart(date(2020, 7, 15)), FixedStart(date(2020, 7, 16)))


@pytest.mark.parametrize(
    ("decisions", "name", "fixed", "channel", "pinned", "left_out", "status"),
    [
        ("S-1,pin,2020-07-20 09:00,,room,because", "S-1", (NINE,), "room", False, False, "confirmed"),
        ("S-1,pin,2020-07-20 12:45,Kathmandu,,", "S-1", (NINE,), None, False, False, "confirmed"),
        ("S-1,pin,2020-07-20,,,", "S-1", (FixedStart(date(2020, 7, 20)),), None, False, False, "confirmed"),
        ("S-1,pin,,,hall,", "S-1", (ONE,), "hall", True, False, "confirmed"),
        ("S-1,free,,,,", "S-1", (None,), None, False, False, "confirmed"),
        ("S-1,Leave Out,,,,", "S-1", (ONE,), None, False, True, "confirmed"),
        ("S-1,cancel,,,,", "S-1", (ONE,), None, False, False, "cancelled"),
        ("S-1,cancel,,,,\nS-1,pin,2020-07-20 09:00,,,", "S-1", (NINE,), None, False, False, "confirmed"),
        ("S-1,pin,2020-07-20 09:00,,,\nS-1,free,,,,", "S-1", (None,), None, False, False, "confirmed"),
        ("S-2,free,,,,", "S-2", (None, None), None, False, False, "confirmed"),
        ("S-2.2,free,,,,", "S-2", (DAYS[0], None), None, False, False, "confirmed"),
        ("S-2.2,pin,2020-07-20 09:00,,,", "S-2", (DAYS[0], NINE), None, False, False, "confirmed"),
        ("S-2,pin,,,room,\nS-2.1,free,,,,\nS-2.2,pin,2020-07-20 09:00,,,", "S-2", (None, NINE), "room", True, False,
         "confirmed"),
        ("S-2.1,free,,,,\nS-2,leave out,,,,", "S-2", DAYS, None, False, True, "confirmed"),
        ("S-2,leave out,,,,\nS-2.1,free,,,,", "S-2", (None, DAYS[1]), None, False, False, "confirmed"),
        ("S-3,cancel,,,,", "S-3", (None,), None, False, False, "cancelled"),
    ],
)  # fmt: skip
def test_decisions_lie_over_the_tables_and_later_ones_over_earlier(
    write: Write,
    decisions: str,
    name: str,
    fixed: object,
    channel: object,
    pinned: object,
    left_out: object,
    status: str,
) -> None:
    reading = read_forum(write(sessions=REPEATED, decisions=f"{DECISIONS}{decisions}\n"))
    session = reading.programme.session[name]
    assert (session.fixed, session.channel, session.pinned) == (fixed, channel, pinned)
    assert (session.left_out, session.status) == (left_out, status)


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        ("S-9,free,,,,", "session: read “S-9”; expected the id of a session"),
        ("S-1.2,free,,,,", "session: read “S-1.2”; expected an occurrence of this session: S-1"),
        ("S-2.3,free,,,,", "session: read “S-2.3”; expected an occurrence of this session: S-2.1, S-2.2"),
        ("S-1,pinn,,,,", "action: read “pinn”; expected one of pin, free, leave out, cancel; did you mean “pin”?"),
        ("S-1,pin,,,,", "start: expected a start or a channel to pin"),
        ("S-1,pin,2020-07-20 09:05,,,",
         "start: read “2020-07-20 09:05”; expected a start on the grid of 15 minutes"),
        ("S-1,pin,tomorrow,,,",
         "start: read “tomorrow”; expected a local date and time such as 2020-07-14 15:00, or a date"),
        ("S-1,pin,2020-07-20 09:00,IST,,",
         "zone: read “IST”; expected a zone; IST can mean Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("S-1,pin,2020-07-20,Kathmandu,,",
         "zone: read “Kathmandu”; expected no zone: a date alone is a day of the home zone"),
        ("S-1,pin,,,rooom,", "channel: read “rooom”; expected the id of a channel or pool; did you mean “room”?"),
        ("S-1,free,2020-07-20,,,", "start: read “2020-07-20”; expected nothing; only “pin” takes it"),
        ("S-1,cancel,,,room,", "channel: read “room”; expected nothing; only “pin” takes it"),
        ("S-2,pin,2020-07-20,,,",
         "session: read “S-2”; expected the occurrence that this start is for: S-2.1, S-2.2"),
        ("S-2.1,pin,,,room,", "channel: read “room”; expected no channel; pin it for the whole session, S-2"),
        ("S-2.1,cancel,,,,", "session: read “S-2.1”; expected the whole session, S-2, to cancel"),
        ("S-3,free,,,,", "action: read “free”; expected no more than that: it is cancelled in sessions.csv"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_decision_is_told(write: Write, decision: str, problem: str) -> None:
    folder = write(sessions=REPEATED, decisions=f"{DECISIONS}{decision}\n")
    assert problems_of(folder) == [f"decisions.csv, row 2, {problem}"]


def test_a_pinned_channel_holds_a_request_for_sure(write: Write) -> None:
    folder = write(
        requests="id,title,type\nR-1,One,workshop\nR-2,Two,workshop\n",
        decisions="session,action,channel\nR-1,pin,room\n",
    )
    occurrences = read_forum(folder).programme.occurrence
    assert (occurrences["R-1"].must_place, occurrences["R-2"].must_place) == (True, False)


def test_a_timetable_is_read_back_as_it_was_written(write: Write) -> None:
    folder = write()
    programme = read_forum(folder).programme
    timetable = Timetable(programme, {"S-1": Placement(datetime(2020, 7, 14, 13, tzinfo=UTC), "room-1")})
    (folder / "timetable.json").write_text(timetable.to_json(), encoding="utf-8")
    assert read_timetable(folder, programme) == timetable


def test_a_missing_timetable_is_told_with_what_to_do(write: Write) -> None:
    folder = write()
    with pytest.raises(ForumError) as raised:
        read_timetable(folder, read_forum(folder).programme)
    assert str(raised.value) == f"There is no timetable.json in {folder} yet: run “forum plan” first."
