"""Decisions are added to their table so that the reader takes them, and nothing else of the table changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.deciding import NewDecision, decide, start_text
from data.problems import InputProblem, InputProblems
from data.readers import read_forum
from data.readers.cells import DateForm
from tests.end_to_end.command import FRAME, write

NINE = datetime(2020, 6, 22, 7, tzinfo=UTC)
TEN = datetime(2020, 6, 22, 8, tzinfo=UTC)
HEAD = "session,action,start,zone,channel,reason"


def folder_of(place, *decisions, frame=FRAME):
    rows = ["id,title,type,repeats", "R-1,One,workshop,", "R-2,Two,workshop,2", "R-3,Three,workshop,"]
    tables = {"decisions": [HEAD, *decisions]} if decisions else {}
    return write(place / "forum", frame=frame, requests=rows, **tables)


def added(folder, *decisions):
    """The lines of the table with these decisions, and the sessions of the forum as it would be."""
    found = decide(folder, decisions, read_forum(folder).programme, lambda policy: ())
    return found.table.to_bytes().decode().splitlines(), found.reading.programme.session


def test_a_decision_is_a_row_at_the_end_and_the_folder_stays_as_it_is(tmp_path):
    folder = folder_of(tmp_path)
    rows, sessions = added(folder, NewDecision("R-1", "pin", NINE, "room", "the minister's day"))
    assert rows == [HEAD, "R-1,pin,2020-06-22 09:00,,room,the minister's day"]
    assert (sessions["R-1"].fixed[0].start, sessions["R-1"].channel) == (NINE, "room")
    assert not (folder / "decisions.csv").exists()


def test_the_other_rows_keep_their_bytes(tmp_path):
    folder = folder_of(tmp_path, 'R-1,free,,,,"quoted, ""so"""')
    rows, _ = added(folder, NewDecision("R-3", "cancel", reason="=1+1"))
    assert rows == [HEAD, 'R-1,free,,,,"quoted, ""so"""', "R-3,cancel,,,,'=1+1"]


def test_a_pin_keeps_what_an_earlier_pin_says_and_it_does_not(tmp_path):
    folder = folder_of(tmp_path, "R-1,pin,2020-06-22 10:00,Europe/Paris,room,first")
    rows, sessions = added(folder, NewDecision("R-1", "pin", NINE))
    assert rows[-1] == "R-1,pin,2020-06-22 09:00,,room,"
    assert (sessions["R-1"].fixed[0].start, sessions["R-1"].channel) == (NINE, "room")
    rows, sessions = added(folder, NewDecision("R-1", "pin", channel="room"))
    assert rows[-1] == "R-1,pin,2020-06-22 10:00,Europe/Paris,room,"
    assert sessions["R-1"].fixed[0].start == TEN


def test_a_pin_keeps_nothing_of_a_pin_that_does_not_count_any_more(tmp_path):
    folder = folder_of(tmp_path, "R-1,pin,,,room,", "R-1,free,,,,")
    assert added(folder, NewDecision("R-1", "pin", NINE))[0][-1] == "R-1,pin,2020-06-22 09:00,,,"


def test_a_channel_for_all_leaves_each_occurrence_pinned_where_it_is(tmp_path):
    folder = folder_of(tmp_path, "R-2.2,pin,2020-06-22 10:00,,,for two", "R-2.1,free,,,,")
    rows, sessions = added(folder, NewDecision("R-2", "pin", channel="room"))
    assert rows[-2:] == ["R-2,pin,,,room,", "R-2.2,pin,2020-06-22 10:00,,,for two"]
    assert [part and part.start for part in sessions["R-2"].fixed] == [None, TEN]
    assert sessions["R-2"].channel == "room"


def test_what_is_wrong_is_told_of_the_decision_and_not_of_a_row_that_is_not_there(tmp_path):
    folder = folder_of(tmp_path)
    said = InputProblem("programme.xlsx, sheet Programme", 7, "start_utc", "", "")
    night = datetime(2020, 7, 22, 7, tzinfo=UTC)
    with pytest.raises(InputProblems) as caught:
        added(folder, NewDecision("R-1", "pin", night, said=said), NewDecision("R-3", "pin", channel="attic"))
    assert [str(problem) for problem in caught.value.problems] == [
        "programme.xlsx, sheet Programme, row 7, start_utc: read “2020-07-22 09:00”; expected a day of the forum, "
        "2020-06-22..2020-06-23",
        "this decision, channel: read “attic”; expected the id of a channel or pool; known: room",
    ]


@pytest.mark.parametrize(
    ("utc", "form", "expected"),
    [
        ("2020-06-22 07:00", "%Y-%m-%d", "2020-06-22 09:00"),
        ("2020-06-22 07:00", "%d/%m/%Y", "22/06/2020 09:00"),
        ("2020-10-25 00:30", "%Y-%m-%d", "2020-10-25 02:30 +02:00"),
        ("2020-10-25 01:30", "%Y-%m-%d", "2020-10-25 02:30 +01:00"),
        ("2020-03-29 01:00", "%Y-%m-%d", "2020-03-29 03:00"),
    ],
)
def test_a_start_is_written_as_the_reader_takes_it(utc, form, expected):
    start = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    dates = DateForm(form)
    assert start_text(start, "Europe/Zurich", dates) == expected
    assert dates.moment(expected).instant("Europe/Zurich") == start


def test_dates_are_written_in_the_form_of_the_forum(tmp_path):
    frame = FRAME.replace("grid = 60", 'grid = 60\ndate_format = "%d/%m/%Y"')
    rows, sessions = added(folder_of(tmp_path, frame=frame), NewDecision("R-1", "pin", NINE))
    assert rows[-1] == "R-1,pin,22/06/2020 09:00,,,"
    assert sessions["R-1"].fixed[0].start == NINE
