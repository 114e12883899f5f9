"""Tables that are changed and written back: everything else of the file stays as it was."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from data.editing import EditedTable, unwritable
from data.problems import InputProblems
from data.readers.cells import DateForm
from data.readers.tables import read_table


def table(folder, content, name="people", form="csv"):
    (folder / f"{name}.{form}").write_bytes(content)
    return EditedTable.read(folder, name)


def reread(edited):
    """The rows as the readers take them from what was written."""
    edited.path.write_bytes(edited.to_bytes())
    problems = []
    rows = read_table(edited.path, edited.name, DateForm(), problems).rows
    return [row.cells for row in rows], problems


def workbook(*rows, more=lambda book: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    more(book)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


ODD = (
    b"\xef\xbb\xbfsep=;\r\n\r\n ID ;Name;note to self;zone\r\n"
    b'P-1;"Ana; the ""first""\r\nof two";x;\r\n;;;\r\nP-2;  Bo  \r\nP-3;"Cd";;Kenya;;;'
)


# ---- CSV -----------------------------------------------------------------------------------------------------------


def test_rows_are_those_of_the_readers(tmp_path):
    edited = table(tmp_path, ODD)
    assert edited.columns == ["id", "name", "zone"]
    assert edited.rows == [
        {"id": "P-1", "name": 'Ana; the "first"\r\nof two'},
        {"id": "P-2", "name": "Bo"},
        {"id": "P-3", "name": "Cd", "zone": "Kenya"},
    ]
    assert [edited.number(index) for index in range(3)] == [4, 6, 7]
    assert (edited.changed, edited.to_bytes()) == (False, ODD)
    assert reread(edited)[0] == edited.rows


def test_only_the_cell_that_is_set_is_written_anew(tmp_path):
    edited = table(tmp_path, ODD)
    edited.set(1, "zone", "Nepal; Kathmandu")
    assert edited.to_bytes() == ODD.replace(b"P-2;  Bo  ", b'P-2;  Bo  ;;"Nepal; Kathmandu"')


def test_what_is_set_as_it_is_changes_nothing(tmp_path):
    edited = table(tmp_path, ODD)
    edited.set(1, "name", " Bo ")
    edited.set(1, "country", "")
    assert (edited.changed, edited.to_bytes()) == (False, ODD)


def test_a_row_is_appended_behind_the_last_that_is_filled(tmp_path):
    edited = table(tmp_path, b"id,name,zone\nP-1,Ana,\n,,\n,,\n")
    assert edited.append({"id": "P-2", "name": "=Bo", "country": "Peru"}) == 1
    assert edited.to_bytes() == b"id,name,zone,country\nP-1,Ana,\nP-2,'=Bo,,Peru\n,,\n,,\n"
    assert edited.number(1) == 3


def test_a_file_without_a_last_line_end_gets_one_where_a_row_follows(tmp_path):
    edited = table(tmp_path, b"id,name\rP-1,Ana")
    edited.append({"id": "P-2", "name": "Bo"})
    assert edited.to_bytes() == b"id,name\rP-1,Ana\rP-2,Bo"


def test_a_row_is_removed_and_others_move_up(tmp_path):
    edited = table(tmp_path, ODD)
    edited.remove(0)
    assert edited.rows[0]["id"] == "P-2"
    assert [edited.number(index) for index in range(2)] == [5, 6]
    assert edited.to_bytes() == ODD.replace(b'P-1;"Ana; the ""first""\r\nof two";x;\r\n', b"")


def test_a_new_column_takes_the_place_of_empty_headings(tmp_path):
    edited = table(tmp_path, b"id,name,,\nP-1,Ana,,\n")
    edited.set(0, "country", "Peru")
    assert edited.to_bytes() == b"id,name,country,\nP-1,Ana,Peru,\n"


def test_windows_1252_stays_where_it_can(tmp_path):
    content = "id,name\r\nP-1,Zoë\r\n".encode("cp1252")
    edited = table(tmp_path, content)
    edited.append({"id": "P-2", "name": "Renée"})
    assert edited.to_bytes() == content + "P-2,Renée\r\n".encode("cp1252")
    edited.set(1, "name", "Łucja")
    assert edited.to_bytes() == "id,name\r\nP-1,Zoë\r\nP-2,Łucja\r\n".encode("utf-8-sig")


def test_a_table_that_is_not_there_begins_with_all_columns(tmp_path):
    edited = EditedTable.read(tmp_path, "appearances")
    assert edited.path == tmp_path / "appearances.csv"
    assert edited.changed is False
    edited.append({"session": "R-1", "person": "P-1"})
    assert edited.to_bytes() == b"session,person,role,presence,from_minute,to_minute\r\nR-1,P-1,,,,\r\n"


def test_a_table_of_no_known_columns_has_those_that_it_is_given(tmp_path):
    edited = EditedTable.read(tmp_path, "remarks")
    assert edited.columns == []
    edited.append({"theme": "Water", "view": "a\nb"})
    assert edited.to_bytes() == b'theme,view\r\nWater,"a\nb"\r\n'
    (tmp_path / "remarks.csv").write_bytes(edited.to_bytes())
    assert EditedTable.read(tmp_path, "remarks").rows == [{"theme": "Water", "view": "a\nb"}]


def test_two_files_of_a_table_are_refused(tmp_path):
    (tmp_path / "people.csv").write_bytes(b"id,name\n")
    (tmp_path / "people.xlsx").write_bytes(workbook(["id", "name"]))
    with pytest.raises(InputProblems, match="not both"):
        EditedTable.read(tmp_path, "people")


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x1bb", "\ud800", "x" * 32_768, " #NUM! "], ids=["nul", "esc", "surrogate", "long", "no value"]
)
def test_what_no_table_can_hold_is_refused(tmp_path, text):
    edited = table(tmp_path, b"id,name\nP-1,Ana\n")
    assert unwritable(text) is not None
    with pytest.raises(ValueError, match="expected"):
        edited.set(0, "name", text)
    assert edited.changed is False


TEXTS = st.text(
    st.one_of(
        st.sampled_from("\"',;\t\n=+-@ aé"), st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\x85")
    ),
    max_size=12,
).filter(lambda text: unwritable(text) is None)
FIELDS = st.text(st.sampled_from("ab ',='"), max_size=4)


@given(
    rows=st.lists(st.lists(FIELDS, min_size=2, max_size=3), max_size=5),
    separator=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    begin=st.sampled_from(["", "\ufeff", "sep=;\n"]),
    texts=st.lists(TEXTS, min_size=1, max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_nothing_changed_is_the_same_bytes_and_what_is_set_is_read(
    tmp_path_factory, rows, separator, end, begin, texts
):
    folder = tmp_path_factory.mktemp("t")
    quoted = ['"' + cell.replace('"', '""') + '"' if "," in cell else cell for row in rows for cell in row]
    cells = iter(quoted)
    lines = [f"id{separator}name", *(separator.join(next(cells) for _ in row) for row in rows)]
    content = (begin.replace(";", separator) + end.join(lines) + end).encode()
    edited = table(folder, content)
    assert edited.to_bytes() == content
    assert EditedTable.read(folder, "people").rows == reread(EditedTable.read(folder, "people"))[0]
    kept = [dict(row) for row in edited.rows]
    index = edited.append({"id": "P-9", "name": texts[0]})
    for text in texts:
        edited.set(index, "organisation", text)
        read = reread(edited)[0]
        assert read[index].get("organisation", "") == text.strip()
        assert read[index].get("name", "") == texts[0].strip()
        assert read[:index] == kept


# ---- workbooks -----------------------------------------------------------------------------------------------------


def dressed(book):
    sheet = book.worksheets[0]
    sheet.column_dimensions["B"].width = 41
    sheet["B2"].font = Font(bold=True)
    other = book.create_sheet("Notes")
    other["A1"] = "=1+1"


def test_a_workbook_keeps_what_is_not_changed(tmp_path):
    content = workbook(["id", "name", "cannot"], ["P-1", "Ana", date(2020, 6, 22)], ["P-2", "Bo", None], more=dressed)
    edited = table(tmp_path, content, form="xlsx")
    assert edited.rows == [{"id": "P-1", "name": "Ana", "cannot": "2020-06-22"}, {"id": "P-2", "name": "Bo"}]
    assert edited.to_bytes() == content
    edited.set(0, "name", "<Ana> & co\nÄ")
    edited.append({"id": "P-3", "name": "=Cy", "country": "Peru"})
    written = edited.to_bytes()
    assert written == edited.to_bytes()
    assert reread(edited) == (
        [
            {"id": "P-1", "name": "<Ana> & co\nÄ", "cannot": "2020-06-22"},
            {"id": "P-2", "name": "Bo"},
            {"id": "P-3", "name": "=Cy", "country": "Peru"},
        ],
        [],
    )
    book = openpyxl.load_workbook(io.BytesIO(written))
    sheet = book.worksheets[0]
    assert (sheet["B2"].font.bold, sheet.column_dimensions["B"].width) == (True, 41)
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("'=Cy", "s")
    assert book["Notes"]["A1"].value == "=1+1"
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(written)) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml"]


def test_a_row_of_a_workbook_is_emptied_and_keeps_its_place(tmp_path):
    edited = table(tmp_path, workbook(["id", "name"], ["P-1", "Ana"], ["P-2", "Bo"]), form="xlsx")
    edited.remove(0)
    assert (edited.rows, edited.number(0)) == ([{"id": "P-2", "name": "Bo"}], 3)
    edited.set(0, "name", "Bobo")
    assert reread(edited)[0] == [{"id": "P-2", "name": "Bobo"}]


def rewritten(content, old, new, name="xl/worksheets/sheet1.xml"):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w") as target:
        for member in archive.namelist():
            part = archive.read(member)
            assert member != name or old in part
            target.writestr(member, part.replace(old, new) if member == name else part)
    return packed.getvalue()


def test_values_stored_with_formulas_stay(tmp_path):
    content = workbook(["id", "name"], ["P-1", '=UPPER("ana")'], ["P-2", "Bo"])
    content = rewritten(content, b'<f>UPPER("ana")</f><v', b'<f>UPPER("ana")</f><v>7</v><v')
    content = rewritten(content, b"</v><v />", b"</v>")
    edited = table(tmp_path, content, form="xlsx")
    edited.set(1, "name", "Bobo")
    assert reread(edited)[0] == [{"id": "P-1", "name": "7"}, {"id": "P-2", "name": "Bobo"}]
    assert openpyxl.load_workbook(io.BytesIO(edited.to_bytes())).worksheets[0]["B2"].value == '=UPPER("ana")'


def test_rows_without_references_and_empty_sheets_with_prefixes(tmp_path):
    rows = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>'
        b'<x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c>'
        b'</x:row><x:row/><x:row><x:c t="inlineStr"><x:is><x:t>P-1</x:t></x:is></x:c></x:row></x:sheetData>'
        b"</x:worksheet>"
    )
    plain = workbook(["id"])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    edited = table(tmp_path, rewritten(plain, sheet, rows), form="xlsx")
    assert edited.number(0) == 3
    edited.set(0, "name", "Ana")
    edited.append({"id": "P-2"})
    assert reread(edited)[0] == [{"id": "P-1", "name": "Ana"}, {"id": "P-2"}]


@given(texts=st.lists(TEXTS, min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_texts_set_in_a_workbook_are_read(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("t")
    edited = table(folder, workbook(["id", "name"], ["P-1", "Ana"]), form="xlsx")
    for number, text in enumerate(texts):
        edited.append({"id": f"P-{number}x", "name": text})
    edited.set(0, "organisation", texts[0])
    read = reread(edited)[0]
    assert [row.get("name", "") for row in read] == ["Ana", *(text.strip() for text in texts)]
    assert read[0].get("organisation", "") == texts[0].strip()
