"""Nobody has a part in the programme on a public holiday of their country.

A holiday is kept by the countries named for it, in whatever letter case, or by everyone where none is named. The date
is that of the person's own clock, or of the home zone where theirs is not known, when their part begins. Only parts in
which they are required count, and facilitation, which begins with the session. Who is required in several parts of a
session is concerned if one of them begins on a holiday. The amount is 1 for each person and session.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import engagements_in
from constraints.rule import Ledger, Rule
from data.clock import local_text
from data.findings import Finding
from data.programme import Days, LocalTimes
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.starts import Ints, Mask
    from data.policy import Mode
    from data.programme import Person
    from data.timetable import Engagement, Timetable


@dataclass(frozen=True, kw_only=True)
class Holidays(Rule):
    """Soft only: with people from everywhere, every day is a holiday somewhere."""

    name: ClassVar[str] = "holidays"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    weight: int = 5

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Price starts on a holiday of someone's."""
        programme = board.programme
        kept: dict[tuple[str | None, str], list[LocalTimes]] = {}
        free: dict[str, list[LocalTimes]] = {}
        for person in programme.people:
            origin = (person.zone, person.country)
            if origin not in kept:
                kept[origin] = [
                    LocalTimes(person.zone or programme.forum.zone, Days(holiday.day, holiday.day))
                    for holiday in programme.forum.holidays
                    if not holiday.countries or person.country.casefold() in map(str.casefold, holiday.countries)
                ]
            if kept[origin]:
                free[person.id] = kept[origin]
        known: dict[object, Ints] = {}

        def on(person: str, minutes: Collection[int], anyway: Collection[int] = ()) -> Ints:
            key = (programme.person[person].zone, programme.person[person].country, *sorted(minutes), "", *anyway)
            if key not in known:
                anyway_on = self._on(board, free[person], anyway)
                known[key] = (self._on(board, free[person], minutes) & ~anyway_on).astype(np.int64)
            return known[key]

        begins: dict[tuple[str, str], set[int]] = defaultdict(set)
        for part in programme.appearances:
            if part.required and part.person in free:
                begins[(part.person, part.session)].add(part.start)
        for (name, session), minutes in begins.items():
            for occurrence in programme.occurrences_of.get(session, ()):
                amounts = on(name, minutes)
                if amounts.any():
                    ledger.starts(f"{name} {occurrence.id}", occurrence.id, amounts)
        for nominee in programme.nominees:
            for occurrence in (*board.facilitated, *board.assembling) if nominee.id in free else ():
                amounts = on(nominee.id, {0}, sorted(begins.get((nominee.id, occurrence.session.id), ())))
                if amounts.any():
                    ledger.starts(f"{nominee.id} {occurrence.id}", occurrence.id, amounts, person=nominee.id)

    @staticmethod
    def _on(board: Board, times: list[LocalTimes], minutes: Collection[int]) -> Mask:
        """Return the starts at which one of these minutes of a session is within the times."""
        found = board.starts.none()
        for minute in minutes:
            found |= ~board.starts.clear_of(times, minute, minute + 1)
        return found

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at everyone's calendar."""
        for name, engagements in engagements_in(timetable, about):
            person = timetable.programme.person[name]
            off = [part for part in engagements if part.required and self._kept(timetable, person, part)]
            for occurrence in dict.fromkeys(part.occurrence for part in off):
                yield Finding(self.name, f"{name} {occurrence}", (occurrence,), (name,))

    @staticmethod
    def _kept(timetable: Timetable, person: Person, part: Engagement) -> str:
        """Return the name of the holiday that the person keeps when a part begins, or nothing."""
        forum = timetable.programme.forum
        today = part.start.astimezone(zone(person.zone or forum.zone)).date()
        for holiday in forum.holidays:
            if holiday.day == today:
                countries = [country.lower() for country in holiday.countries]
                if not countries or person.country.lower() in countries:
                    return holiday.name
        return ""

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person, the holiday and the session by the person's clock."""
        programme = timetable.programme
        person = programme.person[finding.people[0]]
        part, holiday = next(
            (part, kept)
            for part in timetable.engagements[person.id]
            if part.occurrence == finding.sessions[0] and part.required
            if (kept := self._kept(timetable, person, part))
        )
        return (
            f"{words.person(programme, person.id)} has {words.session(programme, part.occurrence)} on a holiday,"
            f" {holiday}: {local_text(part.start, person.zone or programme.forum.zone)}."
        )
