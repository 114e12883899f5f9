"""A plan in a few lines for the programme team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.burden import burden_by_region
from data.problems import quoted
from scheduler.waiting import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.timetable import Timetable
    from scheduler.outcome import Planned
    from scheduler.verify import Verdict


def summary(planned: Planned, waiting: Sequence[str]) -> str:
    """Say what is placed and waits, what it costs by rule, how good it is, and what it asks of each region.

    `waiting` has a line for each request that is not held.
    """
    lines = [*placed_lines(planned.timetable, waiting), cost_line(planned.verdict)]
    if planned.bound is not None and planned.gap is not None:
        proven = "; proven best" if planned.proven else ""
        lines.append(f"Bound {planned.bound}, gap {100 * planned.gap:.1f} %{proven}")
    return "\n".join([*lines, *burden_lines(planned.timetable)])


def placed_lines(timetable: Timetable, waiting: Sequence[str]) -> Iterator[str]:
    """Say how many are placed, and the line of each that is left out."""
    total = len(timetable.programme.occurrences)
    missing = total - len(timetable.placements)
    end = f"; waiting list: {missing}" if missing else "; nothing is left out"
    yield f"Placed {total - missing} of {total} sessions{end}"
    decided = [session for session in timetable.programme.sessions if session.left_out or session.status == "cancelled"]
    if decided:
        cancelled = sum(session.status == "cancelled" for session in decided)
        yield f"  not held by decision: {len(decided) - cancelled} left out, {cancelled} cancelled"
    for line in waiting:
        yield f"  {line}"


def names_left_out(timetable: Timetable) -> tuple[str, ...]:
    """Return a line for each occurrence that is left out: who it is."""
    found = []
    for name in left_out(timetable):
        session = timetable.programme.occurrence[name].session
        found.append(f"left out: {name} {quoted(session.title)} ({session.status}, priority {session.priority})")
    return tuple(found)


def cost_line(verdict: Verdict) -> str:
    """Say the cost, and which rules it comes from, dearest first."""
    parts = sorted(verdict.cost_by_rule.items(), key=lambda part: (-part[1], part[0]))
    return f"Cost {verdict.cost}" + (": " + ", ".join(f"{rule} {cost}" for rule, cost in parts) if parts else "")


def burden_lines(timetable: Timetable) -> Iterator[str]:
    """Say each audience region's figure (docs/fairness.md)."""
    figures = burden_by_region(timetable)
    if figures:
        yield "Burden of each region, minutes outside its comfortable hours a session:"
        width = max(len(region) for region in figures)
        for region, minutes in figures.items():
            yield f"  {region:<{width}}  {minutes:5.1f}"
