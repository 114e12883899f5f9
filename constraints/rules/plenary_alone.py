"""Nothing is held beside a plenary.

Plenary are the sessions of types that say so: openings, ceremonies, ministerial round tables. The amount is
the number of sessions that would have to give way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.changes import swapped
from constraints.counting import groups, ids
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
class PlenaryAlone(Rule):
    """Soft where a plenary is only better alone."""

    name: ClassVar[str] = "plenary-alone"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "room"

    weight: int = 200

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Let each plenary fill a capacity that everything else shares."""
        types = board.programme.forum.type
        every = [name for kind in types.values() if kind.plenary for name in board.of_type(kind.id)]
        for name in every:
            plenary = board.programme.occurrence[name]
            # Two plenaries are looked at once, from the one whose id comes first.
            others = [each for each in board.around(name) if not (each in every and each < name)]
            intervals = [board.interval(name, 0, plenary.duration)]
            for other in others:
                kept = ledger.keep(name, other)
                if kept is not False:
                    length = board.programme.occurrence[other].duration
                    intervals.append(board.interval(other, 0, length, kept))
            if len(intervals) > 1:
                demands = [len(intervals)] + [1] * (len(intervals) - 1)
                board.model.add_cumulative(intervals, demands, len(intervals))

    def demand(self, case: str, programme: Programme) -> str:
        """Name the plenary."""
        kind = programme.forum.type[programme.occurrence[case].session.type]
        return (
            f"{words.session(programme, case)} is a plenary by its type “{kind.name}”, and nothing is held beside it."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let other sessions be held beside plenaries of this type."""
        kind = programme.forum.type[programme.occurrence[case].session.type]
        kinds = swapped(programme.forum.types, kind, replace(kind, plenary=False))
        yield Repair(
            f"let other sessions be held beside those of the type “{kind.name}”"
            f" (forum.toml: plenary = false of the type {kind.id})",
            replace(programme, forum=replace(programme.forum, types=kinds)),
            300,
        )

    @staticmethod
    def _plenary(programme: Programme, session: Session) -> tuple[str, ...]:
        return ("plenary",) if programme.forum.type[session.type].plenary else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each plenary with what is beside it; everything may be."""
        if about is not None and not about:
            return
        plenaries = {name for _, spans in groups(timetable, self._plenary, None) for name in ids(spans)}
        for plenary in sorted(plenaries):
            begin, end = timetable.start(plenary), timetable.end(plenary)
            beside = tuple(
                name
                for name in ids(timetable.during(begin, end))
                if name != plenary and not (name in plenaries and name < plenary)
            )
            if beside:
                yield Finding(self.name, plenary, (plenary, *beside), amount=len(beside))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the plenary and what is beside it."""
        plenary, *beside = finding.sessions
        return (
            f"{words.placed(timetable, plenary)} is a plenary, but beside it are held"
            f" {words.sessions(timetable.programme, beside)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts beside a plenary; for a plenary, starts beside anything."""
        types = draft.programme.forum.type
        mine = draft.programme.occurrence[occurrence]
        alone = types[mine.session.type].plenary
        plenaries = [draft.of_type[kind.id] for kind in types.values() if kind.plenary]
        for group in [draft.every] if alone else plenaries:
            yield from group.beside(mine.duration)
        if not alone:
            # Keep the only start of a plenary that is still to come clear for it.
            settled = draft.board.once("settled plenaries", lambda: self._settled(draft))
            for name, begin, end in settled:
                if name not in draft.held:
                    yield draft.starts.overlapping(begin, end, 0, mine.duration), 1

    @staticmethod
    def _settled(draft: Draft) -> list[tuple[str, int, int]]:
        """Return the plenaries that can only be held at one time, with their first and last minute."""
        found = []
        for other in draft.board.occurrences:
            domain = draft.board.domain[other.id]
            if draft.programme.forum.type[other.session.type].plenary and np.count_nonzero(domain) == 1:
                begin = int(draft.starts.minute[domain][0])
                found.append((other.id, begin, begin + other.duration))
        return found
