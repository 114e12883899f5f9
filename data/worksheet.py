"""Cells of a workbook's first sheet, written anew with everything else as it was.

The sheet's XML (ECMA-376, part 1, 18.3.1) is cut at the places that a parser tells, and only the cells concerned are
written; openpyxl would lose charts, and the values stored with formulas. The archive is written unpacked and without
times: its bytes depend on nothing but what is in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from data.readers.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_STYLE = re.compile(rb"""\ss=(?:"(\d+)"|'(\d+)')""")
_CHAIN = re.compile(rb"""<(?:Override|Relationship)\b[^>]*calcChain[^>]*?(?:/>|>\s*</(?:Override|Relationship)>)""")
"""What names the order in which formulas are worked out, a part that programs make anew where it is missing."""


@dataclass(slots=True)
class _Cell:
    column: int
    start: int
    end: int = 0


@dataclass(slots=True)
class _Row:
    number: int
    start: int
    end: int = 0
    cells: list[_Cell] = field(default_factory=list)


class _Places:
    """Where the rows and cells of a sheet begin and end, in bytes."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.rows: list[_Row] = []
        self.data = (0, 0)
        self.prefix = b""
        self._depth: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse
        try:
            self._parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise Unreadable("expected a workbook whose first sheet can be read") from error
        if not self.data[1]:
            raise Unreadable("expected a workbook whose first sheet has rows")

    def _refuse(self, *_: object) -> None:
        raise Unreadable("expected a workbook without entities of its own")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        self._depth.append(local)
        at = self._parser.CurrentByteIndex
        if self._depth == ["worksheet", "sheetData"]:
            self.prefix = f"{prefix}:".encode() if prefix else b""
            self.data = (at, 0)
        elif self._depth == ["worksheet", "sheetData", "row"]:
            number = int(attributes.get("r", 0)) or (self.rows[-1].number + 1 if self.rows else 1)
            self.rows.append(_Row(number, at))
        elif self._depth == ["worksheet", "sheetData", "row", "c"]:
            cells = self.rows[-1].cells
            letters = attributes.get("r", "").rstrip("0123456789")
            column = column_index_from_string(letters) if letters else (cells[-1].column + 1 if cells else 1)
            cells.append(_Cell(column, at))

    def _end(self, name: str) -> None:
        if self._depth == ["worksheet", "sheetData"]:
            self.data = (self.data[0], self._after(self.data[0]))
        elif self._depth == ["worksheet", "sheetData", "row"]:
            self.rows[-1].end = self._after(self.rows[-1].start)
        elif self._depth == ["worksheet", "sheetData", "row", "c"]:
            cell = self.rows[-1].cells[-1]
            cell.end = self._after(cell.start)
        self._depth.pop()

    def _after(self, start: int) -> int:
        """The byte behind the element that began at `start` and ends now."""
        tag = self.tag(start)
        return start + len(tag) if tag.endswith(b"/>") else self.xml.index(b">", self._parser.CurrentByteIndex) + 1

    def tag(self, start: int) -> bytes:
        """The start tag at a byte."""
        found = _TAG.match(self.xml, start)
        assert found is not None
        return found[0]


def with_cells(content: bytes, cells: Mapping[int, Mapping[int, str]]) -> bytes:
    """Return a workbook with these texts in its first sheet, by row and column (both from 1); empty ones are emptied.

    A row that is not there yet is given the styles of the row before it. Raise Unreadable where the sheet is none.
    """
    name = _first_sheet(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        chain = "xl/calcChain.xml" in archive.namelist()
        for member in archive.namelist():
            if member == "xl/calcChain.xml":
                continue
            part = archive.read(member)
            if member == name:
                part = _spliced(part, cells)
            elif chain and member in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
                part = _CHAIN.sub(b"", part)
            entry = zipfile.ZipInfo(member)
            entry.create_system = 0
            target.writestr(entry, part)
    return packed.getvalue()


def _first_sheet(content: bytes) -> str:
    """The name of the part that holds the first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    return str(book.worksheets[0]._worksheet_path).lstrip("/")  # type: ignore[attr-defined]


def _spliced(xml: bytes, cells: Mapping[int, Mapping[int, str]]) -> bytes:
    places = _Places(xml)
    start, end = places.data
    tag = places.tag(start)
    parts = [xml[:start], tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag]
    at = start + len(tag)
    waiting = sorted(cells)
    before: _Row | None = None
    for row in places.rows:
        parts.append(xml[at : row.start])
        while waiting and waiting[0] < row.number:
            number = waiting.pop(0)
            parts.append(_new_row(places, number, cells[number], before))
        if waiting and waiting[0] == row.number:
            parts.append(_changed_row(places, row, cells[waiting.pop(0)], before))
        else:
            parts.append(xml[row.start : row.end])
        at, before = row.end, row
    parts += [_new_row(places, number, cells[number], before) for number in waiting]
    if tag.endswith(b"/>"):
        parts.append(b"</" + places.prefix + b"sheetData>")
    parts += [xml[at:end], xml[end:]]
    return b"".join(parts)


def _styles(places: _Places, row: _Row | None) -> dict[int, bytes]:
    found = {}
    for cell in row.cells if row else ():
        match = _STYLE.search(places.tag(cell.start))
        if match is not None:
            found[cell.column] = match[1] or match[2]
    return found


def _new_row(places: _Places, number: int, cells: Mapping[int, str], before: _Row | None) -> bytes:
    styles = _styles(places, before)
    written = b"".join(
        _cell(places, number, column, cells[column], styles.get(column, b"")) for column in sorted(cells)
    )
    return b"<" + places.prefix + f'row r="{number}">'.encode() + written + b"</" + places.prefix + b"row>"


def _changed_row(places: _Places, row: _Row, cells: Mapping[int, str], before: _Row | None) -> bytes:
    tag = places.tag(row.start)
    styles = {**_styles(places, before), **_styles(places, row)}
    written = {cell.column: places.xml[cell.start : cell.end] for cell in row.cells}
    for column, text in cells.items():
        written[column] = _cell(places, row.number, column, text, styles.get(column, b""))
    opened = (tag[:-2] if tag.endswith(b"/>") else tag[:-1]).rstrip()
    opened = re.sub(rb"""\sspans=(?:"[^"]*"|'[^']*')""", b"", opened) + b">"
    return opened + b"".join(written[column] for column in sorted(written)) + b"</" + places.prefix + b"row>"


def _cell(places: _Places, row: int, column: int, text: str, style: bytes) -> bytes:
    p = places.prefix
    begun = b"<" + p + f'c r="{get_column_letter(column)}{row}"'.encode() + (b' s="' + style + b'"' if style else b"")
    if not text:
        return begun + b"/>"
    words = escape(text).encode("ascii", "xmlcharrefreplace")
    t = b"<" + p + b"is><" + p + b't xml:space="preserve">' + words + b"</" + p + b"t></" + p + b"is>"
    return begun + b' t="inlineStr">' + t + b"</" + p + b"c>"
