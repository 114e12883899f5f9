"""Writes sample forums of any size with a planted feasible timetable, or with one planted contradiction."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.grid import utc
from data.problems import ForumError
from data.programme import Days, Forum, Programme
from data.samples.agenda import make_sessions, plant_sessions
from data.samples.casting import PEOPLE, Cast
from data.samples.drafts import Draft, Person, moment
from data.samples.frame import FIRST, LAST, SITE, channels_for, forum_name, forum_toml
from data.samples.plant import assign_channels
from data.samples.wishes import add_absences, add_wishes, usual_duration
from data.samples.wsis_facts import HOME
from data.timetable import Placement, Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SESSION_COLUMNS = (
    "id",
    "title",
    "type",
    "track",
    "organisers",
    "duration",
    "action_lines",
    "sdgs",
    "preferred_dates",
    "excluded_dates",
    "preferred_hours",
    "excluded_hours",
    "zone",
    "target_regions",
    "languages",
    "captioning",
    "interpretation",
    "expected_audience",
    "series",
    "part",
    "after",
    "directly_after",
    "not_with",
    "fixed_start",
    "repeats",
    "days",
    "periods",
    "channel",
    "priority",
    "status",
    "description",
    "public_link",
    "synthetic",
    "source",
)
PEOPLE_COLUMNS = (
    "id",
    "name",
    "organisation",
    "country",
    "zone",
    "stakeholder_type",
    "nominated_by",
    "themes",
    "cannot",
    "most_a_day",
)
APPEARANCE_COLUMNS = ("session", "person", "role", "presence", "from_minute", "to_minute")
CONTACT_COLUMNS = ("id", "email", "join_link", "note")
DECISION_COLUMNS = ("session", "action", "start", "zone", "channel", "reason")

_NOTES = (
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "prefers to be called by phone",
    "slides arrive late",
    "asks for a test call",
)


@dataclass(frozen=True, slots=True)
class _Conflict:
    """A contradiction that can be planted: the sessions it needs, and what is done to them in the end."""

    description: str
    pair: Callable[[list[Draft]], tuple[Draft, Draft]]
    plant: Callable[[tuple[Draft, Draft], Cast], None]


def _two_meetings(drafts: list[Draft]) -> tuple[Draft, Draft]:
    """Two invented official sessions of one type and duration."""
    first, second = [d for d in drafts if d.kind == "action-line-facilitation" and d.fact is None][:2]
    return first, second


def _person_fixed_twice(pair: tuple[Draft, Draft], cast: Cast) -> None:
    """Fix both sessions at their common start and put one more person into both."""
    person = Person(
        name="Speaker Twice (invented)",
        organisation="Invented Secretariat of the Forum",
        stakeholder="international organization",
        country="Switzerland",
        zone=HOME,
        zone_cell=HOME,
        region="Western Europe",
    )
    cast.speakers.append(person)
    for draft in pair:
        draft.day, draft.minute = draft.held[0]
        person.appear(draft, "speaker", 0, draft.duration, required=True)


_CONFLICTS: Mapping[str, _Conflict] = MappingProxyType(
    {
        "person-fixed-twice": _Conflict(
            "two official sessions are fixed at the same time and need the same person",
            _two_meetings,
            _person_fixed_twice,
        ),
    }
)

CONFLICTS: Mapping[str, str] = MappingProxyType({kind: found.description for kind, found in _CONFLICTS.items()})
"""The contradictions that `make_forum` can plant: kind and what it is."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A forum made up in memory: its sessions with their planted starts, and its people."""

    scale: int
    seed: int
    drafts: tuple[Draft, ...]
    people: tuple[Person, ...]

    def tables(self) -> dict[str, str]:
        """Return the text of every file of the forum folder by name."""
        return {
            "forum.toml": forum_toml(self.scale),
            "requests.csv": _csv(SESSION_COLUMNS, (_session_row(d) for d in self.drafts if not d.official)),
            "sessions.csv": _csv(SESSION_COLUMNS, (_session_row(d) for d in self.drafts if d.official)),
            "people.csv": _csv(PEOPLE_COLUMNS, (_person_row(person) for person in self.people)),
            "appearances.csv": _csv(APPEARANCE_COLUMNS, (row for d in self.drafts for row in _appearance_rows(d))),
            "contacts.csv": _csv(CONTACT_COLUMNS, _contact_rows(self)),
            "decisions.csv": _csv(DECISION_COLUMNS, ()),
        }

    def planted(self) -> str:
        """Return the planted timetable in the form of `timetable.json`."""
        frame = Forum(
            forum_name(self.scale), SITE, HOME, Days(FIRST, LAST), 15, utc("2020-06-01T09:00:00Z"), (), (), ()
        )
        placements = {
            name: Placement(moment(*place), channel, tuple(sorted(person.id for person in draft.facilitators)))
            for draft in self.drafts
            if draft.held
            for name, place, channel in zip(draft.names, draft.held, draft.channels, strict=True)
        }
        return Timetable(Programme(frame, ()), placements).to_json()


def make_forum(folder: Path, *, scale: int = 1, seed: int = 1, conflict: str | None = None) -> None:
    """Write a sample forum `scale` times the published size of the WSIS Forum 2020 into `folder`.

    The same scale, seed and conflict give the same bytes. `planted.json` holds a timetable that keeps every
    hard rule, in the form of `timetable.json`; with a `conflict` (one of `CONFLICTS`) there is no such file.

    Raises ForumError for an unknown conflict, a scale below 1, or a folder that is not empty.
    """
    if conflict is not None and conflict not in CONFLICTS:
        known = "\n".join(f"  {kind}: {description}" for kind, description in CONFLICTS.items())
        raise ForumError(f"“{conflict}” is no conflict that can be planted; known are:\n{known}")
    if scale < 1:
        raise ForumError(f"the scale must be a whole number from 1 on, not {scale}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ForumError(f"{folder} is not empty; a sample is only written into a new or an empty folder")
    sample = draw(scale, seed, conflict)
    texts = sample.tables()
    if conflict is None:
        texts["planted.json"] = sample.planted()
    try:
        _write(folder, texts)
    except OSError as error:
        raise ForumError(f"{folder} could not be written: {error.strerror}") from error


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write beside the folder and rename, so that it comes into being whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".forum-sample-") as beside:
        made = Path(beside) / "forum"
        made.mkdir()
        for name, text in texts.items():
            (made / name).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)


def draw(scale: int, seed: int, conflict: str | None = None) -> Sample:
    """Make up a forum in memory; a `conflict` contradicts its planted timetable in that one thing only."""
    random = Random(seed)
    drafts = make_sessions(random, scale)
    found = _CONFLICTS[conflict] if conflict else None
    pair = found.pair(drafts) if found else None
    plant_sessions(random, drafts, scale, pair)
    drafts = _with_ids(random, drafts)
    assign_channels(drafts, channels_for(scale))
    cast = Cast(random, scale, drafts)
    add_wishes(random, drafts)
    add_absences(random, cast)
    if found and pair:
        found.plant(pair, cast)
    width = max(4, len(str(PEOPLE * scale)))
    for number, person in enumerate(cast.people, start=1):
        person.id = f"P-{number:0{width}d}"
    return Sample(scale, seed, tuple(drafts), tuple(cast.people))


def _with_ids(random: Random, drafts: list[Draft]) -> list[Draft]:
    """Number the official sessions as they are and the requests in the order in which they came in."""
    official = [draft for draft in drafts if draft.official]
    requests = [draft for draft in drafts if not draft.official]
    random.shuffle(requests)
    for letter, rows in (("S", official), ("R", requests)):
        width = max(3, len(str(len(rows))))
        for number, draft in enumerate(rows, start=1):
            draft.id = f"{letter}-{number:0{width}d}"
    return [*official, *requests]


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _session_row(draft: Draft) -> dict[str, str]:
    fixed = "" if draft.day is None else str(draft.day)
    if draft.minute is not None:
        fixed += f" {draft.minute // 60:02d}:{draft.minute % 60:02d}"
    return {
        **draft.wishes,
        "id": draft.id,
        "title": draft.title,
        "type": draft.kind,
        "track": draft.track,
        "organisers": "; ".join(draft.organisers),
        "duration": "" if usual_duration(draft) and draft.official else str(draft.duration),
        "action_lines": "; ".join(draft.action_lines),
        "sdgs": "; ".join(str(goal) for goal in draft.sdgs),
        "series": draft.series,
        "part": "" if draft.part is None else str(draft.part),
        "fixed_start": fixed,
        "repeats": "" if draft.repeats == 1 else str(draft.repeats),
        "periods": draft.exception,
        "status": draft.status,
        "synthetic": "no" if draft.fact else "yes",
        "source": draft.fact.source if draft.fact else "",
    }


def _person_row(person: Person) -> dict[str, str]:
    return {
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "country": person.country,
        "zone": person.zone_cell,
        "stakeholder_type": person.stakeholder,
        "nominated_by": person.nominated_by,
        "themes": "; ".join(person.themes),
        "cannot": person.cannot,
        "most_a_day": "" if person.most_a_day is None else str(person.most_a_day),
    }


def _appearance_rows(draft: Draft) -> list[dict[str, str]]:
    return [
        {
            "session": draft.id,
            "person": part.person.id,
            "role": part.role,
            "presence": "required" if part.required else "optional",
            "from_minute": str(part.start) if part.start or part.end < draft.duration else "",
            "to_minute": str(part.end) if part.end < draft.duration else "",
        }
        for part in draft.parts
    ]


def _contact_rows(sample: Sample) -> list[dict[str, str]]:
    """Invented addresses, so that tests can show that none is ever published."""
    random = Random(sample.seed)
    rows = [
        {"id": person.id, "email": f"{person.id.lower()}@example.org", "note": random.choice(_NOTES)}
        for person in sample.people
    ]
    rows += [
        {
            "id": draft.id,
            "join_link": f"https://meet.example/{draft.id.lower()}-{random.randrange(10**6):06d}",
        }
        for draft in sample.drafts
        if draft.timed
    ]
    return rows
