"""Declared order holds: what comes after begins when the other is over, and the parts of a series follow one another.

With several occurrences, all of the earlier session are over before the first of the later one begins. A
session that is not held asks nothing of others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import declared, members
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

NEVER = 10**9
"""A minute after everything, for what can never be held."""


@dataclass(frozen=True, kw_only=True)
class Order(Rule):
    """Soft where the order is only a wish."""

    name: ClassVar[str] = "order"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 200

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Compare the starts of each pair."""
        for first, second in board.relations(self.name, lambda: self._pairs(board)):
            both = [board.present(first), board.present(second)]
            if any(literal is False for literal in both):
                continue
            conditions = [literal for literal in (*both, ledger.case(f"{first} {second}")) if literal is not True]
            over = board.minute(first) + board.programme.occurrence[first].duration
            constraint = board.model.add(board.minute(second) >= over)
            if conditions:
                constraint.only_enforce_if(conditions)

    @staticmethod
    def _pairs(board: Board) -> Iterator[tuple[str, str]]:
        programme = board.programme
        pairs = [(before, session.id) for session in programme.sessions for before in session.after]
        series: dict[str, list[tuple[int, str]]] = {}
        for session in programme.sessions:
            if session.series and session.part is not None:
                series.setdefault(session.series, []).append((session.part, session.id))
        for parts in series.values():
            for part, name in parts:
                pairs += [(name, second) for other, second in parts if other > part]
        for first, second in dict.fromkeys(pairs):
            for one in programme.occurrences_of.get(first, ()):
                for other in programme.occurrences_of.get(second, ()):
                    yield one.id, other.id

    def demand(self, case: str, programme: Programme) -> str:
        """Name both, and the series where it is what orders them."""
        one, other = case.split(" ")
        first, second = (programme.occurrence[name].session for name in (one, other))
        parts = ("", "")
        if first.id not in second.after:
            parts = (f", part {first.part},", f", part {second.part} of the series “{second.series}”,")
        later = f"{words.session(programme, other)}{parts[1]}"
        return f"{later} begins after {words.session(programme, one)}{parts[0]} is over."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Give the order of the two up."""
        first, second = (programme.occurrence[name].session for name in case.split(" "))
        free, said, cells = second, [], []
        if first.id in second.after:
            free = replace(free, after=tuple(name for name in second.after if name != first.id))
            said.append(f"drop that {words.whole(second)} comes after {words.whole(first)}")
            cells.append("after")
        if second.series == first.series and (first.part or 0) < (second.part or 0):
            free = replace(free, part=None)
            said.append(f"take {words.whole(second)} out of the order of the series “{second.series}”")
            cells.append("part")
        yield Repair(f"{words.joined(said)} ({words.joined(cells)} of {second.id})", programme.with_session(free), 300)

    @staticmethod
    def _after(programme: Programme, session: Session) -> tuple[str, ...]:
        return session.after

    @staticmethod
    def _series(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.series,) if session.series and session.part is not None else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look back from each session to what it comes after."""
        of = timetable.programme.occurrences_of
        earlier = {(other.id, session.id) for session, other in declared(timetable, self._after, about)}
        for _, sessions in members(timetable, self._series, about):
            parts = [(session.part, session.id) for session in sessions if session.part is not None]
            earlier |= {(before, after) for one, before in parts for other, after in parts if one < other}
        for before, after in sorted(earlier):
            for part in of.get(before, ()):
                for name in [each.id for each in of.get(after, ()) if each.id in timetable.placements]:
                    if part.id not in timetable.placements or (about is not None and not {part.id, name} & set(about)):
                        continue
                    if timetable.end(part.id) > timetable.start(name):
                        yield Finding(self.name, f"{part.id} {name}", (part.id, name))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        first, second = finding.sessions
        return f"{words.placed(timetable, second)} must come after {words.placed(timetable, first)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts before what comes first, or too late for what comes after, also where that is still to come."""
        minute = draft.starts.minute
        mine = draft.programme.occurrence[occurrence].duration
        before, after = draft.board.once("order", lambda: self._both_ways(draft.board))
        if occurrence not in before and occurrence not in after:
            return
        ends: dict[str, int] = {}
        begins: dict[str, int] = {}

        def earliest_end(name: str) -> int:
            if name not in ends:
                possible, firsts = draft.minutes(name), () if name in draft.held else before.get(name, ())
                first = np.searchsorted(possible, max(map(earliest_end, firsts), default=0))
                # What can never be held asks nothing.
                ends[name] = 0
                if first < len(possible):
                    ends[name] = int(possible[first]) + draft.programme.occurrence[name].duration
            return ends[name]

        def latest_start(name: str) -> int:
            if name not in begins:
                possible, seconds = draft.minutes(name), () if name in draft.held else after.get(name, ())
                latest = min(map(latest_start, seconds), default=NEVER) - draft.programme.occurrence[name].duration
                last = np.searchsorted(possible, latest, side="right") - 1
                begins[name] = int(possible[last]) if last >= 0 else NEVER
            return begins[name]

        for first in before.get(occurrence, ()):
            yield minute < earliest_end(first), 1
        for second in after.get(occurrence, ()):
            yield minute + mine > latest_start(second), 1

    def _both_ways(self, board: Board) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Return what comes before each occurrence, and what comes after it."""
        before: dict[str, list[str]] = {}
        after: dict[str, list[str]] = {}
        for first, second in self._pairs(board):
            before.setdefault(second, []).append(first)
            after.setdefault(first, []).append(second)
        return before, after
