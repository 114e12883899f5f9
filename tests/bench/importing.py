"""Measures the import of 5,000 requests and 10,000 people, and the search for duplicates among them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from data.intake.duplicates import settle
from data.saving import save_all
from tests.bench.measuring import Figure, forum
from tests.data.intake.planted_duplicates import Made, Maker, folder_of

if TYPE_CHECKING:
    from pathlib import Path


def importing(place: Path) -> list[Figure]:
    """Seconds of `forum import` into a new folder, the search for duplicates with it; of the search alone; what of it.

    The tables are those of another forum folder, the largest of the formats.
    """
    made = Maker(1).made
    folder = folder_of(made, place / "duplicates")
    frame = ("--zone", "Europe/Zurich", "--first-day", "2020-06-22", "--last-day", "2020-09-10")
    run = forum("import", folder, "--into", place / "imported", *frame)
    return [
        Figure("import of 5,000 requests with duplicates", run.seconds, 20, "s", run.stdout.splitlines()[0]),
        *_duplicates(made, folder),
    ]


def _duplicates(made: Made, folder: Path) -> list[Figure]:
    """Seconds to read the tables of a folder, search them and write what is suggested; and what was found."""
    began = time.monotonic()
    settled = settle(folder)
    save_all(settled.files)
    seconds = time.monotonic() - began
    found = {(each.kind, each.first, each.second) for each in settled.suggested}
    right = found & set(made.planted)
    rows = sum(len(rows) for rows in (made.requests, made.people))
    return [
        Figure("search for duplicates", seconds, 15, "s", f"{rows:,} rows of requests and people"),
        Figure("planted duplicates found", 100 * len(right) / len(made.planted), 95, "%", least=True),
        Figure("suggestions that are wrong", 100 * len(found - right) / len(found), 5, "%"),
    ]
