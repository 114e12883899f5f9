"""A replanning in lines for the programme team: what changes, why, what it costs and saves, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints import words
from data.clock import local_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from constraints.rule import Rule
    from scheduler.replanning import Replanned


def replan_lines(found: Replanned, rules: Sequence[Rule]) -> Iterator[str]:
    """Say each change, one a line with its reason below it, and what all of them cost."""
    if not found.changes:
        yield "Nothing has to change: what was published keeps every hard rule."
        yield f"Cost {found.verdict.cost}"
        return
    for title, names in (
        ("Lost their place", found.lost),
        ("Moved", found.moved),
        ("In another channel", found.rechannelled),
        ("Facilitated by others", found.refacilitated),
        ("Placed", found.placed),
    ):
        if names:
            yield f"{title}: {len(names)}"
        for name in names:
            yield f"  {words.session(found.timetable.programme, name)}: {_change(found, title, name)}"
            if title in ("Lost their place", "Moved") or (title == "In another channel" and not found.why[name].gone):
                yield f"    {_why(found, rules, name)}"
    yield _how_sure(found)
    parts = sorted(found.dearer.items(), key=lambda part: (-part[1], part[0]))
    dearer = sum(found.dearer.values())
    told = ": " + ", ".join(f"{rule} {change:+d}" for rule, change in parts) if parts else ""
    yield f"Cost {found.verdict.cost}, {abs(dearer)} {'less' if dearer < 0 else 'more'} than as published{told}"
    yield f"All times are those of {found.timetable.programme.forum.zone}."


def _change(found: Replanned, title: str, name: str) -> str:
    was, now = found.old.get(name), found.timetable.placements.get(name)
    if title == "Lost their place":
        assert was is not None
        return f"was {_when(found, was.start)}"
    assert now is not None
    if title == "Placed" or was is None:
        return f"{_when(found, now.start)} in {now.channel}"
    if title == "Moved":
        return f"{_when(found, was.start)} -> {_when(found, now.start)}, {_from_to(was.channel, now.channel)}"
    if title == "In another channel":
        return f"{_when(found, now.start)}, {_from_to(was.channel, now.channel)}"
    return _from_to(_people(was.facilitators), _people(now.facilitators))


def _when(found: Replanned, start: datetime) -> str:
    zone = found.timetable.programme.forum.zone
    return local_text(start, zone).removesuffix(f" ({zone})")


def _from_to(old: str, new: str) -> str:
    return new if old == new else f"{old} -> {new}"


def _people(names: Sequence[str]) -> str:
    return ", ".join(names) or "nobody"


def _why(found: Replanned, rules: Sequence[Rule], name: str) -> str:
    why = found.why[name]
    if why.finding is not None:
        rule = next(rule for rule in rules if rule.name == why.finding.rule)
        return f"{rule.name}: {rule.explain(why.finding, found.before)}"
    if why.gone:
        return "its channel or its start is no longer there"
    if why.room_for:
        return f"makes room for {words.some(found.timetable.programme, why.room_for)}"
    return "the timetable is cheaper so"


def _how_sure(found: Replanned) -> str:
    moves = words.number(found.needed, "move")
    further = len(found.moved) - found.needed
    more = f"; {words.number(further, 'more move')} to make it cheaper" if further > 0 else ""
    if found.fewest is None:
        return f"Mending took {moves}; at least {found.bound} {'is' if found.bound == 1 else 'are'} needed{more}."
    return f"Mending took {moves}, proven to be the fewest{more}."
