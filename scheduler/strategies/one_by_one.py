"""Makes a timetable cheaper by taking one session out after another, each put back where it costs least.

Far from the best timetable this is worth more, second by second, than parts of the forum that are solved to the end:
a session takes about a millisecond. What minutes up late are worth in each region is known from the search for a
bound; without it no single session would see why it should spare one region rather than another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from scheduler.bounds import improve, of_fair_hours
from scheduler.strategies.greedy import costs_of_starts, free_channels
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.programme import Occurrence
    from data.timetable import Timetable
    from scheduler.bounds import Ascent, Floats
    from scheduler.build import Build

ROUNDS = 20
"""How many rounds the prices of regions are looked for, where nobody has yet."""

CROWD = 0.02
"""What each other session of a day counts, in points: of starts that cost the same one on an emptier day is taken."""

CHEAPER = 1e-6
"""The least that a move has to save, in points."""


def one_by_one(
    build: Build,
    timetable: Timetable,
    seed: int,
    enough: Callable[[], bool],
    *,
    ascent: Ascent | None = None,
    passes: int = 5,
) -> Timetable:
    """Return a timetable that is cheaper and breaks no hard rule either, or the same where none is found.

    Each pass goes through all sessions in an order drawn from `seed`, until one moves nothing or does no good, or
    `enough` says so, which is asked before each session. Sessions that are facilitated stay where they are.
    """
    draft = Draft(build.board)
    if draft.place_all(timetable.placements):
        return timetable
    if ascent is None:
        _, ascent = improve(build, None, ROUNDS)
    beyond = of_fair_hours(build, ascent)
    random = np.random.default_rng(seed)
    free = [o for o in build.board.occurrences if o.id in draft.held and not _led(o, draft)]
    best, cost = timetable, verify(timetable, build.rules).cost
    for _ in range(passes):
        moved = 0
        for number in random.permutation(len(free)).tolist():
            if enough():
                break
            moved += _put_back(build, draft, free[number], beyond)
        if not moved:
            break
        found = draft.timetable()
        verdict = verify(found, build.rules)
        if verdict.hard or verdict.cost >= cost:
            break
        best, cost = found, verdict.cost
    return best


def _led(occurrence: Occurrence, draft: Draft) -> bool:
    """Whether somebody facilitates an occurrence, or has to be there since they facilitated others."""
    assembles = bool(draft.programme.forum.type[occurrence.session.type].assembles)
    return assembles or bool(draft.held[occurrence.id].facilitators)


def _put_back(build: Build, draft: Draft, occurrence: Occurrence, beyond: Callable[[str], Floats]) -> bool:
    """Take an occurrence out and put it where it costs least; return whether that is elsewhere."""
    held = draft.take(occurrence.id)
    here = int(np.searchsorted(draft.starts.minute, held.begin))
    crowd = np.zeros(len(draft.starts.dates))
    for day, names in draft.on_day.items():
        crowd[day] = CROWD * len(names)
    cost = costs_of_starts(build, draft, occurrence) + beyond(occurrence.id) + crowd[draft.starts.day]
    start = int(np.argmin(cost))
    channels = next(free_channels(draft, occurrence, start), None)
    if cost[start] < cost[here] - CHEAPER and channels is not None:
        draft.place(occurrence.id, start, channels)
        return True
    draft.place(occurrence.id, here, held.channels)
    return False
