"""Many plans side by side: what is varied, and what became of each combination, as plain values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.policy import Value
    from data.timetable import Placement

MOST_RUNS = 500
"""The most combinations that one sweep plans."""

CHANNELS, FAIRNESS = "channels", "fairness"
"""What is varied under a name of its own; everything else is a rule and its key, such as `night.weight`."""

_SPAN = re.compile(r"(?<![\w.])(\d{1,9})\s*\.\.\s*(\d{1,9})(?![\w.])")
_WORDS = re.compile(r"[a-z][a-z-]*(\s*,\s*[a-z][a-z-]*)*")
_NAME = re.compile(r"[a-z][a-z-]*(\.[a-z][a-z_]*)?")

Variation = tuple[tuple[str, "Value"], ...]
"""One combination: the name of each thing that is varied, with its value."""


@dataclass(frozen=True, slots=True)
class Varied:
    """One thing that is varied, and its values in the order in which they were given."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one plan comes to.

    `cost` is by the forum's own rules as they are in the folder, and `broken` the number of findings of its own hard
    rules: so are plans of different rules comparable. `own_cost`, `bound` and `gap` (a part, 0 to 1) are by the rules
    that the plan was made with. `worst` is the greatest burden of a region, in minutes a session, `region` that
    region, empty where there are none. `night` counts the sessions that somebody who must be there spends in the night
    of their own zone, for a minute at least. `moves` counts the sessions that start at another time than in the
    timetable before the sweep, None where there was none.
    """

    placed: int
    left_out: int
    cost: int
    broken: int
    own_cost: int
    bound: int | None
    gap: float | None
    worst: float
    region: str
    night: int
    moves: int | None


Ending = Literal["planned", "impossible", "out of time", "lost"]


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one combination: figures and placements of a plan, or in a sentence why there is none."""

    variation: Variation
    ending: Ending
    why: str = ""
    figures: Figures | None = None
    placements: Mapping[str, Placement] | None = None


def read_varied(text: str) -> Varied:
    """Read `channels=2..5`, `fairness=0,1,5`, `night.weight=100,200` or `night.mode=hard,soft`.

    Values are whole numbers, spans of them with both ends, bare words, or values as `rules.toml` has them, such as
    `["moderator", "host"]`. Raises ValueError with what was expected.
    """
    name, sign, listed = (part.strip() for part in text.partition("="))
    if not sign or not _NAME.fullmatch(name) or ("." not in name and name not in (CHANNELS, FAIRNESS)):
        raise ValueError(
            f"expected channels=2..5, fairness=0,1,5, or a rule and its key such as night.weight=100,200; not “{text}”"
        )
    values = tuple(_values(name, listed))
    if not values:
        raise ValueError(f"{name}: expected values, such as {name}=1,2 or {name}=1..3")
    told = [value_text(value) for value in values]
    if len(set(told)) < len(told):
        raise ValueError(f"{name}: expected each value once, not “{listed}”")
    least = 1 if name == CHANNELS else 0
    if "." not in name and any(isinstance(v, bool) or not isinstance(v, int) or v < least for v in values):
        raise ValueError(f"{name}: expected whole numbers from {least} up, not “{listed}”")
    return Varied(name, values)


def _values(name: str, listed: str) -> list[Value]:
    words = [word.strip() for word in listed.split(",")]
    if _WORDS.fullmatch(listed) and not {"true", "false"} & set(words):
        return list(words)

    def spread(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        if not 0 <= last - first < MOST_RUNS:
            raise ValueError(f"{name}: expected a span of at most {MOST_RUNS} numbers upwards, not “{match[0]}”")
        return ",".join(str(number) for number in range(first, last + 1))

    try:
        found = tomllib.loads(f"values = [{_SPAN.sub(spread, listed)}]")
    except tomllib.TOMLDecodeError:
        found = {}
    if set(found) != {"values"}:
        raise ValueError(f"{name}: expected values joined by commas, or spans such as 2..5; not “{listed}”")
    return [_plain(name, each) for each in found["values"]]


def _plain(name: str, found: Any) -> Value:
    if isinstance(found, list):
        return tuple(_plain(name, each) for each in found)
    if isinstance(found, (bool, int, float, str)):
        return found
    raise ValueError(f"{name}: expected numbers, texts or lists of these")


def value_text(value: Value) -> str:
    """Write a value as it is shown in tables and file names."""
    if isinstance(value, tuple):
        return "+".join(value_text(each) for each in value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def variations(varied: Sequence[Varied]) -> tuple[Variation, ...]:
    """Return every combination, the last thing varied fastest; raise ValueError for too many, and for a name twice."""
    names = [each.name for each in varied]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"expected {name} once")
    total = 1
    for each in varied:
        total *= len(each.values)
    if total > MOST_RUNS:
        raise ValueError(f"expected at most {MOST_RUNS} combinations; these are {total:,}")
    return tuple(tuple(zip(names, values, strict=True)) for values in product(*(each.values for each in varied)))


def name_of(variation: Variation) -> str:
    """Return the name of a combination, such as `channels=3 fairness=1`."""
    return " ".join(f"{name}={value_text(value)}" for name, value in variation)


def folder_name(variation: Variation) -> str:
    """Return the name of the folder in which the plan of a combination is kept, such as `channels=3,fairness=1`.

    Other letters than those of numbers and words become `-`, and a long name is cut; then a digest of the whole is
    added, so that no two combinations share a folder.
    """
    whole = ",".join(f"{name}={value_text(value)}" for name, value in variation)
    plain = re.sub(r"[^A-Za-z0-9_.=,+-]", "-", whole)[:100]
    return plain if plain == whole else f"{plain}-{sha256(whole.encode()).hexdigest()[:8]}"
