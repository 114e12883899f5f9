"""What one timetable changes of another, and whom it concerns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.difference import Item, Spot, difference
from tests.factories import appears, at, person, programme, session, timetable

PEOPLE = (person("ann"), person("bob"), person("cy"))


def placed(starts, *things):
    """A timetable of these sessions and appearances: id to start, or to start, channel, facilitators."""
    return timetable(programme(*things, *PEOPLE), starts)


def kinds(found):
    return [(item.kind, item.occurrence) for item in found.items]


def spot(start, end, channel="c1"):
    return Spot(at(start), at(end), channel)


NINE, TEN, ELEVEN = (f"2020-06-22 {hour}:00" for hour in ("09", "10", "11"))


def test_nothing_changed_is_nothing_to_tell():
    same = placed({"S-1": (NINE, "c1")}, session("S-1"))
    found = difference(same, same)
    assert (found.items, found.by_kind, found.by_person) == ((), {}, {})


def test_a_move_is_one_item_with_both_places_also_into_another_channel():
    old = placed({"S-1": (NINE, "c1")}, session("S-1"))
    new = placed({"S-1": (TEN, "c2")}, session("S-1"))
    (item,) = difference(old, new).items
    assert item == Item("moved", "S-1", "S-1", "S-1", spot(NINE, TEN), spot(TEN, ELEVEN, "c2"))


def test_another_length_is_a_move_and_another_channel_alone_is_none():
    old = placed({"S-1": (NINE, "c1"), "S-2": (NINE, "c2")}, session("S-1"), session("S-2"))
    new = placed({"S-1": (NINE, "c1"), "S-2": (NINE, "c1")}, session("S-1", minutes=120), session("S-2"))
    found = difference(old, new)
    assert kinds(found) == [("moved", "S-1"), ("channel", "S-2")]
    assert found.items[0].after == spot(NINE, ELEVEN)


def test_another_link_is_told_its_own_or_its_channels():
    old = placed({"S-1": (NINE, "c1"), "S-2": (TEN, "c1")}, session("S-1"), session("S-2"))
    new = placed(
        {"S-1": (NINE, "c1"), "S-2": (TEN, "c1")}, session("S-1", public_link="https://a.example/"), session("S-2")
    )
    (item,) = difference(old, new).items
    assert (item.kind, item.occurrence) == ("link", "S-1")
    assert (item.before.link, item.after.link) == ("", "https://a.example/")
    rooms = tuple(replace(each, link="https://b.example/") for each in new.programme.forum.channels)
    moved = replace(new, programme=replace(new.programme, forum=replace(new.programme.forum, channels=rooms)))
    assert kinds(difference(new, moved)) == [("link", "S-2")]


def test_what_is_placed_and_withdrawn_has_one_side():
    old = placed({"S-1": (NINE, "c1")}, session("S-1"), session("S-2"))
    new = placed({"S-2": (TEN, "c1")}, session("S-2"))
    gone, come = difference(old, new).items
    assert gone == Item("withdrawn", "S-1", "S-1", "S-1", spot(NINE, TEN), None)
    assert come == Item("placed", "S-2", "S-2", "S-2", None, spot(TEN, ELEVEN))


def test_one_of_several_occurrences_moves_alone():
    old = placed({"S-1.1": (NINE, "c1"), "S-1.2": (TEN, "c1")}, session("S-1", repeats=2))
    new = placed({"S-1.1": (NINE, "c1"), "S-1.2": (ELEVEN, "c1")}, session("S-1", repeats=2))
    (item,) = difference(old, new).items
    assert (item.kind, item.occurrence, item.session) == ("moved", "S-1.2", "S-1")


def test_a_new_title_has_the_old_one_with_it():
    old = placed({"S-1": (NINE, "c1")}, session("S-1", title="Before"))
    new = placed({"S-1": (NINE, "c1")}, session("S-1", title="After"))
    (item,) = difference(old, new).items
    assert (item.kind, item.old_title, item.title) == ("renamed", "Before", "After")


def test_who_comes_and_goes_is_told_by_role_and_facilitators_too():
    held = session("S-1")
    old = placed({"S-1": (NINE, "c1", "ann")}, held, appears("bob", "S-1"))
    new = placed({"S-1": (NINE, "c1", "cy")}, held, appears("bob", "S-1", "moderator"))
    found = difference(old, new)
    assert [(item.kind, item.person, item.role) for item in found.items] == [
        ("joined", "bob", "moderator"),
        ("joined", "cy", "facilitator"),
        ("left", "ann", "facilitator"),
        ("left", "bob", "speaker"),
    ]
    assert {name: len(items) for name, items in found.by_person.items()} == {"ann": 1, "bob": 2, "cy": 1}


def test_people_are_concerned_by_what_they_had_and_have_a_part_in_and_nobody_else():
    sessions = (session("S-1"), session("S-2"))
    parts = (appears("ann", "S-1"), appears("cy", "S-2"))
    old = placed({"S-1": (NINE, "c1", "bob"), "S-2": (NINE, "c2")}, *sessions, *parts)
    new = placed({"S-1": (TEN, "c1"), "S-2": (NINE, "c2")}, *sessions, *parts)
    found = difference(old, new)
    assert {name: [item.kind for item in items] for name, items in found.by_person.items()} == {
        "ann": ["moved"],
        "bob": ["moved", "left"],
    }


def test_changes_come_by_kind_then_time_then_id():
    old = placed(
        {"S-1": (ELEVEN, "c1"), "S-2": (NINE, "c1"), "S-3": (NINE, "c2")}, *map(session, ("S-1", "S-2", "S-3"))
    )
    new = placed({"S-1": (TEN, "c1"), "S-2": (TEN, "c2")}, *map(session, ("S-1", "S-2")))
    found = difference(old, new)
    assert kinds(found) == [("withdrawn", "S-3"), ("moved", "S-2"), ("moved", "S-1")]
    assert {kind: len(items) for kind, items in found.by_kind.items()} == {"withdrawn": 1, "moved": 2}


@pytest.mark.parametrize("swap", [False, True], ids=["there", "back"])
def test_the_order_of_tables_changes_nothing(swap):
    sessions = [session("S-1"), session("S-2")]
    starts = {"S-1": (NINE, "c1"), "S-2": (TEN, "c1")}
    one = placed(starts, *sessions)
    other = placed(dict(reversed(starts.items())), *reversed(sessions))
    assert difference(*((other, one) if swap else (one, other))).items == ()
