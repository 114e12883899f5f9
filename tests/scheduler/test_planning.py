"""Planning tiny forums whose best timetable can be worked out by hand or by trying all."""

from __future__ import annotations

from itertools import product

import pytest

from data.policy import Policy
from data.timetable import Placement, Timetable
from scheduler import Budget, Impossible, OutOfTime, Planned, Stop, plan, rules_in_force, verify
from scheduler.outcome import gap
from tests.factories import appears, at, channel, forum, hours, period, person, programme, session

SURE = Budget(20.0, 1, 1, deterministic=True)
DEFAULT = Policy({})


def planned(asked, rules=None):
    outcome = plan(asked, Policy(rules or {}), SURE)
    assert isinstance(outcome, Planned), outcome
    assert verify(outcome.timetable, rules_in_force(Policy(rules or {}))).hard == ()
    return outcome


def tiny(*things, between="09:00-12:00", on="2020-06-22", channels=1):
    return programme(
        forum(
            on=on,
            periods=(period(on=on, between=between),),
            channels=tuple(channel(f"c{number}") for number in range(1, channels + 1)),
        ),
        *things,
    )


def test_a_wish_that_can_be_kept_is_kept_and_proven_best():
    outcome = planned(tiny(session("a", preferred_hours=(hours("11:00-12:00"),))))
    assert outcome.timetable.start("a") == at("2020-06-22 11:00")
    assert (outcome.verdict.cost, outcome.bound, outcome.proven, outcome.gap) == (0, 0, True, 0.0)


def test_where_everything_is_settled_the_price_is_told_and_proven():
    outcome = planned(tiny(session("a", fixed="2020-06-22 09:00", preferred_hours=(hours("11:00-12:00"),))))
    assert (outcome.verdict.cost, outcome.bound, outcome.proven) == (20, 20, True)
    # Two at once on each side of the day: nothing is left to choose, and the second of a day is one too many.
    both = [session(name, fixed=f"2020-06-22 {hour}:00") for name, hour in (("a", "09"), ("b", "10"))]
    outcome = planned(tiny(*both, on="2020-06-22..2020-06-23"))
    assert (outcome.verdict.cost_by_rule, outcome.proven) == ({"even-days": 5}, True)


def test_too_many_requests_leave_out_the_one_of_least_priority():
    # One channel, two hours, three requests of an hour: one has to go, and only the least of them costs 1 x 1000.
    asked = tiny(
        session("dear", priority=5), session("cheap", priority=1), session("middle", priority=3), between="09:00-11:00"
    )
    outcome = planned(asked, {"even-days": {"mode": "off"}, "even-weeks": {"mode": "off"}})
    assert set(outcome.timetable.placements) == {"dear", "middle"}
    assert (outcome.verdict.cost, outcome.proven) == (1000, True)


def test_an_accepted_request_goes_before_one_of_the_same_priority_that_is_only_requested():
    asked = tiny(session("asked"), session("accepted", status="accepted"), between="09:00-10:00")
    assert set(planned(asked).timetable.placements) == {"accepted"}


def test_official_sessions_go_before_any_request():
    asked = tiny(
        session("request", priority=5, status="confirmed"), session("official", official=True), between="09:00-10:00"
    )
    assert set(planned(asked).timetable.placements) == {"official"}


def test_the_first_start_of_the_forum_is_as_good_as_any():
    asked = tiny(
        session("a", official=True, fixed="2020-06-22 09:00"), session("b", official=True), between="09:00-11:00"
    )
    starts = {name: placement.start for name, placement in planned(asked).timetable.placements.items()}
    assert starts == {"a": at("2020-06-22 09:00"), "b": at("2020-06-22 10:00")}


def test_the_answer_is_the_same_every_time():
    asked = tiny(*(session(f"s{number}") for number in range(4)), between="09:00-17:00", channels=2)
    first, second = (plan(asked, DEFAULT, SURE) for _ in range(2))
    assert first.timetable.to_json() == second.timetable.to_json()


def test_without_any_time_nothing_is_made_up():
    stop = Stop()
    stop.set()
    asked = tiny(session("a", official=True), session("b", official=True), between="09:00-10:00")
    assert isinstance(plan(asked, DEFAULT, SURE, stop=stop), OutOfTime | Impossible)


def test_progress_ends_with_the_cost_of_the_answer():
    told = []
    asked = tiny(session("a"), session("b"), channels=2)
    outcome = plan(asked, DEFAULT, SURE, tell=told.append)
    assert told[-1].cost == outcome.verdict.cost
    assert told[0].stage == "first"


@pytest.mark.parametrize(
    ("cost", "bound", "unavoidable", "expected"),
    [
        (100, 100, 90, 0.0),
        (100, 95, 90, 0.5),
        (100, None, 90, None),
        (100, 0, 0, 1.0),
        (0, 0, 0, 0.0),
        (90, 95, 90, 0.0),
    ],
)
def test_the_gap_leaves_out_what_no_timetable_can_avoid(cost, bound, unavoidable, expected):
    assert gap(cost, bound, unavoidable) == expected


def every_timetable(asked):
    """All timetables within the hours of the forum's only day: outside them the rule of periods is broken anyway."""
    span = asked.forum.periods[0].hours[0]
    starts = [asked.forum.time_grid.instant(minute) for minute in range(span.start, span.end, asked.forum.grid)]
    places = [None, *(Placement(start, c.id) for start in starts for c in asked.forum.channels)]
    names = [occurrence.id for occurrence in asked.occurrences]
    for chosen in product(places, repeat=len(names)):
        yield Timetable(asked, {name: place for name, place in zip(names, chosen, strict=True) if place})


FORUMS = {
    "speakers in two sessions": lambda: tiny(
        person("ann", "Asia/Tokyo"),
        person("bob", "America/New_York"),
        session("a"),
        session("b", after=("a",)),
        session("c", priority=1),
        appears("ann", "a"),
        appears("ann", "c"),
        appears("bob", "b", "moderator"),
        appears("bob", "c"),
        between="11:00-16:00",
    ),
    "a track and an action line in two rooms": lambda: tiny(
        session("a", track="T", action_lines=("C1",)),
        session("b", track="T"),
        session("c", action_lines=("C1", "C2"), status="accepted"),
        between="09:00-11:00",
        channels=2,
    ),
    "too little room for wishes": lambda: tiny(
        person("ann", "Europe/Zurich"),
        session("a", official=True, fixed="2020-06-22 10:00"),
        session("b", priority=2),
        session("c", not_with=("b",)),
        appears("ann", "a"),
        appears("ann", "c"),
        between="09:00-12:00",
        channels=2,
    ),
}


@pytest.mark.parametrize("name", FORUMS)
def test_no_timetable_is_better_than_the_one_that_is_proven_best(name):
    asked = FORUMS[name]()
    rules = rules_in_force(DEFAULT)
    outcome = planned(asked)
    verdicts = (verify(timetable, rules) for timetable in every_timetable(asked))
    assert outcome.proven
    assert outcome.verdict.cost == outcome.bound == min(verdict.cost for verdict in verdicts if not verdict.hard)
