"""What a rule is, and what it may ask of a ledger."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np

from data.policy import toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from constraints.board import Board, Expression, Literal
    from constraints.draft import Draft
    from constraints.starts import Ints, Mask, Priced
    from data.findings import Finding
    from data.policy import Mode, Value
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


class Ledger(Protocol):
    """Answers a rule's question "how firmly?"; made for one rule and one reading of it.

    A case is what the rule counts by: the same words as in the rule's findings. `amount` is how much a breach
    weighs in the rule's own unit.
    """

    def allow(self, case: str, occurrence: str, starts: Mask, *, person: str | None = None, amount: int = 1) -> None:
        """Hold the occurrence to these starts; with `person`, only where that person facilitates it."""

    def starts(self, case: str, occurrence: str, amounts: Ints, *, person: str | None = None) -> None:
        """Weigh each start of the occurrence by an amount; with `person`, where that person facilitates it."""

    def channels(self, case: str, occurrence: str, channels: Collection[str], *, amount: int = 1) -> None:
        """Hold the occurrence to these channels."""

    def held(self, case: str, occurrence: str, *, amount: int = 1) -> None:
        """Have the occurrence held."""

    def case(self, case: str, *, amount: int = 1) -> Literal:
        """Return a literal: while it is true, the case must hold."""

    def keep(self, case: str, occurrence: str, *, amount: int = 1, when: Literal = True) -> Literal:
        """Return a literal that is true only if the occurrence is held (and `when`): then the case must hold for it.

        A soft rule pays for an occurrence that is held and not kept.
        """

    def excess(self, case: str, expression: Expression, most: int) -> None:
        """Weigh an expression (at most `most`) by its value above zero."""

    def unavoidable(self, amount: int) -> None:
        """Say that every timetable breaks the rule by so much at least, for the gap to leave it out."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change to the forum that the team can make: in words, as the programme after it, and what it asks of people.

    `rule`, where it is given, takes the place of the rule of the same name: the change is one of `rules.toml`.
    `price` is in the points of soft rules, so that repairs can be ordered; it is nobody's bill. On the one scale of all
    rules a wish eased costs 50; what one person or one session asks for, 100; a cap raised or something more engaged,
    150; a rule relaxed for everybody, 200; a declared order or relation given up, 300; a fixed start freed, 500; a
    session given up, 1000 and more. With `further`, the same rule offers the next step of the same change, in the same
    place among such changes, where one step is not enough.
    """

    words: str
    programme: Programme
    price: int
    rule: Rule | None = None
    further: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """One rule of the forum. The fields of a subclass are its parameters; its module's docstring documents it.

    `name` is the rule's name in `rules.toml`; `modes` are those it can be in, the default first.
    """

    name: ClassVar[str]
    modes: ClassVar[tuple[Mode, ...]]
    default: ClassVar[Mode | None] = None
    """The mode without `rules.toml`, where it is not the first of `modes`: a rule may have to be asked for."""
    can_be_off: ClassVar[bool] = True
    settles: ClassVar[bool] = False
    """Whether a finding about settled starts stands, whatever else is placed, in which channel, whoever facilitates."""
    helped: ClassVar[bool] = False
    """Whether one more session can end a finding: then what sessions of a part of the forum do says nothing of all."""
    short_of: ClassVar[Scarce] = "sessions"
    """What stands in the way where the rule refuses a start: too little room, people, or other sessions."""
    greatest: ClassVar[int] = 600
    """The greatest value of a parameter that is a number."""

    mode: Mode
    weight: int = 1

    def narrow(self, board: Board, ledger: Ledger) -> None:  # noqa: B027 - a rule may have nothing to say here
        """Say what the rule asks of each session alone: its starts and channels. No decision variable yet."""

    def encode(self, board: Board, ledger: Ledger) -> None:  # noqa: B027 - a rule may have nothing to say here
        """Say what the rule asks of sessions together."""

    @abstractmethod
    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterable[Finding]:
        """Yield what breaks the rule; with `about`, only the cases that these occurrences are part of.

        An occurrence is part of a case if what is found there may depend on whether it is held, when and where, and who
        of the nominees facilitates it: a member of a group that is counted, also where the finding does not name it,
        and everything where all is counted together. So what is left out is the same in any two timetables that differ
        in the placements of `about` alone; what is told, and its price, differs between them as it does in full.
        """

    @abstractmethod
    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say a finding in one sentence for an organiser."""

    def demand(self, case: str, programme: Programme) -> str:
        """Say in a sentence what the rule demands in one of its cases; every rule that can be hard has its own."""
        return self.summary()

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Yield changes to the forum that would take this case of the rule out of a contradiction."""
        yield from ()

    def with_settings(self, said: str, programme: Programme, price: int, **settings: Value) -> Repair:
        """Return the repair that sets other parameters of this rule, or its mode; its words end with what to write."""
        written = ", ".join(f"{key} = {toml(value)}" for key, value in settings.items())
        rule = replace(self, **settings)  # type: ignore[arg-type]
        return Repair(f"{said} (rules.toml: {written} under [{self.name}])", programme, price, rule)

    @classmethod
    def summary(cls) -> str:
        """Return the rule in one sentence: the first line of its documentation."""
        return (sys.modules[cls.__module__].__doc__ or "").strip().splitlines()[0]

    @classmethod
    def refusal(cls, key: str, value: Value) -> str | None:
        """Say what is expected where a parameter of the right kind has a value that means nothing; else None."""
        return None

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Yield what each start would cost beside what the draft holds already, `inf` for forbidden.

        Some starts come with one amount for all of them, or an array with one for each.
        Steers search only and is never the gate: the check is the judge. A rule without it is asked by its check.
        """
        yield from ()

    def priced(self, draft: Draft, occurrence: str) -> Mask:
        """Return the starts that would cost anything beside what the draft holds already, as far as `prices` says."""
        found = draft.starts.none()
        for where, amount in self.prices(draft, occurrence):
            found[where] |= np.greater(amount, 0)
        return found
