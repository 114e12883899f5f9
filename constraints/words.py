"""Names and times in the words of the programme team, for explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.programme import Programme
    from data.timetable import Timetable


def session(programme: Programme, occurrence: str) -> str:
    """Name an occurrence by its id and title."""
    found = programme.occurrence.get(occurrence)
    return f"{occurrence} “{found.session.title}”" if found else occurrence


def sessions(programme: Programme, occurrences: Iterable[str]) -> str:
    """Name several occurrences."""
    return ", ".join(session(programme, name) for name in occurrences)


def person(programme: Programme, name: str) -> str:
    """Name a person with the id."""
    found = programme.person.get(name)
    return f"{found.name} ({name})" if found else name


def people(programme: Programme, names: Iterable[str]) -> str:
    """Name several people."""
    return ", ".join(person(programme, name) for name in names)


def placed(timetable: Timetable, occurrence: str) -> str:
    """Name an occurrence with its time at home."""
    start = timetable.placements.get(occurrence)
    text = session(timetable.programme, occurrence)
    return f"{text} on {local_text(start.start, timetable.programme.forum.zone)}" if start else text


def all_placed(timetable: Timetable, occurrences: Iterable[str]) -> str:
    """Name several occurrences with their times at home."""
    return "; ".join(placed(timetable, name) for name in occurrences)


def case(programme: Programme, text: str) -> str:
    """Put names to the ids in the text of a case."""
    words = []
    for word in text.split(" "):
        if word in programme.occurrence:
            words.append(session(programme, word))
        elif word in programme.person:
            words.append(person(programme, word))
        else:
            words.append(word)
    return " ".join(words)
