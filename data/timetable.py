"""What was answered: where and when each occurrence is held, and who facilitates it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, ItemsView, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from data import indexes
from data.grid import YEARS, utc, utc_text
from data.indexes import HeldBy, HeldOn, OfProgramme, Remembered, Span, span_of
from data.json_text import Object, read_object, shown
from data.problems import InputProblem, InputProblems
from data.programme import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from data.indexes import Agenda, Index, Keys, Memory
    from data.programme import Appearance, Programme

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

FORMAT = "forum-timetable/1"

MARK = 6
"""Letters of a row's mark: enough to see an edit, not a signature."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an occurrence is held: its start (UTC), its channel's id, the ids of its facilitators (sorted)."""

    start: datetime
    channel: str
    facilitators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Engagement:
    """A person's part in a held occurrence, from instant to instant (UTC); facilitators stay throughout."""

    start: datetime
    end: datetime
    occurrence: str
    person: str
    role: str
    required: bool = True


class _Engagements(Mapping[str, "tuple[Engagement, ...]"]):
    """Engagements by person id; who has none is absent. Each person's are worked out when asked for."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self._agenda = timetable.known(indexes.AGENDAS)

    def __getitem__(self, person: str) -> tuple[Engagement, ...]:
        known = self._agenda.by_person
        if person not in known and not self._agenda.whole:
            known[person] = self._timetable._engagements_of(person)
        if not (found := known.get(person, ())):
            raise KeyError(person)
        return found

    def __iter__(self) -> Iterator[str]:
        if not self._agenda.whole:
            self._timetable._fill(self._agenda)
        return iter(self._agenda.by_person)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def items(self) -> ItemsView[str, tuple[Engagement, ...]]:
        """Return everyone with their engagements, by person id."""
        iter(self)
        return self._agenda.by_person.items()


@dataclass(frozen=True)
class Timetable:
    """A programme and the placements of its occurrences by id; one that is not held is absent.

    What follows from the placements is worked out when it is first asked for, and carried over by `changed`.
    """

    programme: Programme
    placements: Mapping[str, Placement]
    _known: dict[Index[Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _earlier: dict[Index[Any], tuple[Any, indexes.Before]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was known of an earlier timetable, with the placements there of all that has changed since."""

    def __reduce__(self) -> tuple[type[Timetable], tuple[Programme, Mapping[str, Placement]]]:
        """Say what another process is given: no index."""
        return Timetable, (self.programme, self.placements)

    def changed(self, changes: Mapping[str, Placement | None]) -> Timetable:
        """Return the timetable in which some occurrences are held so, or, with None, not at all.

        What is known of this one is carried over: to ask the new one costs in proportion to the changes.
        """
        before: dict[str, indexes.Held | None] = {}
        for name, new in changes.items():
            old = self.placements.get(name)
            if old != new:
                before[name] = None if old is None else (self.span(name), old)
        there = dict(self.placements)
        for name in before:
            if (new := changes[name]) is None:
                del there[name]
            else:
                there[name] = new
        found = Timetable(self.programme, there)
        for index, (value, since) in self._earlier.items():
            if 2 * len(since) < len(there):
                found._earlier[index] = value, {**before, **since}
        for index, value in self._known.items():
            found._earlier[index] = value, before
        return found

    def known(self, index: Index[T]) -> T:
        """Return what an index says of this timetable, working it out no more than once."""
        if index not in self._known:
            if index in self._earlier:
                value, before = self._earlier.pop(index)
                self._known[index] = index.renew(value, self, before)
            else:
                self._known[index] = index.make(self)
        found: T = self._known[index]
        return found

    @property
    def in_order(self) -> tuple[str, ...]:
        """The ids of the occurrences that are held, by start and id."""
        return self.known(indexes.IN_ORDER)

    def held_by(self, keys: Keys[K]) -> Mapping[K, tuple[Span, ...]]:
        """Return what is held by each of some keys, in order of start and id; a key of nothing is absent.

        Keep to functions that are made once: what is worked out is known again by the function.
        """
        return self.known(HeldBy(keys))

    def held_on(self, keys: Keys[tuple[K, date]]) -> Mapping[K, Mapping[date, tuple[Span, ...]]]:
        """Return what is held by some keys and dates, as `held_by` does."""
        return self.known(HeldOn(keys))

    def remembered(self, function: Callable[[tuple[Span, ...]], T]) -> Memory[T]:
        """Return what asks a function about spans that `held_by` or `held_on` gave, by a name, and remembers it.

        In a changed timetable what changes do not touch is not asked for again.
        """
        return self.known(Remembered(function))

    @property
    def by_channel(self) -> Mapping[str, tuple[Span, ...]]:
        """What is held in each channel, by its id."""
        return self.known(indexes.BY_CHANNEL)

    @property
    def by_facilitator(self) -> Mapping[str, tuple[Span, ...]]:
        """What each person facilitates, by person id."""
        return self.known(indexes.BY_FACILITATOR)

    @property
    def by_day(self) -> Mapping[date, tuple[Span, ...]]:
        """What begins on each home date."""
        return self.known(indexes.BY_DAY)

    def span(self, occurrence: str) -> Span:
        """Return from when to when an occurrence is held."""
        spans = self.known(indexes.SPANS)
        if occurrence not in spans:
            spans[occurrence] = span_of(self.programme, occurrence, self.placements[occurrence])
        return spans[occurrence]

    def during(self, begin: datetime, end: datetime) -> Iterator[Span]:
        """Yield what shares a moment with the time from `begin` to `end` (UTC), by home date, start and id."""
        grid = self.programme.forum.time_grid
        day = grid.home_date(begin) - timedelta(days=1 + self.known(_LONGEST) // DAY)
        last = grid.home_date(end)
        while day <= last:
            for span in self.by_day.get(day, ()):
                if span.start < end and begin < span.end:
                    yield span
            day += timedelta(days=1)

    @property
    def engagements(self) -> Mapping[str, tuple[Engagement, ...]]:
        """Everyone's engagements in held occurrences by person id, in order of time; who has none is absent.

        To ask for one person's works out no others.
        """
        return _Engagements(self)

    def _engagements_of(self, person: str) -> tuple[Engagement, ...]:
        programme = self.programme
        found = [
            _engagement(part, occurrence.id, self.placements[occurrence.id].start)
            for part in programme.appearances_of.get(person, ())
            for occurrence in programme.occurrences_of.get(part.session, ())
            if occurrence.id in self.placements
        ]
        found += [_facilitation(span, person) for span in self.by_facilitator.get(person, ())]
        return tuple(sorted(found))

    def _fill(self, agenda: Agenda) -> None:
        """Work out everyone's engagements that are not known."""
        missing: dict[str, list[Engagement]] = {}
        known = agenda.by_person
        for name, placement in self.placements.items():
            for part in self.programme.appearances_in.get(self.programme.occurrence[name].session.id, ()):
                if part.person not in known:
                    missing.setdefault(part.person, []).append(_engagement(part, name, placement.start))
            for person in placement.facilitators:
                if person not in known:
                    missing.setdefault(person, []).append(_facilitation(self.span(name), person))
        everyone = {person: parts for person, parts in known.items() if parts}
        everyone |= {person: tuple(sorted(parts)) for person, parts in missing.items()}
        agenda.by_person = dict(sorted(everyone.items()))
        agenda.whole = True

    def people_of(self, occurrence: str) -> tuple[str, ...]:
        """Return the ids of all who have a part in a held occurrence, each once, in order of the tables."""
        session = self.programme.occurrence[occurrence].session.id
        people = [part.person for part in self.programme.appearances_in.get(session, ())]
        return tuple(dict.fromkeys([*people, *self.placements[occurrence].facilitators]))

    def start(self, occurrence: str) -> datetime:
        """Return the UTC instant at which a held occurrence begins."""
        return self.placements[occurrence].start

    def end(self, occurrence: str) -> datetime:
        """Return the UTC instant at which a held occurrence is over."""
        return self.programme.end(occurrence, self.placements[occurrence].start)

    def to_json(self) -> str:
        """Write the placements as JSON, one a line in the order of ids, ending with a line break."""
        rows = ",\n".join(
            "    " + json.dumps(_row(name, self.placements[name]), ensure_ascii=False)
            for name in sorted(self.placements)
        )
        head = f'{{\n  "format": "{FORMAT}",\n  "forum": {json.dumps(self.programme.forum.name, ensure_ascii=False)},\n'
        return head + ('  "placements": [' + (f"\n{rows}\n  " if rows else "") + "]\n}\n")


def _engagement(part: Appearance, name: str, begin: datetime) -> Engagement:
    """Return an appearance in an occurrence that begins at an instant."""
    start, end = begin + timedelta(minutes=part.start), begin + timedelta(minutes=part.end)
    return Engagement(start, end, name, part.person, part.role, part.required)


def _facilitation(span: Span, person: str) -> Engagement:
    return Engagement(span.start, span.end, span.occurrence, person, "facilitator")


class _Longest(OfProgramme[int]):
    """The minutes of the longest session."""

    def make(self, timetable: Timetable) -> int:
        return max((session.duration for session in timetable.programme.sessions), default=0)


_LONGEST = _Longest()


def _row(name: str, placement: Placement) -> dict[str, Any]:
    row: dict[str, Any] = {"session": name, "start": utc_text(placement.start), "channel": placement.channel}
    if placement.facilitators:
        row["facilitators"] = list(placement.facilitators)
    return {**row, "made": mark(name, placement)}


def mark(name: str, placement: Placement) -> str:
    """Return the mark of a row that a command made: another one, or none, and a person has edited the row since."""
    said = "|".join([name, utc_text(placement.start), placement.channel, *placement.facilitators])
    return hashlib.sha256(said.encode()).hexdigest()[:MARK]


def published_from_json(
    text: str, programme: Programme, file: str = "timetable.json", notes: list[InputProblem] | None = None
) -> dict[str, Placement]:
    """Read what was published back for replanning: it may name sessions, channels and people that are gone since.

    Placements of what is not to be held any more are dropped, with a note in `notes`. Raises InputProblems as
    `timetable_from_json` does for all else.
    """
    return _placements(text, programme, file, [] if notes is None else notes, since=True)


def timetable_from_json(
    text: str, programme: Programme, file: str = "timetable.json", notes: list[InputProblem] | None = None
) -> Timetable:
    """Read back what `Timetable.to_json` wrote, or what a person made of it.

    A placement of a session that is cancelled, left out or without a time since is dropped, with a note in `notes`.
    One of a session that was merged into another since is that one's, unless it has its own.

    Raises InputProblems with every unknown id, unreadable start and malformed row, keys that come twice (RFC 8259,
    section 4, leaves open which of them counts), and the name of another forum; `row` counts placements from 1.
    """
    return Timetable(programme, _placements(text, programme, file, [] if notes is None else notes))


def edited_rows(text: str, placements: Mapping[str, Placement]) -> dict[str, int]:
    """Return the numbers of the rows that a person edited or added, by occurrence, of a timetable that reads well.

    `placements` are what was read of it. A file of which no row bears a mark was written before there were marks:
    nothing is known of it.
    """
    rows = read_object(text, "", FORMAT)["placements"]
    if all("made" not in row for row in rows):
        return {}
    return {
        row["session"]: number
        for number, row in enumerate(rows, start=1)
        if (name := row.get("session")) in placements and row.get("made") != mark(name, placements[name])
    }


def _placements(
    text: str, programme: Programme, file: str, notes: list[InputProblem], *, since: bool = False
) -> dict[str, Placement]:
    """Read the placements; with `since`, ids that the programme does not know are of what is gone."""
    content = read_object(text, file, FORMAT)
    rows = content.get("placements")
    if not isinstance(rows, list):
        raise InputProblems([InputProblem(file, 0, "placements", "", "expected a list of placements")])
    problems = [InputProblem(file, 0, key, key, "expected this key once") for key in content.repeated]
    name = content.get("forum", programme.forum.name)
    if name != programme.forum.name:
        expected = f"expected a timetable of this forum, “{programme.forum.name}”; this one is of another"
        problems.append(InputProblem(file, 0, "forum", shown(name), expected))
    placements: dict[str, Placement] = {}
    placed = {name for row in rows if isinstance(row, Object) and isinstance(name := row.get("session"), str)}
    for number, row in enumerate(rows, start=1):
        _read_row(row, number, programme, file, placements, problems, notes, placed, since=since)
    if problems:
        raise InputProblems(problems, notes)
    return placements


def _read_row(
    row: object,
    number: int,
    programme: Programme,
    file: str,
    placements: dict[str, Placement],
    problems: list[InputProblem],
    notes: list[InputProblem],
    placed: Collection[object],
    *,
    since: bool,
) -> None:
    def problem(column: str, found: object, expected: str) -> None:
        problems.append(InputProblem(file, number, column, shown(found), expected))

    if not isinstance(row, Object):
        problem("", row, "expected an object with session, start and channel")
        return
    before = len(problems)
    for key in row.repeated:
        problem(key, key, "expected this key once")
    name, start_text, channel = row.get("session"), row.get("start"), row.get("channel")
    if isinstance(name, str) and name.partition(".")[0] in programme.merged:
        current = programme.current_id(name)
        if current in placed or current in placements or current not in programme.occurrence:
            told = f"{name} was merged into {current.partition('.')[0]} and no longer placed"
            notes.append(InputProblem(file, number, "", "", told, note=True))
            return
        name = current
    if isinstance(name, str) and (why := _why_not_held(name, programme)):
        notes.append(InputProblem(file, number, "", "", f"{name} {why} and no longer placed", note=True))
        return
    if since and isinstance(name, str) and name not in programme.occurrence:
        notes.append(InputProblem(file, number, "", "", f"{name} is not to be held and no longer placed", note=True))
        return
    if not isinstance(name, str) or name not in programme.occurrence:
        problem("session", name, _expected_session(name, programme))
    elif name in placements:
        problem("session", name, "this session is placed twice")
    start = None
    try:
        start = utc(start_text) if isinstance(start_text, str) else None
    except ValueError:
        start = None
    if start is None:
        years = f"in the years {YEARS[0]} to {YEARS[1]}"
        problem("start", start_text, f"expected an instant such as 2020-06-22T10:00:00Z, {years}")
    elif start.second or start.microsecond:
        problem("start", start_text, "expected a whole minute")
    if not isinstance(channel, str) or not (since or channel in programme.forum.channel):
        known = ", ".join(programme.forum.channel)
        problem("channel", channel, f"expected one of the channels {known}")
    people = row.get("facilitators", [])
    if not isinstance(people, list) or not all(isinstance(person, str) for person in people):
        problem("facilitators", people, "expected a list of person ids")
    else:
        people = [programme.current_id(person) for person in people]
        for person, count in Counter(people).items():
            if person not in programme.person and not since:
                problem("facilitators", person, "expected the id of a person in the table of people")
            elif count > 1:
                problem("facilitators", person, "expected each person once")
    if len(problems) == before:
        assert isinstance(name, str)
        assert start is not None
        assert isinstance(channel, str)
        placements[name] = Placement(start, channel, tuple(sorted(people)))


def _why_not_held(name: str, programme: Programme) -> str:
    """Why a session of the tables, or an occurrence of it, is not to be placed; empty for all others."""
    session = programme.session.get(name.partition(".")[0])
    if session is None or session.id in programme.occurrences_of:
        return ""
    if name != session.id and name not in session.occurrence_ids:
        return ""
    if session.status == "cancelled":
        return "is cancelled"
    return "is left out" if session.left_out else f"has no time, being of type {session.type},"


def _expected_session(name: object, programme: Programme) -> str:
    """What to do about a placement of something that no table knows."""
    session = programme.session.get(name.partition(".")[0]) if isinstance(name, str) else None
    if session is not None:
        return f"expected {', '.join(session.occurrence_ids[:12])}, as {session.id} is held"
    return (
        "expected the id of a session that is to be held; if its row was deleted, put it back with the status "
        "“cancelled”, or take this placement out, or plan anew with --from-scratch"
    )
