"""The known word that is nearest to one that is not known, for a suggestion in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, regardless of letter case, or None where none is like it.

    Among equally near words it is the first in the order of `sorted`, so that the answer never depends on chance.
    """
    found = process.extractOne(
        word, sorted(known), scorer=fuzz.ratio, processor=lambda text: str(text).casefold(), score_cutoff=70
    )
    return None if found is None else found[0]


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return “; did you mean “…”?” for the nearest known word, or nothing."""
    near = nearest(word, known)
    return "" if near is None else f"; did you mean “{near}”?"
