"""A person is in one place at a time, with a break between two sessions.

Counted are a person's own minutes in a session: a minister who attends the first five minutes is free
afterwards. Who has several parts in one session is there from the first to the last. Between two sessions lie
at least `buffer` minutes; where the person leads one of the two, as moderator, host or facilitator, also at least
`lead_buffer`. Optional appearances do not count here; facilitators stay for the whole session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.changes import made_optional, sessions_of
from constraints.counting import those_in
from constraints.rule import Ledger, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from constraints.board import Board, Engaged
    from constraints.draft import Draft
    from constraints.rule import Repair
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme
    from data.timetable import Timetable
    from data.waiting import Scarce


@dataclass(frozen=True, kw_only=True)
class OnePlace(Rule):
    """Hard only: nobody can be in two places."""

    name: ClassVar[str] = "one-place"
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)
    settles: ClassVar[bool] = True
    short_of: ClassVar[Scarce] = "people"

    buffer: int = 15
    lead_buffer: int = 15

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Post that a person's parts, each with its break, do not overlap."""
        leads = self._leads(board)
        longer = max(self.buffer, self.lead_buffer)
        for person in board.people:
            parts = board.parts(person.id)
            if len(parts) < 2:
                continue
            leading: list[Engaged] = []
            others: list[Engaged] = []
            for part in parts:
                session = board.programme.occurrence[part.occurrence].session.id
                lead = (person.id, session) in leads
                lead = lead or bool(
                    person.nominated_by and part.literal is board.facilitates(person.id, part.occurrence)
                )
                (leading if lead and longer > self.buffer else others).append(part)
            apart = [(others, self.buffer), (leading, longer)]
            apart += [([*leading, other], longer) for other in others if leading]
            for those, pause in apart:
                intervals = [
                    board.interval(each.occurrence, each.begin, each.end + pause, each.literal) for each in those
                ]
                if len(intervals) > 1:
                    board.model.add_no_overlap(intervals).only_enforce_if(ledger.case(person.id))

    @staticmethod
    def _leads(board: Board) -> set[tuple[str, str]]:
        """Return the people and sessions that they have to lead."""
        return board.once(
            "leads",
            lambda: {
                (part.person, part.session)
                for part in board.programme.appearances
                if part.required and part.role in ("moderator", "host")
            },
        )

    def demand(self, case: str, programme: Programme) -> str:
        """Name the person, what they have to be in, and the break between two."""
        longer = max(self.buffer, self.lead_buffer)
        leads = bool(programme.person[case].nominated_by) or any(
            part.person == case and part.required and part.role in ("moderator", "host")
            for part in programme.appearances
        )
        pause = f", with {self.buffer} minutes between two" if self.buffer else ""
        if leads and longer > self.buffer:
            pause += f"{' and' if pause else ', with'} {longer} where leading one of them"
        longest = longer if leads else self.buffer
        grid = programme.forum.grid
        steps = f" (sessions begin on a grid of {grid} minutes)" if longest % grid else ""
        engaged = words.engaged(programme, case, minutes=True)
        return f"{words.person(programme, case)} {engaged}, one at a time{pause}{steps}."

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Do without the person for sure in one of their sessions, or without the break."""
        yield from made_optional(programme, case, sessions_of(programme, case))
        if self.buffer or self.lead_buffer:
            said = "let people go from one session to the next without a break"
            yield self.with_settings(said, programme, 200, buffer=0, lead_buffer=0)

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Walk everyone's engagements in order of time."""
        for person, engagements in those_in(timetable, about):
            stays: dict[str, tuple[datetime, datetime]] = {}
            led = set()
            for part in engagements:
                if part.required:
                    if part.role not in ("speaker", "welcome"):
                        led.add(part.occurrence)
                    begin, end = stays.get(part.occurrence, (part.start, part.end))
                    stays[part.occurrence] = (min(begin, part.start), max(end, part.end))
            if len(stays) < 2:
                continue
            order = sorted(stays, key=lambda name: (stays[name], name))
            for index, first in enumerate(order):
                for second in order[index + 1 :]:
                    pause = (stays[second][0] - stays[first][1]) // timedelta(minutes=1)
                    if pause >= self.buffer and pause >= self.lead_buffer:
                        break
                    close = pause < self.buffer or (pause < self.lead_buffer and bool({first, second} & led))
                    if close and (about is None or first in about or second in about):
                        yield Finding(self.name, person, (first, second), (person,))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the person and both sessions."""
        leads = any(
            part.occurrence in finding.sessions and part.required and part.role in ("moderator", "host", "facilitator")
            for part in timetable.engagements[finding.case]
        )
        pause = max(self.buffer, self.lead_buffer) if leads else self.buffer
        return (
            f"{words.person(timetable.programme, finding.case)} cannot be in"
            f" {words.all_placed(timetable, finding.sessions)} with {pause} minutes between."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Forbid starts at which someone who appears in the session or is to facilitate it is busy."""
        programme = draft.programme
        session = programme.occurrence[occurrence].session.id
        leads = self._leads(draft.board)
        for part in programme.appearances_in.get(session, ()):
            if part.required:
                for begin, end, name in draft.busy[part.person]:
                    led = (
                        (part.person, session) in leads
                        or (part.person, programme.occurrence[name].session.id) in leads
                        or part.person in draft.held[name].facilitators
                    )
                    pause = max(self.buffer, self.lead_buffer) if led else self.buffer
                    yield draft.starts.overlapping(begin - pause, end + pause, part.start, part.end), float("inf")
        pause = max(self.buffer, self.lead_buffer)
        for person in draft.chosen.get(occurrence, ()):
            for begin, end, _ in draft.busy[person]:
                length = programme.occurrence[occurrence].duration
                yield draft.starts.overlapping(begin - pause, end + pause, 0, length), float("inf")
