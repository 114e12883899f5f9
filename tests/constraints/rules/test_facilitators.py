"""Every session that needs facilitators has them."""

from __future__ import annotations

from constraints.rules.facilitators import Facilitators
from data.findings import Finding
from tests.factories import forum, kind, person, programme, session, timetable

RULE = Facilitators(mode="hard")

NINE = "2020-06-22 09:00"
PEOPLE = (person("ann", nominee=True), person("ben", nominee=True), person("cem", nominee=True), person("stranger"))


def table_of(*who, type="policy"):
    return timetable(programme(session("p", type), *PEOPLE), {"p": (NINE, "c1", *who)})


def found(*who, type="policy"):
    return list(RULE.check(table_of(*who, type=type)))


def test_a_policy_session_has_one_or_two():
    assert found() == [Finding("facilitators", "p", ("p",))]
    assert found("ann") == []
    assert found("ann", "ben") == []
    assert found("ann", "ben", "cem") == [Finding("facilitators", "p", ("p",), ("ann", "ben", "cem"))]


def test_only_nominees_facilitate():
    assert found("stranger") == [Finding("facilitators", "p", ("p",), ("stranger",))]
    assert found("ann", "stranger") == [Finding("facilitators", "p", ("p",), ("stranger",))]


def test_other_sessions_have_none():
    assert found(type="workshop") == []
    assert found("ann", type="workshop") == [Finding("facilitators", "p", ("p",), ("ann",))]


def test_a_concluding_session_has_any_number_of_nominees():
    assert found("ann", "ben", "cem", type="concluding") == []
    assert found(type="concluding") == []
    assert found("stranger", type="concluding") == [Finding("facilitators", "p", ("p",), ("stranger",))]


def test_the_sentence_says_how_many_or_who_is_no_nominee():
    assert [
        RULE.explain(finding, table) for table in (table_of(), table_of("stranger")) for finding in RULE.check(table)
    ] == [
        "p “P” has 0 facilitators and needs 1 to 2.",
        "p “P” is facilitated by Stranger (stranger), whom nobody nominated.",
    ]


def asked_of(nominees, **numbers):
    return programme(forum(types=(kind("policy", **numbers),)), session("p", "policy"), *PEOPLE[:nominees])


def test_the_demand_says_how_many_and_how_many_there_are_if_they_are_too_few():
    assert [
        RULE.demand("p", asked_of(nominees, **numbers))
        for nominees, numbers in (
            (1, {"facilitators": 1, "facilitators_most": 1}),
            (2, {"facilitators": 1, "facilitators_most": 2}),
            (1, {"facilitators": 2, "facilitators_most": 2}),
            (0, {"facilitators": 1, "facilitators_most": 2}),
            (2, {"facilitators_most": 2}),
        )
    ] == [
        "p “P” needs 1 facilitator, chosen among the nominees.",
        "p “P” needs 1 to 2 facilitators, chosen among the nominees.",
        "p “P” needs 2 facilitators, chosen among the nominees (1 so far).",
        "p “P” needs 1 to 2 facilitators, chosen among the nominees (none so far).",
        "p “P” has at most 2 facilitators, chosen among the nominees.",
    ]


def test_the_type_can_do_with_one_less_and_with_none_at_a_higher_price():
    (fewer,) = RULE.repairs("p", asked_of(1, facilitators=2, facilitators_most=2))
    assert (fewer.price, fewer.words) == (
        150,
        "let sessions of the type “Policy” do with 1 facilitator instead of 2"
        " (forum.toml: facilitators = 1 of the type policy)",
    )
    assert fewer.programme.forum.types == (kind("policy", facilitators=1, facilitators_most=2),)
    (none,) = RULE.repairs("p", fewer.programme)
    assert (none.price, none.words) == (
        300,
        "let sessions of the type “Policy” be held without a facilitator"
        " (forum.toml: facilitators = 0 of the type policy)",
    )
    assert none.programme.forum.types == (kind("policy", facilitators_most=2),)
    assert list(RULE.repairs("p", none.programme)) == []
