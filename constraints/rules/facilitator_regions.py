"""Facilitators come from all regions alike.

The numbers of sessions facilitated by people of each region differ by at most one. Counted are the audience regions of
the nominees; who has none is left out, and so is a region without nominees. A session with two facilitators counts for
each of them, the concluding session does not count. The amount is by how much more than one the largest and the
smallest number differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import facilitated, may_be_facilitated
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class FacilitatorRegions(Rule):
    """Soft by default: nominees do not come from everywhere alike."""

    name: ClassVar[str] = "facilitator-regions"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    helped: ClassVar[bool] = True

    weight: int = 5

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Compare what the nominees of each group facilitate."""
        groups: dict[str, list[str]] = {}
        for person in board.programme.nominees:
            if person.region:
                groups.setdefault(person.region, []).append(person.id)
        board.balance(ledger, "regions", groups)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the groups."""
        groups = sorted({person.region for person in programme.nominees if person.region})
        return f"The numbers of sessions that nominees from {words.joined(groups)} facilitate differ by at most one."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings(
            "let nominees from some regions facilitate more than others", programme, 200, mode="soft"
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count the sessions of each group."""
        nominees = timetable.programme.nominees
        sessions, numbers = facilitated(timetable, {each.id: each.region for each in nominees if each.region != ""})
        if numbers and max(numbers.values()) > min(numbers.values()) + 1 and may_be_facilitated(timetable, about):
            amount = max(numbers.values()) - min(numbers.values()) - 1
            yield Finding(self.name, "regions", sessions, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say the numbers."""
        nominees = timetable.programme.nominees
        _, numbers = facilitated(timetable, {each.id: each.region for each in nominees if each.region})
        said = ", ".join(f"{group} {number}" for group, number in numbers.items())
        return f"The numbers of sessions that regions facilitate differ by more than one: {said}."
