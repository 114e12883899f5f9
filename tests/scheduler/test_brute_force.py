"""Two thousand tiny forums: the plan is as good as the best of all timetables, and refused only where there is none."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings

from constraints.catalogue import CATALOGUE, rules_in_force
from scheduler import Budget, Impossible, Planned, plan
from tests.scheduler.brute_force import can_hold, choices, least, number
from tests.scheduler.drawn_forums import SUBJECTS, drawn

SURE = Budget(20.0, 1, 1, deterministic=True)

MODES = {rule.name: rule.modes for rule in CATALOGUE}
ABOUT = {subject: [(name, mode) for name in rules for mode in MODES[name]] for subject, rules in SUBJECTS.items()}
"""By subject its rules, in each of their modes."""

EACH = 18
"""So many different forums are judged about each rule in each mode."""

ROUND = 10
"""So many forums are drawn at a time: of more, many would be copies with little changed."""

MOST = 800
"""So many timetables a forum has at most."""

MOST_LOOKED_AT = 2000
"""So many timetables are looked at to see whether demands can hold together; rarely that does not tell."""


def forums_about(name, mode, judge):
    """Have different forums about a rule in a mode judged, the same ones in every run."""
    known = set()
    for turn in range(1, 6):

        @seed(int.from_bytes(f"{name} {mode} {turn}".encode()))
        @settings(
            max_examples=min(ROUND, EACH - len(known) + 1),
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=tuple(HealthCheck),
        )
        @given(drawn(name, mode))
        def each(forum):
            asked, policy = forum
            rules = rules_in_force(policy)
            found = set()
            options = choices(asked, rules, found)
            assume(number(options) <= MOST)
            if repr(forum) not in known:
                judge(asked, policy, rules, options, found)
                known.add(repr(forum))

        if len(known) < EACH:
            each()
    return len(known)


class Judge:
    """Compares plans with what looking at every timetable says, and counts what it has seen."""

    def __init__(self, name, mode):
        self.about = (name, mode)
        self.seen = Counter()

    def __call__(self, asked, policy, rules, options, found):
        # Whatever the order of the rules: the one that the forum is about comes first, so as to be seen at work.
        in_turn = sorted(rules, key=lambda rule: rule.name != self.about[0])
        best = least(asked, in_turn, options, found)
        outcome = plan(asked, policy, SURE)
        if best is None:
            assert isinstance(outcome, Impossible), outcome
            self.explained(asked, rules, outcome)
        else:
            assert isinstance(outcome, Planned), outcome
            assert (outcome.verdict.cost, outcome.bound, outcome.proven) == (best, best, True)
            assert outcome.unavoidable <= best
            self.seen["left out"] += len(outcome.timetable.placements) < len(asked.occurrences)
        self.seen["impossible" if best is None else "possible"] += 1
        self.seen["at work"] += self.about in found

    def explained(self, asked, rules, outcome):
        """Hold each contradiction, and that there are no others, against all timetables at any starts whatsoever."""
        hard = [rule for rule in rules if rule.mode == "hard"]
        told = set()
        assert outcome.all_told
        for contradiction in outcome.contradictions:
            assert contradiction.minimal
            every = frozenset((reason.rule, reason.case) for reason in contradiction.reasons)
            named = [rule for rule in hard if rule.name in {rule for rule, _ in every}]
            assert self.can_hold(asked, named, every.__contains__) is not True, contradiction
            for one in every:
                assert self.can_hold(asked, named, (every - {one}).__contains__) is not False, (one, contradiction)
            told |= every
        assert self.can_hold(asked, hard, lambda case: case not in told) is not False, outcome

    def can_hold(self, asked, rules, demanded):
        answer = can_hold(asked, rules, demanded, MOST_LOOKED_AT)
        self.seen["no answer" if answer is None else "answers"] += 1
        return answer


def test_the_forums_are_about_every_rule_once():
    assert sorted(name for rules in SUBJECTS.values() for name in rules) == sorted(MODES)
    assert EACH * sum(map(len, ABOUT.values())) > 2000


@pytest.mark.full
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_plan_costs_what_the_best_of_all_timetables_costs_and_is_refused_only_where_there_is_none(subject):
    seen = Counter()
    for name, mode in ABOUT[subject]:
        judge = Judge(name, mode)
        assert forums_about(name, mode, judge) >= EACH
        assert judge.seen["at work"] > 0, (name, mode)
        seen += judge.seen
    judged = seen["possible"] + seen["impossible"]
    assert judged >= EACH * len(ABOUT[subject])
    assert seen["possible"] > judged / 3
    assert seen["impossible"] > judged / 10
    assert seen["left out"] > judged / 25
    assert seen["answers"] > 4 * seen["no answer"]
