"""Reads `schedule.xml` and `schedule.json`, the form of schedules of Pentabarf and frab that pretalx and others write.

Read are: `conference` (`acronym`, `title`, `start`, `end`, `time_zone_name`, `base_url`, in JSON `rooms` with `name`
and `capacity`), its `day` (`date`, `start`), the `room` of each (`name`) and the `event` in it: `code`, `guid`, `id`;
`date`, `start`, `duration`, `title`, `subtitle`, `track`, `type`, `language`, `abstract`, `description`, `persons`
(`id`, `guid` or `code`, and the name), `links`, `attachments`, the `recording` with `optout`, `url` and `link` (in JSON
`do_not_record`), and `video_download_url`.

Sources: voc/schedule, validator/xsd/schedule.xml.xsd and validator/json/schema.json; frab/frab,
app/views/public/schedule/index.xml.haml and index.json.jbuilder; pretalx/pretalx, src/pretalx/schedule/exporters.py and
src/pretalx/agenda/templates/agenda/schedule.xml. Few real files keep to the schemas: nothing of them is needed here but
events with a title. docs/import-formats.md says what becomes of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from data.intake.parts import (
    Gathering,
    commonest,
    day,
    known_zone,
    line,
    lines,
    moment,
    number,
    objects,
    shown,
    slug,
    truth,
)
from data.intake.rows import KnownChannel, KnownType, Setting
from data.problems import Origin
from data.programme import DAY
from data.readers.requests import MOST_OCCURRENCES
from data.zones import zone as zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

    from data.intake.rows import Intake
    from data.intake.sources import Source

NAME = "frab schedule"

_DURATION = re.compile(r"(?:(?P<days>[0-9]{1,2}):(?=.*:.*:))?(?P<hours>[0-9]{1,3}):(?P<minutes>[0-9]{2})(?::[0-9]{2})?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_NIGHT_OVER = 6 * 60
"""The minute before which an event without a date is of the night after its day, where the day begins no earlier."""


@dataclass(frozen=True, slots=True)
class _Event:
    """An event as XML and JSON have it in common: its keys with texts, and its lists of objects."""

    origin: Origin
    day: str
    day_start: str
    room: str
    zone: str
    base: str
    item: Mapping[str, object]

    @property
    def title(self) -> str:
        """The title on one line."""
        return line(self.item.get("title"))

    @property
    def start(self) -> str:
        """The start as date and time: `date`, or `start` on its day, or in the night after it."""
        said = shown(self.item.get("date"))
        if ":" in said:
            return said
        match = _CLOCK.fullmatch(shown(self.item.get("start")))
        first = day(said) or day(self.day)
        if match is None or first is None:
            return ""
        begin = _CLOCK.match(self.day_start[11:])
        night_over = min(_NIGHT_OVER, int(begin[1]) * 60 + int(begin[2])) if begin else _NIGHT_OVER
        if int(match[1]) * 60 + int(match[2]) < night_over and not said:
            first += timedelta(days=1)
        return f"{first}T{match[1]:>02}:{match[2]}"

    @property
    def at(self) -> datetime | str:
        """The instant of the start, or the text of one that cannot be read."""
        try:
            return moment(self.start, self.zone)
        except ValueError:
            return self.start


@dataclass(slots=True)
class _Schedule:
    """What a file says of the conference, and its events."""

    conference: Mapping[str, object]
    zone: str
    rooms: list[tuple[str, int | None]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    events: list[_Event] = field(default_factory=list)

    def add(self, origin: Origin, each: Mapping[str, object], room: str, item: Mapping[str, object]) -> None:
        """Add an event of a day and a room."""
        start = shown(each.get("day_start")) or shown(each.get("start"))
        name = line(item.get("room")) or room
        base = shown(self.conference.get("base_url"))
        self.events.append(_Event(origin, shown(each.get("date")), start, name, self.zone, base, item))


def recognises(source: Source) -> bool:
    """Whether a file is such a schedule; raise Unreadable where it is XML with entities of its own."""
    found = source.json
    if found is not None:
        return _conference(found) is not None
    root = source.xml
    return root is not None and root.tag == "schedule" and (root.find("conference") is not None or bool(_days(root)))


def read(sources: Sequence[Source], zone: str) -> Intake:
    """Read schedules of one event together; starts without an offset are of the zone that they name, or of `zone`."""
    schedules = []
    for source in sources:
        root = None if source.json is not None else source.xml
        found = _of_json(source.name, source.json, zone) if root is None else _of_xml(source.name, root, zone)
        schedules.append(found)
    return _Reader(schedules).intake()


def _conference(found: object) -> Mapping[str, object] | None:
    """The conference of a JSON file with its days; None where it is no such file."""
    schedule = found.get("schedule", found) if isinstance(found, dict) else None
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    return conference if isinstance(conference, dict) and isinstance(conference.get("days"), list) else None


def _of_json(file: str, found: object, zone: str) -> _Schedule:
    within = found.get("schedule", found) if isinstance(found, dict) else {}
    conference = {"base_url": within.get("base_url"), **(_conference(found) or {})}
    schedule = _Schedule(conference, known_zone(conference.get("time_zone_name")) or zone)
    for room in objects(conference.get("rooms")):
        schedule.rooms.append((line(room.get("name")), number(room.get("capacity"))))
    index = 0
    for each in objects(conference.get("days")):
        schedule.days.append(shown(each.get("date")))
        rooms = each.get("rooms")
        for name, events in rooms.items() if isinstance(rooms, dict) else ():
            for item in objects(events):
                index += 1
                schedule.add(Origin(file, index), each, line(name), item)
    return schedule


def _days(root: Element) -> list[Element]:
    """The days of a schedule, which some files keep within the conference."""
    return [*root.findall("day"), *root.findall("conference/day")]


def _of_xml(file: str, root: Element, zone: str) -> _Schedule:
    head = root.find("conference")
    conference: dict[str, object] = {each.tag: each.text or "" for each in (head if head is not None else ())}
    schedule = _Schedule(conference, known_zone(conference.get("time_zone_name")) or zone)
    index = 0
    for each in _days(root):
        schedule.days.append(each.get("date") or "")
        for room in each.findall("room"):
            for event in room.findall("event"):
                index += 1
                schedule.add(Origin(file, index), each.attrib, line(room.get("name")), _event_of_xml(event))
    return schedule


def _event_of_xml(event: Element) -> dict[str, object]:
    """An event of XML in the shape of JSON."""
    item: dict[str, object] = {**event.attrib, **{each.tag: each.text or "" for each in event if not len(each)}}
    item["persons"] = [{**each.attrib, "name": "".join(each.itertext())} for each in event.iterfind("persons/person")]
    for part, name in (("links", "link"), ("attachments", "attachment")):
        found = event.iterfind(f"{part}/{name}")
        item[part] = [{"url": each.get("href") or each.text, "title": "".join(each.itertext())} for each in found]
    item["do_not_record"] = event.findtext("recording/optout")
    item["recordings"] = [event.findtext("recording/url"), event.findtext("recording/link")]
    return item


class _Reader:
    """Makes the rows of an intake from schedules."""

    def __init__(self, schedules: Sequence[_Schedule]) -> None:
        self.schedules = schedules
        self.gathering = Gathering()
        self.people: dict[str, str] = {}
        self.appearances: dict[str, None] = {}
        self.lengths: dict[str, list[int]] = {}

    def intake(self) -> Intake:
        """Return the rows of all schedules."""
        groups: dict[str, dict[str, list[_Event]]] = {}
        for schedule in self.schedules:
            for event in schedule.events:
                if event.title:
                    groups.setdefault(_key(event), {}).setdefault(event.title, []).append(event)
                else:
                    self.gathering.refuse(event.origin, _key(event), "no title")
        for key, by_title in groups.items():
            for title, events in by_title.items():
                if len(by_title) > 1:
                    expected = "expected an id for one session only; this one is told from others by its title"
                    self.gathering.note(events[0].origin, "id", key.partition(":")[2], expected)
                self._session(key if len(by_title) == 1 else f"{key} {title}", events)
        source = next((name for each in self.schedules if (name := slug(each.conference.get("acronym")))), "")
        return self.gathering.intake(f"frab-{source}" if source else "frab", self._setting())

    def _setting(self) -> Setting:
        conferences = [schedule.conference for schedule in self.schedules]
        zones = [known_zone(each.get("time_zone_name")) for each in conferences]
        rooms: dict[str, int | None] = {}
        days: list[date | None] = []
        for schedule in self.schedules:
            for name, capacity in (*schedule.rooms, *((event.room, None) for event in schedule.events)):
                rooms[name] = rooms.get(name) or capacity
            days += [day(text) for text in schedule.days]
            days += [day(schedule.conference.get(part)) for part in ("start", "end")]
            starts = [at for event in schedule.events if isinstance(at := event.at, datetime)]
            days += [at.astimezone(zone_of(schedule.zone)).date() for at in starts]
        known = [each for each in days if each is not None]
        return Setting(
            next((name for each in conferences if (name := line(each.get("title")))), ""),
            next(filter(None, zones), ""),
            min(known, default=None),
            max(known, default=None),
            tuple(KnownChannel(name, capacity) for name, capacity in rooms.items() if name),
            tuple(KnownType(name, commonest(lengths)) for name, lengths in self.lengths.items()),
        )

    def _session(self, key: str, events: Sequence[_Event]) -> None:
        """Take the events of one key and title: the first is the session, those at other times repeat it."""
        times: dict[datetime | str, _Event] = {}
        for event in events:
            if event.at in times:
                self.gathering.refuse(event.origin, event.title, "the same event, at the same time, comes before")
            else:
                if times:
                    reason = "the same session at another time, counted in its repeats"
                    self.gathering.refuse(event.origin, event.title, reason)
                times[event.at] = event
        origin, item = events[0].origin, events[0].item
        duration = self.gathering.minutes(origin, _minutes(shown(item.get("duration"))))
        kind = line(item.get("type")) or "Session"
        self.lengths.setdefault(kind, []).extend([int(duration)] if duration else [])
        texts = [line(item.get("subtitle")), lines(item.get("abstract")), lines(item.get("description"))]
        code = shown(item.get("code"))
        links = [*_links(item.get("links")), *_links(item.get("attachments"))]
        cells = {
            "id": code if code.isascii() and code.isalnum() else "",
            "title": events[0].title,
            "type": kind,
            "track": line(item.get("track")),
            "duration": duration,
            "languages": self.gathering.language(origin, item.get("language")),
            "repeats": str(min(len(times), MOST_OCCURRENCES)) if len(times) > 1 else "",
            "status": "confirmed",
            "description": "\n\n".join(dict.fromkeys(filter(None, texts))),
            "documents": self.gathering.links(origin, "links", links, events[0].base),
            "recordings": self.gathering.links(origin, "recording", _recordings(item), events[0].base),
        }
        self.gathering.take("requests", key, cells, origin)
        self.gathering.contact(key, origin, notes=["Not to be recorded."] if truth(item.get("do_not_record")) else [])
        for event in times.values():
            self.gathering.hold(event.origin, key, event.start, event.room, event.zone)
            for person in objects(event.item.get("persons")):
                self._person(key, event.origin, person)

    def _person(self, session: str, origin: Origin, person: Mapping[str, object]) -> None:
        name = line(person.get("public_name")) or line(person.get("full_public_name")) or line(person.get("name"))
        if not name:
            found = line(person.get("id"))
            self.gathering.note(origin, "persons", found, "expected a person with a name; this one is left out")
            return
        code = next((line(person[part]) for part in ("guid", "code", "id") if shown(person.get(part))), name)
        key = f"person:{code}"
        if key not in self.people:
            self.people[key] = name
            self.gathering.take("people", key, {"name": name}, origin)
            self.gathering.contact(key, origin, email=shown(person.get("email")))
        elif self.people[key] != name:
            expected = f"this id is {self.people[key]} before; the first name is taken"
            self.gathering.note(origin, "persons", name, expected)
        whole = f"{session} {key}"
        if whole not in self.appearances:
            self.appearances[whole] = None
            self.gathering.take("appearances", whole, {"session": session, "person": key}, origin)


def _key(event: _Event) -> str:
    """What names an event for good: its code, guid or id, and without any its title."""
    found = (line(event.item.get(part)) for part in ("code", "guid", "id"))
    return f"event:{next(filter(None, found), event.title).casefold()}"


def _minutes(text: str) -> str:
    """The minutes of a length such as `0:45`, `1:30:00` or `1:00:00:00`; the text itself where it is none of these."""
    match = _DURATION.fullmatch(text)
    return str(int(match["days"] or 0) * DAY + int(match["hours"]) * 60 + int(match["minutes"])) if match else text


def _links(found: object) -> Iterator[tuple[str, str]]:
    for each in objects(found):
        yield shown(each.get("title")), shown(each.get("url")) or shown(each.get("href"))


def _recordings(item: Mapping[str, object]) -> list[tuple[str, str]]:
    found = item.get("recordings")
    recording = item.get("recording")
    within = [recording.get("url"), recording.get("link")] if isinstance(recording, dict) else []
    addresses = [*(found if isinstance(found, list) else []), *within, item.get("video_download_url")]
    return [("", shown(each)) for each in addresses]
