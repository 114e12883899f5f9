"""Small forums for tests: a function with defaults for each thing, so that a test says only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from data import zones
from data.problems import Origin
from data.programme import (
    Appearance,
    Channel,
    Comfort,
    Days,
    FixedStart,
    Forum,
    Hours,
    LocalTimes,
    Period,
    Person,
    Programme,
    Session,
    SessionType,
    Team,
)
from data.timetable import Placement, Timetable

HOME = "Europe/Zurich"
ROW = Origin("requests.csv", 2)


def at(text, zone=HOME):
    """The UTC instant of a local time; of one that comes twice the first, or the second with a `*` behind."""
    reading = datetime.fromisoformat(text.rstrip("*")).replace(fold=int(text.endswith("*")))
    return reading.replace(tzinfo=zones.zone(zone)).astimezone(zones.UTC)


def days(text):
    """Dates as in `2020-06-22` or `2020-06-22..2020-06-26`."""
    first, _, last = text.partition("..")
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


def hours(text):
    """Hours as in `09:00-12:00`; past midnight as in `22:00-02:00`."""
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return Hours(start, end if end > start else end + 24 * 60)


def times(zone=HOME, *, on=None, weekdays=(), between=None):
    """Local times: dates, weekdays (Monday is 0), hours."""
    return LocalTimes(zone, days(on) if on else None, tuple(weekdays), hours(between) if between else None)


def fixed(text):
    """A fixed start: a date, or a local time at home."""
    start = at(text) if len(text) > 10 else None
    return FixedStart(date.fromisoformat(text[:10]), start)


def kind(name="workshop", **fields):
    """A session type."""
    return SessionType(**{"id": name, "name": name.capitalize(), "duration": 60, **fields})


KINDS = (
    kind(),
    kind("ceremony", plenary=True),
    kind("policy", parallel=False, facilitators=1, facilitators_most=2),
    kind("concluding", assembles=("policy",)),
    kind("hackathon", days=2),
    kind("exhibition", timed=False),
)
"""The session types of a forum, unless a test says otherwise."""


def period(name="weekly", on="2020-06-22..2020-06-26", between="09:00-17:00", **fields):
    """A period of all weekdays that takes every type of `KINDS`; `between` may be several spans."""
    spans = tuple(hours(each) for each in between.split(";"))
    usual = {"types": tuple(each.id for each in KINDS), "weekdays": tuple(range(7))}
    return Period(**{"id": name, "name": name.capitalize(), "days": days(on), "hours": spans, **usual, **fields})


def channel(name="c1", pool="pool", **fields):
    """A channel of the pool `pool`; with `pool=None` a named one."""
    return Channel(**{"id": name, "name": name.upper(), "pool": pool, **fields})


def team(name="booth", service="interpretation", **fields):
    """A team that interprets, with half an hour of rest, unless a test says otherwise."""
    return Team(**{"id": name, "name": name.capitalize(), "service": service, **fields})


def forum(on="2020-06-22..2020-06-26", **fields):
    """A forum in Zurich with one period over all its days and one pool of two channels."""
    usual = {
        "name": "Tiny Forum",
        "site": "https://forum.example/",
        "zone": HOME,
        "days": days(on),
        "grid": 60,
        "periods": (period(on=on),),
        "channels": (channel("c1"), channel("c2")),
        "types": KINDS,
        "comfort": Comfort(),
    }
    return Forum(**{**usual, **fields})


def session(name, type="workshop", *, minutes=60, **fields):
    """A request; its title is its id in capitals. `fixed` may be a text, or a tuple of texts."""
    if "fixed" in fields:
        starts = (fields["fixed"],) if isinstance(fields["fixed"], str) else fields["fixed"]
        fields["fixed"] = tuple(fixed(each) if each else None for each in starts)
    usual = {"title": name.upper(), "type": type, "official": False, "origin": ROW, "zone": HOME}
    return Session(**{"id": name, "duration": minutes, **usual, **fields})


def person(name, zone=None, **fields):
    """A person called by the id with a capital; `nominee=True` nominates."""
    if fields.pop("nominee", False):
        fields["nominated_by"] = "government"
    return Person(**{"id": name, "name": name.capitalize(), "origin": ROW, "zone": zone, **fields})


def appears(who, where, role="speaker", *, minutes=None, required=True):
    """An appearance throughout the session, or in `minutes` such as (0, 5) of it."""
    start, end = minutes or (0, 0)
    return Appearance(where, who, role, required, start, end, ROW)


def programme(*things, **forum_fields):
    """A programme of sessions, people and appearances; a forum among the things replaces the usual one."""
    sessions = tuple(thing for thing in things if isinstance(thing, Session))
    length = {each.id: each.duration for each in sessions}
    return Programme(
        next((thing for thing in things if isinstance(thing, Forum)), None) or forum(**forum_fields),
        sessions,
        tuple(thing for thing in things if isinstance(thing, Person)),
        tuple(
            thing if thing.end else replace(thing, end=length[thing.session])
            for thing in things
            if isinstance(thing, Appearance)
        ),
    )


def timetable(asked, starts):
    """A timetable: occurrence to local start at home, or to (start, channel, facilitator, ...)."""
    placements = {}
    for name, held in starts.items():
        start, where, *who = (held, asked.forum.channels[0].id) if isinstance(held, str) else held
        placements[name] = Placement(at(start), where, tuple(sorted(who)))
    return Timetable(asked, placements)
