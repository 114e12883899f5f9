"""Nobody has more sessions a week than they said they can take."""

from __future__ import annotations

from constraints.rules.most_a_week import MostAWeek
from data.findings import Finding
from tests.factories import appears, forum, person, programme, session, timetable

RULE = MostAWeek(mode="hard")

TWO_WEEKS = forum(on="2020-06-24..2020-07-05")
"""From a Wednesday to a Sunday."""


def found(starts, *parts, most=1):
    things = (session("a"), session("b"), session("c", "policy"), person("mia", nominee=True, most_a_week=most))
    return list(RULE.check(timetable(programme(TWO_WEEKS, *things, *parts), starts)))


BOTH = (appears("mia", "a"), appears("mia", "b"))


def test_more_in_one_week_are_counted():
    same = {"a": "2020-06-29 09:00", "b": "2020-07-05 09:00"}
    assert found(same, *BOTH) == [Finding("most-a-week", "mia 2020-06-29", ("a", "b"), ("mia",))]
    assert found(same, *BOTH, most=2) == []
    assert found(same, *BOTH, most=None) == []


def test_the_week_begins_on_monday_also_where_the_forum_does_not():
    assert found({"a": "2020-06-28 23:00", "b": "2020-06-29 00:00"}, *BOTH) == []
    assert found({"a": "2020-06-24 09:00", "b": "2020-06-28 23:00"}, *BOTH) == [
        Finding("most-a-week", "mia 2020-06-22", ("a", "b"), ("mia",))
    ]


def test_facilitation_counts():
    starts = {"a": "2020-06-29 09:00", "b": "2020-06-30 09:00", "c": ("2020-07-01 09:00", "c1", "mia")}
    assert found(starts, *BOTH) == [Finding("most-a-week", "mia 2020-06-29", ("a", "b", "c"), ("mia",), 2)]


def test_two_parts_in_one_session_count_once_and_optional_ones_not_at_all():
    parts = (appears("mia", "a", minutes=(0, 5)), appears("mia", "a", minutes=(50, 60)))
    assert found({"a": "2020-06-29 09:00", "b": "2020-06-30 09:00"}, *parts, appears("mia", "b", required=False)) == []


def test_the_sentence_names_the_sessions_of_the_week():
    asked = programme(TWO_WEEKS, session("a"), session("b"), person("mia", most_a_week=1), *BOTH)
    table = timetable(asked, {"a": "2020-06-29 09:00", "b": "2020-06-30 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) takes at most 1 a week, but has a “A” on Mon 29 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Tue 30 Jun 2020 09:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_number_and_what_somebody_has_to_be_in():
    asked = programme(
        session("a"), session("b"), person("mia", most_a_week=1), appears("mia", "a"), appears("mia", "b")
    )
    assert RULE.demand("mia 2020-06-22", asked) == (
        "Mia (mia) takes at most 1 session a week, also in the week of 22 June 2020, and has to be in a “A” and b “B”."
    )
    more, *optional = RULE.repairs("mia 2020-06-22", asked)
    assert (more.words, more.price) == ("ask Mia (mia) for 2 sessions a week (most_a_week of mia)", 50)
    assert more.programme.person["mia"].most_a_week == 2
    assert [(repair.words, repair.price) for repair in optional] == [
        ("make it optional for Mia (mia) to appear in a “A”", 100),
        ("make it optional for Mia (mia) to appear in b “B”", 100),
    ]
