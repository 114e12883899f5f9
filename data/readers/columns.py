"""The tables of a forum folder and their columns: the one place where headings live.

What they mean is written in docs/forum-folder.md, and a test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the form of its values and what an empty cell means, both in words for people.

    `needed`: the column must be there, and no cell of it may be empty.
    """

    name: str
    form: str
    default: str = ""
    needed: bool = False


SESSION_COLUMNS = (
    Column("id", "letters, digits, `-`, `_`", needed=True),
    Column("title", "text", needed=True),
    Column("type", "id of a session type", needed=True),
    Column("track", "text", "none"),
    Column("organisers", "list", "none"),
    Column("duration", "minutes", "the type's"),
    Column("action_lines", "list", "none"),
    Column("sdgs", "list of 1 to 17", "none"),
    Column("preferred_dates", "list of dates", "any"),
    Column("excluded_dates", "list of dates", "none"),
    Column("preferred_hours", "list of hours", "any"),
    Column("excluded_hours", "list of hours", "none"),
    Column("preferred_weekdays", "list of weekdays", "any"),
    Column("preferred_weeks", "list of dates", "any"),
    Column("zone", "zone", "home zone"),
    Column("target_regions", "list of audience regions", "all"),
    Column("languages", "list of language tags", "none"),
    Column("captioning", "yes or no", "no"),
    Column("interpretation", "list of language tags", "none"),
    Column("sign_language", "yes or no", "no"),
    Column("expected_audience", "number", "unknown"),
    Column("series", "text", "none"),
    Column("part", "number", "none"),
    Column("cadence", "`daily` or `weekly`", "any"),
    Column("opens_track", "yes or no", "no"),
    Column("after", "list of session ids", "none"),
    Column("directly_after", "session id", "none"),
    Column("not_with", "list of session ids", "none"),
    Column("same_day", "list of session ids", "none"),
    Column("other_day", "list of session ids", "none"),
    Column("days_apart", "list such as `S-001 2..5`", "none"),
    Column("rehearsal_of", "session id", "none"),
    Column("facilitated_by", "list of person ids", "chosen by the plan"),
    Column("fixed_start", "local date and time, or a date", "none"),
    Column("repeats", "number", "1"),
    Column("days", "number", "the type's"),
    Column("periods", "list of period ids", "the type's"),
    Column("channel", "id of a channel or pool", "any"),
    Column("needs", "list of channel features", "none"),
    Column("priority", "1 (low) to 5 (high)", "3"),
    Column(
        "status",
        "`requested`, `accepted`, `confirmed`, `cancelled`",
        "`requested`; official sessions `confirmed`",
    ),
    Column("description", "text", "none"),
    Column("public_link", "https address", "none"),
    Column("documents", "list of links", "none"),
    Column("recordings", "list of links", "none"),
    Column("synthetic", "yes or no", "no"),
    Column("source", "text", "none"),
    Column("merged_ids", "list of session ids", "none"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "requests": SESSION_COLUMNS,
    "sessions": SESSION_COLUMNS,
    "people": (
        Column("id", "letters, digits, `-`, `_`", needed=True),
        Column("name", "text", needed=True),
        Column("organisation", "text", "none"),
        Column("country", "text", "none"),
        Column("zone", "zone", "from the country where it has one zone; else unknown"),
        Column("stakeholder_type", "text", "none"),
        Column("nominated_by", "text", "no nominee"),
        Column("themes", "list", "any"),
        Column("languages", "list of language tags", "any"),
        Column("region", "audience region", "from the zone where one region names it; else none"),
        Column("cannot", "times", "none"),
        Column("most_a_day", "number", "no limit"),
        Column("most_a_week", "number", "no limit"),
        Column("merged_ids", "list of person ids", "none"),
    ),
    "appearances": (
        Column("session", "session id", needed=True),
        Column("person", "person id", needed=True),
        Column("role", "`moderator`, `speaker`, `host`, `welcome`", "`speaker`"),
        Column("presence", "`required` or `optional`", "`required`"),
        Column("from_minute", "number", "0"),
        Column("to_minute", "number", "the session's end"),
    ),
    "interest": (
        Column("session", "session id", needed=True),
        Column("person", "the attendee's pseudonym", needed=True),
    ),
    "contacts": (
        Column("id", "person id or session id", needed=True),
        Column("email", "e-mail address"),
        Column("join_link", "address"),
        Column("note", "text"),
    ),
    "decisions": (
        Column("session", "session id or occurrence id", needed=True),
        Column("action", "`pin`, `free`, `leave out`, `cancel`", needed=True),
        Column("start", "local date and time, or a date"),
        Column("zone", "zone"),
        Column("channel", "id of a channel or pool"),
        Column("reason", "text"),
    ),
}

ROUTED: Mapping[str, tuple[Column, ...]] = {
    "recommendations": (
        Column("id", "letters, digits, `-`, `_`", needed=True),
        Column("name", "text", needed=True),
        Column("organisation", "text", "none"),
        Column("country", "text", "none"),
        Column("stakeholder_type", "text", "none"),
        Column("session_or_theme", "text", "any"),
        Column("languages", "list of language tags", "unknown"),
        Column("reason", "text", "none"),
        Column("link", "https address", "none"),
        Column("recommended_by", "text", "unknown"),
        Column("decision", "text", "open"),
    ),
    "themes": (
        Column("id", "letters, digits, `-`, `_`", needed=True),
        Column("view", "text", needed=True),
        Column("theme", "text", "none"),
        Column("action_lines", "list", "none"),
        Column("sdgs", "list of 1 to 17", "none"),
        Column("organisation", "text", "none"),
        Column("country", "text", "none"),
        Column("stakeholder_type", "text", "none"),
        Column("decision", "text", "open"),
    ),
    "exhibition": (
        Column("id", "letters, digits, `-`, `_`", needed=True),
        Column("organisation", "text", needed=True),
        Column("country", "text", "none"),
        Column("title", "text", "none"),
        Column("description", "text", "none"),
        Column("size", "text", "unknown"),
        Column("equipment", "text", "none"),
        Column("dates", "list of dates", "all"),
        Column("link", "https address", "none"),
        Column("decision", "text", "open"),
    ),
}
"""Tables of what a form brings besides sessions. They are checked; they have no part in the programme."""

ALIKE = (
    Column("kind", "`person` or `request`", needed=True),
    Column("first", "person id or session id", needed=True),
    Column("second", "person id or session id", needed=True),
    Column("first_name", "text"),
    Column("second_name", "text"),
    Column("score", "0 to 100"),
    Column("reason", "text"),
    Column("decision", "`same` or `different`", "not decided yet"),
)
"""The columns of the table `alike`, which is no input of a plan: docs/duplicates.md."""
