"""`rules.toml`: modes, weights and parameters as plain values; which rules exist, the catalogue says."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

from data.policy import MODES, Policy
from data.readers.toml_files import in_words, read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from data.policy import Value
    from data.problems import InputProblem

FILE = "rules.toml"


def read_policy(folder: Path, problems: list[InputProblem]) -> Policy:
    """Read `rules.toml`, a policy without rules where there is none, with all that is wrong in its form."""
    path = folder / FILE
    root = read_toml(path, problems) if os.path.lexists(path) else None
    if root is None:
        return Policy({})
    rules: dict[str, dict[str, Value]] = {}
    lines: dict[tuple[str, str], int] = {}
    for rule, content in root.content.items():
        if not isinstance(content, dict):
            root.problem(rule, content, "expected a table for each rule, such as [comfortable-hours]")
            continue
        table = root.table(rule)
        values: dict[str, Value] = {}
        lines[rule, ""] = table.line()
        for key in content:
            lines[rule, key] = table.line(key)
            form = {"mode": _mode, "weight": _weight}.get(key, _plain)
            value = table.read(key, form, None)
            if value is not None:
                values[key] = value
        rules[rule] = values
    return Policy(rules, lines=lines)


def _mode(found: Any) -> Value:
    mode = in_words(str)(found)
    if mode not in MODES:
        raise ValueError(f"expected one of {', '.join(MODES)}")
    return mode


def _weight(found: Any) -> Value:
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not 0 <= found < math.inf:
        raise ValueError("expected a number, 0 or more")
    return found


def _plain(found: Any) -> Value:
    if isinstance(found, float) and not math.isfinite(found):
        raise ValueError("expected a finite number")
    if isinstance(found, (bool, int, float, str)):
        return found
    if isinstance(found, list):
        return tuple(_plain(member) for member in found)
    raise ValueError("expected a number, a text in quotes, true or false, or a list of these")
