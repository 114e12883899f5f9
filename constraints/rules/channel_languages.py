"""Where a channel names languages, the languages of its sessions are among them.

A channel that names none is open to every language, and a session that names none fits everywhere. The amount is 1
for each session, however many of its languages its channel lacks.
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
class ChannelLanguages(Rule):
    """Soft by default: the languages of a channel are often those of its staff."""

    name: ClassVar[str] = "channel-languages"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    weight: int = 20

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow the channels that name no language or all that are spoken."""
        channels = board.programme.forum.channels
        for occurrence in board.occurrences:
            spoken = frozenset(occurrence.session.languages)
            fitting = frozenset(c.id for c in channels if not c.languages or spoken <= frozenset(c.languages))
            if len(fitting) < len(channels):
                ledger.channels(occurrence.id, occurrence.id, fitting)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that speaks a language which its channel does not name."""
        programme = timetable.programme
        for name in timetable.in_order:
            if about is not None and name not in about:
                continue
            named = programme.forum.channel[timetable.placements[name].channel].languages
            if named and any(language not in named for language in programme.occurrence[name].session.languages):
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what is spoken and what the channel is for."""
        given = timetable.programme.forum.channel[timetable.placements[finding.case].channel]
        spoken = timetable.programme.occurrence[finding.case].session.languages
        return (
            f"{words.placed(timetable, finding.case)} is in {', '.join(spoken)},"
            f" but channel {given.id} is for {', '.join(given.languages)}."
        )
