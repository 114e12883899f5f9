"""Contradictions planted in the sample of the full size: an explanation names exactly what was planted."""

from __future__ import annotations

import json
import re

import pytest

from data.readers import read_forum
from data.samples.conflicts import CONFLICTS
from data.samples.generate import make_forum
from scheduler import Budget, Impossible, Stop, misfits, reasons, rules_in_force, verify
from scheduler.engine import Status
from scheduler.essentials import can_be_held, essentials
from tests.end_to_end.command import PROGRESS, STRATEGY, done, forum

SURE = Budget(1000.0, 1, 1, deterministic=True)


def planted(folder):
    """The demands that were planted, by rule and case."""
    told = json.loads((folder / "conflict.json").read_text(encoding="utf-8"))
    return [(demand["rule"], demand["case"]) for demand in told["demands"]]


@pytest.mark.parametrize("kind", CONFLICTS)
def test_exactly_what_was_planted_is_named_and_every_repair_ends_it(tmp_path, kind):
    make_forum(tmp_path / "forum", conflict=kind)
    reading = read_forum(tmp_path / "forum", contacts=True)
    rules = rules_in_force(reading.policy)
    assert list(misfits(reading.programme, rules)) == []
    outcome = reasons(reading.programme, reading.policy, SURE)
    assert isinstance(outcome, Impossible)
    assert outcome.all_told
    (contradiction,) = outcome.contradictions
    assert contradiction.minimal
    named = sorted((reason.rule, reason.case) for reason in contradiction.reasons)
    assert named == planted(tmp_path / "forum")
    assert contradiction.repairs
    for repair in contradiction.repairs:
        changed = [repair.rule if repair.rule and repair.rule.name == rule.name else rule for rule in rules]
        status, timetable, _ = can_be_held(essentials(repair.programme, changed), changed, SURE, Stop())
        assert status in (Status.OPTIMAL, Status.FEASIBLE), repair.words
        assert verify(timetable, changed).hard == (), repair.words


def test_planning_names_what_was_planted_too(tmp_path):
    folder = tmp_path / "forum"
    make_forum(folder, conflict="same-day-and-days-apart")
    run = forum("plan", folder, "--deterministic", "--time-limit", "1000")
    assert (run.returncode, run.stdout) == (3, "")
    lines = [line for line in run.stderr.splitlines() if not re.fullmatch(f"{STRATEGY}|{PROGRESS}", line)]
    assert lines[0] == "Impossible: these demands cannot hold together."
    end = lines.index("Each of these changes would end it:")
    assert sorted(line.split(":")[0].strip() for line in lines[1:end]) == [rule for rule, _ in planted(folder)]
    assert all("S-035 “" in line or "S-036 “" in line for line in lines[1:end])
    assert not (folder / "timetable.json").exists()


def test_the_help_lists_every_kind():
    run = done("sample", "--help")
    assert re.findall(r"^  ([a-z]+(?:-[a-z]+)+)  ", run.stdout, re.MULTILINE) == list(CONFLICTS)
