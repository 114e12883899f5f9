"""Too many requests are no failure: a timetable and a waiting list, and nothing is lost between them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

import pytest

from tests.end_to_end.command import FRAME, done, forum, requests, row, timetable, write

MANY = (
    FRAME.replace("last_day = 2020-06-23", "last_day = 2020-07-03")
    .replace('weekdays = ["Mon", "Tue"]', 'weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"]')
    .replace('hours = ["09:00-12:00"]', 'hours = ["09:00-17:00"]')
    .replace('name = "Virtual room"', 'name = "Virtual room"\ncount = 2')
)
"""A forum with room for 160 sessions of an hour: two at a time, eight hours a day, ten days."""

STATUSES = ("requested", "requested", "accepted", "requested", "confirmed")


def many(folder):
    """Three hundred requests with a speaker each, of whom some speak in five; a few are decided, one has no start."""
    rows = ["id,title,type,priority,status,excluded_dates"]
    for number in range(1, 301):
        status = "cancelled" if number % 60 == 0 else STATUSES[number % 5]
        excluded = "2020-06-22..2020-07-03" if number == 7 else ""
        rows.append(f"R-{number:03},Request {number},workshop,{1 + number * 7 % 5},{status},{excluded}")
    speakers = [f"P-{number:03},Person {number},Europe/Zurich" for number in range(1, 241)]
    parts = [f"R-{number:03},P-{1 + number % 12 if number <= 60 else number - 60:03}" for number in range(1, 301)]
    return write(
        folder,
        frame=MANY,
        requests=rows,
        people=["id,name,zone", *speakers],
        appearances=["session,person", *parts],
        decisions=["session,action", "R-011,leave out", "R-012,leave out"],
    )


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """The folder, and the run that planned it."""
    folder = many(tmp_path_factory.mktemp("many") / "forum")
    return folder, forum("plan", folder, "--deterministic", "--time-limit", "5")


def test_of_three_hundred_requests_those_that_fit_are_held_and_the_others_wait(planned, tmp_path):
    folder, run = planned
    assert run.returncode == 5, run.stderr
    held = {each["session"] for each in json.loads((folder / "timetable.json").read_text())["placements"]}
    found = json.loads(done("waiting", folder, "--json").stdout)
    waiting = [each["session"] for each in found["requests"]]
    decided = {f"R-{number:03}" for number in (11, 12, 60, 120, 180, 240, 300)}
    # Nothing is lost: each request is held, waits or is decided, and only one of that.
    assert Counter([*held, *waiting, *decided]) == Counter(f"R-{number:03}" for number in range(1, 301))
    assert (len(held), found["held"], found["asked"], len(waiting)) == (160, 160, 293, 133)
    lines = run.stdout.splitlines()
    assert lines[:2] == [
        "Placed 160 of 293 sessions; waiting list: 133",
        "  not held by decision: 2 left out, 5 cancelled",
    ]
    # Which of them wait is settled: no other timetable costs less.
    assert [line for line in lines if line.startswith(("Cost", "Bound"))] == [
        "Cost 241000: requests-placed 241000",
        "Bound 241000, gap 0.0 %; proven best",
    ]
    # All of them are printed, in order of rank, each with a reason.
    printed = [
        re.fullmatch(r"  (\d+)\. (R-\d{3}) “Request \d+” \(\w+, priority \d\): (.+)", line) for line in lines[2:135]
    ]
    assert [(int(line[1]), line[2]) for line in printed] == list(enumerate(waiting, start=1))
    reasons = {line[2]: line[3] for line in printed}
    assert reasons.pop("R-007") == "its own demands leave it no start, even in an empty forum: excluded-times"
    assert {reason.partition(":")[0] for reason in reasons.values()} == {"no room"}
    assert forum("verify", folder).returncode == 5
    assert forum("publish", folder, "--out", tmp_path / "site").returncode == 0


def test_nobody_waits_while_one_is_held_who_counts_for_less(planned):
    # There is room for any 160 of them, so whoever is held costs at least as much to leave out as whoever waits.
    folder, _ = planned
    price = {}
    for each in csv.DictReader((folder / "requests.csv").open(encoding="utf-8")):
        price[each["id"]] = int(each["priority"]) * (3 if each["status"] in ("accepted", "confirmed") else 1)
    held = [each["session"] for each in json.loads((folder / "timetable.json").read_text())["placements"]]
    found = json.loads(done("waiting", folder, "--json").stdout)["requests"]
    assert [each["price"] for each in found] == [1000 * price[each["session"]] for each in found]
    with_a_start = [price[each["session"]] for each in found if each["own"]]
    assert max(with_a_start) <= min(price[name] for name in held)


def test_the_list_as_text_as_json_and_as_a_table(tmp_path):
    folder = write(tmp_path / "forum", requests=[*requests(3), "R-4,=1+1,workshop,requested"], frame=FRAME)
    text = folder / "timetable.json"
    text.write_text(timetable(*(row(f"R-{n}", f"2020-06-22T0{6 + n}:00:00Z") for n in (1, 2, 3))))
    said = done("waiting", folder).stdout.splitlines()
    assert said[0] == "Tiny Forum: 1 waiting, 3 of 4 held"
    assert said[2:4] == [
        "1. R-4 “=1+1” (requested, priority 3)",
        "  it could be held on Tue 23 Jun 2020 09:00 (Europe/Zurich) in room, and the timetable would cost 3000 less"
        " (requests-placed -3000); the search ended before it found that; leaving it out costs 3000",
    ]
    told = json.loads(done("waiting", folder, "--json").stdout)
    assert (told["format"], told["zone"], told["requests"][0]["cause"]) == (
        "forum-waiting/1",
        "Europe/Zurich",
        "search",
    )
    table = tmp_path / "waiting.csv"
    assert done("waiting", folder, "--csv", table).stdout == f"Wrote {table}\n"
    (line,) = csv.DictReader(io.StringIO(table.read_bytes().decode("utf-8"), newline=""))
    # What a spreadsheet program would run as a formula is made harmless.
    assert (line["session"], line["title"], line["place_utc"]) == ("R-4", "'=1+1", "2020-06-23T07:00:00Z")
    both = forum("waiting", folder, "--json", "--csv", table)
    assert (both.returncode, both.stderr.splitlines()[-1]) == (2, "Error: Either --json or --csv, not both.")


def test_where_nothing_waits_the_list_says_so(tmp_path):
    folder = write(tmp_path, requests=requests(1))
    (folder / "timetable.json").write_text(timetable(row("R-1", "2020-06-22T07:00:00Z")))
    assert done("waiting", folder).stdout == "Tiny Forum: 0 waiting, 1 of 1 held\n"


def test_a_timetable_with_a_hard_finding_has_no_waiting_list(tmp_path):
    folder = write(tmp_path, requests=requests(3))
    (folder / "timetable.json").write_text(
        timetable(row("R-1", "2020-06-22T07:00:00Z"), row("R-2", "2020-06-22T07:00:00Z"))
    )
    run = forum("waiting", folder)
    said = "The waiting list is of a timetable without hard findings; `forum verify` names them.\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said)


def test_a_session_that_is_left_out_is_explained_by_its_reasons(tmp_path):
    folder = write(tmp_path, requests=requests(7))
    rows = [row(f"R-{n}", f"2020-06-{22 + n // 4}T0{7 + n % 3}:00:00Z") for n in range(1, 7)]
    (folder / "timetable.json").write_text(timetable(*rows))
    said = done("explain", folder, "R-7").stdout.splitlines()
    assert said[:2] == [
        "R-7 is left out. Ask about a time with --at to see what stands against it.",
        "  no room: of its 6 starts channels refuses 6 (6 of them alone); leaving it out costs 3000",
    ]
    assert said[-1].startswith("  it could be held on ")
