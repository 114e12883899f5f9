"""Everyone who facilitates is present at the concluding session, which comes after all that it concludes.

A concluding session is one whose type assembles others (policy sessions, in the High-Level Track). Its
facilitators are exactly those chosen for the sessions that it assembles; so they are free then, and it is not
in their night.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.board import negated
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Mask
    from data.policy import Mode
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class ConcludingSession(Rule):
    """Hard only: the facilitators report there."""

    name: ClassVar[str] = "concluding-session"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Tie each nominee's presence to being chosen, and every start to the concluding one's."""
        types = board.programme.forum.type
        for concluding in board.assembling:
            held = board.present(concluding.id)
            if held is False:
                continue
            before = [o for o in board.facilitated if o.session.type in types[concluding.session.type].assembles]
            for person in board.programme.nominees:
                case = ledger.case(f"{person.id} {concluding.id}")
                there = board.facilitates(person.id, concluding.id)
                chosen = [board.facilitates(person.id, occurrence.id) for occurrence in before]
                for literal in chosen:
                    board.model.add_bool_or([negated(literal), there, negated(held), negated(case)])
                board.model.add_bool_or([negated(there), *chosen, negated(case)])
            for occurrence in before:
                over = board.minute(occurrence.id) + occurrence.duration
                conditions = [
                    board.present(occurrence.id),
                    held,
                    ledger.case(f"{occurrence.id} {concluding.id}"),
                ]
                if not any(literal is False for literal in conditions):
                    constraint = board.model.add(board.minute(concluding.id) >= over)
                    real = [literal for literal in conditions if literal is not True]
                    if real:
                        constraint.only_enforce_if(real)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare who is there with who was chosen."""
        programme = timetable.programme
        for name in timetable.in_order:
            kind = programme.forum.type[programme.occurrence[name].session.type]
            if not kind.assembles:
                continue
            chosen: dict[str, list[str]] = {}
            for other in timetable.in_order:
                if programme.occurrence[other].session.type not in kind.assembles:
                    continue
                concerned = about is None or name in about or other in about
                if timetable.end(other) > timetable.start(name) and concerned:
                    yield Finding(self.name, f"{other} {name}", (other, name))
                for person in timetable.placements[other].facilitators:
                    chosen.setdefault(person, []).append(other)
            there = set(timetable.placements[name].facilitators)
            for person in sorted(there ^ chosen.keys()):
                sessions = (*chosen.get(person, ()), name)
                if about is None or set(about) & set(sessions):
                    yield Finding(self.name, f"{person} {name}", sessions, (person,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say who is missing or too many, or which session comes too late."""
        programme = timetable.programme
        *before, concluding = finding.sessions
        if not finding.people:
            return f"{words.placed(timetable, before[0])} must be over before {words.placed(timetable, concluding)}."
        who = words.person(programme, finding.people[0])
        if before:
            return (
                f"{who} facilitates {words.sessions(programme, before)}"
                f" and must be present at {words.placed(timetable, concluding)}."
            )
        return f"{who} is listed at {words.session(programme, concluding)} without facilitating a session."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[tuple[slice | Mask, float]]:
        """Forbid starts on the wrong side of the concluding session."""
        types = draft.programme.forum.type
        mine = draft.programme.occurrence[occurrence]
        for kind in types[mine.session.type].assembles:
            for name in draft.of_type[kind]:
                yield draft.starts.minute < draft.held[name].end, 1
        for concluding in draft.board.assembling:
            held = draft.held.get(concluding.id)
            if held and mine.session.type in types[concluding.session.type].assembles:
                yield draft.starts.minute + mine.duration > held.begin, 1
