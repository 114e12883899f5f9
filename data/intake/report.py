"""What became of every record of the files that were imported: `imports/report.csv`, and counts of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.apostrophes import harmless
from data.intake.rows import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.problems import Origin

FILE = "report.csv"
COLUMNS = ("file", "row", "became", "table", "id", "reason")

Became = Literal[
    "taken", "routed", "unchanged", "changed", "restored", "merged", "refused", "deleted", "withdrawn", "kept"
]
BECAME: tuple[Became, ...] = (
    "taken",
    "routed",
    "unchanged",
    "changed",
    "restored",
    "merged",
    "refused",
    "deleted",
    "withdrawn",
    "kept",
)
"""taken: a new row. routed: a new row of what is no session. unchanged, changed: a row that was there. restored: a row
that was withdrawn. merged: it belongs to another row. refused: no row, for a reason. deleted: people took the row out,
and it stays out. Of rows that are not in the files any more: withdrawn, cancelled or taken out; kept, as it was."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a record in a table; of a row that is not in the files any more `origin` is None."""

    source: str
    origin: Origin | None
    became: Became
    table: str = ""
    id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A cell that people changed in the folder and that the export says otherwise now: what people wrote stays."""

    table: str
    id: str
    column: str
    folder: str
    export: str
    origin: Origin


def counts(lines: Iterable[Line]) -> list[tuple[str, str, dict[Became, int]]]:
    """Return by source and table how often what became of records; those of which no row was made come last."""
    found: dict[tuple[str, str], Counter[Became]] = {}
    for line in lines:
        found.setdefault((line.source, line.table), Counter())[line.became] += 1
    tables = (*TABLES, "")
    return [
        (source, table, {each: found[source, table][each] for each in BECAME if found[source, table][each]})
        for source, table in sorted(found, key=lambda pair: (pair[0], tables.index(pair[1])))
    ]


def report_csv(lines: Iterable[Line]) -> bytes:
    """Return all lines as a table in UTF-8 with CRLF (RFC 4180)."""
    page = io.StringIO(newline="")
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for line in lines:
        file, row = (line.origin.file, line.origin.row or "") if line.origin else ("", "")
        table.writerow([harmless(str(cell)) for cell in (file, row, line.became, line.table, line.id, line.reason)])
    return page.getvalue().encode("utf-8", "replace")
