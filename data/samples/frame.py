"""The frame of the WSIS sample at any scale: periods, channels, session types; and its `forum.toml`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from data.programme import INTERFACE_LANGUAGES
from data.samples.geography import AMERICAS, ASIA, REGIONS
from data.samples.wsis_facts import FIRST_DAY, HOME, LAST_DAY

BANNER = "Demonstration, not the programme of 2020"
SITE = "https://forum.example/wsis-2020/"
SET_UP = 15
"""Minutes between two sessions in a channel of the pool."""

FIRST, LAST = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")

REGIONAL = ("workshop", "country-workshop", "special-track-session", "talkx")
WEEKLY = (
    *REGIONAL,
    "knowledge-cafe",
    "hackathon",
    "champions",
    "exhibition-inauguration",
    "opening",
    "interactive-session",
)
FINAL = (
    "opening",
    "prize-ceremony",
    "ministerial-round-table",
    "high-level-dialogue",
    "policy-statements",
    "action-line-facilitation",
    "concluding-session",
    "closing",
    "regional-meeting",
    "inter-agency-meeting",
    "consultation-meeting",
    "interactive-session",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A session type: its id, name, usual minutes, and what else `forum.toml` says of it."""

    id: str
    name: str
    duration: int
    options: tuple[tuple[str, object], ...] = ()


_PLENARY = (("plenary", True), ("channel", "hall"))

KINDS: tuple[Kind, ...] = (
    Kind("workshop", "Thematic workshop", 60),
    Kind("country-workshop", "Country workshop", 60),
    Kind("policy-session", "High-level policy session", 60, (("parallel", False), ("facilitators", 1))),
    Kind("special-track-session", "Special track session", 60),
    Kind("knowledge-cafe", "Knowledge café", 90),
    Kind("hackathon", "Hackathon", 240, (("days", 2),)),
    Kind("exhibition", "Exhibition", 60, (("timed", False),)),
    Kind("exhibition-inauguration", "Inauguration of the exhibition", 60),
    Kind("talkx", "TalkX", 75),
    Kind("champions", "Prize champions", 60),
    Kind("prize-ceremony", "Prize ceremony", 60, _PLENARY),
    Kind("ministerial-round-table", "Ministerial round table", 90, _PLENARY),
    Kind("high-level-dialogue", "High-level dialogue", 60),
    Kind("policy-statements", "Policy statements", 60),
    Kind("action-line-facilitation", "Action Line facilitation meeting", 60),
    Kind("opening", "Opening", 60, _PLENARY),
    Kind(
        "concluding-session",
        "High-Level Track concluding session",
        60,
        (*_PLENARY, ("assembles", ["policy-session"])),
    ),
    Kind("closing", "Closing", 60, _PLENARY),
    Kind("regional-meeting", "Regional meeting", 60),
    Kind("inter-agency-meeting", "Inter-agency meeting", 60),
    Kind("consultation-meeting", "Open consultation meeting", 60),
    Kind("interactive-session", "Interactive session", 60),
)
KIND = {kind.id: kind for kind in KINDS}
PLENARY = frozenset(kind.id for kind in KINDS if ("plenary", True) in kind.options)


@dataclass(frozen=True, slots=True)
class Window:
    """A period of the weekly format: home dates, hours in minutes of the day, types, caps, regions, weekdays."""

    id: str
    name: str
    first: date
    last: date
    start: int
    end: int
    types: tuple[str, ...]
    channels: int
    per_day: int | None = None
    per_week: int | None = None
    regions: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)

    def open_on(self, day: date) -> bool:
        """Whether the period is held on the home date."""
        return self.first <= day <= self.last and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Frame:
    """In what a sample is held: its scale, periods, the channels of the pool; and how full it was asked to be."""

    scale: int
    channels: int
    windows: tuple[Window, ...]
    filled: int | None = None
    """In per cent; None for the usual frame, which leaves slack."""

    @property
    def name(self) -> str:
        """The name that the forum carries."""
        said = [] if self.scale == 1 else [f"{self.scale} times the size"]
        said += [] if self.filled is None else [f"{self.filled} % full"]
        return f"WSIS Forum 2020 ({', '.join(['demonstration', *said])})"


def usual(scale: int) -> Frame:
    """Return the frame of `scale` times the published size."""
    return Frame(scale, channels_for(scale), windows(scale))


def channels_for(scale: int) -> int:
    """Return how many channels leave slack: 3, 16 and 150 at 1, 10 and 100 times the size."""
    return 3 if scale == 1 else 3 * scale if scale < 4 else round(1.5 * scale) + 1 if scale < 50 else round(1.5 * scale)


def windows(scale: int) -> tuple[Window, ...]:
    """Return the periods of the sample with caps for `scale` times the published size."""
    pool = channels_for(scale)
    few = max(1, pool // 3)
    end_of_weekly = date(2020, 9, 4)
    return (
        Window(
            "weekly",
            "Weekly programme",
            FIRST,
            end_of_weekly,
            9 * 60,
            18 * 60,
            WEEKLY,
            pool,
            3 * scale + 3,
            16 * scale + 4,
        ),
        Window(
            "early",
            "Regional early hours",
            FIRST,
            end_of_weekly,
            7 * 60,
            10 * 60,
            REGIONAL,
            few,
            2 * scale,
            regions=(ASIA,),
        ),
        Window(
            "late",
            "Regional late hours",
            FIRST,
            end_of_weekly,
            16 * 60,
            20 * 60,
            REGIONAL,
            few,
            2 * scale,
            regions=(AMERICAS,),
        ),
        Window(
            "high-level",
            "High-Level Track",
            date(2020, 7, 20),
            end_of_weekly,
            12 * 60,
            17 * 60,
            ("policy-session",),
            1,
            1 if scale == 1 else 3,
            3 if scale == 1 else 12,
        ),
        Window("final", "Final week", date(2020, 9, 7), LAST, 9 * 60, 18 * 60, FINAL, pool, 9 * scale + 3),
    )


def _hours(start: int, end: int) -> str:
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


def _value(value: object) -> str:
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def table(heading: str, *rows: tuple[str, object]) -> str:
    """Return the text of a table of `forum.toml`."""
    return f"[{heading}]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in rows)


_HOLIDAYS: tuple[tuple[date, str, tuple[str, ...]], ...] = (
    (date(2020, 7, 3), "UN Headquarters holiday (Independence Day)", ("United States",)),
    *(
        (
            day,
            "Eid al-Adha" if day.day == 31 else "Eid al-Adha (day around it)",
            (
                "Bangladesh",
                "Egypt",
                "Indonesia",
                "Malaysia",
                "Nigeria",
                "Pakistan",
                "Saudi Arabia",
                "Senegal",
                "Tunisia",
                "United Arab Emirates",
            ),
        )
        for day in (date(2020, 7, 30), date(2020, 7, 31), date(2020, 8, 3))
    ),
    (date(2020, 8, 1), "Swiss National Day", ("Switzerland",)),
    (date(2020, 9, 7), "UN Headquarters holiday (Labour Day)", ("United States",)),
    (date(2020, 9, 10), "Jeûne genevois (canton of Geneva)", ("Switzerland",)),
)

_EVENTS: tuple[tuple[str, str, str, str], ...] = (
    ("ITU-D webinar", "2020-07-06 14:00", "2020-07-06 15:00", HOME),
    *(
        (
            "High-Level Political Forum on Sustainable Development",
            f"2020-07-{day:02d} 09:00",
            f"2020-07-{day:02d} 12:00",
            "America/New_York",
        )
        for day in (7, 8, 9, 10, 13, 14, 15, 16)
    ),
    ("Side event of the UN Group on the Information Society", "2020-07-15 16:00", "2020-07-15 17:00", HOME),
)


def forum_toml(frame: Frame) -> str:
    """Return the text of `forum.toml`; forums of more than the published size have pages in English alone."""
    spoken = ["en", *(tag for tag in INTERFACE_LANGUAGES if tag != "en")] if frame.scale == 1 else ["en"]
    parts = [
        "# A demonstration: a forum like the WSIS Forum 2020, with invented requests and people.\n"
        "# The sessions marked synthetic = no were really held; their source is in their row.\n",
        table(
            "forum",
            ("name", frame.name),
            ("site", SITE),
            ("zone", HOME),
            ("first_day", FIRST),
            ("last_day", LAST),
            ("grid", 15),
        ),
        table("publication", ("languages", spoken), ("banner", BANNER)),
        table("comfort", ("night", "23:00-06:00"), ("day", "08:00-20:00")),
    ]
    parts += [
        table("[comfort.regions]", ("name", name), ("share", share), ("zones", list(zones)))
        for name, (share, zones) in REGIONS.items()
    ]
    for window in frame.windows:
        rows: list[tuple[str, object]] = [
            ("id", window.id),
            ("name", window.name),
            ("first_day", window.first),
            ("last_day", window.last),
            ("weekdays", [WEEKDAYS[number] for number in window.weekdays]),
            ("hours", [_hours(window.start, window.end)]),
            ("types", list(window.types)),
            ("channels", window.channels),
        ]
        if window.per_day is not None:
            rows.append(("per_day", window.per_day))
        if window.per_week is not None:
            rows.append(("per_week", window.per_week))
        if window.regions:
            rows.append(("regions", list(window.regions)))
        parts.append(table("[periods]", *rows))
    parts.append(
        table(
            "[channels]",
            ("id", "room"),
            ("name", "Virtual room"),
            ("count", frame.channels),
            ("capacity", 1000),
            ("set_up", SET_UP),
        )
    )
    parts.append(
        table(
            "[channels]",
            ("id", "hall"),
            ("name", "Virtual plenary hall"),
            ("link", "https://stream.example/wsis-2020/hall"),
            ("capacity", 3000),
            ("languages", ["en", "fr", "es", "ar", "ru", "zh"]),
            ("reserved", True),
        )
    )
    parts += [
        table("[types]", ("id", kind.id), ("name", kind.name), ("duration", kind.duration), *kind.options)
        for kind in KINDS
    ]
    parts += [
        table("[holidays]", ("date", day), ("name", name), ("countries", list(countries)))
        for day, name, countries in _HOLIDAYS
    ]
    parts += [
        table("[external_events]", ("name", name), ("start", start), ("end", end), ("zone", place))
        for name, start, end, place in _EVENTS
    ]
    return "\n".join(parts)
