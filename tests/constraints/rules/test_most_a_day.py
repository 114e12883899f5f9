"""Nobody has more sessions a day than they said they can take."""

from __future__ import annotations

from constraints.rules.most_a_day import MostADay
from data.findings import Finding
from tests.factories import appears, forum, period, person, programme, session, timetable

RULE = MostADay(mode="hard")

THREE = (session("a"), session("b"), session("c"))


def found(starts, *parts, most=2, sessions=THREE):
    asked = programme(*sessions, person("mia", most_a_day=most), *parts)
    return list(RULE.check(timetable(asked, starts)))


ALL = tuple(appears("mia", name) for name in "abc")
MONDAY = {"a": "2020-06-22 09:00", "b": "2020-06-22 12:00"}


def test_as_many_as_they_can_take_are_fine_and_more_are_counted():
    assert found(MONDAY, *ALL) == []
    assert found({**MONDAY, "c": "2020-06-22 16:00"}, *ALL) == [
        Finding("most-a-day", "mia 2020-06-22", ("a", "b", "c"), ("mia",))
    ]
    assert found({**MONDAY, "c": "2020-06-22 16:00"}, *ALL, most=1) == [
        Finding("most-a-day", "mia 2020-06-22", ("a", "b", "c"), ("mia",), 2)
    ]


def test_another_day_counts_by_itself():
    assert found({**MONDAY, "c": "2020-06-23 09:00"}, *ALL) == []


def test_the_day_is_that_at_home_on_which_a_session_begins():
    assert found({"a": "2020-06-22 01:00", "b": "2020-06-22 23:00"}, *ALL, most=1) == [
        Finding("most-a-day", "mia 2020-06-22", ("a", "b"), ("mia",))
    ]
    assert found({"a": "2020-06-22 23:00", "b": "2020-06-23 01:00"}, *ALL, most=1) == []


def test_two_parts_in_one_session_count_once_and_optional_ones_not_at_all():
    parts = (appears("mia", "a", minutes=(0, 5)), appears("mia", "a", minutes=(50, 60)))
    assert found(MONDAY, *parts, appears("mia", "b", required=False), most=1) == []


def test_who_said_nothing_takes_any_number():
    assert found({**MONDAY, "c": "2020-06-22 16:00"}, *ALL, most=None) == []


def test_facilitating_counts():
    asked = programme(
        forum(periods=(period(),)),
        session("a", "policy"),
        session("b"),
        person("mia", nominee=True, most_a_day=1),
        appears("mia", "b"),
    )
    table = timetable(asked, {"a": ("2020-06-22 09:00", "c1", "mia"), "b": "2020-06-22 12:00"})
    assert list(RULE.check(table)) == [Finding("most-a-day", "mia 2020-06-22", ("a", "b"), ("mia",))]


def test_the_sentence_names_the_sessions_of_the_day():
    table = timetable(programme(*THREE, person("mia", most_a_day=1), *ALL), MONDAY)
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) takes at most 1 a day, but has a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Mon 22 Jun 2020 12:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_number_and_what_somebody_has_to_be_in():
    asked = programme(session("a"), session("b"), person("mia", most_a_day=1), appears("mia", "a"), appears("mia", "b"))
    assert RULE.demand("mia 2020-06-22", asked) == (
        "Mia (mia) takes at most 1 session a day, also on 22 June 2020, and has to be in a “A” and b “B”."
    )
    more, *optional = RULE.repairs("mia 2020-06-22", asked)
    assert (more.words, more.price) == ("ask Mia (mia) for 2 sessions a day (most_a_day of mia)", 50)
    assert more.programme.person["mia"].most_a_day == 2
    assert [(repair.words, repair.price) for repair in optional] == [
        ("make it optional for Mia (mia) to appear in a “A”", 100),
        ("make it optional for Mia (mia) to appear in b “B”", 100),
    ]
