"""Writes sample forums of any size with a planted feasible timetable, or with one planted contradiction."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.problems import ForumError
from data.programme import Days, Forum, Programme
from data.samples.agenda import make_sessions, plant_sessions
from data.samples.casting import PEOPLE, Cast
from data.samples.conflicts import CONFLICTS, Tables, conflict_json, plant
from data.samples.crowded import LEAST, MOST, fullness
from data.samples.drafts import moment
from data.samples.frame import FIRST, LAST, SITE, forum_toml
from data.samples.plant import NoRoomError, assign_channels
from data.samples.wishes import add_absences, add_wishes, usual_duration
from data.samples.wsis_facts import HOME
from data.timetable import Placement, Timetable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.samples.drafts import Draft, Person
    from data.samples.frame import Frame

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
class Sample:
    """A forum made up in memory: its sessions with their planted starts, and its people."""

    frame: Frame
    seed: int
    drafts: tuple[Draft, ...]
    people: tuple[Person, ...]

    def tables(self, conflict: str | None = None) -> dict[str, str]:
        """Return the text of every file of the forum folder by name; with a `conflict`, planted among them."""
        forum = Tables(
            self.frame.scale,
            self.drafts,
            self.people,
            forum_toml(self.frame),
            [_session_row(draft) for draft in self.drafts if draft.official],
            [_person_row(person) for person in self.people],
            [row for draft in self.drafts for row in _appearance_rows(draft)],
        )
        told = {"conflict.json": conflict_json(conflict, plant(conflict, forum))} if conflict else {}
        return {
            "forum.toml": forum.frame,
            "requests.csv": _csv(SESSION_COLUMNS, [_session_row(draft) for draft in self.drafts if not draft.official]),
            "sessions.csv": _csv(SESSION_COLUMNS, forum.sessions),
            "people.csv": _csv(PEOPLE_COLUMNS, forum.people),
            "appearances.csv": _csv(APPEARANCE_COLUMNS, forum.appearances),
            "contacts.csv": _csv(CONTACT_COLUMNS, _contact_rows(self)),
            "decisions.csv": _csv(DECISION_COLUMNS, ()),
            **told,
        }

    @property
    def fullness(self) -> float:
        """How full the planted timetable makes a frame that was to be filled, as a share."""
        return fullness(self.frame, self.drafts)

    def planted(self) -> str:
        """Return the planted timetable in the form of `timetable.json`."""
        frame = Forum(self.frame.name, SITE, HOME, Days(FIRST, LAST), 15, (), (), ())
        placements = {
            name: Placement(moment(*place), channel, tuple(sorted(person.id for person in draft.facilitators)))
            for draft in self.drafts
            if draft.held
            for name, place, channel in zip(draft.names, draft.held, draft.channels, strict=True)
        }
        return Timetable(Programme(frame, ()), placements).to_json()


def make_forum(
    folder: Path, *, scale: int = 1, seed: int = 1, conflict: str | None = None, filled: int | None = None
) -> Sample:
    """Write a sample forum `scale` times the published size of the WSIS Forum 2020 into `folder`, and return it.

    The same arguments give the same bytes. `planted.json` holds a timetable that keeps every hard rule, in the form
    of `timetable.json`. With a `conflict` (one of `CONFLICTS`) there is `conflict.json` instead: the demands that
    were planted so that they cannot hold together. With `filled`, the planted timetable fills the channels by about
    so many per cent: `data.samples.crowded` says what that means.

    Raises ForumError for an unknown conflict, a scale below 1, a fullness that cannot be made, a seed that no
    timetable was found for, or a folder that is not empty.
    """
    if conflict is not None and conflict not in CONFLICTS:
        known = "\n".join(f"  {kind}: {description}" for kind, description in CONFLICTS.items())
        raise ForumError(f"“{conflict}” is no conflict that can be planted; known are:\n{known}")
    if scale < 1:
        raise ForumError(f"the scale must be a whole number from 1 on, not {scale}")
    if filled is not None and not LEAST <= filled <= MOST:
        raise ForumError(f"the channels can be filled by {LEAST} to {MOST} per cent, not by {filled}")
    if filled is not None and conflict is not None:
        raise ForumError("a contradiction is only planted in a forum of the usual channels, not in one to be filled")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ForumError(f"{folder} is not empty; a sample is only written into a new or an empty folder")
    try:
        sample = draw(scale, seed, filled)
    except NoRoomError as error:
        raise ForumError(
            f"with the seed {seed} no timetable was found ({error} finds no room); take another"
        ) from error
    texts = sample.tables(conflict)
    if conflict is None:
        texts["planted.json"] = sample.planted()
    try:
        _write(folder, texts)
    except OSError as error:
        raise ForumError(f"{folder} could not be written: {error.strerror}") from error
    return sample


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


def draw(scale: int, seed: int, filled: int | None = None) -> Sample:
    """Make up a forum in memory."""
    random = Random(seed)
    drafts = make_sessions(random, scale)
    frame = plant_sessions(random, drafts, scale, filled)
    drafts = _with_ids(random, drafts)
    assign_channels(drafts, frame.channels)
    cast = Cast(random, scale, drafts)
    add_wishes(random, drafts)
    add_absences(random, cast)
    width = max(4, len(str(PEOPLE * scale)))
    for number, person in enumerate(cast.people, start=1):
        person.id = f"P-{number:0{width}d}"
    return Sample(frame, seed, tuple(drafts), tuple(cast.people))


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


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows under the columns; a column that only some rows of a planted conflict have comes last."""
    more = dict.fromkeys(name for row in rows for name in row if name not in columns)
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns, *more], restval="", lineterminator="\n")
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
