"""What one timetable changes of another: what is placed, moved, renamed, withdrawn, and who comes and goes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from data.timetable import Timetable

Kind = Literal["placed", "moved", "channel", "link", "withdrawn", "renamed", "joined", "left"]
KINDS: tuple[Kind, ...] = ("withdrawn", "moved", "placed", "channel", "link", "renamed", "joined", "left")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an occurrence is held: from instant to instant (UTC), in a channel, by its id.

    `link` is the public address at which to follow it, as the tables have it: its own, or else its channel's.
    """

    start: datetime
    end: datetime
    channel: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One change of one occurrence.

    `before` and `after` are where it was and is held, None where it was or is not. Another start or length is `moved`,
    also where the channel is another as well; another channel alone is `channel`, and another link is `link`.
    `old_title` and `title` differ only in what is `renamed`. `person` and `role` are of who has `joined` or `left` it,
    else empty; another role is both.
    """

    kind: Kind
    occurrence: str
    session: str
    title: str
    before: Spot | None
    after: Spot | None
    old_title: str = ""
    person: str = ""
    role: str = ""


@dataclass(frozen=True)
class Difference:
    """The changes from `old` to `new`, by kind, then by time and id."""

    old: Timetable
    new: Timetable
    items: tuple[Item, ...]

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[Item, ...]]:
        """The changes of each kind; kinds of which there are none are absent."""
        found = {kind: tuple(item for item in self.items if item.kind == kind) for kind in KINDS}
        return {kind: items for kind, items in found.items() if items}

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Item, ...]]:
        """For each person the changes that concern them: of what they had or have a part in, and their own."""
        found: dict[str, list[Item]] = {}
        parts = (_parts(self.old), _parts(self.new))
        for item in self.items:
            if item.person:
                concerned = {item.person}
            else:
                concerned = {person for side in parts for person, _ in side.get(item.occurrence, ())}
            for person in concerned:
                found.setdefault(person, []).append(item)
        return {person: tuple(found[person]) for person in sorted(found)}


def difference(old: Timetable, new: Timetable) -> Difference:
    """Return what `new` changes of `old`; the two may be of different states of the programme."""
    items = list(_items(old, new))
    order = {kind: number for number, kind in enumerate(KINDS)}

    def key(item: Item) -> tuple[int, datetime, str, str, str]:
        spot = item.before or item.after
        assert spot is not None
        return order[item.kind], spot.start, item.occurrence, item.person, item.role

    return Difference(old, new, tuple(sorted(items, key=key)))


def _items(old: Timetable, new: Timetable) -> Iterator[Item]:
    before, after = _parts(old), _parts(new)
    for name in sorted(old.placements.keys() | new.placements.keys()):
        was, now = _spot(old, name), _spot(new, name)
        side = new if now else old
        session = side.programme.occurrence[name].session
        common = (name, session.id, session.title, was, now)
        if was is None:
            yield Item("placed", *common)
            continue
        if now is None:
            yield Item("withdrawn", *common)
            continue
        if (was.start, was.end) != (now.start, now.end):
            yield Item("moved", *common)
        elif was.channel != now.channel:
            yield Item("channel", *common)
        if was.link != now.link:
            yield Item("link", *common)
        old_title = old.programme.occurrence[name].session.title
        if old_title != session.title:
            yield Item("renamed", *common, old_title=old_title)
        for person, role in sorted(set(after.get(name, ())) - set(before.get(name, ()))):
            yield Item("joined", *common, person=person, role=role)
        for person, role in sorted(set(before.get(name, ())) - set(after.get(name, ()))):
            yield Item("left", *common, person=person, role=role)


def _spot(timetable: Timetable, occurrence: str) -> Spot | None:
    placement = timetable.placements.get(occurrence)
    if placement is None:
        return None
    programme = timetable.programme
    link = programme.occurrence[occurrence].session.public_link or programme.forum.channel[placement.channel].link
    return Spot(placement.start, timetable.end(occurrence), placement.channel, link)


def _parts(timetable: Timetable) -> dict[str, list[tuple[str, str]]]:
    """Who has which role in each held occurrence; facilitators have theirs by the placement."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person, engagements in timetable.engagements.items():
        for each in engagements:
            found.setdefault(each.occurrence, []).append((person, each.role))
    return found
