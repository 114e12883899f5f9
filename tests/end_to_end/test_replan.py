"""`forum replan` as people run it: what it says before it writes, what it writes, and when it writes nothing."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.end_to_end.command import done, forum, requests, row, timetable, write

PUBLISHED = timetable(row("R-1", "2020-06-22T07:00:00Z"), row("R-2", "2020-06-22T08:00:00Z"))


@pytest.fixture
def folder(tmp_path):
    """Two requests, published for the first two hours of Monday."""
    place = write(tmp_path / "forum", requests=requests(2))
    (place / "timetable.json").write_text(PUBLISHED, encoding="utf-8")
    return place


def decide(folder, *rows):
    (folder / "decisions.csv").write_text("\n".join(["session,action,start", *rows]) + "\n", encoding="utf-8")


def placed(folder):
    content = json.loads((folder / "timetable.json").read_text("utf-8"))
    return {each["session"]: each["start"] for each in content["placements"]}


def test_where_nothing_is_broken_nothing_is_written(folder):
    run = done("replan", folder)
    assert run.stdout.splitlines()[0] == "Nothing has to change: what was published keeps every hard rule."
    assert "Wrote" not in run.stdout
    assert placed(folder) == {"R-1": "2020-06-22T07:00:00Z", "R-2": "2020-06-22T08:00:00Z"}


def test_what_moves_is_shown_with_its_reason_and_written(folder):
    decide(folder, "R-2,pin,2020-06-23 11:00")
    run = done("replan", folder)
    lines = run.stdout.splitlines()
    assert lines[:3] == [
        "Moved: 1",
        "  R-2 “Request 2”: Mon 22 Jun 2020 10:00 -> Tue 23 Jun 2020 11:00, room",
        "    fixed-start: R-2 “Request 2” on Mon 22 Jun 2020 10:00 (Europe/Zurich) is fixed on"
        " Tue 23 Jun 2020 11:00 (Europe/Zurich).",
    ]
    assert "Mending took 1 move, proven to be the fewest." in lines
    assert lines[-2:] == ["All times are those of Europe/Zurich.", f"Wrote {folder / 'timetable.json'}"]
    assert placed(folder) == {"R-1": "2020-06-22T07:00:00Z", "R-2": "2020-06-23T09:00:00Z"}
    assert done("verify", folder).stdout.splitlines()[-1].startswith("0 hard findings")


def test_a_dry_run_says_the_same_and_writes_nothing(folder):
    decide(folder, "R-2,pin,2020-06-23 11:00")
    before = (folder / "timetable.json").read_bytes()
    run = done("replan", folder, "--dry-run")
    assert run.stdout.splitlines()[0] == "Moved: 1"
    assert run.stdout.splitlines()[-1] == "Nothing was written: --dry-run."
    assert (folder / "timetable.json").read_bytes() == before


def test_what_is_frozen_and_cannot_stay_ends_with_three_and_says_what_to_do(folder):
    decide(folder, "R-2,pin,2020-06-23 11:00")
    run = forum("replan", folder, "--frozen-until", "2020-06-23T00:00:00Z")
    assert run.returncode == 3
    assert "R-2 “Request 2” is frozen: it stays at Mon 22 Jun 2020 10:00 (Europe/Zurich)." in run.stderr
    assert "  - lift the freeze of R-2 “Request 2” (an earlier --frozen-until)" in run.stderr
    assert (folder / "timetable.json").read_text("utf-8") == PUBLISHED


def test_channels_sessions_and_starts_that_are_gone_are_no_mistake(folder):
    text = timetable(
        row("R-1", "2020-06-22T07:00:00Z", "old-room"),
        row("R-2", "2020-06-22T08:30:00Z"),
        row("R-9", "2020-06-22T09:00:00Z"),
    )
    (folder / "timetable.json").write_text(text, encoding="utf-8")
    run = done("replan", folder)
    assert "R-9 is not to be held and no longer placed" in run.stderr
    assert "Moved: 1" in run.stdout.splitlines()
    assert "In another channel: 1" in run.stdout.splitlines()
    assert placed(folder)["R-1"] == "2020-06-22T07:00:00Z"


def test_a_timetable_that_cannot_be_read_is_told_and_left(folder):
    (folder / "timetable.json").write_text(timetable(row("R-1", "tomorrow")), encoding="utf-8")
    run = forum("replan", folder)
    assert (run.returncode, "expected an instant" in run.stderr) == (1, True)
    assert (folder / "timetable.json").read_text("utf-8") == timetable(row("R-1", "tomorrow"))


def test_requests_that_stay_without_a_place_are_five(folder):
    write(folder, requests=requests(7))
    run = forum("replan", folder)
    assert run.returncode == 5
    assert "Placed: 4" in run.stdout.splitlines()
    assert len(placed(folder)) == 6


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--moves", "1", "--price", "2"), "Either --moves or --price, not both."),
        (("--now", "2020-06-01T00:00:00Z"), "--now goes with --price."),
    ],
    ids=["both", "now alone"],
)
def test_what_cannot_be_asked_together_is_refused(folder, options, said):
    run = forum("replan", folder, *options)
    assert (run.returncode, said in run.stderr) == (2, True)


def test_an_unknown_release_is_told(folder):
    run = forum("replan", folder, "--from", "v9")
    assert run.returncode == 1
    assert "v9" in run.stderr
    assert (folder / "timetable.json").read_text("utf-8") == PUBLISHED


@pytest.mark.full
def test_the_sample_is_mended_the_same_way_twice(wsis, tmp_path):
    found = []
    for number in range(2):
        place = tmp_path / f"forum-{number}"
        shutil.copytree(wsis / "forum", place)
        (place / "decisions.csv").write_text("session,action,start\nR-050,pin,2020-08-04 14:00\n", encoding="utf-8")
        run = done("replan", place, "--deterministic")
        assert "proven to be the fewest" in run.stdout
        found.append((place / "timetable.json").read_bytes())
    assert found[0] == found[1] != (wsis / "forum" / "timetable.json").read_bytes()
