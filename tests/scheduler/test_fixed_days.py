"""A fixed day of a session of several days is no contradiction while the other days are free."""

from __future__ import annotations

from constraints.catalogue import rules_in_force
from data.policy import Policy
from scheduler import Budget, Impossible, plan
from scheduler.explain import settled_contradictions
from scheduler.misfits import misfits
from tests.factories import programme, session

RULES = rules_in_force(Policy({}))


def test_one_fixed_day_with_the_other_free_is_no_problem():
    asked = programme(session("h", "hackathon", days=2, fixed=("2020-06-22 09:00", None)))
    assert list(misfits(asked, RULES)) == []
    assert settled_contradictions(asked, RULES) == []


def test_two_fixed_days_in_a_row_are_no_problem():
    asked = programme(session("h", "hackathon", days=2, fixed=("2020-06-22 09:00", "2020-06-23 09:00")))
    assert list(misfits(asked, RULES)) == []
    assert settled_contradictions(asked, RULES) == []


def test_two_fixed_days_at_different_hours_contradict_each_other():
    asked = programme(session("h", "hackathon", days=2, fixed=("2020-06-22 09:00", "2020-06-23 10:00")))
    outcome = plan(asked, Policy({}), Budget(5.0, 1, 1, deterministic=True))
    assert isinstance(outcome, Impossible)
    (found,) = outcome.contradictions
    assert [reason.sentence for reason in found.reasons] == [
        "h.1 “H” is fixed to Mon 22 Jun 2020 09:00 (Europe/Zurich).",
        "h.2 “H” has a fixed start and must be held.",
        "h.2 “H” is fixed to Tue 23 Jun 2020 10:00 (Europe/Zurich).",
        "h “H” goes over 2 days in a row on which one of its periods is open, at the same hour (Europe/Zurich).",
    ]
