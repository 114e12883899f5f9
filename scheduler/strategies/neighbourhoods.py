"""Large neighbourhood search: a greedy first answer, then one part of the forum after another made cheaper.

A part is what some sessions could do with all others where they are; it is solved by the same rules on a board of its
own (see `constraints.part`). Parts are given to an engine, as many at a time as it has hands. What comes back is taken
only if the checks, limited to what changed, say that nothing is broken and that it is cheaper.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from constraints.draft import Draft
from data.problems import ForumError
from data.programme import DAY
from data.timetable import Placement, Timetable
from scheduler.engine import Budget, Status, now
from scheduler.engines import Done
from scheduler.essentials import can_be_held, essentials
from scheduler.outcome import Disagreement, OutOfTime, Planned, Progress, Statistics, gap
from scheduler.strategies.freeing import KINDS, LEFT_OUT, SINGLY, Ground
from scheduler.strategies.greedy import filled, greedy
from scheduler.strategies.part import Found, Piece, Preparing, Raised, Standing, prepared, raise_bound, search
from scheduler.verify import Verdict, changed_cost, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from constraints.draft import Held
    from constraints.rule import Rule
    from data.programme import Programme
    from scheduler.bounds import Ascent
    from scheduler.engine import Stop
    from scheduler.engines import Engine
    from scheduler.strategies.part import Place

CHOICES = 12, 60
"""How many starts each free session may have: about 60 can be searched to the end in a part of a second.

Fewer in large forums, in which each of them lies beside more of what is decided.
"""

USUAL = 1600
"""The number of sessions from which on free ones have fewer starts."""

USUAL_SIZE = 12
"""How many are free at first. A forum of no more is given to the solver as a whole, and none is moved by itself."""

SMALLEST, LARGEST = 4, 40
"""How many sessions are free at a time."""

CHANGING = 0.25
"""In how many parts facilitators may change: those are far larger."""

PATIENCE = 1.0
"""Seconds that a part may be searched."""

PLACING_PATIENCE = 3.0
"""The same where something is left out, which costs most."""

UNITS = 0.5
"""The same in the solver's own units, where the search is to be deterministic."""

QUICK = 0.1
"""What part of that is quick."""

AGAIN = 3
"""How often a part of such a round is searched again when it is lost."""

IN_STEP = 4
"""How many parts are searched in one round of a deterministic search, whatever the engine."""

ROUNDS = 4
"""How many rounds the search for a bound goes on at a time."""

FIRST_ROUNDS = 20
"""So many at first: for prices that are worth something."""

BOUNDING = 0.15
"""The part of all time that the search for a bound may take."""

AT_FIRST = 100
"""How many are moved one by one in a piece, before anything else: once all of the forum."""

TRYING = 0.3
"""The part of the time in which what must be held is planned alone, where the first timetable lacks some of it."""

PLACING = 0.8
"""How often it is then tried to place one of those."""

TOLL = 0.02
"""What a part counts beside what the solver used, in its units: a search that finds nothing must end too."""


class Kinds:
    """Chooses kinds of neighbourhood by what they gained lately for what they took, and how much each frees."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._worth: dict[str, float] = {}
        self.size = dict.fromkeys(KINDS, USUAL_SIZE)
        self.tried: dict[str, list[float]] = {kind: [0, 0, 0, 0.0] for kind in KINDS}
        """For each kind how often it was tried and was better, what it gained, and what it took."""

    def choose(self, possible: Collection[str]) -> str:
        """Draw a kind: one that pays more often, but each now and then; one not tried yet counts as the best."""
        names = [kind for kind in KINDS if kind in possible]
        best = max(self._worth.values(), default=1.0)
        worth = np.array([self._worth.get(kind, best) for kind in names])
        chances = 0.15 / len(names) + 0.85 * worth / worth.sum()
        return names[int(self._random.choice(len(names), p=chances / chances.sum()))]

    def learn(self, kind: str, gain: int, took: float, *, proven: bool, quick: bool) -> None:
        """Note what a part brought; free more where its best was proven, at once if that was quick."""
        rate = gain / max(took, 1e-3)
        self._worth[kind] = 0.9 * self._worth.get(kind, rate) + 0.1 * max(rate, 1e-3)
        tried = self.tried[kind]
        tried[0] += 1
        tried[1] += gain > 0
        tried[2] += gain
        tried[3] += took
        if not proven:
            self.size[kind] = max(SMALLEST, self.size[kind] - 1)
        elif quick or self._random.random() < 0.2:
            self.size[kind] = min(LARGEST, self.size[kind] + 1)


class Neighbourhoods:
    """A search by parts; keeps the best verified answer, whatever ends it."""

    def __init__(
        self,
        programme: Programme,
        rules: Sequence[Rule],
        budget: Budget,
        stop: Stop,
        tell: Callable[[Progress], None],
        engine: Engine,
        statistics: Statistics,
        *,
        idle: float = math.inf,
    ) -> None:
        """`idle`: so many parts in a row that bring nothing end the search."""
        self.programme = programme
        self.rules = tuple(rules)
        self.budget = budget
        self.stop = stop
        self.tell = tell
        self.engine = engine
        self.statistics = statistics
        self.idle = idle
        self.in_vain = 0
        """How many parts in a row brought nothing."""
        self.began = now()
        self.used = 0.0
        self.names = tuple(occurrence.id for occurrence in programme.occurrences)
        least, most = CHOICES
        self.choices = int(np.clip(most * math.sqrt(USUAL / max(1, len(self.names))), least, most))
        self.bound = 0
        self.unavoidable = 0
        self.random = np.random.default_rng(budget.seed)
        self.kinds = Kinds(self.random)
        self.timetable: Timetable | None = None
        self.cost = 0
        self.refuted = False
        self.lost = ""
        self.lacking: frozenset[str] = frozenset()
        """What must be held and is not yet."""
        self.round: list[str] = []
        """Those that are still to be moved one by one for the first time."""
        self.ascent: Ascent | None = None
        self.bounding = 0.0
        """Seconds that were used to look for a bound."""
        self.checked = 0.0
        """Seconds that checking everything takes."""

    # ---- from the beginning to the end -----------------------------------------------------------------------

    def run(self, first: Timetable | None = None, *, first_only: bool = False) -> Planned | OutOfTime | None:
        """Search, from a first answer where there is one, or only for that; None where there is no timetable at all."""
        with self.statistics.stage("narrowing"):
            self.build = prepared(self.programme, self.rules)
            self.unavoidable = self.bound = self.build.objective.unavoidable
        first = first or self._first()
        if first is None:
            return None if self.refuted else OutOfTime(stopped=self.stop.is_set())
        verdict = self._verified(first)
        self.timetable, self.cost = first, verdict.cost
        self.draft = Draft(self.build.board)
        self.draft.place_all(first.placements)
        self.ground = Ground(self.build, self.draft, verdict, self._left())
        self.round = [self.names[index] for index in self.random.permutation(len(self.names)).tolist()]
        self._tell("first")
        if first_only:
            return OutOfTime(stopped=self.stop.is_set()) if self.lacking else self._told(first, verdict)
        try:
            self.engine.share(
                Preparing(self.programme, self.rules, Standing.of(self.draft, self.names), self.build, self.stop)
            )
            if self.budget.deterministic:
                self._in_rounds()
            else:
                self._side_by_side()
        except ForumError as error:  # The engine was lost, or cannot do this work.
            self.lost = str(error)
        return OutOfTime(stopped=self.stop.is_set()) if self.lacking else self._planned()

    def _first(self) -> Timetable | None:
        """Return a first timetable: greedily, or of what must be held alone if that is hard to place.

        It may lack some that must be held, where no better one was found in a part of the time.
        """
        with self.statistics.stage("greedy"):
            first, _ = greedy(self.build, self.budget.seed, self._enough, lacking=True)
        if first is None or self._lack(first):
            rest = self._rest()
            if first is not None:
                rest = replace(rest, limit=rest.limit * TRYING)
            if self.stop.is_set():
                return None
            alone = essentials(self.programme, self.rules)
            status, found, used = can_be_held(alone, self.rules, rest, self.stop)
            self.used += used
            self.refuted = status is Status.INFEASIBLE
            if self.refuted:
                first = None
            if found is not None:
                first = filled(self.build, self.budget.seed, Timetable(self.programme, found.placements))
        self.lacking = self._lack(first) if first is not None else frozenset()
        return first

    def _lack(self, timetable: Timetable) -> frozenset[str]:
        """Return what must be held and is not."""
        return frozenset(self.build.board.must - timetable.placements.keys())

    def _side_by_side(self) -> None:
        """Keep all hands busy, and take what comes in the order in which it comes."""
        waiting: dict[int, tuple[str, Piece, int] | None] = {}
        number = 0
        changes = 0
        while not self._over():
            while len(waiting) < self.engine.hands:
                number += 1
                if None not in waiting.values() and self._wants_bound():
                    waiting[number] = None
                    self.engine.give(number, raise_bound, (self.ascent, ROUNDS if self.ascent else FIRST_ROUNDS))
                    continue
                asked = self._ask({name for each in waiting.values() if each for name in each[1].free})
                if asked is None:
                    break
                waiting[number] = (*asked, changes)
                self.engine.give(number, search, asked[1])
            if not waiting:
                return
            got = self.engine.take(0.2)
            if got is None:
                continue
            given = waiting.pop(got.number)
            if not isinstance(got, Done):
                self.statistics.lost += 1
            elif got.error is not None:
                raise got.error
            elif given is None:
                self._raise(got.value)
            else:
                kind, piece, since = given
                changes += self._take(kind, piece, got.value, alone=since == changes)

    def _wants_bound(self) -> bool:
        """Whether it is time to look for a better bound: until it is settled, for a part of all time."""
        if not len(self.build.board.starts) or (self.ascent is not None and self.ascent.settled):
            return False
        return self.ascent is None or self.bounding < BOUNDING * (now() - self.began) * self.engine.hands

    def _raise(self, raised: Raised) -> None:
        self.ascent = raised.ascent
        self.bounding += raised.seconds
        self.statistics.seconds["bounding"] = self.bounding
        if raised.bound > self.bound:
            self.bound = raised.bound
            self._tell("bounding")

    def _in_rounds(self) -> None:
        """Give as many parts as a round has, wait for all, and take them in the order in which they were given."""
        while not self._over():
            given: list[tuple[str, Piece]] = []
            bounding = len(self.build.board.starts) > 0 and not (self.ascent is not None and self.ascent.settled)
            rounds = self.ascent, ROUNDS if self.ascent else FIRST_ROUNDS
            if bounding:
                self.engine.give(IN_STEP, raise_bound, rounds)
            for _ in range(IN_STEP):
                asked = self._ask({name for _, piece in given for name in piece.free})
                if asked is not None:
                    self.engine.give(len(given), search, asked[1])
                    given.append(asked)
            if not given and not bounding:
                return
            found: dict[int, Found] = {}
            raised: Raised | None = None
            lost: dict[int, int] = {}
            while len(found) < len(given) or (bounding and raised is None):
                got = self.engine.take(0.2)
                if self.stop.is_set():
                    return
                if got is None:
                    continue
                if not isinstance(got, Done):
                    self.statistics.lost += 1
                    lost[got.number] = lost.get(got.number, 0) + 1
                    if lost[got.number] > AGAIN:
                        raise ForumError("The same work is lost again and again with the process that does it.")
                    if got.number == IN_STEP:
                        self.engine.give(IN_STEP, raise_bound, rounds)
                    else:
                        self.engine.give(got.number, search, given[got.number][1])
                elif got.error is not None:
                    raise got.error
                elif got.number == IN_STEP:
                    raised = got.value
                else:
                    found[got.number] = got.value
            if raised is not None:
                self._raise(raised)
                self.used += TOLL
            changed = 0
            for number, (kind, piece) in enumerate(given):
                self.used += found[number].used + TOLL
                changed += self._take(kind, piece, found[number], alone=not changed)

    # ---- asking ----------------------------------------------------------------------------------------------

    def _ask(self, busy: Collection[str]) -> tuple[str, Piece] | None:
        """Return a kind and a piece that frees nothing that is free already; None where there is nothing to free."""
        possible = [kind for kind in KINDS if kind != LEFT_OUT or self.ground.left]
        if self.ascent is None or len(self.names) <= USUAL_SIZE:
            possible.remove(SINGLY)
        if self.lacking and self.random.random() < PLACING:
            possible = [LEFT_OUT]
        for _ in range(20):
            kind = SINGLY if self.round and SINGLY in possible else self.kinds.choose(possible)
            if kind == SINGLY and self.round:
                named, self.round = self.round[:AT_FIRST], self.round[AT_FIRST:]
            else:
                size = LARGEST if self.lacking else self.kinds.size[kind]
                named = KINDS[kind](self.ground, self.random, size)
            free = tuple(name for name in dict.fromkeys(named) if name not in busy)
            if free:
                seed = int(self.random.integers(2**31))
                anyone = bool(self.random.random() < CHANGING)
                standing, singly = Standing.of(self.draft, self.names), self.ascent if kind == SINGLY else None
                patience = self._patience(PLACING_PATIENCE if kind == LEFT_OUT else PATIENCE)
                return kind, Piece(standing, free, self.choices, seed, patience, anyone, singly)
        return None

    def _patience(self, most: float) -> Budget:
        deterministic = self.budget.deterministic
        limit = UNITS if deterministic else min(most, max(self._left_of_time(), 0.05))
        return Budget(limit, 1, self.budget.seed, deterministic)

    # ---- taking ----------------------------------------------------------------------------------------------

    def _take(self, kind: str, piece: Piece, found: Found, *, alone: bool) -> bool:
        """Take what a piece brought if the checks find it cheaper; `alone` where nothing changed meanwhile."""
        for what, seconds in found.seconds.items():
            self.statistics.seconds[what] = self.statistics.seconds.get(what, 0.0) + seconds
        took = found.used if self.budget.deterministic else sum(found.seconds.values())
        gain = self._better(found, alone=alone)
        quick = found.used < QUICK * piece.budget.limit
        self.kinds.learn(kind, gain, took, proven=found.proven, quick=quick)
        self.in_vain = 0 if gain > 0 else self.in_vain + 1
        return gain > 0

    def _better(self, found: Found, *, alone: bool) -> int:
        assert self.timetable is not None
        if found.refused and alone:
            raise Disagreement("the checks accept a timetable that the encoding refuses", self.timetable)
        if found.places is None or (found.gain is not None and found.gain <= 0):
            return 0
        moved = {name: place for name, place in found.places.items() if not self._is_there(name, place)}
        if not moved:
            return 0
        for _ in range(2):
            old, candidate = self._merged(moved)
            with self.statistics.stage("checking"):
                was, will = changed_cost(self.timetable, candidate, self.rules)
            gain = was.cost - will.cost
            worse = set(will.hard) - set(was.hard)
            if alone and found.gain is not None and (worse or gain < found.gain):
                said = will.hard or f"the checks' price differs by {-gain}, the encoding's by {-found.gain}"
                raise Disagreement(f"the checks do not agree with an answer of the encoding: {said}", candidate)
            fewer = len(was.hard) - len(will.hard)
            if not worse and (fewer > 0 or (not fewer and gain > 0)):
                break
            self._unmerge(moved, old)
            broken = {name for finding in worse for name in finding.sessions}
            moved = {name: place for name, place in moved.items() if name not in broken}
            if found.gain is not None or not worse or not moved:
                return 0
        else:
            return 0
        self.timetable, self.cost = candidate, self.cost - gain
        if not self.lacking:
            self.statistics.believed += gain
        self.lacking = self._lack(candidate)
        self.ground.left = self._left()
        self._note(was, will)
        self._tell("improving")
        return max(gain, fewer)

    def _merged(self, moved: Mapping[str, Place | None]) -> tuple[dict[str, Held], Timetable]:
        """Move in the draft; return what was there before, and the new timetable."""
        assert self.timetable is not None
        with self.statistics.stage("merging"):
            old = {name: self.draft.take(name) for name in moved if name in self.draft.held}
            for name, place in moved.items():
                if place is not None:
                    self.draft.place(name, *place)
            return old, self.timetable.changed(self._placements(moved))

    def _unmerge(self, moved: Mapping[str, Place | None], old: Mapping[str, Held]) -> None:
        """Move back in the draft."""
        for name in moved:
            if name in self.draft.held:
                self.draft.take(name)
        for name, held in old.items():
            self.draft.place(name, self.draft.starts.first_at(held.begin), held.channels, held.facilitators)

    def _note(self, was: Verdict, will: Verdict) -> None:
        """Bring what the checks found up to date, as far as what changed is concerned."""
        gone = set(was.soft)
        kept = tuple(each for each in self.ground.verdict.soft if each not in gone)
        self.ground.verdict = Verdict((), (*kept, *will.soft), will.weights)

    def _is_there(self, name: str, place: Place | None) -> bool:
        held = self.draft.held.get(name)
        if held is None or place is None:
            return held is None and place is None
        return (held.begin, held.channels, held.facilitators) == (
            int(self.draft.starts.minute[place[0]]),
            place[1],
            place[2],
        )

    def _placements(self, moved: Mapping[str, Place | None]) -> dict[str, Placement | None]:
        """Return what changes in the timetable: others may have to change their channel for what moved."""
        assert self.timetable is not None
        grid = self.draft.starts.grid
        given = {name: each.channel for name, each in self.timetable.placements.items()}
        channels = self._channels([name for name, place in moved.items() if place is not None], given)
        changes: dict[str, Placement | None] = {name: None for name, place in moved.items() if place is None}
        for name, channel in channels.items():
            held = self.draft.held[name]
            changes[name] = Placement(grid.instant(held.begin), channel, tuple(sorted(held.facilitators)))
        return changes

    def _channels(self, moved: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
        """Return a channel for all that moved, and for others that have to give theirs up for it."""
        board, held = self.build.board, self.draft.held
        found: dict[str, str] = {}
        for name in sorted(moved, key=lambda name: (held[name].begin, name)):
            if name in found:
                continue
            mine = held[name]
            after = self._after(mine.channels)
            taken = {
                found.get(other, given.get(other))
                for other in self.draft.held_between(mine.begin, mine.end)
                if other != name
                and (other in found or other not in moved)
                and held[other].channels == mine.channels
                and held[other].begin < mine.end + after
                and mine.begin < held[other].end + after
            }
            free = [channel for channel in board.classes[mine.channels] if channel not in taken]
            if not free:
                found.update(self._handed_out(name))
                continue
            same = given.get(name)
            found[name] = same if same in free else free[0]
        return {name: channel for name, channel in found.items() if name in moved or given[name] != channel}

    def _handed_out(self, occurrence: str) -> dict[str, str]:
        """Return the channels of a stretch of time in which all of a class are handed out anew.

        It is the one with an occurrence, from a moment at which all channels of the class are free to the next.
        """
        held, number = self.draft.held, self.draft.held[occurrence].channels
        after = self._after(number)
        days = 1
        while True:
            begin, end = held[occurrence].begin - days * DAY, held[occurrence].end + days * DAY
            near = [name for name in self.draft.held_between(begin, end) if held[name].channels == number]
            near.sort(key=lambda name: (held[name].begin, name))
            first, last, reached = 0, len(near), -1
            for index, name in enumerate(near):
                if held[name].begin >= reached:
                    if held[name].begin > held[occurrence].begin:
                        last = index
                        break
                    first = index
                reached = max(reached, held[name].end + after)
            stretch = near[first:last]
            if (first > 0 and last < len(near)) or days > len(self.draft.starts.dates):
                break
            days *= 2
        return self.build.board.hand_out({name: held[name].begin for name in stretch}, dict.fromkeys(stretch, number))

    def _after(self, number: int) -> int:
        """Return the minutes that a channel of a class stays free after a session."""
        board = self.build.board
        return board.programme.forum.channel[board.classes[number][0]].set_up + board.pause

    def _left(self) -> list[str]:
        left = [name for name in self.names if name not in self.draft.held and self.build.board.domain[name].any()]
        return [name for name in left if name in self.lacking] or left

    # ---- time, and answers -------------------------------------------------------------------------------------

    def _enough(self) -> bool:
        if self.budget.deterministic:
            return self.stop.is_set()
        return self.stop.is_set() or now() - self.began > self.budget.limit / 2

    def _left_of_time(self) -> float:
        return self.budget.limit - (now() - self.began) - self.checked

    def _rest(self) -> Budget:
        spent = self.used if self.budget.deterministic else now() - self.began
        return replace(self.budget, limit=max(self.budget.limit - spent, 0.01))

    def _over(self) -> bool:
        if self.stop.is_set() or (self.cost <= self.bound and not self.lacking) or self.in_vain >= self.idle:
            return True
        return self.used >= self.budget.limit if self.budget.deterministic else self._left_of_time() <= 0

    def _verified(self, timetable: Timetable) -> Verdict:
        began = now()
        with self.statistics.stage("checking"):
            verdict = verify(timetable, self.rules)
        self.checked = now() - began
        if any(not set(each.sessions) <= self.lacking for each in verdict.hard):
            raise Disagreement(f"the checks refuse an answer of the search: {verdict.hard}", timetable)
        return verdict

    def _tell(self, stage: str) -> None:
        seconds = now() - self.began
        if self.lacking:
            self.tell(Progress("placing", len(self.draft.held), None, self.bound, None, seconds))
            return
        open_gap = gap(self.cost, self.bound, self.unavoidable)
        self.tell(Progress(stage, len(self.draft.held), self.cost, self.bound, open_gap, seconds))

    def _planned(self) -> Planned:
        assert self.timetable is not None
        timetable = Timetable(self.programme, dict(self.timetable.placements))
        verdict = self._verified(timetable)
        if verdict.cost != self.cost:
            raise Disagreement(f"the checks' price is {verdict.cost}, and {self.cost} was believed", timetable)
        return self._told(timetable, verdict)

    def _told(self, timetable: Timetable, verdict: Verdict) -> Planned:
        self.statistics.neighbourhoods = self.kinds.tried
        proven = verdict.cost <= self.bound
        return Planned(timetable, verdict, self.bound, self.unavoidable, proven=proven, lost=self.lost)
