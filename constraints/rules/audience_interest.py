"""Sessions that the same people want to attend are not held at the same time.

What people want is known from the table `interest` (registrations, stars). The amount for two sessions that overlap
is the number of attendees who want both, in units of `unit` attendees, rounded down; a pair that fewer want costs
nothing. Of sessions that are held several times, each two occurrences that overlap count. Only the `pairs` pairs of
sessions that most attendees want are looked at, so that a million wishes stay a question of a few thousand pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import overlapping, sessions_of
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode, Value
    from data.programme import Occurrence, Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class AudienceInterest(Rule):
    """Soft only: everything that many want cannot be held one after another."""

    name: ClassVar[str] = "audience-interest"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)
    settles: ClassVar[bool] = True
    greatest: ClassVar[int] = 100_000

    unit: int = 10
    pairs: int = 2000

    @classmethod
    def refusal(cls, key: str, value: Value) -> str | None:
        """Refuse units of nobody."""
        return "expected a whole number from 1 to 100000" if key == "unit" and value == 0 else None

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each pair from overlapping, at the price of those who want both."""
        for first, second, amount in board.relations(self.name, lambda: self._pairs(board.programme)):
            one, other = board.programme.occurrence[first], board.programme.occurrence[second]
            if self._can_overlap(board, one, other):
                case = ledger.case(f"{first} {second}", amount=amount)
                intervals = [board.interval(part.id, 0, part.duration) for part in (one, other)]
                board.model.add_no_overlap(intervals).only_enforce_if(case)

    def _pairs(self, programme: Programme) -> Iterator[tuple[str, str, int]]:
        for (first, second), amount in self._priced(programme).items():
            for one in programme.occurrences_of[first]:
                for other in programme.occurrences_of[second]:
                    yield one.id, other.id, amount

    def _priced(self, programme: Programme) -> dict[tuple[str, str], int]:
        """Return the pairs of sessions that are looked at and cost something, with the amount."""
        dearest = programme.wanted_together[: self.pairs]
        amounts = {pair: programme.interest[pair] // self.unit for pair in dearest}
        return {pair: amount for pair, amount in amounts.items() if amount}

    @staticmethod
    def _can_overlap(board: Board, one: Occurrence, other: Occurrence) -> bool:
        """Whether some starts of both overlap."""
        ours, theirs = (board.starts.minute[board.domain[each.id]] for each in (one, other))
        first = np.searchsorted(theirs, ours - other.duration, side="right")
        beyond = np.searchsorted(theirs, ours + one.duration, side="left")
        return bool((first < beyond).any())

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at the pairs of sessions in order of how many want both."""
        programme = timetable.programme
        mine = None if about is None else {session.id for session in sessions_of(timetable, about)}
        for number, (first, second) in enumerate(programme.wanted_together):
            both = programme.interest[(first, second)]
            if number == self.pairs or both < self.unit:
                break
            if mine is not None and first not in mine and second not in mine:
                continue
            for one in programme.session[first].occurrence_ids:
                for other in programme.session[second].occurrence_ids:
                    if about is not None and one not in about and other not in about:
                        continue
                    held = one in timetable.placements and other in timetable.placements
                    if held and overlapping(timetable, one, other):
                        yield Finding(self.name, f"{one} {other}", (one, other), amount=both // self.unit)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how many want both."""
        programme = timetable.programme
        first, second = (programme.occurrence[name].session.id for name in finding.sessions)
        return (
            f"{programme.interest[(first, second)]} attendees want to attend both of what is held at the same time:"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside what the same people want."""
        programme = draft.programme
        wanted = draft.board.once(f"wanted with {self.unit} {self.pairs}", lambda: self._wanted(programme))
        mine = programme.occurrence[occurrence]
        for other, amount in wanted.get(mine.session.id, ()):
            for part in programme.occurrences_of[other]:
                held = draft.held.get(part.id)
                if held:
                    yield draft.starts.overlapping(held.begin, held.end, 0, mine.duration), amount

    def _wanted(self, programme: Programme) -> dict[str, list[tuple[str, int]]]:
        """Return for each session those that it is a pair with, and the amounts."""
        found: dict[str, list[tuple[str, int]]] = {}
        for (first, second), amount in self._priced(programme).items():
            found.setdefault(first, []).append((second, amount))
            found.setdefault(second, []).append((first, amount))
        return found
