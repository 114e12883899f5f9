"""People who are likely to be one: like names, and an e-mail address, organisation or country that bears it out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from data.intake.alike_words import Organisations, blocks, plain
from data.readers.alike import LEAST, Alike
from data.zone_names import country_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TITLES = frozenset((
    "ambassador", "amb", "deputy", "director", "doctor", "doctora", "dott", "dottssa", "dr", "dra", "drs", "eng",
    "engr", "excelencia", "excellency", "exc", "frau", "herr", "honorable", "honourable", "hr", "ing", "ir", "lic",
    "maj", "madam", "madame", "mgr", "minister", "miss", "mlle", "mme", "monsieur", "mr", "mrs", "ms", "msc", "mx",
    "prof", "profa", "professor", "rev", "sen", "senator", "senor", "senora", "senorita", "sheikh", "sheikha", "sir",
    "sr", "sra", "srta", "vice", "ministre", "ambassadeur", "ambassadrice", "docteur", "professeur", "ingenieur",
    "ingeniero", "embajador", "embajadora", "ministra", "ministro",
))  # fmt: skip
"""Forms of address and offices before a name, as `plain` leaves them."""

_DOUBTFUL_TITLES = frozenset((
    "adv", "arch", "chief", "col", "dame", "don", "dona", "gen", "h", "his", "her", "hon", "jr", "lord", "m", "mag",
    "mm", "pr", "rt", "shri", "smt", "sri", "st", "the",
))  # fmt: skip
"""Such as may be a name or an initial too: they are forms of address where two more words follow."""

_DEGREES = frozenset(["phd", "msc", "mba", "bsc", "llm", "md", "ma", "ba", "ms", "esq", "jd", "dphil", "jr"])
"""What stands behind a name."""

_EXCELLENCY = re.compile(r"^\W*(?:h\.\s*e\.?|s\.\s*e\.?|(?-i:HE|H\.?E|SE)\b\.?)\s+(?=\S+\s)", re.IGNORECASE)
"""`H.E.` and `S.E.`, which would else be initials or family names."""

_SHARED = frozenset((
    "admin", "administration", "contact", "conference", "conferences", "enquiries", "events", "forum", "hello",
    "help", "info", "inquiries", "mail", "media", "office", "registry", "press", "program", "programme", "programs",
    "protocol", "reception", "registration", "secretariat", "secretary", "support", "team", "wsis",
))  # fmt: skip
"""Mailboxes that are an office's, not one person's."""

MOST_IN_A_BLOCK = 1_500
_NEAR = 66
"""How near two names must be as strings, of 100, to be looked at closely."""


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    names: tuple[str, ...]
    organisation: str
    country: str
    emails: frozenset[str]
    sessions: frozenset[str]

    @property
    def sorted_name(self) -> str:
        return " ".join(sorted(self.names))


def alike_people(
    people: Mapping[str, Mapping[str, str]],
    emails: Mapping[str, frozenset[str]],
    sessions: Mapping[str, frozenset[str]],
) -> Iterator[Alike]:
    """Yield all pairs of people that are alike, whatever their score, by ids in the order of the table.

    `emails` and `sessions` are the addresses and the sessions of each person by id; those who have none are absent.
    """
    none: frozenset[str] = frozenset()
    persons = [
        _Person(
            name,
            names_of(cells.get("name", "")),
            cells.get("organisation", ""),
            _country(cells.get("country", "")),
            emails.get(name, none),
            sessions.get(name, none),
        )
        for name, cells in people.items()
    ]
    persons = [person for person in persons if person.names]
    organisations = Organisations(person.organisation for person in persons if person.organisation)
    judge = _Judge(persons, organisations)
    for first, second in _candidates(persons, organisations):
        judge.look(persons[first], persons[second])
    return judge.found()


def names_of(name: str) -> tuple[str, ...]:
    """Return the words of a person's name without forms of address, in small plain letters."""
    found = _EXCELLENCY.sub(" ", re.sub(r"\([^()]*\)", " ", name))
    kept: list[str] = []
    for part in found.split(","):
        words = plain(part.replace(".", " ")).split()
        while words and words[0] in TITLES and (len(words) > 1 or kept):
            words = words[1:]
        while words and words[0] in _DOUBTFUL_TITLES and sum(len(word) > 1 for word in words[1:]) > 1:
            words = words[1:]
        while words and words[-1] in _DEGREES and (kept or len(words) > 2):
            words = words[:-1]
        kept += words
    return tuple(kept)


def _country(country: str) -> str:
    return (country_code(country) or plain(country)) if country else ""


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return what is left of a name whichever way it was brought into Latin letters: Mohammed and Muhammad are one.

    Vowels within are dropped, as are doubled letters; the first letter and the last vowel stay.
    """
    for old, new in (
        ("ph", "f"), ("ks", "x"), ("kh", "h"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("gh", "g"), ("th", "t"),
        ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ck", "k"), ("q", "k"), ("w", "v"), ("y", "i"),
        ("iu", "u"), ("ia", "a"), ("ie", "e"), ("ju", "u"), ("ja", "a"), ("j", "i"),
    ):  # fmt: skip
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", word)
    head, tail = word[:1], word[-1:] if word[-1:] in "aeiou" and len(word) > 1 else ""
    if head in "ei":
        head = "e"
    return head + re.sub("[aeiou]", "", word[1:]) + tail


def _candidates(persons: Sequence[_Person], organisations: Organisations) -> Iterator[tuple[int, int]]:
    """Pairs (numbers, the smaller first) whose names are near one another, among those who share a key."""
    numbers = {person.id: number for number, person in enumerate(persons)}
    names = [person.sorted_name for person in persons]
    keys: dict[str, list[str]] = {}
    for person in persons:
        mine = [f"name {sound(word)}" for word in person.names if len(word) > 1]
        mine += [f"email {email}" for email in sorted(person.emails)]
        mine += (
            [f"organisation {key}" for key in organisations.keys(person.organisation)] if person.organisation else []
        )
        keys[person.id] = mine
    seen: set[int] = set()
    count = len(persons)
    for block in blocks(keys, MOST_IN_A_BLOCK):
        members = [numbers[name] for name in block]
        texts = [names[number] for number in members]
        scores = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR, dtype=np.uint8, workers=1)
        for left, right in np.argwhere(np.triu(scores, 1)).tolist():
            pair = members[left] * count + members[right]
            if pair not in seen:
                seen.add(pair)
                yield members[left], members[right]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How two names agree: 0 to 100, in how many full words, and whether only an initial stands for one of them."""

    score: float
    words: int
    initials: bool
    how: str


class _Judge:
    """Weighs pairs of people one by one, and tells in the end which of them are alike."""

    def __init__(self, persons: Sequence[_Person], organisations: Organisations) -> None:
        self._organisations = organisations
        self._order = {person.id: number for number, person in enumerate(persons)}
        self._names: Counter[str] = Counter()
        self._mail: Counter[str] = Counter()
        self._countries: Counter[str] = Counter(person.country for person in persons)
        for person in persons:
            self._names.update(set(person.names))
            self._mail.update(person.emails)
        self._number = len(persons)
        self._found: list[tuple[Alike, bool]] = []

    def look(self, first: _Person, second: _Person) -> None:
        """Weigh two people."""
        shared = {email for email in first.emails & second.emails if self._is_personal(email)}
        if not shared and first.sessions & second.sessions:
            return
        names = self._names_alike(first.names, second.names, bool(shared))
        if names is None:
            return
        told = self._told(first, second, names, bool(shared))
        if told is not None:
            score, reason = told
            alike = Alike("person", first.id, second.id, max(0, min(99, round(score))), f"{names.how}; {reason}")
            self._found.append((alike, names.initials and not shared))

    def found(self) -> Iterator[Alike]:
        """Yield the pairs; an initial that may stand for several people says little of each."""
        meant: defaultdict[str, set[str]] = defaultdict(set)
        plainly: set[tuple[str, str]] = set()
        for alike, initials in self._found:
            if initials and alike.score >= LEAST:
                meant[alike.first].add(alike.second)
                meant[alike.second].add(alike.first)
            elif not initials and alike.score >= LEAST:
                plainly |= {(alike.first, alike.second), (alike.second, alike.first)}
        several = {
            name
            for name, others in meant.items()
            if any(pair not in plainly for pair in combinations(sorted(others), 2))
        }
        for alike, initials in sorted(
            self._found, key=lambda each: (self._order[each[0].first], self._order[each[0].second])
        ):
            if initials and {alike.first, alike.second} & several:
                reason = f"{alike.reason}; the initial fits others too"
                yield Alike(alike.kind, alike.first, alike.second, max(0, alike.score - 25), reason)
            else:
                yield alike

    def _is_personal(self, email: str) -> bool:
        return email.partition("@")[0].split("+")[0].strip("0123456789.-_") not in _SHARED and self._mail[email] < 6

    def _told(self, first: _Person, second: _Person, names: _Likeness, same_email: bool) -> tuple[float, str] | None:
        """The score of two people with like names, and what bears it out; None where nothing does."""
        known = bool(first.organisation and second.organisation)
        one = known and self._organisations.alike(first.organisation, second.organisation)
        here = first.country == second.country if first.country and second.country else None
        country = {True: "same country", False: "another country", None: "a country is not said"}[here]
        if same_email:
            if names.score < 80:
                alone = all(self._mail[email] == 2 for email in first.emails & second.emails)
                return (72 if alone else 60), "same e-mail address"
            return 79 + names.score / 5, "same e-mail address"
        if names.score < 80:
            return None
        if one:
            score = 72 + (names.score - 80) + {True: 6, False: -14, None: 2}[here]
            return score, f"same organisation, {country}"
        chance = self._by_chance(names, first, second) if here else 1.0
        rare = chance < 0.001 and names.score == 100
        if not known:
            score = 40 + (names.score - 80) + (5 if here else 0) + (8 if here and rare else 0)
            return score, f"an organisation is not said, {country}" + (", a rare name" if rare else "")
        return 20 + (names.score - 80) + (20 if here else 0), f"another organisation, {country}"

    def _by_chance(self, names: _Likeness, first: _Person, second: _Person) -> float:
        """How many others are likely to have this name in this country, if names were drawn by lot."""
        expected = float(self._countries[first.country])
        for word in set(first.names) & set(second.names):
            expected *= self._names[word] / self._number
        return expected

    def _names_alike(self, first: Sequence[str], second: Sequence[str], same_email: bool) -> _Likeness | None:
        """Compare two names word by word, in any order; None where they cannot be one."""
        left, right = (first, second) if len(first) <= len(second) else (second, first)
        if sorted(left) == sorted(right):
            how = "same name" if tuple(first) == tuple(second) else "same names in another order"
            return _Likeness(100.0, len(left), False, how)
        if "".join(left) == "".join(right) or "".join(sorted(left)) == "".join(sorted(right)):
            return _Likeness(97.0, 2, False, "same name, written together or apart")
        rest = list(right)
        points: list[float] = []
        full, initials, hows = 0, False, set()
        unmatched = []
        for word in left:
            if word in rest:
                rest.remove(word)
                points.append(100.0)
                full += len(word) > 1
            else:
                unmatched.append(word)
        for word in unmatched:
            best = max(((self._word(word, other), -place, other) for place, other in enumerate(rest)), default=None)
            if best is None or best[0][0] == 0:
                joined = self._joined(word, rest)
                if joined is None:
                    # Of people who share an address: one has married, or a helper writes for both.
                    return _Likeness(0.0, 1, False, "names with a word in common") if same_email and full else None
                for part in joined:
                    rest.remove(part)
                points.append(97.0)
                full += 1
                hows.add("a name written together or apart")
                continue
            (score, how), _, other = best
            rest.remove(other)
            points.append(score)
            hows.add(how)
            if how == "an initial":
                initials = True
            else:
                full += 1
        if not full or any(any(map(str.isdigit, word)) for word in rest):
            return None
        if full < 2 and not initials and not same_email:
            return None
        spare = len(rest)
        score = sum(points) / len(points) - 2 * spare
        if spare and not same_email and hows & {"another spelling", "a letter or two"}:
            return None  # two doubts at once: rather two relatives or namesakes
        if spare:
            hows.add("a name more")
        return _Likeness(score, full, initials, "like names: " + ", ".join(sorted(hows)))

    def _word(self, first: str, second: str) -> tuple[float, str]:
        """How alike two words of names are, 0 for not at all, and in what."""
        if any(map(str.isdigit, first + second)):
            return 0.0, ""
        if len(first) == 1 or len(second) == 1:
            return (85.0, "an initial") if first[0] == second[0] and first != second else (0.0, "")
        shorter = min(len(first), len(second))
        if shorter > 4 and sound(first) == sound(second) and fuzz.ratio(first, second) >= 55:
            return 95.0, "another spelling"
        counts = sorted((self._names[first], self._names[second]))
        if (
            shorter < 4
            or len(first + second) < 9
            or counts[0] > 2
            or (_ends_otherwise(first, second) and (counts[0] > 1 or counts[1] < 5))
        ):
            return 0.0, ""
        slips = OSA.distance(first, second, score_cutoff=2)
        return (92.0 - 4 * (slips - 1), "a letter or two") if slips <= (1 if shorter < 7 else 2) else (0.0, "")

    @staticmethod
    def _joined(word: str, rest: Sequence[str]) -> tuple[str, str] | None:
        """Two of the words that make up another one together."""
        for one in rest:
            if word.startswith(one) and word[len(one) :] in rest:
                return one, word[len(one) :]
        return None


def _ends_otherwise(first: str, second: str) -> bool:
    """Whether two names differ in nothing but the vowel at the end, as Mario, Maria and Marie do."""
    return first.rstrip("aeiouy") == second.rstrip("aeiouy")
