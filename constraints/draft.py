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
    from constraints.starts import Ints, Mask, Priced, Starts
    from data.programme import Team

FEW = 8
"""From so many sessions on, what each start would be beside is counted rather than looked up."""


@dataclass(frozen=True, slots=True)
class Held:
    """An occurrence in the draft: from minute to minute of the forum, on a home day (index), in a channel class."""

    begin: int
    end: int
    day: int
    channels: int
    facilitators: tuple[str, ...] = ()


class Group:
    """Occurrences of one kind that are held: which, and how many begin on each home day, by index."""

    def __init__(self, starts: Starts) -> None:
        self.names: dict[str, Held] = {}
        self.by_day: Ints = np.zeros(len(starts.dates), dtype=np.int32)
        self._starts = starts
        self._beside: dict[int, Ints] = {}

    def change(self, name: str, held: Held, by: int) -> None:
        """Add an occurrence (1), or drop it (-1)."""
        if by > 0:
            self.names[name] = held
        else:
            del self.names[name]
        self.by_day[held.day] += by
        for duration, counted in self._beside.items():
            counted[self._starts.overlapping(held.begin, held.end, 0, duration)] += by

    def beside(self, duration: int) -> Iterator[Priced]:
        """Yield beside how many of them a session of so many minutes would be: some starts, and their amounts."""
        if len(self.names) < FEW:
            for held in self.names.values():
                yield self._starts.overlapping(held.begin, held.end, 0, duration), 1
            return
        if duration not in self._beside:
            counted = np.zeros(len(self._starts), dtype=np.int32)
            for held in self.names.values():
                counted[self._starts.overlapping(held.begin, held.end, 0, duration)] += 1
            self._beside[duration] = counted
        yield slice(None), self._beside[duration]


class Use:
    """How much of something is in use, by minute of the forum, and the starts at which there is room for more."""

    def __init__(self, starts: Starts, minutes: int) -> None:
        self._starts = starts
        self.used: Ints = np.zeros(minutes, dtype=np.int32)
        """By minute of the forum; not to be written to."""
        self._room: dict[int, dict[int, Mask]] = {}

    def change(self, begin: int, end: int, by: int) -> None:
        """Use one more (1) or one less (-1) from minute to minute."""
        used = self.used[begin:end]
        used += by
        for most, by_length in self._room.items():
            # Only minutes that became full, or have room again, change anything.
            if (used == (most if by > 0 else most - 1)).any():
                for length, mask in by_length.items():
                    here = self._starts.overlapping(begin, end, 0, length)
                    mask[here] = self._find_room(most, length, here)

    def room(self, most: int, length: int) -> Mask:
        """Return the starts at which less than `most` is in use for so many minutes.

        The mask is kept up to date: not to be written to.
        """
        by_length = self._room.setdefault(most, {})
        if length not in by_length:
            by_length[length] = self._find_room(most, length, slice(0, len(self._starts)))
        return by_length[length]

    def _find_room(self, most: int, length: int, here: slice) -> Mask:
        minutes = self._starts.minute[here]
        if not len(minutes):
            return np.ones(0, dtype=np.bool_)
        first = int(minutes[0])
        full = np.zeros(int(minutes[-1]) + length - first + 1, dtype=np.int32)
        np.cumsum(self.used[first : first + len(full) - 1] >= most, out=full[1:])
        return np.equal(full[minutes - first + length], full[minutes - first])


class Draft:
    """What is placed so far on a Board whose domains have been narrowed."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.programme = board.programme
        self.starts = board.starts
        self.held: dict[str, Held] = {}
        self._length = self.starts.grid.day_starts[-1] + 4 * 24 * 60
        self.at_once = [Use(self.starts, self._length) for _ in board.classes]
        """For each class of channels: how many are in use or being set up."""
        self.in_period = {period.id: Use(self.starts, self._length) for period in self.programme.forum.periods}
        """For each period: how many sessions inside it are held at once."""
        self.on_day_in: dict[str, Ints] = {
            period.id: np.zeros(len(self.starts.dates), dtype=np.int32) for period in self.programme.forum.periods
        }
        """For each period: how many sessions inside it begin on each home day, by index."""
        self.serving = {team.id: Use(self.starts, self._length) for team in self.programme.forum.teams}
        """For each service team: how many of it are at work or at rest."""
        self.busy: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        """For each person: their required engagements as begin, end (minutes of the forum) and occurrence."""
        self.chosen: dict[str, tuple[str, ...]] = {}
        """Who is to facilitate an occurrence that is not placed yet, where that is known."""
        self.every = Group(self.starts)
        """All that is held."""
        self.of_type = self._groups()
        self.of_track = self._groups()
        self.of_action_line = self._groups()
        self.of_sdg = self._groups()
        self.of_organisation = self._groups()
        self.of_region = self._groups()
        self.of_team = self._groups()
        self.on_day: dict[int, dict[str, None]] = defaultdict(dict)
        """For each home day, by index: what begins on it."""
        self._known: dict[str, dict[str, tuple[int, int]]] = {}
        self.narrowed: dict[str, Mask] = {}
        """For what is not placed yet: at which starts it still could be, where that was asked."""
        self._minutes: dict[str, tuple[Mask, Ints]] = {}

    def _groups(self) -> dict[str, Group]:
        return defaultdict(lambda: Group(self.starts))

    def domain(self, occurrence: str) -> Mask:
        """Return the starts that every rule allows the occurrence by itself, or those said in `narrowed`."""
        narrowed = self.narrowed.get(occurrence)
        return self.board.domain[occurrence] if narrowed is None else narrowed

    def minutes(self, occurrence: str) -> Ints:
        """Return the minutes at which an occurrence may begin, in order; when it does, where it is held."""
        held = self.held.get(occurrence)
        if held is not None:
            return np.array([held.begin])
        domain = self.domain(occurrence)
        known = self._minutes.get(occurrence)
        if known is None or known[0] is not domain:
            known = (domain, self.starts.minute[domain])
            self._minutes[occurrence] = known
        return known[1]

    def place(self, occurrence: str, start: int, channels: int, facilitators: tuple[str, ...] = ()) -> None:
        """Put an occurrence at a start (index) in a class of channels."""
        begin = int(self.starts.minute[start])
        end = begin + self.programme.occurrence[occurrence].duration
        held = Held(begin, end, int(self.starts.day[start]), channels, facilitators)
        self.held[occurrence] = held
        self._count(occurrence, start, held, 1)
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
        self._count(occurrence, self.starts.first_at(held.begin), held, -1)
        session = self.programme.occurrence[occurrence].session
        parts = self.programme.appearances_in.get(session.id, ())
        for person in {*(part.person for part in parts if part.required), *held.facilitators}:
            self.busy[person] = [each for each in self.busy[person] if each[2] != occurrence]
        return held

    def _count(self, occurrence: str, start: int, held: Held, change: int) -> None:
        """Count an occurrence, once more or once less, in what is kept by minute, by day and by start."""
        mine = self.programme.occurrence[occurrence]
        channel = self.programme.forum.channel[self.board.classes[held.channels][0]]
        self.at_once[held.channels].change(held.begin, held.end + channel.set_up + self.board.pause, change)
        for period in self.programme.periods_of(mine.session):
            if self.starts.inside(period, mine.duration)[start]:
                self.in_period[period.id].change(held.begin, held.end, change)
                self.on_day_in[period.id][held.day] += change
        if change > 0:
            self.on_day[held.day][occurrence] = None
        else:
            del self.on_day[held.day][occurrence]
        for group in self._groups_of(occurrence):
            group.change(occurrence, held, change)
        for team in self._teams_of(occurrence).values():
            self.serving[team.id].change(held.begin, held.end + team.rest, change)
            self.of_team[team.id].change(occurrence, held, change)

    def _teams_of(self, occurrence: str) -> dict[str, Team]:
        served = self.programme.served_by[self.programme.occurrence[occurrence].session.id]
        return {team.id: team for team in served.values()}

    def _groups_of(self, occurrence: str) -> Iterator[Group]:
        """Yield the groups in which an occurrence is."""
        session = self.programme.occurrence[occurrence].session
        yield self.every
        yield self.of_type[session.type]
        if session.track:
            yield self.of_track[session.track]
        for line in dict.fromkeys(session.action_lines):
            yield self.of_action_line[line]
        for goal in dict.fromkeys(session.sdgs):
            yield self.of_sdg[goal]
        for organisation in dict.fromkeys(session.organisers):
            yield self.of_organisation[organisation]
        for region in dict.fromkeys(session.target_regions):
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
                here = int(amounts(name)[self.starts.first_at(held.begin)])
                mine = known[name] = (held.begin, here)
            total += mine[1]
        return total

    def held_between(self, first: int, last: int) -> list[str]:
        """Return what begins on a home day on which the minutes from first to last lie, or on the day before."""
        days = np.searchsorted(self.starts.day_start, [first, last], side="right") - 1
        return [name for day in range(int(days[0]) - 1, int(days[1]) + 1) for name in self.on_day.get(day, ())]

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
