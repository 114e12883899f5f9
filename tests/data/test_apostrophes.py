"""The apostrophe that keeps text text."""

from __future__ import annotations

import pytest

from data.apostrophes import harmless, unquoted


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"a{start}") == f"a{start}"


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@a", "\ta", "\ra", "'=1", "''=1", "'quoted'", "''", "'", "", "a=1"]
)
def test_what_is_made_harmless_is_read_as_it_was(cell: str) -> None:
    assert unquoted(harmless(cell)) == cell


def test_other_apostrophes_stay() -> None:
    assert [unquoted(cell) for cell in ("'quoted'", "'", "''", "l'eau", "")] == ["'quoted'", "'", "''", "l'eau", ""]
