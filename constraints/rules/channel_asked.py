"""A session is held in the channel it asks for, and reserved channels are for those that ask.

What is asked for is a channel, or a pool of which any channel will do. A session that asks for none may be held in
every channel that is not reserved.
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
class ChannelAsked(Rule):
    """Soft where the team would rather hold a session elsewhere than not at all."""

    name: ClassVar[str] = "channel-asked"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")

    weight: int = 50

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow the channels asked for, or those that are not reserved."""
        channels = board.programme.forum.channels
        free = frozenset(channel.id for channel in channels if not channel.reserved)
        known: dict[str | None, frozenset[str]] = {}
        for occurrence in board.occurrences:
            asked = occurrence.channel
            if asked not in known:
                allowed = frozenset(channel.id for channel in channels if asked in (channel.id, channel.pool))
                known[asked] = allowed if asked else free
            ledger.channels(occurrence.id, occurrence.id, known[asked])

    def demand(self, case: str, programme: Programme) -> str:
        """Say what is asked for, or what is reserved for others."""
        asked = programme.occurrence[case].channel
        named = words.session(programme, case)
        if asked is not None:
            return f"{named} asks for {words.channel(programme, asked)} and may be held in no other channel."
        reserved = words.channels(programme, (each.id for each in programme.forum.channels if each.reserved))
        return f"{named} may not be held in {reserved}, reserved for those that ask."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let the session ask for something else."""
        part = programme.occurrence[case]
        for name, channel in {each.pool or each.id: each for each in programme.forum.channels}.items():
            if name != part.channel and (part.channel is not None or channel.reserved):
                said = f"hold {words.whole(part.session)} in {words.channel(programme, name)}"
                changed = programme.with_session(replace(part.session, channel=name))
                yield Repair(f"{said} (channel of {part.session.id})", changed, 100)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session in a channel that it may not have."""
        for name in held(timetable, about):
            asked = timetable.programme.occurrence[name].channel
            given = timetable.programme.forum.channel[timetable.placements[name].channel]
            if given.reserved if asked is None else asked != given.id and asked != given.pool:
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what was asked for and what it got."""
        asked = timetable.programme.occurrence[finding.case].channel
        given = timetable.placements[finding.case].channel
        wish = f"asks for channel {asked}" if asked else "asks for no reserved channel"
        return f"{words.placed(timetable, finding.case)} {wish}, but is held in {given}."
