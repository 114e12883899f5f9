"""Sessions of one organiser are not held at the same time.

An organisation can attend, and look after, all that it organises. The amount is the number of its sessions that
would have to give way so that no two overlap; a session of several organisers counts for each. Organisations are
the same where their names are written the same.
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
class OrganisationClashes(Rule):
    """Soft by default: who organises much has several teams."""

    name: ClassVar[str] = "organisation-clashes"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 20

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each group from overlapping, but for those that give way."""
        board.keep_apart(ledger, board.organisers)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the group and its sessions."""
        mine = [o.id for o in programme.occurrences if case in o.session.organisers]
        return f"No two sessions organised by “{case}” are held at the same time: {words.some(programme, mine)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings("let sessions of one organiser be held at the same time", programme, 200, mode="soft")

    @staticmethod
    def _organisers(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.organisers

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count for each group how many would have to give way."""
        for group, beside, amount in clashes(timetable, self._organisers, about):
            yield Finding(self.name, group, beside, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the group and what overlaps."""
        return f"“{finding.case}” has at the same time {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside others of the group."""
        mine = draft.programme.occurrence[occurrence]
        for organisation in mine.session.organisers:
            yield from draft.of_organisation[organisation].beside(mine.duration)
