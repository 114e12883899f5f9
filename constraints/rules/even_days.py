"""The load is even over the days of a period.

The fair share of a day is the number of sessions that begin on the period's days, shared out over those days
and rounded up. The amount is the number of sessions on a day beyond its share. Periods whose days all lie in a
longer period are not counted again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from constraints.board import Board
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class EvenDays(Rule):
    """Soft only: evenness is a matter of degree."""

    name: ClassVar[str] = "even-days"
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    weight: int = 5

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Compare each day's number with its share of the whole."""
        spans = {}
        for period in board.programme.forum.periods:
            spans[period.id] = frozenset(index for index, day in enumerate(board.starts.dates) if period.open_on(day))
        for name, days in spans.items():
            first = next(other for other, mine in spans.items() if mine == days)
            if name != first or any(days < other for other in spans.values()):
                continue
            held = {
                day: [lit for o in board.occurrences if (lit := board.on_day(o.id, day)) is not False] for day in days
            }
            most = sum(len(literals) for literals in held.values())
            total = board.model.new_int_var(0, most, f"all in {name}")
            board.model.add(total == sum(literal for literals in held.values() for literal in literals))
            stretches: dict[date, list[int]] = {}
            for index in sorted(days):
                day = board.starts.dates[index]
                stretches.setdefault(day, []).append(index)
            for key, members in stretches.items():
                mine = [literal for index in members for literal in held[index]]
                if not mine:
                    continue
                share = board.model.new_int_var(0, most, f"share of {key}")
                board.model.add_linear_constraint(len(days) * share - len(members) * total, 0, len(days) - 1)
                ledger.excess(f"{name} {key}", sum(mine) - share, len(mine))

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count what begins in each day."""
        forum = timetable.programme.forum
        begins = {name: forum.time_grid.home_date(timetable.start(name)) for name in timetable.in_order}
        open_days = {p.id: tuple(day for day in forum.time_grid.days if p.open_on(day)) for p in forum.periods}
        seen: set[tuple[date, ...]] = set()
        for period in forum.periods:
            mine = open_days[period.id]
            if mine in seen or any(set(mine) < set(other) for other in open_days.values()):
                continue
            seen.add(mine)
            total = sum(day in mine for day in begins.values())
            lengths = Counter(day for day in mine)
            for key, length in sorted(lengths.items()):
                held = tuple(name for name, day in begins.items() if day in mine and day == key)
                over = len(held) - -(-total * length // len(mine))
                if over > 0 and (about is None or set(about) & set(held)):
                    yield Finding(self.name, f"{period.id} {key}", held, amount=over)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how many too many."""
        return f"Day {finding.case} has {len(finding.sessions)} sessions, {finding.amount} more than its fair share."
