"""Official sessions, and whatever is fixed or pinned, are held.

The forum cannot do without them: if one of them fits nowhere, there is no timetable, and the reason is told.
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
class MustPlace(Rule):
    """Hard only: a published forum has its official sessions."""

    name: ClassVar[str] = "must-place"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    can_be_off: ClassVar[bool] = False

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Have each one held."""
        for occurrence in board.occurrences:
            if occurrence.must_place:
                ledger.held(occurrence.id, occurrence.id)

    def demand(self, case: str, programme: Programme) -> str:
        """Say why it must be held."""
        part = programme.occurrence[case]
        if part.session.official:
            why = "is an official session"
        elif part.fixed is None:
            why = "is pinned by a decision of the team"
        else:
            why = f"has a fixed {'start' if part.fixed.start else 'day'}"
            if part.fixed.origin is not None:
                why = "is fixed by a decision of the team"
        return f"{words.session(programme, case)} {why} and must be held."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Give the session up."""
        yield from given_up(programme, case)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each that is not held."""
        for session in sessions_of(timetable, about):
            for part in timetable.programme.occurrences_of.get(session.id, ()):
                if part.must_place and part.id not in timetable.placements and (about is None or part.id in about):
                    yield Finding(self.name, part.id, (part.id,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say which one."""
        return f"{words.session(timetable.programme, finding.case)} must be held and has no place."
