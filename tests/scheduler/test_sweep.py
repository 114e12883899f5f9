"""A sweep plans what it says, each combination apart, and counts what it came to."""

from __future__ import annotations

import pickle
from contextlib import closing
from dataclasses import replace

import pytest

from constraints.catalogue import rules_in_force
from data.policy import Policy
from data.problems import InputProblems
from data.sweep import Figures
from data.timetable import Placement
from scheduler import Budget, OutOfTime, Stop
from scheduler.engines import EngineLost, Lost
from scheduler.engines.local import Here, Local
from scheduler.sweep import kept_timetable, run_one, sweep, varied
from scheduler.verify import verify
from tests.factories import appears, at, channel, forum, period, person, programme, session

ROOMS = (
    channel("hall", pool=None),
    replace(channel("room-1", "room"), name="Room 1"),
    replace(channel("room-2", "room"), name="Room 2"),
)
BUDGET = Budget(5.0, 1, 1, deterministic=True)


def asked(*things, **fields):
    usual = {"on": "2020-06-22", "channels": ROOMS, "periods": (period(on="2020-06-22", between="09:00-11:00"),)}
    return programme(*things, forum(**{**usual, **fields}))


def ids(changed):
    return [(each.id, each.name) for each in changed.forum.channels]


def test_the_first_channels_of_the_largest_pool_are_kept_and_ones_like_the_last_added():
    base = asked(session("S-1"))
    one, _ = varied(base, Policy({}), (("channels", 1),))
    four, _ = varied(base, Policy({}), (("channels", 4),))
    assert ids(one) == [("hall", "HALL"), ("room-1", "Room 1")]
    assert ids(four)[2:] == [("room-2", "Room 2"), ("room-3", "Room 3"), ("room-4", "Room 4")]
    assert varied(base, Policy({}), (("channels", 2),))[0] == base


def test_the_larger_of_two_pools_is_varied_and_stays_in_its_place():
    rooms = (channel("a-1", "a"), channel("b-1", "b"), channel("b-2", "b"), channel("c", pool=None))
    changed, _ = varied(asked(channels=rooms), Policy({}), (("channels", 3),))
    assert [each.id for each in changed.forum.channels] == ["a-1", "b-1", "b-2", "b-3", "c"]


@pytest.mark.parametrize(("cap", "expected"), [(None, None), (1, 1), (2, 5), (3, 6)])
def test_a_cap_of_a_period_that_the_pool_fills_goes_with_it(cap, expected):
    base = asked(periods=(period(on="2020-06-22", channels=cap),))
    changed, _ = varied(base, Policy({}), (("channels", 5),))
    assert changed.forum.periods[0].channels == expected


@pytest.mark.parametrize(
    ("base", "count", "why"),
    [
        (asked(session("S-1", channel="room-2")), 1, "S-1 asks for a channel that is not among the first 1 of room"),
        (asked(channels=(channel("hall", pool=None),)), 2, "there is no pool of channels whose number could be varied"),
        (
            asked(channels=(*ROOMS[1:], channel("room-3", pool=None))),
            3,
            "there is a channel room-3 already, beside the pool room",
        ),
    ],
    ids=["asked for", "no pool", "taken"],
)
def test_channels_that_there_cannot_be_are_a_run_that_says_so(base, count, why):
    run = run_one(base, Policy({}), BUDGET, (("channels", count),))
    assert (run.ending, run.why, run.figures) == ("impossible", why, None)


def test_fairness_is_the_weight_of_its_rule_and_other_keys_stay():
    given = Policy({"fair-hours": {"mode": "hard", "most": 3}})
    assert varied(asked(), given, (("fairness", 4),))[1].rules == {
        "fair-hours": {"mode": "soft", "most": 3, "weight": 4}
    }
    assert varied(asked(), given, (("fairness", 0),))[1].rules == {"fair-hours": {"mode": "off", "most": 3}}
    other = varied(asked(), given, (("night.mode", "soft"), ("night.weight", 7)))[1]
    assert other.rules == {"fair-hours": {"mode": "hard", "most": 3}, "night": {"mode": "soft", "weight": 7}}
    assert given.rules == {"fair-hours": {"mode": "hard", "most": 3}}


def test_a_rule_that_there_is_not_is_told_before_anything_is_planned():
    with pytest.raises(InputProblems) as caught:
        next(sweep(asked(session("S-1")), Policy({}), BUDGET, [(("nigt.weight", 1),)], engine=Here()))
    assert [str(problem) for problem in caught.value.problems] == [
        "--vary, nigt: there is no rule of this name; did you mean “night”?"
    ]


CROWDED = asked(*(session(f"S-{n}") for n in range(1, 6)))
"""Five requests of an hour, and two hours: with one channel beside the hall four are held."""

ONLY_PRICE = Policy({"fair-hours": {"mode": "off"}})


def test_figures_of_a_crowded_forum():
    before = {"S-1": Placement(at("2020-06-22 09:00"), "hall"), "S-2": Placement(at("2020-06-21 09:00"), "hall")}
    one = run_one(CROWDED, ONLY_PRICE, BUDGET, (("channels", 1),), before)
    two = run_one(CROWDED, ONLY_PRICE, BUDGET, (("channels", 2),), before)
    assert (one.ending, one.figures.placed, one.figures.left_out) == ("planned", 4, 1)
    assert (two.ending, two.figures.placed, two.figures.left_out) == ("planned", 5, 0)
    assert one.figures.cost == one.figures.own_cost == one.figures.bound > two.figures.cost
    assert (one.figures.gap, one.figures.broken, one.figures.night, one.figures.worst) == (0.0, 0, 0, 0.0)
    elsewhere = [name for name in before if name in one.placements and one.placements[name].start != before[name].start]
    assert one.figures.moves == len(elsewhere)
    assert "S-2" not in one.placements or "S-2" in elsewhere


def test_the_cost_is_by_the_folder_s_own_rules():
    """By their own rules both cost nothing; by those of the folder, the one that does not mind the night costs 200."""
    base = asked(session("S-1"), person("P-1", "America/New_York"), appears("P-1", "S-1", "moderator"))
    own = Policy({"night": {"mode": "soft", "weight": 200}, "comfortable-hours": {"mode": "off"}})
    minded = run_one(base, own, BUDGET, (("night.weight", 200),)).figures
    unminded = run_one(base, own, BUDGET, (("night.weight", 0),)).figures
    hard = run_one(base, Policy({"comfortable-hours": {"mode": "off"}}), BUDGET, (("night.mode", "soft"),)).figures
    assert (minded.cost, minded.own_cost, minded.broken, minded.night) == (200, 200, 0, 1)
    assert (unminded.cost, unminded.own_cost, unminded.broken, unminded.night) == (200, 0, 0, 1)
    assert (hard.cost, hard.own_cost, hard.broken) == (0, 200, 1)


def test_an_impossible_combination_says_what_cannot_hold_together():
    base = asked(*(session(f"S-{n}", official=True, channel="room") for n in range(1, 4)))
    one = run_one(base, Policy({}), BUDGET, (("channels", 1),))
    two = run_one(base, Policy({}), BUDGET, (("channels", 2),))
    assert (one.ending, two.ending) == ("impossible", "planned")
    assert "must-place: " in one.why
    assert "channels: " in one.why or "periods: " in one.why


def test_a_fixed_start_that_a_stricter_rule_refuses_is_an_impossible_combination():
    base = asked(
        session("S-1", fixed="2020-06-22 09:00"),
        person("P-1", "America/New_York"),
        appears("P-1", "S-1", "moderator"),
    )
    run = run_one(base, Policy({"night": {"mode": "soft"}}), BUDGET, (("night.mode", "hard"),))
    assert run.ending == "impossible"
    assert run.why.endswith("(rule night)")


def test_a_run_can_be_sent_to_another_engine_and_back():
    sent = pickle.loads(pickle.dumps((run_one, CROWDED, ONLY_PRICE, BUDGET, (("channels", 2),))))
    back = pickle.loads(pickle.dumps(sent[0](*sent[1:])))
    assert back == run_one(CROWDED, ONLY_PRICE, BUDGET, (("channels", 2),))
    timetable = kept_timetable(CROWDED, ONLY_PRICE, back)
    assert verify(timetable, rules_in_force(ONLY_PRICE)).hard == ()
    assert len(timetable.placements) == 5


@pytest.mark.parametrize("engine", [Here(), Local(1), Local(2)], ids=["here", "one", "two"])
def test_a_sweep_yields_every_combination_once_however_many_hands_there_are(engine):
    wanted = [(("channels", n),) for n in (1, 2, 3)]
    with closing(engine):
        found = {run.variation: run for run in sweep(CROWDED, ONLY_PRICE, BUDGET, wanted, engine=engine)}
    assert found == {variation: run_one(CROWDED, ONLY_PRICE, BUDGET, variation) for variation in wanted}


def test_a_sweep_that_is_stopped_ends_with_what_is_done():
    stop = Stop()
    with closing(Local(1)) as engine:
        wanted = [(("channels", n),) for n in range(1, 9)]
        found = sweep(CROWDED, ONLY_PRICE, BUDGET, wanted, engine=engine, stop=stop)
        assert next(found).ending == "planned"
        stop.set()
        assert list(found) == []


class Losing(Here):
    """An engine that loses every second piece, and itself at the fifth."""

    def take(self, seconds):
        ended = super().take(seconds)
        if ended.number == 4:
            raise EngineLost("The engine is lost.")
        return Lost(ended.number) if ended.number % 2 else ended


def test_a_run_that_an_engine_loses_is_lost_and_the_others_go_on_until_the_engine_is():
    wanted = [(("channels", n),) for n in range(1, 7)]
    found = sweep(CROWDED, ONLY_PRICE, BUDGET, wanted, engine=Losing())
    assert [(run.variation, run.ending) for run in (next(found) for _ in range(4))] == [
        (wanted[0], "planned"), (wanted[1], "lost"), (wanted[2], "planned"), (wanted[3], "lost"),
    ]  # fmt: skip
    with pytest.raises(EngineLost):
        next(found)


def test_an_error_in_a_run_ends_the_sweep(monkeypatch):
    monkeypatch.setattr("scheduler.sweep.plan", lambda *given, **more: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        next(sweep(CROWDED, ONLY_PRICE, BUDGET, [(("channels", 1),)], engine=Here()))


def test_a_search_that_finds_nothing_in_time_says_so(monkeypatch):
    monkeypatch.setattr("scheduler.sweep.plan", lambda *given, **more: OutOfTime(stopped=False))
    run = run_one(CROWDED, ONLY_PRICE, BUDGET, (("channels", 3),))
    assert (run.ending, run.why) == ("out of time", "no timetable was found in the time there was")


def test_figures_are_compared_whole():
    """A figure that is added must be looked at here, in the table and in the drawing."""
    assert list(Figures.__dataclass_fields__) == [
        "placed", "left_out", "cost", "broken", "own_cost", "bound", "gap", "worst", "region", "night", "moves",
    ]  # fmt: skip
