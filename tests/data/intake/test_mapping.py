"""Tests that a mapping is read as it is written, and that all that is wrong with one is told at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.mapping import (
    FormMapping,
    MappedColumn,
    Target,
    mapping_from_toml,
    mapping_toml,
    numbered,
    read_mapping,
    target,
)
from data.problems import InputProblems

RICH = FormMapping(
    source="requests-2020",
    key=("Timestamp", 'Your "short" name [one]'),
    columns=(
        MappedColumn("Timestamp", (Target("", "answered"),)),
        MappedColumn('Your "short" name [one]', (Target("requests", "title"), Target("exhibition", "organisation"))),
        MappedColumn("What? #2", (Target("", "route"),), routes={"A = b, # c": ("requests", "themes"), "Nothing": ()}),
        MappedColumn(
            "Langue d'atelier",
            (Target("requests", "languages"),),
            separator="/",
            values={"français": "fr", "Toutes": "fr;en", "Sans": ""},
        ),
        MappedColumn("Days [Monday]", (Target("requests", "preferred_weekdays"),), item="Mon", values={"Good": "yes"}),
        MappedColumn("Dates", (Target("requests", "preferred_dates"),), order="month-first"),
        MappedColumn("Redner 2: E-Mail", (Target("people", "email", "speaker", 2),)),
        MappedColumn("Panel", (Target("people", "", "speaker"),)),
        MappedColumn("View", (Target("themes", "view"),)),
    ),
    zone="Europe/Zurich",
    wished_zone="Africa/Nairobi",
    order="day-first",
    separator=";",
    sheet="Form1",
    fixed={Target("requests", "type"): "workshop", Target("exhibition", "size"): "small"},
)


def wrong(text: str) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        mapping_from_toml(text, "map.toml")
    return [str(problem) for problem in raised.value.problems]


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(mapping_toml(RICH), encoding="utf-8")
    assert read_mapping(path) == RICH


def test_remarks_stand_behind_their_lines_and_cannot_break_out() -> None:
    column = MappedColumn("A\x00", (Target("", "ignore"),), remark="why\n[fixed]\x1b")
    text = mapping_toml(FormMapping("s", ("A",), (column,), remarks={"key": "stable", "wished_zone": "decide"}))
    assert text.splitlines()[3:] == [
        'source = "s"',
        'key = ["A"]  # stable',
        'wished_zone = ""  # decide',
        'separator = ","',
        "",
        "[columns]",
        '"A\\u0000" = "ignore"  # why [fixed]',
    ]


@pytest.mark.parametrize(
    "text",
    [
        "title",
        "Speaker 3 first name",
        "speaker 2",
        "hosts",
        "contact email",
        "themes.view",
        "route",
        "answered",
        "note",
    ],
)
def test_targets_are_written_as_they_are_read(text: str) -> None:
    assert str(target(text)) == text.casefold()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel", "expected what the answers become, such as title or ignore; did you mean “title”?"),
        ("speaker 1 nmae", "; did you mean “name”?"),
        ("id", "expected what the answers become, such as title or ignore"),
        ("after", "expected what the answers become, such as title or ignore"),
        ("speaker 99 name", "expected what the answers become, such as title or ignore"),
    ],
)
def test_an_unknown_target_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="expected") as raised:
        target(text)
    assert told in str(raised.value)


def test_everything_wrong_is_told_at_once_with_its_line() -> None:
    text = """\
source = "my forum"
key = ["Timestamp", "E-Mail"]
zone = "CET"
dates = "us"
separator = ""
colour = 1

[fixed]
type = ""
"contact email" = "x"

[columns]
"Timestamp" = "answered"
"Titel" = "titel"
"timestamp" = "ignore"
"Lines" = { to = "action_lines", seperator = "," }
"Day [Mon]" = { to = "title", item = "Mon" }
"What" = "route"

[values.Lines]
"Health" = "C12"
"Other" = 7

[values.Lins]
"x" = "C1"

[route."Day [Mon]"]
"Yes" = ["workshops"]
"""
    assert [problem.split(": ", 1)[0] for problem in wrong(text)] == [
        "map.toml, row 1, source",
        "map.toml, row 2, key",
        "map.toml, row 3, zone",
        "map.toml, row 4, dates",
        "map.toml, row 5, separator",
        "map.toml, row 6, colour",
        "map.toml, row 9, fixed.type",
        "map.toml, row 10, fixed.contact email",
        "map.toml, row 14, columns.Titel",
        "map.toml, row 15, columns.timestamp",
        "map.toml, row 16, columns.Lines.seperator",
        "map.toml, row 17, columns.Day [Mon]",
        "map.toml, row 18, columns.What",
        "map.toml, row 21, values.Lines.Health",
        "map.toml, row 22, values.Lines.Other",
        "map.toml, row 24, values.Lins",
        "map.toml, row 28, route.Day [Mon].Yes",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source = \n", ["map.toml, row 1: expected TOML: invalid value"]),
        ("", [
            "map.toml, columns: expected a table [columns] with a line for each question",
            "map.toml, key: expected the headings whose answers together name an answer for good",
            "map.toml, source: expected this key; it is missing",
        ]),
        (
            'source = "s"\nkey = ["A"]\n[columns]\nA = "title"\n',
            ["map.toml, row 3, columns: expected a question that gives type, or the same for all in [fixed]"],
        ),
        (
            'source = "s"\nkey = ["A"]\n[columns]\nA = "exhibition.size"\n',
            [
                "map.toml, row 3, columns: expected a question that gives exhibition.organisation,"
                " or the same for all in [fixed]"
            ],
        ),
    ],
    ids=["syntax", "empty", "no-type", "no-organisation"],
)  # fmt: skip
def test_what_is_missing_is_told(text: str, told: list[str]) -> None:
    assert wrong(text) == told


def test_headings_that_are_asked_twice_are_told_apart() -> None:
    assert numbered(("Name", "Mail\n(work)", "name ", "", "", "NAME")) == (
        "Name", "Mail (work)", "name #2", "", "", "NAME #3",
    )  # fmt: skip
