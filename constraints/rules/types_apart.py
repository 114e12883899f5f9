"""Sessions of a type that is not to run in parallel are held one at a time.

Policy sessions are such a type: whoever follows the High-Level Track can attend all of it. The amount is the
number of sessions that would have to give way so that no two of the type overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import clashes
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
class TypesApart(Rule):
    """Soft where parallel sessions of the type can be borne."""

    name: ClassVar[str] = "types-apart"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "room"

    weight: int = 300

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Keep each group from overlapping, but for those that give way."""
        types = board.programme.forum.type
        board.keep_apart(ledger, {name: those for name, those in board.types.items() if not types[name].parallel})

    def demand(self, case: str, programme: Programme) -> str:
        """Name the type and its sessions."""
        mine = [o.id for o in programme.occurrences if o.session.type == case]
        kind = programme.forum.type[case].name
        return f"No two sessions of the type “{kind}” are held at the same time: {words.some(programme, mine)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let sessions of the type run in parallel."""
        kinds = tuple(replace(kind, parallel=True) if kind.id == case else kind for kind in programme.forum.types)
        yield Repair(
            f"let sessions of the type “{programme.forum.type[case].name}” run in parallel"
            f" (forum.toml: parallel = true of the type {case})",
            replace(programme, forum=replace(programme.forum, types=kinds)),
            300,
        )

    @staticmethod
    def _type(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.type,) if programme.forum.type[session.type].parallel is False else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count for each group how many would have to give way."""
        for group, beside, amount in clashes(timetable, self._type, about):
            yield Finding(self.name, group, beside, amount=amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the group and what overlaps."""
        kind = timetable.programme.forum.type[finding.case].name
        return f"No two sessions of type “{kind}” at once, but: {words.all_placed(timetable, finding.sessions)}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside others of the group."""
        mine = draft.programme.occurrence[occurrence]
        if not draft.programme.forum.type[mine.session.type].parallel:
            yield from draft.of_type[mine.session.type].beside(mine.duration)
