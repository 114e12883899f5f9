"""The waiting list for spreadsheets, as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from data.apostrophes import harmless
from data.grid import utc_text
from output.waiting_text import reason

if TYPE_CHECKING:
    from data.waiting import WaitingList

COLUMNS = (
    "rank",
    "session",
    "title",
    "status",
    "priority",
    "cause",
    "reason",
    "cost_left_out",
    "own_starts",
    "free_starts",
    "refused_by",
    "in_the_way",
    "place_utc",
    "place_channel",
    "instead_of",
    "instead_of_standing",
    "place_cost",
)


def waiting_csv(found: WaitingList) -> bytes:
    """Return one row per request, the first in rank first, as UTF-8 with CRLF (RFC 4180).

    `refused_by` names rules with the starts that they refuse, `in_the_way` sessions with those that they alone do,
    joined by `;`. `place_...` and `instead_of` say where it could be held, and which session would give way. A text
    that a spreadsheet program would take for a formula begins with an apostrophe.
    """
    page = io.StringIO(newline="")
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for waiting in found.requests:
        place = waiting.place
        instead = place.instead if place else None
        refusals = waiting.demands if waiting.cause == "demands" else waiting.beside
        row = (
            waiting.rank,
            harmless(waiting.session),
            harmless(waiting.title),
            waiting.status,
            waiting.priority,
            waiting.cause,
            harmless(reason(waiting, found.zone)),
            waiting.price,
            waiting.own,
            waiting.free,
            ";".join(f"{refusal.rule} {refusal.starts}" for refusal in refusals),
            harmless(";".join(f"{holder.session} {holder.starts}" for holder in waiting.holders)),
            utc_text(place.start) if place else "",
            harmless(place.channel) if place else "",
            harmless(instead.session) if instead else "",
            instead.standing if instead else "",
            place.dearer if place else "",
        )
        table.writerow(row)
    return page.getvalue().encode("utf-8")
