"""Sessions of one track are not held at the same time.

Whoever follows a track can attend all of it. The amount is the number of sessions of the track that would have
to give way so that no two overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import clashes
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class TrackClashes(Rule):
    """Soft by default: a crowded programme may need it."""

    name: ClassVar[str] = "track-clashes"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 40

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each group from overlapping, but for those that give way."""
        board.keep_apart(ledger, board.tracks)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the group and its sessions."""
        mine = [o.id for o in programme.occurrences if o.session.track == case]
        return f"No two sessions of the track “{case}” are held at the same time: {words.some(programme, mine)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings("let sessions of one track be held at the same time", programme, 200, mode="soft")

    @staticmethod
    def _track(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.track,) if session.track != "" else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count for each group how many would have to give way."""
        for group, beside, amount in clashes(timetable, self._track, about):
            yield Finding(self.name, group, beside, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the group and what overlaps."""
        return f"Track “{finding.case}” has at the same time {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside others of the group."""
        mine = draft.programme.occurrence[occurrence]
        if mine.session.track:
            yield from draft.of_track[mine.session.track].beside(mine.duration)
