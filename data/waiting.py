"""The waiting list: the requests that are not held, in order of rank, and what keeps each of them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Scarce = Literal["room", "people", "sessions"]
"""What stands in the way of a session: too little room (channels, hours, teams), people, or other sessions."""

Cause = Literal["demands", "room", "people", "sessions", "together", "price", "search"]
"""What keeps a request out.

`demands`: its own, which leave it no start even in an empty forum. `room`, `people`, `sessions`: beside what is
held, rules about that alone refuse all its starts (the first of the three that do so). `together`: only rules of
several kinds together do. `price`: it has a start, where the timetable would cost more than without it. `search`:
it has a start, where the timetable would cost no more; the search ended before it found that.
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that refuses starts: in one line what it asks, how many it refuses, and how many of them it alone does.

    `said`: its demands on the request, or what it finds at one of those starts; empty where none is worked out.
    """

    rule: str
    asks: str
    starts: int
    alone: int
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """A held session that alone keeps a request from some starts: if it gave way, they would be free."""

    session: str
    title: str
    standing: str
    starts: int


@dataclass(frozen=True, slots=True)
class Place:
    """A start (UTC) and channel at which a request could be held, with everything else at its time.

    `instead`: the session that would have to give way, None where the start is free. `dearer`: what the timetable
    would cost more, less where negative; `by_rule`: the same by rule. `facilitators`: who would facilitate it.
    """

    start: datetime
    channel: str
    instead: Holder | None
    dearer: int
    by_rule: tuple[tuple[str, int], ...]
    facilitators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """Of the starts that were looked at, the one (UTC) at which the fewest hard findings stand against the request."""

    start: datetime
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request, or one occurrence of it, that is not held.

    `rank` counts from 1. `price`: what leaving it out costs. `possible`: the starts of the forum; `own`: those of
    them that its own demands leave; `free`: those of them that what is held leaves. `place` is None where no single
    session's giving way would do; then `nearest` is known, if there is any start of its own.
    """

    rank: int
    session: str
    title: str
    status: str
    priority: int
    price: int
    cause: Cause
    possible: int
    own: int
    free: int
    demands: tuple[Refusal, ...]
    beside: tuple[Refusal, ...]
    holders: tuple[Holder, ...]
    place: Place | None
    nearest: Nearest | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """All requests that are not held, the first in rank first, and how many occurrences are asked for and held."""

    forum: str
    zone: str
    asked: int
    held: int
    requests: tuple[Waiting, ...]
