"""The table `alike`: pairs that look like one person or one request, and what the team has decided about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast, get_args

from data.readers import cells
from data.readers.cells import DateForm
from data.readers.columns import ALIKE
from data.readers.tables import find_table, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from data.problems import InputProblem
    from data.readers.tables import Row

NAME = "alike"
LEAST = 70
"""The score from which a pair is suggested, of 100."""

Kind = Literal["person", "request"]
Decision = Literal["", "same", "different"]

_kind = cells.one_of(*get_args(Kind))
_decision = cells.one_of("same", "different")
_score = cells.number(0, 100)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two people, or two requests, that look like one: their ids, how much so (0 to 100), and why, for people.

    `first` is the one whose row stands first and would stay, if they were merged.
    """

    kind: Kind
    first: str
    second: str
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A row of the table: a pair, what is decided about it (empty for nothing yet), and the row's number."""

    kind: Kind
    first: str
    second: str
    decision: Decision
    row: int = 0


@dataclass(frozen=True)
class Decisions:
    """All rows of the table, in its order. `same` goes on from pair to pair: of three, two pairs say it all."""

    rows: tuple[Decided, ...] = ()
    _groups: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict, init=False, repr=False)
    _different: set[frozenset[tuple[str, str]]] = field(default_factory=set, init=False, repr=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.decision == "same":
                self._groups[self._group(row.kind, row.second)] = self._group(row.kind, row.first)
        for row in self.rows:
            if row.decision == "different":
                pair = (self._group(row.kind, row.first), self._group(row.kind, row.second))
                self._different.add(frozenset(pair))

    def _group(self, kind: str, name: str) -> tuple[str, str]:
        found = (kind, name)
        while self._groups.get(found, found) != found:
            found = self._groups[found]
        return found

    def settled(self, kind: Kind, first: str, second: str) -> bool:
        """Whether it is decided, or follows from what is decided, that two are the same or are different."""
        pair = self.pair(kind, first, second)
        return len(pair) == 1 or pair in self._different

    def pair(self, kind: Kind, first: str, second: str) -> frozenset[tuple[str, str]]:
        """Return what two are by all that is decided to be the same: equal for pairs of the same two."""
        return frozenset((self._group(kind, first), self._group(kind, second)))

    def groups(self, kind: Kind) -> tuple[tuple[str, ...], ...]:
        """Return the ids that are one, each group in the order in which the table names them."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for row in self.rows:
            if row.kind == kind and row.decision == "same":
                found.setdefault(self._group(kind, row.first), {}).update({row.first: None, row.second: None})
        return tuple(tuple(members) for members in found.values())


NOTHING_DECIDED = Decisions()


def read_alike(
    folder: Path,
    problems: list[InputProblem],
    sessions: Collection[str] | None = None,
    people: Collection[str] | None = None,
) -> Decisions:
    """Read the table `alike` of a folder with all its problems; without rows where there is none.

    Where `sessions` and `people` are given, a note tells decisions about others than these: nothing comes of them.
    """
    path = find_table(folder, NAME, problems)
    if path is None:
        return NOTHING_DECIDED
    table = read_table(path, NAME, DateForm(), problems, ALIKE)
    taken = [(row, decided) for row in table.rows if (decided := _decided(row)) is not None]
    _check(taken)
    for row, decided in taken:
        known = people if decided.kind == "person" else sessions
        for column, name in (("first", decided.first), ("second", decided.second)):
            if decided.decision and known is not None and name not in known:
                what = "person" if decided.kind == "person" else "session"
                row.problem(column, name, f"no {what} has this id: the decision counts for nothing", note=True)
    return Decisions(tuple(decided for _, decided in taken))


def _decided(row: Row) -> Decided | None:
    kind = row.read("kind", _kind, "")
    first = row.read("first", cells.identifier, "")
    second = row.read("second", cells.identifier, "")
    decision = row.read("decision", _decision, "")
    row.read("score", _score, None)
    if first and first == second:
        row.problem("second", second, "expected another id than the first")
    if row.wrong:
        return None
    return Decided(cast("Kind", kind), first, second, cast("Decision", decision), row.number)


def _check(taken: Iterable[tuple[Row, Decided]]) -> None:
    """Report pairs that come twice, and decisions that deny what others say together."""
    said: dict[frozenset[tuple[str, str]], int] = {}
    same: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    different: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    for row, decided in taken:
        ends = ((decided.kind, decided.first), (decided.kind, decided.second))
        pair = frozenset(ends)
        if pair in said:
            row.problem("second", decided.second, f"expected this pair once; row {said[pair]} has it too")
            continue
        said[pair] = row.number
        if decided.decision == "different":
            rows = _path(same, *ends)
            if rows:
                found = f"expected “same”, or another decision elsewhere: {_rows(rows)} that they are one"
                row.problem("decision", "different", found)
            else:
                different.setdefault(ends[0], {})[ends[1]] = row.number
                different.setdefault(ends[1], {})[ends[0]] = row.number
        elif decided.decision == "same":
            denied = _denied(same, different, ends)
            if denied:
                found = f"expected “different”, or another decision elsewhere: {_rows(denied)} that they are not"
                row.problem("decision", "same", found)
            else:
                same.setdefault(ends[0], {})[ends[1]] = row.number
                same.setdefault(ends[1], {})[ends[0]] = row.number


def _rows(numbers: Iterable[int]) -> str:
    ordered = [str(number) for number in sorted(set(numbers))]
    if len(ordered) == 1:
        return f"row {ordered[0]} says"
    return f"rows {', '.join(ordered[:-1])} and {ordered[-1]} say together"


def _path(
    same: Mapping[tuple[str, str], Mapping[tuple[str, str], int]], first: tuple[str, str], second: tuple[str, str]
) -> list[int]:
    """The rows that together say that two are one, as few as there are; none where nothing says it."""
    came: dict[tuple[str, str], tuple[tuple[str, str], int]] = {first: (first, 0)}
    for here in _reached(same, came):
        if here == second:
            rows = []
            while here != first:
                here, row = came[here]
                rows.append(row)
            return rows
    return []


def _reached(
    same: Mapping[tuple[str, str], Mapping[tuple[str, str], int]],
    came: dict[tuple[str, str], tuple[tuple[str, str], int]],
) -> Iterator[tuple[str, str]]:
    """All that is one with the only entry of `came`, nearest first; notes there from where each was reached."""
    waiting = list(came)
    for here in waiting:
        yield here
        for there, row in same.get(here, {}).items():
            if there not in came:
                came[there] = (here, row)
                waiting.append(there)


def _denied(
    same: Mapping[tuple[str, str], Mapping[tuple[str, str], int]],
    different: Mapping[tuple[str, str], Mapping[tuple[str, str], int]],
    ends: tuple[tuple[str, str], tuple[str, str]],
) -> list[int]:
    """The rows that together say that two are different; none where nothing says it."""
    first, second = ends
    others = set(_reached(same, {second: (second, 0)}))
    for near in _reached(same, {first: (first, 0)}):
        for far, row in different.get(near, {}).items():
            if far in others:
                return [row, *_path(same, first, near), *_path(same, far, second)]
    return []
