"""The public view of a timetable: everything that may be published, copied field by field from an allow-list.

Every writer of `output` sees only these types, so that what is not named here cannot be published: no e-mail
address, join link, note, zone of a person, time that a person cannot, or request that was not placed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from data.emails import has_email, without_emails
from data.problems import ForumError
from data.programme import ROLES
from data.waking import regions_awake
from data.zones import TZDATA_VERSION, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from data.programme import Channel, Forum, Hours, Link, Person, Region, Role, Session, Status
    from data.timetable import Timetable

_NO_EMAIL = "[e-mail address not published]"
_HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """Someone with a part in the programme, as far as the public knows."""

    id: str
    name: str
    organisation: str
    country: str


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A person's part in a session."""

    role: Role
    person: PublicPerson


@dataclass(frozen=True, slots=True)
class PublicChannel:
    """A virtual room and its public link, empty where it has none."""

    id: str
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class PublicType:
    """A session type; `number` is its place in the forum's list, from 0."""

    id: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A document or recording: its public address, and the title to show, the address where it has none."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class PublicOccurrence:
    """One holding of a session. `start` and `end` are UTC; `home_start` and `home_end` the same at home.

    It is the `number`th in time of `of` that are held. `link` is where to follow it, empty where unknown.
    `regions`: the names of the audience regions in whose waking hours it lies (`data.waking`), in the forum's order.
    """

    id: str
    number: int
    of: int
    start: datetime
    end: datetime
    home_start: datetime
    home_end: datetime
    channel: PublicChannel
    link: str
    facilitators: tuple[PublicPerson, ...]
    regions: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class PublicSession:
    """A session with its occurrences in the order of time.

    `standing`: it has no time of its own and is there throughout the forum (an exhibition).
    `parts` are in the order of roles and then of the table.
    """

    id: str
    title: str
    type: PublicType
    track: str
    organisers: tuple[str, ...]
    action_lines: tuple[str, ...]
    sdgs: tuple[str, ...]
    languages: tuple[str, ...]
    captioning: bool
    interpretation: tuple[str, ...]
    sign_language: bool
    target_regions: tuple[str, ...]
    public_link: str
    documents: tuple[PublicLink, ...]
    recordings: tuple[PublicLink, ...]
    description: str
    status: Status
    synthetic: bool
    source: str
    series: str
    part: int | None
    parts: tuple[PublicPart, ...]
    people: tuple[str, ...]
    """Ids of everyone who appears, in the order of the table of appearances."""
    occurrences: tuple[PublicOccurrence, ...]
    standing: bool

    @property
    def cancelled(self) -> bool:
        """Whether it was announced and will not be held."""
        return self.status == "cancelled"

    @property
    def facilitators(self) -> tuple[PublicPerson, ...]:
        """Everyone who facilitates one of its occurrences, once."""
        return tuple(dict.fromkeys(person for held in self.occurrences for person in held.facilitators))


@dataclass(frozen=True, slots=True)
class PublicDay:
    """A home date on which something begins, with what begins on it in the order of time."""

    day: date
    held: tuple[tuple[PublicSession, PublicOccurrence], ...]


@dataclass(frozen=True, slots=True)
class PublicRegion:
    """An audience region: its name and the IANA zones that its people live in."""

    name: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicLook:
    """The organisers' look: the name on the pages, the logo, colours (`#rrggbb`), the footer, templates of their own.

    `logo` is the name of its file, such as `logo.svg`, and `picture` what is in it; both are empty where there is none.
    `alt` is empty where the name beside the logo says it all. `accent` and `header` are empty for the usual colours
    (`output.colours`). `footer` is plain text with line breaks. `templates`: names with their text
    (`output.own_templates`).
    """

    name: str
    logo: str
    picture: bytes
    alt: str
    accent: str
    header: str
    footer: str
    templates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PublicView:
    """The whole programme as the public may see it.

    `site` is the address of the site, ending in `/`; starts and lengths are multiples of `grid` minutes. Waking hours
    are those from `waking.start` to `waking.end` by any local clock (minutes after midnight; the end is over 1440 past
    midnight); so is the night.
    """

    name: str
    site: str
    host: str
    zone: str
    tzdata: str
    banner: str
    first: date
    last: date
    grid: int
    revised: datetime
    languages: tuple[str, ...]
    look: PublicLook
    waking: Hours
    night: Hours
    regions: tuple[PublicRegion, ...]
    types: tuple[PublicType, ...]
    channels: tuple[PublicChannel, ...]
    sessions: tuple[PublicSession, ...]

    @cached_property
    def held(self) -> tuple[tuple[PublicSession, PublicOccurrence], ...]:
        """Every occurrence with its session, by start and id."""
        pairs = [(session, held) for session in self.sessions for held in session.occurrences]
        return tuple(sorted(pairs, key=lambda pair: (pair[1].start, pair[1].id)))

    @cached_property
    def days(self) -> tuple[PublicDay, ...]:
        """The home dates on which something begins, in order."""
        return tuple(
            PublicDay(day, tuple(members)) for day, members in groupby(self.held, lambda p: p[1].home_start.date())
        )

    @cached_property
    def standing(self) -> tuple[PublicSession, ...]:
        """The sessions that stand throughout the forum, by id."""
        return tuple(session for session in self.sessions if session.standing and not session.cancelled)

    @cached_property
    def cancelled(self) -> tuple[PublicSession, ...]:
        """The sessions that were announced and will not be held, by id."""
        return tuple(session for session in self.sessions if session.cancelled)

    def page(self, session: PublicSession) -> str:
        """Return the address of a session's page."""
        return f"{self.site}s/{quote(session.id, safe='')}/"


def public_view(timetable: Timetable) -> PublicView:
    """Return what may be published of a timetable, texts cleaned of control characters and lone surrogates.

    Published are sessions that are held, sessions without a time of their own that are official or accepted,
    and cancelled sessions; rehearsals are private. Raises ForumError where the site's address or a session's id
    cannot be published.
    """
    programme = timetable.programme
    forum = programme.forum
    site, host = _site(forum)
    people = {person.id: _person(person) for person in programme.people}
    channels = tuple(_channel(channel) for channel in forum.channels)
    types = tuple(PublicType(kind.id, line(kind.name), number) for number, kind in enumerate(forum.types))
    by_type = {kind.id: kind for kind in types}
    by_channel = {channel.id: channel for channel in channels}
    sessions = []
    for session in programme.sessions:
        standing = not forum.type[session.type].timed
        held = _occurrences(timetable, session, by_channel, people)
        welcome = session.official or session.status in ("accepted", "confirmed")
        if session.left_out or session.rehearsal_of:
            continue
        if not (held or session.status == "cancelled" or (standing and welcome)):
            continue
        appearances = programme.appearances_in.get(session.id, ())
        parts = [PublicPart(part.role, people[part.person]) for part in appearances]
        parts.sort(key=lambda part: ROLES.index(part.role))
        sessions.append(
            PublicSession(
                id=session.id,
                title=line(session.title),
                type=by_type[session.type],
                track=line(session.track),
                organisers=_lines(session.organisers),
                action_lines=_lines(session.action_lines),
                sdgs=_lines(session.sdgs),
                languages=_lines(session.languages),
                captioning=session.captioning,
                interpretation=_lines(session.interpretation),
                sign_language=session.sign_language,
                target_regions=_lines(session.target_regions),
                public_link=safe_link(session.public_link),
                documents=_links(session.documents),
                recordings=_links(session.recordings),
                description=text(session.description),
                status=session.status,
                synthetic=session.synthetic,
                source=line(session.source),
                series=line(session.series),
                part=session.part,
                parts=tuple(parts),
                people=tuple(dict.fromkeys(part.person for part in appearances)),
                occurrences=held,
                standing=standing,
            )
        )
    _refuse_ids(sessions)
    return PublicView(
        name=line(forum.name),
        site=site,
        host=host,
        zone=forum.zone,
        tzdata=TZDATA_VERSION,
        banner=line(forum.publication.banner),
        first=forum.days.first,
        last=forum.days.last,
        grid=forum.grid,
        revised=forum.revised,
        languages=forum.publication.languages,
        look=_look(forum),
        waking=forum.comfort.day,
        night=forum.comfort.night,
        regions=tuple(_region(region) for region in forum.comfort.regions),
        types=types,
        channels=channels,
        sessions=tuple(sorted(sessions, key=lambda session: session.id)),
    )


def _occurrences(
    timetable: Timetable,
    session: Session,
    channels: Mapping[str, PublicChannel],
    people: Mapping[str, PublicPerson],
) -> tuple[PublicOccurrence, ...]:
    names = [name for name in session.occurrence_ids if name in timetable.placements]
    names.sort(key=lambda name: (timetable.start(name), name))
    home = zone(timetable.programme.forum.zone)
    found = []
    for number, name in enumerate(names, start=1):
        placement = timetable.placements[name]
        start, end = timetable.start(name), timetable.end(name)
        channel = channels[placement.channel]
        found.append(
            PublicOccurrence(
                id=name,
                number=number,
                of=len(names),
                start=start,
                end=end,
                home_start=start.astimezone(home),
                home_end=end.astimezone(home),
                channel=channel,
                link=safe_link(session.public_link) or channel.link,
                facilitators=tuple(people[person] for person in placement.facilitators),
                regions=_lines(regions_awake(start, end, timetable.programme.forum.comfort)),
            )
        )
    return tuple(found)


def _person(person: Person) -> PublicPerson:
    return PublicPerson(person.id, line(person.name), line(person.organisation), line(person.country))


def _channel(channel: Channel) -> PublicChannel:
    return PublicChannel(channel.id, line(channel.name), safe_link(channel.link))


def _links(links: Iterable[Link]) -> tuple[PublicLink, ...]:
    """The links whose address can be published."""
    safe = [(line(link.title), safe_link(link.address)) for link in links]
    return tuple(PublicLink(title or address, address) for title, address in safe if address)


def _look(forum: Forum) -> PublicLook:
    said = forum.publication
    return PublicLook(
        name=line(said.title) or line(forum.name),
        logo=f"logo.{said.logo.form}" if said.logo else "",
        picture=said.logo.content if said.logo else b"",
        alt=line(said.logo_alt) if said.logo else "",
        accent=said.accent,
        header=said.header,
        footer=text(said.footer),
        templates=tuple((template.name, template.text) for template in said.templates),
    )


def _region(region: Region) -> PublicRegion:
    return PublicRegion(line(region.name), region.zones)


def _site(forum: Forum) -> tuple[str, str]:
    """The address of the site, ending in `/`, and its host in ASCII."""
    address = safe_link(forum.site)
    parts = urlsplit(address)
    if not parts.hostname or parts.query or parts.fragment:
        raise ForumError(
            f"forum.toml, site: read “{line(forum.site)}”; expected an address such as https://forum.example/"
        )
    return address.rstrip("/") + "/", parts.hostname


def _refuse_ids(sessions: Iterable[PublicSession]) -> None:
    """Refuse ids that cannot be names of pages: odd characters, or two that differ only in letter case."""
    seen: dict[str, str] = {}
    for session in sessions:
        if not all(letter.isalnum() or letter in "-_" for letter in session.id) or not session.id:
            raise ForumError(
                f"session “{session.id}”: its id cannot be the name of a page; use letters, digits, - and _"
            )
        other = seen.setdefault(session.id.casefold(), session.id)
        if other != session.id:
            raise ForumError(f"sessions “{other}” and “{session.id}”: their ids differ only in letter case")


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(cleaned for cleaned in map(line, texts) if cleaned)


def line(raw: str) -> str:
    """Return a text on one line: every run of white space is one blank, control characters are gone."""
    return " ".join(text(raw).split())


def text(raw: str) -> str:
    """Return a text that every format can hold and anyone may read.

    Line breaks are `\\n`; control characters, lone surrogates and e-mail addresses are gone.
    """
    broken = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    clean = broken.replace("\t", " ")
    if not (clean.isascii() and clean.isprintable()):
        clean = "".join(letter for letter in clean if letter == "\n" or _writable(letter))
    return without_emails(clean, _NO_EMAIL).strip()


def _writable(letter: str) -> bool:
    """Whether every format can hold the code point: no control, surrogate or noncharacter (Unicode 23.7)."""
    code = ord(letter)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not noncharacter and unicodedata.category(letter) not in ("Cc", "Cs")


_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
"""A percent sign that stands for itself; in an address it is written `%25` (RFC 3986 2.4)."""


def safe_link(raw: str) -> str:
    """Return an address in ASCII if it is plain http or https, and empty otherwise.

    A link with credentials or with an e-mail address in it is not published.
    """
    candidate = raw.strip()
    if any(
        ord(c) <= 32 or 0x7F <= ord(c) <= 0xA0 or 0xD800 <= ord(c) <= 0xDFFF or c in '\\"<>^`{|}' for c in candidate
    ):
        return ""
    try:
        parts = urlsplit(candidate)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    if has_email(candidate):
        return ""
    if ":" in host:
        host = f"[{host}]"
    keep = "!$&'()*+,;=:@/%-._~"
    query = f"?{quote(parts.query, safe=keep + '?')}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=keep + '?')}" if parts.fragment else ""
    rest = _STRAY_PERCENT.sub("%25", f"{quote(parts.path, safe=keep)}{query}{fragment}")
    return f"{parts.scheme.lower()}://{host}{port}{rest}"
