"""Calendar feeds: icalendar builds the components, and this module writes their bytes.

RFC 5545 (the format) and RFC 7986 (names, refresh hints, conferences), with what calendar programs need:
no calendar UID, no METHOD, no alarm, no attendee. No clock either: same view, same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDatetime, vDuration, vInt, vRecur, vText, vUri, vUTCOffset

from output import names
from output.language import language
from output.vtimezone import observances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar.cal.component import Component

    from output.language import Language
    from output.view import PublicOccurrence, PublicPart, PublicSession, PublicView

PRODUCT = "-//Forum Scheduler//Published programme//EN"

_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
del _CONTROLS[0x0A]
"""What a TEXT value must not hold (RFC 5545 3.3.11), the line break aside: that one is written `\\n`."""


class _Text(vText):
    """A TEXT value, escaped as RFC 5545 3.3.11 says; the library's own takes `\\N` for a line break."""

    def to_ical(self) -> bytes:
        plain = str(self).replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
        for letter, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
            plain = plain.replace(letter, escaped)
        return plain.encode("utf-8", "ignore")


@dataclass(frozen=True, slots=True)
class Entry:
    """The finished VEVENT of one occurrence, as bytes for each kind of feed, and its place among others.

    `busy` takes its reader's time and `free` does not; the `utc` ones have all times in UTC. What was cancelled never
    takes time. `zoned`: whether the others have times in the home zone.
    """

    uid: str
    start: datetime
    modified: datetime
    busy: bytes
    free: bytes
    busy_utc: bytes
    free_utc: bytes
    zoned: bool


def entries(view: PublicView) -> dict[str, Entry]:
    """Return the calendar entries of all occurrences by occurrence id, withdrawn ones too; feeds are made of them."""
    return {held.id: entry(view, session, held) for session, held in (*view.held, *view.withdrawn)}


def content(view: PublicView, session: PublicSession, held: PublicOccurrence) -> bytes:
    """Return what the VEVENT of an occurrence says, in both kinds of time, but for its UID and revision."""
    return b"".join(line for zoned in (True, False) for line in _content(view, session, held, zoned=zoned))


def render(view: PublicView, chosen: Iterable[Entry], *, path: str, name: str, busy: bool, utc: bool = False) -> bytes:
    """Return the feed at `path` (relative to the site) with the chosen entries, by start and UID.

    Without a path it is a file to be taken in once (METHOD, RFC 5546 3.2.1), of which no program looks for changes.
    `busy`: whether the entries take up their reader's time, as in a feed of one session and not of all.
    `utc`: whether all times are in UTC, for programs that do not understand a VTIMEZONE.
    """
    ordered = sorted(chosen, key=lambda entry: (entry.start, entry.uid))
    parts = [_head(view, path, name, max((entry.modified for entry in ordered), default=view.revised))]
    if not ordered or (not utc and any(entry.zoned for entry in ordered)):
        # Also in an empty one: a calendar has at least one component (RFC 5545 3.6).
        parts.append(_timezone(view.zone, view.first.year, view.last.year))
    which = attrgetter(("busy" if busy else "free") + ("_utc" if utc else ""))
    return b"".join((*parts, *map(which, ordered), b"END:VCALENDAR\r\n"))


def _head(view: PublicView, path: str, name: str, modified: datetime) -> bytes:
    """The content lines of a calendar before its components."""
    worked_out = _main(view).say("Times worked out with tzdata %(release)s.") % {"release": view.tzdata}
    about = "\n".join(part for part in (view.banner, worked_out) if part)
    properties = (
        ("VERSION", _Text("2.0")),
        ("PRODID", _Text(PRODUCT)),
        ("CALSCALE", _Text("GREGORIAN")),
        ("NAME", _Text(name)),
        ("X-WR-CALNAME", _Text(name)),
        ("DESCRIPTION", _Text(about)),
        ("X-WR-CALDESC", _Text(about)),
        ("X-WR-TIMEZONE", _Text(view.zone)),
        ("LAST-MODIFIED", _with(vDatetime(modified))),
        ("URL", _with(vUri(view.site))),
        *(_subscribed(view, path) if path else (("METHOD", _Text("PUBLISH")),)),
        ("X-FORUM-TZDATA", _Text(view.tzdata)),
    )
    return b"BEGIN:VCALENDAR\r\n" + b"".join(_line(key, value) for key, value in properties)


def _subscribed(view: PublicView, path: str) -> tuple[tuple[str, Any], ...]:
    """What tells a program where to look for changes, and how often."""
    return (
        ("SOURCE", _with(vUri(f"{view.site}{quote(path)}"), VALUE="URI")),
        ("REFRESH-INTERVAL", _with(vDuration(timedelta(hours=1)), VALUE="DURATION")),
        ("X-PUBLISHED-TTL", _with(vDuration(timedelta(hours=1)))),
    )


def entry(view: PublicView, session: PublicSession, held: PublicOccurrence) -> Entry:
    """Return the calendar entry of an occurrence."""
    revision = held.revision
    known = Event()
    _put(known, "UID", _Text(revision.uid))
    _put(known, "DTSTAMP", vDatetime(revision.modified))
    _put(known, "LAST-MODIFIED", vDatetime(revision.modified))
    _put(known, "SEQUENCE", vInt(revision.sequence))
    *head, foot = _lines(known)

    def written(*, zoned: bool, busy: bool) -> bytes:
        transparency = b"TRANSP:OPAQUE\r\n" if busy and not held.cancelled else b"TRANSP:TRANSPARENT\r\n"
        return b"".join((*head, *_content(view, session, held, zoned=zoned), transparency, foot))

    zoned = _zoned(view, held)
    return Entry(
        uid=revision.uid,
        start=held.start,
        modified=revision.modified,
        busy=written(zoned=zoned, busy=True),
        free=written(zoned=zoned, busy=False),
        busy_utc=written(zoned=False, busy=True),
        free_utc=written(zoned=False, busy=False),
        zoned=zoned,
    )


def _zoned(view: PublicView, held: PublicOccurrence) -> bool:
    """Whether an occurrence is written in the home zone: its clock says which instants are meant."""
    return view.zone not in _UTC and not any(_unclear(moment) for moment in (held.home_start, held.home_end))


def _content(view: PublicView, session: PublicSession, held: PublicOccurrence, *, zoned: bool) -> list[bytes]:
    """The content lines of a VEVENT but for its UID, revision and TRANSP."""
    event = Event()
    for key, instant, local in (("DTSTART", held.start, held.home_start), ("DTEND", held.end, held.home_end)):
        if zoned:
            _put(event, key, vDatetime(local.replace(tzinfo=None)), TZID=view.zone)
        else:
            _put(event, key, vDatetime(instant))
    status = "CANCELLED" if held.cancelled else "CONFIRMED" if session.status == "confirmed" else "TENTATIVE"
    say = _main(view).say
    title = session.title
    if held.of > 1:
        title += f" ({say('%(number)s of %(total)s') % {'number': held.number, 'total': held.of}})"
    if held.cancelled:
        title = say("CANCELLED: %(title)s") % {"title": title}
    _put(event, "STATUS", _Text(status))
    _put(event, "SUMMARY", _Text(title))
    _put(event, "DESCRIPTION", _Text(description(view, session, held)))
    _put(event, "URL", vUri(view.page(session)))
    _put(event, "LOCATION", _Text(f"{held.channel.name} – {held.link}" if held.link else held.channel.name))
    for link in dict.fromkeys(filter(None, (held.link, held.channel.link))):
        _put(event, "CONFERENCE", vUri(link), VALUE="URI", FEATURE=("AUDIO", "VIDEO"), LABEL=held.channel.name)
    for category in _categories(view, session):
        _put(event, "CATEGORIES", _Text(category))
    return list(_lines(event))[1:-1]


def description(view: PublicView, session: PublicSession, held: PublicOccurrence) -> str:
    """Return what a calendar shows below the title, as plain text with the public link on the first line."""
    main = _main(view)
    say = main.say
    facilitators = [person.name for person in held.facilitators]
    blocks = [
        [held.link, say("Session page: %(address)s") % {"address": view.page(session)}],
        [view.banner, say(names.INVENTED) if session.synthetic else ""],
        [session.description],
        [_listed(main, main.role("facilitator", len(facilitators)), facilitators), *_roles(main, session.parts)],
        [
            " · ".join(part for part in (session.type.name, session.track) if part),
            _listed(main, say("Organisers"), session.organisers),
            _listed(main, say("Action Lines"), session.action_lines),
            _listed(main, say("SDGs"), session.sdgs),
            _listed(main, say("Languages"), map(main.language_name, session.languages)),
            _listed(main, say("Interpretation"), map(main.language_name, session.interpretation)),
            say("Real-time captioning") if session.captioning else "",
        ],
    ]
    texts = ["\n".join(part for part in block if part) for block in blocks]
    return "\n\n".join(block for block in texts if block)


def _main(view: PublicView) -> Language:
    """The main language of the site, which feeds are in."""
    return language(view.languages[0])


def _roles(main: Language, parts: tuple[PublicPart, ...]) -> Iterator[str]:
    for role in names.ROLES:
        people = [
            f"{part.person.name} ({of})" if (of := part.person.organisation) else part.person.name
            for part in parts
            if part.role == role
        ]
        yield _listed(main, main.role(role, len(people)), people)


def _listed(main: Language, label: str, values: Iterable[str]) -> str:
    joined = main.listed(values, "; ")
    return main.labelled(label, joined) if joined else ""


def _categories(view: PublicView, session: PublicSession) -> list[str]:
    """Type, track, Action Lines and goals, each once; without commas: libical splits even escaped ones."""
    goals = (_main(view).say("SDG %(number)s") % {"number": goal} for goal in session.sdgs)
    raw = [session.type.name, session.track, *session.action_lines, *goals]
    return [name for name in dict.fromkeys(" ".join(value.replace(",", " ").split()) for value in raw) if name]


_UTC = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")


def _unclear(local: datetime) -> bool:
    """Whether the local time is in a fold or a gap, so that zone and clock do not say which instant."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@lru_cache(maxsize=4)
def _timezone(name: str, first: int, last: int) -> bytes:
    """The VTIMEZONE of a zone for the years of a forum, the same in every feed."""
    return component_bytes(timezone(name, date(first, 1, 1), date(last + 1, 1, 31)))


def timezone(name: str, first: date, last: date, *, tzid: str = "") -> Component:
    """Return a VTIMEZONE right for the IANA zone `name` from `first` to `last`, called `tzid` or `name`."""
    component = Timezone()
    _put(component, "TZID", _Text(tzid or name))
    for observance in observances(name, first, last):
        part = TimezoneDaylight() if observance.daylight else TimezoneStandard()
        _put(part, "DTSTART", vDatetime(observance.onset))
        _put(part, "TZOFFSETFROM", vUTCOffset(observance.offset_from))
        _put(part, "TZOFFSETTO", vUTCOffset(observance.offset_to))
        _put(part, "TZNAME", _Text(observance.name))
        if observance.rule:
            _put(part, "RRULE", vRecur.from_ical(observance.rule))
        component.add_component(part)
    return component


def component_bytes(component: Component) -> bytes:
    """Return the content lines of a component (RFC 5545 3.1)."""
    return b"".join(_lines(component))


def _put(component: Component, name: str, value: Any, **parameters: str | tuple[str, ...]) -> None:
    """Add a property with exactly this value and these parameters; a name may come several times."""
    component.add(name, _with(value, **parameters), encode=False)


def _with(value: Any, **parameters: str | tuple[str, ...]) -> Any:
    """The value with exactly these parameters; a tuple is a list of values of one."""
    value.params.clear()
    value.params.update(parameters)
    return value


def _lines(component: Component) -> Iterator[bytes]:
    """The folded content lines of a component: properties in the order they were put in, then its parts."""
    yield f"BEGIN:{component.name}\r\n".encode()
    for name, values in component.items():
        for value in values if isinstance(values, list) else [values]:
            yield _line(name, value)
    for part in component.subcomponents:
        yield from _lines(part)
    yield f"END:{component.name}\r\n".encode()


def _line(name: str, value: Any) -> bytes:
    """A folded content line."""
    parameters = "".join(
        f";{key}={','.join(map(_parameter, [word] if isinstance(word, str) else word))}"
        for key, word in value.params.items()
    )
    raw = value.to_ical()
    return fold(f"{name}{parameters}:".encode() + (raw.encode() if isinstance(raw, str) else raw))


def _parameter(word: str) -> str:
    """A parameter value, in quotes where RFC 5545 3.2 asks for them; it cannot hold a quote or a control."""
    plain = word.replace('"', "'").replace("\n", " ").translate(_CONTROLS).encode("utf-8", "ignore").decode()
    return f'"{plain}"' if any(letter in ":;," for letter in plain) else plain


def fold(line: bytes) -> bytes:
    """Return a content line folded at 75 octets, never inside a character, ended by CRLF (RFC 5545 3.1)."""
    pieces = []
    limit = 75
    while len(line) > limit:
        cut = limit
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(line[:cut])
        line = line[cut:]
        limit = 74
    pieces.append(line)
    return b"\r\n ".join(pieces) + b"\r\n"
