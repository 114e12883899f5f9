"""Nobody has more sessions a week than they said they can take.

Weeks run from Monday to Sunday by the home date on which a session begins; required appearances and facilitation count.
The amount is the number of sessions too many.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.changes import made_optional, sessions_of
from constraints.counting import people
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board, Engaged, Expression
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class MostAWeek(Rule):
    """Soft where the number is only a wish."""

    name: ClassVar[str] = "most-a-week"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "people"

    weight: int = 50

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count a person's parts in each week."""
        first = board.starts.dates[0]
        weeks: dict[int, set[int]] = defaultdict(set)
        for day in range(len(board.starts.dates)):
            weeks[(day + first.weekday()) // 7].add(day)
        for person in board.people:
            most = person.most_a_week
            parts = board.parts(person.id) if most is not None else []
            if most is None or len(parts) <= most:
                continue
            sure = all(part.literal is board.present(part.occurrence) for part in parts)
            asked: list[Collection[int]] = []
            for week, days in weeks.items():
                case = f"{person.id} {first + timedelta(days=7 * week - first.weekday())}"
                possible = [part for part in parts if days & board.days(part.occurrence).keys()]
                if len(possible) <= most:
                    continue
                if self.mode == "hard" and not sure:
                    asked += [days] if ledger.case(case) else []
                else:
                    held = [self._then(board, part, days) for part in possible]
                    ledger.excess(case, sum(held) - most, len(held) - most)
            board.most_on(parts, asked, most)

    @staticmethod
    def _then(board: Board, part: Engaged, week: Collection[int]) -> Expression:
        """Return an expression that is at least 1 if a part is on one of these home days, by index."""
        possible = board.days(part.occurrence)
        this_week = [literal for day, literal in possible.items() if day in week]
        if len(this_week) == len(possible):
            return part.literal
        if part.literal is board.present(part.occurrence):
            return sum(this_week)
        both = board.model.new_bool_var(f"{part.occurrence} in a week")
        board.model.add(both >= sum(this_week) + part.literal - 1)
        return both

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person, the number, the week, and what they have to be in."""
        name, _, when = case.partition(" ")
        most = words.number(programme.person[name].most_a_week or 0, "session")
        return (
            f"{words.person(programme, name)} takes at most {most} a week, also in the week of"
            f" {words.day(date.fromisoformat(when))}, and {words.engaged(programme, name)}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Ask the person for one session more, or do without them for sure in one."""
        person = programme.person[case.partition(" ")[0]]
        if person.most_a_week is not None:
            most = person.most_a_week + 1
            yield Repair(
                f"ask {words.person(programme, person.id)} for {words.number(most, 'session')} a week"
                f" (most_a_week of {person.id})",
                programme.with_person(replace(person, most_a_week=most)),
                50,
            )
        yield from made_optional(programme, person.id, sessions_of(programme, person.id))

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count everyone's sessions by week."""
        grid = timetable.programme.forum.time_grid
        for person, engagements in people(timetable, about):
            most = timetable.programme.person[person].most_a_week
            if most is None:
                continue
            weeks: dict[str, set[str]] = defaultdict(set)
            for part in engagements:
                if part.required:
                    day = grid.home_date(timetable.start(part.occurrence))
                    weeks[str(day - timedelta(days=day.weekday()))].add(part.occurrence)
            for monday, names in sorted(weeks.items()):
                if len(names) > most:
                    yield Finding(self.name, f"{person} {monday}", tuple(sorted(names)), (person,), len(names) - most)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and the sessions of the week."""
        name = finding.people[0]
        most = timetable.programme.person[name].most_a_week
        return (
            f"{words.person(timetable.programme, name)} takes at most {most} a week, but has"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price weeks in which someone who appears or is to facilitate has enough."""
        session = draft.programme.occurrence[occurrence].session.id
        shift = draft.starts.dates[0].weekday()
        people = [part.person for part in draft.programme.appearances_in.get(session, ()) if part.required]
        for person in dict.fromkeys([*people, *draft.chosen.get(occurrence, ())]):
            most = draft.programme.person[person].most_a_week
            if most is None:
                continue
            weeks: dict[int, set[str]] = defaultdict(set)
            for _, _, name in draft.busy[person]:
                weeks[(draft.held[name].day + shift) // 7].add(name)
            for week, names in weeks.items():
                if len(names) >= most:
                    yield np.equal((draft.starts.day + shift) // 7, week), 1
