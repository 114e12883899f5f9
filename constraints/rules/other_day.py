"""Sessions that are declared to go on different days are not held on the same home day.

One of the two has to say so. A day is the home date on which a session begins; with several occurrences, none of
the first goes with any of the second. The amount is 1 for each pair of occurrences on one day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

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
class OtherDay(Rule):
    """Soft where it is only a wish."""

    name: ClassVar[str] = "other-day"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Allow one of the two on each day that both could have."""
        for one, other in board.pairs("other day", lambda session: session.other_day):
            common = sorted(set(board.days(one.id)) & set(board.days(other.id)))
            if common:
                case = ledger.case(f"{one.id} {other.id}")
                for day in common:
                    board.not_all([case, board.on_day(one.id, day), board.on_day(other.id, day)])

    def demand(self, case: str, programme: Programme) -> str:
        """Name both."""
        both = words.joined(words.session(programme, name) for name in case.split(" "))
        return f"{both} are held on different days (dates in {programme.forum.zone})."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Drop what either says about the other."""
        first, second = (programme.occurrence[name].session for name in case.split(" "))
        one = replace(first, other_day=tuple(name for name in first.other_day if name != second.id))
        other = replace(second, other_day=tuple(name for name in second.other_day if name != first.id))
        yield Repair(
            f"let {words.whole(first)} and {words.whole(second)} go on the same day (other_day)",
            programme.with_session(one).with_session(other),
            300,
        )

    @staticmethod
    def _named(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.other_day

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare the home dates."""
        grid = timetable.programme.forum.time_grid
        for first, second in held_pairs(timetable, self._named, about):
            if grid.home_date(timetable.start(first)) == grid.home_date(timetable.start(second)):
                yield Finding(self.name, f"{first} {second}", (first, second))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        return f"Declared to be held on different days: {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price the day of the other session."""
        for other in draft.board.paired("other day", lambda session: session.other_day).get(occurrence, ()):
            if other in draft.held:
                yield draft.starts.day == draft.held[other].day, 1
