"""Sessions by home date, as lists show them, and in which zone their times are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from output.pages.environment import zone_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from output.language import Language
    from output.view import PublicOccurrence, PublicSession, PublicView


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme; `mixed` if the offset changes within it, so that each session says its own."""

    day: date
    held: tuple[tuple[PublicSession, PublicOccurrence], ...]
    zone: str
    mixed: bool

    @property
    def ends(self) -> datetime:
        """When the last of its occurrences ends by the home clock."""
        return max((held for _, held in self.held), key=lambda held: held.end).home_end


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions without a time, and what is said in its place."""

    id: str
    name: str
    when: str
    sessions: tuple[PublicSession, ...]


def days(view: PublicView, held: Iterable[tuple[PublicSession, PublicOccurrence]]) -> tuple[Day, ...]:
    """Return the days on which these occurrences begin, which are in the order of time."""
    return tuple(
        _day(view, day, tuple(members)) for day, members in groupby(held, lambda pair: pair[1].home_start.date())
    )


def others(language: Language, sessions: Iterable[PublicSession]) -> tuple[Group, ...]:
    """Return those of the sessions that stand throughout the forum, and those that are cancelled."""
    say = language.say
    chosen = tuple(sessions)
    groups = (
        Group(
            "standing",
            say("Throughout the forum"),
            say("Open"),
            tuple(session for session in chosen if session.standing and not session.cancelled),
        ),
        Group(
            "cancelled",
            say("Cancelled sessions"),
            say("Cancelled"),
            tuple(session for session in chosen if session.cancelled),
        ),
    )
    return tuple(group for group in groups if group.sessions)


def sentence(language: Language, zone: str, held: Iterable[PublicOccurrence]) -> str:
    """Return in which zone times are shown, with the offsets from UTC and from when each counts."""
    ordered = sorted(held, key=lambda each: each.start)
    runs = [(words, next(members)) for words, members in groupby(ordered, lambda each: zone_words(each.home_start))]
    offsets = [
        language.left_to_right(words)
        if number == 0
        else language.say("from %(date)s %(offset)s")
        % {"date": language.short_date(first.home_start.date()), "offset": language.left_to_right(words)}
        for number, (words, first) in enumerate(runs)
    ]
    said = {"zone": language.left_to_right(zone), "offsets": language.listed(offsets)}
    if not offsets:
        return language.say("Times are shown in %(zone)s.") % said
    return language.say("Times are shown in %(zone)s: %(offsets)s.") % said


def _day(view: PublicView, day: date, held: tuple[tuple[PublicSession, PublicOccurrence], ...]) -> Day:
    spoken = list(dict.fromkeys(zone_words(each.home_start) for _, each in held))
    return Day(day, held, f"{view.zone}, {' / '.join(spoken)}", len(spoken) > 1)
