"""Stopped at any moment, a search leaves an answer that verifies, or none and says that it was stopped."""

from __future__ import annotations

import pytest

from constraints.catalogue import rules_in_force
from data.readers.folder import read_forum
from data.samples.generate import make_forum
from scheduler import STRATEGIES, Budget, OutOfTime, Planned, Stop, plan, verify
from scheduler.engines.local import Here, Local
from tests.scheduler.test_sweep import CROWDED, ONLY_PRICE

BUDGETS = {"seconds": Budget(120.0, 1, 1), "units": Budget(120.0, 1, 1, deterministic=True)}
ENGINES = {"here": Here, "processes": lambda: Local(2, "fork")}


class After(Stop):
    """Set when it was asked for so many times whether it is: in the middle of whatever asks."""

    def __init__(self, times):
        super().__init__()
        self.left = times

    def is_set(self):
        self.left -= 1
        if self.left < 0:
            self.set()
        return super().is_set()


def stopped(forum, times, budget, strategy, engine):
    """Stop a search so, and hold its answer against what was told of it until then; whether there is one."""
    asked, policy = forum
    told = []
    outcome = plan(asked, policy, budget, stop=After(times), tell=told.append, strategy=strategy, engine=engine)
    costs = [each.cost for each in told if each.cost is not None]
    bounds = [each.bound for each in told if each.bound is not None]
    assert bounds == sorted(bounds)
    if isinstance(outcome, Planned):
        verdict = verify(outcome.timetable, rules_in_force(policy))
        assert verdict.hard == ()
        assert verdict == outcome.verdict
        assert verdict.cost == min(costs)
        return True
    assert outcome == OutOfTime(stopped=True)
    assert costs == []
    return False


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_stopped_while_a_small_forum_is_planned(strategy, budget, engine):
    for times in (0, 1, 2, 3, 5, 8, 13, 21):
        stopped((CROWDED, ONLY_PRICE), times, BUDGETS[budget], strategy, ENGINES[engine])


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "forum"
    make_forum(folder)
    reading = read_forum(folder)
    return reading.programme, reading.policy


@pytest.mark.parametrize("times", [1, 12])
def test_stopped_while_a_forum_of_the_usual_size_is_made_cheaper_by_parts(sample, times):
    assert stopped(sample, times, BUDGETS["seconds"], "neighbourhoods", ENGINES["processes"])


@pytest.mark.full
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_stopped_while_a_forum_of_the_usual_size_is_planned(sample, strategy, budget, engine):
    found = [stopped(sample, n, BUDGETS[budget], strategy, ENGINES[engine]) for n in (0, 1, 2, 4, 10, 40)]
    assert found[-1]
