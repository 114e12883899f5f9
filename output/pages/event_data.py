"""A session as schema.org describes events, for search engines: what its page says, and nothing of other sessions.

A session that is held several times is as many events: one that lasts from the first to the last it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from output import paths

if TYPE_CHECKING:
    from datetime import datetime

    from output.language import Language
    from output.view import PublicOccurrence, PublicPerson, PublicSession, PublicView

SCHEMA = "https://schema.org"
ONLINE = f"{SCHEMA}/OnlineEventAttendanceMode"


def events(view: PublicView, session: PublicSession, language: Language, address: str) -> list[dict[str, Any]]:
    """Return the events that a session is, for the page at `address`; none where no time is known."""
    about = _about(view, session, address)
    if session.standing and not session.cancelled:
        times = {"startDate": view.first.isoformat(), "endDate": view.last.isoformat()}
        place = _place(session.public_link or address)
        return [{**about, "name": session.title, **times, "location": place, "eventStatus": f"{SCHEMA}/EventScheduled"}]
    return [
        {
            **about,
            "name": _name(session, held, language),
            "startDate": _local(held.home_start),
            "endDate": _local(held.home_end),
            "location": _place(held.link or address),
            **_state(held),
        }
        for held in (*session.occurrences, *session.withdrawn)
    ]


def _state(held: PublicOccurrence) -> dict[str, Any]:
    """Whether an occurrence is held as first published, has moved (and from where), or is cancelled."""
    if held.cancelled:
        return {"eventStatus": f"{SCHEMA}/EventCancelled"}
    zone = held.home_start.tzinfo
    earlier = [
        _local(start.astimezone(zone)) for start in dict.fromkeys(held.revision.moved_from) if start != held.start
    ]
    if earlier:
        return {"eventStatus": f"{SCHEMA}/EventRescheduled", "previousStartDate": earlier}
    return {"eventStatus": f"{SCHEMA}/EventScheduled"}


def _about(view: PublicView, session: PublicSession, address: str) -> dict[str, Any]:
    """What all events of a session have in common; what is not known is absent."""
    speakers = dict.fromkeys(part.person for part in session.parts if part.role == "speaker")
    facts: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "url": address,
        "description": session.description,
        "eventAttendanceMode": ONLINE,
        "isAccessibleForFree": True,
        "inLanguage": list(session.languages),
        "organizer": [{"@type": "Organization", "name": name} for name in session.organisers],
        "performer": [_person(view, person) for person in speakers],
        "superEvent": {
            "@type": "Event",
            "name": view.name,
            "url": view.site,
            "startDate": view.first.isoformat(),
            "endDate": view.last.isoformat(),
            "eventAttendanceMode": ONLINE,
            "location": _place(view.site),
        },
    }
    return {key: value for key, value in facts.items() if value not in ("", [])}


def _person(view: PublicView, person: PublicPerson) -> dict[str, Any]:
    address = f"{view.site}{quote(paths.person(person.id).removesuffix('index.html'))}"
    found: dict[str, Any] = {"@type": "Person", "name": person.name, "url": address}
    if person.organisation:
        found["affiliation"] = {"@type": "Organization", "name": person.organisation}
    return found


def _name(session: PublicSession, held: PublicOccurrence, language: Language) -> str:
    if held.of == 1:
        return session.title
    part = language.say("%(number)s of %(total)s") % {"number": held.number, "total": held.of}
    return f"{session.title} ({part})"


def _place(address: str) -> dict[str, str]:
    return {"@type": "VirtualLocation", "url": address}


def _local(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
