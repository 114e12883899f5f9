"""Tests of what becomes of the tables when two rows are decided to be one."""

from __future__ import annotations

import pytest

from data.editing import EditedTable
from data.intake.alike_merging import Differing, merged
from data.intake.duplicates import settle
from data.readers import read_forum
from data.readers.alike import Decided, Decisions
from data.saving import save_all


def after(tables, *pairs):
    """The tables when pairs of requests (or of people, with a P in front) are the same; and what differs."""
    rows = tuple(Decided("person" if one[0] == "P" else "request", one, two, "same") for one, two in pairs)
    found = merged(tables, Decisions(rows))
    made = {name: Rows(rows) for name, rows in tables.items()}
    found.make(made)
    return {name: table.rows for name, table in made.items()}, found.differing


class Rows:
    """Rows that can be changed as those of a file."""

    def __init__(self, rows):
        self.rows = [dict(row) for row in rows]

    def set(self, index, column, text):
        self.rows[index][column] = text
        if not text:
            del self.rows[index][column]

    def remove(self, index):
        del self.rows[index]


def test_the_first_row_stays_and_is_filled_from_the_second():
    tables = {
        "requests": [
            {"id": "R-1", "title": "Radio", "duration": "60"},
            {
                "id": "R-2",
                "title": "Radio!",
                "duration": "60",
                "track": "Media",
                "status": "accepted",
                "source": "form",
            },
            {"id": "R-3", "title": "Other"},
        ]
    }
    made, differing = after(tables, ("R-2", "R-1"))
    assert made["requests"] == [
        {"id": "R-1", "title": "Radio", "duration": "60", "track": "Media", "merged_ids": "R-2"},
        {"id": "R-3", "title": "Other"},
    ]
    assert differing == (Differing("requests", "R-1", "R-2", "title", "Radio", "Radio!"),)


def test_nothing_is_merged_that_is_not_decided():
    tables = {"requests": [{"id": "R-1", "title": "Radio"}, {"id": "R-2", "title": "Radio"}]}
    rows = (Decided("request", "R-1", "R-2", ""), Decided("person", "R-1", "R-2", "same"))
    assert merged(tables, Decisions(rows)).changes == ()
    assert merged(tables, Decisions((Decided("request", "R-1", "R-2", "different"),))).changes == ()


def test_of_a_session_and_a_request_the_official_one_stays():
    tables = {"requests": [{"id": "R-1", "title": "A"}], "sessions": [{"id": "S-1", "title": "A"}]}
    made, _ = after(tables, ("R-1", "S-1"))
    assert made == {"requests": [], "sessions": [{"id": "S-1", "title": "A", "merged_ids": "R-1"}]}


def test_three_rows_become_one_also_one_after_the_other():
    tables = {"people": [{"id": f"P-{number}", "name": "Amina"} for number in (1, 2, 3)]}
    once, _ = after(tables, ("P-2", "P-3"), ("P-3", "P-1"))
    assert once["people"] == [{"id": "P-1", "name": "Amina", "merged_ids": "P-2; P-3"}]
    step, _ = after(tables, ("P-2", "P-3"))
    step, _ = after(step, ("P-2", "P-3"), ("P-3", "P-1"))
    assert step == once
    assert after(step, ("P-2", "P-3"), ("P-3", "P-1")) == (once, ())


@pytest.mark.parametrize(
    ("first", "second", "filled"),
    [
        ({}, {"zone": "Asia/Tokyo", "preferred_hours": "09:00-12:00"}, {"zone", "preferred_hours"}),
        ({"zone": "Asia/Tokyo"}, {"zone": "Asia/Tokyo", "preferred_hours": "09:00-12:00"}, {"preferred_hours"}),
        ({"zone": "Africa/Lagos"}, {"zone": "Asia/Tokyo", "preferred_hours": "09:00-12:00"}, set()),
        ({"preferred_dates": "2020-07-01"}, {"zone": "Asia/Tokyo", "preferred_hours": "09:00-12:00"}, set()),
        ({}, {"series": "Radio", "part": "2"}, {"series", "part"}),
        ({"series": "Radio", "part": "1"}, {"series": "Radio", "part": "2", "cadence": "weekly"}, set()),
        ({"repeats": "2"}, {"fixed_start": "2020-07-01 10:00"}, set()),
    ],
)
def test_columns_that_mean_something_only_together_are_filled_together(first, second, filled):
    tables = {"requests": [{"id": "R-1", "title": "A", **first}, {"id": "R-2", "title": "A", **second}]}
    made, differing = after(tables, ("R-1", "R-2"))
    kept = {"id": "R-1", "title": "A", "merged_ids": "R-2", **first}
    assert made["requests"] == [kept | {column: second[column] for column in filled}]
    assert {each.column for each in differing} == {
        column for column in second if column not in filled and first.get(column) != second[column]
    }


def test_what_names_the_second_names_the_first_once():
    tables = {
        "requests": [
            {"id": "R-1", "title": "A", "not_with": "R-2; R-3"},
            {"id": "R-2", "title": "A"},
            {"id": "R-3", "title": "B", "after": "R-2", "not_with": "R-1; R-2; R-4", "days_apart": "R-2 2..5"},
        ],
        "people": [{"id": "P-1", "name": "X"}, {"id": "P-2", "name": "X"}],
        "sessions": [{"id": "S-1", "title": "C", "facilitated_by": "P-2; P-3", "directly_after": "R-2"}],
        "appearances": [
            {"session": "R-1", "person": "P-1"},
            {"session": "R-2", "person": "P-2"},
            {"session": "R-2", "person": "P-2", "role": "host"},
            {"session": "R-3", "person": "P-3"},
            {"session": "R-3", "person": "P-3"},
        ],
        "contacts": [
            {"id": "P-1", "email": "a@x.example"},
            {"id": "P-2", "email": "b@x.example"},
            {"id": "R-2", "email": "a@x.example"},
            {"id": "P-2", "email": "a@x.example"},
        ],
        "decisions": [
            {"session": "R-2", "action": "leave out", "reason": "twice"},
            {"session": "R-2.2", "action": "pin", "start": "2020-07-01 10:00"},
            {"session": "R-3", "action": "cancel"},
        ],
    }
    made, differing = after(tables, ("R-1", "R-2"), ("P-1", "P-2"))
    assert made["requests"] == [
        {"id": "R-1", "title": "A", "not_with": "R-3", "merged_ids": "R-2"},
        {"id": "R-3", "title": "B", "after": "R-1", "not_with": "R-1; R-4", "days_apart": "R-1 2..5"},
    ]
    assert made["sessions"] == [{"id": "S-1", "title": "C", "facilitated_by": "P-1; P-3", "directly_after": "R-1"}]
    assert made["appearances"] == [
        {"session": "R-1", "person": "P-1"},
        {"session": "R-1", "person": "P-1", "role": "host"},
        {"session": "R-3", "person": "P-3"},
        {"session": "R-3", "person": "P-3"},
    ]
    assert made["contacts"] == [
        {"id": "P-1", "email": "a@x.example"},
        {"id": "P-1", "email": "b@x.example"},
        {"id": "R-1", "email": "a@x.example"},
    ]
    assert made["decisions"] == [
        {"session": "R-1.2", "action": "pin", "start": "2020-07-01 10:00"},
        {"session": "R-3", "action": "cancel"},
    ]
    assert differing == (Differing("decisions", "R-1", "R-2", "action", "", "leave out"),)


FORUM = """[forum]
name = "F"
site = "https://f.example/"
zone = "Europe/Zurich"
first_day = 2020-06-22
last_day = 2020-06-26
[[periods]]
id = "week"
name = "Week"
first_day = 2020-06-22
last_day = 2020-06-26
hours = ["10:00-18:00"]
types = ["workshop"]
[[channels]]
id = "room"
name = "Room"
[[types]]
id = "workshop"
name = "Workshop"
duration = 60
"""


def test_a_folder_is_merged_on_the_disk_only_when_that_is_written(tmp_path):
    (tmp_path / "forum.toml").write_text(FORUM, encoding="utf-8")
    requests = (
        "id,title,type,organisers\r\nR-1,Radio,workshop,ITU\r\nR-2,Radio!,workshop,\r\nR-3,Masts,workshop,ITU\r\n"
    )
    (tmp_path / "requests.csv").write_bytes(requests.encode())
    (tmp_path / "alike.csv").write_text("kind,first,second,decision\nrequest,R-1,R-2,same\n", encoding="utf-8")
    settled = settle(tmp_path)
    assert (tmp_path / "requests.csv").read_bytes() == requests.encode()
    assert (settled.merged, settled.suggested) == ({"R-2": "R-1"}, ())
    save_all(settled.files)
    assert EditedTable.read(tmp_path, "requests").rows == [
        {"id": "R-1", "title": "Radio", "type": "workshop", "organisers": "ITU", "merged_ids": "R-2"},
        {"id": "R-3", "title": "Masts", "type": "workshop", "organisers": "ITU"},
    ]
    assert settle(tmp_path).files == {}
    reading = read_forum(tmp_path, contacts=True)
    assert reading.notes == ()
    assert reading.programme.session_called("R-2").id == "R-1"
