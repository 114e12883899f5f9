"""The forums that come with the software: samples, and a starter to begin one's own with."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from data.problems import ForumError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

SAMPLES: Mapping[str, str] = {
    "wsis-2020": "the WSIS Forum 2020 at its published size, real sessions and plainly invented people",
    "autumn-2020": "a small forum over the ends of summer time on 25 October and 1 November 2020",
    "village": "the frame of a small forum, and in inbox/ the answers of its form in two weeks, to import",
}
"""The samples by name, with one line about each."""

STARTER = "starter"
_FORMS = (".csv", ".toml")


def copy_sample(name: str, target: Path) -> None:
    """Copy a sample into a new folder; raise ForumError for an unknown name or a folder that is not empty."""
    if name not in SAMPLES:
        raise ForumError(f"There is no sample “{name}”; known: {', '.join(SAMPLES)}.")
    _copy(name, target)


def copy_starter(target: Path) -> None:
    """Copy the commented starter into a new folder; raise ForumError for a folder that is not empty."""
    _copy(STARTER, target)


def _copy(name: str, target: Path) -> None:
    """Copy beside the target and rename, so that it comes into being whole or not at all."""
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise ForumError(f"{target} is there already and is not empty; nothing was written.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".forum-new-") as beside:
            made = Path(beside) / target.name
            made.mkdir()
            _fill(made, files(__name__) / name)
            if target.exists():
                target.rmdir()
            made.rename(target)
    except OSError as error:
        raise ForumError(f"{target} could not be written: {error.strerror}.") from error


def _fill(place: Path, source: Traversable) -> None:
    """Copy the tables and settings of a sample, and of its folders."""
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            (place / entry.name).mkdir()
            _fill(place / entry.name, entry)
        elif entry.name.endswith(_FORMS):
            (place / entry.name).write_bytes(entry.read_bytes())
