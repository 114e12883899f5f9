"""A forum folder with a mark in everything that is private, and the same forum with other private facts.

What is public is listed here by hand. Everything else that the readers know counts as private: a new column or key is
private until somebody adds it to a list, and must be planted.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment

from data.readers import COLUMNS

CATALOGUES = Path(__file__).parents[2] / "output" / "catalogues"
WORD = "Zq7xPrivate"
"""What every mark begins with, and nothing else in the world does."""

_SESSION = (
    "id title type track organisers action_lines sdgs languages captioning interpretation sign_language"
    " target_regions series part status description public_link documents recordings synthetic source"
)
_SESSION_SHOWS = "duration repeats days"

PUBLIC_COLUMNS = {
    "requests": _SESSION,
    "sessions": _SESSION,
    "people": "id name organisation country",
    "appearances": "session person role",
    "interest": "",
    "contacts": "",
    "decisions": "session",
}
"""What is published of a row, if the row is."""

SHOWN_COLUMNS = {"requests": _SESSION_SHOWS, "sessions": _SESSION_SHOWS, "decisions": "action"}
"""What is not published as it is written, but shows in times and states."""

PUBLIC_KEYS = {
    "forum": "name site zone first_day last_day grid",
    "publication": "languages banner title logo_alt accent header footer",
    "comfort": "day night",
    "comfort.regions": "name zones",
    "channels": "id name link count",
    "types": "id name",
}
SHOWN_KEYS = {
    "types": "duration days timed facilitators facilitators_most assembles",
    "publication": "logo templates",
}
"""What shows in times, states and in who facilitates; of a logo and of templates the content, not where it lies."""


def mark(*names):
    """A text that stands for one private value."""
    return WORD + "".join(letter for letter in "".join(names) if letter.isalnum())


def private_columns(table):
    """The columns of a table that are on no list."""
    listed = f"{PUBLIC_COLUMNS[table]} {SHOWN_COLUMNS.get(table, '')}".split()
    return [column.name for column in COLUMNS[table] if column.name not in listed]


def is_private_key(table, key):
    """Whether a key of a table of forum.toml is on no list."""
    return not any(key in listed.get(table, "").split() for listed in (PUBLIC_KEYS, SHOWN_KEYS))


LOGO = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><!-- {mark("logo comment")} -->
<metadata>{mark("logo metadata")}</metadata><path d="M0 0h8v8H0z"/></svg>"""

FORUM = {
    "forum": {
        "name": "Open Forum",
        "site": "https://forum.example/2020/",
        "zone": "Europe/Zurich",
        "first_day": "2020-06-22",
        "last_day": "2020-06-24",
        "grid": 60,
        "date_format": "%d.%m.%Y",
    },
    "publication": {
        "languages": ["en", *(tag for tag in ("ar", "zh", "fr", "ru", "es") if (CATALOGUES / f"{tag}.po").is_file())],
        "banner": "Only an example",
        "title": "The Open Forum",
        "logo": f"{mark('logo')}.svg",
        "logo_alt": "A square",
        "accent": "#0a6478",
        "header": "#0f3f4e",
        "footer": "Foot of the page",
        "templates": mark("templates"),
    },
    "comfort": {
        "night": "23:13-05:47",
        "day": "08:00-20:00",
        "regions": [
            {"name": "Africa", "share": 61.37, "zones": ["Africa/Nairobi"]},
            {"name": "Europe", "share": 38.63, "zones": ["Europe/Zurich"]},
        ],
    },
    "periods": [
        {
            "id": mark("period"),
            "name": mark("period name"),
            "first_day": "2020-06-22",
            "last_day": "2020-06-24",
            "weekdays": ["Mon", "Tue", "Wed"],
            "hours": ["08:00-20:00"],
            "types": ["workshop", "policy", "closing", "exhibition"],
            "channels": 7,
            "per_day": 4711,
            "per_week": 4713,
            "regions": [],
        },
        {
            "id": mark("regional period"),
            "name": mark("regional period name"),
            "first_day": "2020-06-22",
            "last_day": "2020-06-22",
            "hours": ["08:00-09:00"],
            "types": ["workshop"],
            "regions": ["Africa"],
        },
    ],
    "channels": [
        {
            "id": "room",
            "name": "Virtual room",
            "count": 4,
            "capacity": 8_675_309,
            "languages": ["en", "fr", "vo"],
            "set_up": 17,
            "features": [mark("feature")],
        },
        {
            "id": "hall",
            "name": "Plenary hall",
            "link": "https://stream.example/hall",
            "reserved": True,
        },
    ],
    "types": [
        {
            "id": "workshop",
            "name": "Workshop",
            "duration": 60,
            "per_day": 4721,
            "per_week": 4723,
            "parallel": True,
            "main": False,
            "channel": "room",
        },
        {"id": "policy", "name": "Policy session", "duration": 60, "facilitators": 1, "facilitators_most": 2,
         "parallel": False, "main": True, "periods": [mark("period")]},
        {"id": "closing", "name": "Closing", "duration": 60, "plenary": True, "assembles": ["policy"],
         "channel": "hall"},
        {"id": "exhibition", "name": "Exhibition", "timed": False},
    ],
    "teams": [
        {"id": mark("team"), "name": mark("team name"), "service": "interpretation", "count": 43,
         "languages": ["en", "es", "eo"], "most_minutes": 173, "a_week": 4733, "rest": 37},
        {"id": mark("captions"), "name": mark("captions name"), "service": "captioning", "count": 43},
        {"id": mark("signs"), "name": mark("signs name"), "service": "sign-language", "count": 43},
    ],
    "holidays": [{"date": "2020-06-24", "name": mark("holiday"), "countries": [mark("holiday country")]}],
    "external_events": [
        {
            "name": mark("event"),
            "start": "2020-06-23 03:13",
            "end": "2020-06-23 04:47",
            "zone": "Pacific/Marquesas",
            "link": f"https://events.example/{mark('event link')}",
        }
    ],
}  # fmt: skip

OTHERWISE = {
    "periods": [
        {"id": "all", "name": "All", "first_day": "2020-06-22", "last_day": "2020-06-24", "hours": ["08:00-20:00"],
         "types": ["workshop", "policy", "closing", "exhibition"]}
    ],
    "publication": {"logo": "square.svg", "templates": "pages"},
    "comfort.regions": {"share": 50},
}  # fmt: skip
"""Other private facts of the same forum; what has none here is left out."""


def _asked(kind, letter, more):
    """The rows of a table of sessions that are published: between them every private column has a value."""
    usual = {"type": "workshop", "languages": "en", "duration": "60"}
    rows = [
        {
            "id": f"{letter}-1", "title": f"Rural radio {letter}", "track": "Media", "organisers": "Open Air; Village",
            "action_lines": "C7-e-health; C9", "sdgs": "4; 9", "languages": "en; fr", "captioning": "yes",
            "interpretation": "es", "sign_language": "yes", "target_regions": "Africa",
            "description": "What it is about.", "public_link": "https://register.example/1",
            "documents": "Slides <https://files.example/1.pdf>", "recordings": "https://files.example/1.mp4",
            "source": "asked for", "synthetic": "yes", "opens_track": "yes", "merged_ids": mark("merged", letter),
            "preferred_dates": "22.06.2020", "excluded_dates": "24.06.2020", "preferred_hours": "21:13-22:47",
            "excluded_hours": "16:13-16:47", "preferred_weekdays": "Mon; Sun", "preferred_weeks": "22.06.2020",
            "zone": "Pacific/Marquesas", "expected_audience": "7355608", "priority": "5", "needs": mark("feature"),
            "channel": "room", "periods": mark("period"),
        },
        {"id": f"{letter}-2", "title": f"Twice {letter}", "repeats": "2", "cadence": "daily",
         "series": f"Talks {letter}", "part": "1", "fixed_start": f"22.06.2020 {more}; 23.06.2020 {more}"},
        {"id": f"{letter}-3", "title": f"Later {letter}", "after": f"{letter}-1", "not_with": f"{letter}-4",
         "other_day": f"{letter}-1", "days_apart": f"{letter}-1 1..2"},
        {"id": f"{letter}-4", "title": f"Then {letter}", "directly_after": f"{letter}-5", "same_day": f"{letter}-5"},
        {"id": f"{letter}-5", "title": f"Before {letter}"},
        {"id": f"{letter}-6", "title": f"Ethics {letter}", "type": "policy", "facilitated_by": "F-1",
         "rehearsal_of": ""},
        {"id": f"{letter}-7", "title": f"Gone {letter}", "status": "accepted"},
    ]  # fmt: skip
    for row in rows:
        row.setdefault("status", "confirmed" if kind == "sessions" else "accepted")
    return [{**usual, **row} for row in rows]


def _unpublished(table, letter):
    """Rows of which nothing at all may be published: not placed, left out, a rehearsal, a stall not yet accepted."""
    said = {
        column: mark(table, column) for column in ("title", "track", "organisers", "series", "description", "source")
    }
    said |= {
        "part": "1",
        "public_link": f"https://register.example/{mark(table, 'link')}",
        "documents": f"{mark(table, 'document')} <https://files.example/{mark(table, 'document address')}>",
        "recordings": f"https://files.example/{mark(table, 'recording')}",
        "type": "workshop",
        "duration": "60",
    }
    rows = [
        {"id": mark(letter, "left"), **said},
        {"id": mark(letter, "rehearsal"), **said, "rehearsal_of": f"{letter}-3", "series": "", "part": ""},
    ]
    if table == "requests":
        rows += [
            {"id": mark("not placed"), **said, "fixed_start": "", "periods": mark("regional period"), "priority": "1",
             "excluded_dates": "22.06.2020..24.06.2020", "part": "2"},
            {"id": mark("stall"), **said, "type": "exhibition", "duration": "", "series": "", "part": ""},
        ]  # fmt: skip
    return rows


PUBLISHED = {
    "requests": _asked("requests", "W", "10:00"),
    "sessions": [
        *_asked("sessions", "S", "14:00"),
        {"id": "S-8", "title": "Stalls", "type": "exhibition"},
        {"id": "S-9", "title": "Closing", "type": "closing", "duration": "60"},
    ],
    "people": [
        {
            "id": "F-1", "name": "Ada Example", "organisation": "Open Air", "country": "Kenya",
            "zone": "Africa/Nairobi", "stakeholder_type": mark("stakeholder type"),
            "nominated_by": mark("nominated by"), "themes": mark("theme"), "languages": "en; eo", "region": "Africa",
            "cannot": "24.06.2020 20:13-20:47", "most_a_day": "4751", "most_a_week": "4759",
            "merged_ids": mark("merged person"),
        },
        {"id": "F-2", "name": "Ben Example", "organisation": "Institute", "country": "Switzerland",
         "nominated_by": mark("nominated by others"), "stakeholder_type": mark("other stakeholders")},
        {"id": "P-1", "name": "Cy Example", "organisation": "Village", "country": "Kenya",
         "zone": "Pacific/Marquesas", "stakeholder_type": mark("stakeholders of a speaker")},
    ],
    "appearances": [
        {"session": "W-1", "person": "P-1", "role": "moderator", "presence": "optional", "from_minute": "7",
         "to_minute": "53"},
        {"session": "S-1", "person": "F-2", "role": "speaker"},
    ],
    "decisions": [
        {"session": "W-7", "action": "cancel", "reason": mark("reason to cancel")},
        {"session": "S-7", "action": "cancel", "reason": mark("other reason to cancel")},
    ],
    "interest": [],
    "contacts": [],
}  # fmt: skip
"""Rows of which something is published, with all that is private in them."""

UNPUBLISHED = {
    "requests": _unpublished("requests", "W"),
    "sessions": _unpublished("sessions", "S"),
    "people": [
        {
            "id": mark("person"), "name": mark("person name"), "organisation": mark("person organisation"),
            "country": mark("person country"), "zone": "Pacific/Marquesas",
            "stakeholder_type": mark("person stakeholder type"), "nominated_by": mark("person nominated by"),
            "themes": mark("person theme"),
        },
    ],
    "appearances": [
        {"session": mark("not placed"), "person": mark("person"), "role": "moderator"},
        {"session": mark("W", "left"), "person": mark("person")},
        {"session": mark("S", "rehearsal"), "person": mark("person")},
    ],
    "decisions": [
        {"session": "W-2.1", "action": "pin", "start": "21.06.2020 22:30", "zone": "Pacific/Marquesas",
         "reason": mark("reason to pin")},
        {"session": "S-5", "action": "pin", "channel": "room", "reason": mark("reason for the channel")},
        {"session": mark("W", "left"), "action": "leave out", "reason": mark("reason to leave out")},
        {"session": mark("S", "left"), "action": "leave out", "reason": mark("other reason to leave out")},
    ],
    "interest": [
        {"session": session, "person": f"{mark('pseudonym')}{number}"}
        for session in ("W-1", "S-1", mark("not placed"))
        for number in range(3)
    ],
    "contacts": [
        {
            "id": name, "email": f"{mark(name, 'address')}@mail.example",
            "join_link": f"https://meet.example/{mark(name, 'join')}?pwd={mark(name, 'password')}",
            "note": mark(name, "note"),
        }
        for name in ("F-1", "P-1", "W-1", "S-1")
    ],
}  # fmt: skip


def write_planted(folder, rules, forum=FORUM):
    """Write the folder with every mark; `rules` is the text of its rules.toml."""
    folder.mkdir(parents=True)
    (folder / "forum.toml").write_text(f"# {mark('comment')}\n{_toml(forum)}", encoding="utf-8")
    (folder / "rules.toml").write_text(f"# {mark('comment on rules')}\n{rules}", encoding="utf-8")
    (folder / FORUM["publication"]["logo"]).write_text(LOGO, encoding="utf-8")
    _write_template(folder / FORUM["publication"]["templates"])
    (folder / f"{mark('notes')}.md").write_text(mark("notes within"), encoding="utf-8")
    for table in COLUMNS:
        rows = [*PUBLISHED[table], *UNPUBLISHED[table]]
        if table == "sessions":
            _write_workbook(folder / "sessions.xlsx", table, rows)
        else:
            _write_table(folder / f"{table}.csv", [column.name for column in COLUMNS[table]], rows)


def write_otherwise(folder, forum=FORUM):
    """Write the same public forum with as little private in it as can be, and that other."""
    folder.mkdir(parents=True)
    (folder / "forum.toml").write_text(_toml(_otherwise(forum)), encoding="utf-8")
    (folder / OTHERWISE["publication"]["logo"]).write_text(LOGO, encoding="utf-8")
    _write_template(folder / OTHERWISE["publication"]["templates"])
    for table in ("requests", "sessions", "people", "appearances", "decisions"):
        private = private_columns(table)
        rows = [{name: row[name] for name in row if name not in private} for row in PUBLISHED[table]]
        if table == "people":
            rows = [{**row, "nominated_by": "Somebody"} if row["id"].startswith("F") else row for row in rows]
        names = list(dict.fromkeys(name for row in rows for name in row))
        _write_table(folder / f"{table}.csv", names, rows)


def _write_template(folder):
    folder.mkdir()
    text = f'{{# {mark("comment in a template")} #}}{{% extends "original/session.html" %}}\n'
    (folder / "session.html").write_text(text, encoding="utf-8")


def _write_table(path, names, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _write_workbook(path, table, rows):
    book = Workbook()
    book.properties.creator = mark("workbook creator")
    book.properties.description = mark("workbook description")
    sheet = book.active
    sheet.title = mark("sheet")
    sheet.append([column.name for column in COLUMNS[table]])
    for row in rows:
        sheet.append([row.get(column.name) for column in COLUMNS[table]])
    sheet["A1"].comment = Comment(mark("cell comment"), mark("cell commentator"))
    book.create_sheet(mark("other sheet")).append([mark("cell of another sheet")])
    book.save(path)


def _otherwise(forum):
    """The forum with its public facts as they are."""

    def table(name, content):
        others = OTHERWISE.get(name, {})
        kept = {
            key: value if isinstance(value, (dict, list)) and f"{name}.{key}" in PUBLIC_KEYS else others.get(key, value)
            for key, value in content.items()
            if key in others or f"{name}.{key}" in PUBLIC_KEYS or not is_private_key(name, key)
        }
        return {key: inner(f"{name}.{key}", value) for key, value in kept.items()}

    def inner(name, value):
        if name in PUBLIC_KEYS and isinstance(value, list):
            return [table(name, each) for each in value]
        return value

    kept = {}
    for name, content in forum.items():
        if name in OTHERWISE and isinstance(OTHERWISE[name], list):
            kept[name] = OTHERWISE[name]
        elif name in PUBLIC_KEYS:
            kept[name] = [table(name, each) for each in content] if isinstance(content, list) else table(name, content)
    return kept


def _toml(content, prefix=""):
    """Tables as TOML; texts that look like dates and instants are written as such nowhere: the reader takes both."""
    lines = []
    for name, value in content.items():
        if isinstance(value, dict):
            lines.append(f"\n[{prefix}{name}]\n{_toml(value, f'{prefix}{name}.')}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"\n[[{prefix}{name}]]\n{_toml(each, f'{prefix}{name}.')}" for each in value]
        else:
            lines.append(f"{name} = {json.dumps(value)}")
    return "\n".join(lines) + "\n"
