"""Hand edits of the timetable and of the published workbook, read back by `forum verify` and `forum replan`."""

from __future__ import annotations

import json

import openpyxl
import pytest

from tests.end_to_end.command import AT, contents, done, forum, requests, write
from tests.end_to_end.test_decide import HEAD, decisions, starts


@pytest.fixture
def edit(tmp_path):
    """A published forum of three requests, and what edits cells of its workbook."""
    folder, site = write(tmp_path / "forum", requests=requests(3)), tmp_path / "site"
    done("plan", folder, "--deterministic", "--time-limit", "5", "--quiet")
    done("publish", folder, "--out", site, "--at", AT)

    def edited(**cells):
        book = openpyxl.load_workbook(site / "programme.xlsx")
        for address, value in cells.items():
            book.worksheets[0][address] = value
        book.save(tmp_path / "programme.xlsx")
        return folder, tmp_path / "programme.xlsx"

    return edited


def ids(place):
    sheet = openpyxl.load_workbook(place).worksheets[0]
    return {row[0]: (number, row[3]) for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)}


def free_hour(folder):
    every = {f"2020-06-{day}T{hour:02}:00:00Z" for day in (22, 23) for hour in (7, 8, 9)}
    return min(every - set(starts(folder).values()))


def test_an_edited_workbook_is_verified_and_then_pinned(edit):
    folder, book = edit()
    number, _ = ids(book)["R-2"]
    start = free_hour(folder)
    folder, book = edit(**{f"D{number}": start})
    before = contents(folder)
    run = done("verify", folder, "--edits", book)
    held = f"held Mon 22 Jun 2020 {int(start[11:13]) + 2:02}:00 (Europe/Zurich)"
    assert start.startswith("2020-06-22")
    assert run.stderr.splitlines() == [f"note: R-2: edited by hand in programme.xlsx, row {number}; {held}"]
    dry = done("replan", folder, "--edits", book, "--dry-run")
    assert contents(folder) == before
    done("replan", folder, "--edits", book)
    home = f"{start[:10]} {int(start[11:13]) + 2:02}:00"
    assert decisions(folder) == [HEAD, f'R-2,pin,{home},,,"edited by hand in programme.xlsx, row {number}"']
    was = {each["session"]: each["start"] for each in json.loads(before["timetable.json"])["placements"]}
    assert starts(folder) == {**was, "R-2": start}
    assert "Moved: 1" in dry.stdout
    again = done("replan", folder, "--edits", book)
    assert again.stdout.startswith("Nothing has to change")
    assert len(decisions(folder)) == 2


def test_an_edit_onto_another_session_is_a_finding_and_the_other_makes_room(edit):
    folder, book = edit()
    rows = ids(book)
    folder, book = edit(**{f"D{rows['R-2'][0]}": rows["R-1"][1]})
    run = forum("verify", folder, "--edits", book)
    assert run.returncode == 1
    assert any(line.startswith("channels: ") for line in run.stderr.splitlines())
    done("replan", folder, "--edits", book)
    assert starts(folder)["R-2"] == rows["R-1"][1]
    assert starts(folder)["R-1"] != rows["R-1"][1]
    assert starts(folder)["R-3"] == rows["R-3"][1]


def test_a_mistake_in_a_workbook_is_told_with_its_place_and_nothing_is_overwritten(edit):
    folder, book = edit(D2="half past nine", F3="attic", B4="Another title")
    before = {**contents(folder), "book": book.read_bytes()}
    told = [
        "programme.xlsx, sheet Programme, row 2, start_utc: read “half past nine”; expected a time of UTC such as "
        "2020-06-22T10:00:00Z or 2020-06-22 10:00",
        "programme.xlsx, sheet Programme, row 3, channel: read “attic”; expected one of the channels room",
        "2 problems found.",
    ]
    for command in ("verify", "replan"):
        run = forum(command, folder, "--edits", book)
        assert (run.returncode, run.stderr.splitlines()) == (1, told)
    assert {**contents(folder), "book": book.read_bytes()} == before


def test_an_edit_that_breaks_a_rule_by_itself_is_told_with_its_place(edit):
    folder, book = edit(D2="2020-06-22 16:00")
    before = contents(folder)
    run = forum("replan", folder, "--edits", book)
    assert run.returncode == 1
    (problem,) = [line for line in run.stderr.splitlines() if line.startswith("programme.xlsx, sheet Programme, row 2")]
    assert "lies outside its periods" in problem
    off = edit(D2="2020-06-22 07:10")[1]
    run = forum("replan", folder, "--edits", off)
    assert (
        "programme.xlsx, sheet Programme, row 2, start_utc: read “2020-06-22 09:10”; expected a start on the grid"
        in run.stderr
    )
    assert contents(folder) == before


def test_a_row_of_the_timetable_that_was_edited_is_pinned(edit):
    folder, _ = edit()
    place = folder / "timetable.json"
    text, start = place.read_text(encoding="utf-8"), free_hour(folder)
    old = starts(folder)
    place.write_text(text.replace(f'"R-2", "start": "{old["R-2"]}"', f'"R-2", "start": "{start}"'), encoding="utf-8")
    assert forum("verify", folder).returncode == 0
    run = done("replan", folder)
    assert "note: R-2: edited by hand in timetable.json, row 2" in run.stderr
    assert decisions(folder)[1].endswith(',room,"edited by hand in timetable.json, row 2"')
    assert starts(folder) == {**old, "R-2": start}
    assert "edited by hand" not in done("replan", folder).stderr


def test_a_decision_keeps_what_was_edited_in_the_timetable(edit):
    folder, _ = edit()
    place = folder / "timetable.json"
    text, start = place.read_text(encoding="utf-8"), free_hour(folder)
    old = starts(folder)
    place.write_text(text.replace(f'"R-2", "start": "{old["R-2"]}"', f'"R-2", "start": "{start}"'), encoding="utf-8")
    done("pin", folder, "R-1")
    assert [line.partition(",")[0] for line in decisions(folder)[1:]] == ["R-2", "R-1"]
    assert starts(folder) == {**old, "R-2": start}
