"""Tests that an id that was merged into another row is understood wherever an id is read."""

from __future__ import annotations

import json

import pytest

from data.problems import InputProblems
from data.readers import read_forum, read_timetable
from data.timetable import Placement
from tests.data.intake.test_alike_merging import FORUM
from tests.factories import at

REQUESTS = """id,title,type,after,not_with,days_apart,repeats,merged_ids
R-1,Radio,workshop,,,,,R-2; R-9
R-3,Masts,workshop,R-2,R-9; R-4,R-2 1..3,,
R-4,Courts,workshop,,,,2,R-5
"""
PEOPLE = "id,name,merged_ids\nP-1,Amina Khan,P-2\n"


def folder(place, requests=REQUESTS, people=PEOPLE, **tables):
    """A forum folder with these tables."""
    (place / "forum.toml").write_text(FORUM, encoding="utf-8")
    for name, text in {"requests": requests, "people": people, **tables}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def problems(place):
    with pytest.raises(InputProblems) as raised:
        read_forum(place, contacts=True)
    return [str(problem) for problem in raised.value.problems]


def test_every_table_may_name_the_merged_one(tmp_path):
    place = folder(
        tmp_path,
        appearances="session,person\nR-2,P-2\nR-3,P-2\n",
        decisions="session,action,start\nR-2,pin,2020-06-23 10:00\nR-5.2,pin,2020-06-24 10:00\n",
        contacts="id,email\nR-9,a@x.example\nP-2,b@x.example\n",
        interest="session,person\nR-1,x\nR-3,x\nR-2,y\nR-3,y\nR-2,x\n",
    )
    programme = read_forum(place, contacts=True).programme
    third = programme.session["R-3"]
    assert (third.after, third.not_with, third.days_apart[0].session) == (("R-1",), ("R-1", "R-4"), "R-1")
    assert [(part.session, part.person) for part in programme.appearances] == [("R-1", "P-1"), ("R-3", "P-1")]
    assert programme.session["R-1"].fixed[0].start == at("2020-06-23 10:00")
    assert programme.session["R-4"].fixed[0] is None
    assert programme.session["R-4"].fixed[1].start == at("2020-06-24 10:00")
    assert programme.interest == {("R-1", "R-3"): 2}


def test_the_programme_knows_the_old_names(tmp_path):
    programme = read_forum(folder(tmp_path)).programme
    assert programme.merged == {"R-2": "R-1", "R-9": "R-1", "R-5": "R-4", "P-2": "P-1"}
    assert programme.session_called("R-9") is programme.session["R-1"]
    assert programme.session_called("R-1") is programme.session["R-1"]
    assert programme.session_called("R-7") is None
    assert [programme.current_id(name) for name in ("R-5.2", "P-2", "R-7")] == ["R-4.2", "P-1", "R-7"]


def timetable(place, *rows):
    """The placements that are read, and the notes."""
    placements = [
        {"session": name, "start": f"2020-06-23T{hour}:00:00Z", "channel": "room", **more} for name, hour, more in rows
    ]
    content = {"format": "forum-timetable/1", "forum": "F", "placements": placements}
    (place / "timetable.json").write_text(json.dumps(content), encoding="utf-8")
    notes = []
    found = read_timetable(place, read_forum(place).programme, notes)
    return found.placements, [str(note) for note in notes]


def test_a_placement_of_the_merged_one_becomes_that_of_the_other(tmp_path):
    placements, notes = timetable(folder(tmp_path), ("R-2", "10", {"facilitators": ["P-2"]}), ("R-5.2", "12", {}))
    assert placements == {
        "R-1": Placement(at("2020-06-23 12:00"), "room", ("P-1",)),
        "R-4.2": Placement(at("2020-06-23 14:00"), "room"),
    }
    assert notes == []


def test_a_placement_of_its_own_goes_before_that_of_the_merged_one(tmp_path):
    placements, notes = timetable(folder(tmp_path), ("R-2", "10", {}), ("R-1", "12", {}), ("R-5", "13", {}))
    assert placements == {"R-1": Placement(at("2020-06-23 14:00"), "room")}
    assert notes == [
        "timetable.json, row 1: R-2 was merged into R-1 and no longer placed",
        "timetable.json, row 3: R-5 was merged into R-4 and no longer placed",
    ]


def test_of_two_placements_of_merged_ones_the_second_is_dropped(tmp_path):
    placements, notes = timetable(folder(tmp_path), ("R-2", "10", {}), ("R-9", "12", {}))
    assert placements == {"R-1": Placement(at("2020-06-23 12:00"), "room")}
    assert notes == ["timetable.json, row 2: R-9 was merged into R-1 and no longer placed"]


@pytest.mark.parametrize(
    ("requests", "people", "told"),
    [
        (
            "id,title,type,merged_ids\nR-1,A,workshop,R-2\nR-2,B,workshop,\n",
            PEOPLE,
            "requests.csv, row 2, merged_ids: read “R-2”; expected the id of no session that there is:"
            " it is that of requests.csv, row 3",
        ),
        (
            "id,title,type,merged_ids\nR-1,A,workshop,r-1\n",
            PEOPLE,
            "requests.csv, row 2, merged_ids: read “r-1”; expected the id of no session that there is:"
            " it is that of requests.csv, row 2",
        ),
        (
            "id,title,type,merged_ids\nR-1,A,workshop,R-3\nR-2,B,workshop,R-3\n",
            PEOPLE,
            "requests.csv, row 3, merged_ids: read “R-3”; expected an id that was merged into one row;"
            " requests.csv, row 2, has it too",
        ),
        (
            "id,title,type\nR-1,A,workshop\n",
            "id,name,merged_ids\nP-1,A,P-2\nP-2,B,\n",
            "people.csv, row 2, merged_ids: read “P-2”; expected the id of no person that there is:"
            " it is that of people.csv, row 3",
        ),
        (
            "id,title,type,merged_ids\nR-1,A,workshop,R 2\n",
            PEOPLE,
            "requests.csv, row 2, merged_ids: read “R 2”; expected an id of at most 64 letters (A to Z), digits,"
            " “-” and “_”",
        ),
    ],
)
def test_what_is_wrong_with_merged_ids_is_told_by_row(tmp_path, requests, people, told):
    assert problems(folder(tmp_path, requests, people)) == [told]


def test_check_tells_what_is_wrong_with_the_table_alike(tmp_path):
    alike = "kind,first,second,decision\nrequest,R-1,R-3,perhaps\n"
    place = folder(tmp_path, alike=alike)
    assert problems(place) == [
        "alike.csv, row 2, decision: read “perhaps”; expected one of same, different",
    ]
    assert read_forum(place).programme.session_called("R-2").id == "R-1"
