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
from constraints.counting import groups
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.rule import Repair
    from constraints.starts import Priced
    from data.indexes import Span
    from data.policy import Mode
    from data.programme import Programme, Session, Team
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
        for team in board.programme.forum.teams:
            members = board.beside(board.served.get(team.id, ()), team.rest)
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

    @staticmethod
    def _teams(programme: Programme, session: Session) -> list[str]:
        return [team.id for team in programme.served_by[session.id].values()]

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Go through the sessions of each team by their starts."""
        teams = {team.id: team for team in timetable.programme.forum.teams}
        for team, spans in groups(timetable, self._teams, about):
            for beside, amount in self._crowds(spans, teams[team]):
                yield Finding(self.name, team, beside, amount=amount)

    @staticmethod
    def _crowds(spans: Iterable[Span], team: Team) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield each stretch without a gap in which teams lack: who is there when they do, how many must give way.

        Dropping what ends last whenever there is one too many drops the fewest.
        """
        there: list[tuple[datetime, Span]] = []
        serving: list[tuple[datetime, Span]] = []
        beside: set[Span] = set()
        amount = 0
        for span in spans:
            free = span.end + timedelta(minutes=team.rest)
            there = [other for other in there if other[0] > span.start]
            if not there:
                if amount:
                    yield tuple(each.occurrence for each in sorted(beside)), amount
                serving, beside, amount = [], set(), 0
            there.append((free, span))
            if len(there) > team.count:
                beside.update(other for _, other in there)
            serving = [*(other for other in serving if other[0] > span.start), (free, span)]
            if len(serving) > team.count:
                serving.remove(max(serving, key=lambda other: other[0]))
                amount += 1
        if amount:
            yield tuple(each.occurrence for each in sorted(beside)), amount

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
