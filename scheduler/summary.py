"""A plan in a few lines for the programme team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.burden import burden_by_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.timetable import Timetable
    from scheduler.outcome import Planned
    from scheduler.verify import Verdict


def left_out(timetable: Timetable) -> tuple[str, ...]:
    """Return the occurrences that are not held, dearest first."""
    missing = [o for o in timetable.programme.occurrences if o.id not in timetable.placements]
    order = {"confirmed": 0, "accepted": 1, "requested": 2}
    return tuple(
        o.id
        for o in sorted(missing, key=lambda o: (not o.must_place, order[o.session.status], -o.session.priority, o.id))
    )


def accepted_left_out(timetable: Timetable) -> bool:
    """Whether a request that the team has accepted or confirmed is not held."""
    return any(
        timetable.programme.occurrence[name].session.status in ("accepted", "confirmed") for name in left_out(timetable)
    )


def summary(planned: Planned) -> str:
    """Say what is placed and left out, what it costs by rule, how good it is, and what it asks of each region."""
    lines = [*placed_lines(planned.timetable), cost_line(planned.verdict)]
    if planned.bound is not None and planned.gap is not None:
        proven = "; proven best" if planned.proven else ""
        lines.append(f"Bound {planned.bound}, gap {100 * planned.gap:.1f} %{proven}")
    return "\n".join([*lines, *burden_lines(planned.timetable)])


def placed_lines(timetable: Timetable) -> Iterator[str]:
    """Say how many are placed, and name each that is left out."""
    total = len(timetable.programme.occurrences)
    missing = left_out(timetable)
    yield f"Placed {total - len(missing)} of {total} sessions" + ("" if missing else "; nothing is left out")
    decided = [session for session in timetable.programme.sessions if session.left_out or session.status == "cancelled"]
    if decided:
        cancelled = sum(session.status == "cancelled" for session in decided)
        yield f"  not held by decision: {len(decided) - cancelled} left out, {cancelled} cancelled"
    for name in missing:
        session = timetable.programme.occurrence[name].session
        yield f"  left out: {name} “{session.title}” ({session.status}, priority {session.priority})"


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
