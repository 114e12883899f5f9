"""The session that opens a track is over before any other session of the track begins.

Of an opening session with several occurrences the first counts; where it is not held, nothing is asked. If several
sessions open one track, nothing is asked among them. The amount is 1 for each occurrence that begins too early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import groups, ids
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class TrackOpening(Rule):
    """Soft where the opening is only a wish."""

    name: ClassVar[str] = "track-opening"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Hold the others until the opening is over."""
        for opening, other in board.relations(self.name, lambda: self._pairs(board)):
            board.begins_after(opening, other, ledger.case(f"{opening} {other}"))

    def _pairs(self, board: Board) -> Iterator[tuple[str, str]]:
        for opening, others in self._opened(board).items():
            yield from ((opening, other) for other in others)

    @staticmethod
    def _opened(board: Board) -> dict[str, list[str]]:
        """Return for each opening the occurrences that are to come after it."""
        found = {}
        for names in board.tracks.values():
            mine = [board.programme.occurrence[name] for name in names]
            others = [one.id for one in mine if not one.session.opens_track]
            found.update({one.id: others for one in mine if one.session.opens_track and one.number == 1})
        return found

    def demand(self, case: str, programme: Programme) -> str:
        """Name both and the track."""
        opening, other = case.split(" ")
        return (
            f"{words.session(programme, other)} begins after {words.session(programme, opening)} is over,"
            f" which opens the track “{programme.occurrence[opening].session.track}”."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Have nothing open the track."""
        opening = programme.occurrence[case.split(" ")[0]].session
        yield Repair(
            f"let other sessions of the track “{opening.track}” come before {words.whole(opening)}"
            f" (opens_track of {opening.id})",
            programme.with_session(replace(opening, opens_track=False)),
            300,
        )

    @staticmethod
    def _track(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.track,) if session.track else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look for what begins before the opening is over."""
        occurrence = timetable.programme.occurrence
        for _, spans in groups(timetable, self._track, about):
            names = ids(spans)
            for opening in names:
                mine = occurrence[opening]
                if not mine.session.opens_track or mine.number != 1:
                    continue
                over = timetable.end(opening)
                for name in names:
                    if timetable.start(name) >= over:
                        break
                    if occurrence[name].session.opens_track:
                        continue
                    if about is None or opening in about or name in about:
                        yield Finding(self.name, f"{opening} {name}", (opening, name))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both and the track."""
        opening, other = finding.sessions
        track = timetable.programme.occurrence[opening].session.track
        return (
            f"{words.placed(timetable, opening)} opens the track “{track}”, but is not over"
            f" before {words.placed(timetable, other)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts before the opening is over, and openings that leave the others too little time."""
        mine = draft.programme.occurrence[occurrence]
        if not mine.session.track:
            return
        minute = draft.starts.minute
        opened: dict[str, list[str]] = draft.board.once("track opening", lambda: self._opened(draft.board))
        openings = draft.board.once("track openings", lambda: self._openings(opened))
        for opening in openings.get(occurrence, ()):
            possible = draft.minutes(opening)
            if len(possible):
                yield minute < int(possible[0]) + draft.programme.occurrence[opening].duration, 1
        lasts = [int(possible[-1]) for other in opened.get(occurrence, ()) if len(possible := draft.minutes(other))]
        if lasts:
            yield minute + mine.duration > min(lasts), 1

    @staticmethod
    def _openings(opened: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Return for each occurrence the openings that it is to come after."""
        found: dict[str, list[str]] = {}
        for opening, others in opened.items():
            for other in others:
                found.setdefault(other, []).append(opening)
        return found
