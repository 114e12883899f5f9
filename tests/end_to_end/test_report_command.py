"""The command `forum report`: as text, as JSON, as a page in a file."""

from __future__ import annotations

import json

from tests.end_to_end.command import done, forum, requests, row, timetable, write


def planned(folder):
    """A folder with one of two requests held."""
    write(folder, requests=requests(2))
    (folder / "timetable.json").write_text(timetable(row("R-1", "2020-06-22T07:00:00Z", "room")), "utf-8")
    return folder


def test_text_and_json_tell_the_same_of_a_timetable(tmp_path):
    folder = planned(tmp_path)
    assert done("report", folder).stdout.splitlines()[0] == "Tiny Forum: 1 of 2 sessions are held"
    content = json.loads(done("report", folder, "--json").stdout)
    assert (content["held"], content["asked"], content["types"]) == (
        1,
        2,
        [{"name": "workshop", "asked": 2, "held": 1}],
    )


def test_the_page_is_written_to_its_file_and_is_the_same_again(tmp_path):
    folder, page = planned(tmp_path / "forum"), tmp_path / "pages" / "report.html"
    assert done("report", folder, "--html", page).stdout == f"Wrote {page}\n"
    first = page.read_bytes()
    done("report", folder, "--html", page)
    assert page.read_bytes() == first
    assert first.startswith(b"<!doctype html>\n")


def test_without_a_timetable_it_says_so(tmp_path):
    run = forum("report", write(tmp_path, requests=requests(1)))
    assert (run.returncode, run.stdout) == (1, "")
    assert "timetable.json" in run.stderr


def test_json_and_a_page_at_once_are_refused(tmp_path):
    run = forum("report", planned(tmp_path), "--json", "--html", tmp_path / "report.html")
    assert run.returncode == 2
    assert "Either --json or --html, not both." in run.stderr


def test_everything_is_the_same_on_another_run(autumn):
    folder = autumn / "forum"
    assert done("report", folder).stdout == done("report", folder).stdout
    assert done("report", folder, "--json").stdout == done("report", folder, "--json").stdout
