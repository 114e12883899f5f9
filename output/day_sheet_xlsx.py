"""A day sheet as a workbook: a sheet of what is run, and one of who is there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook

from output import names
from output.workbook import add_table, packed

if TYPE_CHECKING:
    from output.day_sheet import DaySheet

RUNS = (
    ("channel", 22),
    ("set_up", 8),
    ("start", 8),
    ("end", 8),
    ("id", 12),
    ("title", 60),
    ("type", 24),
    ("languages", 20),
    ("services", 40),
    ("rehearsals", 40),
    ("rehearses", 30),
    ("join_link", 40),
    ("public_link", 40),
    ("contact", 30),
    ("note", 40),
)
PEOPLE = (
    ("channel", 22),
    ("start", 8),
    ("id", 12),
    ("role", 18),
    ("presence", 10),
    ("person", 12),
    ("name", 30),
    ("organisation", 30),
    ("part", 14),
    ("own_time", 18),
    ("zone", 24),
    ("night", 8),
    ("email", 30),
)


def day_sheet_xlsx(sheet: DaySheet) -> bytes:
    """Return the workbook; every cell is text, times are by the home clock, those of people by their own."""
    book = Workbook()
    book.properties.creator = sheet.forum
    book.properties.created = book.properties.modified = datetime(sheet.day.year, sheet.day.month, sheet.day.day)  # noqa: DTZ001
    runs = [
        (
            channel.name,
            names.clock(run.set_up),
            names.clock(run.start),
            names.clock(run.end),
            run.occurrence,
            run.title,
            run.type,
            run.languages,
            "\n".join(run.services),
            "\n".join(run.rehearsals),
            run.rehearses,
            run.join_link,
            run.public_link,
            run.email,
            run.note,
        )
        for channel in sheet.channels
        for run in channel.runs
    ]
    people = [
        (
            channel.name,
            names.clock(run.start),
            run.occurrence,
            names.ROLES[part.role][0],
            "required" if part.required else "optional",
            part.id,
            part.name,
            part.organisation,
            part.minutes,
            part.local,
            part.zone,
            "yes" if part.at_night else "",
            part.email,
        )
        for channel in sheet.channels
        for run in channel.runs
        for part in run.parts
    ]
    add_table(book.worksheets[0], "Run of show", RUNS, runs)
    add_table(book.create_sheet(), "People", PEOPLE, people)
    return packed(book)
