"""The load is even over the days of a period.

The fair share of a day is the number of sessions that begin on the period's days, shared out over those days
and rounded up. The amount is the number of sessions on a day beyond its share. Periods whose days all lie in a
longer period are not counted again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.counting import beyond_share
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from constraints.board import Board
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class EvenDays(Rule):
    """Soft only: evenness is a matter of degree."""

    name: ClassVar[str] = "even-days"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    weight: int = 5

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Compare each day's number with its share of the whole."""
        for name, stretches in board.once(self.name, lambda: dict(self._stretches(board))).items():
            board.share_out(ledger, name, stretches)

    @staticmethod
    def _stretches(board: Board) -> Iterator[tuple[str, dict[str, list[int]]]]:
        """Yield the periods that are on no more days than others, and what is compared of each: home days (indices)."""
        spans = {}
        for period in board.programme.forum.periods:
            spans[period.id] = frozenset(index for index, day in enumerate(board.starts.dates) if period.open_on(day))
        for name, days in spans.items():
            first = next(other for other, mine in spans.items() if mine == days)
            if name != first or any(days < other for other in spans.values()):
                continue
            stretches: dict[str, list[int]] = {}
            for index in sorted(days):
                day = board.starts.dates[index]
                stretches.setdefault(str(day), []).append(index)
            yield name, stretches

    @staticmethod
    def _day(day: date) -> date:
        return day

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count what begins in each day."""
        for case, held, over in beyond_share(timetable, self._day, about):
            yield Finding(self.name, case, held, amount=over)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how many too many."""
        period, _, day = finding.case.rpartition(" ")
        number = len(finding.sessions)
        return f"On {day} (period {period}) begin {number} sessions, {finding.amount} more than a fair share."
