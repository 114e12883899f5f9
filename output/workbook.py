"""The programme as a workbook for spreadsheet programs: `programme.xlsx`.

openpyxl builds the parts; their bytes are ours to guarantee: they must depend neither on the clock, nor on whether
lxml happens to be installed (openpyxl then writes the same XML in other words), nor on how zlib packs.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from data.apostrophes import FORMULA_STARTS
from output.tables import COLUMNS, rows
from output.view import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from output.view import PublicView

MOST_UNITS = 32_767
"""What a cell holds, in UTF-16 units."""

_WIDTHS = (14, 70, 18, 22, 22, 16, 24, 40)
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheet programs read as another character, such as `_x0041_` (ECMA-376, part 1, 22.9.2.19)."""


def programme_xlsx(view: PublicView) -> bytes:
    """Return the rows of `programme.csv` as a workbook: every cell is text, and none a formula.

    A text that does not fit into a cell is cut, and then ends in `…`. Times of the file are those of the revision.
    """
    book = Workbook()
    revised = view.revised.replace(tzinfo=None)
    book.properties.creator = line(view.name)
    book.properties.created = book.properties.modified = revised
    add_table(
        book.worksheets[0],
        "Programme",
        tuple(zip(COLUMNS, _WIDTHS, strict=True)),
        (tuple(map(line, row)) for row in rows(view)),
    )
    return packed(book)


def add_table(
    sheet: Worksheet, title: str, columns: Iterable[tuple[str, int]], body: Iterable[tuple[str, ...]]
) -> None:
    """Write a table into an empty sheet: headings with their widths, then rows of texts without control characters."""
    sheet.title = title
    sheet.freeze_panes = "A2"
    head = []
    for number, (heading, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        head.append(_cell(sheet, heading))
        head[-1].font = Font(bold=True)
    sheet.append(head)
    for row in body:
        sheet.append([_cell(sheet, text) if text else None for text in row])


def packed(book: Workbook) -> bytes:
    """Return the bytes of a workbook of texts: the same wherever and whenever it is written."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        _InMemory(book, archive).save()
    return _settled(file)


def _cell(sheet: Worksheet, text: str) -> Cell:
    """A cell whose text stays one: typed as text, and also when somebody edits it (`quotePrefix`)."""
    escaped = _ESCAPE.sub("_x005F_", text)
    units = escaped.encode("utf-16-le")
    if len(units) > 2 * MOST_UNITS:
        escaped = units[: 2 * (MOST_UNITS - 1)].decode("utf-16-le", "ignore") + "…"
    cell = Cell(sheet, row=1, column=1, value=escaped)
    cell.data_type = "s"
    if text[:1] in FORMULA_STARTS:
        cell.quotePrefix = True
    return cell


class _InMemory(ExcelWriter):
    """Writes sheets without a file beside, which a full disk or a killed process would leave behind."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Add the only kind of sheet there is here: cells, without drawings."""
        ws._drawing = SpreadsheetDrawing()  # type: ignore[attr-defined]
        part = io.BytesIO()
        writer = WorksheetWriter(ws, part)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], part.getvalue())  # type: ignore[attr-defined]
        self.manifest.append(ws)


def _settled(file: io.BytesIO) -> bytes:
    """The same archive with canonical XML, unpacked and with the earliest time that a zip can say."""
    settled = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(settled, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name)
            member.create_system = 0
            target.writestr(member, canonicalize(archive.read(name).decode("utf-8")))
    return settled.getvalue()
