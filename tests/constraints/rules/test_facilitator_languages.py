"""Whoever facilitates a session leads in a language of it."""

from __future__ import annotations

from constraints.rules.facilitator_languages import FacilitatorLanguages
from data.findings import Finding
from tests.factories import person, programme, session, timetable

RULE = FacilitatorLanguages(mode="hard")


def table_of(spoken, **asked):
    both = programme(
        session("p", "policy", **asked),
        session("end", "concluding", languages=("ar",)),
        person("ann", nominee=True, languages=spoken),
    )
    return timetable(both, {"p": ("2020-06-22 09:00", "c1", "ann"), "end": ("2020-06-23 09:00", "c1", "ann")})


def found(*spoken, **asked):
    return list(RULE.check(table_of(spoken, **asked)))


STRANGE = [Finding("facilitator-languages", "ann p", ("p",), ("ann",))]


def test_one_language_in_common_is_enough():
    assert found("fr", "en", languages=("es", "en")) == []
    assert found("fr", "en", languages=("es", "ar")) == STRANGE


def test_script_country_and_letter_case_do_not_count():
    assert found("EN", languages=("en-GB",)) == []
    assert found("zh-Hans", languages=("zh-Hant",)) == []
    assert found("en", languages=("enm",)) == STRANGE


def test_who_names_no_languages_and_what_names_none_fit_anything():
    assert found(languages=("es",)) == []
    assert found("fr") == []


def test_languages_of_interpretation_do_not_count():
    assert found("fr", languages=("en",), interpretation=("fr",)) == STRANGE


def test_the_sentence_names_the_languages():
    table = table_of(("fr", "en"), languages=("es", "ar"))
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == "Ann (ann) leads in fr, en, but facilitates p “P” in es, ar."


def test_the_demand_names_the_languages_of_both():
    asked = table_of(("en", "ru"), languages=("fr", "es")).programme
    assert RULE.demand("ann p", asked) == (
        "Ann (ann), who leads in en or ru, cannot facilitate p “P”, which is held in fr and es."
    )


def test_the_person_can_lead_in_a_language_more_or_interpreters_help():
    asked = table_of(("en",), languages=("fr", "es", "fr")).programme
    repairs = list(RULE.repairs("ann p", asked))
    assert [(repair.price, repair.words) for repair in repairs] == [
        (100, "ask Ann (ann) to lead in fr (add it to languages)"),
        (100, "ask Ann (ann) to lead in es (add it to languages)"),
        (
            200,
            "have interpreters help facilitators who do not lead in a language of the session"
            ' (rules.toml: mode = "soft" under [facilitator-languages])',
        ),
    ]
    assert [repair.programme.person["ann"].languages for repair in repairs] == [("en", "fr"), ("en", "es"), ("en",)]
    assert [repair.rule for repair in repairs] == [None, None, FacilitatorLanguages(mode="soft")]
