"""Ids for new rows: the one that is wished for, or the next number; none that was ever used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.readers import cells

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES = {
    "requests": "R",
    "sessions": "S",
    "people": "P",
    "recommendations": "REC",
    "themes": "VIEW",
    "exhibition": "STALL",
}
"""What the numbered ids of a table begin with."""

_NUMBERED = re.compile(r"([a-z]+)-0*([0-9]{1,9})")


class Ids:
    """The ids that are or were used, by tables and imports; in contacts they all stand in one column."""

    def __init__(self, used: Iterable[str]) -> None:
        self._used: set[str] = set()
        self._highest: dict[str, int] = {}
        for name in used:
            self._use(name)

    def _use(self, name: str) -> str:
        key = name.casefold()
        self._used.add(key)
        numbered = _NUMBERED.fullmatch(key)
        if numbered:
            self._highest[numbered[1]] = max(self._highest.get(numbered[1], 0), int(numbered[2]))
        return name

    def new(self, table: str, wished: str) -> str:
        """Return an id that nothing has: the one wished for if it can be one and is free."""
        try:
            if wished and cells.identifier(wished).casefold() not in self._used:
                return self._use(wished)
        except ValueError:
            pass  # of people who name rows otherwise; a number takes its place
        prefix = PREFIXES[table]
        return self._use(f"{prefix}-{self._highest.get(prefix.casefold(), 0) + 1:03d}")
