"""Which sessions to free next: each kind of neighbourhood names some that may do better together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.programme import DAY
from scheduler.strategies.chains import chains

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from constraints.draft import Draft
    from data.findings import Finding
    from scheduler.build import Build
    from scheduler.verify import Verdict

    Random = np.random.Generator


LEFT_OUT = "left out"
"""The kind for those that are not held."""

SINGLY = "one by one"
"""The kind whose sessions are moved each by itself."""


@dataclass
class Ground:
    """What kinds choose from: the narrowed build, what is held, what the checks found, and what is not held."""

    build: Build
    draft: Draft
    verdict: Verdict
    left: Sequence[str]
    """Those that are not held and could be."""

    def __post_init__(self) -> None:
        self.least = {name: self.build.objective.least(name) for name in self.build.objective.vectors}
        """What each costs by itself at its best start."""
        self.chains = chains(self.build.board.programme)


def a_week(ground: Ground, random: Random, size: int) -> list[str]:
    """Some of what is held in a week."""
    weeks = [days for days in ground.build.board.weeks.values() if any(ground.draft.on_day.get(day) for day in days)]
    if not weeks:
        return []
    days = weeks[int(random.integers(len(weeks)))]
    return _some([name for day in days for name in ground.draft.on_day.get(day, ())], random, size)


def a_day(ground: Ground, random: Random, size: int) -> list[str]:
    """Some of what is held on a home day, half of it at most, and some of another day."""
    days = sorted(day for day, names in ground.draft.on_day.items() if names)
    if not days:
        return []
    one, other = (ground.draft.on_day[days[int(index)]] for index in random.integers(len(days), size=2))
    return list(dict.fromkeys([*_some(one, random, -(-size // 2)), *_some(other, random, size // 2)]))


def a_topic(ground: Ground, random: Random, size: int) -> list[str]:
    """Some of an Action Line, an SDG or a track."""
    board = ground.build.board
    groups = [*board.action_lines.values(), *board.sdgs.values(), *board.tracks.values()]
    return _of_a_group(ground, groups, random, size)


def an_organiser(ground: Ground, random: Random, size: int) -> list[str]:
    """What an organisation holds, and some of what is on the same days."""
    groups = [names for names in ground.build.board.organisers.values() if len(names) > 1]
    return _with_company(ground, _of_a_group(ground, groups, random, size // 2), random, size)


def a_chain(ground: Ground, random: Random, size: int) -> list[str]:
    """Some of what relations tie together, and some of what is on the same days."""
    held = ground.draft.held
    tied = [name for name in ground.chains if name in held]
    if not tied:
        return []
    mine = [name for name in ground.chains[tied[int(random.integers(len(tied)))]] if name in held]
    return _with_company(ground, _some(mine, random, max(2, size // 2)), random, size)


def a_region(ground: Ground, random: Random, size: int) -> list[str]:
    """Some of what is for a region."""
    return _of_a_group(ground, [*ground.build.board.target_regions.values()], random, size)


def a_person(ground: Ground, random: Random, size: int) -> list[str]:
    """What somebody with several sessions has a part in, and some of what is on the same days."""
    busy = sorted(person for person, parts in ground.draft.busy.items() if len(parts) > 1)
    if not busy:
        return []
    person = busy[int(random.integers(len(busy)))]
    mine = list(dict.fromkeys(name for _, _, name in ground.draft.busy[person]))
    return _with_company(ground, _some(mine, random, size // 2), random, size)


def a_finding(ground: Ground, random: Random, size: int) -> list[str]:
    """Some of the sessions of something that costs, dear ones more often, and some of what is on the same days."""
    for finding in _dear_findings(ground, random, 1):
        mine = [name for name in finding.sessions if name in ground.draft.held]
        return _with_company(ground, _some(mine, random, max(2, size // 2)), random, size)
    return []


def dear_ones(ground: Ground, random: Random, size: int) -> list[str]:
    """Some that could be cheaper elsewhere, and for each some of what is there."""
    regrets = _regrets(ground)
    names = [name for name in sorted(regrets) if regrets[name] > 0]
    if not names:
        return []
    weights = np.array([regrets[name] for name in names], dtype=np.float64)
    count = min(len(names), max(1, size // 4))
    chosen = [names[i] for i in random.choice(len(names), size=count, replace=False, p=weights / weights.sum())]
    found = dict.fromkeys(chosen)
    for name in chosen:
        start = _start_for(ground, name, random, anywhere=False)
        if start is not None:
            found.update(dict.fromkeys(_in_the_way(ground, name, start, random, 3)))
    return list(found)[:size]


def one_by_one(ground: Ground, random: Random, size: int) -> list[str]:
    """Many that could be cheaper elsewhere, or have a part in something that costs, to be moved each by itself."""
    if random.random() < 0.5:
        regrets = _regrets(ground)
        return _some([name for name in sorted(regrets) if regrets[name] > 0], random, 4 * size)
    found: dict[str, None] = {}
    for finding in _dear_findings(ground, random, size):
        found.update(dict.fromkeys(_some(finding.sessions, random, 4)))
    return [name for name in found if name in ground.draft.held]


def left_out(ground: Ground, random: Random, size: int) -> list[str]:
    """One that is not held, what relations tie to it, what is at a start of it, and some of that day and of its type.

    Perhaps with others that are not held. Of a session over several days, what is in the way of each.
    """
    if not ground.left:
        return []
    draft, programme = ground.draft, ground.build.board.programme
    name = ground.left[int(random.integers(len(ground.left)))]
    session = programme.occurrence[name].session
    too = _some([each for each in ground.left if each != name], random, int(random.integers(3)))
    tied = _some([each for each in ground.chains.get(name, ()) if each != name], random, size // 2)
    found = dict.fromkeys([name, *tied, *too])
    start = _start_for(ground, name, random, anywhere=bool(random.random() < 0.5))
    if start is None:
        return list(found)[:size]
    days = programme.occurrences_of[session.id] if session.days > 1 else [programme.occurrence[name]]
    company: list[str] = []
    for each in days:
        found[each.id] = None
        later = DAY * (each.number - programme.occurrence[name].number)
        there = draft.starts.first_at(int(draft.starts.minute[start]) + later)
        if there < len(draft.starts):
            found.update(dict.fromkeys(_in_the_way(ground, each.id, there, random, size)))
            company += draft.on_day.get(int(draft.starts.day[there]), ())
    for others in (company, draft.of_type[session.type].names):
        room = max(0, len(days) * size - len(found))
        found.update(dict.fromkeys(_some([each for each in others if each not in found], random, -(-room * 3 // 4))))
    return list(found)[: len(days) * size]


def at_random(ground: Ground, random: Random, size: int) -> list[str]:
    """Any."""
    return _some(sorted(ground.draft.held), random, size)


KINDS: Mapping[str, Callable[[Ground, Random, int], list[str]]] = {
    "week": a_week,
    "day": a_day,
    "topic": a_topic,
    "organiser": an_organiser,
    "chain": a_chain,
    "region": a_region,
    "person": a_person,
    "finding": a_finding,
    "dear": dear_ones,
    SINGLY: one_by_one,
    LEFT_OUT: left_out,
    "random": at_random,
}
"""Every kind by its name, in the order in which they are first tried."""


def _dear_findings(ground: Ground, random: Random, size: int) -> list[Finding]:
    """Return some of what costs, dear findings more often."""
    findings = ground.verdict.soft
    prices = np.array([ground.verdict.weights[each.rule] * each.amount for each in findings], dtype=np.float64)
    size = min(size, int(np.count_nonzero(prices)))
    if not size:
        return []
    drawn = random.choice(len(findings), size=size, replace=False, p=prices / prices.sum())
    return [findings[index] for index in drawn.tolist()]


def _some(names: Collection[str], random: Random, size: int) -> list[str]:
    every = list(names)
    if len(every) <= size:
        return every
    return [every[index] for index in sorted(random.choice(len(every), size=size, replace=False).tolist())]


def _of_a_group(ground: Ground, groups: Sequence[Sequence[str]], random: Random, size: int) -> list[str]:
    if not groups:
        return []
    names = groups[int(random.integers(len(groups)))]
    return _some([name for name in names if name in ground.draft.held], random, size)


def _with_company(ground: Ground, names: Sequence[str], random: Random, size: int) -> list[str]:
    """Return some sessions with others of their days, up to so many."""
    draft = ground.draft
    days = dict.fromkeys(draft.held[name].day for name in names)
    others = [name for day in days for name in draft.on_day[day] if name not in names]
    return [*names, *_some(others, random, max(0, size - len(names)))]


def _regrets(ground: Ground) -> dict[str, int]:
    """Return for each session how much more it costs by itself where it is than at its best start."""
    objective, draft = ground.build.objective, ground.draft
    found = {}
    for name, held in draft.held.items():
        vector = objective.vectors.get(name)
        if vector is not None:
            found[name] = int(vector[draft.starts.first_at(held.begin)]) - ground.least[name]
    return found


def _start_for(ground: Ground, name: str, random: Random, *, anywhere: bool) -> int | None:
    """Return a start (index) that by itself would be cheapest for a session, or any that it may have."""
    domain = np.flatnonzero(ground.build.board.domain[name])
    if not len(domain):
        return None
    vector = ground.build.objective.vectors.get(name)
    cost = random.random(len(domain)) / 2 + (vector[domain] if vector is not None and not anywhere else 0)
    return int(domain[int(np.argmin(cost))])


def _in_the_way(ground: Ground, name: str, start: int, random: Random, size: int) -> list[str]:
    """Return some of what is held while a session would be held, those with the same people before others."""
    programme, draft = ground.build.board.programme, ground.draft
    begin = int(draft.starts.minute[start])
    end = begin + programme.occurrence[name].duration
    mine = {part.person for part in programme.appearances_in.get(programme.occurrence[name].session.id, ())}
    there = [each for each in draft.held_between(begin, end) if each != name]
    there = [each for each in there if draft.held[each].begin < end and begin < draft.held[each].end]
    shared = [each for person in sorted(mine) for _, _, each in draft.busy.get(person, ()) if each in there]
    first = list(dict.fromkeys(shared))[:size]
    return [*first, *_some([each for each in there if each not in first], random, size - len(first))]
