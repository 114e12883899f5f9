"""The changes between two releases as people and programs read them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from data.difference import difference
from data.timetable import Timetable
from output.differences import difference_html, difference_json, difference_markdown, difference_text
from tests.factories import appears, channel, forum, period, person, programme, session, timetable
from tests.output.html_page import Page

ROOMS = (replace(channel("c1", None), name="Hall"), replace(channel("c2", None), name="Studio"))
SUMMER = forum("2020-06-22..2020-10-30", channels=ROOMS, periods=(period(on="2020-06-22..2020-10-30"),))


def state(starts, *things, frame=SUMMER):
    return timetable(programme(frame, *things, person("ann"), person("bob")), starts)


@pytest.fixture(scope="module")
def changes():
    """One change of every kind."""
    old = state(
        {
            "S-1": "2020-07-14 13:00",
            "S-2": "2020-07-14 09:00",
            "S-4": "2020-07-15 09:00",
            "S-5": ("2020-07-15 10:00", "c1", "ann"),
        },
        *(session(f"S-{n}", title=f"Title {n}") for n in (1, 2, 3, 4, 5)),
    )
    new = state(
        {
            "S-1": ("2020-07-16 10:00", "c2"),
            "S-3": "2020-07-14 09:00",
            "S-4": ("2020-07-15 09:00", "c2"),
            "S-5": ("2020-07-15 10:00", "c1", "bob"),
        },
        *(session(f"S-{n}", title=f"Title {n}") for n in (1, 2, 3, 4)),
        session("S-5", title="Another title"),
        appears("ann", "S-4"),
    )
    return difference(old, new)


def test_a_terminal_gets_a_line_for_each_change(changes):
    assert difference_text(changes, "v1.0", "work") == (
        "Changes from v1.0 to work: 1 withdrawn, 1 moved, 1 placed, 1 another channel, 1 renamed, 2 joined, 1 left\n"
        "\n"
        "Withdrawn\n"
        "  S-2 “Title 2”: Tue 14 July 09:00 (Europe/Zurich), Hall\n"
        "\n"
        "Moved\n"
        "  S-1 “Title 1”: Tue 14 July 13:00 -> Thu 16 July 10:00 (Europe/Zurich), Hall -> Studio\n"
        "\n"
        "Placed\n"
        "  S-3 “Title 3”: Tue 14 July 09:00 (Europe/Zurich), Hall\n"
        "\n"
        "Another channel\n"
        "  S-4 “Title 4”: Hall -> Studio\n"
        "\n"
        "Renamed\n"
        "  S-5 “Another title”: Title 5 -> Another title\n"
        "\n"
        "Joined\n"
        "  S-4 “Title 4”: Ann (speaker)\n"
        "  S-5 “Another title”: Bob (facilitator)\n"
        "\n"
        "Left\n"
        "  S-5 “Another title”: Ann (facilitator)\n"
    )


def test_a_mail_gets_a_list_for_each_kind(changes):
    lines = difference_markdown(changes, "v1.0", "v1.1").splitlines()
    assert lines[:7] == [
        "# Tiny Forum",
        "",
        "Changes from v1.0 to v1.1: 1 withdrawn, 1 moved, 1 placed, 1 another channel, 1 renamed, 2 joined, 1 left",
        "",
        "## Withdrawn",
        "",
        "- **S-2** Title 2: Tue 14 July 09:00 (Europe/Zurich), Hall",
    ]
    assert "- **S-1** Title 1: Tue 14 July 13:00 → Thu 16 July 10:00 (Europe/Zurich), Hall → Studio" in lines


def test_a_browser_gets_headings_and_lists(changes):
    page = Page(difference_html(changes, "v1.0", "v1.1"))
    assert page.texts("h1") == ["Tiny Forum: changes from v1.0 to v1.1"]
    assert page.texts("h2") == ["Withdrawn", "Moved", "Placed", "Another channel", "Renamed", "Joined", "Left"]
    assert len(page.texts("li")) == 8
    assert "Tue 14 July 13:00 → Thu 16 July 10:00 (Europe/Zurich), Hall → Studio" in page.texts("p")


def test_programs_get_instants_and_home_times(changes):
    told = json.loads(difference_json(changes, "v1.0", "v1.1"))
    assert [told[key] for key in ("format", "forum", "from", "to", "zone")] == [
        "forum-difference/1", "Tiny Forum", "v1.0", "v1.1", "Europe/Zurich",
    ]  # fmt: skip
    assert told["counts"] == {
        "withdrawn": 1, "moved": 1, "placed": 1, "channel": 1, "renamed": 1, "joined": 2, "left": 1,
    }  # fmt: skip
    assert told["changes"][1] == {
        "kind": "moved",
        "occurrence": "S-1",
        "session": "S-1",
        "title": "Title 1",
        "before": {
            "start": "2020-07-14T11:00:00Z",
            "end": "2020-07-14T12:00:00Z",
            "home_start": "2020-07-14T13:00:00+02:00",
            "home_end": "2020-07-14T14:00:00+02:00",
            "channel": "c1",
            "channel_name": "Hall",
            "link": "",
        },
        "after": {
            "start": "2020-07-16T08:00:00Z",
            "end": "2020-07-16T09:00:00Z",
            "home_start": "2020-07-16T10:00:00+02:00",
            "home_end": "2020-07-16T11:00:00+02:00",
            "channel": "c2",
            "channel_name": "Studio",
            "link": "",
        },
    }
    assert (told["changes"][0]["after"], told["changes"][2]["before"]) == (None, None)
    assert told["changes"][4]["old_title"] == "Title 5"
    assert [told["changes"][7][key] for key in ("person", "name", "role")] == ["ann", "Ann", "facilitator"]


def test_no_changes_are_told_as_none(changes):
    same = difference(changes.old, changes.old)
    assert difference_text(same, "v1.0", "work") == "Changes from v1.0 to work: none\n"
    assert difference_markdown(same, "v1.0", "work") == "# Tiny Forum\n\nChanges from v1.0 to work: none\n"
    assert Page(difference_html(same, "v1.0", "work")).texts("h2") == []
    assert json.loads(difference_json(same, "v1.0", "work"))["changes"] == []


def moved(before, after, minutes=(60, 60), **fields):
    """The line of a terminal about a session that moved."""
    old = state({"S-1": before}, session("S-1", minutes=minutes[0], **fields))
    new = state({"S-1": after}, session("S-1", minutes=minutes[1], **fields))
    return difference_text(difference(old, new), "a", "b").splitlines()[-1].partition("”")[2]


def test_ends_are_told_where_the_length_is_another():
    said = moved("2020-07-14 13:00", "2020-07-14 13:00", (60, 90))
    assert said == ": Tue 14 July 13:00–14:00 -> Tue 14 July 13:00–14:30 (Europe/Zurich)"


def test_years_are_told_where_there_are_two():
    assert moved("2020-12-31 13:00", "2021-01-01 13:00") == (
        ": Thu 31 December 2020 13:00 -> Fri 1 January 2021 13:00 (Europe/Zurich)"
    )


def test_an_hour_that_comes_twice_is_told_with_its_offset():
    assert moved("2020-10-25 02:00", "2020-10-25 02:00*") == (
        ": Sun 25 October 02:00 UTC+02:00 -> Sun 25 October 02:00 UTC+01:00 (Europe/Zurich)"
    )


def test_a_rehearsal_is_marked_as_private():
    main = session("S-2")
    old = state({"S-1": "2020-07-14 13:00", "S-2": "2020-07-20 13:00"}, session("S-1", rehearsal_of="S-2"), main)
    new = state({"S-1": "2020-07-15 13:00", "S-2": "2020-07-20 13:00"}, session("S-1", rehearsal_of="S-2"), main)
    found = difference(old, new)
    assert difference_text(found, "a", "b").splitlines()[-1].startswith("  S-1 “S-1” (rehearsal, not published): Tue ")
    assert " (rehearsal, not published): Tue " in difference_markdown(found, "a", "b")
    assert Page(difference_html(found, "a", "b")).texts("span", class_="private") == ["rehearsal, not published"]


HOSTILE = (
    "<img src=x> [a](javascript:1) `b` *c* _d_ | #e\n\n# f & ![g] http://h.example www.i.example \\ "
    "someone@mail.example"
)


@pytest.fixture(scope="module")
def hostile():
    """A session, a channel and a person with markup, line breaks and an address for names."""
    frame = replace(SUMMER, name=HOSTILE, channels=(replace(ROOMS[0], name=HOSTILE), replace(ROOMS[1], name=HOSTILE)))
    people = (replace(person("eve"), name=HOSTILE),)

    def made(start, title, *parts):
        return timetable(programme(frame, session("S-1", title=title), *people, *parts), {"S-1": start})

    return difference(
        made(("2020-07-14 13:00", "c1"), "Plain"),
        made(("2020-07-15 13:00", "c2"), HOSTILE, appears("eve", "S-1")),
    )


def test_markup_in_texts_is_text_and_stays_on_its_line(hostile):
    text = difference_text(hostile, "a", "b").splitlines()
    assert text[1::3] == ["", "", ""]
    assert len(text) == 10
    lines = difference_markdown(hostile, "a", "b").splitlines()
    assert [line for line in lines if line.startswith("## ")] == ["## Moved", "## Renamed", "## Joined"]
    assert len([line for line in lines if line.startswith("- ")]) == 3
    safe = (
        r"\<img src=x\> \[a\](javascript:1) \`b\` \*c\* \_d\_ \| \#e \# f \& \!\[g\] http:\//h.example "
        r"www\.i.example \\ \[e-mail address not published\]"
    )
    assert lines[0] == f"# {safe}"
    assert lines[-1] == f"- **S-1** {safe}: {safe} (speaker)"
    page = difference_html(hostile, "a", "b")
    assert Page(page).all("img") == []
    assert Page(page).all("a") == []
    assert b"someone@mail.example" not in page


def test_the_order_of_tables_gives_the_same_bytes(changes):
    def turned(side):
        asked = side.programme
        other = replace(asked, sessions=asked.sessions[::-1], people=asked.people[::-1])
        return Timetable(other, dict(reversed(side.placements.items())))

    again = difference(turned(changes.old), turned(changes.new))
    for write in (difference_text, difference_markdown, difference_json, difference_html):
        assert write(again, "a", "b") == write(changes, "a", "b")
