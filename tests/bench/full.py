"""Measures planning at all sizes, in at most two hours, and goes on where it was broken off: `make bench-full`.

    python tests/bench/full.py [--only ROW] [--fresh] [--hour] [--list] [--write-docs]

Each measurement is a process of its own with the clock outside, and is written to build/bench/full.jsonl at once:
what is broken off loses the measurement it is at, and the next start does that one and the rest. `--only` measures
the rows that are named, whatever time is left; `--fresh` forgets what is there, with `--only` of those rows alone;
`--hour` also plans scale 10 for an hour, which is outside the two hours. At the end build/bench has the table as
full.md, all figures as full.json, and the plots. `--write-docs` writes docs/benchmark.md with its plots from what was
measured, and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from tests.bench import report
from tests.bench.bench import machine
from tests.bench.drawing import plots
from tests.bench.rows import ROOT, ROW, ROWS, FailedError, Forums, Row
from tests.bench.state import Measurement, State

BUILD = ROOT / "build" / "bench"
DOCS = ROOT / "docs"
MOST_SECONDS = 2 * 3600

PAGE = """# Benchmark

How quickly and how well `forum plan` plans forums of 1, 3, 10, 30 and 100 times the size of the WSIS Forum 2020,
against targets. `make bench-full` measures all of it anew, in at most two hours; `make bench` measures in some minutes
what the rest of the program promises. Measured: {day}. This page is written by
`python tests/bench/full.py --write-docs`.

## The machine

{machine}

## How it is measured

- Each measurement is a process of its own with the clock outside: seconds count start-up and reading of the tables.
  Where other programs ran beside it, the seconds by the clock say little and CPU seconds stand beside them; the load is
  that of the last minute before and after each measurement.
- A figure is the median of the seeds 1, 2 and 3 of `forum sample`, or of seed 1 alone where a run takes long; the
  table says of how many. The search has seed 1.
- The forums are feasible by construction: `planted.json` in each is a timetable that keeps every hard rule, and the
  bench refuses one that does not. Its cost is what answers are compared with; it was made to be possible and not to
  be cheap, so good answers cost far less.
- Every answer is checked by `forum verify` in another process; the table ends with what that found.
- The gap is that of `forum plan`: what no timetable can avoid is taken off cost and bound first. The gap as a part of
  the whole cost stands beside it.
- Memory is that of all processes together, each page counted once.
- A forum is F per cent full (`forum sample --filled F`) when its sessions, each with its set-up, take F per cent of the
  channel-minutes that are open: the stretches in which a period is open and no plenary is held, each with one set-up
  after it, times the channels that may be used at once.
{hour}
## Against the targets

{table}

## Cost over time

![Best cost and bound over seconds of search](pictures/bench-cost.svg)

## Time and memory over size

![Time to the first answer and memory over the number of sessions](pictures/bench-size.svg)

## Where the time goes

Seconds of the stages of a search, added up over all processes that worked side by side, with their share.

{profile}

![The share of each stage](pictures/bench-profile.svg)

## Neighbourhoods

![Neighbourhoods tried in a minute](pictures/bench-neighbourhoods.svg)

What each kind brought at scale 10, added up over the seeds:

{kinds}
"""

NO_HOUR = "- The comparison with a search of an hour was not made: `--hour` makes it, outside the two hours.\n"


def program() -> str:
    """The state of the program: its commit, with a + where files differ from it; empty outside a repository."""
    git = ("git", "-C", str(ROOT))
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    if commit.returncode:
        return ""
    changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=False)
    return commit.stdout.strip() + ("+" if changed.stdout.strip() else "")


def measure(row: Row, seed: int, forums: Forums, version: str) -> Measurement:
    """Measure a row for a seed; what fails is a measurement too, which the next start makes again."""
    at, before, began = datetime.now(UTC), os.getloadavg()[0], time.monotonic()
    try:
        found = row.measure(forums, seed)
    except FailedError as error:
        found = {"error": str(error)}
    except Exception as error:  # One row that fails takes no other along.
        found = {"error": f"{type(error).__name__}: {error}"}
    load = (round(before, 2), round(os.getloadavg()[0], 2))
    return Measurement(row.name, seed, found, at.isoformat(timespec="seconds"), time.monotonic() - began, load, version)


def work(state: State, forums: Forums, rows: Sequence[Row], *, version: str, named: bool = False) -> None:
    """Measure what is missing; unless the rows are `named`, nothing for which the two hours do not suffice."""
    todo = [(row, seed) for row in rows for seed in row.seeds if not state.has(row.name, seed)]
    done = sum(len(row.seeds) for row in rows) - len(todo)
    if done:
        others = sorted({each.program for each in state.measurements.values()} - {version})
        print(f"going on: {done} of {done + len(todo)} measurements are there already (--fresh forgets them)")
        if others:
            print(f"note: some were made with {', '.join(others)}; the program is now {version}")
    print(f"{len(todo)} measurements, {sum(row.seconds for row, _ in todo) / 60:.0f} min at most", flush=True)
    for number, (row, seed) in enumerate(todo, start=1):
        outside = named or row.asked
        if not outside and state.seconds + row.seconds > MOST_SECONDS:
            print(f"{row.name}, seed {seed}: left out, for the two hours are over")
            continue
        print(f"{number}/{len(todo)} {row.name}, seed {seed}: {row.what} (about {row.seconds} s) ...", flush=True)
        measurement = measure(row, seed, forums, version)
        state.add(measurement)
        said = f"failed: {measurement.found['error']}" if measurement.failed else "done"
        print(f"    {said}, {measurement.seconds:.0f} s", flush=True)


def write(folder: Path, state: State, about: dict[str, object]) -> None:
    """Write table, figures and plots to the build folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "full.md").write_text(report.table(state) + "\n", encoding="utf-8")
    content = json.dumps(report.as_json(state, about), indent=1, ensure_ascii=False)
    (folder / "full.json").write_text(content + "\n", encoding="utf-8")
    for name, drawing in plots(state).items():
        (folder / name).write_bytes(drawing)


def write_docs(docs: Path, state: State, about: dict[str, object]) -> None:
    """Write the page of the docs, and its plots."""
    versions = ", ".join(sorted({each.program for each in state.measurements.values()}))
    told = {**about, "commit": versions}
    told.pop("load", None)
    page = PAGE.format(
        day=report.measured_on(state.measurements.values()),
        machine=report.markdown(("what", "here"), [(name, str(value)) for name, value in told.items()]),
        hour="" if state.of("hour-10") else NO_HOUR,
        table=report.table(state),
        profile=report.profile_table(state),
        kinds=report.kinds_table(state),
    )
    (docs / "benchmark.md").write_text(page, encoding="utf-8")
    (docs / "pictures").mkdir(exist_ok=True)
    for name, drawing in plots(state).items():
        (docs / "pictures" / name).write_bytes(drawing)


def _terminated(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is missing and tell all; 1 where a target is missed, 130 where it was broken off."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=list(ROW), metavar="ROW", help="measure these rows alone")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured, of the rows asked for")
    parser.add_argument("--hour", action="store_true", help="also plan scale 10 for an hour, outside the two hours")
    parser.add_argument("--list", action="store_true", help="tell the rows, and measure nothing")
    parser.add_argument("--write-docs", action="store_true", help="write docs/benchmark.md, and measure nothing")
    parser.add_argument("--build", type=Path, default=BUILD, metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.list:
        for row in ROWS:
            seeds = ", ".join(map(str, row.seeds))
            print(
                f"{row.name:<12} {row.what}; seeds {seeds}; {row.seconds} s each{'; with --hour' if row.asked else ''}"
            )
        return 0
    state = State(options.build / "full.jsonl")
    about = machine()
    if options.write_docs:
        write_docs(DOCS, state, about)
        print(f"Wrote {DOCS / 'benchmark.md'}")
        return 0
    print("\n".join(f"{name}: {value}" for name, value in about.items()), flush=True)
    signal.signal(signal.SIGTERM, _terminated)
    rows = [ROW[name] for name in options.only or ()] or [row for row in ROWS if options.hour or not row.asked]
    if options.fresh:
        state.forget(options.only or ROW)
    try:
        work(state, Forums(options.build / "forums"), rows, version=program(), named=bool(options.only))
    except KeyboardInterrupt:
        print("\nBroken off. What was measured is kept; start again to go on.")
        return 130
    write(options.build, state, about)
    print(f"\n{report.table(state)}\n\nWrote {options.build / 'full.md'}, full.json and the plots beside them")
    return int(any(line.figure.verdict == "MISSED" for line in report.lines(state)))


if __name__ == "__main__":
    sys.exit(main())
