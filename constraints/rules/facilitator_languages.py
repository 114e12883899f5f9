"""Whoever facilitates a session leads in a language of it.

Compared are languages without their script or country: who leads in `en` fits a session in `en-GB`. Who names no
languages leads in any, and a session that names none takes anyone. Languages into which a session is interpreted do not
count. At a concluding session those who facilitated are present whatever they speak. The amount is 1 for each person
and session.
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
class FacilitatorLanguages(Rule):
    """Soft where interpreters can help."""

    name: ClassVar[str] = "facilitator-languages"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    short_of: ClassVar[Scarce] = "people"

    weight: int = 50

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow no start with a nominee who has no language in common with the session."""
        nowhere = board.starts.none()
        for occurrence in board.facilitated:
            spoken = {tag.casefold().split("-")[0] for tag in occurrence.session.languages}
            for person in board.programme.nominees:
                led = {tag.casefold().split("-")[0] for tag in person.languages}
                if spoken and led and spoken.isdisjoint(led):
                    ledger.allow(f"{person.id} {occurrence.id}", occurrence.id, nowhere, person=person.id)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person's languages and the session's."""
        person, name = case.split(" ")
        led = words.joined(programme.person[person].languages, "or")
        spoken = words.joined(programme.occurrence[name].session.languages)
        return (
            f"{words.person(programme, person)}, who leads in {led}, cannot facilitate"
            f" {words.session(programme, name)}, which is held in {spoken}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Ask for one more language, or for interpreters."""
        name, occurrence = case.split(" ")
        person, session = programme.person[name], programme.occurrence[occurrence].session
        for language in dict.fromkeys(session.languages):
            yield Repair(
                f"ask {words.person(programme, name)} to lead in {language} (add it to languages)",
                programme.with_person(replace(person, languages=(*person.languages, language))),
                100,
            )
        yield self.with_settings(
            "have interpreters help facilitators who do not lead in a language of the session",
            programme,
            200,
            mode="soft",
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look for a common language of each session and those chosen for it."""
        programme = timetable.programme
        for name in held(timetable, about):
            session = programme.occurrence[name].session
            if programme.forum.type[session.type].assembles:
                continue
            for person in timetable.placements[name].facilitators:
                pairs = [
                    (mine.lower().partition("-")[0], theirs.lower().partition("-")[0])
                    for mine in programme.person[person].languages
                    for theirs in session.languages
                ]
                if pairs and all(mine != theirs for mine, theirs in pairs):
                    yield Finding(self.name, f"{person} {name}", (name,), (person,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person's languages and the session's."""
        programme = timetable.programme
        session = programme.occurrence[finding.sessions[0]].session
        person = programme.person[finding.people[0]]
        return (
            f"{words.person(programme, person.id)} leads in {', '.join(person.languages)}, but facilitates"
            f" {words.session(programme, finding.sessions[0])} in {', '.join(session.languages)}."
        )
