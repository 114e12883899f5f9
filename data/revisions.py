"""What was published of each occurrence, and since when: the ledger that gives calendar programs their revisions.

A row is never removed: its UID, number and guid are its own for good, also when the occurrence is gone.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args
from uuid import UUID

from data.grid import YEARS, utc, utc_text
from data.json_text import Object, read_object, shown
from data.problems import InputProblem, InputProblems

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

FORMAT = "forum-revisions/1"
FILE = "revisions.json"

Kind = Literal["added", "moved", "channel", "link", "renamed", "cancelled", "restored", "details"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TIMED: tuple[Kind, ...] = ("added", "moved", "cancelled", "restored")
"""Changes whose `before` and `after` are spans of time (`span_text`); of the others they are names, titles or links."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a publication changed, at the UTC instant of that publication; what there was not is empty."""

    at: datetime
    kind: Kind
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the public was last told of an occurrence, as texts of the public view; instants are UTC.

    `type`, `channel` and `facilitators` are ids. Of one that is cancelled these are the last facts before.
    """

    title: str
    type: str
    track: str
    languages: tuple[str, ...]
    start: datetime
    end: datetime
    channel: str
    channel_name: str
    link: str
    facilitators: tuple[str, ...]
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One row: an occurrence that was ever published.

    `sequence` and `modified` are SEQUENCE and LAST-MODIFIED (RFC 5545 3.8.7.4, 3.8.7.3), `number` and `guid` the id
    and guid of `schedule.xml`. `content` is a digest of the calendar entry, `details` one of the facts that `told`
    does not name. `history` is in the order of time.
    """

    occurrence: str
    session: str
    uid: str
    number: int
    guid: str
    sequence: int
    modified: datetime
    told: Told
    content: str
    details: str
    history: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Revisions:
    """The ledger: the UTC instant of the first publication, None before it, and rows by occurrence id."""

    begun: datetime | None = None
    rows: Mapping[str, Revision] = field(default_factory=dict)

    @cached_property
    def newest(self) -> datetime | None:
        """The instant of the last publication that changed anything; None before the first."""
        return max([row.modified for row in self.rows.values()] + ([self.begun] if self.begun else []), default=None)

    def to_json(self) -> str:
        """Write the ledger as JSON, rows in the order of ids and each on a few lines, ending with a line break."""
        begun = f'  "begun": {_text(utc_text(self.begun))},\n' if self.begun else ""
        rows = ",\n".join(_row(self.rows[name]) for name in sorted(self.rows))
        return (
            f'{{\n  "format": "{FORMAT}",\n{begun}'
            f'  "occurrences": [{f"{chr(10)}{rows}{chr(10)}  " if rows else ""}]\n}}\n'
        )


def span_text(start: datetime, end: datetime) -> str:
    """Write a span of time as ISO 8601 does, such as 2020-06-22T09:00:00Z/2020-06-22T10:00:00Z."""
    return f"{utc_text(start)}/{utc_text(end)}"


def span(text: str) -> tuple[datetime, datetime]:
    """Read what `span_text` wrote; raise ValueError for anything else."""
    start, end = map(utc, text.split("/"))
    if end <= start:
        raise ValueError(f"not a span of time: {text!r}")
    return start, end


def _row(row: Revision) -> str:
    told = row.told
    parts = (
        {
            "occurrence": row.occurrence,
            "session": row.session,
            "uid": row.uid,
            "number": row.number,
            "guid": row.guid,
        },
        {
            "sequence": row.sequence,
            "modified": utc_text(row.modified),
            "cancelled": told.cancelled,
            "content": row.content,
            "details": row.details,
        },
        {"title": told.title, "type": told.type, "track": told.track, "languages": list(told.languages)},
        {
            "start": utc_text(told.start),
            "end": utc_text(told.end),
            "channel": told.channel,
            "channel_name": told.channel_name,
            "link": told.link,
            "facilitators": list(told.facilitators),
        },
    )
    lines = [_text(part)[1:-1] for part in parts]
    history = ",\n".join(
        "       " + _text({"at": utc_text(each.at), "kind": each.kind, "before": each.before, "after": each.after})
        for each in row.history
    )
    lines.append(f'"history": [{f"{chr(10)}{history}" if history else ""}]')
    return "    {" + ",\n     ".join(lines) + "}"


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def revisions_from_json(text: str, file: str = FILE) -> Revisions:
    """Read back what `Revisions.to_json` wrote.

    Raises InputProblems with everything that cannot be so: a UID, number, guid or occurrence that comes twice, a
    negative sequence, a key that is missing, unknown or said twice, an unreadable value. `row` counts occurrences
    from 1. Lines of `history` may be taken out by hand: what is not there is not told.
    """
    content = read_object(text, file, FORMAT)
    problems = [InputProblem(file, 0, key, key, "expected this key once") for key in content.repeated]
    rows = content.get("occurrences")
    begun = content.get("begun")
    unknown = sorted(set(content) - {"format", "begun", "occurrences"})
    problems += [InputProblem(file, 0, key, key, "expected no such key") for key in unknown]
    if not isinstance(rows, list):
        problems.append(InputProblem(file, 0, "occurrences", "", "expected a list of occurrences"))
        rows = []
    if begun is not None and not _is_instant(begun):
        problems.append(InputProblem(file, 0, "begun", shown(begun), _INSTANT))
    if begun is None and rows:
        problems.append(InputProblem(file, 0, "begun", "", "expected the instant of the first publication"))
    found: list[tuple[int, Revision]] = []
    for number, row in enumerate(rows, start=1):
        before = len(problems)
        _check_row(row, number, file, problems)
        if len(problems) == before:
            found.append((number, _revision(row)))
    for key in ("occurrence", "uid", "number", "guid"):
        seen: dict[object, int] = {}
        for number, each in found:
            value = getattr(each, key)
            if seen.setdefault(value, number) != number:
                expected = f"expected a value that no other row has; row {seen[value]} has the same"
                problems.append(InputProblem(file, number, key, shown(value), expected))
    if problems:
        raise InputProblems(problems)
    return Revisions(utc(begun) if begun else None, {row.occurrence: row for _, row in found})


def _check_row(row: object, number: int, file: str, problems: list[InputProblem]) -> None:
    def problem(column: str, found: object, expected: str) -> None:
        problems.append(InputProblem(file, number, column, shown(found), expected))

    if not isinstance(row, Object):
        problem("", row, "expected an object with occurrence, session, uid and so on")
        return
    before = len(problems)
    _check_keys(row, _FIELDS, problem)
    if len(problems) > before:
        return
    name, session = row["occurrence"], row["session"]
    if not re.fullmatch(rf"{re.escape(session)}(\.[1-9][0-9]*)?", name):
        problem("occurrence", name, f"expected {session}, or {session}.1, {session}.2 and so on")
    if utc(row["end"]) <= utc(row["start"]):
        problem("end", row["end"], "expected an instant after the start")
    modified = utc(row["modified"])
    for change in row["history"]:
        if not isinstance(change, Object):
            problem("history", change, "expected an object with at, kind, before and after")
            continue
        whole = len(problems)
        _check_keys(change, _CHANGE, lambda key, found, expected: problem(f"history.{key}", found, expected))
        if len(problems) > whole:
            continue
        if utc(change["at"]) > modified:
            problem("history.at", change["at"], f"expected an instant not after modified, {row['modified']}")
        for key in ("before", "after") if change["kind"] in TIMED else ():
            if change[key] and not _is_span(change[key]):
                problem(f"history.{key}", change[key], "expected two instants such as " + _SPAN)


def _check_keys(
    row: Object,
    fields: Mapping[str, tuple[Callable[[Any], bool], str]],
    problem: Callable[[str, object, str], None],
) -> None:
    for key in row.repeated:
        problem(key, key, "expected this key once")
    for key in sorted(set(row) - set(fields)):
        problem(key, key, "expected no such key")
    for key, (right, expected) in fields.items():
        if key not in row:
            problem(key, None, "expected this key; it is missing")
        elif not right(row[key]):
            problem(key, row[key], expected)


def _revision(row: Object) -> Revision:
    """The row that an object without a problem is."""
    told = Told(
        title=row["title"],
        type=row["type"],
        track=row["track"],
        languages=tuple(row["languages"]),
        start=utc(row["start"]),
        end=utc(row["end"]),
        channel=row["channel"],
        channel_name=row["channel_name"],
        link=row["link"],
        facilitators=tuple(row["facilitators"]),
        cancelled=row["cancelled"],
    )
    return Revision(
        occurrence=row["occurrence"],
        session=row["session"],
        uid=row["uid"],
        number=row["number"],
        guid=row["guid"],
        sequence=row["sequence"],
        modified=utc(row["modified"]),
        told=told,
        content=row["content"],
        details=row["details"],
        history=tuple(Change(utc(each["at"]), each["kind"], each["before"], each["after"]) for each in row["history"]),
    )


_INSTANT = f"expected an instant of whole seconds such as 2020-06-22T10:00:00Z, in the years {YEARS[0]} to {YEARS[1]}"
_SPAN = "2020-06-22T10:00:00Z/2020-06-22T11:00:00Z"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value != "" and value.isprintable() and not any(map(str.isspace, value))


def _is_instant(value: object) -> bool:
    try:
        return isinstance(value, str) and utc(value).microsecond == 0
    except ValueError:
        return False


def _is_span(value: str) -> bool:
    try:
        return bool(span(value))
    except ValueError:
        return False


def _is_guid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _is_count(least: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= least


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "occurrence": (_is_word, "expected the id of an occurrence"),
    "session": (_is_word, "expected the id of a session"),
    "uid": (_is_word, "expected a UID: a text without blanks"),
    "number": (_is_count(1), "expected a whole number, 1 or more"),
    "guid": (_is_guid, "expected a UUID in small letters"),
    "sequence": (_is_count(0), "expected a whole number, 0 or more"),
    "modified": (_is_instant, _INSTANT),
    "cancelled": (lambda value: isinstance(value, bool), "expected true or false"),
    "content": (_is_text, "expected a text"),
    "details": (_is_text, "expected a text"),
    "title": (_is_text, "expected a text"),
    "type": (_is_text, "expected the id of a session type"),
    "track": (_is_text, "expected a text"),
    "languages": (_are_texts, "expected a list of language tags"),
    "start": (_is_instant, _INSTANT),
    "end": (_is_instant, _INSTANT),
    "channel": (_is_text, "expected the id of a channel"),
    "channel_name": (_is_text, "expected a text"),
    "link": (_is_text, "expected an address, or an empty text"),
    "facilitators": (_are_texts, "expected a list of person ids"),
    "history": (lambda value: isinstance(value, list), "expected a list of changes"),
}

_CHANGE: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "at": (_is_instant, _INSTANT),
    "kind": (lambda value: value in KINDS, f"expected one of {', '.join(KINDS)}"),
    "before": (_is_text, "expected a text"),
    "after": (_is_text, "expected a text"),
}
