"""Plans a forum many times with something varied, side by side, so that a policy can be chosen before it is announced.

`run_one` plans one combination. It and everything that it takes and returns can be pickled, so that other engines than
the processes here can run it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
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
from scheduler.misfits import misfits
from scheduler.outcome import Impossible, Planned
from scheduler.strategies.whole import Disagreement
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.synchronize import Event

    from data.policy import Value
    from data.programme import Channel, Forum, Programme
    from data.sweep import Variation
    from data.timetable import Placement


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
    processes: int | None = None,
    stop: Stop | None = None,
) -> Iterator[Run]:
    """Yield the run of each combination as it ends, each planned in a process of its own core by one worker.

    Once `stop` is set nothing more is yielded. A run whose process the system ended, for want of memory, is `lost`.
    Raises InputProblems for a rule, key or value that there cannot be, before anything is planned.
    """
    for variation in variations:
        _policy(policy, variation)
    stop = stop or Stop()
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    alone = replace(budget, workers=1)
    size = min(processes or os.cpu_count() or 1, len(variations))
    waiting = list(variations)
    running: dict[Future[Run], Variation] = {}
    pool = ProcessPoolExecutor(size, context, _begin, (programme, policy, alone, before, ended))
    try:
        while (waiting or running) and not stop.is_set():
            while waiting and len(running) < size:
                variation = waiting.pop(0)
                running[pool.submit(_run, variation)] = variation
            done, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda future: variations.index(running[future])):
                if stop.is_set():
                    return
                variation = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    lost = [variation, *running.values()]
                    running.clear()
                    pool.shutdown()
                    pool = ProcessPoolExecutor(size, context, _begin, (programme, policy, alone, before, ended))
                    for each in lost:
                        yield Run(each, "lost", "its process was ended by the system, perhaps for want of memory")
                    break
    finally:
        ended.set()
        pool.shutdown(cancel_futures=True)


_given: tuple[Programme, Policy, Budget, Mapping[str, Placement] | None]
_stop = Stop()


def _begin(
    programme: Programme,
    policy: Policy,
    budget: Budget,
    before: Mapping[str, Placement] | None,
    ended: Event,
) -> None:
    """Make ready a process: what it plans, and that it ends when the sweep does, whoever is sent the signals."""
    global _given
    _given = programme, policy, budget, before
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)

    def watch() -> None:
        ended.wait()
        _stop.set()

    threading.Thread(target=watch, daemon=True).start()


def _run(variation: Variation) -> Run:
    programme, policy, budget, before = _given
    return run_one(programme, policy, budget, variation, before, _stop)
