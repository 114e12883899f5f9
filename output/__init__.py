"""Turns a timetable into what people read: feeds, pages, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output import ics, schedule, tables
from output.pages import pages
from output.site import Report, write_site
from output.view import public_view
from output.workbook import programme_xlsx

if TYPE_CHECKING:
    from data.timetable import Timetable

__all__ = ["Report", "publish", "write_site"]


def publish(timetable: Timetable) -> dict[str, bytes]:
    """Return the whole site of a timetable: path in the site -> content; same timetable, same bytes.

    Raises ForumError where the site's address or a session's id cannot be published.
    """
    view = public_view(timetable)
    entries = ics.entries(view)
    files = {
        "all.ics": ics.render(view, entries.values(), path="all.ics", name=view.name, busy=False),
        "programme.csv": tables.programme_csv(view),
        "programme.json": tables.programme_json(view),
        "programme.xlsx": programme_xlsx(view),
        "schedule.json": schedule.schedule_json(view),
        "schedule.xml": schedule.schedule_xml(view),
        **pages(view),
    }
    for session in view.sessions:
        if session.occurrences:
            path = f"s/{session.id}/{session.id}.ics"
            chosen = [entries[held.id] for held in session.occurrences]
            name = f"{session.title} ({view.name})"
            files[path] = ics.render(view, chosen, path=path, name=name, busy=True)
    return files
