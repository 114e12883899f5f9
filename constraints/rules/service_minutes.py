"""A session that asks for interpretation, captioning or sign language is not longer than its team serves.

Which team serves a session follows from the tables alone: the one with the fewest languages among those that cover what
is asked for. A service that no team covers asks nothing here; `forum check` notes it. The amount is 1 for each session
and service.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import shortened, swapped, unserved
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from data.policy import Mode
    from data.programme import Programme, Team
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class ServiceMinutes(Rule):
    """Soft where teams may be asked to stay longer."""

    name: ClassVar[str] = "service-minutes"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True

    weight: int = 50

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow no start to what is too long."""
        for occurrence in board.occurrences:
            for service, team in board.programme.served_by[occurrence.session.id].items():
                if occurrence.duration > team.most_minutes:
                    ledger.allow(f"{occurrence.id} {service}", occurrence.id, board.starts.none())

    def demand(self, case: str, programme: Programme) -> str:
        """Say how long it is and how long the team serves."""
        name, _, service = case.partition(" ")
        occurrence = programme.occurrence[name]
        team = self._team(case, programme)
        asks = f"asks for {service.replace('-', ' ')} and is {occurrence.duration} minutes long"
        serve = f"{words.team(team)} serve at most {team.most_minutes} minutes"
        return f"{words.session(programme, name)} {asks}, but {serve}."

    @staticmethod
    def _team(case: str, programme: Programme) -> Team:
        name, _, asked = case.partition(" ")
        served = programme.served_by[programme.occurrence[name].session.id]
        return next(team for service, team in served.items() if service == asked)

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Shorten the session, have the team serve longer, or do without the service."""
        name, _, service = case.partition(" ")
        session = programme.occurrence[name].session
        team = self._team(case, programme)
        yield from shortened(programme, session, team.most_minutes - team.most_minutes % programme.forum.grid)
        teams = swapped(programme.forum.teams, team, replace(team, most_minutes=session.duration))
        yield Repair(
            f"have {words.team(team)} serve {session.duration} minutes"
            f" (forum.toml: most_minutes = {session.duration} of the team {team.id})",
            replace(programme, forum=replace(programme.forum, teams=teams)),
            150,
        )
        yield unserved(programme, session, service)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare the length of each session with what its teams serve."""
        programme = timetable.programme
        for name in held(timetable, about):
            minutes = (timetable.end(name) - timetable.start(name)).total_seconds() / 60
            for service, team in programme.served_by[programme.occurrence[name].session.id].items():
                if minutes > team.most_minutes:
                    yield Finding(self.name, f"{name} {service}", (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say how long it is and how long the team serves."""
        (name,) = finding.sessions
        occurrence = timetable.programme.occurrence[name]
        team = self._team(finding.case, timetable.programme)
        return (
            f"{words.placed(timetable, name)} takes {occurrence.duration} minutes, but {team.name} ({team.id})"
            f" serve at most {team.most_minutes}."
        )
