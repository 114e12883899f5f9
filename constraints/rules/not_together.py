"""Sessions that are declared not to go together are not held at the same time.

One of the two has to say so. The amount is 1 for each pair of occurrences that overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import held_pairs, overlapping
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
class NotTogether(Rule):
    """Soft where it is only a wish."""

    name: ClassVar[str] = "not-together"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each pair from overlapping."""
        for pair in board.pairs("not together", lambda session: session.not_with):
            case = ledger.case(f"{pair[0].id} {pair[1].id}")
            intervals = [board.interval(part.id, 0, part.duration) for part in pair]
            board.model.add_no_overlap(intervals).only_enforce_if(case)

    def demand(self, case: str, programme: Programme) -> str:
        """Name both."""
        both = words.joined(words.session(programme, name) for name in case.split(" "))
        return f"{both} are not held at the same time."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let the two be held together."""
        first, second = (programme.occurrence[name].session for name in case.split(" "))
        one = replace(first, not_with=tuple(name for name in first.not_with if name != second.id))
        other = replace(second, not_with=tuple(name for name in second.not_with if name != first.id))
        yield Repair(
            f"let {words.whole(first)} and {words.whole(second)} be held together (not_with)",
            programme.with_session(one).with_session(other),
            300,
        )

    @staticmethod
    def _unwanted(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.not_with

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at each session for those it does not go with."""
        for first, second in held_pairs(timetable, self._unwanted, about):
            if overlapping(timetable, first, second):
                yield Finding(self.name, f"{first} {second}", (first, second))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        return f"Declared not to be held together: {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside what the session does not go with."""
        programme = draft.programme
        mine = programme.occurrence[occurrence]
        said: dict[str, set[str]] = draft.board.once("not together", lambda: self._said(programme))
        for other in sorted(said.get(mine.session.id, ())):
            for part in programme.occurrences_of.get(other, ()):
                held = draft.held.get(part.id)
                if held:
                    yield draft.starts.overlapping(held.begin, held.end, 0, mine.duration), 1

    @staticmethod
    def _said(programme: Programme) -> dict[str, set[str]]:
        """Return for each session those that it or they declared not to go together."""
        said: dict[str, set[str]] = {}
        for session in programme.sessions:
            for other in session.not_with:
                said.setdefault(session.id, set()).add(other)
                said.setdefault(other, set()).add(session.id)
        return said
