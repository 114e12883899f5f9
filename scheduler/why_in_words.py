"""What `forum explain SESSION` says, as lines for people and as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constraints import words
from data.clock import local_text
from data.grid import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constraints.rule import Rule
    from data.findings import Finding
    from data.timetable import Timetable
    from scheduler.why import Alternative, Obstacles, Part, Standing

NAMED = 4
"""So many of those in the way are named; of others only the number is told."""


def standing_lines(stands: Standing, timetable: Timetable, rules: Sequence[Rule], occurrence: str) -> Iterator[str]:
    """Say why a session is where it is and where else it could be, a line at a time."""
    programme = timetable.programme
    by_name = {rule.name: rule for rule in rules}
    yield f"{words.placed(timetable, occurrence)}, channel {timetable.placements[occurrence].channel}:"
    for finding in stands.findings:
        rule = by_name[finding.rule]
        price = "hard" if rule.mode == "hard" else f"{rule.weight * finding.amount}"
        yield f"  {finding.rule} ({price}): {rule.explain(finding, timetable)}"
    if not stands.findings:
        yield "  every rule is kept"
    yield f"What keeps it from other starts, of {stands.starts} in the forum, with everything else where it is:"
    idle = set()
    for part in stands.parts:
        if by_name[part.rule].mode != "hard":
            continue
        said = [f"refuses {part.refuses}"] if part.refuses else []
        if part.channels is not None:
            said.append(f"leaves {'the channels ' if part.channels else 'no channel'}{', '.join(part.channels)}")
        people = _some([words.person(programme, name) for name in part.people])
        sessions = _some(list(part.sessions))
        if people or sessions:
            said.append(f"in the way: {' in '.join(each for each in (people, sessions) if each)}")
        if said:
            yield f"  {part.rule}: {'; '.join(said)}"
        else:
            idle.add(part.rule)
    yield f"{stands.left} other {'start is' if stands.left == 1 else 'starts are'} left. What they would cost by rule:"
    untold = []
    for part in stands.parts:
        if by_name[part.rule].mode == "hard":
            continue
        if part.costs is None:
            untold.append(f"{part.rule} (here {part.here})" if part.here else part.rule)
        elif part.costs or part.here:
            between = f"{part.least} to {part.most}, " if part.least is not None else ""
            yield f"  {part.rule}: {between}something at {part.costs}, here {part.here}"
        else:
            idle.add(part.rule)
    if untold:
        yield f"  told only for starts that are tried: {', '.join(untold)}"
    if idle:
        yield f"No part in it: {', '.join(part.rule for part in stands.parts if part.rule in idle)}"
    yield "The best other starts, with everything else where it is:"
    for other in stands.alternatives:
        yield from _other(other, timetable, occurrence)
    if not stands.alternatives and stands.proven:
        yield "  none: every other start breaks a hard rule"
    if not stands.proven:
        yield "  Time ran out: there may be more, and better ones."
    if stands.moving is not None:
        yield "The best beside these, with others making room:"
        yield from _other(stands.moving, timetable, occurrence)


def obstacle_lines(found: Obstacles, timetable: Timetable, rules: Sequence[Rule], occurrence: str) -> Iterator[str]:
    """Say what stands against a session at another time, a line at a time."""
    by_name = {rule.name: rule for rule in rules}
    yield f"{words.placed(found.there, occurrence)}:"
    for finding in found.firm:
        yield f"  {finding.rule}: {by_name[finding.rule].explain(finding, found.fixed)}"
    if found.firm:
        yield "No timetable has it there: no other session can end this by moving."
    if found.firm and found.hard:
        yield "Besides, with everything else where it is:"
    for finding in found.hard:
        yield f"  {finding.rule}: {by_name[finding.rule].explain(finding, found.there)}"
    if not found.firm and not found.hard:
        yield "  no hard rule stands against it"
    if found.reasons is not None:
        for contradiction in found.reasons.contradictions:
            yield "No timetable has it there: these demands cannot hold together."
            for reason in contradiction.reasons:
                yield f"  {reason.rule}: {reason.sentence}"
    if found.best is None:
        return
    if any(finding.rule == "fixed-start" and finding.case == occurrence for finding in found.hard):
        yield "Pinned there instead of where it is fixed:"
    if found.broken:
        rules_broken = ", ".join(dict.fromkeys(finding.rule for finding in found.broken))
        yield f"The timetable is broken already; mended along with it: {rules_broken}."
    yield from _changes(found.best, timetable, occurrence, "  ")
    if not found.best.moved and not found.best.added:
        yield "  nothing else would move"
    yield f"The timetable would cost {_price(found.best)}"
    if not found.proven:
        yield "Time ran out before it was sure that nothing less has to change, and for no less."


def _other(other: Alternative, timetable: Timetable, occurrence: str) -> Iterator[str]:
    zone = timetable.programme.forum.zone
    yield f"  {local_text(other.placement.start, zone)}  cost {_price(other)}"
    yield from _changes(other, timetable, occurrence, "    ")


def _price(other: Alternative) -> str:
    """Say what it costs more or less, and by which rules, the dearest first."""
    changes = sorted(other.by_rule.items(), key=lambda item: (-item[1], item[0]))
    parts = ", ".join(f"{rule} {change:+d}" for rule, change in changes)
    return f"{other.dearer:+d}" + (f": {parts}" if parts else "")


def _changes(other: Alternative, timetable: Timetable, occurrence: str, indent: str) -> Iterator[str]:
    programme = timetable.programme
    for name in other.moved:
        new = other.timetable.placements.get(name)
        if new is None:
            yield f"{indent}would be left out: {words.placed(timetable, name)}"
        else:
            where = local_text(new.start, programme.forum.zone)
            yield f"{indent}would move: {words.placed(timetable, name)} -> {where}"
    for name in other.added:
        yield f"{indent}would be held too: {words.placed(other.timetable, name)}"
    for name in (*other.moved, *other.changed):
        old, new = timetable.placements[name], other.timetable.placements.get(name)
        if new is not None and new.facilitators != old.facilitators:
            gone = [person for person in old.facilitators if person not in new.facilitators]
            come = [person for person in new.facilitators if person not in old.facilitators]
            whom = f"{words.people(programme, gone) or 'nobody'} -> {words.people(programme, come) or 'nobody'}"
            yield f"{indent}would be facilitated anew: {words.session(programme, name)}: {whom}"
    channels = {name: other.timetable.placements[name].channel for name in other.changed if name != occurrence}
    new_ones = [f"{name} in {new}" for name, new in channels.items() if new != timetable.placements[name].channel]
    if new_ones:
        yield f"{indent}would change the channel: {', '.join(new_ones)}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


# ---- as data ---------------------------------------------------------------------------------------------------


def standing_data(stands: Standing, timetable: Timetable, rules: Sequence[Rule], occurrence: str) -> dict[str, Any]:
    """Return the same as plain data; instants are UTC."""
    placement = timetable.placements[occurrence]
    return {
        "session": occurrence,
        "start": utc_text(placement.start),
        "channel": placement.channel,
        "findings": [_finding(each, timetable, rules) for each in stands.findings],
        "starts": stands.starts,
        "left": stands.left,
        "rules": [_part(part, rules) for part in stands.parts],
        "alternatives": [_alternative(other, timetable) for other in stands.alternatives],
        "moving": _alternative(stands.moving, timetable) if stands.moving else None,
        "proven": stands.proven,
    }


def obstacle_data(found: Obstacles, timetable: Timetable, rules: Sequence[Rule], occurrence: str) -> dict[str, Any]:
    """Return the same as plain data; instants are UTC."""
    contradictions = found.reasons.contradictions if found.reasons else ()
    return {
        "session": occurrence,
        "start": utc_text(found.there.start(occurrence)),
        "firm": [_finding(each, found.fixed, rules) for each in found.firm],
        "findings": [_finding(each, found.there, rules) for each in found.hard],
        "best": _alternative(found.best, timetable) if found.best else None,
        "proven": found.proven,
        "reasons": [
            [{"rule": each.rule, "case": each.case, "sentence": each.sentence} for each in contradiction.reasons]
            for contradiction in contradictions
        ],
        "out_of_time": found.late,
    }


def _finding(finding: Finding, timetable: Timetable, rules: Sequence[Rule]) -> dict[str, Any]:
    rule = next(rule for rule in rules if rule.name == finding.rule)
    return {
        "rule": finding.rule,
        "hard": rule.mode == "hard",
        "case": finding.case,
        "sessions": finding.sessions,
        "people": finding.people,
        "amount": finding.amount,
        "price": None if rule.mode == "hard" else rule.weight * finding.amount,
        "sentence": rule.explain(finding, timetable),
    }


def _part(part: Part, rules: Sequence[Rule]) -> dict[str, Any]:
    rule = next(rule for rule in rules if rule.name == part.rule)
    if rule.mode == "hard":
        return {
            "rule": part.rule,
            "mode": rule.mode,
            "refuses": part.refuses,
            "sessions": part.sessions,
            "people": part.people,
            "channels": part.channels,
        }
    return {
        "rule": part.rule,
        "mode": rule.mode,
        "here": part.here,
        "costs_at": part.costs,
        "least": part.least,
        "most": part.most,
    }


def _alternative(other: Alternative, timetable: Timetable) -> dict[str, Any]:
    def placed(name: str) -> dict[str, Any]:
        new = other.timetable.placements.get(name)
        return {
            "session": name,
            "from": utc_text(timetable.start(name)) if name in timetable.placements else None,
            "start": utc_text(new.start) if new else None,
            "channel": new.channel if new else None,
            "facilitators": new.facilitators if new else (),
        }

    return {
        "start": utc_text(other.placement.start),
        "channel": other.placement.channel,
        "facilitators": other.placement.facilitators,
        "dearer": other.dearer,
        "by_rule": dict(other.by_rule),
        "moved": [placed(name) for name in other.moved],
        "changed": [placed(name) for name in other.changed],
        "added": [placed(name) for name in other.added],
    }
