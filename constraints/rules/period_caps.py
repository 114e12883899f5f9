"""A period holds no more sessions at once, a day or a week than its caps say.

What counts is every session held whole inside one of the period's spans that the period takes. Weeks run from
Monday to Sunday, days are home dates on which a session begins. The amount is the number of sessions over the
cap; for sessions at once it is the greatest number over it at any moment of a day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.board import negated
from constraints.changes import swapped
from constraints.counting import chosen, ids, inside, over, peak
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constraints.board import Board, Literal
    from constraints.draft import Draft
    from constraints.starts import Mask, Priced
    from data.indexes import Span
    from data.policy import Mode
    from data.programme import Occurrence, Period, Programme, Session
    from data.timetable import Placement, Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class PeriodCaps(Rule):
    """Hard only: the caps are what the team can run."""

    name: ClassVar[str] = "period-caps"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "room"

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Post one capacity over the whole period, and one sum for each day and week."""
        for period in board.programme.forum.periods:
            taken = [
                (o, board.starts.inside(period, o.duration))
                for o in board.undecided
                if period in board.programme.periods_of(o.session)
            ]
            at_once, begun = board.in_period(period.id)
            if period.channels is not None and (len(taken) > period.channels or at_once is not None):
                inside = [
                    (occurrence.id, occurrence.duration, literal)
                    for occurrence, mask in taken
                    if (literal := board.start_in(occurrence.id, mask)) is not False
                ]
                board.at_once(inside, period.channels, at_once, ledger.case(f"{period.id} at once"))
            stretches: dict[str, tuple[int, list[int]]] = {}
            for index, day in enumerate(board.starts.dates):
                if period.per_day is not None:
                    stretches[f"{period.id} {day}"] = (period.per_day, [index])
                if period.per_week is not None:
                    monday = day - timedelta(days=day.weekday())
                    stretches.setdefault(f"{period.id} week of {monday}", (period.per_week, []))[1].append(index)
            on = self._on_one_day(board, taken) if stretches else {}
            for case, (cap, days) in stretches.items():
                held = [literal for day in days for literal in on.get(day, ())]
                already = sum(begun.get(day, 0) for day in days)
                if held and already + len(held) > cap:
                    board.model.add(already + sum(held) <= cap).only_enforce_if(ledger.case(case))

        if len(board.undecided) == len(board.occurrences):
            self._in_one_of(board)

    @staticmethod
    def _on_one_day(board: Board, taken: Sequence[tuple[Occurrence, Mask]]) -> Mapping[int, Sequence[Literal]]:
        """Return by day what tells that each is held inside a period on it.

        Say once more that what is held inside it counts on a day of it: the bound is far better for it.
        """
        on: dict[int, list[Literal]] = defaultdict(list)
        for occurrence, mask in taken:
            inside = board.start_in(occurrence.id, mask)
            counted = board.days_in(occurrence.id, mask)
            for day, literal in counted.items():
                on[day].append(literal)
            if inside is not False:
                board.model.add_bool_or([*counted.values(), negated(inside)])
        return on

    @staticmethod
    def _in_one_of(board: Board) -> None:
        """Say once more that what may be held in periods with caps alone is in one of them: likewise."""
        for occurrence in board.occurrences:
            periods = board.programme.periods_of(occurrence.session)
            if len(periods) < 2 or any(each.per_day is None and each.per_week is None for each in periods):
                continue
            masks = [board.starts.inside(each, occurrence.duration) for each in periods]
            if not (board.domain[occurrence.id] & ~np.logical_or.reduce(masks)).any():
                inside = [board.start_in(occurrence.id, mask) for mask in masks]
                board.model.add_bool_or([*inside, negated(board.present(occurrence.id))])

    def demand(self, case: str, programme: Programme) -> str:
        """Name the period, the cap, and the day or week that it is for."""
        name, _, stretch = case.partition(" ")
        period = programme.forum.period[name]
        held = f"The period “{period.name}” holds at most"
        if stretch == "at once":
            return f"{held} {words.number(period.channels or 0, 'session')} at once."
        when = words.day(date.fromisoformat(stretch[-10:]))
        if stretch.startswith("week"):
            return f"{held} {words.number(period.per_week or 0, 'session')} in the week of {when}."
        return f"{held} {words.number(period.per_day or 0, 'session')} on {when}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Raise the cap by one."""
        name, _, stretch = case.partition(" ")
        period = programme.forum.period[name]
        if stretch == "at once":
            key, most, each = "channels", (period.channels or 0) + 1, "at once"
            wider = replace(period, channels=most)
        elif stretch.startswith("week"):
            key, most, each = "per_week", (period.per_week or 0) + 1, "a week"
            wider = replace(period, per_week=most)
        else:
            key, most, each = "per_day", (period.per_day or 0) + 1, "a day"
            wider = replace(period, per_day=most)
        periods = swapped(programme.forum.periods, period, wider)
        yield Repair(
            f"allow {words.number(most, 'session')} {each} in the period “{period.name}”"
            f" (forum.toml: {key} = {most} of the period {name})",
            replace(programme, forum=replace(programme.forum, periods=periods)),
            150,
            further=True,
        )

    @staticmethod
    def _periods(programme: Programme, session: Session) -> list[str]:
        return [period.id for period in programme.periods_of(session)]

    @staticmethod
    def _inside(programme: Programme, span: Span, placement: Placement) -> Iterator[tuple[str, date]]:
        """Yield each period that an occurrence counts for, with the home date on which it begins."""
        for period in programme.periods_of(programme.occurrence[span.occurrence].session):
            if inside(programme, period, span.start, span.end):
                yield period.id, span.day

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Count what is held inside each period."""
        wanted = chosen(timetable, self._periods, about)
        of = timetable.held_on(self._inside)
        for period in timetable.programme.forum.periods:
            if not wanted(period.id):
                continue
            days = dict(sorted(of.get(period.id, {}).items()))
            if period.channels is not None:
                for held in self._at_once(timetable, period, days):
                    amount = len(held) - period.channels
                    yield Finding(self.name, f"{period.id} at once", tuple(sorted(held)), amount=amount)
            weeks: dict[date, list[Span]] = defaultdict(list)
            for day, spans in days.items() if period.per_week is not None else ():
                weeks[day - timedelta(days=day.weekday())].extend(spans)
            for stretches, cap, prefix in ((days, period.per_day, ""), (weeks, period.per_week, "week of ")):
                for day, begun in stretches.items():
                    if cap is not None and len(begun) > cap:
                        yield Finding(self.name, f"{period.id} {prefix}{day}", ids(begun), amount=len(begun) - cap)

    def _at_once(
        self, timetable: Timetable, period: Period, days: Mapping[date, tuple[Span, ...]]
    ) -> Iterator[tuple[str, ...]]:
        """Yield for each day what is held at the first moment at which most is, if that is more than the cap."""
        last, most_of = timetable.remembered(over), timetable.remembered(peak)
        for day, begun in days.items():
            before = days.get(day - timedelta(days=1), ())
            there = begun
            if before and last((period.id, day), before) > begun[0].start:
                there = (*(span for span in before if span.end > begun[0].start), *begun)
            most, moment = most_of((period.id, day), begun) if there is begun else peak(there)
            if period.channels is not None and most > period.channels:
                yield tuple(span.occurrence for span in there if span.start <= moment < span.end)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the period and what is in it."""
        return (
            f"Period {finding.case}: {finding.amount} more than its cap allows, namely among"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Forbid starts on full days and weeks, and at moments when the period is full."""
        starts = draft.starts
        mine = draft.programme.occurrence[occurrence]
        for period in draft.programme.periods_of(mine.session):
            count = draft.on_day_in[period.id]
            full = np.zeros(len(count), dtype=np.bool_)
            if period.per_day is not None:
                full |= count >= period.per_day
            if period.per_week is not None:
                week = draft.board.week_of
                full |= np.bincount(week, weights=count)[week] >= period.per_week
            mask = starts.inside(period, mine.duration)
            if full.any():
                yield mask & full[starts.day], np.inf
            if period.channels is not None and count.any():
                room = draft.in_period[period.id].room(period.channels, mine.duration)
                yield mask & ~room, np.inf
