"""Every session that needs facilitators has them, chosen among the nominees.

How many is said by the session type: at least `facilitators`, at most `facilitators_most`. Sessions of other
types have none, except a concluding session, at which those who facilitated are present.
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
class Facilitators(Rule):
    """Hard only: a policy session without its facilitator is none."""

    name: ClassVar[str] = "facilitators"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    short_of: ClassVar[Scarce] = "people"

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Bound the number of nominees chosen for each session that is held."""
        for occurrence in board.facilitated:
            if board.is_decided(occurrence.id):
                continue
            kind = board.programme.forum.type[occurrence.session.type]
            chosen = sum(board.facilitates(person.id, occurrence.id) for person in board.programme.nominees)
            held = board.present(occurrence.id)
            case = ledger.case(occurrence.id)
            for bound in (chosen >= kind.facilitators * held, chosen <= kind.facilitators_most * held):
                if isinstance(bound, bool):
                    if not bound:
                        board.implies(case, False)
                else:
                    board.model.add(bound).only_enforce_if(case)

    def demand(self, case: str, programme: Programme) -> str:
        """Say how many the session needs."""
        kind = programme.forum.type[programme.occurrence[case].session.type]
        if kind.facilitators == kind.facilitators_most:
            need = f"needs {words.number(kind.facilitators, 'facilitator')}"
        elif kind.facilitators:
            need = f"needs {kind.facilitators} to {kind.facilitators_most} facilitators"
        else:
            need = f"has at most {words.number(kind.facilitators_most, 'facilitator')}"
        nominees = len(programme.nominees)
        few = f" ({nominees or 'none'} so far)" if nominees < kind.facilitators else ""
        return f"{words.session(programme, case)} {need}, chosen among the nominees{few}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make do with one less at each session of the type."""
        kind = programme.forum.type[programme.occurrence[case].session.type]
        if not kind.facilitators:
            return
        fewer = replace(kind, facilitators=kind.facilitators - 1)
        kinds = tuple(fewer if each is kind else each for each in programme.forum.types)
        said = f"do with {words.number(fewer.facilitators, 'facilitator')} instead of {kind.facilitators}"
        yield Repair(
            f"let sessions of the type “{kind.name}” {said if fewer.facilitators else 'be held without a facilitator'}"
            f" (forum.toml: facilitators = {fewer.facilitators} of the type {kind.id})",
            replace(programme, forum=replace(programme.forum, types=kinds)),
            150 if fewer.facilitators else 300,
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count the facilitators of each session, and look for those whom nobody nominated."""
        programme = timetable.programme
        for name in held(timetable, about):
            kind = programme.forum.type[programme.occurrence[name].session.type]
            chosen = timetable.placements[name].facilitators
            strangers = tuple(person for person in chosen if not programme.person[person].nominated_by)
            if strangers:
                yield Finding(self.name, name, (name,), strangers)
            elif not kind.assembles and not kind.facilitators <= len(chosen) <= kind.facilitators_most:
                yield Finding(self.name, name, (name,), chosen)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how many there are and should be, or who is no nominee."""
        programme = timetable.programme
        kind = programme.forum.type[programme.occurrence[finding.case].session.type]
        title = words.session(programme, finding.case)
        strangers = [person for person in finding.people if not programme.person[person].nominated_by]
        if strangers:
            return f"{title} is facilitated by {words.people(programme, strangers)}, whom nobody nominated."
        need = f"{kind.facilitators}" + (
            f" to {kind.facilitators_most}" if kind.facilitators_most > kind.facilitators else ""
        )
        return f"{title} has {len(finding.people)} facilitators and needs {need}."
