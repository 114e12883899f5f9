"""The words by which sessions are found, which the pages' script asks for at the first search: `search.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.view import PublicSession, PublicView

FORMAT = "forum-search/1"

_AROUND = ".,;:()“”\"'"
"""Signs around a word that nobody looks for."""


def search(view: PublicView) -> bytes:
    """Return the words of each session by its id: title, people, organisers and description, each word once.

    What its list rows say in the language of the page (type, track, languages) is not in it, nor are the names of
    Action Lines and goals: the script finds these in the page.
    """
    content = {"format": FORMAT, "sessions": {session.id: _words(session) for session in view.sessions}}
    return (json.dumps(content, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n").encode("utf-8")


def _words(session: PublicSession) -> str:
    bare = (word.strip(_AROUND) for text in _texts(session) for word in text.split())
    return " ".join(dict.fromkeys(word for word in bare if word))


def _texts(session: PublicSession) -> Iterator[str]:
    yield session.title
    yield from session.organisers
    for person in (*session.facilitators, *(part.person for part in session.parts)):
        yield from (person.name, person.organisation, person.country)
    yield from session.target_regions
    yield session.series
    yield session.description
