"""Where everything lies in the site: the one place for names of pages and feeds."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

ALL = "all.ics"
"""The feed of everything."""
FACILITATORS = "feeds/facilitators.ics"
"""The feed of what has a facilitator."""

LONGEST = 60
"""Letters of a slug that come from its text."""


def slug(text: str) -> str:
    """Return a name for files and addresses that stands for a text: lower-case ASCII letters, digits and `-`.

    Accents are folded. A text that loses more than that (another script, signs, letter case aside, or too long a text)
    gets eight digits of its SHA-256, so that no two texts share a slug but those that differ in case, accents, blanks
    and hyphens alone. It depends on nothing but the text.
    """
    letters = folded(text)
    plain = "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in letters).split())
    whole = "-".join(letters.replace("-", " ").split())
    if plain == whole and 0 < len(plain) <= LONGEST:
        return plain
    mark = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in (plain[:LONGEST].strip("-"), mark) if part)


def folded(text: str) -> str:
    """Return a text without accents and difference of case, by Unicode alone and whatever the locale."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(letter)
    )


def session(name: str) -> str:
    """Return the path of a session's page."""
    return f"s/{name}/index.html"


def day(when: date) -> str:
    """Return the path of the page of a home date."""
    return f"d/{when.isoformat()}/index.html"


def person(name: str) -> str:
    """Return the path of a person's page."""
    return f"p/{slug(name)}/index.html"


def track(name: str) -> str:
    """Return the path of a track's page."""
    return f"t/{slug(name)}/index.html"


def action_line(code: str) -> str:
    """Return the path of an Action Line's page."""
    return f"al/{slug(code)}/index.html"


def sdg(number: str) -> str:
    """Return the path of a goal's page."""
    return f"sdg/{slug(number)}/index.html"


def session_feed(name: str) -> str:
    """Return the path of the feed of one session."""
    return f"s/{name}/{name}.ics"


def feed(kind: str, name: str) -> str:
    """Return the path of a feed of a kind (`track`, `person` and so on), for one track, person and so on."""
    return f"feeds/{kind}/{slug(name)}.ics"


def utc_twin(path: str) -> str:
    """Return the path of the twin of a feed that has all its times in UTC."""
    return f"{path.removesuffix('.ics')}-utc.ics"
