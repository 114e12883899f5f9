"""Where invented people live: countries with a zone each, by the audience regions of the WSIS Forum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from data.zones import zone


@dataclass(frozen=True, slots=True)
class Place:
    """A country and one zone of it; `city` is a way to say the zone, `single` tells a country of one clock."""

    country: str
    zone: str
    city: str
    single: bool
    region: str


ASIA, AFRICA, WEST, AMERICAS, EAST = (
    "Asia-Pacific",
    "Africa",
    "Western Europe",
    "Americas",
    "Eastern Europe and Northern Asia",
)

REGIONS: dict[str, tuple[int, tuple[str, ...]]] = {
    ASIA: (35, ("Asia/Shanghai", "Asia/Kolkata", "Asia/Tokyo", "Asia/Dhaka", "Australia/Sydney")),
    AFRICA: (21, ("Africa/Lagos", "Africa/Nairobi", "Africa/Cairo", "Africa/Johannesburg")),
    WEST: (18, ("Europe/Zurich", "Europe/Paris", "Europe/London")),
    AMERICAS: (17, ("America/New_York", "America/Sao_Paulo", "America/Mexico_City", "America/Bogota")),
    EAST: (9, ("Europe/Moscow", "Europe/Warsaw", "Asia/Almaty")),
}
"""Audience region: its share in per cent (published for 2020) and the zones that stand for it."""

SPEAKER_SHARES = {ASIA: 35, AFRICA: 21, WEST: 27, AMERICAS: 17, EAST: 9}
"""Weights of speakers by region: the audience's, with Western Europe half as many again."""

PLACES: tuple[Place, ...] = tuple(
    Place(country, name, name.rpartition("/")[2].replace("_", " "), single, region)
    for region, rows in (
        (
            ASIA,
            (
                ("China", "Asia/Shanghai", False),
                ("India", "Asia/Kolkata", True),
                ("Nepal", "Asia/Kathmandu", True),
                ("Bangladesh", "Asia/Dhaka", True),
                ("Pakistan", "Asia/Karachi", True),
                ("Sri Lanka", "Asia/Colombo", True),
                ("Japan", "Asia/Tokyo", True),
                ("Thailand", "Asia/Bangkok", True),
                ("Singapore", "Asia/Singapore", True),
                ("Indonesia", "Asia/Jakarta", False),
                ("Malaysia", "Asia/Kuala_Lumpur", True),
                ("Philippines", "Asia/Manila", True),
                ("United Arab Emirates", "Asia/Dubai", True),
                ("Saudi Arabia", "Asia/Riyadh", True),
                ("Australia", "Australia/Sydney", False),
            ),
        ),
        (
            AFRICA,
            (
                ("Kenya", "Africa/Nairobi", True),
                ("Nigeria", "Africa/Lagos", True),
                ("Ghana", "Africa/Accra", True),
                ("Senegal", "Africa/Dakar", True),
                ("Ethiopia", "Africa/Addis_Ababa", True),
                ("Rwanda", "Africa/Kigali", True),
                ("Egypt", "Africa/Cairo", True),
                ("Tunisia", "Africa/Tunis", True),
                ("South Africa", "Africa/Johannesburg", True),
                ("Zambia", "Africa/Lusaka", True),
            ),
        ),
        (
            WEST,
            (
                ("Switzerland", "Europe/Zurich", True),
                ("France", "Europe/Paris", True),
                ("Germany", "Europe/Berlin", True),
                ("United Kingdom", "Europe/London", True),
                ("Spain", "Europe/Madrid", False),
                ("Portugal", "Europe/Lisbon", False),
                ("Italy", "Europe/Rome", True),
                ("Sweden", "Europe/Stockholm", True),
                ("Belgium", "Europe/Brussels", True),
            ),
        ),
        (
            AMERICAS,
            (
                ("United States", "America/New_York", False),
                ("United States", "America/Los_Angeles", False),
                ("Canada", "America/Toronto", False),
                ("Mexico", "America/Mexico_City", False),
                ("Brazil", "America/Sao_Paulo", False),
                ("Argentina", "America/Argentina/Buenos_Aires", True),
                ("Colombia", "America/Bogota", True),
                ("Peru", "America/Lima", True),
                ("Jamaica", "America/Jamaica", True),
                ("Costa Rica", "America/Costa_Rica", True),
            ),
        ),
        (
            EAST,
            (
                ("Russia", "Europe/Moscow", False),
                ("Poland", "Europe/Warsaw", True),
                ("Romania", "Europe/Bucharest", True),
                ("Georgia", "Asia/Tbilisi", True),
                ("Kazakhstan", "Asia/Almaty", False),
                ("Armenia", "Asia/Yerevan", True),
            ),
        ),
    )
    for country, name, single in rows
)

CITY_NAMES = frozenset(("Kathmandu", "Nairobi", "Lagos", "Tokyo", "Dhaka", "Bangkok", "Warsaw", "Bogota", "Paris"))
"""Cities that a person may have written instead of a zone."""

COUNTRY_NAMES = frozenset(("Kenya", "Nepal", "India", "Japan", "Senegal", "Colombia", "Ghana", "Thailand"))
"""Countries of one zone that a person may have written instead of a zone."""


@cache
def _offset(name: str, hour: datetime) -> int:
    return int((hour.astimezone(zone(name)).utcoffset() or timedelta()).total_seconds()) // 60


def local(moment: datetime, name: str) -> datetime:
    """Return the clock reading, without a zone, of a UTC instant in the IANA zone `name`."""
    hour = moment.replace(minute=0)
    return moment.replace(tzinfo=None) + timedelta(minutes=_offset(name, hour))


def at_night(start: datetime, end: datetime, name: str) -> bool:
    """Whether any minute from `start` to `end` (UTC) lies from 23:00 to 06:00 by the clock of zone `name`."""
    return _touches(local(start, name), local(end, name), 23 * 60, 30 * 60)


def uncomfortable(start: datetime, end: datetime, name: str) -> bool:
    """Whether any minute from `start` to `end` (UTC) is outside 08:00 to 20:00 by the clock of `name`."""
    return _touches(local(start, name), local(end, name), 20 * 60, 32 * 60)


def _touches(begin: datetime, end: datetime, first: int, last: int) -> bool:
    """Whether the reading from `begin` to `end` meets the daily minutes `first` to `last` (past midnight)."""
    minute = begin.hour * 60 + begin.minute
    length = int((end - begin).total_seconds()) // 60
    return any(minute < last + shift and first + shift < minute + length for shift in (-1440, 0, 1440))
