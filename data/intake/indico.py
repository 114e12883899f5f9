"""Reads exports of Indico: answers of its HTTP API, lists of contributions, and the file that Indico itself imports.

- timetable: `/export/timetable/ID.json`, whose `results` are events, days (`20200706`) and entries `c1` (contribution),
  `s1` (block of a session, with `entries` of its own) and `b1` (break); keys of indico/indico,
  indico/modules/events/timetable/legacy.py;
- event: `/export/event/ID.json?detail=contributions`, `subcontributions` or `sessions`; keys of
  docs/source/http-api/exporters/event.rst and indico/modules/events/api.py;
- list of contributions, CSV or XLSX: `Id`, `Title`, `Description`, `Date`, `Duration`, `Type`, `Session`, `Track`,
  `Presenters`, `Presenters (affiliation)`, `Presenters (email)`, `Materials`, `Program Code`, `Authors`, `Board number`
  (indico/modules/events/contributions/util.py, generate_spreadsheet_from_contributions);
- the CSV file without a heading that Indico imports: start, duration in minutes, title, first name, last name,
  affiliation, e-mail (the same file, import_contributions_from_csv).

docs/import-formats.md says what becomes of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import md5
from typing import TYPE_CHECKING, cast

from data.intake.parts import (
    Gathering,
    commonest,
    day,
    headings_of,
    known_zone,
    line,
    lines,
    listed,
    moment,
    objects,
    shown,
    slug,
    tabled,
    truth,
)
from data.intake.rows import KnownChannel, KnownType, Setting
from data.problems import Origin, quoted
from data.readers import cells
from data.readers.tables import Unreadable
from data.zones import zone as clock_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from data.intake.rows import Intake
    from data.intake.sources import Source

NAME = "Indico"

_DAY = re.compile(r"[0-9]{8}")
_LIST = frozenset({"description", "date", "duration", "type", "session", "track", "materials", "program code"})
_LIST_OF_IMPORT = 7
_START = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_SPAN = re.compile(r"([0-9]+)\s*(d|h|m|s)[a-z]*", re.IGNORECASE)
_MINUTES = {"d": 24 * 60, "h": 60, "m": 1, "s": 0}
_OWN_ROW = "no row of its own"
_TYPES = {"requests": "Contribution", "sessions": "Session"}
"""The type of a contribution, and of a block of a session, of which no other is said."""


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody as one item tells of them; `mark` is Indico's hash of the e-mail address, empty where there is none."""

    name: str
    organisation: str = ""
    email: str = ""
    mark: str = ""


@dataclass(slots=True)
class _Talk:
    """A contribution, or a block of a session without any, as all files together tell of it."""

    table: str
    key: str
    origin: Origin
    texts: dict[str, str]
    base: str = ""
    start: str = ""
    zone: str = ""
    placed: Origin | None = None
    """Where its start was read, if not at the origin."""
    people: list[tuple[_Person, str, Origin]] = field(default_factory=list)
    documents: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    others: list[_Talk] = field(default_factory=list)
    """What other files tell of the same."""

    def add(self, other: _Talk) -> None:
        """Fill in what another file tells of the same."""
        self.texts |= {key: text for key, text in other.texts.items() if text and not self.texts.get(key)}
        if not self.start:
            self.start, self.zone, self.placed = other.start, other.zone, other.origin
        self.people += other.people
        known = [address for talk in (self, *self.others) for _, address in talk.documents]
        other.documents = [each for each in other.documents if not each[1].endswith(tuple(known))]
        self.notes += other.notes
        self.others.append(other)


def recognises(source: Source) -> bool:
    """Whether a file is an export of Indico, or one that it imports."""
    if source.json is not None:
        return _is_answer(source.json)
    return any(_is_list(headings) for headings in headings_of(source)) or _is_import(source)


def read(sources: Sequence[Source], zone: str) -> Intake:
    """Read exports of one event together; times without a zone are those of the event's zone, or else of `zone`."""
    reader = _Reader(zone)
    for source in sources:
        if source.json is not None:
            reader.answer(source.name, source.json)
    for source in sources:
        if source.json is None and _is_import(source):
            reader.imported(source)
        elif source.json is None:
            reader.listed(source)
    return reader.intake()


def _is_answer(found: object) -> bool:
    results = found.get("results") if isinstance(found, dict) else None
    if isinstance(found, dict) and found.get("_type") == "HTTPAPIResult":
        return isinstance(results, (dict, list))
    if isinstance(results, list):
        kinds = {"Conference", "Contribution", "SessionSlot"}
        return bool(results) and all(isinstance(item, dict) and shown(item.get("_type")) in kinds for item in results)
    timetables = results if isinstance(results, dict) else found
    return isinstance(timetables, dict) and bool(timetables) and all(map(_is_timetable, timetables.values()))


def _is_timetable(found: object) -> bool:
    return isinstance(found, dict) and bool(found) and all(_DAY.fullmatch(key) for key in found)


def _is_list(headings: frozenset[str]) -> bool:
    return {"id", "title", "presenters"} <= headings and len(headings & _LIST) > 2


def _is_import(source: Source) -> bool:
    """Whether a file is one that Indico imports: seven columns without headings."""
    try:
        sheets = source.sheets
    except Unreadable:
        return False
    rows = [row for row in sheets[0].rows if any(cell.strip() for cell in row)] if len(sheets) == 1 else []
    return bool(rows) and all(map(_is_imported, rows)) and any(row[0].strip() or row[6].strip() for row in rows)


def _is_imported(row: tuple[str, ...]) -> bool:
    if len(row) < _LIST_OF_IMPORT or any(cell.strip() for cell in row[_LIST_OF_IMPORT:]):
        return False
    start, duration, title, first, last, _, email = (cell.strip() for cell in row[:_LIST_OF_IMPORT])
    return (
        (not start or _START.fullmatch(start) is not None)
        and (not duration or duration.isdecimal())
        and bool(title or first or last)
        and (not email or "@" in email)
    )


class _Reader:
    """Makes the rows of an intake from all files."""

    def __init__(self, zone: str) -> None:
        self.fallback = zone
        self.zone = ""
        self.event = ""
        self.title = ""
        self.days: list[date] = []
        self.gathering = Gathering()
        self.talks: dict[str, _Talk] = {}
        self.leaders: dict[str, list[tuple[_Person, Origin]]] = {}
        self.lesser: list[tuple[Origin, str, str]] = []
        """Records that may give no row, with what they are and why."""

    # -- answers of the API --

    def answer(self, file: str, found: Mapping[str, object]) -> None:
        """Read an answer of the API."""
        base = shown(found.get("url"))
        results = found.get("results", found)
        if isinstance(results, dict):
            for event, timetable in results.items():
                if _is_timetable(timetable):
                    self.event = self.event or line(event)
                    self._timetable(file, cast("Mapping[str, object]", timetable), base)
                else:
                    self.gathering.refuse(Origin(file), line(event), "no timetable of Indico")
            return
        for index, item in enumerate(results if isinstance(results, list) else [], start=1):
            origin = Origin(file, index)
            if not isinstance(item, dict):
                self.gathering.refuse(origin, "", "no event, session or contribution of Indico")
            elif item.get("_type") == "Contribution":
                self._contribution(origin, item, base)
            elif shown(item.get("_type")) in {"SessionSlot", "Session"}:
                self._block(origin, item, objects(item.get("contributions")), base)
            else:
                self._event(file if len(cast("list[object]", results)) == 1 else f"{file}, event {index}", item, base)

    def _event(self, file: str, item: Mapping[str, object], base: str) -> None:
        self.event = self.event or line(item.get("id"))
        self.title = self.title or line(item.get("title"))
        self.zone = self.zone or known_zone(item.get("timezone"))
        for part in ("startDate", "endDate"):
            said, zone = self._said(item.get(part))
            if said:
                self._day(said, zone)
        for part, read in (("contributions", self._contribution), ("sessions", self._slot)):
            for index, each in enumerate(objects(item.get(part)), start=1):
                read(Origin(f"{file}, {part}", index), each, base or shown(item.get("url")))

    def _slot(self, origin: Origin, item: Mapping[str, object], base: str) -> None:
        self._block(origin, item, objects(item.get("contributions")), base)

    def _timetable(self, file: str, timetable: Mapping[str, object], base: str) -> None:
        for date_text in sorted(timetable):
            entries = timetable[date_text]
            found = day(f"{date_text[:4]}-{date_text[4:6]}-{date_text[6:]}")
            self.days += [found] if found is not None else []
            place = f"{file}, {date_text}"
            for index, entry in enumerate(_in_order(entries), start=1):
                self._entry(Origin(place, index), place, entry, base)

    def _entry(self, origin: Origin, place: str, entry: Mapping[str, object], base: str) -> None:
        kind = shown(entry.get("entryType")) or {"c": "Contribution", "s": "Session", "b": "Break"}.get(
            shown(entry.get("id"))[:1], ""
        )
        if kind == "Contribution":
            self._contribution(origin, entry, base)
        elif kind == "Session":
            self._block(origin, entry, _in_order(entry.get("entries")), base, f"{place}, {shown(entry.get('id'))}")
        elif kind == "Break":
            self.gathering.refuse(origin, line(entry.get("title")), "a break, no session")
        else:
            self.gathering.refuse(origin, line(entry.get("title")), "no contribution, session or break of Indico")

    def _block(
        self,
        origin: Origin,
        item: Mapping[str, object],
        entries: Sequence[Mapping[str, object]],
        base: str,
        place: str = "",
    ) -> None:
        """A block of a session: its contributions, or itself where it has none."""
        session = item.get("session") if isinstance(item.get("session"), dict) else {}
        whole = cast("Mapping[str, object]", session)
        title = line(whole.get("title")) or line(item.get("title"))
        slot = line(item.get("slotTitle"))
        conveners = [
            (person, origin)
            for part in (item.get("conveners"), item.get("sessionConveners"), whole.get("sessionConveners"))
            for each in objects(part)
            if (person := _person(each)) is not None
        ]
        place = place or f"{origin.file}, {origin.row}"
        held = False
        for index, entry in enumerate(entries, start=1):
            within = Origin(place, index)
            if shown(entry.get("entryType")) == "Break":
                self.gathering.refuse(within, line(entry.get("title")), "a break, no session")
            else:
                held = True
                key = self._contribution(within, {**entry, "session": title}, base)
                self.leaders.setdefault(key, []).extend(conveners)
        if held:
            reason = f"{_OWN_ROW}: a session with contributions, which are taken with its name as their track"
            self.lesser.append((origin, title, reason))
            return
        name = line(item.get("sessionSlotId")) or line(item.get("id"))
        texts = {
            "title": f"{title}: {slot}" if slot and slot not in title else title,
            "description": lines(item.get("description")) or lines(whole.get("description")),
        }
        talk = _Talk("sessions", f"block:{name}" if name else "", origin, texts, base)
        talk.people = [(person, "moderator", origin) for person, _ in conveners]
        self._placed(talk, item)

    def _contribution(self, origin: Origin, item: Mapping[str, object], base: str) -> str:
        """Take a contribution, and return its key; empty where it has none."""
        name = line(item.get("friendlyId")) or line(item.get("friendly_id"))
        name = name or line(item.get("contributionId")) or line(item.get("id"))
        texts = {
            "id": line(item.get("code")),
            "title": line(item.get("title")),
            "description": lines(item.get("description")),
            "type": line(item.get("type")),
            "track": line(item.get("track")),
            "session": line(item.get("session")),
        }
        talk = _Talk("requests", f"contribution:{name}" if name else "", origin, texts, base)
        speaking = [each for part in ("presenters", "speakers") for each in objects(item.get(part))]
        found = [_person(each) for each in speaking or objects(item.get("primaryauthors"))]
        talk.people = [(person, "speaker", origin) for person in found if person is not None]
        talk.documents = list(_attached(item))
        keywords = item.get("keywords")
        words = listed(keywords) if isinstance(keywords, list) else ""
        board = line(item.get("board_number")) or line(item.get("boardNumber"))
        talk.notes = [f"Keywords: {words}" if words else "", f"Board number: {board}" if board else ""]
        for index, part in enumerate(objects(item.get("subContributions")), start=1):
            within = Origin(f"{origin.file}, {origin.row}, subContributions", index)
            reason = f"{_OWN_ROW}: a part of {quoted(texts['title'])}, in which its speakers take part"
            self.lesser.append((within, line(part.get("title")), reason))
            people = [_person(each) for each in objects(part.get("speakers"))]
            talk.people += [(person, "speaker", origin) for person in people if person is not None]
        self._placed(talk, item)
        return talk.key

    def _placed(self, talk: _Talk, item: Mapping[str, object]) -> None:
        talk.texts["duration"] = _minutes(item.get("duration"))
        talk.texts["room"] = line(item.get("room")) or line(item.get("roomFullname")) or line(item.get("location"))
        talk.start, talk.zone = self._said(item.get("startDate"))
        self._take(talk)

    def _said(self, value: object) -> tuple[str, str]:
        """A date and time of the API, and its zone if that is one."""
        if not isinstance(value, dict):
            return (shown(value), "")
        date_text, time_text = shown(value.get("date")), shown(value.get("time"))
        return (f"{date_text}T{time_text}" if date_text and time_text else "", known_zone(value.get("tz")))

    def _day(self, said: str, zone: str) -> None:
        home = self.zone or zone or self.fallback
        try:
            self.days.append(moment(said, zone or home).astimezone(clock_of(home)).date())
        except ValueError:
            return

    # -- tables --

    def listed(self, source: Source) -> None:
        """Read lists of contributions."""
        for sheet, headings in zip(source.sheets, headings_of(source), strict=True):
            file = source.name if len(source.sheets) == 1 else f"{source.name}, {sheet.name}"
            if _is_list(headings):
                for index, row in tabled(sheet):
                    self._row(Origin(file, index), row)
            elif headings:
                self.gathering.note(Origin(file), "", "", "this sheet is no list of contributions and was not read")

    def _row(self, origin: Origin, row: Mapping[str, str]) -> None:
        name = line(row.get("id")).removesuffix(".0")
        texts = {
            "id": line(row.get("program code")),
            "title": line(row.get("title")),
            "description": lines(row.get("description")),
            "type": line(row.get("type")),
            "track": line(row.get("track")),
            "session": line(row.get("session")),
            "duration": _minutes(row.get("duration")),
        }
        talk = _Talk("requests", f"contribution:{name}" if name else "", origin, texts)
        talk.start = shown(row.get("date"))
        people = _presenters(row, "presenters") or _presenters(row, "authors")
        talk.people = [(person, "speaker", origin) for person in people]
        talk.documents = [("", address) for address in re.split(r"[,\s]+", shown(row.get("materials"))) if address]
        board = line(row.get("board number"))
        talk.notes = [f"Board number: {board}" if board else ""]
        self._take(talk)

    def imported(self, source: Source) -> None:
        """Read the file that Indico imports; a contribution is known again by its title, as it has no number."""
        counts: dict[str, int] = {}
        starts: dict[tuple[str, str], str] = {}
        for index, row in enumerate(source.sheets[0].rows, start=1):
            if not any(cell.strip() for cell in row):
                continue
            origin = Origin(source.name, index)
            start, duration, title, first, last, organisation, email = map(line, row[:_LIST_OF_IMPORT])
            name = " ".join(filter(None, (first, last)))
            person = _Person(name, organisation, email, _mark(email)) if name else None
            if title and start and (title, start) in starts:
                self.lesser.append((origin, title, "the same comes before in this file"))
                if person is not None:
                    self.talks[starts[title, start]].people.append((person, "speaker", origin))
                continue
            counts[title] = counts.get(title, 0) + 1
            key = f"contribution:{title}" + (f" ({counts[title]})" if counts[title] > 1 else "")
            starts[title, start] = key
            texts = {"title": title, "duration": _minutes(duration)}
            talk = _Talk("requests", key, origin, texts, start=start)
            talk.people = [(person, "speaker", origin)] if person is not None else []
            self._take(talk)

    # -- rows --

    def _take(self, talk: _Talk) -> None:
        title = talk.texts.get("title", "")
        known = self.talks.get(talk.key)
        if not title:
            self.gathering.refuse(talk.origin, talk.key.partition(":")[2], "no title")
        elif not talk.key:
            self.gathering.refuse(talk.origin, title, "no number by which the next export would know it again")
        elif known is None:
            self.talks[talk.key] = talk
        elif known.origin.file == talk.origin.file:
            self.gathering.refuse(talk.origin, title, "the same number comes before in this file")
        else:
            known.add(talk)
            self.lesser.append((talk.origin, title, f"{_OWN_ROW}: told with the same number in {known.origin.file}"))

    def intake(self) -> Intake:
        """Return all that was read."""
        home = self.zone or self._usual_zone()
        lengths: dict[str, list[int]] = {}
        rooms: dict[str, None] = {}
        everybody: list[tuple[str, _Person, str, Origin]] = []
        for key, talk in self.talks.items():
            texts = talk.texts
            minutes, kind = texts.get("duration", ""), texts.get("type") or _TYPES[talk.table]
            lengths.setdefault(kind, []).extend([int(minutes)] if minutes else [])
            everybody += [(key, person, role, origin) for person, role, origin in talk.people]
            everybody += [(key, person, "moderator", origin) for person, origin in self.leaders.get(key, [])]
            found = {
                "id": _identifier(texts.get("id", "")),
                "title": texts["title"],
                "type": kind,
                "track": texts.get("track") or texts.get("session", ""),
                "organisers": listed(person.organisation for person, _, _ in talk.people),
                "duration": minutes,
                "status": "accepted" if talk.table == "requests" else "",
                "description": texts.get("description", ""),
                "documents": self._documents(talk),
            }
            self.gathering.take(talk.table, key, found, talk.origin)
            self.gathering.contact(key, talk.origin, notes=list(dict.fromkeys(filter(None, talk.notes))))
            room, place = texts.get("room", ""), talk.placed or talk.origin
            if ":" in talk.start:
                start = re.sub(r",\s*", " ", talk.start)
                self.gathering.hold(place, key, start, room, talk.zone or home or self.fallback)
                rooms |= {room: None} if room else {}
            elif talk.start:
                self.gathering.note(place, "date", talk.start, "expected a date and a time; it is left out")
        self._people(everybody)
        for origin, what, reason in self.lesser:
            if origin not in self.gathering.records:
                self.gathering.refuse(origin, what, reason)
        setting = Setting(
            name=self.title,
            zone=home,
            first=min(self.days, default=None),
            last=max(self.days, default=None),
            channels=tuple(map(KnownChannel, rooms)),
            types=tuple(KnownType(name, commonest(minutes)) for name, minutes in lengths.items()),
        )
        return self.gathering.intake(f"indico-{slug(self.event)}" if slug(self.event) else "indico", setting)

    def _usual_zone(self) -> str:
        """The zone in which the times of a timetable are written; UTC is what Indico writes for want of another."""
        zones = {talk.zone for talk in self.talks.values() if talk.zone and talk.zone != "UTC"}
        return zones.pop() if len(zones) == 1 else ""

    def _documents(self, talk: _Talk) -> str:
        cells_of = (
            self.gathering.links(each.origin, "documents", each.documents, each.base) for each in (talk, *talk.others)
        )
        return "; ".join(filter(None, cells_of))

    def _people(self, everybody: list[tuple[str, _Person, str, Origin]]) -> None:
        """The people with their parts; somebody without an address is the only one of that name who has one."""
        marks: dict[str, set[str]] = {}
        for _, person, _, _ in everybody:
            if person.mark:
                marks.setdefault(person.name.casefold(), set()).add(person.mark)
        known: dict[str, tuple[_Person, Origin]] = {}
        parts: dict[tuple[str, str], tuple[str, Origin]] = {}
        for key, person, role, origin in everybody:
            namesakes = marks.get(person.name.casefold(), set())
            mark = person.mark or (next(iter(namesakes)) if len(namesakes) == 1 else "")
            name = f"person:{mark or person.name}"
            first, place = known.setdefault(name, (person, origin))
            organisation = first.organisation or person.organisation
            known[name] = (_Person(first.name, organisation, first.email or person.email, mark), place)
            parts.setdefault((key, name), (role, origin))
        for name, (person, origin) in known.items():
            self.gathering.take("people", name, {"name": person.name, "organisation": person.organisation}, origin)
            self.gathering.contact(name, origin, email=person.email)
        for (key, name), (role, origin) in parts.items():
            row = {"session": key, "person": name, "role": role}
            self.gathering.take("appearances", f"{key} {name}", row, origin)


def _in_order(entries: object) -> list[dict[str, object]]:
    """The entries of a day or a block, by their start and key, as the order of JSON objects says nothing."""
    if isinstance(entries, list):
        return objects(entries)
    if not isinstance(entries, dict):
        return []
    found = [{"id": key, **entry} for key, entry in entries.items() if isinstance(entry, dict)]

    def place(entry: Mapping[str, object]) -> tuple[str, str, str]:
        start = entry.get("startDate")
        said = start if isinstance(start, dict) else {}
        return shown(said.get("date")), shown(said.get("time")), shown(entry.get("id"))

    return sorted(found, key=place)


def _person(item: Mapping[str, object]) -> _Person | None:
    """Somebody of a timetable or an event; None where nobody is named."""
    first = line(item.get("firstName")) or line(item.get("first_name"))
    last = line(item.get("familyName")) or line(item.get("last_name"))
    name = " ".join(filter(None, (first, last))) or line(item.get("fullName")) or line(item.get("name"))
    email = shown(item.get("email"))
    if not name:
        return None
    return _Person(name, line(item.get("affiliation")), email, shown(item.get("emailHash")) or _mark(email))


def _mark(email: str) -> str:
    """The hash that Indico itself gives instead of an e-mail address (indico/modules/events/api.py, emailHash)."""
    return md5(email.casefold().encode("utf-8", "replace"), usedforsecurity=False).hexdigest() if email else ""


def _presenters(row: Mapping[str, str], column: str) -> list[_Person]:
    """The people of a list of contributions: names, and beside them affiliations and addresses in the same order."""
    names = _split(row.get(column, ""))
    organisations = _beside(names, row.get(f"{column} (affiliation)", ""))
    emails = _beside(names, row.get(f"{column} (email)", ""))
    return [
        _Person(name, organisation, email, _mark(email))
        for name, organisation, email in zip(names, organisations, emails, strict=True)
    ]


def _split(cell: str) -> list[str]:
    return [text for part in re.split(r"[;\n]|,\s", cell) if (text := line(part))]


def _beside(names: Sequence[str], cell: str) -> list[str]:
    """What a cell says of each name: `Name (value)`, or as many values as names; nothing where that is not clear."""
    pieces = re.split(r"[()]", cell)
    named = {line(name).strip(",; "): value for name, value in zip(pieces[::2], pieces[1::2], strict=False)}
    if named.keys() & set(names):
        return [line(named.get(name, "")) for name in names]
    values = [line(cell)] if len(names) == 1 else _split(cell)
    return values if len(values) == len(names) else [""] * len(names)


def _attached(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The titles and addresses of the files that everybody may open, with a contribution."""
    attachments = item.get("attachments")
    tables = [attachments] if isinstance(attachments, dict) else []
    folders = [folder for table in tables for folder in objects(table.get("folders"))]
    folders += objects(item.get("folders"))
    files = [file for table in tables for file in objects(table.get("files"))]
    files += [file for folder in folders if not truth(folder.get("is_protected")) for file in _files(folder)]
    for file in files:
        address = shown(file.get("link_url")) or shown(file.get("download_url"))
        if address and not truth(file.get("is_protected")):
            yield line(file.get("title")), address


def _files(folder: Mapping[str, object]) -> list[dict[str, object]]:
    return objects(folder.get("attachments"))


def _minutes(value: object) -> str:
    """The cell of a length that is said in minutes, as `1:30:00`, or in words such as `1 hour 30 minutes`."""
    found = shown(value)
    clock = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?", found)
    if clock is not None:
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]+)?", found):
        minutes = round(float(found))
    else:
        minutes = sum(int(count[:6]) * _MINUTES[unit[0].lower()] for count, unit in _SPAN.findall(found))
    return str(minutes) if 0 < minutes <= 24 * 60 else ""


def _identifier(found: str) -> str:
    try:
        return cells.identifier(found)
    except ValueError:
        return ""
