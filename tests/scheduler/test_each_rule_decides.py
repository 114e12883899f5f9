"""For every rule there is a forum in which it decides, in every mode that it declares, and every parameter of it too.

Each forum is so small that its best timetables with and without the rule are worked out by hand. Nothing decides in
it but the rule and a wish to the contrary, so that a rule that asks nothing, or the wrong price, cannot pass.
"""

from __future__ import annotations

import pytest

from constraints.catalogue import CATALOGUE, parameters
from scheduler import Impossible, plan
from tests.scheduler.deciding.case import SURE, soft
from tests.scheduler.deciding.people import PEOPLE
from tests.scheduler.deciding.placing import PLACING
from tests.scheduler.deciding.together import TOGETHER

CASES = (*PLACING, *TOGETHER, *PEOPLE)
HARD = [case for case in CASES if "hard" in case.modes]
SOFT = [case for case in CASES if "soft" in case.modes]
ADAMANT = [case for case in HARD if case.adamant]
LOOSE = [(case, settings) for case in CASES for settings in case.loose]

SCALES = (1, 100)
"""The second makes prices so high that a search first demands what they ask."""


def named(cases):
    return [pytest.param(case, id=f"{case.rule}: {case.about}") for case in cases]


def test_every_rule_has_a_case_in_every_mode_that_it_declares():
    declared = {(kind.name, mode) for kind in CATALOGUE for mode in kind.modes}
    assert {(case.rule, "hard") for case in HARD} | {(case.rule, "soft") for case in SOFT} == declared


def test_every_parameter_has_a_case_in_which_another_value_does_not_decide():
    declared = {(kind.name, name) for kind in CATALOGUE for name in parameters(kind)}
    assert {(case.rule, name) for case, settings in LOOSE for name in settings} == declared


def test_no_two_cases_are_called_the_same():
    assert len({(case.rule, case.about) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_without_the_rule_the_best_timetable_breaks_it(case):
    outcome, found = case.best_without()
    assert (found, outcome.verdict.cost) == (case.broken, case.free)


@pytest.mark.parametrize("case", named(HARD))
def test_a_hard_rule_is_kept_whatever_others_wish(case):
    outcome, found = case.best({"mode": "hard"})
    assert (found, outcome.verdict.cost) == ((), case.price)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("case", named(SOFT))
def test_a_soft_rule_decides_where_it_outweighs_the_others(case, scale):
    outcome, found = case.best(soft(case.heavy), scale=scale)
    assert (found, outcome.verdict.cost) == ((), scale * case.price)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("case", named(SOFT))
def test_a_soft_rule_gives_way_at_its_price_where_the_others_outweigh_it(case, scale):
    assert case.too_light > 0
    outcome, found = case.best(soft(case.too_light), scale=scale)
    assert (found, outcome.verdict.cost) == (case.broken, scale * (case.free + case.too_light * case.amount))


@pytest.mark.parametrize("case", named(ADAMANT))
def test_a_hard_rule_and_the_others_hard_is_impossible_and_says_so(case):
    outcome, found = case.best_without(adamant=True)
    assert (found, outcome.verdict.cost) == (case.broken, 0)
    refused = plan(case.asked, case.said({"mode": "hard"}, adamant=True), SURE)
    assert isinstance(refused, Impossible), refused
    assert refused.all_told
    (contradiction,) = refused.contradictions
    assert contradiction.minimal
    assert {reason.case for reason in contradiction.reasons if reason.rule == case.rule} == {
        finding.case for finding in case.broken
    }


@pytest.mark.parametrize(
    ("case", "settings"), [pytest.param(case, loose, id=f"{case.rule}: {loose}") for case, loose in LOOSE]
)
def test_with_another_value_of_a_parameter_the_rule_does_not_decide(case, settings):
    own = soft(case.heavy) if "soft" in case.modes else {"mode": "hard"}
    _, found = case.best({**own, **settings})
    assert found == case.broken
