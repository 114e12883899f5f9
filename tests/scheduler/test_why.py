"""Why a session is where it is, and what stands against another time: tiny timetables with known answers."""

from __future__ import annotations

from constraints.catalogue import rules_in_force
from data.findings import Finding
from data.policy import Policy
from scheduler import Budget, Stop, obstacles, standing
from scheduler.why import Part
from tests.factories import appears, at, channel, forum, hours, period, person, programme, session, times, timetable

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


def parts(stands):
    """The rules that have a part in it."""
    idle = [Part(rule.name) for rule in RULES] + [Part(rule.name, costs=None) for rule in RULES]
    return [part for part in stands.parts if part not in idle]


def test_each_rule_tells_what_it_refuses_and_who_is_in_the_way():
    asked = tiny(
        person("ann", cannot=(times(between="12:00-13:00"),)),
        session("a", preferred_hours=(hours("09:00-11:00"),)),
        session("b"),
        session("c", fixed=f"{DAY} 11:00", minutes=120),
        appears("ann", "a"),
        appears("ann", "c", minutes=(0, 30)),
        between="09:00-14:00",
        channels=2,
    )
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00", "c": f"{DAY} 11:00"})
    stands = standing(held, RULES, "a", SURE, Stop())
    # Between 10 and 11 she has no break before c, and at 11 she is in it; at 12 she cannot.
    assert parts(stands) == [
        Part("one-place", refuses=2, sessions=("c",), people=("ann",)),
        Part("cannot", refuses=1, people=("ann",)),
        Part("preferred-times", costs=1, least=20, most=20),
    ]
    assert (stands.starts, stands.left) == (5, 1)
    assert [(other.placement.start, other.dearer) for other in stands.alternatives] == [(at(f"{DAY} 13:00"), 20)]


def test_where_every_start_is_taken_another_session_makes_room():
    asked = tiny(session("a"), session("b"), between="09:00-11:00")
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"})
    stands = standing(held, RULES, "a", SURE, Stop())
    assert (stands.left, stands.alternatives) == (0, ())
    assert (stands.moving.placement.start, stands.moving.moved) == (at(f"{DAY} 10:00"), ("b",))
    assert stands.moving.timetable.start("b") == at(f"{DAY} 09:00")


def test_what_is_fixed_has_no_other_start_whoever_makes_room():
    asked = tiny(session("a", fixed=f"{DAY} 09:00"), session("b"), between="09:00-11:00")
    stands = standing(timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"}), RULES, "a", SURE, Stop())
    assert (stands.left, stands.alternatives, stands.moving) == (0, (), None)
    assert parts(stands)[0] == Part("fixed-start", refuses=1)


def test_the_five_best_starts_are_the_cheapest_of_all_and_the_nearest_of_equals():
    asked = programme(
        forum(
            on="2020-06-22..2020-06-23",
            periods=(period(on="2020-06-22..2020-06-23", between="09:00-16:00"),),
            channels=(channel(),),
        ),
        session("a"),
        session("b"),
    )
    held = timetable(asked, {"a": "2020-06-22 15:00", "b": "2020-06-22 09:00"})
    rules = rules_in_force(Policy({"even-weeks": {"mode": "off"}}))
    # Two on Monday are one too many: every start of Tuesday saves five points, and its mornings are nearest.
    assert [
        (other.placement.start, other.by_rule) for other in standing(held, rules, "a", SURE, Stop()).alternatives
    ] == [(at(f"2020-06-23 {hour:02d}:00"), {"even-days": -5}) for hour in range(9, 14)]


def test_what_has_no_room_left_would_be_left_out_at_its_price():
    asked = tiny(session("a", priority=5), session("b", priority=2), session("c", priority=1), between="09:00-11:00")
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"})
    found = obstacles(held, RULES, "c", at(f"{DAY} 09:00"), SURE, Stop())
    assert found.hard == (Finding("channels", "c1", ("a", "c")),)
    assert found.best.moved in (("a",), ("a", "b"))
    # The fewest are left out, then the fewest move: a alone, though it is dearer than b.
    assert (found.best.moved, found.best.dearer) == (("a",), 4000)


def test_a_session_that_is_fixed_elsewhere_is_told_so_and_pinned_there_instead():
    asked = tiny(session("a", fixed=f"{DAY} 09:00"), session("b"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00"})
    found = obstacles(held, RULES, "a", at(f"{DAY} 10:00"), SURE, Stop())
    assert found.firm == ()
    assert found.hard == (Finding("fixed-start", "a", ("a",)), Finding("channels", "c1", ("a", "b")))
    assert (found.best.moved, found.best.dearer) == (("b",), 0)


def test_beside_what_is_fixed_nothing_helps():
    asked = tiny(
        person("ann"),
        session("a"),
        session("b", fixed=f"{DAY} 09:00"),
        appears("ann", "a"),
        appears("ann", "b"),
        channels=2,
    )
    held = timetable(asked, {"a": f"{DAY} 12:00", "b": f"{DAY} 09:00"})
    found = obstacles(held, RULES, "a", at(f"{DAY} 09:00"), SURE, Stop())
    assert found.firm == (Finding("one-place", "ann", ("a", "b"), ("ann",)),)
    assert (found.hard, found.best, found.reasons) == ((), None, None)


def test_demands_that_only_a_search_refutes_are_told_as_a_plan_tells_them():
    # One channel is taken by b, which is fixed; the channels rule says nothing before channels are chosen.
    asked = tiny(session("a"), session("b", fixed=f"{DAY} 09:00"))
    held = timetable(asked, {"a": f"{DAY} 10:00", "b": f"{DAY} 09:00"})
    found = obstacles(held, RULES, "a", at(f"{DAY} 09:00"), SURE, Stop())
    assert (found.firm, found.hard, found.best) == ((), (Finding("channels", "c1", ("a", "b")),), None)
    (contradiction,) = found.reasons.contradictions
    assert [(reason.rule, reason.case) for reason in contradiction.reasons] == [
        ("must-place", "a"),
        ("fixed-start", "a"),
        ("must-place", "b"),
        ("fixed-start", "b"),
        ("channels", "c1"),
    ]


def facilitated():
    """Two policy sessions and nominees of whom one cannot in the afternoon; all report at the end."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            periods=(
                period(on="2020-06-22", between="09:00-15:00", types=("policy",)),
                period("final", on="2020-06-23", between="09:00-10:00", types=("concluding",)),
            ),
            channels=(channel(),),
        ),
        session("p", "policy"),
        session("q", "policy"),
        session("end", "concluding", official=True),
        person("nia", nominee=True, cannot=(times(on="2020-06-22", between="13:00-15:00"),)),
        person("noa", nominee=True),
        person("lee", nominee=True, cannot=(times(on="2020-06-23"),)),
    )


def test_who_facilitates_is_changed_where_they_cannot():
    held = timetable(
        facilitated(),
        {
            "p": ("2020-06-22 09:00", "c1", "nia"),
            "q": ("2020-06-22 11:00", "c1", "noa"),
            "end": ("2020-06-23 09:00", "c1", "nia", "noa"),
        },
    )
    found = obstacles(held, RULES, "p", at("2020-06-22 13:00"), SURE, Stop())
    assert found.hard == (Finding("cannot", "nia p", ("p",), ("nia",)),)
    assert (found.firm, found.best.moved, found.best.changed) == ((), (), ("p", "end"))
    assert found.best.timetable.placements["p"].facilitators == ("noa",)
    assert found.best.timetable.placements["end"].facilitators == ("noa",)


def test_what_was_left_out_is_given_facilitators_who_can():
    held = timetable(facilitated(), {"q": ("2020-06-22 11:00", "c1", "noa"), "end": ("2020-06-23 09:00", "c1", "noa")})
    found = obstacles(held, RULES, "p", at("2020-06-22 13:00"), SURE, Stop())
    assert (found.firm, found.hard) == ((), ())
    assert found.there.placements["p"].facilitators == ("noa",)
    found = obstacles(held, RULES, "p", at("2020-06-22 11:00"), SURE, Stop())
    assert [finding.rule for finding in found.hard] == ["channels", "types-apart"]
    assert found.there.placements["p"].facilitators == ("nia",)
    assert found.there.placements["end"].facilitators == ("nia", "noa")
    assert found.best.moved == ("q",)


def test_what_is_broken_already_is_mended_along_with_it():
    asked = tiny(session("a"), session("b"), session("c"))
    held = timetable(asked, {"a": f"{DAY} 09:00", "b": f"{DAY} 10:00", "c": f"{DAY} 10:00"})
    found = obstacles(held, RULES, "a", at(f"{DAY} 11:00"), SURE, Stop())
    assert (found.firm, found.hard, found.broken) == ((), (), (Finding("channels", "c1", ("b", "c")),))
    assert len(found.best.moved) == 1
    assert set(found.best.moved) < {"b", "c"}


def test_a_session_of_several_days_moves_as_a_whole():
    asked = programme(
        forum(on="2020-06-22..2020-06-24", periods=(period(on="2020-06-22..2020-06-24", between="09:00-10:00"),)),
        session("h", "hackathon", days=2),
    )
    held = timetable(asked, {"h.1": "2020-06-22 09:00", "h.2": "2020-06-23 09:00"})
    found = obstacles(held, RULES, "h.2", at("2020-06-24 09:00"), SURE, Stop())
    assert found.hard == (Finding("days-in-a-row", "h", ("h.1", "h.2")),)
    assert (found.best.moved, found.best.timetable.start("h.1")) == (("h.1",), at("2020-06-23 09:00"))


def test_a_time_is_asked_for_also_where_nothing_that_is_fixed_has_to_stay():
    asked = tiny(session("a"), session("b", fixed=f"{DAY} 09:00"), between="09:00-11:00")
    held = timetable(asked, {"a": f"{DAY} 10:00", "b": f"{DAY} 09:00"})
    rules = rules_in_force(Policy({**QUIET.rules, "fixed-start": {"mode": "off"}}))
    found = obstacles(held, rules, "a", at(f"{DAY} 09:00"), SURE, Stop())
    assert found.hard == (Finding("channels", "c1", ("a", "b")),)
    assert (found.best.moved, found.best.timetable.start("b")) == (("b",), at(f"{DAY} 10:00"))
