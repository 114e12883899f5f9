"""People take part in comfortable hours of their own day; night counts three times."""

from __future__ import annotations

from constraints.rules.comfortable_hours import ComfortableHours
from data.findings import Finding
from tests.factories import appears, forum, period, person, programme, session, timetable

RULE = ComfortableHours(mode="soft", weight=1)
"""The usual hours: comfortable from 08:00 to 20:00, night from 23:00 to 06:00."""


def found(start, *parts, zone="Europe/Zurich", rule=RULE):
    asked = programme(session("a"), person("mia", zone), *(parts or (appears("mia", "a"),)))
    return [finding.amount for finding in rule.check(timetable(asked, {"a": start}))]


def test_the_finding_names_the_person_and_the_session():
    asked = programme(session("a"), person("mia", "Europe/Zurich"), appears("mia", "a"))
    assert list(RULE.check(timetable(asked, {"a": "2020-06-22 07:00"}))) == [
        Finding("comfortable-hours", "mia a", ("a",), ("mia",), 4)
    ]


def test_comfortable_hours_cost_nothing_up_to_their_ends():
    assert found("2020-06-22 08:00") == []
    assert found("2020-06-22 19:00") == []


def test_each_quarter_of_an_hour_outside_counts_and_is_rounded_up():
    assert found("2020-06-22 19:30") == [2]
    assert found("2020-06-22 19:10") == [1]
    assert found("2020-06-22 20:00") == [4]


def test_the_night_counts_twice_more():
    assert found("2020-06-22 22:30") == [2 + 2 * 3]
    assert found("2020-06-22 02:00") == [4 * 3]


def test_it_is_the_person_s_own_clock_and_minutes():
    assert found("2020-06-22 14:00", zone="America/New_York") == []
    assert found("2020-06-22 13:30", zone="America/New_York") == [2]
    assert found("2020-06-22 13:30", appears("mia", "a", minutes=(30, 60)), zone="America/New_York") == []


def test_who_leads_counts_twice_and_how_often_is_a_parameter():
    assert found("2020-06-22 20:00", appears("mia", "a", "moderator")) == [8]
    assert found("2020-06-22 20:00", appears("mia", "a", "host")) == [8]
    assert found("2020-06-22 20:00", appears("mia", "a", "welcome")) == [4]
    thrice = ComfortableHours(mode="soft", lead_factor=3)
    assert found("2020-06-22 20:00", appears("mia", "a", "host"), rule=thrice) == [12]


def test_facilitators_lead():
    asked = programme(session("p", "policy"), person("mia", "Europe/Zurich", nominee=True))
    table = timetable(asked, {"p": ("2020-06-22 20:00", "c1", "mia")})
    assert list(RULE.check(table)) == [Finding("comfortable-hours", "mia p", ("p",), ("mia",), 8)]


def test_optional_appearances_count_and_several_in_one_session_are_added_up():
    parts = (appears("mia", "a", minutes=(0, 20), required=False), appears("mia", "a", minutes=(50, 60)))
    assert found("2020-06-22 20:00", *parts) == [2 + 1]


def test_people_whose_zone_is_not_known_are_left_out():
    assert found("2020-06-22 02:00", zone=None) == []


def test_an_hour_that_comes_twice_has_each_of_its_minutes_counted():
    night = forum(on="2020-10-25", periods=(period(on="2020-10-25", between="00:00-06:00"),))
    asked = programme(night, session("a", minutes=120), person("mia", "Europe/Zurich"), appears("mia", "a"))
    table = timetable(asked, {"a": "2020-10-25 02:00"})
    assert [finding.amount for finding in RULE.check(table)] == [8 * 3]


def test_the_sentence_gives_the_person_s_own_clock():
    asked = programme(session("a"), person("mia", "Asia/Kathmandu"), appears("mia", "a"))
    table = timetable(asked, {"a": "2020-06-22 18:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "For Mia (mia) a “A” begins at Mon 22 Jun 2020 21:45 (Asia/Kathmandu)."
