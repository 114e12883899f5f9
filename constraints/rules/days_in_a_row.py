"""A session of several days is held on days in a row, at the same hour at home.

In a row are days on which one of its periods is open, so a weekend between does not count. It is held on all
of its days or on none. Where the clock shows the hour twice on a following day, the first one is meant.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.board import negated
from constraints.counting import sessions_of
from constraints.rule import Ledger, Repair, Rule
from constraints.starts import MARGIN
from data.findings import Finding
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board, Literal
    from constraints.draft import Draft
    from constraints.starts import Ints, Mask, Priced, Starts
    from data.policy import Mode
    from data.programme import Occurrence, Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class DaysInARow(Rule):
    """Hard only: half a hackathon is none."""

    name: ClassVar[str] = "days-in-a-row"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    settles: ClassVar[bool] = True

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Let each start of one day ask for the one start of the next day."""
        of = board.programme.occurrences_of
        for names in board.relations(self.name, lambda: (tuple(each.id for each in those) for those in of.values())):
            occurrences = of[board.programme.occurrence[names[0]].session.id]
            if occurrences[0].session.days == 1:
                continue
            case = ledger.case(occurrences[0].session.id)
            for first, second in pairwise(occurrences):
                for one, other in ((first, second), (second, first)):
                    board.model.add_bool_or([negated(board.present(one.id)), board.present(other.id), negated(case)])
                self._join(board, first, second, case)

    def _join(self, board: Board, first: Occurrence, second: Occurrence, case: Literal) -> None:
        """Let the start of one day imply the next: its day, and its clock, which is the same on most days."""
        starts = board.starts
        days: dict[int, int] = {}
        clocks: dict[int, set[int]] = defaultdict(set)
        several: list[tuple[int, int, int]] = []
        for index, then in self._next(starts, first, board.domain[first.id]).items():
            day, clock = int(starts.day[index]), int(starts.clock[index])
            if then is None:
                unless = [board.on_day(first.id, day), board.at_clock(first.id, clock), case]
                board.model.add_bool_or([negated(literal) for literal in unless])
            else:
                days[day] = int(starts.day[then])
                clocks[clock].add(int(starts.clock[then]))
                several.append((day, clock, int(starts.clock[then])))
        for day, after in days.items():
            unless = [board.on_day(first.id, day), case]
            board.model.add_bool_or([*map(negated, unless), board.on_day(second.id, after)])
        for clock, same in clocks.items():
            if len(same) == 1:
                unless = [board.at_clock(first.id, clock), case]
                board.model.add_bool_or([*map(negated, unless), board.at_clock(second.id, *same)])
        for day, clock, after in several:
            if len(clocks[clock]) > 1:
                unless = [board.on_day(first.id, day), board.at_clock(first.id, clock), case]
                board.model.add_bool_or([*map(negated, unless), board.at_clock(second.id, after)])

    @staticmethod
    def _next(starts: Starts, occurrence: Occurrence, domain: Mask) -> dict[int, int | None]:
        """For each start of the domain, the start on the next open day at the same clock reading, if there is one."""
        shown = starts.local_clock(starts.grid.home)[starts.minute + MARGIN].tolist()
        at: dict[tuple[int, int], int] = {}
        for index, key in enumerate(zip(starts.day.tolist(), shown, strict=True)):
            at.setdefault(key, index)
        periods = starts.programme.periods_of(occurrence.session)
        open_days = [day for day, date in enumerate(starts.dates) if any(period.open_on(date) for period in periods)]
        after = {
            day: min((other for other in open_days if other > day), default=-1) for day in range(len(starts.dates))
        }
        return {
            index: at.get((after[int(starts.day[index])], shown[index])) for index in np.flatnonzero(domain).tolist()
        }

    def demand(self, case: str, programme: Programme) -> str:
        """Say which days it needs."""
        session = programme.session[case]
        return (
            f"{words.whole(session)} goes over {session.days} days in a row on which one of its periods is open,"
            f" at the same hour ({programme.forum.zone})."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Hold it on one day less."""
        session = programme.session[case]
        shorter = replace(session, days=session.days - 1, fixed=session.fixed[: session.days - 1])
        yield Repair(
            f"hold {words.whole(session)} on {words.number(shorter.days, 'day')} instead of {session.days}"
            f" (days of {session.id})",
            programme.with_session(shorter),
            300,
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Walk through each session's days."""
        programme = timetable.programme
        home = zone(programme.forum.zone)
        for session in sessions_of(timetable, about):
            if session.days == 1:
                continue
            held = [name for name in session.occurrence_ids if name in timetable.placements]
            if not held:
                continue
            clocks = [timetable.start(name).astimezone(home) for name in held]
            broken = len(held) < session.days
            for before, after in pairwise(clocks):
                day = before.date() + timedelta(days=1)
                while day <= programme.forum.days.last and not any(
                    period.open_on(day) for period in programme.periods_of(session)
                ):
                    day += timedelta(days=1)
                broken |= after.date() != day or after.time() != before.time() or after.fold == 1
            if broken:
                yield Finding(self.name, session.id, session.occurrence_ids)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say which days it has."""
        session = timetable.programme.session[finding.case]
        held = [name for name in finding.sessions if name in timetable.placements]
        return (
            f"“{session.title}” goes over {session.days} days in a row at the same hour,"
            f" but is held: {words.all_placed(timetable, held)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Allow only starts that join on to the days already placed, and leave a start for the day after."""
        mine = draft.programme.occurrence[occurrence]
        if mine.session.days == 1:
            return
        days = draft.programme.occurrences_of[mine.session.id]
        minute = draft.starts.minute
        periods = " ".join(period.id for period in draft.programme.periods_of(mine.session))
        following = draft.board.once(f"days after in {periods}", lambda: self._following(draft.starts, mine))
        allowed = ~draft.starts.none()
        after = days[mine.number] if mine.number < len(days) else None
        if after is not None and after.id in draft.held:
            allowed = (following >= 0) & np.equal(minute[following], draft.held[after.id].begin)
        elif after is not None:
            allowed = (following >= 0) & draft.domain(after.id)[following]
        before = days[mine.number - 2] if mine.number > 1 else None
        if before is not None and before.id in draft.held:
            joined = following[np.equal(minute, draft.held[before.id].begin)]
            only = draft.starts.none()
            only[joined[joined >= 0]] = True
            allowed &= only
        yield ~allowed, 1

    def _following(self, starts: Starts, occurrence: Occurrence) -> Ints:
        """Return for each start the one on the next open day at the same clock reading, -1 where there is none."""
        found = self._next(starts, occurrence, ~starts.none())
        return np.array([-1 if then is None else then for then in found.values()], dtype=np.int64)
