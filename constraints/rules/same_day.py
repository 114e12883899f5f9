"""Sessions that are declared to go on the same day are held on the same home day.

One of the two has to say so. A day is the home date on which a session begins; with several occurrences, every one
of the first goes with every one of the second. A session that is not held asks nothing. The amount is 1 for each
pair of occurrences on different days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import held_pairs
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
class SameDay(Rule):
    """Soft where it is only a wish."""

    name: ClassVar[str] = "same-day"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Let the day of either be that of the other."""
        for one, other in board.pairs("same day", lambda session: session.same_day):
            held = [board.present(one.id), board.present(other.id)]
            if not any(literal is False for literal in held):
                case = ledger.case(f"{one.id} {other.id}")
                board.agree([case, *held], board.days(one.id), board.days(other.id), lambda a, b: a == b)

    def demand(self, case: str, programme: Programme) -> str:
        """Name both."""
        both = words.joined(words.session(programme, name) for name in case.split(" "))
        return f"{both} are held on the same day (dates in {programme.forum.zone})."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Drop what either says about the other."""
        first, second = (programme.occurrence[name].session for name in case.split(" "))
        one = replace(first, same_day=tuple(name for name in first.same_day if name != second.id))
        other = replace(second, same_day=tuple(name for name in second.same_day if name != first.id))
        yield Repair(
            f"let {words.whole(first)} and {words.whole(second)} go on different days (same_day)",
            programme.with_session(one).with_session(other),
            300,
        )

    @staticmethod
    def _named(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.same_day

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare the home dates."""
        grid = timetable.programme.forum.time_grid
        for first, second in held_pairs(timetable, self._named, about):
            if grid.home_date(timetable.start(first)) != grid.home_date(timetable.start(second)):
                yield Finding(self.name, f"{first} {second}", (first, second))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        return f"Declared to be held on the same day: {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price other days than that of the other session, and days on which the other cannot be held."""
        for other in draft.board.paired("same day", lambda session: session.same_day).get(occurrence, ()):
            if other in draft.held:
                yield draft.starts.day != draft.held[other].day, 1
            elif (days := draft.starts.day[draft.domain(other)]).size:
                yield ~np.isin(draft.starts.day, days), 1
