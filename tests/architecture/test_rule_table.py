"""The table of rules in the docs is what the catalogue says."""

from pathlib import Path

from constraints.catalogue import markdown_table

DOCS = Path(__file__).parents[2] / "docs"


def test_the_table_in_the_docs_is_what_forum_rules_writes():
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == markdown_table()
