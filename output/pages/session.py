"""The page of a session: when it is everywhere, who takes part, and all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from output import names, paths
from output.pages.days import sentence
from output.pages.environment import page
from output.pages.event_data import events
from output.pages.here import Here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from output.language import Language
    from output.view import PublicPerson, PublicSession, PublicView


@dataclass(frozen=True, slots=True)
class _RolePeople:
    """The people of a session who have one role."""

    name: str
    people: tuple[PublicPerson, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    """What is said of a session, and where more of the same is; empty for nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that is known of a session."""

    name: str
    values: tuple[_Value, ...]


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the page of each session."""
    dates = language.dates(view.first, view.last)
    for session in view.sessions:
        path = paths.session(session.id)
        here = Here(view, language, path, "", ())
        content = page(
            "session.html",
            view,
            language,
            path,
            "index.html",
            session=session,
            session_feed=paths.session_feed(session.id),
            dates=dates,
            sentence=sentence(language, view.zone, session.occurrences or session.withdrawn),
            moved=dict(_moved(session)),
            roles=tuple(_roles(session, language)),
            facts=tuple(_facts(session, language, here)),
            events=events(view, session, language, here.address),
        )
        yield path, content


def _moved(session: PublicSession) -> Iterator[tuple[str, datetime]]:
    """The start that was published last before the one that counts, at home, by the id of the occurrence."""
    for held in session.occurrences:
        earlier = [start for start in held.revision.moved_from if start != held.start]
        if earlier:
            yield held.id, earlier[-1].astimezone(held.home_start.tzinfo)


def _roles(session: PublicSession, language: Language) -> Iterator[_RolePeople]:
    """The people of a session by role, in the order of `names.ROLES`; roles without anyone are absent."""
    for role in names.ROLES:
        parts = tuple(part.person for part in session.parts if part.role == role)
        people = session.facilitators if role == "facilitator" else parts
        if people:
            yield _RolePeople(language.role(role, len(people)), people)


def _facts(session: PublicSession, language: Language, here: Here) -> Iterator[_Fact]:
    """What else is known about a session, as name and values; what is empty is absent."""
    say = language.say
    series = session.series
    if series and session.part is not None:
        series = say("%(series)s, part %(number)d") % {"series": series, "number": session.part}
    provisional = say("Confirmed") if session.status == "confirmed" else say("Provisional")
    lengths = dict.fromkeys(language.duration(held.minutes) for held in session.occurrences)
    services = (
        *((say("Real-time captioning"),) if session.captioning else ()),
        *((say("Sign language"),) if session.sign_language else ()),
    )
    rows = (
        (say("Length"), _plain(lengths)),
        (
            say("Action Lines"),
            tuple(_Value(language.action_line(code), here.action_line(code)) for code in session.action_lines),
        ),
        (
            say("Sustainable Development Goals"),
            tuple(_Value(language.sdg(number), here.sdg(number)) for number in session.sdgs),
        ),
        (say("Languages"), _plain(map(language.language_entry, session.languages))),
        (say("Interpretation"), _plain(map(language.language_entry, session.interpretation))),
        (say("Accessibility"), _plain(services)),
        (say("Regions"), _plain(session.target_regions)),
        (say("Series"), _plain([series] if series else [])),
        (say("Status"), _plain([] if session.cancelled else [provisional])),
        (say("Source"), _plain([session.source] if session.source else [])),
        (say("Number"), _plain([session.id])),
    )
    return (_Fact(name, values) for name, values in rows if values)


def _plain(texts: object) -> tuple[_Value, ...]:
    return tuple(_Value(text) for text in texts)  # type: ignore[attr-defined]
