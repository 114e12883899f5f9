"""Nobody facilitates a session in which they appear themselves.

A facilitator leads the discussion of others; an optional appearance counts as well. At a concluding session those
who facilitated may appear.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
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
class FacilitatorNotPanellist(Rule):
    """Soft where nominees are few."""

    name: ClassVar[str] = "facilitator-not-panellist"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    short_of: ClassVar[Scarce] = "people"

    weight: int = 100

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow no start to a session's own panellists as facilitators."""
        nowhere = board.starts.none()
        for occurrence in board.facilitated:
            parts = board.programme.appearances_in.get(occurrence.session.id, ())
            for person in dict.fromkeys(part.person for part in parts):
                if board.programme.person[person].nominated_by:
                    ledger.allow(f"{person} {occurrence.id}", occurrence.id, nowhere, person=person)

    def demand(self, case: str, programme: Programme) -> str:
        """Say what the person does in the session."""
        person, name = case.split(" ")
        parts = programme.appearances_in.get(programme.occurrence[name].session.id, ())
        roles = dict.fromkeys(part.role for part in parts if part.person == person)
        return (
            f"{words.person(programme, person)} appears in {words.session(programme, name)}"
            f" as {words.joined(roles)} and so cannot facilitate it."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Have the person facilitate and not appear."""
        person, name = case.split(" ")
        session = programme.occurrence[name].session
        mine = [part for part in programme.appearances_in[session.id] if part.person == person]
        rest = tuple(part for part in programme.appearances if part not in mine)
        yield Repair(
            f"let {words.person(programme, person)} facilitate {words.whole(session)} instead of appearing in it"
            " (delete the rows in appearances)",
            replace(programme, appearances=rest),
            100 if any(part.required for part in mine) else 50,
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare facilitators with panellists."""
        programme = timetable.programme
        for name in held(timetable, about):
            session = programme.occurrence[name].session
            if not timetable.placements[name].facilitators or programme.forum.type[session.type].assembles:
                continue
            panel = {part.person for part in programme.appearances_in.get(session.id, ())}
            for person in timetable.placements[name].facilitators:
                if person in panel:
                    yield Finding(self.name, f"{person} {name}", (name,), (person,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both."""
        return (
            f"{words.person(timetable.programme, finding.people[0])} cannot facilitate"
            f" {words.session(timetable.programme, finding.sessions[0])} and appear in it."
        )
