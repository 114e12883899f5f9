"""A lower bound is one: no timetable of a forum costs less, whatever the prices; and some are worked out by hand."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from constraints.catalogue import rules_in_force
from data.policy import Policy
from data.programme import Comfort, Region
from scheduler import Budget, plan
from scheduler.bounds import Prices, Relaxation, improve, lower_bounds
from scheduler.build import anywhere, narrow
from tests.factories import channel, days, hours, period, programme, session
from tests.scheduler.brute_force import choices, least, number
from tests.scheduler.drawn_forums import drawn

SURE = Budget(20.0, 1, 1, deterministic=True)

MOST = 300
"""So many timetables a drawn forum has at most."""

LOOKS = 10
"""How often the search for a drawn forum's bound goes on."""

NAMED = {
    "fair-hours": ("soft", "hard"),
    "track-blocks": ("soft",),
    "track-clashes": ("soft", "hard"),
    "action-line-clashes": ("soft", "hard"),
    "sdg-clashes": ("soft", "hard"),
    "region-clashes": ("soft", "hard"),
    "types-apart": ("soft", "hard"),
    "channels": ("hard",),
    "requests-placed": ("soft",),
    "period-caps": ("hard",),
    "preferred-times": ("soft",),
}
"""The rules that bounds speak of, and some that they leave out, in their modes."""


@st.composite
def any_prices(draw, relaxation):
    """Prices that nobody looked for."""

    def numbers(shape, most):
        found = draw(st.lists(st.floats(0, most), min_size=4, max_size=4))
        return np.resize(np.array(found), shape)

    regions = len(relaxation.regions)
    room = numbers(relaxation.first_prices.room.shape, draw(st.sampled_from((0.5, 40, 2000))))
    return Prices(numbers(regions, 1.0), numbers(regions, draw(st.sampled_from((0.5, 2)))), room)


@pytest.mark.parametrize(("name", "mode"), [(name, mode) for name, modes in NAMED.items() for mode in modes])
def test_no_timetable_costs_less_than_any_bound(name, mode):
    @settings(max_examples=3, deadline=None, database=None, derandomize=True, suppress_health_check=tuple(HealthCheck))
    @given(st.data())
    def each(data):
        asked, policy = data.draw(drawn(name, mode))
        rules = rules_in_force(policy)
        found = set()
        options = choices(asked, rules, found)
        assume(number(options) <= MOST)
        best = least(asked, rules, options, found)
        assume(best is not None)
        looks = iter(range(LOOKS))
        bounds = list(lower_bounds(asked, rules, lambda: next(looks, None) is None))
        assert bounds == sorted(set(bounds))
        assert bounds[-1] <= best
        for firm in (None, 1):
            relaxation = Relaxation(narrow(asked, rules, firm=firm, wide=anywhere(rules)))
            assert relaxation.bound(data.draw(any_prices(relaxation))) <= best

    each()


def last_bound(asked, policy):
    """The last bound of a forum, what each session by itself costs, and what the best timetable costs."""
    rules = rules_in_force(policy)
    bounds = list(lower_bounds(asked, rules, lambda: False))
    outcome = plan(asked, policy, SURE)
    assert outcome.proven
    return bounds[0], bounds[-1], outcome.verdict.cost


def two_in_turn():
    """Two sessions of which each may be in the morning or in the afternoon of Zurich."""
    regions = (Region("Asia", 50, ("Asia/Tokyo",)), Region("Americas", 50, ("America/New_York",)))
    return programme(
        session("a", minutes=120),
        session("b", minutes=120),
        on="2020-06-22",
        periods=(period(on="2020-06-22", between="10:00-12:00;16:00-18:00"),),
        comfort=Comfort(regions=regions),
    )


def test_what_two_regions_bear_in_turn_is_bounded():
    """In the morning a session is in the night of the Americas, later in that of Asia: 120 minutes for half of all.

    Once each, that makes 4 quarter hours of both regions, of which the greatest counts twice more: 4 + 4 + 2 * 4. Both
    in the morning it would be 8 + 2 * 8; what each costs by itself is nothing.
    """
    assert last_bound(two_in_turn(), Policy({})) == (0, 16, 16)


def test_what_is_free_of_a_regions_minutes_lowers_the_bound():
    """Of the 4 quarter hours of both regions 2 are free: 15 minutes for each of two sessions. 2 + 2 + 2 * 2."""
    assert last_bound(two_in_turn(), Policy({"fair-hours": {"most": 15}})) == (0, 8, 8)


def test_who_wants_the_only_room_at_one_hour_pays_for_it():
    """Both wish to begin at nine, which only one can in the one channel: the other's wish costs 20."""
    wish = {"preferred_hours": (hours("09:00-10:00"),)}
    asked = programme(
        session("a", **wish),
        session("b", **wish),
        on="2020-06-22",
        periods=(period(on="2020-06-22", between="09:00-11:00"),),
        channels=(channel("c1"),),
    )
    assert last_bound(asked, Policy({})) == (0, 20, 20)


def test_sessions_on_one_action_line_pay_for_being_apart_or_for_overlapping():
    """Both wish to begin at nine: to overlap costs 10, which is less than a wish."""
    wish = {"preferred_hours": (hours("09:00-10:00"),), "action_lines": ("C1",)}
    asked = programme(
        session("a", **wish),
        session("b", **wish),
        on="2020-06-22",
        periods=(period(on="2020-06-22", between="09:00-11:00"),),
    )
    assert last_bound(asked, Policy({})) == (0, 10, 10)


@pytest.mark.parametrize(("weight", "cost"), [(5, 15), (50, 20)])
def test_a_track_chooses_the_days_of_its_sessions_together(weight, cost):
    """From Monday to Friday are 3 days more than two sessions need: so much, or one of both wishes given up."""
    asked = programme(
        session("a", track="T", preferred_dates=(days("2020-06-22"),)),
        session("b", track="T", preferred_dates=(days("2020-06-26"),)),
    )
    quiet = {"even-days": {"mode": "off"}, "track-blocks": {"weight": weight}}
    assert last_bound(asked, Policy(quiet)) == (0, cost, cost)


def test_a_session_that_is_left_out_costs_what_that_costs_and_no_more():
    """Held it would cost its wish, 9000; left out it costs 1000 for each step of its priority."""
    asked = programme(session("a", preferred_dates=(days("2020-06-30"),), priority=3))
    policy = Policy({"preferred-times": {"weight": 9000}})
    assert last_bound(asked, policy) == (3000, 3000, 3000)


def test_a_session_that_fits_nowhere_costs_what_it_costs_to_leave_it_out():
    asked = programme(session("a", minutes=600, priority=3))
    assert last_bound(asked, Policy({})) == (0, 3000, 3000)


def test_a_forum_without_any_start_has_the_bound_that_is_known_without_search():
    asked = programme(session("a", priority=3), periods=())
    rules = rules_in_force(Policy({}))
    assert list(lower_bounds(asked, rules, lambda: False)) == [0]
    assert improve(narrow(asked, rules), None, 10)[0] == 0


def test_a_search_for_prices_can_be_broken_off_and_go_on_elsewhere():
    asked = programme(
        *(session(name, action_lines=("C1",), preferred_hours=(hours("09:00-10:00"),)) for name in "abcd"),
        on="2020-06-22..2020-06-23",
        comfort=Comfort(regions=(Region("Asia", 50, ("Asia/Tokyo",)), Region("Americas", 50, ("America/New_York",)))),
    )
    rules = rules_in_force(Policy({}))
    bound, at_once = improve(narrow(asked, rules), None, 30)
    part = None
    for _ in range(3):
        found, part = improve(narrow(asked, rules), pickle.loads(pickle.dumps(part)), 10)
    assert (found, part.rounds) == (bound, at_once.rounds)
    assert np.array_equal(part.at.room, at_once.at.room)
    assert Relaxation(narrow(asked, rules)).bound(part.prices) == bound


def test_no_bound_is_looked_for_once_that_is_enough():
    asked = programme(session("a"))
    assert list(lower_bounds(asked, rules_in_force(Policy({})), lambda: True)) == [0]
