"""No moderator or facilitator works in the night of their own zone.

Night hours are the forum's (`comfort.night`), by the person's own clock; any minute within counts. `roles`
says which roles of required appearances are meant; facilitators always are. People whose zone is not known are
left out. The amount is the number of the person's parts in a session that reach into the night.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import made_optional
from constraints.counting import engagements_in
from constraints.rule import Ledger, Repair, Rule
from data.clock import local_text, minutes_within
from data.findings import Finding
from data.programme import ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.starts import Mask
    from data.policy import Mode, Value
    from data.programme import Appearance, Programme
    from data.timetable import Timetable
    from data.waiting import Scarce

DOES = {"moderator": "moderates", "speaker": "speaks in", "host": "hosts", "welcome": "welcomes to"}


@dataclass(frozen=True, kw_only=True)
class Night(Rule):
    """Soft where the team may ask for a sacrifice."""

    name: ClassVar[str] = "night"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "people"

    weight: int = 200
    roles: tuple[str, ...] = ("moderator",)

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow only starts without a minute of night."""
        programme = board.programme
        night = programme.forum.comfort.night
        known: dict[tuple[str, int, int], Mask] = {}

        def awake(zone: str, begin: int, end: int) -> Mask:
            key = (zone, begin, end)
            if key not in known:
                known[key] = board.starts.minutes_within(night, zone, begin, end) == 0
            return known[key]

        for part in programme.appearances:
            zone = programme.person[part.person].zone
            if zone is not None and part.required and part.role in self.roles:
                mask = awake(zone, part.start, part.end)
                for occurrence in programme.occurrences_of.get(part.session, ()):
                    ledger.allow(f"{part.person} {occurrence.id}", occurrence.id, mask)
        for person in programme.nominees:
            if person.zone is not None:
                for occurrence in (*board.facilitated, *board.assembling):
                    mask = awake(person.zone, 0, occurrence.duration)
                    ledger.allow(f"{person.id} {occurrence.id}", occurrence.id, mask, person=person.id)

    @classmethod
    def refusal(cls, key: str, value: Value) -> str | None:
        """Refuse roles that nobody can have."""
        if key == "roles" and isinstance(value, tuple) and not set(value) <= set(ROLES):
            return f"expected a list of roles among {', '.join(ROLES)}"
        return None

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person, their part in the session, and their night."""
        name, occurrence = case.split(" ")
        found = self._concerned(programme, name, programme.occurrence[occurrence].session.id)
        night = f"{programme.forum.comfort.night} in {programme.person[name].zone}"
        does = words.joined(dict.fromkeys(DOES[part.role] for part in found)) if found else ""
        spans = [(part.start, part.end) for part in found]
        parts = [f"{does} {words.attended(programme, occurrence, spans)}"] if found else []
        parts += words.may_facilitate(programme, name, [occurrence])
        return f"{words.person(programme, name)} {words.joined(parts)}, but not at {night}."

    def _concerned(self, programme: Programme, person: str, session: str) -> list[Appearance]:
        return [
            part
            for part in programme.appearances_in.get(session, ())
            if part.person == person and part.required and part.role in self.roles
        ]

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let somebody else lead the session, do without the person for sure, or let the rule be broken."""
        name, occurrence = case.split(" ")
        session = programme.occurrence[occurrence].session.id
        led = self._concerned(programme, name, session)
        if led and "speaker" not in self.roles:
            eased = tuple(replace(part, role="speaker") if part in led else part for part in programme.appearances)
            yield Repair(
                f"let somebody else than {words.person(programme, name)} lead {words.session(programme, occurrence)}",
                replace(programme, appearances=eased),
                100,
            )
        if led:
            yield from made_optional(programme, name, [session])
        yield self.with_settings("let people lead sessions in their night", programme, 200, mode="soft")

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look at the clock of everyone concerned."""
        night = timetable.programme.forum.comfort.night
        for person, engagements in engagements_in(timetable, about):
            zone = timetable.programme.person[person].zone
            if zone is None:
                continue
            breaches: Counter[str] = Counter()
            for part in engagements:
                concerned = part.role == "facilitator" or (part.required and part.role in self.roles)
                if concerned and minutes_within(part.start, part.end, night, zone):
                    breaches[part.occurrence] += 1
            for name, amount in breaches.items():
                yield Finding(self.name, f"{person} {name}", (name,), (person,), amount)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the session, by the person's clock."""
        programme = timetable.programme
        zone = programme.person[finding.people[0]].zone or programme.forum.zone
        return (
            f"{words.person(programme, finding.people[0])} would lead {words.session(programme, finding.sessions[0])}"
            f" in the night: {local_text(timetable.start(finding.sessions[0]), zone)}."
        )
