"""In no week do teams serve more sessions than they are engaged for."""

from __future__ import annotations

from constraints.rules.service_weeks import ServiceWeeks
from data.findings import Finding
from tests.factories import forum, programme, session, team, timetable

RULE = ServiceWeeks(mode="hard")

ASKED = programme(
    forum(on="2020-06-26..2020-06-30", teams=(team("captions", "captioning", count=2, a_week=1),)),
    *(session(name, captioning=True) for name in ("a", "b", "c", "d")),
    session("none"),
)
SATURDAY, SUNDAY, MONDAY = "2020-06-27 09:00", "2020-06-28 23:30", "2020-06-29 00:30"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_all_teams_together_serve_their_number_times_their_count():
    assert found({"a": SATURDAY, "b": SUNDAY, "none": SUNDAY}) == []
    assert found({"a": SATURDAY, "b": SUNDAY, "c": SUNDAY, "d": SATURDAY}) == [
        Finding("service-weeks", "captions 2020-06-22", ("a", "d", "b", "c"), amount=2)
    ]


def test_the_week_begins_on_monday_by_the_home_clock():
    assert found({"a": SATURDAY, "b": SUNDAY, "c": MONDAY}) == []
    assert found({"a": "2020-06-30 09:00", "b": "2020-06-30 09:00", "c": MONDAY}) == [
        Finding("service-weeks", "captions 2020-06-29", ("c", "a", "b"))
    ]


def test_without_teams_there_are_no_limits():
    free = programme(*ASKED.sessions)
    assert list(RULE.check(timetable(free, dict.fromkeys("abcd", "2020-06-22 09:00")))) == []


def test_the_sentence_names_the_week_and_the_sessions():
    table = timetable(ASKED, {"a": SATURDAY, "b": SATURDAY, "c": SUNDAY})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "In the week of 2020-06-22 Captions (captions) serve at most 2 sessions, but have"
        " a “A” on Sat 27 Jun 2020 09:00 (Europe/Zurich); b “B” on Sat 27 Jun 2020 09:00 (Europe/Zurich);"
        " c “C” on Sun 28 Jun 2020 23:30 (Europe/Zurich)."
    )


def test_one_more_team_mends_it():
    repair = next(RULE.repairs("captions 2020-06-22", ASKED))
    assert repair.words == "engage one more team like Captions (captions) (forum.toml: count = 3 of the team captions)"
    assert [each.count for each in repair.programme.forum.teams] == [3]


def test_the_demand_names_the_week_and_what_is_asked_for():
    asked = programme(
        session("a", captioning=True),
        session("b", captioning=True),
        teams=(team("cap", "captioning", count=2, a_week=3),),
    )
    assert RULE.demand("cap 2020-06-22", asked) == (
        "Cap (cap) serve at most 6 sessions in the week of 22 June 2020, asked for by a “A” and b “B”."
    )
    repairs = list(RULE.repairs("cap 2020-06-22", asked))
    assert [repair.words for repair in repairs] == [
        "engage one more team like Cap (cap) (forum.toml: count = 3 of the team cap)",
        "have Cap (cap) serve 4 sessions a week each (forum.toml: a_week = 4 of the team cap)",
        "hold a “A” without captioning",
        "hold b “B” without captioning",
    ]
    assert [(repair.price, repair.programme.forum.teams[0].a_week) for repair in repairs] == [
        (150, 3),
        (150, 4),
        (150, 3),
        (150, 3),
    ]
