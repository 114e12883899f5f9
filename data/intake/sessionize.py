"""Reads exports of Sessionize: the views of its API as JSON, and the workbooks that organisers download.

The views of an endpoint (`https://sessionize.com/api/v2/ID/view/VIEW`), told by their keys:

- `All`: `sessions` (`id`, `title`, `description`, `startsAt`, `endsAt`, `isServiceSession`, `isPlenumSession`,
  `speakers`, `categoryItems`, `questionAnswers`, `roomId`, `liveUrl`, `recordingUrl`, `status`, `isInformed`,
  `isConfirmed`), `speakers` (`id`, `firstName`, `lastName`, `fullName`, `tagLine`, `categoryItems`,
  `questionAnswers`), `questions` (`id`, `question`), `categories` (`id`, `title`, `items`), `rooms` (`id`, `name`);
- `Sessions`: groups of sessions (`groupId`, `groupName`, `sessions`), in which speakers, rooms and categories are
  named in place; `GridSmart`: days (`date`, `rooms` with their `sessions`, `timeSlots`); `Speakers`: a list of them.

The workbooks: “flattened” sessions, a row for each session and speaker (`Session Id`, `Title`, `Description`,
`Owner`, `Owner Email`, `Room`, `Scheduled At`, `Scheduled Duration`, `Speaker Id`, `FirstName`, `LastName`, `Email`,
`TagLine`, `Bio`, categories and questions by their titles); sessions with `Speakers` and `Speaker Ids` in one cell;
speakers; and the schedule (`Day`, `Time`, `Room`, `Title`, `Speakers`), as pybay/conference-run-sheets
(README-SESSIONIZE-FIELDS.md) lists them.

docs/import-formats.md says what becomes of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.intake.parts import (
    Gathering,
    commonest,
    headings_of,
    length,
    line,
    lines,
    listed,
    number,
    objects,
    shown,
    spelt,
    tabled,
    truth,
)
from data.intake.rows import KnownChannel, KnownType, Setting
from data.problems import Origin
from data.zones import zone as zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.intake.rows import Intake
    from data.intake.sources import Sheet, Source

NAME = "Sessionize"

_SESSION_MARKS = frozenset({"isServiceSession", "isPlenumSession", "categoryItems", "startsAt"})
_STATUS = {
    "": "accepted",
    "accepted": "accepted",
    "accept queue": "requested",
    "accept_queue": "requested",
    "nominated": "requested",
    "in evaluation": "requested",
    "waitlisted": "requested",
    "decline queue": "requested",
    "decline_queue": "requested",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "withdrawn": "cancelled",
}
_COLUMNS = (("type", {"format"}), ("type", {"session", "type"}), ("track", {"track"}), ("languages", {"language"}))
"""What a category becomes, by the words that its title has; a title of more than four words is a question."""
_MOST_WORDS = 4
_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "dutch": "nl", "english": "en", "french": "fr", "german": "de", "hindi": "hi",
    "italian": "it", "japanese": "ja", "korean": "ko", "polish": "pl", "portuguese": "pt", "russian": "ru",
    "spanish": "es", "swahili": "sw", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
_SESSION_HEADINGS = frozenset(
    {"session id", "title", "description", "owner", "owner email", "owner notes", "room", "scheduled at"}
    | {"scheduled duration", "speakers", "speaker ids", "status", "live link", "live url", "recording link"}
    | {"recording url", "date submitted", "informed", "confirmed", "service session", "plenum session"}
)
_SPEAKER_HEADINGS = frozenset(
    {"speaker id", "firstname", "lastname", "first name", "last name", "full name", "email", "tagline", "tag line"}
    | {"bio", "profile picture", "twitter", "linkedin", "blog", "facebook", "instagram", "company website"}
)
_SCHEDULE = frozenset({"day", "time", "room", "title", "speakers"})
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?: ?([AaPp])[Mm])?")


@dataclass(slots=True)
class _Speaker:
    key: str
    origin: Origin
    own: bool
    name: str = ""
    email: str = ""
    notes: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Session:
    """A session as the files tell of it.

    `places` are its starts with the rooms, `categories` the names of its items by the title of the category, and
    `speakers` their keys with the record that names each.
    """

    key: str
    origin: Origin
    title: str
    cells: dict[str, str]
    status: str
    service: bool = False
    places: dict[tuple[str, str], None] = field(default_factory=dict)
    categories: dict[str, list[str]] = field(default_factory=dict)
    speakers: dict[str, Origin] = field(default_factory=dict)
    email: str = ""
    live: str = ""
    recording: str = ""
    notes: dict[str, None] = field(default_factory=dict)


def recognises(source: Source) -> bool:
    """Whether a file is a view or a workbook of Sessionize."""
    return bool(_view(source.json)) if source.json is not None else any(map(_sheet_kind, headings_of(source)))


def read(sources: Sequence[Source], zone: str) -> Intake:
    """Read views and workbooks of one event together; times without an offset are local ones of `zone`."""
    reader = _Reader(zone)
    for source in sources:
        if source.json is not None:
            reader.view(source.name, source.json)
        else:
            for sheet, headings in zip(source.sheets, headings_of(source), strict=True):
                name = source.name if len(source.sheets) == 1 else f"{source.name}, {sheet.name}"
                reader.sheet(name, _sheet_kind(headings), sheet)
    return reader.intake()


def _view(found: object) -> str:
    """The name of the view that a JSON file holds; empty for none."""
    if isinstance(found, dict):
        sessions = objects(found.get("sessions"))
        ours = {"categories", "rooms", "questions"} <= found.keys() or any(
            len(_SESSION_MARKS & each.keys()) >= 2 for each in sessions
        )
        return "All" if "sessions" in found and ours else ""
    items = objects(found)
    first: frozenset[str] = frozenset(items[0]) if items else frozenset()
    tests = (
        ("Sessions", first >= {"groupId", "sessions"} or first >= {"groupName", "sessions"}),
        ("GridSmart", first >= {"date", "rooms", "timeSlots"}),
        ("Speakers", first >= {"id", "fullName"} and bool(first & {"tagLine", "isTopSpeaker", "profilePicture"})),
        ("Sessions", len(_SESSION_MARKS & first) >= 2),
    )
    return next((name for name, is_it in tests if is_it), "")


def _sheet_kind(headings: frozenset[str]) -> str:
    if headings >= {"session id", "title"}:
        return "sessions"
    if headings >= {"speaker id"} and headings & {"firstname", "first name", "lastname", "last name", "full name"}:
        return "speakers"
    return "schedule" if headings - {""} == _SCHEDULE else ""


class _Reader:
    """Gathers what all files say, and makes the rows of an intake of it."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.gathering = Gathering()
        self.sessions: dict[str, _Session] = {}
        self.speakers: dict[str, _Speaker] = {}
        self.rooms: dict[str, str] = {}
        self.channels: dict[str, None] = {}
        self.questions: dict[str, str] = {}
        self.items: dict[str, tuple[str, str]] = {}
        self.lengths: dict[str, list[int]] = {}
        self.scheduled: list[tuple[Origin, Mapping[str, str]]] = []
        self.unwanted: set[str] = set()

    def view(self, file: str, found: object) -> None:
        """Read a view of the API."""
        kind = _view(found)
        if isinstance(found, dict):
            for room in objects(found.get("rooms")):
                self.rooms[shown(room.get("id"))] = line(room.get("name"))
                self.channels[line(room.get("name"))] = None
            for question in objects(found.get("questions")):
                self.questions[shown(question.get("id"))] = line(question.get("question"))
            for category in objects(found.get("categories")):
                for item in objects(category.get("items")):
                    self.items[shown(item.get("id"))] = (line(category.get("title")), line(item.get("name")))
            for index, item in enumerate(objects(found.get("speakers")), start=1):
                self._speaker(Origin(f"{file}, speakers", index), item, own=True)
            for index, item in enumerate(objects(found.get("sessions")), start=1):
                self._session(Origin(f"{file}, sessions", index), item, "")
        elif kind == "Speakers":
            for index, item in enumerate(objects(found), start=1):
                self._speaker(Origin(file, index), item, own=True)
        elif kind == "GridSmart":
            rooms = [room for each in objects(found) for room in objects(each.get("rooms"))]
            self._nested(
                file, [(line(room.get("name")), item) for room in rooms for item in objects(room.get("sessions"))]
            )
        else:
            groups = [objects(each.get("sessions")) if "sessions" in each else [each] for each in objects(found)]
            self._nested(file, [("", item) for group in groups for item in group])

    def _nested(self, file: str, found: list[tuple[str, dict[str, object]]]) -> None:
        """Read sessions that stand within rooms or groups: one for all rooms stands in each of them."""
        seen: dict[str, str] = {}
        for index, (room, item) in enumerate(found, start=1):
            name = shown(item.get("id"))
            if name and seen.get(name) == shown(item.get("startsAt")):
                what = "the same session in another room or group, at the same time"
                self.gathering.refuse(Origin(file, index), line(item.get("title")), what)
                continue
            seen[name] = shown(item.get("startsAt"))
            self._session(Origin(file, index), item, room)

    def _speaker(self, origin: Origin, item: Mapping[str, object], *, own: bool) -> str:
        """Note what an item tells of a speaker, and return the key; empty where there is no id and no name."""
        parts = (line(item.get("firstName")), line(item.get("lastName")))
        name = line(item.get("fullName")) or " ".join(filter(None, parts)) or line(item.get("name"))
        code = line(item.get("id")) or name
        key = f"speaker:{code}"
        speaker = self.speakers.get(key)
        if own and (not code or (speaker is not None and speaker.own)):
            what = "the same speaker comes before in these files" if code else "a speaker without an id and a name"
            self.gathering.refuse(origin, name, what)
            return key if code else ""
        if not code:
            return ""
        if speaker is None:
            speaker = self.speakers[key] = _Speaker(key, origin, own)
        elif own:
            speaker.origin, speaker.own = origin, True
        speaker.name = speaker.name or name
        speaker.email = speaker.email or shown(item.get("email"))
        notes = [f"Tag line: {line(item.get('tagLine'))}" if line(item.get("tagLine")) else "", *self._answers(item)]
        notes += [f"{title}: {', '.join(names)}" for title, names in self._categories(item).items()]
        speaker.notes.update(dict.fromkeys(filter(None, notes)))
        return key

    def _answers(self, item: Mapping[str, object]) -> list[str]:
        found = []
        for each in objects(item.get("questionAnswers")):
            name = shown(each.get("questionId")) or shown(each.get("id"))
            asked = line(each.get("question")) or self.questions.get(name) or f"Question {name}".strip()
            text = lines(each.get("answerValue")) or lines(each.get("answer"))
            found += [f"{asked}: {text}"] if text else []
        return found

    def _categories(self, item: Mapping[str, object]) -> dict[str, list[str]]:
        """The names of the items of an item's categories, by the title of the category."""
        found: dict[str, list[str]] = {}
        ids = item.get("categoryItems")
        for each in ids if isinstance(ids, list) else []:
            title, name = self.items.get(shown(each), ("", ""))
            if name:
                found.setdefault(title, []).append(name)
        for category in objects(item.get("categories")):
            names = [line(each.get("name")) for each in objects(category.get("categoryItems"))]
            found.setdefault(line(category.get("name")) or line(category.get("title")), []).extend(filter(None, names))
        return {title: names for title, names in found.items() if names}

    def _session(self, origin: Origin, item: Mapping[str, object], room: str) -> None:
        name, title = line(item.get("id")), line(item.get("title"))
        status = shown(item.get("status")).casefold()
        speakers = []
        found = item.get("speakers")
        for each in found if isinstance(found, list) else []:
            key = self._speaker(origin, each, own=False) if isinstance(each, dict) else f"speaker:{line(each)}"
            speakers += [key] if key != "speaker:" else []
        reason = self._reason(name, title, status, f"session:{name}")
        if reason:
            self.gathering.refuse(origin, title or name, reason)
            self.unwanted.update(speakers)
            return
        start, end = shown(item.get("startsAt")), shown(item.get("endsAt"))
        cells = {"description": lines(item.get("description")), "duration": length(start, end, self.zone)}
        confirmed = status == "accepted" and truth(item.get("isConfirmed"))
        session = _Session(
            f"session:{name}",
            origin,
            title,
            cells,
            "confirmed" if confirmed else _STATUS[status],
            service=truth(item.get("isServiceSession")),
            places={(start, line(item.get("room")) or self.rooms.get(shown(item.get("roomId")), "") or room): None},
            categories=self._categories(item),
            speakers=dict.fromkeys(speakers, origin),
            live=shown(item.get("liveUrl")),
            recording=shown(item.get("recordingUrl")),
            notes=dict.fromkeys(self._answers(item)),
        )
        if truth(item.get("isPlenumSession")):
            session.notes["In Sessionize a plenum session: nothing is held beside it."] = None
        self.sessions[session.key] = session

    def _reason(self, name: str, title: str, status: str, key: str) -> str:
        """Why a session cannot be taken; empty where it can."""
        reasons = (
            ("declined in Sessionize", status == "declined"),
            ("no id by which the next export would know it again", not name),
            ("no title", not title),
            ("the same session comes before in these files", key in self.sessions),
            (f"a status that is not known: {status}", status not in _STATUS),
        )
        return next((reason for reason, is_so in reasons if is_so), "")

    def sheet(self, file: str, kind: str, sheet: Sheet) -> None:
        """Read a sheet of a workbook."""
        written = spelt(sheet)
        for index, cells in tabled(sheet):
            origin = Origin(file, index)
            if kind == "sessions":
                self._flat(origin, cells, written)
            elif kind == "speakers":
                self._flat_speaker(origin, cells, written, own=True)
            elif kind == "schedule":
                self.scheduled.append((origin, cells))

    def _flat_speaker(self, origin: Origin, cells: Mapping[str, str], written: Mapping[str, str], *, own: bool) -> str:
        texts = {"id": "speaker id", "email": "email", "fullName": "full name"}
        item: dict[str, object] = {ours: cells.get(theirs, "") for ours, theirs in texts.items()}
        item["firstName"] = cells.get("firstname") or cells.get("first name", "")
        item["lastName"] = cells.get("lastname") or cells.get("last name", "")
        item["tagLine"] = cells.get("tagline") or cells.get("tag line", "")
        if own:
            item["questionAnswers"] = [
                {"question": written[heading], "answerValue": text}
                for heading, text in cells.items()
                if text and heading not in _SPEAKER_HEADINGS
            ]
        return self._speaker(origin, item, own=own) if own or any(map(shown, item.values())) else ""

    def _flat(self, origin: Origin, cells: Mapping[str, str], written: Mapping[str, str]) -> None:
        """A row of a session and one speaker, or of a session with all its speakers."""
        name, title = line(cells.get("session id")), line(cells.get("title"))
        status = line(cells.get("status")).casefold()
        key = f"session:{name}"
        speakers = [self._flat_speaker(origin, cells, written, own=False)]
        names, codes = (_split(cells.get(heading, "")) for heading in ("speakers", "speaker ids"))
        if codes and len(codes) == len(names):
            pairs = [{"id": code, "name": text} for code, text in zip(codes, names, strict=True)]
        else:
            pairs = [{"id": code} for code in codes] or [{"name": text} for text in names]
        speakers += [self._speaker(origin, pair, own=False) for pair in pairs]
        before = self.sessions.get(key)
        if before is not None and before.title == title and speakers[0] and speakers[0] not in before.speakers:
            before.speakers[speakers[0]] = origin
            self.gathering.records[origin] = None
            return
        reason = self._reason(name, title, status, key)
        if reason:
            self.gathering.refuse(origin, title or name, reason)
            self.unwanted.update(filter(None, speakers))
            return
        others = {
            written[heading]: text
            for heading, text in cells.items()
            if text and heading not in _SESSION_HEADINGS | _SPEAKER_HEADINGS
        }
        categories = {heading: _split(text) for heading, text in others.items() if _column(heading)}
        notes = [f"{heading}: {lines(text)}" for heading, text in others.items() if not _column(heading)]
        notes += [f"Owner: {line(cells['owner'])}"] if line(cells.get("owner")) else []
        notes += [f"Owner's notes: {lines(cells['owner notes'])}"] if lines(cells.get("owner notes")) else []
        self.sessions[key] = _Session(
            key,
            origin,
            title,
            {
                "description": lines(cells.get("description")),
                "duration": self.gathering.minutes(origin, _minutes(cells.get("scheduled duration", ""))),
            },
            "confirmed" if status in {"", "accepted"} and truth(cells.get("confirmed")) else _STATUS[status],
            service=truth(cells.get("service session")),
            places={(cells.get("scheduled at", ""), line(cells.get("room"))): None},
            categories=categories,
            speakers=dict.fromkeys(filter(None, speakers), origin),
            email=cells.get("owner email", ""),
            live=cells.get("live link") or cells.get("live url", ""),
            recording=cells.get("recording link") or cells.get("recording url", ""),
            notes=dict.fromkeys(notes),
        )

    def intake(self) -> Intake:
        """Return the rows of all that was read."""
        self._schedule()
        days: list[date] = []
        for session in self.sessions.values():
            self._take(session)
        for held in self.gathering.held:
            days.append(held.start.astimezone(zone_of(self.zone)).date())
        self._people()
        channels = tuple(KnownChannel(name) for name in self.channels if name)
        types = tuple(KnownType(name, commonest(lengths)) for name, lengths in self.lengths.items())
        setting = Setting(first=min(days, default=None), last=max(days, default=None), channels=channels, types=types)
        return self.gathering.intake(NAME.casefold(), setting)

    def _schedule(self) -> None:
        """The rows of a schedule: places of sessions by their title; those of no session stand for themselves."""
        by_title: dict[str, list[_Session]] = {}
        for session in self.sessions.values():
            by_title.setdefault(session.title.casefold(), []).append(session)
        counts: dict[str, int] = {}
        for origin, cells in self.scheduled:
            title, room = line(cells.get("title")), line(cells.get("room"))
            start, minutes = _start(cells.get("day", ""), cells.get("time", ""))
            known = by_title.get(title.casefold(), [])
            if not title:
                self.gathering.refuse(origin, "", "no title")
            elif len(known) > 1:
                self.gathering.refuse(origin, title, "several sessions have this title; nobody knows which is meant")
            elif known:
                known[0].places = {place: None for place in known[0].places if place[0]} | {(start, room): None}
                known[0].cells["duration"] = known[0].cells["duration"] or minutes
            else:
                counts[title] = counts.get(title, 0) + 1
                key = f"session:{title}:{counts[title]}"
                names = [self._speaker(origin, {"name": name}, own=False) for name in _split(cells.get("speakers", ""))]
                session = _Session(key, origin, title, {"duration": minutes}, "accepted", places={(start, room): None})
                session.speakers = dict.fromkeys(names, origin)
                session.service = not names
                self.sessions[key] = session

    def _take(self, session: _Session) -> None:
        found: dict[str, list[str]] = {"type": [], "track": [], "languages": []}
        notes = list(session.notes)
        for title, names in session.categories.items():
            column = _column(title)
            if column == "languages" or (column and not found[column]):
                found[column].extend(names)
            else:
                notes.append(f"{title}: {', '.join(names)}")
        kind = "Service session" if session.service else next(iter(found["type"]), "Session")
        minutes = number(session.cells.get("duration"))
        self.lengths.setdefault(kind, []).extend([minutes] if minutes else [])
        languages = [_LANGUAGES.get(name.casefold(), name) for name in found["languages"]]
        cells = {
            "title": session.title,
            "type": kind,
            "track": ", ".join(found["track"]),
            "duration": session.cells.get("duration", ""),
            "languages": listed(self.gathering.language(session.origin, tag) for tag in languages),
            "status": "confirmed" if session.service else session.status,
            "description": session.cells.get("description", ""),
            "recordings": self.gathering.links(session.origin, "recordingUrl", [("", session.recording)]),
        }
        table = "sessions" if session.service else "requests"
        self.gathering.take(table, session.key, cells, session.origin)
        self.gathering.contact(session.key, session.origin, email=session.email, link=session.live, notes=notes)
        for start, room in session.places:
            self.channels[room] = None
            self.gathering.hold(session.origin, session.key, start, room, self.zone)

    def _people(self) -> None:
        appearing = {key for session in self.sessions.values() for key in session.speakers}
        named = set()
        for speaker in self.speakers.values():
            if not speaker.name or (speaker.key in self.unwanted and speaker.key not in appearing):
                if speaker.own:
                    what = (
                        "a speaker without a name" if not speaker.name else "none of this speaker's sessions is taken"
                    )
                    self.gathering.refuse(speaker.origin, speaker.name or speaker.key.partition(":")[2], what)
                continue
            named.add(speaker.key)
            self.gathering.take("people", speaker.key, {"name": speaker.name}, speaker.origin)
            self.gathering.contact(speaker.key, speaker.origin, email=speaker.email, notes=list(speaker.notes))
        for session in self.sessions.values():
            for person, origin in session.speakers.items():
                if person in named:
                    cells = {"session": session.key, "person": person}
                    self.gathering.take("appearances", f"{session.key} {person}", cells, origin)
                else:
                    expected = "expected a speaker whom the files name; this one is left out"
                    self.gathering.note(origin, "speakers", person.partition(":")[2], expected)


def _column(title: str) -> str:
    """The column that a category or a custom heading becomes, by a word of its title; empty for none."""
    words = re.findall(r"[a-z]+", title.casefold())
    return next((column for column, marks in _COLUMNS if marks <= set(words) and len(words) <= _MOST_WORDS), "")


def _split(cell: str) -> list[str]:
    return [line(part) for part in re.split(r"[,\n]", cell) if line(part)]


def _minutes(text: str) -> str:
    """The minutes of a length, which is written as a number, as 0:45, or as 45 min."""
    clock = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::00)?", text)
    if clock:
        return str(int(clock[1]) * 60 + int(clock[2]))
    return re.sub(r"\s*min(?:ute)?s?\.?$", "", text, flags=re.IGNORECASE)


def _start(day: str, clock: str) -> tuple[str, str]:
    """The start and the minutes that a day and a time (`09:00 - 09:45`, `9:00 AM`) of a schedule say."""
    minutes = [_minute(match) for match in list(_CLOCK.finditer(clock))[:2]]
    if not minutes or minutes[0] is None:
        return clock and f"{day} {clock}", ""
    start = f"{day[:10].strip() if day[:4].isdigit() else day} {minutes[0] // 60:02d}:{minutes[0] % 60:02d}"
    over = minutes[1] if len(minutes) > 1 else None
    return start, "" if over is None or over == minutes[0] else str((over - minutes[0]) % (24 * 60))


def _minute(match: re.Match[str]) -> int | None:
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3] in "Pp" else 0) if 1 <= hour <= 12 else 24
    return hour * 60 + minute if hour < 24 and minute < 60 else None
