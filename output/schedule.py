"""The programme as `schedule.xml` and `schedule.json`, which conference programs read (the form of voc/schedule).

Both say the same of everything that is held. An exhibition and a cancelled session have no time and are not in them.
"""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from data.grid import utc_text
from data.zones import zone
from output import names
from output.event_ids import guid
from output.feed_names import feed_name
from output.language import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from output.view import PublicOccurrence, PublicPerson, PublicSession, PublicView

GENERATOR = "Forum Scheduler"
SCHEMA = "https://c3voc.de/schedule/schema.json"

_ZONE = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")
"""The zones that `schedule.json` can name (its schema, as it stands); `Etc/GMT-3` and a few others it cannot."""


@dataclass(frozen=True, slots=True)
class _Event:
    """One holding of a session; `start` and `end` are home times, `language` is empty where none is known."""

    number: int
    guid: str
    slug: str
    room: str
    title: str
    subtitle: str
    type: str
    track: str
    start: datetime
    minutes: int
    language: str
    abstract: str
    url: str
    people: tuple[tuple[str, str], ...]
    """Guid and name of everyone with a part, once, in the order of roles."""
    link: str


@dataclass(frozen=True, slots=True)
class _Room:
    """A channel with what is held in it on one day, in the order of time."""

    guid: str
    name: str
    events: tuple[_Event, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """A home date with its number from 1, from the first start to the last end; rooms in the order of the forum."""

    index: int
    date: str
    start: datetime
    end: datetime
    rooms: tuple[_Room, ...]


def schedule_xml(view: PublicView) -> bytes:
    """Return `schedule.xml`, valid against the XSD of voc/schedule and against its older one without guids of people.

    `time_zone_name` and the offset of every time are those of the home zone; `version` is the instant of the revision.
    """
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name=GENERATOR)
    _say(root, version=utc_text(view.revised))
    days = tuple(_days(view))
    _say(
        ET.SubElement(root, "conference"),
        title=feed_name(view, view.name),
        acronym=_acronym(view),
        start=view.first.isoformat(),
        end=view.last.isoformat(),
        days=str(len(days)),
        timeslot_duration=_duration(view.grid),
        base_url=view.site,
        time_zone_name=view.zone,
    )
    for day in days:
        begin, end = day.start.isoformat(), day.end.isoformat()
        inside = ET.SubElement(root, "day", index=str(day.index), date=day.date, start=begin, end=end)
        for room in day.rooms:
            place = ET.SubElement(inside, "room", name=room.name, guid=room.guid)
            for event in room.events:
                _event_xml(place, event)
    ET.indent(root, " ")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _event_xml(place: ET.Element, event: _Event) -> None:
    element = ET.SubElement(place, "event", id=str(event.number), guid=event.guid)
    _say(
        element,
        room=event.room,
        title=event.title,
        subtitle=event.subtitle,
        type=event.type,
        date=event.start.isoformat(),
        start=names.clock(event.start),
        duration=_duration(event.minutes),
        abstract=event.abstract,
        slug=event.slug,
        track=event.track,
    )
    people = ET.SubElement(element, "persons")
    for key, name in event.people:
        ET.SubElement(people, "person", guid=key).text = name
    if event.language:
        _say(element, language=event.language)
    links = ET.SubElement(element, "links")
    if event.link:
        ET.SubElement(links, "link", href=event.link).text = event.link
    _say(element, url=event.url)


def _say(element: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(element, name).text = text


def schedule_json(view: PublicView) -> bytes:
    """Return `schedule.json`, valid against the JSON schema of voc/schedule (draft 6, the form of frab and pretalx).

    It says what `schedule.xml` says, and lists the rooms with their public links. The newer `schema2` of the same
    project asks for another document and is still marked alpha.
    """
    days = tuple(_days(view))
    conference: dict[str, Any] = {
        "acronym": _acronym(view),
        "title": feed_name(view, view.name),
        "start": view.first.isoformat(),
        "end": view.last.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": _duration(view.grid),
        "url": view.site,
        "rooms": _rooms_json(view),
        "days": [_day_json(day) for day in days],
    }
    if view.banner:
        conference["description"] = view.banner
    if _ZONE.search(view.zone):
        conference["time_zone_name"] = view.zone
    content = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR},
        "schedule": {"version": utc_text(view.revised), "base_url": view.site, "conference": conference},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _rooms_json(view: PublicView) -> list[dict[str, Any]]:
    called = _room_names(view)
    return [
        {
            "name": called[channel.id],
            "guid": guid(view.site, "channel", channel.id),
            "type": "online",
            **({"url": channel.link} if channel.link else {}),
        }
        for channel in view.channels
    ]


def _day_json(day: _Day) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date,
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(),
        "rooms": {room.name: [_event_json(event) for event in room.events] for room in day.rooms},
    }


def _event_json(event: _Event) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.number,
        "date": event.start.isoformat(),
        "start": names.clock(event.start),
        "duration": _duration(event.minutes),
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": event.subtitle,
        "track": event.track,
        "type": event.type,
        "language": event.language or None,
        "abstract": event.abstract,
        "persons": [{"guid": key, "name": name} for key, name in event.people],
        "links": [{"url": event.link, "title": event.link}] if event.link else [],
    }


def _days(view: PublicView) -> Iterator[_Day]:
    """The home dates on which something begins; the first of the forum where nothing does, as there must be one."""
    if not view.days:
        midnight = datetime.combine(view.first, time(), zone(view.zone))
        yield _Day(1, view.first.isoformat(), midnight, midnight + timedelta(days=1), ())
    called = _room_names(view)
    for index, day in enumerate(view.days, start=1):
        rooms = []
        for channel in view.channels:
            inside = tuple(
                _event(view, session, held, called) for session, held in day.held if held.channel.id == channel.id
            )
            if inside:
                rooms.append(_Room(guid(view.site, "channel", channel.id), called[channel.id], inside))
        first = day.held[0][1]
        last = max((held for _, held in day.held), key=lambda held: held.end)
        yield _Day(index, day.day.isoformat(), first.home_start, last.home_end, tuple(rooms))


def _event(view: PublicView, session: PublicSession, held: PublicOccurrence, rooms: Mapping[str, str]) -> _Event:
    number = held.revision.number
    main = language(view.languages[0])
    part = main.say("%(number)s of %(total)s") % {"number": held.number, "total": held.of}
    abstract = (view.banner, main.say(names.INVENTED) if session.synthetic else "", session.description)
    return _Event(
        number=number,
        guid=held.revision.guid,
        slug=f"{_acronym(view)}-{number}-session-{_plain(held.id)}".strip("-"),
        room=rooms[held.channel.id],
        title=session.title,
        subtitle=part if held.of > 1 else "",
        type=session.type.name,
        track=session.track,
        start=held.home_start,
        minutes=held.minutes,
        language=next(iter(session.languages), ""),
        abstract="\n\n".join(part for part in abstract if part),
        url=view.page(session),
        people=tuple((guid(view.site, "person", person.id), person.name) for person in _people(session, held)),
        link=held.link,
    )


def _people(session: PublicSession, held: PublicOccurrence) -> tuple[PublicPerson, ...]:
    """Everyone with a part in an occurrence, once: who facilitates it first, then by role."""
    return tuple(dict.fromkeys([*held.facilitators, *(part.person for part in session.parts)]))


def _room_names(view: PublicView) -> dict[str, str]:
    """What each channel is called, by its id: its name, with the id behind each if any two have the same."""
    unique = len({channel.name for channel in view.channels}) == len(view.channels)
    return {channel.id: channel.name if unique else f"{channel.name} ({channel.id})" for channel in view.channels}


def _acronym(view: PublicView) -> str:
    """Return a short name of the forum in small letters, digits and underscores, four at least."""
    short = _plain(view.name).replace("-", "_")[:40].strip("_")
    return short if len(short) >= 4 else f"forum_{short}".strip("_")


def _plain(text: str) -> str:
    """Return the Latin letters (without their accents) and digits of a text, small, joined by hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _duration(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
