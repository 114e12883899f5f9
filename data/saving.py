"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from data.problems import ForumError

if TYPE_CHECKING:
    from pathlib import Path

BEGUN = ".begun"
"""Ends the name of a file that is still being written."""


def save(place: Path, content: bytes) -> None:
    """Write a file beside its place, have the disk keep it, and rename it there.

    Raises ForumError if that fails; then the place holds what it held before.
    """
    begun = place.with_name(f".{place.name}{BEGUN}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        begun.unlink(missing_ok=True)  # a link of that name is not followed
        with begun.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(place)
    except OSError as error:
        raise ForumError(f"{place} could not be written: {error.strerror or error}.") from error
    finally:
        begun.unlink(missing_ok=True)
