"""Nothing is held beside a plenary."""

from __future__ import annotations

from constraints.rules.plenary_alone import PlenaryAlone
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = PlenaryAlone(mode="hard")

ASKED = programme(
    session("opening", "ceremony", minutes=120), session("prizes", "ceremony"), session("a"), session("b")
)


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_what_overlaps_a_plenary_is_found_and_counted():
    starts = {"opening": "2020-06-22 10:00", "a": "2020-06-22 10:00", "b": "2020-06-22 11:00"}
    assert found(starts) == [Finding("plenary-alone", "opening", ("opening", "a", "b"), amount=2)]


def test_right_before_and_right_after_is_fine():
    assert found({"opening": "2020-06-22 10:00", "a": "2020-06-22 09:00", "b": "2020-06-22 12:00"}) == []


def test_other_sessions_may_overlap_each_other():
    assert found({"opening": "2020-06-22 10:00", "a": "2020-06-22 14:00", "b": "2020-06-22 14:00"}) == []


def test_two_plenaries_at_once_are_one_finding():
    assert found({"opening": "2020-06-22 10:00", "prizes": "2020-06-22 11:00"}) == [
        Finding("plenary-alone", "opening", ("opening", "prizes"))
    ]


def test_the_sentence_names_the_plenary_and_what_is_beside_it():
    table = timetable(ASKED, {"opening": "2020-06-22 10:00", "a": "2020-06-22 10:00", "b": "2020-06-22 11:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "opening “OPENING” on Mon 22 Jun 2020 10:00 (Europe/Zurich) is a plenary, but beside it are held a “A”, b “B”."
    )


def test_the_demand_names_the_plenary_and_its_type_can_be_made_a_usual_one():
    asked = programme(session("opening", "ceremony"), session("b"))
    assert RULE.demand("opening", asked) == (
        "opening “OPENING” is a plenary by its type “Ceremony”, and nothing is held beside it."
    )
    (repair,) = RULE.repairs("opening", asked)
    assert (repair.words, repair.price) == (
        "let other sessions be held beside those of the type “Ceremony”"
        " (forum.toml: plenary = false of the type ceremony)",
        300,
    )
    assert not repair.programme.forum.type["ceremony"].plenary
