"""Where a channel names languages, the languages of its sessions are among them.

A channel that names none is open to every language, and a session that names none fits everywhere. The amount is 1
for each session, however many of its languages its channel lacks.
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

    def demand(self, case: str, programme: Programme) -> str:
        """Say what is spoken and which channels are for it."""
        spoken = programme.occurrence[case].session.languages
        fitting = [c.id for c in programme.forum.channels if not c.languages or set(spoken) <= set(c.languages)]
        by = f"only by {words.channels(programme, fitting)}" if fitting else "by no channel"
        return f"{words.session(programme, case)} is in {words.joined(spoken)}, taken {by}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Open a channel to the languages, or let the rule be broken."""
        channels = programme.forum.channels
        spoken = programme.occurrence[case].session.languages
        for name, channel in {each.pool or each.id: each for each in channels}.items():
            lacking = tuple(language for language in spoken if language not in channel.languages)
            if channel.languages and lacking:
                opened = tuple(
                    replace(each, languages=(*each.languages, *lacking)) if name in (each.id, each.pool) else each
                    for each in channels
                )
                yield Repair(
                    f"open {words.channel(programme, name)} to {words.joined(lacking)} (forum.toml: languages)",
                    replace(programme, forum=replace(programme.forum, channels=opened)),
                    150,
                )
        yield self.with_settings("let sessions be held in channels of other languages", programme, 200, mode="soft")

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that speaks a language which its channel does not name."""
        programme = timetable.programme
        for name in held(timetable, about):
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
