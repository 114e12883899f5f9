"""Tests that what people write for a zone is understood where it is clear, and refused with the reason where not."""

from __future__ import annotations

import pytest

from data.zone_names import (
    ABBREVIATIONS,
    CITIES,
    COUNTRIES,
    HOMONYMS,
    PRINCIPAL,
    UnclearZone,
    country_clocks,
    country_zone,
    named_zone,
    why_no_zone,
)
from data.zones import zone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Africa/Nairobi", "Africa/Nairobi"),
        ("africa/NAIROBI", "Africa/Nairobi"),
        ("America/New York", "America/New_York"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("US/Eastern", "US/Eastern"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Kathmandu", "Asia/Kathmandu"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao  paulo", "America/Sao_Paulo"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("Geneva", "Europe/Zurich"),
        ("Ho Chi Minh City", "Asia/Ho_Chi_Minh"),
        ("Bengaluru", "Asia/Kolkata"),
        ("Lhasa", "Asia/Shanghai"),
        ("Las Vegas", "America/Los_Angeles"),
        ("Salvador", "America/Bahia"),
        ("Cotonou", "Africa/Porto-Novo"),
        ("U.A.E.", "Asia/Dubai"),
        ("Saint Lucia", "America/St_Lucia"),
        ("Singapore", "Asia/Singapore"),
        ("Kenya", "Africa/Nairobi"),
        ("Germany", "Europe/Berlin"),
        ("Côte d’Ivoire", "Africa/Abidjan"),
        ("Cote d'Ivoire", "Africa/Abidjan"),
        ("Cote divoire", "Africa/Abidjan"),
        ("Cote d ivoire", "Africa/Abidjan"),
        ("Ivory Coast", "Africa/Abidjan"),
        ("N'Djamena", "Africa/Ndjamena"),
        ("N’Djamena", "Africa/Ndjamena"),
        ("St. Vincent", "America/St_Vincent"),
        ("port au prince", "America/Port-au-Prince"),
        ("Bosnia and Herzegovina", "Europe/Sarajevo"),
        ("United Kingdom", "Europe/London"),
        ("Republic of Korea", "Asia/Seoul"),
        ("Viet Nam", "Asia/Ho_Chi_Minh"),
        ("Türkiye", "Europe/Istanbul"),
        ("EST5EDT", "EST5EDT"),
    ],
)
def test_iana_names_cities_and_countries_are_understood(text: str, name: str) -> None:
    assert named_zone(text) == name


UNKNOWN = "expected a zone such as Africa/Nairobi, or a city or country with one"
OFFSET = "expected a zone such as Africa/Nairobi; an offset does not say when the clock changes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CST",
            "expected a zone; CST can mean America/Chicago, America/Mexico_City, America/Havana, Asia/Shanghai "
            "or Asia/Taipei",
        ),
        ("ist", "expected a zone; IST can mean Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("BST", "expected a zone; BST can mean Europe/London, Asia/Dhaka or Pacific/Bougainville"),
        ("GMT", "expected a zone; GMT can mean UTC, Europe/London, Africa/Accra or Africa/Abidjan"),
        ("EST", "expected a zone; EST can mean America/New_York, America/Panama, America/Jamaica or Australia/Sydney"),
        ("Portugal", "expected one zone; Portugal has several: Europe/Lisbon or Atlantic/Azores"),
        (
            "USA",
            "expected one zone; USA has several: America/New_York, America/Chicago, America/Los_Angeles, "
            "America/Denver, America/Phoenix, Pacific/Honolulu or one of 2 more",
        ),
        (
            "Brazil",
            "expected one zone; Brazil has several: America/Sao_Paulo, America/Manaus, America/Rio_Branco or "
            "America/Noronha",
        ),
        ("Ukraine", "expected one zone; Ukraine has several: Europe/Kyiv or Europe/Simferopol"),
        ("DRC", "expected one zone; DRC has several: Africa/Kinshasa or Africa/Lubumbashi"),
        ("Hyderabad", "expected one zone; Hyderabad has several: Asia/Kolkata or Asia/Karachi"),
        ("San Juan", "expected one zone; San Juan has several: America/Puerto_Rico or America/Argentina/San_Juan"),
        ("St. John's", "expected one zone; St. John's has several: America/St_Johns or America/Antigua"),
        ("+02:00", OFFSET),
        ("UTC+2", OFFSET),
        ("GMT -03:30", OFFSET),
        ("Etc/GMT+5", OFFSET),
        ("Nairoby", f"{UNKNOWN}; did you mean “Nairobi”?"),
        ("Europe/Zürich", f"{UNKNOWN}; did you mean “Europe/Zurich”?"),
        ("local", UNKNOWN),
        ("Factory", UNKNOWN),
        ("../../etc/localtime", UNKNOWN),
    ],
)
def test_what_is_no_single_zone_is_refused_with_the_reason(text: str, expected: str) -> None:
    for _ in range(2):  # the second time from memory
        with pytest.raises(UnclearZone) as raised:
            named_zone(text)
        assert str(raised.value) == expected


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("Switzerland", "Europe/Zurich"),
        ("CH", "Europe/Zurich"),
        ("Nepal", "Asia/Kathmandu"),
        ("United States", None),
        ("US", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_with_one_clock_has_a_zone(country: str, name: str | None) -> None:
    assert country_zone(country) == name


def test_the_clocks_of_a_country_begin_with_its_principal_zones() -> None:
    for code, names in PRINCIPAL.items():
        assert country_clocks(code)[: len(names)] == names
    assert country_clocks("Russia")[0] == "Europe/Moscow"
    assert country_clocks("Canada")[:2] == ("America/Toronto", "America/Vancouver")


def test_every_zone_that_can_be_meant_or_suggested_exists() -> None:
    candidates = [name for names in (*ABBREVIATIONS.values(), *HOMONYMS.values()) for name in names]
    for name in (*candidates, *CITIES.values()):
        assert zone(name).key == name


def test_every_other_name_of_a_country_leads_to_a_country() -> None:
    assert [name for name in COUNTRIES if "expected a zone such as" in _complaint(name)] == []


def _complaint(text: str) -> str:
    try:
        named_zone(text)
    except UnclearZone as error:
        return str(error)
    return ""


def test_why_a_country_gives_no_zone_is_said() -> None:
    assert why_no_zone("Brazil") == "Brazil has no single zone"
    assert why_no_zone("Kenia") == "Kenia is no country that is known here; did you mean “Kenya”?"
    assert why_no_zone("Qqqq") == "Qqqq is no country that is known here"
