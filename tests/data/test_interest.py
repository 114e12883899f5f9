"""Tests of the table of interest: counted in pairs, told what is wrong once, nothing of a person kept."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import openpyxl
import pytest

from data.problems import InputProblem, InputProblems
from data.readers import read_forum
from data.readers import tables as limits
from data.samples import copy_starter

if TYPE_CHECKING:
    from pathlib import Path


def forum_with(folder: Path, text: str, name: str = "interest.csv") -> Path:
    """The starter with a table of interest."""
    copy_starter(folder / "forum")
    (folder / "forum" / "interest.csv").unlink()
    (folder / "forum" / name).write_text(text, encoding="utf-8", newline="")
    return folder / "forum"


def counted(folder: Path, text: str) -> dict[tuple[str, str], int]:
    return dict(read_forum(forum_with(folder, text)).programme.interest)


def problems(folder: Path, text: str) -> list[InputProblem]:
    with pytest.raises(InputProblems) as caught:
        read_forum(forum_with(folder, text))
    return list(caught.value.problems)


def test_pairs_of_sessions_are_counted_by_those_who_want_both(tmp_path: Path) -> None:
    text = "session,person\nS-002,x\nR-001,x\nR-001,y\nS-002,y\nR-002,y\nR-002,z\n"
    assert counted(tmp_path, text) == {("R-001", "S-002"): 2, ("R-001", "R-002"): 1, ("R-002", "S-002"): 1}


def test_who_is_named_twice_for_a_session_counts_once(tmp_path: Path) -> None:
    assert counted(tmp_path, "person;Session\nx;R-001\n x ;R-001\nx;R-002\n'+x;S-001\n+x;R-001\n\n") == {
        ("R-001", "R-002"): 1,
        ("R-001", "S-001"): 1,
    }


def test_a_table_without_rows_and_no_table_say_nothing(tmp_path: Path) -> None:
    assert counted(tmp_path, "session,person\n") == {}
    (tmp_path / "forum" / "interest.csv").unlink()
    assert dict(read_forum(tmp_path / "forum").programme.interest) == {}


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    folder = forum_with(tmp_path, "", "interest.xlsx")
    workbook = openpyxl.Workbook()
    for row in [["Session", "Person"], ["R-001", 7], [], ["R-002", "7"], ["R-002", 8]]:
        workbook.worksheets[0].append(row)
    workbook.save(folder / "interest.xlsx")
    assert dict(read_forum(folder).programme.interest) == {("R-001", "R-002"): 1}


def test_an_unknown_session_is_told_once_with_the_number_of_its_rows(tmp_path: Path) -> None:
    text = "session,person\nR-001,x\nR-0O2,x\nR-0O2,y\n" + "X-999,z\n"
    assert problems(tmp_path, text) == [
        InputProblem(
            "interest.csv", 3, "session", "R-0O2", "expected the id of a session; did you mean “R-002”? (so in 2 rows)"
        ),
        InputProblem("interest.csv", 5, "session", "X-999", "expected the id of a session"),
    ]


def test_empty_cells_are_told_once_and_blank_rows_skipped(tmp_path: Path) -> None:
    assert problems(tmp_path, "session,person\n,\n,x\nR-001,\nR-002,\n,y\n") == [
        InputProblem("interest.csv", 3, "session", "", "expected session id; this cell is empty (so in 2 rows)"),
        InputProblem(
            "interest.csv", 4, "person", "", "expected the attendee's pseudonym; this cell is empty (so in 2 rows)"
        ),
    ]


def test_missing_and_unknown_headings_and_cells_beyond_are_told(tmp_path: Path) -> None:
    assert [(each.column, each.expected) for each in problems(tmp_path, "session,attendee\nR-001,x,more\n")] == [
        ("", "expected nothing after the last column"),
        ("attendee", "expected a known heading: session, person"),
        ("person", "expected this column; it is missing"),
    ]


def test_more_rows_than_any_other_table_may_have_are_taken_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 20)
    monkeypatch.setattr(limits, "MOST_LONG_ROWS", 30)
    text = "session,person\n" + "".join(f"R-00{1 + number % 2},{number // 2}\n" for number in range(30))
    assert counted(tmp_path, text) == {("R-001", "R-002"): 15}
    (tmp_path / "forum" / "interest.csv").write_text(text + "R-001,9\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_forum(tmp_path / "forum")
    assert list(caught.value.problems) == [
        InputProblem("interest.csv", 0, "", "", "expected at most 30 rows; there are more, blank ones counted")
    ]


def test_so_many_sessions_that_pairs_cannot_be_counted_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.readers.interest.MOST_SESSIONS", 2)
    assert problems(tmp_path, "session,person\nR-001,x\nR-002,x\nS-001,x\n") == [
        InputProblem("interest.csv", 0, "session", "", "expected at most 2 different sessions; there are 3")
    ]


def test_counts_are_those_of_looking_at_each_person(tmp_path: Path) -> None:
    draw = Random(5)
    ids = ("R-001", "R-002", "S-001", "S-002", "S-003")
    wishes = [(draw.choice(ids), f"p{draw.randrange(60)}") for _ in range(400)]
    wanted: dict[str, set[str]] = {}
    for session, person in wishes:
        wanted.setdefault(person, set()).add(session)
    expected = Counter(pair for each in wanted.values() for pair in combinations(sorted(each), 2))
    text = "session,person\n" + "".join(f"{session},{person}\n" for session, person in wishes)
    assert counted(tmp_path, text) == dict(expected)


def test_no_attendee_is_kept(tmp_path: Path) -> None:
    folder = forum_with(tmp_path, "session,person\nR-001,secret-pseudonym\nR-002,secret-pseudonym\n")
    reading = read_forum(folder)
    assert dict(reading.programme.interest) == {("R-001", "R-002"): 1}
    assert "secret-pseudonym" not in repr(reading)
