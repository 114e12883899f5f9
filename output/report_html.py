"""The report as one page for a browser: tables with bars."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from output import names
from output.lone_page import lone_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.report import Balance, Coverage, Report

STYLE = """
:root { color-scheme: light dark; --ink: #17262c; --quiet: #51636b; --paper: #fff; --line: #d5dcda; --bar: #0a6478; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edee; --quiet: #9db0b6; --paper: #10191c; --line: #2d3d44; --bar: #74cbdc; }
}
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { line-height: 1.15; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 3px solid var(--bar); }
table { border-collapse: collapse; margin-block: .5rem 2rem; }
caption { text-align: start; font-size: 1.2rem; font-weight: 650; padding-block: .4rem; }
caption span { display: block; font-size: .9rem; font-weight: 400; color: var(--quiet); }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: end; vertical-align: top;
  font-variant-numeric: tabular-nums; }
tbody th, thead th:first-child { text-align: start; font-weight: 500; }
thead th { color: var(--quiet); font-weight: 600; font-size: .9rem; }
td svg { display: block; margin-inline-start: auto; fill: var(--bar); }
.none { font-weight: 650; }
"""

BAR = 96
"""The length of the longest bar of a table, in pixels."""


def report_html(figures: Report) -> bytes:
    """Return the page; each bar stands below its number."""
    title = f"Report: {figures.forum}"
    told = f"<h1>{escape(title)}</h1>\n<p>{figures.held} of {figures.asked} sessions are held.</p>"
    return lone_page(title, STYLE, "\n".join([told, *_tables(figures)]))


def _tables(figures: Report) -> Iterator[str]:
    yield _table(
        "Burden by region",
        "Minutes outside comfortable hours: in all sessions together, and a session on average.",
        ("Region", "Minutes", "A session"),
        [(each.region, each.minutes, f"{each.mean:.1f}") for each in figures.regions],
        (1,),
    )
    yield _table(
        "Burden by region and week",
        "Minutes outside comfortable hours of the sessions in each week, named by its Monday.",
        ("Region", *(names.long_date(week.monday).removeprefix("Monday ") for week in figures.weeks)),
        [(each.region, *each.by_week) for each in figures.regions],
        tuple(range(1, 1 + len(figures.weeks))),
        bar=32,
    )
    yield _table(
        "Load by day",
        "Sessions that begin on a day of the home zone, their minutes, and the most at once.",
        ("Day", "Sessions", "Minutes", "At once"),
        [(names.long_date(each.day), each.sessions, each.minutes, each.at_once) for each in figures.days],
        (1,),
    )
    yield _covered("Coverage by type", "Type", figures.types, [each.name for each in figures.types])
    yield _covered(
        "Coverage by Action Line",
        "Action Line",
        figures.action_lines,
        [names.action_line(each.name) for each in figures.action_lines],
    )
    yield _covered(
        "Coverage by Sustainable Development Goal",
        "Goal",
        figures.sdgs,
        [names.sdg(each.name) for each in figures.sdgs],
    )
    yield _balanced("Panels by stakeholder type", "Stakeholder type", figures.stakeholder_types)
    yield _balanced("Panels by region", "Region", figures.people_regions)
    yield _table(
        "Facilitators by stakeholder type",
        "Nominees, how many of them are chosen, and the sessions that they facilitate.",
        ("Nominated by", "Nominees", "Chosen", "Sessions"),
        [(each.name, each.nominees, each.chosen, each.sessions) for each in figures.facilitators],
        (3,),
    )


def _covered(title: str, first: str, rows: Sequence[Coverage], said: Sequence[str]) -> str:
    cells = [(name, each.held, each.asked) for name, each in zip(said, rows, strict=True)]
    return _table(title, "Sessions that are held, of those asked for.", (first, "Held", "Asked"), cells, (1,))


def _balanced(title: str, first: str, rows: Sequence[Balance]) -> str:
    cells = [(each.name, each.people, each.parts, each.sessions) for each in rows]
    about = "People on the panels, their parts, and the sessions with one of them at least; facilitators apart."
    return _table(title, about, (first, "People", "Parts", "Sessions"), cells, (2,))


def _table(
    title: str,
    about: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str | int]],
    drawn: Sequence[int],
    *,
    bar: int = BAR,
) -> str:
    """Return a table with bars in the columns `drawn`, all to one scale; nothing where there is no row."""
    if not rows:
        return ""
    most = max(int(row[column]) for row in rows for column in drawn)

    def cell(row: Sequence[str | int], column: int) -> str:
        value = row[column]
        empty = ' class="none"' if value == 0 else ""
        shape = _bar(int(value), most, bar) if column in drawn else ""
        return f"<td{empty}>{escape(str(value))}{shape}</td>"

    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "\n".join(
        f'<tr><th scope="row"><bdi>{escape(str(row[0]))}</bdi></th>'
        + "".join(cell(row, column) for column in range(1, len(row)))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}">\n<table>\n'
        f"<caption>{escape(title)} <span>{escape(about)}</span></caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _bar(value: int, most: int, longest: int) -> str:
    """Return a bar as a picture that is passed over when the page is read out: the number is beside it."""
    length = round(longest * value / most) if most else 0
    return (
        f'<svg aria-hidden="true" width="{longest}" height="8" viewBox="0 0 {longest} 8">'
        f'<rect x="{longest - length}" width="{length}" height="8"/></svg>'
    )
