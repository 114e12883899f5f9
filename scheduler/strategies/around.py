"""Some sessions free to move, all others where they are: the fewest changes first, then the cheapest timetable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.timetable import Timetable
from scheduler.engine import Budget, Run, Status, Stop, solve
from scheduler.outcome import Disagreement
from scheduler.verify import verify

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from constraints.board import Board, Expression
    from constraints.starts import Mask
    from scheduler.build import Build
    from scheduler.verify import Verdict

POLISHING = 2.0
"""The most that is used to make the fewest changes cheap, in the units of a budget."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of sessions that were free, and what the checks say of it.

    `proven` where none that changes as little is cheaper, and with `fewest` none changes less.
    """

    timetable: Timetable
    verdict: Verdict
    proven: bool


class Around:
    """A model of a timetable in which some sessions are free, and all others are held where they are.

    What is not held stays out unless it is free. Channels are handed out anew among interchangeable ones. Who
    facilitates a session that is not free stays; the concluding session follows those who are chosen.
    """

    def __init__(self, narrowed: Build, timetable: Timetable, free: Collection[str], *, asked: str) -> None:
        self.timetable = timetable
        self.free = frozenset(free)
        self.asked = asked
        self.build = narrowed.again()
        self.board = self.build.board
        self.board.require(asked)
        for occurrence in self.board.occurrences:
            name = occurrence.id
            if name not in self.free:
                held = timetable.placements.get(name)
                self.board.restrict(name, self.board.starts.at(held.start) if held else self.board.starts.none())
                if held:
                    self.board.require(name)
        self.build.encode()
        for name, placement in timetable.placements.items():
            if name not in self.free:
                for number, members in enumerate(self.board.classes):
                    literal = self.board.in_class(name, number)
                    if not isinstance(literal, bool):
                        self.board.model.add(literal == int(placement.channel in members))
        for held_by_some in self.board.facilitated:
            if held_by_some.id not in self.free:
                self.keep_facilitators(held_by_some.id)

    def keep_facilitators(self, occurrence: str) -> None:
        """Have the same people facilitate a held occurrence."""
        placement = self.timetable.placements.get(occurrence)
        if placement is None:
            return
        for person in self.board.programme.nominees:
            literal = self.board.facilitates(person.id, occurrence)
            if not isinstance(literal, bool):
                self.board.model.add(literal == int(person.id in placement.facilitators))

    def refuse(self, starts: Mask) -> None:
        """Allow the session that is asked about none of these starts."""
        self.board.within(self.asked, ~starts, ())

    def prefer_near(self, instant: datetime) -> None:
        """Among equally cheap starts of the session that is asked about, take the nearest to an instant."""
        model, here = self.board.model, self.board.starts.grid.minute(instant)
        minute = self.board.minute(self.asked)
        most = int(self.board.starts.grid.day_starts[-1]) + abs(here)
        away = model.new_int_var(0, most, "minutes away")
        model.add(away >= minute - here)
        model.add(away >= here - minute)
        model.minimize(self.build.objective.total * (most + 1) + away)

    def cheapest(self, budget: Budget, stop: Stop) -> tuple[Status, Change | None]:
        """Search for the cheapest timetable."""
        run = solve(self.board.model, _alone(budget), stop=stop)
        return run.status, self._change(run, proven=run.status is Status.OPTIMAL) if run.values else None

    def fewest(self, budget: Budget, stop: Stop) -> tuple[Status, Change | None]:
        """Search for a timetable with the fewest changes beside the session that is asked about.

        Above all nothing is left out, then few sessions move, then few facilitators change. Among equals the
        cheapest is looked for, as far as a little time allows.
        """
        changes = self._changes()
        if isinstance(changes, int):
            return self.cheapest(budget, stop)
        model = self.board.model
        model.minimize(changes)
        first = solve(model, _alone(budget), stop=stop)
        if not first.values:
            return first.status, None
        model.add(changes <= round(first.objective))
        for index, value in enumerate(first.values):
            model.add_hint(model.get_int_var_from_proto_index(index), value)
        if isinstance(self.build.objective.total, int):
            model.clear_objective()  # type: ignore[no-untyped-call]
        else:
            model.minimize(self.build.objective.total)
        limit = min(POLISHING, budget.limit)
        second = solve(model, replace(_alone(budget), limit=limit), stop=stop)
        proven = first.status is Status.OPTIMAL and second.status is Status.OPTIMAL
        return first.status, self._change(second if second.values else first, proven=proven)

    def _changes(self) -> Expression:
        """Count what changes: people least, then sessions that move, most of all those that are left out."""
        board = self.board
        people: list[Expression] = []
        moves: list[Expression] = []
        absent: list[Expression] = []
        facilitated = {occurrence.id for occurrence in board.facilitated}
        for name in sorted(self.free & self.timetable.placements.keys()):
            placement = self.timetable.placements[name]
            present = board.present(name)
            if name != self.asked:
                absent.append(1 - present)
                moves.append(present - board.start_in(name, board.starts.at(placement.start)))
            if name in facilitated:
                for person in board.programme.nominees:
                    literal = board.facilitates(person.id, name)
                    people.append(1 - literal if person.id in placement.facilitators else literal + 0)
        a_move = len(people) + 1
        return sum(people) + a_move * sum(moves) + a_move * (len(moves) + 1) * sum(absent)

    def _change(self, run: Run, *, proven: bool) -> Change:
        answer = _in_old_channels(self.board, self.board.read(run.value), self.timetable)
        verdict = verify(answer, self.build.rules)
        if verdict.hard:
            raise Disagreement(f"the checks refuse an answer of the encoding: {verdict.hard}", answer)
        return Change(answer, verdict, proven)


def _alone(budget: Budget) -> Budget:
    """Return the budget for one worker unless it says otherwise: for small models the fastest, and the same twice."""
    return replace(budget, workers=budget.workers or 1)


def is_free(timetable: Timetable, channel: str, occurrence: str, start: datetime, pause: int) -> bool:
    """Whether a channel is free for an occurrence at a start, with set-up and pause (minutes) on both sides."""
    between = timedelta(minutes=timetable.programme.forum.channel[channel].set_up + pause)
    end = timetable.programme.end(occurrence, start)
    return all(
        end + between <= timetable.start(name) or timetable.end(name) + between <= start
        for name, placement in timetable.placements.items()
        if placement.channel == channel and name != occurrence
    )


def _in_old_channels(board: Board, answer: Timetable, before: Timetable) -> Timetable:
    """Return an answer with the channels of before where the starts are the same, if that leaves room for the rest."""
    kept = dict(answer.placements)
    moved = []
    for name in answer.in_order:
        new, old = answer.placements[name], before.placements.get(name)
        if old is not None and old.start == new.start:
            kept[name] = replace(new, channel=old.channel)
        else:
            moved.append(name)
            del kept[name]
    for name in moved:
        new = answer.placements[name]
        members = next(members for members in board.classes if new.channel in members)
        so_far = Timetable(answer.programme, kept)
        channel = next((each for each in members if is_free(so_far, each, name, new.start, board.pause)), None)
        if channel is None:
            return answer
        kept[name] = replace(new, channel=channel)
    return Timetable(answer.programme, kept)
