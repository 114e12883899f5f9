"""A session is held in a channel that has every feature that the session needs.

A session that needs nothing may be held in any channel; a channel may offer more than is needed. The amount is 1 for
each session, however many features its channel lacks.
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

    def demand(self, case: str, programme: Programme) -> str:
        """Say what is needed and which channels offer it."""
        needs = programme.occurrence[case].session.needs
        fitting = [c.id for c in programme.forum.channels if set(needs) <= set(c.features)]
        by = f"only by {words.channels(programme, fitting)}" if fitting else "by no channel"
        return f"{words.session(programme, case)} needs {words.joined(needs)}, offered {by}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let the session do without, or another channel offer it."""
        session = programme.occurrence[case].session
        channels = programme.forum.channels
        yield Repair(
            f"hold {words.whole(session)} without {words.joined(session.needs)}",
            programme.with_session(replace(session, needs=())),
            100,
        )
        for name, channel in {each.pool or each.id: each for each in channels}.items():
            lacking = tuple(need for need in session.needs if need not in channel.features)
            if lacking:
                offering = tuple(
                    replace(each, features=(*each.features, *lacking)) if name in (each.id, each.pool) else each
                    for each in channels
                )
                yield Repair(
                    f"offer {words.joined(lacking)} in {words.channel(programme, name)} (forum.toml: features)",
                    replace(programme, forum=replace(programme.forum, channels=offering)),
                    150,
                )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session whose channel lacks something."""
        programme = timetable.programme
        for name in held(timetable, about):
            offered = programme.forum.channel[timetable.placements[name].channel].features
            if any(feature not in offered for feature in programme.occurrence[name].session.needs):
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what is needed and lacks."""
        given = timetable.programme.forum.channel[timetable.placements[finding.case].channel]
        needs = timetable.programme.occurrence[finding.case].session.needs
        lacking = ", ".join(feature for feature in needs if feature not in given.features)
        return f"{words.placed(timetable, finding.case)} needs {lacking}, which channel {given.id} does not offer."
