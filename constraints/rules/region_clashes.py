"""Sessions for the same audience region are not held at the same time.

People of a region can attend all that is meant for them. The amount is the number of sessions that target the
region and would have to give way so that no two overlap; a session for several regions counts for each. A session
that targets no region in particular is in no group.
Off unless asked for: a region is the target of so many sessions that hardly any two could be held at once.
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
class RegionClashes(Rule):
    """Soft by default: regional windows are short."""

    name: ClassVar[str] = "region-clashes"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    default: ClassVar[Mode | None] = "off"
    settles: ClassVar[bool] = True

    weight: int = 2

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each group from overlapping, but for those that give way."""
        board.keep_apart(ledger, board.target_regions)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the group and its sessions."""
        mine = [o.id for o in programme.occurrences if case in o.session.target_regions]
        said = f"No two sessions for the audience region “{case}” are held at the same time"
        return f"{said}: {words.some(programme, mine)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings(
            "let sessions for one audience region be held at the same time", programme, 200, mode="soft"
        )

    @staticmethod
    def _regions(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.target_regions

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count for each group how many would have to give way."""
        for group, beside, amount in clashes(timetable, self._regions, about):
            yield Finding(self.name, group, beside, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the group and what overlaps."""
        return f"Audience region “{finding.case}” has at the same time {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside others of the group."""
        mine = draft.programme.occurrence[occurrence]
        for region in mine.session.target_regions:
            yield from draft.of_region[region].beside(mine.duration)
