"""Everyone who facilitates is present at the concluding session, which comes after all that it concludes.

A concluding session is one whose type assembles others (policy sessions, in the High-Level Track). Its
facilitators are exactly those chosen for the sessions that it assembles; so they are free then, and it is not
in their night.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.board import negated
from constraints.counting import chosen, groups, ids
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session, SessionType
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
            names = {occurrence.id for occurrence in before}
            if not board.is_to_choose(concluding.id) and all(board.is_decided(name) for name in names):
                continue
            for person in board.programme.nominees:
                case = ledger.case(f"{person.id} {concluding.id}")
                there = board.facilitates(person.id, concluding.id)
                sure, chosen = board.chosen(person.id, names)
                if sure:
                    chosen.append(True)
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

    def demand(self, case: str, programme: Programme) -> str:
        """Say of a person when they are present, and of a session that it comes before."""
        who, name = case.split(" ")
        concluding = words.session(programme, name)
        before = self._concluded(programme, name)
        if who in before:
            return f"{concluding} begins after {words.session(programme, who)} is over, which it concludes."
        if not before:
            return (
                f"Nothing is facilitated that {concluding} concludes, so {words.person(programme, who)} is not there."
            )
        return (
            f"{words.person(programme, who)} is present at {concluding} as a facilitator if"
            f" {programme.person[who].name} facilitates {words.some(programme, before, 'or')}, and only then."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Have nobody come who facilitated, or not conclude all types of sessions."""
        who, name = case.split(" ")
        kind = programme.forum.type[programme.occurrence[name].session.type]
        before = self._concluded(programme, name)
        if who in before:
            left = programme.occurrence[who].session.type
            rest = tuple(other for other in kind.assembles if other != left)
            yield Repair(
                f"do not conclude sessions of the type “{programme.forum.type[left].name}” at those of the type"
                f" “{kind.name}” (forum.toml: take {left} out of assembles of the type {kind.id})",
                self._assembling(programme, kind, rest),
                300,
            )
        else:
            eased = self._assembling(programme, kind, ())
            after = tuple(dict.fromkeys(programme.occurrence[other].session.id for other in before))
            for session in programme.sessions:
                if session.type == kind.id:
                    eased = eased.with_session(replace(session, after=tuple(dict.fromkeys((*session.after, *after)))))
            yield Repair(
                f"hold sessions of the type “{kind.name}” without those who facilitated before"
                f" (forum.toml: empty assembles of the type {kind.id}; what it concluded in after)",
                eased,
                300,
            )

    @staticmethod
    def _concluded(programme: Programme, concluding: str) -> list[str]:
        """Return the occurrences that a concluding one assembles."""
        types = programme.forum.type
        assembled = types[programme.occurrence[concluding].session.type].assembles
        kinds = [kind for kind in assembled if types[kind].facilitators_most and not types[kind].assembles]
        return [occurrence.id for occurrence in programme.occurrences if occurrence.session.type in kinds]

    @staticmethod
    def _assembling(programme: Programme, kind: SessionType, assembles: tuple[str, ...]) -> Programme:
        """Return the programme in which sessions of a type conclude those of other types."""
        changed = replace(kind, assembles=assembles)
        kinds = tuple(changed if each is kind else each for each in programme.forum.types)
        return replace(programme, forum=replace(programme.forum, types=kinds))

    @staticmethod
    def _type(programme: Programme, session: Session) -> tuple[str, ...]:
        return (session.type,)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare who is there with who was chosen."""
        of = dict(groups(timetable, self._type, None))
        wanted = chosen(timetable, self._type, about)
        for kind in timetable.programme.forum.types:
            if not kind.assembles or not any(map(wanted, (kind.id, *kind.assembles))):
                continue
            assembled = ids(sorted(span for other, spans in of.items() if other in kind.assembles for span in spans))
            for name in ids(of.get(kind.id, ())):
                facilitated: dict[str, list[str]] = {}
                for other in assembled:
                    concerned = about is None or name in about or other in about
                    if timetable.end(other) > timetable.start(name) and concerned:
                        yield Finding(self.name, f"{other} {name}", (other, name))
                    for person in timetable.placements[other].facilitators:
                        facilitated.setdefault(person, []).append(other)
                there = set(timetable.placements[name].facilitators)
                for person in sorted(there ^ facilitated.keys()):
                    yield Finding(self.name, f"{person} {name}", (*facilitated.get(person, ()), name), (person,))

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

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Forbid starts on the wrong side of the concluding session."""
        types = draft.programme.forum.type
        mine = draft.programme.occurrence[occurrence]
        for kind in types[mine.session.type].assembles:
            for before in draft.of_type[kind].names.values():
                yield draft.starts.minute < before.end, 1
        for concluding in draft.board.assembling:
            held = draft.held.get(concluding.id)
            if held and mine.session.type in types[concluding.session.type].assembles:
                yield draft.starts.minute + mine.duration > held.begin, 1
