"""`forum sweep` as people run it."""

from __future__ import annotations

import csv
import signal
import subprocess

from tests.end_to_end.command import FORUM, FRAME, contents, done, forum, requests, write

POOL = FRAME.replace('name = "Virtual room"', 'name = "Virtual room"\ncount = 2')


def crowded(folder):
    """Fourteen requests, and six hours: room for six in each channel."""
    return write(folder, frame=POOL, requests=requests(14))


def rows(place):
    with (place / "sweep.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_sweep_shows_what_more_channels_bring_and_leaves_the_folder_alone(tmp_path):
    folder, out = crowded(tmp_path / "forum"), tmp_path / "sweep"
    before = contents(folder)
    run = done("sweep", folder, "--vary", "channels=1..3", "--time-limit", "5", "--deterministic", "--out", out)
    assert [(row["channels"], row["placed"], row["left_out"], row["moves"]) for row in rows(out)] == [
        ("1", "6", "8", ""),
        ("2", "12", "2", ""),
        ("3", "14", "0", ""),
    ]
    assert contents(folder) == before
    assert sorted(contents(out)) == ["sweep.csv", "sweep.svg"]
    assert run.stdout.splitlines()[0].split()[:2] == ["channels", "placed"]
    assert run.stderr.splitlines()[-1].startswith("3 of 3: channels=")


def test_the_files_are_the_same_again_and_with_other_processes(tmp_path):
    folder = crowded(tmp_path / "forum")
    arguments = ("sweep", folder, "--vary", "channels=1,2", "--vary", "fairness=0,1", "--time-limit", "1", "--keep")
    for name, processes in (("one", 1), ("two", 2)):
        done(*arguments, "--deterministic", "--quiet", "--processes", processes, "--out", tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_plan_that_is_kept_passes_every_check_where_the_forum_is_so(tmp_path):
    folder, out = crowded(tmp_path / "forum"), tmp_path / "sweep"
    done("sweep", folder, "--vary", "channels=2,3", "--time-limit", "5", "--deterministic", "--keep", "--out", out)
    assert sorted(contents(out)) == [
        "channels=2/timetable.json", "channels=3/timetable.json", "sweep.csv", "sweep.svg",
    ]  # fmt: skip
    (folder / "timetable.json").write_bytes((out / "channels=2" / "timetable.json").read_bytes())
    assert forum("verify", folder).returncode == 5
    (folder / "timetable.json").write_bytes((out / "channels=3" / "timetable.json").read_bytes())
    assert "expected one of the channels room-1, room-2" in forum("verify", folder).stderr
    write(folder, frame=POOL.replace("count = 2", "count = 3"))
    assert forum("verify", folder).returncode == 0


def test_moves_are_counted_from_the_folder_s_timetable(tmp_path):
    folder, out = crowded(tmp_path / "forum"), tmp_path / "sweep"
    again = ("--time-limit", "5", "--deterministic")
    forum("plan", folder, *again, "--workers", "1")
    done("sweep", folder, "--vary", "channels=2", *again, "--out", out)
    assert [row["moves"] for row in rows(out)] == ["0"]


def test_an_impossible_combination_is_a_row_and_the_others_are_planned(tmp_path):
    sessions = ["id,title,type,channel", *(f"S-{n},Session {n},workshop,room" for n in range(1, 9))]
    folder, out = write(tmp_path / "forum", frame=POOL, sessions=sessions), tmp_path / "sweep"
    run = done("sweep", folder, "--vary", "channels=1,2", "--time-limit", "5", "--deterministic", "--out", out)
    assert [(row["result"], row["placed"]) for row in rows(out)] == [("impossible", ""), ("planned", "8")]
    assert "1  impossible: must-place: " in run.stdout
    none = forum("sweep", folder, "--vary", "channels=1", "--time-limit", "5", "--deterministic", "--out", out)
    assert none.returncode == 3


def test_wrong_words_are_told_before_anything_is_planned(tmp_path):
    folder, out = crowded(tmp_path / "forum"), tmp_path / "sweep"
    many = forum("sweep", folder, "--vary", "channels=1..100", "--vary", "fairness=0..9", "--out", out)
    assert (many.returncode, out.exists()) == (2, False)
    assert "expected at most 500 combinations; these are 1,000." in many.stderr
    wrong = forum("sweep", folder, "--vary", "nigt.weight=1,2", "--out", out)
    assert (wrong.returncode, out.exists()) == (1, False)
    assert "there is no rule of this name; did you mean “night”?" in wrong.stderr
    inside = forum("sweep", folder, "--vary", "channels=1,2", "--out", folder)
    assert inside.returncode == 2


def test_ctrl_c_ends_with_the_plans_that_are_done(tmp_path):
    folder, out = crowded(tmp_path / "forum"), tmp_path / "sweep"
    many = ("--vary", "channels=1,2", "--vary", "fairness=1..250", "--time-limit", "1", "--processes", "1")
    with subprocess.Popen(
        [FORUM, "sweep", folder, *many, "--out", out], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        for line in run.stderr:
            if line.startswith("3 of 500: "):
                break
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=120)
    found = rows(out)
    assert "Stopping with the plans that are done" in told
    assert f"Stopped: {len(found)} of 500 combinations are in them." in told
    assert run.returncode == 0
    assert 3 <= len(found) < 500
    assert [(row["channels"], row["fairness"]) for row in found[:3]] == [("1", "1"), ("1", "2"), ("1", "3")]
