"""Sessions on one Action Line are not held at the same time.

Whoever follows an Action Line can attend all of it. The amount is the number of sessions of the Action Line
that would have to give way so that no two overlap; a session on several Action Lines counts for each.
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
class ActionLineClashes(Rule):
    """Soft by default: popular Action Lines fill whole days."""

    name: ClassVar[str] = "action-line-clashes"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 10

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each group from overlapping, but for those that give way."""
        board.keep_apart(ledger, board.action_lines)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the group and its sessions."""
        mine = [o.id for o in programme.occurrences if case in o.session.action_lines]
        return f"No two sessions on Action Line {case} are held at the same time: {words.some(programme, mine)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings(
            "let sessions on one Action Line be held at the same time", programme, 200, mode="soft"
        )

    @staticmethod
    def _lines(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.action_lines

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count for each group how many would have to give way."""
        for group, beside, amount in clashes(timetable, self._lines, about):
            yield Finding(self.name, group, beside, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the group and what overlaps."""
        return f"Action Line {finding.case} has at the same time {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside others of the group."""
        mine = draft.programme.occurrence[occurrence]
        for line in mine.session.action_lines:
            yield from draft.of_action_line[line].beside(mine.duration)
