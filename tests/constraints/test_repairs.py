"""What a rule offers as a repair of a case forbids nothing that it allowed before."""

from __future__ import annotations

import pytest

from constraints.catalogue import CATALOGUE
from data.timetable import Timetable
from scheduler.build import inquire
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS, SETTINGS, WIDE

MOST = 300
"""So many timetables of each programme are looked at, in equal steps through all of them."""

OTHERWISE = ("channel-asked",)
"""Rules whose repairs ask for something else instead: who asks for another channel may not be in the first one."""

EASING = [kind for kind in CATALOGUE if "hard" in kind.modes and kind.name not in OTHERWISE]


def repaired(kind):
    """Each repair of a rule over the tiny programmes whose occurrences it leaves as they are: programme, case, both."""
    rule = kind(mode="hard", **SETTINGS.get(kind.name, {}))
    for name, maker in MAKERS.items():
        for _, case in inquire(maker(), [rule]).cases:
            for repair in rule.repairs(case, maker()):
                if repair.programme.occurrence.keys() == maker().occurrence.keys():
                    yield name, case, rule, repair


def before_and_after(name, rule, repair):
    """The cases in which timetables of a programme break the rule, before a repair and after it."""
    tables = readings(MAKERS[name], wide=name in WIDE).tables
    eased = repair.rule or rule
    for table in tables[:: max(1, len(tables) // MOST)]:
        after = Timetable(repair.programme, table.placements)
        found = eased.check(after) if eased.mode == "hard" else ()
        yield {finding.case for finding in rule.check(table)}, {finding.case for finding in found}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in EASING])
def test_a_repair_forbids_nothing_that_was_allowed(kind):
    for name, case, rule, repair in repaired(kind):
        for before, after in before_and_after(name, rule, repair):
            assert not after or before, (name, repair.words)
            assert case not in after or case in before, (name, repair.words)
