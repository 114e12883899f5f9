"""An optional panellist is expected too: an optional appearance beside another engagement costs.

Required appearances and facilitation come first; of optional ones that overlap, as few as possible are missed.
The amount is how many a person misses. Only the minutes themselves count, without a break between.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.timetable import Engagement, Timetable


@dataclass(frozen=True, kw_only=True)
class OptionalAppearances(Rule):
    """Soft by default: the session goes on without an optional panellist."""

    name: ClassVar[str] = "optional-appearances"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    weight: int = 30

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Give each optional appearance an interval that may be dropped beside what the person must attend."""
        required = {(part.person, part.session) for part in board.programme.appearances if part.required}
        spans: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for part in board.programme.appearances:
            if (part.person, part.session) not in required:
                begin, end = spans[part.person].get(part.session, (part.start, part.end))
                spans[part.person][part.session] = (min(begin, part.start), max(end, part.end))
        for person, sessions in spans.items():
            must = board.parts(person)
            optional = [
                (occurrence.id, begin, end)
                for session, (begin, end) in sessions.items()
                for occurrence in board.programme.occurrences_of.get(session, ())
            ]
            if len(must) + len(optional) < 2:
                continue
            intervals = []
            for occurrence, begin, end in optional:
                kept = ledger.keep(person, occurrence)
                if kept is False:
                    continue
                mine = board.interval(occurrence, begin, end, kept)
                intervals.append(mine)
                for other in must:
                    if other.occurrence != occurrence:
                        theirs = board.interval(other.occurrence, other.begin, other.end, other.literal)
                        board.model.add_no_overlap([mine, theirs])
            if len(intervals) > 1:
                board.model.add_no_overlap(intervals)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Keep as many optional appearances of each person as can be kept, and count the others."""
        for person, engagements in sorted(timetable.engagements.items()):
            names = {part.occurrence for part in engagements}
            if about is not None and not names & set(about):
                continue
            must: dict[str, list[Engagement]] = {part.occurrence: [] for part in engagements if part.required}
            stays: dict[str, list[Engagement]] = defaultdict(list)
            for part in engagements:
                stays[part.occurrence].append(part)
                if part.required:
                    must[part.occurrence].append(part)
            wanted = []
            missed = []
            for name in names - must.keys():
                begin, end = min(part.start for part in stays[name]), max(part.end for part in stays[name])
                if any(
                    begin < max(part.end for part in parts) and min(part.start for part in parts) < end
                    for parts in must.values()
                ):
                    missed.append(name)
                else:
                    wanted.append((end, begin, name))
            over = None
            for end, begin, name in sorted(wanted):
                if over is not None and begin < over:
                    missed.append(name)
                else:
                    over = end
            if missed:
                yield Finding(self.name, person, tuple(sorted(missed)), (person,), len(missed))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and what is missed."""
        return (
            f"{words.person(timetable.programme, finding.case)} cannot also be in"
            f" {words.all_placed(timetable, finding.sessions)}."
        )
