"""Replanning tiny forums: what has to move moves, everything else stays where it was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.policy import Policy
from data.timetable import Placement
from scheduler import Budget, Impossible, OutOfTime, Replanned, Replanning, Stop, replan, replan_lines, rules_in_force
from scheduler.replanning import price_of_move
from tests.factories import appears, at, channel, forum, hours, kind, period, person, programme, session, times

SURE = Budget(20.0, 1, 1, deterministic=True)
DAYS = "2020-06-22..2020-06-23"


def tiny(*things, between="09:00-12:00", on=DAYS, channels=1, **fields):
    """Two mornings of three hours, with one channel."""
    return programme(
        forum(
            on=on,
            periods=(period(on=on, between=between),),
            channels=tuple(channel(f"c{number}") for number in range(1, channels + 1)),
            **fields,
        ),
        *things,
    )


def published(**starts):
    """Placements: a local start at home, or (start, channel, facilitator, ...)."""
    found = {}
    for name, held in starts.items():
        start, where, *who = (held, "c1") if isinstance(held, str) else held
        found[name] = Placement(at(f"2020-06-{start}"), where, tuple(who))
    return found


def replanned(asked, before, rules=None, **wishes):
    outcome = replan(asked, Policy(rules or {}), before, SURE, wishes=Replanning(**wishes))
    assert isinstance(outcome, Replanned), outcome
    return outcome


def starts(outcome):
    return {name: placement.start for name, placement in outcome.timetable.placements.items()}


def said(outcome, rules=None):
    return list(replan_lines(outcome, rules_in_force(Policy(rules or {}))))


def test_where_nothing_is_broken_nothing_changes():
    before = published(a="22 09:00", b="23 11:00")
    outcome = replanned(tiny(session("a", preferred_hours=(hours("11:00-12:00"),)), session("b")), before)
    assert outcome.timetable.placements == before
    assert (outcome.changes, outcome.needed, outcome.fewest, outcome.bound) == (False, 0, 0, 0)
    assert said(outcome)[0] == "Nothing has to change: what was published keeps every hard rule."


@pytest.mark.parametrize("slot", ["22 09:00", "23 11:00"], ids=["the first slot", "the last day"])
def test_a_session_at_either_end_is_as_safe_as_any(slot):
    others = [f"{day} {hour:02d}:00" for day in (22, 23) for hour in (9, 10, 11)]
    others.remove(slot)
    before = published(safe=slot, away=others[1])
    ann = person("ann", cannot=(times(on="2020-06-22..2020-06-23", between=f"{others[1][3:]}-{others[1][3:5]}:30"),))
    asked = tiny(session("safe", preferred_hours=(hours("10:00-11:00"),)), session("away"), ann, appears("ann", "away"))
    outcome = replanned(asked, before)
    assert outcome.moved == ("away",)
    assert starts(outcome)["safe"] == before["safe"].start


def test_the_first_channel_is_as_safe_as_any():
    before = published(a=("22 09:00", "c1"), b=("22 09:00", "c2"))
    asked = tiny(session("a"), session("b"), channels=3)
    assert replanned(asked, before).timetable.placements == before
    gone = replace(asked, forum=replace(asked.forum, channels=asked.forum.channels[:1]))
    outcome = replanned(gone, before)
    assert (outcome.moved, outcome.timetable.placements["a"]) == (("b",), before["a"])
    other = replace(asked, forum=replace(asked.forum, channels=asked.forum.channels[1:]))
    outcome = replanned(other, before)
    assert (outcome.moved, outcome.rechannelled) == ((), ("a",))
    assert {name: held.channel for name, held in outcome.timetable.placements.items()} == {"a": "c3", "b": "c2"}


def test_a_session_whose_speaker_is_away_moves_alone_and_the_finding_is_the_reason():
    before = published(a="22 09:00", b="22 10:00", c="23 09:00")
    ann = person("ann", cannot=(times(on="2020-06-22"),))
    asked = tiny(session("a"), session("b"), session("c"), ann, appears("ann", "b"))
    outcome = replanned(asked, before)
    assert (outcome.moved, outcome.fewest) == (("b",), 1)
    assert outcome.why["b"].finding.rule == "cannot"
    lines = said(outcome)
    assert lines[0] == "Moved: 1"
    assert lines[1].startswith("  b “B”: Mon 22 Jun 2020 10:00 -> Tue 23 Jun 2020 1")
    assert lines[2].startswith("    cannot: ")
    assert "Mending took 1 move, proven to be the fewest." in lines


def test_room_is_made_where_there_is_none_with_as_few_moves_as_can_be():
    before = published(a="22 09:00", b="22 10:00", c="22 11:00", d="23 09:00", e="23 10:00")
    ann = person("ann", cannot=(times(on="2020-06-22"), times(on="2020-06-23", between="10:30-12:00")))
    parts = [session(name, official=True) for name in "abcde"]
    outcome = replanned(tiny(*parts, ann, appears("ann", "a")), before)
    assert (outcome.needed, outcome.fewest, outcome.lost) == (2, 2, ())
    other = next(name for name in outcome.moved if name != "a")
    assert outcome.why[other].room_for == ("a",)
    assert any(line == "    makes room for a “A”" for line in said(outcome))


def test_a_new_official_session_takes_its_start_and_who_was_there_moves():
    before = published(a="22 09:00", b="22 10:00")
    new = session("new", official=True, fixed="2020-06-22 09:00")
    outcome = replanned(tiny(session("a"), session("b"), new), before)
    assert (outcome.moved, outcome.placed, outcome.fewest) == (("a",), ("new",), 1)
    assert outcome.why["a"].room_for == ("new",)


def test_a_request_on_the_waiting_list_is_placed_where_that_moves_nobody():
    before = published(a="22 09:00")
    outcome = replanned(tiny(session("a"), session("late")), before)
    assert (outcome.placed, outcome.moved) == (("late",), ())
    full = tiny(session("a"), session("late"), between="09:00-10:00", on="2020-06-22")
    assert replanned(full, before).placed == ()


def test_where_not_all_can_stay_the_fewest_lose_their_place():
    before = published(a="22 09:00", b="22 10:00")
    asked = tiny(session("a", priority=3), session("b", priority=1), between="09:00-10:00", on="2020-06-22")
    outcome = replanned(asked, before)
    assert (len(outcome.lost), len(outcome.timetable.placements)) == (1, 1)


def test_what_is_not_to_be_held_any_more_is_dropped():
    before = published(a="22 09:00", gone="22 10:00", never="22 11:00")
    outcome = replanned(tiny(session("a"), session("gone", status="cancelled")), before)
    assert (tuple(outcome.timetable.placements), outcome.lost, outcome.moved) == (("a",), (), ())


def test_a_start_that_is_none_any_more_has_the_session_move():
    outcome = replanned(tiny(session("a"), session("b")), published(a="22 09:30", b="23 09:00"))
    assert outcome.moved == ("a",)
    outside = replanned(tiny(session("a"), session("b")), published(a="30 09:00", b="23 09:00"))
    assert outside.moved == ("a",)
    assert outside.why["a"].gone
    assert any("no longer there" in line for line in said(outside))


def test_who_facilitates_stays_where_they_can():
    types = (kind("policy", facilitators=1, facilitators_most=1),)
    nominees = [person(name, nominee=True) for name in ("ann", "ben", "cem")]
    asked = tiny(session("p", "policy"), session("q", "policy"), *nominees, types=types)
    before = published(p=("22 09:00", "c1", "cem"), q=("22 10:00", "c1", "ben"))
    assert replanned(asked, before).timetable.placements == before
    away = asked.with_person(replace(asked.person["ben"], cannot=(times(on="2020-06-22"),)))
    outcome = replanned(away, before)
    assert (outcome.moved, outcome.refacilitated) == ((), ("q",))
    assert outcome.timetable.placements["p"] == before["p"]


def test_what_is_frozen_stays_and_nothing_comes_before():
    before = published(a="22 09:00", b="22 10:00", c="23 09:00")
    ann = person("ann", cannot=(times(on="2020-06-23", between="09:00-10:00"),))
    asked = tiny(session("a"), session("b"), session("c"), ann, appears("ann", "c"))
    until = at("2020-06-23 09:00")
    outcome = replanned(asked, before, frozen_until=until)
    assert outcome.moved == ("c",)
    assert starts(outcome)["c"] > until
    assert outcome.timetable.programme is asked


def test_a_frozen_session_that_cannot_be_held_is_told_with_what_to_do():
    before = published(a="22 09:00", b="22 10:00")
    ann = person("ann", cannot=(times(on="2020-06-22"),))
    asked = tiny(session("a"), session("b"), ann, appears("ann", "a"))
    outcome = replan(asked, Policy({}), before, SURE, wishes=Replanning(frozen_until=at("2020-06-22 12:00")))
    assert isinstance(outcome, Impossible)
    (contradiction,) = outcome.contradictions
    assert [reason.rule for reason in contradiction.reasons] == ["must-place", "fixed-start", "cannot"]
    assert contradiction.reasons[1].sentence == "a “A” is frozen: it stays at Mon 22 Jun 2020 09:00 (Europe/Zurich)."
    offered = [repair.words for repair in contradiction.repairs]
    assert "lift the freeze of a “A” (an earlier --frozen-until)" in offered
    assert "cancel a “A” (decisions: cancel)" in offered


def test_a_pin_elsewhere_does_not_undo_the_freeze():
    asked = tiny(session("a", fixed="2020-06-23 09:00"))
    wishes = Replanning(frozen_until=at("2020-06-23 00:00"))
    assert isinstance(replan(asked, Policy({}), published(a="22 09:00"), SURE, wishes=wishes), Impossible)


def test_what_is_official_cannot_be_put_into_the_frozen_time():
    asked = tiny(session("a"), session("new", official=True, fixed="2020-06-22 10:00"))
    wishes = Replanning(frozen_until=at("2020-06-23 00:00"))
    outcome = replan(asked, Policy({}), published(a="22 09:00"), SURE, wishes=wishes)
    assert isinstance(outcome, Impossible)
    sentences = [reason.sentence for reason in outcome.contradictions[0].reasons]
    assert any("may not begin before Tue 23 Jun 2020 00:00" in sentence for sentence in sentences)


def test_a_budget_of_moves_makes_it_cheaper_with_so_many_and_no_more():
    wish = (hours("11:00-12:00"),)
    asked = tiny(session("a", preferred_hours=wish), session("b", preferred_hours=wish))
    before = published(a="22 09:00", b="23 09:00")
    assert replanned(asked, before).moved == ()
    one = replanned(asked, before, moves=1)
    assert (len(one.moved), one.needed, one.fewest) == (1, 0, 0)
    assert sum(one.dearer.values()) < 0
    assert any("to make it cheaper" in line for line in said(one))
    both = replanned(asked, before, moves=5)
    assert (both.moved, both.verdict.cost) == (("a", "b"), 0)


def test_a_price_per_move_moves_what_saves_more():
    asked = tiny(session("a", preferred_hours=(hours("11:00-12:00"),)))
    before = published(a="22 09:00")
    now = at("2020-06-01 09:00")
    saves = replanned(asked, before).verdict.cost
    assert replanned(asked, before, price=0, now=now).moved == ("a",)
    assert replanned(asked, before, price=saves, now=now).moved == ()


def test_a_move_is_dearer_the_nearer_it_is_and_the_more_people_it_concerns():
    assert price_of_move(20, 0, 7) == 40
    assert price_of_move(20, 10, 7) == 80
    assert price_of_move(20, 0, 1) == 160
    assert price_of_move(20, 0, 0) == price_of_move(20, 0, -3) == 160
    assert price_of_move(20, 3, 70) == 29
    assert price_of_move(0, 30, 1) == 0


def test_only_the_same_answer_for_the_same_question():
    ann = person("ann", cannot=(times(on="2020-06-22"),))
    parts = [session(name) for name in "abcd"]
    asked = tiny(*parts, ann, *(appears("ann", name) for name in "ab"))
    before = published(a="22 09:00", b="22 10:00", c="23 09:00", d="23 10:00")
    first = replanned(asked, before)
    assert first.timetable.placements == replanned(asked, dict(reversed(before.items()))).timetable.placements


def test_stopped_before_it_began_it_says_so():
    stop = Stop()
    stop.set()
    outcome = replan(tiny(session("a")), Policy({}), published(a="22 09:00"), SURE, stop=stop)
    assert outcome == OutOfTime(stopped=True)


def test_demands_that_cannot_hold_together_are_told():
    asked = tiny(session("a", official=True), session("b", official=True), between="09:00-10:00", on="2020-06-22")
    outcome = replan(asked, Policy({}), published(a="22 09:00"), SURE)
    assert isinstance(outcome, Impossible)
    assert outcome.contradictions[0].minimal


def test_the_fewest_sessions_that_stay_change_their_channel():
    # c1 is gone: a and b need one of two; c, which is in c2 at the same time as a, stays there.
    before = published(a=("22 09:00", "c1"), b=("22 10:00", "c1"), c=("22 09:00", "c2"), d=("22 10:00", "c3"))
    asked = tiny(*(session(name) for name in "abcd"), channels=3)
    gone = replace(asked, forum=replace(asked.forum, channels=asked.forum.channels[1:]))
    outcome = replanned(gone, before)
    assert (outcome.moved, outcome.rechannelled) == ((), ("a", "b"))
    assert {name: held.channel for name, held in outcome.timetable.placements.items()} == {
        "a": "c3",
        "b": "c2",
        "c": "c2",
        "d": "c3",
    }


def test_a_published_instant_just_before_the_freeze_ends_is_frozen_and_one_at_its_end_is_not():
    before = published(a="22 09:00", b="22 10:00")
    ann = person("ann", cannot=(times(on="2020-06-22"),))
    asked = tiny(session("a"), session("b"), ann, appears("ann", "b"))
    edge = at("2020-06-22 10:00")
    assert replanned(asked, before, frozen_until=edge).moved == ("b",)
    wishes = Replanning(frozen_until=edge + timedelta(minutes=1))
    assert isinstance(replan(asked, Policy({}), before, SURE, wishes=wishes), Impossible)


def test_days_are_counted_from_the_instant_that_is_given():
    asked = tiny(session("a", preferred_hours=(hours("11:00-12:00"),)))
    before = published(a="22 09:00")
    saves = replanned(asked, before).verdict.cost
    price = saves // 2
    early, late = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 6, 21, 20, tzinfo=UTC)
    assert replanned(asked, before, price=price, now=early).moved == ("a",)
    assert replanned(asked, before, price=price, now=late).moved == ()


def test_a_hard_rule_that_one_more_session_can_keep_is_kept():
    # One slot: what covers the Action Line has to have it, though another session was published there.
    asked = tiny(session("a", action_lines=("C1",)), session("b"), between="09:00-10:00", on="2020-06-22")
    outcome = replanned(asked, published(b="22 09:00"), {"action-lines-covered": {"mode": "hard"}})
    assert (outcome.lost, outcome.placed, outcome.moved, outcome.fewest) == (("b",), ("a",), (), 0)
