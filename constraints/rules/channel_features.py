"""A session is held in a channel that has every feature that the session needs.

A session that needs nothing may be held in any channel; a channel may offer more than is needed. The amount is 1 for
each session, however many features its channel lacks.
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
class ChannelFeatures(Rule):
    """Soft where a session can do without."""

    name: ClassVar[str] = "channel-features"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")

    weight: int = 50

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow the channels that offer all that is needed."""
        channels = board.programme.forum.channels
        for occurrence in board.occurrences:
            needs = frozenset(occurrence.session.needs)
            fitting = frozenset(channel.id for channel in channels if needs <= frozenset(channel.features))
            if len(fitting) < len(channels):
                ledger.channels(occurrence.id, occurrence.id, fitting)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session whose channel lacks something."""
        programme = timetable.programme
        for name in timetable.in_order:
            if about is not None and name not in about:
                continue
            offered = programme.forum.channel[timetable.placements[name].channel].features
            if any(feature not in offered for feature in programme.occurrence[name].session.needs):
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what is needed and lacks."""
        given = timetable.programme.forum.channel[timetable.placements[finding.case].channel]
        needs = timetable.programme.occurrence[finding.case].session.needs
        lacking = ", ".join(feature for feature in needs if feature not in given.features)
        return f"{words.placed(timetable, finding.case)} needs {lacking}, which channel {given.id} does not offer."
