"""The answer by looking at every timetable of a forum: plain enumeration, and the rules' own checks as the judge."""

from __future__ import annotations

from itertools import combinations, product
from math import prod

from data.timetable import Placement, Timetable

ALONE = (
    *("periods", "fixed-start", "start-minutes", "channel-asked", "channel-features", "channel-languages"),
    *("audience-fits", "service-minutes", "cannot", "night", "excluded-times", "preferred-times"),
)
"""Rules whose checks look at each session by itself: what they find about one, they find whatever is held beside it."""


def placements(programme):
    """For each occurrence every start of the grid, with every channel, with any facilitators it may have."""
    forum = programme.forum
    starts = [forum.time_grid.instant(minute) for day in forum.time_grid.days for minute in forum.time_grid.starts(day)]
    people = sorted(person.id for person in programme.nominees)
    found = {}
    for occurrence in programme.occurrences:
        kind = forum.type[occurrence.session.type]
        most = len(people) if kind.assembles or kind.facilitators_most else 0
        groups = [group for size in range(most + 1) for group in combinations(people, size)]
        found[occurrence.id] = [
            Placement(start, channel.id, group) for start in starts for channel in forum.channels for group in groups
        ]
    return found


def choices(programme, rules, found):
    """For each occurrence what may become of it: None, or any placement that the rule of periods lets be.

    Notes in `found` the name and mode of that rule, where it refuses a placement.
    """
    periods = [rule for rule in rules if rule.name == "periods"]
    options = {}
    for name, every in placements(programme).items():
        starts = dict.fromkeys(each.start for each in every)
        singles = {start: next(each for each in every if each.start == start) for start in starts}
        fine = {
            start
            for start, each in singles.items()
            if not any(any(rule.check(Timetable(programme, {name: each}))) for rule in periods)
        }
        found |= {(rule.name, rule.mode) for rule in periods if len(fine) < len(starts)}
        options[name] = [None, *(each for each in every if each.start in fine)]
    return options


def number(options):
    """How many timetables there are."""
    return prod(map(len, options.values()))


def timetables(programme, options):
    """Every timetable."""
    for chosen in product(*options.values()):
        yield Timetable(programme, {name: held for name, held in zip(options, chosen, strict=True) if held})


def least(programme, rules, options, found):
    """The least cost of a timetable without hard findings; None where there is no such timetable.

    Notes in `found` the name and mode of each rule that finds something: a hard one that refuses a timetable, a soft
    one that makes a timetable dearer which nothing refuses.
    """
    hard = [rule for rule in rules if rule.mode == "hard"]
    soft = [rule for rule in rules if rule.mode == "soft"]
    best = None
    for table in timetables(programme, options):
        refused = next((rule for rule in hard if any(rule.check(table))), None)
        if refused:
            found.add((refused.name, "hard"))
            continue
        cost = 0
        for rule in soft:
            amount = sum(finding.amount for finding in rule.check(table))
            if amount:
                found.add((rule.name, "soft"))
            cost += rule.weight * amount
            if best is not None and cost >= best:
                break
        else:
            best = cost
    return best


def case_of(programme, finding):
    """The rule and case of a finding, as a demand names them: channels of a pool go by the first of it."""
    channel = programme.forum.channel.get(finding.case)
    if finding.rule == "channels" and channel.pool:
        return "channels", next(each.id for each in programme.forum.channels if each.pool == channel.pool)
    return finding.rule, finding.case


def can_hold(programme, rules, asked, most):
    """Whether some timetable breaks no demand for which `asked(rule and case)` is true, at any start whatsoever.

    None where the first `most` timetables do not tell.
    """

    def fine(table, judges):
        return not any(asked(case_of(programme, finding)) for rule in judges for finding in rule.check(table))

    alone = [rule for name in ALONE for rule in rules if rule.name == name]
    options = {}
    for name, every in placements(programme).items():
        options[name] = [] if asked(("must-place", name)) and programme.occurrence[name].must_place else [None]
        options[name] += [each for each in every if fine(Timetable(programme, {name: each}), alone)]
    for count, table in enumerate(timetables(programme, options)):
        if fine(table, rules):
            return True
        if count == most:
            return None
    return False
