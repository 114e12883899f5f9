"""The JSON files of a forum folder: read strictly, with what is wrong in words for people."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from data.problems import InputProblem, InputProblems


class Object(dict[str, Any]):
    """An object of JSON, and the keys that it says more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs)
        self.repeated = tuple(key for key, count in counts.items() if count > 1)


def read_object(text: str, file: str, form: str) -> Object:
    """Return the object that a JSON text is, whose `format` is to be `form`.

    Raises InputProblems where it is anything else. Keys that come twice are for the caller to report (RFC 8259,
    section 4, leaves open which of them counts).
    """
    try:
        content = json.loads(text, object_pairs_hook=Object)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise InputProblems([InputProblem(file, line, "", "", f"this is not JSON: {error}")]) from error
    if not isinstance(content, Object) or content.get("format") != form:
        found = shown(content.get("format")) if isinstance(content, Object) else ""
        raise InputProblems([InputProblem(file, 0, "format", found, f"expected the format “{form}”")])
    return content


def shown(found: object) -> str:
    """Return what was read, for a message."""
    try:
        return "" if found is None else str(found)
    except RecursionError:
        return "…"
