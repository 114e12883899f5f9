"""An organisation has at most so many sessions a day."""

from __future__ import annotations

from constraints.rules.organisation_a_day import OrganisationADay
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = OrganisationADay(mode="soft")

ASKED = programme(
    session("a", organisers=("ITU",)),
    session("b", organisers=("ITU", "UNESCO", "ITU")),
    session("c", organisers=("UNESCO", "ITU")),
    session("d", organisers=("Itu",)),
)
NINE, TEN, TUESDAY = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-23 09:00"


def found(starts, **parameters):
    return list(OrganisationADay(mode="soft", **parameters).check(timetable(ASKED, starts)))


def test_the_third_of_a_day_is_one_too_many_and_names_are_compared_letter_by_letter():
    assert found({"a": NINE, "b": NINE, "c": TEN, "d": TEN}) == [
        Finding("organisation-a-day", "ITU 2020-06-22", ("a", "b", "c"))
    ]


def test_the_next_day_is_free_again():
    assert found({"a": NINE, "b": NINE, "c": TUESDAY}) == []


def test_sessions_count_for_each_of_their_organisers_once():
    assert found({"a": NINE, "b": NINE, "c": NINE}, most=1) == [
        Finding("organisation-a-day", "ITU 2020-06-22", ("a", "b", "c"), amount=2),
        Finding("organisation-a-day", "UNESCO 2020-06-22", ("b", "c")),
    ]


def test_the_sentence_names_the_organisation():
    table = timetable(ASKED, {"a": NINE, "b": NINE, "c": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "ITU has 3 sessions on 2020-06-22, more than 2: a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Mon 22 Jun 2020 09:00 (Europe/Zurich); c “C” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_day_and_the_sessions_and_the_number_can_be_raised():
    asked = programme(*(session(name, organisers=("ITU & co",)) for name in "ab"), session("c"))
    rule = OrganisationADay(mode="hard", most=1)
    assert rule.demand("ITU & co 2020-06-22", asked) == (
        "ITU & co has at most 1 session a day, also on 22 June 2020, among a “A” and b “B”."
    )
    more, soft = rule.repairs("ITU & co 2020-06-22", asked)
    assert [(repair.words, repair.price) for repair in (more, soft)] == [
        ("let an organisation have 2 sessions a day (rules.toml: most = 2 under [organisation-a-day])", 150),
        (
            "let an organisation have any number of sessions a day"
            ' (rules.toml: mode = "soft" under [organisation-a-day])',
            200,
        ),
    ]
    assert (more.rule, soft.rule) == (OrganisationADay(mode="hard", most=2), OrganisationADay(mode="soft", most=1))
