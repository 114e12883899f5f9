"""Forums on which the plan once did not agree with a look at every timetable, each reduced to what it takes."""

from __future__ import annotations

import pytest

from data.policy import Policy
from data.programme import Comfort, Region
from scheduler import Budget, Impossible, Planned, misfits, plan, rules_in_force
from tests.factories import appears, channel, forum, hours, period, person, programme, session

SURE = Budget(20.0, 1, 1, deterministic=True)
ONE = (channel("c1"),)


def planned(asked, **rules):
    outcome = plan(asked, Policy({name.replace("_", "-"): said for name, said in rules.items()}), SURE)
    assert isinstance(outcome, Planned), outcome
    assert outcome.proven
    assert outcome.bound == outcome.verdict.cost
    return outcome


def refused(asked, **rules):
    outcome = plan(asked, Policy({name.replace("_", "-"): said for name, said in rules.items()}), SURE)
    assert isinstance(outcome, Impossible), outcome
    assert outcome.all_told
    assert all(contradiction.minimal for contradiction in outcome.contradictions)
    return [{(reason.rule, reason.case) for reason in each.reasons} for each in outcome.contradictions]


def day(*things, on="2020-06-22", between="09:00-10:00", **fields):
    usual = {"periods": (period(on=on, between=between),), "channels": ONE}
    return programme(forum(on=on, **{**usual, **fields}), *things)


HARD = {"mode": "hard"}
OFF = {"mode": "off"}


def test_a_forum_of_which_nothing_fits_anywhere_is_planned_at_the_price_of_all_that_is_left_out():
    outcome = planned(day(session("long", minutes=120, priority=2)))
    assert (dict(outcome.timetable.placements), outcome.verdict.cost) == ({}, 2000)


@pytest.mark.parametrize("relation", ["rehearsal_of", "directly_after"])
def test_what_must_be_held_may_name_a_request_that_need_not(relation):
    asked = day(session("must", minutes=120, fixed="2020-06-22 09:00", **{relation: "main"}), session("main"))
    assert refused(asked) == [{("must-place", "must"), ("periods", "must")}]


@pytest.mark.parametrize("weight", [999, 1000])
def test_a_soft_rule_may_weigh_a_thousand_where_the_first_answer_breaks_it(weight):
    # Two hours for three sessions that are not to overlap: one of them has to, or is left out at three times as much.
    asked = day(
        *(session(name, track="T") for name in "abc"), between="09:00-11:00", channels=(channel("c1"), channel("c2"))
    )
    outcome = planned(asked, track_clashes={"weight": weight})
    assert outcome.verdict.cost == weight
    assert len(outcome.timetable.placements) == 3


def test_the_bound_holds_where_several_requests_are_dearer_to_hold_than_to_leave_out():
    # An hour of the night counts 12 quarter hours, and twice for a host: 24 x 200 to hold it, 3000 to leave it out.
    asked = day(
        session("a"),
        session("b"),
        person("ann", "Europe/Zurich"),
        person("bob", "Europe/Zurich"),
        appears("ann", "a", "host"),
        appears("bob", "b", "host"),
        between="02:00-04:00",
    )
    outcome = planned(asked, comfortable_hours={"weight": 200})
    assert (dict(outcome.timetable.placements), outcome.verdict.cost, outcome.unavoidable) == ({}, 6000, 6000)


def test_the_bound_holds_where_what_all_regions_bear_is_dearer_than_leaving_requests_out():
    asked = day(
        session("a"),
        session("b"),
        between="10:00-12:00",
        comfort=Comfort(regions=(Region("Pacific", 100, ("Pacific/Auckland",)),)),
    )
    # At 20:00 and 21:00 in the region both are outside its day: 8 quarter hours and twice more for the worst figure.
    outcome = planned(asked, fair_hours={"mode": "soft", "weight": 500})
    assert (dict(outcome.timetable.placements), outcome.verdict.cost, outcome.unavoidable) == ({}, 6000, 0)


def test_a_dear_case_is_given_up_where_keeping_it_is_dearer():
    wish = {"preferred_hours": (hours("09:00-10:00"),), "track": "T", "official": True}
    asked = day(
        session("a", **wish), session("b", **wish), between="09:00-11:00", channels=(channel("c1"), channel("c2"))
    )
    outcome = planned(asked, track_clashes={"weight": 1000}, preferred_times={"weight": 1100})
    assert outcome.verdict.cost == 1000


def test_without_the_rule_of_periods_sessions_are_held_outside_them():
    asked = day(session("long", minutes=120, official=True), session("other", official=True), between="09:00-10:00")
    assert set(planned(asked, periods=OFF).timetable.placements) == {"long", "other"}


def test_without_the_rule_of_fixed_starts_they_contradict_nothing():
    asked = day(
        session("a", fixed="2020-06-22 09:00"),
        session("b", fixed="2020-06-22 09:00"),
        session("c", fixed="2020-06-22 07:00"),
        person("ann"),
        appears("ann", "a"),
        appears("ann", "b"),
        between="09:00-18:00",
        channels=(channel("c1"), channel("c2")),
    )
    rules = {"fixed_start": OFF}
    assert set(planned(asked, **rules).timetable.placements) == {"a", "b", "c"}
    assert list(misfits(asked, rules_in_force(Policy({"fixed-start": OFF})))) == []
    assert len(list(misfits(asked, rules_in_force(Policy({}))))) == 1


def test_without_the_rule_of_channels_sessions_share_one():
    asked = day(session("a", official=True), session("b", official=True))
    assert set(planned(asked, channels=OFF).timetable.placements) == {"a", "b"}


@pytest.mark.parametrize(
    ("asked", "rules", "last"),
    [
        pytest.param(
            day(
                *(session(name, "policy", official=True, facilitated_by=("ann",)) for name in "pq"),
                person("ann", nominee=True),
                between="09:00-18:00",
            ),
            {"facilitator_load": {"most": 0}},
            "let nominees facilitate up to 2 sessions instead of 1 (rules.toml: most = 2 under [facilitator-load])",
            id="from one to two",
        ),
        pytest.param(
            day(*(session(name, official=True, channel="hall") for name in "abc"), channels=(channel("hall", None),)),
            {},
            "add one more channel to hall “HALL” (forum.toml: count = 3 of the channel hall)",
            id="from a channel to a pool",
        ),
    ],
)
def test_a_change_is_made_a_step_further_whatever_its_words(asked, rules, last):
    policy = Policy({name.replace("_", "-"): said for name, said in rules.items()})
    (contradiction,) = plan(asked, policy, SURE).contradictions
    assert [each.words for each in contradiction.repairs if each.further] == [last]


def test_of_many_fixed_sessions_beside_a_plenary_only_as_many_are_named_as_contradict_it():
    asked = day(
        *(session(name, fixed="2020-06-22 09:00") for name in "ab"),
        session("c", "ceremony", fixed="2020-06-22 09:00"),
        channels=tuple(channel(f"c{number}") for number in range(3)),
    )
    for named in refused(asked):
        (beside,) = {name for rule, name in named if rule == "fixed-start"} - {"c"}
        assert named == {
            *(("must-place", name) for name in (beside, "c")),
            *(("fixed-start", name) for name in (beside, "c")),
            ("plenary-alone", "c"),
        }
