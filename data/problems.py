"""What is told to people when their input cannot be taken as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters (Unicode's C0 and C1) but line feed and tab, and the marks that break or turn a line of text."""
_BLANKS = re.compile(r"[^\S\x1c-\x1f\x85\u2028\u2029]+")

MOST_LETTERS = 200
"""What messages show of a title."""


def harmless(text: str) -> str:
    """Return a text to print, with every control character spelled out, as in `<U+001B>`.

    A terminal obeys control characters (ECMA-48): raw ones out of a table could clear the screen, set the window's
    title, or turn the text that follows. Line feeds and tabs stay.
    """
    return _CONTROLS.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a fact was read: a file of the forum folder and its row (1 is the heading; 0 for no row)."""

    file: str
    row: int = 0


@dataclass(frozen=True, slots=True, order=True)
class InputProblem:
    """One thing wrong in one place of the input, in words for the person who can mend it.

    `row` counts as a spreadsheet program does (the heading is row 1); in `forum.toml` and `rules.toml`
    it is the line, or 0 where no line is known. `column` is the heading, or the key in a TOML file.
    `found` is the text as read; `expected` says what would have been right, with a suggestion if any.
    """

    file: str
    row: int
    column: str
    found: str
    expected: str
    note: bool = False
    """A note is worth telling, but stops nothing."""

    def __str__(self) -> str:
        place = self.file + (f", row {self.row}" if self.row else "") + (f", {self.column}" if self.column else "")
        read = f"read {_shown(self.found)}; " if self.found else ""
        return f"{_on_one_line(place)}: {read}{_on_one_line(self.expected)}"


def _shown(text: str) -> str:
    """The text in quotes on one line, cut where it is long."""
    flat = _on_one_line(text)
    return f"“{flat[:77]}…”" if len(flat) > 78 else f"“{flat}”"


def quoted(title: str) -> str:
    """Return a title in quotes, cut where it is so long that it would drown the message that it stands in."""
    return f"“{title[: MOST_LETTERS - 1]}…”" if len(title) > MOST_LETTERS else f"“{title}”"


def _on_one_line(text: str) -> str:
    return harmless(_BLANKS.sub(" ", text).strip(" "))


class ForumError(Exception):
    """Something a person must know of; the message is for people, not for programmers."""


class InputProblems(ForumError):
    """Everything that is wrong with the input, at once, in the order of files and rows; and what was noted besides."""

    def __init__(self, problems: Iterable[InputProblem], notes: Iterable[InputProblem] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.notes = tuple(sorted(set(notes)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
