"""Nobody has to attend on more days than need be.

The amount is the number of home dates, beyond the first, on which sessions begin that a person is required in;
facilitation counts. Who has one session has nothing to lose. Off unless asked for: with hundreds of people it costs the
plan its proof of being the best.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.board import negated
from constraints.counting import people
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board, Literal
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class FewDays(Rule):
    """Soft only: how few is a matter of degree."""

    name: ClassVar[str] = "few-days"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)
    default: ClassVar[Mode | None] = "off"

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count the days on which a person has a part."""
        for person in board.people:
            parts = board.parts(person.id)
            if len({part.occurrence for part in parts}) < 2:
                continue
            if len(parts) == 2:
                first, second = (board.days(part.occurrence) for part in parts)
                conditions = [ledger.case(person.id), *(part.literal for part in parts)]
                board.agree(conditions, first, second, lambda one, other: one == other)
                continue
            held: dict[int, list[tuple[Literal, Literal]]] = defaultdict(list)
            for part in parts:
                whole = part.literal is board.present(part.occurrence)
                for day, today in board.days(part.occurrence).items():
                    held[day].append((today, True if whole else part.literal))
            days: list[Literal] = []
            for day, pairs in held.items():
                if len(pairs) == 1 and pairs[0][1] is True:
                    days.append(pairs[0][0])
                    continue
                any_part = board.model.new_bool_var(f"{person.id} on {board.starts.dates[day]}")
                for today, there in pairs:
                    board.model.add_bool_or([any_part, negated(today), negated(there)])
                days.append(any_part)
            ledger.excess(person.id, sum(days) - 1, len(days) - 1)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Collect the dates of everyone's sessions."""
        grid = timetable.programme.forum.time_grid
        for person, engagements in people(timetable, about):
            names = {part.occurrence for part in engagements if part.required}
            dates = {grid.home_date(timetable.start(name)) for name in names}
            if len(dates) > 1:
                in_order = tuple(sorted(names, key=lambda name: (timetable.start(name), name)))
                yield Finding(self.name, person, in_order, (person,), len(dates) - 1)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the sessions."""
        return (
            f"{words.person(timetable.programme, finding.case)} has to attend on {finding.amount + 1} days:"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days on which someone who appears has nothing else, though they have on others."""
        session = draft.programme.occurrence[occurrence].session.id
        for person in {part.person for part in draft.programme.appearances_in.get(session, ()) if part.required}:
            days = {draft.held[name].day for _, _, name in draft.busy[person]}
            if days:
                yield np.isin(draft.starts.day, sorted(days), invert=True), 1
