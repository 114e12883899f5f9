"""What the tables say about facilitators whom the team has settled: every mistake is told in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.problems import InputProblems
from data.readers import read_forum

if TYPE_CHECKING:
    from pathlib import Path

FORUM = """\
[forum]
name = "Forum"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-09-07
last_day = 2020-09-10
grid = 15

[[periods]]
id = "final"
name = "Final week"
first_day = 2020-09-07
last_day = 2020-09-10
hours = ["10:00-18:00"]
types = ["policy", "workshop"]

[[channels]]
id = "hall"
name = "Hall"

[[types]]
id = "policy"
name = "Policy session"
duration = 60
facilitators = 1
facilitators_most = 2

[[types]]
id = "workshop"
name = "Workshop"
duration = 60
"""

PEOPLE = """\
id,name,zone,nominated_by
P-1,Nominee One,UTC,government
P-2,Nominee Two,UTC,civil society
P-3,Nominee Three,UTC,civil society
P-4,Speaker Four,UTC,
P 5,Wrong Five,UTC,government
"""

APPEARANCES = "session,person,presence\nS-1,P-4,\nS-1,P-3,optional\n"


def folder(path: Path, row: str, people: str = PEOPLE.replace("P 5", "P-5")) -> Path:
    texts = {
        "forum.toml": FORUM,
        "people.csv": people,
        "appearances.csv": APPEARANCES,
        "sessions.csv": f"id,title,type,facilitated_by\n{row}\n",
    }
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        read_forum(path)
    return [str(problem) for problem in raised.value.problems]


def test_nominees_who_do_not_appear_are_taken(tmp_path: Path) -> None:
    (session,) = read_forum(folder(tmp_path, "S-1,One,policy,P-2; P-1")).programme.sessions
    assert session.facilitated_by == ("P-2", "P-1")


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("S-1,One,policy,P-11", ["“P-11”; expected the id of a person; did you mean “P-1”?"]),
        ("S-1,One,policy,P-4", ["“P-4”; expected a nominee: in people.csv, row 5 nobody nominates this person"]),
        ("S-1,One,policy,P-1; P-3", [
            "“P-3”; expected someone who does not appear in the session: see appearances.csv, row 3"]),
        ("S-1,One,policy,P-1; P-2; P-5", [
            "“P-1; P-2; P-5”; expected at most 2, as for every session of type policy"]),
        ("S-1,One,policy,P-3; P-9; P-4", [
            "“P-3”; expected someone who does not appear in the session: see appearances.csv, row 3",
            "“P-3; P-9; P-4”; expected at most 2, as for every session of type policy",
            "“P-4”; expected a nominee: in people.csv, row 5 nobody nominates this person",
            "“P-9”; expected the id of a person"]),
        ("S-1,One,workshop,P-1; P-9", ["“P-1; P-9”; expected nobody: sessions of type workshop have no facilitators"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_them_is_told(tmp_path: Path, row: str, problems: list[str]) -> None:
    assert problems_of(folder(tmp_path, row)) == [
        f"sessions.csv, row 2, facilitated_by: read {problem}" for problem in problems
    ]


def test_a_mistake_in_the_person_or_the_type_brings_no_more_about_the_facilitator(tmp_path: Path) -> None:
    assert [text.split(";")[0] for text in problems_of(folder(tmp_path, "S-1,One,polcy,P-1", PEOPLE))] == [
        "people.csv, row 6, id: read “P 5”",
        "sessions.csv, row 2, type: read “polcy”",
    ]
