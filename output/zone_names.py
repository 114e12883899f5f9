"""The time zones that a reader of the site may choose from, with the countries people look for them by."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from data.zone_names import ABBREVIATIONS, CITIES, COUNTRIES, HOMONYMS, UTC_NAMES, country_clocks, place_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from output.language import Language


BROWSER_NAMES: Mapping[str, str] = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Catamarca": "America/Argentina/Catamarca",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Jujuy": "America/Argentina/Jujuy",
    "America/Louisville": "America/Kentucky/Louisville",
    "America/Mendoza": "America/Argentina/Mendoza",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
"""By which names browsers call zones that have another one today (CLDR never renames), and today's."""


@lru_cache(maxsize=1)
def places() -> tuple[tuple[str, str], ...]:
    """Return each zone of the world with its country in English, sorted (tzdata's zone.tab, iso3166.tab)."""
    countries = {row[0]: row[1] for row in _rows("iso3166.tab", 2)}
    return tuple(sorted((name, countries[code]) for code, _, name in _rows("zone.tab", 3)))


@lru_cache(maxsize=1)
def former_names() -> tuple[tuple[str, str], ...]:
    """Return other names of zones with the zone they mean, sorted, such as Asia/Katmandu for Asia/Kathmandu.

    Browsers know some zones only by such names (`BROWSER_NAMES`); some people too (tzdata's links).
    """
    known = {name for name, _ in places()}
    lines = _text("tzdata.zi").splitlines()
    links = [(alias, target) for _, target, alias in (each.split() for each in lines if each.startswith("L "))]
    found = {alias: target for alias, target in links if alias not in known and target in known}
    return tuple(sorted((found | dict(BROWSER_NAMES)).items()))


@lru_cache(maxsize=1)
def words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return other words for zones with the zones they can mean, sorted: what the tables of a forum understand too.

    Abbreviations, cities that share their name and countries with several clocks mean several zones; large cities
    and other countries mean one.
    """
    found: dict[str, tuple[str, ...]] = {word: (name,) for word, name in CITIES.items()}
    for country in {*COUNTRIES, *(row[1] for row in _rows("iso3166.tab", 2))}:
        clocks = country_clocks(country)
        if clocks:
            found[country] = clocks
    found |= dict.fromkeys(UTC_NAMES, ("UTC",))
    return tuple(sorted((found | dict(HOMONYMS) | dict(ABBREVIATIONS)).items()))


def own_words(language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return countries and cities as a language calls them with the zones they can mean, sorted (CLDR).

    Where a country and a city share a name, it means the country; cities that share theirs are left to `words`.
    """
    former = {today: name for name, today in BROWSER_NAMES.items()}
    shared = {place_key(city) for city in HOMONYMS}
    cities: dict[str, tuple[str, ...]] = {}
    countries: dict[str, tuple[str, ...]] = {}
    for code, _, zone in _rows("zone.tab", 3):
        city = language.city_name(zone) or language.city_name(former.get(zone, zone))
        if city and place_key(city) not in shared:
            cities[city] = (*cities.get(city, ()), zone)
        country = language.country_name(code)
        if country:
            countries[country] = country_clocks(code)
    return tuple(sorted((cities | countries).items()))


def _rows(table: str, width: int) -> list[tuple[str, ...]]:
    lines = [each for each in _text(table).splitlines() if each and not each.startswith("#")]
    return [tuple(each.split("\t")[:width]) for each in lines]


def _text(table: str) -> str:
    return files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
