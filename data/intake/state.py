"""What an import knows of the one before: the rows of a source as they were last imported, `imports/SOURCE.json`."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.intake.rows import TABLES
from data.json_text import read_object
from data.problems import ForumError, InputProblem, InputProblems
from data.readers.tables import Unreadable, content_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "forum-import/1"
FOLDER = "imports"
"""The folder within a forum folder that is kept for imports. It is private: its files hold what `contacts` holds."""

_SOURCE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the folder as a source last gave it: with the ids and types of the folder, and dates year first.

    `id` is that of its row; of an appearance and of contacts, whose rows have none of their own, it is empty.
    `gone`: the source does not give it any more. `deleted`: people took it out of the folder.
    """

    table: str
    key: str
    id: str
    cells: Mapping[str, str]
    gone: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class State:
    """All that is known of a source. `files` are the digests of those read last; `pins`: its times are fixed starts."""

    source: str
    files: Mapping[str, str] = field(default_factory=dict)
    pins: bool = False
    rows: tuple[Kept, ...] = ()

    def to_json(self) -> bytes:
        """Write the state, one row a line, in an order that depends on nothing but the rows."""
        ordered = sorted(self.rows, key=lambda row: (TABLES.index(row.table), row.key))
        rows = ",\n".join("  " + json.dumps(_written(row), ensure_ascii=False) for row in ordered)
        head = {"format": FORMAT, "source": self.source, "files": dict(sorted(self.files.items())), "pins": self.pins}
        begun = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
        return (f'{begun},\n "rows": [' + (f"\n{rows}\n " if rows else "") + "]\n}\n").encode("utf-8", "surrogatepass")


def _written(row: Kept) -> dict[str, Any]:
    written: dict[str, Any] = {
        "table": row.table,
        "key": row.key,
        "id": row.id,
        "cells": dict(sorted(row.cells.items())),
    }
    return written | ({"gone": True} if row.gone else {}) | ({"deleted": True} if row.deleted else {})


def place(folder: Path, source: str) -> Path:
    """Return the file of a source's state; raise ForumError for a name that cannot be one."""
    if not _SOURCE.fullmatch(source):
        raise ForumError(f"“{source}” is no name for a source: expected letters, digits, “-” and “_”.")
    return folder / FOLDER / f"{source}.json"


def read_state(folder: Path, source: str) -> State:
    """Read what is known of a source, nothing where it was never imported; raise InputProblems if it is wrong."""
    path = place(folder, source)
    if not os.path.lexists(path):
        return State(source)
    file = f"{FOLDER}/{path.name}"
    try:
        text = content_of(path).decode("utf-8")
    except (Unreadable, UnicodeDecodeError) as error:
        raise InputProblems(
            [InputProblem(file, 0, "", "", f"expected a file of an earlier import: {error}")]
        ) from error
    content = read_object(text, file, FORMAT)
    rows = content.get("rows")
    files = content.get("files", {})
    problems = [InputProblem(file, 0, key, key, "expected this key once") for key in content.repeated]
    if not isinstance(rows, list) or not _texts(files) or content.get("source") != source:
        problems.append(InputProblem(file, 0, "", "", f"expected the rows of the source {source}"))
        raise InputProblems(problems)
    kept = []
    for number, row in enumerate(rows, start=1):
        read = _read(row)
        if read is None:
            problems.append(InputProblem(file, number, "", "", "expected a row with table, key, id and cells"))
        else:
            kept.append(read)
    if len({(row.table, row.key) for row in kept}) < len(kept):
        problems.append(InputProblem(file, 0, "key", "", "expected each key of a table once"))
    if problems:
        raise InputProblems(problems)
    return State(source, files, content.get("pins") is True, tuple(kept))


def all_states(folder: Path) -> tuple[State, ...]:
    """Read the states of all sources of a folder, in the order of their names."""
    inside = folder / FOLDER
    names = sorted(path.stem for path in inside.glob("*.json")) if inside.is_dir() else []
    return tuple(read_state(folder, name) for name in names if _SOURCE.fullmatch(name))


def _read(row: object) -> Kept | None:
    if not isinstance(row, dict) or row.get("table") not in TABLES or not _texts(row.get("cells")):
        return None
    key, name = row.get("key"), row.get("id")
    if not isinstance(key, str) or not isinstance(name, str):
        return None
    return Kept(row["table"], key, name, row["cells"], row.get("gone") is True, row.get("deleted") is True)


def _texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
