"""What a decision of the team would bring, and what stands against it, before it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from constraints import words
from data.clock import local_text
from data.grid import utc_text
from data.problems import quoted
from data.timetable import Timetable
from scheduler.why import starts_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from constraints.rule import Rule
    from data.deciding import NewDecision
    from data.findings import Finding
    from data.timetable import Placement
    from scheduler.replanning import Replanned

NEAREST = 3
"""How many of the nearest possible starts are told."""


def nearest_starts(
    timetable: Timetable, rules: Sequence[Rule], occurrence: str, start: datetime
) -> tuple[datetime, ...]:
    """Return the possible starts (UTC) nearest to one that is refused, with all else where it is; in order of time.

    None are known of a session that is not held. Where it is fixed itself does not count.
    """
    if occurrence not in timetable.placements:
        return ()
    programme = timetable.programme
    part = programme.occurrence[occurrence]
    fixed = tuple(None if n == part.number else each for n, each in enumerate(part.session.fixed, start=1))
    timetable = Timetable(programme.with_session(replace(part.session, fixed=fixed)), timetable.placements)
    left = starts_left(timetable, rules, occurrence)
    away = np.array([abs((each - start).total_seconds()) for each in left])
    return tuple(sorted(left[index] for index in np.argsort(away, kind="stable")[:NEAREST]))


def decision_line(decision: NewDecision, timetable: Timetable) -> str:
    """Say what is decided, and where the session is so far."""
    programme = timetable.programme
    names = [each for each in timetable.in_order if decision.session in (each, programme.occurrence[each].session.id)]
    session = programme.session[decision.session.partition(".")[0]]
    so_far = [local_text(timetable.start(name), programme.forum.zone) for name in names]
    where = f"so far {words.joined(so_far)}" if so_far else "not held so far"
    if decision.action == "pin":
        pinned = [f"to {local_text(decision.start, programme.forum.zone)}"] if decision.start else []
        pinned += [f"to channel {decision.channel}"] if decision.channel else []
        said = f"pinned {' and '.join(pinned)}"
    else:
        said = "free to move" if decision.action == "free" else "cancelled"
    return f"{decision.session} {quoted(session.title)}: {said}; {where}"


def nearest_line(starts: Sequence[datetime], occurrence: str, zone: str) -> str:
    """Say where a session could be instead."""
    if not starts:
        return f"With everything else where it is, {occurrence} can be at no other start."
    told = words.joined([local_text(start, zone) for start in starts], "or")
    return f"With everything else where it is, the nearest possible starts of {occurrence}: {told}."


def new_findings(found: Replanned, occurrences: Sequence[str]) -> tuple[Finding, ...]:
    """Return what the checks say of these occurrences after a replanning and did not say before."""
    before = {*found.before_verdict.hard, *found.before_verdict.soft}
    after = (*found.verdict.hard, *found.verdict.soft)
    return tuple(each for each in after if each not in before and set(each.sessions) & set(occurrences))


def finding_lines(found: Replanned, rules: Sequence[Rule], occurrences: Sequence[str]) -> Iterator[str]:
    """Say the new findings about what was decided, with their prices."""
    new = new_findings(found, occurrences)
    by_name = {rule.name: rule for rule in rules}
    if new:
        yield f"New findings about {', '.join(occurrences)}:"
    for finding in new:
        rule = by_name[finding.rule]
        yield f"  {finding.rule} ({rule.weight * finding.amount}): {rule.explain(finding, found.timetable)}"


def consequence_data(found: Replanned, rules: Sequence[Rule], occurrences: Sequence[str]) -> dict[str, Any]:
    """Return what a decision brings as plain data; instants are UTC."""
    by_name = {rule.name: rule for rule in rules}
    now = found.timetable.placements

    def changed(names: Sequence[str]) -> list[dict[str, Any]]:
        return [{"session": name, "from": _spot(found.old, name), "to": _spot(now, name)} for name in names]

    return {
        "possible": True,
        "lost": changed(found.lost),
        "moved": changed(found.moved),
        "rechannelled": changed(found.rechannelled),
        "refacilitated": changed(found.refacilitated),
        "placed": changed(found.placed),
        "needed": found.needed,
        "bound": found.bound,
        "cost": found.verdict.cost,
        "dearer": dict(found.dearer),
        "findings": [
            {
                "rule": each.rule,
                "price": by_name[each.rule].weight * each.amount,
                "sentence": by_name[each.rule].explain(each, found.timetable),
            }
            for each in new_findings(found, occurrences)
        ],
    }


def _spot(placements: Mapping[str, Placement], name: str) -> dict[str, Any] | None:
    placement = placements.get(name)
    if placement is None:
        return None
    return {
        "start": utc_text(placement.start),
        "channel": placement.channel,
        "facilitators": list(placement.facilitators),
    }
