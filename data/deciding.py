"""New rows of the table `decisions`: what the team decides by a command, or has decided by editing a programme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from data.editing import EditedTable
from data.problems import InputProblem, InputProblems
from data.readers.folder import Reading, read_forum
from data.readers.forum_toml import read_frame
from data.zones import RepeatedLocalTime, instant, zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from data.policy import Policy
    from data.programme import Programme
    from data.readers.cells import DateForm

Action = Literal["pin", "free", "cancel"]

HERE = "this decision"
"""Stands for the file in what is wrong with a row that is not written yet."""


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A row to be added: what is decided about a session or one occurrence of it.

    `start` (UTC) and `channel` are for a pin, None where the pin does not say them; `said` tells where a problem with
    it is to be told, for the person who decided.
    """

    session: str
    action: Action
    start: datetime | None = None
    channel: str | None = None
    reason: str = ""
    said: InputProblem | None = None


@dataclass(frozen=True)
class Deciding:
    """A forum as it would be with decisions added: the reading, and the table to be written."""

    reading: Reading
    table: EditedTable
    told: Mapping[int, InputProblem]

    def retold(self, problem: InputProblem) -> InputProblem:
        """Return a problem with a row that was added where the person who decided can find it."""
        return _retold(problem, self.table.path.name, self.told)


def decide(
    folder: Path,
    decisions: Sequence[NewDecision],
    programme: Programme,
    refuse: Callable[[Policy], Iterable[InputProblem]],
) -> Deciding:
    """Read a folder with decisions added to its table, which is not written.

    `programme` is the forum as it is now. A pin keeps what an earlier pin of the same says and it does not say itself;
    a channel for a whole session leaves its occurrences pinned where they are.

    Raises InputProblems with all that is wrong with the decisions, and with the folder.
    """
    table = EditedTable.read(folder, "decisions")
    dates = read_frame(folder, []).dates
    told: dict[int, InputProblem] = {}
    for decision in decisions:
        parts = _parts(table, decision.session) if decision.action == "pin" else []
        index = table.append(_cells(table, decision, programme.forum.zone, dates))
        told[table.number(index)] = decision.said or InputProblem(HERE, 0, "", "", "")
        for cells in parts:
            told[table.number(table.append(cells))] = InputProblem(HERE, 0, "", "", "")
    with TemporaryDirectory() as place:
        path = Path(place) / table.path.name
        path.write_bytes(table.to_bytes())
        try:
            return Deciding(read_forum(folder, refuse=refuse, decisions=path), table, told)
        except InputProblems as error:
            raise InputProblems([_retold(each, path.name, told) for each in error.problems], error.notes) from error


def _retold(problem: InputProblem, file: str, told: Mapping[int, InputProblem]) -> InputProblem:
    """The problem where the person who decided can find it."""
    if problem.file != file or problem.row not in told:
        return problem
    where = told[problem.row]
    return replace(problem, file=where.file, row=where.row, column=where.column or problem.column)


def _last(table: EditedTable, session: str) -> dict[str, str]:
    """The row about exactly this session or occurrence that counts now, if it is a pin; else nothing."""
    whole = session.partition(".")[0]
    for row in reversed(table.rows):
        if row.get("session") == session:
            return row if row.get("action", "").casefold() == "pin" else {}
        if row.get("session") == whole:
            return {}
    return {}


def _parts(table: EditedTable, session: str) -> list[dict[str, str]]:
    """The pins of single occurrences that a row about this whole session would replace."""
    names = dict.fromkeys(
        name for row in table.rows if (name := row.get("session", "")).partition(".")[0] == session and name != session
    )
    return [dict(row) for name in names if (row := _last(table, name))]


def _cells(table: EditedTable, decision: NewDecision, home: str, dates: DateForm) -> dict[str, str]:
    cells = {"session": decision.session, "action": decision.action, "reason": decision.reason}
    if decision.action == "pin":
        before = _last(table, decision.session)
        cells |= {column: before[column] for column in ("start", "zone", "channel") if column in before}
        if decision.start is not None:
            cells |= {"start": start_text(decision.start, home, dates), "zone": ""}
        if decision.channel is not None:
            cells["channel"] = decision.channel
    return {column: cell for column, cell in cells.items() if cell}


def start_text(start: datetime, home: str, dates: DateForm) -> str:
    """Write a start (UTC) as the home clock shows it, with its offset where the clock shows it twice."""
    local = start.astimezone(zone(home))
    text = f"{dates.write(local.date())} {local:%H:%M}"
    try:
        instant(local.replace(tzinfo=None), home)
    except RepeatedLocalTime:
        sign = local.strftime("%z")
        text += f" {sign[:3]}:{sign[3:]}"
    return text
