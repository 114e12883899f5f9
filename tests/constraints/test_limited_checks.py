"""What a check leaves out when it is asked about some occurrences is the same wherever these are held, or whether.

So for two timetables that differ in some occurrences alone, what the checks about these say differs by just as much as
what the checks say of everything. And what a changed timetable knows from the one before is what it would find out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constraints.catalogue import CATALOGUE, rules_in_force
from data.timetable import Timetable
from scheduler.verify import changed_cost, dearer_by_rule, verify
from tests.scheduler.brute_force import placements
from tests.scheduler.drawn_forums import drawn

CASES = [pytest.param(kind.name, mode, id=f"{kind.name}-{mode}") for kind in CATALOGUE for mode in kind.modes]
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def examples(number):
    """The same examples in every run."""
    return settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=SLOW)


def doubled(programme):
    """The programme with a second session beside each, which says the same of itself and of others."""
    twins = {session.id: f"{session.id}2" for session in programme.sessions}
    interest = {(one, twins[other]): number for (one, other), number in programme.interest.items()}
    return replace(
        programme,
        sessions=(*programme.sessions, *(replace(each, id=twins[each.id]) for each in programme.sessions)),
        appearances=(
            *programme.appearances,
            *(replace(part, session=twins[part.session]) for part in programme.appearances),
        ),
        interest=programme.interest | interest,
    )


@st.composite
def changes(draw, programme):
    """A timetable of the programme, at a few starts so that much comes together, and six changes in turn."""
    options = placements(programme)
    starts = sorted({each.start for every in options.values() for each in every})
    few = draw(st.lists(st.sampled_from(starts), min_size=1, max_size=4, unique=True))
    ways = {name: [None, *(each for each in every if each.start in few)] for name, every in options.items()}
    first = {name: draw(st.sampled_from(ways[name])) for name in ways}
    steps = []
    for _ in range(6):
        moved = draw(st.lists(st.sampled_from(list(ways)), min_size=1, max_size=3, unique=True))
        steps.append({name: draw(st.sampled_from(ways[name])) for name in moved})
    return Timetable(programme, {name: held for name, held in first.items() if held}), steps


def rest(rule, timetable, about):
    """What the rule finds that it does not tell about some occurrences; it tells nothing that it does not find."""
    every, told = Counter(rule.check(timetable)), Counter(rule.check(timetable, about))
    assert told - every == Counter()
    return every - told


@pytest.mark.parametrize(("name", "mode"), CASES)
def test_what_is_not_told_about_some_occurrences_is_the_same_wherever_they_are(name, mode):
    @examples(12)
    @given(st.data())
    def run(data):
        asked, policy = data.draw(drawn(name, mode))
        asked = doubled(asked)
        (rule,) = (rule for rule in rules_in_force(policy) if rule.name == name)
        timetable, steps = data.draw(changes(asked))
        for step in steps:
            changed = timetable.changed(step)
            assert rest(rule, timetable, step.keys()) == rest(rule, changed, step.keys())
            assert list(rule.check(changed, ())) == []
            anew = Timetable(asked, changed.placements)
            assert sorted(rule.check(changed)) == sorted(rule.check(anew))
            assert sorted(rule.check(changed, step.keys())) == sorted(rule.check(anew, step.keys()))
            timetable = changed

    run()


@pytest.mark.parametrize("name", [kind.name for kind in CATALOGUE])
def test_the_limited_verdicts_differ_as_the_full_ones_do(name):
    @examples(3)
    @given(st.data())
    def run(data):
        asked, policy = data.draw(drawn(name, next(kind.modes[0] for kind in CATALOGUE if kind.name == name)))
        rules = rules_in_force(policy)
        timetable, steps = data.draw(changes(doubled(asked)))
        for step in steps:
            changed = timetable.changed(step)
            before, after = verify(timetable, rules), verify(changed, rules)
            was, now = changed_cost(timetable, changed, rules)
            assert dearer_by_rule(was, now) == dearer_by_rule(before, after)
            assert set(now.hard) - set(was.hard) == set(after.hard) - set(before.hard)
            assert set(was.hard) - set(now.hard) == set(before.hard) - set(after.hard)
            timetable = changed

    run()
