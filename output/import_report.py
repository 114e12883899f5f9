"""What an import did, or would do: as text for people, and as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from data.intake.report import BECAME, FILE, counts
from data.intake.state import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.intake.merge import Merge
    from data.intake.report import Line
    from data.problems import Origin

FORMAT = "forum-import-report/1"
MOST_LINES = 20
"""So many lines of a part are told one by one; of more, some of each kind."""
MOST_KINDS = 8
OF_A_KIND = 3

_PARTICULAR = re.compile(r"“[^”]*”|[A-Z]+-?[0-9]+|[0-9]+")


def import_text(merge: Merge) -> str:
    """Tell the counts by source and table, then refusals, differences, and what is gone or was kept."""
    return "\n".join(_lines(merge)) + "\n"


def _lines(merge: Merge) -> Iterator[str]:
    for source, table, numbers in counts(merge.lines):
        numbered = ", ".join(f"{number:,} {became}" for became, number in numbers.items())
        yield f"{source}, {table or 'no row'}: {numbered}"
    refused = [(_why(line), _refused(line)) for line in merge.lines if line.became == "refused"]
    yield from _part("Refused", refused, f"{FOLDER}/{FILE}, or --json")
    yield from _part(
        "What people wrote in the folder stays",
        [
            (
                f"{each.table}, {each.column}",
                f"{each.table} {each.id}, {each.column}: “{_short(each.folder)}”; the export says"
                f" “{_short(each.export)}” ({_place(each.origin)})",
            )
            for each in merge.differences
        ],
        "--json",
    )
    for became, title in (
        ("merged", "Merged into other rows"),
        ("restored", "In the export again"),
        ("deleted", "Taken out of the folder by hand"),
        ("withdrawn", "Not in the export any more"),
        ("kept", "Not in the export any more, and kept"),
    ):
        told = [(f"{line.table}, {_kind(line.reason)}", _told(line)) for line in merge.lines if line.became == became]
        yield from _part(title, told, f"{FOLDER}/{FILE}, or --json")
    yield from _part(
        "Looks like one: decide in alike.csv, same or different",
        [
            (each.kind, f"{each.kind} {each.first} and {each.second} ({each.score}): {_flat(each.reason)}")
            for each in merge.alike
        ],
        "alike.csv",
    )
    notes = [(f"{note.column}: {_kind(note.expected)}", str(note)) for note in merge.notes]
    yield from _part("Notes", notes, "--json")


def _part(title: str, told: Sequence[tuple[str, str]], whole: str) -> Iterator[str]:
    """What is told under a title; of many lines, the first of each kind, and where the whole of it is."""
    if not told:
        return
    yield f"{title} ({len(told):,}):"
    if len(told) <= MOST_LINES:
        yield from (f"  {line}" for _, line in told)
        return
    kinds: dict[str, list[str]] = {}
    for kind, line in told:
        kinds.setdefault(kind, []).append(line)
    ordered = sorted(kinds.values(), key=len, reverse=True)
    for lines in ordered[:MOST_KINDS]:
        yield from (f"  {line}" for line in lines[:OF_A_KIND])
        if len(lines) > OF_A_KIND:
            yield f"    and {len(lines) - OF_A_KIND:,} more of this kind"
    others = sum(map(len, ordered[MOST_KINDS:]))
    if others:
        yield f"  and {others:,} more of other kinds"
    yield f"  All of them: {whole}"


def _kind(text: str) -> str:
    """What a text says without the names, figures and ids that it says it of."""
    return _PARTICULAR.sub("…", _flat(text))


def _why(line: Line) -> str:
    """The kind of a refusal; where the record has no row of a table, the reason comes after what it is called."""
    return _kind(line.reason if line.table else line.reason.rpartition(": ")[2])


def _place(origin: Origin) -> str:
    return origin.file + (f", row {origin.row}" if origin.row else "")


def _refused(line: Line) -> str:
    place = _place(line.origin) if line.origin else line.source
    return f"{place}{f', {line.table}' if line.table else ''}{f' {line.id}' if line.id else ''}: {_flat(line.reason)}"


def _told(line: Line) -> str:
    place = f" ({_place(line.origin)})" if line.origin else ""
    return f"{line.table} {line.id}".strip() + f"{place}: {_flat(line.reason)}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = _flat(text)
    return f"{flat[:77]}…" if len(flat) > 78 else flat


def import_json(merge: Merge, *, written: bool) -> str:
    """Return the counts and every line, difference and note as JSON."""
    content = {
        "format": FORMAT,
        "written": sorted(merge.files) if written else [],
        "would_write": [] if written else sorted(merge.files),
        "begun": merge.begun,
        "counts": [
            {"source": source, "table": table, **{each: numbers.get(each, 0) for each in BECAME}}
            for source, table, numbers in counts(merge.lines)
        ],
        "records": [
            {
                "source": line.source,
                "file": line.origin.file if line.origin else "",
                "row": line.origin.row if line.origin else 0,
                "became": line.became,
                "table": line.table,
                "id": line.id,
                "reason": line.reason,
            }
            for line in merge.lines
        ],
        "differences": [
            {
                "table": each.table,
                "id": each.id,
                "column": each.column,
                "folder": each.folder,
                "export": each.export,
                "file": each.origin.file,
                "row": each.origin.row,
            }
            for each in merge.differences
        ],
        "alike": [
            {"kind": each.kind, "first": each.first, "second": each.second, "score": each.score, "reason": each.reason}
            for each in merge.alike
        ],
        "notes": [str(note) for note in merge.notes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
