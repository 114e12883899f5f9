"""A session that asks for interpretation, captioning or sign language is not longer than its team serves."""

from __future__ import annotations

import pytest

from constraints.rules.service_minutes import ServiceMinutes
from data.findings import Finding
from tests.factories import programme, session, team, timetable

RULE = ServiceMinutes(mode="hard")

TEAMS = (
    team("captions", "captioning", most_minutes=180),
    team("signs", "sign-language", most_minutes=60),
    team("booth", most_minutes=90, languages=("en", "fr")),
)
NINE = "2020-06-22 09:00"


def found(teams, *sessions):
    table = timetable(programme(*sessions, teams=teams), {each.id: NINE for each in sessions})
    return list(RULE.check(table))


def test_longer_than_the_team_serves_is_found_for_each_service():
    long = {"minutes": 120, "captioning": True, "interpretation": ("fr",), "sign_language": True}
    assert found(TEAMS, session("a", **long)) == [
        Finding("service-minutes", "a interpretation", ("a",)),
        Finding("service-minutes", "a sign-language", ("a",)),
    ]


def test_just_as_long_is_fine_and_who_asks_for_nothing_may_be_longer():
    assert found(TEAMS, session("a", minutes=90, interpretation=("en",)), session("b", minutes=600)) == []


def test_what_no_team_covers_asks_nothing():
    assert found(TEAMS, session("a", minutes=120, interpretation=("fr", "sw"))) == []
    assert found((), session("a", minutes=120, interpretation=("fr",))) == []


def test_the_sentence_says_both_lengths():
    table = timetable(programme(session("a", minutes=120, interpretation=("fr",)), teams=TEAMS), {"a": NINE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich) takes 120 minutes, but Booth (booth) serve at most 90."
    )


@pytest.mark.parametrize(
    ("service", "said"),
    [("interpretation", "interpretation"), ("captioning", "captioning"), ("sign-language", "sign language")],
)
def test_doing_without_the_service_mends_it(service, said):
    asked = programme(
        session("a", minutes=600, captioning=True, interpretation=("fr",), sign_language=True), teams=TEAMS
    )
    *_, repair = RULE.repairs(f"a {service}", asked)
    assert (repair.words, repair.price) == (f"hold a “A” without {said}", 150)
    left = [finding.case for finding in RULE.check(timetable(repair.programme, {"a": NINE}))]
    assert left == [f"a {each}" for each in ("interpretation", "captioning", "sign-language") if each != service]


def test_the_demand_says_both_lengths_and_either_can_give_way():
    asked = programme(session("a", minutes=120, interpretation=("fr",)), teams=TEAMS, grid=60)
    assert RULE.demand("a interpretation", asked) == (
        "a “A” asks for interpretation and is 120 minutes long, but Booth (booth) serve at most 90 minutes."
    )
    shorter, longer, _ = RULE.repairs("a interpretation", asked)
    assert [(repair.words, repair.price) for repair in (shorter, longer)] == [
        ("shorten a “A” from 120 to 60 minutes", 100),
        ("have Booth (booth) serve 120 minutes (forum.toml: most_minutes = 120 of the team booth)", 150),
    ]
    for repair in (shorter, longer):
        assert list(RULE.check(timetable(repair.programme, {"a": NINE}))) == []
