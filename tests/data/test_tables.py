"""Tests that a table reads the same in every dress, and that what is wrong with its form is told in its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.problems import InputProblem
from data.readers import tables
from data.readers.cells import DateForm
from data.readers.tables import Table, read_table

HEADINGS = ("id", "name", "organisation", "country", "cannot", "most_a_day")
ROWS = (
    ("P-1", "José Núñez", "Institute; of “quotes”, and – commas", "Côte d'Ivoire", "2020-07-14", "2"),
    ("P-2", 'The "Second" One', "", "NA", "", "10"),
    ("", "", "", "", "", ""),
    ("P-3", "Third\nOver two lines", "null", "Nepal", "", "1"),
)
CELLS = [
    (number, {heading: cell for heading, cell in zip(HEADINGS, row, strict=True) if cell})
    for number, row in enumerate(ROWS, start=2)
    if any(row)
]


def as_text(rows: Sequence[Sequence[str]], separator: str, end: str = "\r\n") -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in f'{separator}"\r\n') else cell

    return "".join(separator.join(quoted(cell) for cell in row) + end for row in rows)


def as_workbook(rows: Sequence[Sequence[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append([None if cell == "" else cell for cell in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def with_numbers(row: Sequence[str]) -> list[object]:
    """The row as a spreadsheet program holds it: dates as dates, numbers as numbers."""
    return [
        date.fromisoformat(cell) if cell.startswith("2020") else float(cell) if cell.isdigit() else cell for cell in row
    ]


def read(folder: Path, content: bytes, name: str = "people.csv") -> tuple[Table, list[InputProblem]]:
    problems: list[InputProblem] = []
    (folder / name).write_bytes(content)
    return read_table(folder / name, name.split(".")[0], DateForm(), problems), problems


def read_text(folder: Path, text: str, name: str = "people.csv") -> list[str]:
    return [str(problem) for problem in read(folder, text.encode(), name)[1]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", as_text([HEADINGS, *ROWS], ",").encode()),
        ("people.csv", as_text([HEADINGS, *ROWS], ";", "\n").encode("utf-8-sig")),
        ("people.csv", as_text([HEADINGS, *ROWS], "\t").encode("cp1252")),
        ("people.csv", as_text([[f" {h.upper().replace('_', ' ')} " for h in HEADINGS], *ROWS], ",", "\n").encode()),
        ("people.csv", as_text([(*HEADINGS, "", ""), *((*row, " ", "") for row in ROWS)], ";").encode("cp1252")),
        ("people.xlsx", as_workbook([HEADINGS, *(with_numbers(row) for row in ROWS)])),
        ("people.xlsx", as_workbook([HEADINGS, *ROWS])),
    ],
    ids=["comma", "semicolon-bom", "tab-1252", "loud-headings", "trailing", "workbook", "workbook-of-text"],
)
def test_a_table_reads_the_same_in_every_dress(tmp_path: Path, name: str, content: bytes) -> None:
    table, problems = read(tmp_path, content, name)
    assert problems == []
    assert [(row.number, row.cells) for row in table.rows] == CELLS


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    turned = [row[::-1] for row in (HEADINGS, *ROWS)]
    table, problems = read(tmp_path, as_text(turned, ",").encode())
    assert problems == []
    assert [(row.number, row.cells) for row in table.rows] == CELLS


def test_real_dates_times_and_numbers_of_a_workbook_become_their_text(tmp_path: Path) -> None:
    values = [date(2020, 7, 14), datetime(2020, 7, 14, 15), datetime(2020, 7, 14), time(9, 30)]  # noqa: DTZ001
    values += [timedelta(hours=9, minutes=30), 3.0, 2.5, True, False]
    content = as_workbook([["id", "name"], *([f"P-{number}", value] for number, value in enumerate(values))])
    table, problems = read(tmp_path, content, "people.xlsx")
    assert problems == []
    assert [row.text("name") for row in table.rows] == [
        "2020-07-14", "2020-07-14 15:00", "2020-07-14", "09:30", "09:30", "3", "2.5", "yes", "no",
    ]  # fmt: skip


def test_real_dates_are_written_in_the_form_that_the_forum_declares(tmp_path: Path) -> None:
    (tmp_path / "people.xlsx").write_bytes(as_workbook([["id", "name"], ["P-1", date(2020, 7, 4)]]))
    table = read_table(tmp_path / "people.xlsx", "people", DateForm("%d/%m/%Y"), [])
    assert table.rows[0].text("name") == "04/07/2020"


def test_the_apostrophe_that_keeps_text_text_is_taken_off(tmp_path: Path) -> None:
    table, problems = read(tmp_path, b"id,name\nP-1,'=1+1\nP-2,'+41\nP-3,'quoted'\nP-4,=1+1\n")
    assert problems == []
    assert [row.text("name") for row in table.rows] == ["=1+1", "+41", "'quoted'", "=1+1"]


def test_blank_lines_before_the_heading_count_as_rows(tmp_path: Path) -> None:
    table, problems = read(tmp_path, b"\n\n,,\nid,name,country\nP-1,One,Nepal\n")
    assert problems == []
    assert [(row.number, row.text("id")) for row in table.rows] == [(5, "P-1")]


def test_a_short_row_has_empty_cells_and_a_long_one_is_told(tmp_path: Path) -> None:
    table, problems = read(tmp_path, b"id,name,country\nP-1,One\nP-2,Two,Nepal,\nP-3,Three,Nepal,,beyond,more\n")
    assert [row.cells for row in table.rows] == [
        {"id": "P-1", "name": "One"},
        {"id": "P-2", "name": "Two", "country": "Nepal"},
        {"id": "P-3", "name": "Three", "country": "Nepal"},
    ]
    assert [str(problem) for problem in problems] == [
        "people.csv, row 4: read “beyond”; expected nothing after the last column; is there a separator too many?"
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "id,name,contry\nP-1,One,Nepal\n",
            ["people.csv, row 1, contry: read “contry”; expected a known heading; did you mean “country”?"],
        ),
        (
            "id,name,shoe size\nP-1,One,42\n",
            [
                "people.csv, row 1, shoe_size: read “shoe size”; expected a known heading: id, name, organisation, "
                "country, zone, stakeholder_type, nominated_by, themes, languages, region, cannot, most_a_day, "
                "most_a_week, merged_ids"
            ],
        ),
        ("id,name,Name\nP-1,One,Two\n", ["people.csv, row 1, name: read “name”; expected this heading once"]),
        ("id,country\nP-1,Nepal\n", ["people.csv, row 1, name: expected this column; it is missing"]),
        ("id,,name\nP-1,lost,One\n", ["people.csv, row 1, column 2: expected a heading over these cells"]),
        ("id,name\n,One\n", ["people.csv, row 2, id: expected letters, digits, -, _; this cell is empty"]),
        ("id,name\nP-1,#REF!\n",
         ["people.csv, row 2, name: read “#REF!”; expected a value; the spreadsheet program could not work it out"]),
        ("\n  \n,,\n", ["people.csv: expected a heading line; this file is empty"]),
        ("", ["people.csv: expected a heading line; this file is empty"]),
        ('id,name\nP-1,"One\nP-2,Two\n', ["people.csv: expected a closing quote: a cell of row 2 never ends"]),
        ('id,name\nP-1,One,,,\nP-2,"Two\n',
         ["people.csv: expected a table whose quotes open and close around whole cells: unexpected end of data"]),
        ("id,name\nP-1,O\x00ne\n", ["people.csv: expected text; there are zero bytes in this file"]),
        (",".join(["id", "name", *map(str, range(99))]), ["people.csv: expected at most 100 columns; there are 101"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_form_of_a_table_is_told(tmp_path: Path, text: str, problems: list[str]) -> None:
    assert read_text(tmp_path, text) == problems


def test_utf_16_and_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    _, wide = read(tmp_path, "id,name\n".encode("utf-16"))
    _, none = read(tmp_path, b"id,name\nP-1,\xff\x81\n")
    assert [str(problem) for problem in (*wide, *none)] == [
        "people.csv: expected UTF-8 or Windows-1252; this is UTF-16: save the file as UTF-8",
        "people.csv: expected UTF-8 or Windows-1252; line 2 is neither",
    ]


def test_a_cell_longer_than_a_spreadsheet_can_hold_is_refused(tmp_path: Path) -> None:
    shown = "x" * 77
    assert read_text(tmp_path, f"id,name,country\nP-1,One,{'x' * 32_768}\n") == [
        f"people.csv, row 2, country: read “{shown}…”; expected at most 32,767 characters; there are 32,768"
    ]
    assert read_text(tmp_path, f"id,name,country\nP-1,One,{'x' * 32_767}\n") == []


def test_a_file_over_the_limit_is_refused_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 2_000_000)
    assert read_text(tmp_path, "id,name\n" + "x" * 2_000_000) == [
        "people.csv: expected at most 2 MB; this file is larger"
    ]


def test_more_rows_than_the_limit_are_refused_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1_000)
    rows = [("id", "name"), *((f"P-{number}", "x") for number in range(1_000))]
    for name, content in (("people.csv", as_text(rows, ",").encode()), ("people.xlsx", as_workbook(rows))):
        assert read(tmp_path, content, name)[1] == []
    rows.append(("P-1000", "x"))
    for name, content in (("people.csv", as_text(rows, ",").encode()), ("people.xlsx", as_workbook(rows))):
        assert [str(problem) for problem in read(tmp_path, content, name)[1]] == [
            f"{name}: expected at most 1,000 rows; there are more, blank ones counted"
        ]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as entry,
    ):
        for _ in range(301):
            entry.write(bytes(1_000_000))
    assert [str(problem) for problem in read(tmp_path, file.getvalue(), "people.xlsx")[1]] == [
        "people.xlsx: expected a workbook that unpacks to at most 300 MB"
    ]


def test_a_workbook_with_one_cell_in_its_last_corner_is_refused_without_filling_memory(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "id"
    workbook.active["XFD1048576"] = "x"
    file = io.BytesIO()
    workbook.save(file)
    assert [str(problem) for problem in read(tmp_path, file.getvalue(), "people.xlsx")[1]] == [
        "people.xlsx: expected at most 200,000 rows; there are more, blank ones counted"
    ]


def test_a_workbook_whose_parts_are_bombs_or_broken_is_refused(tmp_path: Path) -> None:
    whole = as_workbook([["id", "name"], ["P-1", "One"]])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    sheet = f'{bomb}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += '<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    problems = read(tmp_path, replaced(whole, "xl/worksheets/sheet1.xml", sheet.encode()), "people.xlsx")[1]
    problems += read(tmp_path, replaced(whole, "xl/workbook.xml", b"<workbook"), "people.xlsx")[1]
    problems += read(tmp_path, b"PK not a workbook", "people.xlsx")[1]
    assert [str(problem) for problem in problems] == [
        "people.xlsx: expected a workbook (.xlsx) that can be read: ValueError",
        "people.xlsx: expected a workbook (.xlsx) that can be read: ParseError",
        "people.xlsx: expected a workbook (.xlsx); this is none",
    ]


def replaced(workbook: bytes, part: str, content: bytes) -> bytes:
    """The workbook with other content in one of its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return file.getvalue()


@given(st.one_of(st.text(alphabet="ab\"',;\t\n\r =\0é", max_size=60).map(str.encode), st.binary(max_size=60)))
def test_no_content_breaks_a_reader_in_another_way_than_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name, begin in (("people.csv", b"id,name\n"), ("people.csv", b""), ("people.xlsx", b"")):
        table, problems = read(folder, begin + content, name)
        assert problems or all(row.cells.keys() <= {"id", "name"} for row in table.rows)


def test_a_formula_without_a_stored_value_is_told_and_one_that_gives_nothing_is_empty(tmp_path: Path) -> None:
    def problems_of(workbook: bytes) -> list[str]:
        table, problems = read(tmp_path, workbook, "people.xlsx")
        assert [row.text("most_a_day") for row in table.rows] == [""]
        return [str(problem) for problem in problems]

    workbook = as_workbook([("id", "name", "most_a_day"), ("P-1", "One", "=30*3")])
    told = "expected a value; no value is stored with this formula: open and save it in a spreadsheet program"
    assert problems_of(workbook) == [f"people.xlsx, row 2, most_a_day: read “#FORMULA!”; {told}"]
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        content = archive.read(sheet)
    empty = content.replace(b'<c r="C2">', b'<c r="C2" t="str">')
    assert empty != content
    assert problems_of(replaced(workbook, sheet, empty)) == []


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n'])
def test_the_line_that_tells_excel_the_separator_is_skipped(tmp_path: Path, first: str) -> None:
    table, problems = read(tmp_path, f"{first}id;name\r\nP-1;One, and only\r\n".encode())
    assert problems == []
    assert [(row.number, row.cells) for row in table.rows] == [(3, {"id": "P-1", "name": "One, and only"})]


def test_a_quote_that_swallows_rows_is_told(tmp_path: Path) -> None:
    text = 'id,name,country\nP-1,"One,Nepal\nP-2,"Two",Nepal\n'
    assert read_text(tmp_path, text) == [
        "people.csv: expected a closing quote: a cell of row 2 goes on for 2 lines and ends within a cell"
    ]


def test_a_link_that_leads_to_no_file_is_told(tmp_path: Path) -> None:
    for target in ("nowhere", "people.csv"):
        (tmp_path / "people.csv").unlink(missing_ok=True)
        (tmp_path / "people.csv").symlink_to(tmp_path / target)
        problems: list[InputProblem] = []
        path = tables.find_table(tmp_path, "people", problems)
        assert path is not None
        table = read_table(path, "people", DateForm(), problems)
        assert table.unreadable
        assert [str(problem) for problem in problems] == ["people.csv: expected a file, and not a link to none"]
