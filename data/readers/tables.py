"""A table of the forum folder, `.csv` or `.xlsx`, as rows of text cells by heading."""

from __future__ import annotations

import csv
import io
import os
import re
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import openpyxl
import pandas as pd

from data.apostrophes import unquoted
from data.nearest import nearest
from data.problems import InputProblem, Origin
from data.readers.cells import DateForm
from data.readers.columns import COLUMNS, ROUTED, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 300_000_000
MOST_ROWS = 200_000
MOST_LONG_ROWS = 1_000_000
MOST_COLUMNS = 100
MOST_LETTERS = 32_767
"""What a cell of a spreadsheet program can hold."""

FORMS = (".csv", ".xlsx")

T = TypeVar("T")
D = TypeVar("D")

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_NO_VALUE = "#FORMULA!"
"""Stands for a formula of a workbook beside which no value is stored."""
_SEPARATOR_LINE = re.compile(r"\A\"?sep=[,;\t]\"?[,;\t]*(?=[\r\n])", re.IGNORECASE)
"""The first line by which a table tells Excel its separator."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
"""The element of a formula in a worksheet (ECMA-376, part 1, 18.3.1.40)."""


class Unreadable(ValueError):
    """A file that cannot be taken as a table at all; the message says what was expected."""


@dataclass(slots=True)
class Row:
    """One row: its cells by heading, without white space around them, and the problems found in it."""

    file: str
    number: int
    cells: dict[str, str]
    problems: list[InputProblem]
    wrong: set[str] = field(default_factory=set)
    """The columns whose cell could not be taken."""

    @property
    def origin(self) -> Origin:
        """Where the row stands."""
        return Origin(self.file, self.number)

    def problem(self, column: str, found: str, expected: str, *, note: bool = False) -> None:
        """Report what is wrong with a cell."""
        self.problems.append(InputProblem(self.file, self.number, column, found, expected, note))
        if not note:
            self.wrong.add(column)

    def text(self, column: str) -> str:
        """Return the cell as it is written, empty where it or its column is missing."""
        return self.cells.get(column, "")

    def read(self, column: str, form: Callable[[str], T], default: D) -> T | D:
        """Read a cell in a form; an empty one, and one that is wrong and reported, gives the default."""
        found = self.cells.get(column)
        if not found:
            return default
        try:
            return form(found)
        except ValueError as error:
            self.problem(column, found, str(error))
            return default

    def read_list(self, column: str, form: Callable[[str], T]) -> tuple[T, ...]:
        """Read the parts of a cell that are joined by `;`, each in a form and once; report wrong ones."""
        found = self.cells.get(column)
        if not found:
            return ()
        values: dict[T, None] = {}
        for part in found.split(";"):
            item = part.strip()
            if item:
                try:
                    values[form(item)] = None
                except ValueError as error:
                    self.problem(column, item, str(error))
        return tuple(values)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table that are not blank; `name` is that of the table, `file` that of its file."""

    name: str
    file: str
    rows: tuple[Row, ...] = ()
    unreadable: bool = False

    @property
    def without_ids(self) -> bool:
        """Whether the file is there, but nothing can be known of the ids in it."""
        return self.unreadable or (bool(self.rows) and not any(row.text("id") for row in self.rows))


@dataclass(frozen=True, slots=True)
class LongColumn:
    """A column of a long table: its distinct cells, without white space around them, and which of them each row has."""

    values: tuple[str, ...]
    codes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LongTable:
    """The rows of a table of very many rows, by column: their numbers in the file, and their cells by heading."""

    file: str
    numbers: NDArray[np.int64]
    columns: Mapping[str, LongColumn]
    problems: list[InputProblem]

    def told(self, column: str, wrong: Callable[[str], str | None]) -> NDArray[np.bool_]:
        """Report each cell of a column that is wrong, once for all rows that have it; return which rows are right.

        `wrong` says what was expected instead, None where a cell is right.
        """
        mine = self.columns[column]
        used, first, counts = np.unique(mine.codes, return_index=True, return_counts=True)
        right = np.ones(len(mine.values), dtype=np.bool_)
        for code, row, count in zip(used.tolist(), first.tolist(), counts.tolist(), strict=True):
            expected = wrong(mine.values[code])
            if expected is not None:
                right[code] = False
                more = f" (so in {count:,} rows)" if count > 1 else ""
                number = int(self.numbers[row])
                self.problems.append(InputProblem(self.file, number, column, mine.values[code], expected + more))
        return right[mine.codes]


def find_table(folder: Path, name: str, problems: list[InputProblem]) -> Path | None:
    """Return the file of a table, or None where there is none; report it where there are two."""
    there = [folder / f"{name}{form}" for form in FORMS if os.path.lexists(folder / f"{name}{form}")]
    if len(there) > 1:
        both = " and ".join(path.name for path in there)
        problems.append(InputProblem(there[0].name, 0, "", "", f"expected one of {both}, not both"))
    return there[0] if there else None


def read_table(
    path: Path,
    name: str,
    dates: DateForm,
    problems: list[InputProblem],
    columns: tuple[Column, ...] | None = None,
) -> Table:
    """Read the table `name` from a file, with all problems of its form; without rows where it is unreadable.

    `dates` is how real dates of a workbook are written down; `columns` are those of a table that is not in COLUMNS.
    """
    known = (ROUTED[name] if name in ROUTED else COLUMNS[name]) if columns is None else columns
    try:
        records = _records(path, known, dates)
        return Table(name, path.name, tuple(_rows(path.name, known, records, problems)))
    except Unreadable as error:
        problems.append(InputProblem(path.name, 0, "", "", str(error)))
        return Table(name, path.name, unreadable=True)


def read_long_table(path: Path, name: str, dates: DateForm, problems: list[InputProblem]) -> LongTable | None:
    """Read a table of up to MOST_LONG_ROWS rows by column; None, and reported, where it is unreadable."""
    columns = COLUMNS[name]
    try:
        content = content_of(path)
        if path.suffix == ".xlsx":
            frame = _frame_of_records(_records_of_workbook(content, dates, MOST_LONG_ROWS))
        else:
            frame = _frame_of_text(decoded(content), columns, MOST_LONG_ROWS, "category")
        return _long(path.name, columns, frame, problems)
    except Unreadable as error:
        problems.append(InputProblem(path.name, 0, "", "", str(error)))
        return None


def _frame_of_records(records: list[list[str]]) -> pd.DataFrame:
    width = max(map(len, records), default=0)
    return pd.DataFrame(
        {n: pd.Categorical([record[n] if n < len(record) else "" for record in records]) for n in range(width)}
    )


def _long(file: str, columns: tuple[Column, ...], frame: pd.DataFrame, problems: list[InputProblem]) -> LongTable:
    cells = [_long_column(frame[column]) for column in frame]
    filled = np.zeros(len(frame), dtype=np.bool_)
    for cell in cells:
        filled |= np.array([bool(value) for value in cell.values])[cell.codes]
    rows = np.flatnonzero(filled)
    if not len(rows):
        raise Unreadable("expected a heading line; this file is empty")
    record = [cell.values[cell.codes[rows[0]]] for cell in cells]
    body = rows[1:]
    inside = [
        next((cell.values[code] for code in np.unique(cell.codes[body]) if cell.values[code]), "") for cell in cells
    ]
    names = _headings(file, columns, int(rows[0]) + 1, record, [inside], problems)
    found = {name: LongColumn(cell.values, cell.codes[body]) for name, cell in zip(names, cells, strict=False) if name}
    table = LongTable(file, body + 1, found, problems)
    for column in columns:
        if column.name in found:
            table.told(column.name, lambda value, column=column: _wrong(column, value))  # type: ignore[misc]
    if any(inside[len(names) :]):
        beyond = next(cell for cell in inside[len(names) :] if cell)
        problems.append(InputProblem(file, 0, "", beyond, "expected nothing after the last column"))
    return table


def _long_column(cells: pd.Series) -> LongColumn:
    """The cells of a column, each distinct one once; those that are missing are empty."""
    index: dict[str, int] = {}
    found = [index.setdefault(unquoted(str(value).strip()).strip(), len(index)) for value in cells.cat.categories]
    found.append(index.setdefault("", len(index)))
    return LongColumn(tuple(index), np.array(found, dtype=np.int64)[cells.cat.codes.to_numpy()])


def _wrong(column: Column, value: str) -> str | None:
    """Say what is expected instead of a cell that nothing can be made of."""
    if not value:
        return f"expected {column.form.replace('`', '')}; this cell is empty" if column.needed else None
    if len(value) > MOST_LETTERS:
        return f"expected at most {MOST_LETTERS:,} characters; there are {len(value):,}"
    return not_worked_out(value)


def not_worked_out(value: str) -> str | None:
    """Return what was expected where a cell holds a spreadsheet program's word for no value, else None."""
    if value == _NO_VALUE:
        return "expected a value; no value is stored with this formula: open and save it in a spreadsheet program"
    return "expected a value; the spreadsheet program could not work it out" if value in _ERRORS else None


def content_of(path: Path) -> bytes:
    """Return the bytes of a file; raise Unreadable where it is none, too large, or refused."""
    try:
        if not path.is_file():
            raise Unreadable("expected a file" + (", and not a link to none" if path.is_symlink() else ""))
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"expected a file that can be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise Unreadable(f"expected at most {MOST_BYTES // 1_000_000} MB; this file is larger")
    return content


def decoded(content: bytes) -> str:
    """Return UTF-8 (with or without byte order mark) or Windows-1252 as text; raise Unreadable for others."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("expected UTF-8 or Windows-1252; this is UTF-16: save the file as UTF-8")
    if b"\x00" in content:
        raise Unreadable("expected text; there are zero bytes in this file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise Unreadable(f"expected UTF-8 or Windows-1252; line {line} is neither") from error


def heading(found: str) -> str:
    """Return a heading as it is known: small letters, blanks and hyphens as underscores."""
    return re.sub(r"[\s_-]+", "_", found.strip()).casefold().strip("_")


def separator_of(text: str, name: str) -> str:
    """Return what separates the cells of a table's file; raise Unreadable where it has no heading line."""
    return _separator(_SEPARATOR_LINE.sub("", text), COLUMNS.get(name, ROUTED.get(name, ())))[0]


def without_separator_line(text: str) -> str:
    """Return a file's text with its line `sep=;`, if it has one, blank."""
    return _SEPARATOR_LINE.sub("", text)


def workbook_rows(content: bytes, dates: DateForm) -> list[list[str]]:
    """Return all rows of the first sheet as text, also blank ones; the first is row 1; raise Unreadable."""
    return _records_of_workbook(content, dates, MOST_ROWS)


def _records(path: Path, columns: tuple[Column, ...], dates: DateForm) -> list[list[str]]:
    """All rows of a file as text, also blank ones; the first is row 1."""
    content = content_of(path)
    if path.suffix == ".xlsx":
        return _records_of_workbook(content, dates, MOST_ROWS)
    text = decoded(content)
    records = _frame_of_text(text, columns, MOST_ROWS, object).to_numpy().tolist()
    _check_quotes(text, _separator(text, columns)[0])
    return [[cell if isinstance(cell, str) else "" for cell in record] for record in records]


def _check_quotes(text: str, separator: str) -> None:
    """Raise Unreadable for a quote that swallows lines and ends in the midst of another cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row, line = 1, 0
    try:
        for row, _ in enumerate(reader, start=2):  # noqa: B007
            line = reader.line_num
    except csv.Error as error:
        lines = reader.line_num - line
        if "expected after" in str(error) and lines > 1:
            raise Unreadable(
                f"expected a closing quote: a cell of row {row} goes on for {lines} lines and ends within a cell"
            ) from error


def _frame_of_text(text: str, columns: tuple[Column, ...], most_rows: int, dtype: object) -> pd.DataFrame:
    text = _SEPARATOR_LINE.sub("", text)  # blank instead, so that rows keep their numbers
    separator, width = _separator(text, columns)
    if width > MOST_COLUMNS:
        raise Unreadable(f"expected at most {MOST_COLUMNS} columns; there are {width}")
    width += 1  # one more, so that a cell beyond the last heading is seen

    def parse(engine: str, **more: object) -> pd.DataFrame:
        return pd.read_csv(  # type: ignore[call-overload, no-any-return]
            io.StringIO(text, newline=""),
            sep=separator,
            header=None,
            names=list(range(width)),
            index_col=False,
            dtype=dtype,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            nrows=most_rows + 2,
            engine=engine,
            **more,
        )

    def cut(fields: list[str]) -> list[str]:
        beyond = next((part for part in fields[width - 1 :] if part.strip()), "")
        return [*fields[: width - 1], beyond]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            try:
                frame = parse("c")
            except pd.errors.ParserError as error:
                if "EOF inside string" in str(error):
                    row = int(str(error).rsplit(" ", 1)[1]) + 1
                    raise Unreadable(f"expected a closing quote: a cell of row {row} never ends") from error
                frame = parse("python", on_bad_lines=cut)
    except (pd.errors.ParserError, pd.errors.ParserWarning, csv.Error) as error:
        raise Unreadable(f"expected a table whose quotes open and close around whole cells: {error}") from error
    if len(frame) > most_rows + 1:
        raise Unreadable(f"expected at most {most_rows:,} rows; there are more, blank ones counted")
    return frame


def _separator(text: str, columns: tuple[Column, ...]) -> tuple[str, int]:
    """The separator that gives the most known headings, then the most headings, and how many it gives."""
    known = {column.name for column in columns}
    lines = re.finditer(r"[^\r\n]+", text)
    begin = next((match.start() for match in lines if match[0].strip(' \t,;"')), None)
    if begin is None:
        raise Unreadable("expected a heading line; this file is empty")
    line = text[begin : begin + MOST_COLUMNS * 200]
    found = []
    for separator in (",", ";", "\t"):
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=separator))
        found.append((sum(heading(cell) in known for cell in cells), len(cells), separator))
    best = max(found, key=lambda entry: entry[:2])
    return best[2], best[1]


def sheets_of_workbook(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return the name and the rows of every visible sheet of a workbook, dates year first; raise Unreadable if none.

    A formula without a value is an empty cell.
    """
    _check_archive(content)
    found = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            for sheet in workbook.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()
                limits = {"max_row": MOST_ROWS + 2, "max_col": 5 * MOST_COLUMNS}
                rows = [
                    [_cell_text(value, DateForm()) for value in _filled(row)]
                    for row in sheet.iter_rows(**limits, values_only=True)
                ]
                if len(rows) > MOST_ROWS + 1:
                    raise Unreadable(f"expected at most {MOST_ROWS:,} rows in a sheet; there are more")
                found.append((sheet.title, rows))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise Unreadable(f"expected a workbook (.xlsx) that can be read: {type(error).__name__}") from error
    return found


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("expected a workbook (.xlsx); this is none") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise Unreadable(f"expected a workbook that unpacks to at most {MOST_UNPACKED_BYTES // 1_000_000} MB")


def _records_of_workbook(content: bytes, dates: DateForm, most_rows: int) -> list[list[str]]:
    _check_archive(content)
    records: list[list[str]] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which do not count here
            for cells in _cells(content, most_rows, values_only=True):
                records.append([_cell_text(value, dates) for value in _filled(cells)])
            if _has_formulas(content):
                _mark_formulas(records, content, most_rows)
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise Unreadable(f"expected a workbook (.xlsx) that can be read: {type(error).__name__}") from error
    if len(records) > most_rows + 1:
        raise Unreadable(f"expected at most {most_rows:,} rows; there are more, blank ones counted")
    if any(len(record) > MOST_COLUMNS and record[MOST_COLUMNS] for record in records):
        raise Unreadable(f"expected at most {MOST_COLUMNS} columns; there are more")
    return records


def _cells(content: bytes, most_rows: int, *, values_only: bool, data_only: bool = True) -> Iterator[tuple[Any, ...]]:
    """The rows of the first sheet: values, or cells; formulas as the values stored with them, or as they are."""
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()
    # Limits go into the reading itself: a tiny file may claim a cell in the last of a million rows.
    return cast(
        "Iterator[tuple[Any, ...]]",
        sheet.iter_rows(max_row=most_rows + 2, max_col=MOST_COLUMNS + 1, values_only=values_only),
    )


def _filled(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """The cells of a row up to the last that holds anything."""
    return cells[: next((n for n in range(len(cells), 0, -1) if cells[n - 1] is not None), 0)]


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(
            _FORMULA.search(archive.read(entry)) for entry in archive.infolist() if "worksheets/" in entry.filename
        )


def _mark_formulas(records: list[list[str]], content: bytes, most_rows: int) -> None:
    """Put `_NO_VALUE` where a formula has no value; a formula that gives the empty text has the type `str`."""
    stored = _cells(content, most_rows, values_only=False)
    formulas = _cells(content, most_rows, values_only=False, data_only=False)
    for record, cells, same in zip(records, stored, formulas, strict=False):
        for number, (cell, formula) in enumerate(zip(cells, same, strict=False)):
            if cell.value is None and cell.data_type != "str" and formula.data_type == "f":
                record += [""] * (number + 1 - len(record))
                record[number] = _NO_VALUE


def _cell_text(value: object, dates: DateForm) -> str:
    """What a person reads in a cell of a workbook, in the forms of the text tables."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        moment = value + timedelta(milliseconds=500)
        clock = f"{moment:%H:%M}" + (f":{moment:%S}" if moment.second else "")
        return dates.write(moment.date()) + ("" if clock == "00:00" else f" {clock}")
    if isinstance(value, date):
        return dates.write(value)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, time):
        return f"{value:%H:%M}" + (f":{value:%S}" if value.second else "")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rows(
    file: str, columns: tuple[Column, ...], records: list[list[str]], problems: list[InputProblem]
) -> Iterator[Row]:
    filled = (index for index, record in enumerate(records) if any(cell.strip() for cell in record))
    first = next(filled, None)
    if first is None:
        raise Unreadable("expected a heading line; this file is empty")
    body = records[first + 1 :]
    names = _headings(file, columns, first + 1, records[first], body, problems)
    needed = [column for column in columns if column.needed and column.name in names]
    for number, record in enumerate(body, start=first + 2):
        stripped = [cell.strip() for cell in record]
        if not any(stripped):
            continue
        row = Row(file, number, {}, problems)
        for name, cell in zip(names, stripped, strict=False):
            if name is not None and cell:
                row.cells[name] = _plain(row, name, cell)
        beyond = next((cell for cell in stripped[len(names) :] if cell), "")
        if beyond:
            row.problem("", beyond, "expected nothing after the last column; is there a separator too many?")
        for column in needed:
            if column.name not in row.cells:
                row.problem(column.name, "", f"expected {column.form.replace('`', '')}; this cell is empty")
        yield row


def _plain(row: Row, column: str, cell: str) -> str:
    """The cell without the apostrophe that keeps text text; empty, and reported, where it cannot be meant."""
    if len(cell) > MOST_LETTERS:
        row.problem(column, cell, f"expected at most {MOST_LETTERS:,} characters; there are {len(cell):,}")
        return ""
    unknown = not_worked_out(cell)
    if unknown is not None:
        row.problem(column, cell, unknown)
        return ""
    return unquoted(cell).strip()


def _headings(
    file: str,
    columns: tuple[Column, ...],
    number: int,
    record: list[str],
    body: Iterable[list[str]],
    problems: list[InputProblem],
) -> list[str | None]:
    """The known name of each column, None for one that is not read; report what is wrong with headings."""
    known = {column.name: column for column in columns}
    names = [heading(cell) for cell in record]
    while names and not names[-1]:
        names.pop()
    repeated = [name for name, count in Counter(names).items() if count > 1 and name in known]
    missing = {column.name for column in columns if column.needed and column.name not in names}
    found: list[str | None] = []
    for index, name in enumerate(names):
        found.append(name if name in known and name not in found else None)
        if name and name not in known:
            near = nearest(name, [word for word in known if word not in names])
            missing.discard(near or "")
            hint = f"; did you mean “{near}”?" if near else f": {', '.join(known)}"
            found_here = record[index].strip()
            problems.append(InputProblem(file, number, name, found_here, f"expected a known heading{hint}"))
        elif not name and any(len(cells) > index and cells[index].strip() for cells in body):
            column = f"column {index + 1}"
            problems.append(InputProblem(file, number, column, "", "expected a heading over these cells"))
    for name in repeated:
        problems.append(InputProblem(file, number, name, name, "expected this heading once"))
    for name in sorted(missing):
        problems.append(InputProblem(file, number, name, "", "expected this column; it is missing"))
    return found
