"""Every session that needs facilitators has them."""

from __future__ import annotations

from constraints.rules.facilitators import Facilitators
from data.findings import Finding
from tests.factories import person, programme, session, timetable

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
