"""The changes as one page for a browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from output.differences.words import sentences, summary
from output.lone_page import lone_page
from output.view import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.difference import Difference
    from output.differences.words import Sentence

STYLE = """
:root { color-scheme: light dark; --ink: #17262c; --quiet: #51636b; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edee; --quiet: #9db0b6; --paper: #10191c; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { line-height: 1.15; }
ul { padding: 0; list-style: none; }
li { margin-block: .6rem; }
p { margin: 0; }
.id, .private { color: var(--quiet); }
"""


def difference_html(found: Difference, old: str, new: str) -> bytes:
    """Return the page of changes from the release `old` to `new`."""
    title = f"{line(found.new.programme.forum.name)}: changes from {old} to {new}"
    told = f"<h1>{escape(title)}</h1>\n<p>{escape(summary(found, old, new))}</p>"
    return lone_page(title, STYLE, "\n".join([told, *_lists(found)]))


def _lists(found: Difference) -> Iterator[str]:
    for heading, told in sentences(found):
        items = "\n".join(_item(each) for each in told)
        yield f"<h2>{heading}</h2>\n<ul>\n{items}\n</ul>"


def _item(each: Sentence) -> str:
    said = ", ".join(" → ".join(f"<bdi>{escape(text)}</bdi>" for text in part if text) for part in each.parts)
    private = ' <span class="private">rehearsal, not published</span>' if each.private else ""
    return (
        f'<li><p><span class="id">{escape(each.occurrence)}</span> <strong><bdi>{escape(each.title)}</bdi></strong>'
        f"{private}</p>\n<p>{said}</p></li>"
    )
