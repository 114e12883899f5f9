"""A check that refuses what the encoding allows stops everything: no such answer is ever handed out."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import scheduler
from cli import main
from constraints.rules.periods import Periods
from data.findings import Finding
from data.policy import Policy
from tests.factories import programme, session


def test_an_answer_that_a_check_refuses_is_not_handed_out(monkeypatch):
    monkeypatch.setattr(Periods, "check", lambda self, timetable, about=None: [Finding("periods", "a", ("a",))])
    with pytest.raises(scheduler.Disagreement, match="the checks refuse an answer of the encoding"):
        scheduler.plan(
            programme(session("a", official=True)), Policy({}), scheduler.Budget(5.0, 1, 1, deterministic=True)
        )


def test_the_command_says_that_it_is_a_bug_and_keeps_the_timetable_in_question(monkeypatch, tmp_path):
    folder = tmp_path / "forum"
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    monkeypatch.setattr(
        Periods,
        "check",
        lambda self, timetable, about=None: (
            [Finding("periods", "a", tuple(timetable.placements))] if len(timetable.placements) > 2 else []
        ),
    )
    result = CliRunner().invoke(main, ["plan", str(folder), "--deterministic", "--time-limit", "5", "--quiet"])
    assert result.exit_code == 1
    assert "This is a bug of the software" in result.stderr
    assert sorted(path.name for path in folder.glob("*.json")) == ["disagreement.json"]
