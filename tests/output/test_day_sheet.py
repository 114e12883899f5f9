"""The team's day sheet: what is run when, by whom, at what time for them; as a page and as a workbook."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from data.contacts import Contact
from data.problems import ForumError
from data.programme import Channel, Team
from data.timetable import Placement, Timetable
from output.day_sheet import day_sheet
from output.day_sheet_html import day_sheet_html
from output.day_sheet_xlsx import day_sheet_xlsx
from tests.output.tiny_forum import instant, tiny_timetable

DAY = date(2020, 6, 22)
CONTACTS = {
    "W-1": Contact("W-1", "office@mail.example", "https://meet.example/w-1", "Key with the porter.\nCall first."),
    "p1": Contact("p1", "ada@mail.example"),
}


def changed(timetable, *, sessions=None, people=None, placements=None, **forum_fields):
    """The timetable with fields of sessions and people changed, by id, and placements added."""
    asked = timetable.programme
    return Timetable(
        replace(
            asked,
            forum=replace(asked.forum, **forum_fields),
            sessions=tuple(replace(each, **(sessions or {}).get(each.id, {})) for each in asked.sessions),
            people=tuple(replace(each, **(people or {}).get(each.id, {})) for each in asked.people),
        ),
        {**timetable.placements, **(placements or {})},
    )


FORUM = changed(
    tiny_timetable(),
    people={"p1": {"zone": "Africa/Nairobi"}, "p2": {"zone": "America/Los_Angeles"}, "p4": {"zone": None}},
    channels=(
        Channel("hall", "Plenary hall", link="https://stream.example/hall"),
        Channel("room-1", "Room 1", set_up=15),
    ),
    teams=(Team("booth", "Booth A", "interpretation", languages=("es", "en")),),
)


def runs(sheet):
    return {run.occurrence: run for channel in sheet.channels for run in channel.runs}


def test_channels_come_in_the_forums_order_with_what_they_hold_that_day():
    sheet = day_sheet(FORUM, DAY, CONTACTS)
    assert [(each.name, each.link, [run.occurrence for run in each.runs]) for each in sheet.channels] == [
        ("Plenary hall", "https://stream.example/hall", ["P-1"]),
        ("Room 1", "", ["W-1"]),
    ]


def test_a_run_has_set_up_languages_services_links_contact_and_note():
    run = runs(day_sheet(FORUM, DAY, CONTACTS))["W-1"]
    assert [f"{each:%H:%M}" for each in (run.set_up, run.start, run.end)] == ["14:15", "14:30", "15:30"]
    assert run.languages == "English, French"
    assert run.services == ("interpretation (Spanish): Booth A", "captioning (English, French): no team")
    assert (run.join_link, run.email) == ("https://meet.example/w-1", "office@mail.example")
    assert run.public_link == "https://register.example/w-1"
    assert run.note == "Key with the porter.\nCall first."


def test_everyone_is_named_with_role_own_time_and_night():
    parts = runs(day_sheet(FORUM, DAY, CONTACTS))["W-1"].parts
    assert [(part.id, part.role, part.local, part.zone, part.at_night, part.email) for part in parts] == [
        ("p1", "moderator", "15:30–16:30", "Africa/Nairobi", False, "ada@mail.example"),
        ("p2", "speaker", "05:30–06:30", "America/Los_Angeles", True, ""),
        ("p4", "speaker", "", "", False, ""),
    ]
    assert [part.required for part in parts] == [True, True, False]
    (facilitator,) = runs(day_sheet(FORUM, DAY, CONTACTS))["P-1"].parts
    assert (facilitator.id, facilitator.role) == ("p4", "facilitator")


def test_a_part_of_a_session_has_its_own_minutes_and_another_date_its_weekday():
    part = replace(FORUM.programme.appearances[0], start=15, end=30)
    asked = replace(FORUM.programme, appearances=(part,))
    late = Timetable(
        replace(asked, people=tuple(replace(each, zone="Pacific/Auckland") for each in asked.people)), FORUM.placements
    )
    (found,) = runs(day_sheet(late, DAY, {}))["W-1"].parts
    assert (found.minutes, found.local) == ("14:45–15:00", "Tue 00:45–01:00")


def test_a_rehearsal_is_shown_with_what_it_rehearses_and_the_other_way_round():
    rehearsing = changed(
        FORUM,
        sessions={"N-1": {"rehearsal_of": "P-1", "title": "Dry run"}},
        placements={"N-1": Placement(instant("2020-06-22T07:00:00"), "room-1")},
    )
    found = runs(day_sheet(rehearsing, DAY, {}))
    assert found["N-1"].rehearses == "P-1 Ethics"
    assert found["P-1"].rehearsals == ("N-1: Monday 22 June 2020, 09:00, Room 1",)
    unplaced = changed(FORUM, sessions={"N-1": {"rehearsal_of": "P-1"}})
    assert runs(day_sheet(unplaced, DAY, {}))["P-1"].rehearsals == ("N-1: not placed",)


def test_what_goes_on_past_midnight_is_on_the_sheets_of_both_days():
    late = changed(FORUM, placements={"W-1": Placement(instant("2020-06-22T21:30:00"), "room-1")})
    for day in (DAY, date(2020, 6, 23)):
        assert "W-1" in runs(day_sheet(late, day, {}))


def test_a_day_on_which_nothing_is_held_is_told():
    with pytest.raises(ForumError, match="Nothing is held on Sunday 21 June 2020 by the clock of Europe/Zurich"):
        day_sheet(FORUM, date(2020, 6, 21), {})


def test_the_page_escapes_everything_runs_nothing_and_asks_not_to_be_indexed():
    hostile = changed(FORUM, sessions={"W-1": {"title": "<script>alert(1)</script> & co"}})
    page = day_sheet_html(day_sheet(hostile, DAY, CONTACTS)).decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "default-src 'none'" in page


def test_the_workbook_has_a_row_for_each_run_and_each_part_and_no_formula():
    formula = changed(FORUM, sessions={"W-1": {"title": '=HYPERLINK("https://evil.example")'}})
    content = day_sheet_xlsx(day_sheet(formula, DAY, CONTACTS))
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Run of show", "People"]
    shown = [[cell.value for cell in row] for row in book["Run of show"].iter_rows()]
    assert [row[:6] for row in shown] == [
        ["channel", "set_up", "start", "end", "id", "title"],
        ["Plenary hall", "11:00", "11:00", "12:00", "P-1", "Ethics"],
        ["Room 1", "14:15", "14:30", "15:30", "W-1", '=HYPERLINK("https://evil.example")'],
    ]
    assert {cell.data_type for row in book["Run of show"].iter_rows() for cell in row if cell.value} == {"s"}
    people = [[cell.value for cell in row] for row in book["People"].iter_rows(min_row=2)]
    assert [(row[2], row[5], row[3], row[9], row[11]) for row in people] == [
        ("P-1", "p4", "Facilitator", None, None),
        ("W-1", "p1", "Moderator", "15:30–16:30", None),
        ("W-1", "p2", "Speaker", "05:30–06:30", "yes"),
        ("W-1", "p4", "Speaker", None, None),
    ]
    assert day_sheet_xlsx(day_sheet(formula, DAY, CONTACTS)) == content
