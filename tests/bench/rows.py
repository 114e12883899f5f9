"""What the full bench measures: its rows, how long each takes, and the runs behind them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.measuring import Timed, timed

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "cli")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
SEEDS = (1, 2, 3)
FILLED = (70, 85, 95)


class FailedError(Exception):
    """A measurement that did not come to its end."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the bench: its name, what it is, for which seeds, seconds that each takes at most, and how it is made.

    `asked`: it is only measured where that is asked for.
    """

    name: str
    what: str
    seeds: tuple[int, ...]
    seconds: int
    measure: Callable[[Forums, int], dict[str, Any]]
    asked: bool = False


def run(*arguments: object, ends_with: tuple[int, ...] = (0,), **more: Any) -> Timed:
    """Run the command in a process of its own. Raises FailedError where it ends with anything else."""
    done = timed((*COMMAND, *arguments), environment=more.pop("environment", ENVIRONMENT), **more)
    if done.exit_code not in ends_with:
        last = done.progress[-1][1] if done.progress else "it said nothing"
        raise FailedError(f"forum {arguments[0]} ended with {done.exit_code}: {last[:500]}")
    return done


@dataclass(frozen=True, slots=True)
class Forums:
    """The forums that are planned, made once and kept in a folder; with what their planted timetables cost."""

    folder: Path

    @contextmanager
    def copy(self, scale: int, seed: int, filled: int | None = None) -> Iterator[Path]:
        """A forum without a timetable in a folder that may be written to."""
        place, _ = self.made(scale, seed, filled)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".") as name:
            yield shutil.copytree(place, Path(name) / "forum", ignore=shutil.ignore_patterns("planted.json"))

    def made(self, scale: int, seed: int, filled: int | None = None) -> tuple[Path, dict[str, Any]]:
        """A forum, and of its planted timetable: sessions, cost, and how full it is where that was asked for."""
        name = f"{scale}-{seed}" + ("" if filled is None else f"-filled-{filled}")
        place, told = self.folder / name, self.folder / f"{name}.json"
        if not told.exists():
            shutil.rmtree(place, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            asked = () if filled is None else ("--filled", filled)
            made = run("sample", place, "--scale", scale, "--seed", seed, *asked)
            full = re.search(r"channels ([\d.]+) % full", made.stdout)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".") as beside:
                copy = shutil.copytree(place, Path(beside) / "forum")
                (copy / "planted.json").rename(copy / "timetable.json")
                planted = verdict(copy)
            if planted["hard"]:
                raise FailedError(f"the planted timetable of {name} has {planted['hard']} hard findings")
            content = {**planted, "full": float(full[1]) if full else None}
            told.write_text(json.dumps(content), encoding="utf-8")
        return place, json.loads(told.read_text(encoding="utf-8"))


def verdict(place: Path) -> dict[str, Any]:
    """What `forum verify` says of the timetable of a folder: cost, hard findings, sessions that are placed."""
    done = run("verify", place, ends_with=(0, 1, 5))
    hard = re.search(r"^(\d+) hard findings?", done.stdout, re.MULTILINE)
    cost = re.search(r"^Cost (\d+)", done.stdout, re.MULTILINE)
    placed = re.search(r"^Placed (\d+) of (\d+) sessions", done.stdout, re.MULTILINE)
    if not (hard and cost and placed):
        raise FailedError(f"forum verify said {done.stdout[:300]}")
    return {
        "hard": int(hard[1]),
        "cost": int(cost[1]),
        "placed": int(placed[1]),
        "sessions": int(placed[2]),
        "verify_seconds": done.seconds,
    }


def began(done: Timed) -> float | None:
    """Seconds that start-up and reading took: when a line of progress came, less the seconds of search it tells."""
    for at, line in done.progress:
        told = re.fullmatch(r"placed .* ([\d.]+) s", line)
        if told:
            return max(0.0, at - float(told[1]))
    return None


def first_complete(done: Timed, sessions: int) -> tuple[float | None, float | None]:
    """Seconds by the clock and of the processor until progress told of a timetable that holds everything."""
    for (at, line), cpu in zip(done.progress, done.cpu_at, strict=True):
        if line.startswith(f"placed {sessions} "):
            return at, cpu
    return None, None


def _beginning(done: Timed, sessions: int) -> dict[str, Any]:
    seconds, cpu = first_complete(done, sessions)
    return {"first": seconds, "first_cpu": cpu, "began": began(done), "sessions": sessions}


def planned(place: Path, planted: dict[str, Any], seconds: int, *arguments: object, **more: Any) -> dict[str, Any]:
    """Plan a forum for so many seconds, check the answer independently, and return all that is known of the run."""
    figures = place.parent / "statistics.json"
    begin = ("plan", place, "--time-limit", seconds, "--statistics", figures)
    done = run(*begin, *arguments, ends_with=(0, 5), within=3 * seconds + 900, **more)
    statistics = json.loads(figures.read_text(encoding="utf-8"))
    figures.unlink()
    answer = verdict(place)
    return {
        **statistics,
        "limit": seconds,
        "seconds": done.seconds,
        "cpu": done.cpu,
        "memory": done.memory,
        **_beginning(done, planted["sessions"]),
        "placed": answer["placed"],
        "hard": answer["hard"],
        "verified_cost": answer["cost"],
        "planted": planted["cost"],
        "full": planted["full"],
    }


def first(scale: int) -> Callable[[Forums, int], dict[str, Any]]:
    """Plan until the first timetable that holds everything, and no longer."""

    def measure(forums: Forums, seed: int) -> dict[str, Any]:
        _, planted = forums.made(scale, seed)
        with forums.copy(scale, seed) as place:
            until = f"placed {planted['sessions']} "
            done = run("plan", place, "--time-limit", 600, ends_with=(0, 4, 5), until=until, within=1500)
        return {**_beginning(done, planted["sessions"]), "cpu": done.cpu, "memory": done.memory}

    return measure


def search(scale: int, seconds: int, filled: int | None = None) -> Callable[[Forums, int], dict[str, Any]]:
    """Plan for so many seconds."""

    def measure(forums: Forums, seed: int) -> dict[str, Any]:
        _, planted = forums.made(scale, seed, filled)
        with forums.copy(scale, seed, filled) as place:
            return planned(place, planted, seconds)

    return measure


def building(scale: int) -> Callable[[Forums, int], dict[str, Any]]:
    """Build the whole model, and solve nothing."""

    def measure(forums: Forums, seed: int) -> dict[str, Any]:
        place, _ = forums.made(scale, seed)
        done = timed((sys.executable, ROOT / "tests/bench/building.py", place), environment=ENVIRONMENT, within=600)
        if done.exit_code:
            raise FailedError(f"building ended with {done.exit_code}: {done.stderr[-500:]}")
        return {**json.loads(done.stdout), "memory": done.memory, "seconds": done.seconds}

    return measure


def cluster(workers: int, seconds: int, *, kill: bool = False) -> Callable[[Forums, int], dict[str, Any]]:
    """Plan at scale 10 on a cluster of this machine, with TLS; with `kill`, one worker ends at half time."""

    def measure(forums: Forums, seed: int) -> dict[str, Any]:
        from tests.scheduler.engines.clusters import Authority, running

        _, planted = forums.made(10, seed)
        with (
            tempfile.TemporaryDirectory(prefix="forum-bench-") as name,
            running(Path(name) / "cluster", workers, Authority(Path(name) / "tls")) as machines,
            forums.copy(10, seed) as place,
        ):
            end = {seconds / 2: lambda: machines.kill_worker(machines.workers[0].pid)} if kill else {}
            more = {"environment": machines.environment, "at": end}
            found = planned(place, planted, seconds, "--engine", machines.name, **more)
            return {**found, "workers": workers, "killed": int(kill)}

    return measure


def twice(scale: int, units: int) -> Callable[[Forums, int], dict[str, Any]]:
    """Plan two times with `--deterministic`, and compare the bytes."""

    def measure(forums: Forums, seed: int) -> dict[str, Any]:
        answers, lasted = [], []
        for _ in range(2):
            with forums.copy(scale, seed) as place:
                done = run(
                    "plan",
                    place,
                    "--deterministic",
                    "--time-limit",
                    units,
                    "--workers",
                    2,
                    ends_with=(0, 5),
                    within=1200,
                )
                answers.append((place / "timetable.json").read_bytes())
                lasted.append(done.seconds)
        return {"same": answers[0] == answers[1], "bytes": len(answers[0]), "units": units, "lasted": lasted}

    return measure


ONE = SEEDS[:1]
ROWS: tuple[Row, ...] = (
    *(
        Row(f"first-{scale}", f"first answer at scale {scale}", SEEDS, seconds, first(scale))
        for scale, seconds in ((1, 10), (3, 15), (10, 20), (30, 40))
    ),
    Row("search-1", "scale 1 for a minute", SEEDS, 70, search(1, 60)),
    Row("search-3", "scale 3 for a minute", SEEDS, 70, search(3, 60)),
    Row("building-10", "the whole model at scale 10", SEEDS, 20, building(10)),
    Row("same-1", "scale 1 twice, deterministic", ONE, 60, twice(1, 10)),
    Row("search-10", "scale 10 for five minutes", SEEDS, 310, search(10, 300)),
    Row("search-100", "scale 100 for half an hour", ONE, 1900, search(100, 1800)),
    Row("search-30", "scale 30 for five minutes", ONE, 330, search(30, 300)),
    Row("cluster-1", "scale 10 on a cluster of one process", ONE, 130, cluster(1, 120)),
    Row("cluster-2", "scale 10 on a cluster of two processes", ONE, 130, cluster(2, 120)),
    Row("killed", "scale 10 on two processes, one of which is killed", ONE, 110, cluster(2, 90, kill=True)),
    *(Row(f"full-1-{filled}", f"scale 1, {filled} % full", SEEDS, 70, search(1, 60, filled)) for filled in FILLED),
    *(Row(f"full-10-{filled}", f"scale 10, {filled} % full", ONE, 140, search(10, 120, filled)) for filled in FILLED),
    Row("same-10", "scale 10 twice, deterministic", ONE, 120, twice(10, 5)),
    Row("long-1", "scale 1 for ten minutes", ONE, 620, search(1, 600)),
    Row("hour-10", "scale 10 for an hour", ONE, 3660, search(10, 3600), asked=True),
)
ROW = {row.name: row for row in ROWS}
