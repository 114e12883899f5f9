"""Nobody facilitates more sessions than can be asked of one person.

At most `most` sessions each; the concluding session, at which those who facilitated are present, does not count. The
amount is the number of sessions too many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import ids, may_be_facilitated
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class FacilitatorLoad(Rule):
    """Soft where nominees are few."""

    name: ClassVar[str] = "facilitator-load"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    short_of: ClassVar[Scarce] = "people"

    weight: int = 50
    most: int = 2

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count what each nominee facilitates."""
        for person in board.programme.nominees:
            sure, possible = board.chosen(person.id)
            if possible and sure + len(possible) > self.most:
                ledger.excess(person.id, sure + sum(possible) - self.most, sure + len(possible) - self.most)

    def demand(self, case: str, programme: Programme) -> str:
        """Say how many."""
        return f"{words.person(programme, case)} facilitates at most {words.number(self.most, 'session')}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Ask everyone for one more."""
        most = self.most + 1
        said = f"let nominees facilitate up to {words.number(most, 'session')} instead of {self.most}"
        yield replace(self.with_settings(said, programme, 150, most=most), further=True)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """List the sessions of everyone who facilitates; who facilitates one may have facilitated any other."""
        programme = timetable.programme
        if not may_be_facilitated(timetable, about):
            return
        for person, spans in sorted(timetable.by_facilitator.items()):
            names = []
            for name in ids(spans):
                if not programme.forum.type[programme.occurrence[name].session.type].assembles:
                    names.append(name)
            if len(names) > self.most:
                yield Finding(self.name, person, tuple(names), (person,), len(names) - self.most)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the sessions."""
        return (
            f"{words.person(timetable.programme, finding.case)} facilitates {len(finding.sessions)} sessions, more than"
            f" {self.most}: {words.all_placed(timetable, finding.sessions)}."
        )
