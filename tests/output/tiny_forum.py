"""A forum small enough to know every byte of what is published of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from data.problems import Origin
from data.programme import (
    Appearance,
    Channel,
    Days,
    Forum,
    Hours,
    LocalTimes,
    Person,
    Programme,
    Publication,
    Session,
    SessionType,
)
from data.revisions import Revisions
from data.timetable import Placement, Timetable
from output import publish
from output.view import public_view

PRIVATE = "PRIVATE-MARKER"
ROW = Origin(f"{PRIVATE}.csv", 2)


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


AT = instant("2020-06-01T09:00:00")
"""When the tests publish for the first time."""


def files_of(timetable, revisions=None, at=AT):
    """The site of a timetable: path to bytes."""
    return publish(timetable, revisions or Revisions(), at).files


def view_of(timetable, revisions=None, at=AT):
    """The public view of a timetable."""
    return public_view(timetable, revisions or Revisions(), at)


def session(name, title, kind="workshop", **fields):
    usual = {
        "id": name,
        "title": title,
        "type": kind,
        "official": False,
        "origin": ROW,
        "duration": 60,
        "zone": "Pacific/Marquesas",
        "status": "accepted",
        "expected_audience": 987654,
        "series": "",
    }
    return Session(**{**usual, **fields})


def person(key, **fields):
    usual = {
        "id": key,
        "name": f"Person {key}",
        "origin": ROW,
        "zone": "Pacific/Marquesas",
        "stakeholder_type": PRIVATE,
        "nominated_by": PRIVATE,
        "themes": (PRIVATE,),
        "cannot": (LocalTimes("Pacific/Marquesas", Days(date(2020, 7, 3), date(2020, 7, 3)), (), Hours(61, 123)),),
    }
    return Person(**{**usual, **fields})


def forum(**fields):
    usual = {
        "name": "Tiny Forum",
        "site": "https://forum.example/2020/",
        "zone": "Europe/Zurich",
        "days": Days(date(2020, 6, 22), date(2020, 6, 24)),
        "grid": 15,
        "periods": (),
        "channels": (
            Channel("hall", "Plenary hall", link="https://stream.example/hall"),
            Channel("room-1", "Room 1", pool="room"),
        ),
        "types": (
            SessionType("workshop", "Thematic workshop", 60),
            SessionType("policy", "Policy session", 60, facilitators=1, facilitators_most=1),
            SessionType("hackathon", "Hackathon", 120, days=2),
            SessionType("exhibition", "Exhibition", 15, timed=False),
        ),
        "publication": Publication(banner="Only an example"),
    }
    return Forum(**{**usual, **fields})


def appearance(where, who, role="speaker", *, required=True):
    return Appearance(where, who, role, required, 0, 60, ROW)


def tiny_timetable(**forum_fields):
    """Two timed sessions, a hackathon of two days, an exhibition, a cancelled one, and three never to be seen."""
    sessions = (
        session(
            "W-1",
            "Rural radio, and more",
            track="Media",
            organisers=("Open Air", "Village & Sons"),
            action_lines=("C7-e-health", "C9"),
            sdgs=("4",),
            languages=("en", "fr"),
            interpretation=("es",),
            captioning=True,
            target_regions=("Africa",),
            description="First line.\n\nSecond part; with https://example.org/more.",
            public_link="https://register.example/w-1",
            synthetic=True,
            source="invented",
        ),
        session("P-1", "Ethics", "policy", official=True, status="confirmed"),
        session("H-1", "Code", "hackathon", duration=120, days=2, status="requested"),
        session("E-1", "Stalls", "exhibition", official=True, status="confirmed", duration=15),
        session("C-1", "Gone", status="cancelled"),
        session("N-1", f"{PRIVATE} not placed", preferred_hours=(Hours(61, 123),)),
        session("N-2", f"{PRIVATE} left out", official=True, status="confirmed", left_out=True),
        session("N-3", f"{PRIVATE} stall asked for", "exhibition", status="requested"),
    )
    people = (
        person("p1", name="Ada Example", organisation="Open Air", country="Kenya"),
        person("p2", name="Ben Example"),
        person("p3", name=f"{PRIVATE} in nothing published"),
        person("p4", name="Cy Example", organisation="Institute"),
    )
    appearances = (
        appearance("W-1", "p2"),
        appearance("W-1", "p1", "moderator"),
        appearance("W-1", "p4", "speaker", required=False),
        appearance("N-1", "p3"),
    )
    placements = {
        "W-1": Placement(instant("2020-06-22T12:30:00"), "room-1"),
        "P-1": Placement(instant("2020-06-22T09:00:00"), "hall", ("p4",)),
        "H-1.1": Placement(instant("2020-06-23T08:00:00"), "room-1"),
        "H-1.2": Placement(instant("2020-06-24T08:00:00"), "room-1"),
    }
    return Timetable(Programme(forum(**forum_fields), sessions, people, appearances), placements)


def one_session(title="A session", start="2020-06-22T12:30:00", minutes=60, forum_fields=None, **fields):
    """A timetable of one session, S-1 in room-1."""
    held = session("S-1", title, duration=minutes, **fields)
    programme = Programme(forum(**(forum_fields or {})), (held,))
    return Timetable(programme, {"S-1": Placement(instant(start), "room-1")})
