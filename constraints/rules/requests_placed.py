"""Requests are held; one that is left out costs by its priority.

Crowdsourced requests rarely all fit, so leaving one out is a finding with a price and no failure. A request
that the team has accepted or confirmed weighs `accepted_factor` times as much as one that is only requested.
The amount is the priority (1 to 5), times that factor. A session that is repeated counts once for each repeat
that is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import given_up
from constraints.counting import sessions_of
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.rule import Repair
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class RequestsPlaced(Rule):
    """Soft by default: the waiting list is what does not fit."""

    name: ClassVar[str] = "requests-placed"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    can_be_off: ClassVar[bool] = False
    weight: int = 1000
    accepted_factor: int = 3

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Have each one held."""
        for occurrence in board.occurrences:
            if not occurrence.must_place:
                session = occurrence.session
                factor = 1 if session.status == "requested" else self.accepted_factor
                ledger.held(occurrence.id, occurrence.id, amount=session.priority * factor)

    def demand(self, case: str, programme: Programme) -> str:
        """Say how it is asked for."""
        session = programme.occurrence[case].session
        return (
            f"{words.session(programme, case)} is asked for ({session.status}, priority {session.priority}),"
            " and every request must be held."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let requests be left out, or give this one up."""
        yield self.with_settings("let requests that do not fit be left out", programme, 200, mode="soft")
        yield from given_up(programme, case)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each that is not held."""
        for session in sessions_of(timetable, about):
            for part in timetable.programme.occurrences_of.get(session.id, ()):
                if part.must_place or part.id in timetable.placements or (about is not None and part.id not in about):
                    continue
                amount = session.priority
                if session.status in ("accepted", "confirmed"):
                    amount *= self.accepted_factor
                yield Finding(self.name, part.id, (part.id,), amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say which one, and how dear it was."""
        part = timetable.programme.occurrence[finding.case]
        return (
            f"{words.session(timetable.programme, finding.case)} is left out"
            f" ({part.session.status}, priority {part.session.priority})."
        )
