"""What a first timetable leaves out gets its place: what is in its way is freed, and it keeps no start of others."""

from __future__ import annotations

import numpy as np
import pytest

from constraints.catalogue import rules_in_force
from constraints.draft import Draft
from data.policy import Policy
from data.timetable import Timetable
from scheduler import Budget, Planned, Statistics, plan
from scheduler.strategies import whole
from scheduler.strategies.freeing import KINDS, LEFT_OUT, Ground
from scheduler.strategies.greedy import filled, greedy
from scheduler.strategies.part import Workplace, prepared
from scheduler.verify import verify
from tests.factories import channel, kind, period, programme, session, timetable

RULES = rules_in_force(Policy({}))
SURE = Budget(20.0, 1, 1, deterministic=True)
ONE = (channel("c1"),)
TWO_MORNINGS = {"on": "2020-06-22..2020-06-23", "channels": ONE}


def morning(between, on="2020-06-22..2020-06-23"):
    return (period(on=on, between=between),)


def ground_of(asked, held):
    """A forum in which some are held, as kinds of neighbourhoods see it."""
    before = timetable(asked, held)
    build = prepared(asked, RULES)
    draft = Draft(build.board)
    draft.place_all(before.placements)
    left = [each.id for each in build.board.occurrences if each.id not in held]
    return Ground(build, draft, verify(before, RULES), left)


def freed(ground, seed, size=8):
    return set(KINDS[LEFT_OUT](ground, np.random.default_rng(seed), size))


def test_of_a_session_over_two_days_what_is_in_the_way_is_freed_on_both():
    asked = programme(
        session("long", days=2), session("a"), session("b"), periods=morning("10:00-11:00"), **TWO_MORNINGS
    )
    ground = ground_of(asked, {"a": "2020-06-22 10:00", "b": "2020-06-23 10:00"})
    for seed in range(10):
        assert freed(ground, seed, 4) == {"long.1", "long.2", "a", "b"}


def test_what_relations_tie_to_it_is_freed_with_it():
    """The second could only be held after the first, which is held last."""
    asked = programme(
        session("first"), session("second", after=("first",)), periods=morning("09:00-12:00"), **TWO_MORNINGS
    )
    ground = ground_of(asked, {"first": "2020-06-23 11:00"})
    for seed in range(10):
        assert freed(ground, seed) == {"first", "second"}


def test_no_more_are_freed_than_was_asked_for():
    names = "abcdefgh"
    asked = programme(*map(session, (*names, "z")), periods=morning("09:00-13:00"), **TWO_MORNINGS)
    starts = [f"2020-06-{day} {hour:02}:00" for day in (22, 23) for hour in range(9, 13)]
    ground = ground_of(asked, dict(zip(names, starts, strict=True)))
    for seed in range(10):
        found = freed(ground, seed, 5)
        assert "z" in found
        assert len(found) == 5


def test_what_stays_out_keeps_no_start_free_for_itself():
    """Alone the second may be held from the first hour on, though the first, which is left out, would go before it."""
    asked = programme(
        session("first"),
        session("second", after=("first",)),
        on="2020-06-22",
        periods=morning("09:00-11:00", on="2020-06-22"),
        channels=ONE,
    )
    workplace = Workplace(prepared(asked, RULES))
    assert np.isfinite(workplace.costs("second")).tolist() == np.isfinite(workplace.costs("first")).tolist()
    assert np.isfinite(workplace.costs("second")).any()


def test_the_days_of_a_session_keep_theirs():
    """Its first day is not the forum's last, since the second is held if it is."""
    asked = programme(session("long", days=2), periods=morning("10:00-11:00"), **TWO_MORNINGS)
    workplace = Workplace(prepared(asked, RULES))
    finite = np.isfinite(workplace.costs("long.1"))
    assert set(workplace.draft.starts.day[finite].tolist()) == {0}


def test_a_timetable_is_filled_up_with_the_dearest_first():
    asked = programme(
        session("held", type="ceremony"),
        session("little", priority=1),
        session("much", priority=5),
        on="2020-06-22",
        types=(kind(), kind("ceremony")),
        periods=(period(on="2020-06-22", between="09:00-11:00", types=("workshop", "ceremony")),),
        channels=ONE,
    )
    given = timetable(asked, {"held": "2020-06-22 10:00"})
    for seed in range(5):
        found = filled(prepared(asked, RULES), seed, given)
        assert set(found.placements) == {"held", "much"}
        assert found.placements["held"] == given.placements["held"]


@pytest.mark.parametrize("deterministic", [True, False])
def test_the_model_of_the_whole_begins_with_what_parts_have_placed(monkeypatch, deterministic):
    """Where the first answer holds next to nothing, all are held and the model has little left to do."""

    def poor(build, seed, enough):
        """Hold the first that a good answer holds."""
        found, _ = greedy(build, seed, enough)
        name = min(found.placements)
        return Timetable(found.programme, {name: found.placements[name]}), tuple(found.placements.keys() - {name})

    monkeypatch.setattr(whole, "greedy", poor)
    names = "abcdefghijklmnop"
    asked = programme(*map(session, names), periods=morning("09:00-17:00"), **TWO_MORNINGS)
    statistics = Statistics()
    budget = SURE if deterministic else Budget(20.0, 1, 1)
    outcome = plan(asked, Policy({}), budget, strategy="whole", statistics=statistics)
    assert isinstance(outcome, Planned)
    assert outcome.proven
    assert set(outcome.timetable.placements) == set(names)
    assert statistics.neighbourhoods[LEFT_OUT][2] > 0 or statistics.neighbourhoods["one by one"][2] > 0
    seconds, _, bounds, _ = zip(*statistics.answers, strict=True)
    assert list(seconds) == sorted(seconds)
    assert list(bounds) == sorted(bounds)
