"""What happens to a forum after it is published, at random by seed: of each kind in turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import itemgetter
from random import Random

from data.problems import Origin
from data.programme import Days, FixedStart, LocalTimes, Programme, Session
from data.timetable import Timetable

KINDS = ("speaker away", "day closed", "channel lost", "channel lost for a day", "new official session", "withdrawn")

TWICE = 4
"""The turn of all kinds, from 0, from which on two things happen at once."""

BUSIEST = 5
"""A channel is lost on one of so many busiest days."""


@dataclass(frozen=True)
class Disrupted:
    """The programme after a disruption, and what happened, in words."""

    programme: Programme
    what: str


def disrupted(timetable, seed):
    """Disrupt what is published, the kind by the seed: first what is first, then what is last, then any by seed.

    From the turn `TWICE` on a second thing happens as well, of the next kind.
    """
    turn, number = divmod(seed, len(KINDS))
    pick = {0: itemgetter(0), 1: itemgetter(-1)}.get(turn, Random(seed).choice)
    words = []
    for kind in (number, number + 1) if turn >= TWICE else (number,):
        free = [name for name in timetable.in_order if timetable.programme.occurrence[name].fixed is None]
        event = MAKE[KINDS[kind % len(KINDS)]](timetable, free, pick)
        held = {name: was for name, was in timetable.placements.items() if name in event.programme.occurrence}
        timetable = Timetable(event.programme, held)
        words.append(event.what)
    return Disrupted(timetable.programme, ", ".join(words))


def without_day(programme, day, change):
    """The programme with the periods that are open on a day changed on it alone; `change` returns None to close one."""
    periods, parts = [], {}
    for period in programme.forum.periods:
        found = [period]
        if period.days.first <= day <= period.days.last:
            before, after = day - timedelta(days=1), day + timedelta(days=1)
            changed = change(period)
            found = [
                *([replace(period, days=Days(period.days.first, before))] if period.days.first < day else []),
                *([replace(changed, id=f"{period.id}-on", days=Days(day, day))] if changed else []),
                *(
                    [replace(period, id=f"{period.id}-then", days=Days(after, period.days.last))]
                    * (day < period.days.last)
                ),
            ]
        periods += found
        parts[period.id] = tuple(each.id for each in found)
    sessions = tuple(
        replace(each, periods=tuple(part for name in each.periods for part in parts[name]))
        for each in programme.sessions
    )
    return replace(programme, sessions=sessions, forum=replace(programme.forum, periods=tuple(periods)))


def day_of(timetable, name):
    """The home date of a session."""
    return timetable.programme.forum.time_grid.home_date(timetable.start(name))


def _speaker_away(timetable, free, pick):
    """For a day on which they are in nothing that is fixed."""
    programme = timetable.programme
    bound = {
        (person, day_of(timetable, name))
        for name in timetable.placements
        if name not in free
        for person in _speakers(programme, name)
    }
    name, who = pick(
        [
            (name, programme.person[person])
            for name in free
            for person in _speakers(programme, name)
            if (person, day_of(timetable, name)) not in bound
        ]
    )
    day = day_of(timetable, name)
    away = LocalTimes(programme.forum.zone, Days(day, day), (), None)
    return Disrupted(programme.with_person(replace(who, cannot=(*who.cannot, away))), f"{who.id} away on {day}")


def _speakers(programme, name):
    session = programme.occurrence[name].session.id
    return [part.person for part in programme.appearances_in.get(session, ()) if part.required]


def _quiet_day(timetable, free, pick):
    """A day with sessions, none of which is fixed."""
    fixed = {day_of(timetable, name) for name in timetable.placements if name not in free}
    return pick(sorted({day_of(timetable, name) for name in free} - fixed))


def _day_closed(timetable, free, pick):
    day = _quiet_day(timetable, free, pick)
    return Disrupted(without_day(timetable.programme, day, lambda period: None), f"{day} closed")


def _channel_lost(timetable, free, pick):
    programme = timetable.programme
    pool = [channel for channel in programme.forum.channels if channel.pool]
    gone = pick(pool)
    rest = tuple(channel for channel in programme.forum.channels if channel != gone)
    return Disrupted(replace(programme, forum=replace(programme.forum, channels=rest)), f"{gone.id} lost")


def _channel_lost_for_a_day(timetable, free, pick):
    """On one of the busiest days: those with most sessions that are not fixed."""
    fixed = {day_of(timetable, name) for name in timetable.placements if name not in free}
    held = Counter(day_of(timetable, name) for name in free)
    most = sorted(held.keys() - fixed, key=lambda day: (-held[day], day))[:BUSIEST]
    day = pick(most)

    def fewer(period):
        channels = period.channels or len(timetable.programme.forum.channels)
        left = max(1, channels - 1)
        a_day = None if period.per_day is None else min(period.per_day, held[day]) * left // channels
        return replace(period, channels=left, per_day=a_day)

    what = f"one channel lost on {day}, which had {held[day]}"
    return Disrupted(without_day(timetable.programme, day, fewer), what)


def _new_official(timetable, free, pick):
    """A plenary at the time of something that can make room for it: of nothing that is fixed beside it."""
    programme = timetable.programme
    length = timedelta(minutes=30)
    fixed = [(timetable.start(name), timetable.end(name)) for name in timetable.placements if name not in free]
    times = {name: timetable.start(name) for name in free}
    alone = [
        name for name, time in times.items() if all(over <= time or time + length <= begin for begin, over in fixed)
    ]
    start = timetable.start(pick(alone))
    kind = next(kind for kind in programme.forum.types if kind.plenary)
    day = programme.forum.time_grid.home_date(start)
    session = Session(
        id="NEW-1",
        title="Address of the host",
        type=kind.id,
        official=True,
        origin=Origin("official.csv", 999),
        duration=30,
        zone=programme.forum.zone,
        fixed=(FixedStart(day, start),),
        periods=tuple(p.id for p in programme.forum.periods if p.open_on(day)),
    )
    return Disrupted(replace(programme, sessions=(*programme.sessions, session)), f"NEW-1 at {start:%m-%d %H:%M} UTC")


def _withdrawn(timetable, free, pick):
    programme = timetable.programme
    requests = [name for name in free if not programme.occurrence[name].must_place]
    session = programme.occurrence[pick(requests)].session
    return Disrupted(programme.with_session(replace(session, status="cancelled")), f"{session.id} withdrawn")


MAKE = dict(
    zip(
        KINDS,
        (_speaker_away, _day_closed, _channel_lost, _channel_lost_for_a_day, _new_official, _withdrawn),
        strict=True,
    )
)
