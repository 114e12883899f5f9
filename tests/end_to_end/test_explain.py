"""`forum explain SESSION` and `--at`, beside what the other commands say of the same session pinned at that time."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import pytest

from constraints.starts import Starts
from data.timetable import Timetable
from scheduler import Budget, Stop, misfits, obstacles, standing, verify
from scheduler.why import pinned
from tests.end_to_end.command import done, forum, row, timetable, write

DAY = "2020-06-22"


@pytest.fixture
def folder(tmp_path):
    """Three sessions: Ann's is R-1, and she cannot on Tuesday; Bob's are R-2, which is pinned, and R-3."""
    write(
        tmp_path,
        requests=["id,title,type", "R-1,One,workshop", "R-2,Two,workshop", "R-3,Three,workshop"],
        people=["id,name,cannot", "ann,Ann,2020-06-23", "bob,Bob,"],
        appearances=["session,person,role", "R-1,ann,speaker", "R-2,bob,speaker", "R-3,bob,moderator"],
        decisions=["session,action,start", f"R-2,pin,{DAY} 09:00"],
    )
    rows = (("R-1", f"{DAY}T08:00:00Z"), ("R-2", f"{DAY}T07:00:00Z"), ("R-3", "2020-06-23T07:00:00Z"))
    (tmp_path / "timetable.json").write_text(timetable(*(row(*each) for each in rows)))
    return tmp_path


def pin(folder, session, start):
    """Pin a session in the decisions as the team would."""
    with (folder / "decisions.csv").open("a", encoding="utf-8") as table:
        table.write(f"{session},pin,{start}\n")


def explained(folder, session, *arguments):
    """What explain says as data."""
    return json.loads(done("explain", folder, session, "--json", *arguments).stdout)


@pytest.mark.parametrize(("session", "start"), [("R-1", "2020-06-23 09:00"), ("R-1", "2020-06-23 11:00")])
def test_what_stands_against_a_time_by_itself_is_what_check_says_of_the_pin(folder, session, start):
    found = explained(folder, session, "--at", start)
    pin(folder, session, start)
    check = forum("check", folder)
    assert check.returncode == 1
    said = [line for line in check.stderr.splitlines() if line.startswith("decisions.csv, row 3, start: ")]
    assert [re.search(r"; (.*) \(rule ([a-z-]+)\)$", line).groups() for line in said] == [
        (each["sentence"], each["rule"]) for each in found["firm"]
    ]
    assert [each["rule"] for each in found["firm"]] == ["cannot"]
    assert (found["best"], found["reasons"]) == (None, [])


def named(text):
    """The rules that lines such as `  rule: sentence` name."""
    return {match[1] for match in re.finditer(r"^  ([a-z-]+): ", text, re.MULTILINE)}


@pytest.mark.parametrize(("session", "rules"), [("R-1", {"channels"}), ("R-3", {"channels", "one-place"})])
def test_the_contradiction_that_a_plan_names_is_among_the_obstacles(folder, session, rules):
    start = f"{DAY} 09:00"
    said = done("explain", folder, session, "--at", start).stdout
    assert "\nNo timetable has it there: " in said
    assert named(said) - {"must-place", "fixed-start"} == rules
    pin(folder, session, start)
    plan = forum("plan", folder, "--from-scratch", "--quiet")
    assert plan.returncode == 3
    assert named(plan.stderr) == {"must-place", "fixed-start", "channels"}
    # Where no finding is among what is fixed alone, the very sentences are the same.
    if session == "R-1":
        lines = plan.stderr.splitlines()
        told = [line for line in lines if line.startswith("  ") and not line.startswith("  - ")]
        assert said.splitlines()[-len(told) :] == told


def test_where_a_plan_is_found_the_findings_are_those_of_the_timetable_edited_by_hand(folder):
    found = explained(folder, "R-3", "--at", f"{DAY} 11:00")
    assert (found["firm"], found["findings"], found["best"]["moved"]) == ([], [], [])
    found = explained(folder, "R-1", "--at", f"{DAY} 11:00")
    assert found["best"]["dearer"] == 0
    # R-3 has only Tuesday and the late morning left, which R-1 holds once it is there.
    rows = (("R-1", f"{DAY}T09:00:00Z"), ("R-2", f"{DAY}T07:00:00Z"), ("R-3", f"{DAY}T09:00:00Z"))
    before = folder / "timetable.json"
    before.write_text(timetable(*(row(*each) for each in (rows[0], rows[1], ("R-3", "2020-06-23T07:00:00Z")))))
    run = done("explain", folder, "R-3", "--at", f"{DAY} 11:00")
    assert run.stdout.splitlines()[2].startswith("  would move: R-1 ")
    findings = explained(folder, "R-3", "--at", f"{DAY} 11:00")["findings"]
    before.write_text(timetable(*(row(*each) for each in rows)))
    verified = json.loads(forum("verify", folder, "--json").stdout)["findings"]
    assert [{key: each[key] for key in verified[0]} for each in findings] == [each for each in verified if each["hard"]]
    assert [each["rule"] for each in findings] == ["channels"]
    pin(folder, "R-3", f"{DAY} 11:00")
    done("plan", folder, "--from-scratch", "--quiet")
    placed = {each["session"]: each["start"] for each in json.loads(before.read_text())["placements"]}
    assert placed["R-3"] == f"{DAY}T09:00:00Z"
    assert placed["R-1"] != f"{DAY}T09:00:00Z"


def test_explain_says_each_rules_part_and_the_best_other_starts(folder):
    lines = done("explain", folder, "R-1").stdout.splitlines()
    assert lines[:7] == [
        "R-1 “One” on Mon 22 Jun 2020 10:00 (Europe/Zurich), channel room:",
        "  every rule is kept",
        "What keeps it from other starts, of 6 in the forum, with everything else where it is:",
        "  channels: refuses 2; in the way: R-2, R-3",
        "  cannot: refuses 3; in the way: Ann (ann)",
        "1 other start is left. What they would cost by rule:",
        "  told only for starts that are tried: optional-appearances, facilitators-rest, fair-hours, track-channel,"
        " even-days, even-weeks, track-blocks, action-lines-spread, sdgs-spread",
    ]
    assert lines[7].startswith("No part in it: must-place, requests-placed, action-lines-covered, ")
    assert lines[8:] == [
        "The best other starts, with everything else where it is:",
        "  Mon 22 Jun 2020 11:00 (Europe/Zurich)  cost +0",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["R-9"], "There is no session R-9 to place in this forum."),
        (
            ["R-1", "--at", f"{DAY} 09:30"],
            f"“{DAY} 09:30” (Europe/Zurich): expected a start on the grid of 60 minutes, such as 09:00 or 10:00.",
        ),
        (
            ["R-1", "--at", "2020-07-01 09:00"],
            "“2020-07-01 09:00” (Europe/Zurich): expected a day of the forum, 2020-06-22..2020-06-23.",
        ),
    ],
)
def test_what_cannot_be_asked_is_told(folder, arguments, said):
    run = forum("explain", folder, *arguments)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said + "\n")


def test_sessions_without_a_place_of_their_own_are_told_apart(folder):
    write(
        folder,
        requests=["id,title,type,repeats,status", "R-1,One,workshop,2,requested", "R-2,Two,workshop,,cancelled"],
        people=["id,name"],
        appearances=["session,person,role"],
        decisions=["session,action,start"],
    )
    (folder / "timetable.json").write_text(timetable())
    assert forum("explain", folder, "R-1").stderr == "R-1 is held several times; ask about one of R-1.1, R-1.2.\n"
    assert forum("explain", folder, "R-2").stderr == "R-2 is not to be held: it is cancelled.\n"


@pytest.mark.parametrize("arguments", [["--at", f"{DAY} 09:00"], ["--json"], ["R-1", "--zone", "Africa/Nairobi"]])
def test_options_need_what_they_go_with(folder, arguments):
    assert forum("explain", folder, *arguments).returncode == 2


def test_a_time_is_read_in_the_zone_that_is_said(folder):
    at_home = done("explain", folder, "R-1", "--at", f"{DAY} 11:00").stdout
    assert done("explain", folder, "R-1", "--at", f"{DAY} 12:00", "--zone", "Africa/Nairobi").stdout == at_home


# ---- On the sample of the full size --------------------------------------------------------------------------------

SURE = Budget(20.0, 1, 1, deterministic=True)


def test_on_the_sample_what_stands_against_a_time_is_what_a_pin_meets(wsis):
    from cli import _read, _timetable

    reading, rules = _read(wsis / "forum")
    table = _timetable(wsis / "forum", reading)
    grid = table.programme.forum.time_grid
    words = {rule.name: rule for rule in rules}
    names = table.in_order
    seen = set()
    # Each of these sessions at the start of another one: what takes that place is in the way.
    for number in range(0, len(names), 11):
        occurrence, start = names[number], table.start(names[(7 * number + 40) % len(names)])
        if start == table.start(occurrence):
            continue
        found = obstacles(table, rules, occurrence, start, SURE, Stop())
        asked = pinned(table.programme, occurrence, start)
        alone = [finding for finding in found.firm if finding.sessions == (occurrence,)]
        assert {problem.expected for problem in misfits(asked, rules)} == {
            f"{words[each.rule].explain(each, found.fixed)} (rule {each.rule})" for each in alone
        }
        firm = {(finding.rule, finding.case) for finding in found.firm}
        hard = tuple(each for each in verify(found.there, rules).hard if (each.rule, each.case) not in firm)
        assert found.hard == hard
        if found.best is not None:
            shown = found.best.timetable
            assert verify(Timetable(asked, shown.placements), rules).hard == ()
            assert verify(shown, rules).cost - verify(table, rules).cost == found.best.dearer
            away = {name for name in names if shown.placements.get(name) != table.placements[name]}
            assert away - {occurrence} == {*found.best.moved, *found.best.changed} - {occurrence}
        assert (found.best is None) == bool(found.firm or found.reasons), (occurrence, grid.minute(start))
        seen.add("firm" if found.firm else "moved" if found.best and found.best.moved else "free")
    assert seen == {"firm", "moved", "free"}


@pytest.mark.parametrize("occurrence", ["S-025", "R-018.1"])
def test_on_the_sample_no_start_is_better_than_the_best_that_are_told(wsis, occurrence):
    from cli import _read, _timetable

    reading, rules = _read(wsis / "forum")
    table = _timetable(wsis / "forum", reading)
    cost = verify(table, rules).cost
    stands = standing(table, rules, occurrence, SURE, Stop())
    told = [other.dearer for other in stands.alternatives]
    assert len(told) == 5
    assert told == sorted(told)
    shown = {other.placement.start for other in stands.alternatives} | {table.start(occurrence)}
    starts = Starts(table.programme)
    possible = 0
    # Every thirty-first possible start of the forum, by every check.
    for minute in starts.minute.tolist()[::31]:
        start = starts.grid.instant(minute)
        held = replace(table.placements[occurrence], start=start)
        moved = Timetable(table.programme, {**table.placements, occurrence: held})
        if start not in shown and not verify(moved, rules, {occurrence}).hard:
            possible += 1
            assert verify(moved, rules).cost - cost >= told[-1]
    assert possible > 0


def test_on_the_sample_a_plan_moves_what_explain_says_has_to_move(wsis, tmp_path):
    place = tmp_path / "forum"
    shutil.copytree(wsis / "forum", place)
    start = next(
        each["start"]
        for each in json.loads((place / "timetable.json").read_text())["placements"]
        if each["session"] == "S-033"
    )
    found = explained(place, "S-034", "--at", start, "--zone", "UTC")
    assert {each["rule"] for each in found["findings"]} >= {"period-caps", "types-apart"}
    assert [each["session"] for each in found["best"]["moved"]] == ["S-033"]
    pin_row = f"S-034,pin,{start[:10]} {start[11:16]},UTC,,\n"
    decisions = place / "decisions.csv"
    heading = decisions.read_text().splitlines()[0]
    assert heading == "session,action,start,zone,channel,reason"
    with decisions.open("a", encoding="utf-8") as table:
        table.write(pin_row)
    done("plan", place, "--from-scratch", "--deterministic", "--time-limit", "0.5")
    placed = {
        each["session"]: each["start"] for each in json.loads((place / "timetable.json").read_text())["placements"]
    }
    assert placed["S-034"] == start
    assert placed["S-033"] != start


def test_of_a_session_that_is_left_out_the_data_says_what_waiting_says(folder):
    rows = (("R-1", f"{DAY}T08:00:00Z"), ("R-2", f"{DAY}T07:00:00Z"))
    (folder / "timetable.json").write_text(timetable(*(row(*each) for each in rows)))
    assert explained(folder, "R-3") == json.loads(forum("waiting", folder, "--json").stdout)
    assert [each["session"] for each in explained(folder, "R-3")["requests"]] == ["R-3"]
