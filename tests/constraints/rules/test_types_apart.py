"""Sessions of a type that is not to run in parallel are held one at a time."""

from __future__ import annotations

from constraints.rules.types_apart import TypesApart
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = TypesApart(mode="hard")

ASKED = programme(session("p", "policy", minutes=120), session("q", "policy"), session("r", "policy"), session("w"))
NINE, TEN, ELEVEN = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 11:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_two_policy_sessions_at_once_are_found():
    assert found({"p": NINE, "q": TEN}) == [Finding("types-apart", "policy", ("p", "q"))]


def test_one_after_the_other_is_fine_and_beside_another_type_too():
    assert found({"p": NINE, "q": ELEVEN, "w": NINE}) == []


def test_the_amount_is_how_many_would_have_to_give_way():
    assert found({"p": NINE, "q": NINE, "r": TEN}) == [Finding("types-apart", "policy", ("p", "q", "r"))]
    assert found({"p": NINE, "q": NINE, "r": NINE}) == [Finding("types-apart", "policy", ("p", "q", "r"), amount=2)]


def test_only_those_that_overlap_are_named():
    assert found({"p": NINE, "q": TEN, "r": "2020-06-23 09:00"}) == [Finding("types-apart", "policy", ("p", "q"))]


def test_the_sentence_names_the_type():
    table = timetable(ASKED, {"p": NINE, "q": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "No two sessions of type “Policy” at once, but: p “P” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " q “Q” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_type_and_its_sessions():
    assert RULE.demand("policy", ASKED) == (
        "No two sessions of the type “Policy” are held at the same time: p “P”, q “Q” and r “R”."
    )


def test_the_type_can_run_in_parallel():
    (repair,) = RULE.repairs("policy", ASKED)
    assert (repair.price, repair.words) == (
        300,
        "let sessions of the type “Policy” run in parallel (forum.toml: parallel = true of the type policy)",
    )
    assert repair.programme.forum.type["policy"].parallel
