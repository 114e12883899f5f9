"""A session is held on the dates, weekdays, weeks and in the hours that its requester prefers.

All are said in the requester's own zone: the session begins on one of the dates, on one of the weekdays, in one of
the weeks, and lies whole within one of the spans of hours. The amount is 1 for each of these four that is missed;
what the requester does not speak of is never missed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.clock import WEEKDAYS, local_text, minutes_within
from data.findings import Finding
from data.programme import LocalTimes
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class PreferredTimes(Rule):
    """Soft by default: a wish."""

    name: ClassVar[str] = "preferred-times"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 20

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Price starts on other dates, weekdays and weeks, and in other hours."""
        for occurrence in board.occurrences:
            session = occurrence.session
            amounts = np.zeros(len(board.starts), dtype=np.int64)
            wishes = [
                [LocalTimes(session.zone, days=days) for days in session.preferred_dates],
                [LocalTimes(session.zone, weekdays=(day,)) for day in session.preferred_weekdays],
                [LocalTimes(session.zone, days=week) for week in session.preferred_weeks],
            ]
            for times in wishes:
                if times:
                    # The first minute of the session lies on one of the dates.
                    amounts += board.starts.clear_of(times, 0, 1)
            if session.preferred_hours:
                whole = board.starts.none()
                for hours in session.preferred_hours:
                    inside = board.starts.minutes_within(hours, session.zone, 0, occurrence.duration)
                    whole |= inside == occurrence.duration
                amounts += ~whole
            if amounts.any():
                ledger.starts(occurrence.id, occurrence.id, amounts)

    def demand(self, case: str, programme: Programme) -> str:
        """Say what was wished for, and in which zone."""
        session = programme.occurrence[case].session
        wishes = {column: f"{how} {words.joined(times, 'or')}" for column, how, times in self._wishes(session)}
        whole = [f"lies {hours}"] if (hours := wishes.pop("preferred_hours", "")) else []
        begins = [f"begins {', '.join(wishes.values())}"] if wishes else []
        said = words.joined([*begins, *whole])
        return f"{words.session(programme, case)} {said} ({session.zone}), as its requester prefers."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Give one of the wishes up."""
        session = programme.occurrence[case].session
        changes = {
            "preferred_dates": replace(session, preferred_dates=()),
            "preferred_weekdays": replace(session, preferred_weekdays=()),
            "preferred_weeks": replace(session, preferred_weeks=()),
            "preferred_hours": replace(session, preferred_hours=()),
        }
        for column, _, times in self._wishes(session):
            yield Repair(
                f"let {words.whole(session)} be held at other times than it prefers: {words.joined(times, 'or')}"
                f" ({session.zone}; {column})",
                programme.with_session(changes[column]),
                50,
            )

    @staticmethod
    def _wishes(session: Session) -> Iterator[tuple[str, str, list[str]]]:
        """Yield each wish that a session has: the column, a preposition, and the times."""
        weekdays = [WEEKDAYS[day] for day in session.preferred_weekdays]
        weeks = [f"the week {words.days(week)}" for week in session.preferred_weeks]
        if session.preferred_dates:
            yield "preferred_dates", "on", [words.days(days) for days in session.preferred_dates]
        if weekdays:
            yield "preferred_weekdays", "on", weekdays
        if weeks:
            yield "preferred_weeks", "in", weeks
        if session.preferred_hours:
            yield "preferred_hours", "within", [str(hours) for hours in session.preferred_hours]

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Hold each session against its wishes."""
        for name in held(timetable, about):
            session = timetable.programme.occurrence[name].session
            begin, end = timetable.start(name), timetable.end(name)
            amount = 0
            today = begin.astimezone(zone(session.zone)).date()
            if session.preferred_dates:
                amount += not any(today in days for days in session.preferred_dates)
            if session.preferred_weekdays:
                amount += today.weekday() not in session.preferred_weekdays
            if session.preferred_weeks:
                amount += not any(today in week for week in session.preferred_weeks)
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
        weekdays = [WEEKDAYS[day] for day in session.preferred_weekdays]
        weeks = [f"the week {week}" for week in session.preferred_weeks]
        wishes = (*session.preferred_dates, *weekdays, *weeks, *session.preferred_hours)
        said = "; ".join(str(times) for times in wishes)
        when = local_text(timetable.start(finding.case), session.zone)
        return f"{words.session(timetable.programme, finding.case)} is held on {when}, but would prefer {said}."
