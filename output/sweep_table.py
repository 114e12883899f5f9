"""The plans of a sweep side by side, as a table for the screen and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from data.apostrophes import harmless
from data.sweep import value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.sweep import Run

FIGURES = (
    "result",
    "placed",
    "left_out",
    "cost",
    "broken",
    "own_cost",
    "bound",
    "gap_percent",
    "worst_minutes",
    "worst_region",
    "night",
    "moves",
    "why",
)
"""The columns after those of what is varied; docs/sweep.md says what they are."""

ON_SCREEN = ("placed", "left out", "cost", "broken", "own cost", "bound", "gap %", "worst", "night", "moves")


def sweep_csv(runs: Sequence[Run]) -> bytes:
    """Return one row per combination in the order given, as UTF-8 with CRLF (RFC 4180).

    A text that a spreadsheet program would take for a formula begins with an apostrophe.
    """
    page = io.StringIO(newline="")
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow([*(name for name, _ in (runs[0].variation if runs else ())), *FIGURES])
    for run in runs:
        values = [harmless(value_text(value)) for _, value in run.variation]
        found = run.figures
        if found is None:
            table.writerow([*values, run.ending, *[""] * (len(FIGURES) - 2), harmless(" ".join(run.why.split()))])
            continue
        row = (
            run.ending,
            found.placed,
            found.left_out,
            found.cost,
            found.broken,
            found.own_cost,
            "" if found.bound is None else found.bound,
            "" if found.gap is None else f"{100 * found.gap:.1f}",
            f"{found.worst:.1f}",
            harmless(found.region),
            found.night,
            "" if found.moves is None else found.moves,
            "",
        )
        table.writerow([*values, *row])
    return page.getvalue().encode("utf-8")


def sweep_text(runs: Sequence[Run]) -> str:
    """Return the same as a table for the screen; of a combination without a plan it says why there is none."""
    if not runs:
        return ""
    names = [name for name, _ in runs[0].variation]
    rows: list[list[str]] = [[*names, *ON_SCREEN]]
    why: dict[int, str] = {}
    for run in runs:
        values = [value_text(value) for _, value in run.variation]
        found = run.figures
        if found is None:
            why[len(rows)] = f"{run.ending}: {' '.join(run.why.split())}"
            rows.append(values)
            continue
        figures = [
            str(found.placed),
            str(found.left_out),
            str(found.cost),
            str(found.broken),
            str(found.own_cost),
            "-" if found.bound is None else str(found.bound),
            "-" if found.gap is None else f"{100 * found.gap:.1f}",
            f"{found.worst:.1f}",
            str(found.night),
            "-" if found.moves is None else str(found.moves),
        ]
        rows.append([*values, *figures])
    widths = [max(len(row[index]) for row in rows if index < len(row)) for index in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([*cells, why[number]] if number in why else cells))
    return "\n".join(lines) + "\n"
