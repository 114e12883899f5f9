"""The search for duplicates in a forum folder, and the merging of those that the team has decided to be the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.editing import EditedTable
from data.intake.alike import suggestions
from data.intake.alike_merging import TABLES, Differing, merged
from data.problems import InputProblems, quoted
from data.readers.alike import NAME, read_alike
from data.readers.columns import ALIKE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from data.problems import InputProblem
    from data.readers.alike import Alike


@dataclass(frozen=True, slots=True)
class Settled:
    """What a search would write, by table: new suggestions in `alike`, and in other tables what was merged.

    `suggested` are the pairs that are new, `merged` the ids that stand for others now, `differing` what the rows that
    went said otherwise than those that stay.
    """

    files: Mapping[Path, bytes]
    suggested: tuple[Alike, ...]
    merged: Mapping[str, str]
    differing: tuple[Differing, ...]


def settle(folder: Path) -> Settled:
    """Merge what is decided to be the same and search the rest for pairs that look like one; nothing is written.

    Nothing is merged that `alike` does not say to be the same. Its rows stay as they are, new pairs come behind them;
    a second search finds nothing new. Raises InputProblems where `alike` or another table cannot be read.
    """
    problems: list[InputProblem] = []
    decisions = read_alike(folder, problems)
    wrong = [problem for problem in problems if not problem.note]
    if wrong:
        raise InputProblems(wrong)
    tables = {name: EditedTable.read(folder, name) for name in TABLES}
    merging = merged({name: table.rows for name, table in tables.items()}, decisions)
    merging.make(tables)
    requests = _by_id((*tables["sessions"].rows, *tables["requests"].rows))
    people = _by_id(tables["people"].rows)
    found = suggestions(requests, people, tables["contacts"].rows, tables["appearances"].rows, decisions)
    alike = EditedTable.read(folder, NAME, tuple(column.name for column in ALIKE))
    known = {decisions.pair(row.kind, row.first, row.second) for row in decisions.rows}
    new = tuple(pair for pair in found if decisions.pair(pair.kind, pair.first, pair.second) not in known)
    for pair in new:
        first, second = (
            _shown(people[name].get("name", "") if pair.kind == "person" else requests[name].get("title", ""))
            for name in (pair.first, pair.second)
        )
        alike.append(
            {
                "kind": pair.kind,
                "first": pair.first,
                "second": pair.second,
                "first_name": first,
                "second_name": second,
                "score": str(pair.score),
                "reason": pair.reason,
            }
        )
    changed = [table for table in (*tables.values(), alike) if table.changed]
    return Settled({table.path: table.to_bytes() for table in changed}, new, merging.now, merging.differing)


def _by_id(rows: Iterable[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    return {row["id"]: row for row in rows if row.get("id")}


def _shown(text: str) -> str:
    """A name or a title on one line, cut where it is long."""
    return quoted(" ".join(text.split()))[1:-1]
