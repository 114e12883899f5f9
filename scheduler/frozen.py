"""What begins before an instant is frozen: it stays at its published start, and nothing else is put before that.

The rule of fixed starts, with the frozen ones among them, for the time of one replanning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from constraints import words
from constraints.rule import Repair
from constraints.rules.fixed_start import FixedStart
from data.clock import local_text
from data.findings import Finding
from data.programme import FixedStart as Pin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constraints.board import Board
    from constraints.rule import Ledger, Rule
    from data.programme import Programme
    from data.timetable import Placement, Timetable

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Frozen(FixedStart):
    """Fixed starts, and those of `held`, which are frozen; all others begin at `until` (UTC) at the earliest."""

    until: datetime
    held: frozenset[str]

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow what is fixed, and nothing else before the instant."""
        FixedStart.narrow(self, board, ledger)
        begun = board.starts.minute * timedelta(minutes=1).seconds
        later = begun >= (self.until - board.starts.grid.origin).total_seconds()
        for occurrence in board.occurrences:
            if occurrence.id not in self.held:
                ledger.allow(f"frozen {occurrence.id}", occurrence.id, later)

    def demand(self, case: str, programme: Programme) -> str:
        """Say what is frozen where, or what may not come before."""
        name = case.removeprefix("frozen ")
        until = local_text(self.until, programme.forum.zone)
        if name != case:
            return (
                f"{words.session(programme, name)} may not begin before {until}, up to which the programme is frozen."
            )
        fixed = programme.occurrence[name].fixed
        if name not in self.held or fixed is None:
            return FixedStart.demand(self, case, programme)
        return f"{words.session(programme, name)} is frozen: it stays at {self._when(fixed, programme)}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Lift the freeze, or cancel the session."""
        name = case.removeprefix("frozen ")
        part = programme.occurrence[name]
        if name != case:
            said = f"let {words.session(programme, name)} begin in the frozen time (an earlier --frozen-until)"
            yield Repair(said, programme, 500, replace(self, until=NEVER))
            return
        if name not in self.held:
            yield from FixedStart.repairs(self, case, programme)
            return
        freed = next(FixedStart.repairs(self, case, programme)).programme
        said = f"lift the freeze of {words.session(programme, name)} (an earlier --frozen-until)"
        yield Repair(said, freed, 500, replace(self, held=self.held - {name}, until=NEVER))
        gone = programme.with_session(replace(part.session, status="cancelled"))
        yield Repair(f"cancel {words.whole(part.session)} (decisions: cancel)", gone, 1000)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield what is not where it is fixed, and what begins before the instant."""
        yield from FixedStart.check(self, timetable, about)
        for name, placement in timetable.placements.items():
            if placement.start < self.until and name not in self.held and (about is None or name in about):
                yield Finding(self.name, f"frozen {name}", (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say where it is fixed, or from when on it may begin."""
        name = finding.case.removeprefix("frozen ")
        if name == finding.case:
            return FixedStart.explain(self, finding, timetable)
        until = local_text(self.until, timetable.programme.forum.zone)
        return f"{words.placed(timetable, name)} begins before {until}, up to which the programme is frozen."


def frozen(
    programme: Programme, rules: Sequence[Rule], old: Mapping[str, Placement], until: datetime
) -> tuple[Programme, tuple[Rule, ...], frozenset[str]]:
    """Return the programme with what begins before `until` fixed there, the rules that hold it, and what that is."""
    held = frozenset(name for name, placement in old.items() if placement.start < until)
    for name in sorted(held):
        part = programme.occurrence[name]
        start = old[name].start
        starts = list(programme.occurrence[name].session.fixed)
        starts += [None] * (part.number - len(starts))
        starts[part.number - 1] = Pin(programme.forum.time_grid.home_date(start), start)
        session = replace(programme.session[part.session.id], fixed=tuple(starts))
        programme = programme.with_session(session)
    rule = Frozen(mode="hard", until=until, held=held)
    kept = tuple(rule if each.name == FixedStart.name else each for each in rules)
    return programme, kept if rule in kept else (*kept, rule), held
