"""Nobody facilitates more sessions than can be asked of one person."""

from __future__ import annotations

from constraints.rules.facilitator_load import FacilitatorLoad
from data.findings import Finding
from tests.factories import appears, person, programme, session, timetable

RULE = FacilitatorLoad(mode="hard")

ASKED = programme(
    session("p", "policy"),
    session("q", "policy"),
    session("r", "policy"),
    session("s", "policy"),
    session("w"),
    session("end", "concluding"),
    person("ann", nominee=True),
    person("bea", nominee=True),
    appears("ann", "w"),
)
NINE, TEN, NOON, LATER = (f"2020-06-22 {hour}:00" for hour in ("09", "10", "12", "15"))
END = ("2020-06-23 09:00", "c1", "ann")


def found(rule=RULE, **starts):
    return list(rule.check(timetable(ASKED, starts)))


def test_two_are_fine_beside_the_concluding_session_and_appearances():
    assert found(p=(NINE, "c1", "ann"), q=(TEN, "c1", "ann"), w=NOON, end=END) == []


def test_more_are_counted():
    three = {"r": (NINE, "c1", "ann"), "q": (TEN, "c1", "ann", "bea"), "p": (NOON, "c1", "ann")}
    assert found(**three) == [Finding("facilitator-load", "ann", ("r", "q", "p"), ("ann",), 1)]
    assert found(**three, s=(LATER, "c1", "ann", "bea"), end=END) == [
        Finding("facilitator-load", "ann", ("r", "q", "p", "s"), ("ann",), 2)
    ]


def test_how_many_is_a_parameter():
    rule = FacilitatorLoad(mode="hard", most=1)
    assert found(rule, p=(NINE, "c1", "ann", "bea"), q=(TEN, "c1", "ann")) == [
        Finding("facilitator-load", "ann", ("p", "q"), ("ann",), 1)
    ]


def test_the_sentence_names_the_sessions():
    table = timetable(ASKED, {"p": (NINE, "c1", "bea"), "q": (TEN, "c1", "bea")})
    rule = FacilitatorLoad(mode="hard", most=1)
    (finding,) = rule.check(table)
    assert rule.explain(finding, table) == (
        "Bea (bea) facilitates 2 sessions, more than 1: p “P” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " q “Q” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_says_how_many():
    assert RULE.demand("ann", ASKED) == "Ann (ann) facilitates at most 2 sessions."
    assert FacilitatorLoad(mode="hard", most=1).demand("ann", ASKED) == "Ann (ann) facilitates at most 1 session."


def test_one_more_can_be_asked_of_everyone():
    (repair,) = RULE.repairs("ann", ASKED)
    assert (repair.price, repair.words) == (
        150,
        "let nominees facilitate up to 3 sessions instead of 2 (rules.toml: most = 3 under [facilitator-load])",
    )
    assert (repair.programme, repair.rule) == (ASKED, FacilitatorLoad(mode="hard", most=3))
