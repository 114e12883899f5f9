"""Counting for the checks alone: how many of some sessions would have to give way. Encodings may not use this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.timetable import Timetable


def in_the_way(timetable: Timetable, occurrences: Iterable[str]) -> tuple[str, ...]:
    """Return a smallest set of held occurrences without which no two of the others overlap, in order of time.

    Going through them by their ends and keeping each that begins after the last kept one is over keeps the most.
    """
    over = None
    dropped = []
    for name in sorted(occurrences, key=lambda name: (timetable.end(name), timetable.start(name), name)):
        if over is None or timetable.start(name) >= over:
            over = timetable.end(name)
        else:
            dropped.append(name)
    return tuple(sorted(dropped, key=lambda name: (timetable.start(name), name)))


def overlapping(timetable: Timetable, first: str, second: str) -> bool:
    """Whether two held occurrences share a moment."""
    return timetable.start(first) < timetable.end(second) and timetable.start(second) < timetable.end(first)
