"""What is fixed stays where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from constraints.rules.fixed_start import FixedStart
from data.findings import Finding
from data.problems import Origin
from data.programme import FixedStart as FixedAt
from tests.factories import at, forum, period, programme, session, timetable

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


def test_the_demand_says_the_start_or_the_day_and_a_decision():
    decided = FixedAt(date(2020, 6, 22), at("2020-06-22 10:00"), Origin("decisions.csv", 2))
    asked = programme(
        session("a", fixed="2020-06-22 09:00"),
        session("b", fixed="2020-06-23"),
        replace(session("c"), fixed=(decided,)),
    )
    assert [RULE.demand(name, asked) for name in "abc"] == [
        "a “A” is fixed to Mon 22 Jun 2020 09:00 (Europe/Zurich).",
        "b “B” is fixed to 23 June 2020.",
        "c “C” is fixed to Mon 22 Jun 2020 10:00 (Europe/Zurich) by a decision of the team.",
    ]


def test_one_occurrence_can_be_let_move_and_must_be_held_all_the_same():
    asked = programme(session("r", repeats=2, fixed=("2020-06-22 09:00", "2020-06-23")))
    (repair,) = RULE.repairs("r.2", asked)
    assert (repair.words, repair.price) == ("let r.2 “R” move from 23 June 2020", 500)
    first, second = repair.programme.occurrences
    assert (first.fixed, second.fixed, second.must_place) == (asked.occurrence["r.1"].fixed, None, True)
