"""A session that is declared to follow another directly begins when that one ends, with no more than a short break.

The break is at most `within` minutes. With several occurrences, the last of the first session and the first of
the second count. If either is not held, nothing is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import declared
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Occurrence, Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class DirectlyAfter(Rule):
    """Soft where some time between does no harm."""

    name: ClassVar[str] = "directly-after"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 200
    within: int = 15

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Hold the distance of the two starts between two bounds."""
        programme = board.programme
        for pair in board.relations(self.name, lambda: dict.fromkeys(self._in_turn(programme))):
            first, second = (programme.occurrence[name] for name in pair)
            held = [board.present(first.id), board.present(second.id)]
            if any(literal is False for literal in held):
                continue
            conditions = [literal for literal in (*held, ledger.case(f"{first.id} {second.id}")) if literal is not True]
            over = board.minute(first.id) + first.duration
            constraint = board.model.add_linear_constraint(board.minute(second.id) - over, 0, self.within)
            if conditions:
                constraint.only_enforce_if(conditions)

    def demand(self, case: str, programme: Programme) -> str:
        """Name both and the break."""
        first, second = (words.session(programme, name) for name in case.split(" "))
        later = f", or up to {words.number(self.within, 'minute')} later" if self.within else ""
        return f"{second} begins at the moment when {first} is over{later}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let more time pass between the two: a longer break, or any time."""
        first, second = (programme.occurrence[name].session for name in case.split(" "))
        longer = max(2 * self.within, 30)
        yield self.with_settings(
            f"let up to {longer} minutes pass instead of {self.within} where sessions follow one another directly",
            programme,
            150,
            within=longer,
        )
        loose = replace(second, directly_after="", after=tuple(dict.fromkeys((*second.after, first.id))))
        yield Repair(
            f"let {words.whole(second)} be held any time after {words.whole(first)}"
            f" (move {first.id} from directly_after to after)",
            programme.with_session(loose),
            300,
        )

    @staticmethod
    def _followed(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.directly_after,) if session.directly_after else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Measure the break."""
        for session, followed in declared(timetable, self._followed, about):
            before, name = followed.occurrence_ids[-1], session.occurrence_ids[0]
            if not timetable.placements.keys() >= {before, name}:
                continue
            if about is not None and not {before, name} & set(about):
                continue
            pause = timetable.start(name) - timetable.end(before)
            if not timedelta(0) <= pause <= timedelta(minutes=self.within):
                yield Finding(self.name, f"{before} {name}", (before, name))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        first, second = finding.sessions
        return (
            f"{words.placed(timetable, second)} must follow {words.placed(timetable, first)}"
            f" within {self.within} minutes of its end."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts that do not join on to the other session, or leave it no start to join on."""
        programme, starts = draft.programme, draft.starts
        mine = programme.occurrence[occurrence]
        pairs = draft.board.once("directly after", lambda: self._pairs(programme))
        for first, second in pairs.get(occurrence, ()):
            comes_first = occurrence == first.id
            other = second if comes_first else first
            joins = draft.domain(other.id)
            if other.id in draft.held:
                joins = starts.none()
                joins[starts.first_at(draft.held[other.id].begin)] = True
            elif not joins.any():
                # What can never be held asks nothing.
                continue
            nearest = mine.duration if comes_first else -self.within - other.duration
            # None of the starts that join lies in the minutes wanted.
            before = np.concatenate([[0], np.cumsum(joins)])
            yield before[starts.index_at(nearest)] == before[starts.index_at(nearest + self.within + 1)], 1

    def _in_turn(self, programme: Programme) -> Iterator[tuple[str, str]]:
        for pairs in self._pairs(programme).values():
            yield from ((first.id, second.id) for first, second in pairs)

    @staticmethod
    def _pairs(programme: Programme) -> dict[str, list[tuple[Occurrence, Occurrence]]]:
        """Return for each occurrence the pairs that it is in: what is followed, and what follows it."""
        pairs: dict[str, list[tuple[Occurrence, Occurrence]]] = {}
        for session in programme.sessions:
            firsts = programme.occurrences_of.get(session.directly_after, ())
            seconds = programme.occurrences_of.get(session.id, ())
            if firsts and seconds:
                for name in (firsts[-1].id, seconds[0].id):
                    pairs.setdefault(name, []).append((firsts[-1], seconds[0]))
        return pairs
