"""A session keeps clear of the dates and hours that its requester excluded.

Both are said in the requester's own zone. Any minute on an excluded date or within excluded hours counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.clock import local_text, touches
from data.findings import Finding
from data.programme import LocalTimes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class ExcludedTimes(Rule):
    """Soft where exclusions are meant as wishes."""

    name: ClassVar[str] = "excluded-times"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow only starts clear of them."""
        for occurrence in board.occurrences:
            session = occurrence.session
            times = [LocalTimes(session.zone, days=days) for days in session.excluded_dates]
            times += [LocalTimes(session.zone, hours=hours) for hours in session.excluded_hours]
            if times:
                ledger.allow(occurrence.id, occurrence.id, board.starts.clear_of(times, 0, occurrence.duration))

    def demand(self, case: str, programme: Programme) -> str:
        """Say what was excluded, and in which zone."""
        session = programme.occurrence[case].session
        said = words.joined([*map(words.days, session.excluded_dates), *map(str, session.excluded_hours)])
        return f"{words.session(programme, case)} keeps clear of {said} ({session.zone}), which its requester excluded."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Ask the requester to give one of the exclusions up."""
        session = programme.occurrence[case].session
        for days in dict.fromkeys(session.excluded_dates):
            others = tuple(other for other in session.excluded_dates if other != days)
            yield Repair(
                f"let {words.whole(session)} be held on {words.days(days)} ({session.zone}; excluded_dates)",
                programme.with_session(replace(session, excluded_dates=others)),
                100,
            )
        for hours in dict.fromkeys(session.excluded_hours):
            rest = tuple(other for other in session.excluded_hours if other != hours)
            yield Repair(
                f"let {words.whole(session)} be held within {hours} ({session.zone}; excluded_hours)",
                programme.with_session(replace(session, excluded_hours=rest)),
                100,
            )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each session that touches a date or hour it excludes."""
        for name in held(timetable, about):
            session = timetable.programme.occurrence[name].session
            begin, end = timetable.start(name), timetable.end(name)
            bad = any(touches(LocalTimes(session.zone, days=days), begin, end) for days in session.excluded_dates)
            bad = bad or any(touches(LocalTimes(session.zone, hours=h), begin, end) for h in session.excluded_hours)
            if bad:
                yield Finding(self.name, name, (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say what was excluded, and what the requester's clock shows."""
        session = timetable.programme.occurrence[finding.case].session
        said = "; ".join(str(times) for times in (*session.excluded_dates, *session.excluded_hours))
        when = local_text(timetable.start(finding.case), session.zone)
        return f"{words.session(timetable.programme, finding.case)} is held on {when}, but excludes {said}."
