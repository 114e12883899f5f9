"""Imports point down only, nobody imports the command, and our names are nobody else's."""

from __future__ import annotations

import ast
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.api import use_cases
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
ROOMS = ("scheduler", "data", "constraints", "output")

ONLY_IN = {
    "pandas": ("data/readers/",),
    "pendulum": ("data/zones.py", "output/view.py"),
    "icalendar": ("output/ics", "output/vtimezone.py"),
    "jinja2": ("output/pages/", "output/own_templates.py"),
    "weasyprint": ("output/pdf.py",),
    "click": ("cli.py",),
    "ortools": ("constraints/", "scheduler/"),
    "distributed": ("scheduler/engines/cluster.py",),
}
"""Where each library of others may be imported: files whose path begins so."""


def sources():
    """Every module of ours: its path below the root, and its syntax tree."""
    files = [ROOT / "cli.py", *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))]
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


def imported(tree):
    """The top-level names that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_contracts_of_import_linter_are_kept(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
    assert len(use_cases.read_user_options(config_filename="pyproject.toml").contracts_options) >= 6


def test_nobody_imports_the_command():
    assert [name for name, tree in sources().items() if "cli" in imported(tree)] == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_lives(library):
    strangers = [
        name for name, tree in sources().items() if library in imported(tree) and not name.startswith(ONLY_IN[library])
    ]
    assert strangers == []


def test_every_library_named_here_is_imported_somewhere():
    everything = set().union(*(imported(tree) for tree in sources().values()))
    assert set(ONLY_IN) - everything == set()


@pytest.mark.parametrize("name", [*ROOMS, "cli"])
def test_no_other_distribution_provides_our_names(name):
    assert set(packages_distributions().get(name, ())) <= {"forum-scheduler"}
