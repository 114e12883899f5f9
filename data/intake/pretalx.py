"""Reads exports of pretalx: answers of its REST API, the data of its schedule widget, and its CSV and JSON exports.

Keys are those of the API's schema (pretalx/pretalx, doc/api/schema.yml, versions of 2025 and 2026), and those of the
API before it (doc/api/resources/submissions.rst), whose names are objects of texts by language:

- submissions: `code`, `title`, `state`, `pending_state`, `submission_type`, `track`, `abstract`, `description`,
  `duration`, `slot_count`, `content_locale`, `do_not_record`, `resources`, `speakers`, `slots` or `slot`, `answers`,
  `notes`, `internal_notes`;
- speakers: `code`, `name`, `email`, `timezone`, `availabilities`, `answers`, `internal_notes`;
- rooms, tracks, submission types, slots, schedules, questions, answers, and the event itself;
- the widget's data (`schedule/widgets/schedule.json`, src/pretalx/schedule/interfaces/widget.py): `talks`, `speakers`,
  `rooms`, `tracks`, `timezone`, `event_start`, `event_end`;
- the exports that organisers make for themselves (src/pretalx/orga/forms/export.py, schedule.py, speaker.py), by their
  English headings, and the CSV files of speakers (`name,email,confirmed`) and answers (`code,title,question,answer`).

docs/import-formats.md says what becomes of each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from data.intake.parts import (
    Gathering,
    commonest,
    day,
    headings_of,
    known_zone,
    length,
    line,
    lines,
    moment,
    number,
    objects,
    shown,
    slug,
    spelt,
    tabled,
    truth,
    undisclosed,
)
from data.intake.rows import KnownChannel, KnownType, Setting
from data.problems import Origin
from data.programme import DAY
from data.readers.requests import MOST_OCCURRENCES
from data.zones import midnight, wall, zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.intake.rows import Intake
    from data.intake.sources import Sheet, Source

NAME = "pretalx"

_PAGE = frozenset({"count", "next", "previous", "results"})
_WIDGET = frozenset({"talks", "rooms", "speakers", "timezone"})
_ROOM = frozenset({"capacity", "guid", "uuid", "speaker_info", "availabilities", "hidden"})
_STATUS = {
    "submitted": "requested",
    "accepted": "accepted",
    "confirmed": "confirmed",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "withdrawn": "cancelled",
    "deleted": "cancelled",
}
_REFUSED = {"rejected": "rejected in pretalx", "draft": "a draft in pretalx, not submitted yet"}

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("id",),
    "title": ("title", "proposal title", "session title"),
    "state": ("state", "proposal state", "session state"),
    "pending_state": ("pending state", "pending proposal state", "pending session state"),
    "submission_type": ("session type", "submission type", "proposal type"),
    "track": ("track",),
    "abstract": ("abstract",),
    "description": ("description",),
    "notes": ("notes",),
    "internal_notes": ("internal notes",),
    "duration": ("duration",),
    "slot_count": ("slot count", "slot_count"),
    "content_locale": ("language", "content locale", "content_locale"),
    "do_not_record": ("don’t record this session.", "don't record this session.", "do not record"),
}
"""The headings of the sessions' export, in small letters, by the key of the API that they stand for."""
_PLACE = ("speaker ids", "speaker names", "room", "start", "start (date)", "start (time)", "end", "resources")
_LEFT = frozenset(
    {"created", "tags", "is featured", "show this session in public list of featured sessions.", "image"}
    | {"session image", "end (date)", "end (time)", "median score", "average (mean) score", "biography", "picture"}
    | {"proposal ids", "proposal titles", "session ids", "session titles"}
)
"""Headings of exports that are not read; all other headings are questions of the organisers."""
_MOST_DAYS = 400
_SPEAKER_FILE = frozenset({"name", "email", "confirmed"})
_ANSWER_FILE = frozenset({"code", "title", "question", "answer"})


@dataclass(slots=True)
class _Speaker:
    """A person as all files together tell of them.

    `origin` is the item of their own, or else of a submission; `told` is the item that has the e-mail address.
    """

    key: str
    origin: Origin
    own: bool
    name: str = ""
    email: str = ""
    told: Origin | None = None
    zone: str = ""
    availabilities: tuple[tuple[str, str], ...] = ()
    notes: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Export:
    """The items of all files, by what they are."""

    submissions: list[tuple[Origin, Mapping[str, object]]] = field(default_factory=list)
    speakers: list[tuple[Origin, Mapping[str, object]]] = field(default_factory=list)
    slots: list[tuple[Origin, Mapping[str, object]]] = field(default_factory=list)
    answers: list[tuple[Origin, Mapping[str, object]]] = field(default_factory=list)
    strange: list[Origin] = field(default_factory=list)
    talks: list[tuple[Origin, Mapping[str, object]]] = field(default_factory=list)
    rooms: dict[str, KnownChannel] = field(default_factory=dict)
    tracks: dict[str, str] = field(default_factory=dict)
    types: dict[str, KnownType] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    counts: dict[str, tuple[int, set[str]]] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)


def recognises(source: Source) -> bool:
    """Whether a file is an export of pretalx."""
    found = source.json
    if isinstance(found, dict):
        return found.keys() >= _PAGE or found.keys() >= _WIDGET or _kind(found) in {"submission", "schedule", "event"}
    if isinstance(found, list):
        kinds = [_kind(item) for item in objects(found)]
        return bool(kinds) and len(kinds) == len(found) and all(kinds)
    return any(_table_kind(headings) for headings in headings_of(source))


def read(sources: Sequence[Source], zone: str) -> Intake:
    """Read exports of one event together; local times without an offset are of the event's zone, or else of `zone`."""
    export = _Export()
    for source in sources:
        if source.json is not None:
            _sort(export, source.name, source.json)
        else:
            for sheet, headings in zip(source.sheets, headings_of(source), strict=True):
                kind = _table_kind(headings)
                if kind:
                    name = source.name if len(source.sheets) == 1 else f"{source.name}, {sheet.name}"
                    _sort_table(export, name, kind, sheet)
    return _Reader(export, export.event.get("zone") or zone).intake()


def _kind(item: object) -> str:
    """What an item is, told by its keys; empty where it is nothing of pretalx."""
    keys: frozenset[str] = frozenset(item) if isinstance(item, dict) else frozenset()
    tests = (
        ("submission", keys >= {"code", "title"} and bool(keys & {"state", "submission_type", "speakers"})),
        ("speaker", keys >= {"code", "name"}),
        ("slot", "submission" in keys and bool(keys & {"start", "room"}) and "answer" not in keys),
        ("schedule", keys >= {"version", "slots"}),
        ("event", keys >= {"slug", "date_from"}),
        ("type", keys >= {"name", "default_duration"}),
        ("answer", keys >= {"question", "answer"}),
        ("question", "question" in keys and bool(keys & {"variant", "target"})),
        ("room", keys >= {"id", "name"} and bool(keys & _ROOM) and "color" not in keys),
        ("track", keys >= {"id", "name", "color"}),
        ("tag", keys >= {"id", "tag"}),
        ("labelled", "ID" in keys and bool({key.casefold() for key in keys} & {*_HEADINGS["title"], "name"})),
    )
    return next((kind for kind, is_it in tests if is_it), "")


def _table_kind(headings: frozenset[str]) -> str:
    if headings == _SPEAKER_FILE:
        return "speaker file"
    if headings == _ANSWER_FILE:
        return "answer file"
    ours = {*_HEADINGS["state"], *_HEADINGS["submission_type"], "speaker ids", "speaker names", "start (date)"}
    if "id" in headings and headings & {*_HEADINGS["title"]} and headings & ours:
        return "labelled"
    return "labelled" if headings >= {"id", "name"} and headings & {"proposal ids", "proposal titles"} else ""


def _sort(export: _Export, file: str, found: object) -> None:
    """Put the items of a JSON file where they belong."""
    if isinstance(found, dict) and found.keys() >= _WIDGET:
        _sort_widget(export, file, found)
        return
    page = found if isinstance(found, dict) and found.keys() >= _PAGE else {}
    items = page.get("results") if page else found if isinstance(found, list) else [found]
    for index, item in enumerate(items if isinstance(items, list) else [], start=1):
        origin = Origin(file, index)
        kind = _kind(item)
        if kind and page:
            said, seen = export.counts.get(kind, (0, set()))
            seen.add(shown(item.get("code")) or shown(item.get("id")) or f"{file} {index}")
            export.counts[kind] = (max(said, number(page.get("count")) or 0), seen)
        _sort_item(export, origin, kind, item)


def _sort_item(export: _Export, origin: Origin, kind: str, item: Mapping[str, object]) -> None:
    name = shown(item.get("id")) if kind else ""
    if kind == "submission":
        export.submissions.append((origin, item))
    elif kind == "speaker":
        export.speakers.append((origin, item))
    elif kind == "slot":
        export.slots.append((origin, item))
    elif kind == "answer":
        export.answers.append((origin, item))
    elif kind == "schedule":
        export.slots.extend((origin, slot) for slot in objects(item.get("slots")))
    elif kind == "room" and line(item.get("name")):
        export.rooms.setdefault(name, KnownChannel(line(item["name"]), number(item.get("capacity"))))
    elif kind == "track":
        export.tracks.setdefault(name, line(item.get("name")))
    elif kind == "type" and line(item.get("name")):
        export.types.setdefault(name, KnownType(line(item["name"]), number(item.get("default_duration")) or None))
    elif kind == "question":
        export.questions.setdefault(name, line(item.get("question")))
    elif kind == "event":
        texts = {"slug": "slug", "name": "name", "first": "date_from", "last": "date_to"}
        export.event.update({ours: line(item.get(theirs)) for ours, theirs in texts.items()})
        export.event["zone"] = known_zone(item.get("timezone"))
    elif kind == "labelled":
        cells = {line(key).casefold(): shown(value) or _joined(value) for key, value in item.items()}
        _sort_labelled(export, origin, cells, {line(key).casefold(): line(key) for key in item})
    elif not kind:
        export.strange.append(origin)


def _sort_widget(export: _Export, file: str, found: Mapping[str, object]) -> None:
    for kind, part in (("room", "rooms"), ("track", "tracks")):
        for item in objects(found.get(part)):
            _sort_item(export, Origin(file), kind, item)
    for index, item in enumerate(objects(found.get("speakers")), start=1):
        export.speakers.append((Origin(f"{file}, speakers", index), item))
    for index, item in enumerate(objects(found.get("talks")), start=1):
        export.talks.append((Origin(f"{file}, talks", index), item))
    said = {"first": line(found.get("event_start"))[:10], "last": line(found.get("event_end"))[:10]}
    for part, text in {**said, "zone": known_zone(found.get("timezone"))}.items():
        export.event[part] = export.event.get(part) or text


def _sort_table(export: _Export, file: str, kind: str, sheet: Sheet) -> None:
    for index, cells in tabled(sheet):
        origin = Origin(file, index)
        if kind == "speaker file":
            export.speakers.append((origin, {"name": cells["name"], "email": cells.get("email", "")}))
        elif kind == "answer file":
            parts = {"submission": cells["code"], "answer": cells.get("answer", "")}
            export.answers.append((origin, {**parts, "question": {"question": cells.get("question", "")}}))
        else:
            _sort_labelled(export, origin, cells, spelt(sheet))


def _sort_labelled(export: _Export, origin: Origin, cells: Mapping[str, str], written: Mapping[str, str]) -> None:
    """Turn a row of an organisers' own export into the item that the API would give."""
    item: dict[str, object] = {
        key: next((cells[heading] for heading in headings if cells.get(heading)), "")
        for key, headings in _HEADINGS.items()
    }
    known = {heading for headings in _HEADINGS.values() for heading in headings} | {*_PLACE, "name", "email"} | _LEFT
    item["answers"] = [
        {"question": {"question": written[heading]}, "answer": text}
        for heading, text in cells.items()
        if text and heading not in known
    ]
    if "name" in cells and not item["title"]:
        export.speakers.append((origin, {**item, "name": cells["name"], "email": cells.get("email", "")}))
        return
    codes, names = (_split(cells.get(heading, "")) for heading in ("speaker ids", "speaker names"))
    if codes and names and len(codes) == len(names):
        item["speakers"] = [{"code": code, "name": name} for code, name in zip(codes, names, strict=True)]
    else:
        item["speakers"] = codes or [{"name": name} for name in names]
    said = " ".join(filter(None, (cells.get("start (date)", ""), cells.get("start (time)", ""))))
    start = cells.get("start") or (said if ":" in said else "")
    item["slot"] = {"start": start, "end": cells.get("end", ""), "room": cells.get("room", "")}
    item["resources"] = [{"link": address} for address in _split(cells.get("resources", ""))]
    export.submissions.append((origin, item))


def _joined(value: object) -> str:
    return "\n".join(shown(each) for each in value) if isinstance(value, list) else ""


def _split(cell: str) -> list[str]:
    """The parts of a cell, which organisers have joined by line breaks or by commas."""
    return [part.strip() for part in (cell.splitlines() if "\n" in cell else cell.split(", ")) if part.strip()]


class _Reader:
    """Makes the rows of an intake from the items of an export."""

    def __init__(self, export: _Export, zone: str) -> None:
        self.export = export
        self.zone = zone
        self.gathering = Gathering()
        self.speakers: dict[str, _Speaker] = {}
        self.sessions: dict[str, Origin] = {}
        self.appearing: dict[tuple[str, str], Origin] = {}
        self.unwanted: set[str] = set()
        self.lengths: dict[str, list[int]] = {}
        self.channels: dict[str, None] = {}
        self.unnamed: set[str] = set()

    def intake(self) -> Intake:
        for origin in self.export.strange:
            self.gathering.refuse(origin, "", "no submission, speaker, room or other item of pretalx")
        coded = [bool(line(item.get("code"))) for _, item in self.export.speakers]
        for (origin, item), has_code in zip(self.export.speakers, coded, strict=True):
            if has_code:
                self._speaker(origin, item, own=True)
        for origin, item in self.export.submissions:
            self._submission(origin, item)
        self._talks()
        # Those without a code are known by name, so they come after all others.
        for (origin, item), has_code in zip(self.export.speakers, coded, strict=True):
            if not has_code:
                self._speaker(origin, item, own=True)
        self._slots()
        self._answers()
        self._people()
        for kind, (said, seen) in sorted(self.export.counts.items()):
            if len(seen) < said:
                expected = f"expected {said} items of the kind “{kind}”; there are {len(seen)}: pages are missing"
                self.gathering.note(Origin(NAME), "", "", expected)
        name = slug(self.export.event.get("slug", ""))
        return self.gathering.intake(f"{NAME}-{name}" if name else NAME, self._setting())

    def _setting(self) -> Setting:
        event = self.export.event
        known = {channel.name: channel for channel in self.export.rooms.values()}
        for name in self.channels:
            known.setdefault(name, KnownChannel(name))
        types = {kind.name: kind for kind in self.export.types.values()}
        for name, lengths in self.lengths.items():
            types.setdefault(name, KnownType(name, commonest(lengths)))
        return Setting(
            name=event.get("name", ""),
            zone=event.get("zone", ""),
            first=day(event.get("first", "")),
            last=day(event.get("last", "")),
            channels=tuple(
                (known | {name: KnownChannel(name) for name in self.channels if name not in known}).values()
            ),
            types=tuple(types.values()),
        )

    def _speaker(self, origin: Origin, item: Mapping[str, object], *, own: bool) -> str:
        """Note what an item tells of a speaker, and return the speaker's key; empty where nobody is named."""
        code, name = line(item.get("code")), line(item.get("name"))
        same_name = [each.key for each in self.speakers.values() if each.name == name] if not code and name else []
        if not code and not name:
            if own:
                self.gathering.refuse(origin, "", "a speaker without a code and a name")
            return ""
        key = f"speaker:{code}" if code else same_name[0] if len(same_name) == 1 else f"speaker:{name}"
        speaker = self.speakers.get(key)
        if speaker is not None and own and speaker.own:
            if code or shown(item.get("email")) in {"", speaker.email}:
                self.gathering.refuse(origin, name or code, "the same speaker comes before in these files")
                return key
            if speaker.email:
                key = f"{key} {undisclosed(shown(item.get('email')))}"
                speaker = self.speakers.get(key)
        if speaker is None:
            speaker = self.speakers[key] = _Speaker(key, origin, own)
        elif own and not speaker.own:
            speaker.origin, speaker.own = origin, True
        speaker.name = speaker.name or name
        if not speaker.email and shown(item.get("email")):
            speaker.email, speaker.told = shown(item.get("email")), origin
        # pretalx writes UTC for everyone who never chose a zone (src/pretalx/person/models/user.py).
        zone = known_zone(item.get("timezone"))
        speaker.zone = speaker.zone or ("" if zone == "UTC" else zone)
        spans = [(shown(span.get("start")), shown(span.get("end"))) for span in objects(item.get("availabilities"))]
        speaker.availabilities = speaker.availabilities or tuple(sorted(spans))
        if shown(item.get("internal_notes")):
            speaker.notes[f"Internal notes: {lines(item['internal_notes'])}"] = None
        for answer in objects(item.get("answers")):
            if not shown(answer.get("submission")):
                speaker.notes[self._answer(answer)] = None
        return key

    def _answer(self, answer: Mapping[str, object]) -> str:
        question, text = answer.get("question"), lines(answer.get("answer"))
        asked = line(question.get("question")) if isinstance(question, dict) else ""
        asked = asked or self.export.questions.get(shown(question), "") or f"Question {shown(question)}".strip()
        return f"{asked}: {text}" if text else ""

    def _submission(self, origin: Origin, item: Mapping[str, object]) -> None:
        code, title = line(item.get("code")), line(item.get("title"))
        state = shown(item.get("state")).casefold()
        key = f"submission:{code}"
        reason = _REFUSED.get(state, "")
        reason = reason or ("" if code else "no code by which the next export would know it again")
        reason = reason or ("" if title else "no title")
        reason = reason or ("the same code comes before in these files" if key in self.sessions else "")
        reason = reason or ("" if state in _STATUS else f"a state that is not known: {state or 'none'}")
        speakers = self._speakers_of(origin, item)
        if reason:
            self.gathering.refuse(origin, title or code, reason)
            self.unwanted.update(speakers)
            return
        self.sessions[key] = origin
        pending = shown(item.get("pending_state"))
        if pending and pending != state:
            expected = f"this state is pending in pretalx and not taken; the submission counts as {state}"
            self.gathering.note(origin, "pending_state", pending, expected)
        minutes = self.gathering.minutes(origin, item.get("duration"))
        places = [slot for slot in [item.get("slot"), *objects(item.get("slots"))] if isinstance(slot, dict)]
        minutes = minutes or next((text for slot in places if (text := _slot_length(slot, self.zone))), "")
        kind = self._type(item)
        self.lengths.setdefault(kind, []).extend([int(minutes)] if minutes else [])
        repeats = number(item.get("slot_count")) or 1
        if not 1 <= repeats <= MOST_OCCURRENCES:
            expected = f"expected a number from 1 to {MOST_OCCURRENCES}; it is left out"
            self.gathering.note(origin, "slot_count", str(repeats), expected)
            repeats = 1
        texts = dict.fromkeys(filter(None, (lines(item.get("abstract")), lines(item.get("description")))))
        resources = [
            (shown(each.get("description")), shown(each.get("link")) or shown(each.get("resource")))
            for each in objects(item.get("resources"))
        ]
        cells = {
            "id": code if _plain_code(code) else "",
            "title": title,
            "type": kind,
            "track": self._track(item),
            "duration": minutes,
            "languages": self.gathering.language(origin, item.get("content_locale")),
            "repeats": str(repeats) if repeats > 1 else "",
            "status": _STATUS[state],
            "description": "\n\n".join(texts),
            "documents": self.gathering.links(origin, "resources", resources),
        }
        self.gathering.take("requests", key, cells, origin)
        self.gathering.contact(key, origin, notes=self._notes(item))
        for slot in places:
            self._hold(origin, key, slot)
        for speaker in speakers:
            self.appearing.setdefault((key, speaker), origin)

    def _notes(self, item: Mapping[str, object]) -> list[str]:
        notes = [
            f"{heading}: {text}"
            for heading, part in (("Notes", "notes"), ("Internal notes", "internal_notes"))
            if (text := lines(item.get(part)))
        ]
        notes += ["Not to be recorded."] if truth(item.get("do_not_record")) else []
        return list(dict.fromkeys([*notes, *map(self._answer, objects(item.get("answers")))]))

    def _speakers_of(self, origin: Origin, item: Mapping[str, object]) -> list[str]:
        """The keys of the speakers of a submission; those that are only codes are looked up when all are known."""
        found = item.get("speakers")
        keys = []
        for each in found if isinstance(found, list) else []:
            if isinstance(each, dict):
                key = self._speaker(origin, each, own=False)
            else:
                key = f"speaker:{line(each)}" if line(each) else ""
            if key:
                keys.append(key)
        return list(dict.fromkeys(keys))

    def _named(self, value: object, known: Mapping[str, str], what: str) -> str:
        """The name of a type, track or room that is said as a name, an object, or the number of one."""
        name = line(value.get("name") if isinstance(value, dict) and value.get("name") else value)
        if isinstance(value, (int, str)) and name in known:
            return known[name]
        if isinstance(value, int) and not isinstance(value, bool) and name and name not in self.unnamed:
            self.unnamed.add(name)
            expected = f"expected a {what} that the files name; add the export of these to have its name"
            self.gathering.note(Origin(NAME), what, name, expected)
        return f"{what} {name}" if isinstance(value, int) and not isinstance(value, bool) else name

    def _type(self, item: Mapping[str, object]) -> str:
        value = item.get("submission_type")
        if isinstance(value, dict) and number(value.get("default_duration")):
            kind = KnownType(line(value), number(value.get("default_duration")))
            self.export.types.setdefault(shown(value.get("id")) or kind.name, kind)
        names = {key: kind.name for key, kind in self.export.types.items()}
        return self._named(value, names, "submission type") or "Session"

    def _track(self, item: Mapping[str, object]) -> str:
        value = item.get("track")
        return self._named(value, self.export.tracks, "track") if value is not None else ""

    def _room(self, value: object) -> str:
        names = {key: room.name for key, room in self.export.rooms.items()}
        return self._named(value, names, "room") if value is not None else ""

    def _hold(self, origin: Origin, key: str, slot: Mapping[str, object]) -> None:
        room = self._room(slot.get("room"))
        start = shown(slot.get("start"))
        if start:
            self.gathering.hold(origin, key, start, room, self.zone)
            if room:
                self.channels[room] = None

    def _talks(self) -> None:
        """The talks of the schedule widget: places of submissions, or all that is known of one, and breaks."""
        again: dict[str, list[tuple[Origin, Mapping[str, object]]]] = {}
        for origin, talk in self.export.talks:
            code = line(talk.get("code"))
            if not code:
                self.export.slots.append((origin, {**talk, "submission": None, "description": talk.get("title")}))
            elif f"submission:{code}" in self.sessions:
                self.export.slots.append((origin, {**talk, "submission": code}))
            else:
                again.setdefault(code, []).append((origin, talk))
        for talks in again.values():
            origin, talk = talks[0]
            more = {"state": talk.get("state") or "confirmed", "slots": [each for _, each in talks]}
            self._submission(origin, {**talk, **more, "slot_count": len(talks), "duration": talk.get("duration")})

    def _slots(self) -> None:
        schedules = {number(slot.get("schedule")) or 0 for _, slot in self.export.slots} - {0}
        newest = max(schedules, default=0)
        if len(schedules) > 1:
            expected = f"there are slots of {len(schedules)} schedules; those of the newest, {newest}, are taken"
            self.gathering.note(Origin(NAME), "schedule", "", expected)
        breaks: dict[tuple[str, str, str], tuple[Origin, Mapping[str, object]]] = {}
        for origin, slot in self.export.slots:
            if (number(slot.get("schedule")) or 0) not in {0, newest}:
                continue
            said = slot.get("submission")
            code = line(said.get("code")) if isinstance(said, dict) else line(said)
            title = line(slot.get("description"))
            if code and f"submission:{code}" in self.sessions:
                self._hold(origin, f"submission:{code}", slot)
            elif code:
                self.gathering.refuse(origin, code, "the place of a submission that is not taken or not in these files")
            elif shown(slot.get("slot_type")) == "blocker":
                self.gathering.refuse(origin, title, "a blocker of pretalx, no session")
            elif not title or not shown(slot.get("start")):
                self.gathering.refuse(origin, title, "a break without a name or a time")
            else:
                whole = (title, shown(slot.get("start")), shown(slot.get("end")))
                if whole in breaks:
                    self.gathering.refuse(origin, title, "the same break in another room")
                breaks.setdefault(whole, (origin, slot))
        counts: dict[str, int] = {}
        for (title, _, _), (origin, slot) in sorted(breaks.items()):
            # A break has no lasting id: pretalx gives new ones with each version of the schedule.
            counts[title] = counts.get(title, 0) + 1
            key = f"break:{title}:{counts[title]}"
            minutes = _slot_length(slot, self.zone)
            self.lengths.setdefault("Break", []).extend([int(minutes)] if minutes else [])
            cells = {"title": title, "type": "Break", "duration": minutes, "status": "confirmed"}
            self.gathering.take("sessions", key, cells, origin)
            self._hold(origin, key, slot)

    def _answers(self) -> None:
        for origin, answer in self.export.answers:
            said = answer.get("submission") or answer.get("person") or answer.get("speaker")
            code = line(said.get("code")) if isinstance(said, dict) else line(said)
            kind = "submission" if answer.get("submission") else "speaker"
            key, text = f"{kind}:{code}", self._answer(answer)
            if not text:
                self.gathering.refuse(origin, code, "a question that was not answered")
            elif key not in self.sessions and key not in self.speakers:
                self.gathering.refuse(origin, code, f"the answer of a {kind} that is not taken or not in these files")
            else:
                name = shown(answer.get("id")) or f"{origin.file} {text.partition(':')[0]}"
                self.gathering.take("contacts", f"{key} answer:{name}", {"id": key, "note": text}, origin)

    def _people(self) -> None:
        wanted = {key for _, key in self.appearing}
        named: set[str] = set()
        for speaker in self.speakers.values():
            if not speaker.name:
                if speaker.own:
                    self.gathering.refuse(speaker.origin, speaker.key.partition(":")[2], "a speaker without a name")
                continue
            if speaker.key in self.unwanted and speaker.key not in wanted:
                if speaker.own:
                    self.gathering.refuse(speaker.origin, speaker.name, "none of this speaker's submissions is taken")
                continue
            named.add(speaker.key)
            cannot, free = self._cannot(speaker)
            cells = {"name": speaker.name, "zone": speaker.zone, "cannot": cannot}
            self.gathering.take("people", speaker.key, cells, speaker.origin)
            notes = [free, *speaker.notes]
            self.gathering.contact(speaker.key, speaker.told or speaker.origin, email=speaker.email, notes=notes)
        missing: dict[str, Origin] = {}
        for (session, person), origin in self.appearing.items():
            if person in named:
                cells = {"session": session, "person": person}
                self.gathering.take("appearances", f"{session} {person}", cells, origin)
            else:
                missing.setdefault(person, origin)
        if missing and not self.export.speakers and not named:
            expected = f"the speakers are only codes here, {len(missing)} of them; add the export of speakers"
            self.gathering.note(Origin(NAME), "speakers", "", expected)
        else:
            for key, origin in missing.items():
                expected = "expected a speaker whose name the files tell; this one is left out"
                self.gathering.note(origin, "speakers", key.partition(":")[2], expected)

    def _cannot(self, speaker: _Speaker) -> tuple[str, str]:
        """The times at which a speaker cannot, and else a note of those at which the speaker can.

        The folder holds times that people cannot, by their own clock: what is left of the event's days, if the files
        say these and the speaker's zone, and the clock is not changed within it.
        """
        if not speaker.availabilities:
            return "", ""
        first, last = (day(self.export.event.get(part, "")) for part in ("first", "last"))
        said = line(", ".join(f"{start} to {end}" for start, end in speaker.availabilities))
        free = f"Available: {said}"
        try:
            spans = [(moment(start, self.zone), moment(end, self.zone)) for start, end in speaker.availabilities]
            if not (first and last and speaker.zone):
                raise ValueError("the days of the event and the zone of the speaker are not both known")
            return _complement(spans, first, last, self.export.event.get("zone") or self.zone, speaker.zone), ""
        except ValueError as error:
            expected = f"these times are kept as a note in contacts, as not all is known: {error}"
            self.gathering.note(speaker.origin, "availabilities", said, expected)
            return "", free


def _complement(spans: Sequence[tuple[datetime, datetime]], first: date, last: date, home: str, name: str) -> str:
    """The cell `cannot`, in zone `name`: what the spans leave of the event's days; raise ValueError if inexact."""
    if not 0 <= (last - first).days < _MOST_DAYS:
        raise ValueError(f"the event is not of 1 to {_MOST_DAYS} days")
    begin, over = midnight(first, home), midnight(last + timedelta(days=1), home)
    gaps: list[tuple[datetime, datetime]] = []
    free_from = begin
    for start, end in sorted(spans):
        if start > free_from:
            gaps.append((free_from, min(start, over)))
        free_from = max(free_from, end)
    if free_from < over:
        gaps.append((free_from, over))
    entries: list[str] = []
    for start, end in gaps:
        if start < end:
            entries += _local(start, end, name)
    return "; ".join(entries)


def _local(start: datetime, end: datetime, name: str) -> Iterator[str]:
    """Write a span by the clock of a zone, an entry for each date."""
    here = zone(name)
    today, last = start.astimezone(here).date(), end.astimezone(here).date()
    while today <= last:
        low, high = max(start, midnight(today, name)), min(end, midnight(today + timedelta(days=1), name))
        if low < high:
            begins, ends = low.astimezone(here), high.astimezone(here)
            minutes = [
                begins.hour * 60 + begins.minute,
                ends.hour * 60 + ends.minute if ends.date() == today else DAY,
            ]
            if (wall(today, minutes[0], name), wall(today, minutes[1], name)) != (low, high):
                raise ValueError(f"the clock of {name} is changed on {today}, or a time is not at a full minute")
            whole = minutes == [0, DAY]
            clock = "-".join(f"{each // 60:02d}:{each % 60:02d}" for each in minutes)
            yield f"{today}" if whole else f"{today} {clock}"
        today += timedelta(days=1)


def _slot_length(slot: Mapping[str, object], zone: str) -> str:
    return length(shown(slot.get("start")), shown(slot.get("end")), zone)


def _plain_code(code: str) -> bool:
    return code.isascii() and code.isalnum() and len(code) <= 16
