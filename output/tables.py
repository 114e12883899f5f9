"""The programme as tables for programs and spreadsheets: `programme.csv` and `programme.json`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from data.apostrophes import harmless
from data.grid import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.view import PublicLink, PublicOccurrence, PublicPerson, PublicSession, PublicView

COLUMNS = ("id", "title", "type", "start_utc", "end_utc", "channel", "facilitators", "people")
FORMAT = "forum-programme/1"
"""Name and version of the schema of `programme.json`; see docs/programme-json.md."""


def programme_csv(view: PublicView) -> bytes:
    """Return one row per occurrence that is held, by start and id, as UTF-8 with CRLF (RFC 4180).

    `type` and `channel` are ids, as are `facilitators` and `people` (joined by `;`): ids stay as they are. A title
    that a spreadsheet program would take for a formula begins with an apostrophe.
    """
    page = io.StringIO(newline="")
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for name, title, *others in rows(view):
        table.writerow((name, harmless(title), *others))
    return page.getvalue().encode("utf-8")


def rows(view: PublicView) -> Iterator[tuple[str, ...]]:
    """Yield the cells of `COLUMNS` for each occurrence that is held, by start and id, as they are."""
    for session, held in view.held:
        yield (
            held.id,
            session.title,
            session.type.id,
            utc_text(held.start),
            utc_text(held.end),
            held.channel.id,
            ";".join(person.id for person in held.facilitators),
            ";".join(session.people),
        )


def programme_json(view: PublicView) -> bytes:
    """Return everything that is published as one JSON document (schema in docs/programme-json.md)."""
    content = {
        "format": FORMAT,
        "forum": {
            "name": view.name,
            "site": view.site,
            "zone": view.zone,
            "tzdata": view.tzdata,
            "first_day": view.first.isoformat(),
            "last_day": view.last.isoformat(),
            "revised": utc_text(view.revised),
            "banner": view.banner,
            "waking_hours": str(view.waking),
        },
        "regions": [{"name": each.name, "zones": list(each.zones)} for each in view.regions],
        "types": [{"id": kind.id, "name": kind.name} for kind in view.types],
        "channels": [{"id": each.id, "name": each.name, "link": each.link} for each in view.channels],
        "people": [_person(person) for person in _everyone(view)],
        "sessions": [_session(view, session) for session in view.sessions],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _everyone(view: PublicView) -> list[PublicPerson]:
    """Everyone who has a part in a published session, by id."""
    found = {part.person.id: part.person for session in view.sessions for part in session.parts}
    found |= {person.id: person for session in view.sessions for person in session.facilitators}
    found |= {person.id: person for _, held in view.withdrawn for person in held.facilitators}
    return [found[name] for name in sorted(found)]


def _person(person: PublicPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "country": person.country,
    }


def _session(view: PublicView, session: PublicSession) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title,
        "type": session.type.id,
        "track": session.track,
        "status": session.status,
        "standing": session.standing,
        "synthetic": session.synthetic,
        "organisers": list(session.organisers),
        "action_lines": list(session.action_lines),
        "sdgs": list(session.sdgs),
        "languages": list(session.languages),
        "captioning": session.captioning,
        "interpretation": list(session.interpretation),
        "sign_language": session.sign_language,
        "target_regions": list(session.target_regions),
        "series": session.series,
        "part": session.part,
        "description": session.description,
        "public_link": session.public_link,
        "documents": [_link(link) for link in session.documents],
        "recordings": [_link(link) for link in session.recordings],
        "source": session.source,
        "page": view.page(session),
        "people": [{"person": part.person.id, "role": part.role} for part in session.parts],
        "occurrences": [_occurrence(held) for held in session.occurrences],
        "withdrawn": [_occurrence(held) for held in session.withdrawn],
    }


def _link(link: PublicLink) -> dict[str, str]:
    return {"title": link.title, "address": link.address}


def _occurrence(held: PublicOccurrence) -> dict[str, Any]:
    return {
        "id": held.id,
        "start": utc_text(held.start),
        "end": utc_text(held.end),
        "home_start": held.home_start.isoformat(timespec="minutes"),
        "home_end": held.home_end.isoformat(timespec="minutes"),
        "channel": held.channel.id,
        "link": held.link,
        "facilitators": [person.id for person in held.facilitators],
        "regions": list(held.regions),
        "uid": held.revision.uid,
        "sequence": held.revision.sequence,
        "modified": utc_text(held.revision.modified),
    }
