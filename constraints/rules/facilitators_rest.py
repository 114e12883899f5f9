"""Whoever facilitates has a rest before and after: no session back to back.

Between a session that someone facilitates and whatever else they are required in lie at least `rest` minutes, before it
and after it, also over midnight. What a person appears in counts from their first to their last minute there; the
concluding session counts as something that they appear in. The amount is the number of sessions, of those that a person
facilitates, that others would have to take over so that there is a rest round each that remains.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import people
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class FacilitatorsRest(Rule):
    """Soft by default: a crowded week may need it."""

    name: ClassVar[str] = "facilitators-rest"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    short_of: ClassVar[Scarce] = "people"

    weight: int = 10
    rest: int = 60

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Hold what each nominee facilitates apart, and apart from each of their appearances."""
        led = {occurrence.id for occurrence in board.facilitated}
        days = {day + shift for name in led for day in board.days(name) for shift in (-1, 0, 1)}
        for person in board.people:
            if not person.nominated_by:
                continue
            parts = [part for part in board.parts(person.id) if days & board.days(part.occurrence).keys()]
            mine = {
                name: literal
                for part in parts
                if (name := part.occurrence) in led and (literal := board.facilitates(person.id, name)) is not False
            }
            if len(parts) < 2 or not mine:
                continue
            kept = [
                board.interval(part.occurrence, 0, part.end + self.rest, literal)
                for part in parts
                if part.literal is mine.get(part.occurrence)
                and (literal := ledger.keep(person.id, part.occurrence, when=part.literal)) is not False
            ]
            board.model.add_no_overlap(kept)
            for part in parts:
                if part.literal is not mine.get(part.occurrence):
                    there = board.interval(part.occurrence, part.begin, part.end + self.rest, part.literal)
                    board.model.add_no_overlap([*kept, there])

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person and the rest."""
        return (
            f"Between a session that {words.person(programme, case)} facilitates and anything else"
            f" that {programme.person[case].name} is required in lie at least {words.number(self.rest, 'minute')}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Give less rest, or make it a wish."""
        half = self.rest // 2
        if half:
            said = f"give facilitators {words.number(half, 'minute')} of rest instead of {self.rest}"
            yield self.with_settings(said, programme, 150, rest=half)
        yield self.with_settings("let facilitators do without a rest", programme, 200, mode="soft")

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Walk the engagements of everyone who facilitates in order of time."""
        programme = timetable.programme
        rest = timedelta(minutes=self.rest)
        for person, engagements in people(timetable, about, among=timetable.by_facilitator):
            stays: dict[str, tuple[datetime, datetime]] = {}
            for part in engagements:
                if part.required:
                    begin, end = stays.get(part.occurrence, (part.start, part.end))
                    stays[part.occurrence] = (min(begin, part.start), max(end, part.end))
            led = [
                name
                for name in stays
                if person in timetable.placements[name].facilitators
                and not programme.forum.type[programme.occurrence[name].session.type].assembles
            ]
            close = {
                (name, other)
                for name in led
                for other in stays
                if other != name and stays[name][0] < stays[other][1] + rest and stays[other][0] < stays[name][1] + rest
            }
            beside_others = {name for name, other in close if other not in led}
            amount, over = len(led), None
            for name in sorted(led, key=lambda each: (stays[each][1], each)):
                if name not in beside_others and (over is None or stays[name][0] >= over + rest):
                    over = stays[name][1]
                    amount -= 1
            concerned = sorted({name for pair in close for name in pair}, key=lambda each: (stays[each], each))
            if amount:
                yield Finding(self.name, person, tuple(concerned), (person,), amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and what follows too closely."""
        return (
            f"{words.person(timetable.programme, finding.case)} facilitates with less than {self.rest} minutes"
            f" before or after: {words.all_placed(timetable, finding.sessions)}."
        )
