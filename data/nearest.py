"""The known word that is nearest to one that is not known, for a suggestion in a message."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LIKENESS = 70
"""How alike two words must be, of 100, for one to be suggested for the other."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, regardless of letter case, or None where none is like it.

    Among equally near words it is the first by the alphabet, whatever the order of `known`.
    """
    words = _by_small_letters(tuple(known))
    found = process.extractOne(word.casefold(), words.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return None if found is None else words[found[0]]


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return “; did you mean “…”?” for the nearest known word, or nothing."""
    near = nearest(word, known)
    return "" if near is None else f"; did you mean “{near}”?"


@lru_cache(maxsize=16)
def _by_small_letters(known: tuple[str, ...]) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for word in sorted(known):
        words.setdefault(word.casefold(), word)
    return words
