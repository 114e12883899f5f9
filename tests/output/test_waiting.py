"""The waiting list as text, JSON and CSV, from values alone."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from data.waiting import Holder, Nearest, Place, Refusal, Waiting, WaitingList
from output.waiting_csv import COLUMNS, waiting_csv
from output.waiting_json import waiting_json
from output.waiting_text import details, reason, waiting_lines, waiting_text
from tests.factories import HOME, at

NINE = at("2020-06-22 09:00")
LAST = Holder("R-1", "First", "accepted, priority 1", 2)
ROOM = Refusal("channels", "One at a time.", 3, 2)
BUSY = Refusal("one-place", "In one place.", 1, 0, ("Ann cannot be in two.",))
WAITS = Waiting(
    rank=1,
    session="R-2",
    title="@Second",
    status="requested",
    priority=5,
    price=5000,
    cause="room",
    possible=9,
    own=3,
    free=0,
    demands=(Refusal("night", "No night.", 6, 6, ("Ann sleeps.",)),),
    beside=(ROOM, BUSY),
    holders=(LAST,),
    place=Place(NINE, "c1", LAST, -2000, (("requests-placed", -2000),)),
    nearest=None,
)
WHEN = "on Mon 22 Jun 2020 09:00 (Europe/Zurich) in c1"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "no room: of its 3 starts channels refuses 3 (2 of them alone), one-place 1 (0)"),
        (
            {"cause": "people", "beside": (BUSY,)},
            "its people are busy: of its 3 starts one-place refuses 1 (0 of them alone)",
        ),
        (
            {"cause": "demands", "own": 0, "beside": (), "place": None},
            "its own demands leave it no start, even in an empty forum: night",
        ),
        (
            {"cause": "price", "place": Place(NINE, "c1", None, 17, (("night", -3), ("holidays", 20)))},
            f"it could be held {WHEN}, but the timetable would cost 17 more (holidays +20, night -3)",
        ),
        (
            {"cause": "search", "place": Place(NINE, "c1", None, -5, (), ("P-1", "P-2"))},
            f"it could be held {WHEN}, facilitated by P-1, P-2, and the timetable would cost 5 less;"
            " the search ended before it found that",
        ),
    ],
)
def test_each_cause_is_said_in_one_line(fields, said):
    assert reason(replace(WAITS, **fields), HOME) == said


def test_the_details_name_what_is_in_the_way_and_what_would_give_way():
    assert list(details(WAITS, HOME)) == [
        "no room: of its 3 starts channels refuses 3 (2 of them alone), one-place 1 (0); leaving it out costs 5000",
        "its own demands leave 3 of 9 possible starts: night refuses 6 (6 of them alone)",
        "one-place: Ann cannot be in two.",
        "alone in the way of it, with the number of its starts: R-1 “First” (accepted, priority 1) from 2",
        f"it could be held {WHEN} instead of R-1 “First” (accepted, priority 1);"
        " the timetable would cost 2000 less (requests-placed -2000)",
    ]


def test_the_details_of_demands_are_the_demands():
    alone = replace(WAITS, cause="demands", own=0, beside=(), holders=(), place=None)
    assert list(details(alone, HOME))[1:] == ["night: Ann sleeps."]


def test_the_details_without_a_place_tell_the_nearest_start():
    nearest = replace(WAITS, place=None, nearest=Nearest(NINE, ("One.", "Two.")))
    assert list(details(nearest, HOME))[-3:] == [
        "no one request was found to make room for it alone; nearest is Mon 22 Jun 2020 09:00 (Europe/Zurich), but:",
        "  One.",
        "  Two.",
    ]


def test_text_has_all_of_them_and_the_short_lines_too():
    found = WaitingList("Forum", HOME, 3, 1, (WAITS, replace(WAITS, rank=2, session="R-3")))
    assert [line for line in waiting_text(found).splitlines() if line and line[0] != " "] == [
        "Forum: 2 waiting, 1 of 3 held",
        "1. R-2 “@Second” (requested, priority 5)",
        "2. R-3 “@Second” (requested, priority 5)",
    ]
    assert [line.partition(": ")[0] for line in waiting_lines(found)] == [
        "1. R-2 “@Second” (requested, priority 5)",
        "2. R-3 “@Second” (requested, priority 5)",
    ]


def test_json_has_every_field_with_instants_in_utc():
    told = json.loads(waiting_json(WaitingList("Forum", HOME, 2, 1, (WAITS,))))
    assert list(told) == ["format", "forum", "zone", "asked", "held", "requests"]
    assert told["requests"][0]["place"] == {
        "start": "2020-06-22T07:00:00Z",
        "channel": "c1",
        "instead": {"session": "R-1", "title": "First", "standing": "accepted, priority 1", "starts": 2},
        "dearer": -2000,
        "by_rule": [["requests-placed", -2000]],
        "facilitators": [],
    }


def test_the_table_is_harmless_to_spreadsheet_programs():
    page = waiting_csv(WaitingList("Forum", HOME, 2, 1, (WAITS,))).decode("utf-8")
    assert page.count("\r\n") == page.count("\n") == 2
    head, line = csv.reader(io.StringIO(page, newline=""))
    assert tuple(head) == COLUMNS
    assert line == [
        "1",
        "R-2",
        "'@Second",
        "requested",
        "5",
        "room",
        "no room: of its 3 starts channels refuses 3 (2 of them alone), one-place 1 (0)",
        "5000",
        "3",
        "0",
        "channels 3;one-place 1",
        "R-1 2",
        "2020-06-22T07:00:00Z",
        "c1",
        "R-1",
        "accepted, priority 1",
        "-2000",
    ]
