"""An optional panellist is expected too: an optional appearance beside another engagement costs.

Required appearances and facilitation come first; of optional ones that overlap, as few as possible are missed.
The amount is how many a person misses. Only the minutes themselves count, without a break between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import people
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from constraints.board import Board, Literal
    from data.policy import Mode
    from data.programme import Occurrence, Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class OptionalAppearances(Rule):
    """Soft by default: the session goes on without an optional panellist."""

    name: ClassVar[str] = "optional-appearances"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    short_of: ClassVar[Scarce] = "people"

    weight: int = 30

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Give each optional appearance an interval that may be dropped beside what the person must attend."""
        for each in board.people:
            person = each.id
            required = board.appearances(person, required=True)
            optional = [
                (occurrence.id, begin, end)
                for session, (begin, end) in board.appearances(person, required=False).items()
                if session not in required
                for occurrence in board.programme.occurrences_of.get(session, ())
            ]
            must = board.parts(person) if optional else []
            if len(must) + len(optional) < 2:
                continue
            intervals = []
            for occurrence, begin, end in optional:
                kept = ledger.keep(person, occurrence, when=self._only_appears(board, person, occurrence))
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

    @staticmethod
    def _only_appears(board: Board, person: str, occurrence: str) -> Literal:
        """Return a literal that says the occurrence is held and the person does not facilitate it."""
        held = board.present(occurrence)
        nominee = board.programme.person[person].nominated_by
        facilitates = board.facilitates(person, occurrence) if nominee else False
        if facilitates is False:
            return held
        only = board.model.new_bool_var(f"{person} only appears in {occurrence}")
        board.model.add(only == held - facilitates)
        return only

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person, the optional appearances, and what else they have to be in."""
        spans = self._optional(programme, case)
        optional = [words.attended(programme, o.id, [spans[o.session.id]]) for o in self._of(programme, spans)]
        clear = ["one another"] if len(optional) > 1 else []
        required = words.required(programme, case, minutes=True)
        clear += [words.joined(required)] if required else []
        clear += ["what they facilitate"] if programme.person[case].nominated_by else []
        return (
            f"{words.person(programme, case)} is expected in {words.joined(optional)}, though not required,"
            f" clear of {' and of '.join(clear)}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Do without the person where they are optional, or let the rule be broken."""
        for session in self._optional(programme, case):
            others = tuple(p for p in programme.appearances if (p.person, p.session) != (case, session))
            yield Repair(
                f"do without {words.person(programme, case)} in {words.whole(programme.session[session])}"
                f" (appearances of {session})",
                replace(programme, appearances=others),
                50,
            )
        yield self.with_settings("let optional appearances be missed", programme, 200, mode="soft")

    @staticmethod
    def _of(programme: Programme, sessions: Collection[str]) -> list[Occurrence]:
        return [occurrence for occurrence in programme.occurrences if occurrence.session.id in sessions]

    @staticmethod
    def _optional(programme: Programme, person: str) -> dict[str, tuple[int, int]]:
        """Return the sessions in which a person has only optional appearances, with their minutes."""
        mine = [part for part in programme.appearances if part.person == person]
        required = {part.session for part in mine if part.required}
        spans: dict[str, tuple[int, int]] = {}
        for part in mine:
            if part.session in programme.occurrences_of and part.session not in required:
                begin, end = spans.get(part.session, (part.start, part.end))
                spans[part.session] = (min(begin, part.start), max(end, part.end))
        return spans

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Keep as many optional appearances of each person as can be kept, and count the others."""
        for person, engagements in people(timetable, about):
            names = {part.occurrence for part in engagements}
            must = {part.occurrence for part in engagements if part.required}
            if names == must:
                continue
            stays: dict[str, tuple[datetime, datetime]] = {}
            for part in engagements:
                if part.required or part.occurrence not in must:
                    begin, end = stays.get(part.occurrence, (part.start, part.end))
                    stays[part.occurrence] = (min(begin, part.start), max(end, part.end))

            def beside(first: str, second: str, stays: dict[str, tuple[datetime, datetime]] = stays) -> bool:
                return stays[first][0] < stays[second][1] and stays[second][0] < stays[first][1]

            missed = {name for name in names - must if any(beside(name, other) for other in must)}
            last = None
            for name in sorted(names - must - missed, key=lambda name: (*stays[name][::-1], name)):
                if last is not None and beside(name, last):
                    missed.add(name)
                else:
                    last = name
            if missed:
                crowd = tuple(sorted(name for name in names if any(beside(name, other) for other in missed)))
                yield Finding(self.name, person, crowd, (person,), len(missed))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person, what overlaps, and how much of it is missed."""
        return (
            f"{words.person(timetable.programme, finding.case)} cannot attend all of"
            f" {words.all_placed(timetable, finding.sessions)}; optional ones missed: {finding.amount}."
        )
