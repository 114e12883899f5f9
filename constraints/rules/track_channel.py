"""The sessions of a track on one day are held in one channel, so that who follows it need not move.

`tracks` lists the tracks that this is asked for, `["*"]` for every track; an empty list is none. Days are home dates on
which sessions begin. The amount is the number of channels that a track uses on a day beyond the first.

Where nothing is asked, the channels of a pool are still handed out so that a track stays where it is, as far as its
channel is free. To ask for more costs time: the channels of a pool, otherwise all alike, must then be told apart while
the plan is made. That is why the list is empty unless the team fills it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.board import negated
from constraints.counting import ids, itself, stretches
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class TrackChannel(Rule):
    """Soft only: a move to another room is a nuisance and no more."""

    name: ClassVar[str] = "track-channel"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    weight: int = 2
    tracks: tuple[str, ...] = ()

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Have every channel told apart from the others of its pool."""
        if self._members(board):
            for channel in board.programme.forum.channels:
                board.note_channels((channel.id,))

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count the channels that a track uses on a day."""
        for track, members in self._members(board).items():
            for day, date in enumerate(board.starts.dates):
                today = {name: lit for name in members if (lit := board.on_day(name, day)) is not False}
                if len(today) < 2:
                    continue
                used = []
                for number, channels in enumerate(board.classes):
                    there = {name: lit for name in today if (lit := board.in_class(name, number)) is not False}
                    if there:
                        taken = board.model.new_bool_var(f"{track} uses {channels[0]} on {date}")
                        used.append(taken)
                        for name, literal in there.items():
                            board.model.add_bool_or([taken, negated(today[name]), negated(literal)])
                ledger.excess(f"{track} {date}", sum(used) - 1, len(used) - 1)

    def _members(self, board: Board) -> dict[str, list[str]]:
        """Return the occurrences of each track that is spoken of and has more than one."""
        return {
            track: list(members)
            for track, members in (board.tracks.items() if self.tracks else ())
            if len(members) > 1 and ("*" in self.tracks or track in self.tracks)
        }

    @staticmethod
    def _track(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.track,) if session.track else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at the channels of each track's sessions day by day."""
        for track, day, spans in stretches(timetable, self._track, itself, about) if self.tracks else ():
            names = ids(spans)
            channels = {timetable.placements[name].channel for name in names}
            if len(channels) > 1 and ("*" in self.tracks or track in self.tracks):
                yield Finding(self.name, f"{track} {day}", names, amount=len(channels) - 1)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the track, and who is in which channel."""
        track, _, day = finding.case.rpartition(" ")
        places = "; ".join(
            f"{words.placed(timetable, name)} in {timetable.placements[name].channel}" for name in finding.sessions
        )
        return f"Track “{track}” moves between channels on {day}: {places}."
