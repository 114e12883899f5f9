"""Tests that another forum folder is read as a source: its ids stay, its own frame and decisions do not come along."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from data.intake import forum_folder
from data.intake.rows import Held, KnownChannel, KnownType, Setting
from data.problems import ForumError, InputProblem, Origin

SAMPLES = Path(__file__).parents[3] / "data" / "samples"

FRAME = """
[forum]
name = "Other Forum"
site = "https://forum.example/other/"
zone = "Africa/Nairobi"
first_day = 2020-07-13
last_day = 2020-07-17
date_format = "%d/%m/%Y"

[[periods]]
id = "week"
name = "Week"
first_day = 2020-07-13
last_day = 2020-07-17
hours = ["10:00-18:00"]
types = ["workshop"]

[[channels]]
id = "hall"
name = "Great hall"
capacity = 300

[[types]]
id = "workshop"
name = "Thematic workshop"
duration = 45
"""

TABLES = {
    "requests": (
        "id,title,type,preferred_dates,zone,after,days_apart,channel,facilitated_by,Tracks\n"
        "R-1,First,workshop,14/07/2020..15/07/2020,,,,hall,P-1; X,\n"
        "R-2,Second,workshop,,Mars,R-1; R-9,R-1 2..5,,,strange\n"
        "R-2,Second again,workshop,,,,,,,\n"
        ",Without,workshop,,,,,,,\n"
        "R-3,,workshop,,,,,,,\n"
    ),
    "sessions": "id;title;type;fixed_start;status\nS-1;Opening;workshop;13/07/2020 10:00;confirmed\n",
    "people": (
        "id,name,country,zone,cannot,region\n"
        "P-1,Amina Odhiambo,Kenya,Nairobi,14/07/2020 09:00-12:00,Africa\n"
        "X,Mei Chen,,,,\n"
    ),
    "appearances": "session,person,role\nS-1,P-1,host\nS-1,P-1,speaker\nR-1,X,\nR-8,X,\nR-1,P-9,\n",
    "contacts": "id,email,note\nP-1,amina@org.example,\nR-1,,ask again\nP-9,nobody@org.example,\nX,,\n",
    "themes": "id,view\nT-1,More radio\n",
    "decisions": "session,action\nR-1,leave out\n",
}


@pytest.fixture
def folder(tmp_path):
    there = tmp_path / "other"
    there.mkdir()
    (there / "forum.toml").write_text(FRAME, "utf-8")
    (there / "rules.toml").write_text("", "utf-8")
    for name, text in TABLES.items():
        (there / f"{name}.csv").write_text(text, "utf-8")
    return there


def rows(intake, table: str) -> dict[str, dict[str, str]]:
    found = {row.key: dict(row.cells) for row in intake.taken if row.table == table}
    assert len(found) == sum(row.table == table for row in intake.taken)
    return found


def test_ids_stay_and_dates_are_written_year_first(folder):
    intake = forum_folder.read(folder)
    assert rows(intake, "requests") == {
        "R-1": {
            "id": "R-1",
            "title": "First",
            "type": "workshop",
            "preferred_dates": "2020-07-14..2020-07-15",
            "zone": "Africa/Nairobi",
            "channel": "hall",
            "facilitated_by": "P-1; X",
        },
        "R-2": {"id": "R-2", "title": "Second", "type": "workshop", "after": "R-1; R-9", "days_apart": "R-1 2..5"},
    }
    assert rows(intake, "sessions") == {
        "S-1": {
            "id": "S-1",
            "title": "Opening",
            "type": "workshop",
            "fixed_start": "2020-07-13 10:00",
            "status": "confirmed",
        }
    }
    assert rows(intake, "people") == {
        "P-1": {
            "id": "P-1",
            "name": "Amina Odhiambo",
            "country": "Kenya",
            "zone": "Africa/Nairobi",
            "cannot": "2020-07-14 09:00-12:00",
            "region": "Africa",
        },
        "X": {"id": "X", "name": "Mei Chen"},
    }
    assert rows(intake, "appearances") == {
        "S-1 P-1": {"session": "S-1", "person": "P-1", "role": "host"},
        "S-1 P-1 (2)": {"session": "S-1", "person": "P-1", "role": "speaker"},
        "R-1 X": {"session": "R-1", "person": "X"},
    }
    assert rows(intake, "contacts") == {
        "contact P-1": {"id": "P-1", "email": "amina@org.example"},
        "contact R-1": {"id": "R-1", "note": "ask again"},
    }
    assert rows(intake, "themes") == {"themes:T-1": {"id": "T-1", "view": "More radio"}}


def test_every_row_is_accounted_for(folder):
    intake = forum_folder.read(folder)
    assert [(row.origin.file, row.origin.row, row.what, row.reason) for row in intake.refused] == [
        ("other/requests.csv", 4, "Second again", "the same id comes before in this folder"),
        ("other/requests.csv", 5, "Without", "no id"),
        ("other/requests.csv", 6, "R-3", "no title"),
        ("other/appearances.csv", 5, "X in R-8", "a session that is not taken from this folder"),
        ("other/appearances.csv", 6, "P-9 in R-1", "a person who is not taken from this folder"),
        ("other/contacts.csv", 4, "P-9", "about somebody or something that is not taken from this folder"),
        ("other/contacts.csv", 5, "X", "an empty row"),
    ]
    lengths = {"requests": 5, "sessions": 1, "people": 2, "appearances": 5, "contacts": 4, "themes": 1}
    expected = {Origin(f"other/{name}.csv", 2 + row) for name, rows in lengths.items() for row in range(rows)}
    assert set(intake.records) == expected
    assert {row.origin for row in (*intake.taken, *intake.refused)} == expected


def test_what_does_not_come_along_is_told(folder):
    assert {str(note) for note in forum_folder.read(folder).notes} == {
        "other/requests.csv, row 1, tracks: read “Tracks”; expected a known heading; did you mean “track”?",
        "other/requests.csv, row 3, zone: read “Mars”; expected a zone, a city or a country; it is left out",
        "other/requests.csv, row 5, id: expected letters, digits, -, _; this cell is empty",
        "other/requests.csv, row 6, title: expected text; this cell is empty",
        "other: not read: decisions, rules.toml",
        "other, fixed_start: these are local times of the zone Africa/Nairobi",
    }
    assert all(note.note for note in forum_folder.read(folder).notes)


def test_the_setting_is_that_of_its_frame(folder):
    intake = forum_folder.read(folder)
    assert intake.source == "forum-other"
    assert intake.setting == Setting(
        "Other Forum",
        "Africa/Nairobi",
        date(2020, 7, 13),
        date(2020, 7, 17),
        (KnownChannel("Great hall", 300, "hall"),),
        (KnownType("workshop", 45),),
    )


def test_the_timetable_says_what_is_held_when_and_where(folder):
    assert forum_folder.read(folder).held == ()
    placements = [
        {"session": "S-1", "start": "2020-07-13T08:00:00Z", "channel": "hall"},
        {"session": "R-1.2", "start": "2020-07-14T09:00:00Z", "channel": "gone"},
        {"session": "R-7", "start": "2020-07-14T09:00:00Z", "channel": "hall"},
        {"session": "R-2", "start": "tomorrow", "channel": "hall"},
    ]
    (folder / "timetable.json").write_text(json.dumps({"placements": placements}), "utf-8")
    assert forum_folder.read(folder).held == (
        Held("S-1", datetime(2020, 7, 13, 8, 0, tzinfo=UTC), "Great hall"),
        Held("R-1", datetime(2020, 7, 14, 9, 0, tzinfo=UTC), "gone"),
    )


def test_a_timetable_that_is_none_is_told(folder):
    (folder / "timetable.json").write_text("[1", "utf-8")
    expected = "expected a timetable; when sessions are held there is not taken"
    assert InputProblem("other/timetable.json", 0, "", "", expected, note=True) in forum_folder.read(folder).notes


def test_a_person_with_the_id_of_a_session_has_another_key(folder):
    (folder / "people.csv").write_text("id,name\nS-1,Amina\n", "utf-8")
    (folder / "appearances.csv").write_text("session,person\nS-1,S-1\n", "utf-8")
    intake = forum_folder.read(folder)
    assert rows(intake, "people") == {"person:S-1": {"id": "S-1", "name": "Amina"}}
    assert rows(intake, "appearances") == {"S-1 S-1": {"session": "S-1", "person": "person:S-1"}}


def test_the_days_that_a_type_goes_over_are_written_down(folder):
    (folder / "forum.toml").write_text(FRAME + "days = 2\n", "utf-8")
    text = "id,title,type,days,repeats\nR-1,A,workshop,,\nR-2,B,workshop,3,\nR-3,C,workshop,,2\n"
    (folder / "requests.csv").write_text(text, "utf-8")
    found = rows(forum_folder.read(folder), "requests")
    assert [row.get("days") for row in found.values()] == ["2", "3", None]


def test_a_workbook_is_a_table_too(folder):
    book = openpyxl.Workbook()
    for row in (["id", "name", "zone"], ["P-1", "Amina", "Kenya"]):
        book.active.append(row)
    (folder / "people.csv").unlink()
    book.save(folder / "people.xlsx")
    intake = forum_folder.read(folder)
    assert rows(intake, "people") == {"P-1": {"id": "P-1", "name": "Amina", "zone": "Africa/Nairobi"}}


def test_a_folder_without_a_frame_is_taken_as_it_is(folder):
    (folder / "forum.toml").unlink()
    intake = forum_folder.read(folder)
    assert intake.setting == Setting()
    assert "zone" not in rows(intake, "requests")["R-1"]


def test_what_is_no_forum_folder_is_refused(tmp_path):
    with pytest.raises(ForumError, match="There is no forum folder"):
        forum_folder.read(tmp_path / "absent")
    with pytest.raises(ForumError, match="There is no table of a forum in"):
        forum_folder.read(tmp_path)


@pytest.mark.parametrize("name", ["starter", "autumn-2020", "wsis-2020"])
def test_every_row_of_the_samples_is_taken(name, tmp_path):
    shutil.copytree(SAMPLES / name, tmp_path / name)
    intake = forum_folder.read(tmp_path / name)
    assert intake.refused == ()
    assert {row.origin for row in intake.taken} == set(intake.records)
    keys = [(row.table, row.key) for row in intake.taken]
    assert len(keys) == len(set(keys))
    assert all(note.note for note in intake.notes)
