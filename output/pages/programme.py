"""The whole programme by day on one page, with the calendar of the forum and what can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from output.pages.days import days, others, sentence
from output.pages.environment import page, served_with, spoken_in
from output.pages.topics import order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from output.language import Language
    from output.view import PublicSession, PublicView

LOADS = 4
"""Shades of a date in the calendar, by how much is held on it."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A date of the calendar, with how many occurrences begin on it and its shade from 0 to `LOADS`."""

    day: date
    inside: bool
    count: int
    load: int


@dataclass(frozen=True, slots=True)
class _Week:
    """A week of the calendar and its first date inside the forum."""

    first: date
    cells: tuple[_Cell, ...]


@dataclass(frozen=True, slots=True)
class _Filter:
    """What sessions can be filtered by: a key, its name, and values with their names.

    Of several values that are chosen, a session has to fit each if `every`, and one of them otherwise.
    """

    key: str
    name: str
    values: tuple[tuple[str, str], ...]
    every: bool = False


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield `index.html`: everything that is held, by home date, then what stands and what is cancelled."""
    say = language.say
    people = {part.person.id for session in view.sessions for part in session.parts}
    people |= {person.id for session in view.sessions for person in session.facilitators}
    weekends = any(day.day.weekday() > 4 for day in view.days)
    files = (
        ("all.ics", say("Calendar file (%(format)s)") % {"format": "ICS"}),
        ("programme.csv", say("Table (%(format)s)") % {"format": "CSV"}),
        ("programme.xlsx", say("Table (%(format)s)") % {"format": "XLSX"}),
        ("programme.json", say("Data (%(format)s)") % {"format": "JSON"}),
        ("schedule.xml", say("For conference apps (%(format)s)") % {"format": "XML"}),
        ("schedule.json", say("For conference apps (%(format)s)") % {"format": "JSON"}),
    )
    content = page(
        "programme.html",
        view,
        language,
        "index.html",
        dates=language.dates(view.first, view.last),
        sentence=sentence(language, view.zone, [held for _, held in view.held]),
        days=days(view, view.held),
        weeks=_weeks(view, weekends=weekends),
        weekends=weekends,
        others=others(language, view.sessions),
        filters=tuple(_filters(view, language)),
        count=sum(not session.cancelled for session in view.sessions),
        people=len(people),
        files=files,
    )
    yield "index.html", content


def _filters(view: PublicView, language: Language) -> Iterator[_Filter]:
    """What there is to filter by; what all sessions are alike in is absent."""
    say = language.say
    services = {"interpretation": say("Interpretation"), "captioning": say("Captions"), "sign": say("Sign language")}
    types = {session.type.id: session.type for session in view.sessions}
    facets: tuple[tuple[str, str, Callable[[PublicSession], tuple[str, ...]], Callable[[str], str]], ...] = (
        ("type", say("Type"), lambda session: (session.type.id,), lambda kind: types[kind].name),
        ("track", say("Track"), lambda session: (session.track,) if session.track else (), str),
        ("al", say("Action Lines"), lambda session: session.action_lines, language.action_line),
        ("sdg", say("Sustainable Development Goals"), lambda session: session.sdgs, language.sdg),
        ("lang", say("Language"), spoken_in, language.language_name),
        ("service", say("Services"), served_with, services.__getitem__),
    )
    for key, name, values_of, named in facets:
        if len({frozenset(values_of(session)) for session in view.sessions}) > 1:
            found = {value for session in view.sessions for value in values_of(session)}
            values = [(value, named(value)) for value in found]
            if key == "type":
                values.sort(key=lambda pair: types[pair[0]].number)
            else:
                values.sort(key=lambda pair: (order(pair[1]), pair[0]))
            yield _Filter(key, name, tuple(values), every=key == "service")
    if view.held:
        regions = tuple((region.name, region.name) for region in view.regions)
        yield _Filter("hours", say("Held in waking hours"), (("mine", say("Mine")), *regions), every=True)
    yield _Filter("own", say("My programme"), (("yes", say("Only my sessions")),))


def _weeks(view: PublicView, *, weekends: bool) -> tuple[_Week, ...]:
    """The weeks of the forum from Monday, without weekends if nothing is held on any."""
    counts = {day.day: len(day.held) for day in view.days}
    most = max(counts.values(), default=1)
    first = min([view.first, *counts])
    last = max([view.last, *counts])
    weeks = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        week = [monday + timedelta(days=number) for number in range(7 if weekends else 5)]
        inside = [day for day in week if first <= day <= last]
        cells = tuple(
            _Cell(day, first <= day <= last, counts.get(day, 0), -(-LOADS * counts.get(day, 0) // most)) for day in week
        )
        if inside:
            weeks.append(_Week(inside[0], cells))
        monday += timedelta(days=7)
    return tuple(weeks)
