"""People take part in comfortable hours of their own day, graded: the further off, the dearer.

For each person and session the amount is a number of quarter hours: those outside the forum's comfortable
hours (`comfort.day`), and those in the night (`comfort.night`) twice more, rounded up, by the person's own
clock and minutes. Who leads (a moderator, host or facilitator) counts `lead_factor` times. Optional appearances
count as well; people whose zone is not known are left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import engagements_in
from constraints.rule import Ledger, Rule
from data.clock import local_text, minutes_within
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.starts import Ints
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class ComfortableHours(Rule):
    """Soft only: with 150 countries somebody is always up late."""

    name: ClassVar[str] = "comfortable-hours"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    lead_factor: int = 2

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Price each start by everyone's clock."""
        programme = board.programme
        known: dict[tuple[str, int, int], Ints] = {}

        def quarters(zone: str, begin: int, end: int) -> Ints:
            key = (zone, begin, end)
            if key not in known:
                comfort = programme.forum.comfort
                outside = (end - begin) - board.starts.minutes_within(comfort.day, zone, begin, end)
                night = board.starts.minutes_within(comfort.night, zone, begin, end)
                known[key] = (outside + 2 * night + 14) // 15
            return known[key]

        for session, occurrences in programme.occurrences_of.items():
            weights: Counter[tuple[str, int, int]] = Counter()
            for part in programme.appearances_in.get(session, ()):
                zone = programme.person[part.person].zone
                if zone is not None:
                    weights[(zone, part.start, part.end)] += self._factor(part.role)
            if weights:
                amounts = sum(factor * quarters(*key) for key, factor in weights.items())
                assert not isinstance(amounts, int)
                for occurrence in occurrences:
                    ledger.starts(occurrence.id, occurrence.id, amounts)
        leading: dict[tuple[str, int], Ints] = {}
        for person in programme.nominees:
            if person.zone is not None:
                for occurrence in (*board.facilitated, *board.assembling):
                    key = (person.zone, occurrence.duration)
                    if key not in leading:
                        leading[key] = self.lead_factor * quarters(person.zone, 0, occurrence.duration)
                    ledger.starts(f"{person.id} {occurrence.id}", occurrence.id, leading[key], person=person.id)

    def _factor(self, role: str) -> int:
        return self.lead_factor if role in ("moderator", "host") else 1

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at everyone's clock."""
        comfort = timetable.programme.forum.comfort
        for person, engagements in engagements_in(timetable, about):
            zone = timetable.programme.person[person].zone
            if zone is None:
                continue
            amounts: Counter[str] = Counter()
            for part in engagements:
                length = round((part.end - part.start).total_seconds() / 60)
                strain = length - minutes_within(part.start, part.end, comfort.day, zone)
                strain += 2 * minutes_within(part.start, part.end, comfort.night, zone)
                leads = part.role in ("moderator", "host", "facilitator")
                amounts[part.occurrence] += -(-strain // 15) * (self.lead_factor if leads else 1)
            for name, amount in amounts.items():
                if amount:
                    yield Finding(self.name, f"{person} {name}", (name,), (person,), amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what the person's clock shows."""
        programme = timetable.programme
        zone = programme.person[finding.people[0]].zone or programme.forum.zone
        return (
            f"For {words.person(programme, finding.people[0])} {words.session(programme, finding.sessions[0])}"
            f" begins at {local_text(timetable.start(finding.sessions[0]), zone)}."
        )
