"""Words as they are compared: without accents and letter case, weighed by how few others use them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from data.zone_names import country_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіґ", "abvgdeziiklmnoprstufyeig", strict=True)),
        "ё": "e", "є": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
        "ю": "yu", "я": "ya", "ї": "yi", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ı": "i", "ħ": "h", "ʼ": "", "’": "", "'": "", "`": "", "‘": "", "ʻ": "", "´": "",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart, and Cyrillic ones as passports write them (ICAO Doc 9303, part 3)."""

STOP_WORDS = frozenset((
    "a", "an", "and", "as", "at", "by", "de", "del", "der", "des", "di", "do", "el", "en", "et", "for", "from",
    "how", "in", "its", "la", "las", "le", "les", "los", "of", "on", "or", "our", "the", "to", "und", "une", "un",
    "with", "y",
))  # fmt: skip
"""Words of English, French, Spanish and German that say nothing about what a title is about."""

_MOST, _LEAST, _STOPPED = 1000, 100, 10
"""Weights are whole numbers, so that sums are the same in any order."""


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Return a text in small Latin letters and digits, one blank between words; other scripts keep their letters."""
    small = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare))


def blocks(keys: Mapping[str, Iterable[str]], most: int) -> Iterator[list[str]]:
    """Yield the names that share a key, in order; keys that more than `most` share single nothing out."""
    found: dict[str, list[str]] = {}
    for name, mine in keys.items():
        for key in dict.fromkeys(mine):
            found.setdefault(key, []).append(name)
    for key in found:
        if 1 < len(found[key]) <= most:
            yield found[key]


class Weights:
    """How much each word says, 100 to 1000 (stop words 10): the fewer texts have it, the more; a pair counts as one.

    With `common`, words say nothing at all that more than this share of the texts have, and more than four of them.
    """

    def __init__(self, texts: Iterable[Iterable[str]], common: float = 1.0) -> None:
        self.count: Counter[str] = Counter()
        number = 0
        for text in texts:
            self.count.update(set(text))
            number += 1
        most = math.log(number + 2)
        self._weights = {
            word: _STOPPED
            if word in STOP_WORDS
            else max(_LEAST, round(_MOST * (1 - math.log(max(1, count - 1)) / most)))
            for word, count in self.count.items()
        }
        self._weights |= {word: 0 for word, count in self.count.items() if count > max(4, common * number)}

    def __call__(self, word: str) -> int:
        """Return the weight of a word."""
        return self._weights.get(word, _MOST)

    def of(self, words: Iterable[str]) -> int:
        """Return the weight of words together."""
        return sum(map(self, words))


@dataclass(frozen=True, slots=True)
class Compared:
    """The weight of what two texts share, and of what only the one or the other has."""

    shared: int
    first: int
    second: int

    @property
    def alike(self) -> float:
        """Return what is shared of all, from 0 to 1."""
        whole = self.shared + self.first + self.second
        return self.shared / whole if whole else 0.0

    @property
    def contained(self) -> float:
        """Return what is shared of the text that says less, from 0 to 1."""
        whole = self.shared + min(self.first, self.second)
        return self.shared / whole if whole else 0.0


def compared(
    first: Sequence[str],
    second: Sequence[str],
    weights: Weights,
    equal: Callable[[str, str, Weights], bool],
) -> Compared:
    """Compare two texts as sets of words; `equal` says which unlike words are one all the same."""
    left, right = set(first), set(second)
    shared = weights.of(left & right)
    only_second = [word for word in dict.fromkeys(second) if word not in left]
    unmatched = 0
    for word in dict.fromkeys(first):
        if word in right:
            continue
        twin = next((other for other in only_second if equal(word, other, weights)), None)
        if twin is None:
            unmatched += weights(word)
        else:
            only_second.remove(twin)
            shared += min(weights(word), weights(twin))
    return Compared(shared, unmatched, weights.of(only_second))


def mistyped(first: str, second: str, weights: Weights) -> bool:
    """Whether two words are likely to be one, one of them with a slip of the keyboard or in another number.

    Two words that others use too, and two countries, are two words however near they are.
    """
    shorter, longer = sorted((len(first), len(second)))
    if shorter < 3 or longer < 4 or longer - shorter > 2:
        return False
    if OSA.distance(first, second, score_cutoff=2) > (1 if shorter < 8 else 2):
        return False
    if any(map(str.isdigit, first + second)):
        return False
    if first in (f"{second}s", f"{second}es") or second in (f"{first}s", f"{first}es"):
        return True
    counts = sorted((weights.count[first], weights.count[second]))
    if counts[0] > 2 or (shorter == 3 and (counts[0] > 1 or counts[1] < 3)):
        return False
    return not (country_code(first) and country_code(second))


_FORMS = frozenset((
    "ltd", "inc", "llc", "gmbh", "ag", "sa", "sarl", "srl", "plc", "corp", "co", "limited", "company",
    "incorporated", "invented", "the",
))  # fmt: skip
"""What says no more than the legal form of an organisation; `(invented)` marks those of samples."""

_SHORT = {
    "intl": "international", "natl": "national", "govt": "government", "dept": "department", "assn": "association",
    "uni": "university", "universite": "university", "universidad": "university", "universitat": "university",
    "universidade": "university", "ministere": "ministry", "ministerio": "ministry", "centre": "center",
    "organisation": "organization", "programme": "program", "fondation": "foundation", "fundacion": "foundation",
    "asociacion": "association", "institut": "institute", "instituto": "institute", "tech": "technology",
}  # fmt: skip
"""What the names of organisations are made of, in one spelling."""


def abbreviated(first: str, second: str, weights: Weights) -> bool:
    """Whether one word of an organisation's name is a shortening of the other, or they are one mistyped."""
    if _SHORT.get(first, first) == _SHORT.get(second, second):
        return True
    shorter, longer = sorted((first, second), key=len)
    if 3 <= len(shorter) <= len(longer) - 2 and longer.startswith(shorter) and not shorter.isdigit():
        return weights.count.get(longer, 0) > 1 or len(shorter) > 3
    return mistyped(first, second, weights)


def _spelt(words: Iterable[str]) -> list[str]:
    return sorted(_SHORT.get(word, word) for word in words)


def _outside(name: str) -> list[str]:
    """The words of a name that are not in brackets; letters with dots behind them, as in `I.T.U.`, are one word."""
    bare = re.sub(r"\([^()]*\)", " ", name)
    return plain(re.sub(r"\b(?:\w\.){2,}", lambda letters: letters[0].replace(".", "") + " ", bare)).split()


class Organisations:
    """Names of organisations, and which of them mean the same one."""

    def __init__(self, names: Iterable[str]) -> None:
        distinct = sorted({*names})
        self._words = {name: self._words_of(name) for name in distinct}
        self._letters = {name: self._letters_of(name) for name in distinct}
        self._weights = Weights(self._words.values())
        self._known: dict[tuple[str, str], bool] = {}

    @staticmethod
    def _words_of(name: str) -> tuple[str, ...]:
        said = _outside(name) or plain(name).split()
        return tuple([word for word in said if word not in _FORMS and word not in STOP_WORDS] or said)

    @staticmethod
    def _letters_of(name: str) -> frozenset[str]:
        """The short names that an organisation may go by: in brackets, as its whole name, or its first letters."""
        found = {plain(inside) for inside in re.findall(r"\(([^()]*)\)", name)} - _FORMS
        outside = _outside(name)
        found |= set(outside) if len(outside) == 1 else set()
        for kept in (outside, [word for word in outside if word not in STOP_WORDS and word not in _FORMS]):
            if len(kept) > 1:
                found.add("".join(word[0] for word in kept))
        return frozenset(each for each in found if 2 <= len(each) <= 10 and " " not in each)

    def keys(self, name: str) -> tuple[str, ...]:
        """Return what an organisation's rows are looked up by: short names and the words that say the most."""
        words = sorted(self._words[name], key=lambda word: (-self._weights(word), word))[:3]
        return (*sorted(self._letters[name]), *words)

    def alike(self, first: str, second: str) -> bool:
        """Whether two names mean one organisation: the same words, a short name for the long one, or a part of it."""
        pair = (first, second) if first < second else (second, first)
        if pair not in self._known:
            self._known[pair] = self._find(*pair)
        return self._known[pair]

    def _without_slips(self, words: Sequence[str]) -> list[str]:
        """The words but for those that are a stop word mistyped."""
        return [
            word
            for word in words
            if len(word) > 5
            or self._weights.count[word] > 1
            or not any(OSA.distance(word, each, score_cutoff=1) < 2 for each in STOP_WORDS if len(each) > 2)
        ]

    def _find(self, first: str, second: str) -> bool:
        words = (self._words[first], self._words[second])
        if _spelt(words[0]) == _spelt(words[1]):
            return True
        if min(map(len, words)) == 1 and self._letters[first] & self._letters[second]:
            return True
        if any(_spelt(words[0]) == _spelt(self._words_of(part)) for part in re.split("[,:]| - ", second)[:-1]):
            return True
        if any(_spelt(words[1]) == _spelt(self._words_of(part)) for part in re.split("[,:]| - ", first)[:-1]):
            return True
        found = compared(self._without_slips(words[0]), self._without_slips(words[1]), self._weights, abbreviated)
        return found.alike > 0.85 or (found.contained > 0.99 and found.alike > 0.72 and min(map(len, words)) > 1)
