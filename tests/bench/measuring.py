"""What a bench is made of: runs of the command with the clock outside, and figures against their targets."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FORUM = Path(sys.executable).with_name("forum")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured, the most it may be (None for what is only told), and how it is said.

    `least`: the target is the least that it may be; `skipped`: it could not be measured here, and the note says why.
    """

    what: str
    value: float | None
    target: float | None
    unit: str
    note: str = ""
    least: bool = False
    skipped: bool = False

    @property
    def verdict(self) -> str:
        if self.skipped:
            return "skipped"
        if self.target is None:
            return ""
        kept = self.value is not None and (self.value >= self.target if self.least else self.value <= self.target)
        return "ok" if kept else "MISSED"

    def row(self) -> tuple[str, ...]:
        shown = "-" if self.value is None else f"{self.value:,.{0 if self.unit in ('bytes', '') else 2}f} {self.unit}"
        most = "" if self.target is None else f"{'at least ' if self.least else ''}{self.target:,g} {self.unit}"
        return self.what, shown.strip(), most.strip(), self.verdict, self.note


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: seconds, greatest memory in MB, what it said, and seconds at each line of progress."""

    seconds: float
    memory: float
    stdout: str
    progress: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """A process that has ended: with what, seconds by the clock and of the processor, memory in MB, what it said.

    Of the processor and of memory all processes count that it began. `progress` has the seconds at each line, and
    `cpu_at` those of the processor until then.
    """

    exit_code: int
    seconds: float
    cpu: float
    memory: float
    stdout: str
    progress: tuple[tuple[float, str], ...]
    cpu_at: tuple[float, ...]

    @property
    def stderr(self) -> str:
        return "\n".join(line for _, line in self.progress)


def timed(
    command: Sequence[object],
    *,
    until: str | None = None,
    within: float | None = None,
    environment: Mapping[str, str] | None = None,
    at: Mapping[float, Callable[[], object]] | None = None,
) -> Timed:
    """Run a command to its end, or interrupt it at a line of its stderr that begins with `until`.

    After `within` seconds it is killed with all that it began, as it is if the bench is interrupted. `at`: what is
    done after so many seconds.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    lines: list[tuple[float, str]] = []
    used: list[float] = []
    interrupted: list[bool] = []

    def listen() -> None:
        for line in process.stderr:
            lines.append((time.monotonic() - began, line.decode().rstrip()))
            used.append(sum(map(_own_cpu, _with_children(process.pid))))
            if until is not None and not interrupted and lines[-1][1].startswith(until):
                interrupted.append(True)
                process.send_signal(signal.SIGINT)

    timers = [threading.Timer(seconds, act) for seconds, act in (at or {}).items()]
    if within is not None:
        timers.append(threading.Timer(within, os.killpg, (process.pid, signal.SIGKILL)))
    memory = Memory(process.pid)
    for thread in (listener := threading.Thread(target=listen), memory, *timers):
        thread.daemon = True
        thread.start()
    try:
        stdout = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        for timer in timers:
            timer.cancel()
        memory.ended.set()
    seconds = time.monotonic() - began
    listener.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    # ru_maxrss is in kilobytes, on macOS in bytes, and of the largest process.
    largest = usage.ru_maxrss / (1 if sys.platform == "darwin" else 1024) / (1024**2 if sys.platform == "darwin" else 1)
    cpu = usage.ru_utime + usage.ru_stime
    return Timed(process.returncode, seconds, cpu, max(largest, memory.most), stdout, tuple(lines), tuple(used))


class Memory(threading.Thread):
    """Watches how much memory a process and all that it began have together: each page once, where Linux tells."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.pid = pid
        self.most = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.5):
            self.most = max(self.most, sum(map(_own_memory, _with_children(self.pid))))


def _own_memory(pid: int) -> float:
    """MB of a process, of what it shares its part; 0 where that is not told."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    share = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(share[1]) / 1024 if share else 0.0


def _own_cpu(pid: int) -> float:
    """CPU seconds of a process and of its children that have ended; 0 where that is not told."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for place in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, place.read_text().split())
    return found


def forum(*arguments: object, until: str | None = None, ends_with: int = 0) -> Run:
    """Run the command to its end, or interrupt it at a line that begins with `until`.

    Any other exit code than `ends_with` ends the bench.
    """
    run = timed((FORUM, *arguments), until=until)
    if run.exit_code != ends_with:
        sys.exit(f"forum {' '.join(map(str, arguments))} ended with {run.exit_code}:\n{run.stderr}")
    return Run(run.seconds, run.memory, run.stdout, run.progress)


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    rows = [("figure", "measured", "target", "", ""), *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d:<{widths[3]}}  {e}".rstrip()
        for a, b, c, d, e in rows
    )
