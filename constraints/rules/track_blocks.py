"""The sessions of a track lie together, on as few days in a row as may be.

Counted are the home dates from the first to the last session of the track that is held. Each session may have a day
of its own; the amount for a track is the number of days beyond that, free days and weekends among them. Sessions of a
series with a weekly cadence do not count: they lie apart on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import cadences, groups, ids
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class TrackBlocks(Rule):
    """Soft only: how close is a matter of degree."""

    name: ClassVar[str] = "track-blocks"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    weight: int = 1

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Measure each track from its first day to its last."""
        for track, names in self.blocks(board).items():
            board.stretch(ledger, track, names)

    @staticmethod
    def blocks(board: Board) -> dict[str, list[str]]:
        """Return the occurrences of each track that are to be close together, where there are several."""
        weekly = {name for name, (cadence, _) in board.series.items() if cadence == "weekly"}
        found = {
            track: [name for name in names if board.programme.occurrence[name].session.series not in weekly]
            for track, names in board.tracks.items()
        }
        return {track: names for track, names in found.items() if len(names) > 1}

    @staticmethod
    def _track(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.track,) if session.track else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count the days from each track's first to its last."""
        session = timetable.programme.occurrence
        cadence = cadences(timetable)
        for track, spans in groups(timetable, self._track, about):
            counted = [span for span in spans if cadence.get(session[span.occurrence].session.series) != "weekly"]
            days = [span.day for span in counted]
            over = (max(days) - min(days)).days - (len(days) - 1) if days else 0
            if over > 0:
                yield Finding(self.name, track, ids(counted), amount=over)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the first and the last session."""
        names = finding.sessions
        days = finding.amount + len(names)
        return (
            f"Track “{finding.case}” spreads its {len(names)} sessions over {days} days,"
            f" from {words.placed(timetable, names[0])} to {words.placed(timetable, names[-1])}."
        )
