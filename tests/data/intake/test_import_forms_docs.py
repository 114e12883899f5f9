"""Tests that docs/import-forms.md tells the truth: its example is read, and its targets are those that there are."""

from __future__ import annotations

import re
from pathlib import Path

from data.intake.mapping import PARTS, ROLES, mapping_from_toml, target

DOCS = (Path(__file__).parents[3] / "docs" / "import-forms.md").read_text(encoding="utf-8")


def test_the_example_of_the_docs_is_read() -> None:
    mapping = mapping_from_toml(DOCS.split("```toml\n")[1].split("```")[0], "map.toml")
    assert (mapping.source, len(mapping.columns), mapping.order) == ("requests-2020", 16, "month-first")


def test_the_targets_of_the_docs_are_those_that_are_known() -> None:
    rows = [line for line in DOCS.splitlines() if line.startswith("| `")]
    for row in rows:
        for name in re.findall("`([^`]+)`", row.split("|")[1]):
            assert str(target(name)) == name
    people = next(row for row in rows if row.startswith("| `speaker 1 name`")).split("|")[2]
    assert re.findall("`([^`]+)`", people) == [*PARTS, *ROLES]
