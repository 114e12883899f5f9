"""The repeats of a session lie well apart, in their order."""

from __future__ import annotations

from constraints.rules.repeats_apart import RepeatsApart
from data.findings import Finding
from tests.factories import forum, programme, session, timetable

RULE = RepeatsApart(mode="hard")

THREE = programme(session("r", repeats=3))


def found(*starts, rule=RULE, asked=THREE):
    named = {f"r.{number}": start for number, start in enumerate(starts, start=1) if start}
    return list(rule.check(timetable(asked, named)))


def test_eight_hours_from_start_to_start_are_enough():
    assert found("2020-06-22 09:00", "2020-06-22 17:00", "2020-06-23 09:00") == []
    assert found("2020-06-22 09:00", "2020-06-22 16:00", "2020-06-23 09:00") == [
        Finding("repeats-apart", "r.1 r.2", ("r.1", "r.2"))
    ]


def test_how_many_hours_is_a_parameter():
    rule = RepeatsApart(mode="hard", hours=24)
    assert found("2020-06-22 09:00", "2020-06-23 09:00", rule=rule) == []
    assert found("2020-06-22 09:00", "2020-06-23 08:00", rule=rule) == [
        Finding("repeats-apart", "r.1 r.2", ("r.1", "r.2"))
    ]


def test_every_pair_that_is_too_close_counts():
    assert found("2020-06-22 09:00", "2020-06-22 12:00", "2020-06-22 15:00") == [
        Finding("repeats-apart", "r.1 r.2", ("r.1", "r.2")),
        Finding("repeats-apart", "r.1 r.3", ("r.1", "r.3")),
        Finding("repeats-apart", "r.2 r.3", ("r.2", "r.3")),
    ]


def test_repeats_are_numbered_in_order_of_time():
    assert found("2020-06-24 09:00", "2020-06-22 09:00") == [Finding("repeats-apart", "r.1 r.2", ("r.1", "r.2"))]


def test_one_that_is_left_out_does_not_matter():
    assert found("2020-06-22 09:00", None, "2020-06-22 17:00") == []


def test_hours_are_hours_also_in_the_night_in_which_the_clock_is_changed():
    night = programme(forum(on="2020-10-24..2020-10-25"), session("r", repeats=2))
    assert found("2020-10-24 20:00", "2020-10-25 03:00", asked=night) == []
    assert found("2020-10-24 20:00", "2020-10-25 02:00*", asked=night) == [
        Finding("repeats-apart", "r.1 r.2", ("r.1", "r.2"))
    ]


def test_the_days_of_a_session_are_no_repeats():
    asked = programme(session("r", "hackathon", days=2))
    assert found("2020-06-22 09:00", "2020-06-22 10:00", asked=asked) == []


def test_the_sentence_names_both():
    table = timetable(THREE, {"r.1": "2020-06-22 09:00", "r.2": "2020-06-22 12:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Less than 8 hours apart, or out of order: r.1 “R” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " r.2 “R” on Mon 22 Jun 2020 12:00 (Europe/Zurich)."
    )


def test_the_demand_names_both_and_the_hours():
    assert RULE.demand("r.1 r.3", THREE) == (
        "The repeats r.1 “R” and r.3 “R” begin at least 8 hours apart, in this order."
    )


def test_repeats_can_lie_nearer_hour_by_hour():
    (repair,) = RULE.repairs("r.1 r.2", THREE)
    assert repair.words == "let repeats lie only 7 hours apart (rules.toml: hours = 7 under [repeats-apart])"
    assert (repair.price, repair.programme, repair.rule) == (150, THREE, RepeatsApart(mode="hard", hours=7))
    assert repair.further


def test_where_no_hours_are_asked_none_can_be_spared():
    assert list(RepeatsApart(mode="hard", hours=0).repairs("r.1 r.2", THREE)) == []
