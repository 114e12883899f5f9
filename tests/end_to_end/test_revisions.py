"""Publishing again as organisers do: what changed is told, and nothing else is touched."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import timedelta

import pytest

from data.grid import utc, utc_text
from data.readers import read_forum, read_timetable
from data.timetable import Placement, Timetable
from scheduler import rules_in_force, verify
from tests.end_to_end.command import FRAME, contents, done, forum, requests, row, timetable, write

LATER = "2020-06-02T09:00:00Z"


def entries(site):
    """The VEVENT of each occurrence in `all.ics`, as it is written."""
    events = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", site["all.ics"].decode(), re.S)
    return {re.search(r"UID:([^.@]*(?:\.\d+)?)[.@]", event)[1]: event for event in events}


def rows(site):
    return {each["id"]: each for each in csv.DictReader(io.StringIO(site["programme.csv"].decode(), newline=""))}


def a_move(folder):
    """The id of a session, and a later start that it may have."""
    reading = read_forum(folder)
    answer = read_timetable(folder, reading.programme)
    rules = rules_in_force(reading.policy)
    for name in answer.in_order:
        for minutes in (15, 30, 45, 60):
            old = answer.placements[name]
            start = old.start + timedelta(minutes=minutes)
            moved = {**answer.placements, name: Placement(start, old.channel, old.facilitators)}
            if not verify(Timetable(reading.programme, moved), rules).hard:
                return name, start
    raise AssertionError("no session of the sample can be moved")


def test_moving_one_session_touches_what_is_of_it_and_nothing_else(autumn, tmp_path):
    place, site = tmp_path / "forum", tmp_path / "site"
    shutil.copytree(autumn / "forum", place)
    shutil.copytree(autumn / "site", site)
    before = contents(site)
    name, start = a_move(place)
    session = name.partition(".")[0]
    answer = json.loads((place / "timetable.json").read_text(encoding="utf-8"))
    for each in answer["placements"]:
        if each["session"] == name:
            each["start"] = utc_text(start)
    (place / "timetable.json").write_text(json.dumps(answer), encoding="utf-8")
    done("publish", place, "--out", site, "--at", LATER)
    after = contents(site)

    old, new = entries(before), entries(after)
    assert {key for key in old if old[key] != new[key]} == {name}
    assert re.findall(r"(?:UID|SEQUENCE|DTSTAMP|LAST-MODIFIED):(.*)\r", new[name])[1:] == [
        "20200602T090000Z", "20200602T090000Z", "1",
    ]  # fmt: skip
    assert re.search(r"UID:.*", old[name])[0] == re.search(r"UID:.*", new[name])[0]
    there, here = rows(before), rows(after)
    assert {key for key in there if there[key] != here[key]} == {name}
    assert here[name]["start_utc"] == utc_text(start)
    pages = {path for path in before.keys() | after.keys() if path.startswith("s/")}
    assert {path for path in pages if before.get(path) != after.get(path)} == {
        f"s/{session}/{file}" for file in ("index.html", f"{session}.ics", f"{session}-utc.ics")
    }
    mine = f"UID:{name}.".encode()
    feeds = {path for path in after if path.endswith(".ics") and before.get(path) != after[path]}
    assert feeds == {path for path in after if path.endswith(".ics") and mine in before.get(path, b"") + after[path]}


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A forum of two sessions that is published: `forum` and `site`. Do not change it."""
    folder = tmp_path_factory.mktemp("two")
    place = write(folder / "forum", requests=requests(2))
    said = timetable(row("R-1", "2020-06-22T08:00:00Z"), row("R-2", "2020-06-22T09:00:00Z"))
    (place / "timetable.json").write_text(said, encoding="utf-8")
    done("publish", place, "--out", folder / "site", "--at", "2020-06-01T09:00:00Z")
    return folder


@pytest.fixture
def two(once, tmp_path):
    """Folder and site of a forum of two sessions that is published."""
    shutil.copytree(once, tmp_path / "two")
    return tmp_path / "two/forum", tmp_path / "two/site"


def test_a_session_that_is_cancelled_and_one_whose_row_is_deleted_stay_in_the_feed(two):
    place, site = two
    write(place, requests=["id,title,type,status", "R-1,Request 1,workshop,cancelled"])
    (place / "timetable.json").write_text(timetable(), encoding="utf-8")
    run = done("publish", place, "--out", site, "--at", LATER)
    assert run.stdout.startswith("Published 0 occurrences to ")
    found = entries(contents(site))
    assert sorted(found) == ["R-1", "R-2"]
    for name, event in found.items():
        assert f"SUMMARY:CANCELLED: Request {name[-1]}\r\n" in event
        assert "SEQUENCE:1\r\n" in event
    ledger = json.loads((place / "revisions.json").read_text(encoding="utf-8"))
    assert [(each["occurrence"], each["sequence"], each["cancelled"]) for each in ledger["occurrences"]] == [
        ("R-1", 1, True),
        ("R-2", 1, True),
    ]


def test_a_cancelled_session_that_is_still_placed_is_published_as_cancelled(two):
    place, site = two
    write(place, requests=["id,title,type,status", "R-1,Request 1,workshop,", "R-2,Request 2,workshop,cancelled"])
    kept = (place / "timetable.json").read_bytes()
    note = "note: timetable.json, row 2: R-2 is cancelled and no longer placed\n"
    assert forum("verify", place).stderr == note
    run = done("publish", place, "--out", site, "--at", LATER)
    assert (run.stdout[:22], run.stderr) == ("Published 1 occurrence", note)
    assert "SUMMARY:CANCELLED: Request 2\r\n" in entries(contents(site))["R-2"]
    assert (place / "timetable.json").read_bytes() == kept


def test_what_is_cancelled_for_want_of_a_place_is_named(two):
    place, site = two
    write(place, requests=["id,title,type,status", "R-1,Request 1,workshop,", "R-2,Request 2,workshop,cancelled"])
    (place / "timetable.json").write_text(timetable(row("R-1", "2020-06-22T08:00:00Z")), encoding="utf-8")
    run = done("publish", place, "--out", site, "--at", LATER)
    assert len(run.stdout.splitlines()) == 1
    write(place, requests=requests(3))
    run = done("publish", place, "--out", site, "--at", "2020-06-03T09:00:00Z")
    assert run.stdout.splitlines()[1:] == [
        "1 session is published as cancelled, for want of a place in the timetable: R-2"
    ]
    said = timetable(row("R-1", "2020-06-22T08:00:00Z"), row("R-2", "2020-06-22T09:00:00Z"))
    (place / "timetable.json").write_text(said, encoding="utf-8")
    run = done("publish", place, "--out", site, "--at", "2020-06-04T09:00:00Z")
    assert len(run.stdout.splitlines()) == 1


def test_an_unchanged_forum_is_published_whenever_without_a_change(two):
    place, site = two
    kept = (contents(place), contents(site))
    run = done("publish", place, "--out", site)
    assert re.search(r": 0 files written, \d+ unchanged, 0 removed\.\n", run.stdout)
    assert (contents(place), contents(site)) == kept


@pytest.mark.parametrize(
    ("at", "code", "said"),
    [
        ("2020-06-01T08:59:59Z", 1,
         "revisions.json: the last publication was at 2020-06-01T09:00:00Z; this one cannot be before it, "
         "at 2020-06-01T08:59:59Z\n"),
        ("2020-06-01T09:00:00Z", 1,
         "revisions.json: R-1 was already published at 2020-06-01T09:00:00Z, and has changed since; "
         "publish at a later instant\n"),
        ("2020-06-02 09:00", 2,
         "'2020-06-02 09:00' is not an instant of whole seconds such as 2020-06-01T09:00:00Z.\n"),
        ("2020-06-02T09:00:00.5Z", 2,
         "'2020-06-02T09:00:00.5Z' is not an instant of whole seconds such as 2020-06-01T09:00:00Z.\n"),
        ("9999-12-31T23:59:59Z", 2,
         "'9999-12-31T23:59:59Z' is out of range: expected a year from 1970 to 2199.\n"),
    ],
)  # fmt: skip
def test_an_instant_that_cannot_be_is_told_and_nothing_is_written(two, at, code, said):
    place, site = two
    answer = (place / "timetable.json").read_text().replace("T08:00", "T07:00")
    (place / "timetable.json").write_text(answer)
    kept = (contents(place), contents(site))
    run = forum("publish", place, "--out", site, "--at", at)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr.endswith(said)
    assert (contents(place), contents(site)) == kept


def test_an_instant_far_ahead_of_the_clock_is_refused(two):
    place, site = two
    kept = (contents(place), contents(site))
    run = forum("publish", place, "--out", site, "--at", "2199-01-01T00:00:00Z")
    assert (run.returncode, run.stdout) == (1, "")
    assert re.fullmatch(
        r"--at: 2199-01-01T00:00:00Z is more than a day ahead of the clock of this machine, \d{4}-\d\d-\d\dT[\d:]{8}Z; "
        r"nothing could be published before that instant any more\.\n",
        run.stderr,
    )
    assert (contents(place), contents(site)) == kept


def test_a_ledger_ahead_of_the_clock_is_told_with_the_way_out_that_works(two):
    place, site = two
    ledger = (place / "revisions.json").read_text(encoding="utf-8")
    (place / "revisions.json").write_text(ledger.replace("2020-06-01T", "2199-06-01T"), encoding="utf-8")
    for said in ([], ["--at", "2199-05-01T00:00:00Z"]):
        run = forum("publish", place, "--out", site, *said)
        assert (run.returncode, run.stdout) == (1, "")
        assert run.stderr.startswith("revisions.json: the last publication was at 2199-06-01T09:00:00Z, but the clock ")
        assert "Go on with --at and an instant after that one, or, if it was a mistake, correct it " in run.stderr
    done("publish", place, "--out", site, "--at", "2199-06-01T09:00:01Z")


def test_a_lost_ledger_is_told_and_a_new_one_begun_on_purpose_alone(two):
    place, site = two
    lost = place / "revisions.json"
    lost.rename(place.parent / "kept.json")
    kept = (contents(place), contents(site))
    run = forum("publish", place, "--out", site)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{site} was published before, but there is no {lost}. Without it calendars ")
    assert run.stderr.endswith("or because the first publication was broken off, say --new-ledger.\n")
    assert (contents(place), contents(site)) == kept
    done("publish", place, "--out", site, "--new-ledger", "--at", LATER)
    assert json.loads(lost.read_text(encoding="utf-8"))["begun"] == LATER
    run = forum("publish", place, "--out", site, "--new-ledger")
    assert run.returncode == 2
    assert run.stderr.endswith(f"--new-ledger: {lost} is there already; move it away to begin a new one.\n")


def test_the_site_of_another_forum_is_not_replaced(two, tmp_path):
    _, site = two
    other = write(tmp_path / "other", requests=requests(1), frame=FRAME.replace("forum.example", "other.example"))
    (other / "timetable.json").write_text(timetable(row("R-1", "2020-06-22T08:00:00Z")), encoding="utf-8")
    kept = (contents(other), contents(site))
    run = forum("publish", other, "--out", site)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{site} holds the site https://forum.example/; this one is https://other.example/. ")
    assert (contents(other), contents(site)) == kept


def test_a_damaged_ledger_is_told_and_nothing_is_written(two):
    place, site = two
    ledger = (place / "revisions.json").read_text()
    (place / "revisions.json").write_text(ledger.replace("R-2@forum.example", "R-1@forum.example"))
    kept = (contents(place), contents(site))
    run = forum("publish", place, "--out", site)
    assert (run.returncode, run.stdout, run.stderr) == (
        1,
        "",
        "revisions.json, row 2, uid: read “R-1@forum.example”; expected a value that no other row has; "
        "row 1 has the same\n1 problem found.\n",
    )
    assert (contents(place), contents(site)) == kept


def test_two_publications_in_one_second_are_parted(two):
    place, site = two
    for hour in ("07", "08"):
        said = timetable(row("R-1", f"2020-06-22T{hour}:00:00Z"), row("R-2", "2020-06-22T09:00:00Z"))
        (place / "timetable.json").write_text(said, encoding="utf-8")
        done("publish", place, "--out", site)
    (first, _) = json.loads((place / "revisions.json").read_text(encoding="utf-8"))["occurrences"]
    assert (first["sequence"], len(first["history"])) == (2, 2)
    assert [utc(each["at"]) for each in first["history"]] == sorted({utc(each["at"]) for each in first["history"]})
