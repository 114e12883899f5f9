"""A timetable in the making, on whole minutes, indexed by what search asks of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.timetable import Placement, Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constraints.board import Board
    from constraints.starts import Ints, Mask


@dataclass(frozen=True, slots=True)
class Held:
    """An occurrence in the draft: from minute to minute of the forum, on a home day (index), in a channel class."""

    begin: int
    end: int
    day: int
    channels: int
    facilitators: tuple[str, ...] = ()


class Draft:
    """What is placed so far on a Board whose domains have been narrowed."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.programme = board.programme
        self.starts = board.starts
        self.held: dict[str, Held] = {}
        length = self.starts.grid.day_starts[-1] + 4 * 24 * 60
        self.at_once: list[Ints] = [np.zeros(length, dtype=np.int64) for _ in board.classes]
        """For each class of channels: how many are in use or being set up, by minute of the forum."""
        self.busy: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        """For each person: their required engagements as begin, end (minutes of the forum) and occurrence."""
        self.chosen: dict[str, tuple[str, ...]] = {}
        """Who is to facilitate an occurrence that is not placed yet, where that is known."""
        self.on_day: dict[int, list[str]] = defaultdict(list)
        """For each home day, by index: what is held."""
        self.of_type: dict[str, list[str]] = defaultdict(list)
        self.of_track: dict[str, list[str]] = defaultdict(list)
        self.of_action_line: dict[str, list[str]] = defaultdict(list)
        self.of_sdg: dict[str, list[str]] = defaultdict(list)
        self.of_organisation: dict[str, list[str]] = defaultdict(list)
        self.of_region: dict[str, list[str]] = defaultdict(list)
        self.in_period: dict[str, Ints] = {}
        """For each period: how many sessions inside it are held at once, by minute of the forum."""
        self.on_day_in: dict[str, Ints] = {}
        """For each period: how many sessions inside it begin on each home day, by index."""
        for period in self.programme.forum.periods:
            self.in_period[period.id] = np.zeros(length, dtype=np.int64)
            self.on_day_in[period.id] = np.zeros(len(self.starts.dates), dtype=np.int64)
        self._full: dict[tuple[str, int], Ints] = {}
        self._known: dict[str, dict[str, tuple[int, int]]] = {}

    def domain(self, occurrence: str) -> Mask:
        """Return the starts that every rule allows the occurrence by itself."""
        return self.board.domain[occurrence]

    def place(self, occurrence: str, start: int, channels: int, facilitators: tuple[str, ...] = ()) -> None:
        """Put an occurrence at a start (index) in a class of channels."""
        begin = int(self.starts.minute[start])
        end = begin + self.programme.occurrence[occurrence].duration
        held = Held(begin, end, int(self.starts.day[start]), channels, facilitators)
        self.held[occurrence] = held
        self._count(occurrence, start, held, 1)
        for named in self._named(occurrence, held):
            named.append(occurrence)
        session = self.programme.occurrence[occurrence].session
        for part in self.programme.appearances_in.get(session.id, ()):
            if part.required:
                self.busy[part.person].append((begin + part.start, begin + part.end, occurrence))
        for person in facilitators:
            self.busy[person].append((begin, end, occurrence))

    def place_all(self, placements: Mapping[str, Placement]) -> tuple[str, ...]:
        """Place what a timetable holds; return what begins at no possible start of the forum, and is not placed."""
        classes = {channel: number for number, members in enumerate(self.board.classes) for channel in members}
        left: list[str] = []
        for name, placement in placements.items():
            here = np.flatnonzero(self.starts.at(placement.start))
            if len(here):
                self.place(name, int(here[0]), classes[placement.channel], placement.facilitators)
            else:
                left.append(name)
        return tuple(left)

    def take(self, occurrence: str) -> Held:
        """Take an occurrence out again, and return how it was held."""
        held = self.held.pop(occurrence)
        self._count(occurrence, int(np.searchsorted(self.starts.minute, held.begin)), held, -1)
        for named in self._named(occurrence, held):
            named.remove(occurrence)
        session = self.programme.occurrence[occurrence].session
        parts = self.programme.appearances_in.get(session.id, ())
        for person in {*(part.person for part in parts if part.required), *held.facilitators}:
            self.busy[person] = [each for each in self.busy[person] if each[2] != occurrence]
        return held

    def _count(self, occurrence: str, start: int, held: Held, change: int) -> None:
        """Count an occurrence, once more or once less, in what is kept by minute and by day."""
        mine = self.programme.occurrence[occurrence]
        channel = self.programme.forum.channel[self.board.classes[held.channels][0]]
        self.at_once[held.channels][held.begin : held.end + channel.set_up + self.board.pause] += change
        self._full.clear()
        for period in self.programme.periods_of(mine.session):
            if self.starts.inside(period, mine.duration)[start]:
                self.in_period[period.id][held.begin : held.end] += change
                self.on_day_in[period.id][held.day] += change

    def _named(self, occurrence: str, held: Held) -> Iterator[list[str]]:
        """Yield the lists in which an occurrence stands."""
        session = self.programme.occurrence[occurrence].session
        yield self.on_day[held.day]
        yield self.of_type[session.type]
        if session.track:
            yield self.of_track[session.track]
        for line in session.action_lines:
            yield self.of_action_line[line]
        for goal in session.sdgs:
            yield self.of_sdg[goal]
        for organisation in session.organisers:
            yield self.of_organisation[organisation]
        for region in session.target_regions:
            yield self.of_region[region]

    def total(self, key: str, amounts: Callable[[str], Ints]) -> int:
        """Return the sum of amounts at the starts of all that is held; `amounts` gives those of one by start.

        For one key they are always the same; what is known of an occurrence is kept while it stays where it is.
        """
        known = self._known.setdefault(key, {})
        total = 0
        for name, held in self.held.items():
            mine = known.get(name)
            if mine is None or mine[0] != held.begin:
                here = int(amounts(name)[int(np.searchsorted(self.starts.minute, held.begin))])
                mine = known[name] = (held.begin, here)
            total += mine[1]
        return total

    def held_between(self, first: int, last: int) -> list[str]:
        """Return what begins on a home day on which the minutes from first to last lie, or on the day before."""
        days = np.searchsorted(self.starts.day_start, [first, last], side="right") - 1
        return [name for day in range(int(days[0]) - 1, int(days[1]) + 1) for name in self.on_day.get(day, ())]

    def free(self, used: Ints, name: str, most: int, length: int) -> Mask:
        """Return the starts at which a count by minute stays below `most` for so many minutes.

        `name` tells the counts apart, for what is worked out to be kept until the next placement.
        """
        key = (name, most)
        if key not in self._full:
            self._full[key] = np.concatenate([[0], np.cumsum(used >= most)])
        full, minute = self._full[key], self.starts.minute
        return np.equal(full[minute + length], full[minute])

    def timetable(self) -> Timetable:
        """Return the draft as a timetable; channels are handed out within their classes."""
        given = self.board.hand_out(
            {name: held.begin for name, held in self.held.items()},
            {name: held.channels for name, held in self.held.items()},
        )
        return Timetable(
            self.programme,
            {
                name: Placement(self.starts.grid.instant(held.begin), given[name], tuple(sorted(held.facilitators)))
                for name, held in sorted(self.held.items())
            },
        )
