"""The bench reads what the command says, and tells a missed target from one that is kept."""

from __future__ import annotations

import pytest

from tests.bench.bench import first_complete, result
from tests.bench.measuring import Figure, Run, table

SUMMARY = "Placed 163 of 163 sessions; nothing is left out\nCost 596: comfortable-hours 450\nBound 595, gap 16.7 %\n"


def run(stdout="", progress=()):
    return Run(1.0, 100.0, stdout, tuple(progress))


def test_the_first_complete_timetable_is_the_first_that_holds_everything():
    lines = [(1.5, "placed 61  best cost 9  bound 5"), (2.5, "placed 163  best cost 8"), (3.5, "placed 163  best")]
    assert first_complete(run(progress=lines)) == 2.5
    assert first_complete(run(progress=lines[:1])) is None


def test_the_summary_is_read():
    assert result(run(SUMMARY)) == {"cost": 596, "bound": 595, "gap": 16.7, "proven": False}
    proven = SUMMARY.replace("gap 16.7 %", "gap 0.0 %; proven best")
    assert result(run(proven)) == {"cost": 596, "bound": 595, "gap": 0.0, "proven": True}
    assert result(run("")) == {"cost": None, "bound": None, "gap": None, "proven": False}


@pytest.mark.parametrize(
    ("value", "target", "verdict"),
    [(3.0, 3, "ok"), (3.01, 3, "MISSED"), (None, 3, "MISSED"), (3.0, None, ""), (0, 3, "ok")],
)
def test_verdicts(value, target, verdict):
    assert Figure("start", value, target, "s").verdict == verdict


def test_a_figure_may_have_a_least_and_may_be_skipped():
    assert Figure("score", 100, 100, "points", least=True).verdict == "ok"
    assert Figure("score", 99, 100, "points", least=True).verdict == "MISSED"
    assert Figure("score", None, 100, "points", least=True).verdict == "MISSED"
    assert Figure("score", None, 100, "points", "it is not installed", least=True, skipped=True).verdict == "skipped"


def test_the_table_lines_up():
    figures = [Figure("start", 2.04, 3, "s", "median of 2.04"), Figure("memory", 1551.4, 1024, "MB")]
    assert table(figures).splitlines() == [
        "figure     measured    target",
        "start        2.04 s       3 s  ok      median of 2.04",
        "memory  1,551.40 MB  1,024 MB  MISSED",
    ]
