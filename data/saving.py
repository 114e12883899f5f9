"""Writing files whole or not at all."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from data.problems import ForumError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BEGUN = ".begun"
"""Ends the name of a file that is still being written."""

_AT_ONCE = 16
"""Files that are given to the disk together: each waits until the disk has it, and disks take many in one go."""


def save(place: Path, content: bytes) -> None:
    """Write a file beside its place, have the disk keep it, and rename it there.

    Raises ForumError if that fails; then the place holds what it held before.
    """
    save_all({place: content})


def save_all(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, have the disk keep them, then rename each there, in this order.

    Raises ForumError if that fails; until all are written, every place holds what it held before.
    """
    begun = {place: place.with_name(f".{place.name}{BEGUN}") for place in files}
    try:
        if len(files) == 1:
            for place, content in files.items():
                _write(place, begun[place], content)
        else:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for done in [pool.submit(_write, place, begun[place], content) for place, content in files.items()]:
                    done.result()
        for place in files:
            _rename(begun[place], place)
    finally:
        for left in begun.values():
            left.unlink(missing_ok=True)


def keep_names(folder: Path) -> None:
    """Have the disk keep which files are in a folder, where the system can (Windows does so unasked)."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _write(place: Path, begun: Path, content: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        begun.unlink(missing_ok=True)  # a link of that name is not followed
        with begun.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(place, error) from error


def _rename(begun: Path, place: Path) -> None:
    try:
        begun.replace(place)
    except OSError as error:
        raise _refused(place, error) from error


def _refused(place: Path, error: OSError) -> ForumError:
    return ForumError(f"{place} could not be written: {error.strerror or error}.")
