"""Measures the figures that the forum promises, each against its target: `make bench`.

    python tests/bench/bench.py [--quick] [--long] [--json FILE]

Commands run as people run them, as processes of their own, with the clock outside. Seconds depend on the machine
and on what else it does, so both are printed. `--quick` measures less; `--long` also searches for ten minutes, to
see whether anything better than the answer after two minutes is there to be found.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

FORUM = Path(sys.executable).with_name("forum")
PACKAGES = ("forum-scheduler", "ortools", "pandas", "icalendar", "tzdata")
COMPLETE = "placed 163 "
"""How the progress of planning the sample begins once all of it is placed without conflicts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured, the most it may be (None for what is only told), and how it is said."""

    what: str
    value: float | None
    target: float | None
    unit: str
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "ok" if self.value is not None and self.value <= self.target else "MISSED"

    def row(self) -> tuple[str, ...]:
        shown = "-" if self.value is None else f"{self.value:,.{0 if self.unit in ('bytes', '') else 2}f} {self.unit}"
        most = "" if self.target is None else f"{self.target:,g} {self.unit}"
        return self.what, shown.strip(), most.strip(), self.verdict, self.note


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: seconds, greatest memory in MB, what it said, and seconds at each line of progress."""

    seconds: float
    memory: float
    stdout: str
    progress: tuple[tuple[float, str], ...]


def forum(*arguments: object, until: str | None = None, ends_with: int = 0) -> Run:
    """Run the command to its end, or interrupt it at a line that begins with `until`.

    Any other exit code than `ends_with` ends the bench.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [FORUM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    lines: list[tuple[float, str]] = []

    def listen() -> None:
        for line in process.stderr:
            lines.append((time.monotonic() - began, line.decode().rstrip()))
            if until is not None and lines[-1][1].startswith(until):
                process.send_signal(signal.SIGINT)

    listener = threading.Thread(target=listen)
    listener.start()
    stdout = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    listener.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != ends_with:
        said = "\n".join(line for _, line in lines)
        sys.exit(f"forum {' '.join(map(str, arguments))} ended with {process.returncode}:\n{said}")
    # ru_maxrss is in kilobytes, on macOS in bytes.
    memory = usage.ru_maxrss / (1 if sys.platform == "darwin" else 1024) / (1024**2 if sys.platform == "darwin" else 1)
    return Run(seconds, memory, stdout, tuple(lines))


def first_complete(run: Run) -> float | None:
    """Seconds until a line of progress told of a timetable that holds everything."""
    return next((at for at, line in run.progress if line.startswith(COMPLETE)), None)


def result(run: Run) -> dict[str, object]:
    """Cost, bound, gap in per cent, and whether it is proven best, as the summary says."""
    cost = re.search(r"^Cost (\d+)", run.stdout, re.MULTILINE)
    bound = re.search(r"^Bound (\d+), gap ([\d.]+) %(; proven best)?", run.stdout, re.MULTILINE)
    return {
        "cost": int(cost[1]) if cost else None,
        "bound": int(bound[1]) if bound else None,
        "gap": float(bound[2]) if bound else None,
        "proven": bool(bound and bound[3]),
    }


def machine() -> dict[str, object]:
    """What it was measured on."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
        "load": [round(load, 2) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def processor() -> str:
    """The model of the processor, as far as the system tells."""
    place = Path("/proc/cpuinfo")
    if place.exists():
        model = re.search(r"^model name\s*:\s*(.+)$", place.read_text(), re.MULTILINE)
        if model:
            return model[1]
    return platform.processor() or platform.machine()


def sample(folder: Path) -> Path:
    """The sample of full size, without a timetable."""
    forum("new", folder, "--sample", "wsis-2020")
    return folder


def start(folder: Path, times: int) -> list[Figure]:
    """Seconds to the first timetable, in the middle of several runs."""
    found = []
    for number in range(times):
        run = forum("plan", sample(folder / f"start-{number}"), until=COMPLETE)
        found.append(first_complete(run))
    known = [seconds for seconds in found if seconds is not None]
    middle = statistics.median(known) if len(known) == times else None
    shown = ", ".join("-" if seconds is None else f"{seconds:.2f}" for seconds in found)
    return [Figure("first conflict-free timetable", middle, 3, "s", f"median of {shown}")]


def search(folder: Path, seconds: int, *, long: bool) -> tuple[list[Figure], Path]:
    """The gap after two minutes, and what the search needed; after ten minutes only where that is asked for."""
    place = sample(folder / "search")
    run = forum("plan", place, "--time-limit", seconds)
    after = result(run)
    proven = ", proven best" if after["proven"] else ""
    said = f"cost {after['cost']}, bound {after['bound']}{proven}"
    target = 5 if seconds >= 60 else None
    figures = [
        Figure(f"gap after {seconds} s", after["gap"], target, "%", f"{said}, ended after {run.seconds:.1f} s"),
        Figure("peak memory of planning", run.memory, 1024, "MB"),
    ]
    if long:
        better = result(forum("plan", sample(folder / "long"), "--time-limit", 600))
        gain = 100 * (after["cost"] - better["cost"]) / after["cost"] if after["cost"] else 0.0
        said = f"cost {better['cost']}, bound {better['bound']}"
        figures.append(Figure("found better in ten minutes by", gain, 2, "%", said))
    return figures, place


def publishing(folder: Path, place: Path) -> list[Figure]:
    """Seconds to publish, and how heavy the site is."""
    site = folder / "site"
    run = forum("publish", place, "--out", site)
    figures = [Figure("publishing", run.seconds, 5, "s", run.stdout.strip().rpartition(": ")[2])]
    index = len(gzip.compress((site / "index.html").read_bytes(), mtime=0))
    scripts = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in site.rglob("*.js"))
    styles = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in site.rglob("*.css"))
    total = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return [
        *figures,
        Figure("index.html, compressed", index, None, "bytes"),
        Figure("scripts, compressed", scripts, None, "bytes"),
        Figure("styles, compressed", styles, None, "bytes"),
        Figure("the whole site", total, None, "bytes"),
    ]


def explaining(place: Path) -> list[Figure]:
    """The most seconds to explain a session, and a time for one: a policy session, a workshop, plenaries, others."""
    plain = {name: forum("explain", place, name).seconds for name in ("S-025", "R-045", "S-012", "S-013")}
    asked = (("S-025", "2020-08-10 13:00"), ("R-045", "2020-07-14 15:00"), ("S-012", "2020-09-08 15:00"))
    asked += (("S-043", "2020-09-07 14:15"), ("S-013", "2020-09-08 10:45"))
    there = {name: forum("explain", place, name, "--at", at).seconds for name, at in asked}

    def row(what: str, found: dict[str, float]) -> Figure:
        return Figure(
            what, max(found.values()), 3, "s", ", ".join(f"{name} {each:.2f}" for name, each in found.items())
        )

    return [row("explain SESSION", plain), row("explain SESSION --at", there)]


def contradictions(folder: Path) -> list[Figure]:
    """Seconds to explain planted contradictions, repairs included: of few people or plain, and others."""

    def row(what: str, kinds: tuple[str, ...], target: int) -> Figure:
        found = {}
        for kind in kinds:
            forum("sample", folder / kind, "--conflict", kind)
            found[kind] = forum("explain", folder / kind, ends_with=3).seconds
        said = ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in found.items())
        return Figure(what, max(found.values()), target, "s", said)

    plain = ("person-fixed-twice", "window-too-short", "too-few-channels", "moderator-at-night")
    others = ("facilitator-shortage", "concluding-session", "order-cycle", "interpreter-hours", "day-too-full")
    return [row("explain a plain contradiction", plain, 30), row("explain another contradiction", others, 120)]


def ten_times(folder: Path) -> list[Figure]:
    """Reading, checking and verifying a forum of ten times the size."""
    place = folder / "ten"
    forum("sample", place, "--scale", 10)
    shutil.copy(place / "planted.json", place / "timetable.json")
    checked = forum("check", place)
    verified = forum("verify", place)
    said = checked.stdout.partition(": ")[2].partition(";")[0]
    hard = re.search(r"^(\d+) hard findings?", verified.stdout, re.MULTILINE)
    return [
        Figure("ten times the size: check", checked.seconds, 10, "s", said),
        Figure("ten times the size: verify", verified.seconds, 10, "s", f"{hard[1] if hard else '?'} hard findings"),
        Figure("ten times the size: memory", max(checked.memory, verified.memory), None, "MB"),
    ]


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    rows = [("figure", "measured", "target", "", ""), *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d:<{widths[3]}}  {e}".rstrip()
        for a, b, c, d, e in rows
    )


def main() -> int:
    """Measure everything that was asked for; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one start, ten seconds of search")
    parser.add_argument("--long", action="store_true", help="also search for ten minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write machine and figures as JSON too")
    options = parser.parse_args()
    about = machine()
    print("\n".join(f"{name}: {value}" for name, value in about.items()), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = start(folder, 1 if options.quick else 3)
        found, place = search(folder, 10 if options.quick else 120, long=options.long)
        figures += [*found, *explaining(place), *contradictions(folder), *publishing(folder, place), *ten_times(folder)]
    load = [round(value, 2) for value in os.getloadavg()]
    print(f"load at the end: {load}\n\n{table(figures)}")
    if options.json:
        rows = [{**asdict(figure), "verdict": figure.verdict} for figure in figures]
        options.json.write_text(json.dumps({"machine": about, "load_at_end": load, "figures": rows}, indent=1) + "\n")
    return int(any(figure.verdict == "MISSED" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
