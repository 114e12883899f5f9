"""The greedy start chooses facilitators so that hard rules about them hold at once, where that is easy."""

from __future__ import annotations

from data.policy import Policy
from scheduler import rules_in_force
from scheduler.build import narrow
from scheduler.strategies.greedy import greedy
from tests.factories import appears, forum, kind, period, person, programme, session

TYPES = (kind("policy", facilitators=1, facilitators_most=2), kind("workshop"))


def chosen(*things, **modes):
    """Who facilitates what after one round."""
    asked = programme(
        forum(on="2020-09-07", types=TYPES, periods=(period(on="2020-09-07", types=("policy", "workshop")),)), *things
    )
    rules = {name.replace("_", "-"): {"mode": mode} for name, mode in modes.items()}
    timetable, left = greedy(narrow(asked, rules_in_force(Policy(rules))), 1, lambda: True)
    assert left == ()
    return {name: held.facilitators for name, held in timetable.placements.items() if held.facilitators}


def policy(name, *settled):
    return session(name, "policy", official=True, facilitated_by=settled)


def test_who_is_settled_facilitates_and_has_room_for_it():
    sessions = (policy("a"), policy("b"), policy("c"), policy("d", "ann"), policy("e", "bea", "ann"))
    people = (person("ann", nominee=True), person("bea", nominee=True), person("cem", nominee=True))
    found = chosen(*sessions, *people)
    assert (found["d"], found["e"]) == (("ann",), ("ann", "bea"))
    assert sorted(found[name] for name in "abc") == [("bea",), ("cem",), ("cem",)]


def test_nobody_is_asked_more_often_than_allowed():
    sessions = [policy(name) for name in "abcdef"]
    people = (person("ann", nominee=True), person("bea", nominee=True), person("cem", nominee=True))
    found = [name for names in chosen(*sessions, *people).values() for name in names]
    assert sorted(found) == ["ann", "ann", "bea", "bea", "cem", "cem"]


def test_a_hard_rest_is_left_round_what_a_settled_facilitator_appears_in():
    fixed = session("w", fixed="2020-09-07 09:00", official=True)
    people = (person("ann", nominee=True), person("bea", nominee=True))
    things = (fixed, policy("a", "ann"), *people, appears("ann", "w"))
    assert chosen(*things, facilitators_rest="hard") == {"a": ("ann",)}


def test_stakeholder_types_take_turns():
    people = (
        person("ann", nominated_by="academia"),
        person("bea", nominated_by="academia"),
        person("gus", nominated_by="government"),
    )
    sessions = [policy(name) for name in "abcd"]
    found = [name for names in chosen(*sessions, *people, facilitator_types="hard").values() for name in names]
    assert sorted(found) == ["ann", "bea", "gus", "gus"]
