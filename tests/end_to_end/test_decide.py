"""`forum pin`, `free`, `move`, `swap` and `cancel`: consequences first, then both files or neither."""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.command import FRAME, contents, done, forum, row, timetable, write

HEAD = "session,action,start,zone,channel,reason"
ROWS = [
    "id,title,type,repeats,after,fixed_start,status",
    "R-1,One,workshop,,,,",
    "R-2,Two,workshop,,R-1,,",
    "R-3,Three,workshop,2,,,",
    "R-4,Four,workshop,,,2020-06-23 11:00,",
    "R-5,Five,workshop,,,,cancelled",
    "R-6,Six,stand,,,,accepted",
]
STAND = '\n[[types]]\nid = "stand"\nname = "Stand"\nduration = 60\ntimed = false\n'
PLACED = {
    "R-1": "2020-06-22T07:00:00Z",
    "R-2": "2020-06-22T08:00:00Z",
    "R-3.1": "2020-06-22T09:00:00Z",
    "R-3.2": "2020-06-23T07:00:00Z",
    "R-4": "2020-06-23T09:00:00Z",
}


@pytest.fixture
def folder(tmp_path):
    """Six hours in one room, of which five are taken: all of Monday, and Tuesday but 10:00."""
    place = write(tmp_path / "forum", frame=FRAME + STAND, requests=ROWS)
    (place / "timetable.json").write_text(timetable(*(row(*each) for each in PLACED.items())), encoding="utf-8")
    return place


def starts(folder):
    content = json.loads((folder / "timetable.json").read_text(encoding="utf-8"))
    return {each["session"]: each["start"] for each in content["placements"]}


def decisions(folder):
    return (folder / "decisions.csv").read_text(encoding="utf-8").splitlines()


def test_a_pin_without_a_time_is_where_the_session_is(folder):
    run = done("pin", folder, "R-2", "--reason", "the host asked")
    assert decisions(folder) == [HEAD, "R-2,pin,2020-06-22 10:00,,,the host asked"]
    assert starts(folder) == PLACED
    assert run.stdout.splitlines()[0] == (
        "R-2 “Two”: pinned to Mon 22 Jun 2020 10:00 (Europe/Zurich); so far Mon 22 Jun 2020 10:00 (Europe/Zurich)"
    )


def test_a_move_has_the_others_make_room_and_shows_it_first(folder):
    before = contents(folder)
    said = ("move", folder, "R-4", "--at", "2020-06-22 10:00", "--zone", "Africa/Nairobi")
    dry = done(*said, "--dry-run")
    assert contents(folder) == before
    run = done(*said)
    assert decisions(folder) == [HEAD, "R-4,pin,2020-06-22 09:00,,,"]
    now = starts(folder)
    assert now["R-4"] == "2020-06-22T07:00:00Z"
    assert sorted(name for name, start in PLACED.items() if now[name] != start) == ["R-1", "R-2", "R-4"]
    assert dry.stdout.splitlines()[:-1] == run.stdout.splitlines()[:-1]
    assert "  R-4 “Four”: Tue 23 Jun 2020 11:00 -> Mon 22 Jun 2020 09:00, room" in run.stdout
    assert dry.stdout.splitlines()[-1] == "Nothing was written: --dry-run."
    assert forum("verify", folder).returncode == 0


def test_a_swap_pins_each_at_the_other_s_time(folder):
    done("swap", folder, "R-2", "R-4")
    assert decisions(folder)[1:] == ["R-2,pin,2020-06-23 11:00,,,", "R-4,pin,2020-06-22 10:00,,,"]
    assert starts(folder) == {**PLACED, "R-2": PLACED["R-4"], "R-4": PLACED["R-2"]}


def test_a_swap_that_breaks_a_rule_is_refused_with_the_demands(folder):
    before = contents(folder)
    run = forum("swap", folder, "R-1", "R-2")
    assert run.returncode == 3
    assert "  order: R-2 “Two” begins after R-1 “One” is over." in run.stderr.splitlines()
    assert contents(folder) == before


def test_free_forgets_where_it_is_fixed_and_leaves_it_there(folder):
    run = done("free", folder, "R-4")
    assert decisions(folder) == [HEAD, "R-4,free,,,,"]
    assert starts(folder) == PLACED
    assert run.stdout.splitlines()[0].startswith("R-4 “Four”: free to move; so far ")


def test_a_session_that_is_cancelled_leaves_its_place(folder):
    done("cancel", folder, "R-3", "--reason", "=no speakers")
    assert decisions(folder) == [HEAD, "R-3,cancel,,,,'=no speakers"]
    assert starts(folder) == {name: start for name, start in PLACED.items() if not name.startswith("R-3")}
    assert forum("verify", folder).returncode == 0


def test_a_refusal_says_what_stands_against_it_and_the_nearest_times(folder):
    before = contents(folder)
    run = forum("move", folder, "R-1", "--at", "2020-06-23 08:00", "--zone", "Europe/Zurich")
    assert run.returncode == 3
    assert run.stderr.splitlines() == [
        "R-1 “One” on Tue 23 Jun 2020 08:00 (Europe/Zurich):",
        "  periods: R-1 “One” on Tue 23 Jun 2020 08:00 (Europe/Zurich) lies outside its periods (“Mornings”).",
        "No timetable has it there: no other session can end this by moving.",
        "Besides, with everything else where it is:",
        "  order: R-2 “Two” on Mon 22 Jun 2020 10:00 (Europe/Zurich) must come after R-1 “One” on "
        "Tue 23 Jun 2020 08:00 (Europe/Zurich).",
        "With everything else where it is, R-1 can be at no other start.",
        "Refused: nothing was written.",
    ]
    other = forum("move", folder, "R-4", "--at", "2020-06-23 13:00", "--zone", "Europe/Zurich")
    assert other.returncode == 3
    assert "the nearest possible starts of R-4: Tue 23 Jun 2020 10:00 (Europe/Zurich)." in other.stderr
    assert contents(folder) == before


def test_consequences_and_refusals_for_programs(folder):
    said = ("move", folder, "R-4", "--zone", "Europe/Zurich", "--json")
    found = json.loads(done(*said, "--at", "2020-06-23 10:00", "--dry-run").stdout)
    assert (found["possible"], found["written"], found["needed"], found["bound"]) == (True, False, 1, 1)
    assert found["moved"] == [
        {
            "session": "R-4",
            "from": {"start": "2020-06-23T09:00:00Z", "channel": "room", "facilitators": []},
            "to": {"start": "2020-06-23T08:00:00Z", "channel": "room", "facilitators": []},
        }
    ]
    refused = forum(*said, "--at", "2020-06-23 13:00")
    assert refused.returncode == 3
    content = json.loads(refused.stdout)
    assert content["possible"] is False
    assert content["obstacles"][0]["nearest"] == ["2020-06-23T08:00:00Z"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("pin", "R-3"), "R-3 is held several times; say one of R-3.1, R-3.2."),
        (("pin", "R-1.2"), "R-1 has no occurrence R-1.2; it has R-1."),
        (("pin", "Q-11"), "There is no session Q-11 in this forum"),
        (("cancel", "R_1"), "There is no session R_1 in this forum"),
        (("pin", "R-6"), "R-6 has no time: sessions of type stand stand all the while."),
        (("pin", "R-5"), "R-5 has no place in the timetable: say when it is held, with --at."),
        (("pin", "R-5", "--at", "2020-06-23 10:00"), "it is cancelled in requests.csv"),
        (("pin", "R-1", "--at", "2020-06-23 10:20"), "expected a start on the grid of 60 minutes, such as 10:00 or "),
        (("pin", "R-1", "--at", "2020-07-23 10:00"), "expected a day of the forum, 2020-06-22..2020-06-23."),
        (("pin", "R-1", "--at", "2020-06-23 10:00", "--zone", "CST"), "CST"),
        (("pin", "R-1", "--channel", "attic"), "this decision, channel: read “attic”"),
        (("cancel", "R-3.1"), "this decision, "),
        (("swap", "R-1", "R-5"), "R-5 has no place in the timetable that could be swapped."),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_meant_is_told_and_nothing_is_written(folder, arguments, told):
    before = contents(folder)
    run = forum(arguments[0], folder, *arguments[1:])
    assert run.returncode == 1
    assert told in run.stderr
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2020-03-29 02:30", "expected a time that exists: the clock of Europe/Zurich skips this one"),
        ("2020-10-25 02:30", "this time comes twice, 2020-10-25 02:30 +02:00 and 2020-10-25 02:30 +01:00"),
    ],
    ids=["skipped", "twice"],
)
def test_a_time_that_does_not_exist_or_comes_twice_is_told(folder, at, told):
    run = forum("move", folder, "R-1", "--at", at, "--zone", "Europe/Zurich")
    assert run.returncode == 1
    assert told in run.stderr


def test_a_table_that_is_there_keeps_its_rows(folder):
    lines = ["session;action;reason", "R-1;pin;", 'R-4;free;"a; b"']
    (folder / "decisions.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    run = forum("free", folder, "R-2")
    assert "expected a start or a channel to pin" in run.stderr
    (folder / "decisions.csv").write_bytes("\r\n".join(lines[:1] + lines[2:]).encode("cp1252"))
    done("cancel", folder, "R-2")
    assert (folder / "decisions.csv").read_bytes().split(b"\r\n")[:2] == [lines[0].encode(), lines[2].encode()]
    assert decisions(folder)[2] == "R-2;cancel;"
