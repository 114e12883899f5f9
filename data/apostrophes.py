"""The apostrophe that keeps a text cell of a table text: put in front when it is written, taken off when it is read."""

from __future__ import annotations

FORMULA_STARTS = frozenset("=+-@\t\r")
"""The characters by which a spreadsheet program may take a cell for a formula."""


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe in front if a spreadsheet program would run it as a formula.

    One that begins with such an apostrophe already gets another, so that `unquoted` always gives the cell back.
    """
    return f"'{cell}" if cell.lstrip("'")[:1] in FORMULA_STARTS else cell


def unquoted(cell: str) -> str:
    """Return the cell without the apostrophe that keeps text text."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in FORMULA_STARTS else cell
