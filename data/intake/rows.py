"""What an export is turned into before it meets the folder: rows of the forum's tables under keys of the export."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from data.problems import InputProblem, Origin

TABLES = ("requests", "sessions", "people", "appearances", "contacts", "recommendations", "themes", "exhibition")
"""The tables that an import writes, in this order; the last three hold what a form brings besides sessions."""

REFERRING: Mapping[str, tuple[str, ...]] = {
    "requests": (
        "after",
        "directly_after",
        "not_with",
        "same_day",
        "other_day",
        "days_apart",
        "rehearsal_of",
        "facilitated_by",
    ),
    "sessions": (
        "after",
        "directly_after",
        "not_with",
        "same_day",
        "other_day",
        "days_apart",
        "rehearsal_of",
        "facilitated_by",
    ),
    "people": (),
    "appearances": ("session", "person"),
    "contacts": ("id",),
    "recommendations": (),
    "themes": (),
    "exhibition": (),
}
"""The columns that name sessions and people. In a `Taken` they hold keys, which become ids when it is merged."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One row for a table, made from a record of an export.

    `key` names it for good within its source, over all exports of it, and is unlike every other key of the table; a
    session and a person never share one. `cells` are texts by column, in the forms of docs/forum-folder.md (minutes,
    lists joined by `;`, local dates and times); an empty cell is left out. The cell `id` is the id wished for, if the
    source has one that people know; without it one is given.
    """

    table: str
    key: str
    cells: Mapping[str, str]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that no row was made of, and why, in words for people; `what` says what it is, such as its title."""

    origin: Origin
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """Where an export says that a session is held: its key, the start (UTC) and the name of its room or channel."""

    key: str
    start: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """A room of the export; `capacity` is None where it is not said, `id` empty where it has none that people know."""

    name: str
    capacity: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class KnownType:
    """A type of session of the export, with its usual length in minutes; None where that is not said."""

    name: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the export says of the forum as a whole, for a folder that is begun; what it does not say is empty."""

    name: str = ""
    zone: str = ""
    first: date | None = None
    last: date | None = None
    channels: tuple[KnownChannel, ...] = ()
    types: tuple[KnownType, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """All that one source brings.

    `source` is the name under which the next export of it is known again: letters, digits, `-` and `_`. `records` are
    the origins of everything that the files hold, row by row or item by item: each has a row in `taken` or is in
    `refused`. In `taken`, the cell `type` of a session is the name of its type, in the export's own words or as an id.
    Dates are written year first. `notes` stop nothing.
    """

    source: str
    records: tuple[Origin, ...]
    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...] = ()
    setting: Setting = Setting()
    held: tuple[Held, ...] = ()
    notes: tuple[InputProblem, ...] = field(default=())
