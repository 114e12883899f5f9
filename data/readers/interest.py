"""The private table `interest`: who wants to attend what, kept only as how many want both of two sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.problems import InputProblem
from data.readers.crosschecks import hint

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.readers.tables import LongTable

MOST_SESSIONS = 1000
"""So many sessions can be wanted: pairs of them are counted in a square."""


def read_interest(table: LongTable, known: Collection[str], refused: Collection[str]) -> dict[tuple[str, str], int]:
    """Return for each two sessions (ids in order) how many attendees want both; pairs that nobody wants are absent.

    An attendee who is named twice for a session counts once. Each unknown session is reported once, with the number of
    its rows; `refused` are ids whose own row was refused.
    """
    if not {"session", "person"} <= set(table.columns):
        return {}
    sessions, people = table.columns["session"], table.columns["person"]

    def unknown(name: str) -> str | None:
        if not name or name in known or name in refused:
            return None
        return f"expected the id of a session{hint(name, known, table.problems)}"

    right = table.told("session", unknown)
    told = np.array([value in known for value in sessions.values])[sessions.codes]
    named = np.array([bool(value) for value in people.values])[people.codes]
    rows = right & told & named
    wanted, place = np.unique(sessions.codes[rows], return_inverse=True)
    ids = [sessions.values[code] for code in wanted.tolist()]
    if len(ids) > MOST_SESSIONS:
        expected = f"expected at most {MOST_SESSIONS:,} different sessions; there are {len(ids):,}"
        table.problems.append(InputProblem(table.file, 0, "session", "", expected))
        return {}
    order = np.argsort(np.array(ids, dtype=object))
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))
    together = _together(rank[place], people.codes[rows], len(ids))
    in_order = [ids[number] for number in order.tolist()]
    return {
        (in_order[first], in_order[second]): int(together[first, second])
        for first, second in np.argwhere(together).tolist()
    }


def _together(sessions: np.ndarray, people: np.ndarray, count: int) -> np.ndarray:
    """Count for each two of the sessions (numbers below `count`, the smaller one first) the people who have both.

    By person and session in order, what lies 1, 2, 3... rows on is another session of the same person as long as the
    person has so many; so no more than one row a row of the table is held at a time.
    """
    wishes = np.unique(people * count + sessions)
    who, what = wishes // count, wishes % count
    together = np.zeros(count * count, dtype=np.int64)
    first = np.arange(len(wishes))
    for step in range(1, count):
        first = first[first < len(wishes) - step]
        first = first[who[first] == who[first + step]]
        if not len(first):
            break
        np.add.at(together, what[first] * count + what[first + step], 1)
    return together.reshape(count, count)
