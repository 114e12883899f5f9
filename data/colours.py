"""Colours as `#rrggbb`, and how well one is read on another (WCAG 2.2: contrast ratio and relative luminance)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

READABLE = 4.5
"""The least contrast of text of any size (WCAG 2.2, 1.4.3, level AA)."""

WHITE = "#ffffff"
BLACK = "#000000"
LIGHT_PAPERS = ("#f5f6f3", WHITE)
DARK_PAPERS = ("#0e1619", "#162125")
"""What links stand on in the light and in the dark theme: `--paper` and `--card` of the pages' style."""

STEPS = 256
"""Steps from a colour to white or black."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def colour(found: str) -> str:
    """Read a colour such as `#0a6478`, in any letter case; raise ValueError for any other text."""
    if not _COLOUR.fullmatch(found.lower()):
        raise ValueError("expected a colour such as #0a6478")
    return found.lower()


def parts(of: str) -> tuple[int, int, int]:
    """Return red, green and blue, from 0 to 255."""
    return int(of[1:3], 16), int(of[3:5], 16), int(of[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(one: str, others: Iterable[str]) -> float:
    """Return the contrast ratio of a colour with that of the others on which it is read worst."""
    return min(contrast(one, other) for other in others)


def mixed(one: str, other: str, step: int) -> str:
    """Return the colour that lies `step` of `STEPS` on the way from one to the other."""
    pairs = zip(parts(one), parts(other), strict=True)
    return "#" + "".join(f"{(a * (STEPS - step) + b * step + STEPS // 2) // STEPS:02x}" for a, b in pairs)


def towards(one: str, other: str, papers: Iterable[str], least: float) -> str:
    """Return the first colour on the way from one to the other that has the least contrast with all papers.

    It is the other where none has.
    """
    papers = tuple(papers)
    way = (mixed(one, other, step) for step in range(STEPS))
    return next((found for found in way if least_contrast(found, papers) >= least), other)


def _luminance(of: str) -> float:
    """The relative luminance, from 0 to 1."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in parts(of))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
