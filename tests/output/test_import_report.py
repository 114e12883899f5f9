"""What an import tells on the screen: line by line where it is little, by kinds where it is much."""

from __future__ import annotations

from pathlib import Path

from data.intake.merge import Merge
from data.intake.report import Line
from data.problems import InputProblem, Origin
from output.import_report import import_text


def merge(*lines, notes=()):
    return Merge(Path("forum"), {}, lines, (), notes, False)


def refused(row, reason, table="requests"):
    return Line("form", Origin("answers.csv", row), "refused", table, "", reason)


def test_a_few_lines_are_all_told():
    lines = [refused(row, f"title: read “{row}”; expected text") for row in range(1, 21)]
    told = import_text(merge(*lines)).splitlines()
    assert told[:2] == ["form, requests: 20 refused", "Refused (20):"]
    assert told[2:] == [
        f"  answers.csv, row {row}, requests: title: read “{row}”; expected text" for row in range(1, 21)
    ]


def test_of_many_lines_some_of_each_kind_are_told_and_where_all_are():
    lines = [refused(row, f"title: read “{row}”; expected text") for row in range(1, 1203)]
    lines += [refused(2000 + row, f"Draft {row}: rejected in the source", "") for row in range(2)]
    assert import_text(merge(*lines)).splitlines() == [
        "form, requests: 1,202 refused",
        "form, no row: 2 refused",
        "Refused (1,204):",
        "  answers.csv, row 1, requests: title: read “1”; expected text",
        "  answers.csv, row 2, requests: title: read “2”; expected text",
        "  answers.csv, row 3, requests: title: read “3”; expected text",
        "    and 1,199 more of this kind",
        "  answers.csv, row 2000: Draft 0: rejected in the source",
        "  answers.csv, row 2001: Draft 1: rejected in the source",
        "  All of them: imports/report.csv, or --json",
    ]


def test_kinds_without_number_are_counted_at_the_end():
    letters = [a + b for a in "abcde" for b in "vwxyz"]
    notes = [InputProblem("a.csv", 1, letter, "", "odd", note=True) for letter in letters]
    told = import_text(merge(notes=tuple(notes))).splitlines()
    assert told[0] == "Notes (25):"
    assert told[9:] == ["  and 17 more of other kinds", "  All of them: --json"]
