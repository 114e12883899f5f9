"""No workshop is held beside a main session on its topic."""

from __future__ import annotations

from constraints.rules.main_topic import MainTopic
from data.findings import Finding
from tests.factories import KINDS, forum, kind, programme, session, timetable

RULE = MainTopic(mode="soft")

ASKED = programme(
    forum(types=(*KINDS, kind("dialogue", main=True))),
    session("main", "dialogue", minutes=120, track="Health", action_lines=("C1", "C2")),
    session("main-too", "dialogue", action_lines=("C1",)),
    session("line", action_lines=("C3", "C1")),
    session("both", track="Health", action_lines=("C2",)),
    session("track", track="Health", repeats=2),
    session("other", track="Media", action_lines=("C3",)),
    session("untracked"),
    session("talk", "policy", action_lines=("C1",)),
    session("opening", "ceremony", action_lines=("C1",)),
)
NINE, TEN, ELEVEN = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 11:00"


def found(starts, about=None):
    return list(RULE.check(timetable(ASKED, starts), about))


def test_a_workshop_on_an_action_line_or_of_the_track_of_the_main_session_is_found():
    assert found({"main": NINE, "line": TEN}) == [Finding("main-topic", "main", ("main", "line"))]
    assert found({"main": NINE, "track.1": TEN}) == [Finding("main-topic", "main", ("main", "track.1"))]


def test_every_type_that_is_not_main_and_not_plenary_is_a_workshop():
    assert found({"main": NINE, "talk": NINE}) == [Finding("main-topic", "main", ("main", "talk"))]
    assert found({"main": NINE, "opening": NINE}) == []
    assert found({"main": NINE, "main-too": NINE}) == []


def test_other_topics_and_right_after_are_fine():
    assert found({"main": NINE, "other": NINE, "untracked": TEN}) == []
    assert found({"main": NINE, "line": ELEVEN}) == []


def test_main_sessions_without_a_track_have_none_in_common_with_workshops_without_one():
    assert found({"main-too": NINE, "untracked": NINE}) == []


def test_each_workshop_counts_once_whatever_they_have_in_common():
    assert found({"main": NINE, "both": NINE, "line": TEN}) == [
        Finding("main-topic", "main", ("main", "both", "line"), amount=2)
    ]


def test_each_repeat_counts():
    assert found({"main": NINE, "track.1": NINE, "track.2": TEN}) == [
        Finding("main-topic", "main", ("main", "track.1", "track.2"), amount=2)
    ]


def test_a_workshop_beside_two_main_sessions_counts_for_both():
    starts = {"main": NINE, "main-too": NINE, "line": NINE, "both": TEN}
    assert found(starts) == [
        Finding("main-topic", "main", ("main", "line", "both"), amount=2),
        Finding("main-topic", "main-too", ("main-too", "line")),
    ]
    assert found(starts, ("both",)) == [Finding("main-topic", "main", ("main", "line", "both"), amount=2)]


def test_the_sentence_names_all():
    table = timetable(ASKED, {"main": NINE, "line": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Beside the main session main “MAIN” on Mon 22 Jun 2020 09:00 (Europe/Zurich) there is on its topic"
        " line “LINE” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_workshops_on_the_topic():
    assert RULE.demand("main-too", ASKED) == (
        "Beside the main session main-too “MAIN-TOO” there is no workshop on its topic: line “LINE” or talk “TALK”."
    )


def test_it_can_be_made_a_wish():
    (repair,) = MainTopic(mode="hard").repairs("main", ASKED)
    assert (repair.price, repair.words) == (
        200,
        'let workshops be held beside a main session on their topic (rules.toml: mode = "soft" under [main-topic])',
    )
    assert (repair.programme, repair.rule) == (ASKED, RULE)
