"""The moves that are said to be the fewest are: every timetable of tiny forums is looked at, then the sample."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from constraints.catalogue import rules_in_force
from data.policy import Policy
from data.readers import read_forum
from data.samples import copy_sample
from data.timetable import Placement, Timetable
from scheduler import Budget, Impossible, Planned, Replanned, Replanning, plan, replan, verify
from tests.factories import appears, at, channel, forum, period, person, programme, session, times
from tests.scheduler.brute_force import ALONE, placements, timetables
from tests.scheduler.disruptions import KINDS, disrupted

SURE = Budget(20.0, 1, 1, deterministic=True)
RULES = rules_in_force(Policy({}))


def tiny(random):
    """A forum of three or four sessions in four or five slots, with all that may have been decided since."""
    channels = random.choice((1, 1, 2))
    count = 3 if channels == 2 else 4
    names = "abcd"[:count]
    fields = {name: {} for name in names}
    if random.random() < 0.4:
        fields["b"]["after"] = ("a",)
    if random.random() < 0.3:
        fields["c"]["not_with"] = ("a",)
    if random.random() < 0.15:
        fields["c"]["directly_after"] = "a"
    if random.random() < 0.15:
        fields["a"]["repeats"] = 2
    if random.random() < 0.4:
        fields["b"]["fixed"] = f"2020-06-22 {random.choice((9, 10, 11)):02d}:00"
    for name in names:
        fields[name]["official"] = random.random() < 0.3
        fields[name]["minutes"] = random.choice((60, 60, 60, 60, 120))
    cannot = (times(on="2020-06-22", between=random.choice(("09:00-10:00", "10:00-11:00", "10:00-12:00"))),)
    things = [session(name, **fields[name]) for name in names]
    things += [person("ann", cannot=cannot), person("ben")]
    things += [appears("ann", name) for name in random.sample(names, random.choice((1, 2)))]
    things += [appears("ben", name) for name in random.sample(names, 2)]
    slots = random.choice(("09:00-13:00", "09:00-14:00", "09:00-14:00"))
    frame = forum(
        on="2020-06-22",
        periods=(period(on="2020-06-22", between=slots),),
        channels=tuple(channel(f"c{number}") for number in range(1, channels + 1)),
    )
    return programme(frame, *things)


def anything(asked, random):
    """Placements anywhere on the grid, also where nobody could be: what was published fitted another forum."""
    found = {}
    for occurrence in asked.occurrences:
        if random.random() < 0.85:
            start = at("2020-06-22 09:00") + timedelta(hours=random.randrange(6))
            found[occurrence.id] = Placement(start, random.choice(asked.forum.channels).id)
    return found


def fewest(asked, old, until=None):
    """The least places lost, and the least moves with these, over every timetable; None where there is none."""
    hard = [rule for rule in RULES if rule.mode == "hard"]
    alone = [rule for rule in hard if rule.name in ALONE]

    frozen = {name: was.start for name, was in old.items() if until is not None and was.start < until}

    def fine(name, placement):
        if name in frozen and placement.start != frozen[name]:
            return False
        if until is not None and name not in frozen and placement.start < until:
            return False
        return not any(any(rule.check(Timetable(asked, {name: placement}))) for rule in alone)

    options = {}
    for name, every in placements(asked).items():
        must = asked.occurrence[name].must_place or name in frozen
        options[name] = ([] if must else [None]) + [each for each in every if fine(name, each)]
    best = None
    for table in timetables(asked, options):
        held = table.placements
        counted = (
            sum(name not in held for name in old),
            sum(name in held and held[name].start != was.start for name, was in old.items()),
        )
        if (best is None or counted < best) and not any(any(rule.check(table)) for rule in hard):
            best = counted
    return best


@pytest.mark.parametrize("seed", range(30))
def test_no_timetable_of_a_tiny_forum_loses_or_moves_fewer(seed):
    random = Random(seed)
    asked = tiny(random)
    old = anything(asked, random)
    outcome = replan(asked, Policy({}), old, SURE)
    least = fewest(asked, old)
    if least is None:
        assert isinstance(outcome, Impossible)
        return
    assert isinstance(outcome, Replanned)
    assert verify(outcome.timetable, RULES).hard == ()
    assert (len(outcome.lost), len(outcome.moved)) == least
    assert outcome.fewest == least[1]


@pytest.mark.parametrize("seed", range(100, 112))
def test_what_is_frozen_never_moves_and_the_rest_as_little_as_can_be(seed):
    random = Random(seed)
    asked = tiny(random)
    old = anything(asked, random)
    until = at("2020-06-22 11:00")
    outcome = replan(asked, Policy({}), old, SURE, wishes=Replanning(frozen_until=until))
    least = fewest(asked, old, until)
    if least is None:
        assert isinstance(outcome, Impossible)
        return
    assert isinstance(outcome, Replanned)
    assert (len(outcome.lost), len(outcome.moved)) == least
    early = {name for name, was in old.items() if was.start < until}
    now = outcome.timetable.placements
    assert all(now[name].start == old[name].start for name in early)
    assert all(placement.start >= until for name, placement in now.items() if name not in early)


def test_the_tiny_forums_are_of_every_kind():
    kinds = Counter()
    for seed in range(30):
        random = Random(seed)
        asked = tiny(random)
        kinds[fewest(asked, anything(asked, random))] += 1
    assert None in kinds
    assert len(kinds) >= 5


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The sample of the full size as it was read, and a complete timetable of it."""
    folder = tmp_path_factory.mktemp("published") / "forum"
    copy_sample("wsis-2020", folder)
    reading = read_forum(folder)
    planned = plan(reading.programme, reading.policy, Budget(0.5, 1, 1, deterministic=True))
    assert isinstance(planned, Planned)
    assert len(planned.timetable.placements) == len(reading.programme.occurrences)
    return reading.policy, planned.timetable


@pytest.mark.full
@pytest.mark.parametrize("seed", range(50))
def test_fifty_disruptions_of_the_sample_move_the_fewest(seed, published, record_property):
    policy, before = published
    event = disrupted(before, seed)
    outcome = replan(event.programme, policy, before.placements, Budget(60.0, 1, 1, deterministic=True))
    assert isinstance(outcome, Replanned), event.what
    record_property("what", event.what)
    record_property("moved", len(outcome.moved))
    record_property("lost", len(outcome.lost))
    record_property("proven", outcome.fewest is not None)
    assert verify(outcome.timetable, rules_in_force(policy)).hard == ()
    assert outcome.fewest == len(outcome.moved), event.what
    assert outcome.lost == ()


@pytest.mark.full
@pytest.mark.parametrize("seed", range(2 * len(KINDS)))
def test_what_is_frozen_never_moves_on_the_sample(seed, published, record_property):
    policy, before = published
    event = disrupted(before, seed)
    middle = before.start(before.in_order[len(before.in_order) // 2])
    for until in (before.start(before.in_order[2]), middle):
        wishes = Replanning(frozen_until=until)
        outcome = replan(event.programme, policy, before.placements, Budget(60.0), wishes=wishes)
        assert isinstance(outcome, Replanned | Impossible)
        record_property(f"{until:%m-%d}", type(outcome).__name__)
        if isinstance(outcome, Replanned):
            early = {name: was.start for name, was in before.placements.items() if was.start < until}
            kept = {name: start for name, start in early.items() if name in event.programme.occurrence}
            assert kept
            assert {name: outcome.timetable.placements[name].start for name in kept} == kept


def test_every_kind_of_disruption_has_its_turn():
    assert len({seed % len(KINDS) for seed in range(50)}) == len(KINDS)
