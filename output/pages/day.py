"""A page for each home date, with a grid of hours and channels, and the page that lists the dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from math import gcd
from typing import TYPE_CHECKING

from output import paths
from output.pages.days import days, sentence
from output.pages.environment import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from output.language import Language
    from output.view import PublicChannel, PublicOccurrence, PublicView

INDEX = "d/index.html"

_HALF = 30
"""Offsets of zones change by this many minutes at least, so that starts on both sides still lie on the rows."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A full hour by the home clock: when it is, and the row of the grid at which it begins."""

    start: datetime
    home_start: datetime
    row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Hours and channels of a day, and where each occurrence lies: its id -> classes of its column, row and rows."""

    hours: tuple[Hour, ...]
    channels: tuple[PublicChannel, ...]
    places: dict[str, str]


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the list of days, and the page of each."""
    found = days(view, view.held)
    yield (
        INDEX,
        page(
            "days.html",
            view,
            language,
            INDEX,
            dates=language.dates(view.first, view.last),
            days=found,
            sentence=sentence(language, view.zone, [held for _, held in view.held]),
        ),
    )
    for number, day in enumerate(found):
        path = paths.day(day.day)
        content = page(
            "day.html",
            view,
            language,
            path,
            INDEX,
            day=day,
            earlier=found[number - 1].day if number else None,
            later=found[number + 1].day if number + 1 < len(found) else None,
            sentence=sentence(language, view.zone, [held for _, held in day.held]),
            grid=grid(view, [held for _, held in day.held]),
        )
        yield path, content


def grid(view: PublicView, held: Iterable[PublicOccurrence]) -> Grid:
    """Return the grid of occurrences, with the channels in the forum's order and without those that are empty.

    Its rows have equal lengths and begin with a full hour by the home clock.
    """
    occurrences = tuple(held)
    used = {each.channel for each in occurrences}
    channels = tuple(channel for channel in view.channels if channel in used)
    opening = min(each.home_start for each in occurrences)
    first = min(each.start for each in occurrences) - timedelta(minutes=opening.minute)
    last = max(each.end for each in occurrences)
    length = _row_minutes(view)
    places = {
        each.id: f"c-{channels.index(each.channel) + 1} r-{(each.start - first) // timedelta(minutes=length)} "
        f"n-{_rows(each.start, each.end, length)}"
        for each in occurrences
    }
    zone = occurrences[0].home_start.tzinfo
    hours: list[Hour] = []
    while first + timedelta(hours=len(hours)) < last:
        start = first + timedelta(hours=len(hours))
        hours.append(Hour(start.astimezone(UTC), start.astimezone(zone), len(hours) * 60 // length))
    return Grid(tuple(hours), channels, places)


def positions(view: PublicView) -> str:
    """Return the style with the classes of all grids: columns `c-1` of `k-1`, rows `r-0`, numbers of rows `n-1`.

    They need a style of their own because pages may hold none within.
    """
    named = set()
    for day in view.days:
        found = grid(view, [held for _, held in day.held])
        named |= {name for place in found.places.values() for name in place.split()}
        named |= {f"r-{hour.row}" for hour in found.hours} | {f"k-{len(found.channels)}"}
    rules = []
    for kind, number in sorted((name[0], int(name[2:])) for name in named):
        rule = {
            "c": f"grid-column:{number + 1}",
            "k": f"grid-template-columns:4.2rem repeat({number},minmax(11.5rem,1fr))",
            "n": f"grid-row-end:span {number}",
            "r": f"grid-row-start:{number + 2}",
        }[kind]
        rules.append(f".{kind}-{number}{{{rule}}}\n")
    return f"@media screen and (min-width:40rem){{\n{''.join(rules)}}}\n"


def _row_minutes(view: PublicView) -> int:
    return gcd(view.grid, _HALF)


def _rows(start: datetime, end: datetime, length: int) -> int:
    return -(-(end - start) // timedelta(minutes=length))
