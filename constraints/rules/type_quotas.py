"""No more sessions of a type begin on a day or in a week than the type allows.

Days are home dates, weeks run from Monday to Sunday. Every occurrence counts, wherever and in whichever period it is
held. The amount is the number of sessions too many; a day and its week are counted each for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.changes import swapped
from constraints.counting import ids, itself, monday, stretches
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
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class TypeQuotas(Rule):
    """Soft where one more does little harm."""

    name: ClassVar[str] = "type-quotas"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "room"

    weight: int = 50

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count what is on each day and in each week."""
        for kind in board.programme.forum.types:
            if kind.per_day is None and kind.per_week is None:
                continue
            names = board.types.get(kind.id, ())
            if kind.per_day is not None:
                a_day = {f"{kind.id} {day}": [index] for index, day in enumerate(board.starts.dates)}
                board.at_most(ledger, names, a_day, kind.per_day)
            if kind.per_week is not None:
                a_week = {f"{kind.id} week {week}": days for week, days in board.weeks.items()}
                board.at_most(ledger, names, a_week, kind.per_week)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the type, the quota, and the day or week that it is for."""
        name, _, stretch = case.partition(" ")
        kind = programme.forum.type[name]
        weekly = stretch.startswith("week ")
        most = (kind.per_week if weekly else kind.per_day) or 0
        when = words.day(date.fromisoformat(stretch[-10:]))
        begin = f"{words.number(most, 'session')} of the type “{kind.name}” may begin"
        return f"At most {begin} {'in the week of' if weekly else 'on'} {when}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Raise the quota by one."""
        name, _, stretch = case.partition(" ")
        kind = programme.forum.type[name]
        if stretch.startswith("week "):
            key, most, each = "per_week", (kind.per_week or 0) + 1, "a week"
            raised = replace(kind, per_week=most)
        else:
            key, most, each = "per_day", (kind.per_day or 0) + 1, "a day"
            raised = replace(kind, per_day=most)
        yield Repair(
            f"raise the quota of the type “{kind.name}” to {most} {each}"
            f" (forum.toml: {key} = {most} of the type {name})",
            replace(programme, forum=replace(programme.forum, types=swapped(programme.forum.types, kind, raised))),
            150,
            further=True,
        )

    @staticmethod
    def _type(programme: Programme, session: Session) -> tuple[str, ...]:
        kind = programme.forum.type[session.type]
        return () if kind.per_day is None and kind.per_week is None else (kind.id,)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count what begins on each day and in each week."""
        kinds = timetable.programme.forum.type
        for kind, day, spans in stretches(timetable, self._type, itself, about):
            most = kinds[kind].per_day
            if most is not None and len(spans) > most:
                yield Finding(self.name, f"{kind} {day}", ids(spans), amount=len(spans) - most)
        for kind, week, spans in stretches(timetable, self._type, monday, about):
            most = kinds[kind].per_week
            if most is not None and len(spans) > most:
                yield Finding(self.name, f"{kind} week {week}", ids(spans), amount=len(spans) - most)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the type, the day or week, and what is held."""
        forum = timetable.programme.forum
        kind = forum.type[timetable.programme.occurrence[finding.sessions[0]].session.type]
        weekly = finding.case.startswith(f"{kind.id} week ")
        stretch = f"In the week of {finding.case[-10:]}" if weekly else f"On {finding.case[-10:]}"
        most = kind.per_week if weekly else kind.per_day
        return (
            f"{stretch} begin {len(finding.sessions)} sessions of type {kind.id}, but at most {most} may:"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days and weeks that have enough of the type."""
        kind = draft.programme.forum.type[draft.programme.occurrence[occurrence].session.type]
        if kind.per_day is None and kind.per_week is None:
            return
        begun = draft.of_type[kind.id].by_day
        if kind.per_day is not None and (begun >= kind.per_day).any():
            yield (begun >= kind.per_day)[draft.starts.day], 1
        if kind.per_week is not None:
            week = draft.board.week_of
            full = np.bincount(week, weights=begun)[week] >= kind.per_week
            if full.any():
                yield full[draft.starts.day], 1
