"""What the team alone knows of people and sessions: never published, only for its own notices and day sheets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """The row of `contacts` about a person or a session, by its id; what it does not say is empty.

    `join_link` is the address at which a session's own people take part.
    """

    id: str
    email: str = ""
    join_link: str = ""
    note: str = ""
