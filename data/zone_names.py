"""What people write for a time zone, understood or refused: IANA names, cities, countries; never offsets.

Names come from the pinned `tzdata` distribution: `zones` (all names), `zone.tab` (zones by country) and
`iso3166.tab` (countries in English).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from data.nearest import nearest, suggestion
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class UnclearZone(ValueError):
    """A text that names no zone, or more than one; the message says what was expected."""


UTC_NAMES = frozenset({"utc", "etc/utc", "etc/uct", "etc/zulu", "etc/universal", "uct", "universal", "zulu"})

ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "ACST": ("Australia/Adelaide", "Australia/Darwin"),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AMT": ("America/Manaus", "Asia/Yerevan"),
    "AST": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "BST": ("Europe/London", "Asia/Dhaka", "Pacific/Bougainville"),
    "CAT": ("Africa/Maputo", "Africa/Harare", "Africa/Lusaka"),
    "CDT": ("America/Chicago", "America/Havana"),
    "CEST": ("Europe/Zurich", "Europe/Paris", "Europe/Berlin"),
    "CET": ("Europe/Zurich", "Europe/Paris", "Africa/Algiers", "Africa/Tunis"),
    "CST": ("America/Chicago", "America/Mexico_City", "America/Havana", "Asia/Shanghai", "Asia/Taipei"),
    "EAT": ("Africa/Nairobi", "Africa/Addis_Ababa", "Africa/Kampala"),
    "ECT": ("America/Guayaquil", "America/Puerto_Rico"),
    "EDT": ("America/New_York", "America/Toronto"),
    "EEST": ("Europe/Athens", "Europe/Kyiv", "Asia/Beirut"),
    "EET": ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo", "Africa/Tripoli"),
    "EST": ("America/New_York", "America/Panama", "America/Jamaica", "Australia/Sydney"),
    "ET": ("America/New_York", "America/Toronto"),
    "GMT": ("UTC", "Europe/London", "Africa/Accra", "Africa/Abidjan"),
    "GST": ("Asia/Dubai", "Pacific/Guam"),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "MDT": ("America/Denver", "America/Edmonton"),
    "MET": ("Europe/Zurich", "Europe/Paris"),
    "MSK": ("Europe/Moscow", "Europe/Minsk"),
    "MST": ("America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"),
    "PDT": ("America/Los_Angeles", "America/Vancouver"),
    "PST": ("America/Los_Angeles", "Asia/Manila", "Asia/Karachi"),
    "PT": ("America/Los_Angeles", "America/Vancouver"),
    "SST": ("Pacific/Pago_Pago", "Asia/Singapore"),
    "WAT": ("Africa/Lagos", "Africa/Luanda", "Africa/Kinshasa"),
    "WEST": ("Europe/Lisbon", "Atlantic/Canary"),
    "WET": ("Europe/Lisbon", "Atlantic/Canary"),
    "WST": ("Australia/Perth", "Pacific/Apia"),
}
"""Abbreviations that mean several zones, with candidates; some are IANA names, kept for old systems."""

CITIES: Mapping[str, str] = {
    "Abu Dhabi": "Asia/Dubai",
    "Abuja": "Africa/Lagos",
    "Andorra la Vella": "Europe/Andorra",
    "Ankara": "Europe/Istanbul",
    "Astana": "Asia/Almaty",
    "Bandar Seri Begawan": "Asia/Brunei",
    "Barcelona": "Europe/Madrid",
    "Basseterre": "America/St_Kitts",
    "Beijing": "Asia/Shanghai",
    "Bern": "Europe/Zurich",
    "Bonn": "Europe/Berlin",
    "Brasilia": "America/Sao_Paulo",
    "Bridgetown": "America/Barbados",
    "Canberra": "Australia/Sydney",
    "Cape Town": "Africa/Johannesburg",
    "Castries": "America/St_Lucia",
    "Delhi": "Asia/Kolkata",
    "Dodoma": "Africa/Dar_es_Salaam",
    "Doha": "Asia/Qatar",
    "Frankfurt": "Europe/Berlin",
    "Geneva": "Europe/Zurich",
    "Gitega": "Africa/Bujumbura",
    "Guatemala City": "America/Guatemala",
    "Hanoi": "Asia/Ho_Chi_Minh",
    "Honiara": "Pacific/Guadalcanal",
    "Islamabad": "Asia/Karachi",
    "Kiev": "Europe/Kyiv",
    "Kingstown": "America/St_Vincent",
    "Kuwait City": "Asia/Kuwait",
    "Lilongwe": "Africa/Blantyre",
    "Malé": "Indian/Maldives",
    "Manama": "Asia/Bahrain",
    "Milan": "Europe/Rome",
    "Montreal": "America/Toronto",
    "Moroni": "Indian/Comoro",
    "Mumbai": "Asia/Kolkata",
    "Munich": "Europe/Berlin",
    "Naypyidaw": "Asia/Yangon",
    "New Delhi": "Asia/Kolkata",
    "Ngerulmud": "Pacific/Palau",
    "Nukualofa": "Pacific/Tongatapu",
    "Osaka": "Asia/Tokyo",
    "Ottawa": "America/Toronto",
    "Palikir": "Pacific/Pohnpei",
    "Port Louis": "Indian/Mauritius",
    "Port Vila": "Pacific/Efate",
    "Praia": "Atlantic/Cape_Verde",
    "Pretoria": "Africa/Johannesburg",
    "Pristina": "Europe/Belgrade",
    "Quito": "America/Guayaquil",
    "Rabat": "Africa/Casablanca",
    "Ramallah": "Asia/Hebron",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Roseau": "America/Dominica",
    "San Francisco": "America/Los_Angeles",
    "San Salvador": "America/El_Salvador",
    "Sanaa": "Asia/Aden",
    "Sucre": "America/La_Paz",
    "Suva": "Pacific/Fiji",
    "Tel Aviv": "Asia/Jerusalem",
    "The Hague": "Europe/Amsterdam",
    "Valletta": "Europe/Malta",
    "Washington": "America/New_York",
    "Washington DC": "America/New_York",
    "Wellington": "Pacific/Auckland",
    "Yamoussoukro": "Africa/Abidjan",
    "Yaoundé": "Africa/Douala",
}
"""Seats of government and of forums, and a few large cities, that no zone is named after."""

HOMONYMS: Mapping[str, tuple[str, ...]] = {
    "Cordoba": ("America/Argentina/Cordoba", "Europe/Madrid"),
    "La Paz": ("America/La_Paz", "America/Mazatlan"),
    "Merida": ("America/Merida", "America/Caracas", "Europe/Madrid"),
    "Saint Johns": ("America/St_Johns", "America/Antigua"),
    "San Juan": ("America/Puerto_Rico", "America/Argentina/San_Juan"),
    "St Johns": ("America/St_Johns", "America/Antigua"),
    "Tripoli": ("Africa/Tripoli", "Asia/Beirut"),
}
"""Cities that a zone is named after, but that share the name with another well-known one."""

COUNTRIES: Mapping[str, str] = {
    "American Samoa": "AS",
    "Bolivia (Plurinational State of)": "BO",
    "Bosnia": "BA",
    "Britain": "GB",
    "Brunei Darussalam": "BN",
    "Burma": "MM",
    "Cabo Verde": "CV",
    "Côte dIvoire": "CI",
    "Czechia": "CZ",
    "Democratic Peoples Republic of Korea": "KP",
    "Democratic Republic of the Congo": "CD",
    "DR Congo": "CD",
    "England": "GB",
    "Great Britain": "GB",
    "Holland": "NL",
    "Holy See": "VA",
    "Hong Kong SAR": "HK",
    "Iran (Islamic Republic of)": "IR",
    "Islamic Republic of Iran": "IR",
    "Ivory Coast": "CI",
    "Lao PDR": "LA",
    "Lao Peoples Democratic Republic": "LA",
    "Macao": "MO",
    "Macedonia": "MK",
    "Micronesia (Federated States of)": "FM",
    "Myanmar": "MM",
    "North Korea": "KP",
    "Northern Ireland": "GB",
    "Palestinian Territories": "PS",
    "Peoples Republic of China": "CN",
    "Republic of Korea": "KR",
    "Republic of Moldova": "MD",
    "Republic of the Congo": "CG",
    "Russian Federation": "RU",
    "Samoa": "WS",
    "Scotland": "GB",
    "South Korea": "KR",
    "State of Palestine": "PS",
    "Swaziland": "SZ",
    "Syrian Arab Republic": "SY",
    "Tanzania (United Republic of)": "TZ",
    "The Gambia": "GM",
    "The Netherlands": "NL",
    "Timor-Leste": "TL",
    "Türkiye": "TR",
    "UAE": "AE",
    "UK": "GB",
    "United Kingdom": "GB",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United Republic of Tanzania": "TZ",
    "United States of America": "US",
    "US": "US",
    "USA": "US",
    "Vatican": "VA",
    "Venezuela (Bolivarian Republic of)": "VE",
    "Viet Nam": "VN",
    "Wales": "GB",
}
"""Common names of countries that `iso3166.tab` writes in another way."""

_OFFSET = re.compile(
    r"(?:(?:UTC|GMT|Z|Etc/GMT)\s*)?[+-]\s*\d{1,2}(?::?\d{2})?|GMT0|Etc/GMT0?|Etc/Greenwich|Greenwich", re.I
)
_PLACES = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def named_zone(text: str) -> str:
    """Return the IANA zone that `text` names: an IANA name, a city, or a country with one clock.

    Letter case, accents, blanks and punctuation do not count in cities and countries. Raises UnclearZone with
    what was expected: candidates for abbreviations, homonyms and countries with several clocks, a reason for
    offsets, else the nearest name.
    """
    found = _understood(text)
    if isinstance(found, UnclearZone):
        raise UnclearZone(str(found))
    return found


@lru_cache(maxsize=65536)
def _understood(text: str) -> str | UnclearZone:
    wanted = " ".join(text.split())
    if wanted.casefold() in UTC_NAMES:
        return "UTC"
    if _OFFSET.fullmatch(wanted):
        return UnclearZone("expected a zone such as Africa/Nairobi; an offset does not say when the clock changes")
    exact = _iana().get(wanted.replace(" ", "_").casefold())
    if exact is not None and "/" in exact:
        return exact
    if wanted.upper() in ABBREVIATIONS:
        return UnclearZone(f"expected a zone; {wanted.upper()} can mean {_either(ABBREVIATIONS[wanted.upper()])}")
    key = _key(wanted)
    candidates = _clocks_of(_countries()[key]) if key in _countries() else _cities().get(key, ())
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        return UnclearZone(f"expected one zone; {wanted} has several: {_either(candidates)}")
    if exact is not None:
        return exact
    near = nearest(wanted, _suggestible())
    hint = "" if near is None else f"; did you mean “{near}”?"
    return UnclearZone(f"expected a zone such as Africa/Nairobi, or a city or country with one{hint}")


@lru_cache(maxsize=4096)
def country_zone(country: str) -> str | None:
    """Return the zone of a country with one clock, by its English name or two-letter code (ISO 3166-1)."""
    code = _countries().get(_key(country), country if country in _zones_by_country() else None)
    clocks = _clocks_of(code) if code is not None else ()
    return clocks[0] if len(clocks) == 1 else None


def why_no_zone(country: str) -> str:
    """Say why `country_zone` finds none: a country with several clocks, or none that is known."""
    if _key(country) in _countries() or country in _zones_by_country():
        return f"{country} has no single zone"
    names = [name for code, name in _lines("zoneinfo", "iso3166.tab") if code in _zones_by_country()]
    return f"{country} is no country that is known here{suggestion(country, [*names, *COUNTRIES])}"


def _either(candidates: tuple[str, ...]) -> str:
    shown, more = candidates[:6], len(candidates) - 6
    if more > 0:
        return f"{', '.join(shown)} or one of {more} more"
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def _key(text: str) -> str:
    """The letters and digits of the text without accents and letter case, with `and` for `&`."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "", plain.replace("&", "and").casefold())


def _lines(*path: str) -> list[list[str]]:
    text = files("tzdata").joinpath(*path).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _iana() -> Mapping[str, str]:
    """All IANA names but those of offsets, by their name in small letters."""
    names = [fields[0] for fields in _lines("zones")]
    return {name.casefold(): name for name in names if name not in {"Factory", "GMT"} and not name.startswith("Etc/")}


@cache
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, _, name, *_ in _lines("zoneinfo", "zone.tab"):
        found.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in found.items()}


@cache
def _countries() -> Mapping[str, str]:
    """Country codes by the key of a name; only countries that have a zone."""
    named = [(name, code) for code, name in _lines("zoneinfo", "iso3166.tab")]
    return {_key(name): code for name, code in [*named, *COUNTRIES.items()] if code in _zones_by_country()}


@cache
def _clocks_of(code: str) -> tuple[str, ...]:
    """The zones of a country whose clocks differ from those before in some week of the years 2020 to 2037."""
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    weeks = [begin + timedelta(weeks=number) for number in range(52 * 18)]
    found: dict[tuple[timedelta | None, ...], str] = {}
    names = _zones_by_country()[code]
    if len(names) == 1:
        return names
    for name in names:
        here = zone(name)
        found.setdefault(tuple(week.astimezone(here).utcoffset() for week in weeks), name)
    return tuple(found.values())


@cache
def _cities() -> Mapping[str, tuple[str, ...]]:
    """Zones by the key of a city: first those of `zone.tab`, else former names that are unique."""
    current = [name for names in _zones_by_country().values() for name in names]
    former = [name for name in _iana().values() if name.split("/")[0] in _PLACES and not name.startswith("Australia/")]
    found = _by_city(former) | _by_city(current)
    found |= {_key(city): (name,) for city, name in CITIES.items()}
    return found | {_key(city): names for city, names in HOMONYMS.items()}


def _by_city(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        if "/" in name:
            key = _key(name.rsplit("/", 1)[1])
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), name)))
    return found


@cache
def _suggestible() -> tuple[str, ...]:
    current = [name for names in _zones_by_country().values() for name in names]
    cities = [name.rsplit("/", 1)[1].replace("_", " ") for name in current]
    countries = [name for code, name in _lines("zoneinfo", "iso3166.tab") if code in _zones_by_country()]
    return tuple(sorted({*current, *cities, *countries, *CITIES}))
