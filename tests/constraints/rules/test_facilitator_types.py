"""The stakeholder types that nominate facilitators have them in as many sessions each."""

from __future__ import annotations

from constraints.rules.facilitator_types import FacilitatorTypes
from data.findings import Finding
from tests.factories import person, programme, session, timetable

RULE = FacilitatorTypes(mode="soft")

PEOPLE = (
    person("ann", nominated_by="academia"),
    person("art", nominated_by="academia"),
    person("gus", nominated_by="government"),
    person("val", stakeholder_type="business"),
)
NAMES = ("p", "q", "r", "s")


def table_of(*chosen, people=PEOPLE):
    asked = programme(*(session(name, "policy") for name in NAMES), session("end", "concluding"), *people)
    starts = {
        name: (f"2020-06-22 {9 + number:02}:00", "c1", *who)
        for number, (name, who) in enumerate(zip(NAMES, chosen, strict=False))
    }
    everyone = sorted({name for who in chosen for name in who})
    return timetable(asked, {**starts, "end": ("2020-06-23 09:00", "c1", *everyone)})


def found(*chosen, **more):
    return list(RULE.check(table_of(*chosen, **more)))


def uneven(*sessions, amount=1):
    return [Finding("facilitator-types", "stakeholder types", sessions, (), amount)]


def test_a_difference_of_one_is_fine():
    assert found(("ann",), ("gus",), ("art",)) == []


def test_what_is_more_than_one_is_counted():
    assert found(("ann",), ("gus",), ("art",), ("ann",)) == uneven("p", "q", "r", "s")
    assert found(("ann",), ("art",), ("art",)) == uneven("p", "q", "r", amount=2)


def test_two_of_a_type_in_one_session_count_twice():
    assert found(("ann", "art")) == uneven("p")


def test_a_type_that_nominates_nobody_does_not_count():
    assert found(("ann",), ("art",), ("ann",), people=PEOPLE[:2]) == []
    assert found(("gus",), ("ann",), ("gus",), ("art",)) == []


def test_the_sentence_says_the_numbers():
    table = table_of(("ann",), ("art",), ("art",), ("gus",))
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "The numbers of sessions that stakeholder types facilitate differ by more than one: academia 3, government 1."
    )


def test_the_demand_names_the_types_that_nominate():
    assert RULE.demand("stakeholder types", table_of().programme) == (
        "The numbers of sessions that nominees of academia and government facilitate differ by at most one."
    )


def test_it_can_be_made_a_wish():
    asked = table_of().programme
    (repair,) = FacilitatorTypes(mode="hard").repairs("stakeholder types", asked)
    assert (repair.price, repair.words) == (
        200,
        "let nominees of some stakeholder types facilitate more than others"
        ' (rules.toml: mode = "soft" under [facilitator-types])',
    )
    assert (repair.programme, repair.rule) == (asked, RULE)
