"""`programme.xlsx`: the rows of the table as text, and no byte that depends on anything else."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree.ElementTree import canonicalize

import openpyxl
import pytest

from data.readers.cells import DateForm
from data.readers.tables import read_table
from tests.output.tiny_forum import files_of, one_session, view_of


def workbook(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(content):
    """Every row of the sheet; an empty cell is the empty text, as in the table."""
    return [[value or "" for value in row] for row in workbook(content).active.iter_rows(values_only=True)]


def sheet(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_the_rows_are_those_of_the_table(site):
    assert cells(site["programme.xlsx"]) == list(csv.reader(io.StringIO(site["programme.csv"].decode(), newline="")))


def test_the_file_says_the_revision_as_its_time(site):
    properties = workbook(site["programme.xlsx"]).properties
    assert f"{properties.created} {properties.modified}" == "2020-06-01 09:00:00 2020-06-01 09:00:00"
    assert properties.creator == "Tiny Forum"


def test_its_parts_are_canonical_unpacked_and_without_a_time(site):
    with zipfile.ZipFile(io.BytesIO(site["programme.xlsx"])) as archive:
        for member in archive.infolist():
            assert (member.date_time, member.compress_type) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
            part = archive.read(member).decode()
            assert canonicalize(part) == part, member.filename


@pytest.mark.parametrize("title", ["=1+1", "+41 22 730", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("x","y")'])
def test_what_looks_like_a_formula_is_text_and_stays_so(title):
    content = files_of(one_session(title))["programme.xlsx"]
    cell = workbook(content).active["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (title, "s", True)
    assert "<f" not in sheet(content)


@pytest.mark.parametrize("title", ["12", "1E5", "TRUE", "2020-06-22", "#N/A", "#REF!", "00:15", "0x1F"])
def test_what_looks_like_a_number_a_date_or_an_error_is_text(title):
    content = files_of(one_session(title))["programme.xlsx"]
    assert (workbook(content).active["B2"].value, workbook(content).active["B2"].data_type) == (title, "s")
    assert set(re.findall(r' t="(\w+)"', sheet(content))) == {"inlineStr"}


@pytest.mark.parametrize(
    "title",
    [
        "<b>&amp;</b> ]]>",
        "a\x00b\x08c\x1fd\ufffee\ud800f",
        "\u202egnirts\u202c رمز e\u0301",
        "😀" * 10_000,
        "x" * 32_767,
        "'quoted'",
    ],
    ids=["markup", "controls", "directions", "emoji", "long", "quotes"],
)
def test_hostile_titles_are_read_back_as_they_are_published(title):
    timetable = one_session(title)
    assert cells(files_of(timetable)["programme.xlsx"])[1][1] == view_of(timetable).sessions[0].title


@pytest.mark.parametrize(("letter", "kept"), [("x", 32_766), ("😀", 16_383)])
def test_what_no_cell_can_hold_is_cut_and_says_so(letter, kept):
    found = cells(files_of(one_session(letter * 40_000))["programme.xlsx"])[1][1]
    assert found == letter * kept + "…"


def test_what_spreadsheet_programs_would_take_for_another_character_is_escaped():
    assert "<t>_x005F_x003D_1 _x_</t>" in sheet(files_of(one_session("_x003D_1 _x_"))["programme.xlsx"])


@pytest.mark.parametrize("name", ["programme.csv", "programme.xlsx"])
@pytest.mark.parametrize("title", ["=1+1", "+41", "-1", "@forum", "plain", "'quoted'", "a=b"])
def test_our_reader_gives_the_title_back(tmp_path, name, title):
    path = tmp_path / name
    path.write_bytes(files_of(one_session(title))[name])
    table = read_table(path, "requests", DateForm(), [])
    assert [(row.text("id"), row.text("title"), row.text("type")) for row in table.rows] == [("S-1", title, "workshop")]


@pytest.mark.parametrize("title", ["'=1+1", "''-1"])
def test_our_reader_gives_back_an_apostrophe_of_the_title(tmp_path, title):
    path = tmp_path / "programme.csv"
    path.write_bytes(files_of(one_session(title))["programme.csv"])
    assert [row.text("title") for row in read_table(path, "requests", DateForm(), []).rows] == [title]
