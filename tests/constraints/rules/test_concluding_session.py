"""Everyone who facilitates is present at the concluding session, which comes last."""

from __future__ import annotations

from constraints.rules.concluding_session import ConcludingSession
from data.findings import Finding
from tests.factories import person, programme, session, timetable

RULE = ConcludingSession(mode="hard")

ASKED = programme(
    session("p", "policy"),
    session("q", "policy"),
    session("workshop"),
    session("end", "concluding"),
    person("ann", nominee=True),
    person("ben", nominee=True),
)
P, Q, END = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-24 09:00"


def table_of(p=(), q=(), end=(), *, ending=END):
    return timetable(ASKED, {"p": (P, "c1", *p), "q": (Q, "c1", *q), "end": (ending, "c1", *end)})


def found(*args, **named):
    return list(RULE.check(table_of(*args, **named)))


def test_those_who_facilitate_and_nobody_else_are_there():
    assert found(("ann",), ("ann", "ben"), ("ann", "ben")) == []


def test_who_facilitates_and_is_not_there_is_found_with_their_sessions():
    assert found(("ann",), ("ann", "ben"), ("ben",)) == [
        Finding("concluding-session", "ann end", ("p", "q", "end"), ("ann",))
    ]


def test_who_is_there_without_facilitating_is_found():
    assert found(("ann",), (), ("ann", "ben")) == [Finding("concluding-session", "ben end", ("end",), ("ben",))]


def test_a_session_that_ends_after_the_concluding_one_begins_is_found():
    assert found(ending="2020-06-22 11:00") == []
    assert found(ending="2020-06-22 10:00") == [Finding("concluding-session", "q end", ("q", "end"))]


def test_other_sessions_may_come_later():
    table = timetable(ASKED, {"workshop": "2020-06-26 09:00", "end": END})
    assert list(RULE.check(table)) == []


def test_without_a_concluding_session_nothing_is_asked():
    table = timetable(ASKED, {"p": (P, "c1", "ann")})
    assert list(RULE.check(table)) == []


def test_the_sentences_say_who_is_missing_or_too_many_or_what_is_too_late():
    table = table_of(("ann",), (), ("ben",), ending="2020-06-22 10:00")
    assert [RULE.explain(finding, table) for finding in RULE.check(table)] == [
        "q “Q” on Mon 22 Jun 2020 10:00 (Europe/Zurich) must be over before"
        " end “END” on Mon 22 Jun 2020 10:00 (Europe/Zurich).",
        "Ann (ann) facilitates p “P” and must be present at end “END” on Mon 22 Jun 2020 10:00 (Europe/Zurich).",
        "Ben (ben) is listed at end “END” without facilitating a session.",
    ]


def test_the_demand_of_a_person_names_what_makes_them_come():
    assert RULE.demand("ann end", ASKED) == (
        "Ann (ann) is present at end “END” as a facilitator if Ann facilitates p “P” or q “Q”, and only then."
    )
    alone = programme(session("end", "concluding"), person("ann", nominee=True))
    assert RULE.demand("ann end", alone) == (
        "Nothing is facilitated that end “END” concludes, so Ann (ann) is not there."
    )


def test_the_demand_of_a_session_says_that_it_comes_before():
    assert RULE.demand("p end", ASKED) == "end “END” begins after p “P” is over, which it concludes."


def test_those_who_facilitated_can_stay_away_and_the_order_be_kept():
    (repair,) = RULE.repairs("ann end", ASKED)
    assert (repair.price, repair.words) == (
        300,
        "hold sessions of the type “Concluding” without those who facilitated before"
        " (forum.toml: empty assembles of the type concluding; what it concluded in after)",
    )
    assert repair.programme.forum.type["concluding"].assembles == ()
    assert repair.programme.session["end"].after == ("p", "q")


def test_sessions_of_a_type_can_be_concluded_no_more():
    (repair,) = RULE.repairs("p end", ASKED)
    assert (repair.price, repair.words) == (
        300,
        "do not conclude sessions of the type “Policy” at those of the type “Concluding”"
        " (forum.toml: take policy out of assembles of the type concluding)",
    )
    assert repair.programme.forum.type["concluding"].assembles == ()
    assert repair.programme.session == ASKED.session
