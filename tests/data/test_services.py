"""Which team serves a session for a service follows from the tables, and what no team covers is noted."""

from __future__ import annotations

from data.problems import InputProblem
from data.readers.crosschecks import check_references, check_services
from tests.factories import programme, session, team

TEAMS = (
    team("any"),
    team("many", languages=("en", "fr", "es")),
    team("two", languages=("en", "fr")),
    team("two-more", languages=("fr", "en")),
    team("captions", "captioning", languages=("en",)),
    team("signs", "sign-language", languages=("en",)),
)


def served(*teams, **fields):
    """By service, the id of the team that serves a session with these fields."""
    asked = programme(session("a", **fields), teams=teams)
    return {service: each.id for service, each in asked.served_by["a"].items()}


def test_the_team_with_the_fewest_languages_serves_and_of_those_the_first():
    assert served(*TEAMS, interpretation=("fr",)) == {"interpretation": "two"}
    assert served(*TEAMS, interpretation=("es", "fr")) == {"interpretation": "many"}
    assert served(*TEAMS, interpretation=("sw",)) == {"interpretation": "any"}


def test_captions_are_in_the_languages_of_the_session_and_signs_in_any():
    assert served(*TEAMS, captioning=True, languages=("en",)) == {"captioning": "captions"}
    assert served(*TEAMS, captioning=True, languages=("en", "fr")) == {}
    assert served(*TEAMS, captioning=True, sign_language=True) == {"captioning": "captions", "sign-language": "signs"}
    assert served(*TEAMS, sign_language=True, languages=("sw",)) == {"sign-language": "signs"}


def test_who_asks_for_nothing_is_served_by_nobody():
    assert served(*TEAMS, languages=("en",)) == {}
    assert served(interpretation=("fr",), captioning=True) == {}


def notes(*teams):
    problems = []
    asked = programme(
        session("a", interpretation=("sw", "fr"), captioning=True, languages=("en",)),
        session("b", sign_language=True),
        session("c", sign_language=True, left_out=True),
        teams=teams,
    )
    check_services(asked, problems)
    return problems


def test_what_no_team_covers_is_noted_where_the_forum_has_teams():
    message = "no team in forum.toml serves this: it is planned without one"
    assert notes(team(languages=("fr",)), team("captions", "captioning")) == [
        InputProblem("requests.csv", 2, "interpretation", "sw, fr", message, note=True),
        InputProblem("requests.csv", 2, "sign_language", "yes", message, note=True),
    ]
    assert notes() == []


def test_a_rehearsal_is_not_rehearsed():
    problems = []
    asked = [session("a"), session("b", rehearsal_of="a"), session("c", rehearsal_of="b")]
    check_references({each.id: each for each in asked}, (), problems)
    assert problems == [
        InputProblem("requests.csv", 2, "rehearsal_of", "b", "expected a session that is not a rehearsal itself")
    ]
