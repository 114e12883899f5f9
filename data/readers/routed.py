"""What a form brings besides sessions, speakers that are recommended, views on themes, stalls: only to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.readers import cells
from data.readers.columns import ROUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from data.readers.cells import DateForm
    from data.readers.tables import Table


def check_routed(tables: Mapping[str, Table], taken: Collection[str], dates: DateForm) -> set[str]:
    """Report cells that cannot be what their heading says, and ids that are not unique; return the ids.

    `taken` are the ids of sessions and people: `contacts` names them all in one column.
    """
    lists: Mapping[str, Callable[[str], Any]] = {
        "list": cells.action_line,
        "list of 1 to 17": cells.number(1, 17),
        "list of language tags": cells.language,
        "list of dates": dates.days,
    }
    first = {name.casefold(): "a session or a person" for name in taken}
    found: set[str] = set()
    for name in ROUTED:
        for row in tables[name].rows:
            for column in ROUTED[name]:
                if column.form in lists:
                    row.read_list(column.name, lists[column.form])
                elif column.form == "https address":
                    row.read(column.name, cells.link, "")
                elif column.name != "id":
                    row.read(column.name, cells.lines, "")
            identifier = row.read("id", cells.identifier, "")
            if identifier.casefold() in first:
                row.problem("id", identifier, f"expected an id of its own; {first[identifier.casefold()]} has this one")
            elif identifier:
                first[identifier.casefold()] = f"{row.file}, row {row.number},"
            found.add(row.text("id"))
    return found
