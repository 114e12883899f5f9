"""Whatever the strategy and the engine: answers verify, cost what the search believed, and claim no more than is so."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from constraints.catalogue import CATALOGUE, rules_in_force
from scheduler import Budget, Impossible, Planned, Statistics, plan, verify
from scheduler.engines.local import Here, Local
from tests.scheduler.drawn_forums import drawn

SURE = Budget(20.0, 1, 1, deterministic=True)
"""Enough for the whole model of a tiny forum to be searched to the end."""

UNITS = Budget(1.0, 1, 1, deterministic=True)
"""Some dozens of parts."""

SECONDS = Budget(0.7, 1, 1)

ABOUT = [(kind.name, mode) for kind in CATALOGUE for mode in kind.modes]


def judged(examples):
    """Have different forums judged, about any rule in any mode, the same ones in every run."""
    every = settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=tuple(HealthCheck),
    )
    forums = st.sampled_from(ABOUT).flatmap(lambda about: drawn(*about))
    return lambda judge: every(given(forums)(judge))


def two():
    return Local(2, "fork")


def planned(forum, budget, strategy, engine=Here):
    """What a search brings; where that is a timetable, it verifies and costs what was believed."""
    asked, policy = forum
    statistics = Statistics()
    outcome = plan(asked, policy, budget, strategy=strategy, engine=engine, statistics=statistics)
    if isinstance(outcome, Planned):
        verdict = verify(outcome.timetable, rules_in_force(policy))
        assert verdict.hard == ()
        assert verdict == outcome.verdict
        first, last = statistics.answers[0][1], statistics.answers[-1][1]
        assert last == verdict.cost
        if strategy != "whole":
            assert statistics.believed == first - last
    return outcome


def by_every_strategy(forum):
    """Hold all answers against what is proven of a forum; whether parts found the best, None where nothing can."""
    best = planned(forum, SURE, "whole")
    greedy = planned(forum, UNITS, "greedy")
    parts = planned(forum, UNITS, "neighbourhoods")
    if isinstance(best, Impossible):
        assert isinstance(greedy, Impossible)
        assert isinstance(parts, Impossible)
        return None
    assert isinstance(best, Planned)
    assert best.proven
    for found in (greedy, parts):
        assert isinstance(found, Planned)
        assert found.bound <= best.verdict.cost <= found.verdict.cost
        assert found.proven == (found.bound == found.verdict.cost)
    return parts.verdict.cost == best.verdict.cost


def the_same_by_processes(forum):
    """Hold the answer of two processes, in rounds and side by side, against that of none."""
    here = planned(forum, UNITS, "neighbourhoods")
    there = planned(forum, UNITS, "neighbourhoods", two)
    planned(forum, SECONDS, "neighbourhoods", two)
    if isinstance(here, Planned):
        assert isinstance(there, Planned)
        assert there.timetable.to_json() == here.timetable.to_json()
    else:
        assert there == here


@judged(20)
def test_no_answer_is_broken_or_claims_more_than_is_so_and_parts_find_the_best_of_a_tiny_forum(forum):
    assert by_every_strategy(forum) is not False


@judged(5)
def test_processes_find_what_is_found_without_them(forum):
    the_same_by_processes(forum)


@pytest.mark.full
def test_few_of_many_tiny_forums_are_not_brought_to_their_best_by_parts():
    found = []

    @judged(250)
    def judge(forum):
        found.append(by_every_strategy(forum))

    judge()
    assert found.count(True) > 100
    assert found.count(False) * 50 < found.count(True)


@pytest.mark.full
def test_processes_find_what_is_found_without_them_in_many_forums():
    judged(40)(the_same_by_processes)()
