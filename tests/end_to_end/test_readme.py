"""What README and docs tell people to type works, and what they show is what the command says."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from tests.end_to_end.command import PROGRESS, forum

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shell_lines(page):
    """The commands in the shell blocks of a page, without remarks."""
    blocks = [text for language, text in BLOCK.findall(page.read_text(encoding="utf-8")) if language in ("sh", "bash")]
    lines = [shlex.split(line, comments=True) for text in blocks for line in text.splitlines()]
    return [line for line in lines if line]


def named(page):
    """Every command line `forum ...` that a page names in its text."""
    return [shlex.split(line)[1:] for line in re.findall(r"`(forum [^`\n]+)`", page.read_text(encoding="utf-8"))]


@cache
def options(command):
    """The options of a command, by its help."""
    run = forum(command, "--help")
    assert run.returncode == 0, f"forum {command} does not exist"
    return frozenset(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run.stdout, re.MULTILINE))


def commands():
    """The commands that `forum --help` lists."""
    listed = forum("--help").stdout.partition("\nCommands:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  ([\w-]+)  ", listed, re.MULTILINE)


def test_the_readme_tells_the_two_commands_on_its_first_screen():
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:30]
    assert [line.split("#")[0].strip() for line in first if line.startswith("make ")] == ["make run", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    told = {line[1] for line in shell_lines(page) if line[0] == "make"} | set(re.findall(r"`make (\w+)`", text))
    assert told - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_in_shell_blocks_work_in_their_order(page, tmp_path):
    lines = shell_lines(page)
    assert {line[0] for line in lines} <= {"make", "forum"}
    for line in lines:
        if line[0] == "forum":
            run = forum(*line[1:], cwd=tmp_path)
            assert run.returncode == 0, f"{shlex.join(line)}: {run.stderr}"
    if page.name == "README.md":
        assert (tmp_path / "site/index.html").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_are_named_exist(page):
    for words in named(page):
        if words[0].startswith("-") or words[0].isupper():
            continue
        unknown = {word for word in words if word.startswith("--")} - options(words[0])
        assert unknown == set(), f"{page.name}: forum {' '.join(words)}"


def test_the_page_of_commands_has_every_command_with_its_own_options():
    rows = re.findall(
        r"^\| `forum ([\w-]+)(.*)$", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(name for name, _ in rows) == sorted(commands())
    assert {name: set(re.findall(r"--[a-z-]+", text)) - options(name) for name, text in rows} == {
        name: set() for name, _ in rows
    }


def test_exit_codes_are_the_same_in_help_and_page():
    told = re.findall(r"^\| (\d) \| (.+?) \|$", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    helped = re.findall(r"^ +(\d)  (.+)$", forum("--help").stdout, re.MULTILINE)
    assert [code for code, _ in told] == ["0", "1", "2", "3", "4", "5"] == [code for code, _ in helped]
    for (_, page), (_, text) in zip(told, helped, strict=True):
        first = [re.split(r"[:;(,]", said.lower())[0].strip() for said in (page, text)]
        assert first[0] == first[1]


def test_the_run_that_is_shown_looks_like_a_run():
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    run = next(text.splitlines() for language, text in blocks if language == "text" and text.startswith("$ forum plan"))
    progress = [line for line in run if line.startswith("placed ")]
    assert progress != []
    assert [line for line in progress if not re.fullmatch(PROGRESS, line)] == []
    cost, parts = next(match.groups() for line in run if (match := re.fullmatch(r"Cost (\d+): (.+)", line)))
    assert sum(int(part.rpartition(" ")[2]) for part in parts.split(", ")) == int(cost)
    assert "Placed 163 of 163 sessions; nothing is left out" in run


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []
