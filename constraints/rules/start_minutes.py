"""Sessions start only at certain minutes of the hour by the home clock.

`minutes` lists them, such as `[0, 30]` for the full and the half hour; an empty list is any. Fixed starts count as
well. The amount is 1 for each session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import held
from constraints.rule import Ledger, Rule
from constraints.starts import MARGIN
from data.findings import Finding
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.rule import Repair
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class StartMinutes(Rule):
    """Soft where odd starts are only hard to remember."""

    name: ClassVar[str] = "start-minutes"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 10
    minutes: tuple[int, ...] = ()

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow the starts at which the clock shows one of the minutes."""
        if not self.minutes:
            return
        clock = board.starts.local_clock(board.programme.forum.zone)
        mask = np.isin(clock[board.starts.minute + MARGIN] % 60, self.minutes)
        if not mask.all():
            for occurrence in board.occurrences:
                ledger.allow(occurrence.id, occurrence.id, mask)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the session and the minutes."""
        minutes = words.joined((f":{minute:02d}" for minute in self.minutes), "or")
        return f"{words.session(programme, case)} may only start at {minutes} by the clock in {programme.forum.zone}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Take in the minute at which the session is fixed, or let any start at other minutes."""
        fixed = programme.occurrence[case].fixed
        if fixed is not None and fixed.start is not None:
            minute = fixed.start.astimezone(zone(programme.forum.zone)).minute
            if minute not in self.minutes:
                more = tuple(sorted((*self.minutes, minute)))
                yield self.with_settings(f"let sessions start at :{minute:02d} too", programme, 150, minutes=more)
        yield self.with_settings("let sessions start at other minutes", programme, 200, mode="soft")

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at the home clock at the start of each session."""
        home = zone(timetable.programme.forum.zone)
        for name in held(timetable, about) if self.minutes else ():
            if timetable.start(name).astimezone(home).minute not in self.minutes:
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the session and the minutes."""
        minutes = ", ".join(f":{minute:02d}" for minute in self.minutes)
        return f"{words.placed(timetable, finding.case)} may only start at {minutes}."
