"""Tests that the tables of an EasyChair conference become requests, people and what is private of them, row by row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from data.intake import easychair
from data.intake.rows import KnownType, Setting
from data.intake.sources import Source
from data.problems import InputProblem, Origin

FILES = Path(__file__).parent / "files" / "easychair"
TABLES = ("submission", "author", "submission_topic", "committee")


def from_text(text: str, name: str = "submission.csv") -> Source:
    return Source(name, text.encode())


def read_files(*names: str):
    return easychair.read([Source.of(FILES / f"{name}.csv") for name in names], "UTC")


def rows(intake, table: str) -> dict[str, dict[str, str]]:
    found = {row.key: dict(row.cells) for row in intake.taken if row.table == table}
    assert len(found) == sum(row.table == table for row in intake.taken)
    return found


def refusals(intake) -> list[tuple[str, int, str, str]]:
    return [(row.origin.file, row.origin.row, row.what, row.reason) for row in intake.refused]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_recognised(name):
    assert easychair.recognises(Source.of(FILES / f"{name}.csv"))


@pytest.mark.parametrize(
    "text",
    [
        "id,title,type\nS-1,A,workshop\n",
        "Timestamp,What is the title?,Abstract\n1,2,3\n",
        "Id,Title,Description,Date,Duration\n1,2,3,4,5\n",
        "[]",
        "",
        "#,name\n1,Main\n",
    ],
)
def test_other_tables_are_not_recognised(text):
    assert not easychair.recognises(from_text(text, "some.csv"))


def test_submissions_become_requests_by_their_decision():
    assert rows(read_files(*TABLES), "requests") == {
        "submission:1": {
            "id": "EC-1",
            "title": "Broadband for Small Islands",
            "type": "Session",
            "track": "Connectivity",
            "organisers": "Atlantic Institute; Lake University",
            "status": "accepted",
            "description": "How small islands get online.\nAnd who pays & why.",
        },
        "submission:2": {
            "id": "EC-2",
            "title": "Open Data, Open Doors",
            "type": "Session",
            "organisers": "Datos para Todos",
            "status": "requested",
            "description": "What open data does.",
        },
        "submission:3": {
            "id": "EC-3",
            "title": "Radio in Emergencies",
            "type": "Session",
            "organisers": "Lake University",
            "status": "cancelled",
        },
        "submission:5": {
            "id": "EC-5",
            "title": "Taken Back",
            "type": "Session",
            "organisers": "Atlantic Institute",
            "status": "cancelled",
        },
        "submission:7": {"id": "EC-7", "title": "Talking Machines", "type": "Session", "status": "requested"},
    }


def test_authors_become_people_once_without_their_addresses():
    assert rows(read_files(*TABLES), "people") == {
        "person:21": {"name": "Amina Odhiambo", "organisation": "Lake University", "country": "Kenya"},
        "person:22": {"name": "Rui Tavares", "organisation": "Atlantic Institute", "country": "Portugal"},
        "person:23": {"name": "Lucía Fernández", "organisation": "Datos para Todos", "country": "Spain"},
        "person:Mei Chen": {"name": "Mei Chen"},
        "person:Jean Petit": {"name": "Jean Petit"},
        "person:Zoë Bell": {"name": "Zoë Bell"},
    }


def test_the_corresponding_author_is_needed_and_without_one_the_first():
    found = [
        (row["session"], row["person"], row["presence"]) for row in rows(read_files(*TABLES), "appearances").values()
    ]
    assert sorted(found) == [
        ("submission:1", "person:21", "optional"),
        ("submission:1", "person:22", "required"),
        ("submission:2", "person:23", "required"),
        ("submission:3", "person:21", "required"),
        ("submission:5", "person:22", "required"),
        ("submission:7", "person:Jean Petit", "optional"),
        ("submission:7", "person:Mei Chen", "required"),
        ("submission:7", "person:Zoë Bell", "optional"),
    ]


def test_addresses_topics_and_answers_are_private():
    intake = read_files(*TABLES)
    assert list(rows_of_contacts(intake)) == [
        {"id": "submission:1", "note": "Topics: Connectivity; Financing\nKeywords: broadband; islands"},
        {"id": "submission:2", "note": "Form fields: (format) panel"},
        {"id": "submission:7", "note": "Keywords: speech; ethics"},
        {"id": "person:21", "email": "amina@org.example"},
        {"id": "person:22", "email": "rui@atlantic.example"},
        {"id": "person:23", "email": "lucia@datos.example"},
    ]
    public = [cell for row in intake.taken if row.table != "contacts" for cell in row.cells.values()]
    assert [cell for cell in public if "@" in cell] == []


def rows_of_contacts(intake):
    return (dict(row.cells) for row in intake.taken if row.table == "contacts")


def test_every_row_is_accounted_for_and_what_is_not_taken_has_a_reason():
    intake = read_files(*TABLES)
    expected = {
        Origin(f"{name}.csv", number)
        for name in TABLES
        for number in range(2, 2 + sum(1 for _ in csv.DictReader((FILES / f"{name}.csv").open(encoding="utf-8"))))
    }
    assert set(intake.records) == expected
    assert len(intake.records) == len(expected)
    assert {row.origin for row in (*intake.taken, *intake.refused)} == expected
    assert refusals(intake) == [
        ("submission.csv", 5, "Not for This Year", "the decision in EasyChair is “reject”"),
        ("submission.csv", 7, "6", "no title"),
        ("submission.csv", 8, "Broadband for Small Islands", "the same number comes before in these files"),
        ("author.csv", 6, "Amina Odhiambo", "the same author as in row 5 of author.csv"),
        ("author.csv", 7, "Hans Muster", "an author of submission 4: the decision in EasyChair is “reject”"),
        ("author.csv", 9, "Taken Back", "an author of this submission, without a name"),
        ("author.csv", 10, "Nina Lost", "an author of submission 9, which is not in these files"),
        (
            "submission_topic.csv",
            2,
            "Connectivity",
            "no row of its own: about “Broadband for Small Islands”, kept with it",
        ),
        (
            "submission_topic.csv",
            3,
            "Financing",
            "no row of its own: about “Broadband for Small Islands”, kept with it",
        ),
        ("submission_topic.csv", 4, "Connectivity", "about submission 4: the decision in EasyChair is “reject”"),
        ("submission_topic.csv", 5, "Connectivity", "about submission 9, which is not in these files"),
        ("submission_topic.csv", 6, "(without a title)", "an empty row"),
        (
            "committee.csv",
            2,
            "Paula Referee",
            "a member of the programme committee, who has no part in the programme",
        ),
    ]


def test_the_source_is_known_by_one_name_and_says_its_type():
    intake = read_files("submission")
    assert (intake.source, intake.setting) == ("easychair", Setting(types=(KnownType("Session"),)))


def workbook(tables: dict[str, list[list[object]]]) -> Source:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in tables.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return Source("conference.xlsx", file.getvalue())


def test_a_workbook_of_the_same_sheets_says_the_same():
    tables = {}
    for name in TABLES:
        cells = list(csv.reader((FILES / f"{name}.csv").open(encoding="utf-8", newline="")))
        cells[0] = [heading.title() for heading in cells[0]]
        tables[name.title()] = [[int(cell) if cell.isdecimal() else cell for cell in row] for row in cells]
    source = workbook({**tables, "Notes": [["Remember", "the deadline"]]})
    assert easychair.recognises(source)
    intake, other = easychair.read([source], "UTC"), read_files(*TABLES)
    assert [(row.table, row.key, row.cells) for row in intake.taken] == [
        (row.table, row.key, row.cells) for row in other.taken
    ]
    assert len(intake.refused) == len(other.refused)
    assert intake.records[0] == Origin("conference.xlsx, Submission", 2)
    assert intake.notes == (
        InputProblem(
            "conference.xlsx, Notes", 0, "", "", "this sheet is none of EasyChair's and was not read", note=True
        ),
    )


def test_tracks_are_named_by_the_submission_or_by_their_number():
    source = workbook(
        {
            "submission": [
                ["#", "track #", "track name", "title", "decision", "deleted?"],
                [1, 2, "", "A", "ACCEPT", "no"],
                [2, 1, "Main", "B", "", ""],
                [3, 9, "", "C", "probably accept", ""],
            ],
            "tracks": [["#", "name"], [1, "Main"], [2, "Poster"]],
        }
    )
    intake = easychair.read([source], "UTC")
    assert [(row["title"], row.get("track"), row["status"]) for row in rows(intake, "requests").values()] == [
        ("A", "Poster", "accepted"),
        ("B", "Main", "requested"),
        ("C", None, "requested"),
    ]
    assert [reason for _, _, _, reason in refusals(intake)] == ["no row of its own: the name of a track"] * 2


def test_values_of_a_form_are_notes_on_their_submission():
    intake = easychair.read(
        [
            from_text("#,title,decision,abstract\n1,A,accept,\n"),
            from_text("submission #,field name,value\n1,format,Panel\n", "submission_field_value.csv"),
            from_text("member #,member name,submission #,bid\n3,Paula Referee,1,yes\n", "bidding.csv"),
        ],
        "UTC",
    )
    assert list(rows_of_contacts(intake)) == [{"id": "submission:1", "note": "format: Panel"}]
    assert refusals(intake) == [
        ("submission_field_value.csv", 2, "format", "no row of its own: about “A”, kept as a note on it"),
        ("bidding.csv", 2, "1", "from the reviewing, of which nothing is taken"),
    ]


def test_hostile_cells_are_cleaned_and_a_wrong_address_is_told():
    intake = easychair.read(
        [
            from_text(
                '#,title,decision,abstract\n1,"Line\u202e one\nline <two>\x07",accept,<script>x()</script>Text\n'
            ),
            from_text("submission #,first name,last name,email,person #\n1,=cmd(),Nul,not an address,\n", "author.csv"),
        ],
        "UTC",
    )
    assert rows(intake, "requests")["submission:1"]["title"] == "Line one line <two>"
    assert rows(intake, "requests")["submission:1"]["description"] == "Text"
    assert list(rows(intake, "people").values()) == [{"name": "=cmd() Nul"}]
    assert list(rows_of_contacts(intake)) == []
    assert [(note.file, note.row, note.column, note.found) for note in intake.notes] == [
        ("author.csv", 2, "email", "not an address")
    ]


def test_an_author_without_a_number_is_known_by_the_address_which_no_key_tells():
    authors = (
        "submission #,first name,last name,email\n1,Amina,Odhiambo,Amina@Org.example\n2,A.,Odhiambo,amina@org.example\n"
    )
    intake = easychair.read(
        [from_text("#,title,decision,abstract\n1,A,,\n2,B,,\n"), from_text(authors, "author.csv")], "UTC"
    )
    assert [row["name"] for row in rows(intake, "people").values()] == ["Amina Odhiambo"]
    assert len(rows(intake, "appearances")) == 2
    assert [row.key for row in intake.taken if "@" in row.key or "amina" in row.key.casefold()] == []
