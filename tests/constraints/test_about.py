"""A check that is asked about some sessions says what it says anyway, as far as they are part of it.

What it may leave out is in test_limited_checks.py.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from constraints.catalogue import CATALOGUE
from tests.constraints.agreement import afresh, readings
from tests.constraints.tiny_programmes import MAKERS, SETTINGS, WIDE

MOST = 40
"""So many timetables of each programme are tried, spread over those in which something is found."""

COUNTED = (
    *("action-line-clashes", "sdg-clashes", "organisation-clashes", "region-clashes", "track-clashes", "types-apart"),
    *("plenary-alone", "main-topic", "period-caps", "type-quotas", "even-days", "even-weeks", "fair-hours"),
    *("action-lines-spread", "sdgs-spread", "organisation-a-day", "track-blocks", "track-channel"),
    *("service-teams", "service-weeks", "series-cadence", "repeats-regions"),
    *("most-a-day", "most-a-week", "few-days", "optional-appearances"),
    *("facilitator-load", "facilitator-types", "facilitator-regions", "facilitators-rest", "concluding-session"),
)
"""Rules that count many sessions together: one may be part of a case and not of the finding."""


def telling(rule, name):
    """Some timetables of a programme in which the rule finds something, with the findings."""
    tables = map(afresh, readings(MAKERS[name], wide=name in WIDE).tables)
    found = [(table, list(rule.check(table))) for table in tables]
    found = [(table, findings) for table, findings in found if findings]
    return found[:: max(1, len(found) // MOST)]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in CATALOGUE])
def test_findings_about_some_sessions_are_those_that_name_them_and_for_rules_that_count_some_more(kind):
    rule = kind(mode=kind.modes[0], **SETTINGS.get(kind.name, {}))
    for name in MAKERS:
        for table, findings in telling(rule, name):
            every = tuple(table.programme.occurrence)
            for about in (*combinations(every, 0), *combinations(every, 1), *combinations(every, 2)):
                naming = sorted(finding for finding in findings if set(finding.sessions) & set(about))
                told = sorted(rule.check(table, about))
                if kind.name in COUNTED and about:
                    assert set(naming) <= set(told) <= set(findings), (name, table.placements, about)
                else:
                    assert told == naming, (name, table.placements, about)


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
