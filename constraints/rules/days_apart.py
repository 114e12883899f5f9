"""Sessions lie as many days apart as is declared: at least so many, at most so many, in either order.

Counted are the home dates on which they begin: the next day is one day apart. One of the two has to say so; if both
say something, or one says it twice, all of it holds. With several occurrences, it holds for every one of the first
with every one of the second. A session that is not held asks nothing. The amount is 1 for each pair of occurrences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.counting import held_pairs
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import DaysApart as Apart
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class DaysApart(Rule):
    """Soft where it is only a wish."""

    name: ClassVar[str] = "days-apart"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Let each day of either need a day of the other that is far and near enough."""
        for one, other in board.pairs("days apart", lambda session: [apart.session for apart in session.days_apart]):
            first, second = board.days(one.id), board.days(other.id)
            held = [board.present(one.id), board.present(other.id)]
            least, most = self._bounds(board.programme, one.session.id, other.session.id)
            if any(not least <= abs(a - b) <= most for a in first for b in second):
                case = ledger.case(f"{one.id} {other.id}")
                board.agree([case, *held], first, second, self._fits(least, most))

    @staticmethod
    def _fits(least: int, most: int) -> Callable[[int, int], bool]:
        return lambda one, other: least <= abs(one - other) <= most

    @staticmethod
    def _bounds(programme: Programme, one: str, other: str) -> tuple[int, int]:
        """Return the least and the most days between two sessions, whoever of them said it."""
        said = [each for each in programme.session[one].days_apart if each.session == other]
        said += [each for each in programme.session[other].days_apart if each.session == one]
        long = len(programme.forum.time_grid.days)
        most = min(each.most if each.most is not None else long for each in said)
        return max(each.least for each in said), most

    def demand(self, case: str, programme: Programme) -> str:
        """Name both, and what is declared."""
        both = words.joined(words.session(programme, name) for name in case.split(" "))
        one, other = (programme.occurrence[name].session.id for name in case.split(" "))
        least, most = self._bounds(programme, one, other)
        asked = [f"at least {words.number(least, 'day')}"] if least else []
        asked += [f"at most {words.number(most, 'day')}"] if most < len(programme.forum.time_grid.days) else []
        asked = [f"exactly {words.number(least, 'day')}"] if least == most else asked
        return f"{both} are held {' and '.join(asked)} apart, in either order (dates in {programme.forum.zone})."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let them lie a day nearer or farther, or any number of days apart."""
        first, second = (programme.occurrence[name].session for name in case.split(" "))
        both = f"let {words.whole(first)} and {words.whole(second)} be held"
        least, most = self._bounds(programme, first.id, second.id)
        if least:
            near = f"only {words.number(least - 1, 'day')} apart" if least > 1 else "on the same day"
            yield Repair(
                f"{both} {near} instead of at least {words.number(least, 'day')} apart (days_apart)",
                self._declaring(programme, first, second, lambda each: replace(each, least=min(each.least, least - 1))),
                100,
            )
        if most < len(programme.forum.time_grid.days):
            yield Repair(
                f"{both} {words.number(most + 1, 'day')} apart instead of at most {most} (days_apart)",
                self._declaring(
                    programme,
                    first,
                    second,
                    lambda each: replace(each, most=None if each.most is None else max(each.most, most + 1)),
                ),
                100,
            )
        yield Repair(
            f"{both} however many days apart (days_apart)",
            self._declaring(programme, first, second, lambda each: None),
            300,
        )

    @staticmethod
    def _declaring(
        programme: Programme, first: Session, second: Session, change: Callable[[Apart], Apart | None]
    ) -> Programme:
        """Return the programme in which all that two sessions declare about each other is changed, or dropped."""
        for one, other in ((first, second), (second, first)):
            said = [change(each) if each.session == other.id else each for each in one.days_apart]
            programme = programme.with_session(replace(one, days_apart=tuple(each for each in said if each)))
        return programme

    @staticmethod
    def _named(programme: Programme, session: Session) -> tuple[str, ...]:
        return tuple(apart.session for apart in session.days_apart)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count the days between the home dates."""
        programme = timetable.programme
        grid = programme.forum.time_grid
        for first, second in held_pairs(timetable, self._named, about):
            one, other = programme.occurrence[first].session, programme.occurrence[second].session
            between = abs((grid.home_date(timetable.start(first)) - grid.home_date(timetable.start(second))).days)
            asked = [apart for apart in one.days_apart if apart.session == other.id]
            asked += [apart for apart in other.days_apart if apart.session == one.id]
            if any(between < apart.least or (apart.most is not None and between > apart.most) for apart in asked):
                yield Finding(self.name, f"{first} {second}", (first, second))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both, and what is declared."""
        programme = timetable.programme
        grid = programme.forum.time_grid
        first, second = finding.sessions
        between = abs((grid.home_date(timetable.start(first)) - grid.home_date(timetable.start(second))).days)
        least, most = self._bounds(
            programme, programme.occurrence[first].session.id, programme.occurrence[second].session.id
        )
        asked = [f"at least {least}"] if least else []
        asked += [f"at most {most}"] if most < len(grid.days) else []
        return (
            f"Declared to be {' and '.join(asked)} days apart, but {between} apart:"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days too near to the other session or too far, and those that leave the other none."""
        programme, day = draft.programme, draft.starts.day
        paired = draft.board.paired("days apart", lambda session: [apart.session for apart in session.days_apart])
        for other in paired.get(occurrence, ()):
            least, most = self._bounds(
                programme, programme.occurrence[occurrence].session.id, programme.occurrence[other].session.id
            )
            days = {draft.held[other].day} if other in draft.held else set(day[draft.domain(other)].tolist())
            if days:
                fine = [
                    mine
                    for mine in range(len(draft.starts.dates))
                    if any(least <= abs(mine - yours) <= most for yours in days)
                ]
                yield ~np.isin(day, fine), 1
