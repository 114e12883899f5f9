"""There are never more sessions at once than teams that interpret, caption or sign them.

Between two sessions a team rests, as long as the forum says. Teams of one entry are alike, so that only their number
counts; which entry serves a session follows from the tables alone. The amount is the number of sessions that would
have to give way so that the teams suffice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import one_more_team, unserved_by
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.rule import Repair
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Team
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class ServiceTeams(Rule):
    """Soft where more teams can be hired."""

    name: ClassVar[str] = "service-teams"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "room"

    weight: int = 100

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Never use more teams than there are, rest included, but for what gives way."""
        served: dict[str, list[str]] = {}
        for occurrence in board.occurrences:
            for team in board.programme.served_by[occurrence.session.id].values():
                served.setdefault(team.id, []).append(occurrence.id)
        for team in board.programme.forum.teams:
            members = served.get(team.id, [])
            if len(members) <= team.count:
                continue
            kept = {name: ledger.keep(team.id, name) for name in members}
            intervals = [
                board.interval(name, 0, board.programme.occurrence[name].duration + team.rest, literal)
                for name, literal in kept.items()
                if literal is not False
            ]
            board.model.add_cumulative(intervals, [1] * len(intervals), team.count)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the teams, their rest and the sessions that ask for them."""
        team = next(team for team in programme.forum.teams if team.id == case)
        rest = f", with {team.rest} minutes of rest between two" if team.rest else ""
        return (
            f"{words.team(team)}, {words.number(team.count, 'team')}, serve one session each at a time{rest}"
            f"{words.served(programme, team)}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Engage one more team, or do without it in one of the sessions."""
        team = next(team for team in programme.forum.teams if team.id == case)
        yield one_more_team(programme, team)
        yield from unserved_by(programme, team)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Go through the sessions of each team by their starts."""
        programme = timetable.programme
        for team in programme.forum.teams:
            mine = [
                name
                for name in timetable.in_order
                if team in programme.served_by[programme.occurrence[name].session.id].values()
            ]
            for beside, amount in self._crowds(timetable, mine, team):
                if about is None or set(about) & set(beside):
                    yield Finding(self.name, team.id, beside, amount=amount)

    @staticmethod
    def _crowds(timetable: Timetable, names: list[str], team: Team) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield each stretch without a gap in which teams lack: who is there when they do, how many must give way.

        Dropping what ends last whenever there is one too many drops the fewest.
        """
        free = {name: timetable.end(name) + timedelta(minutes=team.rest) for name in names}
        stretch: list[str] = []
        serving: list[str] = []
        beside: set[str] = set()
        amount = 0
        for name in names:
            begin = timetable.start(name)
            if all(free[other] <= begin for other in stretch):
                if amount:
                    yield tuple(other for other in stretch if other in beside), amount
                stretch, serving, beside, amount = [], [], set(), 0
            stretch.append(name)
            there = [other for other in stretch if free[other] > begin]
            if len(there) > team.count:
                beside.update(there)
            serving = [*(other for other in serving if free[other] > begin), name]
            if len(serving) > team.count:
                serving.remove(max(serving, key=lambda other: free[other]))
                amount += 1
        if amount:
            yield tuple(other for other in stretch if other in beside), amount

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the teams and the sessions."""
        team = next(team for team in timetable.programme.forum.teams if team.id == finding.case)
        rest = f" with {team.rest} minutes of rest" if team.rest else ""
        teams = "1 team" if team.count == 1 else f"{team.count} teams"
        return (
            f"{team.name} ({team.id}), {teams}{rest}, cannot serve all of"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts at which all teams are busy or at rest for some minute."""
        programme = draft.programme
        mine = programme.occurrence[occurrence]
        for team in programme.served_by[mine.session.id].values():
            yield ~draft.serving[team.id].room(team.count, mine.duration + team.rest), 1
