"""The changes as Markdown (CommonMark), for a mail; texts of others are escaped, and become no links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from output.differences.words import sentences, summary
from output.view import line

if TYPE_CHECKING:
    from data.difference import Difference

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!$@^])")
"""What could begin emphasis, a link, a picture, markup, a table or an entity anywhere in a line."""
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
"""Where a plain web address would become a link."""


def difference_markdown(found: Difference, old: str, new: str) -> str:
    """Return the changes from the release `old` to `new`: a heading for each kind, and below it a list."""
    lines = [f"# {_escaped(line(found.new.programme.forum.name))}", "", _escaped(summary(found, old, new))]
    for heading, told in sentences(found):
        lines += ["", f"## {heading}", ""]
        for each in told:
            said = ", ".join(" → ".join(_escaped(text) for text in part if text) for part in each.parts)
            private = " (rehearsal, not published)" if each.private else ""
            lines.append(f"- **{_escaped(each.occurrence)}** {_escaped(each.title)}{private}: {said}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """The text on one line, of which nothing is a mark."""
    return _ADDRESS.sub(r"\\", _MARKS.sub(r"\\\1", " ".join(text.split())))
