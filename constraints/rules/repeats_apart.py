"""The repeats of a session lie well apart, so that people elsewhere can attend one of them.

From start to start at least `hours` hours; repeats are numbered in order of time. The amount is 1 for each
pair that is too close or in the wrong order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import sessions_of
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class RepeatsApart(Rule):
    """Soft where a repeat on the same morning is better than none."""

    name: ClassVar[str] = "repeats-apart"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100
    hours: int = 8

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Hold every two starts apart."""
        for first, second in board.relations(self.name, lambda: self._pairs(board.programme)):
            both = [board.present(first), board.present(second)]
            if any(literal is False for literal in both):
                continue
            case = ledger.case(f"{first} {second}")
            constraint = board.model.add(board.minute(second) >= board.minute(first) + 60 * self.hours)
            real = [literal for literal in (*both, case) if literal is not True]
            if real:
                constraint.only_enforce_if(real)

    @staticmethod
    def _pairs(programme: Programme) -> Iterator[tuple[str, str]]:
        for occurrences in programme.occurrences_of.values():
            if occurrences[0].session.repeats > 1:
                yield from ((first.id, second.id) for first, second in combinations(occurrences, 2))

    def demand(self, case: str, programme: Programme) -> str:
        """Name both and the hours."""
        both = words.joined(words.session(programme, name) for name in case.split(" "))
        return f"The repeats {both} begin at least {words.number(self.hours, 'hour')} apart, in this order."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let repeats lie nearer."""
        if self.hours:
            hours = self.hours - 1
            said = f"let repeats lie only {words.number(hours, 'hour')} apart"
            yield replace(self.with_settings(said, programme, 150, hours=hours), further=True)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Measure the time between every two repeats."""
        for session in sessions_of(timetable, about):
            if session.repeats == 1:
                continue
            held = [name for name in session.occurrence_ids if name in timetable.placements]
            for index, first in enumerate(held):
                for second in held[index + 1 :]:
                    apart = timetable.start(second) - timetable.start(first)
                    if apart < timedelta(hours=self.hours) and (about is None or {first, second} & set(about)):
                        yield Finding(self.name, f"{first} {second}", (first, second))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        return f"Less than {self.hours} hours apart, or out of order: {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts too close to another repeat, and those that leave no room for the repeats between or beyond."""
        mine = draft.programme.occurrence[occurrence]
        if mine.session.repeats == 1:
            return
        minute = draft.starts.minute
        for other in draft.programme.occurrences_of[mine.session.id]:
            apart = 60 * self.hours * abs(mine.number - other.number)
            domain = minute[draft.domain(other.id)]
            if other.id == occurrence or not (other.id in draft.held or len(domain)):
                continue
            held = draft.held.get(other.id)
            if other.number < mine.number:
                yield minute < (held.begin if held else int(domain[0])) + apart, 1
            else:
                yield minute > (held.begin if held else int(domain[-1])) - apart, 1
