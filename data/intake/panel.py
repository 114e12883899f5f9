"""The people that a form names in one answer, each as `Name (Organisation, Country) <e-mail>` or the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake.answers import clean, country, emails, is_country, key_of, parts
from data.intake.headings import ROLE_WORDS
from data.zone_names import place_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_BULLET = re.compile(r"^\s*(?:\d{1,2}\s?[.)]|[-–—•*·▪])\s*")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_JOINTS = re.compile(r"\s+[-–—|/]\s+|[,，،|]\s*")
_NOBODY = re.compile(
    "tbc|tbd|tba|n/?a|none|to be (?:confirmed|determined|announced)|[-?]+|à confirmer|por confirmar|noch offen"
    "|уточняется|待定|يحدد لاحقا"
)
_TITLES = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "he", "hrh", "eng", "ing", "sir", "m", "mme", "mlle"}
    | {"sr", "sra", "herr", "frau", "phd"}
)
_MOST_LETTERS = 100
"""Of a name: what is longer is a text about somebody."""


@dataclass(frozen=True, slots=True)
class Panellist:
    """A person as a form names one; what it does not say is empty. `role` only where the answer itself says it."""

    name: str = ""
    organisation: str = ""
    country: str = ""
    email: str = ""
    role: str = ""


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in no order, without titles, by which one name in two answers is known to be one."""
    words = [place_key(word) for word in re.split(r"[\s,]+", name)]
    return tuple(sorted(word for word in words if word and word not in _TITLES)) or tuple(words)


def nobody(text: str) -> bool:
    """Whether a text says that there is no name yet."""
    return _NOBODY.fullmatch(key_of(text).strip(" .()")) is not None


def panellists(text: str, separator: str) -> Iterator[Panellist | str]:
    """Yield the people of an answer; what names nobody is yielded as its text."""
    for part in parts(text, separator):
        found = panellist(part)
        yield found if found.name else part


def panellist(text: str) -> Panellist:
    """Read one person: the name first, the country last; without a name where none can be told."""
    plain = _BULLET.sub("", text)
    addresses = emails(plain)
    for address in addresses:
        plain = plain.replace(address, " ")
    plain = re.sub(r"<\s*>|\(\s*\)|\[\s*\]|mailto:", " ", plain)
    role, plain = _role(plain)
    inner = [piece for found in _BRACKETS.findall(plain) for piece in _pieces(found)]
    outer = _BRACKETS.sub(" ", plain)
    if inner:
        name, about = " ".join(outer.split()).strip(" ,;:-–—"), inner
    else:
        name, *about = _pieces(outer) or [""]
    if nobody(name) or len(name) > _MOST_LETTERS or not any(letter.isalpha() for letter in name) or len(addresses) > 1:
        return Panellist()
    where = country(about.pop()) if about and is_country(about[-1]) else ""
    return Panellist(clean(name), ", ".join(about), where, "".join(addresses), role)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _JOINTS.split(text) if piece and piece.strip(" ,;:-–—")]


def _role(text: str) -> tuple[str, str]:
    """The role that stands in front of a colon, and the rest."""
    before, colon, after = text.partition(":")
    if colon:
        for role, words in ROLE_WORDS.items():
            if key_of(before) in words.split("|"):
                return role, after
    return "", text
