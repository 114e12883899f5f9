"""Tests that docs/forum-folder.md tells the truth: its tables are the columns that are read, its example is read."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

from data.readers import COLUMNS, ROUTED, read_forum
from data.readers import tables as limits
from data.readers.interest import MOST_SESSIONS
from data.readers.tables import FORMS

DOCS = (Path(__file__).parents[2] / "docs" / "forum-folder.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """What stands under a heading of the second level."""
    return DOCS.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[dict[str, str]]:
    """The first table under a heading, as cells by column."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def test_the_tables_of_the_docs_are_the_columns_that_are_read() -> None:
    told = {}
    tables = {**COLUMNS, **ROUTED}
    for title in ("requests` and `sessions", *(name for name in tables if name not in ("requests", "sessions"))):
        for name in re.findall(r"\w+", title.replace(" and ", " ")):
            told[name] = [(row["column"].strip("`"), row["form"], row.get("default", "")) for row in rows(f"`{title}`")]
    read = {name: [(c.name, c.form, c.default) for c in columns] for name, columns in tables.items()}
    assert told == read


def test_the_needed_columns_are_those_without_a_default() -> None:
    for name in ("requests", "sessions", "people", "appearances", *ROUTED):
        columns = {**COLUMNS, **ROUTED}[name]
        assert [column.name for column in columns if column.needed] == [
            column.name for column in takewhile(lambda column: not column.default, columns)
        ]


def test_the_files_of_the_docs_are_those_that_are_read() -> None:
    told = [row["file"] for row in rows_of_files()]
    tables = [f"`{name}{FORMS[0]}` or `{FORMS[1]}`" for name in (*COLUMNS, *ROUTED)]
    written = ["`timetable.json`", "`revisions.json`", "`releases/`", "`imports/`", "`alike.csv`"]
    assert told == ["`forum.toml`", *tables, "`rules.toml`", *written]


def rows_of_files() -> list[dict[str, str]]:
    lines = [line for line in DOCS.split("\n## ")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def test_the_example_of_the_docs_is_read_without_a_word(tmp_path: Path) -> None:
    for name in ("forum", "rules"):
        example = section(f"`{name}.toml`").split("```toml\n")[1].split("```")[0]
        (tmp_path / f"{name}.toml").write_text(example, encoding="utf-8")
    (tmp_path / "requests.csv").write_text("id,title,type\nR-1,One,workshop\n", encoding="utf-8")
    reading = read_forum(tmp_path)
    assert reading.notes == ()
    assert reading.programme.forum.name == "Example Forum 2020"
    assert reading.policy.rules == {"comfortable-hours": {"mode": "soft", "weight": 2}}


def test_the_limits_of_the_docs_are_those_of_the_reader() -> None:
    told = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", section("Limits"))]
    assert told == [
        limits.MOST_ROWS,
        limits.MOST_BYTES // 1_000_000,
        limits.MOST_LETTERS,
        limits.MOST_UNPACKED_BYTES // 1_000_000,
        limits.MOST_COLUMNS,
        limits.MOST_LONG_ROWS,
        MOST_SESSIONS,
    ]
