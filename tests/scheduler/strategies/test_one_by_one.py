"""One session after another is put where it costs least: nothing gets dearer, and no hard rule is broken."""

from __future__ import annotations

from dataclasses import replace

from constraints.catalogue import rules_in_force
from data.policy import Policy
from data.zones import zone
from scheduler.bounds import improve
from scheduler.engine import Budget
from scheduler.strategies.part import Piece, Standing, Workplace, prepared, search
from scheduler.verify import verify
from tests.factories import HOME, channel, days, hours, programme, session, timetable

RULES = rules_in_force(Policy({}))


def better(asked, held):
    """What becomes of a timetable in which each is put where it costs least: local starts, and the cost."""
    before = timetable(asked, held)
    build = prepared(asked, RULES)
    workplace = Workplace(build)
    workplace.draft.place_all(before.placements)
    _, ascent = improve(build, None, 20)
    standing = Standing.of(workplace.draft, workplace.names)
    found = search(Workplace(build), Piece(standing, tuple(sorted(held)), 60, 1, Budget(), singly=ascent))
    starts = {
        name: build.board.starts.grid.instant(int(build.board.starts.minute[at]))
        for name, (at, *_) in found.places.items()
    }
    changes = {name: replace(before.placements[name], start=start) for name, start in starts.items()}
    after = before.changed(changes)
    verdict = verify(after, RULES)
    assert verdict.hard == ()
    home = zone(HOME)
    return {name: f"{each.start.astimezone(home):%H:%M}" for name, each in after.placements.items()}, verdict.cost


def test_a_session_moves_to_the_hour_that_it_wishes_for():
    asked = programme(session("a", preferred_hours=(hours("11:00-12:00"),)), on="2020-06-22")
    assert better(asked, {"a": "2020-06-22 09:00"}) == ({"a": "11:00"}, 0)


def test_it_stays_where_its_hour_is_taken():
    """Both wish for eleven, and there is one channel."""
    wish = {"preferred_hours": (hours("11:00-12:00"),)}
    asked = programme(session("a", **wish), session("b", **wish), on="2020-06-22", channels=(channel("c1"),))
    held = {"a": "2020-06-22 09:00", "b": "2020-06-22 11:00"}
    assert better(asked, held) == ({"a": "09:00", "b": "11:00"}, 20)


def test_the_same_seed_gives_the_same_timetable():
    asked = programme(
        *(session(name, preferred_dates=(days("2020-06-24"),), action_lines=("C1",)) for name in "abcdef"),
        channels=(channel("c1"), channel("c2")),
    )
    held = {name: ("2020-06-22 1" + str(number) + ":00", "c1") for number, name in enumerate("abcdef")}
    found = better(asked, held)
    assert found == better(asked, held)
    assert found[1] < verify(timetable(asked, held), RULES).cost
