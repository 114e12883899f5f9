"""What an import did, or would do: as text for people, and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.intake.report import BECAME, counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.intake.merge import Merge
    from data.intake.report import Line
    from data.problems import Origin

FORMAT = "forum-import-report/1"


def import_text(merge: Merge) -> str:
    """Tell the counts by source and table, then each refusal, each difference, and all that is gone or was kept."""
    return "\n".join(_lines(merge)) + "\n"


def _lines(merge: Merge) -> Iterator[str]:
    for source, table, numbers in counts(merge.lines):
        told = ", ".join(f"{number} {became}" for became, number in numbers.items())
        yield f"{source}, {table or 'no row'}: {told}"
    yield from _part("Refused", [_refused(line) for line in merge.lines if line.became == "refused"])
    yield from _part(
        "What people wrote in the folder stays",
        [
            f"{each.table} {each.id}, {each.column}: “{_short(each.folder)}”; the export says “{_short(each.export)}”"
            f" ({_place(each.origin)})"
            for each in merge.differences
        ],
    )
    for became, title in (
        ("merged", "Merged into other rows"),
        ("restored", "In the export again"),
        ("deleted", "Taken out of the folder by hand"),
        ("withdrawn", "Not in the export any more"),
        ("kept", "Not in the export any more, and kept"),
    ):
        yield from _part(title, [_told(line) for line in merge.lines if line.became == became])
    yield from _part(
        "Looks like one: decide in alike.csv, same or different",
        [f"{each.kind} {each.first} and {each.second} ({each.score}): {_flat(each.reason)}" for each in merge.alike],
    )
    yield from _part("Notes", [str(note) for note in merge.notes])


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    if every:
        yield f"{title} ({len(every)}):"
        yield from (f"  {line}" for line in every)


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
