"""Turns a timetable into what people read: feeds, pages, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from output import schedule, tables
from output.feeds import feed_files
from output.pages import pages
from output.site import Report, earlier, holds_site, write_site
from output.view import public_view
from output.workbook import programme_xlsx

if TYPE_CHECKING:
    from datetime import datetime

    from data.revisions import Revisions
    from data.timetable import Timetable

__all__ = ["Published", "Report", "earlier", "holds_site", "publish", "write_site"]


@dataclass(frozen=True, slots=True)
class Published:
    """A site: path in it -> content; the ledger to be kept once the site is written; the site's address."""

    files: dict[str, bytes]
    revisions: Revisions
    site: str


def publish(timetable: Timetable, revisions: Revisions, at: datetime) -> Published:
    """Return the whole site of a timetable; same timetable and ledger, same bytes.

    `revisions` is the ledger of earlier publications. `at` is the UTC instant of this one, in whole seconds: what
    changed since is marked with it; without a change nothing depends on it.
    Raises ForumError where the site's address or a session's id cannot be published, or `at` is before an earlier one.
    """
    view = public_view(timetable, revisions, at)
    files = {
        "programme.csv": tables.programme_csv(view),
        "programme.json": tables.programme_json(view),
        "programme.xlsx": programme_xlsx(view),
        "schedule.json": schedule.schedule_json(view),
        "schedule.xml": schedule.schedule_xml(view),
        **feed_files(view),
        **pages(view),
    }
    return Published(files, view.ledger, view.site)
