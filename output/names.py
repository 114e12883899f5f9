"""The English words of the published programme for codes, dates and offsets; nothing here asks the locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ROLES: Mapping[str, tuple[str, str]] = {
    "facilitator": ("Facilitator", "Facilitators"),
    "moderator": ("Moderator", "Moderators"),
    "speaker": ("Speaker", "Speakers"),
    "host": ("Host", "Hosts"),
    "welcome": ("Welcoming remarks", "Welcoming remarks"),
}
"""What one person and what several people with the role are called, in the order in which roles are shown."""

ACTION_LINES: Mapping[str, str] = {
    "C1": "The role of governments and all stakeholders in the promotion of ICTs for development",
    "C2": "Information and communication infrastructure",
    "C3": "Access to information and knowledge",
    "C4": "Capacity building",
    "C5": "Building confidence and security in the use of ICTs",
    "C6": "Enabling environment",
    "C7": "ICT applications",
    "C8": "Cultural diversity and identity, linguistic diversity and local content",
    "C9": "Media",
    "C10": "Ethical dimensions of the Information Society",
    "C11": "International and regional cooperation",
}
"""Titles of the WSIS Action Lines (Geneva Plan of Action, 2003)."""

SDGS: Mapping[str, str] = {
    "1": "No poverty",
    "2": "Zero hunger",
    "3": "Good health and well-being",
    "4": "Quality education",
    "5": "Gender equality",
    "6": "Clean water and sanitation",
    "7": "Affordable and clean energy",
    "8": "Decent work and economic growth",
    "9": "Industry, innovation and infrastructure",
    "10": "Reduced inequalities",
    "11": "Sustainable cities and communities",
    "12": "Responsible consumption and production",
    "13": "Climate action",
    "14": "Life below water",
    "15": "Life on land",
    "16": "Peace, justice and strong institutions",
    "17": "Partnerships for the Goals",
}
"""Short titles of the Sustainable Development Goals (A/RES/70/1)."""

INVENTED = "This session is invented for the demonstration."
"""What is said of a session that was never asked for."""


def action_line_parts(code: str) -> tuple[str, str]:
    """Return what an Action Line is called and its title, such as `C7 e-health` and `ICT applications`.

    A code that is no Action Line is called as it is and has no title.
    """
    number, _, part = code.partition("-")
    title = ACTION_LINES.get(number.upper(), "")
    label = f"{number} {part}" if part else number
    return (label, title) if title else (code, "")


def action_line(code: str) -> str:
    """Return an Action Line with its title, such as `C7 e-health: ICT applications`, or the code alone."""
    label, title = action_line_parts(code)
    return f"{label}: {title}" if title else label


def sdg(number: str) -> str:
    """Return a goal with its short title, such as `SDG 4: Quality education`."""
    title = SDGS.get(number)
    return f"SDG {number}: {title}" if title else f"SDG {number}"


def long_date(day: date) -> str:
    """Return a date in words, such as `Monday 22 June 2020`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(moment: datetime) -> str:
    """Return the clock reading of a local time, such as `09:05`."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def offset(local: datetime) -> str:
    """Return how far an aware local time is from UTC, such as `UTC+05:45`."""
    difference = local.utcoffset()
    if difference is None:
        raise ValueError(f"not an aware time: {local!r}")
    minutes = round(difference.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def abbreviation(local: datetime) -> str:
    """Return what people call the time, such as `CEST`; empty where the zone has only a number (`+0545`)."""
    name = local.tzname() or ""
    return name if name.isalpha() else ""


def duration(minutes: int) -> str:
    """Return a length of time in words, such as `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else []))
