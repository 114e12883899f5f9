"""A day sheet as one page to print: a sheet of paper a channel."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from output import names
from output.lone_page import lone_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.day_sheet import ChannelRuns, DaySheet, Part, Run

STYLE = """
:root { color-scheme: light; --ink: #17262c; --quiet: #51636b; --line: #c9d2d0; --warn: #8a3b00; }
@page { size: A4; margin: 12mm; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: #fff; color: var(--ink);
  font: .95rem/1.4 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.15; margin-block: 0 .3rem; }
header p, .quiet { color: var(--quiet); margin-block: 0 .3rem; }
section { break-before: page; margin-block: 1.5rem; }
header + section { break-before: auto; }
article { break-inside: avoid; border-top: 2px solid var(--ink); padding-block: .5rem .9rem; }
h3 { font-size: 1.05rem; }
h3 b { font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin-block: .2rem .5rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .15rem .6rem .15rem 0; border-top: 1px solid var(--line);
  font-variant-numeric: tabular-nums; }
td:nth-child(n + 3) { white-space: nowrap; }
td:nth-child(2) { overflow-wrap: anywhere; }
th { font-weight: 600; color: var(--quiet); font-size: .85rem; }
.night { color: var(--warn); font-weight: 650; }
"""


def day_sheet_html(sheet: DaySheet) -> bytes:
    """Return the page."""
    day = names.long_date(sheet.day)
    head = f"""<header>
<h1>{escape(day)}</h1>
<p>{escape(sheet.forum)}. Times are by the clock of {escape(sheet.zone)}.</p>
<p>For the team alone: this sheet has join links and e-mail addresses in it.</p>
</header>"""
    body = "\n".join([head, *map(_channel, sheet.channels)])
    return lone_page(f"{sheet.forum}: {day}", STYLE, body, indexed=False)


def _channel(channel: ChannelRuns) -> str:
    link = f'<p class="quiet">Public link: {_link(channel.link)}</p>\n' if channel.link else ""
    runs = "\n".join(map(_run, channel.runs))
    return f"<section>\n<h2>{escape(channel.name)}</h2>\n{link}{runs}\n</section>"


def _run(run: Run) -> str:
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{said}</dd>\n" for label, said in _facts(run))
    times = f"{names.clock(run.start)}–{names.clock(run.end)}"
    head = f"<h3><b>{times}</b> {escape(run.occurrence)} {escape(run.title)}</h3>"
    return f"<article>\n{head}\n<dl>\n{facts}</dl>\n{_people(run.parts)}</article>"


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    """What is known of an occurrence, as labels and HTML."""
    yield "Type", escape(run.type)
    if run.rehearses:
        yield "Rehearses", escape(run.rehearses)
    if run.set_up != run.start:
        yield "Set-up", f"from {names.clock(run.set_up)}"
    if run.languages:
        yield "Languages", escape(run.languages)
    for service in run.services:
        yield "Service", escape(service)
    for rehearsal in run.rehearsals:
        yield "Rehearsal", escape(rehearsal)
    if run.join_link:
        yield "Join link", _link(run.join_link)
    if run.public_link:
        yield "Public link", _link(run.public_link)
    if run.email:
        yield "Contact", escape(run.email)
    if run.note:
        yield "Note", escape(run.note)


def _people(parts: tuple[Part, ...]) -> str:
    if not parts:
        return '<p class="quiet">Nobody is named for it.</p>\n'
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Role", "Name", "Part", "Own time", "Zone"))
    rows = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in _cells(part))}</tr>" for part in parts)
    return f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>\n'


def _cells(part: Part) -> Iterator[str]:
    yield escape(names.ROLES[part.role][0]) + ("" if part.required else " (optional)")
    name = escape(f"{part.name} ({part.organisation})" if part.organisation else part.name)
    yield f'{name}<br><span class="quiet">{escape(part.email)}</span>' if part.email else name
    yield escape(part.minutes or "throughout")
    local = escape(part.local or "not known")
    yield f'<span class="night">{local} (night)</span>' if part.at_night else local
    yield escape(part.zone)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>'
