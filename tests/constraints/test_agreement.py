"""Encoding and check of every rule say the same, on every timetable of programmes that are small enough for that."""

from __future__ import annotations

from functools import cache

import pytest

from constraints.catalogue import CATALOGUE
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS, SETTINGS, WIDE


def made(kind, mode):
    """The rule at weight 1."""
    return kind(mode=mode, weight=1, **SETTINGS.get(kind.name, {}))


def over(name):
    """All timetables of a programme."""
    return readings(MAKERS[name], wide=name in WIDE)


@cache
def amounts(kind, name):
    """What the rule's check finds in each timetable of a programme."""
    return over(name).amounts(made(kind, kind.modes[0]))


def spoken_to(kind):
    """The programmes in some of whose timetables the rule finds something."""
    return [name for name in MAKERS if any(amounts(kind, name))]


def in_mode(mode):
    return [pytest.param(kind, id=kind.name) for kind in CATALOGUE if mode in kind.modes]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in CATALOGUE])
def test_each_rule_finds_something_in_some_timetables_of_a_programme_and_nothing_in_others(kind):
    assert [name for name in spoken_to(kind) if not all(amounts(kind, name))] != []


@pytest.mark.parametrize("kind", in_mode("hard"))
def test_what_the_encoding_of_a_hard_rule_allows_is_what_its_check_finds_nothing_in(kind):
    for name in spoken_to(kind):
        board, allowed = over(name).allowed([made(kind, "hard")])
        assert allowed == over(name).without_findings(amounts(kind, name), board), name


@pytest.mark.parametrize("kind", in_mode("hard"))
def test_the_question_with_all_cases_chosen_allows_what_the_check_finds_nothing_in(kind):
    for name in spoken_to(kind):
        board, allowed = over(name).answered([made(kind, "hard")])
        assert allowed == over(name).without_findings(amounts(kind, name), board), name


@pytest.mark.parametrize("kind", in_mode("soft"))
def test_the_least_price_of_a_soft_rule_is_the_amount_that_its_check_finds(kind):
    for name in spoken_to(kind):
        every, same, less = over(name).priced([made(kind, "soft")], amounts(kind, name))
        assert less == set(), name
        assert same == every, name


def test_the_pause_between_two_sessions_of_a_channel_is_in_the_encoding_as_it_is_in_the_check():
    (kind,) = (kind for kind in CATALOGUE if kind.name == "channels")
    rule = kind(mode="hard", pause=30)
    found = over("channels").amounts(rule)
    assert found != amounts(kind, "channels")
    for board, allowed in (over("channels").allowed([rule]), over("channels").answered([rule])):
        assert allowed == over("channels").without_findings(found, board)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("mode", ["hard", "soft"])
def test_rules_that_find_nothing_in_a_programme_forbid_and_price_nothing_in_it(name, mode):
    """All of them at once: together they allow everything only if each of them does."""
    silent = [kind for kind in CATALOGUE if mode in kind.modes and not any(amounts(kind, name))]
    rules = [made(kind, mode) for kind in silent]
    nothing = [0] * len(over(name).tables)
    if mode == "hard":
        for board, allowed in (over(name).allowed(rules), over(name).answered(rules)):
            assert allowed == over(name).without_findings(nothing, board)
    else:
        every, same, less = over(name).priced(rules, nothing)
        assert less == set()
        assert same == every
