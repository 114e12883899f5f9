"""The sessions on one SDG are spread over the weeks of the forum.

The fair share of a week is the number of sessions on the SDG that are held, shared out over the weeks (from
Monday to Sunday) by the days on which any period is open, and rounded up. `tolerance` more than that are fine; the
amount for a week is the number of sessions beyond. What begins on other days does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.counting import beyond_share_of_weeks
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class SdgsSpread(Rule):
    """Soft only: evenness is a matter of degree."""

    name: ClassVar[str] = "sdgs-spread"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    weight: int = 1
    tolerance: int = 1

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Compare each week's number with its share of the whole."""
        for name, among in board.sdgs.items():
            board.share_out(ledger, name, board.open_weeks, among, tolerance=self.tolerance)

    @staticmethod
    def _goals(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.sdgs

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count what begins in each week."""
        for case, held, over in beyond_share_of_weeks(timetable, self._goals, self.tolerance, about):
            yield Finding(self.name, case, held, amount=over)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how many too many."""
        name, _, monday = finding.case.rpartition(" ")
        return (
            f"In the week of {monday} begin {len(finding.sessions)} sessions on SDG {name},"
            f" {finding.amount} more than a fair share and {self.tolerance}."
        )
