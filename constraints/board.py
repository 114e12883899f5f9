"""The decisions of a forum as solver variables: when and where each occurrence is held, and who facilitates it.

The Board promises nothing that can fail: whatever may be broken is a rule. An occurrence's start is a literal
for each day, a literal for each time of day and one interval; interchangeable channels are one class with a
capacity, and get their numbers when the answer is read. Rules ask in the forum's words and never see which.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from ortools.sat.python import cp_model

from constraints.starts import Starts
from constraints.tables import sums
from data.timetable import Placement, Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from constraints.rule import Ledger
    from constraints.starts import Ints, Mask
    from constraints.tables import Cells, Table
    from data.programme import Cadence, Occurrence, Person, Programme, Session

T = TypeVar("T")
R = TypeVar("R", bound=tuple[object, ...])
Literal = cp_model.IntVar | cp_model.NotBooleanVariable | bool
Expression = cp_model.LinearExpr | int

PAD = 12 * 60
"""Most minutes that an interval may reach past its session, beside set-up; longer gaps between days are cut."""


BINARY = cp_model.Domain(0, 1)


def negated(literal: Literal) -> Literal:
    """Return the opposite of a literal, also of a constant one."""
    if isinstance(literal, bool):
        return not literal
    return cast("cp_model.IntVar | cp_model.NotBooleanVariable", literal.negated())


def weighted(literals: Iterable[Literal], amounts: Iterable[int]) -> Expression:
    """Return the sum of the amounts of the literals that are true; a number where all are constant."""
    chosen = [(literal, amount) for literal, amount in zip(literals, amounts, strict=True) if amount]
    constant = sum(amount for literal, amount in chosen if literal is True)
    real = [(literal, amount) for literal, amount in chosen if not isinstance(literal, bool)]
    if not real:
        return constant
    total = cp_model.LinearExpr.weighted_sum([literal for literal, _ in real], [amount for _, amount in real])
    return total + constant if constant else total


@dataclass(frozen=True, slots=True)
class Engaged:
    """A person's possible engagement in an occurrence, from minute to minute of it, if the literal is true."""

    occurrence: str
    begin: int
    end: int
    literal: Literal


class Start:
    """The variables of one occurrence's start: whether it is held, on which day, at which clock."""

    __slots__ = ("axis", "by_clock", "by_day", "present")

    def __init__(self) -> None:
        self.present: Literal = True
        self.by_day: dict[int, Literal] = {}
        self.by_clock: dict[int, Literal] = {}
        self.axis: Expression = 0


class Board:
    """The variables of one model. Narrow first (`restrict...`), then ask for literals.

    Starts may still be narrowed afterwards, at the price of a larger model; channels may not. Boards over parts of
    one forum may share its `starts`, which keep what is worked out about zones.
    """

    def __init__(self, programme: Programme, *, wide: bool = False, starts: Starts | None = None) -> None:
        self._begin(programme, Starts(programme, wide=wide) if starts is None else starts)
        everything = np.ones(len(self.starts), dtype=np.bool_)
        self.domain: dict[str, Mask] = {occurrence.id: everything for occurrence in self.occurrences}
        self.must: set[str] = set()
        every_channel = frozenset(programme.forum.channel)
        self.channel_domain: dict[str, frozenset[str]] = {o.id: every_channel for o in self.occurrences}
        self.facilitator_domain: dict[str, dict[str, Mask]] = {}
        """By occurrence and person; equal masks are one array, not to be written to."""
        self._both: dict[tuple[int, int], tuple[Mask, Mask, Mask]] = {}
        self._channels_both: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}
        self.assembling = tuple(o for o in self.occurrences if programme.forum.type[o.session.type].assembles)
        self.facilitated = tuple(
            o
            for o in self.occurrences
            if programme.forum.type[o.session.type].facilitators_most and o not in self.assembling
        )
        self._facilitated = {o.id for o in (*self.assembling, *self.facilitated)}
        self.pause = 0
        """Minutes kept free between two sessions of a channel, besides its set-up."""
        self._axis = self._cut_axis()

    def _begin(self, programme: Programme, starts: Starts) -> None:
        """Begin with an empty model."""
        self.programme = programme
        self.starts = starts
        self.model = cp_model.CpModel()
        self.occurrences: tuple[Occurrence, ...] = programme.occurrences
        self._pad = PAD + max((channel.set_up for channel in programme.forum.channels), default=0)
        """Most minutes that an interval may reach past its session; longer gaps between days are cut."""
        self._start: dict[str, Start] = {}
        self._interval: dict[tuple[str, int, int, str], cp_model.IntervalVar] = {}
        self._facilitates: dict[tuple[str, str], Literal] = {}
        self._start_in: dict[tuple[str, bytes], Literal] = {}
        self._days_in: dict[tuple[str, bytes], Mapping[int, Literal]] = {}
        self._tables: dict[str, Table] = {}
        self._numbers: dict[tuple[str, tuple[int, ...]], cp_model.IntVar] = {}
        self._axis_domains: dict[Table, cp_model.Domain] = {}
        self._parts: dict[tuple[str, bool], Sequence[Engaged]] = {}
        self._noted: set[frozenset[str]] = set()
        self._made: dict[str, object] = {}
        self._classes: tuple[tuple[str, ...], ...] | None = None
        self._in_class: dict[tuple[str, int], Literal] = {}

    @property
    def axis(self) -> Ints:
        """Where each home day's beginning lies on the axis of intervals."""
        return self._axis

    @property
    def facilitates_at(self) -> Collection[str]:
        """The occurrences that somebody may facilitate, concluding ones included."""
        return self._facilitated

    # ---- narrowing -------------------------------------------------------------------------------------------

    def restrict(self, occurrence: str, starts: Mask) -> None:
        """Hold an occurrence to these starts, if it is held at all."""
        if occurrence in self._start:
            self.within(occurrence, starts, ())
        else:
            self.domain[occurrence] = self.domain[occurrence] & starts

    def restrict_facilitator(self, person: str, occurrence: str, starts: Mask) -> None:
        """Hold an occurrence to these starts if the person facilitates it."""
        key = (person, occurrence)
        if key in self._facilitates:
            self.within(occurrence, starts, (self._facilitates[key],))
        else:
            mine = self.facilitator_domain.setdefault(occurrence, {})
            mine[person] = self._meet(mine[person], starts) if person in mine else starts

    def _meet(self, one: Mask, other: Mask) -> Mask:
        """Return what two masks have in common, worked out once: most people are asked the same of many sessions."""
        key = (id(one), id(other))
        if key not in self._both:
            self._both[key] = (one, other, one & other)
        return self._both[key][2]

    def restrict_channels(self, occurrence: str, channels: Collection[str]) -> None:
        """Hold an occurrence to these channels."""
        if self._classes is not None:
            raise RuntimeError("channels are narrowed before any literal about them is made")
        key = (self.channel_domain[occurrence], frozenset(channels))
        if key not in self._channels_both:
            self._channels_both[key] = key[0] & key[1]
        self.channel_domain[occurrence] = self._channels_both[key]

    def note_channels(self, channels: Collection[str]) -> None:
        """Keep these channels apart from others of their pool, since some rule speaks of them."""
        if self._classes is not None:
            raise RuntimeError("channels are narrowed before any literal about them is made")
        self._noted.add(frozenset(channels))

    def unmade(self) -> Board:
        """Return a board narrowed as this one is, with a model of its own and no variable in it."""
        board = Board(self.programme, starts=self.starts)
        board.domain, board.must = dict(self.domain), set(self.must)
        board.channel_domain = dict(self.channel_domain)
        board.facilitator_domain = {name: dict(people) for name, people in self.facilitator_domain.items()}
        board.pause, board._noted = self.pause, set(self._noted)
        return board

    # ---- what is to be decided -------------------------------------------------------------------------------

    @property
    def undecided(self) -> Sequence[Occurrence]:
        """The occurrences that are to be decided: all, but on a board around a timetable (see `Part`)."""
        return self.occurrences

    @property
    def people(self) -> Sequence[Person]:
        """Everyone of whom something is to be decided."""
        return self.programme.people

    def is_decided(self, occurrence: str) -> bool:
        """Whether it is settled when the occurrence is held: its literals are constants."""
        return False

    def of_type(self, kind: str) -> Sequence[str]:
        """Return all occurrences of a type, also those that are decided."""
        return self.types.get(kind, ())

    def around(self, occurrence: str, others: Iterable[str] | None = None) -> Sequence[str]:
        """Return those of some other occurrences, or of all, of which it is to be decided whether they overlap it."""
        names = self.programme.occurrence if others is None else others
        return [name for name in names if name != occurrence]

    def relations(self, key: str, make: Callable[[], Iterable[R]]) -> Sequence[R]:
        """Return tuples of related occurrences, where one of each is to be decided; made at the first call with a key.

        What else stands in the tuples has no meaning here.
        """
        return self.once(f"relations: {key}", lambda: tuple(make()))

    def beside(self, names: Sequence[str], longer: int = 0) -> Sequence[str]:
        """Return of some occurrences those that matter where they are not to overlap, `longer` minutes included.

        What is decided and has nothing to do with what is not, not even by way of others, is left out.
        """
        return names

    def any_held(self, names: Iterable[str]) -> bool:
        """Whether one of some occurrences is surely held."""
        return any(self.present(name) is True for name in names)

    def open_of(self, names: Iterable[str]) -> Sequence[str]:
        """Return those of some occurrences that are undecided."""
        return list(names)

    def begun(self, names: Iterable[str]) -> tuple[dict[int, int], dict[int, list[Literal]]]:
        """Return by home day (index) how many of some occurrences surely begin, and literals of those that may."""
        may: dict[int, list[Literal]] = defaultdict(list)
        for name in names:
            for day, literal in self.days(name).items():
                may[day].append(literal)
        return {}, may

    def begun_of_all(self) -> tuple[Mapping[int, int], dict[int, list[Literal]]]:
        """Return the same of all occurrences."""
        return self.begun(occurrence.id for occurrence in self.occurrences)

    def in_use(self, number: int) -> Ints | None:
        """Return how many channels of a class are taken by what is decided, by minute of the forum; None for none."""
        return None

    def in_period(self, period: str) -> tuple[Ints | None, Mapping[int, int]]:
        """Return how many decided sessions a period holds: at once, by minute, and by the home day of the start."""
        return None, {}

    def sure(self, key: str, amounts: Callable[[str], Ints]) -> int:
        """Return the sum of amounts at the starts of what is decided; `amounts` gives those of an occurrence by start.

        For one key they are always the same.
        """
        return 0

    def is_to_choose(self, occurrence: str) -> bool:
        """Whether it is to be decided who facilitates an occurrence."""
        return occurrence in self._facilitated

    def surely_facilitate(self, occurrence: str) -> Sequence[str]:
        """Return who facilitates an occurrence, where that is decided."""
        return ()

    def held(self) -> tuple[int, list[Literal]]:
        """Return how many occurrences are surely held, and literals of those that may be."""
        return 0, [self.present(occurrence.id) for occurrence in self.occurrences]

    def chosen(self, person: str, among: Collection[str] | None = None) -> tuple[int, list[Literal]]:
        """Return how many sessions a nominee surely facilitates, and literals of those that they may; `among` some."""
        names = [each.id for each in self.facilitated if among is None or each.id in among]
        found = [self.facilitates(person, name) for name in names]
        return 0, [literal for literal in found if literal is not False]

    def at_once(
        self, members: Sequence[tuple[str, int, Literal]], most: int, taken: Ints | None, case: Literal
    ) -> None:
        """Post that no more than so many of some occurrences are held at once, each for its minutes, if its literal.

        `taken` is how many besides are, by minute of the forum.
        """
        intervals = [self.interval(name, 0, length, literal) for name, length, literal in members]
        demands = [1] * len(intervals)
        if taken is not None:
            for begin, end, number in self._tight(members, most, taken):
                intervals.append(self.model.new_fixed_size_interval_var(self.on_axis(begin), end - begin, "taken"))
                demands.append(number)
        if len(intervals) > most or (taken is not None and sum(demands) > most):
            self.model.add_cumulative(intervals, demands, most).only_enforce_if(case)

    def _tight(
        self, members: Sequence[tuple[str, int, Literal]], most: int, taken: Ints
    ) -> Iterator[tuple[int, int, int]]:
        """Yield the stretches of minutes in which members may want more than is left, and how many are taken."""
        wanted = np.zeros(len(taken), dtype=np.int16)
        for name, length, _ in members:
            reach = np.zeros(len(taken), dtype=np.bool_)
            for begin in self.starts.minute[self.domain[name]].tolist():
                reach[begin : begin + length] = True
            wanted += reach
        here = np.flatnonzero(wanted)
        here = here[(taken[here] > 0) & (taken[here] + wanted[here] > most)]
        if len(here):
            level = np.minimum(taken[here], most)
            cuts = np.flatnonzero((np.diff(here) > 1) | (np.diff(level) != 0)) + 1
            for first, beyond in pairwise([0, *cuts.tolist(), len(here)]):
                yield int(here[first]), int(here[beyond - 1]) + 1, int(level[first])

    def on_axis(self, minute: int) -> int:
        """Return where a minute of the forum lies on the axis of intervals."""
        index = max(int(np.searchsorted(self.starts.minute, minute, side="right")) - 1, 0)
        day = int(self.starts.day[index])
        return int(self._axis[day]) + minute - int(self.starts.day_start[day])

    # ---- when ------------------------------------------------------------------------------------------------

    def present(self, occurrence: str) -> Literal:
        """Return the literal that says an occurrence is held."""
        return self._of(occurrence).present

    def require(self, occurrence: str) -> None:
        """Have an occurrence held; before its variables are made this makes the literal a constant."""
        if occurrence in self._start:
            self.model.add_bool_or([self._start[occurrence].present])
        else:
            self.must.add(occurrence)

    def on_day(self, occurrence: str, day: int) -> Literal:
        """Return the literal that says an occurrence is held on a home day, by index."""
        return self._of(occurrence).by_day.get(day, False)

    def days(self, occurrence: str) -> Mapping[int, Literal]:
        """Return the home days, by index, that an occurrence may be held on, with their literals."""
        return self._of(occurrence).by_day

    def at_clock(self, occurrence: str, clock: int) -> Literal:
        """Return the literal that says an occurrence starts so many minutes after its home day began."""
        return self._of(occurrence).by_clock.get(clock, False)

    def minute(self, occurrence: str) -> Expression:
        """Return the start of an occurrence in minutes of the forum; 0 where it is not held."""
        start = self._of(occurrence)
        of_days = weighted(start.by_day.values(), self.starts.day_start[list(start.by_day)].tolist())
        return of_days + weighted(start.by_clock.values(), start.by_clock)

    def interval(self, occurrence: str, begin: int, end: int, when: Literal = True) -> cp_model.IntervalVar:
        """Return the interval from minute `begin` to `end` of an occurrence, if it is held and `when`.

        `when` must imply that the occurrence is held. Intervals live on an axis on which nights are cut short.
        """
        start = self._of(occurrence)
        literal = start.present if when is True else when
        key = (occurrence, begin, end, str(literal) if isinstance(literal, bool) else f"#{literal.index}")
        if key not in self._interval:
            if end - begin > self._pad + self.programme.occurrence[occurrence].duration:
                raise ValueError(f"an interval may reach at most {self._pad} minutes past its session")
            self._interval[key] = self.model.new_optional_fixed_size_interval_var(
                start.axis + begin, end - begin, literal, f"{occurrence}[{begin},{end})"
            )
        return self._interval[key]

    def start_in(self, occurrence: str, starts: Mask) -> Literal:
        """Return the literal that says an occurrence is held at one of these starts."""
        start = self._of(occurrence)
        table = self._table(occurrence)
        inside = table.cells(starts)
        if not inside.any():
            return False
        count = inside.sum(axis=1)
        if count.sum() == len(table):
            return start.present
        days = np.flatnonzero(count)
        if len(days) == 1 and count[days[0]] == table.a_day[days[0]]:
            return start.by_day[table.days[days[0]]]
        key = (occurrence, inside.tobytes())
        if key not in self._start_in:
            literal = self.model.new_int_var_from_domain(BINARY, f"{occurrence} in part")
            self._refuse(occurrence, table.has & ~inside, (literal,))
            self._refuse(occurrence, inside, (negated(literal),))
            self.implies(literal, start.present)
            self._start_in[key] = literal
        return self._start_in[key]

    def days_in(self, occurrence: str, starts: Mask) -> Mapping[int, Literal]:
        """Return a literal for each home day (index) with one of these starts.

        It is true at least if the occurrence is held at one of them on that day.
        """
        by_day = self._of(occurrence).by_day
        table = self._table(occurrence)
        inside = table.cells(starts)
        key = (occurrence, inside.tobytes())
        if key not in self._days_in:
            found: dict[int, Literal] = {}
            elsewhere = negated(self.start_in(occurrence, starts))
            count = inside.sum(axis=1)
            for number, every, day in zip(count.tolist(), table.a_day.tolist(), table.days, strict=True):
                if number == every:
                    found[day] = by_day[day]
                elif number:
                    found[day] = self.model.new_int_var_from_domain(BINARY, "")
                    self.model.add_bool_or([found[day], negated(by_day[day]), elsewhere])
            self._days_in[key] = found
        return self._days_in[key]

    def within(self, occurrence: str, starts: Mask, when: Sequence[Literal]) -> None:
        """Hold an occurrence to these starts while all of `when` are true."""
        self._of(occurrence)
        self._refuse(occurrence, self._table(occurrence).cells(~starts), when)

    def _refuse(self, occurrence: str, cells: Cells, when: Sequence[Literal]) -> None:
        """Refuse some cells of the table of an occurrence's starts while all of `when` are true.

        Days exclude each other, and so do clocks: what is refused alike is one constraint.
        """
        if not cells.any() or any(literal is False for literal in when):
            return
        start, table = self._of(occurrence), self._table(occurrence)
        days, clocks = list(start.by_day.values()), list(start.by_clock.values())
        conditions: list[Literal] = [literal for literal in when if literal is not True]
        first, *others = conditions or [True]
        whole, never, others_alike = table.split(cells)
        self._at_most_one([first, *(days[row] for row in whole)], others)
        self._at_most_one([first, *(clocks[column] for column in never)], others)
        for rows, columns in others_alike:
            self._at_most_one([*(days[row] for row in rows), *(clocks[column] for column in columns)], conditions)

    def _at_most_one(self, literals: Sequence[Literal], when: Sequence[Literal]) -> None:
        if len(literals) > 1:
            constraint = self.model.add_at_most_one(literals)
            if when:
                constraint.only_enforce_if(when)

    def cost(self, occurrence: str, amounts: Ints, when: Literal = True) -> tuple[Expression, int]:
        """Return the amount at the start of an occurrence as an expression to minimise, and its greatest value.

        0 where the occurrence is not held, or `when` is false; `when` must imply that it is held. `amounts` are not
        negative.
        """
        start, table = self._of(occurrence), self._table(occurrence)
        here = amounts[table.where]
        if when is False or start.present is False or not here.any():
            return 0, 0
        least, most = int(here.min()), int(here.max())
        if when is True:
            return self._sum(occurrence, amounts), most
        if least == most:
            return most * when, most
        return self._at_least_if(self._sum(occurrence, amounts - least), most - least, when) + least * when, most

    def costs(self, occurrence: str, amounts: Mapping[str, Ints]) -> list[tuple[Expression, int]]:
        """Return for each person the amount at the start of an occurrence if they facilitate it: as `cost` does.

        People with the same amounts share what says how great they are.
        """
        self._of(occurrence)
        where = self._table(occurrence).where
        alike: dict[bytes, list[str]] = {}
        for person, mine in amounts.items():
            alike.setdefault(mine[where].tobytes(), []).append(person)
        found: list[tuple[Expression, int]] = []
        for people in alike.values():
            literals = [lit for one in people if (lit := self.facilitates(one, occurrence)) is not False]
            theirs = amounts[people[0]]
            if len(literals) < 2 or not theirs[where].any() or theirs[where].min() == theirs[where].max():
                found += [self.cost(occurrence, theirs, literal) for literal in literals]
                continue
            least, most = int(theirs[where].min()), int(theirs[where].max())
            shared = self.model.new_int_var(0, most - least, "")
            self.model.add(shared == self._sum(occurrence, theirs - least))
            found += [
                (self._at_least_if(shared, most - least, literal) + least * literal, most) for literal in literals
            ]
        return found

    def _at_least_if(self, expression: Expression, most: int, when: Literal) -> Expression:
        value = self.model.new_int_var(0, most, "")
        self.model.add(value >= expression).only_enforce_if(when)
        return value

    def _sum(self, occurrence: str, amounts: Ints) -> Expression:
        """Return the amount at the start of an occurrence, at least; 0 where it is not held."""
        start, table = self._of(occurrence), self._table(occurrence)
        days, clocks = list(start.by_day.values()), list(start.by_clock.values())
        groups = sums(table.has, table.amounts(amounts))
        total = weighted(
            [days[row] for group in groups for row in group.rows],
            [amount for group in groups for amount in group.of_rows],
        )
        if len(groups) == 1:
            return total + weighted(clocks, groups[0].of_columns)
        for group in groups:
            highest = max(group.of_columns)
            if highest:
                chosen = self.model.new_int_var_from_domain(BINARY, "")
                self.model.add_exactly_one([negated(chosen), *(days[row] for row in group.rows)])
                total += self._at_least_if(weighted(clocks, group.of_columns), highest, chosen)
        return total

    # ---- who -------------------------------------------------------------------------------------------------

    def facilitates(self, person: str, occurrence: str) -> Literal:
        """Return the literal that says a person facilitates an occurrence; False where nobody does."""
        if occurrence not in self._facilitated:
            return False
        key = (person, occurrence)
        if key not in self._facilitates:
            start = self._of(occurrence)
            starts = self.facilitator_domain.get(occurrence, {}).get(person)
            if start.present is False or (starts is not None and not (starts & self.domain[occurrence]).any()):
                self._facilitates[key] = False
            else:
                literal = self.model.new_bool_var(f"{person} facilitates {occurrence}")
                self.implies(literal, start.present)
                self._facilitates[key] = literal
                if starts is not None:
                    self.within(occurrence, starts, (literal,))
        return self._facilitates[key]

    def parts(self, person: str, *, required: bool = True) -> Sequence[Engaged]:
        """Return a person's possible engagements: what they appear in, and what they may facilitate.

        With `required`, optional appearances are left out. Several appearances in one session are one part, and
        who facilitates a session is there throughout; no two parts in one occurrence can both be true.
        """
        key = (person, required)
        if key not in self._parts:
            self._parts[key] = self._find_parts(person, required=required)
        return self._parts[key]

    def _find_parts(self, person: str, *, required: bool) -> list[Engaged]:
        found = []
        nominee = bool(self.programme.person[person].nominated_by)
        for session, (begin, end) in self.appearances(person, required=required).items():
            for occurrence in self.programme.occurrences_of.get(session, ()):
                literal = self.present(occurrence.id)
                facilitates = self.facilitates(person, occurrence.id) if nominee else False
                if literal is False or facilitates is literal:
                    continue
                if facilitates is not False:
                    only = self.model.new_bool_var(f"{person} only appears in {occurrence.id}")
                    self.model.add(only == literal - facilitates)
                    literal = only
                found.append(Engaged(occurrence.id, begin, end, literal))
        if nominee:
            for occurrence in self._may_facilitate(person):
                literal = self.facilitates(person, occurrence.id)
                if literal is not False:
                    found.append(Engaged(occurrence.id, 0, occurrence.duration, literal))
        return found

    def _may_facilitate(self, person: str) -> Iterable[Occurrence]:
        return (*self.facilitated, *self.assembling)

    def appearances(self, person: str, *, required: bool) -> Mapping[str, tuple[int, int]]:
        """Return from when to when (minutes of it) a person is in each session; with `required`, where they must be."""

        def make() -> dict[str, dict[str, tuple[int, int]]]:
            found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
            for part in self.programme.appearances:
                if required and not part.required:
                    continue
                begin, end = found[part.person].get(part.session, (part.start, part.end))
                found[part.person][part.session] = (min(begin, part.start), max(end, part.end))
            return dict(found)

        return self.once(f"appearances {required}", make).get(person, {})

    # ---- where -----------------------------------------------------------------------------------------------

    @property
    def classes(self) -> tuple[tuple[str, ...], ...]:
        """The channels, in classes of those that no rule tells apart."""
        if self._classes is None:
            spoken_of = sorted({*self.channel_domain.values(), *self._noted}, key=sorted)
            found: dict[tuple[object, ...], list[str]] = defaultdict(list)
            for channel in self.programme.forum.channels:
                alike = (channel.pool or ("", channel.id), *(channel.id in those for those in spoken_of))
                found[alike].append(channel.id)
            self._classes = tuple(tuple(members) for members in found.values())
        return self._classes

    def in_class(self, occurrence: str, number: int) -> Literal:
        """Return the literal that says an occurrence is held in a channel of a class, by its index."""
        key = (occurrence, number)
        if key not in self._in_class:
            present = self.present(occurrence)
            allowed = self.channel_domain[occurrence]
            possible = [index for index, members in enumerate(self.classes) if members[0] in allowed]
            for index in range(len(self.classes)):
                self._in_class[(occurrence, index)] = False
            if len(possible) == 1:
                self._in_class[(occurrence, possible[0])] = present
            else:
                literals: list[Literal] = [
                    self.model.new_bool_var(f"{occurrence} in {self.classes[index][0]}") for index in possible
                ]
                self._in_class.update({(occurrence, i): lit for i, lit in zip(possible, literals, strict=True)})
                self.model.add(sum(literals) == present)
        return self._in_class[key]

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what an encoding derives from the programme, made at the first call with this key."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    # ---- small constraints -----------------------------------------------------------------------------------

    def implies(self, first: Literal, second: Literal) -> None:
        """Post that the first literal implies the second."""
        if first is False or second is True or first is second:
            return
        self.model.add_bool_or([negated(first), second])

    def keep_apart(self, ledger: Ledger, groups: Mapping[str, Sequence[str]]) -> None:
        """Post that no two occurrences of a group overlap, but for those that the ledger lets give way.

        One constraint a group, with a price for each that gives way, is far easier to search than one a pair.
        """
        for group, everyone in groups.items():
            members = self.beside(everyone)
            if len(members) > 1:
                kept = {name: ledger.keep(group, name) for name in members}
                self.model.add_no_overlap(
                    [
                        self.interval(name, 0, self.programme.occurrence[name].duration, literal)
                        for name, literal in kept.items()
                        if literal is not False
                    ]
                )

    def share_out(
        self,
        ledger: Ledger,
        name: str,
        stretches: Mapping[str, Sequence[int]],
        among: Collection[str] | None = None,
        *,
        tolerance: int = 0,
    ) -> None:
        """Weigh what begins on each stretch of home days (indices) beyond its share of what begins on all of them.

        The share is by the number of days, rounded up; so many as `tolerance` more are fine. With `among`, only
        these occurrences count.
        """
        days = [day for members in stretches.values() for day in members]
        sure, may = self.begun_of_all() if among is None else self.begun(among)
        every = frozenset(days)
        names = [each.id for each in self.undecided] if among is None else self.open_of(among)
        certain = sum(count for day, count in sure.items() if day in every)
        total = certain + sum(self._on_any_of(each, every) for each in names)
        most = certain + sum(len(literals) for literals in may.values())
        settled = isinstance(total, int)
        if not isinstance(total, int):
            whole = self.model.new_int_var(0, most, f"all in {name}")
            self.model.add(whole == total)
            total = whole
        for stretch, members in stretches.items():
            mine = [literal for day in members for literal in may.get(day, ())]
            here = sum(sure.get(day, 0) for day in members)
            if here + len(mine) > tolerance + 1 and (mine or not settled):
                share: Expression = -(-total * len(members) // len(days)) if isinstance(total, int) else 0
                if not isinstance(total, int):
                    share = self.model.new_int_var(0, most, f"share of {stretch}")
                    self.model.add_linear_constraint(len(days) * share - len(members) * total, 0, len(days) - 1)
                ledger.excess(f"{name} {stretch}", here + sum(mine) - share - tolerance, here + len(mine))

    def _on_any_of(self, occurrence: str, days: Collection[int]) -> Expression:
        """Return 1 where an occurrence is held on one of these home days, else 0; a number where that is sure."""
        by_day = self.days(occurrence)
        inside = [literal for day, literal in by_day.items() if day in days]
        if len(inside) == len(by_day):
            present = self.present(occurrence)
            return int(present) if isinstance(present, bool) else present + 0
        return sum(inside)

    def at_most(self, ledger: Ledger, names: Iterable[str], stretches: Mapping[str, Sequence[int]], most: int) -> None:
        """Weigh what begins of some occurrences on a stretch of home days (indices), beyond so many; by case."""
        sure, may = self.begun(names)
        for case, days in stretches.items():
            found = [literal for day in days for literal in may.get(day, ())]
            here = sum(sure.get(day, 0) for day in days)
            if found and here + len(found) > most:
                ledger.excess(case, here + sum(found) - most, here + len(found) - most)

    def at_least_one(self, ledger: Ledger, groups: Mapping[str, Sequence[str]]) -> None:
        """Ask that one occurrence of each group is held."""
        for group, members in groups.items():
            if not self.any_held(members):
                held = [self.present(name) for name in members]
                case = ledger.case(group)
                if case is not False:
                    self.model.add_bool_or([negated(case), *held])

    def agree(
        self,
        conditions: Sequence[Literal],
        first: Mapping[int, Literal],
        second: Mapping[int, Literal],
        fits: Callable[[int, int], bool],
    ) -> None:
        """Hold two choices, each of one value among literals, to values that fit, while all conditions are true."""
        if any(literal is False for literal in conditions):
            return
        refuse = [negated(literal) for literal in conditions if literal is not True]
        for value, literal in second.items():
            fitting = [other for each, other in first.items() if fits(each, value)]
            if len(fitting) < len(first):
                self.model.add_bool_or([*refuse, negated(literal), *fitting])
        for value, literal in first.items():
            fitting = [other for each, other in second.items() if fits(value, each)]
            if len(fitting) < len(second):
                self.model.add_bool_or([*refuse, negated(literal), *fitting])

    def match(
        self,
        keep: Literal,
        first: Mapping[int, Literal],
        second: Mapping[int, Literal],
        fits: Callable[[int, int], bool],
    ) -> None:
        """Hold two choices to values that fit, while `keep` is true; it may only be so where both are made.

        For a `keep` that has its price: a share of it for each value of the second bounds that price far better than
        `agree` does.
        """
        if isinstance(keep, bool):
            self.agree([keep], first, second, fits)
            return
        shares = []
        for value, literal in second.items():
            fitting = [other for each, other in first.items() if fits(each, value)]
            if fitting:
                share = self.model.new_bool_var(f"{keep} at {value}")
                self.implies(share, literal)
                self.model.add(sum(fitting) >= share)
                shares.append(share)
        self.model.add(sum(shares) == keep)

    def begins_after(self, first: str, second: str, when: Literal) -> None:
        """Hold an occurrence until another is over, while both are held and `when` is true."""
        conditions = [self.present(first), self.present(second), when]
        if any(literal is False for literal in conditions):
            return
        over = self.minute(first) + self.programme.occurrence[first].duration
        constraint = self.model.add(self.minute(second) >= over)
        real = [literal for literal in conditions if literal is not True]
        if real:
            constraint.only_enforce_if(real)

    def stretch(self, ledger: Ledger, case: str, names: Sequence[str]) -> None:
        """Weigh the home days from the first to the last of some occurrences beyond one day for each that is held.

        Whether one has begun by the end of each day, and whether one is still to come, bounds that far better than
        the first and the last day as numbers do.
        """
        sure, may = self.begun(names)
        days = sorted({*sure, *may})
        if not days or days[-1] - days[0] < 2:
            return
        free = self.open_of(names)
        of_free = [(list(by_day), list(by_day.values())) for by_day in map(self.days, free)]
        total: Expression = days[0] - days[-1]
        for day, following in pairwise(days):
            begun: Literal = True
            to_come: Literal = True
            if not any(each <= day for each in sure):
                begun = self.model.new_bool_var(f"{case} has begun by day {day}")
            if not any(each > day for each in sure):
                to_come = self.model.new_bool_var(f"{case} goes on after day {day}")
            for by_day, literals in of_free:
                past = bisect_right(by_day, day)
                self._covers(begun, literals[:past])
                self._covers(to_come, literals[past:])
            total += (following - day) * (begun + to_come)
        held = sum(sure.values()) + sum(self.present(name) for name in free)
        ledger.excess(case, total - held + 1, days[-1] - days[0] - 1)

    def _covers(self, literal: Literal, exclusive: Sequence[Literal]) -> None:
        """Post that a literal is true where one of these is, of which at most one can be: as one sum, for its bound."""
        if exclusive and literal is not True:
            self.model.add_at_most_one([negated(literal), *exclusive])

    def most_on(self, parts: Sequence[Engaged], stretches: Sequence[Collection[int]], most: int) -> None:
        """Post that of some parts at most so many begin on each of these stretches of home days (indices).

        As one capacity over all stretches; a literal for each part and day is many times as much.
        """
        if not stretches:
            return
        number = {day: index for index, days in enumerate(stretches) for day in days}
        intervals = []
        for part in parts:
            by_day, literal = self.days(part.occurrence), part.literal
            if not by_day.keys() <= number.keys():
                counted = np.isin(self.starts.day, list(number))
                literal = self.if_all([literal, self.start_in(part.occurrence, counted)])
            if literal is not False:
                which = self._stretch_of(part.occurrence, [number.get(day, 0) for day in by_day])
                intervals.append(self.model.new_optional_fixed_size_interval_var(which, 1, literal, ""))
        self.model.add_cumulative(intervals, [1] * len(intervals), most)

    def _stretch_of(self, occurrence: str, numbers: Sequence[int]) -> Expression:
        """Return the number of the home day that an occurrence is held on, as one variable; 0 where it is not held."""
        total = weighted(self.days(occurrence).values(), numbers)
        if isinstance(total, int):
            return total
        key = (occurrence, tuple(numbers))
        if key not in self._numbers:
            self._numbers[key] = self.model.new_int_var(0, max(numbers), "")
            self.model.add(self._numbers[key] == total)
        return self._numbers[key]

    def not_all(self, literals: Sequence[Literal]) -> None:
        """Post that one of these literals is false."""
        if not any(literal is False for literal in literals):
            self.model.add_bool_or([negated(literal) for literal in literals if literal is not True])

    def if_all(self, literals: Sequence[Literal]) -> Literal:
        """Return a literal that is true at least if all of these are."""
        real = [literal for literal in literals if literal is not True]
        if any(literal is False for literal in real):
            return False
        if len(real) < 2:
            return real[0] if real else True
        found = self.model.new_bool_var("all of some")
        self.model.add_bool_or([found, *(negated(literal) for literal in real)])
        return found

    def home_clocks(self, occurrence: str) -> Mapping[int, Literal]:
        """Return what the clock at home may show when an occurrence begins, in minutes, with literals.

        Where no day has a change of the clock, these are the minutes since the day began.
        """
        shown = self.starts.home_clock
        domain = self.domain[occurrence]
        if (shown[domain] == self.starts.clock[domain]).all():
            return self._of(occurrence).by_clock
        return {int(clock): self.start_in(occurrence, shown == clock) for clock in np.unique(shown[domain])}

    @cached_property
    def weeks(self) -> Mapping[str, Sequence[int]]:
        """The home days (indices) of each week, named by the date of its Monday."""
        found: dict[str, list[int]] = {}
        for index, day in enumerate(self.starts.dates):
            found.setdefault(str(day - timedelta(days=day.weekday())), []).append(index)
        return found

    @cached_property
    def week_of(self) -> Ints:
        """The week that each home day is in: its number, from 0 on, by index."""
        return np.array([number for number, days in enumerate(self.weeks.values()) for _ in days])

    @cached_property
    def open_weeks(self) -> Mapping[str, Sequence[int]]:
        """The same with the days alone on which some period is open; weeks without any are left out."""
        periods = self.programme.forum.periods
        found = {
            monday: [day for day in days if any(period.open_on(self.starts.dates[day]) for period in periods)]
            for monday, days in self.weeks.items()
        }
        return {monday: days for monday, days in found.items() if days}

    @cached_property
    def action_lines(self) -> Mapping[str, Sequence[str]]:
        """The occurrences on each Action Line."""
        return self._by("action lines", lambda session: session.action_lines)

    @cached_property
    def sdgs(self) -> Mapping[str, Sequence[str]]:
        """The occurrences on each Sustainable Development Goal."""
        return self._by("sdgs", lambda session: session.sdgs)

    @cached_property
    def organisers(self) -> Mapping[str, Sequence[str]]:
        """The occurrences of each organiser."""
        return self._by("organisers", lambda session: session.organisers)

    @cached_property
    def tracks(self) -> Mapping[str, Sequence[str]]:
        """The occurrences of each track."""
        return self._by("tracks", lambda session: (session.track,) if session.track else ())

    @cached_property
    def types(self) -> Mapping[str, Sequence[str]]:
        """The occurrences of each type."""
        return self._by("types", lambda session: (session.type,))

    @cached_property
    def target_regions(self) -> Mapping[str, Sequence[str]]:
        """The occurrences that target each region."""
        return self._by("target regions", lambda session: session.target_regions)

    @cached_property
    def served(self) -> Mapping[str, Sequence[str]]:
        """The occurrences that each team serves, by its id."""
        served_by = self.programme.served_by
        return self._by("served", lambda session: [team.id for team in served_by[session.id].values()])

    @cached_property
    def series(self) -> Mapping[str, tuple[Cadence, Sequence[str]]]:
        """The series with a cadence: it, and the first occurrence of each part in order."""
        cadences = {session.series: session.cadence for session in self.programme.sessions if session.cadence}
        found: dict[str, list[tuple[int, str]]] = {}
        for occurrence in self.occurrences:
            session = occurrence.session
            if session.series in cadences and session.part is not None and occurrence.number == 1:
                found.setdefault(session.series, []).append((session.part, occurrence.id))
        return {name: (cadences[name], [part for _, part in sorted(parts)]) for name, parts in found.items()}

    def _by(self, key: str, named: Callable[[Session], Sequence[str]]) -> dict[str, list[str]]:
        """Return by name the occurrences of sessions that have it, of those names that something undecided has."""
        found: dict[str, list[str]] = {}
        for occurrence in self.occurrences:
            for name in dict.fromkeys(named(occurrence.session)):
                found.setdefault(name, []).append(occurrence.id)
        return dict(sorted(found.items()))

    def pairs(self, key: str, named: Callable[[Session], Iterable[str]]) -> Sequence[tuple[Occurrence, Occurrence]]:
        """Return the occurrences of every two sessions of which one names the other, in order of their ids."""

        def make() -> Iterator[tuple[str, str]]:
            sessions = {tuple(sorted((one.id, other))) for one in self.programme.sessions for other in named(one)}
            of = self.programme.occurrences_of
            for first, second in sorted(sessions):
                yield from ((one.id, other.id) for one in of.get(first, ()) for other in of.get(second, ()))

        of = self.programme.occurrence
        return [(of[one], of[other]) for one, other in self.relations(f"pairs: {key}", make)]

    def paired(self, key: str, named: Callable[[Session], Iterable[str]]) -> Mapping[str, Sequence[str]]:
        """Return for each occurrence in such a pair the others; worked out at the first call with this key."""

        def make() -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for one, other in self.pairs(key, named):
                found.setdefault(one.id, []).append(other.id)
                found.setdefault(other.id, []).append(one.id)
            return found

        return self.once(key, make)

    def balance(self, ledger: Ledger, case: str, groups: Mapping[str, Collection[str]]) -> None:
        """Weigh by how much more than one the numbers of sessions facilitated by groups of nominees differ."""
        if all(self.is_decided(occurrence.id) for occurrence in self.facilitated):
            return
        sure: dict[str, int] = {}
        chosen: dict[str, list[Literal]] = {}
        for group, people in groups.items():
            each = [self.chosen(person) for person in people]
            sure[group] = sum(number for number, _ in each)
            chosen[group] = [literal for _, literals in each for literal in literals]
        most = max((sure[group] + len(literals) for group, literals in chosen.items()), default=0)
        if len(groups) < 2 or most < 2:
            return
        highest = self.model.new_int_var(0, most, f"most of {case}")
        lowest = self.model.new_int_var(0, most, f"fewest of {case}")
        for group, literals in chosen.items():
            self.model.add(highest >= sure[group] + sum(literals))
            self.model.add(lowest <= sure[group] + sum(literals))
        ledger.excess(case, highest - lowest - 1, most - 1)

    def everything(self) -> None:
        """Make the variables of every occurrence, its channel and its facilitators, also those no rule asked for."""
        for occurrence in self.occurrences:
            self._of(occurrence.id)
            for number in range(len(self.classes)):
                self.in_class(occurrence.id, number)
            if occurrence.id in self._facilitated:
                for person in self.programme.nominees:
                    self.facilitates(person.id, occurrence.id)

    # ---- reading an answer -----------------------------------------------------------------------------------

    def read(self, value: Callable[[Literal], bool]) -> Timetable:
        """Return the timetable that an assignment of the literals means; channels are handed out within classes."""

        def true(literal: Literal) -> bool:
            return literal if isinstance(literal, bool) else value(literal)

        begins: dict[str, int] = {}
        for name, start in self._start.items():
            if not true(start.present):
                continue
            day = next(day for day, literal in start.by_day.items() if true(literal))
            clock = next(clock for clock, literal in start.by_clock.items() if true(literal))
            begins[name] = int(self.starts.day_start[day]) + clock
        channels = self.hand_out(
            begins,
            {name: next(n for n in range(len(self.classes)) if true(self.in_class(name, n))) for name in begins},
        )
        chosen: dict[str, list[str]] = defaultdict(list)
        for (person, name), literal in self._facilitates.items():
            if true(literal):
                chosen[name].append(person)
        placements = {}
        for name in sorted(begins):
            people = tuple(sorted(chosen[name]))
            placements[name] = Placement(self.starts.grid.instant(begins[name]), channels[name], people)
        return Timetable(self.programme, placements)

    def hand_out(self, begins: Mapping[str, int], classes: Mapping[str, int]) -> dict[str, str]:
        """Give each occurrence, in order of time, a free channel of its class: its track's of that day, or the first.

        Whichever free one is taken, there is always one as long as no more of a class are in use than it has.
        """
        free: dict[str, int] = {channel.id: -(10**9) for channel in self.programme.forum.channels}
        given: dict[str, str] = {}
        tracks: dict[tuple[str, int], set[str]] = defaultdict(set)
        for name in sorted(begins, key=lambda name: (begins[name], name)):
            members = self.classes[classes[name]]
            allowed = [channel for channel in members if free[channel] <= begins[name]]
            if not allowed:
                allowed = [min(members, key=lambda member: free[member])]
            track = self.programme.occurrence[name].session.track
            mine = tracks[track, bisect_right(self.starts.grid.day_starts, begins[name])] if track else set()
            channel = next((channel for channel in allowed if channel in mine), allowed[0])
            mine.add(channel)
            given[name] = channel
            over = begins[name] + self.programme.occurrence[name].duration
            free[channel] = over + self.programme.forum.channel[channel].set_up + self.pause
        return given

    def literals_of(self, timetable: Timetable) -> Iterable[tuple[Literal, bool]]:
        """Yield every decision literal made so far with its value in a timetable of the same programme."""
        for name, start in self._start.items():
            placement = timetable.placements.get(name)
            yield start.present, placement is not None
            day = clock = -1
            if placement is not None:
                minute = self.starts.grid.minute(placement.start)
                day = int(np.searchsorted(self.starts.day_start, minute, side="right")) - 1
                clock = minute - int(self.starts.day_start[day])
            for each, literal in start.by_day.items():
                yield literal, each == day
            for each, literal in start.by_clock.items():
                yield literal, each == clock
        for (name, number), literal in self._in_class.items():
            placement = timetable.placements.get(name)
            yield literal, placement is not None and placement.channel in self.classes[number]
        for (person, name), literal in self._facilitates.items():
            placement = timetable.placements.get(name)
            yield literal, placement is not None and person in placement.facilitators

    def allows(self, timetable: Timetable) -> bool:
        """Whether the narrowed domains hold every placement of a timetable, and what must be held is."""
        held = timetable.placements
        return all(name in held for name in self.must) and all(
            (self.starts.at(held[name].start) & self.domain[name]).any()
            and held[name].channel in self.channel_domain[name]
            for name in held
        )

    # ---- making variables ------------------------------------------------------------------------------------

    def _cut_axis(self) -> Ints:
        """Return where each home day's beginning lies on an axis on which idle time between days is cut to the pad."""
        axis = np.zeros(len(self.starts.dates) + 1, dtype=np.int64)
        longest = max((occurrence.duration for occurrence in self.occurrences), default=0)
        last_end, last_axis_end = None, 0
        for day in range(len(self.starts.dates)):
            mine = self.starts.minute[self.starts.day == day]
            begin = int(self.starts.day_start[day])
            first = int(mine[0]) if len(mine) else begin
            if last_end is None:
                axis[day] = begin - first
            else:
                axis[day] = last_axis_end + min(first - last_end, self._pad) - (first - begin)
            if len(mine):
                last_end = int(mine[-1]) + longest
                last_axis_end = int(axis[day]) + last_end - begin
        return axis

    def _of(self, occurrence: str) -> Start:
        if occurrence not in self._start:
            self._start[occurrence] = self._make(occurrence)
        return self._start[occurrence]

    def _table(self, occurrence: str) -> Table:
        if occurrence not in self._tables:
            self._tables[occurrence] = self.starts.table(self.domain[occurrence])
        return self._tables[occurrence]

    def _make(self, occurrence: str) -> Start:
        start = Start()
        table = self._table(occurrence)
        if not len(table):
            start.present = False
            if occurrence in self.must:
                self.model.add_bool_or([False])
            return start
        if occurrence not in self.must:
            start.present = self.model.new_int_var_from_domain(BINARY, f"{occurrence} held")
        start.by_day = self._one_of(table.days, start.present)
        start.by_clock = self._one_of(table.clocks, start.present)
        days, clocks = list(start.by_day.values()), list(start.by_clock.values())
        for rows, columns in table.gaps:
            self._at_most_one([*(days[row] for row in rows), *(clocks[column] for column in columns)], ())
        on_axis = weighted(days, self._axis[table.days].tolist()) + weighted(clocks, table.clocks)
        if isinstance(on_axis, int):
            start.axis = on_axis
        else:
            if table not in self._axis_domains:
                values = np.unique((self._axis[table.days][:, None] + table.clocks)[table.has]).tolist()
                self._axis_domains[table] = cp_model.Domain.from_values([0, *values])
            start.axis = self.model.new_int_var_from_domain(self._axis_domains[table], f"{occurrence} start")
            self.model.add(start.axis == on_axis)
        return start

    def _one_of(self, values: Sequence[int], present: Literal) -> dict[int, Literal]:
        if len(values) == 1:
            return {values[0]: present}
        literals: dict[int, Literal] = {value: self.model.new_int_var_from_domain(BINARY, "") for value in values}
        absent = [] if present is True else [negated(present)]
        self.model.add_exactly_one([*literals.values(), *absent])
        return literals
