"""What `rules.toml` says: per rule a mode, a weight and parameters, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["hard", "soft", "off"]
MODES: tuple[Mode, ...] = ("hard", "soft", "off")

Value = int | float | bool | str | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The tables of `rules.toml`: rule name to key to value. Empty means every rule's own defaults.

    Whether a rule, mode or parameter exists is for the catalogue to say.
    """

    rules: Mapping[str, Mapping[str, Value]]
    file: str = "rules.toml"
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False)
    """The line of each key of a rule, and of the rule's own heading under an empty key."""


def toml(value: Value) -> str:
    """Write a value as `rules.toml` has it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
