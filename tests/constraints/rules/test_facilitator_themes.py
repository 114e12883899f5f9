"""Whoever facilitates a session knows its subject."""

from __future__ import annotations

from constraints.rules.facilitator_themes import FacilitatorThemes
from data.findings import Finding
from tests.factories import person, programme, session, timetable

RULE = FacilitatorThemes(mode="soft")

NINE = "2020-06-22 09:00"


def table_of(*themes, **asked):
    people = (person("ann", nominee=True, themes=themes), person("bea", nominee=True, themes=("C9",)))
    both = programme(session("p", "policy", **asked), session("end", "concluding", action_lines=("C1",)), *people)
    return timetable(both, {"p": (NINE, "c1", "ann"), "end": ("2020-06-23 09:00", "c1", "ann", "bea")})


def found(*themes, **asked):
    return list(RULE.check(table_of(*themes, **asked)))


STRANGE = [Finding("facilitator-themes", "ann p", ("p",), ("ann",))]


def test_one_theme_in_common_is_enough():
    assert found("C1", "C7", action_lines=("C7", "C11")) == []
    assert found("C1", "C7", action_lines=("C2", "C11")) == STRANGE


def test_the_track_is_a_subject_too():
    assert found("Health", action_lines=("C2",), track="Health") == []
    assert found("Health", track="Media") == STRANGE


def test_letter_case_does_not_count():
    assert found("c7-E-health", action_lines=("C7-e-health",)) == []
    assert found("HEALTH", track="Health") == []


def test_who_names_no_themes_and_what_has_no_subject_fit_anything():
    assert found(action_lines=("C1",), track="Health") == []
    assert found("C1") == []


def test_at_the_concluding_session_themes_do_not_count():
    assert found("C2") == []


def test_each_of_two_facilitators_is_found_by_themselves():
    both = programme(
        session("p", "policy", action_lines=("C1",)),
        person("ann", nominee=True, themes=("C2",)),
        person("bea", nominee=True, themes=("C3",)),
    )
    assert list(RULE.check(timetable(both, {"p": (NINE, "c1", "ann", "bea")}))) == [
        *STRANGE,
        Finding("facilitator-themes", "bea p", ("p",), ("bea",)),
    ]


def test_the_sentence_names_themes_and_subjects():
    table = table_of("C1", "C7", action_lines=("C2", "C11"), track="Media")
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "Ann (ann) knows C1, C7, but facilitates p “P” on C2, C11, Media."


def test_the_demand_names_the_themes_of_both():
    asked = table_of("C1", "Media", action_lines=("C2", "C3"), track="Health").programme
    assert RULE.demand("ann p", asked) == (
        "Ann (ann), who knows C1 and Media, cannot facilitate p “P”, which is on C2, C3 and Health."
    )


def test_the_person_can_take_one_subject_more():
    repairs = list(RULE.repairs("ann p", table_of("C1", action_lines=("C2",), track="Health").programme))
    assert [(repair.price, repair.words) for repair in repairs] == [
        (50, "ask Ann (ann) to facilitate sessions on C2 (add it to themes)"),
        (50, "ask Ann (ann) to facilitate sessions on Health (add it to themes)"),
    ]
    assert [repair.programme.person["ann"].themes for repair in repairs] == [("C1", "C2"), ("C1", "Health")]
