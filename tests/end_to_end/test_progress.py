"""Progress is a live line on a terminal, plain lines elsewhere, and nothing with --quiet."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess

from tests.end_to_end.command import FORUM, PROGRESS, done, forum, requests, write


def test_progress_is_plain_lines_where_nobody_watches(tmp_path):
    write(tmp_path, requests=requests(6))
    run = done("plan", tmp_path)
    said, *lines = run.stderr.splitlines()
    assert said == "strategy: whole, for 6 sessions"
    assert lines != []
    assert [line for line in lines if not re.fullmatch(PROGRESS, line)] == []
    assert "\r" not in run.stderr + run.stdout
    assert "\x1b" not in run.stderr + run.stdout


def test_the_summary_of_the_sample(autumn, tmp_path):
    place = shutil.copytree(autumn / "forum", tmp_path / "forum")
    run = done("plan", place, "--from-scratch", "--deterministic", "--time-limit", "5")
    lines = run.stdout.splitlines()
    assert lines[0] == "Placed 17 of 17 sessions; nothing is left out"
    assert lines.pop(1) == "  not held by decision: 0 left out, 1 cancelled"
    cost, parts = re.fullmatch(r"Cost (\d+): (.+)", lines[1]).groups()
    by_rule = [part.rpartition(" ") for part in parts.split(", ")]
    assert sum(int(price) for _, _, price in by_rule) == int(cost)
    assert re.fullmatch(r"Bound \d+, gap \d+\.\d %(; proven best)?", lines[2])
    assert lines[3] == "Burden of each region, minutes outside its comfortable hours a session:"
    assert [line[:20].strip() for line in lines[4:8]] == ["Pacific", "Asia", "Europe and Africa", "Americas"]
    assert lines[8:] == [f"Wrote {place / 'timetable.json'}"]


def test_quiet_says_nothing(tmp_path):
    write(tmp_path, requests=requests(7))
    run = forum("plan", tmp_path, "--quiet")
    assert (run.returncode, run.stdout, run.stderr) == (5, "", "")
    assert (tmp_path / "timetable.json").exists()


def test_progress_is_one_live_line_on_a_terminal(tmp_path):
    write(tmp_path, requests=requests(6))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [FORUM, "plan", tmp_path], stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, close_fds=True
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    summary = process.stdout.read().decode()
    assert process.wait() == 0
    # Each state overwrites the line before it, and in the end the line is empty.
    said, _, live = shown.decode().partition("\r\n")
    assert said == "strategy: whole, for 6 sessions"
    states = live.split("\r\x1b[K")
    assert states[0] == ""
    assert states[-1] == ""
    assert len(states) > 2
    assert [state for state in states[1:-1] if not re.fullmatch(PROGRESS, state)] == []
    assert "\n" not in live
    assert summary.splitlines()[0] == "Placed 6 of 6 sessions; nothing is left out"
