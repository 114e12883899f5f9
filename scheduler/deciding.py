"""What a decision of the team would bring, and what stands against it, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from constraints import words
from data.clock import local_text
from data.grid import utc_text
from scheduler.why import starts_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from constraints.rule import Rule
    from data.findings import Finding
    from data.timetable import Placement, Timetable
    from scheduler.replanning import Replanned

NEAREST = 3
"""How many of the nearest possible starts are told."""


def nearest_starts(
    timetable: Timetable, rules: Sequence[Rule], occurrence: str, start: datetime
) -> tuple[datetime, ...]:
    """Return the possible starts (UTC) nearest to one that is refused, with all else where it is; in order of time.

    None are known of a session that is not held.
    """
    if occurrence not in timetable.placements:
        return ()
    left = starts_left(timetable, rules, occurrence)
    away = np.array([abs((each - start).total_seconds()) for each in left])
    return tuple(sorted(left[index] for index in np.argsort(away, kind="stable")[:NEAREST]))


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
