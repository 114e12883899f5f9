"""What is told to people is one line each, and no terminal obeys it."""

from __future__ import annotations

import pytest

from data.problems import InputProblem, harmless, quoted


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("acc\x1b[31mepted", "acc<U+001B>[31mepted"),
        ("\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"),
        ("\x9b2J", "<U+009B>2J"),
        ("\u202eabc\u2066", "<U+202E>abc<U+2066>"),
        ("a\rb\x1cc\x85d\u2028e\x7f", "a<U+000D>b<U+001C>c<U+0085>d<U+2028>e<U+007F>"),
        ("Zoë\t平等\u200d\nمرحبا\u200f", "Zoë\t平等\u200d\nمرحبا\u200f"),
    ],
)
def test_control_characters_are_spelled_out(found: str, shown: str) -> None:
    assert harmless(found) == shown


def test_a_problem_is_one_line_without_control_characters() -> None:
    problem = InputProblem("a\x1bb\nc.csv", 2, "ti\u202etle", "x\x07\r\n y\x1c ", "expected\n“\x9b”")
    assert str(problem) == "a<U+001B>b c.csv, row 2, ti<U+202E>tle: read “x<U+0007> y<U+001C>”; expected “<U+009B>”"


def test_a_title_that_would_drown_a_message_is_cut() -> None:
    assert quoted("A title") == "“A title”"
    assert quoted("x" * 200) == f"“{'x' * 200}”"
    assert quoted("x" * 201) == f"“{'x' * 199}…”"
