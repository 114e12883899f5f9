"""What is fixed stays where it is."""

from __future__ import annotations

from constraints.rules.fixed_start import FixedStart
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

RULE = FixedStart(mode="hard")


def found(asked, starts):
    return list(RULE.check(timetable(asked, starts)))


def test_a_session_at_its_fixed_start_is_fine_and_elsewhere_is_found():
    asked = programme(session("opening", fixed="2020-06-22 14:00"))
    assert found(asked, {"opening": "2020-06-22 14:00"}) == []
    assert found(asked, {"opening": "2020-06-22 15:00"}) == [Finding("fixed-start", "opening", ("opening",))]


def test_the_same_hour_on_another_day_is_found():
    asked = programme(session("opening", fixed="2020-06-22 14:00"))
    assert found(asked, {"opening": "2020-06-23 14:00"}) == [Finding("fixed-start", "opening", ("opening",))]


def test_where_only_the_day_is_fixed_any_hour_of_it_will_do():
    asked = programme(session("a", fixed="2020-06-22"))
    assert found(asked, {"a": "2020-06-22 00:00"}) == []
    assert found(asked, {"a": "2020-06-22 23:00"}) == []
    assert found(asked, {"a": "2020-06-23 00:00"}) == [Finding("fixed-start", "a", ("a",))]


def test_of_the_hour_that_comes_twice_the_fixed_one_counts():
    night = forum(on="2020-10-25", periods=(period(on="2020-10-25", between="00:00-06:00"),))
    asked = programme(night, session("a", fixed="2020-10-25 02:00"))
    assert found(asked, {"a": "2020-10-25 02:00"}) == []
    assert found(asked, {"a": "2020-10-25 02:00*"}) == [Finding("fixed-start", "a", ("a",))]


def test_each_occurrence_has_its_own_fixed_start():
    asked = programme(session("a", repeats=2, fixed=("2020-06-22 09:00", None)))
    assert found(asked, {"a.1": "2020-06-22 09:00", "a.2": "2020-06-24 09:00"}) == []
    assert found(asked, {"a.1": "2020-06-24 09:00", "a.2": "2020-06-22 09:00"}) == [
        Finding("fixed-start", "a.1", ("a.1",))
    ]


def test_the_sentence_says_where_it_is_fixed():
    asked = programme(session("a", fixed="2020-06-22 14:00"), session("b", fixed="2020-06-22"))
    table = timetable(asked, {"a": "2020-06-23 14:00", "b": "2020-06-23 14:00"})
    assert [RULE.explain(finding, table) for finding in RULE.check(table)] == [
        "a “A” on Tue 23 Jun 2020 14:00 (Europe/Zurich) is fixed on Mon 22 Jun 2020 14:00 (Europe/Zurich).",
        "b “B” on Tue 23 Jun 2020 14:00 (Europe/Zurich) is fixed on 2020-06-22.",
    ]
