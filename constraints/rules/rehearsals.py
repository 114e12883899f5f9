"""A rehearsal is held some days before the session that it rehearses, neither too late nor too early.

Home dates are counted: at least `least` and at most `most` days before. Of a session with several occurrences the first
is rehearsed, and each occurrence of the rehearsal must keep to the days. If either is not held, nothing is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.board import negated
from constraints.counting import declared
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
class Rehearsals(Rule):
    """Soft where a rehearsal on another day is better than none."""

    name: ClassVar[str] = "rehearsals"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100
    least: int = 1
    most: int = 7

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Have each day of either met by a fitting day of the other."""
        for rehearsal, main in board.relations(self.name, lambda: self._pairs(board.programme)):
            held = [board.present(rehearsal), board.present(main)]
            if any(literal is False for literal in held):
                continue
            case = ledger.case(f"{rehearsal} {main}")
            unless = [negated(literal) for literal in (*held, case)]
            for day, literal in board.days(main).items():
                fitting = [board.on_day(rehearsal, day - before) for before in range(self.least, self.most + 1)]
                board.model.add_bool_or([*fitting, negated(literal), *unless])
            for day, literal in board.days(rehearsal).items():
                fitting = [board.on_day(main, day + before) for before in range(self.least, self.most + 1)]
                board.model.add_bool_or([*fitting, negated(literal), *unless])

    @staticmethod
    def _pairs(programme: Programme) -> Iterator[tuple[str, str]]:
        """Yield each occurrence of a rehearsal with the occurrence that it rehearses."""
        for session in programme.sessions:
            rehearsed = programme.occurrences_of.get(session.rehearsal_of, ())
            for occurrence in programme.occurrences_of.get(session.id, ()) if rehearsed else ():
                yield occurrence.id, rehearsed[0].id

    def demand(self, case: str, programme: Programme) -> str:
        """Name both and the days."""
        rehearsal, main = (words.session(programme, name) for name in case.split(" "))
        span = f"{self.least} to " if self.least != self.most else ""
        return (
            f"{rehearsal} is held {span}{words.number(self.most, 'day')} before {main}, which it rehearses"
            f" (dates in {programme.forum.zone})."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Rehearse earlier, or later and even on the day itself."""
        rehearsal, main = (programme.occurrence[name].session for name in case.split(" "))
        yield self.with_settings(
            f"let rehearsals be up to {words.number(self.most + 7, 'day')} before instead of {self.most}",
            programme,
            150,
            most=self.most + 7,
        )
        if self.least > 1:
            said = f"let rehearsals be only {words.number(self.least - 1, 'day')} before instead of {self.least}"
            yield self.with_settings(said, programme, 150, least=self.least - 1)
        elif self.least:
            yield self.with_settings(
                f"let {words.whole(rehearsal)} rehearse {words.whole(main)} on the same day,"
                f" with {rehearsal.id} in after of {main.id}",
                programme.with_session(replace(main, after=tuple(dict.fromkeys((*main.after, rehearsal.id))))),
                150,
                least=0,
            )

    @staticmethod
    def _rehearsed(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.rehearsal_of,) if session.rehearsal_of else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count the days from each rehearsal to what it rehearses."""
        home_date = timetable.programme.forum.time_grid.home_date
        for rehearsal, rehearsed in declared(timetable, self._rehearsed, about):
            main = rehearsed.occurrence_ids[0]
            for name in rehearsal.occurrence_ids:
                if not timetable.placements.keys() >= {name, main}:
                    continue
                if about is not None and not {name, main} & set(about):
                    continue
                if (
                    not self.least
                    <= (home_date(timetable.start(main)) - home_date(timetable.start(name))).days
                    <= self.most
                ):
                    yield Finding(self.name, f"{name} {main}", (name, main))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        rehearsal, main = finding.sessions
        return (
            f"{words.placed(timetable, rehearsal)} must be {self.least} to {self.most} days before"
            f" {words.placed(timetable, main)}, which it rehearses."
        )

    def _of(self, programme: Programme) -> dict[str, list[tuple[str, str]]]:
        """Return for each occurrence the pairs of a rehearsal and what it rehearses that it is in."""
        found: dict[str, list[tuple[str, str]]] = {}
        for pair in self._pairs(programme):
            for name in pair:
                found.setdefault(name, []).append(pair)
        return found

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days that do not fit the other session's, or where that is still to come leave it no day that fits."""
        pairs: dict[str, list[tuple[str, str]]] = draft.board.once("rehearsals", lambda: self._of(draft.programme))
        day, mine = draft.starts.day, draft.domain(occurrence)
        for rehearsal, main in pairs.get(occurrence, ()):
            other, sign = (main, 1) if occurrence == rehearsal else (rehearsal, -1)
            others = [draft.held[other].day] if other in draft.held else np.unique(day[draft.domain(other)])
            fits = np.zeros(len(day), dtype=np.bool_)
            for before in range(self.least, self.most + 1):
                fits |= np.isin(day + sign * before, others)
            if other in draft.held or (fits & mine).any():
                yield ~fits, 1
