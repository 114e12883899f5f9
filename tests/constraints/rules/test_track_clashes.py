"""Sessions of one track are not held at the same time."""

from __future__ import annotations

from constraints.rules.track_clashes import TrackClashes
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = TrackClashes(mode="soft")

ASKED = programme(
    session("long", track="Health", minutes=180),
    session("first", track="Health"),
    session("second", track="Health"),
    session("other", track="Media"),
    session("untracked"),
    session("untracked-too"),
)
NINE, TEN, NOON = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 12:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_two_of_a_track_at_once_are_found_and_of_two_tracks_not():
    assert found({"long": NINE, "first": TEN}) == [Finding("track-clashes", "Health", ("long", "first"))]
    assert found({"long": NINE, "other": TEN}) == []


def test_right_after_is_fine():
    assert found({"long": NINE, "first": NOON}) == []


def test_a_long_session_beside_two_others_is_the_only_one_to_give_way():
    assert found({"long": NINE, "first": NINE, "second": TEN}) == [
        Finding("track-clashes", "Health", ("first", "long", "second"), amount=1)
    ]


def test_three_at_once_leave_two_to_give_way():
    assert found({"long": NINE, "first": NINE, "second": NINE}) == [
        Finding("track-clashes", "Health", ("first", "long", "second"), amount=2)
    ]


def test_sessions_without_a_track_do_not_clash():
    assert found({"untracked": NINE, "untracked-too": NINE}) == []


def test_the_sentence_names_the_track():
    table = timetable(ASKED, {"long": NINE, "first": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Track “Health” has at the same time long “LONG” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " first “FIRST” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_group_and_its_sessions():
    assert RULE.demand("Health", ASKED) == (
        "No two sessions of the track “Health” are held at the same time:"
        " long “LONG”, first “FIRST” and second “SECOND”."
    )


def test_it_can_be_made_a_wish():
    (repair,) = TrackClashes(mode="hard").repairs("Health", ASKED)
    assert (repair.price, repair.words) == (
        200,
        'let sessions of one track be held at the same time (rules.toml: mode = "soft" under [track-clashes])',
    )
    assert (repair.programme, repair.rule) == (ASKED, RULE)


def test_of_many_sessions_the_first_are_named():
    asked = programme(*(session(f"s{number}", track="Health") for number in range(10)))
    assert RULE.demand("Health", asked) == (
        "No two sessions of the track “Health” are held at the same time: s0 “S0”, s1 “S1”, s2 “S2”, s3 “S3”, s4 “S4”,"
        " s5 “S5”, s6 “S6”, s7 “S7” and 2 more."
    )
