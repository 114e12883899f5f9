"""Makes a frame in which the sessions of a sample fill the channels as much as is asked, and plants them in it.

A forum is F per cent full when its sessions, each with the set-up after it, take F per cent of the channel-minutes
that are open: of every stretch in which a period is open and no plenary is held, the minutes and one set-up (the last
session's, which may be made while nothing is open), times the channels that the periods allow at once. Plenaries and
their hall count on neither side. All periods of such a frame allow as many sessions at once as the pool has channels.

It has as few channels as the final week needs, and as few open days in the weeks before as it takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.samples.frame import FINAL, FIRST, LAST, PLENARY, SET_UP, WEEKDAYS, WEEKLY, Frame, Window
from data.samples.plant import GRID, NoRoomError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from random import Random

    from data.samples.drafts import Draft

LEAST, MOST = 50, 95
"""How full a forum can be asked to be, in per cent."""

_OPENS = 9 * 60 + 30
"""Sessions of an hour with their set-up follow one another from here to noon, when some are fixed."""
_CLOSES = range(16 * 60 + 30, 19 * 60 + 46, GRID)
"""The minutes of the day at which a day may end: not before what is fixed in an afternoon."""
_FINAL_DAYS = tuple(date(2020, 9, 7) + timedelta(days=number) for number in range(4))
_WEEKS = 11
"""Weeks before the final one."""
_LAST_OF_SERIES = {"champions": date(2020, 8, 21)}
"""The last day of all parts but the last, which is fixed; other series may last to the end of the weekly programme."""
_TRIES = 30


@dataclass(slots=True, eq=False)
class _Stretch:
    """Minutes of a day in which one channel is free, with the last set-up; and what is put there, in no order yet."""

    day: date
    lane: int
    start: int
    room: int
    left: int = field(init=False)
    """The minutes that are left."""
    drafts: list[Draft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.room

    def take(self, draft: Draft) -> None:
        """Put a session there."""
        self.drafts.append(draft)
        self.left -= _length(draft)


def crowd(random: Random, drafts: Sequence[Draft], scale: int, filled: int) -> Frame:
    """Plant the sessions beside the plenaries, which are planted, and return a frame that is `filled` per cent full.

    Raises NoRoomError.
    """
    plenaries = [draft for draft in drafts if draft.kind in PLENARY]
    final = [draft for draft in drafts if draft.window == "final" and draft.kind not in PLENARY]
    weekly = [draft for draft in drafts if draft.window != "final" and draft.kind not in PLENARY]
    asked_final, asked = (100 * _minutes(some) / filled for some in (final, final + weekly))
    days: Mapping[date, int]
    for channels, closes in _ways(plenaries, asked_final):
        days = dict.fromkeys(_FINAL_DAYS, closes)
        stretches = _stretches(days, plenaries, channels)
        if _tried(random, final, stretches):
            break
    else:
        raise NoRoomError("the final week")
    asked -= _open(stretches)
    for days in _weekly_days(weekly, plenaries, channels, asked):
        if _tried(random, weekly, _stretches(days, plenaries, channels)):
            break
    else:
        raise NoRoomError("the weeks before the final one")
    windows = _windows(days, channels, closes)
    for draft in drafts:
        if draft.exception:
            draft.exception = next(window.id for window in windows if draft.day and window.open_on(draft.day))
    return Frame(scale, channels, windows, filled)


def fullness(frame: Frame, drafts: Iterable[Draft]) -> float:
    """Return how full planted drafts make their frame, as a share: see the text of this module."""
    held = [draft for draft in drafts if draft.held]
    plenaries = [draft for draft in held if draft.kind in PLENARY]
    days = {
        FIRST + timedelta(days=number): window.end
        for number in range((LAST - FIRST).days + 1)
        for window in frame.windows
        if window.open_on(FIRST + timedelta(days=number))
    }
    taken = _minutes(draft for draft in held if draft.kind not in PLENARY)
    return taken / _open(_stretches(days, plenaries, frame.channels))


def _length(draft: Draft) -> int:
    return draft.duration + SET_UP


def _minutes(drafts: Iterable[Draft]) -> int:
    """Minutes that all occurrences take with their set-up."""
    return sum(_length(draft) * draft.days * draft.repeats for draft in drafts)


def _open(stretches: Iterable[_Stretch]) -> int:
    return sum(stretch.room for stretch in stretches)


def _stretches(days: Mapping[date, int], plenaries: Iterable[Draft], channels: int) -> list[_Stretch]:
    """Return the free stretches of all channels on days that end as given, between the plenaries."""
    breaks: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for draft in plenaries:
        for day, minute in draft.held:
            breaks[day].append((minute, minute + draft.duration))
    found = []
    for day, closes in sorted(days.items()):
        start = _OPENS
        for begin, end in [*sorted(breaks[day]), (closes, closes)]:
            if begin > start:
                found += [_Stretch(day, lane, start, begin - start + SET_UP) for lane in range(channels)]
            start = end
    return found


def _ways(plenaries: Sequence[Draft], asked: float) -> Iterable[tuple[int, int]]:
    """Channels and closing times of the final week that are open for `asked` minutes or more, the tightest first."""
    one = {closes: _open(_stretches(dict.fromkeys(_FINAL_DAYS, closes), plenaries, 1)) for closes in _CLOSES}
    fewest = next(number for number in range(1, 10**6) if number * one[_CLOSES[-1]] >= asked)
    for channels in (fewest, fewest + 1):
        yield from ((channels, closes) for closes in _CLOSES if channels * one[closes] >= asked)


def _weekly_days(
    drafts: Sequence[Draft], plenaries: Sequence[Draft], channels: int, asked: float
) -> Iterable[dict[date, int]]:
    """Ways to open days in the weeks before the final one, the nearest to so many channel-minutes first."""
    least = {draft.day for draft in drafts if draft.day} | {day for plenary in plenaries for day, _ in plenary.held}
    chosen = sorted(day for day in least if day < _FINAL_DAYS[0])
    ways: list[tuple[float, int, dict[date, int]]] = []
    while True:
        week, count = min(
            ((week, sum(_week(day) == week for day in chosen)) for week in range(_WEEKS)), key=lambda each: each[::-1]
        )
        if count:
            for closes in _CLOSES:
                days = dict.fromkeys(chosen, closes)
                off = abs(_open(_stretches(days, plenaries, channels)) / asked - 1)
                ways.append((max(0.005, round(off, 4)), -closes, days))
        if count == len(WEEKDAYS):
            break
        chosen = sorted([*chosen, _next_day(week, chosen)])
    ways.sort(key=lambda way: way[:2])
    return [days for _, _, days in ways[:10]]


def _next_day(week: int, chosen: Collection[date]) -> date:
    """The day of the week that is nearest to one that is open already: some sessions go over two days."""
    days = [FIRST + timedelta(days=7 * week + number) for number in range(len(WEEKDAYS))]
    own = [day for day in days if day in chosen] or [days[1]]
    return min((day for day in days if day not in chosen), key=lambda day: (min(abs(day - each) for each in own), day))


def _week(day: date) -> int:
    return (day - FIRST).days // 7


def _windows(days: Mapping[date, int], channels: int, closes: int) -> tuple[Window, ...]:
    """A period for each week, open on some of its weekdays, and one for the final week."""
    found = []
    types = (*WEEKLY, "policy-session")
    for week in range(_WEEKS):
        first = FIRST + timedelta(days=7 * week)
        own = [day for day in days if _week(day) == week]
        weekdays = tuple(day.weekday() for day in own)
        name = f"Week {week + 1} of the weekly programme"
        last = first + timedelta(days=4)
        found.append(
            Window(f"week-{week + 1}", name, first, last, _OPENS, days[own[0]], types, channels, weekdays=weekdays)
        )
    found.append(Window("final", "Final week", _FINAL_DAYS[0], LAST, _OPENS, closes, FINAL, channels))
    return tuple(found)


def _tried(random: Random, drafts: Sequence[Draft], empty: Sequence[_Stretch]) -> bool:
    """Plant the drafts in the stretches, if one of several tries comes out."""
    for _ in range(_TRIES):
        packing = _Packing(random, [_Stretch(each.day, each.lane, each.start, each.room) for each in empty])
        try:
            packing.pack(drafts)
        except NoRoomError:
            continue
        packing.plant()
        return True
    return False


class _Packing:
    """One try to put sessions into stretches: first those that are bound in some way, then the others by length."""

    def __init__(self, random: Random, stretches: list[_Stretch]) -> None:
        self.random = random
        self.on: dict[date, list[_Stretch]] = {}
        for stretch in stretches:
            self.on.setdefault(stretch.day, []).append(stretch)
        self.days = sorted(self.on)
        self.places: dict[Draft, list[tuple[date, int]]] = defaultdict(list)

    def pack(self, drafts: Sequence[Draft]) -> None:
        """Find room for all of them. Raises NoRoomError."""
        fixed = [draft for draft in drafts if draft.day and draft.minute is not None]
        for draft in fixed:
            self._fix(draft)
        for draft in (draft for draft in drafts if draft.days > 1):
            self._over_days(draft)
        rest = [draft for draft in drafts if draft not in self.places]
        for draft in rest:
            if draft.day:
                self._put(draft, [draft.day])
        rest = [draft for draft in rest if not draft.day]
        for draft in (draft for draft in rest if draft.kind == "policy-session"):
            self._put(draft, self.days)
        series: dict[str, list[Draft]] = defaultdict(list)
        for draft in rest:
            if draft.series:
                series[draft.series].append(draft)
        for members in series.values():
            self._weekly(members)
        for draft in (draft for draft in rest if draft.repeats > 1):
            able = self._with_room(draft, self.days)
            if len(able) < draft.repeats:
                raise NoRoomError(draft.title)
            for day in self.random.sample(able, draft.repeats):
                self._put(draft, [day])
        for draft in (draft for draft in rest if draft.first or draft.last):
            first, last = draft.first or FIRST, draft.last or LAST
            self._put(draft, [day for day in self.days if first <= day <= last])
        placed = {draft for stretch in self._stretches() for draft in stretch.drafts}
        self._fill([draft for draft in rest if draft not in placed])

    def plant(self) -> None:
        """Say where each session is held, with what is left of a stretch spread among its sessions."""
        for stretch in self._stretches():
            self.random.shuffle(stretch.drafts)
            gaps = Counter(self.random.randint(0, len(stretch.drafts)) for _ in range(stretch.left // GRID))
            minute = stretch.start
            for number, draft in enumerate(stretch.drafts):
                minute += gaps[number] * GRID
                self.places[draft].append((stretch.day, minute))
                minute += _length(draft)
        for draft, places in self.places.items():
            draft.held = sorted(places)

    def _cut(self, stretch: _Stretch, minute: int, length: int) -> None:
        """Take so many minutes out of a stretch that has nothing in it yet."""
        before, after = minute - stretch.start, stretch.start + stretch.room - minute - length
        own = self.on[stretch.day]
        at = own.index(stretch)
        own[at : at + 1] = [
            _Stretch(stretch.day, stretch.lane, start, room)
            for start, room in ((stretch.start, before), (minute + length, after))
            if room > 0
        ]

    def _fix(self, draft: Draft) -> None:
        """Put a session where it is fixed, in the first channel."""
        assert draft.day is not None
        assert draft.minute is not None
        for stretch in self.on.get(draft.day, ()):
            fits = stretch.start <= draft.minute and draft.minute + _length(draft) <= stretch.start + stretch.room
            if stretch.lane == 0 and fits:
                self._cut(stretch, draft.minute, _length(draft))
                self.places[draft].append((draft.day, draft.minute))
                return
        raise NoRoomError(draft.title)

    def _over_days(self, draft: Draft) -> None:
        """Put a session at the same time on days that follow one another."""
        able = [each for each in self._stretches() if each.room >= _length(draft)]
        by_place = {(each.day, each.lane, each.start): each for each in able}
        places = list(by_place)
        self.random.shuffle(places)
        for day, lane, start in places:
            found = [by_place.get((day + timedelta(days=number), lane, start)) for number in range(draft.days)]
            if all(found):
                for stretch in found:
                    assert stretch is not None
                    self._cut(stretch, start, _length(draft))
                    self.places[draft].append((stretch.day, start))
                return
        raise NoRoomError(draft.title)

    def _may_hold(self, draft: Draft, stretch: _Stretch) -> bool:
        """Policy sessions are never at once, so all of them are in the first channel."""
        return (draft.kind != "policy-session" or stretch.lane == 0) and stretch.left >= _length(draft)

    def _with_room(self, draft: Draft, days: Iterable[date]) -> list[date]:
        return [day for day in days if any(self._may_hold(draft, stretch) for stretch in self.on[day])]

    def _put(self, draft: Draft, days: Iterable[date]) -> date:
        """Put a session on one of the days, into the stretch with the most room, and return the day."""
        able = self._with_room(draft, days)
        if not able:
            raise NoRoomError(draft.title)
        day = self.random.choice(able)
        max((each for each in self.on[day] if self._may_hold(draft, each)), key=lambda each: each.left).take(draft)
        return day

    def _weekly(self, members: Sequence[Draft]) -> None:
        """Put the parts of a series into weeks that follow one another, on the weekday of the first where it can be."""
        last = _LAST_OF_SERIES.get(members[0].kind, self.days[-1])
        week = self.random.randint(0, _week(last) - len(members) + 1)
        before: date | None = None
        for number, draft in enumerate(members):
            own = [day for day in self.days if _week(day) == week + number and day <= last]
            same = [day for day in own if before and day.weekday() == before.weekday()]
            before = self._put(draft, self._with_room(draft, same) or own)

    def _stretches(self) -> Iterator[_Stretch]:
        return (stretch for day in self.days for stretch in self.on[day])

    def _fill(self, drafts: Sequence[Draft]) -> None:
        """Fill all stretches alike, the short ones first: they take few mixtures of lengths."""
        of_length: dict[int, list[Draft]] = defaultdict(list)
        for draft in self.random.sample(drafts, len(drafts)):
            of_length[_length(draft)].append(draft)
        rest = sum(map(_length, drafts))
        stretches = list(self._stretches())
        room = sum(stretch.left for stretch in stretches)
        for stretch in sorted(stretches, key=lambda each: (each.left, self.random.random())):
            left = stretch.left
            mixture = self._mixture(of_length, left, left * rest / room if room else 0)
            for length in mixture:
                stretch.take(of_length[length].pop())
            room, rest = room - left, rest - sum(mixture)
        for length in sorted(of_length, reverse=True):
            for draft in of_length[length]:
                able = [stretch for stretch in stretches if stretch.left >= length]
                if not able:
                    raise NoRoomError(draft.title)
                min(able, key=lambda stretch: stretch.left).take(draft)

    def _mixture(self, of_length: Mapping[int, Sequence[Draft]], most: int, wanted: float) -> list[int]:
        """Return lengths of sessions that are there, together as near to `wanted` as can be and not over `most`."""
        best: list[int] = []
        for _ in range(_TRIES):
            counts = {length: len(some) for length, some in of_length.items()}
            mixture: list[int] = []
            while True:
                total = sum(mixture)
                if abs(total - wanted) < abs(sum(best) - wanted):
                    best = list(mixture)
                able = [length for length, count in counts.items() if count and total + length <= most]
                if not able or total >= wanted:
                    break
                length = self.random.choices(able, [counts[each] for each in able])[0]
                counts[length] -= 1
                mixture.append(length)
            if abs(sum(best) - wanted) < GRID / 2:
                break
        return best
