"""What relations tie together is placed so that each has a place left, in the first round and whatever the seed."""

from __future__ import annotations

import pytest

from constraints.catalogue import rules_in_force
from data.policy import Policy
from scheduler.build import narrow
from scheduler.strategies.greedy import greedy
from tests.factories import appears, channel, forum, kind, period, person, programme, session

SEEDS = range(12)


def one_day(between, *things, grid=60, channels=1, **policy):
    """What a round of greedy leaves out for each seed, and the timetables, of a forum on one day."""
    asked = programme(
        forum(
            on="2020-09-07",
            grid=grid,
            channels=tuple(channel(f"c{number}") for number in range(channels)),
            types=(kind(), kind("ceremony", plenary=True)),
            periods=(period(on="2020-09-07", between=between, types=("workshop", "ceremony")),),
        ),
        *things,
    )
    rules = rules_in_force(Policy({name.replace("_", "-"): settings for name, settings in policy.items()}))
    found = [greedy(narrow(asked, rules), seed, lambda: True) for seed in SEEDS]
    return [left for _, left in found], [table for table, _ in found]


def test_one_that_another_follows_leaves_it_a_start_that_people_can_keep():
    """With half an hour between what ann leads, what begins at 10 leaves nothing for its follower."""
    left, _ = one_day(
        "09:00-12:00",
        session("a"),
        session("b", directly_after="a"),
        person("ann"),
        appears("ann", "a", "moderator"),
        appears("ann", "b", "moderator"),
        grid=30,
        directly_after={"within": 30},
        one_place={"lead_buffer": 30},
    )
    assert set(left) == {()}


def test_a_part_of_a_series_leaves_the_parts_before_it_room_where_others_are_held():
    left, tables = one_day(
        "09:00-14:00",
        session("x", fixed="2020-09-07T10:00"),
        session("a", series="S", part=3),
        session("b", series="S", part=2),
        session("c", series="S", part=1),
    )
    assert set(left) == {()}
    for table in tables:
        assert table.start("c") < table.start("b") < table.start("a")


def test_a_plenary_is_placed_before_what_would_leave_no_time_without_sessions():
    left, _ = one_day(
        "09:00-13:00",
        *(session(name, status="confirmed") for name in "abcdef"),
        session("p", "ceremony", status="confirmed"),
        channels=2,
    )
    assert set(left) == {()}


@pytest.mark.parametrize("relation", ["after", "same_day", "rehearsal_of"])
def test_relations_of_one_session_to_another_need_no_second_round(relation):
    settings = ("b",) if relation in ("after", "same_day") else "b"
    left, _ = one_day(
        "09:00-11:00", session("a", **{relation: settings}), session("b"), rehearsals={"least": 0, "most": 0}
    )
    assert set(left) == {()}
