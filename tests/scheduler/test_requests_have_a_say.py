"""Where a hard rule is kept only since a request is held, what must be held alone is no proof that nothing can be."""

from __future__ import annotations

import pytest

from data.policy import Policy
from data.programme import Comfort, Region
from scheduler import Budget, Impossible, Planned, plan, reasons
from tests.factories import channel, forum, kind, period, person, programme, session

SURE = Budget(20.0, 1, 1, deterministic=True)
MONDAYS = ("2020-06-22 09:00", "2020-06-29 09:00", "2020-07-06 09:00")
LED = kind("policy", facilitators=1, facilitators_most=1)


def in_asia():
    """An hour at 22:00 in Asia, and a request that can be held in its day: 30 minutes a session."""
    return programme(
        forum(
            on="2020-06-22",
            periods=(period(on="2020-06-22", between="09:00-10:00;15:00-16:00"),),
            channels=(channel("c1"),),
            comfort=Comfort(regions=(Region("Asia", 100, ("Asia/Tokyo",)),)),
        ),
        session("late", fixed="2020-06-22 15:00"),
        session("early"),
    )


def a_week_between():
    """The first and the third part of a weekly series, and a request for the second."""
    first, _, third = MONDAYS
    return programme(
        session("first", series="S", part=1, cadence="weekly", fixed=first),
        session("second", series="S", part=2),
        session("third", series="S", part=3, fixed=third),
        on="2020-06-22..2020-07-06",
    )


def led_by_two():
    """Two sessions that only Nia can lead, and a request that only Noa can."""
    return programme(
        forum(types=(LED,), periods=(period(on="2020-06-22..2020-06-26", types=("policy",)),)),
        session("p", "policy", official=True, languages=("fr",)),
        session("q", "policy", official=True, languages=("fr",)),
        session("r", "policy", languages=("en",)),
        person("nia", nominated_by="government", region="Africa", languages=("fr",)),
        person("noa", nominated_by="academia", region="Europe", languages=("en",)),
    )


MENDED = {
    "fair-hours": (in_asia, {"most": 30}),
    "series-cadence": (a_week_between, {}),
    "facilitator-types": (led_by_two, {}),
    "facilitator-regions": (led_by_two, {}),
}


@pytest.mark.parametrize("rule", MENDED)
def test_what_a_request_mends_is_not_impossible(rule):
    make, settings = MENDED[rule]
    asked = make()
    policy = Policy({rule: {"mode": "hard", **settings}})
    assert reasons(asked, policy, SURE) is None
    outcome = plan(asked, policy, SURE)
    assert isinstance(outcome, Planned), outcome
    assert set(outcome.timetable.placements) == set(asked.occurrence)


@pytest.mark.parametrize("rule", MENDED)
def test_without_the_request_it_is_impossible_and_names_the_rule(rule):
    make, settings = MENDED[rule]
    asked = make()
    (request,) = [part.session.id for part in asked.occurrences if not part.must_place]
    left = programme(
        asked.forum, *(each for each in asked.sessions if each.id != request), *asked.people, *asked.appearances
    )
    outcome = plan(left, Policy({rule: {"mode": "hard", **settings}}), SURE)
    assert isinstance(outcome, Impossible), outcome
    (contradiction,) = outcome.contradictions
    assert rule in {reason.rule for reason in contradiction.reasons}


def test_a_theme_that_is_asked_for_and_has_no_room_is_impossible_and_names_it():
    asked = programme(
        forum(on="2020-06-22", periods=(period(on="2020-06-22", between="09:00-10:00"),), channels=(channel("c1"),)),
        session("x", fixed="2020-06-22 09:00", action_lines=("C1",)),
        session("a", action_lines=("C2",)),
    )
    outcome = plan(asked, Policy({"action-lines-covered": {"mode": "hard"}}), SURE)
    assert isinstance(outcome, Impossible), outcome
    (contradiction,) = outcome.contradictions
    assert ("action-lines-covered", "C2") in {(reason.rule, reason.case) for reason in contradiction.reasons}
