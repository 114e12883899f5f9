"""The figures of a timetable that a programme team reports: burden by region, load, coverage, balance of panels."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.burden import burdens, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from data.programme import Person, Session
    from data.timetable import Timetable

UNKNOWN = "not known"
"""Stands where a person's stakeholder type or region is empty."""

ACTION_LINES = tuple(f"C{number}" for number in range(1, 12))
SDGS = tuple(str(number) for number in range(1, 18))


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A week from its Monday (home dates), and how many sessions begin in it."""

    monday: date
    sessions: int


@dataclass(frozen=True, slots=True)
class RegionBurden:
    """An audience region's burden in minutes (docs/fairness.md): of all sessions, mean per session, and by week."""

    region: str
    minutes: int
    mean: float
    by_week: tuple[int, ...]
    """The minutes of each week, in the order of `Report.weeks`."""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A home date: how many sessions begin on it, their minutes, and the most of them at once."""

    day: date
    sessions: int
    minutes: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """A session type, Action Line or goal: how many occurrences are asked for, and how many are held."""

    name: str
    asked: int
    held: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A stakeholder type or region on the panels: people, their parts, and the sessions with one of them at least.

    Facilitators are counted apart. Someone's parts in one occurrence count once.
    """

    name: str
    people: int
    parts: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Facilitation:
    """A nominating stakeholder type: its nominees, how many of them are chosen, and the sessions they facilitate."""

    name: str
    nominees: int
    chosen: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Report:
    """All figures; weeks and days are those from the first to the last of the forum, also empty ones."""

    forum: str
    asked: int
    held: int
    weeks: tuple[WeekLoad, ...]
    regions: tuple[RegionBurden, ...]
    days: tuple[DayLoad, ...]
    types: tuple[Coverage, ...]
    action_lines: tuple[Coverage, ...]
    sdgs: tuple[Coverage, ...]
    stakeholder_types: tuple[Balance, ...]
    people_regions: tuple[Balance, ...]
    facilitators: tuple[Facilitation, ...]


def report(timetable: Timetable) -> Report:
    """Work out all figures of a timetable."""
    programme = timetable.programme
    forum = programme.forum
    weeks = _weeks(timetable)
    named = {line for session in programme.sessions for line in session.action_lines}
    lines = named | {line for line in ACTION_LINES if not any(each.startswith(f"{line}-") for each in named)}
    regions = [region.name for region in forum.comfort.regions]
    return Report(
        forum=forum.name,
        asked=len(programme.occurrences),
        held=len(timetable.placements),
        weeks=weeks,
        regions=_regions(timetable, weeks),
        days=_days(timetable),
        types=_coverage(
            timetable,
            (kind.id for kind in forum.types if kind.timed),
            lambda session: (session.type,),
            keep_empty=False,
        ),
        action_lines=_coverage(timetable, sorted(lines, key=_line), lambda session: session.action_lines),
        sdgs=_coverage(timetable, SDGS, lambda session: session.sdgs),
        stakeholder_types=_balance(timetable, (), lambda person: person.stakeholder_type),
        people_regions=_balance(timetable, regions, lambda person: person.region),
        facilitators=_facilitators(timetable),
    )


def _line(code: str) -> tuple[int, str]:
    """Put C2 before C10, and C7 before its parts."""
    number, _, part = code[1:].partition("-")
    return int(number) if number.isdigit() else 0, part


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _home_dates(timetable: Timetable) -> dict[str, date]:
    """The home date on which each held occurrence begins."""
    grid = timetable.programme.forum.time_grid
    return {name: grid.home_date(timetable.start(name)) for name in timetable.in_order}


def _weeks(timetable: Timetable) -> tuple[WeekLoad, ...]:
    begun = Counter(_monday(day) for day in _home_dates(timetable).values())
    mondays = sorted({_monday(day) for day in timetable.programme.forum.time_grid.days} | set(begun))
    return tuple(WeekLoad(monday, begun[monday]) for monday in mondays)


def _regions(timetable: Timetable, weeks: tuple[WeekLoad, ...]) -> tuple[RegionBurden, ...]:
    names = [region.name for region in timetable.programme.forum.comfort.regions]
    found, dates = burdens(timetable), _home_dates(timetable)
    by_week = [
        totals(names, {name: each for name, each in found.items() if _monday(dates[name]) == week.monday})
        for week in weeks
    ]
    return tuple(
        RegionBurden(region, minutes, minutes / max(1, len(found)), tuple(week[region] for week in by_week))
        for region, minutes in totals(names, found).items()
    )


def _days(timetable: Timetable) -> tuple[DayLoad, ...]:
    begun: dict[date, list[str]] = defaultdict(list)
    for name, day in _home_dates(timetable).items():
        begun[day].append(name)
    every = sorted({*timetable.programme.forum.time_grid.days, *begun})
    return tuple(_day(timetable, day, begun[day]) for day in every)


def _day(timetable: Timetable, day: date, names: list[str]) -> DayLoad:
    at_once = (
        sum(timetable.start(other) <= timetable.start(name) < timetable.end(other) for other in names) for name in names
    )
    minutes = sum(timetable.programme.occurrence[name].duration for name in names)
    return DayLoad(day, len(names), minutes, max(at_once, default=0))


def _coverage(
    timetable: Timetable,
    names: Iterable[str],
    of: Callable[[Session], Iterable[str]],
    *,
    keep_empty: bool = True,
) -> tuple[Coverage, ...]:
    asked: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for occurrence in timetable.programme.occurrences:
        for name in dict.fromkeys(of(occurrence.session)):
            asked[name] += 1
            held[name] += occurrence.id in timetable.placements
    return tuple(Coverage(name, asked[name], held[name]) for name in names if keep_empty or asked[name])


def _balance(timetable: Timetable, first: Iterable[str], of: Callable[[Person], str]) -> tuple[Balance, ...]:
    programme = timetable.programme
    people: dict[str, set[str]] = defaultdict(set)
    parts: Counter[str] = Counter()
    sessions: dict[str, set[str]] = defaultdict(set)
    for name in timetable.in_order:
        appear = programme.appearances_in.get(programme.occurrence[name].session.id, ())
        for person in dict.fromkeys(part.person for part in appear):
            group = of(programme.person[person]) or UNKNOWN
            people[group].add(person)
            parts[group] += 1
            sessions[group].add(name)
    groups = dict.fromkeys([*first, *sorted(group for group in parts if group != UNKNOWN), *parts])
    return tuple(Balance(group, len(people[group]), parts[group], len(sessions[group])) for group in groups)


def _facilitators(timetable: Timetable) -> tuple[Facilitation, ...]:
    programme = timetable.programme
    facilitating = [
        set(placement.facilitators)
        for name, placement in timetable.placements.items()
        if not programme.forum.type[programme.occurrence[name].session.type].assembles
    ]
    chosen = {person for people in facilitating for person in people}
    found = []
    for group in sorted({person.nominated_by for person in programme.nominees}):
        mine = {person.id for person in programme.nominees if person.nominated_by == group}
        sessions = sum(bool(mine & people) for people in facilitating)
        found.append(Facilitation(group, len(mine), len(mine & chosen), sessions))
    return tuple(found)
