"""What the command says, writes and answers: exit codes 0 to 5, messages on the right stream, nothing half done."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import scheduler
from cli import main
from tests.end_to_end.command import PROGRESS, STRATEGY, contents, done, forum, requests, row, timetable, write

CLASH = timetable(
    row("R-1", "2020-06-22T08:00:00Z"), row("R-2", "2020-06-22T08:00:00Z"), row("R-3", "2020-06-22T18:00:00Z")
)
CLASHES = """\
periods: R-3 “Request 3” on Mon 22 Jun 2020 20:00 (Europe/Zurich) lies outside its periods (“Mornings”).
channels: Channel room cannot hold both R-1 “Request 1” on Mon 22 Jun 2020 10:00 (Europe/Zurich); \
R-2 “Request 2” on Mon 22 Jun 2020 10:00 (Europe/Zurich).
"""


def answer(run):
    return run.returncode, run.stdout, run.stderr


# ---- From nothing to a site ----------------------------------------------------------------------------------------


def test_the_starter_goes_all_the_way(tmp_path):
    place, site = tmp_path / "forum", tmp_path / "site"
    assert answer(forum("new", place)) == (0, f"Wrote {place}. Next: forum check {place}\n", "")
    check = forum("check", place)
    assert (check.returncode, check.stderr) == (0, "")
    before = contents(place)
    plan = forum("plan", place)
    assert plan.returncode == 0
    assert re.fullmatch(STRATEGY, plan.stderr.splitlines()[0])
    assert [line for line in plan.stderr.splitlines()[1:] if not re.fullmatch(PROGRESS, line)] == []
    assert plan.stdout.splitlines()[0] == "Placed 5 of 5 sessions; nothing is left out"
    assert plan.stdout.splitlines()[-1] == f"Wrote {place / 'timetable.json'}"
    # Only the timetable is new, and no file that people edit has changed.
    after = contents(place)
    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == ["timetable.json"]
    verify = forum("verify", place)
    assert (verify.returncode, verify.stderr) == (0, "")
    assert verify.stdout.splitlines()[-1].startswith("0 hard findings, ")
    publish = forum("publish", place, "--out", site)
    assert (publish.returncode, publish.stderr) == (0, "")
    written = len(contents(site)) - 1
    assert publish.stdout == (f"Published 5 occurrences to {site}: {written} files written, 0 unchanged, 0 removed.\n")
    kept = contents(place)
    assert {name: kept[name] for name in after} == after
    assert sorted(kept.keys() - after.keys()) == ["revisions.json"]
    again = forum("publish", place, "--out", site)
    assert again.stdout == f"Published 5 occurrences to {site}: 0 files written, {written} unchanged, 0 removed.\n"
    assert contents(place) == kept


def test_python_cli_is_the_same_command(tmp_path):
    root = Path(__file__).parents[2]
    other = subprocess.run([sys.executable, "cli.py", "rules"], cwd=root, capture_output=True, text=True, check=False)
    assert answer(other) == answer(forum("rules"))
    assert other.returncode == 0


# ---- Exit code 2: usage --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan"], "Error: Missing argument 'FOLDER'."),
        (["frobnicate"], "Error: No such command 'frobnicate'."),
        (
            ["plan", ".", "--time-limit", "0"],
            "Error: Invalid value for '--time-limit': 0.0 is not in the range 0.1<=x<=1000000.0.",
        ),
        (["plan", ".", "--seed", "-1"], "Error: Invalid value for '--seed': -1 is not in the range 0<=x<=2147483647."),
        (["publish", "."], "Error: Missing option '--out'."),
        (["verify", "nowhere"], "Error: Invalid value for 'FOLDER': Directory 'nowhere' does not exist."),
        (["sample", "new", "--scale", "0"], "Error: Invalid value for '--scale': 0 is not in the range 1<=x<=100."),
    ],
)
def test_wrong_usage(tmp_path, arguments, said):
    run = forum(*arguments, cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr.splitlines()[-1]) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_a_timetable_is_only_replaced_from_scratch(tmp_path):
    write(tmp_path, requests=requests(2))
    place = tmp_path / "timetable.json"
    place.write_text("by hand")
    run = forum("plan", tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[-1] == (
        f"Error: {place} is there already; to plan anew and replace it, say --from-scratch."
    )
    assert place.read_text() == "by hand"
    done("plan", tmp_path, "--from-scratch")
    assert [held["session"] for held in json.loads(place.read_text())["placements"]] == ["R-1", "R-2"]


# ---- Exit codes 0 and 5: what does not fit -------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["requested", "accepted", "confirmed"])
def test_what_does_not_fit_is_left_out(tmp_path, status):
    write(tmp_path, requests=requests(7, status))
    run = forum("plan", tmp_path)
    left_out = re.search(
        r"  1\. (R-\d) “Request \d” \((\w+), priority 3\): no room: of its 6 starts channels refuses 6", run.stdout
    )
    assert run.returncode == 5
    assert run.stdout.splitlines()[0] == "Placed 6 of 7 sessions; waiting list: 1"
    assert left_out[2] == status
    placed = {held["session"] for held in json.loads((tmp_path / "timetable.json").read_text())["placements"]}
    assert placed == {f"R-{n}" for n in range(1, 8)} - {left_out[1]}
    # It is publishable all the same, and the same for all commands.
    verify = forum("verify", tmp_path)
    assert verify.returncode == 5
    assert (
        verify.stdout.splitlines()[1] == f"  left out: {left_out[1]} “Request {left_out[1][-1]}” ({status}, priority 3)"
    )
    assert forum("plan", tmp_path, "--from-scratch", "--quiet").returncode == 5
    assert forum("publish", tmp_path, "--out", tmp_path / "site").returncode == 0
    assert (tmp_path / "site/index.html").exists()


@pytest.mark.parametrize("change", ["R-7,cancel,", "R-7,leave out,"])
def test_what_is_left_out_by_a_decision_does_not_wait(tmp_path, change):
    write(tmp_path, requests=requests(7), decisions=["session,action,start", change])
    assert done("plan", tmp_path).stdout.splitlines()[0] == "Placed 6 of 6 sessions; nothing is left out"


def test_a_priority_decides_who_is_left_out(tmp_path):
    rows = ["id,title,type,priority", *(f"R-{n},Request {n},workshop,{1 if n == 4 else 5}" for n in range(1, 8))]
    write(tmp_path, requests=rows)
    run = forum("plan", tmp_path)
    assert run.stdout.splitlines()[1].startswith("  1. R-4 “Request 4” (requested, priority 1): no room")


# ---- Exit code 3: impossible ---------------------------------------------------------------------------------------


def test_a_planted_contradiction_is_named(tmp_path):
    place = tmp_path / "forum"
    done("sample", place, "--conflict", "person-fixed-twice")
    run = forum("plan", place, "--deterministic", "--time-limit", "500")
    assert (run.returncode, run.stdout) == (3, "")
    when = "Wed 9 Sep 2020 17:00 (Europe/Zurich)"
    who = "Speaker Twice (invented) (P-0851)"
    first = "S-036 “Action Line C3: Open access to knowledge: from pilot to scale”"
    second = "S-054 “Action Line meeting for newcomers”"
    assert [line for line in run.stderr.splitlines() if not re.fullmatch(f"{STRATEGY}|{PROGRESS}", line)] == [
        "Impossible: these demands cannot hold together.",
        f"  must-place: {first} is an official session and must be held.",
        f"  fixed-start: {first} is fixed to {when}.",
        f"  must-place: {second} is an official session and must be held.",
        f"  fixed-start: {second} is fixed to {when}.",
        f"  one-place: {who} has to be in {first} and {second}, one at a time, with 15 minutes between two.",
        "Each of these changes would end it:",
        f"  - make it optional for {who} to appear in {first}",
        f"  - make it optional for {who} to appear in {second}",
        f"  - let {first} move from {when}",
        f"  - let {second} move from {when}",
        f"  - leave {first} out",
    ]
    assert not (place / "timetable.json").exists()


def test_seven_that_must_be_held_in_six_slots_are_impossible(tmp_path):
    write(tmp_path, sessions=["id,title,type", *(f"S-{n},Session {n},workshop" for n in range(1, 8))])
    run = forum("plan", tmp_path)
    lines = [line for line in run.stderr.splitlines() if not re.fullmatch(f"{STRATEGY}|{PROGRESS}", line)]
    assert (run.returncode, run.stdout) == (3, "")
    assert lines[0] == "Impossible: these demands cannot hold together."
    end = lines.index("Each of these changes would end it:")
    named = {line.split(":")[0].strip() for line in lines[1:end]}
    assert named == {"must-place", "periods", "channels"}
    assert all(any(f"S-{n} " in line for line in lines[:end]) for n in range(1, 8))
    assert (
        "  - add one more channel like room “Virtual room” (forum.toml: count = 2 of the channel room)" in lines[end:]
    )
    assert not (tmp_path / "timetable.json").exists()


# ---- Exit code 4: out of time --------------------------------------------------------------------------------------


def test_out_of_time_writes_nothing(tmp_path, monkeypatch):
    write(tmp_path, requests=requests(3))
    before = contents(tmp_path)
    monkeypatch.setattr(scheduler, "plan", lambda *arguments, **options: scheduler.OutOfTime(stopped=False))
    run = CliRunner().invoke(main, ["plan", str(tmp_path)])
    assert (run.exit_code, run.stdout) == (4, "")
    assert run.stderr.splitlines() == [
        "strategy: whole, for 3 sessions",
        "Out of time: no timetable was found, and nothing was written.",
    ]
    assert contents(tmp_path) == before


# ---- Exit code 1: findings and bad input ---------------------------------------------------------------------------


def test_verify_finds_a_clash_made_by_hand(tmp_path):
    write(tmp_path, requests=requests(3))
    (tmp_path / "timetable.json").write_text(CLASH)
    run = forum("verify", tmp_path)
    assert (run.returncode, run.stderr) == (1, CLASHES)
    assert run.stdout.splitlines()[0] == "Placed 3 of 3 sessions; nothing is left out"
    assert run.stdout.splitlines()[-1] == "2 hard findings, 1 soft finding."
    told = json.loads(forum("verify", tmp_path, "--json").stdout)
    assert [(f["rule"], f["case"], f["sessions"], f["people"], f["amount"]) for f in told["findings"] if f["hard"]] == [
        ("periods", "R-3", ["R-3"], [], 1),
        ("channels", "room", ["R-1", "R-2"], [], 1),
    ]


def test_publish_refuses_what_does_not_verify(tmp_path):
    place = write(tmp_path / "forum", requests=requests(3))
    (place / "timetable.json").write_text(CLASH)
    before = contents(tmp_path)
    run = forum("publish", place, "--out", tmp_path / "site")
    assert answer(run) == (1, "", f"{CLASHES}Not published: 2 hard findings.\n")
    assert contents(tmp_path) == before
    assert not (tmp_path / "site").exists()


def test_publish_refuses_a_clash_put_into_the_sample(wsis, tmp_path):
    place = shutil.copytree(wsis / "forum", tmp_path / "forum")
    content = json.loads((place / "timetable.json").read_text())
    rows = {held["session"]: held for held in content["placements"]}
    rows["R-001"].update(start=rows["S-001"]["start"])
    (place / "timetable.json").write_text(json.dumps(content))
    run = forum("publish", place, "--out", tmp_path / "site")
    assert (run.returncode, run.stdout) == (1, "")
    assert "plenary-alone: S-001 " in run.stderr
    assert not (tmp_path / "site").exists()


def test_malformed_rows_of_a_timetable_are_told_at_once(tmp_path):
    write(tmp_path, requests=requests(2))
    (tmp_path / "timetable.json").write_text(
        timetable(
            row("R-9", "2020-06-22T08:00:00Z"),
            row("R-1", "2020-06-22 08:00"),
            row("R-2", "2020-06-22T08:00:00Z", "attic"),
            "[]",
            '{"session": "R-1", "start": "2020-06-22T08:00:30Z", "channel": "room", "facilitators": "x"}',
            '{"session": "R-1", "start": "2020-06-22T08:00:00Z", "channel": "room", "facilitators": ["x"]}',
        )
    )
    expected = """\
timetable.json, row 1, session: read “R-9”; expected the id of a session that is to be held; if its row \
was deleted, put it back with the status “cancelled”, or take this placement out, or plan anew with --from-scratch
timetable.json, row 2, start: read “2020-06-22 08:00”; expected an instant such as 2020-06-22T10:00:00Z, \
in the years 1970 to 2199
timetable.json, row 3, channel: read “attic”; expected one of the channels room
timetable.json, row 4: read “[]”; expected an object with session, start and channel
timetable.json, row 5, facilitators: read “x”; expected a list of person ids
timetable.json, row 5, start: read “2020-06-22T08:00:30Z”; expected a whole minute
timetable.json, row 6, facilitators: read “x”; expected the id of a person in the table of people
7 problems found.
"""
    assert answer(forum("verify", tmp_path)) == (1, "", expected)
    assert answer(forum("publish", tmp_path, "--out", tmp_path / "site")) == (1, "", expected)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"a":', "timetable.json, row 1: this is not JSON: Expecting value: line 1 column 6 (char 5)"),
        (b"{}", "timetable.json, format: expected the format “forum-timetable/1”"),
        (b"[" * 100_000, None),
        (b"\xff\xfe", "timetable.json: expected UTF-8"),
        (b'{"format": "forum-timetable/1"}', "timetable.json, placements: expected a list of placements"),
    ],
    ids=["cut off", "no format", "deep", "not text", "no rows"],
)
def test_what_is_no_timetable_is_told(tmp_path, text, said):
    write(tmp_path, requests=requests(2))
    (tmp_path / "timetable.json").write_bytes(text)
    run = forum("verify", tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.endswith("\n1 problem found.\n")
    assert run.stderr.startswith("timetable.json") if said is None else run.stderr.splitlines()[0] == said


def test_without_a_timetable_there_is_nothing_to_verify(tmp_path):
    write(tmp_path, requests=requests(2))
    said = f"There is no timetable.json in {tmp_path} yet: run “forum plan” first.\n"
    assert answer(forum("verify", tmp_path)) == (1, "", said)
    assert answer(forum("publish", tmp_path, "--out", tmp_path / "site")) == (1, "", said)


def test_unknown_rules_are_told_with_everything_else(tmp_path):
    rules = '[channells]\nmode = "soft"\n\n[channels]\nmode = "soft"\n\n[order]\nweigth = 2\n'
    write(tmp_path, requests=["id,title,type", "R-1,One,workshp"], rules=rules)
    expected = """\
requests.csv, row 2, type: read “workshp”; expected the id of a session type; did you mean “workshop”?
rules.toml, row 1, channells: there is no rule of this name; did you mean “channels”?
rules.toml, row 5, channels.mode: read “soft”; this rule can be hard or off
rules.toml, row 8, order.weigth: read “2”; this rule has no such key; it has mode, weight
4 problems found.
"""
    for command in ("check", "plan", "verify"):
        assert answer(forum(command, tmp_path)) == (1, "", expected)


def test_a_fixed_start_when_somebody_cannot_is_an_input_problem(tmp_path):
    write(
        tmp_path,
        sessions=["id,title,type,fixed_start", "S-1,One,workshop,2020-06-22 10:00"],
        people=["id,name,zone,cannot", "P-1,Ann,Asia/Tokyo,Mon 16:00-18:00"],
        appearances=["session,person", "S-1,P-1"],
    )
    expected = """\
sessions.csv, row 2, fixed_start: read “Mon 22 Jun 2020 10:00 (Europe/Zurich)”; Ann (P-1) cannot be in S-1 “One” \
at Mon 22 Jun 2020 17:00 (Asia/Tokyo); said: Mon 16:00-18:00 (Asia/Tokyo). (rule cannot)
1 problem found.
"""
    assert answer(forum("check", tmp_path)) == (1, "", expected)
    assert answer(forum("plan", tmp_path)) == (1, "", expected)
    problems = json.loads(forum("check", tmp_path, "--json").stdout)["problems"]
    assert [(p["file"], p["row"], p["column"]) for p in problems] == [("sessions.csv", 2, "fixed_start")]
    # A pin in the decisions is told where it stands.
    write(
        tmp_path,
        sessions=["id,title,type,fixed_start", "S-1,One,workshop,"],
        decisions=["session,action,start", "S-1,pin,2020-06-22 10:00"],
    )
    run = forum("plan", tmp_path)
    assert (run.returncode, run.stderr[:30]) == (1, "decisions.csv, row 2, start: r")


def test_new_writes_into_no_folder_of_others(tmp_path):
    (tmp_path / "mine").write_text("kept")
    said = f"{tmp_path} is there already and is not empty; nothing was written.\n"
    assert answer(forum("new", tmp_path)) == (1, "", said)
    assert answer(forum("new", tmp_path, "--sample", "autumn-2020")) == (1, "", said)
    assert contents(tmp_path) == {"mine": b"kept"}
    unknown = "There is no sample “wsis”; known: wsis-2020, autumn-2020, village.\n"
    assert answer(forum("new", tmp_path / "x", "--sample", "wsis")) == (1, "", unknown)
    assert forum("sample", tmp_path / "x", "--conflict", "none").returncode == 1
    assert contents(tmp_path) == {"mine": b"kept"}


def test_a_terminal_of_old_letters_is_no_reason_to_fail(tmp_path):
    write(tmp_path, requests=requests(7))
    run = forum("plan", tmp_path, env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert run.returncode == 5
    assert re.match(r"  1\. R-\d \\u201cRequest \d\\u201d \(requested, priority 3\): ", run.stdout.splitlines()[1])


def test_an_output_that_takes_nothing_is_told():
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this machine")
    with full.open("w") as nowhere:
        run = forum("rules", capture_output=False, stdout=nowhere, stderr=subprocess.PIPE)
    assert (run.returncode, run.stderr) == (1, "The output could not be written or read: No space left on device.\n")


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_every_rule_that_is_listed_is_taken_in_rules_toml(tmp_path):
    text = done("rules").stdout
    listed = re.findall(r"^([a-z-]+)  \[([a-z, ]+)\]", text, re.MULTILINE)
    assert len(listed) == len(text.splitlines()) // 2
    every = "".join(f'[{name}]\nmode = "{modes.split(", ")[-1]}"\n' for name, modes in listed)
    write(tmp_path, requests=requests(2), rules=every)
    done("check", tmp_path)
    done("plan", tmp_path, "--quiet")


def test_the_table_of_rules_has_every_rule():
    listed = re.findall(r"^([a-z-]+)  \[", done("rules").stdout, re.MULTILINE)
    page = done("rules", "--markdown").stdout
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == listed
    assert page == (Path(__file__).parents[2] / "docs/rules.md").read_text(encoding="utf-8")


# ---- check --json ----------------------------------------------------------------------------------------------------


def test_check_tells_notes_on_standard_error_or_as_json(tmp_path):
    write(tmp_path, requests=requests(1), people=["id,name", "P-1,Ann"], appearances=["session,person", "R-1,P-1"])
    place = "people.csv, row 2, zone"
    said = "zone unknown (no zone and no country): rules about the person's own clock do not count"
    assert answer(forum("check", tmp_path)) == (
        0,
        f"{tmp_path} reads well: 1 session, 1 occurrence to place, 1 person, 1 appearance; 1 note.\n",
        f"note: {place}: {said}\n",
    )
    run = forum("check", tmp_path, "--json")
    note = {"file": "people.csv", "row": 2, "column": "zone", "found": "", "expected": said, "note": True}
    assert (run.returncode, run.stderr, json.loads(run.stdout)) == (0, "", {"problems": [], "notes": [note]})
