"""The changes from one timetable to another in English words, each once, by kind; no form of text yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.clock import MONTHS, WEEKDAYS
from data.zones import zone
from output import names
from output.view import line, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.difference import Difference, Item, Kind, Spot
    from data.timetable import Timetable

HEADINGS: Mapping[Kind, str] = {
    "withdrawn": "Withdrawn",
    "moved": "Moved",
    "placed": "Placed",
    "channel": "Another channel",
    "link": "Another link",
    "renamed": "Renamed",
    "joined": "Joined",
    "left": "Left",
}

ARROW = "->"
"""Stands between what was and what is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One change: the id of the occurrence, its title, and what happened; texts are raw but for control characters.

    `parts` are the texts that happened in the order of reading; between `before` and `after` of a part stands an arrow,
    an empty one is left out. `private`: it is a rehearsal, which is never published.
    """

    occurrence: str
    title: str
    parts: tuple[tuple[str, str], ...]
    private: bool


def sentences(found: Difference) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield the heading of each kind of which there are changes, and them, in the order of `data.difference`."""
    words = _Words(found)
    for kind, items in found.by_kind.items():
        yield HEADINGS[kind], tuple(words.sentence(item) for item in items)


def summary(found: Difference, old: str, new: str) -> str:
    """Return in a line how many changes there are, such as `Changes from v1.0 to work: 1 withdrawn, 2 moved`."""
    counts = ", ".join(f"{len(items)} {HEADINGS[kind].lower()}" for kind, items in found.by_kind.items())
    return f"Changes from {old} to {new}: {counts or 'none'}"


class _Words:
    def __init__(self, found: Difference) -> None:
        self.found = found
        self.zone = found.new.programme.forum.zone
        self.home = zone(self.zone)
        spots = [spot for item in found.items for spot in (item.before, item.after) if spot]
        self.years = len({spot.start.astimezone(self.home).year for spot in spots}) > 1

    def sentence(self, item: Item) -> Sentence:
        old, new = self.found.old, self.found.new
        side = new if item.after else old
        private = bool(side.programme.session[item.session].rehearsal_of)
        return Sentence(item.occurrence, line(item.title), tuple(self._parts(item)), private)

    def _parts(self, item: Item) -> Iterator[tuple[str, str]]:
        old, new = self.found.old, self.found.new
        before, after = item.before, item.after
        if item.person:
            # Who is in neither table is nobody's name: a person of the old one alone has left.
            people = new.programme.person if item.person in new.programme.person else old.programme.person
            yield f"{line(people[item.person].name)} ({names.ROLES[item.role][0].lower()})", ""
        elif item.kind == "renamed":
            yield line(item.old_title), line(item.title)
        elif item.kind == "link" and before and after:
            yield safe_link(before.link) or "none", safe_link(after.link) or "none"
        elif before is None or after is None:
            spot, side = (before, old) if before else (after, new)
            assert spot is not None
            yield f"{self._moment(spot, whole=False)} ({self.zone})", ""
            yield _channel(side, spot), ""
        else:
            if item.kind == "moved":
                whole = before.end - before.start != after.end - after.start
                yield self._moment(before, whole=whole), f"{self._moment(after, whole=whole)} ({self.zone})"
            if before.channel != after.channel:
                yield _channel(old, before), _channel(new, after)

    def _moment(self, spot: Spot, *, whole: bool) -> str:
        """A home time such as `Tue 14 July 13:00`; the end too if `whole`, the year if there are two."""
        start, end = spot.start.astimezone(self.home), spot.end.astimezone(self.home)
        year = f" {start.year}" if self.years else ""
        twice = start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset()
        offset = f" {names.offset(start)}" if twice else ""
        until = f"–{names.clock(end)}" if whole else ""
        date = f"{WEEKDAYS[start.weekday()]} {start.day} {MONTHS[start.month - 1]}{year}"
        return f"{date} {names.clock(start)}{until}{offset}"


def _channel(side: Timetable, spot: Spot) -> str:
    return line(side.programme.forum.channel[spot.channel].name)
