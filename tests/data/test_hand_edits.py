"""A published workbook that the team edited: what is an edit, what is not, and every mistake with its place."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from data.problems import InputProblems
from data.readers.hand_edits import COLUMNS, SHEET, edited, workbook_edits
from data.revisions import Revisions
from data.timetable import Placement, Timetable
from output import tables
from output.view import public_view
from output.workbook import programme_xlsx
from tests.factories import appears, at, channel, person, programme, session

ROOMS = (channel("room"), channel("hall", pool=None))
ASKED = programme(
    session("S-1"), session("S-2"), session("S-3", repeats=2), session("S-4"),
    person("P-1"), appears("P-1", "S-1"), channels=ROOMS,
)  # fmt: skip
FIRST = datetime(2020, 6, 1, tzinfo=UTC)
SECOND = datetime(2020, 6, 2, tzinfo=UTC)


def held(**starts):
    places = {name.replace("_", "-").replace("o", "."): start for name, start in starts.items()}
    return Timetable(ASKED, {name: Placement(at(f"2020-06-22 {start}"), "room") for name, start in places.items()})


NOW = held(S_1="09:00", S_2="10:00", S_3o1="11:00", S_3o2="12:00")


def published(timetable=NOW, ledger=None, moment=FIRST):
    """The workbook and the ledger of a publication."""
    view = public_view(timetable, ledger or Revisions(), moment)
    return programme_xlsx(view), view.ledger


def changed(content, **cells):
    """The workbook with cells changed, by their address, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(BytesIO(content))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def read(tmp_path, content, timetable=NOW, ledger=None):
    path = tmp_path / "programme.xlsx"
    path.write_bytes(content)
    return workbook_edits(path, timetable, published()[1] if ledger is None else ledger)


def pins(found):
    return [(pin.session, pin.start, pin.channel, pin.reason) for pin in found.pins]


def problems(tmp_path, content, **more):
    with pytest.raises(InputProblems) as caught:
        read(tmp_path, content, **more)
    return [str(problem) for problem in caught.value.problems]


def test_the_columns_are_those_that_are_published():
    assert COLUMNS == tables.COLUMNS
    assert openpyxl.load_workbook(BytesIO(published()[0])).sheetnames == [SHEET]


def test_a_workbook_as_published_or_only_saved_again_has_no_edits(tmp_path):
    for content in (published()[0], changed(published()[0])):
        found = read(tmp_path, content)
        assert (found.pins, found.notes) == ((), ())


@pytest.mark.parametrize(
    "start",
    ["2020-06-22T13:00:00Z", "2020-06-22T15:00:00+02:00", "2020-06-22 13:00", datetime(2020, 6, 22, 13)],  # noqa: DTZ001
    ids=["instant", "offset", "text", "date"],
)
def test_a_start_in_any_form_is_read_in_the_zone_of_its_column(tmp_path, start):
    found = read(tmp_path, changed(published()[0], D3=start))
    reason = "edited by hand in programme.xlsx, row 3"
    assert pins(found) == [("S-2", datetime(2020, 6, 22, 13, tzinfo=UTC), None, reason)]
    assert found.notes == ()
    there = edited(NOW, found.pins)
    assert there.placements == {**NOW.placements, "S-2": Placement(datetime(2020, 6, 22, 13, tzinfo=UTC), "room")}


def test_a_channel_alone_is_an_edit(tmp_path):
    found = read(tmp_path, changed(published()[0], F3="hall"))
    assert pins(found) == [("S-2", None, "hall", "edited by hand in programme.xlsx, row 3")]
    assert edited(NOW, found.pins).placements["S-2"] == Placement(at("2020-06-22 10:00"), "hall")


def test_rows_from_before_the_last_changes_are_no_edits(tmp_path):
    """The workbook is of the first publication; since then S-2 moved and was published, and S-1 moved and was not."""
    old, ledger = published()
    moved = held(S_1="09:00", S_2="14:00", S_3o1="11:00", S_3o2="12:00")
    _, ledger = published(moved, ledger, SECOND)
    work = held(S_1="15:00", S_2="14:00", S_3o1="11:00", S_3o2="12:00")
    assert pins(read(tmp_path, old, work, ledger)) == []
    edit = read(tmp_path, changed(old, D3="2020-06-22 14:00"), work, ledger)
    assert pins(edit) == [
        ("S-2", datetime(2020, 6, 22, 14, tzinfo=UTC), None, "edited by hand in programme.xlsx, row 3")
    ]


def test_other_columns_are_told_and_not_taken(tmp_path):
    content = changed(published()[0], B3="Another", C3="policy", E3="2020-06-22T09:30:00Z", G3="P-1", H2="P-9")
    found = read(tmp_path, content)
    assert found.pins == ()
    place = "programme.xlsx, sheet Programme, row"
    assert sorted(map(str, found.notes)) == [
        f"{place} 2, people: read “P-9”; not taken from here: change it in the table of appearances, if it is not"
        " changed there already",
        f"{place} 3, end_utc: read “2020-06-22T09:30:00Z”; not taken from here: change duration in requests.csv, row 2",
        f"{place} 3, facilitators: read “P-1”; not taken from here: change facilitated_by in requests.csv, row 2",
        f"{place} 3, title: read “Another”; not taken from here: change title in requests.csv, row 2",
        f"{place} 3, type: read “policy”; not taken from here: change type in requests.csv, row 2",
    ]


def test_every_mistake_is_told_at_once_with_its_place(tmp_path):
    content = changed(published()[0], A2="S-9", D3="noon", F3="attic", F4="hall", A5="S-2")
    assert problems(tmp_path, content) == [
        "programme.xlsx, sheet Programme, id: expected a row of S-1; it was removed. To cancel a session, say: "
        "forum cancel",
        "programme.xlsx, sheet Programme, id: expected a row of S-3.2; it was removed. To cancel a session, say: "
        "forum cancel",
        "programme.xlsx, sheet Programme, row 2, id: read “S-9”; expected the id of a session that is held",
        "programme.xlsx, sheet Programme, row 3, id: read “S-2”; expected each id in one row",
        "programme.xlsx, sheet Programme, row 4, channel: read “hall”; expected no other channel for one of several; "
        "say: forum pin S-3 --channel hall",
        "programme.xlsx, sheet Programme, row 5, id: read “S-2”; expected each id in one row",
    ]
    assert problems(tmp_path, changed(published()[0], D3="noon", F3="attic")) == [
        "programme.xlsx, sheet Programme, row 3, channel: read “attic”; expected one of the channels room, hall",
        "programme.xlsx, sheet Programme, row 3, start_utc: read “noon”; expected a time of UTC such as "
        "2020-06-22T10:00:00Z or 2020-06-22 10:00",
    ]


def test_a_moved_column_is_told(tmp_path):
    assert problems(tmp_path, changed(published()[0], D1="end_utc", E1="start_utc")) == [
        "programme.xlsx, sheet Programme, row 1, column D: read “end_utc”; expected the heading start_utc here",
        "programme.xlsx, sheet Programme, row 1, column E: read “start_utc”; expected the heading end_utc here",
    ]


def test_another_sheet_and_another_forum_s_workbook_are_told(tmp_path):
    book = openpyxl.load_workbook(BytesIO(published()[0]))
    book.worksheets[0].title = "Sheet1"
    saved = BytesIO()
    book.save(saved)
    assert problems(tmp_path, saved.getvalue()) == [
        "programme.xlsx, sheet Sheet1: read “Sheet1”; expected the sheet Programme first, as it was published"
    ]
    others = changed(published()[0], **{f"B{row}": f"Title {row}" for row in range(2, 6)})
    assert problems(tmp_path, others) == [
        "programme.xlsx, sheet Programme: expected the programme of “Tiny Forum”; this is another forum's"
    ]


@pytest.mark.parametrize("content", [b"", b"id,title\n", b"PK\x03\x04"], ids=["empty", "text", "broken"])
def test_what_is_no_workbook_is_told(tmp_path, content):
    (found,) = problems(tmp_path, content)
    assert found.startswith("programme.xlsx: ")


def test_a_row_that_was_added_places_what_waits(tmp_path):
    content = changed(published()[0], A6="S-4", B6="S-4", C6="workshop", D6="2020-06-22T13:00:00Z", F6="room")
    found = read(tmp_path, content)
    reason = "edited by hand in programme.xlsx, row 6"
    assert pins(found) == [("S-4", datetime(2020, 6, 22, 13, tzinfo=UTC), "room", reason)]


def test_without_a_ledger_the_timetable_is_what_counts(tmp_path):
    content = changed(published()[0], D3="2020-06-22 13:00")
    assert [pin.session for pin in read(tmp_path, content, ledger=Revisions()).pins] == ["S-2"]
    book = openpyxl.load_workbook(BytesIO(content))
    book.worksheets[0].delete_rows(2)
    saved = BytesIO()
    book.save(saved)
    assert problems(tmp_path, saved.getvalue(), ledger=Revisions()) == [
        "programme.xlsx, sheet Programme, id: expected a row of S-1; it was removed. To cancel a session, say: "
        "forum cancel"
    ]
