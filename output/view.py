"""The public view of a timetable: everything that may be published, copied field by field from an allow-list.

Every writer of `output` sees only these types, so that what is not named here cannot be published: no e-mail
address, join link, note, zone of a person, time that a person cannot, or request that was not placed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from data.emails import has_email, without_emails
from data.problems import ForumError
from data.programme import ROLES
from data.revisions import TIMED, span
from data.waking import regions_awake
from data.zones import TZDATA_VERSION, zone
from output.revising import revise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from data.programme import Channel, Forum, Hours, Link, Person, Region, Role, Session, Status
    from data.revisions import Kind, Revision, Revisions
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
    """A virtual room and its public link, empty where it has none. `named`: not one of a pool of identical ones."""

    id: str
    name: str
    link: str
    named: bool


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
class PublicRevision:
    """How calendar programs know an occurrence and its changes, from the ledger.

    `uid`, `sequence` and `modified` (UTC) are UID, SEQUENCE and LAST-MODIFIED; `number` and `guid` are the id and guid
    of `schedule.xml`. `moved_from`: the other starts (UTC) that were published before, each once, the oldest first.
    """

    uid: str
    sequence: int
    modified: datetime
    number: int
    guid: str
    moved_from: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One thing that a publication changed in an occurrence, at the UTC instant of that publication.

    `title` is what the session is called now. `before` and `after` are channel names, titles or links, empty for other
    kinds; `span_before` and `span_after` are start and end (UTC) where it moved, was added, cancelled or restored.
    """

    at: datetime
    kind: Kind
    session: str
    occurrence: str
    title: str
    before: str
    after: str
    span_before: tuple[datetime, datetime] | None
    span_after: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class PublicOccurrence:
    """One holding of a session. `start` and `end` are UTC; `home_start` and `home_end` the same at home.

    It is the `number`th in time of `of` that are held. `link` is where to follow it, empty where unknown.
    `regions`: the names of the audience regions in whose waking hours it lies (`data.waking`), in the forum's order.
    One that is `cancelled` was published and is not held: times and channel are the last ones, it has no link, and is
    the first of one.
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
    cancelled: bool
    revision: PublicRevision

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class PublicSession:
    """A session with the occurrences that are held, in the order of time.

    `withdrawn`, also in the order of time, were published once and are not held: the session was cancelled or left
    out, its row deleted, the occurrence not placed any more. They keep a calendar entry, marked as cancelled.
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
    withdrawn: tuple[PublicOccurrence, ...]
    standing: bool

    @property
    def cancelled(self) -> bool:
        """Whether it was announced and will not be held."""
        return self.status == "cancelled"

    @property
    def facilitators(self) -> tuple[PublicPerson, ...]:
        """Everyone who facilitates one of the occurrences that are held, once."""
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
class PublicRelease:
    """A release of the programme: its name, and the UTC instant of its publication."""

    name: str
    at: datetime


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
    languages: tuple[str, ...]
    look: PublicLook
    waking: Hours
    night: Hours
    regions: tuple[PublicRegion, ...]
    types: tuple[PublicType, ...]
    channels: tuple[PublicChannel, ...]
    sessions: tuple[PublicSession, ...]
    revised: datetime
    """The UTC instant of the last publication that changed an occurrence."""
    changes: tuple[PublicChange, ...]
    """What publications changed since the first one, the newest first; of one instant by occurrence id."""
    ledger: Revisions
    """What is to be kept for the next publication."""
    releases: tuple[PublicRelease, ...]
    """The releases up to this publication, oldest first; none where there are none yet."""
    preview: bool
    """Whether this shows changes after the last release, which count only once they are released."""

    @cached_property
    def held(self) -> tuple[tuple[PublicSession, PublicOccurrence], ...]:
        """Every occurrence that is held with its session, by start and id."""
        return _in_order((session, held) for session in self.sessions for held in session.occurrences)

    @cached_property
    def withdrawn(self) -> tuple[tuple[PublicSession, PublicOccurrence], ...]:
        """Every occurrence that was published once and is not held, with its session, by start and id."""
        return _in_order((session, held) for session in self.sessions for held in session.withdrawn)

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


def _in_order(
    pairs: Iterable[tuple[PublicSession, PublicOccurrence]],
) -> tuple[tuple[PublicSession, PublicOccurrence], ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[1].start, pair[1].id)))


def public_view(
    timetable: Timetable,
    revisions: Revisions,
    at: datetime,
    releases: Mapping[str, datetime] = MappingProxyType({}),
    *,
    preview: bool = False,
) -> PublicView:
    """Return what may be published of a timetable, texts cleaned of control characters and lone surrogates.

    Published are sessions that are held, sessions without a time of their own that are official or accepted,
    and cancelled sessions; rehearsals are private. What the ledger `revisions` says was published before and is not
    held any more stays as withdrawn; of a session that is not in the tables any more, or has become a rehearsal, only
    what the ledger holds. `at` is the UTC instant of the publication, in whole seconds: what changed gets it, and
    without a change nothing depends on it. `releases` are those up to this publication, the UTC instant of each by
    name, oldest first; a `preview` is of what comes after the last of them.

    Raises ForumError where the site's address or a session's id cannot be published, and where `at` lies before the
    last publication.
    """
    draft = _Draft(timetable, revisions, at).view()
    ledger = revise(draft, revisions, at)
    return replace(
        draft,
        sessions=tuple(_revised(session, ledger) for session in draft.sessions),
        revised=ledger.newest or at,
        changes=tuple(_changes(ledger)),
        ledger=ledger,
        releases=tuple(PublicRelease(line(name), instant) for name, instant in releases.items()),
        preview=preview,
    )


class _Draft:
    """A view of which the revisions are still to be found."""

    def __init__(self, timetable: Timetable, revisions: Revisions, at: datetime) -> None:
        self.timetable = timetable
        self.revisions = revisions
        self.at = at
        self.forum = forum = timetable.programme.forum
        self.home = zone(forum.zone)
        self.people = {person.id: _person(person) for person in timetable.programme.people}
        self.channels = {channel.id: _channel(channel) for channel in forum.channels}
        self.types = {kind.id: PublicType(kind.id, line(kind.name), number) for number, kind in enumerate(forum.types)}
        self.rows: dict[str, list[Revision]] = {}
        for name in sorted(revisions.rows):
            row = revisions.rows[name]
            self.rows.setdefault(row.session, []).append(row)

    def view(self) -> PublicView:
        forum = self.forum
        site, host = _site(forum)
        sessions = [session for each in self.timetable.programme.sessions if (session := self._session(each))]
        there = {session.id for session in sessions}
        sessions += [self._gone(name, rows) for name, rows in self.rows.items() if name not in there]
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
            languages=forum.publication.languages,
            look=_look(forum),
            waking=forum.comfort.day,
            night=forum.comfort.night,
            regions=tuple(_region(region) for region in forum.comfort.regions),
            types=tuple(self.types.values()),
            channels=tuple(self.channels.values()),
            sessions=tuple(sorted(sessions, key=lambda session: session.id)),
            revised=self.at,
            changes=(),
            ledger=self.revisions,
            releases=(),
            preview=False,
        )

    def _session(self, session: Session) -> PublicSession | None:
        """What may be published of a session in the tables; None for nothing."""
        if session.rehearsal_of:
            return None
        held = self._held(session)
        withdrawn = self._withdrawn(session.id)
        standing = not self.forum.type[session.type].timed
        welcome = session.official or session.status in ("accepted", "confirmed")
        alive = bool(held) or (standing and welcome and not session.left_out)
        if not (alive or withdrawn or (session.status == "cancelled" and not session.left_out)):
            return None
        appearances = self.timetable.programme.appearances_in.get(session.id, ())
        parts = [PublicPart(part.role, self.people[part.person]) for part in appearances]
        parts.sort(key=lambda part: ROLES.index(part.role))
        return PublicSession(
            id=session.id,
            title=line(session.title),
            type=self.types[session.type],
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
            status=session.status if alive else "cancelled",
            synthetic=session.synthetic,
            source=line(session.source),
            series=line(session.series),
            part=session.part,
            parts=tuple(parts),
            people=tuple(dict.fromkeys(part.person for part in appearances)),
            occurrences=held,
            withdrawn=withdrawn,
            standing=standing,
        )

    def _gone(self, name: str, rows: list[Revision]) -> PublicSession:
        """What the ledger still knows of a session that was published."""
        told = rows[0].told
        return PublicSession(
            id=name,
            title=line(told.title),
            type=self.types.get(told.type) or PublicType(line(told.type), line(told.type), len(self.types)),
            track=line(told.track),
            organisers=(),
            action_lines=(),
            sdgs=(),
            languages=_lines(told.languages),
            captioning=False,
            interpretation=(),
            sign_language=False,
            target_regions=(),
            public_link="",
            documents=(),
            recordings=(),
            description="",
            status="cancelled",
            synthetic=False,
            source="",
            series="",
            part=None,
            parts=(),
            people=(),
            occurrences=(),
            withdrawn=self._withdrawn(name),
            standing=False,
        )

    def _held(self, session: Session) -> tuple[PublicOccurrence, ...]:
        timetable = self.timetable
        names = [name for name in session.occurrence_ids if name in timetable.placements]
        names.sort(key=lambda name: (timetable.start(name), name))
        found = []
        for number, name in enumerate(names, start=1):
            placement = timetable.placements[name]
            channel = self.channels[placement.channel]
            found.append(
                self._occurrence(
                    name,
                    (number, len(names)),
                    (timetable.start(name), timetable.end(name)),
                    channel,
                    link=safe_link(session.public_link) or channel.link,
                    facilitators=tuple(self.people[person] for person in placement.facilitators),
                )
            )
        return tuple(found)

    def _withdrawn(self, session: str) -> tuple[PublicOccurrence, ...]:
        found = []
        for row in self.rows.get(session, ()):
            if row.occurrence not in self.timetable.placements or self._hidden(session):
                told = row.told
                channel = self.channels.get(told.channel)
                if channel is None:
                    channel = PublicChannel(line(told.channel), line(told.channel_name), "", named=False)
                people = tuple(self.people[person] for person in told.facilitators if person in self.people)
                found.append(
                    self._occurrence(
                        row.occurrence,
                        (1, 1),
                        (told.start, told.end),
                        replace(channel, link=""),
                        link="",
                        facilitators=people,
                        cancelled=True,
                    )
                )
        return tuple(sorted(found, key=lambda held: (held.start, held.id)))

    def _hidden(self, session: str) -> bool:
        """Whether a session is in the tables and private."""
        known = self.timetable.programme.session.get(session)
        return known is not None and bool(known.rehearsal_of)

    def _occurrence(
        self,
        name: str,
        place: tuple[int, int],
        times: tuple[datetime, datetime],
        channel: PublicChannel,
        *,
        link: str,
        facilitators: tuple[PublicPerson, ...],
        cancelled: bool = False,
    ) -> PublicOccurrence:
        start, end = times
        return PublicOccurrence(
            id=name,
            number=place[0],
            of=place[1],
            start=start,
            end=end,
            home_start=start.astimezone(self.home),
            home_end=end.astimezone(self.home),
            channel=channel,
            link=link,
            facilitators=facilitators,
            regions=_lines(regions_awake(start, end, self.forum.comfort)),
            cancelled=cancelled,
            revision=PublicRevision("", 0, self.at, 0, "", ()),
        )


def _revised(session: PublicSession, ledger: Revisions) -> PublicSession:
    """The session with the revisions of its occurrences."""
    return replace(
        session,
        occurrences=tuple(replace(held, revision=_revision(ledger.rows[held.id])) for held in session.occurrences),
        withdrawn=tuple(replace(held, revision=_revision(ledger.rows[held.id])) for held in session.withdrawn),
    )


def _revision(row: Revision) -> PublicRevision:
    spans = [(span(each.before), span(each.after)) for each in row.history if each.kind in ("moved", "restored")]
    starts = dict.fromkeys(before[0] for before, _ in spans if before[0] != row.told.start)
    return PublicRevision(row.uid, row.sequence, row.modified, row.number, row.guid, tuple(starts))


def _changes(ledger: Revisions) -> Iterator[PublicChange]:
    """The histories of all rows, the newest change first."""
    pairs = [(row, each) for name in sorted(ledger.rows) for row in [ledger.rows[name]] for each in row.history]
    for row, each in sorted(pairs, key=lambda pair: pair[1].at, reverse=True):
        words = each.kind not in TIMED
        clean = safe_link if each.kind == "link" else line
        yield PublicChange(
            at=each.at,
            kind=each.kind,
            session=row.session,
            occurrence=row.occurrence,
            title=line(row.told.title),
            before=clean(each.before) if words else "",
            after=clean(each.after) if words else "",
            span_before=span(each.before) if each.before and not words else None,
            span_after=span(each.after) if each.after and not words else None,
        )


def _person(person: Person) -> PublicPerson:
    return PublicPerson(person.id, line(person.name), line(person.organisation), line(person.country))


def _channel(channel: Channel) -> PublicChannel:
    return PublicChannel(channel.id, line(channel.name), safe_link(channel.link), named=channel.pool is None)


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
