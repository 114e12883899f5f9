"""What has been measured, one line of JSON a measurement, written at once: a bench that is broken off goes on there."""

from __future__ import annotations

import json
import os
from collections.abc import Container
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement: its row, the seed of its forum, what was found, when, and how busy the machine was.

    `found` has an `error` and nothing else where it failed. `seconds` it took in all, by the clock. `load` is the
    average of the last minute before it and after it; `program` is the state of the program that was measured.
    """

    row: str
    seed: int
    found: dict[str, Any]
    at: str
    seconds: float
    load: tuple[float, float]
    program: str

    @property
    def failed(self) -> bool:
        return "error" in self.found


class State:
    """The measurements of a file, the last one of each row and seed."""

    def __init__(self, file: Path) -> None:
        """Read what is there; a line that was not written to its end is cut off."""
        self.file = file
        self.measurements: dict[tuple[str, int], Measurement] = {}
        if not file.exists():
            return
        content = file.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            os.truncate(file, len(whole))
        for line in whole.decode().splitlines():
            self._keep(_measurement(json.loads(line)))

    def add(self, measurement: Measurement) -> None:
        """Keep a measurement: it is on the disk when this returns."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab") as file:
            file.write(_line(measurement))
            file.flush()
            os.fsync(file.fileno())
        self._keep(measurement)

    def forget(self, rows: Container[str]) -> None:
        """Begin these rows anew."""
        self.measurements = {key: each for key, each in self.measurements.items() if key[0] not in rows}
        if self.file.exists():
            beside = self.file.with_suffix(".new")
            beside.write_bytes(b"".join(map(_line, self.measurements.values())))
            beside.replace(self.file)

    def _keep(self, measurement: Measurement) -> None:
        self.measurements[measurement.row, measurement.seed] = measurement

    def has(self, row: str, seed: int) -> bool:
        """Whether it was measured, and did not fail."""
        found = self.measurements.get((row, seed))
        return found is not None and not found.failed

    def of(self, row: str) -> list[Measurement]:
        """The measurements of a row that did not fail, by seed."""
        return [each for (name, _), each in sorted(self.measurements.items()) if name == row and not each.failed]

    def errors(self, row: str) -> list[str]:
        """Why measurements of a row failed, by seed."""
        return [
            f"seed {each.seed}: {each.found['error']}"
            for (name, _), each in sorted(self.measurements.items())
            if name == row and each.failed
        ]

    @property
    def seconds(self) -> float:
        """How long all of it took."""
        return sum(each.seconds for each in self.measurements.values())


def _line(measurement: Measurement) -> bytes:
    return json.dumps(asdict(measurement)).encode() + b"\n"


def _measurement(content: dict[str, Any]) -> Measurement:
    return Measurement(**{**content, "load": tuple(content["load"])})
