"""Turns a timetable into what people read: feeds, pages, tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from output import schedule, tables
from output.feeds import feed_files
from output.pages import pages
from output.site import Report, check_site, earlier, holds_site, write_site
from output.view import public_view
from output.workbook import programme_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from data.revisions import Revisions
    from data.timetable import Timetable
    from output.view import PublicView

__all__ = ["Published", "Report", "check_site", "earlier", "holds_site", "publish", "rebuild", "write_site"]


@dataclass(frozen=True, slots=True)
class Published:
    """A site: path in it -> content; the ledger to be kept once the site is written; its address; what it shows."""

    files: dict[str, bytes]
    revisions: Revisions
    site: str
    view: PublicView


def publish(
    timetable: Timetable,
    revisions: Revisions,
    at: datetime,
    releases: Mapping[str, datetime] = MappingProxyType({}),
    *,
    preview: bool = False,
) -> Published:
    """Return the whole site of a timetable; same timetable and ledger, same bytes.

    `revisions` is the ledger of earlier publications. `at` is the UTC instant of this one, in whole seconds: what
    changed since is marked with it; without a change nothing depends on it. `releases` are those up to this one, the
    UTC instant of each by name, oldest first. A `preview` shows what comes after the last of them, and says so.
    Raises ForumError where the site's address or a session's id cannot be published, or `at` is before an earlier one.
    """
    view = public_view(timetable, revisions, at, releases, preview=preview)
    files = {
        "programme.csv": tables.programme_csv(view),
        "programme.json": tables.programme_json(view),
        "programme.xlsx": programme_xlsx(view),
        "schedule.json": schedule.schedule_json(view),
        "schedule.xml": schedule.schedule_xml(view),
        **feed_files(view),
        **pages(view),
    }
    return Published(files, view.ledger, view.site, view)


def rebuild(timetable: Timetable, revisions: Revisions, releases: Mapping[str, datetime]) -> Published | None:
    """Return the site of the last of these releases again, of its timetable and the ledger after it.

    None where this version of the software, or its time zone database, writes calendar entries in another way than
    the one that released it: what was published then cannot be had again.
    """
    newest = revisions.newest or max(releases.values())
    made = publish(timetable, revisions, newest + timedelta(seconds=1), releases)
    return made if made.revisions == revisions else None
