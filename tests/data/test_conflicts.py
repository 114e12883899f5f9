"""Planted contradictions: what each changes in the sample, that it reads without a problem, that it is told."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.readers import read_forum
from data.samples.conflicts import CONFLICTS
from data.samples.generate import draw, make_forum
from data.zones import zone

if TYPE_CHECKING:
    from data.problems import InputProblem

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"

CHANGES: dict[str, dict[str, tuple[int, int]]] = {
    "person-fixed-twice": {"sessions": (1, 1), "people": (0, 1), "appearances": (0, 2)},
    "speaker-away": {"sessions": (1, 0), "people": (0, 1), "appearances": (0, 1)},
    "minister-overloaded": {"sessions": (0, 3), "people": (0, 1), "appearances": (0, 3)},
    "moderator-at-night": {"sessions": (0, 1), "people": (0, 1), "appearances": (0, 1)},
    "facilitator-shortage": {"sessions": (1, 0), "people": (20, 0)},
    "concluding-session": {"sessions": (2, 0), "people": (0, 2)},
    "window-too-short": {"sessions": (0, 2), "types": (0, 1), "periods": (0, 1)},
    "too-few-channels": {"sessions": (0, 3), "channels": (0, 1)},
    "interpreter-hours": {"sessions": (0, 3), "teams": (0, 3)},
    "plenary-against-fixed": {"sessions": (0, 1)},
    "order-cycle": {"sessions": (3, 0)},
    "nothing-can-follow": {"sessions": (0, 2)},
    "same-day-and-days-apart": {"sessions": (2, 0)},
    "quota-too-small": {"sessions": (0, 2), "types": (0, 1)},
    "day-too-full": {"sessions": (1, 1)},
    "repeats-too-close": {"sessions": (0, 1)},
}
"""By kind, how many rows of each table are changed and how many are added."""

Row = dict[str, Any]


def rows(texts: dict[str, str]) -> dict[str, list[Row]]:
    """The rows of every table, and those of `forum.toml`, without cells that are empty."""
    found = {
        name.removesuffix(".csv"): [
            {column: cell for column, cell in row.items() if cell} for row in csv.DictReader(io.StringIO(text))
        ]
        for name, text in texts.items()
        if name.endswith(".csv")
    }
    for name, value in tomllib.loads(texts["forum.toml"]).items():
        found[name] = value if isinstance(value, list) else [value]
    return found


def demands(text: str) -> list[tuple[str, str]]:
    """What `conflict.json` says was planted."""
    return [(demand["rule"], demand["case"]) for demand in json.loads(text)["demands"]]


@pytest.mark.parametrize("kind", CONFLICTS)
def test_a_plant_changes_few_rows_and_adds_few(kind: str) -> None:
    sample = draw(1, 1)
    before, after = rows(sample.tables()), rows(sample.tables(kind))
    changes = {}
    for name, new in after.items():
        old = before.get(name, [])
        changed = sum(one != other for one, other in zip(old, new, strict=False))
        if changed or len(new) != len(old):
            changes[name] = (changed, len(new) - len(old))
    assert changes == CHANGES[kind]
    assert all(row["synthetic"] == "yes" for row in after["sessions"][len(before["sessions"]) :])
    assert all(row["name"].endswith(" (invented)") for row in after["people"][len(before["people"]) :])


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> tuple[InputProblem, ...]:
    """What is noted of the forum of seed 2 without a plant."""
    folder = tmp_path_factory.mktemp("plain") / "forum"
    make_forum(folder, seed=2)
    return read_forum(folder, contacts=True).notes


@pytest.mark.parametrize("kind", CONFLICTS)
def test_a_forum_with_a_plant_reads_like_one_without(
    tmp_path: Path, notes: tuple[InputProblem, ...], kind: str
) -> None:
    make_forum(tmp_path / "planted", seed=2, conflict=kind)
    reading = read_forum(tmp_path / "planted", contacts=True)
    assert reading.notes == notes
    programme = reading.programme
    known = programme.occurrence.keys() | programme.person.keys() | programme.forum.period.keys()
    known |= programme.forum.channel.keys() | programme.forum.type.keys() | {team.id for team in programme.forum.teams}
    for rule, case in demands((tmp_path / "planted/conflict.json").read_text(encoding="utf-8")):
        first, _, second = case.partition(" ")
        assert first in known
        assert second in known | {""} or re.fullmatch(r"2020-\d\d-\d\d", second), (rule, case)


@pytest.mark.parametrize("kind", CONFLICTS)
def test_the_same_seed_plants_the_same_and_another_seed_another(kind: str) -> None:
    assert draw(1, 4).tables(kind) == draw(1, 4).tables(kind) != draw(1, 5).tables(kind)


def test_what_was_planted_is_told_in_the_place_of_a_timetable(tmp_path: Path) -> None:
    make_forum(tmp_path / "forum", conflict="same-day-and-days-apart")
    assert not (tmp_path / "forum/planted.json").exists()
    assert json.loads((tmp_path / "forum/conflict.json").read_text(encoding="utf-8")) == {
        "format": "forum-conflict/1",
        "kind": "same-day-and-days-apart",
        "description": CONFLICTS["same-day-and-days-apart"],
        "demands": [
            {"rule": "days-apart", "case": "S-035 S-036"},
            {"rule": "must-place", "case": "S-035"},
            {"rule": "must-place", "case": "S-036"},
            {"rule": "same-day", "case": "S-035 S-036"},
        ],
    }
    make_forum(tmp_path / "other")
    assert not (tmp_path / "other/conflict.json").exists()


@pytest.mark.parametrize("seed", range(1, 9))
def test_every_nominee_has_one_reason_not_to_facilitate(seed: int) -> None:
    """Away or at night, never both: worked out anew by everyone's clock from the tables."""
    sample = draw(1, seed)
    texts = sample.tables("facilitator-shortage")
    told = demands(texts["conflict.json"])
    (session,) = [case for rule, case in told if rule == "fixed-start"]
    draft = next(draft for draft in sample.drafts if draft.id == session)
    (begin, end) = draft.spans()[0]
    people = {row["id"]: row for row in rows(texts)["people"] if "nominated_by" in row}
    assert len(people) == 20
    asleep = set()
    for name, row in people.items():
        clock = zone(row["zone"])
        first, last = begin.astimezone(clock), end.astimezone(clock)
        if first.hour == 23 or first.hour < 6 or (last.hour, last.minute) > (23, 0) or last.hour < 6:
            asleep.add(name)
            assert "cannot" not in row
        else:
            assert row["cannot"] == f"{first:%Y-%m-%d %H:%M}-{last:%H:%M}"
    assert {case for rule, case in told if rule == "night"} == {f"{name} {session}" for name in asleep}
    assert {case for rule, case in told if rule == "cannot"} == {f"{name} {session}" for name in people.keys() - asleep}


@pytest.mark.parametrize("kind", CONFLICTS)
def test_larger_forums_take_plants_too(tmp_path: Path, kind: str) -> None:
    make_forum(tmp_path / "planted", scale=2, seed=3, conflict=kind)
    assert len(read_forum(tmp_path / "planted").programme.occurrences) >= 320


def test_the_docs_name_every_kind() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| ([^|]*) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(told) == dict(CONFLICTS)
