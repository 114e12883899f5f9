"""In a forum without a minute to spare the first answer puts sessions close together, and holds them all."""

from __future__ import annotations

import pytest

from constraints.catalogue import rules_in_force
from data.policy import Policy
from data.timetable import Timetable
from scheduler.build import narrow
from scheduler.strategies.greedy import greedy
from scheduler.verify import verify
from tests.factories import channel, hours, period, programme, session

RULES = rules_in_force(Policy({}))
SEEDS = range(30)


def full(*, official):
    """Four hours of sessions in four hours: only without a gap do all of them fit, whatever the first one wishes."""
    return programme(
        session("a", official=official, preferred_hours=(hours("10:00-11:00"),)),
        session("b", minutes=90, official=official),
        session("c", minutes=90, official=official),
        on="2020-06-22",
        grid=30,
        periods=(period(on="2020-06-22", between="09:00-13:00"),),
        channels=(channel("c1"),),
    )


@pytest.mark.parametrize(("official", "rounds"), [(True, 2), (False, 8)])
def test_once_a_round_has_left_some_out_they_are_put_close(official, rounds):
    asked = full(official=official)
    left_at_once = 0
    for seed in SEEDS:
        asking = iter(range(rounds - 1))
        timetable, left = greedy(narrow(asked, RULES), seed, lambda asking=asking: next(asking, None) is None)
        assert left == ()
        assert isinstance(timetable, Timetable)
        assert verify(timetable, RULES).hard == ()
        _, first = greedy(narrow(asked, RULES), seed, lambda: True, lacking=True)
        left_at_once += first != ()
    assert left_at_once > len(SEEDS) // 4
