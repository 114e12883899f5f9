"""There are never more sessions at once than teams that interpret, caption or sign them."""

from __future__ import annotations

from constraints.rules.service_teams import ServiceTeams
from data.findings import Finding
from tests.factories import programme, session, team, timetable

RULE = ServiceTeams(mode="hard")

ASKED = programme(
    *(session(name, interpretation=("fr",)) for name in ("a", "b", "c", "d")),
    session("long", minutes=240, interpretation=("fr",)),
    session("sw", interpretation=("sw",)),
    session("none"),
    teams=(team(count=2, languages=("en", "fr")), team("others", languages=("sw", "fr", "en"))),
    grid=15,
)
NINE, TEN, HALF, NOON = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 10:30", "2020-06-22 12:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_as_many_as_there_are_teams_are_fine_and_other_teams_do_not_count():
    assert found({"a": NINE, "b": NINE, "sw": NINE, "none": NINE}) == []


def test_one_more_is_found():
    assert found({"a": NINE, "b": NINE, "c": NINE}) == [Finding("service-teams", "booth", ("a", "b", "c"))]


def test_a_team_rests_between_two_sessions():
    assert found({"a": NINE, "b": NINE, "c": TEN}) == [Finding("service-teams", "booth", ("a", "b", "c"))]
    assert found({"a": NINE, "b": NINE, "c": HALF, "d": HALF}) == []


def test_a_long_one_beside_two_pairs_is_the_only_one_to_give_way():
    assert found({"long": NINE, "a": NINE, "b": NINE, "c": HALF, "d": HALF}) == [
        Finding("service-teams", "booth", ("a", "b", "long", "c", "d"))
    ]


def test_stretches_with_a_gap_between_are_told_apart():
    starts = {"a": NINE, "b": NINE, "c": NINE, "d": NOON, "long": NOON, "sw": NOON}
    one = programme(
        *(session(name, minutes=asked.duration, interpretation=("fr",)) for name, asked in ASKED.session.items()),
        teams=(team(count=2),),
    )
    assert list(RULE.check(timetable(one, starts))) == [
        Finding("service-teams", "booth", ("a", "b", "c")),
        Finding("service-teams", "booth", ("d", "long", "sw")),
    ]
    assert list(RULE.check(timetable(one, starts), ("d",))) == list(RULE.check(timetable(one, starts)))


def test_without_teams_there_are_no_limits():
    free = programme(session("a", interpretation=("fr",)), session("b", interpretation=("fr",)))
    assert list(RULE.check(timetable(free, {"a": NINE, "b": NINE}))) == []


def test_the_sentence_names_the_teams_and_the_sessions():
    table = timetable(ASKED, {"a": NINE, "b": NINE, "c": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Booth (booth), 2 teams with 30 minutes of rest, cannot serve all of"
        " a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich); b “B” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " c “C” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_teams_their_rest_and_who_asks_for_them():
    assert RULE.demand("booth", ASKED) == (
        "Booth (booth), 2 teams, serve one session each at a time, with 30 minutes of rest between two,"
        " asked for by a “A”, b “B”, c “C”, d “D” and long “LONG”."
    )


def test_one_more_team_mends_it_or_a_session_does_without():
    repair, *without = RULE.repairs("booth", ASKED)
    assert (repair.words, repair.price) == (
        "engage one more team like Booth (booth) (forum.toml: count = 3 of the team booth)",
        150,
    )
    assert [each.count for each in repair.programme.forum.teams] == [3, 1]
    assert [(each.words, each.price) for each in without] == [
        (f"hold {name} “{name.upper()}” without interpretation", 150) for name in ("a", "b", "c", "d", "long")
    ]
    assert without[0].programme.session["a"].interpretation == ()
