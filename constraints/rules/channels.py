"""A channel holds one session at a time, with its set-up time between two.

So there are never more sessions at once than channels. `pause` is the number of minutes that are kept free between two
sessions of a channel besides its set-up, for those who leave and those who come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.changes import swapped
from constraints.counting import held
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board, Literal
    from constraints.draft import Draft
    from constraints.starts import Mask, Priced
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class Channels(Rule):
    """Hard only: two sessions in one room make no sense."""

    name: ClassVar[str] = "channels"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    short_of: ClassVar[Scarce] = "room"

    pause: int = 0

    def narrow(self, board: Board, ledger: Ledger) -> None:
        """Have the pause kept where channels are handed out."""
        board.pause = self.pause

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Never use more channels of a class than there are, set-up and pause included."""
        for number, members in enumerate(board.classes):
            set_up = board.programme.forum.channel[members[0]].set_up + self.pause
            inside = [
                (occurrence.id, occurrence.duration + set_up, literal)
                for occurrence in board.undecided
                if (literal := board.in_class(occurrence.id, number)) is not False
            ]
            taken = board.in_use(number)
            if len(inside) > len(members) or taken is not None:
                case = ledger.case(members[0])
                board.at_once(inside, len(members), taken, case)
                if taken is None:
                    self._minutes_a_day(board, number, set_up, case)

    @staticmethod
    def _minutes_a_day(board: Board, number: int, set_up: int, case: Literal) -> None:
        """Say once more of each day that its sessions have no more minutes than the class has: for the bound's sake.

        Only where there is more to hold than room for it, and of the sessions alone that can be in no other class.
        """
        members, starts = board.classes[number], board.starts
        alone = [o for o in board.occurrences if board.channel_domain[o.id] == frozenset(members)]
        asked: dict[int, Mask] = {}
        for occurrence in alone:
            asked[occurrence.duration] = asked.get(occurrence.duration, starts.none()) | board.domain[occurrence.id]
        length = 2 * 24 * 60 + set_up + max(asked, default=0)
        open_on = {day: np.zeros(length, dtype=np.bool_) for day in range(len(starts.dates))}
        for duration, domain in asked.items():
            for day, clock in zip(starts.day[domain].tolist(), starts.clock[domain].tolist(), strict=True):
                open_on[day][clock : clock + duration + set_up] = True
        room = {day: len(members) * int(minutes.sum()) for day, minutes in open_on.items()}
        if sum(o.duration + set_up for o in alone if board.days(o.id)) <= sum(room.values()):
            return
        for day, most in room.items():
            held = sum((o.duration + set_up) * board.on_day(o.id, day) for o in alone)
            if not isinstance(held, int):
                board.model.add(held <= most).only_enforce_if(case)

    def demand(self, case: str, programme: Programme) -> str:
        """Name the channel, or the pool that it is one of, and what lies between two sessions."""
        channel = programme.forum.channel[case]
        alike = [each for each in programme.forum.channels if each.pool is not None and each.pool == channel.pool]
        free = self._between(channel.set_up)
        between = f", with {free} between two" if free else ""
        if len(alike) > 1:
            return f"The {len(alike)} channels of the pool “{channel.pool}” hold one session each at a time{between}."
        return f"The channel {words.channel(programme, case)} holds one session at a time{between}."

    def _between(self, set_up: int) -> str:
        """Say what is kept free between two sessions of a channel; empty where nothing is."""
        needs = ((set_up, "set-up"), (self.pause, "pause"))
        return " and ".join(f"{minutes} minutes of {what}" for minutes, what in needs if minutes)

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Add one more channel like this one, or keep less time free between two sessions."""
        channels = programme.forum.channels
        channel = programme.forum.channel[case]
        pool = channel.pool or case
        name = next(f"{pool}-{n}" for n in count(2) if f"{pool}-{n}" not in programme.forum.channel)
        pooled = replace(channel, pool=pool)
        more = (*swapped(channels, channel, pooled), replace(pooled, id=name))
        alike = f"to {words.channel(programme, pool)}" if channel.pool else f"like {words.channel(programme, case)}"
        number = sum(pool in (each.id, each.pool) for each in more)
        yield Repair(
            f"add one more channel {alike} (forum.toml: count = {number} of the channel {pool})",
            replace(programme, forum=replace(programme.forum, channels=more)),
            150,
            further=True,
        )
        if self.pause:
            yield self.with_settings("keep no pause between two sessions of a channel", programme, 200, pause=0)
        if channel.set_up:
            ready = tuple(replace(each, set_up=0) if pool in (each.id, each.pool) else each for each in channels)
            yield Repair(
                f"do without set-up time in {words.channel(programme, pool)} (forum.toml: set_up = 0)",
                replace(programme, forum=replace(programme.forum, channels=ready)),
                200,
            )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield every two sessions of a channel of which the second begins before the channel is free of the first."""
        wanted = {timetable.placements[name].channel for name in held(timetable, about)}
        for channel in sorted(wanted):
            set_up = timedelta(minutes=timetable.programme.forum.channel[channel].set_up + self.pause)
            spans = timetable.by_channel[channel]
            for index, before in enumerate(spans):
                free = before.end + set_up
                for number in range(index + 1, len(spans)):
                    span = spans[number]
                    if span.start >= free:
                        break
                    if about is None or before.occurrence in about or span.occurrence in about:
                        yield Finding(self.name, channel, (before.occurrence, span.occurrence))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name both sessions and the channel."""
        free = self._between(timetable.programme.forum.channel[finding.case].set_up)
        need = f" with {free} between" if free else ""
        return f"Channel {finding.case} cannot hold both {words.all_placed(timetable, finding.sessions)}{need}."

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Forbid starts at which every channel that the session may have is taken."""
        mine = draft.programme.occurrence[occurrence]
        possible = draft.starts.none()
        for number, members in enumerate(draft.board.classes):
            if members[0] in draft.board.channel_domain[occurrence]:
                possible |= self.free(draft, number, mine.duration)
        if not possible.all():
            yield ~possible, np.inf

    @staticmethod
    def free(draft: Draft, number: int, duration: int) -> Mask:
        """Return the starts at which a class of channels has one free for so many minutes, its set-up and the pause."""
        members = draft.board.classes[number]
        set_up = draft.programme.forum.channel[members[0]].set_up + draft.board.pause
        return draft.at_once[number].room(len(members), duration + set_up)
