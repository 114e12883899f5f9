"""A folder full of mistakes: every command tells each of them, with file, row and column, and writes nothing."""

from __future__ import annotations

import json

import pytest

from tests.data.test_twenty_five_mistakes import (
    APPEARANCES,
    DECISIONS,
    EXPECTED,
    FORUM,
    PEOPLE,
    REQUESTS,
    RULES,
    SESSIONS,
)
from tests.end_to_end.command import contents, forum


@pytest.fixture
def mistaken(tmp_path):
    place = tmp_path / "forum"
    place.mkdir()
    texts = {
        "forum.toml": FORUM,
        "rules.toml": RULES,
        "requests.csv": REQUESTS,
        "sessions.csv": SESSIONS,
        "people.csv": PEOPLE,
        "appearances.csv": APPEARANCES,
        "decisions.csv": DECISIONS,
    }
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("command", ["check", "plan", "verify", "publish"])
def test_every_command_tells_all_25_and_writes_nothing(mistaken, command):
    before = contents(mistaken.parent)
    out = ["--out", mistaken.parent / "site"] if command == "publish" else []
    run = forum(command, mistaken, *out)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"{EXPECTED}25 problems found.\n"
    assert contents(mistaken.parent) == before
    assert [path.name for path in mistaken.parent.iterdir()] == ["forum"]


def test_all_25_as_json(mistaken):
    run = forum("check", mistaken, "--json")
    told = json.loads(run.stdout)
    assert (run.returncode, run.stderr, told["notes"]) == (1, "", [])
    lines = EXPECTED.splitlines()
    assert [(p["file"], p["row"], p["column"]) for p in told["problems"]] == [_place(line) for line in lines]
    assert [p["expected"] for p in told["problems"]] == [line[line.index("expected") :] for line in lines]
    assert len({(p["file"], p["row"], p["column"]) for p in told["problems"]}) == 25


def test_other_locales_and_old_encodings_change_no_word(mistaken):
    surroundings = {"LANG": "tr_TR.ISO-8859-9", "LC_ALL": "C", "PYTHONHASHSEED": "7", "TZ": "Pacific/Apia"}
    run = forum("check", mistaken, env=surroundings | {"PYTHONIOENCODING": "utf-8"})
    assert run.stderr == f"{EXPECTED}25 problems found.\n"


def _place(line):
    file, row, column = line.split(": ")[0].split(", ")
    return file, int(row.removeprefix("row ")), column


def test_a_personal_mistake_of_the_private_table_is_told_by_check_only(mistaken):
    (mistaken / "contacts.csv").write_text("id,email\nP-77,somebody\n", encoding="utf-8")
    check = forum("check", mistaken).stderr.splitlines()
    assert sorted(set(check) - set(EXPECTED.splitlines())) == [
        "27 problems found.",
        "contacts.csv, row 2, email: read “somebody”; expected an e-mail address",
        "contacts.csv, row 2, id: read “P-77”; expected the id of a person or a session",
    ]
    assert forum("plan", mistaken).stderr.splitlines()[-1] == "25 problems found."
