"""From a published timetable to one that fits the programme as it is now, with the fewest changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.catalogue import rules_in_force
from data.timetable import Timetable
from scheduler.engine import Status, Stop
from scheduler.explain import impossible, settled_contradictions
from scheduler.frozen import frozen
from scheduler.outcome import ARGUING, Disagreement, Impossible, OutOfTime
from scheduler.strategies.repair import Repair
from scheduler.verify import dearer_by_rule, verify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from constraints.rule import Rule
    from data.findings import Finding
    from data.policy import Policy
    from data.programme import Programme
    from data.timetable import Placement
    from scheduler.engine import Budget
    from scheduler.strategies.repair import Repaired
    from scheduler.verify import Verdict


@dataclass(frozen=True, slots=True)
class Replanning:
    """What may change beyond what has to.

    What was published to begin before `frozen_until` (UTC) stays, and nothing else comes before it. After the repair,
    `moves` more sessions may move at most, where that makes the timetable cheaper; or, with a `price`, as many as save
    more than they cost, as `price_of_move` says. `now` (UTC) is the instant from which its days are counted.
    """

    frozen_until: datetime | None = None
    moves: int = 0
    price: int | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a session changes: the hard finding that has it go, or the sessions that it makes room for.

    `gone` where there is no such channel or no such start any more; none of all where it is for the price alone.
    """

    finding: Finding | None = None
    room_for: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True)
class Replanned:
    """A timetable that passes the checks, and what it changes of what was published.

    `before` is what was published as far as the programme still knows it, with what the checks say of it now; `old`
    are the published placements of all that is still to be held. Of these, `lost` are not held any more, `moved` are at
    another start, `rechannelled` at the same start in another channel, `refacilitated` have other facilitators.
    `placed` were not published. `dearer` is by rule what it costs more than what was published would cost now, less
    where negative. `needed` is the number of moves that mending took; no timetable that loses as few needs fewer than
    `bound`.
    """

    timetable: Timetable
    verdict: Verdict
    before: Timetable
    before_verdict: Verdict
    old: Mapping[str, Placement]
    lost: tuple[str, ...]
    moved: tuple[str, ...]
    rechannelled: tuple[str, ...]
    refacilitated: tuple[str, ...]
    placed: tuple[str, ...]
    why: Mapping[str, Why]
    dearer: Mapping[str, int]
    needed: int
    bound: int

    @property
    def fewest(self) -> int | None:
        """The proven fewest moves that mend the timetable; None where it is not proven."""
        return self.needed if self.bound == self.needed else None

    @property
    def changes(self) -> bool:
        """Whether anything is not as it was published."""
        return bool(self.lost or self.moved or self.rechannelled or self.refacilitated or self.placed)


def replan(
    programme: Programme,
    policy: Policy,
    before: Mapping[str, Placement],
    budget: Budget,
    *,
    wishes: Replanning | None = None,
    stop: Stop | None = None,
) -> Replanned | Impossible | OutOfTime:
    """Change as little as can be of published placements, so that they keep the hard rules of the programme as it is.

    First the fewest lose their place, then the fewest move to another start, then the fewest change the channel alone
    or get other facilitators; of these timetables a cheap one is taken. `before` may name occurrences that are not to
    be held any more, and channels, people and starts that there are not any more.

    Raises InputProblems for an unknown rule, mode or parameter in the policy.
    """
    wishes = wishes or Replanning()
    rules = rules_in_force(policy)
    stop = stop or Stop()
    old = {name: before[name] for name in sorted(before) if name in programme.occurrence}
    held, in_force = programme, rules
    stays: frozenset[str] = frozenset()
    if wishes.frozen_until is not None:
        held, in_force, stays = frozen(programme, rules, old, wishes.frozen_until)
    arguing = replace(budget, limit=max(budget.limit, ARGUING))
    if settled_contradictions(held, in_force):
        return impossible(held, in_force, arguing, stop)
    repair = Repair(held, in_force, old, stays, budget, stop)
    found = repair.run()
    if found is Status.INFEASIBLE:
        return impossible(held, in_force, arguing, stop)
    if isinstance(found, Status):
        return OutOfTime(stopped=stop.is_set())
    best = found
    if wishes.price is not None:
        assert wishes.now is not None, "a price per move counts the days from an instant"
        best = repair.improved(found, None, _prices(programme, old, wishes.price, wishes.now))
    elif wishes.moves:
        best = repair.improved(found, found.moves + wishes.moves, {})
    return _replanned(programme, rules, old, best)


def price_of_move(price: int, people: int, days: int) -> int:
    """Return what moving a session with so many people costs, so many whole days (1 at least) before it begins.

    price x (1 + people / 10) x (1 + 7 / days), rounded up: with ten people twice the price, and twice that a week
    before the session.
    """
    days = max(days, 1)
    return -(-price * (10 + people) * (days + 7) // (10 * days))


def _prices(programme: Programme, old: Mapping[str, Placement], price: int, now: datetime) -> dict[str, int]:
    found = {}
    for name, was in old.items():
        session = programme.occurrence[name].session.id
        people = {*was.facilitators, *(part.person for part in programme.appearances_in.get(session, ()))}
        found[name] = price_of_move(price, len(people), (was.start - now).days)
    return found


def _replanned(programme: Programme, rules: Sequence[Rule], old: Mapping[str, Placement], found: Repaired) -> Replanned:
    timetable = Timetable(programme, found.timetable.placements)
    standing = _standing(programme, old)
    said = verify(standing, rules)
    now = timetable.placements
    stay = [name for name in old if name in now and now[name].start == old[name].start]
    lost = tuple(name for name in old if name not in now)
    moved = tuple(name for name in old if name in now and now[name].start != old[name].start)
    rechannelled = tuple(name for name in stay if now[name].channel != old[name].channel)
    refacilitated = tuple(name for name in old if name in now and now[name].facilitators != old[name].facilitators)
    changed = dict.fromkeys([*lost, *moved, *rechannelled, *refacilitated])
    verdict = found.verdict if found.timetable.programme is programme else verify(timetable, rules)
    if verdict.hard:
        raise Disagreement(f"the checks refuse an answer that was verified: {verdict.hard}", timetable)
    published = _as_published(standing, timetable, old)
    return Replanned(
        timetable,
        verdict,
        standing,
        said,
        old,
        lost,
        moved,
        rechannelled,
        refacilitated,
        tuple(name for name in timetable.in_order if name not in old),
        {name: _why(name, old, standing, said, timetable, rules) for name in changed},
        dearer_by_rule(said if published is standing else verify(published, rules), verdict),
        found.moves,
        found.bound if found.lost == found.lost_bound else 0,
    )


def _standing(programme: Programme, old: Mapping[str, Placement]) -> Timetable:
    """Return what of published placements the programme still knows: its dates, its channels, its people."""
    forum = programme.forum
    grid = forum.time_grid
    return Timetable(
        programme,
        {
            name: replace(was, facilitators=tuple(each for each in was.facilitators if each in programme.person))
            for name, was in old.items()
            if was.channel in forum.channel and grid.first <= grid.home_date(was.start) <= grid.last
        },
    )


def _as_published(standing: Timetable, timetable: Timetable, old: Mapping[str, Placement]) -> Timetable:
    """Return what stands of what was published, and at its old start also what lost only its channel: for its price."""
    grid = timetable.programme.forum.time_grid
    rest = {
        name: replace(timetable.placements[name], start=was.start)
        for name, was in old.items()
        if name not in standing.placements
        and name in timetable.placements
        and grid.first <= grid.home_date(was.start) <= grid.last
    }
    return Timetable(timetable.programme, {**standing.placements, **rest}) if rest else standing


def _why(
    name: str,
    old: Mapping[str, Placement],
    standing: Timetable,
    said: Verdict,
    timetable: Timetable,
    rules: Sequence[Rule],
) -> Why:
    mine = [finding for finding in said.hard if name in finding.sessions]
    if mine:
        return Why(min(mine, key=lambda finding: (len(finding.sessions), said.hard.index(finding))))
    if name not in standing.placements or not timetable.programme.forum.time_grid.on_grid(old[name].start):
        return Why(gone=True)
    back = Timetable(timetable.programme, {**timetable.placements, name: standing.placements[name]})
    in_the_way = verify(back, [rule for rule in rules if rule.mode == "hard"], {name}).hard
    others = {other for finding in in_the_way for other in finding.sessions if other != name}
    return Why(room_for=tuple(sorted(others)))
