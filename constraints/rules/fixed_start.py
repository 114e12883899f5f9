"""What is fixed stays: the start, or the day where only the day is fixed.

Fixed are official times that cannot change and whatever the team has pinned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.clock import local_text
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import FixedStart as Fixed
    from data.programme import Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class FixedStart(Rule):
    """Hard only: to move it, free it in the decisions."""

    name: ClassVar[str] = "fixed-start"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    settles: ClassVar[bool] = True

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow only the fixed start, or the starts of the fixed day."""
        for occurrence in board.occurrences:
            if occurrence.fixed is not None:
                start, day = occurrence.fixed.start, occurrence.fixed.day
                mask = board.starts.on_date(day) if start is None else board.starts.at(start)
                ledger.allow(occurrence.id, occurrence.id, mask)

    def demand(self, case: str, programme: Programme) -> str:
        """Say to what it is fixed, and by whom where that is a decision."""
        fixed = programme.occurrence[case].fixed
        assert fixed is not None
        by = " by a decision of the team" if fixed.origin is not None else ""
        return f"{words.session(programme, case)} is fixed to {self._when(fixed, programme)}{by}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let the session move."""
        part = programme.occurrence[case]
        session = part.session
        assert part.fixed is not None
        fixed = tuple(None if number == part.number else old for number, old in enumerate(session.fixed, start=1))
        freed = replace(session, fixed=fixed, pinned=session.pinned or not session.official)
        said = f"let {words.session(programme, case)} move from {self._when(part.fixed, programme)}"
        yield Repair(said, programme.with_session(freed), 500)

    @staticmethod
    def _when(fixed: Fixed, programme: Programme) -> str:
        return words.day(fixed.day) if fixed.start is None else local_text(fixed.start, programme.forum.zone)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each one that is held at another time."""
        for name in held(timetable, about):
            placement, fixed = timetable.placements[name], timetable.programme.occurrence[name].fixed
            if fixed is None:
                continue
            day = timetable.programme.forum.time_grid.home_date(placement.start)
            if day != fixed.day or (fixed.start is not None and placement.start != fixed.start):
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say where it is fixed."""
        fixed = timetable.programme.occurrence[finding.case].fixed
        assert fixed is not None
        zone = timetable.programme.forum.zone
        wanted = local_text(fixed.start, zone) if fixed.start else f"{fixed.day:%Y-%m-%d}"
        return f"{words.placed(timetable, finding.case)} is fixed on {wanted}."
