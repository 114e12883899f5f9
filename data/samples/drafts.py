"""What a sample session and an invented person are while a forum is being made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from data.samples.frame import FIRST, KIND
from data.samples.geography import at_night, uncomfortable
from data.samples.wsis_facts import HOME
from data.zones import midnight

if TYPE_CHECKING:
    from data.samples.wsis_facts import Fact

BUFFER = timedelta(minutes=15)
"""What a person needs between two appearances."""

_ORIGIN = midnight(FIRST, HOME)


def moment(day: date, minute: int) -> datetime:
    """Return the UTC instant of a minute of a home date; the home clock does not change during the sample."""
    return _ORIGIN + (day - FIRST) + timedelta(minutes=minute)


@dataclass(slots=True, eq=False)
class Part:
    """A person's part in a session, from and to minutes of it."""

    person: Person
    role: str
    required: bool
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Draft:
    """A session that is being made up: what it is, where it is planted, who is in it, what it wishes."""

    kind: str
    title: str
    official: bool = False
    fact: Fact | None = None
    organisers: tuple[str, ...] = ()
    track: str = ""
    action_lines: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    duration: int = 60
    series: str = ""
    part: int | None = None
    repeats: int = 1
    window: str = ""
    """The period in which it is to be planted."""
    exception: str = ""
    region: str = ""
    country: str = ""
    first: date | None = None
    last: date | None = None
    day: date | None = None
    """The day that is fixed."""
    minute: int | None = None
    """The minute of the day that is fixed."""
    status: str = "confirmed"
    id: str = ""
    held: list[tuple[date, int]] = field(default_factory=list)
    """Where its occurrences are planted: home date and minute of the day."""
    channels: list[str] = field(default_factory=list)
    panel: int = 0
    parts: list[Part] = field(default_factory=list)
    facilitators: list[Person] = field(default_factory=list)
    wishes: dict[str, str] = field(default_factory=dict)
    _night: dict[str, bool] = field(default_factory=dict)
    _uncomfortable: dict[str, bool] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How many days in a row it goes over."""
        return 2 if self.kind == "hackathon" else 1

    @property
    def cancelled(self) -> bool:
        """Whether it will not be held."""
        return self.status == "cancelled"

    @property
    def timed(self) -> bool:
        """Whether it is held at a time, and not standing."""
        return ("timed", False) not in KIND[self.kind].options

    @property
    def names(self) -> list[str]:
        """The ids of its occurrences."""
        count = self.repeats * self.days
        return [self.id] if count == 1 else [f"{self.id}.{number}" for number in range(1, count + 1)]

    def spans(self, start: int = 0, end: int | None = None) -> list[tuple[datetime, datetime]]:
        """Return the UTC spans of its occurrences, or of the minutes from `start` to `end` of each."""
        last = self.duration if end is None else end
        return [(moment(day, minute + start), moment(day, minute + last)) for day, minute in self.held]

    def at_night_in(self, name: str) -> bool:
        """Whether any planted minute is night in the IANA zone `name`; asked only after planting."""
        if name not in self._night:
            self._night[name] = any(at_night(start, end, name) for start, end in self.spans())
        return self._night[name]

    def uncomfortable_in(self, name: str) -> bool:
        """Whether any planted minute is outside comfortable hours in `name`; asked only after planting."""
        if name not in self._uncomfortable:
            self._uncomfortable[name] = any(uncomfortable(start, end, name) for start, end in self.spans())
        return self._uncomfortable[name]


@dataclass(slots=True, eq=False)
class Person:
    """An invented person: a place, and everything that is known of when they are busy."""

    name: str
    organisation: str
    stakeholder: str
    country: str
    zone: str | None
    """The true zone, None where nobody knows it."""
    zone_cell: str
    region: str
    nominated_by: str = ""
    themes: tuple[str, ...] = ()
    cannot: str = ""
    most_a_day: int | None = None
    id: str = ""
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    sessions: list[Draft] = field(default_factory=list)

    def free(self, spans: list[tuple[datetime, datetime]]) -> bool:
        """Whether the person is free in all the spans, with a buffer on both sides."""
        return all(
            end + BUFFER <= begin or finish + BUFFER <= start for start, end in spans for begin, finish in self.busy
        )

    def may_appear(self, draft: Draft, start: int, end: int) -> bool:
        """Whether the person can have this part in the session as it is planted."""
        if draft in self.sessions or self in draft.facilitators:
            return False
        if self.most_a_day is not None and any(self.days.count(day) >= self.most_a_day for day, _ in draft.held):
            return False
        return not self.busy or self.free(draft.spans(start, end))

    def appear(self, draft: Draft, role: str, start: int, end: int, *, required: bool) -> None:
        """Give the person this part."""
        draft.parts.append(Part(self, role, required, start, end))
        self._attend(draft, start, end)

    def facilitate(self, draft: Draft) -> None:
        """Make the person the facilitator of the session as it is planted."""
        draft.facilitators.append(self)
        self._attend(draft, 0, draft.duration)

    def _attend(self, draft: Draft, start: int, end: int) -> None:
        self.sessions.append(draft)
        self.busy += draft.spans(start, end)
        self.days += [day for day, _ in draft.held]
