"""Facilitators whom the team has settled facilitate their sessions.

Everyone named for a session is among the facilitators of each holding of it; others may be added up to the number of
its type. A session that is not held asks nothing of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.board import negated
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class FacilitatedBy(Rule):
    """Hard only: it is settled."""

    name: ClassVar[str] = "facilitated-by"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    short_of: ClassVar[Scarce] = "people"

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Tie each person named to the session being held."""
        for occurrence in board.undecided:
            for person in occurrence.session.facilitated_by:
                nominee = bool(board.programme.person[person].nominated_by)
                there = board.facilitates(person, occurrence.id) if nominee else False
                case = ledger.case(f"{person} {occurrence.id}")
                board.model.add_bool_or([there, negated(board.present(occurrence.id)), negated(case)])

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person and the session."""
        person, name = case.split(" ")
        return (
            f"The team has settled that {words.person(programme, person)} facilitates {words.session(programme, name)}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Leave it open who facilitates in the person's stead."""
        person, name = case.split(" ")
        session = programme.occurrence[name].session
        others = tuple(other for other in session.facilitated_by if other != person)
        yield Repair(
            f"let somebody else than {words.person(programme, person)} facilitate {words.whole(session)}"
            f" (take {person} out of facilitated_by)",
            programme.with_session(replace(session, facilitated_by=others)),
            100,
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look for everyone named among the facilitators."""
        for name in held(timetable, about):
            there = timetable.placements[name].facilitators
            for person in timetable.programme.occurrence[name].session.facilitated_by:
                if person not in there:
                    yield Finding(self.name, f"{person} {name}", (name,), (person,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the session."""
        programme = timetable.programme
        return (
            f"{words.person(programme, finding.people[0])} is settled to facilitate"
            f" {words.placed(timetable, finding.sessions[0])}, but is not chosen for it."
        )
