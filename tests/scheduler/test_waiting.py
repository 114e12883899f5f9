"""The waiting list of tiny timetables, with every reason worked out; and its counts against the checks."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from constraints.catalogue import CATALOGUE, rules_in_force
from constraints.rule import Rule
from data.policy import Policy
from data.problems import ForumError
from data.timetable import Placement, Timetable
from data.waiting import Holder, Nearest, Place, Refusal, Waiting, WaitingList
from scheduler import left_out, verify, waiting_list
from scheduler.build import anywhere, narrow
from tests.constraints.agreement import choices
from tests.constraints.random_programmes import programmes, timetables
from tests.constraints.test_agreement_drawn import drawn
from tests.constraints.tiny_programmes import MAKERS
from tests.constraints.tiny_programmes import tiny as tiny_programme
from tests.factories import (
    appears,
    at,
    channel,
    forum,
    hours,
    period,
    person,
    programme,
    session,
    timetable,
)

DAY = "2020-06-22"
OFF = {name: {"mode": "off"} for name in ("even-days", "even-weeks", "comfortable-hours")}
ASKS = {kind.name: kind.summary() for kind in CATALOGUE}


def rules(**changes):
    return rules_in_force(Policy({**OFF, **{name.replace("_", "-"): value for name, value in changes.items()}}))


RULES = rules()


def tiny(*things, between="09:00-11:00", channels=1, on=DAY, **fields):
    return programme(
        forum(
            on=on,
            periods=(period(on=on, between=between),),
            channels=tuple(channel(f"c{number}") for number in range(1, channels + 1)),
            **fields,
        ),
        *things,
    )


def only(held, **options):
    """The one request that waits."""
    (waiting,) = waiting_list(held, options.pop("rules", RULES), **options).requests
    return waiting


def refusal(rule, starts, alone, *said):
    return Refusal(rule, ASKS[rule], starts, alone, said)


def test_three_requests_for_two_hours_of_one_channel():
    asked = tiny(session("a", priority=5), session("b", status="accepted"), session("c", priority=1))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"})
    last = Holder("a", "A", "requested, priority 5", 1)
    assert waiting_list(held, RULES) == WaitingList(
        "Tiny Forum",
        "Europe/Zurich",
        3,
        2,
        (
            Waiting(
                rank=1,
                session="c",
                title="C",
                status="requested",
                priority=1,
                price=1000,
                cause="room",
                possible=2,
                own=2,
                free=0,
                demands=(),
                beside=(refusal("channels", 2, 2),),
                holders=(last, Holder("b", "B", "accepted, priority 3", 1)),
                place=Place(at(f"{DAY} 09:00"), "c1", last, 4000, (("requests-placed", 4000),)),
                nearest=None,
            ),
        ),
    )


def test_the_short_list_says_the_same_without_places():
    asked = tiny(session("a", priority=5), session("b", status="accepted"), session("c", priority=1))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"})
    long, short = only(held), only(held, short=True)
    assert (short.cause, short.own, short.beside) == (long.cause, long.own, long.beside)
    assert (short.holders, short.place, short.nearest) == ((), None, None)


def test_the_list_is_ranked_by_status_then_priority_then_id():
    asked = tiny(
        session("f", priority=5),
        session("d", status="confirmed", priority=1),
        session("e", status="accepted", priority=2),
        session("c", status="accepted", priority=4),
        session("b", priority=5),
        session("held"),
        between="09:00-10:00",
    )
    found = waiting_list(timetable(asked, {"held": f"{DAY} 09:00"}), RULES)
    assert [(each.rank, each.session) for each in found.requests] == [(1, "d"), (2, "c"), (3, "e"), (4, "b"), (5, "f")]


def test_what_is_cancelled_left_out_by_decision_or_without_a_time_does_not_wait():
    asked = tiny(
        session("a"),
        session("gone", status="cancelled"),
        session("out", left_out=True),
        session("hall", "exhibition"),
        session("waits", priority=1),
        between="09:00-10:00",
    )
    assert left_out(timetable(asked, {"a": f"{DAY} 09:00"})) == ("waits",)


def test_a_speaker_who_is_elsewhere_keeps_a_request_out():
    asked = tiny(
        person("ann"),
        session("a", official=True),
        session("b"),
        appears("ann", "a"),
        appears("ann", "b"),
        between="09:00-10:00",
        channels=2,
    )
    found = only(timetable(asked, {"a": f"{DAY} 09:00"}))
    time = "Mon 22 Jun 2020 09:00 (Europe/Zurich)"
    clash = f"Ann (ann) cannot be in a “A” on {time}; b “B” on {time} with 15 minutes between."
    assert (found.cause, found.beside) == ("people", (refusal("one-place", 1, 1, f"On {time}: {clash}"),))
    # What must be held gives no way: there is no place, and the nearest start says what stands against it.
    assert found.holders == (Holder("a", "A", "must be held", 1),)
    assert (found.place, found.nearest) == (None, Nearest(at(f"{DAY} 09:00"), (clash,)))


def test_room_and_people_together_keep_a_request_out():
    asked = tiny(
        person("ann"),
        session("a"),
        session("b"),
        session("c", priority=1),
        appears("ann", "b"),
        appears("ann", "c"),
        channels=2,
    )
    full = timetable(
        programme(asked.forum, *asked.sessions, session("d"), *asked.people, *asked.appearances),
        {"a": f"{DAY} 09:00", "d": (f"{DAY} 09:00", "c2"), "b": f"{DAY} 10:00"},
    )
    # At nine both channels are taken, and Ann has no break before her session at ten; at ten she is in that.
    found = only(full, rules=rules(one_place={"buffer": 0, "lead_buffer": 0}), short=True)
    assert found.cause == "together"
    assert found.beside == (refusal("channels", 1, 1), refusal("one-place", 1, 1))


def test_another_session_that_it_does_not_go_with_keeps_a_request_out():
    asked = tiny(session("a"), session("b", not_with=("a",)), between="09:00-10:00", channels=2)
    found = only(timetable(asked, {"a": f"{DAY} 09:00"}), rules=rules(not_together={"mode": "hard"}))
    assert (found.cause, found.beside[0].rule) == ("sessions", "not-together")
    assert found.place.instead == Holder("a", "A", "requested, priority 3", 1)
    assert (found.place.dearer, found.place.by_rule) == (0, ())


def test_demands_of_its_own_leave_no_start_even_in_an_empty_forum():
    asked = tiny(
        person("ann", "Asia/Tokyo"),
        session("a"),
        appears("ann", "a", "moderator"),
        between="16:00-18:00",
    )
    # Four in the afternoon in Zurich is eleven at night in Tokyo.
    found = only(timetable(asked, {}))
    said = "Ann (ann) moderates a “A”, but not at 23:00-06:00 in Asia/Tokyo."
    assert (found.cause, found.own, found.demands) == ("demands", 0, (refusal("night", 2, 2, said),))
    assert (found.beside, found.holders, found.place, found.nearest) == ((), (), None, None)


def test_without_a_channel_that_has_what_it_needs_it_has_no_start():
    asked = tiny(session("a", needs=("stage",)))
    found = only(timetable(asked, {}))
    assert (found.cause, found.own, found.demands) == (
        "demands",
        0,
        (refusal("channel-features", 2, 2, "a “A” needs stage, offered by no channel."),),
    )


def test_a_request_that_costs_more_than_leaving_it_out_has_a_place_at_a_price():
    asked = tiny(session("a", preferred_hours=(hours("15:00-16:00"),)), between="09:00-10:00")
    found = only(timetable(asked, {}), rules=rules(requests_placed={"weight": 1}))
    assert (found.cause, found.price, found.free) == ("price", 3, 1)
    changes = (("requests-placed", -3), ("preferred-times", 20))
    assert found.place == Place(at(f"{DAY} 09:00"), "c1", None, 17, changes)


def test_a_request_with_a_free_start_waits_for_the_search_alone():
    found = only(timetable(tiny(session("a")), {}))
    assert (found.cause, found.own, found.free) == ("search", 2, 2)
    assert found.place == Place(at(f"{DAY} 09:00"), "c1", None, -3000, (("requests-placed", -3000),))


def test_where_two_would_have_to_give_way_the_nearest_start_says_both():
    asked = tiny(session("a"), session("b"), session("long", minutes=120, priority=1))
    found = only(timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"}))
    assert (found.own, found.holders, found.place) == (1, (), None)
    nine, ten = (f"Mon 22 Jun 2020 {hour}:00 (Europe/Zurich)" for hour in ("09", "10"))
    assert found.nearest == Nearest(
        at(f"{DAY} 09:00"),
        (
            f"Channel c1 cannot hold both a “A” on {nine}; long “LONG” on {nine}.",
            f"Channel c1 cannot hold both long “LONG” on {nine}; b “B” on {ten}.",
        ),
    )


def test_the_days_of_one_session_wait_together():
    asked = tiny(session("a"), session("h", "hackathon", days=2), between="09:00-10:00", on="2020-06-22..2020-06-23")
    found = waiting_list(timetable(asked, {"a": "2020-06-23 09:00"}), RULES).requests
    assert [(each.rank, each.session) for each in found] == [(1, "h.1"), (2, "h.2")]
    for each in found:
        assert (each.cause, each.possible, each.own, each.free) == ("room", 2, 1, 0)
        assert each.demands == (refusal("days-in-a-row", 1, 1),)
        assert each.beside == (refusal("channels", 1, 1),)
        assert (each.place.start, each.place.instead.session) == (at("2020-06-22 09:00"), "a")
        # Two days are held for the one that gives way.
        assert (each.price, each.place.dearer) == (6000, -3000)


def test_all_days_of_a_session_give_way_together():
    asked = tiny(
        session("a", priority=5), session("h", "hackathon", days=2), between="09:00-10:00", on="2020-06-22..2020-06-23"
    )
    found = only(timetable(asked, {"h.1": "2020-06-22 09:00", "h.2": "2020-06-23 09:00"}))
    assert found.holders == (Holder("h.1", "H", "requested, priority 3", 2),)
    assert (found.place.start, found.place.dearer) == (at("2020-06-22 09:00"), 6000 - 5000)


def test_a_request_that_no_nominee_can_facilitate_waits_for_people():
    asked = tiny(
        person("nia", nominee=True),
        session("a"),
        session("p", "policy"),
        appears("nia", "a"),
        between="09:00-10:00",
        channels=2,
    )
    found = only(timetable(asked, {"a": f"{DAY} 09:00"}))
    assert (found.cause, [(each.rule, each.starts) for each in found.beside]) == ("people", [("facilitators", 1)])
    assert (found.place.instead.session, found.place.dearer, found.place.facilitators) == ("a", 0, ("nia",))


def test_who_waits_can_be_asked_for_by_id():
    asked = tiny(session("a"), session("b"), session("c"), between="09:00-10:00")
    held = timetable(asked, {"a": f"{DAY} 09:00"})
    assert [(each.rank, each.session) for each in waiting_list(held, RULES, about=("c",)).requests] == [(2, "c")]


def test_a_timetable_with_a_hard_finding_has_no_waiting_list():
    asked = tiny(session("a"), session("b"), session("c"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 09:00"})
    with pytest.raises(ForumError, match="timetable without hard findings"):
        waiting_list(held, RULES)


PRICED = [
    each
    for each in CATALOGUE
    if "hard" in each.modes and (each.prices is not Rule.prices or each.encode is Rule.encode)
]
"""The rules whose refusals are known from their prices, or from what they ask of a session alone."""


def fine_starts(asked, among, held, name):
    """The starts at which the checks find nothing when an occurrence is held beside others, in any class of channels.

    Channels are handed out anew within their classes.
    """
    board = narrow(asked, among, wide=anywhere(among)).board
    grid = asked.forum.time_grid
    number = {each: index for index, members in enumerate(board.classes) for each in members}
    begins = {other: grid.minute(placement.start) for other, placement in held.items()}
    classes = {other: number[placement.channel] for other, placement in held.items()}
    known = set(verify(Timetable(asked, held), among).hard)
    found = 0
    for minute in board.starts.minute.tolist():
        good = False
        for each in range(len(board.classes)):
            when = {**begins, name: minute}
            given_out = board.hand_out(when, {**classes, name: each})
            who = {other: placement.facilitators for other, placement in held.items()}
            table = Timetable(
                asked,
                {other: Placement(grid.instant(when[other]), given_out[other], who.get(other, ())) for other in when},
            )
            good |= set(verify(table, among).hard) <= known
        found += good
    return found


def say_the_same(table, among):
    """Whether own and free starts of everything that waits are those of the checks.

    Left aside are days in a row and concluding sessions: they bring others with them.
    """
    asked = table.programme
    for waiting in waiting_list(table, among, short=True).requests:
        session = asked.occurrence[waiting.session].session
        in_a_row = session.days > 1 and any(rule.name == "days-in-a-row" for rule in among)
        if not in_a_row and not asked.forum.type[session.type].assembles:
            assert waiting.own == fine_starts(asked, among, {}, waiting.session)
            if waiting.own:
                assert waiting.free == fine_starts(asked, among, table.placements, waiting.session)


@drawn(80)
@given(st.data())
def test_the_counts_of_starts_are_those_of_the_checks(data):
    asked = data.draw(programmes())
    among = [each(mode="hard") for each in data.draw(st.lists(st.sampled_from(PRICED), max_size=4, unique=True))]
    table = data.draw(timetables(asked))
    assume(left_out(table))
    assume(not verify(table, among).hard)
    say_the_same(table, among)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, id=kind.name) for kind in PRICED if kind.prices is not Rule.prices]
)
def test_beside_one_session_the_counts_of_starts_are_those_of_the_check(kind):
    """What else waits asks for nothing, though the prices may look ahead to it."""
    among = [kind(mode="hard")]
    for asked in map(tiny_programme, MAKERS):
        options = {name: [each for each in held if each] for name, held in choices(asked).items()}
        tables = [{}, *({name: held[0]} for name, held in options.items())]
        for placements in tables:
            table = Timetable(asked, placements)
            if left_out(table) and not verify(table, among).hard:
                say_the_same(table, among)
