"""People and requests that are likely to come twice: found and told with a reason, never merged unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.intake.alike_people import alike_people
from data.intake.alike_requests import alike_requests
from data.readers.alike import LEAST, NOTHING_DECIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.readers.alike import Alike, Decisions


def suggestions(
    requests: Mapping[str, Mapping[str, str]],
    people: Mapping[str, Mapping[str, str]],
    contacts: Iterable[Mapping[str, str]] = (),
    appearances: Iterable[Mapping[str, str]] = (),
    decided: Decisions = NOTHING_DECIDED,
) -> tuple[Alike, ...]:
    """Return the people and the requests that look like one, people first, each in the order of their rows.

    `requests` (with the official sessions, if those are to be searched too) and `people` are rows by id, `contacts` and
    `appearances` rows, all of them texts by column as docs/forum-folder.md names them; a cell that is missing is empty.
    Nothing is suggested of which `decided` says, or together says, that it is the same or different. The second of a
    pair stands behind the first in its table. The same rows give the same pairs, on one core.
    """
    emails: dict[str, set[str]] = {}
    for row in contacts:
        address = row.get("email", "").strip().casefold()
        if address:
            emails.setdefault(row.get("id", ""), set()).add(address)
    sessions: dict[str, set[str]] = {}
    speakers: dict[str, set[str]] = {}
    for row in appearances:
        session, person = row.get("session", ""), row.get("person", "")
        if session and person:
            sessions.setdefault(person, set()).add(session)
            speakers.setdefault(session, set()).add(person)
    addresses = {name: frozenset(each) for name, each in emails.items()}
    found = [
        *alike_people(people, addresses, {name: frozenset(each) for name, each in sessions.items()}),
        *alike_requests(requests, people, addresses, {name: frozenset(each) for name, each in speakers.items()}),
    ]
    return tuple(
        alike for alike in found if alike.score >= LEAST and not decided.settled(alike.kind, alike.first, alike.second)
    )
