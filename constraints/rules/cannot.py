"""Nobody has to be there when they said they cannot.

Counted are a person's own minutes in a session, of required appearances and for facilitators; times are said in the
person's own zone (the home zone where it is not known). The amount is the number of the person's parts in a session
that fall into such times.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import made_optional
from constraints.counting import engagements_in
from constraints.rule import Ledger, Repair, Rule
from data.clock import local_text, touches
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class Cannot(Rule):
    """Soft where the team would rather ask people again."""

    name: ClassVar[str] = "cannot"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "people"

    weight: int = 500

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow only starts that keep clear of these times."""
        programme = board.programme
        masks = {}
        for part in programme.appearances:
            times = programme.person[part.person].cannot
            if times and part.required:
                key = (part.person, part.start, part.end)
                if key not in masks:
                    masks[key] = board.starts.clear_of(times, part.start, part.end)
                for occurrence in programme.occurrences_of.get(part.session, ()):
                    ledger.allow(f"{part.person} {occurrence.id}", occurrence.id, masks[key])
        for person in programme.nominees:
            if person.cannot:
                for occurrence in (*board.facilitated, *board.assembling):
                    mask = board.starts.clear_of(person.cannot, 0, occurrence.duration)
                    ledger.allow(f"{person.id} {occurrence.id}", occurrence.id, mask, person=person.id)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person, their part in the session, and the times that they excluded."""
        name, occurrence = case.split(" ")
        excluded = " or ".join(words.times(times) for times in programme.person[name].cannot)
        spans = [
            (part.start, part.end)
            for part in programme.appearances_in.get(programme.occurrence[occurrence].session.id, ())
            if part.person == name and part.required
        ]
        parts = [f"has to be in {words.attended(programme, occurrence, spans)}"] if spans else []
        parts += words.may_facilitate(programme, name, [occurrence])
        return f"{words.person(programme, name)} {words.joined(parts)}, but cannot {excluded}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Do without the person for sure, or ask them to take part at one of these times all the same."""
        name, occurrence = case.split(" ")
        person = programme.person[name]
        yield from made_optional(programme, name, [programme.occurrence[occurrence].session.id])
        for times in person.cannot:
            able = replace(person, cannot=tuple(other for other in person.cannot if other is not times))
            yield Repair(
                f"ask {words.person(programme, name)} to take part {words.times(times)} all the same"
                f" (cannot of {name})",
                programme.with_person(able),
                120,
            )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Hold everyone's engagements against what they said."""
        for person, engagements in engagements_in(timetable, about):
            times = timetable.programme.person[person].cannot
            if not times:
                continue
            breaches: Counter[str] = Counter()
            for part in engagements:
                if part.required and any(touches(these, part.start, part.end) for these in times):
                    breaches[part.occurrence] += 1
            for name, amount in breaches.items():
                yield Finding(self.name, f"{person} {name}", (name,), (person,), amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the session, by the person's clock."""
        programme = timetable.programme
        name = finding.people[0]
        person = programme.person[name]
        when = local_text(timetable.start(finding.sessions[0]), person.zone or programme.forum.zone)
        said = "; ".join(str(times) for times in person.cannot)
        return (
            f"{words.person(programme, name)} cannot be in {words.session(programme, finding.sessions[0])}"
            f" at {when}; said: {said}."
        )
