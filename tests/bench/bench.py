"""Measures the figures that the forum promises, each against its target: `make bench`.

    python tests/bench/bench.py [--quick] [--long] [--json FILE]

Commands run as people run them, as processes of their own, with the clock outside. Seconds depend on the machine
and on what else it does, so both are printed. `--quick` measures less; `--long` also searches for ten minutes, to
see whether anything better than the answer after two minutes is there to be found.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from tests.bench.importing import importing
from tests.bench.measuring import Figure, Run, forum, table
from tests.bench.publishing import planted, publishing
from tests.bench.releasing import releasing
from tests.bench.replanning import replanning

PACKAGES = ("forum-scheduler", "ortools", "pandas", "icalendar", "tzdata")
COMPLETE = "placed 163 "
"""How the progress of planning the sample begins once all of it is placed without conflicts."""


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
    place = planted(folder, 10)
    checked = forum("check", place)
    verified = forum("verify", place)
    said = checked.stdout.partition(": ")[2].partition(";")[0]
    hard = re.search(r"^(\d+) hard findings?", verified.stdout, re.MULTILINE)
    return [
        Figure("ten times the size: check", checked.seconds, 10, "s", said),
        Figure("ten times the size: verify", verified.seconds, 10, "s", f"{hard[1] if hard else '?'} hard findings"),
        Figure("ten times the size: memory", max(checked.memory, verified.memory), None, "MB"),
    ]


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
        figures += [*found, *explaining(place), *contradictions(folder), *ten_times(folder)]
        figures += publishing(folder, place)
        figures += [*importing(folder), *releasing(folder), *replanning(folder, place)]
    load = [round(value, 2) for value in os.getloadavg()]
    print(f"load at the end: {load}\n\n{table(figures)}")
    if options.json:
        rows = [{**asdict(figure), "verdict": figure.verdict} for figure in figures]
        options.json.write_text(json.dumps({"machine": about, "load_at_end": load, "figures": rows}, indent=1) + "\n")
    return int(any(figure.verdict == "MISSED" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
