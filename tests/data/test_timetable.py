"""A timetable as it lies on the disk, hand-edited or hostile, is read as it stands or refused with every reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.problems import InputProblem, InputProblems
from data.programme import Session
from data.timetable import Placement, Timetable, edited_rows, mark, timetable_from_json
from tests.factories import channel, person, programme, session

ASKED = programme(session("S-1"), session("S-2"), person("P-1"), person("P-2"), channels=(channel("room"),))
INSTANT = "expected an instant such as 2020-06-22T10:00:00Z, in the years 1970 to 2199"


def written(*rows: str, head: str = "") -> str:
    return f'{{"format": "forum-timetable/1", {head}"placements": [{", ".join(rows)}]}}'


def row(session: str = '"S-1"', start: str = '"2020-06-22T10:00:00Z"', more: str = "") -> str:
    return f'{{"session": {session}, "start": {start}, "channel": "room"{more}}}'


def problems_of(text: str) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        timetable_from_json(text, ASKED)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("year", [1970, 2199])
def test_a_start_outside_the_days_of_the_forum_is_read(year: int) -> None:
    found = timetable_from_json(written(row(start=f'"{year}-06-22T10:00:00Z"')), ASKED)
    assert found.placements == {"S-1": Placement(datetime(year, 6, 22, 10, tzinfo=UTC), "room")}


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:45:00-14:00", "2200-01-01T00:00:00Z"]
)
def test_a_start_in_years_of_no_known_clock_is_told(start: str) -> None:
    assert problems_of(written(row(start=f'"{start}"'))) == [
        f"timetable.json, row 1, start: read “{start}”; {INSTANT}",
    ]


def test_a_number_that_is_too_long_to_read_is_told() -> None:
    (problem,) = problems_of(written(row(start="9" * 5000)))
    assert problem.startswith("timetable.json: this is not JSON: Exceeds the limit (4300 digits)")
    assert problems_of(written(row(start="9" * 50))) == [
        f"timetable.json, row 1, start: read “{'9' * 50}”; {INSTANT}",
    ]


def test_another_forum_s_timetable_is_told() -> None:
    assert problems_of(written(head='"forum": "Other", ')) == [
        f"timetable.json, forum: read “Other”; expected a timetable of this forum, “{ASKED.forum.name}”;"
        " this one is of another",
    ]


def test_what_is_said_twice_is_told() -> None:
    text = written(
        row(more=', "channel": "room"'),
        row('"S-2"', more=', "facilitators": ["P-2", "P-1", "P-2"]'),
        head='"placements": [], ',
    )
    assert problems_of(text) == [
        "timetable.json, placements: read “placements”; expected this key once",
        "timetable.json, row 1, channel: read “channel”; expected this key once",
        "timetable.json, row 2, facilitators: read “P-2”; expected each person once",
    ]


def test_facilitators_are_sorted() -> None:
    found = timetable_from_json(written(row(more=', "facilitators": ["P-2", "P-1"]')), ASKED)
    assert found.placements["S-1"].facilitators == ("P-1", "P-2")


@pytest.mark.parametrize(
    ("gone", "placed", "why"),
    [
        (session("S-2", status="cancelled"), "S-2", "is cancelled"),
        (session("S-2", left_out=True), "S-2", "is left out"),
        (session("S-2", status="cancelled", repeats=2), "S-2.2", "is cancelled"),
        (session("S-2", "exhibition"), "S-2", "has no time, being of type exhibition,"),
    ],
    ids=["cancelled", "left out", "one of several", "no time"],
)
def test_a_placement_of_what_is_not_held_any_more_is_dropped_with_a_note(gone: Session, placed: str, why: str) -> None:
    notes: list[InputProblem] = []
    asked = programme(session("S-1"), gone, channels=(channel("room"),))
    found = timetable_from_json(
        written(row(), row(f'"{placed}"', more=', "facilitators": ["P-9"]')), asked, notes=notes
    )
    assert list(found.placements) == ["S-1"]
    assert [(str(note), note.note) for note in notes] == [
        (f"timetable.json, row 2: {placed} {why} and no longer placed", True)
    ]


def test_a_placement_of_what_no_table_knows_is_told_with_the_way_out() -> None:
    asked = programme(session("S-1", repeats=2), channels=(channel("room"),))
    with pytest.raises(InputProblems) as caught:
        timetable_from_json(written(row('"S-9"'), row('"S-1"')), asked)
    assert [str(problem) for problem in caught.value.problems] == [
        "timetable.json, row 1, session: read “S-9”; expected the id of a session that is to be held; if its row "
        "was deleted, put it back with the status “cancelled”, or take this placement out, or plan anew with "
        "--from-scratch",
        "timetable.json, row 2, session: read “S-1”; expected S-1.1, S-1.2, as S-1 is held",
    ]


def test_deep_nesting_is_no_crash() -> None:
    for depth in (1, 200, 900, 970, 980, 990, 995, 1000, 100_000):
        assert len(problems_of(written(row("[" * depth + "]" * depth)))) == 1


def rows_of(text: str) -> list[str]:
    return [line.strip().rstrip(",") for line in text.splitlines() if '"session"' in line]


def test_a_row_bears_a_mark_of_what_it_says_and_an_edit_is_seen() -> None:
    ten, eleven = datetime(2020, 6, 22, 10, tzinfo=UTC), datetime(2020, 6, 22, 11, tzinfo=UTC)
    made = Timetable(ASKED, {"S-1": Placement(ten, "room"), "S-2": Placement(eleven, "room", ("P-1", "P-2"))})
    text = made.to_json()
    assert rows_of(text) == [
        '{"session": "S-1", "start": "2020-06-22T10:00:00Z", "channel": "room", "made": "'
        + mark("S-1", made.placements["S-1"])
        + '"}',
        '{"session": "S-2", "start": "2020-06-22T11:00:00Z", "channel": "room", "facilitators": ["P-1", "P-2"], '
        '"made": "' + mark("S-2", made.placements["S-2"]) + '"}',
    ]

    def edits(changed: str) -> dict[str, int]:
        return edited_rows(changed, timetable_from_json(changed, ASKED).placements)

    assert edits(text) == {}
    assert edits(text.replace("T11:00", "T12:00")) == {"S-2": 2}
    assert edits(text.replace('["P-1", "P-2"]', '["P-2"]')) == {"S-2": 2}
    assert edits(text.replace('["P-1", "P-2"]', '["P-2", "P-1"]')) == {}
    assert edits(text.replace("T10:00:00Z", "T12:00:00+02:00")) == {}
    assert edits(text.replace(f', "made": "{mark("S-1", made.placements["S-1"])}"', "")) == {"S-1": 1}
    assert edits(text.replace('"S-1"', '"S-3"').replace('"S-2"', '"S-1"').replace('"S-3"', '"S-2"')) == {
        "S-1": 2,
        "S-2": 1,
    }


def test_of_a_file_without_any_mark_no_edit_is_known() -> None:
    text = written(row(), row('"S-2"'))
    assert edited_rows(text, timetable_from_json(text, ASKED).placements) == {}
