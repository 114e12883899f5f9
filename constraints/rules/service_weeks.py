"""In no week do teams serve more sessions than they are engaged for.

A week goes from Monday to Sunday by the home dates on which sessions begin. All teams of one entry together serve its
number a week times the number of teams; which entry serves a session follows from the tables alone. The amount is the
number of sessions too many in a week.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.changes import one_more_team, swapped, unserved_by
from constraints.counting import ids, stretches
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class ServiceWeeks(Rule):
    """Soft where teams can be engaged for more."""

    name: ClassVar[str] = "service-weeks"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "room"

    weight: int = 50

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Count what each team's sessions of a week are."""
        for team in board.programme.forum.teams:
            most = team.a_week * team.count
            mine = board.served.get(team.id, ())
            if len(mine) > most:
                weeks: dict[str, list[int]] = {}
                for day, when in enumerate(board.starts.dates):
                    weeks.setdefault(f"{team.id} {when - timedelta(days=when.weekday())}", []).append(day)
                board.at_most(ledger, mine, weeks, most)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the week, the teams and the sessions that ask for them."""
        name, _, monday = case.partition(" ")
        team = next(team for team in programme.forum.teams if team.id == name)
        return (
            f"{words.team(team)} serve at most {words.number(team.a_week * team.count, 'session')} in the week of"
            f" {words.day(date.fromisoformat(monday))}{words.served(programme, team)}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Engage one more team, or each for one session more, or do without it in one of the sessions."""
        name = case.partition(" ")[0]
        teams = programme.forum.teams
        team = next(team for team in teams if team.id == name)
        yield one_more_team(programme, team)
        longer = swapped(teams, team, replace(team, a_week=team.a_week + 1))
        yield Repair(
            f"have {words.team(team)} serve {words.number(team.a_week + 1, 'session')} a week each"
            f" (forum.toml: a_week = {team.a_week + 1} of the team {team.id})",
            replace(programme, forum=replace(programme.forum, teams=longer)),
            150,
            further=True,
        )
        yield from unserved_by(programme, team)

    @staticmethod
    def _teams(programme: Programme, session: Session) -> list[str]:
        return [team.id for team in programme.served_by[session.id].values()]

    @staticmethod
    def _monday(day: date) -> date:
        return day - timedelta(days=day.weekday())

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count each team's sessions by week."""
        teams = {team.id: team for team in timetable.programme.forum.teams}
        for team, monday, spans in stretches(timetable, self._teams, self._monday, about):
            over = len(spans) - teams[team].a_week * teams[team].count
            if over > 0:
                yield Finding(self.name, f"{team} {monday}", ids(spans), amount=over)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the week, the teams and their sessions."""
        name, _, monday = finding.case.partition(" ")
        team = next(team for team in timetable.programme.forum.teams if team.id == name)
        return (
            f"In the week of {monday} {team.name} ({team.id}) serve at most {team.a_week * team.count} sessions,"
            f" but have {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price weeks in which a team has enough."""
        programme = draft.programme
        first = draft.starts.dates[0].weekday()
        for team in programme.served_by[programme.occurrence[occurrence].session.id].values():
            by_day = draft.of_team[team.id].by_day
            week = (np.arange(len(by_day)) + first) // 7
            full = np.bincount(week, weights=by_day) >= team.a_week * team.count
            if full.any():
                yield full[week][draft.starts.day], 1
