"""One piece of the search: some sessions are free, all others stay, and the solver finds the cheapest way.

Everything here can be pickled, and is done by whatever process an engine has. What a piece is asked of says where
everything is; a hand keeps a draft and moves in it what is elsewhere than in the piece before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from scheduler.bounds import improve, of_fair_hours
from scheduler.build import anywhere, narrow
from scheduler.engine import Budget, Status, Stop, complete, now, solve
from scheduler.strategies.greedy import costs_of_starts, free_channels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from constraints.draft import Held
    from constraints.rule import Rule
    from constraints.starts import Mask
    from data.programme import Programme
    from scheduler.bounds import Ascent
    from scheduler.build import Build
    from scheduler.strategies.greedy import Costs

HINTING = 20.0
"""The most that may be used to work a hint out, in the units of a budget: far more than it takes."""

CROWD = 0.02
"""What each other session of a day counts where one is moved by itself: of starts alike, the emptier day."""

Place = tuple[int, int, tuple[str, ...]]
"""Where an occurrence is held: its start (index), its class of channels, its facilitators."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where everything is, in the order of the programme's occurrences: starts (index, -1 for not held) and classes."""

    starts: NDArray[np.int32]
    classes: NDArray[np.int16]
    facilitators: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(draft: Draft, names: Sequence[str]) -> Standing:
        """Return where a draft holds everything; `names` are the programme's occurrences in order."""
        held = [draft.held.get(name) for name in names]
        starts = [-1 if each is None else draft.starts.first_at(each.begin) for each in held]
        classes = [0 if each is None else each.channels for each in held]
        people = {name: each.facilitators for name, each in zip(names, held, strict=True) if each and each.facilitators}
        return Standing(np.array(starts, dtype=np.int32), np.array(classes, dtype=np.int16), people)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is asked: these occurrences are free. `choices` is how many starts each may have, the cheapest."""

    standing: Standing
    free: tuple[str, ...]
    choices: int
    seed: int
    budget: Budget
    anyone: bool = True
    """Whether sessions that are free may change their facilitators."""
    singly: Ascent | None = None
    """Where this is given, each is moved by itself, one after another, to where it costs least, and no solver is asked.

    The prices of the bound say what a region's hours are worth; no single session would see that otherwise.
    """


@dataclass(slots=True)
class Found:
    """What a piece brought: where what was free is now (None for not held), and what changed for it.

    `gain` is how much cheaper that is, as the model believes; None where there was no model. `used` is in the units of
    the budget, `seconds` by what they were used for. `places` is None where nothing was found in time.
    """

    places: dict[str, Place | None] | None = None
    gain: int | None = None
    proven: bool = False
    refused: bool = False
    """Whether the model refused where everything was before."""
    used: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raised:
    """How far the search for a bound has come, and the seconds that its last rounds took."""

    bound: int
    ascent: Ascent
    seconds: float


def raise_bound(workplace: Workplace, asked: tuple[Ascent | None, int]) -> Raised:
    """Look for a better bound of the whole forum, for some rounds, from where the search for it stands."""
    began = now()
    bound, ascent = improve(workplace.build, *asked)
    return Raised(bound, ascent, now() - began)


class Workplace:
    """What all pieces of one search have in common: the narrowed build, and a draft that follows the pieces."""

    def __init__(self, build: Build, stop: Stop | None = None) -> None:
        self.build = build
        self.stop = stop or Stop()
        """Set to end the piece that is at work."""
        self.draft = Draft(build.board)
        self.names = tuple(occurrence.id for occurrence in build.board.occurrences)
        # What is not held may stay out: nothing is to be left for it.
        self.draft.narrowed = dict.fromkeys(self.names, self.draft.starts.none())
        self._at = np.full(len(self.names), -1, dtype=np.int32)
        self._in = np.zeros(len(self.names), dtype=np.int16)
        self._who: Mapping[str, tuple[str, ...]] = {}

    def costs(self, name: str) -> Costs:
        """Return what each start of an occurrence costs beside what the draft holds, `inf` for never."""
        draft = self.draft
        session = draft.programme.occurrence[name].session
        # Its other days are all held if it is.
        asked = [each.id for each in draft.programme.occurrences_of[session.id] if session.days > 1 or each.id == name]
        nothing = {each: draft.narrowed.pop(each) for each in asked}
        cost = costs_of_starts(self.build, draft, draft.programme.occurrence[name])
        draft.narrowed.update(nothing)
        return cost

    def follow(self, standing: Standing) -> None:
        """Have the draft hold what a standing says."""
        other = (standing.starts != self._at) | (standing.classes != self._in)
        moved = {self.names[index] for index in np.flatnonzero(other).tolist()}
        who = {*self._who, *standing.facilitators}
        moved |= {name for name in who if self._who.get(name) != standing.facilitators.get(name)}
        number = {name: index for index, name in enumerate(self.names)} if moved else {}
        for name in sorted(moved):
            if name in self.draft.held:
                self.draft.take(name)
        for name in sorted(moved):
            start = int(standing.starts[number[name]])
            if start >= 0:
                people = standing.facilitators.get(name, ())
                self.draft.place(name, start, int(standing.classes[number[name]]), people)
        self._at, self._in, self._who = standing.starts, standing.classes, standing.facilitators


@dataclass(slots=True)
class Preparing:
    """Makes a workplace, of the build that is at hand in this process or of a new one."""

    programme: Programme
    rules: tuple[Rule, ...]
    standing: Standing
    """Where everything is to begin with."""
    build: Build | None = None
    stop: Stop | None = None

    def __call__(self) -> Workplace:
        """Make it."""
        workplace = Workplace(self.build or prepared(self.programme, self.rules), self.stop)
        workplace.follow(self.standing)
        return workplace

    def __reduce__(self) -> tuple[type[Preparing], tuple[Programme, tuple[Rule, ...], Standing]]:
        """Leave the build where it is; and what stops this process does not stop others."""
        return Preparing, (self.programme, self.rules, self.standing)


def prepared(programme: Programme, rules: Sequence[Rule]) -> Build:
    """Return the build that parts are made of: every rule has narrowed, and nothing soft is demanded."""
    return narrow(programme, rules, wide=anywhere(rules))


def search(workplace: Workplace, piece: Piece) -> Found:
    """Find the cheapest places of what is free in a piece."""
    found = Found()
    draft = workplace.draft
    began = now()
    workplace.follow(piece.standing)
    began = _lap(found, "following", began)
    if piece.singly is not None:
        _singly(workplace, piece, piece.singly, found)
        _lap(found, "moving", began)
        return found
    old: dict[str, Held] = {name: draft.take(name) for name in piece.free if name in draft.held}
    try:
        choices = _choices(workplace, piece, old)
        began = _lap(found, "choosing", began)
        keep = {} if piece.anyone else {name: held.facilitators for name, held in old.items() if held.facilitators}
        board, build = workplace.build.part(draft, choices, keep)
        build.encode()
        began = _lap(found, "encoding", began)
        model = board.model
        before = {**old, **{name: draft.held[name] for name in board.choosing if name in draft.held}}
        whole = all(name in old for name in board.must)
        value = None
        if whole:
            limit = replace(piece.budget, limit=HINTING)
            hinted = complete(model, board.literals_as(before), limit, stop=workplace.stop)
            found.used += hinted.used
            found.refused = hinted.status is Status.INFEASIBLE
            value = round(hinted.objective) if hinted.status is Status.OPTIMAL else None
        began = _lap(found, "hinting", began)
        if found.refused or (whole and value is None):
            return found
        run = solve(model, piece.budget, stop=workplace.stop, plain=True)
        found.used += run.used
        _lap(found, "solving", began)
        if run.values:
            found.places = board.decided_by(run.value)
            found.gain = value - round(run.objective) if value is not None else None
            found.proven = run.status is Status.OPTIMAL
    finally:
        for name, held in old.items():
            draft.place(name, draft.starts.first_at(held.begin), held.channels, held.facilitators)
    return found


def _singly(workplace: Workplace, piece: Piece, ascent: Ascent, found: Found) -> None:
    """Move one session after another to its cheapest start, and the draft back again."""
    draft, build = workplace.draft, workplace.build
    beyond = of_fair_hours(build, ascent)
    random = np.random.default_rng(piece.seed)
    old: dict[str, Held | None] = {}
    for name in piece.free:
        held = draft.held.get(name)
        if name in build.board.facilitates_at:
            continue
        if held:
            draft.take(name)
        occurrence = draft.programme.occurrence[name]
        crowd = np.zeros(len(draft.starts.dates))
        for day, names in draft.on_day.items():
            crowd[day] = CROWD * len(names)
        cost = workplace.costs(name) + beyond(name) + crowd[draft.starts.day]
        cost = np.round(cost, 3)
        best = int(np.argmin(cost + random.random(len(cost)) / 10))
        here = draft.starts.first_at(held.begin) if held else best
        classes = free_channels(draft, occurrence, best)
        number = next(classes, None) if np.isfinite(cost[best]) else None
        if number is not None and (held is None or cost[best] < cost[here]):
            old[name] = held
            draft.place(name, best, number)
        elif held:
            draft.place(name, here, held.channels, held.facilitators)
    found.places = {}
    for name, before in old.items():
        now_held = draft.take(name)
        found.places[name] = (draft.starts.first_at(now_held.begin), now_held.channels, ())
        if before:
            draft.place(name, draft.starts.first_at(before.begin), before.channels, before.facilitators)
    found.proven = True
    found.used = 0.001 * len(piece.free)


def _lap(found: Found, what: str, began: float) -> float:
    over = now()
    found.seconds[what] = found.seconds.get(what, 0.0) + over - began
    return over


def _choices(workplace: Workplace, piece: Piece, old: Mapping[str, Held]) -> dict[str, Mask]:
    """Return the starts that each may have: that where it is, the cheapest beside what is decided, and a few others."""
    draft = workplace.draft
    random = np.random.default_rng(piece.seed)
    found: dict[str, Mask] = {}
    for name in piece.free:
        cost = workplace.costs(name)
        possible = np.flatnonzero(np.isfinite(cost))
        # Rounded, since sums of prices may differ by the order in which a draft was filled.
        shuffled = np.round(cost[possible], 3) + random.random(len(possible)) / 2
        order = possible[np.argsort(shuffled, kind="stable")]
        mask = draft.starts.none()
        mask[order[: piece.choices]] = True
        rest = order[piece.choices :]
        if len(rest):
            mask[random.choice(rest, size=min(len(rest), piece.choices // 8), replace=False)] = True
        if name in old:
            mask |= np.equal(draft.starts.minute, old[name].begin)
        found[name] = mask
    return found
