"""An organisation has no more than a few sessions that begin on one home day.

Sessions count for each of their organisers; organisers are the same where their names are, letter by letter. At most
`most` sessions a day; the amount is the number of sessions too many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import ids, itself, stretches
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.rule import Repair
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class OrganisationADay(Rule):
    """Soft by default: an organisation may have too many sessions for the days that suit it."""

    name: ClassVar[str] = "organisation-a-day"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 10
    most: int = 2

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count each organisation's sessions on each day."""
        for organisation, names in board.organisers.items():
            if len(names) > self.most:
                days = {f"{organisation} {day}": [index] for index, day in enumerate(board.starts.dates)}
                board.at_most(ledger, names, days, self.most)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the organisation, the day and its sessions."""
        organisation, day = case[:-11], words.day(date.fromisoformat(case[-10:]))
        names = [o.id for o in programme.occurrences if organisation in o.session.organisers]
        its = f", among {words.some(programme, names)}" if names else ""
        return f"{organisation} has at most {words.number(self.most, 'session')} a day, also on {day}{its}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Allow each organisation one more, or let the rule be broken."""
        most = self.most + 1
        said = f"let an organisation have {words.number(most, 'session')} a day"
        yield self.with_settings(said, programme, 150, most=most)
        yield self.with_settings("let an organisation have any number of sessions a day", programme, 200, mode="soft")

    @staticmethod
    def _organisers(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.organisers

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count each organisation's sessions by day."""
        for organisation, day, spans in stretches(timetable, self._organisers, itself, about):
            if len(spans) > self.most:
                yield Finding(self.name, f"{organisation} {day}", ids(spans), amount=len(spans) - self.most)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the organisation and its sessions."""
        return (
            f"{finding.case[:-11]} has {len(finding.sessions)} sessions on {finding.case[-10:]}, more than {self.most}:"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days on which an organiser has enough."""
        for organisation in dict.fromkeys(draft.programme.occurrence[occurrence].session.organisers):
            full = draft.of_organisation[organisation].by_day >= self.most
            if full.any():
                yield full[draft.starts.day], 1
