"""Plans a forum many times with something varied, side by side, so that a policy can be chosen before it is announced.

`run_one` plans one combination. It and everything that it takes and returns can be pickled, so that any engine can run
it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from constraints.catalogue import rules_in_force
from constraints.rules.fair_hours import FairHours
from data.burden import burden_by_region
from data.clock import minutes_within
from data.policy import Policy
from data.sweep import CHANNELS, FAIRNESS, Figures, Run
from data.timetable import Timetable
from scheduler import plan
from scheduler.engine import Budget, Stop
from scheduler.engines import Done, Lost
from scheduler.misfits import misfits
from scheduler.outcome import Disagreement, Impossible, Planned
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.policy import Value
    from data.programme import Channel, Forum, Programme
    from data.sweep import Variation
    from data.timetable import Placement
    from scheduler.engines import Engine


def varied(programme: Programme, policy: Policy, variation: Variation) -> tuple[Programme, Policy]:
    """Return the programme and the policy with a combination applied.

    `channels` is the number of channels of the largest pool, the first of those as large: its first ones are kept, or
    ones like its last are added. `fairness` is the weight of the rule `fair-hours` as a soft rule, which 0 turns off.
    A period's cap on sessions at once that is as large as the pool, or larger, changes by as many.
    Raises InputProblems where the policy cannot be so, and ValueError where the channels cannot.
    """
    other = _policy(policy, variation)
    count = dict(variation).get(CHANNELS)
    return _with_channels(programme, count) if isinstance(count, int) else programme, other


def _policy(policy: Policy, variation: Variation) -> Policy:
    rules = {name: dict(keys) for name, keys in policy.rules.items()}
    for name, value in variation:
        if name == FAIRNESS:
            keys: dict[str, Value] = {"mode": "soft", "weight": value} if value else {"mode": "off"}
            rules[FairHours.name] = {**rules.get(FairHours.name, {}), **keys}
        elif name != CHANNELS:
            rule, _, key = name.partition(".")
            rules[rule] = {**rules.get(rule, {}), key: value}
    changed = Policy(rules, "--vary")
    rules_in_force(changed)
    return changed


def _largest_pool(forum: Forum) -> str | None:
    """The pool with the most channels, the first of those; None where every channel has a name of its own."""
    pools = [channel.pool for channel in forum.channels if channel.pool is not None]
    return max(dict.fromkeys(pools), key=pools.count, default=None)


def _with_channels(programme: Programme, count: int) -> Programme:
    forum = programme.forum
    pool = _largest_pool(forum)
    members = [channel for channel in forum.channels if channel.pool == pool]
    if pool is None:
        raise ValueError("there is no pool of channels whose number could be varied")
    kept = members[:count]
    gone = {channel.id for channel in members[count:]}
    last = members[-1]
    stem = last.name.removesuffix(f" {len(members)}")
    for number in range(len(members) + 1, count + 1):
        added = replace(last, id=f"{pool}-{number}", name=f"{stem} {number}")
        if added.id in forum.channel:
            raise ValueError(f"there is a channel {added.id} already, beside the pool {pool}")
        kept.append(added)
    asking = [session.id for session in programme.sessions if session.channel in gone]
    asking += [kind.id for kind in forum.types if kind.channel in gone]
    if asking:
        raise ValueError(f"{asking[0]} asks for a channel that is not among the first {count} of {pool}")
    channels: list[Channel] = []
    for name, group in groupby(forum.channels, key=lambda channel: channel.pool):
        if name == pool:
            channels += kept
            kept = []
        else:
            channels += group
    more = count - len(members)
    periods = tuple(
        replace(period, channels=max(1, period.channels + more))
        if period.channels is not None and period.channels >= len(members)
        else period
        for period in forum.periods
    )
    return replace(programme, forum=replace(forum, channels=tuple(channels), periods=periods))


def run_one(
    programme: Programme,
    policy: Policy,
    budget: Budget,
    variation: Variation,
    before: Mapping[str, Placement] | None = None,
    stop: Stop | None = None,
) -> Run:
    """Plan one combination and say what it comes to; `before` are the placements that moves are counted from.

    Raises InputProblems for a rule, key or value that there cannot be.
    """
    try:
        changed, other = varied(programme, policy, variation)
    except ValueError as error:
        return Run(variation, "impossible", str(error))
    wrong = next(misfits(changed, rules_in_force(other)), None)
    if wrong is not None:
        return Run(variation, "impossible", str(wrong))
    try:
        outcome = plan(changed, other, budget, stop=stop)
    except Disagreement as error:
        return Run(variation, "lost", f"this is a bug of the software, not of the forum: {error}")
    if isinstance(outcome, Impossible):
        reasons = outcome.contradictions[0].reasons if outcome.contradictions else ()
        return Run(variation, "impossible", " ".join(f"{each.rule}: {each.sentence}" for each in reasons))
    if not isinstance(outcome, Planned):
        return Run(variation, "out of time", "no timetable was found in the time there was")
    placements = dict(outcome.timetable.placements)
    return Run(variation, "planned", "", _figures(outcome, policy, before), placements)


def _figures(planned: Planned, policy: Policy, before: Mapping[str, Placement] | None) -> Figures:
    timetable = planned.timetable
    verdict = verify(timetable, rules_in_force(policy))
    burden = burden_by_region(timetable)
    region = max(burden, key=burden.__getitem__, default="")
    moves = None
    if before is not None:
        moves = sum(name in before and before[name].start != timetable.start(name) for name in timetable.placements)
    return Figures(
        placed=len(timetable.placements),
        left_out=len(timetable.programme.occurrences) - len(timetable.placements),
        cost=verdict.cost,
        broken=len(verdict.hard),
        own_cost=planned.verdict.cost,
        bound=planned.bound,
        gap=planned.gap,
        worst=burden.get(region, 0.0),
        region=region,
        night=len(_at_night(timetable)),
        moves=moves,
    )


def _at_night(timetable: Timetable) -> set[str]:
    """The held occurrences that somebody who must be there spends in the night of their own zone, for a minute."""
    night = timetable.programme.forum.comfort.night
    found: set[str] = set()
    for person, engagements in timetable.engagements.items():
        zone = timetable.programme.person[person].zone
        if zone is not None:
            found |= {
                part.occurrence
                for part in engagements
                if part.required and minutes_within(part.start, part.end, night, zone)
            }
    return found


def kept_timetable(programme: Programme, policy: Policy, run: Run) -> Timetable:
    """Return the timetable of a run that was planned."""
    assert run.placements is not None
    return Timetable(varied(programme, policy, run.variation)[0], run.placements)


# ---- side by side ----------------------------------------------------------------------------------------------


def sweep(
    programme: Programme,
    policy: Policy,
    budget: Budget,
    variations: Sequence[Variation],
    *,
    before: Mapping[str, Placement] | None = None,
    engine: Engine,
    stop: Stop | None = None,
) -> Iterator[Run]:
    """Yield the run of each combination as it ends, each planned by one hand of the engine, with one worker.

    Once `stop` is set nothing more is yielded. A run whose process the system ended, for want of memory, is `lost`.
    Raises InputProblems for a rule, key or value that there cannot be, before anything is planned; EngineLost when the
    engine is: what was yielded is good, all else is not planned.
    """
    for variation in variations:
        _policy(policy, variation)
    stop = stop or Stop()
    engine.share(Asked, programme, policy, replace(budget, workers=1), before)
    for number, variation in enumerate(variations):
        engine.give(number, _run, variation)
    left = len(variations)
    while left and not stop.is_set():
        ended = engine.take(0.1)
        match ended:
            case Done(error=None):
                run: Run = ended.value
            case Done():
                assert ended.error is not None
                raise ended.error
            case Lost():
                why = "its process was ended by the system, perhaps for want of memory"
                run = Run(variations[ended.number], "lost", why)
            case None:
                continue
        left -= 1
        if stop.is_set():
            return
        yield run


@dataclass(frozen=True, slots=True)
class Asked:
    """What all runs of a sweep have in common, and what ends them early."""

    programme: Programme
    policy: Policy
    budget: Budget
    before: Mapping[str, Placement] | None
    stop: Stop = field(default_factory=Stop)


def _run(asked: Asked, variation: Variation) -> Run:
    return run_one(asked.programme, asked.policy, asked.budget, variation, asked.before, asked.stop)
