"""Proven lower bounds for forums that are too large for the whole model.

A timetable may cost no less than one that keeps less. Here every session looks for its best start alone, but pays for
what it takes from others: for the minutes that it asks of each region, of which `fair-hours` counts the greatest once
more, and for room that several want at once. Sessions of a track that is to be close together choose their days
together. Whatever the prices are, the sum of these best choices, less what the room is worth, is a bound (weak
duality); good prices are found step by step. It is worked out in whole numbers, so that no rounding can spoil it.
Rules that are not named here are left out, which only lowers the bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from constraints.rules.action_line_clashes import ActionLineClashes
from constraints.rules.channels import Channels
from constraints.rules.fair_hours import FairHours
from constraints.rules.region_clashes import RegionClashes
from constraints.rules.sdg_clashes import SdgClashes
from constraints.rules.track_blocks import TrackBlocks
from constraints.rules.track_clashes import TrackClashes
from constraints.rules.types_apart import TypesApart
from scheduler.build import anywhere, narrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from constraints.rule import Rule
    from constraints.starts import Ints, Mask
    from data.programme import Programme
    from scheduler.build import Build

    Floats = NDArray[np.float64]

UNIT = 1024
"""Prices are whole numbers of this part of a point."""

QUARTER = 15
"""The minutes that `fair-hours` counts as one."""

DEAREST = 1 << 30
"""What a start costs at most, in points: dearer ones are taken for this."""

NEVER = 1 << 52
"""Dearer than anything, in parts of points; as many of them as a block has sessions still fit into an integer."""

LONGEST = 500
"""So many sessions a block has at most; for longer tracks their spread says nothing anyway."""

CROWDED = 0.05
"""The part of a group's time, at the least, that its sessions take for the group to be looked at."""

ROWS_AT_ONCE = 2048
"""So many occurrences are worked out at once, to use little memory."""

MOST_MINUTES = np.iinfo(np.int16).max
"""What a session asks of a region at most, in minutes: more is taken for this."""

DEAREST_ROOM = 1 << 20
"""What room costs at most, in points."""

WARM = 20
"""For so many rounds the regions' prices settle first; only then room has a price."""

LONGER, LONGEST_STEP = 1.25, 8.0
"""By how much steps grow while they make the bound better, and up to where."""

PATIENCE = 8
"""After so many rounds that make nothing better steps are halved; longer steps than at first after two."""

HOPED_FOR = 1.01
"""Steps are as long as if the bound could become so many times better."""

FINEST = 2.0**-10
"""With steps as small as this better prices bring next to nothing."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What sessions pay for what they take from others: any numbers that are not negative make a bound.

    `count`: of each region, the price of a quarter hour for the sum over the regions, from 0 to 1; `worst`: of each
    region, its part of the price of the greatest burden, together at most 1. `room`: for each group of sessions that
    need room, the price of one place in it at each cell, in points.
    """

    count: Floats
    worst: Floats
    room: Floats


@dataclass(frozen=True, slots=True)
class Ascent:
    """How far the search for good prices has come: what a next piece of work begins from.

    `bound` is the best so far, with its `prices`; `at` is where the search stands, `drift` the mean of the last
    directions, `step` how far it goes; `stalled` counts rounds without progress, `rounds` all.
    """

    bound: int
    prices: Prices
    at: Prices
    drift: Floats
    step: float = 1.0
    stalled: int = 0
    rounds: int = 0

    @property
    def settled(self) -> bool:
        """Whether more rounds are of no use."""
        return self.step < FINEST


@dataclass(frozen=True, slots=True)
class _Group:
    """Sessions that need room at once: at most `places` of them, or each other one pays `price` (points) instead.

    `lengths`: the minutes for which each member needs it; `price` is None where it is demanded.
    """

    members: Ints
    lengths: Ints
    places: int
    price: int | None


@dataclass(frozen=True, slots=True)
class _Table:
    """What occurrences cost and ask at each of some columns (cells, or starts): the least of the starts in a column.

    `cost` in points (members x columns), `NEVER`-like `DEAREST` where `open` is false; `minutes` asked of each region
    (regions x members x columns); `absent`: the price of leaving each out, in points, or -1 where it must be held.
    """

    members: Ints
    cost: NDArray[np.int32]
    open: Mask
    minutes: NDArray[np.int16]
    absent: Ints


@dataclass(frozen=True, slots=True)
class _Value:
    """The bound of some prices in parts of points, and what is chosen at them: for each table, columns and held."""

    total: int
    columns: tuple[Ints, Ints]
    held: tuple[Mask, Mask]


def lower_bounds(programme: Programme, rules: Sequence[Rule], enough: Callable[[], bool]) -> Iterator[int]:
    """Yield lower bounds on the cost of any timetable that keeps the hard rules, each better than the last.

    `enough` is asked now and then whether to end; the bounds do not depend on anything but the forum and its rules.
    """
    build = narrow(programme, rules, wide=anywhere(rules))
    best = build.objective.unavoidable
    yield best
    ascent: Ascent | None = None
    while not enough() and len(build.board.starts) and (ascent is None or not ascent.settled):
        found, ascent = improve(build, ascent, 10)
        if found > best:
            best = found
            yield best


def improve(build: Build, ascent: Ascent | None, rounds: int) -> tuple[int, Ascent]:
    """Look for a better bound for some rounds, from where the search stands; return the best bound, and where it is.

    `build` is narrowed and may be encoded or not. The bound holds for the forum as asked, whatever was demanded
    first. It is not negative.
    """
    relaxation = build.board.once("relaxation", lambda: Relaxation(build))
    return relaxation.improve(ascent, rounds)


def of_fair_hours(build: Build, ascent: Ascent) -> Callable[[str], Floats]:
    """Return what each start of an occurrence asks of the regions at the prices of the best bound, in points.

    Only what is beyond what `FairHours.prices` says, which takes the minutes of every region for alike.
    """
    relaxation = build.board.once("relaxation", lambda: Relaxation(build))
    return lambda occurrence: relaxation.of_fair_hours(ascent.prices, occurrence)


class Relaxation:
    """The tables of a forum from which bounds are worked out."""

    def __init__(self, build: Build) -> None:
        self.board = build.board
        self._objective = build.objective
        self._rules = {type(rule): rule for rule in build.rules}
        self._index = {occurrence.id: number for number, occurrence in enumerate(self.board.occurrences)}
        self._cut_into_cells()
        fair = self._rules.get(FairHours)
        soft = isinstance(fair, FairHours) and fair.mode == "soft" and fair.weight > 0
        self.fair = fair if soft and isinstance(fair, FairHours) else None
        self.regions = self.board.programme.forum.comfort.regions if self.fair else ()
        self._find_blocks()
        self.groups = tuple(self._find_groups())
        apart = {number for members in self.blocks for number in members}
        alone = [number for number in range(len(self._index)) if number not in apart]
        together = [number for members in self.blocks for number in members]
        self.alone = self._table(alone, self._order, self._first)
        everywhere = np.arange(len(self.board.starts))
        self.together = self._table(together, everywhere, everywhere)

    # ---- what there is ---------------------------------------------------------------------------------------

    def _cut_into_cells(self) -> None:
        """Take starts at the same time of the day, of the days of one week, for one."""
        starts = self.board.starts
        week = np.zeros(len(starts.dates), dtype=np.int64)
        for number, days in enumerate(self.board.weeks.values()):
            week[list(days)] = number
        key = week[starts.day] * (2 * 24 * 60) + starts.clock
        _, cell, self._size = np.unique(key, return_inverse=True, return_counts=True)
        self._cell: Ints = cell
        self._order: Ints = np.argsort(cell, kind="stable")
        self._first: Ints = np.searchsorted(cell[self._order], np.arange(len(self._size)))

    def _find_blocks(self) -> None:
        """Find the tracks that are priced for the days over which they spread, as far as that can be more than one."""
        rule = self._rules.get(TrackBlocks)
        most = min(len(self.board.starts.dates), LONGEST)
        found = rule.blocks(self.board) if isinstance(rule, TrackBlocks) and rule.weight else {}
        self.per_day = rule.weight if rule else 0
        self.blocks = [[self._index[name] for name in names] for names in found.values() if len(names) < most]

    def _find_groups(self) -> Iterator[_Group]:
        """Find the sessions that need channels of one class, or are not to overlap, and take much of their time."""
        board = self.board
        channels = self._rules.get(Channels)
        for members in board.classes if channels else ():
            set_up = board.programme.forum.channel[members[0]].set_up + board.pause
            names = [o.id for o in board.occurrences if board.channel_domain[o.id] == frozenset(members)]
            yield from self._group(names, set_up, len(members), None)
        one_at_a_time: dict[type[Rule], Callable[[], Mapping[str, Sequence[str]]]] = {
            ActionLineClashes: lambda: board.action_lines,
            SdgClashes: lambda: board.sdgs,
            TrackClashes: lambda: board.tracks,
            RegionClashes: lambda: self._by_region,
            TypesApart: lambda: self._by_type,
        }
        for kind, found in one_at_a_time.items():
            rule = self._rules.get(kind)
            if rule is not None and (rule.mode == "hard" or rule.weight):
                for group in found().values():
                    yield from self._group(group, 0, 1, None if rule.mode == "hard" else rule.weight)

    @cached_property
    def _by_type(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for occurrence in self.board.occurrences:
            if not self.board.programme.forum.type[occurrence.session.type].parallel:
                found.setdefault(occurrence.session.type, []).append(occurrence.id)
        return found

    @cached_property
    def _by_region(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for occurrence in self.board.occurrences:
            for region in dict.fromkeys(occurrence.session.target_regions):
                found.setdefault(region, []).append(occurrence.id)
        return found

    def _group(self, names: Sequence[str], set_up: int, places: int, price: int | None) -> Iterator[_Group]:
        board = self.board
        lengths = np.array([board.programme.occurrence[name].duration + set_up for name in names], dtype=np.int64)
        if len(names) <= places:
            return
        anywhere = np.logical_or.reduce([board.domain[name] for name in names])
        room = int(np.count_nonzero(anywhere)) * board.programme.forum.grid * places
        if int(lengths.sum()) > CROWDED * room:
            yield _Group(np.array([self._index[name] for name in names], dtype=np.int64), lengths, places, price)

    def _table(self, members: list[int], order: Ints, first: Ints) -> _Table:
        board, objective = self.board, self._objective
        shape = (len(members), len(first))
        cost = np.zeros(shape, dtype=np.int32)
        possible = np.zeros(shape, dtype=np.bool_)
        minutes = np.zeros((len(self.regions), *shape), dtype=np.int16)
        absent = np.full(len(members), -1, dtype=np.int64)

        def least(values: Ints, domain: Mask) -> Ints:
            clipped = np.minimum(values.astype(np.int64, copy=False), DEAREST)
            return np.minimum.reduceat(np.where(domain, clipped, DEAREST)[order], first)

        for row, number in enumerate(members):
            occurrence = board.occurrences[number]
            domain = board.domain[occurrence.id]
            price = objective.demanded_held.get(occurrence.id)
            if price is None and occurrence.id not in board.must:
                price = objective.absent.get(occurrence.id, 0)
            if not domain.any():
                absent[row] = price or 0
                continue
            absent[row] = -1 if price is None else price
            possible[row] = np.logical_or.reduceat(domain[order], first)
            own = objective.vectors.get(occurrence.id)
            if own is not None:
                cost[row] = np.where(possible[row], least(own, domain), 0)
            for number_of_region, region in enumerate(self.regions):
                assert self.fair is not None
                asked = np.minimum(self.fair.asked(board, region, occurrence.session.id), MOST_MINUTES)
                minutes[number_of_region, row] = np.where(possible[row], least(asked, domain), 0)
        return _Table(np.array(members, dtype=np.int64), cost, possible, minutes, absent)

    @cached_property
    def _ends(self) -> dict[int, Ints]:
        """For each length, the first start that is over when a session of it begins at each start (indices)."""
        minute = self.board.starts.minute
        lengths = sorted({int(length) for group in self.groups for length in group.lengths})
        return {length: np.searchsorted(minute, minute + length) for length in lengths}

    @cached_property
    def _parts(self) -> tuple[list[tuple[int, int, Ints]], list[tuple[int, int, Ints]]]:
        """For each table: group, length, and the rows of the members of the group that need its room for so long."""
        found: tuple[list[tuple[int, int, Ints]], list[tuple[int, int, Ints]]] = ([], [])
        for parts, table in zip(found, (self.alone, self.together), strict=True):
            row = np.full(len(self._index), -1, dtype=np.int64)
            row[table.members] = np.arange(len(table.members))
            for number, group in enumerate(self.groups):
                for length in sorted({int(each) for each in group.lengths}):
                    rows = row[group.members[group.lengths == length]]
                    if (rows >= 0).any():
                        parts.append((number, length, rows[rows >= 0]))
        return found

    # ---- the value of prices ---------------------------------------------------------------------------------

    @property
    def first_prices(self) -> Prices:
        """Prices to begin with: each region has the same part of the greatest burden, and room is free."""
        regions = len(self.regions)
        part = np.full(regions, 1 / max(regions, 1))
        return Prices(np.ones(regions), part, np.zeros((len(self.groups), len(self._size))))

    def bound(self, prices: Prices) -> int:
        """Return the bound that follows from prices, whatever they are."""
        return self._rounded(self._value(prices).total)

    @staticmethod
    def _rounded(total: int) -> int:
        return max(0, -(-total // (QUARTER * UNIT)))

    def _of_regions(self, prices: Prices) -> list[int]:
        """Return the price of a minute of each region, in parts of points."""
        if self.fair is None:
            return []
        count = np.clip(np.rint(prices.count * UNIT), 0, UNIT).astype(np.int64)
        worst = np.floor(np.maximum(prices.worst, 0) * UNIT).astype(np.int64)
        if int(worst.sum()) > UNIT:
            worst = worst * UNIT // int(worst.sum())
        each = self.fair.weight * (count + self.fair.worst_factor * worst)
        # A lower price is as good for the bound as proof, and keeps whatever it is multiplied with an integer.
        greatest = max(int(table.minutes.max(initial=self.fair.most)) for table in (self.alone, self.together))
        return [min(int(price), NEVER // (2 * len(each) * max(greatest, 1))) for price in each]

    def _value(self, prices: Prices) -> _Value:
        of_regions = self._of_regions(prices)
        rent = self._rent(prices)
        charges = self._charges(rent)
        total = -sum(int(np.dot(rent[number], self._size)) * group.places for number, group in enumerate(self.groups))
        total_alone, columns, held = self._each_alone(of_regions, charges)
        total_together, more_columns, more_held = self._in_blocks(of_regions, charges)
        return _Value(total + total_alone + total_together, (columns, more_columns), (held, more_held))

    @staticmethod
    def _rent(prices: Prices) -> Ints:
        """Return the prices of room in parts of points."""
        return np.rint(np.clip(prices.room, 0, DEAREST_ROOM) * UNIT).astype(np.int64) * QUARTER

    def _charges(self, rent: Ints) -> dict[tuple[int, int], Ints]:
        """Return by group and length what a session of it pays for its room at each start, in parts of points."""
        found = {}
        for number, group in enumerate(self.groups):
            sums = np.concatenate([[0], np.cumsum(rent[number][self._cell])])
            for length in sorted({int(each) for each in group.lengths}):
                paid = sums[self._ends[length]] - sums[:-1]
                if group.price is not None:
                    paid = np.minimum(paid, group.price * QUARTER * UNIT)
                found[number, length] = paid
        return found

    def _priced(self, table: _Table, rows: slice, of_regions: list[int]) -> Ints:
        """Return what some members pay at each column but for room, in parts of points; `NEVER` where they cannot."""
        paid = table.cost[rows].astype(np.int64) * (QUARTER * UNIT)
        free = self.fair.most if self.fair else 0
        for region, price in enumerate(of_regions):
            if price:
                paid += price * (table.minutes[region, rows].astype(np.int64) - free)
        paid[~table.open[rows]] = NEVER
        return paid

    def _each_alone(self, of_regions: list[int], charges: Mapping[tuple[int, int], Ints]) -> tuple[int, Ints, Mask]:
        """Let each session choose for itself; return the sum, the cell that each chooses, and whether it is held."""
        table = self.alone
        number = len(table.members)
        by_cell = {key: np.minimum.reduceat(paid[self._order], self._first) for key, paid in charges.items()}
        columns = np.zeros(number, dtype=np.int64)
        held = np.zeros(number, dtype=np.bool_)
        total = 0
        for begin in range(0, number, ROWS_AT_ONCE):
            rows = slice(begin, min(begin + ROWS_AT_ONCE, number))
            paid = self._priced(table, rows, of_regions)
            for group, length, members in self._parts[0]:
                mine = members[(members >= rows.start) & (members < rows.stop)]
                paid[mine - begin] += by_cell[group, length]
            columns[rows] = paid.argmin(axis=1)
            least = np.take_along_axis(paid, columns[rows, None], axis=1)[:, 0]
            without = self._without(table.absent[rows])
            held[rows] = least <= without
            total += sum(np.minimum(least, without).tolist())
        return total, columns, held

    @staticmethod
    def _without(absent: Ints) -> Ints:
        """Return what leaving out costs, in parts of points."""
        return np.where(absent < 0, NEVER, np.minimum(absent, DEAREST) * (QUARTER * UNIT))

    def _in_blocks(self, of_regions: list[int], charges: Mapping[tuple[int, int], Ints]) -> tuple[int, Ints, Mask]:
        """Let the sessions of each track choose together from which day to which they are held."""
        table = self.together
        columns = np.zeros(len(table.members), dtype=np.int64)
        held = np.zeros(len(table.members), dtype=np.bool_)
        total, begin = 0, 0
        of_day = self.board.starts.day
        days, first = np.unique(of_day, return_index=True)
        for members in self.blocks:
            rows = slice(begin, begin + len(members))
            paid = self._priced(table, rows, of_regions)
            for group, length, those in self._parts[1]:
                mine = those[(those >= rows.start) & (those < rows.stop)]
                paid[mine - begin] += charges[group, length]
            without = self._without(table.absent[rows])
            cost, since, until = self._best_days(np.minimum.reduceat(paid, first, axis=1), days, without)
            paid[:, (of_day < since) | (of_day > until)] = NEVER
            columns[rows] = paid.argmin(axis=1)
            held[rows] = np.take_along_axis(paid, columns[rows, None], axis=1)[:, 0] <= without
            total += cost
            begin += len(members)
        return total, columns, held

    def _best_days(self, by_day: Ints, days: Ints, without: Ints) -> tuple[int, int, int]:
        """Return the least cost of a track, and the days from and until which it is held then.

        `by_day`: what each session costs on each of the `days`. That some are left out may widen what is free.
        """
        best: tuple[int, int, int] | None = None
        per_day = self.per_day * QUARTER * UNIT
        for number, since in enumerate(days.tolist()):
            least = np.minimum.accumulate(by_day[:, number:], axis=1)
            sums = np.minimum(least, without[:, None]).sum(axis=0)
            sums += per_day * np.maximum(0, days[number:] - since - (len(by_day) - 1))
            last = int(sums.argmin())
            if best is None or int(sums[last]) < best[0]:
                best = (int(sums[last]), since, int(days[number + last]))
        assert best is not None
        return best

    def of_fair_hours(self, prices: Prices, occurrence: str) -> Floats:
        """Return what each start of an occurrence asks of the regions, beyond what `FairHours.prices` says."""
        total = np.zeros(len(self.board.starts))
        session = self.board.programme.occurrence[occurrence].session.id
        for region, price in zip(self.regions, self._of_regions(prices), strict=True):
            assert self.fair is not None
            known = 0 if self.fair.most else self.fair.weight
            if price != known * UNIT:
                total += (price / UNIT - known) / QUARTER * self.fair.asked(self.board, region, session)
        return total

    # ---- better prices ---------------------------------------------------------------------------------------

    def improve(self, ascent: Ascent | None, rounds: int) -> tuple[int, Ascent]:
        """Look for better prices for some rounds; return the best bound so far, and where the search stands."""
        if ascent is None:
            prices = self.first_prices
            ascent = Ascent(self._objective.unavoidable, prices, prices, np.zeros_like(prices.room))
        for _ in range(rounds if len(self.board.starts) else 0):
            if not ascent.settled:
                ascent = self._step(ascent)
        return ascent.bound, ascent

    def _step(self, ascent: Ascent) -> Ascent:
        at = ascent.at
        value = self._value(at)
        bound = self._rounded(value.total)
        better = bound > ascent.bound
        best, prices = (bound, at) if better else (ascent.bound, ascent.prices)
        stalled = 0 if better else ascent.stalled + 1
        step, drift = ascent.step, ascent.drift
        if better and ascent.rounds > WARM:
            step = min(LONGEST_STEP, step * LONGER)
        if stalled > (PATIENCE if step <= 1 else 1):
            step, stalled, at, drift = step / 2, 0, prices, np.zeros_like(drift)
        burdens = self._burdens(value)
        direction = self._lacking(value, at)
        drift = 0.7 * drift + 0.3 * direction
        uphill = np.where((at.room <= 0) & (drift < 0), 0.0, drift)
        length = float((uphill**2).sum())
        room = at.room
        if length and ascent.rounds >= WARM:
            reach = max(0.0, HOPED_FOR * best + 1 - value.total / (QUARTER * UNIT))
            room = np.maximum(0.0, room + step * reach / length * uphill)
        worst, count = at.worst, at.count
        if len(burdens):
            spread = max(1.0, float(np.ptp(burdens)))
            worst = worst * np.exp(0.5 * min(step, 1.0) * (burdens - burdens.max()) / spread)
            worst = worst / worst.sum()
            if self.fair is not None and self.fair.most:
                count = np.clip(count + 0.25 * min(step, 1.0) * np.sign(burdens), 0.0, 1.0)
        return Ascent(best, prices, Prices(count, worst, room), drift, step, stalled, ascent.rounds + 1)

    def _burdens(self, value: _Value) -> Floats:
        """Return what the choices ask of each region beyond what is free, in quarter hours."""
        total = np.zeros(len(self.regions))
        free = self.fair.most if self.fair else 0
        for table, columns, held in zip((self.alone, self.together), value.columns, value.held, strict=True):
            for region in range(len(self.regions)):
                asked = table.minutes[region, np.arange(len(columns)), columns]
                total[region] += (asked[held].astype(np.float64) - free).sum()
        return total / QUARTER

    def _lacking(self, value: _Value, prices: Prices) -> Floats:
        """Return by how many places the choices exceed the room of each group in each cell."""
        starts = len(self.board.starts)
        charges = self._charges(self._rent(prices))
        taken = np.zeros((len(self.groups), starts + 1))
        representative = self._order[self._first]
        for which, parts in enumerate(self._parts):
            columns, held = value.columns[which], value.held[which]
            at = representative[columns] if which == 0 else columns
            for number, length, rows in parts:
                price = self.groups[number].price
                here = at[rows][held[rows]]
                if price is not None:
                    here = here[charges[number, length][here] < price * QUARTER * UNIT]
                np.add.at(taken[number], here, 1)
                np.add.at(taken[number], self._ends[length][here], -1)
        found = np.zeros((len(self.groups), len(self._size)))
        for number, group in enumerate(self.groups):
            used = np.cumsum(taken[number])[:-1]
            found[number] = np.bincount(self._cell, used, len(self._size)) - group.places * self._size
        return found
