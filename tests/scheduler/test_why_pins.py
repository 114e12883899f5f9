"""What stands against a session at a time is what a plan meets that has it pinned there, on tiny forums."""

from __future__ import annotations

import json

import pytest

from constraints.catalogue import rules_in_force
from constraints.starts import Starts
from data.policy import Policy
from data.timetable import Timetable, timetable_from_json
from scheduler import Budget, Impossible, Planned, Stop, misfits, obstacles, plan, verify
from scheduler.explain import settled_contradictions
from scheduler.why import pinned
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS

POLICY = Policy({})
RULES = rules_in_force(POLICY)
SURE = Budget(20.0, 1, 1, deterministic=True)
MOST = 2
"""So many timetables of each programme are asked about, spread over those without a hard finding."""


SETTLED = {"must-place", "fixed-start"}
"""Rules that are part of what a pin asks."""


def fine(name):
    """All timetables of a programme without a hard finding, whatever is fixed; each with what moved from there."""
    found = []
    for table in readings(MAKERS[name]).tables:
        fixed = set()
        if all(finding.rule == "fixed-start" and not fixed.add(finding.case) for finding in verify(table, RULES).hard):
            found.append((table, fixed))
    return found


def changes(old, new, occurrence):
    """What is left out, moves, and has other facilitators, beside the occurrence."""
    others = [name for name in old.placements if name != occurrence]
    gone = [name for name in others if name not in new.placements]
    moved = [name for name in others if name in new.placements and new.start(name) != old.start(name)]
    return len(gone), len(moved)


def questions(name):
    """Some timetables, and for each every session that can be placed, at every start where some period is open."""
    tables = [table for table, off in fine(name) if not off]
    full = max((len(table.placements) for table in tables), default=0)
    most = [table for table in tables if len(table.placements) == full]
    rest = [table for table in tables if len(table.placements) < full]
    for table in [*most[:: max(1, len(most) // MOST)][:MOST], *rest[:: max(1, len(rest))]]:
        starts = Starts(table.programme)
        for occurrence in table.programme.occurrence:
            for minute in starts.minute.tolist()[:: max(1, len(starts) // 4)]:
                yield table, occurrence, starts.grid.instant(minute)


def edited(table, found, occurrence):
    """The timetable with the row of one session edited by hand, read back."""
    rows = json.loads(table.to_json())
    placement = found.there.placements[occurrence]
    rows["placements"] = [row for row in rows["placements"] if row["session"] != occurrence]
    row = {"session": occurrence, "start": placement.start.isoformat(), "channel": placement.channel}
    rows["placements"].append({**row, "facilitators": list(placement.facilitators)})
    return timetable_from_json(json.dumps(rows), table.programme)


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in ("coarse",)])
def test_the_obstacles_are_those_that_a_plan_with_the_session_pinned_there_meets(name):
    tables = fine(name)
    for table, occurrence, start in questions(name):
        about = (occurrence, start, table.placements)
        found = obstacles(table, RULES, occurrence, start, SURE, Stop())
        asked = pinned(table.programme, occurrence, start)
        words = {rule.name: rule for rule in RULES}
        # What is refused as a mistake in the input, and what contradicts other fixed starts, are the firm findings.
        refused = {problem.expected for problem in misfits(asked, RULES)}
        alone = [finding for finding in found.firm if finding.sessions == (occurrence,)]
        said = {f"{words[each.rule].explain(each, found.fixed)} (rule {each.rule})" for each in alone}
        assert said == refused, about
        session = {each.id: each.session.id for each in asked.occurrences}
        firm = [frozenset(session[each] for each in finding.sessions) for finding in found.firm]
        assert firm == settled_contradictions(asked, RULES), about
        # Beside these, the findings are those of the timetable edited by hand.
        by_hand = edited(table, found, occurrence)
        if table.placements.get(occurrence) and changes(table, found.there, occurrence) == (0, 0):
            against = {(each.rule, each.case) for each in found.firm}
            hard = [each for each in verify(by_hand, RULES).hard if (each.rule, each.case) not in against]
            assert list(found.hard) == hard, about
        # A plan finds a timetable if and only if one is shown.
        outcome = plan(asked, POLICY, SURE) if not refused else None
        assert isinstance(outcome, Planned) == (found.best is not None), about
        assert isinstance(outcome, Impossible) or bool(refused) or found.best is not None, about
        assert not found.late
        if isinstance(outcome, Impossible):
            obstructing = {finding.rule for finding in (*found.firm, *found.hard)} | SETTLED
            reasons = {frozenset(each.reasons) for each in outcome.contradictions}
            if found.reasons is None:
                assert {each.rule for reason in reasons for each in reason} <= obstructing, about
            else:
                assert {frozenset(each.reasons) for each in found.reasons.contradictions} == reasons, about
        if found.best is None:
            assert found.firm or found.reasons, about
            continue
        # What is shown keeps every rule, and costs what it says.
        shown = found.best.timetable
        assert shown.start(occurrence) == start
        assert verify(Timetable(asked, shown.placements), RULES).hard == ()
        assert verify(shown, RULES).cost - verify(table, RULES).cost == found.best.dearer
        assert verify(shown, RULES).cost >= outcome.verdict.cost
        assert sum(found.best.by_rule.values()) == found.best.dearer
        # Each obstacle is met by something that changes, and nothing changes that could stay.
        moved, changed = {*found.best.moved, *found.best.added}, set(found.best.changed)
        for finding in found.hard:
            own = finding.rule == "fixed-start" and finding.case == occurrence
            assert own or (moved | changed) & set(finding.sessions), (about, finding)
        least = min(
            changes(table, other, occurrence)
            for other, off in tables
            if off <= {occurrence} and other.placements.get(occurrence) and other.start(occurrence) == start
        )
        assert changes(table, shown, occurrence) == least, about
        assert found.proven
