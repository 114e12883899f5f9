"""What begins before an instant is frozen: it stays at its published start, and nothing else is put before that.

The rule of fixed starts, with the frozen ones among them, for the time of one replanning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from constraints import words
from constraints.counting import held
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
    """Fixed starts; what is `held` at its instant (UTC); all others begin at `until` at the earliest.

    `added` are those of the held ones that are fixed in the programme for this alone.
    """

    until: datetime
    held: Mapping[str, datetime]
    added: frozenset[str]

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Allow what is fixed, what is frozen, and nothing else before the instant."""
        FixedStart.narrow(self, board, ledger)
        later = board.starts.minute * 60 >= (self.until - board.starts.grid.origin).total_seconds()
        for occurrence in board.occurrences:
            start = self.held.get(occurrence.id)
            ledger.allow(f"frozen {occurrence.id}", occurrence.id, later if start is None else board.starts.at(start))

    def demand(self, case: str, programme: Programme) -> str:
        """Say what is frozen where, or what may not come before."""
        name = case.removeprefix("frozen ")
        zone = programme.forum.zone
        if name in self.held and (name != case or name in self.added):
            return f"{words.session(programme, name)} is frozen: it stays at {local_text(self.held[name], zone)}."
        if name == case:
            return FixedStart.demand(self, case, programme)
        until = local_text(self.until, zone)
        return f"{words.session(programme, name)} may not begin before {until}, up to which the programme is frozen."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Lift the freeze, or cancel the session."""
        name = case.removeprefix("frozen ")
        if name == case and name not in self.added:
            yield from FixedStart.repairs(self, case, programme)
            return
        rest = {other: start for other, start in self.held.items() if other != name}
        lifted = replace(self, held=rest, added=self.added - {name}, until=NEVER)
        named = words.session(programme, name)
        if name not in self.held:
            yield Repair(f"let {named} begin in the frozen time (an earlier --frozen-until)", programme, 500, lifted)
            return
        freed = programme
        if name in self.added:
            freed = next(FixedStart.repairs(self, name, programme)).programme
        yield Repair(f"lift the freeze of {named} (an earlier --frozen-until)", freed, 500, lifted)
        session = programme.occurrence[name].session
        gone = programme.with_session(replace(session, status="cancelled"))
        yield Repair(f"cancel {words.whole(session)} (decisions: cancel)", gone, 1000)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield what is not where it is fixed or frozen, and what begins before the instant."""
        yield from FixedStart.check(self, timetable, about)
        for name in held(timetable, about):
            placement, start = timetable.placements[name], self.held.get(name)
            if placement.start < self.until if start is None else placement.start != start:
                yield Finding(self.name, f"frozen {name}", (name,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say where it is fixed or frozen, or from when on it may begin."""
        name = finding.case.removeprefix("frozen ")
        if name == finding.case:
            return FixedStart.explain(self, finding, timetable)
        return f"{words.placed(timetable, name)}: {self.demand(finding.case, timetable.programme)}"


def frozen(
    programme: Programme, rules: Sequence[Rule], old: Mapping[str, Placement], until: datetime
) -> tuple[Programme, tuple[Rule, ...], frozenset[str]]:
    """Return the programme with what begins before `until` fixed there, the rules that hold it, and what that is.

    What is fixed elsewhere stays fixed there: then both cannot hold.
    """
    held = {name: placement.start for name, placement in old.items() if placement.start < until}
    added = frozenset(name for name in held if programme.occurrence[name].fixed is None)
    for name in sorted(added):
        part = programme.occurrence[name]
        session = programme.session[part.session.id]
        starts = [*session.fixed, *([None] * (part.number - len(session.fixed)))]
        starts[part.number - 1] = Pin(programme.forum.time_grid.home_date(held[name]), held[name])
        programme = programme.with_session(replace(session, fixed=tuple(starts)))
    rule = Frozen(mode="hard", until=until, held=held, added=added)
    kept = tuple(rule if each.name == FixedStart.name else each for each in rules)
    return programme, kept if any(each is rule for each in kept) else (*kept, rule), frozenset(held)
