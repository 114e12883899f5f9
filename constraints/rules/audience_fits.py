"""The audience that a session expects is not above the capacity of its channel.

Where either is unknown, the session fits. The amount is 1 for each session, however many people are too many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
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

    def demand(self, case: str, programme: Programme) -> str:
        """Say how many are expected and which channels are large enough."""
        expected = programme.occurrence[case].session.expected_audience or 0
        large = [c.id for c in programme.forum.channels if c.capacity is None or c.capacity >= expected]
        where = f"only in {words.channels(programme, large)}" if large else "in no channel"
        return f"{words.session(programme, case)} expects {expected} people, with room for them {where}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Enlarge a channel, or let the rule be broken."""
        channels = programme.forum.channels
        expected = programme.occurrence[case].session.expected_audience or 0
        for name, channel in {each.pool or each.id: each for each in channels}.items():
            if channel.capacity is not None and channel.capacity < expected:
                larger = tuple(
                    replace(each, capacity=expected) if name in (each.id, each.pool) else each for each in channels
                )
                yield Repair(
                    f"raise the capacity of {words.channel(programme, name)} to {expected} (forum.toml: capacity)",
                    replace(programme, forum=replace(programme.forum, channels=larger)),
                    150,
                )
        yield self.with_settings("let more people be expected than a channel takes", programme, 200, mode="soft")

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that expects more people than its channel takes."""
        programme = timetable.programme
        for name in held(timetable, about):
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
