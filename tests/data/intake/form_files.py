"""Makes the files that forms export, from their documented columns; names and addresses are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import openpyxl

from data.intake.sources import Source

GOOGLE = (
    "Timestamp",
    "Email Address",
    "What would you like to submit?",
    "Your name",
    "Organisation",
    "Title of the session",
    "Type of session",
    "Please describe your session",
    "Duration",
    "Which WSIS Action Lines does it address?",
    "SDGs",
    "Preferred dates",
    "Preferred time of day",
    "Time zone",
    "Languages",
    "Will you need captioning?",
    "Speaker 1 name",
    "Speaker 1 organisation",
    "Speaker 1 country",
    "Speaker 1 email",
    "Other speakers",
    "Recommended speaker",
    "Why do you recommend this speaker?",
    "Your views on the themes",
    "Size of the stall",
    "Which days suit you? [Monday]",
    "Which days suit you? [Tuesday]",
    "Favourite colour",
    "Anything else?",
)
"""The questions of a form in English, as its table has them."""

WORKSHOP = {
    "Timestamp": "7/14/2020 15:04:05",
    "Email Address": "ana@boro.example",
    "What would you like to submit?": "Request a workshop, Recommend a speaker",
    "Your name": "Ana Boro",
    "Organisation": "Boro Institute",
    "Title of the session": "Bridges of trust",
    "Type of session": "Thematic workshop",
    "Please describe your session": "Two lines\nof text 🎉",
    "Duration": "60 minutes",
    "Which WSIS Action Lines does it address?": "C1. The role of public authorities, and others, C7. ICT: e-health",
    "SDGs": "SDG 4: Quality education, SDG 9: Industry, innovation",
    "Preferred dates": "7/20/2020, 7/22/2020",
    "Preferred time of day": "Morning, Afternoon",
    "Time zone": "Nairobi",
    "Languages": "English, French",
    "Will you need captioning?": "Yes",
    "Speaker 1 name": "Dr Li Wei",
    "Speaker 1 organisation": "Institute of Things",
    "Speaker 1 country": "Chine",
    "Speaker 1 email": "li@things.example",
    "Other speakers": "Jo Mar (Mar Ltd, Kenya) <jo@mar.example>\nModerator: Kim Lo",
    "Recommended speaker": "Ada Ro (Ro Lab, Japan)",
    "Why do you recommend this speaker?": "She knows.",
    "Which days suit you? [Monday]": "Preferred",
    "Which days suit you? [Tuesday]": "Impossible",
    "Favourite colour": "green",
    "Anything else?": "=SUM(A1)",
}
STALL = {
    "Timestamp": "7/15/2020 9:04:05",
    "Email Address": "bo@makers.example",
    "What would you like to submit?": "Request an exhibition stall",
    "Your name": "Bo Makers",
    "Organisation": "Makers of Lome",
    "Size of the stall": "3 x 3 m",
}
VIEW = {
    "Timestamp": "7/16/2020 9:04:05",
    "Email Address": "cy@sol.example",
    "What would you like to submit?": "Share views on the themes",
    "Your name": "Cy Sol",
    "Organisation": "Sol AG",
    "Your views on the themes": "More on access.",
}


def row(answer: dict[str, str], headings: Sequence[str] = GOOGLE) -> list[str]:
    """An answer as a row under the headings."""
    assert set(answer) <= set(headings)
    return [answer.get(heading, "") for heading in headings]


def google(
    *answers: dict[str, str], headings: Sequence[str] = GOOGLE, name: str = "Requests (Responses).csv"
) -> Source:
    """A table of Google Forms."""
    return csv_source([headings, *(row(answer, headings) for answer in answers)], name)


def csv_source(rows: Sequence[Sequence[str]], name: str = "form.csv") -> Source:
    """A CSV file with these rows."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return Source(name, file.getvalue().encode("utf-8-sig"))


def clock(text: str) -> datetime:
    """A reading of a clock, as workbooks hold it."""
    return datetime.fromisoformat(text)


def workbook(rows: Sequence[Sequence[object]], name: str = "form.xlsx", sheet: str = "Form1") -> Source:
    """A workbook with these rows in its one sheet."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for cells in rows:
        book.active.append([None if cell == "" else cell for cell in cells])
    file = io.BytesIO()
    book.save(file)
    return Source(name, file.getvalue())


def microsoft(*answers: Sequence[object], questions: Sequence[str]) -> Source:
    """A table of Microsoft Forms in French: number, begin, end, address and name, then the questions."""
    head = ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", *questions]
    rows = [
        [number, clock(f"2020-07-0{number} 09:00:03"), clock(f"2020-07-0{number} 09:04:05"), "anonymous", "", *answer]
        for number, answer in enumerate(answers, start=1)
    ]
    return workbook([head, *rows], "Atelier.xlsx")
