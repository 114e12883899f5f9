"""Nobody has a part in the programme on a public holiday of their country."""

from __future__ import annotations

from datetime import date

from constraints.rules.holidays import Holidays
from data.findings import Finding
from data.programme import Holiday
from tests.factories import appears, forum, person, programme, session, timetable

RULE = Holidays(mode="soft")

FREE = (
    Holiday(date(2020, 6, 23), "Midsummer", ("Finland", "Sweden")),
    Holiday(date(2020, 6, 25), "Day of all", ()),
)
SESSIONS = (session("a", minutes=120), session("p", "policy"))


def table_of(start, *parts, country="sweden", zone=None, where="a", who=()):
    mia = person("mia", zone, nominee=True, country=country)
    return timetable(programme(forum(holidays=FREE), *SESSIONS, mia, *parts), {where: (start, "c1", *who)})


def found(start, *parts, **more):
    return list(RULE.check(table_of(start, *(parts or (appears("mia", "a"),)), **more)))


ON = [Finding("holidays", "mia a", ("a",), ("mia",))]


def test_the_holiday_of_the_country_counts_and_that_of_others_does_not():
    assert found("2020-06-23 09:00") == ON
    assert found("2020-06-22 09:00") == []
    assert found("2020-06-23 09:00", country="Norway") == []
    assert found("2020-06-23 09:00", country="") == []


def test_a_holiday_without_countries_is_everyones():
    assert found("2020-06-25 09:00", country="") == ON


def test_the_date_is_that_of_the_persons_clock():
    assert found("2020-06-22 23:00", zone="Asia/Tokyo") == ON
    assert found("2020-06-23 01:00", zone="America/New_York") == []


def test_the_date_is_that_on_which_the_part_begins():
    assert found("2020-06-22 23:00", appears("mia", "a", minutes=(30, 120))) == []
    assert found("2020-06-22 23:00", appears("mia", "a", minutes=(60, 120))) == ON


def test_two_parts_in_one_session_count_once_and_optional_ones_not_at_all():
    parts = (appears("mia", "a", minutes=(0, 5)), appears("mia", "a", minutes=(90, 120)))
    assert found("2020-06-23 09:00", *parts) == ON
    assert found("2020-06-23 09:00", appears("mia", "a", required=False)) == []


def test_facilitation_counts_once_beside_an_appearance():
    where = {"where": "p", "who": ("mia",)}
    assert found("2020-06-23 09:00", **where) == [Finding("holidays", "mia p", ("p",), ("mia",))]
    assert found("2020-06-23 09:00", appears("mia", "p"), **where) == [Finding("holidays", "mia p", ("p",), ("mia",))]


def test_the_sentence_names_the_holiday_and_the_own_time_of_the_part():
    table = table_of("2020-06-22 22:00", appears("mia", "a", minutes=(90, 120)), zone="Europe/Stockholm")
    assert list(RULE.check(table)) == []
    table = table_of("2020-06-22 23:00", appears("mia", "a", minutes=(90, 120)), zone="Europe/Stockholm")
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) has a “A” on a holiday, Midsummer: Tue 23 Jun 2020 00:30 (Europe/Stockholm)."
    )
