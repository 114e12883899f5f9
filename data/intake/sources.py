"""The files that are given to an import, opened once: as JSON, as XML, or as sheets of text cells."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from data.readers.tables import MOST_COLUMNS, MOST_ROWS, Unreadable, content_of, decoded, sheets_of_workbook

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a CSV file as a whole: its name, and its rows as text cells; row 1 comes first."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Source:
    """A file that is to be imported: its name without the folder, and its bytes."""

    name: str
    content: bytes

    @classmethod
    def of(cls, path: Path) -> Source:
        """Read a file; raise Unreadable where it is none, too large, or refused."""
        return cls(path.name, content_of(path))

    @property
    def is_workbook(self) -> bool:
        """Whether it is a zip archive, as workbooks are."""
        return self.content.startswith(b"PK")

    @cached_property
    def text(self) -> str:
        """The file as text: UTF-8, UTF-16 with a byte order mark, or Windows-1252; raise Unreadable for others.

        A stray zero byte in it is dropped.
        """
        if self.content.startswith((b"\xff\xfe", b"\xfe\xff")):
            try:
                return self.content.decode("utf-16")
            except UnicodeDecodeError as error:
                raise Unreadable("expected UTF-8, UTF-16 or Windows-1252") from error
        stray = self.content.count(b"\0")
        return decoded(self.content.replace(b"\0", b"") if 100 * stray < len(self.content) else self.content)

    @cached_property
    def json(self) -> Any:
        """What the file says as JSON, None where it is no JSON."""
        if self.is_workbook or self.content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def xml(self) -> Element | None:
        """The root of the file as XML, None where it is no XML; raise Unreadable for entities and the like."""
        if self.is_workbook or self.content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] != b"<":
            return None
        try:
            root: Element = defusedxml.ElementTree.fromstring(self.content, forbid_dtd=False)
        except DefusedXmlException as error:
            raise Unreadable("expected XML without entities of its own; this file was not taken") from error
        except (ParseError, LookupError, ValueError):
            return None
        return root

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of a workbook, or the CSV file as one; raise Unreadable where it is neither.

        Real dates of a workbook are written year first, as in 2020-06-22 13:30.
        """
        if self.is_workbook:
            found = sheets_of_workbook(self.content)
            return tuple(Sheet(name, tuple(map(tuple, rows))) for name, rows in found)
        return (Sheet(self.name, _csv_rows(self.text)),)


def _csv_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a CSV file whose separator is the one that makes the most of its first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max((",", ";", "\t"), key=lambda each: len(next(csv.reader([first], delimiter=each))))
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(tuple(row))
            if len(rows) > MOST_ROWS + 1:
                raise Unreadable(f"expected at most {MOST_ROWS:,} rows; there are more")
            if len(row) > 5 * MOST_COLUMNS:
                raise Unreadable(f"expected at most {5 * MOST_COLUMNS} columns; there are more")
    except csv.Error as error:
        raise Unreadable(f"expected a table whose quotes open and close around whole cells: {error}") from error
    return tuple(rows)
