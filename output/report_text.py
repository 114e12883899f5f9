"""The report for a terminal: tables of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.report import Report


def report_text(figures: Report) -> str:
    """Return the report as text, ending with a line break."""
    return "\n".join(_lines(figures)) + "\n"


def _lines(figures: Report) -> Iterator[str]:
    yield f"{figures.forum}: {figures.held} of {figures.asked} sessions are held"
    weeks = [f"{week.monday:%d.%m.}" for week in figures.weeks]
    yield from _table(
        "Burden by region: minutes outside comfortable hours, in all and a session, and by week from Monday",
        ("region", "minutes", "a session", *weeks),
        [(each.region, each.minutes, f"{each.mean:.1f}", *each.by_week) for each in figures.regions],
    )
    yield from _table(
        "Load by day",
        ("day", "sessions", "minutes", "at once"),
        [(each.day, each.sessions, each.minutes, each.at_once) for each in figures.days if each.sessions],
    )
    for title, rows in (
        ("Coverage by type", figures.types),
        ("Coverage by Action Line", figures.action_lines),
        ("Coverage by Sustainable Development Goal", figures.sdgs),
    ):
        yield from _table(title, ("", "held", "asked"), [(each.name, each.held, each.asked) for each in rows])
    for title, groups in (
        ("Panels by stakeholder type", figures.stakeholder_types),
        ("Panels by region", figures.people_regions),
    ):
        cells = [(each.name, each.people, each.parts, each.sessions) for each in groups]
        yield from _table(title, ("", "people", "parts", "sessions"), cells)
    chosen = [(each.name, each.nominees, each.chosen, each.sessions) for each in figures.facilitators]
    yield from _table("Facilitators by stakeholder type", ("", "nominees", "chosen", "sessions"), chosen)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield a table whose first column is text and whose others are numbers; nothing where there is no row."""
    if not rows:
        return
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    yield ""
    yield title
    for row in cells:
        numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  " + "  ".join([row[0].ljust(widths[0]), *numbers])
