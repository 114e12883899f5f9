"""The ledger of revisions as a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from data.problems import InputProblems
from data.readers import read_revisions
from data.revisions import FILE, Change, Revision, Revisions, Told, revisions_from_json, span, span_text


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


START, END, LATER = (instant(f"2020-06-22T{hour}:00:00") for hour in ("09", "10", "11"))
FIRST, SECOND = instant("2020-06-01T09:00:00"), instant("2020-06-02T09:00:00")


def told(**fields):
    usual = {
        "title": "Ethics, “here”\n",
        "type": "policy",
        "track": "",
        "languages": ("en", "fr"),
        "start": LATER,
        "end": instant("2020-06-22T12:00:00"),
        "channel": "hall",
        "channel_name": "Plenary hall",
        "link": "https://stream.example/hall",
        "facilitators": ("p4",),
        "cancelled": False,
    }
    return Told(**{**usual, **fields})


def revision(name, number, **fields):
    usual = {
        "occurrence": name,
        "session": name.partition(".")[0],
        "uid": f"{name}@forum.example",
        "number": number,
        "guid": f"00000000-0000-5000-8000-{number:012d}",
        "sequence": 0,
        "modified": FIRST,
        "told": told(),
        "content": "1f",
        "details": "1-2e",
    }
    return Revision(**{**usual, **fields})


MOVED = Change(SECOND, "moved", span_text(START, END), span_text(LATER, instant("2020-06-22T12:00:00")))
LEDGER = Revisions(
    FIRST,
    {
        "P-1": revision("P-1", 7, sequence=1, modified=SECOND, history=(MOVED, Change(SECOND, "renamed", "a", "b"))),
        "H-1.2": revision("H-1.2", 9, told=told(cancelled=True)),
    },
)


def test_a_ledger_comes_back_as_it_was():
    text = LEDGER.to_json()
    again = revisions_from_json(text)
    assert again == LEDGER
    assert again.to_json() == text
    assert again.newest == SECOND
    assert revisions_from_json(Revisions().to_json()) == Revisions()


def test_rows_are_in_the_order_of_ids_and_a_change_of_history_is_one_line():
    lines = LEDGER.to_json().splitlines()
    assert [line.split('"')[3] for line in lines if '"occurrence":' in line] == ["H-1.2", "P-1"]
    without = Revisions(FIRST, {**LEDGER.rows, "P-1": revision("P-1", 7, sequence=1, modified=SECOND, history=())})
    assert len(lines) - len(without.to_json().splitlines()) == 2
    assert json.loads(LEDGER.to_json())["occurrences"][1]["history"][0] == {
        "at": "2020-06-02T09:00:00Z",
        "kind": "moved",
        "before": "2020-06-22T09:00:00Z/2020-06-22T10:00:00Z",
        "after": "2020-06-22T11:00:00Z/2020-06-22T12:00:00Z",
    }


def broken(**fields):
    """The ledger with fields of its second row, P-1, changed; None takes the field away."""
    content = json.loads(LEDGER.to_json())
    row = content["occurrences"][1]
    row.update(fields)
    content["occurrences"][1] = {key: value for key, value in row.items() if value is not None}
    return json.dumps(content)


def problems(text):
    with pytest.raises(InputProblems) as caught:
        revisions_from_json(text)
    return [str(problem) for problem in caught.value.problems]


INSTANT = "expected an instant of whole seconds such as 2020-06-22T10:00:00Z, in the years 1970 to 2199"
CHANGE = {"at": "2020-06-02T09:00:00Z", "kind": "renamed", "before": "a", "after": "b"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"uid": "H-1.2@forum.example"},
         "uid: read “H-1.2@forum.example”; expected a value that no other row has; row 1 has the same"),
        ({"number": 9}, "number: read “9”; expected a value that no other row has; row 1 has the same"),
        ({"occurrence": "H-1.2", "session": "H-1"},
         "occurrence: read “H-1.2”; expected a value that no other row has; row 1 has the same"),
        ({"sequence": -1}, "sequence: read “-1”; expected a whole number, 0 or more"),
        ({"sequence": True}, "sequence: read “True”; expected a whole number, 0 or more"),
        ({"number": 0}, "number: read “0”; expected a whole number, 1 or more"),
        ({"number": None}, "number: expected this key; it is missing"),
        ({"nubmer": 7}, "nubmer: read “nubmer”; expected no such key"),
        ({"uid": "a b"}, "uid: read “a b”; expected a UID: a text without blanks"),
        ({"guid": "7"}, "guid: read “7”; expected a UUID in small letters"),
        ({"modified": "yesterday"}, f"modified: read “yesterday”; {INSTANT}"),
        ({"modified": "2020-06-02T09:00:00"}, f"modified: read “2020-06-02T09:00:00”; {INSTANT}"),
        ({"occurrence": "P-2"}, "occurrence: read “P-2”; expected P-1, or P-1.1, P-1.2 and so on"),
        ({"end": "2020-06-22T11:00:00Z"}, "end: read “2020-06-22T11:00:00Z”; expected an instant after the start"),
        ({"cancelled": "no"}, "cancelled: read “no”; expected true or false"),
        ({"title": "\ud800"}, "title: read “\ud800”; expected a text"),
        ({"languages": "en"}, "languages: read “en”; expected a list of language tags"),
        ({"history": [{**CHANGE, "kind": "gone"}]},
         "history.kind: read “gone”; expected one of added, moved, channel, link, renamed, cancelled, restored, "
         "details"),
        ({"history": [{**CHANGE, "kind": []}]},
         "history.kind: read “[]”; expected one of added, moved, channel, link, renamed, cancelled, restored, "
         "details"),
        ({"history": [{**CHANGE, "at": "2020-06-02T09:00:01Z"}]},
         "history.at: read “2020-06-02T09:00:01Z”; expected an instant not after modified, 2020-06-02T09:00:00Z"),
        ({"history": [{**CHANGE, "kind": "moved"}]},
         "history.before: read “a”; expected two instants such as 2020-06-22T10:00:00Z/2020-06-22T11:00:00Z"),
        ({"history": ["moved"]}, "history: read “moved”; expected an object with at, kind, before and after"),
    ],
)  # fmt: skip
def test_a_damaged_row_is_told(fields, told):
    assert f"revisions.json, row 2, {told}" in problems(broken(**fields))


def test_a_damaged_file_is_told():
    assert problems("{") == [
        "revisions.json, row 1: this is not JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)"
    ]
    wanted = "expected the format “forum-revisions/1”"
    assert problems('{"format": "forum-timetable/1"}') == [
        f"revisions.json, format: read “forum-timetable/1”; {wanted}"
    ]
    assert problems('{"format": "forum-revisions/1", "begun": 1, "rows": []}') == [
        f"revisions.json, begun: read “1”; {INSTANT}",
        "revisions.json, occurrences: expected a list of occurrences",
        "revisions.json, rows: read “rows”; expected no such key",
    ]
    twice = LEDGER.to_json().replace('"sequence": 1', '"sequence": 1, "sequence": 0')
    assert problems(twice) == ["revisions.json, row 2, sequence: read “sequence”; expected this key once"]
    late = LEDGER.to_json().replace('  "begun": "2020-06-01T09:00:00Z",\n', "")
    assert problems(late) == ["revisions.json, begun: expected the instant of the first publication"]


def test_lines_of_history_may_be_taken_out_by_hand():
    assert revisions_from_json(broken(history=[])).rows["P-1"].history == ()


def test_a_folder_without_a_ledger_has_an_empty_one_and_a_wrong_one_is_refused(tmp_path):
    assert read_revisions(tmp_path) == Revisions()
    (tmp_path / FILE).write_text(LEDGER.to_json(), encoding="utf-8")
    assert read_revisions(tmp_path) == LEDGER
    (tmp_path / FILE).write_bytes(b"\xff")
    with pytest.raises(InputProblems, match=r"revisions.json: expected UTF-8"):
        read_revisions(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputProblems, match=r"revisions.json: expected a file, and not a link to none"):
        read_revisions(tmp_path)


@pytest.mark.parametrize("text", ["", "2020-06-22T10:00:00Z", "2020-06-22T10:00:00Z/2020-06-22T10:00:00Z", "a/b/c"])
def test_what_is_no_span_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        span(text)
