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
    "Ahmedabad": "Asia/Kolkata",
    "Aleppo": "Asia/Damascus",
    "Alexandria": "Africa/Cairo",
    "Andorra la Vella": "Europe/Andorra",
    "Ankara": "Europe/Istanbul",
    "Antwerp": "Europe/Brussels",
    "Arusha": "Africa/Dar_es_Salaam",
    "Astana": "Asia/Almaty",
    "Atlanta": "America/New_York",
    "Austin": "America/Chicago",
    "Bandar Seri Begawan": "Asia/Brunei",
    "Bangalore": "Asia/Kolkata",
    "Barcelona": "Europe/Madrid",
    "Basel": "Europe/Zurich",
    "Basra": "Asia/Baghdad",
    "Basseterre": "America/St_Kitts",
    "Beijing": "Asia/Shanghai",
    "Belo Horizonte": "America/Sao_Paulo",
    "Bengaluru": "Asia/Kolkata",
    "Benghazi": "Africa/Tripoli",
    "Bern": "Europe/Zurich",
    "Bonn": "Europe/Berlin",
    "Boston": "America/New_York",
    "Brasilia": "America/Sao_Paulo",
    "Bridgetown": "America/Barbados",
    "Busan": "Asia/Seoul",
    "Calgary": "America/Edmonton",
    "Cali": "America/Bogota",
    "Canberra": "Australia/Sydney",
    "Cape Town": "Africa/Johannesburg",
    "Castries": "America/St_Lucia",
    "Chengdu": "Asia/Shanghai",
    "Chennai": "Asia/Kolkata",
    "Chittagong": "Asia/Dhaka",
    "Cologne": "Europe/Berlin",
    "Cotonou": "Africa/Porto-Novo",
    "Cusco": "America/Lima",
    "Dallas": "America/Chicago",
    "Delhi": "Asia/Kolkata",
    "Dodoma": "Africa/Dar_es_Salaam",
    "Doha": "Asia/Qatar",
    "Dubrovnik": "Europe/Zagreb",
    "Durban": "Africa/Johannesburg",
    "Edinburgh": "Europe/London",
    "Florence": "Europe/Rome",
    "Frankfurt": "Europe/Berlin",
    "Geneva": "Europe/Zurich",
    "Gitega": "Africa/Bujumbura",
    "Gothenburg": "Europe/Stockholm",
    "Guangzhou": "Asia/Shanghai",
    "Guatemala City": "America/Guatemala",
    "Hamburg": "Europe/Berlin",
    "Hangzhou": "Asia/Shanghai",
    "Hanoi": "Asia/Ho_Chi_Minh",
    "Hiroshima": "Asia/Tokyo",
    "Ho Chi Minh City": "Asia/Ho_Chi_Minh",
    "Honiara": "Pacific/Guadalcanal",
    "Houston": "America/Chicago",
    "Ibadan": "Africa/Lagos",
    "Incheon": "Asia/Seoul",
    "Isfahan": "Asia/Tehran",
    "Islamabad": "Asia/Karachi",
    "Izmir": "Europe/Istanbul",
    "Jaipur": "Asia/Kolkata",
    "Jeddah": "Asia/Riyadh",
    "Kano": "Africa/Lagos",
    "Kazan": "Europe/Moscow",
    "Kiev": "Europe/Kyiv",
    "Kingstown": "America/St_Vincent",
    "Krakow": "Europe/Warsaw",
    "Kumasi": "Africa/Accra",
    "Kuwait City": "Asia/Kuwait",
    "Kyoto": "Asia/Tokyo",
    "Lahore": "Asia/Karachi",
    "Las Vegas": "America/Los_Angeles",
    "Lausanne": "Europe/Zurich",
    "Lhasa": "Asia/Shanghai",
    "Lilongwe": "Africa/Blantyre",
    "Lyon": "Europe/Paris",
    "Malé": "Indian/Maldives",
    "Manama": "Asia/Bahrain",
    "Manchester": "Europe/London",
    "Mandalay": "Asia/Yangon",
    "Marrakesh": "Africa/Casablanca",
    "Marseille": "Europe/Paris",
    "Mecca": "Asia/Riyadh",
    "Medellin": "America/Bogota",
    "Melaka": "Asia/Kuala_Lumpur",
    "Miami": "America/New_York",
    "Milan": "Europe/Rome",
    "Mombasa": "Africa/Nairobi",
    "Montreal": "America/Toronto",
    "Moroni": "Indian/Comoro",
    "Mumbai": "Asia/Kolkata",
    "Munich": "Europe/Berlin",
    "Nagoya": "Asia/Tokyo",
    "Nanjing": "Asia/Shanghai",
    "Naples": "Europe/Rome",
    "Naypyidaw": "Asia/Yangon",
    "New Delhi": "Asia/Kolkata",
    "New York City": "America/New_York",
    "Ngerulmud": "Pacific/Palau",
    "Nice": "Europe/Paris",
    "Nukualofa": "Pacific/Tongatapu",
    "Oran": "Africa/Algiers",
    "Osaka": "Asia/Tokyo",
    "Ottawa": "America/Toronto",
    "Palikir": "Pacific/Pohnpei",
    "Philadelphia": "America/New_York",
    "Pokhara": "Asia/Kathmandu",
    "Port Elizabeth": "Africa/Johannesburg",
    "Port Louis": "Indian/Mauritius",
    "Porto": "Europe/Lisbon",
    "Porto Alegre": "America/Sao_Paulo",
    "Port Vila": "Pacific/Efate",
    "Praia": "Atlantic/Cape_Verde",
    "Pretoria": "Africa/Johannesburg",
    "Pristina": "Europe/Belgrade",
    "Pune": "Asia/Kolkata",
    "Quebec": "America/Toronto",
    "Quebec City": "America/Toronto",
    "Quito": "America/Guayaquil",
    "Rabat": "Africa/Casablanca",
    "Ramallah": "Asia/Hebron",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Roseau": "America/Dominica",
    "Rotterdam": "Europe/Amsterdam",
    "Salvador": "America/Bahia",
    "Sanaa": "Asia/Aden",
    "San Diego": "America/Los_Angeles",
    "San Francisco": "America/Los_Angeles",
    "San Salvador": "America/El_Salvador",
    "Sapporo": "Asia/Tokyo",
    "Seattle": "America/Los_Angeles",
    "Sevilla": "Europe/Madrid",
    "Sharjah": "Asia/Dubai",
    "Shenzhen": "Asia/Shanghai",
    "Shiraz": "Asia/Tehran",
    "Strasbourg": "Europe/Paris",
    "Sucre": "America/La_Paz",
    "Surabaya": "Asia/Jakarta",
    "Suva": "Pacific/Fiji",
    "Tabriz": "Asia/Tehran",
    "Tangier": "Africa/Casablanca",
    "Tel Aviv": "Asia/Jerusalem",
    "The Hague": "Europe/Amsterdam",
    "Thessaloniki": "Europe/Athens",
    "Tianjin": "Asia/Shanghai",
    "Turin": "Europe/Rome",
    "Valletta": "Europe/Malta",
    "Venice": "Europe/Rome",
    "Washington": "America/New_York",
    "Washington DC": "America/New_York",
    "Wellington": "Pacific/Auckland",
    "Wuhan": "Asia/Shanghai",
    "Xian": "Asia/Shanghai",
    "Yamoussoukro": "Africa/Abidjan",
    "Yaoundé": "Africa/Douala",
    "Zanzibar": "Africa/Dar_es_Salaam",
}
"""Seats of government and of forums, and the large cities of the world, that no zone is named after."""

HOMONYMS: Mapping[str, tuple[str, ...]] = {
    "Cordoba": ("America/Argentina/Cordoba", "Europe/Madrid"),
    "Guadalajara": ("America/Mexico_City", "Europe/Madrid"),
    "Hyderabad": ("Asia/Kolkata", "Asia/Karachi"),
    "La Paz": ("America/La_Paz", "America/Mazatlan"),
    "Merida": ("America/Merida", "America/Caracas", "Europe/Madrid"),
    "Saint Johns": ("America/St_Johns", "America/Antigua"),
    "Saint Petersburg": ("Europe/Moscow", "America/New_York"),
    "San Juan": ("America/Puerto_Rico", "America/Argentina/San_Juan"),
    "St Johns": ("America/St_Johns", "America/Antigua"),
    "St Petersburg": ("Europe/Moscow", "America/New_York"),
    "Tripoli": ("Africa/Tripoli", "Asia/Beirut"),
    "Valencia": ("Europe/Madrid", "America/Caracas"),
}
"""Cities that share their name with another well-known one of another clock."""

COUNTRIES: Mapping[str, str] = {
    "American Samoa": "AS",
    "Bolivia (Plurinational State of)": "BO",
    "Bosnia": "BA",
    "Britain": "GB",
    "Brunei Darussalam": "BN",
    "Burma": "MM",
    "Cabo Verde": "CV",
    "Congo Brazzaville": "CG",
    "Congo Kinshasa": "CD",
    "Côte dIvoire": "CI",
    "Czechia": "CZ",
    "Democratic Peoples Republic of Korea": "KP",
    "Democratic Republic of Congo": "CD",
    "Democratic Republic of the Congo": "CD",
    "DRC": "CD",
    "DR Congo": "CD",
    "Emirates": "AE",
    "England": "GB",
    "Eswatini": "SZ",
    "Federated States of Micronesia": "FM",
    "Great Britain": "GB",
    "Holland": "NL",
    "Holy See": "VA",
    "Hong Kong SAR": "HK",
    "Iran (Islamic Republic of)": "IR",
    "Islamic Republic of Iran": "IR",
    "Ivory Coast": "CI",
    "Kingdom of Saudi Arabia": "SA",
    "KSA": "SA",
    "Kyrgyz Republic": "KG",
    "Lao PDR": "LA",
    "Lao Peoples Democratic Republic": "LA",
    "Macao": "MO",
    "Macao SAR": "MO",
    "Macau SAR": "MO",
    "Macedonia": "MK",
    "Micronesia (Federated States of)": "FM",
    "Myanmar": "MM",
    "Northern Ireland": "GB",
    "North Korea": "KP",
    "Palestinian Territories": "PS",
    "Peoples Republic of China": "CN",
    "PNG": "PG",
    "Republic of Korea": "KR",
    "Republic of Moldova": "MD",
    "Republic of the Congo": "CG",
    "Republic of Türkiye": "TR",
    "Russian Federation": "RU",
    "Saint Kitts and Nevis": "KN",
    "Saint Lucia": "LC",
    "Saint Vincent and the Grenadines": "VC",
    "Samoa": "WS",
    "Sao Tome": "ST",
    "Scotland": "GB",
    "Slovak Republic": "SK",
    "South Korea": "KR",
    "State of Palestine": "PS",
    "Swaziland": "SZ",
    "Syrian Arab Republic": "SY",
    "Tanzania (United Republic of)": "TZ",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "The Netherlands": "NL",
    "The Philippines": "PH",
    "The United States": "US",
    "Timor-Leste": "TL",
    "Trinidad": "TT",
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

PRINCIPAL: Mapping[str, tuple[str, ...]] = {
    "AU": (
        "Australia/Sydney",
        "Australia/Brisbane",
        "Australia/Perth",
        "Australia/Adelaide",
        "Australia/Darwin",
    ),
    "BR": ("America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "America/Noronha"),
    "CA": (
        "America/Toronto",
        "America/Vancouver",
        "America/Edmonton",
        "America/Winnipeg",
        "America/Halifax",
        "America/Regina",
        "America/St_Johns",
    ),
    "FM": ("Pacific/Pohnpei", "Pacific/Chuuk"),
    "MX": ("America/Mexico_City", "America/Tijuana", "America/Hermosillo", "America/Cancun"),
    "RU": (
        "Europe/Moscow",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Irkutsk",
        "Europe/Samara",
        "Asia/Vladivostok",
    ),
    "UA": ("Europe/Kyiv",),
    "US": (
        "America/New_York",
        "America/Chicago",
        "America/Los_Angeles",
        "America/Denver",
        "America/Phoenix",
        "Pacific/Honolulu",
        "America/Anchorage",
    ),
}
"""The zones that most people of a country live by, most people first; `zone.tab` goes from east to west there."""

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
    key = place_key(wanted)
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
    clocks = country_clocks(country)
    return clocks[0] if len(clocks) == 1 else None


def country_clocks(country: str) -> tuple[str, ...]:
    """Return a zone for each clock of a country, by its English name or two-letter code; none if it is not known."""
    code = country_code(country)
    return _clocks_of(code) if code is not None else ()


def country_code(country: str) -> str | None:
    """Return the two-letter code (ISO 3166-1) of a country that has a zone, by its English name or by this code."""
    return _countries().get(place_key(country), country if country in _zones_by_country() else None)


def why_no_zone(country: str) -> str:
    """Say why `country_zone` finds none: a country with several clocks, or none that is known."""
    if country_code(country) is not None:
        return f"{country} has no single zone"
    names = [name for code, name in _lines("zoneinfo", "iso3166.tab") if code in _zones_by_country()]
    return f"{country} is no country that is known here{suggestion(country, [*names, *COUNTRIES])}"


def _either(candidates: tuple[str, ...]) -> str:
    shown, more = candidates[:6], len(candidates) - 6
    if more > 0:
        return f"{', '.join(shown)} or one of {more} more"
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def place_key(text: str) -> str:
    """Return the letters and digits of a name of a place without accents and letter case, with `and` for `&`."""
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
    return {place_key(name): code for name, code in [*named, *COUNTRIES.items()] if code in _zones_by_country()}


@cache
def _clocks_of(code: str) -> tuple[str, ...]:
    """The zones of a country whose clocks differ from those before in some week of the years 2020 to 2037.

    The principal ones come first.
    """
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    weeks = [begin + timedelta(weeks=number) for number in range(52 * 18)]
    found: dict[tuple[timedelta | None, ...], str] = {}
    names = tuple(dict.fromkeys((*PRINCIPAL.get(code, ()), *_zones_by_country()[code])))
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
    found |= {place_key(city): (name,) for city, name in CITIES.items()}
    return found | {place_key(city): names for city, names in HOMONYMS.items()}


def _by_city(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        if "/" in name:
            key = place_key(name.rsplit("/", 1)[1])
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), name)))
    return found


@cache
def _suggestible() -> tuple[str, ...]:
    current = [name for names in _zones_by_country().values() for name in names]
    cities = [name.rsplit("/", 1)[1].replace("_", " ") for name in current]
    countries = [name for code, name in _lines("zoneinfo", "iso3166.tab") if code in _zones_by_country()]
    return tuple(sorted({*current, *cities, *countries, *CITIES}))
