"""How an attempt to plan ends: a timetable, a reason why there is none, or no answer in time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constraints.rule import Repair
    from data.timetable import Timetable
    from scheduler.verify import Verdict


ARGUING = 120.0
"""The least that may be used to say why there is no timetable, in the units of a budget."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: what is placed, the best cost, bound and gap so far, seconds since it began."""

    stage: str
    placed: int
    cost: int | None
    bound: int | None
    gap: float | None
    seconds: float


class Disagreement(Exception):
    """The solver and the independent checks do not agree about a timetable: a bug, told with both sides."""

    def __init__(self, message: str, timetable: Timetable) -> None:
        super().__init__(message)
        self.timetable = timetable


@dataclass(frozen=True, slots=True)
class Planned:
    """A timetable that passed every check.

    `bound`: no timetable of this forum costs less; None where nothing is known. `unavoidable`: the part of any
    timetable's cost that is settled before the search. `proven`: no better timetable exists.
    """

    timetable: Timetable
    verdict: Verdict
    bound: int | None
    unavoidable: int
    proven: bool
    lost: str = ""

    @property
    def gap(self) -> float | None:
        """(cost - bound) / cost after taking off what no timetable can avoid; None where no bound is known."""
        return gap(self.verdict.cost, self.bound, self.unavoidable)


def gap(cost: int, bound: int | None, unavoidable: int) -> float | None:
    """Return how far a cost is from its bound, as a part of what can be influenced."""
    if bound is None:
        return None
    if cost <= bound:
        return 0.0
    return (cost - bound) / (cost - min(unavoidable, bound))


@dataclass(frozen=True, slots=True)
class Reason:
    """One demand of a rule that is part of a contradiction, in a sentence; with the occurrences and people it names."""

    rule: str
    case: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Demands that cannot hold together, and changes to the forum that were shown to end it, cheapest first.

    `minimal`: without any one of the demands the others can hold together (proven by solving again).
    """

    reasons: tuple[Reason, ...]
    minimal: bool
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Impossible:
    """No timetable keeps the hard rules: at least one contradiction, each independent of the others.

    `all_told`: without them the rest can hold together; otherwise time ran out before that was shown.
    """

    contradictions: tuple[Contradiction, ...]
    all_told: bool


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """The budget was used up, or the work was stopped, before a timetable was found."""

    stopped: bool


Outcome = Planned | Impossible | OutOfTime


@dataclass(slots=True)
class Statistics:
    """What a search did: seconds by stage, answers as they came, and what each kind of neighbourhood brought.

    Stages of parts are added up over all hands. `believed` is what the search gained in all by its own account.
    """

    strategy: str = ""
    engine: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    answers: list[tuple[float, int, int | None, int]] = field(default_factory=list)
    """Seconds since the search began, cost, bound, how many are placed: each time that one of them is better."""
    neighbourhoods: Mapping[str, list[float]] = field(default_factory=dict)
    believed: int = 0
    lost: int = 0
    """Pieces of work that were lost with the process that did them."""

    @contextmanager
    def stage(self, what: str) -> Iterator[None]:
        """Count the seconds within to a stage."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[what] = self.seconds.get(what, 0.0) + time.monotonic() - began

    def note(self, seconds: float, cost: int | None, bound: int | None, placed: int) -> None:
        """Note where the search stands, if that is news."""
        if cost is not None and (not self.answers or self.answers[-1][1:3] != (cost, bound)):
            self.answers.append((seconds, cost, bound, placed))
