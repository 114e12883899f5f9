"""A table of the forum folder that can be changed and written back, with everything else of its file as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.apostrophes import harmless, unquoted
from data.problems import InputProblem, InputProblems
from data.readers.cells import DateForm
from data.readers.columns import ALIKE, COLUMNS, ROUTED
from data.readers.forum_toml import FILE, read_frame
from data.readers.tables import (
    MOST_LETTERS,
    Unreadable,
    content_of,
    decoded,
    find_table,
    heading,
    not_worked_out,
    separator_of,
    without_separator_line,
    workbook_rows,
)
from data.worksheet import with_cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINE_END = "\r\n"
"""Of a table that is begun (RFC 4180)."""

KNOWN = {**COLUMNS, **ROUTED, "alike": ALIKE}
"""The tables of which it is known what columns they have."""

_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What neither a text file nor a workbook can hold (XML 1.0, 2.2)."""


def unwritable(text: str) -> str | None:
    """Return why no table can hold this text in a cell, None where one can."""
    found = _NO_CELL.search(text)
    if found is not None:
        return f"expected text without control characters (U+{ord(found[0]):04X})"
    if len(harmless(text.strip())) > MOST_LETTERS:
        return f"expected at most {MOST_LETTERS:,} characters; there are {len(text):,}"
    return not_worked_out(harmless(text.strip()))


class EditedTable:
    """A table of the folder as text cells: read, changed, and written back.

    `columns` are the headings that are known (KNOWN), of a table that is not known there all of them; `rows` hold
    the cells of the rows that are not blank, as the readers take them, without empty ones. Of a CSV file each record
    that is not changed keeps its bytes, of a workbook all but the cells that are changed.
    """

    def __init__(self, path: Path, name: str, file: _TextFile | _Workbook, *, known: bool) -> None:
        self.path = path
        self.name = name
        self._file = file
        records = [[cell.strip() for cell in record] for record in file.records()]
        filled = [number for number, record in enumerate(records, start=1) if any(record)]
        self._heading = filled[0] if filled else 1
        names = [heading(cell) for cell in records[self._heading - 1]] if records else []
        while names and not names[-1]:
            names.pop()
        wanted = {column.name for column in KNOWN[name]} if known else set(names) - {""}
        self._places: dict[str, int] = {}
        for place, column in enumerate(names):
            if column in wanted:
                self._places.setdefault(column, place)
        # A new column goes behind all cells, also those that have no heading and would become its own.
        ends = (next((n for n in range(len(record), 0, -1) if record[n - 1]), 0) for record in records)
        self._width = max(len(names), *ends) if records else 0
        self._numbers = filled[1:]
        self.rows: list[dict[str, str]] = [
            {
                column: cell
                for column, place in self._places.items()
                if place < len(record) and (cell := unquoted(record[place]).strip())
            }
            for record in (records[number - 1] for number in self._numbers)
        ]

    @classmethod
    def read(cls, folder: Path, name: str, columns: tuple[str, ...] = ()) -> EditedTable:
        """Read a table of a folder; one that is not there is an empty CSV file with all its columns.

        `columns` are those of a table that is not known.

        Raises InputProblems where its file cannot be read, or where there are two.
        """
        problems: list[InputProblem] = []
        path = find_table(folder, name, problems)
        if problems:
            raise InputProblems(problems)
        if path is None:
            heads = [column.name for column in KNOWN.get(name, ())] or list(columns)
            return cls(folder / f"{name}.csv", name, _TextFile.begun(heads), known=False)
        try:
            content = content_of(path)
            if path.suffix == ".xlsx":
                dates = read_frame(folder, []).dates if (folder / FILE).exists() else DateForm()
                return cls(path, name, _Workbook(content, dates), known=name in KNOWN)
            return cls(path, name, _TextFile(content, name), known=name in KNOWN)
        except Unreadable as error:
            raise InputProblems([InputProblem(path.name, 0, "", "", str(error))]) from error

    @property
    def columns(self) -> list[str]:
        """The headings that there are, in their order."""
        return sorted(self._places, key=lambda column: self._places[column])

    @property
    def changed(self) -> bool:
        """Whether anything was set, appended or removed."""
        return self._file.changed

    def number(self, index: int) -> int:
        """Return the number of a row in its file, as spreadsheet programs count."""
        return self._numbers[index]

    def set(self, index: int, column: str, text: str) -> None:
        """Change a cell; a column that is not there yet is added at the end.

        Raises ValueError for a text that no table can hold.
        """
        wrong = unwritable(text)
        if wrong is not None:
            raise ValueError(wrong)
        clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if clean == self.rows[index].get(column, ""):
            return
        if column not in self._places:
            self._file.write(self._heading, self._width, column)
            self._places[column] = self._width
            self._width += 1
        self._file.write(self._numbers[index], self._places[column], harmless(clean))
        if clean:
            self.rows[index][column] = clean
        else:
            del self.rows[index][column]

    def append(self, cells: Mapping[str, str]) -> int:
        """Add a row behind the last that holds anything, and return its index."""
        number = (self._numbers[-1] if self._numbers else self._heading) + 1
        self._file.insert(number, self._width)
        self._numbers.append(number)
        self.rows.append({})
        index = len(self.rows) - 1
        for column, text in cells.items():
            self.set(index, column, text)
        return index

    def remove(self, index: int) -> None:
        """Take a row out; those behind it move up by one index. In a workbook the row stays there, empty."""
        moved = self._file.remove(self._numbers.pop(index))
        del self.rows[index]
        if moved:
            self._numbers[index:] = [number - 1 for number in self._numbers[index:]]

    def to_bytes(self) -> bytes:
        """Return the file, the same bytes where nothing was changed."""
        return self._file.to_bytes()


class _Record:
    """A record of a text file: its cells as they are written, with their quotes, and its line end."""

    __slots__ = ("end", "fields")

    def __init__(self, fields: list[str], end: str) -> None:
        self.fields = fields
        self.end = end


class _TextFile:
    """A CSV file as records that keep their text."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        text = decoded(content)
        try:
            content.decode("utf-8-sig")
            self._encoding = "utf-8-sig" if content.startswith(BYTE_ORDER_MARK) else "utf-8"
        except UnicodeDecodeError:
            self._encoding = "cp1252"
        self._separator = separator_of(text, name)
        plain = without_separator_line(text)
        self._first = text[: len(text) - len(plain)]
        self._records = _split(plain, self._separator)
        self._end = next((record.end for record in self._records if record.end), LINE_END)
        self.changed = False

    @classmethod
    def begun(cls, heads: list[str]) -> _TextFile:
        """A file with these headings."""
        file = cls((",".join(heads or ["id"]) + LINE_END).encode(), "")
        if not heads:
            file._records[0].fields = []
        return file

    def records(self) -> list[list[str]]:
        """The cells of all records, unquoted; the first is row 1."""
        return [[_read(field) for field in record.fields] for record in self._records]

    def write(self, number: int, place: int, text: str) -> None:
        """Write a cell of a record, which is made long enough."""
        fields = self._records[number - 1].fields
        fields += [""] * (place + 1 - len(fields))
        fields[place] = self._written(text)
        self.changed = True

    def _written(self, text: str) -> str:
        if any(letter in text for letter in (self._separator, '"', "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text

    def insert(self, number: int, width: int) -> None:
        """Put an empty record before the one that has this number now."""
        before = self._records[number - 2]
        self._records.insert(number - 1, _Record([""] * width, before.end))
        before.end = before.end or self._end
        self.changed = True

    def remove(self, number: int) -> bool:
        """Take a record out; those behind it get lower numbers."""
        gone = self._records.pop(number - 1)
        if number > len(self._records) and not gone.end:
            self._records[-1].end = ""
        self.changed = True
        return True

    def to_bytes(self) -> bytes:
        """The file: in its encoding, or in UTF-8 with byte order mark where that cannot say the texts."""
        if not self.changed:
            return self._content
        text = self._first + "".join(self._separator.join(record.fields) + record.end for record in self._records)
        try:
            return text.encode(self._encoding)
        except UnicodeEncodeError:
            return text.encode("utf-8-sig")


def _split(text: str, separator: str) -> list[_Record]:
    """The records of a text: a cell that begins with a quote goes on to the quote that closes it."""
    field = re.compile(rf'(?:"(?:[^"]|"")*(?:"|\Z))?[^{re.escape(separator)}\r\n]*')
    records = []
    fields: list[str] = []
    at = 0
    while at < len(text):
        match = field.match(text, at)
        assert match is not None  # an empty cell matches too
        fields.append(match[0])
        at = match.end()
        if text.startswith(separator, at):
            at += 1
            if at == len(text):
                fields.append("")
        else:
            end = "\r\n" if text.startswith("\r\n", at) else text[at : at + 1]
            records.append(_Record(fields, end))
            fields = []
            at += len(end)
    if fields:
        records.append(_Record(fields, ""))
    return records


def _read(field: str) -> str:
    """The text of a cell that is written so."""
    if not field.startswith('"'):
        return field
    closed = re.match(r'"((?:[^"]|"")*)"?', field)
    assert closed is not None
    return closed[1].replace('""', '"') + field[closed.end() :]


class _Workbook:
    """The first sheet of a workbook, and what is to be written into it."""

    def __init__(self, content: bytes, dates: DateForm) -> None:
        self._content = content
        self._records = workbook_rows(content, dates)
        self._cells: dict[int, dict[int, str]] = {}

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._cells)

    def records(self) -> list[list[str]]:
        """The cells of all rows; the first is row 1."""
        return self._records

    def write(self, number: int, place: int, text: str) -> None:
        """Write a cell."""
        self._cells.setdefault(number, {})[place + 1] = text

    def insert(self, number: int, width: int) -> None:
        """Begin a row: nothing stands there."""

    def remove(self, number: int) -> bool:
        """Empty a row, which keeps its place, as do all others: formulas and formats name them."""
        width = max(map(len, self._records))
        self._cells.setdefault(number, {}).update(dict.fromkeys(range(1, width + 1), ""))
        return False

    def to_bytes(self) -> bytes:
        """The workbook with what was written."""
        return with_cells(self._content, self._cells) if self._cells else self._content
