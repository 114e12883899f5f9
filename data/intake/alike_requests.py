"""Requests that are likely to be one: the same organiser, and a title or a description that is nearly the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from data.intake.alike_people import names_of
from data.intake.alike_words import STOP_WORDS, Organisations, Weights, blocks, compared, mistyped, plain
from data.readers.alike import Alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PARTS = frozenset((
    "chapter", "day", "dia", "edition", "episode", "jour", "lecture", "lesson", "module", "no", "nr", "number",
    "part", "parte", "partie", "round", "section", "series", "session", "seminar", "stage", "teil", "vol", "volume",
    "webinar", "week", "workshop",
))  # fmt: skip
"""Words beside which a number says which of several it is."""

_COUNTED = (
    ("one", "first", "1st", "i", "a"), ("two", "second", "2nd", "ii", "b"), ("three", "third", "3rd", "iii", "c"),
    ("four", "fourth", "4th", "iv", "d"), ("five", "fifth", "5th", "v", "e"), ("six", "sixth", "6th", "vi", "f"),
    ("seven", "seventh", "7th", "vii"), ("eight", "eighth", "8th", "viii"), ("nine", "ninth", "9th", "ix"),
    ("ten", "tenth", "10th", "x"),
)  # fmt: skip
_NUMBERS = {word: str(number) for number, words in enumerate(_COUNTED, start=1) for word in words}
"""What stands for a number beside such a word."""

_ALWAYS = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix"])
"""Roman numbers that are no word and no initial."""

_OPPOSED = (
    frozenset({"beginner", "beginners", "introductory", "introduction", "basic", "intermediate", "advanced"}),
    frozenset({"morning", "afternoon", "evening"}),
    frozenset({"opening", "closing", "concluding"}),
)
"""Words of which each tells a session from its sisters."""

_GENERIC = frozenset((
    "draft", "event", "forum", "meeting", "new", "online", "panel", "resubmission", "resubmitted", "revised",
    "session", "updated", "virtual", "webinar", "workshop", "wsis", "atelier", "taller", "seminar",
))  # fmt: skip
"""What may stand before or behind any title."""

_YEAR = re.compile(r"(?:19|20)\d\d")

_REFERRING = ("after", "directly_after", "not_with", "same_day", "other_day", "days_apart", "rehearsal_of")

MOST_IN_A_BLOCK = 60
_RARE = 8
"""A word that no more titles have singles them out."""
_NEAR = 60
"""How near two titles must be as strings, of 100, to be looked at closely, where the descriptions are unlike."""
_COMMON = 0.02
"""Words of descriptions that more requests use than this share are those of a template."""
_TEXT = 0.8
_LONG = 12
"""So many different words make a description."""
_SHORTEST = 1200
"""The weight that a description must have to say anything."""


@dataclass(frozen=True, slots=True)
class _Request:
    id: str
    title: tuple[str, ...]
    text: frozenset[str]
    organisers: tuple[str, ...]
    emails: frozenset[str]
    speakers: frozenset[str]
    numbers: frozenset[str]
    part: tuple[str, str]
    years: frozenset[str]
    head: tuple[str, ...]
    tail: tuple[str, ...]
    type: str
    named: frozenset[str]
    sister: frozenset[str]


def alike_requests(
    requests: Mapping[str, Mapping[str, str]],
    people: Mapping[str, Mapping[str, str]],
    emails: Mapping[str, frozenset[str]],
    speakers: Mapping[str, frozenset[str]],
) -> Iterator[Alike]:
    """Yield all pairs of requests that are alike, whatever their score, by ids in the order of the table.

    `emails` are the addresses of each request, and `speakers` the people of each, by id; those who have none are
    absent. Cancelled requests, and those that name one another, are never alike.
    """
    all_requests = [
        _request(name, cells, people, emails, speakers)
        for name, cells in requests.items()
        if cells.get("status", "").casefold() != "cancelled"
    ]
    judge = _Judge(all_requests)
    for first, second in judge.candidates():
        alike = judge.look(all_requests[first], all_requests[second])
        if alike is not None:
            yield alike


def _request(
    name: str,
    cells: Mapping[str, str],
    people: Mapping[str, Mapping[str, str]],
    emails: Mapping[str, frozenset[str]],
    speakers: Mapping[str, frozenset[str]],
) -> _Request:
    title = tuple(plain(cells.get("title", "")).split())
    parts = [part for part in re.split(r":\s|\s[-–—]\s|[(,]", cells.get("title", "")) if plain(part)]
    head, tail = plain(" ".join(parts[:-1])), plain(parts[-1]) if parts else ""
    said = tuple(word for word in title if word not in _GENERIC and not _YEAR.fullmatch(word))
    none: frozenset[str] = frozenset()
    return _Request(
        id=name,
        title=said or title,
        text=frozenset(plain(cells.get("description", "")).split()) - STOP_WORDS,
        organisers=tuple(part.strip() for part in cells.get("organisers", "").split(";") if part.strip()),
        emails=emails.get(name, none),
        speakers=frozenset(
            " ".join(sorted(names_of(people.get(each, {}).get("name", each)))) for each in speakers.get(name, none)
        ),
        numbers=_numbers(title),
        part=(plain(cells.get("series", "")), cells.get("part", "")),
        years=frozenset(word for word in title if _YEAR.fullmatch(word)),
        head=tuple(head.split()),
        tail=tuple(tail.split()),
        type=cells.get("type", ""),
        named=frozenset(
            word for column in _REFERRING for word in re.findall(r"[\w-]+", cells.get(column, "")) if column in cells
        ),
        sister=frozenset(word for word in title for words in _OPPOSED if word in words),
    )


def _numbers(title: Sequence[str]) -> frozenset[str]:
    """What a title says of which of several it is, as in `part 2`; the years and other figures in it stand alone."""
    found = set()
    for place, word in enumerate(title):
        before = title[place - 1] if place else ""
        after = title[place + 1] if place + 1 < len(title) else ""
        if _YEAR.fullmatch(word) or (len(word) == 1 and word.isalpha() and after):
            continue
        number = _NUMBERS.get(word)
        if before in _PARTS and (number or word.isdigit()):
            found.add(f"part {number or int(word)}")
        elif (after in _PARTS and number and len(word) > 2) or word in _ALWAYS:
            found.add(f"part {number}")
        elif word.isdigit() and place in (0, len(title) - 1):
            found.add(f"part {int(word)}")
        elif any(map(str.isdigit, word)):
            found.add(word)
    return frozenset(found)


class _Judge:
    """Weighs pairs of requests by what is rare among all of them."""

    def __init__(self, requests: Sequence[_Request]) -> None:
        self._requests = requests
        self._organisations = Organisations(name for request in requests for name in request.organisers)
        self._titles = Weights(request.title for request in requests)
        self._texts = Weights((request.text for request in requests), _COMMON)

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs (numbers, the smaller first) that share an organiser, an address, a speaker or rare words."""
        numbers = {request.id: number for number, request in enumerate(self._requests)}
        keys: dict[str, list[str]] = {}
        for request in self._requests:
            mine = [f"title {' '.join(sorted(request.title))}"]
            mine += [f"word {word}" for word in request.title if self._titles.count[word] <= _RARE]
            mine += [f"text {word}" for word in sorted(request.text) if self._texts.count[word] <= _RARE]
            mine += [f"organiser {key}" for name in request.organisers for key in self._organisations.keys(name)]
            mine += [f"email {email}" for email in sorted(request.emails)]
            mine += [f"speaker {name}" for name in sorted(request.speakers)]
            keys[request.id] = mine
        seen: set[tuple[int, int]] = set()
        titles = [" ".join(request.title) for request in self._requests]
        for block in blocks(keys, MOST_IN_A_BLOCK):
            members = [numbers[name] for name in block]
            texts = [titles[number] for number in members]
            near = process.cdist(
                texts, texts, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR, dtype=np.uint8, workers=1
            )
            for left, right in combinations(range(len(members)), 2):
                pair = (members[left], members[right])
                if pair not in seen:
                    seen.add(pair)
                    if near[left, right] or (self._text(*(self._requests[number] for number in pair)) or 0.0) >= _TEXT:
                        yield pair

    def look(self, first: _Request, second: _Request) -> Alike | None:
        """Weigh two requests; None where they cannot be one."""
        if self._are_parts(first, second) or first.id in second.named or second.id in first.named:
            return None
        title = compared(first.title, second.title, self._titles, mistyped)
        text = self._text(first, second)
        backed, who = self._backed(first, second, text or 0.0)
        if title.alike < 0.3 and (text is None or text < _TEXT):
            return None
        both = {*first.title} & {*second.title}
        in_order = [[word for word in request.title if word in both] for request in (first, second)]
        shorter = title.contained >= 0.95 and len(both) > 1 and in_order[0] == in_order[1]
        longer, short = (first, second) if title.first > title.second else (second, first)
        cut = shorter and any(
            compared(part, short.title, self._titles, mistyped).alike > 0.85 for part in (longer.head, longer.tail)
        )
        word_for_word = min(len(first.text), len(second.text)) >= _LONG and (
            len(first.text & second.text) >= 0.85 * len(first.text | second.text)
        )
        score, what = _score(title.alike, title.contained, text, shorter=shorter, cut=cut, word_for_word=word_for_word)
        if not backed:
            score = score - 15 if text is not None and text >= 0.75 and title.alike >= 0.75 else min(45, score - 30)
        if first.type and second.type and first.type != second.type:
            score -= 8
        return Alike("request", first.id, second.id, max(0, min(99, round(score))), f"{what}; {who}")

    def _are_parts(self, first: _Request, second: _Request) -> bool:
        """Whether two requests are parts of something larger, or editions of different years."""
        if first.part[0] and first.part[0] == second.part[0] and first.part[1] != second.part[1]:
            return True
        if first.years - second.years and second.years - first.years:
            return True
        if self._are_editions(first, second):
            return True
        if first.sister != second.sister and (first.sister and second.sister):
            return True
        parts = [{each for each in request.numbers if each.startswith("part ")} for request in (first, second)]
        if parts[0] != parts[1]:
            return True
        return bool(first.numbers and second.numbers and first.numbers != second.numbers)

    def _are_editions(self, first: _Request, second: _Request) -> bool:
        """Whether two titles differ in nothing but a word or two at the end, as of two places or two countries."""
        if not first.head or sorted(first.head) != sorted(second.head) or max(len(first.tail), len(second.tail)) > 2:
            return False
        found = compared(first.tail, second.tail, self._titles, mistyped)
        return bool(found.first and found.second)

    def _backed(self, first: _Request, second: _Request, text: float) -> tuple[bool, str]:
        """Whether the same people ask for both, and how that is known."""
        if any(self._organisations.alike(one, other) for one in first.organisers for other in second.organisers):
            return True, "same organiser"
        if first.emails & second.emails:
            return True, "same e-mail address"
        both = first.speakers & second.speakers
        unlike = bool(first.organisers and second.organisers) and text < 0.5
        if not unlike and both and len(both) * 2 >= min(len(first.speakers), len(second.speakers)):
            return True, "same speakers"
        if not first.organisers or not second.organisers:
            return False, "an organiser is not said"
        return False, "another organiser"

    def _text(self, first: _Request, second: _Request) -> float | None:
        """How alike two descriptions are in what few others say, from 0 to 1; None where one of them says too little.

        What the titles say already does not count again, nor do the sentences of a form that many fill in alike.
        """
        if not first.text or not second.text:
            return None
        titles = {*first.title, *second.title}
        weights = [self._texts.of(request.text - titles) for request in (first, second)]
        if min(weights) < _SHORTEST:
            return None
        shared = self._texts.of((first.text & second.text) - titles)
        alike = shared / (sum(weights) - shared)
        return max(alike, 0.9 * shared / min(weights)) if min(weights) >= 2 * _SHORTEST else alike


def _score(
    title: float, contained: float, text: float | None, *, shorter: bool, cut: bool, word_for_word: bool
) -> tuple[float, str]:
    """The score of two requests of the same people, and what is alike in them."""
    if title > 0.999:
        return (97.0 if text is None or text >= 0.5 else 82.0), "same title"
    said = 0.0 if text is None else text
    if title >= 0.78:
        score = 75 + 20 * title
        if text is not None:
            score += 20 * (text - 0.5)
        return score, "nearly the same title" + (" and description" if said >= 0.6 else "")
    if shorter and (text is None or text >= 0.4):
        return (
            66 if text is not None or cut else 58
        ) + 10 * title + 20 * said, "one title is a shortening of the other"
    if text is None and contained >= 0.88 and title >= 0.65:
        return 20 + 75 * title, "nearly the same title"
    if text is None and word_for_word and title >= 0.5:
        return 62 + 20 * title, "titles with words in common, and the same words in a description"
    if said >= 0.6:
        return 48 + 32 * said + 20 * max(title, contained * 0.8), "nearly the same description"
    return 40 * title + 20 * said, "titles with words in common"
