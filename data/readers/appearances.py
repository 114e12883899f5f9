"""The table `appearances`: each row a person's part in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from data.programme import ROLES, Appearance
from data.readers import cells

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.programme import Role, Session
    from data.readers.tables import Row, Table

_role = cells.one_of(*ROLES)
_presence = cells.one_of("required", "optional")
_minute = cells.number(0)


def read_appearances(table: Table, sessions: Mapping[str, Session], doubtful: Collection[str]) -> list[Appearance]:
    """Read the appearances with all problems of their form; who and what they speak of is checked afterwards.

    The minutes of sessions in `doubtful`, and of unknown ones, are not held against the session's duration.
    """
    return [_appearance(row, sessions, doubtful) for row in table.rows]


def _appearance(row: Row, sessions: Mapping[str, Session], doubtful: Collection[str]) -> Appearance:
    name = row.text("session")
    session = sessions.get(name)
    start = row.read("from_minute", _minute, 0)
    end = row.read("to_minute", _minute, session.duration if session else start + 1)
    if session is not None and name not in doubtful:
        length = session.duration
        for column, minute, most in (("from_minute", start, length - 1), ("to_minute", end, length)):
            if minute > most and row.text(column):
                row.problem(column, str(minute), f"expected a minute of the session, which goes over {length}")
    if end <= start and not {"from_minute", "to_minute"} & row.wrong:
        column = "to_minute" if row.text("to_minute") else "from_minute"
        row.problem(column, row.text(column), f"expected an end after minute {start}")
    return Appearance(
        session=name,
        person=row.text("person"),
        role=cast("Role", row.read("role", _role, "speaker")),
        required=row.read("presence", _presence, "required") == "required",
        start=start,
        end=end,
        origin=row.origin,
    )
