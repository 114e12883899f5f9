"""A session is held whole inside one span of hours of a period that takes it.

A period takes the types it names, on its days and weekdays, in its hours of the home zone; with regions, only
sessions that target one of them. A session that names its own periods is an exception and may be held in those
alone. A span past midnight belongs to the date on which it begins. Every session begins at a possible start of the
forum's grid, on a day of the forum: after the midnight that ends the last day nothing begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import shortened
from constraints.counting import held, inside
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding
from data.programme import DAY, Hours

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Period, Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class Periods(Rule):
    """Hard only: the weekly format is what the forum announced."""

    name: ClassVar[str] = "periods"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    settles: ClassVar[bool] = True

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow the starts inside any of the session's periods."""
        known = {}
        for occurrence in board.occurrences:
            periods = board.programme.periods_of(occurrence.session)
            key = (tuple(period.id for period in periods), occurrence.duration)
            if key not in known:
                mask = board.starts.none()
                for period in periods:
                    mask |= board.starts.inside(period, occurrence.duration)
                known[key] = mask
            ledger.allow(occurrence.id, occurrence.id, known[key])

    def demand(self, case: str, programme: Programme) -> str:
        """Name its length and its periods with their dates and hours."""
        occurrence = programme.occurrence[case]
        periods = programme.periods_of(occurrence.session)
        named = f"{words.session(programme, case)}, {occurrence.duration} minutes long,"
        if not periods:
            kind = programme.forum.type[occurrence.session.type]
            return f"{named} fits into no period: none takes it, by its type “{kind.name}” and its target regions."
        hours = "; or ".join(words.period(programme, period) for period in periods)
        short = all(self._longest(period) < occurrence.duration for period in periods)
        return f"{named} has to lie within {hours}{', and no span of these hours is as long' if short else ''}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make an exception for the session: another period, other hours or days, or a shorter session."""
        session = programme.occurrence[case].session
        mine = programme.periods_of(session)
        for period in programme.forum.periods:
            if period not in mine and self._longest(period) >= session.duration:
                names = (*(each.id for each in mine), period.id)
                yield Repair(
                    f"allow {words.whole(session)} in the period “{period.name}” too"
                    f" (periods of {session.id}: {'; '.join(names)})",
                    programme.with_session(replace(session, periods=names)),
                    100,
                )
        exceptions: dict[str, Period] = {}
        for period in mine:
            fitting = tuple(hours for hours in period.hours if hours.end - hours.start >= session.duration)
            if fitting and not all(period.open_on(day) for day in programme.forum.time_grid.days):
                said = f"on any day of the forum at {words.joined((str(hours) for hours in fitting), 'or')}"
                exceptions[said] = replace(period, days=programme.forum.days, weekdays=tuple(range(7)), hours=fitting)
            if Hours(0, DAY) not in period.hours:
                exceptions[f"at any hour on {words.span(period)}"] = replace(period, hours=(Hours(0, DAY),))
        for said, like in exceptions.items():
            yield self._exception(programme, session, like, said)
        yield from shortened(programme, session, max((self._longest(period) for period in mine), default=0))

    @staticmethod
    def _longest(period: Period) -> int:
        """Return the minutes of the longest of a period's spans of hours."""
        return max((hours.end - hours.start for hours in period.hours), default=0)

    @staticmethod
    def _exception(programme: Programme, session: Session, like: Period, said: str) -> Repair:
        """Return the repair that gives a session one more period, of its own and without caps.

        Dearer than one more channel: it is held outside what the forum announced.
        """
        known = programme.forum.period
        name = next(f"{session.id}-{n}" for n in count(1) if f"{session.id}-{n}" not in known)
        own = replace(like, id=name, types=(), channels=None, per_day=None, per_week=None, regions=())
        periods = (*(period.id for period in programme.periods_of(session)), name)
        wider = replace(programme, forum=replace(programme.forum, periods=(*programme.forum.periods, own)))
        return Repair(
            f"also allow {words.whole(session)} {said} (a period of its own)",
            wider.with_session(replace(session, periods=periods)),
            160,
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that no span of its periods holds whole."""
        programme = timetable.programme
        for name in held(timetable, about):
            begin, end = timetable.start(name), timetable.end(name)
            periods = programme.periods_of(programme.occurrence[name].session)
            on_grid = programme.forum.time_grid.on_grid(begin)
            if not (on_grid and any(inside(programme, period, begin, end) for period in periods)):
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the periods it should be in."""
        programme = timetable.programme
        periods = programme.periods_of(programme.occurrence[finding.case].session)
        names = ", ".join(f"“{period.name}”" for period in periods) or "no period at all"
        if not programme.forum.time_grid.on_grid(timetable.start(finding.case)):
            return (
                f"{words.placed(timetable, finding.case)} does not begin on the grid of {programme.forum.grid} minutes."
            )
        return f"{words.placed(timetable, finding.case)} lies outside its periods ({names})."
