"""What was asked: the forum, its sessions and its people. Plain, immutable, validated by the readers.

All instants are timezone-aware UTC; durations and offsets are whole minutes; local clock readings are
`Hours` (minutes of a local day) with an IANA zone name beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from data.grid import TimeGrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.problems import Origin

Status = Literal["requested", "accepted", "confirmed", "cancelled"]
STATUSES: tuple[Status, ...] = ("requested", "accepted", "confirmed", "cancelled")

Role = Literal["moderator", "speaker", "host", "welcome"]
ROLES: tuple[Role, ...] = ("moderator", "speaker", "host", "welcome")

DAY = 24 * 60
"""Minutes of a day."""


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A span of the local clock, in minutes after local midnight; `end` is over 1440 past midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and self.start < self.end <= self.start + DAY):
            raise ValueError(f"not a span of hours: {self.start} to {self.end}")

    def __contains__(self, minute: int) -> bool:
        """Whether the minute of the local day (0 to 1439) lies within, also past midnight."""
        return self.start <= minute < self.end or minute + DAY < self.end

    def __str__(self) -> str:
        end = self.end if self.end <= DAY else self.end - DAY
        return f"{self.start // 60:02d}:{self.start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Calendar dates from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """Times said in one zone: dates, weekdays (Monday is 0) and hours; what is None or empty means any.

    A span of hours past midnight belongs to the date on which it begins.
    """

    zone: str
    days: Days | None = None
    weekdays: tuple[int, ...] = ()
    hours: Hours | None = None

    def on(self, day: date) -> bool:
        """Whether a span of these times begins on the local date."""
        return (self.days is None or day in self.days) and (not self.weekdays or day.weekday() in self.weekdays)

    def __str__(self) -> str:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        parts = [str(self.days)] if self.days else []
        parts += [",".join(names[day] for day in self.weekdays)] if self.weekdays else []
        parts += [str(self.hours)] if self.hours else []
        return f"{' '.join(parts) or 'always'} ({self.zone})"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the weekly format: when which types of session may be held.

    Days, weekdays and hours are of the home zone. A session must lie whole inside one span of hours.
    `channels`, `per_day` and `per_week` are caps on sessions inside the period, None for no cap.
    With `regions`, only sessions that target one of them are taken.
    """

    id: str
    name: str
    days: Days
    weekdays: tuple[int, ...]
    hours: tuple[Hours, ...]
    types: tuple[str, ...]
    channels: int | None = None
    per_day: int | None = None
    per_week: int | None = None
    regions: tuple[str, ...] = ()

    def open_on(self, day: date) -> bool:
        """Whether the period is held on the home date."""
        return day in self.days and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Channel:
    """One virtual room. Channels of one `pool` are identical; a named channel has no pool.

    `set_up`: minutes needed free between two sessions. `reserved`: only for sessions that ask for it.
    """

    id: str
    name: str
    pool: str | None = None
    link: str = ""
    capacity: int | None = None
    languages: tuple[str, ...] = ()
    set_up: int = 0
    reserved: bool = False
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionType:
    """A kind of session and what it is like unless a session says otherwise.

    `timed` is False for what stands (an exhibition): it has a page and no time. `plenary`: nothing beside it.
    `parallel` is False where no two sessions of the type may be held at once. `facilitators` to
    `facilitators_most` are chosen among the nominees for each. Everyone who facilitates a session of a type in
    `assembles` must be present. `channel`: the channel or pool that the type asks for. `main`: workshops on its topic
    are not held beside it. `per_day` and `per_week`: at most so many of the type.
    """

    id: str
    name: str
    duration: int
    days: int = 1
    timed: bool = True
    plenary: bool = False
    parallel: bool = True
    facilitators: int = 0
    facilitators_most: int = 0
    assembles: tuple[str, ...] = ()
    channel: str | None = None
    main: bool = False
    per_day: int | None = None
    per_week: int | None = None


Service = Literal["interpretation", "captioning", "sign-language"]
SERVICES: tuple[Service, ...] = ("interpretation", "captioning", "sign-language")


@dataclass(frozen=True, slots=True)
class Team:
    """Identical teams that serve one session at a time: interpreters, captioners, sign language interpreters.

    `languages` are those that each of them works in. `most_minutes` is the longest session that a team serves,
    `a_week` the most sessions in a week (Monday to Sunday), `rest` the minutes between two.
    """

    id: str
    name: str
    service: Service
    count: int = 1
    languages: tuple[str, ...] = ()
    most_minutes: int = 120
    a_week: int = 5
    rest: int = 30


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: its date, and the countries (or places) that keep it; empty for everywhere."""

    day: date
    name: str
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExternalEvent:
    """Something else in the world that attendees may want to follow, from `start` to `end` (UTC)."""

    name: str
    start: datetime
    end: datetime
    link: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """An audience region: its share of the audience in per cent and the zones its people live in."""

    name: str
    share: float
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comfort:
    """Local hours that are night, and hours that are comfortable; and who the audience is."""

    night: Hours = Hours(23 * 60, 30 * 60)
    day: Hours = Hours(8 * 60, 20 * 60)
    regions: tuple[Region, ...] = ()


INTERFACE_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The languages that pages can be published in (BCP 47): those of the United Nations."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it is published. `form` is svg, png, jpg or webp."""

    form: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a page: its name, as in `session.html` or `parts/zones.html`, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Publication:
    """How the programme is published: interface languages, the main one first; a banner on everything; the look.

    `title` is the name on the pages, empty for that of the forum. `logo_alt` says what the logo shows, empty where the
    title beside it says it all. Colours are `#rrggbb`, empty for those of the software: `accent` of links and buttons,
    readable on the light pages, and `header`, on which white text is readable. `footer` is plain text. `templates`
    replace those of the same name.
    """

    languages: tuple[str, ...] = ("en",)
    banner: str = ""
    title: str = ""
    logo: Logo | None = None
    logo_alt: str = ""
    accent: str = ""
    header: str = ""
    footer: str = ""
    templates: tuple[Template, ...] = ()


@dataclass(frozen=True)
class Forum:
    """The frame of the programme: dates, home zone, weekly format, channels, session types."""

    name: str
    site: str
    zone: str
    days: Days
    grid: int
    """Minutes between possible starts, counted from local midnight."""
    periods: tuple[Period, ...]
    channels: tuple[Channel, ...]
    types: tuple[SessionType, ...]
    teams: tuple[Team, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    external_events: tuple[ExternalEvent, ...] = ()
    comfort: Comfort = Comfort()
    publication: Publication = Publication()

    @cached_property
    def type(self) -> Mapping[str, SessionType]:
        """Session types by id."""
        return {kind.id: kind for kind in self.types}

    @cached_property
    def channel(self) -> Mapping[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def period(self) -> Mapping[str, Period]:
        """Periods by id."""
        return {period.id: period for period in self.periods}

    @cached_property
    def time_grid(self) -> TimeGrid:
        """The whole minutes of the forum and its possible starts."""
        return TimeGrid(self.zone, self.days.first, self.days.last, self.grid)


@dataclass(frozen=True, slots=True)
class FixedStart:
    """A start that is settled: a home date, or with `start` the very instant (UTC).

    `origin` says where, if that is not the session's own row: a decision.
    """

    day: date
    start: datetime | None = None
    origin: Origin | None = field(default=None, compare=False)


Cadence = Literal["", "daily", "weekly"]


@dataclass(frozen=True, slots=True)
class DaysApart:
    """How many home dates lie between a session and another one, in either order: at least, and at most if said."""

    session: str
    least: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A web address (http or https), with the title that it is shown under; empty for none."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Session:
    """One request or official session as the team keeps it, with its type's defaults filled in.

    `fixed` has one entry an occurrence, None where that occurrence is free. Preferred and excluded dates and
    hours are said in `zone`; preferred weeks run from Monday to Sunday, preferred weekdays are numbers (Monday is 0).
    `needs` are features of a channel. `left_out` is the team's decision not to hold it, `pinned` that it is held
    for sure. `merged_ids` are the ids of requests that were merged into this one.
    """

    id: str
    title: str
    type: str
    official: bool
    origin: Origin
    duration: int
    zone: str
    track: str = ""
    organisers: tuple[str, ...] = ()
    action_lines: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    preferred_dates: tuple[Days, ...] = ()
    excluded_dates: tuple[Days, ...] = ()
    preferred_hours: tuple[Hours, ...] = ()
    excluded_hours: tuple[Hours, ...] = ()
    preferred_weekdays: tuple[int, ...] = ()
    preferred_weeks: tuple[Days, ...] = ()
    target_regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    captioning: bool = False
    interpretation: tuple[str, ...] = ()
    sign_language: bool = False
    expected_audience: int | None = None
    series: str = ""
    part: int | None = None
    cadence: Cadence = ""
    opens_track: bool = False
    after: tuple[str, ...] = ()
    directly_after: str = ""
    not_with: tuple[str, ...] = ()
    same_day: tuple[str, ...] = ()
    other_day: tuple[str, ...] = ()
    days_apart: tuple[DaysApart, ...] = ()
    rehearsal_of: str = ""
    facilitated_by: tuple[str, ...] = ()
    fixed: tuple[FixedStart | None, ...] = (None,)
    repeats: int = 1
    days: int = 1
    periods: tuple[str, ...] = ()
    channel: str | None = None
    needs: tuple[str, ...] = ()
    priority: int = 3
    status: Status = "requested"
    left_out: bool = False
    pinned: bool = False
    description: str = ""
    public_link: str = ""
    documents: tuple[Link, ...] = ()
    recordings: tuple[Link, ...] = ()
    synthetic: bool = False
    source: str = ""
    merged_ids: tuple[str, ...] = ()

    def asks_for(self, service: Service) -> tuple[str, ...] | None:
        """Return the languages in which the session asks for a service, empty for any; None where it does not ask."""
        if service == "interpretation":
            return self.interpretation or None
        if service == "captioning":
            return self.languages if self.captioning else None
        return () if self.sign_language else None

    @property
    def occurrence_ids(self) -> tuple[str, ...]:
        """`S-041`, or `S-041.1`, `S-041.2` for repeats and for the days of a session of several days."""
        count = self.repeats * self.days
        return (self.id,) if count == 1 else tuple(f"{self.id}.{number}" for number in range(1, count + 1))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One holding of a session: what gets a start, a channel, a calendar entry.

    `number` counts from 1 within the session. `channel` is a channel or pool asked for.
    """

    id: str
    session: Session
    number: int
    duration: int
    fixed: FixedStart | None
    channel: str | None
    must_place: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a part in the programme. `zone` is None where it is not known.

    `nominated_by`: the stakeholder type that nominates the person as a facilitator, empty for no nominee;
    `themes`: what a nominee can facilitate, empty for anything; `languages`: those a nominee can lead in, likewise.
    `merged_ids`: the ids of people in the tables who were found to be this one.
    """

    id: str
    name: str
    origin: Origin
    organisation: str = ""
    country: str = ""
    zone: str | None = None
    stakeholder_type: str = ""
    nominated_by: str = ""
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    region: str = ""
    cannot: tuple[LocalTimes, ...] = ()
    most_a_day: int | None = None
    most_a_week: int | None = None
    merged_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person's part in a session, from minute `start` to minute `end` of it."""

    session: str
    person: str
    role: Role
    required: bool
    start: int
    end: int
    origin: Origin


@dataclass(frozen=True)
class Programme:
    """Everything that was asked, as one value. Built by `data.readers`, or by hand in tests."""

    forum: Forum
    sessions: tuple[Session, ...]
    people: tuple[Person, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    interest: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many of the audience want to attend both of two sessions (ids in order); other pairs are absent."""

    @cached_property
    def session(self) -> Mapping[str, Session]:
        """Sessions by id."""
        return {session.id: session for session in self.sessions}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def merged(self) -> Mapping[str, str]:
        """The ids of sessions and people that live on, by the ids that were merged into them."""
        rows: tuple[Session | Person, ...] = (*self.sessions, *self.people)
        return {old: each.id for each in rows for old in each.merged_ids}

    def current_id(self, name: str) -> str:
        """Return what a session, an occurrence or a person of this id is called now: another id if it was merged."""
        whole, dot, number = name.partition(".")
        return f"{self.merged[whole]}{dot}{number}" if whole in self.merged else name

    def session_called(self, name: str) -> Session | None:
        """Return the session of an id, also of one that was merged into it; None where there is none."""
        return self.session.get(self.current_id(name))

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """What is to be placed: every occurrence of every timed session that is not cancelled or left out."""
        return tuple(self._occurrences())

    def _occurrences(self) -> Iterator[Occurrence]:
        for session in self.sessions:
            kind = self.forum.type[session.type]
            if not kind.timed or session.status == "cancelled" or session.left_out:
                continue
            for number, name in enumerate(session.occurrence_ids, start=1):
                fixed = session.fixed[number - 1] if number <= len(session.fixed) else None
                yield Occurrence(
                    id=name,
                    session=session,
                    number=number,
                    duration=session.duration,
                    fixed=fixed,
                    channel=session.channel or kind.channel,
                    must_place=session.official or session.pinned or fixed is not None,
                )

    @cached_property
    def occurrence(self) -> Mapping[str, Occurrence]:
        """Occurrences by id."""
        return {occurrence.id: occurrence for occurrence in self.occurrences}

    @cached_property
    def occurrences_of(self) -> Mapping[str, tuple[Occurrence, ...]]:
        """The occurrences of each session id, in order; sessions without any are absent."""
        found: dict[str, list[Occurrence]] = {}
        for occurrence in self.occurrences:
            found.setdefault(occurrence.session.id, []).append(occurrence)
        return {session: tuple(members) for session, members in found.items()}

    @cached_property
    def appearances_in(self) -> Mapping[str, tuple[Appearance, ...]]:
        """The appearances in each session id, in the order of the table; sessions without any are absent."""
        found: dict[str, list[Appearance]] = {}
        for appearance in self.appearances:
            found.setdefault(appearance.session, []).append(appearance)
        return {session: tuple(members) for session, members in found.items()}

    @cached_property
    def appearances_of(self) -> Mapping[str, tuple[Appearance, ...]]:
        """The appearances of each person id, in the order of the table; people without any are absent."""
        found: dict[str, list[Appearance]] = {}
        for appearance in self.appearances:
            found.setdefault(appearance.person, []).append(appearance)
        return {person: tuple(members) for person, members in found.items()}

    @cached_property
    def wanted_together(self) -> tuple[tuple[str, str], ...]:
        """The pairs of `interest` of which both sessions have occurrences: the most wanted first, then by ids."""
        held = [pair for pair in self.interest if pair[0] in self.occurrences_of and pair[1] in self.occurrences_of]
        return tuple(sorted(held, key=lambda pair: (-self.interest[pair], pair)))

    @cached_property
    def nominees(self) -> tuple[Person, ...]:
        """The people nominated as facilitators, in the order of the table."""
        return tuple(person for person in self.people if person.nominated_by)

    @cached_property
    def served_by(self) -> Mapping[str, Mapping[Service, Team]]:
        """By session id the teams that serve it, by service; a service that is not asked for or not covered is absent.

        A team covers a session if it works in all languages asked for. Of several teams that do, the one that works in
        the fewest languages serves, and of those the first; a team for any language comes last.
        """
        in_turn = sorted(self.forum.teams, key=lambda team: len(team.languages) or 10**9)
        found: dict[str, dict[Service, Team]] = {session.id: {} for session in self.sessions}
        for session in self.sessions:
            for service in SERVICES:
                asked = session.asks_for(service)
                for team in in_turn if asked is not None else ():
                    covers = not team.languages or set(asked or ()) <= set(team.languages)
                    if team.service == service and covers:
                        found[session.id].setdefault(service, team)
        return found

    def periods_of(self, session: Session) -> tuple[Period, ...]:
        """Return the periods that take a session: those it names, else those of its type and target regions."""
        return self._periods_of[session.id]

    @cached_property
    def _periods_of(self) -> Mapping[str, tuple[Period, ...]]:
        return {session.id: self._find_periods(session) for session in self.sessions}

    def _find_periods(self, session: Session) -> tuple[Period, ...]:
        if session.periods:
            return tuple(self.forum.period[name] for name in session.periods)
        return tuple(
            period
            for period in self.forum.periods
            if session.type in period.types
            and (not period.regions or set(period.regions) & set(session.target_regions))
        )

    def with_session(self, session: Session) -> Programme:
        """Return the programme with another session of the same id."""
        return replace(self, sessions=tuple(session if old.id == session.id else old for old in self.sessions))

    def with_person(self, person: Person) -> Programme:
        """Return the programme with another person of the same id."""
        return replace(self, people=tuple(person if old.id == person.id else old for old in self.people))

    def end(self, occurrence: str, start: datetime) -> datetime:
        """Return the instant at which an occurrence that starts at `start` is over."""
        return start + timedelta(minutes=self.occurrence[occurrence].duration)
