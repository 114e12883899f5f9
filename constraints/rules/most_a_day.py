"""Nobody has more sessions a day than they said they can take.

Days are home dates on which a session begins; required appearances and facilitation count. The amount is the
number of sessions too many.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import made_optional, sessions_of
from constraints.counting import people
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board, Engaged, Literal
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class MostADay(Rule):
    """Soft where the number is only a wish."""

    name: ClassVar[str] = "most-a-day"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "people"

    weight: int = 50

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count a person's parts on each day."""
        for person in board.people:
            most = person.most_a_day
            parts = board.parts(person.id) if most is not None else []
            if most is None or len(parts) <= most:
                continue
            possible: dict[int, list[Engaged]] = defaultdict(list)
            for part in parts:
                for day in board.days(part.occurrence):
                    possible[day].append(part)
            cases = {
                day: f"{person.id} {when}" for day, when in enumerate(board.starts.dates) if len(possible[day]) > most
            }
            sure = all(part.literal is board.present(part.occurrence) for part in parts)
            asked: list[Collection[int]] = []
            for day, case in cases.items():
                if self.mode == "hard" and not sure:
                    asked += [[day]] if ledger.case(case) else []
                else:
                    held = [self._then(board, part, day) for part in possible[day]]
                    ledger.excess(case, sum(held) - most, len(held) - most)
            board.most_on(parts, asked, most)

    @staticmethod
    def _then(board: Board, part: Engaged, day: int) -> Literal:
        """Return a literal that is true at least if a part is on a home day, by index."""
        today = board.on_day(part.occurrence, day)
        return today if part.literal is board.present(part.occurrence) else board.if_all([today, part.literal])

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person, the number, the day, and what they have to be in."""
        name, _, when = case.partition(" ")
        most = words.number(programme.person[name].most_a_day or 0, "session")
        return (
            f"{words.person(programme, name)} takes at most {most} a day, also on"
            f" {words.day(date.fromisoformat(when))}, and {words.engaged(programme, name)}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Ask the person for one session more, or do without them for sure in one."""
        person = programme.person[case.partition(" ")[0]]
        if person.most_a_day is not None:
            most = person.most_a_day + 1
            yield Repair(
                f"ask {words.person(programme, person.id)} for {words.number(most, 'session')} a day"
                f" (most_a_day of {person.id})",
                programme.with_person(replace(person, most_a_day=most)),
                50,
            )
        yield from made_optional(programme, person.id, sessions_of(programme, person.id))

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count everyone's sessions by day."""
        grid = timetable.programme.forum.time_grid
        for person, engagements in people(timetable, about):
            most = timetable.programme.person[person].most_a_day
            if most is None:
                continue
            days: dict[str, set[str]] = defaultdict(set)
            for part in engagements:
                if part.required:
                    days[str(grid.home_date(timetable.start(part.occurrence)))].add(part.occurrence)
            for day, names in sorted(days.items()):
                if len(names) > most:
                    yield Finding(self.name, f"{person} {day}", tuple(sorted(names)), (person,), len(names) - most)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the sessions of the day."""
        name = finding.people[0]
        most = timetable.programme.person[name].most_a_day
        return (
            f"{words.person(timetable.programme, name)} takes at most {most} a day, but has"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price days on which someone who appears or is to facilitate has enough."""
        session = draft.programme.occurrence[occurrence].session.id
        people = [part.person for part in draft.programme.appearances_in.get(session, ()) if part.required]
        for person in dict.fromkeys([*people, *draft.chosen.get(occurrence, ())]):
            most = draft.programme.person[person].most_a_day
            if most is None:
                continue
            days: dict[int, set[str]] = defaultdict(set)
            for _, _, name in draft.busy[person]:
                days[draft.held[name].day].add(name)
            for day, names in days.items():
                if len(names) >= most:
                    yield draft.starts.day == day, 1
