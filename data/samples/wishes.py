"""Derives absences, orders and wishes from the planted timetable, which keeps all that is hard among them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from data.programme import Days, Hours, LocalTimes
from data.samples import wording
from data.samples.drafts import moment
from data.samples.frame import FIRST, KIND, LAST, PLENARY, WEEKDAYS
from data.samples.geography import AFRICA, AMERICAS, CITY_NAMES, EAST, PLACES, local
from data.samples.wsis_facts import HOME

if TYPE_CHECKING:
    from random import Random

    from data.samples.casting import Cast
    from data.samples.drafts import Draft, Person

_LANGUAGES = {AFRICA: ("fr", "ar", "pt"), AMERICAS: ("es", "pt"), EAST: ("ru",)}
_MEETING_MOST = 120
"""Minutes that one team of interpreters can serve."""


def add_wishes(random: Random, drafts: list[Draft]) -> None:
    """Fill in what is wished: dates, hours, zone, regions, languages, services, audience, priority."""
    for draft in drafts:
        _zone_and_region(random, draft)
        if draft.fact is None and not draft.official and draft.held:
            _dates(random, draft)
            _hours(random, draft)
        if draft.fact is not None and draft.last is not None:
            draft.wishes["excluded_dates"] = f"{draft.last + timedelta(days=1)}..{LAST}"
        _services(random, draft)
    _orders(random, drafts)


def _zone_and_region(random: Random, draft: Draft) -> None:
    if draft.region:
        draft.wishes["target_regions"] = draft.region
    if draft.official or draft.fact is not None:
        return
    fitting = [p for p in PLACES if p.country == draft.country or (not draft.country and p.region == draft.region)]
    place = random.choice(fitting or PLACES)
    if random.random() < 0.1:
        return
    city = place.city in CITY_NAMES and random.random() < 0.15
    draft.wishes["zone"] = place.city if city else place.zone


def _zone_of(draft: Draft) -> str:
    cell = draft.wishes.get("zone", HOME)
    return next((place.zone for place in PLACES if cell == place.city), cell)


def _readings(draft: Draft) -> list[tuple[datetime, datetime]]:
    """The planted spans on the clock of the requester."""
    return [(local(start, _zone_of(draft)), local(end, _zone_of(draft))) for start, end in draft.spans()]


def _dates(random: Random, draft: Draft) -> None:
    if random.random() < 0.15:
        return
    days = [start.date() for start, _ in _readings(draft)]
    touched = {moment.date() for span in _readings(draft) for moment in span}
    excludes = random.random() < 0.3
    if not excludes or random.random() < 0.7:
        wide = random.choice((0, 1, 2, 4, 7))
        base = min(days) - timedelta(days=random.randint(0, wide))
        if random.random() < 0.12:
            base += timedelta(days=random.choice((-14, -7, 7, 14)))
        last = max(base + timedelta(days=wide), max(days) if draft.repeats > 1 else base)
        cells = [_range(max(base, FIRST), min(last, LAST))] if base <= LAST and last >= FIRST else []
        if random.random() < 0.25:
            other = FIRST + timedelta(days=random.randint(0, (LAST - FIRST).days - 10))
            cells.append(str(other))
        if cells:
            draft.wishes["preferred_dates"] = "; ".join(cells)
    if excludes:
        first = FIRST + timedelta(days=random.randint(0, 75))
        last = first + timedelta(days=random.choice((0, 0, 2, 4, 9)))
        if not any(first <= day <= last for day in touched):
            draft.wishes["excluded_dates"] = _range(first, last)


def _range(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}..{last}"


def _hours(random: Random, draft: Draft) -> None:
    readings = _readings(draft)
    begin = min(start.hour * 60 + start.minute for start, _ in readings)
    end = max(start.hour * 60 + start.minute + draft.duration for start, _ in readings)
    if random.random() < 0.35:
        first = max(0, begin - random.choice((30, 60, 120)))
        last = end + random.choice((30, 60, 120))
        if random.random() < 0.15:
            first, last = 9 * 60, 12 * 60
        if draft.duration <= last - first <= 24 * 60:
            draft.wishes["preferred_hours"] = str(Hours(first, last))
    if random.random() < 0.15:
        spans = [Hours(22 * 60, 31 * 60), Hours(0, 7 * 60), Hours(12 * 60, 13 * 60), Hours(18 * 60, 30 * 60)]
        random.shuffle(spans)
        outside = [
            span
            for span in spans
            if not any(begin < span.end + shift and span.start + shift < end for shift in (-1440, 0, 1440))
        ]
        if outside:
            draft.wishes["excluded_hours"] = str(outside[0])


def _services(random: Random, draft: Draft) -> None:
    if draft.fact is not None:
        draft.wishes["captioning"] = "yes" if draft.fact.captioning else ""
        return
    wishes = draft.wishes
    plenary = draft.kind in PLENARY
    languages = ["en"]
    if draft.region in _LANGUAGES and random.random() < 0.5:
        languages.append(random.choice(_LANGUAGES[draft.region]))
    wishes["languages"] = "; ".join(languages)
    wishes["captioning"] = "yes" if plenary or draft.kind == "policy-session" or random.random() < 0.55 else "no"
    if len(languages) > 1 and draft.duration <= _MEETING_MOST and random.random() < 0.6:
        wishes["interpretation"] = languages[1]
    low, high = (600, 2000) if plenary else (250, 800) if draft.kind == "policy-session" else (30, 400)
    if random.random() < 0.85:
        wishes["expected_audience"] = str(10 * random.randint(low // 10, high // 10))
    if not draft.official:
        wishes["priority"] = str(random.choices((1, 2, 3, 4, 5), (8, 20, 42, 20, 10))[0])
        if random.random() < 0.1:
            del wishes["priority"]
    if not draft.cancelled and random.random() < 0.4:
        wishes["public_link"] = f"https://stream.example/wsis-2020/{draft.id.lower()}"
    subject = draft.track if draft.track in wording.TRACK_TOPICS else (draft.action_lines or ("C11",))[0]
    if random.random() < 0.92:
        wishes["description"] = wording.description(random, subject)


def _orders(random: Random, drafts: list[Draft]) -> None:
    """Order sessions after their track's opening, keep pairs apart, put the ceremony after the opening."""
    final = [draft for draft in drafts if draft.kind == "opening" and draft.held[0][0] > date(2020, 8, 1)]
    for draft in drafts:
        if draft.kind == "prize-ceremony":
            draft.wishes["directly_after"] = final[0].id
    openings = {draft.track: draft for draft in drafts if draft.fact and draft.title.startswith("Opening of")}
    invented = [d for d in drafts if d.fact is None and d.held and d.repeats == 1 and d.days == 1]
    for draft in invented:
        opening = openings.get(draft.track)
        if opening and _begin(draft) >= opening.spans()[0][1] and random.random() < 0.5:
            draft.wishes["after"] = opening.id
    free = [draft for draft in invented if draft.kind == "workshop"]
    for first, second in zip(*[iter(random.sample(free, len(free) // 6 * 2))] * 2, strict=False):
        if random.random() < 0.4 and first.held != second.held:
            earlier, later = sorted((first, second), key=_begin)
            if earlier.spans()[0][1] <= _begin(later):
                later.wishes["after"] = earlier.id
        elif first.spans()[0][1] <= _begin(second) or second.spans()[0][1] <= _begin(first):
            first.wishes["not_with"] = second.id


def _begin(draft: Draft) -> datetime:
    return moment(*draft.held[0])


def add_absences(random: Random, cast: Cast) -> None:
    """Say when people cannot, in every form, such that they can do everything that is planted for them."""
    for person in cast.people:
        if random.random() >= (0.4 if person.nominated_by or person.most_a_day else 0.14):
            continue
        entries = []
        for _ in range(random.choice((1, 1, 1, 2))):
            entry = _absence(random, person)
            if entry:
                entries.append(entry)
        person.cannot = "; ".join(dict.fromkeys(entries))


def _absence(random: Random, person: Person) -> str:
    """One entry that the person's parts do not touch, or nothing if none is found at the first try."""
    name = person.zone or HOME
    first = FIRST + timedelta(days=random.randint(0, (LAST - FIRST).days))
    day, days = Days(first, first), Days(first, first + timedelta(days=random.choice((1, 2, 4, 6, 13))))
    weekdays = tuple(sorted(random.sample(range(5), random.choice((1, 1, 2)))))
    hours = random.choice((Hours(540, 660), Hours(540, 720), Hours(840, 960), Hours(1080, 1320)))
    times = random.choice(
        (
            LocalTimes(name, day),
            LocalTimes(name, days),
            LocalTimes(name, day, hours=hours),
            LocalTimes(name, weekdays=weekdays),
            LocalTimes(name, weekdays=weekdays, hours=hours),
            LocalTimes(name, hours=Hours(22 * 60, 31 * 60)),
        )
    )
    if any(_covers(times, local(start, name), local(end, name)) for start, end in person.busy):
        return ""
    parts = (times.days, ",".join(WEEKDAYS[number] for number in times.weekdays), times.hours)
    return " ".join(str(part) for part in parts if part)


def _covers(times: LocalTimes, start: datetime, end: datetime) -> bool:
    """Whether the times touch the clock reading from `start` to `end` in their zone."""
    hours = times.hours or Hours(0, 24 * 60)
    day = start.date() - timedelta(days=1)
    while day <= end.date():
        midnight = datetime.combine(day, time())
        first, last = (midnight + timedelta(minutes=minute) for minute in (hours.start, hours.end))
        if times.on(day) and first < end and start < last:
            return True
        day += timedelta(days=1)
    return False


def usual_duration(draft: Draft) -> bool:
    """Whether the session has the duration of its type."""
    return draft.duration == KIND[draft.kind].duration
