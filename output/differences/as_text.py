"""The changes as plain text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output.differences.words import ARROW, sentences, summary

if TYPE_CHECKING:
    from data.difference import Difference


def difference_text(found: Difference, old: str, new: str) -> str:
    """Return the changes from the release `old` to `new`, a line each below the heading of its kind."""
    lines = [summary(found, old, new)]
    for heading, told in sentences(found):
        lines += ["", heading]
        for each in told:
            said = ", ".join(f" {ARROW} ".join(text for text in part if text) for part in each.parts)
            private = " (rehearsal, not published)" if each.private else ""
            lines.append(f"  {each.occurrence} “{each.title}”{private}: {said}")
    return "\n".join(lines) + "\n"
