"""A check that is asked about some sessions says what it says anyway, as far as they are part of it."""

from __future__ import annotations

from itertools import combinations

import pytest

from constraints.catalogue import CATALOGUE
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS, SETTINGS, WIDE

MOST = 40
"""So many timetables of each programme are tried, spread over those in which something is found."""


def telling(rule, name):
    """Some timetables of a programme in which the rule finds something, with the findings."""
    found = [(table, list(rule.check(table))) for table in readings(MAKERS[name], wide=name in WIDE).tables]
    found = [(table, findings) for table, findings in found if findings]
    return found[:: max(1, len(found) // MOST)]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in CATALOGUE])
def test_findings_about_some_sessions_are_the_findings_that_name_them(kind):
    rule = kind(mode=kind.modes[0], **SETTINGS.get(kind.name, {}))
    for name in MAKERS:
        for table, findings in telling(rule, name):
            every = tuple(table.programme.occurrence)
            for about in (*combinations(every, 0), *combinations(every, 1), *combinations(every, 2)):
                touched = [finding for finding in findings if set(finding.sessions) & set(about)]
                assert list(rule.check(table, about)) == touched, (name, table.placements, about)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in CATALOGUE])
def test_findings_name_their_rule_and_sessions_of_the_programme_and_have_a_sentence(kind):
    rule = kind(mode=kind.modes[0], **SETTINGS.get(kind.name, {}))
    for name in MAKERS:
        for table, findings in telling(rule, name):
            for finding in findings:
                assert finding.rule == kind.name
                assert finding.amount >= 1
                assert finding.sessions != ()
                assert set(finding.sessions) <= set(table.programme.occurrence)
                assert set(finding.people) <= set(table.programme.person)
                assert len(set(finding.sessions)) == len(finding.sessions)
                sentence = rule.explain(finding, table)
                assert sentence.endswith(".")
                assert "\n" not in sentence
            assert len({(finding.case, finding.sessions) for finding in findings}) == len(findings)
