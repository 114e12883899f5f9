"""The stakeholder types that nominate facilitators have them in as many sessions each.

The numbers differ by at most one. A session with two facilitators counts for each of them, a type that nominates nobody
does not count, and neither does the concluding session. The amount is by how much more than one the largest and the
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
class FacilitatorTypes(Rule):
    """Soft by default: themes and times may not allow it."""

    name: ClassVar[str] = "facilitator-types"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    helped: ClassVar[bool] = True

    weight: int = 10

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Compare what the nominees of each group facilitate."""
        groups: dict[str, list[str]] = {}
        for person in board.programme.nominees:
            if person.nominated_by:
                groups.setdefault(person.nominated_by, []).append(person.id)
        board.balance(ledger, "stakeholder types", groups)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the groups."""
        groups = sorted({person.nominated_by for person in programme.nominees if person.nominated_by})
        return f"The numbers of sessions that nominees of {words.joined(groups)} facilitate differ by at most one."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings(
            "let nominees of some stakeholder types facilitate more than others", programme, 200, mode="soft"
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count the sessions of each group."""
        nominees = timetable.programme.nominees
        sessions, numbers = facilitated(
            timetable, {each.id: each.nominated_by for each in nominees if each.nominated_by != ""}
        )
        if numbers and max(numbers.values()) > min(numbers.values()) + 1 and may_be_facilitated(timetable, about):
            amount = max(numbers.values()) - min(numbers.values()) - 1
            yield Finding(self.name, "stakeholder types", sessions, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say the numbers."""
        nominees = timetable.programme.nominees
        _, numbers = facilitated(timetable, {each.id: each.nominated_by for each in nominees if each.nominated_by})
        said = ", ".join(f"{group} {number}" for group, number in numbers.items())
        return f"The numbers of sessions that stakeholder types facilitate differ by more than one: {said}."
