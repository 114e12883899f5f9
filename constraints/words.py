"""Names and times in the words of the programme team, for explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from data.programme import Days, Programme, Session
    from data.timetable import Timetable

MOST_NAMED = 8
"""So many sessions are named where there may be hundreds."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(when: date) -> str:
    """Say a date: “22 June 2020”."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def days(span: Days) -> str:
    """Say the dates from the first to the last: “22 to 26 June 2020”."""
    first, last = span.first, span.last
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    month = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month} to {day(last)}"


def session(programme: Programme, occurrence: str) -> str:
    """Name an occurrence by its id and title."""
    found = programme.occurrence.get(occurrence)
    return f"{occurrence} “{found.session.title}”" if found else occurrence


def sessions(programme: Programme, occurrences: Iterable[str]) -> str:
    """Name several occurrences."""
    return ", ".join(session(programme, name) for name in occurrences)


def whole(session: Session) -> str:
    """Name a session whatever its occurrences, by its id and title."""
    return f"{session.id} “{session.title}”"


def joined(items: Iterable[str], last: str = "and") -> str:
    """Join words as in `a, b and c`."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end


def number(count: int, thing: str) -> str:
    """Say how many, as in `1 day`, `2 days`."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def some(programme: Programme, occurrences: Collection[str], last: str = "and") -> str:
    """Name several occurrences; of many the first ones, and how many more there are."""
    names = [session(programme, name) for name in occurrences]
    if len(names) > MOST_NAMED:
        names[MOST_NAMED:] = [f"{len(names) - MOST_NAMED} more"]
    return joined(names, last)


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
