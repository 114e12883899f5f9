"""Measures releasing: what freezing and telling differences take besides publishing."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from tests.bench.measuring import Figure, forum
from tests.bench.publishing import planted

if TYPE_CHECKING:
    from pathlib import Path


def releasing(folder: Path) -> list[Figure]:
    """A forum of ten times the size, about 1,600 sessions: its release next to its publication, and a difference."""
    place = shutil.copytree(planted(folder, 10), folder / "releasing")
    published = forum("publish", place, "--out", folder / "published")
    (place / "revisions.json").unlink()
    released = forum("release", place, "--out", folder / "released")
    answer = json.loads((place / "timetable.json").read_text(encoding="utf-8"))
    held = answer["placements"][::10]
    for one, other in zip(held[::2], held[1::2], strict=False):
        one["start"], other["start"] = other["start"], one["start"]
    (place / "timetable.json").write_text(json.dumps(answer), encoding="utf-8")
    told = forum("diff", place, "v1.0", "--json")
    count = len(json.loads(told.stdout)["changes"])
    besides = max(0.0, released.seconds - published.seconds)
    said = f"release {released.seconds:.1f} s, publish {published.seconds:.1f} s, diff {told.seconds:.1f} s"
    return [
        Figure(
            "ten times the size: release and diff besides publishing",
            besides + told.seconds,
            5,
            "s",
            f"{said}, {count} changes",
        )
    ]
