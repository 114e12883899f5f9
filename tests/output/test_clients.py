"""Programs that we did not write read the feeds as the table says."""

from __future__ import annotations

import csv
import io

import pytest

from tests.clients.programs import read_with_icaljs, read_with_libical
from tests.output.tiny_forum import files_of, forum, instant, one_session, session, tiny_timetable

READERS = pytest.mark.parametrize("read", [read_with_icaljs, read_with_libical], ids=["ical.js", "libical"])


def rows(files):
    """What the table says: UID to start and end."""
    table = csv.DictReader(io.StringIO(files["programme.csv"].decode(), newline=""))
    return {f"{row['id']}.2020@forum.example": (row["start_utc"], row["end_utc"]) for row in table}


def straddling(zone):
    """A forum in which sessions are held from two days before to two days after the end of summer time, by hours."""
    from dataclasses import replace
    from datetime import timedelta

    from data.programme import Programme
    from data.timetable import Placement, Timetable

    change = {"Europe/Zurich": "2020-10-25T01:00:00", "America/New_York": "2020-11-01T06:00:00"}[zone]
    sessions, placements = [], {}
    for number in range(-48, 49):
        name = f"S{number + 48:03d}"
        sessions.append(replace(session(name, f"Session {number}"), duration=30))
        placements[name] = Placement(instant(change) + timedelta(minutes=30 * number), "room-1")
    return Timetable(Programme(forum(zone=zone), tuple(sessions)), placements)


@READERS
@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/New_York"])
def test_instants_around_the_end_of_summer_time(read, zone):
    files = files_of(straddling(zone))
    events = read([files["all.ics"]])[0]
    assert len(events) == 97
    assert {event["uid"]: (event["start"], event["end"]) for event in events} == rows(files)


@READERS
def test_every_feed_of_the_tiny_forum(read):
    files = files_of(tiny_timetable())
    names = ["all.ics", "s/H-1/H-1.ics", "s/P-1/P-1.ics", "s/W-1/W-1.ics"]
    everything, *own = read([files[name] for name in names])
    assert {event["uid"]: (event["start"], event["end"]) for event in everything} == rows(files)
    assert [(event["summary"], event["status"]) for event in everything] == [
        ("Ethics", "CONFIRMED"),
        ("Rural radio, and more", "TENTATIVE"),
        ("Code (1 of 2)", "TENTATIVE"),
        ("Code (2 of 2)", "TENTATIVE"),
    ]
    by_uid = {event["uid"]: event for event in everything}
    assert [[by_uid[event["uid"]] == event for event in feed] for feed in own] == [[True, True], [True], [True]]


@READERS
@pytest.mark.parametrize(
    "title",
    [
        "a; b, c: d \\ e \\n \\N f",
        "😀" * 40,
        "عنوان طويل " * 12 + "end",
        "\"quoted\" 'x' <b>&amp;",
        "中文标题，带逗号" * 9,
    ],
)
def test_titles_come_back_whole(read, title):
    feed = files_of(one_session(title))["all.ics"]
    assert [event["summary"] for event in read([feed])[0]] == [title]
