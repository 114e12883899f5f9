"""Names and times in the words of the programme team, for explanations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.clock import MONTHS, WEEKDAYS, local_text
from data.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from data.programme import Days, LocalTimes, Period, Programme, Session, Team
    from data.timetable import Timetable

MOST_NAMED = 8
"""So many sessions are named where there may be hundreds."""


def day(when: date) -> str:
    """Say a date: “22 June 2020”."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def days(span: Days) -> str:
    """Say the dates from the first to the last: “22 to 26 June 2020”."""
    first, last = span.first, span.last
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    month = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month} to {day(last)}"


def weekdays(numbers: Iterable[int]) -> str:
    """Say weekdays (Monday is 0): “Mon to Fri”, “Mon and Wed”."""
    found = sorted(set(numbers))
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{WEEKDAYS[found[0]]} to {WEEKDAYS[found[-1]]}"
    return joined(WEEKDAYS[each] for each in found)


def times(local: LocalTimes) -> str:
    """Say local times: “on 22 June 2020, 09:00-12:00 (Europe/Zurich)”."""
    parts = [days(local.days)] if local.days else []
    parts += [weekdays(local.weekdays)] if local.weekdays else []
    preposition = "on" if parts else "at"
    parts += [str(local.hours)] if local.hours else []
    return f"{preposition} {', '.join(parts or ['any time'])} ({local.zone})"


def span(period: Period) -> str:
    """Say the dates of a period, and its weekdays where some are left out: “6 to 19 July 2020, Mon to Fri”."""
    length = (period.days.last - period.days.first).days + 1
    every = all(period.open_on(period.days.first + timedelta(days=number)) for number in range(min(length, 7)))
    return days(period.days) + ("" if every else f", {weekdays(period.weekdays)}")


def period(programme: Programme, found: Period) -> str:
    """Name a period with its dates, weekdays and hours at home."""
    hours = joined((str(hours) for hours in found.hours), "or")
    return f"the period “{found.name}”: {span(found)}, {hours} ({programme.forum.zone})"


def channel(programme: Programme, name: str) -> str:
    """Name a channel, or a pool of channels, by its id."""
    found = programme.forum.channel.get(name)
    return f"{name} “{found.name}”" if found else f"the pool “{name}”"


def channels(programme: Programme, names: Iterable[str]) -> str:
    """Name several channels; a whole pool by its own id."""
    wanted = set(names)
    whole: dict[str, str] = {}
    for each in programme.forum.channels:
        pool = [other.id for other in programme.forum.channels if each.pool and other.pool == each.pool]
        whole[each.id] = each.pool if each.pool and len(pool) > 1 and wanted.issuperset(pool) else each.id
    return joined(dict.fromkeys(channel(programme, whole[each]) for each in whole if each in wanted))


def team(found: Team) -> str:
    """Name the teams of one entry with its id."""
    return f"{found.name} ({found.id})"


def session(programme: Programme, occurrence: str) -> str:
    """Name an occurrence by its id and title."""
    found = programme.occurrence.get(occurrence)
    return f"{occurrence} {quoted(found.session.title)}" if found else occurrence


def sessions(programme: Programme, occurrences: Iterable[str]) -> str:
    """Name several occurrences."""
    return ", ".join(session(programme, name) for name in occurrences)


def whole(session: Session) -> str:
    """Name a session whatever its occurrences, by its id and title."""
    return f"{session.id} {quoted(session.title)}"


def joined(items: Iterable[str], last: str = "and") -> str:
    """Join words as in `a, b and c`."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end


def number(count: int, thing: str) -> str:
    """Say how many, as in `1 day`, `2 days`."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def some(programme: Programme, occurrences: Collection[str], last: str = "and") -> str:
    """Name several occurrences; of many the first ones, and how many more there are."""
    names = [session(programme, name) for name in occurrences]
    if len(names) > MOST_NAMED:
        names[MOST_NAMED:] = [f"{len(names) - MOST_NAMED} more"]
    return joined(names, last)


def person(programme: Programme, name: str) -> str:
    """Name a person with the id."""
    found = programme.person.get(name)
    return f"{found.name} ({name})" if found else name


def people(programme: Programme, names: Iterable[str]) -> str:
    """Name several people."""
    return ", ".join(person(programme, name) for name in names)


def attended(programme: Programme, occurrence: str, spans: Iterable[tuple[int, int]]) -> str:
    """Name an occurrence, with the minutes of it that somebody attends where these are not all."""
    minutes = sorted(set(spans))
    if minutes == [(0, programme.occurrence[occurrence].duration)]:
        return session(programme, occurrence)
    said = joined(f"{begin} to {end}" for begin, end in minutes)
    return f"{session(programme, occurrence)} (minutes {said})"


def required(programme: Programme, name: str, *, minutes: bool = False) -> list[str]:
    """Name what a person has to appear in; with `minutes`, from when to when in it where that is not all of it."""
    hulls: dict[str, tuple[int, int]] = {}
    for part in programme.appearances:
        if part.person == name and part.required:
            begin, end = hulls.get(part.session, (part.start, part.end))
            hulls[part.session] = (min(begin, part.start), max(end, part.end))
    found = [occurrence for occurrence in programme.occurrences if occurrence.session.id in hulls]
    if not minutes:
        return [session(programme, occurrence.id) for occurrence in found]
    return [attended(programme, occurrence.id, [hulls[occurrence.session.id]]) for occurrence in found]


def may_facilitate(programme: Programme, name: str, occurrences: Iterable[str]) -> list[str]:
    """Say what a nominee may facilitate among some occurrences, and where facilitators have to report."""
    if not programme.person[name].nominated_by:
        return []
    kinds = {
        occurrence: programme.forum.type[programme.occurrence[occurrence].session.type] for occurrence in occurrences
    }
    reports = [occurrence for occurrence, kind in kinds.items() if kind.assembles]
    led = [occurrence for occurrence, kind in kinds.items() if kind.facilitators_most and not kind.assembles]
    said = [f"may facilitate {some(programme, led)}"] if led else []
    return said + ([f"once facilitating has to be in all of {some(programme, reports)}"] if reports else [])


def engaged(programme: Programme, name: str, *, minutes: bool = False) -> str:
    """Say what a person has to be in and, of a nominee, what they may facilitate; with `minutes`, when in it."""
    appears = required(programme, name, minutes=minutes)
    said = [f"has to be in {joined(appears)}"] if appears else []
    said += may_facilitate(programme, name, programme.occurrence)
    return joined(said) if said else "has parts in the programme"


def served(programme: Programme, found: Team) -> str:
    """Say which sessions ask for the teams of an entry; empty where none does."""
    names = [o.id for o in programme.occurrences if found in programme.served_by[o.session.id].values()]
    return f", asked for by {some(programme, names)}" if names else ""


def placed(timetable: Timetable, occurrence: str) -> str:
    """Name an occurrence with its time at home."""
    start = timetable.placements.get(occurrence)
    text = session(timetable.programme, occurrence)
    return f"{text} on {local_text(start.start, timetable.programme.forum.zone)}" if start else text


def all_placed(timetable: Timetable, occurrences: Iterable[str]) -> str:
    """Name several occurrences with their times at home."""
    return "; ".join(placed(timetable, name) for name in occurrences)
