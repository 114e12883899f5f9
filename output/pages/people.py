"""The pages of everyone with a public role, each with their sessions by day, and the page that lists them all.

They exist in the main language alone (`here.MAIN_ONLY`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from data.problems import ForumError
from output import names, paths
from output.feeds import feeds
from output.pages.days import days, others, sentence
from output.pages.environment import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.language import Language
    from output.view import PublicPerson, PublicSession, PublicView

INDEX = "people/index.html"
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC")
"""Scripts, as Unicode names its letters, in which people look for a name under its first letter."""


@dataclass(slots=True)
class _Part:
    """What a person does: sessions by id, and roles by the id of an occurrence, or of a session without a time."""

    person: PublicPerson
    sessions: dict[str, PublicSession]
    roles: dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class _Letter:
    """People whose names begin with the same letter; an empty one stands for names in scripts without an alphabet."""

    letter: str
    people: tuple[PublicPerson, ...]


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the list of people, and the page of each, if this is the main language.

    Raises ForumError where two people would have the same page.
    """
    if language.tag != view.languages[0]:
        return
    parts = _parts(view)
    letters = _letters([part.person for part in parts])
    yield INDEX, page("people.html", view, language, INDEX, letters=letters, count=len(parts))
    known = {feed.path for feed in feeds(view)}
    of: dict[str, str] = {}
    for part in parts:
        person = part.person
        path = paths.person(person.id)
        if of.setdefault(path, person.id) != person.id:
            raise ForumError(
                f"people “{of[path]}” and “{person.id}”: their ids differ only in case, accents or hyphens, "
                f"so both would have the page {path}"
            )
        held = [pair for pair in view.held if pair[1].id in part.roles]
        content = page(
            "person.html",
            view,
            language,
            path,
            INDEX,
            person=person,
            feed=feed if (feed := paths.feed("person", person.id)) in known else "",
            parts={name: _words(language, roles) for name, roles in part.roles.items()},
            sentence=sentence(language, view.zone, [occurrence for _, occurrence in held]),
            days=days(view, held),
            others=others(language, part.sessions.values()),
        )
        yield path, content


def _parts(view: PublicView) -> list[_Part]:
    """Everyone who appears or facilitates, by name."""
    found: dict[str, _Part] = {}

    def add(person: PublicPerson, session: PublicSession, place: str, role: str) -> None:
        part = found.setdefault(person.id, _Part(person, {}, {}))
        part.sessions[session.id] = session
        part.roles.setdefault(place, set()).add(role)

    for session in view.sessions:
        for held in session.occurrences:
            for person in held.facilitators:
                add(person, session, held.id, "facilitator")
        places = [held.id for held in session.occurrences] or [session.id]
        for each in session.parts:
            for place in places:
                add(each.person, session, place, each.role)
    return sorted(found.values(), key=lambda part: (paths.folded(part.person.name), part.person.name, part.person.id))


def _words(language: Language, roles: set[str]) -> str:
    """What someone with these roles is called."""
    return language.listed(language.role(role) for role in names.ROLES if role in roles)


def _letters(people: list[PublicPerson]) -> tuple[_Letter, ...]:
    """The people by the first letter of their names; those without one come last."""
    groups = [_Letter(letter, tuple(members)) for letter, members in groupby(people, lambda each: _letter(each.name))]
    without = [person for group in groups if not group.letter for person in group.people]
    lettered = [group for group in groups if group.letter]
    return (*lettered, *((_Letter("", tuple(without)),) if without else ()))


def _letter(name: str) -> str:
    first = paths.folded(name)[:1]
    return first.upper() if unicodedata.name(first, "").startswith(ALPHABETS) else ""
