"""Makes up the sessions of the sample: the real ones from their facts, the rest by the published type mix."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.samples import wording
from data.samples.crowded import crowd
from data.samples.drafts import Draft
from data.samples.frame import FIRST, KIND, PLENARY, usual, windows
from data.samples.geography import AMERICAS, ASIA, PLACES, SPEAKER_SHARES
from data.samples.plant import Calendar, NoRoomError
from data.samples.wsis_facts import (
    ACTION_LINE_SDGS,
    CHAMPIONS,
    EXHIBITION,
    FACTS,
    GENDER,
    HIGH_LEVEL,
    OLDER,
    SPORTS,
    TRACKS,
    Fact,
)

if TYPE_CHECKING:
    from random import Random

    from data.samples.frame import Frame

SESSIONS = 160
"""Timed sessions at the published size; cancelled ones and the standing exhibition come on top."""

POLICY_SESSIONS = 11
_MOST_POLICY_SESSIONS = 70
"""Two on each of the 35 weekdays from 20 July to 4 September: they are never parallel and need nominees."""

_MIX = {
    "action-line-facilitation": 12,
    "high-level-dialogue": 6,
    "policy-statements": 1,
    "champions": 5,
    "regional-meeting": 2,
    "inter-agency-meeting": 2,
    "talkx": 4,
    "country-workshop": 12,
    "knowledge-cafe": 2,
    "hackathon": 1,
}
"""Sessions of a type at the published size; plenaries, inauguration and the two of 9 September are single."""

_TRACK_SESSIONS = 5
_SHORT_OR_LONG = ((60, 90, 75, 45, 30, 120), (66, 21, 4, 3, 2, 4))
"""Minutes of a workshop and their weights, such that four in five of all sessions take an hour."""
_OFFICIAL = frozenset(KIND) - {
    "workshop",
    "country-workshop",
    "special-track-session",
    "knowledge-cafe",
    "hackathon",
}
_CODES = tuple(ACTION_LINE_SDGS)
_CODE_WEIGHTS = tuple(2.0 if code in ("C1", "C4", "C5") else 1.2 if code.startswith("C7") else 1.0 for code in _CODES)
_POLICY_TOPICS = (
    "Bridging digital divides",
    "Enabling environment",
    "WSIS Action Lines and the 2030 Agenda",
    "Digital economy and trade",
    "Inclusiveness and access to information",
    "Building confidence and security",
    "Knowledge societies and capacity building",
    "Cultural diversity and local content",
    "Media in the information society",
    "Climate and early warning",
)
_POLICY_LINES = ("C2", "C6", "C11", "C7-e-business", "C3", "C5", "C4", "C8", "C9", "C7-e-environment")


def make_sessions(random: Random, scale: int) -> list[Draft]:
    """Return every session of the sample, the real ones first, without times and people."""
    taken: set[str] = set()
    drafts = [_real(random, fact, taken) for fact in (*FACTS, EXHIBITION)]
    drafts += _policy(random, scale, taken)
    drafts += _official(random, scale, taken)
    drafts += _in_tracks(random, scale, taken)
    have = sum(draft.kind == "country-workshop" for draft in drafts)
    drafts += [_country(random, taken) for _ in range(_MIX["country-workshop"] * scale - have)]
    drafts += [
        _about(random, "knowledge-cafe", taken, duration=120 if number % 2 else 90)
        for number in range(_MIX["knowledge-cafe"] * scale)
    ]
    drafts += [_about(random, "hackathon", taken, duration=240) for _ in range(_MIX["hackathon"] * (scale - 1))]
    rest = SESSIONS * scale - sum(draft.timed for draft in drafts)
    drafts += [_workshop(random, taken) for _ in range(rest - 3 * scale)]
    drafts += _submitted_twice(random, drafts, 3 * scale)
    for draft in random.sample([draft for draft in drafts if _plain(draft)], 2 * scale):
        draft.repeats = 2
    drafts += _cancelled(random, scale, taken)
    _give_regions(random, drafts)
    _give_status(random, drafts)
    return drafts


def _real(random: Random, fact: Fact, taken: set[str]) -> Draft:
    day, _, time = fact.when.partition(" ")
    country = "United Arab Emirates" if fact.type == "country-workshop" else ""
    draft = Draft(
        kind=fact.type,
        title=wording.numbered(fact.title, taken),
        official=fact.type in _OFFICIAL,
        fact=fact,
        organisers=tuple(name.strip() for name in fact.organisers.split(";") if name.strip()),
        track=fact.track,
        action_lines=fact.action_lines,
        sdgs=fact.sdgs,
        duration=fact.duration or KIND[fact.type].duration,
        series=fact.series,
        part=fact.part,
        exception=fact.periods,
        region=ASIA if country else "",
        country=country,
        day=date.fromisoformat(day) if day else None,
        minute=int(time[:2]) * 60 + int(time[3:]) if time else None,
        last=date.fromisoformat(fact.not_after) if fact.not_after else None,
    )
    draft.window = _window(draft)
    draft.panel = _panel(random, draft)
    return draft


def _window(draft: Draft) -> str:
    if draft.exception:
        return draft.exception
    if draft.day is not None:
        return next(w.id for w in windows(1) if draft.kind in w.types and w.open_on(draft.day) and not w.regions)
    return next((w.id for w in windows(1) if draft.kind in w.types and not w.regions and draft.kind != "opening"), "")


def _panel(random: Random, draft: Draft) -> int:
    """How many speak: 8 to 11 in policy sessions, 10 champions, otherwise 3 to 7 with a mean of 5.3."""
    if draft.kind == "policy-session":
        return random.choice((8, 9, 9, 10, 11))
    if draft.kind in ("champions", "ministerial-round-table"):
        return 10
    return random.choices((3, 4, 5, 6, 7), (10, 18, 24, 28, 20))[0] if draft.timed else 0


def _new(random: Random, kind: str, title: str, lines: tuple[str, ...], **what: Any) -> Draft:
    given = {"duration": KIND[kind].duration, **what}
    draft = Draft(kind=kind, title=title, official=kind in _OFFICIAL, action_lines=lines, **given)
    goals = sorted({goal for line in lines for goal in ACTION_LINE_SDGS[line]})
    draft.sdgs = tuple(sorted(random.sample(goals, min(len(goals), random.choice((1, 2, 2, 3, 4))))))
    if not draft.organisers:
        names = {wording.organiser(random) for _ in range(random.choice((1, 1, 1, 2, 2, 3)))}
        draft.organisers = tuple(sorted(names))
    draft.window = _window(draft)
    draft.panel = _panel(random, draft)
    return draft


def _lines(random: Random) -> tuple[str, ...]:
    wanted = random.choices((1, 2, 3, 4), (40, 35, 17, 8))[0]
    found: list[str] = []
    while len(found) < wanted:
        code = random.choices(_CODES, _CODE_WEIGHTS)[0]
        if code not in found:
            found.append(code)
    return tuple(sorted(found, key=_CODES.index))


def _about(random: Random, kind: str, taken: set[str], **what: Any) -> Draft:
    lines = _lines(random)
    return _new(random, kind, wording.title(random, lines[0], taken), lines, **what)


def _workshop(random: Random, taken: set[str]) -> Draft:
    return _about(random, "workshop", taken, duration=random.choices(*_SHORT_OR_LONG)[0])


def _country(random: Random, taken: set[str]) -> Draft:
    shares = [SPEAKER_SHARES[place.region] for place in PLACES]
    place = random.choices(PLACES, shares)[0]
    lines = _lines(random)
    return _new(
        random,
        "country-workshop",
        wording.country_title(random, place.country, lines[0], taken),
        lines,
        organisers=(f"Invented Ministry of ICT, {place.country}",),
        country=place.country,
        region=place.region,
        duration=random.choices((60, 90), (9, 1))[0],
    )


def _policy(random: Random, scale: int, taken: set[str]) -> list[Draft]:
    """The invented policy sessions; number 10 is the real one."""
    numbers = [number for number in range(1, min(POLICY_SESSIONS * scale, _MOST_POLICY_SESSIONS) + 1) if number != 10]
    made = []
    for index, number in enumerate(numbers):
        first = _POLICY_LINES[index % len(_POLICY_LINES)]
        more = tuple(line for line in _lines(random)[:2] if line != first)
        lines = tuple(sorted((first, *more), key=_CODES.index))
        title = f"High-Level Policy Session {number}: {_POLICY_TOPICS[index % len(_POLICY_TOPICS)]}"
        made.append(
            _new(
                random,
                "policy-session",
                wording.numbered(title, taken),
                lines,
                track=HIGH_LEVEL,
                organisers=("Invented Secretariat of the Forum",),
            )
        )
    return made


def _official(random: Random, scale: int, taken: set[str]) -> list[Draft]:
    real = sum(fact.type == "action-line-facilitation" for fact in FACTS)
    uncovered = [code for code in _CODES if code in ("C2", "C3", "C7-e-learning", "C7-e-health", "C7-e-science")]
    made = []
    for number in range(_MIX["action-line-facilitation"] * scale - real):
        code = uncovered[number] if number < len(uncovered) else random.choices(_CODES, _CODE_WEIGHTS)[0]
        title = wording.title(random, code, taken)
        title = f"Action Line {code.partition('-')[0]}: {title}"
        made.append(_new(random, "action-line-facilitation", wording.numbered(title, taken), (code,)))
    for number in range(_MIX["high-level-dialogue"] * scale):
        made.append(_about(random, "high-level-dialogue", taken, duration=(60, 90)[number % 2]))
    for _ in range(_MIX["policy-statements"] * scale):
        title = wording.numbered("High-level policy statements", taken)
        made.append(_new(random, "policy-statements", title, ("C1", "C11")))
    made.append(_new(random, "closing", wording.numbered("Closing of the forum", taken), (), day=date(2020, 9, 10)))
    for kind, real_count in (("regional-meeting", 1), ("inter-agency-meeting", 1)):
        for _ in range(_MIX[kind] * scale - real_count):
            made.append(_about(random, kind, taken))
    for number in range(1, scale):
        name = f"Prize champions, group {number + 1}"
        for part in range(1, 6):
            title = wording.numbered(f"{name}, part {part} of 5", taken)
            made.append(_new(random, "champions", title, _lines(random)[:1], series=name, part=part, track=CHAMPIONS))
    for number in range(scale):
        name = "TalkX" if scale == 1 else f"TalkX {number + 1}"
        for part in range(1, _MIX["talkx"] + 1):
            lines = _lines(random)[:1]
            title = f"{name} {part}: {wording.title(random, lines[0], taken)}"
            made.append(_new(random, "talkx", wording.numbered(title, taken), lines, series=name, part=part))
    return made


def _in_tracks(random: Random, scale: int, taken: set[str]) -> list[Draft]:
    """Sessions of the special tracks; sports was a series of one week, so the other tracks grow instead."""
    growing = [track for track in TRACKS if track != SPORTS]
    real = {track: sum(fact.track == track for fact in FACTS) for track in TRACKS}
    wanted = dict.fromkeys(growing, _TRACK_SESSIONS * scale)
    for number in range(_TRACK_SESSIONS * (scale - 1)):
        wanted[growing[number % len(growing)]] += 1
    made = []
    for track in growing:
        for _ in range(wanted[track] - real[track]):
            subject = track if track in wording.TRACK_TOPICS else "C4"
            draft = _new(
                random,
                "special-track-session",
                wording.title(random, subject, taken),
                _lines(random)[:2],
                track=track,
            )
            draft.first = {GENDER: date(2020, 7, 2), OLDER: date(2020, 7, 1)}.get(track)
            made.append(draft)
    return made


def _plain(draft: Draft) -> bool:
    return draft.kind == "workshop" and draft.fact is None and draft.duration == 60 and not draft.track


def _submitted_twice(random: Random, drafts: list[Draft], count: int) -> list[Draft]:
    """Requests that somebody sent a second time, a little different."""
    made = []
    for original in random.sample([draft for draft in drafts if _plain(draft)], count):
        again = _new(
            random,
            original.kind,
            random.choice((original.title.upper(), original.title.replace(": ", " - "), f"{original.title}.")),
            original.action_lines,
            organisers=tuple(name.replace(" for ", " For ") for name in original.organisers),
            status="requested",
        )
        made.append(again)
    return made


def _cancelled(random: Random, scale: int, taken: set[str]) -> list[Draft]:
    return [_about(random, "workshop", taken, status="cancelled") for _ in range(8 * scale)]


def _give_regions(random: Random, drafts: list[Draft]) -> None:
    """Send some workshops to a region, and some of those into its early or late hours."""
    regional = [w for w in windows(1) if w.regions]
    for draft in drafts:
        if draft.fact is not None or draft.official or draft.cancelled or draft.kind == "hackathon":
            continue
        if not draft.region and random.random() < 0.3:
            draft.region = random.choices(tuple(SPEAKER_SHARES), tuple(SPEAKER_SHARES.values()))[0]
        for window in regional:
            likely = 0.3 if draft.region == AMERICAS else 0.25
            if draft.region in window.regions and draft.kind in window.types and random.random() < likely:
                draft.window = window.id


def _give_status(random: Random, drafts: list[Draft]) -> None:
    for draft in drafts:
        if not draft.official and draft.fact is None and not draft.cancelled:
            draft.status = random.choices(("requested", "accepted", "confirmed"), (20, 45, 35))[0]


def plant_sessions(random: Random, drafts: list[Draft], scale: int, filled: int | None = None) -> Frame:
    """Plant a start for every timed session, and return the frame that they are in: `filled` per cent full or usual.

    Raises NoRoomError.
    """
    todo = [draft for draft in drafts if draft.timed and not draft.cancelled]
    if filled is not None:
        for draft in todo:
            if draft.kind in PLENARY:
                draft.held = [_plenary_start(draft)]
        return crowd(random, todo, scale, filled)
    frame = usual(scale)
    calendar = Calendar(frame, random)
    for draft in todo:
        if draft.kind in PLENARY:
            calendar.put(draft, [_plenary_start(draft)])
    for draft in [d for d in todo if not d.held and d.minute is not None]:
        calendar.plant(draft)
    for draft in [d for d in todo if not d.held and d.day is not None]:
        calendar.plant(draft)
    for draft in [d for d in todo if d.kind == "policy-session" and not d.held]:
        calendar.plant(draft)
    for draft in [d for d in todo if d.kind == "hackathon"]:
        calendar.plant(draft)
    _plant_series(calendar, random, [d for d in todo if d.series and not d.held])
    for draft in sorted((d for d in todo if not d.held), key=_hardest_first):
        calendar.plant(draft)
    return frame


def _hardest_first(draft: Draft) -> tuple[bool, bool, int]:
    return (draft.repeats == 1, draft.last is None, -draft.duration if draft.window == "final" else 0)


_PLENARY_STARTS = {
    ("opening", "2020-06-22"): (date(2020, 6, 22), 12 * 60),
    ("opening", "2020-09-07"): (date(2020, 9, 7), 12 * 60),
    ("prize-ceremony", "2020-09-07"): (date(2020, 9, 7), 13 * 60 + 15),
    ("ministerial-round-table", ""): (date(2020, 9, 8), 15 * 60),
    ("concluding-session", "2020-09-08"): (date(2020, 9, 8), 13 * 60),
    ("closing", "2020-09-10"): (date(2020, 9, 10), 15 * 60),
}


def _plenary_start(draft: Draft) -> tuple[date, int]:
    return _PLENARY_STARTS[draft.kind, draft.day.isoformat() if draft.day else ""]


def _plant_series(calendar: Calendar, random: Random, drafts: list[Draft]) -> None:
    """Plant series week by week on one weekday: the champions end before 26 August, talks run anywhere."""
    series: dict[str, list[Draft]] = {}
    for draft in drafts:
        series.setdefault(draft.series, []).append(draft)
    for members in series.values():
        last = date(2020, 8, 19) if members[0].kind == "champions" else date(2020, 9, 4)
        latest = (last - FIRST).days // 7 - len(members) + 1
        week = random.randint(1, latest)
        weekday = random.randint(0, 4) if members[0].kind == "talkx" else 2
        for number, draft in enumerate(members):
            day = FIRST + timedelta(days=7 * (week + number) + weekday)
            try:
                calendar.plant(draft, [day])
            except NoRoomError:
                calendar.plant(draft, [day + timedelta(days=step) for step in range(-weekday, 5 - weekday)])
