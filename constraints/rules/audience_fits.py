"""The audience that a session expects is not above the capacity of its channel.

Where either is unknown, the session fits. The amount is 1 for each session, however many people are too many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class AudienceFits(Rule):
    """Soft by default: the expected audience is a guess."""

    name: ClassVar[str] = "audience-fits"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    weight: int = 20

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow the channels that are large enough."""
        channels = board.programme.forum.channels
        for occurrence in board.occurrences:
            expected = occurrence.session.expected_audience or 0
            large = frozenset(c.id for c in channels if c.capacity is None or c.capacity >= expected)
            if len(large) < len(channels):
                ledger.channels(occurrence.id, occurrence.id, large)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that expects more people than its channel takes."""
        programme = timetable.programme
        for name in timetable.in_order:
            if about is not None and name not in about:
                continue
            expected = programme.occurrence[name].session.expected_audience
            capacity = programme.forum.channel[timetable.placements[name].channel].capacity
            if expected is not None and capacity is not None and expected > capacity:
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how many are expected and how many fit."""
        given = timetable.programme.forum.channel[timetable.placements[finding.case].channel]
        expected = timetable.programme.occurrence[finding.case].session.expected_audience
        return (
            f"{words.placed(timetable, finding.case)} expects {expected} people,"
            f" but channel {given.id} takes {given.capacity}."
        )
