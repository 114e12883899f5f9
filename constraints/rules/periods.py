"""A session is held whole inside one span of hours of a period that takes it.

A period takes the types it names, on its days and weekdays, in its hours of the home zone; with regions, only
sessions that target one of them. A session that names its own periods is an exception and may be held in those
alone. A span past midnight belongs to the date on which it begins. Every session begins at a possible start of the
forum's grid, on a day of the forum: after the midnight that ends the last day nothing begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import inside
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
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

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Allow the session in one more period."""
        session = programme.occurrence[case].session
        mine = tuple(period.id for period in programme.periods_of(session))
        for period in programme.forum.periods:
            if period.id not in mine:
                yield Repair(
                    f"allow {words.session(programme, case)} in the period “{period.name}” too",
                    programme.with_session(replace(session, periods=(*mine, period.id))),
                    200,
                )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that no span of its periods holds whole."""
        for name in timetable.in_order:
            if about is not None and name not in about:
                continue
            periods = timetable.programme.periods_of(timetable.programme.occurrence[name].session)
            on_grid = timetable.programme.forum.time_grid.on_grid(timetable.start(name))
            if not (on_grid and any(inside(timetable, period, name) for period in periods)):
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
