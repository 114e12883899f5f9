"""In which language a session's title is written, so that it is read out and shaped as such."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from output.view import PublicSession

_SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps"),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "be", "kk", "ky"),
    "DEVANAGARI": ("hi", "ne", "mr"),
    "HANGUL": ("ko",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
}
"""Scripts as Unicode names its letters, and the languages that are written in them, the usual one first."""


def title_language(session: PublicSession) -> str:
    """Return the language (BCP 47) of a session's title, as far as its letters and the session's languages tell.

    Letters of another script than the Latin one mean the session's language that is written so, else the usual one.
    Latin letters mean English where it is spoken or nothing is known, else the session's first language in Latin
    letters.
    """
    first = {tag.lower().partition("-")[0]: tag for tag in reversed(session.languages)}
    script = _script(session.title)
    if script in _SCRIPTS:
        return next((first[tag] for tag in _SCRIPTS[script] if tag in first), _SCRIPTS[script][0])
    elsewhere = {tag for tags in _SCRIPTS.values() for tag in tags}
    latin = [tag for tag in session.languages if tag.lower().partition("-")[0] not in elsewhere]
    return "en" if "en" in first or not latin else latin[0]


def own_language(session: PublicSession, around: str) -> Markup:
    """Return the attribute that tells the language of a title, empty where it is that of the text around it."""
    found = title_language(session)
    well_formed = all(part.isascii() and part.isalnum() and 0 < len(part) <= 8 for part in found.split("-"))
    return Markup(' lang="{}"').format(found) if found != around and well_formed else Markup("")


@lru_cache(maxsize=4096)
def _script(text: str) -> str:
    """The script that most letters of a text are of, as Unicode names it; empty where there are no letters."""
    counts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    return counts.most_common(1)[0][0] if counts else ""
