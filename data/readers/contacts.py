"""The private table `contacts`, only to tell what is wrong with it: nothing of what it says is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.readers import cells
from data.readers.crosschecks import hint

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.readers.tables import Table


def check_contacts(table: Table, known: Collection[str]) -> None:
    """Report unknown ids (of people and sessions) and values that cannot be what their heading says."""
    for row in table.rows:
        name = row.text("id")
        if name and name not in known:
            row.problem("id", name, f"expected the id of a person or a session{hint(name, known, row.problems)}")
        row.read("email", cells.email, None)
        row.read("join_link", cells.private_link, None)
        row.read("note", cells.lines, None)
