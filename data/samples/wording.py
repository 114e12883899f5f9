"""Titles, organisers and descriptions of invented sessions: plain sentences put together from parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

TOPICS: dict[str, tuple[str, ...]] = {
    "C1": ("national digital strategies", "local authorities online", "stakeholders at one table"),
    "C2": ("connecting remote schools", "community networks", "shared broadband infrastructure"),
    "C3": ("open access to knowledge", "public libraries online", "open data for everyday life"),
    "C4": ("digital skills for teachers", "training of trainers", "lifelong learning at a distance"),
    "C5": ("safer networks for small firms", "trust in online services", "incident response in small teams"),
    "C6": ("fair rules for new services", "spectrum policy for rural areas", "room for start-ups"),
    "C7-e-government": ("one counter for all public services", "digital identity for everyone"),
    "C7-e-business": ("small shops online", "paperless trade across borders"),
    "C7-e-learning": ("classrooms without walls", "exams at a distance"),
    "C7-e-health": ("telemedicine for small clinics", "health records that travel with the patient"),
    "C7-e-employment": ("decent work on platforms", "first jobs in technology"),
    "C7-e-environment": ("early warning in time", "measuring the footprint of data centres"),
    "C7-e-agriculture": ("weather data for small farms", "markets on the mobile phone"),
    "C7-e-science": ("open science infrastructure", "citizens who measure"),
    "C8": ("content in local languages", "archives of living heritage"),
    "C9": ("local media in a digital market", "telling facts from rumours"),
    "C10": ("ethics of automated decisions", "dignity and data"),
    "C11": ("partnerships across regions", "financing digital cooperation"),
}
"""What invented sessions are about, by Action Line."""

TRACK_TOPICS: dict[str, tuple[str, ...]] = {
    "ICTs and Older Persons": (
        "staying in touch at any age",
        "healthy ageing with technology",
        "skills after sixty",
    ),
    "ICTs and Gender Mainstreaming": (
        "women who lead in technology",
        "girls in coding clubs",
        "data on the gap",
    ),
    "WSIS Special Track by CMAI": ("training for the workplace of tomorrow", "colleges and industry"),
    "ICTs and Accessibility": (
        "captions as a matter of course",
        "websites that everybody can use",
        "buying accessible",
    ),
    "ICTs and Youth": ("young people as policy makers", "first projects, first failures", "mentors wanted"),
    "Extended Reality": (
        "museums without distance",
        "training in virtual space",
        "standards for immersive media",
    ),
}

_ANGLES = (
    "what works and what does not",
    "lessons from the field",
    "from pilot to scale",
    "who pays, who benefits",
    "a conversation among practitioners",
    "evidence and open questions",
    "first results",
    "a practical guide",
    "views from three regions",
    "after the emergency",
)

_FORMS = (
    "A panel",
    "A round of short talks",
    "A moderated conversation",
    "A practical session",
    "An open discussion",
)
_GOALS = (
    "collects what has been tried and what can be copied",
    "compares experience from several countries",
    "asks what governments and companies can do together",
    "shows working examples and takes questions",
    "looks for partners for the next year",
)
_ENDINGS = (
    "Half of the time belongs to questions from the audience.",
    "A short list of recommendations is written during the session.",
    "Beginners are welcome.",
    "Results go into the outcome document.",
    "",
    "",
)

_ORGANISER_KINDS = (
    "Institute for {} (invented)",
    "Association for {} (invented)",
    "Network of {} (invented)",
    "Centre for {} (invented)",
    "Foundation for {} (invented)",
    "Company for {} (invented)",
)
_ORGANISER_FIELDS = (
    "Digital Inclusion",
    "Rural Connectivity",
    "Open Knowledge",
    "Online Trust",
    "Digital Skills",
    "Public Services",
    "Health Data",
    "Local Content",
    "Fair Markets",
    "Young Engineers",
    "Climate Data",
    "Community Media",
)


def title(random: Random, subject: str, taken: set[str]) -> str:
    """Return a new title about an Action Line or a track, and put it among those taken."""
    topics = TRACK_TOPICS.get(subject) or TOPICS[subject]
    plain = f"{random.choice(topics)}: {random.choice(_ANGLES)}"
    return _unique(plain[0].upper() + plain[1:], taken)


def country_title(random: Random, country: str, action_line: str, taken: set[str]) -> str:
    """Return a new title for a country's workshop, and put it among those taken."""
    return _unique(f"{country}: {random.choice(TOPICS[action_line])}", taken)


def numbered(text: str, taken: set[str]) -> str:
    """Return the title itself or, where it is taken, with a number; and put it among those taken."""
    return _unique(text, taken)


def _unique(text: str, taken: set[str]) -> str:
    number, candidate = 1, text
    while candidate in taken:
        number += 1
        candidate = f"{text} ({number})"
    taken.add(candidate)
    return candidate


def description(random: Random, subject: str) -> str:
    """Return one or two sentences about an Action Line or a track."""
    topic = random.choice(TRACK_TOPICS.get(subject) or TOPICS[subject])
    first = f"{random.choice(_FORMS)} on {topic}; it {random.choice(_GOALS)}."
    return f"{first} {random.choice(_ENDINGS)}".strip()


def organiser(random: Random) -> str:
    """Return the name of an invented organisation."""
    return random.choice(_ORGANISER_KINDS).format(random.choice(_ORGANISER_FIELDS))
