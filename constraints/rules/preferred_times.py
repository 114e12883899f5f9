"""A session is held on the dates and in the hours that its requester prefers.

Both are said in the requester's own zone: the session begins on one of the dates, and lies whole within one of
the spans of hours. The amount is 1 for missing the dates and 1 for missing the hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.rule import Ledger, Rule
from data.clock import local_text, minutes_within
from data.findings import Finding
from data.programme import LocalTimes
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class PreferredTimes(Rule):
    """Soft by default: a wish."""

    name: ClassVar[str] = "preferred-times"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 20

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Price starts on other dates and in other hours."""
        for occurrence in board.occurrences:
            session = occurrence.session
            amounts = np.zeros(len(board.starts), dtype=np.int64)
            if session.preferred_dates:
                # The first minute of the session lies on one of the dates.
                times = [LocalTimes(session.zone, days=days) for days in session.preferred_dates]
                amounts += board.starts.clear_of(times, 0, 1)
            if session.preferred_hours:
                whole = board.starts.none()
                for hours in session.preferred_hours:
                    inside = board.starts.minutes_within(hours, session.zone, 0, occurrence.duration)
                    whole |= inside == occurrence.duration
                amounts += ~whole
            if amounts.any():
                ledger.starts(occurrence.id, occurrence.id, amounts)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Hold each session against its wishes."""
        for name in timetable.in_order:
            if about is not None and name not in about:
                continue
            session = timetable.programme.occurrence[name].session
            begin, end = timetable.start(name), timetable.end(name)
            amount = 0
            if session.preferred_dates:
                today = begin.astimezone(zone(session.zone)).date()
                amount += not any(today in days for days in session.preferred_dates)
            if session.preferred_hours:
                length = (end - begin) // timedelta(minutes=1)
                amount += not any(
                    minutes_within(begin, end, hours, session.zone) == length for hours in session.preferred_hours
                )
            if amount:
                yield Finding(self.name, name, (name,), amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what was wished for, and what the requester's clock shows."""
        session = timetable.programme.occurrence[finding.case].session
        said = "; ".join(str(times) for times in (*session.preferred_dates, *session.preferred_hours))
        when = local_text(timetable.start(finding.case), session.zone)
        return f"{words.session(timetable.programme, finding.case)} is held on {when}, but would prefer {said}."
