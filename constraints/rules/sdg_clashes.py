"""Sessions on one Sustainable Development Goal are not held at the same time.

Whoever follows a goal can attend all of it. The amount is the number of sessions of the goal that would have to
give way so that no two overlap; a session on several goals counts for each. Nearly every session names a goal, so
that many clashes cannot be helped in a crowded programme: the weight is low.
Off unless asked for: goals are so broad that hardly any two sessions could be held at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import clashes
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class SdgClashes(Rule):
    """Soft by default: nearly every session names a goal."""

    name: ClassVar[str] = "sdg-clashes"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    default: ClassVar[Mode | None] = "off"
    settles: ClassVar[bool] = True

    weight: int = 2

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each group from overlapping, but for those that give way."""
        board.keep_apart(ledger, board.sdgs)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the group and its sessions."""
        mine = [o.id for o in programme.occurrences if case in o.session.sdgs]
        said = f"No two sessions on Sustainable Development Goal {case} are held at the same time"
        return f"{said}: {words.some(programme, mine)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings(
            "let sessions on one Sustainable Development Goal be held at the same time", programme, 200, mode="soft"
        )

    @staticmethod
    def _goals(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.sdgs

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count for each group how many would have to give way."""
        for group, beside, amount in clashes(timetable, self._goals, about):
            yield Finding(self.name, group, beside, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the group and what overlaps."""
        beside = words.all_placed(timetable, finding.sessions)
        return f"Sustainable Development Goal {finding.case} has at the same time {beside}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside others of the group."""
        mine = draft.programme.occurrence[occurrence]
        for goal in mine.session.sdgs:
            yield from draft.of_sdg[goal].beside(mine.duration)
