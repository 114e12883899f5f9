"""The command `forum` as people run it: the installed program, on another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FORUM = Path(sys.executable).with_name("forum")

AT = "2020-06-01T09:00:00Z"
"""When the samples are published for the first time."""

STRATEGY = r"strategy: whole, for \d+ sessions?"
"""What is said of a small forum before anything else."""

PROGRESS = r"placed \d+  best cost (\d+|-)  bound (-?\d+|-)  gap (\d+\.\d %|-)  \d+\.\d s"
"""What a line of progress looks like."""


def forum(*arguments, **options):
    """Run the command to its end; the answer has `returncode`, `stdout` and `stderr` as text."""
    usual = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "timeout": 300}
    return subprocess.run([FORUM, *map(str, arguments)], check=False, **{**usual, **options})


def done(*arguments, **options):
    """Run the command and require that it succeeds."""
    run = forum(*arguments, **options)
    assert run.returncode == 0, run.stderr
    return run


def started(*arguments, **options):
    """The command on its way, as a process."""
    usual = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([FORUM, *map(str, arguments)], **{**usual, **options})


def finished(process, within=240):
    """The exit code of a process at its end, and what it printed."""
    stdout, stderr = process.communicate(timeout=within)
    return process.returncode, stdout, stderr


def contents(folder):
    """Every file below a folder: path to bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


FRAME = """\
[forum]
name = "Tiny Forum"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-06-22
last_day = 2020-06-23
grid = 60

[[periods]]
id = "mornings"
name = "Mornings"
first_day = 2020-06-22
last_day = 2020-06-23
weekdays = ["Mon", "Tue"]
hours = ["09:00-12:00"]
types = ["workshop"]

[[channels]]
id = "room"
name = "Virtual room"

[[types]]
id = "workshop"
name = "Workshop"
duration = 60
"""
"""A forum with room for six sessions of an hour, one at a time."""


def write(folder, **tables):
    """Write a forum folder: the usual frame, and tables by name; each table is its lines of CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "forum.toml").write_text(tables.pop("frame", FRAME), encoding="utf-8")
    if "rules" in tables:
        (folder / "rules.toml").write_text(tables.pop("rules"), encoding="utf-8")
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def requests(count, status="requested"):
    """So many requests of the type workshop, R-1 to R-N."""
    return ["id,title,type,status", *(f"R-{n},Request {n},workshop,{status}" for n in range(1, count + 1))]


def timetable(*rows):
    """The text of a `timetable.json` with these rows, each JSON."""
    return '{"format": "forum-timetable/1", "forum": "Tiny Forum", "placements": [' + ", ".join(rows) + "]}\n"


def row(session, start, channel="room"):
    """One row of a `timetable.json`; the start is in UTC."""
    return f'{{"session": "{session}", "start": "{start}", "channel": "{channel}"}}'
