"""The pages of the site: the programme by day and a page per session, complete without scripts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from data.clock import MONTHS
from output import names
from output.view import safe_link
from output.zone_names import former_names, places, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from output.view import PublicDay, PublicOccurrence, PublicPerson, PublicSession, PublicView

LOADS = 4
"""Shades of a date in the calendar, by how much is held on it."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the programme; `mixed` if the offset changes within it, so that each session says its own."""

    day: date
    held: tuple[tuple[PublicSession, PublicOccurrence], ...]
    zone: str
    mixed: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    """A date of the calendar, with how many occurrences begin on it and its shade from 0 to `LOADS`."""

    day: date
    inside: bool
    count: int
    load: int

    @property
    def weekday(self) -> str:
        return names.WEEKDAYS[self.day.weekday()][:3]


@dataclass(frozen=True, slots=True)
class _Week:
    """A week of the calendar."""

    label: str
    cells: tuple[_Cell, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Sessions without a time, and what is said in its place."""

    id: str
    name: str
    when: str
    sessions: tuple[PublicSession, ...]


@dataclass(frozen=True, slots=True)
class _RolePeople:
    """The people of a session who have one role."""

    name: str
    people: tuple[PublicPerson, ...]


def index(view: PublicView) -> bytes:
    """Return `index.html`: everything that is held, by home date, then what stands and what is cancelled."""
    types = {session.type for session in view.sessions}
    groups = (
        _Group("standing", "Throughout the forum", "Open", view.standing),
        _Group("cancelled", "Cancelled", "Cancelled", view.cancelled),
    )
    people = {part.person.id for session in view.sessions for part in session.parts}
    people |= {person.id for session in view.sessions for person in session.facilitators}
    weekends = any(day.day.weekday() > 4 for day in view.days)
    return _page(
        "index.html",
        view=view,
        root="",
        dates=dates(view.first, view.last),
        sentence=sentence(view.zone, [held for _, held in view.held]),
        days=[_day(view, day) for day in view.days],
        weeks=_weeks(view, weekends=weekends),
        weekends=weekends,
        others=[group for group in groups if group.sessions],
        types=sorted(types, key=lambda kind: kind.number),
        tracks=sorted({session.track for session in view.sessions if session.track}),
        count=sum(not session.cancelled for session in view.sessions),
        people=len(people),
    )


def page(view: PublicView, session: PublicSession) -> bytes:
    """Return the page of one session, for the path `s/<id>/index.html`."""
    return _page(
        "session.html",
        view=view,
        root="../../",
        session=session,
        dates=dates(view.first, view.last),
        sentence=sentence(view.zone, session.occurrences),
        roles=tuple(_roles(session)),
        facts=tuple(_facts(session)),
    )


@lru_cache(maxsize=1)
def assets() -> dict[str, bytes]:
    """Return style, script, icon and the list of zones, by path in the site."""
    folder = files("output").joinpath("assets")
    found = {f"assets/{name}": folder.joinpath(name).read_bytes() for name in ("forum.css", "forum.js", "icon.svg")}
    zones = "\n".join(f"{name}|{country}" for name, country in places())
    former = "\n".join(f"{alias}|{name}" for alias, name in former_names())
    other = "\n".join("|".join((word, *meant)) for word, meant in words())
    lists = {"forumZones": zones, "forumFormerZones": former, "forumZoneWords": other}
    content = "".join(f"const {name} = {json.dumps(text)};\n" for name, text in lists.items())
    found["assets/zones.js"] = content.encode("ascii")
    return found


def dates(first: date, last: date) -> str:
    """Return the span of dates in words, such as `22 June – 10 September 2020`."""
    month = MONTHS[first.month - 1]
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {month} {first.year} – {end}"
    return f"{first.day}–{end}" if first.month == last.month else f"{first.day} {month} – {end}"


def sentence(zone: str, held: tuple[PublicOccurrence, ...] | list[PublicOccurrence]) -> str:
    """Return in which zone times are shown, with the offsets from UTC and from when each counts."""
    ordered = sorted(held, key=lambda each: each.start)
    runs = [(words, next(members)) for words, members in groupby(ordered, lambda each: zone_words(each.home_start))]
    said = [
        words if number == 0 else f"from {short_date(first.home_start)} {words}"
        for number, (words, first) in enumerate(runs)
    ]
    return f"Times are shown in {zone}" + (f": {', '.join(said)}." if said else ".")


def zone_words(local: datetime) -> str:
    """Return name and offset of a local time, such as `CEST (UTC+02:00)`, or the offset alone."""
    name = names.abbreviation(local)
    return f"{name} ({names.offset(local)})" if name else names.offset(local)


def short_date(day: date) -> str:
    """Return a date in words without weekday and year, such as `25 October`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def linked(text: str) -> Markup:
    """Return the text with its http and https addresses as links, everything else escaped."""
    words = []
    for word in text.split(" "):
        bare = word.rstrip(".,;:)")
        link = safe_link(bare) if bare.lower().startswith(("http://", "https://")) else ""
        if link:
            words.append(Markup('<a href="{}" rel="noopener nofollow">{}</a>{}').format(link, bare, word[len(bare) :]))
        else:
            words.append(escape(word))
    return Markup(" ").join(words)


def isolated(texts: Iterable[str], separator: str) -> Markup:
    """Return the texts with the separator between, each isolated from the direction of the others."""
    return Markup(separator).join(Markup("<bdi>{}</bdi>").format(text) for text in texts)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which blank lines part."""
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def _day(view: PublicView, day: PublicDay) -> _Day:
    spoken = list(dict.fromkeys(zone_words(held.home_start) for _, held in day.held))
    return _Day(day.day, day.held, f"{view.zone}, {' and '.join(spoken)}", len(spoken) > 1)


def _weeks(view: PublicView, *, weekends: bool) -> tuple[_Week, ...]:
    """The weeks of the forum from Monday, without weekends if nothing is held on any."""
    counts = {day.day: len(day.held) for day in view.days}
    most = max(counts.values(), default=1)
    first = min([view.first, *counts])
    last = max([view.last, *counts])
    weeks = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        week = [monday + timedelta(days=number) for number in range(7 if weekends else 5)]
        inside = [day for day in week if first <= day <= last]
        cells = tuple(
            _Cell(day, first <= day <= last, counts.get(day, 0), -(-LOADS * counts.get(day, 0) // most)) for day in week
        )
        if inside:
            weeks.append(_Week(f"{inside[0].day} {MONTHS[inside[0].month - 1][:3]}", cells))
        monday += timedelta(days=7)
    return tuple(weeks)


def _roles(session: PublicSession) -> Iterator[_RolePeople]:
    """The people of a session by role, in the order of `names.ROLES`; roles without anyone are absent."""
    for role, name in names.ROLES.items():
        parts = tuple(part.person for part in session.parts if part.role == role)
        people = session.facilitators if role == "facilitator" else parts
        if people:
            yield _RolePeople(name if len(people) == 1 or role == "welcome" else f"{name}s", people)


def _facts(session: PublicSession) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What else is known about a session, as name and values; what is empty is absent."""
    part = f", part {session.part}" if session.part is not None else ""
    status = "" if session.cancelled else {"confirmed": "Confirmed"}.get(session.status, "Provisional")
    lengths = dict.fromkeys(names.duration(held.minutes) for held in session.occurrences)
    rows = (
        ("Length", tuple(lengths)),
        ("Action Lines", tuple(names.action_line(code) for code in session.action_lines)),
        ("Sustainable Development Goals", tuple(names.sdg(number) for number in session.sdgs)),
        ("Languages", tuple(names.language(tag) for tag in session.languages)),
        ("Interpretation", tuple(names.language(tag) for tag in session.interpretation)),
        ("Accessibility", ("Real-time captioning",) if session.captioning else ()),
        ("Regions", session.target_regions),
        ("Series", (session.series + part,) if session.series else ()),
        ("Status", (status,) if status else ()),
        ("Source", (session.source,) if session.source else ()),
        ("Number", (session.id,)),
    )
    return ((name, values) for name, values in rows if values)


def _page(template: str, **values: object) -> bytes:
    return _environment().get_template(template).render(**values).encode("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("output"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        city=lambda zone: zone.rsplit("/", 1)[-1].replace("_", " "),
        clock=names.clock,
        isolated=isolated,
        language=names.language,
        linked=linked,
        long_date=names.long_date,
        offset=names.offset,
        paragraphs=paragraphs,
        segment=lambda name: quote(name, safe=""),
        utc_minute=lambda moment: moment.strftime("%Y-%m-%dT%H:%MZ"),
        zone_words=zone_words,
    )
    return environment
