"""Nobody facilitates a session in which they appear."""

from __future__ import annotations

from constraints.rules.facilitator_not_panellist import FacilitatorNotPanellist
from data.findings import Finding
from tests.factories import appears, person, programme, session, timetable

RULE = FacilitatorNotPanellist(mode="hard")

NINE = "2020-06-22 09:00"


def table_of(*parts):
    asked = programme(session("p", "policy"), session("end", "concluding"), person("ann", nominee=True), *parts)
    return timetable(asked, {"p": (NINE, "c1", "ann"), "end": ("2020-06-23 09:00", "c1", "ann")})


def found(*parts):
    return list(RULE.check(table_of(*parts)))


BOTH = [Finding("facilitator-not-panellist", "ann p", ("p",), ("ann",))]


def test_a_facilitator_who_speaks_in_the_session_is_found():
    assert found() == []
    assert found(appears("ann", "p")) == BOTH


def test_an_optional_appearance_counts_as_well():
    assert found(appears("ann", "p", required=False)) == BOTH


def test_several_appearances_are_one_finding():
    assert found(appears("ann", "p", minutes=(0, 5)), appears("ann", "p", minutes=(50, 60))) == BOTH


def test_at_the_concluding_session_those_who_facilitated_may_appear():
    assert found(appears("ann", "end")) == []


def test_the_sentence_names_both():
    table = table_of(appears("ann", "p"))
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "Ann (ann) cannot facilitate p “P” and appear in it."


def test_the_demand_says_what_the_person_does_there():
    asked = table_of(appears("ann", "p", "moderator"), appears("ann", "p"), appears("ann", "p")).programme
    assert RULE.demand("ann p", asked) == (
        "Ann (ann) appears in p “P” as moderator and speaker and so cannot facilitate it."
    )


def test_the_person_can_facilitate_instead_more_easily_if_the_appearance_is_optional():
    bea = (person("bea"), appears("bea", "p"), appears("ann", "end"))
    for parts, price in (
        ((appears("ann", "p"), appears("ann", "p", required=False)), 100),
        ((appears("ann", "p", required=False),), 50),
    ):
        asked = table_of(*parts, *bea).programme
        (repair,) = RULE.repairs("ann p", asked)
        assert (repair.price, repair.words) == (
            price,
            "let Ann (ann) facilitate p “P” instead of appearing in it (delete the rows in appearances)",
        )
        assert repair.programme.appearances == asked.appearances[-2:]
