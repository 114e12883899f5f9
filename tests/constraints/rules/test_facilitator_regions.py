"""Facilitators come from all regions alike."""

from __future__ import annotations

from constraints.rules.facilitator_regions import FacilitatorRegions
from data.findings import Finding
from tests.factories import person, programme, session, timetable

RULE = FacilitatorRegions(mode="soft")

PEOPLE = (
    person("abe", nominee=True, region="Africa"),
    person("ama", nominee=True, region="Americas"),
    person("asa", nominee=True, region="Asia"),
    person("non", nominee=True),
    person("out", region="Arab States"),
)
NAMES = ("p", "q", "r", "s")


def table_of(*chosen):
    asked = programme(*(session(name, "policy") for name in NAMES), *PEOPLE)
    starts = {
        name: (f"2020-06-22 {9 + number:02}:00", "c1", *who)
        for number, (name, who) in enumerate(zip(NAMES, chosen, strict=False))
    }
    return timetable(asked, starts)


def found(*chosen):
    return list(RULE.check(table_of(*chosen)))


def test_a_difference_of_one_is_fine_also_where_a_region_has_none():
    assert found(("abe",), ("ama",)) == []
    assert found(("abe",), ("ama",), ("asa",), ("abe",)) == []


def test_what_is_more_than_one_is_counted_between_the_largest_and_the_smallest():
    assert found(("abe",), ("abe",), ("abe",), ("ama",)) == [
        Finding("facilitator-regions", "regions", ("p", "q", "r", "s"), (), 2)
    ]


def test_who_has_no_region_and_regions_without_nominees_are_left_out():
    assert found(("non",), ("non",), ("non",)) == []
    assert found(("abe",), ("non",), ("abe",)) == [Finding("facilitator-regions", "regions", ("p", "r"), (), 1)]


def test_the_sentence_says_the_numbers():
    table = table_of(("abe",), ("abe",), ("ama",))
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "The numbers of sessions that regions facilitate differ by more than one: Africa 2, Americas 1, Asia 0."
    )


def test_the_demand_names_the_regions_of_nominees():
    assert RULE.demand("regions", table_of().programme) == (
        "The numbers of sessions that nominees from Africa, Americas and Asia facilitate differ by at most one."
    )


def test_it_can_be_made_a_wish():
    asked = table_of().programme
    (repair,) = FacilitatorRegions(mode="hard").repairs("regions", asked)
    assert (repair.price, repair.words) == (
        200,
        "let nominees from some regions facilitate more than others"
        ' (rules.toml: mode = "soft" under [facilitator-regions])',
    )
    assert (repair.programme, repair.rule) == (asked, RULE)
