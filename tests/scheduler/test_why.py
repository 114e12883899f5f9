"""Why a session is where it is, and what stands against another time: tiny timetables with known answers."""

from __future__ import annotations

from constraints.catalogue import rules_in_force
from data.findings import Finding
from data.policy import Policy
from scheduler import Budget, Stop, obstacles, standing
from tests.factories import appears, at, channel, forum, hours, period, person, programme, session, timetable

QUIET = Policy({name: {"mode": "off"} for name in ("even-days", "even-weeks", "few-days", "fair-hours")})
RULES = rules_in_force(QUIET)
SURE = Budget(20.0, 1, 1, deterministic=True)
DAY = "2020-06-22"


def tiny(*things, between="09:00-13:00", channels=1):
    return programme(
        forum(
            on=DAY,
            periods=(period(on=DAY, between=between),),
            channels=tuple(channel(f"c{number}") for number in range(1, channels + 1)),
        ),
        *things,
    )


def test_a_session_stands_with_its_findings_and_its_best_other_starts():
    asked = tiny(session("a", preferred_hours=(hours("11:00-13:00"),)), session("b"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 11:00"})
    stands = standing(held, RULES, "a", SURE, Stop())
    assert stands.findings == (Finding("preferred-times", "a", ("a",)),)
    assert [(other.placement.start, other.dearer, other.by_rule) for other in stands.alternatives] == [
        (at(f"{DAY} 12:00"), -20, {"preferred-times": -20}),
        (at(f"{DAY} 10:00"), 0, {}),
    ]


def test_what_is_broken_already_does_not_hide_the_other_starts():
    asked = tiny(session("a"), session("b"), session("c"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00", "c": f"{DAY} 10:00"})
    stands = standing(held, RULES, "a", SURE, Stop())
    assert [other.placement.start for other in stands.alternatives] == [at(f"{DAY} 11:00"), at(f"{DAY} 12:00")]


def test_at_a_time_that_another_session_has_that_one_moves():
    asked = tiny(session("a"), session("b"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 11:00"})
    found = obstacles(held, RULES, "a", at(f"{DAY} 11:00"), SURE, Stop())
    assert found.hard == (Finding("channels", "c1", ("a", "b")),)
    assert found.best.timetable.start("a") == at(f"{DAY} 11:00")
    assert (found.best.moved, found.best.dearer, found.proven) == (("b",), 0, True)


def test_at_a_time_with_nothing_against_it_nothing_moves():
    asked = tiny(session("a"), session("b"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 11:00"})
    found = obstacles(held, RULES, "a", at(f"{DAY} 10:00"), SURE, Stop())
    assert (found.firm, found.hard, found.best.moved, found.best.dearer) == ((), (), (), 0)


def test_at_a_time_that_a_speaker_cannot_there_is_no_timetable():
    asked = tiny(
        person("ann", "Asia/Tokyo"), session("a"), session("b"), appears("ann", "a", "moderator"), between="09:00-18:00"
    )
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 11:00"})
    # 17:00 in Zurich is midnight in Tokyo.
    found = obstacles(held, RULES, "a", at(f"{DAY} 17:00"), SURE, Stop())
    assert found.firm == (Finding("night", "ann a", ("a",), ("ann",)),)
    assert (found.hard, found.best, found.reasons, found.late) == ((), None, None, False)


def test_a_session_that_is_left_out_can_be_asked_for_at_a_time():
    asked = tiny(session("a"), session("b", priority=1))
    held = timetable(asked, {"a": f"{DAY} 09:00"})
    found = obstacles(held, RULES, "b", at(f"{DAY} 09:00"), SURE, Stop())
    assert found.hard == (Finding("channels", "c1", ("a", "b")),)
    assert (found.best.moved, found.best.dearer) == (("a",), -1000)
    assert found.best.by_rule == {"requests-placed": -1000}
