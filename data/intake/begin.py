"""The `forum.toml` of a folder that an import begins: what the exports say, and what is assumed where they do not."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from data.intake.rows import KnownChannel, KnownType, Setting
from data.problems import ForumError
from data.readers import cells
from data.readers.cells import DateForm, LocalMoment
from data.zone_names import UnclearZone, named_zone
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.intake.rows import Held, Intake, Taken

GRIDS = (15, 10, 5, 1)
"""The grids that are tried, in minutes; the first is the usual one."""
HOURS = (9, 18)
"""The hours of the home zone that are assumed where nothing is held yet."""
CHANNELS = 3
"""How many channels are assumed where no export names one."""
MINUTES = 60
MOST_DAYS = 400
MOST_SHOWN = 5
"""So many lengths and starts are named in a comment."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_DATE = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


Span = tuple[datetime, int]
"""When a session begins by the clock of the home zone, and its minutes."""


def begun(name: str, intakes: Sequence[Intake], zone_text: str, first: date | None, last: date | None) -> str:
    """Write a frame that takes all that the exports hold; `name` is that of the folder.

    `zone_text`, `first` and `last` are what the person who imports says. Raises ForumError where nobody says in which
    zone, or on which days, the forum is.
    """
    setting = _together(intake.setting for intake in intakes)
    rows = [taken for intake in intakes for taken in intake.taken if taken.table in ("requests", "sessions")]
    held = [each for intake in intakes for each in intake.held]
    home = _zone(zone_text, setting.zone)
    types = _types(setting, rows)
    length = _lengths(intakes, types)
    spans = _spans(intakes, length, home)
    first, last, days = _days(setting, rows, spans, first, last)
    lengths = {*length.values(), *(kind.minutes or MINUTES for kind in types)}
    begins = {start.hour * 60 + start.minute for start, _ in spans}
    grid = next(step for step in GRIDS if all(minutes % step == 0 for minutes in lengths | begins))
    hours, weekdays, assumed = _when(spans, first, last)
    channels = _channels(setting, held)
    ids = _Ids()
    kinds = [(ids.of(kind.name, "type"), kind) for kind in types]
    lines = [
        "# The frame of this forum, begun by an import. What an export did not say was assumed, and is marked: look it",
        "# over, change what you like, and run “forum check”. Later imports leave this file alone.",
        "",
        "[forum]",
        f"name = {_text(setting.name or name)}" + _assumed(not setting.name, "the name of the folder"),
        'site = "https://forum.example/"  # assumed: where the pages will be published',
        f"zone = {_text(home)}  # home zone",
        f"first_day = {first}" + _assumed(bool(days), days),
        f"last_day = {last}" + _assumed(bool(days), days),
        f"grid = {grid}  # minutes between possible starts{_too_coarse(lengths, begins)}",
        "",
        "[publication]",
        'languages = ["en"]',
        "",
        "# Add [[comfort.regions]] to say where the audience is: docs/forum-folder.md.",
        "",
        "[[periods]]",
        'id = "programme"',
        'name = "Programme"',
        f"first_day = {first}",
        f"last_day = {last}",
        f"weekdays = [{', '.join(_text(day) for day in weekdays)}]",
        f"hours = [{', '.join(_text(span) for span in hours)}]  # home zone"
        + _assumed(bool(assumed), assumed).replace("  #", ";"),
        f"types = [{', '.join(_text(kind) for kind, _ in kinds)}]",
    ]
    names = _Ids()
    for channel in channels:
        lines += [
            "",
            "[[channels]]",
            f"id = {_text(names.of(channel.id or channel.name, 'room'))}",
            f"name = {_text(channel.name)}",
        ]
        lines += [f"capacity = {channel.capacity}"] if channel.capacity and channel.capacity > 0 else []
    if not channels:
        lines += ["", "[[channels]]", 'id = "room"', 'name = "Virtual room"']
        lines += [f"count = {CHANNELS}  # assumed: so many at once"]
    for each, kind in kinds:
        lines += ["", "[[types]]", f"id = {_text(each)}", f"name = {_text(kind.name)}"]
        lines += [
            f"duration = {kind.minutes or MINUTES}" + _assumed(kind.minutes is None, "its usual length in minutes")
        ]
    return "\n".join(lines) + "\n"


def _assumed(when: bool, what: str) -> str:
    return f"  # assumed: {what}" if when else ""


def _too_coarse(lengths: set[int], begins: set[int]) -> str:
    """Why the usual grid is not the grid, in a few words; empty where it is."""
    odd = [f"{minutes} minutes" for minutes in sorted(lengths) if minutes % GRIDS[0]]
    odd += [f"{minute // 60:02d}:{minute % 60:02d}" for minute in sorted(begins) if minute % GRIDS[0]]
    shown = ", ".join(odd[:MOST_SHOWN]) + (" and more" if len(odd) > MOST_SHOWN else "")
    return f"; not {GRIDS[0]}, because of {shown}" if odd else ""


def _text(found: str) -> str:
    """A string of TOML (1.0.0, basic strings); what has no place in one is left out."""
    plain = "".join(letter for letter in " ".join(found.split()) if unicodedata.category(letter)[0] != "C")
    return json.dumps(plain, ensure_ascii=False)


class _Ids:
    """Ids made from names, each given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, name: str, otherwise: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
        slug = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")[:56].strip("-") or otherwise
        try:
            cells.identifier(slug)
        except ValueError:
            slug = f"{otherwise}-{slug}"
        found, number = slug, 2
        while found in self._given:
            found, number = f"{slug}-{number}", number + 1
        self._given.add(found)
        return found


def _together(settings: Iterable[Setting]) -> Setting:
    """What several exports say: the first that says it."""
    every = list(settings)
    firsts = [each.first for each in every if each.first]
    lasts = [each.last for each in every if each.last]
    channels: dict[str, KnownChannel] = {}
    types: dict[str, KnownType] = {}
    for each in every:
        for channel in each.channels:
            channels.setdefault(_key(channel.name), channel)
        for kind in each.types:
            types.setdefault(_key(kind.name), kind)
    return Setting(
        name=next((each.name for each in every if each.name), ""),
        zone=next((each.zone for each in every if each.zone), ""),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        channels=tuple(channels.values()),
        types=tuple(types.values()),
    )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _zone(said: str, found: str) -> str:
    if not said and not found:
        raise ForumError("The export does not say in which zone the forum is at home: say --zone, as Europe/Zurich.")
    try:
        return named_zone(said or found)
    except UnclearZone as error:
        raise ForumError(f"The zone {said or found}: {error}. Say another one with --zone.") from error


def _types(setting: Setting, rows: Sequence[Taken]) -> list[KnownType]:
    """All types that are named, with the usual length of their rows where the export does not say it."""
    found = {_key(kind.name): kind for kind in setting.types if _key(kind.name)}
    lengths: dict[str, Counter[int]] = {}
    for row in rows:
        name = row.cells.get("type", "")
        if _key(name):
            found.setdefault(_key(name), KnownType(name))
            said = row.cells.get("duration", "")
            if said.isdecimal() and len(said) < 5 and int(said):
                lengths.setdefault(_key(name), Counter())[int(said)] += 1
    types = []
    for key, kind in found.items():
        usual = sorted(lengths.get(key, Counter()).items(), key=lambda pair: (-pair[1], pair[0]))
        minutes = kind.minutes if kind.minutes and kind.minutes > 0 else usual[0][0] if usual else None
        types.append(KnownType(kind.name, minutes))
    unsaid = any(not _key(row.cells.get("type", "")) for row in rows)
    if not types or (unsaid and len(types) > 1 and "session" not in found):
        types.append(KnownType("Session", None))
    return types


def _lengths(intakes: Sequence[Intake], types: Sequence[KnownType]) -> dict[tuple[str, str], int]:
    """The minutes of each session by source and key."""
    usual = {_key(kind.name): kind.minutes or MINUTES for kind in types}
    found = {}
    for intake in intakes:
        for row in intake.taken:
            if row.table in ("requests", "sessions"):
                minutes = row.cells.get("duration", "")
                said = int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0
                found[intake.source, row.key] = said or usual.get(_key(row.cells.get("type", "")), MINUTES)
    return found


def _days(
    setting: Setting,
    rows: Sequence[Taken],
    spans: Sequence[Span],
    first: date | None,
    last: date | None,
) -> tuple[date, date, str]:
    """The first and the last day, and from what they were concluded where nobody says them."""
    local = [start.date() for start, _ in spans] + [day for row in rows for day in _fixed_days(row)]
    if (first or setting.first) and (last or setting.last):
        begin, end, why = first or setting.first, last or setting.last, ""
        if not first:
            begin = min([begin, *local])  # type: ignore[type-var]
        if not last:
            end = max([end, *local])  # type: ignore[type-var]
    elif local:
        begin, end, why = first or min(local), last or max(local), "from the first and the last session"
    else:
        wished = [day for row in rows for day in _dates(row.cells.get("preferred_dates", ""))]
        if not wished and not (first and last):
            raise ForumError(
                "The export does not say when the forum is: say --first-day and --last-day, as 2020-06-22."
            )
        begin, end = first or min(wished), last or max(wished)
        why = "" if first and last else "from the dates that are preferred"
    assert begin is not None
    assert end is not None
    if end < begin or (end - begin).days >= MOST_DAYS:
        raise ForumError(
            f"The forum would last from {begin} to {end}: say --first-day and --last-day, at most {MOST_DAYS} days."
        )
    return begin, end, why


def _dates(text: str) -> list[date]:
    found = []
    for day in _DATE.findall(text):
        try:
            found.append(date.fromisoformat(day))
        except ValueError:
            continue
    return found


def _fixed_days(row: Taken) -> list[date]:
    return _dates(row.cells.get("fixed_start", ""))


def _spans(intakes: Sequence[Intake], length: Mapping[tuple[str, str], int], home: str) -> list[Span]:
    """The local starts at which sessions are held or fixed, with their minutes."""
    found = []
    for intake in intakes:
        for each in intake.held:
            local = each.start.astimezone(zone(home)).replace(tzinfo=None)
            found.append((local, length.get((intake.source, each.key), MINUTES)))
        for row in intake.taken:
            for part in row.cells.get("fixed_start", "").split(";"):
                try:
                    said = DateForm().moment_or_day(part.strip())
                except ValueError:
                    continue  # of no session that is taken: the merge refuses its row and says why
                if isinstance(said, LocalMoment):
                    found.append((said.clock, length.get((intake.source, row.key), MINUTES)))
    return found


def _when(spans: Sequence[Span], first: date, last: date) -> tuple[list[str], list[str], str]:
    """The hours and weekdays of the period, and what of them is assumed.

    They are the usual ones and all whole hours and days in which sessions are held.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    weekdays = {day.weekday() for day in days}
    used = {start.weekday() for start, _ in spans} & weekdays
    on = {day for day in weekdays if day < 5} | used or weekdays
    hours = set(range(*HOURS))
    nights: dict[int, int] = {}
    for start, minutes in spans:
        end = -(-(start.hour * 60 + start.minute + minutes) // 60)
        if end > 24 and start.hour > 0:
            nights[start.hour] = max(nights.get(start.hour, 0), min(end - 24, start.hour - 1))
        else:
            hours |= set(range(start.hour, min(end, 24)))
    ends = [hour for hour in sorted(hours) if hour + 1 not in hours]
    begins = [hour for hour in sorted(hours) if hour - 1 not in hours]
    runs = [*((begin, end + 1) for begin, end in zip(begins, ends, strict=True)), *sorted(nights.items())]
    shown = [f"{begin:02d}:00-{end:02d}:00" for begin, end in runs]
    why = "the usual hours" + (" and those at which sessions are held" if spans else "")
    return shown, [WEEKDAYS[day] for day in sorted(on)], why


def _channels(setting: Setting, held: Sequence[Held]) -> list[KnownChannel]:
    found = {_key(channel.name): channel for channel in setting.channels if _key(channel.name)}
    for name in chain(each.channel for each in held):
        if _key(name):
            found.setdefault(_key(name), KnownChannel(name))
    return list(found.values())
