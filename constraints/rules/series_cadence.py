"""The parts of a series keep its cadence: a part a day within one week, or a part a week at the same time.

Daily: each part begins on a later home date than the part before, in the same week (Monday to Sunday). Weekly: each
part begins seven home dates after the part before, at the same time by the clock at home, also where the clocks are
changed in between. Any part may say the cadence. Of a part with several occurrences the first counts. Parts that are
not held are passed over: the parts around them are neighbours then. The amount is 1 for each two neighbours that do
not keep the cadence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.board import negated
from constraints.counting import cadences, members, monday
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from constraints.board import Board, Literal
    from constraints.draft import Draft
    from constraints.starts import Mask, Priced
    from data.policy import Mode
    from data.programme import Cadence, Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class SeriesCadence(Rule):
    """Soft by default: a part on another day is better than none."""

    name: ClassVar[str] = "series-cadence"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    helped: ClassVar[bool] = True

    weight: int = 30

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Let the day of each part, and weekly its hour too, need one of its neighbour that fits."""
        for cadence, parts in board.series.values():
            fits = self._fitting(board, cadence)
            for index, first in enumerate(parts):
                between: list[Literal] = []
                for second in parts[index + 1 :]:
                    neighbours = board.if_all(
                        [board.present(first), board.present(second), *(negated(each) for each in between)]
                    )
                    if neighbours is not False:
                        keep = ledger.keep(f"{first} {second}", second, when=neighbours)
                        board.match(keep, board.days(first), board.days(second), fits)
                        if cadence == "weekly":
                            clocks = board.home_clocks(first), board.home_clocks(second)
                            board.match(keep, *clocks, lambda a, b: a == b)
                    between.append(board.present(second))

    @staticmethod
    def _fitting(board: Board, cadence: Cadence) -> Callable[[int, int], bool]:
        """Return whether the days (indices) of two neighbours keep the cadence."""
        if cadence == "weekly":
            return lambda first, second: second == first + 7
        week = {day: name for name, days in board.weeks.items() for day in days}
        return lambda first, second: first < second and week[first] == week[second]

    def demand(self, case: str, programme: Programme) -> str:
        """Name both, the cadence, and the parts between."""
        first, second = case.split(" ")
        series = programme.occurrence[first].session.series
        cadence = self._cadences(programme).get(series, "")
        before = words.session(programme, first)
        asked = {
            "weekly": f"is held a week after {before}, at the same time",
            "daily": f"is held on a later day of the same week than {before}",
            "": f"keeps the cadence after {before}",
        }[cadence]
        parts = sorted(
            (o.session.part, o.id)
            for o in programme.occurrences
            if o.session.series == series and o.session.part is not None and o.number == 1
        )
        names = [name for _, name in parts]
        between = names[names.index(first) + 1 : names.index(second)]
        unless = f", where what lies between is left out ({words.some(programme, between)})" if between else ""
        said = f"{cadence} series".strip()
        return (
            f"In the {said} “{series}”, {words.session(programme, second)} {asked}"
            f" (dates in {programme.forum.zone}){unless}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let the series go without its cadence."""
        series = programme.occurrence[case.split(" ")[0]].session.series
        for session in programme.sessions:
            if session.series == series:
                programme = programme.with_session(replace(session, cadence=""))
        yield Repair(f"let the parts of the series “{series}” be held on any days (cadence)", programme, 300)

    @staticmethod
    def _cadences(programme: Programme) -> dict[str, Cadence]:
        return {session.series: session.cadence for session in programme.sessions if session.cadence}

    @staticmethod
    def _series(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.series,) if session.series and session.part is not None else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare each part with the next one that is held; parts that are not held lie between two."""
        home = zone(timetable.programme.forum.zone)
        cadence = cadences(timetable)
        for series, sessions in members(timetable, self._series, about):
            if series not in cadence:
                continue
            parts = [(session.part, session.occurrence_ids[0]) for session in sessions if session.part is not None]
            held = sorted((part, name) for part, name in parts if name in timetable.placements)
            concerned = [part for part in parts if about is None or part[1] in about]
            for before, after in pairwise(held):
                first, second = before[1], after[1]
                one, other = (timetable.start(name).astimezone(home) for name in (first, second))
                if cadence[series] == "weekly":
                    kept = other.date() - one.date() == timedelta(days=7) and one.time() == other.time()
                else:
                    kept = one.date() < other.date() and monday(one.date()) == monday(other.date())
                if not kept and any(before <= part <= after for part in concerned):
                    yield Finding(self.name, f"{first} {second}", (first, second))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both and the cadence."""
        first, second = finding.sessions
        series = timetable.programme.occurrence[first].session.series
        asked = (
            f"a week after {words.placed(timetable, first)}, at the same time"
            if cadences(timetable)[series] == "weekly"
            else f"on a later day of the same week than {words.placed(timetable, first)}"
        )
        return f"Series “{series}”: {words.placed(timetable, second)} should be held {asked}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days and hours that do not fit the other parts, held or to come."""
        session = draft.programme.occurrence[occurrence].session
        cadence, every = draft.board.series.get(session.series, ("", ()))
        if occurrence in every:
            parts = [part for part in every if part == occurrence or len(draft.minutes(part))]
            mine = parts.index(occurrence)
            for index, other in enumerate(parts):
                if index != mine:
                    yield from self._beside(draft, cadence, other, index - mine)

    @staticmethod
    def _beside(draft: Draft, cadence: Cadence, other: str, steps: int) -> Iterator[tuple[Mask, float]]:
        """Price what does not fit a part so many places later (negative: earlier), with all between them held."""
        day, clock = draft.starts.day, draft.starts.home_clock
        there = draft.starts.minute == draft.held[other].begin if other in draft.held else draft.domain(other)
        days = np.unique(day[there])
        if not len(days):
            return
        if cadence == "weekly":
            yield ~(np.isin(day + 7 * steps, days) & np.isin(clock, clock[there])), 1
            return
        week = np.array([number for number, week in enumerate(draft.board.weeks.values()) for _ in week])
        mine = np.arange(len(week))[:, None]
        later = days - mine >= steps if steps > 0 else mine - days >= -steps
        yield ~((week[mine] == week[days]) & later).any(axis=1)[day], 1
