"""What every import must keep to, and the rows of an intake in a form that tests can compare."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

from data.intake.rows import REFERRING, Intake
from data.intake.sources import Source
from data.problems import InputProblem
from data.readers import cells
from data.readers.columns import COLUMNS
from data.zone_names import named_zone

FILES = Path(__file__).parent / "files"
FORMS = {
    "title": cells.text,
    "name": cells.text,
    "type": cells.text,
    "track": cells.text,
    "description": cells.lines,
    "note": cells.lines,
    "duration": cells.number(1, 24 * 60),
    "repeats": cells.number(2, 400),
    "status": cells.one_of("requested", "accepted", "confirmed", "cancelled"),
    "zone": named_zone,
    "email": cells.email,
    "join_link": cells.private_link,
}
LISTS = {"documents": cells.titled_link, "recordings": cells.titled_link, "languages": cells.language}


ODD = (
    *("", "1", "a", "A <b>b</b>", "<p", "&#0;", "\ud800", "=1+1", "a;b", "2020-10-25T02:30:00", "2020-03-29T02:30:00"),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "http://[", "//[x", "javascript:x", "a@b.example"),
    *("1:00", "99:99:99:99", "accepted", "rejected", "Europe/Zurich", "https://x.example/;1"),
)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(ODD))


def anything(keys: Sequence[str]) -> st.SearchStrategy[object]:
    """Whatever JSON can hold, mostly under the keys of a format."""
    objects = st.sampled_from([*keys, "other"])
    return st.recursive(
        VALUES,
        lambda within: st.one_of(st.lists(within, max_size=3), st.dictionaries(objects, within, max_size=8)),
        max_leaves=20,
    )


def file(name: str) -> Source:
    return Source(name, (FILES / name).read_bytes())


def workbook(name: str, **sheets: Sequence[Sequence[object]]) -> Source:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return Source(name, content.getvalue())


def rows(intake: Intake, table: str) -> dict[str, Mapping[str, str]]:
    return {row.key: row.cells for row in intake.taken if row.table == table}


def refusals(intake: Intake) -> list[tuple[str, int, str, str]]:
    return [(each.origin.file, each.origin.row, each.what, each.reason) for each in intake.refused]


def told(notes: Sequence[InputProblem]) -> list[str]:
    return [str(note) for note in notes]


def check(intake: Intake) -> Intake:
    """Assert that every record is accounted for, that no key comes twice, and that a folder takes all cells."""
    accounted = {row.origin for row in intake.taken} | {each.origin for each in intake.refused}
    assert set(intake.records) == accounted
    assert len(set(intake.records)) == len(intake.records)
    assert [key for key, count in Counter((row.table, row.key) for row in intake.taken).items() if count > 1] == []
    known = {row.key for row in intake.taken if row.table in {"requests", "sessions", "people"}}
    for row in intake.taken:
        assert set(row.cells) <= {column.name for column in COLUMNS[row.table]} | {"city"}
        assert all(row.cells.values())
        assert max(map(len, row.cells.values())) <= 32_767
        for column, cell in row.cells.items():
            FORMS.get(column, str)(cell)
            for part in cell.split(";") if column in LISTS else ():
                LISTS[column](part.strip())
            if column in REFERRING[row.table]:
                assert cell in known
        "".join(row.cells.values()).encode("utf-8")
    assert {held.key for held in intake.held} <= known
    assert all(note.note for note in intake.notes)
    return intake
