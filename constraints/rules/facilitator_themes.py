"""Whoever facilitates a session knows its subject.

One of the person's themes is an Action Line or the track of the session, in whatever letter case. Who names no themes
takes any session, and a session without Action Lines and track takes anyone. At a concluding session those who
facilitated are present whatever their themes. The amount is 1 for each person and session.
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


@dataclass(frozen=True, kw_only=True)
class FacilitatorThemes(Rule):
    """Soft by default: nominees do not cover every theme."""

    name: ClassVar[str] = "facilitator-themes"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    weight: int = 20

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow no start with a nominee who has none of the session's subjects."""
        nowhere = board.starts.none()
        nominees = [
            (person.id, {theme.casefold() for theme in person.themes})
            for person in board.programme.nominees
            if person.themes
        ]
        for occurrence in board.facilitated:
            session = occurrence.session
            subjects = {subject.casefold() for subject in (*session.action_lines, session.track) if subject}
            if subjects:
                for person, themes in nominees:
                    if themes.isdisjoint(subjects):
                        ledger.allow(f"{person} {occurrence.id}", occurrence.id, nowhere, person=person)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person's themes and the session's."""
        person, name = case.split(" ")
        session = programme.occurrence[name].session
        subjects = words.joined([subject for subject in (*session.action_lines, session.track) if subject])
        return (
            f"{words.person(programme, person)}, who knows {words.joined(programme.person[person].themes)},"
            f" cannot facilitate {words.session(programme, name)}, which is on {subjects}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Have the person take one more subject."""
        name, occurrence = case.split(" ")
        person, session = programme.person[name], programme.occurrence[occurrence].session
        for subject in dict.fromkeys(subject for subject in (*session.action_lines, session.track) if subject):
            yield Repair(
                f"ask {words.person(programme, name)} to facilitate sessions on {subject} (add it to themes)",
                programme.with_person(replace(person, themes=(*person.themes, subject))),
                50,
            )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Hold the themes of those chosen against each session."""
        programme = timetable.programme
        for name in held(timetable, about):
            session = programme.occurrence[name].session
            if programme.forum.type[session.type].assembles:
                continue
            asked = [line.casefold() for line in session.action_lines] + (
                [session.track.casefold()] if session.track else []
            )
            for person in timetable.placements[name].facilitators:
                known = [theme.casefold() for theme in programme.person[person].themes]
                if asked and known and not any(theme in asked for theme in known):
                    yield Finding(self.name, f"{person} {name}", (name,), (person,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person's themes and the session's."""
        programme = timetable.programme
        session = programme.occurrence[finding.sessions[0]].session
        subjects = ", ".join(subject for subject in (*session.action_lines, session.track) if subject)
        person = programme.person[finding.people[0]]
        return (
            f"{words.person(programme, person.id)} knows {', '.join(person.themes)}, but facilitates"
            f" {words.session(programme, finding.sessions[0])} on {subjects}."
        )
