"""The run of show of one day, channel by channel, for the team alone: join links and e-mail addresses are in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from data.clock import minutes_within
from data.contacts import Contact
from data.problems import ForumError
from data.programme import SERVICES
from data.zones import midnight, zone
from output import names
from output.language import language
from output.view import line, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from data.programme import Channel, Session
    from data.timetable import Engagement, Timetable

ROLES = ("host", "welcome", "moderator", "facilitator", "speaker")
"""In the order in which a day sheet names people."""


@dataclass(frozen=True, slots=True)
class Part:
    """Someone's part in a session, and what their own clock shows then.

    `local` is empty where their zone is not known; `at_night` where some of it lies in their night.
    """

    id: str
    name: str
    role: str
    organisation: str
    required: bool
    minutes: str
    local: str
    zone: str
    at_night: bool
    email: str


@dataclass(frozen=True, slots=True)
class Run:
    """An occurrence as it is run; times are by the home clock. `set_up` is when its channel must be free for it."""

    occurrence: str
    title: str
    type: str
    set_up: datetime
    start: datetime
    end: datetime
    languages: str
    services: tuple[str, ...]
    rehearsals: tuple[str, ...]
    rehearses: str
    join_link: str
    public_link: str
    email: str
    note: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChannelRuns:
    """What is held in a channel on the day, in the order of time."""

    name: str
    link: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A home date with its channels, in the forum's order; those without anything on it are absent."""

    forum: str
    day: date
    zone: str
    channels: tuple[ChannelRuns, ...]


def day_sheet(timetable: Timetable, day: date, contacts: Mapping[str, Contact]) -> DaySheet:
    """Return the sheet of a home date: everything of which any minute lies in it.

    Raises ForumError where nothing does.
    """
    forum = timetable.programme.forum
    begin, over = midnight(day, forum.zone), midnight(day + timedelta(days=1), forum.zone)
    held = [name for name in timetable.in_order if timetable.start(name) < over and timetable.end(name) > begin]
    if not held:
        raise ForumError(f"Nothing is held on {names.long_date(day)} by the clock of {forum.zone}.")
    parts = _parts(timetable)
    place = {channel.id: number for number, channel in enumerate(forum.channels)}
    by_channel = sorted(held, key=lambda name: place[timetable.placements[name].channel])
    channels = [
        ChannelRuns(
            line(forum.channels[number].name),
            safe_link(forum.channels[number].link),
            tuple(_run(timetable, name, forum.channels[number], parts.get(name, []), contacts) for name in members),
        )
        for number, members in groupby(by_channel, lambda name: place[timetable.placements[name].channel])
    ]
    return DaySheet(line(forum.name), day, forum.zone, tuple(channels))


def _parts(timetable: Timetable) -> dict[str, list[Engagement]]:
    found: dict[str, list[Engagement]] = {}
    for engagements in timetable.engagements.values():
        for each in engagements:
            found.setdefault(each.occurrence, []).append(each)
    return found


def _run(
    timetable: Timetable, name: str, channel: Channel, engaged: list[Engagement], contacts: Mapping[str, Contact]
) -> Run:
    programme = timetable.programme
    session = programme.occurrence[name].session
    home = zone(programme.forum.zone)
    start, end = timetable.start(name), timetable.end(name)
    contact = contacts.get(session.id, Contact(session.id))
    ordered = sorted(engaged, key=lambda each: (ROLES.index(each.role), each.start, each.person))
    rehearsed = programme.session.get(session.rehearsal_of)
    return Run(
        occurrence=name,
        title=line(session.title),
        type=line(programme.forum.type[session.type].name),
        set_up=(start - timedelta(minutes=channel.set_up)).astimezone(home),
        start=start.astimezone(home),
        end=end.astimezone(home),
        languages=", ".join(map(language("en").language_name, session.languages)),
        services=tuple(_services(timetable, session)),
        rehearsals=tuple(_rehearsals(timetable, session)),
        rehearses=f"{rehearsed.id} {line(rehearsed.title)}" if rehearsed else "",
        join_link=contact.join_link,
        public_link=safe_link(session.public_link),
        email=contact.email,
        note=contact.note,
        parts=tuple(_part(timetable, each, contacts) for each in ordered),
    )


def _part(timetable: Timetable, engaged: Engagement, contacts: Mapping[str, Contact]) -> Part:
    forum = timetable.programme.forum
    person = timetable.programme.person[engaged.person]
    whole = (engaged.start, engaged.end) == (timetable.start(engaged.occurrence), timetable.end(engaged.occurrence))
    night = person.zone is not None and minutes_within(engaged.start, engaged.end, forum.comfort.night, person.zone) > 0
    return Part(
        id=person.id,
        name=line(person.name),
        role=engaged.role,
        organisation=line(person.organisation),
        required=engaged.required,
        minutes="" if whole else _span(engaged.start, engaged.end, forum.zone),
        local=_local(engaged.start, engaged.end, person.zone, forum.zone) if person.zone else "",
        zone=person.zone or "",
        at_night=night,
        email=contacts.get(person.id, Contact(person.id)).email,
    )


def _span(start: datetime, end: datetime, name: str) -> str:
    first, last = (moment.astimezone(zone(name)) for moment in (start, end))
    return f"{names.clock(first)}–{names.clock(last)}"


def _local(start: datetime, end: datetime, name: str, home: str) -> str:
    """A span by somebody's own clock, with the weekday where it begins on another date than at home."""
    first = start.astimezone(zone(name)).date()
    day = "" if first == start.astimezone(zone(home)).date() else f"{names.WEEKDAYS[first.weekday()][:3]} "
    return day + _span(start, end, name)


def _services(timetable: Timetable, session: Session) -> Iterator[str]:
    """What is to be provided, in which languages and by which team; also where no team covers it."""
    serving = timetable.programme.served_by[session.id]
    for service in SERVICES:
        asked = session.asks_for(service)
        if asked is not None:
            spoken = ", ".join(map(language("en").language_name, asked))
            team = line(serving[service].name) if service in serving else "no team"
            yield f"{service.replace('-', ' ')}{f' ({spoken})' if spoken else ''}: {team}"


def _rehearsals(timetable: Timetable, session: Session) -> Iterator[str]:
    """When the session is rehearsed, by the home clock, and in which channel; also where that is not placed."""
    programme = timetable.programme
    for other in programme.sessions:
        if other.rehearsal_of != session.id:
            continue
        for occurrence in programme.occurrences_of.get(other.id, ()):
            placement = timetable.placements.get(occurrence.id)
            if placement is None:
                yield f"{occurrence.id}: not placed"
                continue
            local = placement.start.astimezone(zone(programme.forum.zone))
            channel = line(programme.forum.channel[placement.channel].name)
            yield f"{occurrence.id}: {names.long_date(local.date())}, {names.clock(local)}, {channel}"
