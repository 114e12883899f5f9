"""Three readings of one encoding: Demand holds it, Price pays for breaking it, Question holds what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from constraints.board import Board, Expression, Literal
    from constraints.part import Part
    from constraints.starts import Ints, Mask

T = TypeVar("T")
Case = tuple[str, str]
"""A rule's name and one of its cases."""

SMALL = 2**30 - 1
"""The greatest price of a start that is kept in 32 bits: two of them added still fit."""

KEPT = 256
"""For how many arrays a ledger remembers their prices: rules ask the same of many sessions in a row."""


@dataclass(slots=True)
class Demand:
    """The rule is hard: every case holds."""

    board: Board

    def allow(self, case: str, occurrence: str, starts: Mask, *, person: str | None = None, amount: int = 1) -> None:
        """Narrow the domain."""
        if person is None:
            self.board.restrict(occurrence, starts)
        else:
            self.board.restrict_facilitator(person, occurrence, starts)

    def starts(self, case: str, occurrence: str, amounts: Ints, *, person: str | None = None) -> None:
        """Allow only starts without any amount."""
        self.allow(case, occurrence, amounts == 0, person=person)

    def channels(self, case: str, occurrence: str, channels: Collection[str], *, amount: int = 1) -> None:
        """Narrow the channels."""
        self.board.restrict_channels(occurrence, channels)

    def held(self, case: str, occurrence: str, *, amount: int = 1) -> None:
        """Have it held."""
        self.board.require(occurrence)

    def case(self, case: str, *, amount: int = 1) -> Literal:
        """Answer with true."""
        return True

    def keep(self, case: str, occurrence: str, *, amount: int = 1, when: Literal = True) -> Literal:
        """Answer with what keeps the occurrence held."""
        return self.board.present(occurrence) if when is True else when

    def unavoidable(self, amount: int) -> None:
        """Have nothing to count."""

    def excess(self, case: str, expression: Expression, most: int) -> None:
        """Allow no excess."""
        if not isinstance(expression, int):
            self.board.model.add(expression <= 0)
        elif expression > 0:
            self.board.model.add_bool_or([False])


@dataclass(slots=True)
class Notes:
    """What hard rules refuse occurrences by themselves, whatever else is held: by occurrence and rule.

    `starts`: those refused; `channels`: the rules that do not leave it every one; `cases`: the rules' own words for
    what they refuse, for their demands.
    """

    starts: dict[str, dict[str, Mask]] = field(default_factory=dict)
    channels: dict[str, dict[str, None]] = field(default_factory=dict)
    cases: dict[str, dict[str, list[str]]] = field(default_factory=dict)


@dataclass(slots=True)
class Noting(Demand):
    """The rule is hard, and what it refuses each occurrence by itself is noted."""

    rule: str
    notes: Notes

    def allow(self, case: str, occurrence: str, starts: Mask, *, person: str | None = None, amount: int = 1) -> None:
        """Narrow the domain, and note what is refused."""
        Demand.allow(self, case, occurrence, starts, person=person, amount=amount)
        if person is None and not starts.all():
            refused = self.notes.starts.setdefault(occurrence, {})
            refused[self.rule] = refused.get(self.rule, False) | ~starts
            self._case(case, occurrence)

    def channels(self, case: str, occurrence: str, channels: Collection[str], *, amount: int = 1) -> None:
        """Narrow the channels, and note that some are refused."""
        Demand.channels(self, case, occurrence, channels, amount=amount)
        if not set(channels) >= self.board.programme.forum.channel.keys():
            self.notes.channels.setdefault(occurrence, {})[self.rule] = None
            self._case(case, occurrence)

    def _case(self, case: str, occurrence: str) -> None:
        self.notes.cases.setdefault(occurrence, {}).setdefault(self.rule, []).append(case)


@dataclass(slots=True)
class Objective:
    """What the soft rules of one model cost together, in price points.

    What each start of an occurrence costs by itself is added up as one vector, and its least value is taken out
    of the search: `unavoidable` is what no timetable can save. With `firm`, a single case that costs as much or
    more is demanded instead; `limit` says how far a bound found that way can be trusted.
    """

    board: Board
    firm: int | None = None
    vectors: dict[str, Ints] = field(default_factory=dict)
    conditional: dict[str, dict[str, Ints]] = field(default_factory=dict)
    """By occurrence and person; equal vectors are one array. None of these is ever written to."""
    sums: dict[tuple[int, int], tuple[Ints, Ints, Ints]] = field(default_factory=dict)
    absent: dict[str, int] = field(default_factory=dict)
    demanded_held: dict[str, int] = field(default_factory=dict)
    terms: list[Expression] = field(default_factory=list)
    channel_wishes: dict[str, list[tuple[frozenset[str], int]]] = field(default_factory=dict)
    forgone: int | None = None
    settled: int = 0
    """What rules about sessions together know of any timetable's cost."""

    total: Expression = 0
    """The price of everything, once it is finished."""

    def on(self, board: Board) -> Objective:
        """Return the same prices on another board that was narrowed alike, before anything was encoded."""
        return replace(
            self,
            board=board,
            vectors=dict(self.vectors),
            conditional={name: dict(people) for name, people in self.conditional.items()},
            absent=dict(self.absent),
            demanded_held=dict(self.demanded_held),
            terms=list(self.terms),
            channel_wishes={name: list(wishes) for name, wishes in self.channel_wishes.items()},
        )

    def of(self, part: Part) -> Objective:
        """Return the prices of what is undecided on the board of a part, before anything was encoded."""
        mine = part.names

        def own(prices: Mapping[str, T]) -> dict[str, T]:
            return {name: prices[name] for name in sorted(mine & prices.keys())}

        def may_be(name: str, person: str) -> bool:
            return name not in part.keep or person in part.keep[name]

        return Objective(
            part,
            self.firm,
            vectors=own(self.vectors),
            conditional={
                name: {person: price for person, price in self.conditional[name].items() if may_be(name, person)}
                for name in sorted(part.choosing & self.conditional.keys())
            },
            absent=own(self.absent),
            demanded_held=own(self.demanded_held),
            channel_wishes=own(self.channel_wishes),
        )

    def demand(self, price: int) -> bool:
        """Whether a case of this price is to be demanded; notes what that forgoes."""
        if self.firm is None or price < self.firm:
            return False
        self.forgone = price if self.forgone is None else min(self.forgone, price)
        return True

    def least(self, occurrence: str) -> int:
        """Return what an occurrence costs at its best start, once every rule has narrowed."""
        vector, domain = self.vectors.get(occurrence), self.board.domain[occurrence]
        return int(vector[domain].min()) if vector is not None and domain.any() else 0

    @property
    def unavoidable(self) -> int:
        """What every timetable costs, whatever else: each occurrence at its best start, or left out if that is less.

        What rules know besides counts as far as `limit`: it may be of occurrences that are held since that is demanded.
        """
        known, limit = self._at_best + self.settled, self.limit
        return known if limit is None else min(known, limit)

    @property
    def limit(self) -> int | None:
        """Up to this value a bound of this model holds for the forum as asked; None where it always does."""
        forgone = [max(0, price - self.least(occurrence)) for occurrence, price in self.demanded_held.items()]
        forgone += [self.forgone] if self.forgone is not None else []
        return self._at_best + min(forgone) if forgone else None

    @property
    def _at_best(self) -> int:
        total = 0
        for occurrence in self.board.occurrences:
            least = self.least(occurrence.id)
            price = self.demanded_held.get(occurrence.id)
            if price is None and occurrence.id not in self.board.must:
                price = self.absent.get(occurrence.id, 0)
            total += least if price is None else min(least, price)
        return total

    def price_start(self, occurrence: str, priced: Ints) -> None:
        """Add to what each start of an occurrence costs."""
        known = self.vectors.get(occurrence)
        self.vectors[occurrence] = priced if known is None else _added(known, priced)

    def price_facilitator(self, person: str, occurrence: str, priced: Ints) -> None:
        """Add to what each start of an occurrence costs where a person facilitates it.

        Sums are worked out once: most people are asked the same of many sessions.
        """
        people = self.conditional.setdefault(occurrence, {})
        if person in people:
            known = people[person]
            key = (id(known), id(priced))
            if key not in self.sums:
                self.sums[key] = (known, priced, _added(known, priced))
            priced = self.sums[key][2]
        people[person] = priced

    def finish(self) -> None:
        """Post the objective; every narrowing is known by now."""
        board = self.board
        total: list[Expression] = list(self.terms)
        for occurrence, vector in self.vectors.items():
            least = self.least(occurrence)
            expression, _ = board.cost(occurrence, vector - least)
            total.append(expression + least * board.present(occurrence))
        for occurrence, people in self.conditional.items():
            total += [expression for expression, _ in board.costs(occurrence, people)]
        for occurrence, price in self.absent.items():
            total.append(price * negated_value(board.present(occurrence)))
        for occurrence, wishes in self.channel_wishes.items():
            total.extend(
                price * board.in_class(occurrence, number)
                for channels, price in wishes
                for number, members in enumerate(board.classes)
                if members[0] not in channels
            )
        constant = sum(term for term in total if isinstance(term, int))
        expressions = [term for term in total if not isinstance(term, int)]
        self.total = cp_model.LinearExpr.sum([*expressions, constant]) if expressions else constant
        if not isinstance(self.total, int) or self.total:
            board.model.minimize(self.total)


def _small(amounts: Ints) -> Ints:
    """Return amounts in half the room where their sum with as much again still fits."""
    return amounts.astype(np.int32) if int(amounts.max(initial=0)) <= SMALL else amounts.astype(np.int64)


def _added(one: Ints, other: Ints) -> Ints:
    """Return the sum of amounts that are not negative."""
    if one.dtype == other.dtype == np.int32:
        total = one + other
        return total if int(total.max(initial=0)) <= SMALL else total.astype(np.int64)
    return one + other.astype(np.int64)


def negated_value(literal: Literal) -> Expression:
    """Return 1 - literal, as a number for a constant one."""
    return int(not literal) if isinstance(literal, bool) else 1 - literal


@dataclass(slots=True)
class Price:
    """The rule is soft: a case may be broken at the rule's weight times the amount."""

    board: Board
    objective: Objective
    weight: int
    _priced: dict[tuple[int, int | None], tuple[Ints | Mask, Ints]] = field(default_factory=dict)
    """The arrays that it was asked to price last, with the amount of a breach, and their prices."""

    def allow(self, case: str, occurrence: str, starts: Mask, *, person: str | None = None, amount: int = 1) -> None:
        """Price every other start."""
        if self.weight:
            self._add(occurrence, person, self._price(starts, amount))

    def starts(self, case: str, occurrence: str, amounts: Ints, *, person: str | None = None) -> None:
        """Price each start by its amount."""
        if self.weight:
            self._add(occurrence, person, self._price(amounts, None))

    def _price(self, asked: Ints | Mask, amount: int | None) -> Ints:
        """Return the prices of amounts, or of a breach where a mask is false; of one array once in a row."""
        key = (id(asked), amount)
        if key not in self._priced:
            if len(self._priced) >= KEPT:
                self._priced.clear()
            amounts = asked.astype(np.int64) if amount is None else np.where(asked, 0, amount)
            self._priced[key] = (asked, _small(amounts * self.weight))
        return self._priced[key][1]

    def _add(self, occurrence: str, person: str | None, priced: Ints) -> None:
        if person is None:
            self.objective.price_start(occurrence, priced)
        else:
            self.objective.price_facilitator(person, occurrence, priced)

    def channels(self, case: str, occurrence: str, channels: Collection[str], *, amount: int = 1) -> None:
        """Price every other channel."""
        self.board.note_channels(channels)
        wish = (frozenset(channels), self.weight * amount)
        self.objective.channel_wishes.setdefault(occurrence, []).append(wish)

    def held(self, case: str, occurrence: str, *, amount: int = 1) -> None:
        """Price leaving it out."""
        price = self.weight * amount
        if self.objective.firm is not None and price >= self.objective.firm:
            self.objective.demanded_held[occurrence] = price
            self.board.require(occurrence)
        else:
            self.objective.absent[occurrence] = self.objective.absent.get(occurrence, 0) + price

    def case(self, case: str, *, amount: int = 1) -> Literal:
        """Answer with a literal that costs when it is false."""
        price = self.weight * amount
        if self.objective.demand(price):
            return True
        literal = self.board.model.new_bool_var(case)
        self.objective.terms.append(price * negated_value(literal))
        return literal

    def keep(self, case: str, occurrence: str, *, amount: int = 1, when: Literal = True) -> Literal:
        """Answer with a literal that costs when it is false although the occurrence is held."""
        held = self.board.present(occurrence) if when is True else when
        price = self.weight * amount
        if held is False or self.objective.demand(price):
            return held
        literal = self.board.model.new_bool_var(f"{case} keeps {occurrence}")
        self.board.implies(literal, held)
        self.objective.terms.append(price * (held - literal))
        return literal

    def unavoidable(self, amount: int) -> None:
        """Count it among what no timetable can save."""
        self.objective.settled += self.weight * amount

    def excess(self, case: str, expression: Expression, most: int) -> None:
        """Price the expression above zero."""
        if most <= 0:
            return
        if isinstance(expression, int):
            self.objective.terms.append(self.weight * max(0, expression))
            return
        over = self.board.model.new_int_var(0, most, case)
        self.board.model.add(over >= expression)
        self.objective.terms.append(self.weight * over)


@dataclass(slots=True)
class Question(Demand):
    """The rule is hard in the cases that are chosen; the others have no part in the model."""

    rule: str
    chosen: Callable[[Case], bool]
    cases: dict[Case, None]
    """All chosen cases of the model so far, in order; shared by the ledgers of one model."""
    assumed: dict[Case, str] | None = None
    """With this, what has an occurrence held is noted here, for the engine to assume, and not demanded."""

    def allow(self, case: str, occurrence: str, starts: Mask, *, person: str | None = None, amount: int = 1) -> None:
        """Narrow the domain if the case is chosen."""
        if not starts.all() and self.case(case):
            Demand.allow(self, case, occurrence, starts, person=person)

    def channels(self, case: str, occurrence: str, channels: Collection[str], *, amount: int = 1) -> None:
        """Narrow the channels if the case is chosen."""
        if not set(channels) >= self.board.programme.forum.channel.keys() and self.case(case):
            Demand.channels(self, case, occurrence, channels)

    def held(self, case: str, occurrence: str, *, amount: int = 1) -> None:
        """Have it held if the case is chosen."""
        if self.case(case):
            if self.assumed is None:
                Demand.held(self, case, occurrence)
            else:
                self.assumed[self.rule, case] = occurrence

    def case(self, case: str, *, amount: int = 1) -> Literal:
        """Answer whether the case is chosen."""
        chosen = self.chosen((self.rule, case))
        if chosen:
            self.cases[self.rule, case] = None
        return chosen

    def keep(self, case: str, occurrence: str, *, amount: int = 1, when: Literal = True) -> Literal:
        """Answer with what keeps the occurrence held if the case is chosen."""
        return self.case(case) and Demand.keep(self, case, occurrence, when=when)

    def excess(self, case: str, expression: Expression, most: int) -> None:
        """Allow no excess if the case is chosen."""
        if most > 0 and self.case(case):
            Demand.excess(self, case, expression, most)
