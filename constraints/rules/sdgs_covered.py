"""Each SDG that some session asked for is about is held at least once.

What is cancelled, left out or has no time (such as an exhibition) neither asks nor covers. The amount is 1 for each
SDG that nothing of the programme is on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import not_covered
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.rule import Repair
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class SdgsCovered(Rule):
    """Soft by default: with too many requests for the time there is, it may not be possible."""

    name: ClassVar[str] = "sdgs-covered"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    helped: ClassVar[bool] = True

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Ask for one of each."""
        board.at_least_one(ledger, board.sdgs)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the SDG and what is on it."""
        names = [o.id for o in programme.occurrences if case in o.session.sdgs]
        such = f", such as {words.some(programme, names, 'or')}," if names else ""
        return f"At least one session on SDG {case}{such} has to be held."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let one be without a session."""
        yield self.with_settings("let SDGs be without a session", programme, 200, mode="soft")

    @staticmethod
    def _goals(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.sdgs

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look for those on which nothing is held."""
        for goal, names in not_covered(timetable, self._goals, about):
            yield Finding(self.name, goal, names)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name what was asked for and is not held."""
        return (
            f"Nothing on SDG {finding.case} is held; asked for are"
            f" {words.sessions(timetable.programme, finding.sessions)}."
        )
