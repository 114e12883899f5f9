"""Tests of the table `alike`: read strictly, its decisions checked against one another, rewritten with all it says."""

from __future__ import annotations

import pytest

from data.intake.duplicates import settle
from data.problems import InputProblems
from data.readers.alike import read_alike
from data.saving import save_all

HEAD = "kind,first,second,first_name,second_name,score,reason,decision\n"


def read(folder, *rows, head=HEAD, **known):
    """The groups of people, and all problems as (row, column, expected)."""
    (folder / "alike.csv").write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    problems = []
    decisions = read_alike(folder, problems, **known)
    return decisions.groups("person"), [(each.row, each.column, each.expected) for each in problems]


def person(first, second, decision):
    return f"person,{first},{second},,,,,{decision}"


def test_same_goes_on_from_pair_to_pair(tmp_path):
    rows = [person("A", "B", "same"), person("D", "C", "same"), person("B", "C", "Same"), person("E", "F", "")]
    assert read(tmp_path, *rows) == ((("A", "B", "D", "C"),), [])


def test_a_table_needs_only_the_columns_that_say_the_pair(tmp_path):
    assert read(tmp_path, "person,A,B", head="kind,first,second\n") == ((), [])


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["person,A,A,,,,,"], (2, "second", "expected another id than the first")),
        (["people,A,B,,,,,"], (2, "kind", "expected one of person, request")),
        (["person,A,B,,,,,maybe"], (2, "decision", "expected one of same, different")),
        (["person,,B,,,,,"], (2, "first", "expected person id or session id; this cell is empty")),
        (["person,A,B,,,101,,"], (2, "score", "expected a whole number from 0 to 100")),
        ([person("A", "B", ""), person("B", "A", "same")], (3, "second", "expected this pair once; row 2 has it too")),
        (
            [person("A", "B", "same"), person("B", "C", "same"), person("C", "A", "different")],
            (
                4,
                "decision",
                "expected “same”, or another decision elsewhere: rows 2 and 3 say together that they are one",
            ),
        ),
        (
            [person("A", "B", "same"), person("C", "A", "different"), person("B", "C", "same")],
            (
                4,
                "decision",
                "expected “different”, or another decision elsewhere: rows 2 and 3 say together that they are not",
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_by_row(tmp_path, rows, problem):
    assert read(tmp_path, *rows)[1] == [problem]


def test_a_person_and_a_request_of_one_id_are_two(tmp_path):
    assert read(tmp_path, person("A", "B", "same"), "request,A,B,,,,,different")[1] == []


def test_decisions_about_ids_that_no_row_has_are_noted(tmp_path):
    rows = [person("A", "X", "same"), person("A", "Y", "")]
    told = read(tmp_path, *rows, people={"A"}, sessions=set())[1]
    assert told == [(2, "second", "no person has this id: the decision counts for nothing")]


PEOPLE = """id,name,organisation,country
P-1,Amina Khan,ITU,Kenya
P-2,"=KHAN, Amina",ITU,Kenya
P-3,A. Khan,ITU,Kenya
P-4,Omar Diallo,Bank of Mali,Mali
"""


def test_a_search_appends_and_keeps_what_there_is(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    settled = settle(tmp_path)
    assert [path.name for path in settled.files] == ["alike.csv"]
    assert not (tmp_path / "alike.csv").exists()
    save_all(settled.files)
    text = (tmp_path / "alike.csv").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "kind,first,second,first_name,second_name,score,reason,decision",
        'person,P-1,P-2,Amina Khan,"\'=KHAN, Amina",98,"same names in another order; same organisation, same country",',
        'person,P-1,P-3,Amina Khan,A. Khan,90,"like names: an initial; same organisation, same country",',
        'person,P-2,P-3,"\'=KHAN, Amina",A. Khan,90,"like names: an initial; same organisation, same country",',
    ]
    assert settle(tmp_path).files == {}
    edited = (
        text.replace(",98,", ",98 ,").replace('country",\r\n', 'country",different\r\n', 1)
        + "person,X,Y,,,,by hand,\r\n"
    )
    (tmp_path / "alike.csv").write_bytes(edited.encode())
    with (tmp_path / "people.csv").open("a", encoding="utf-8") as file:
        file.write("P-5,Dr. Omar Diallo,Bank of Mali,\n")
    after = settle(tmp_path).files[tmp_path / "alike.csv"].decode()
    assert after.startswith(edited)
    assert after.removeprefix(edited).startswith("person,P-4,P-5,Omar Diallo,Dr. Omar Diallo,")


def test_a_wrong_table_stops_the_search(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "alike.csv").write_text(HEAD + person("P-1", "P-2", "maybe") + "\n", encoding="utf-8")
    with pytest.raises(InputProblems, match=r"alike\.csv, row 2, decision: read “maybe”"):
        settle(tmp_path)
