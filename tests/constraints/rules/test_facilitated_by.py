"""Facilitators whom the team has settled facilitate their sessions."""

from __future__ import annotations

from constraints.rules.facilitated_by import FacilitatedBy
from data.findings import Finding
from tests.factories import person, programme, session, timetable

RULE = FacilitatedBy(mode="hard")

ASKED = programme(
    session("p", "policy", repeats=2, facilitated_by=("ann", "bea")),
    session("q", "policy"),
    *(person(name, nominee=True) for name in ("ann", "bea", "cem")),
)
NINE, TEN = "2020-06-22 09:00", "2020-06-22 10:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_everyone_named_has_to_be_there_and_others_may():
    assert found({"p.1": (NINE, "c1", "ann", "bea")}) == []
    assert found({"p.1": (NINE, "c1", "ann", "bea", "cem"), "q": (TEN, "c1", "cem")}) == []


def test_who_is_not_there_is_found():
    assert found({"p.1": (NINE, "c1", "bea", "cem")}) == [Finding("facilitated-by", "ann p.1", ("p.1",), ("ann",))]


def test_each_holding_that_is_held_is_looked_at():
    assert found({"p.1": (NINE, "c1", "ann"), "p.2": TEN}) == [
        Finding("facilitated-by", "bea p.1", ("p.1",), ("bea",)),
        Finding("facilitated-by", "ann p.2", ("p.2",), ("ann",)),
        Finding("facilitated-by", "bea p.2", ("p.2",), ("bea",)),
    ]
    assert found({}) == []


def test_the_sentence_names_the_person_and_the_session():
    table = timetable(ASKED, {"p.1": (NINE, "c1", "bea")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Ann (ann) is settled to facilitate p.1 “P” on Mon 22 Jun 2020 09:00 (Europe/Zurich), but is not chosen for it."
    )


def test_the_demand_names_whom_the_team_has_settled():
    assert RULE.demand("ann p.2", ASKED) == "The team has settled that Ann (ann) facilitates p.2 “P”."


def test_somebody_else_can_facilitate():
    (repair,) = RULE.repairs("ann p.2", ASKED)
    assert (repair.price, repair.words) == (
        100,
        "let somebody else than Ann (ann) facilitate p “P” (take ann out of facilitated_by)",
    )
    assert repair.programme.session["p"].facilitated_by == ("bea",)
