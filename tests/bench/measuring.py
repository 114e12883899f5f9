"""What a bench is made of: runs of the command with the clock outside, and figures against their targets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
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


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    rows = [("figure", "measured", "target", "", ""), *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d:<{widths[3]}}  {e}".rstrip()
        for a, b, c, d, e in rows
    )
