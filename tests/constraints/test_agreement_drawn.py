"""Encoding and check say the same on programmes drawn at random, larger than those that are looked at exhaustively."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constraints.board import Board
from constraints.catalogue import CATALOGUE
from scheduler.build import Build, inquire, narrow
from scheduler.ledgers import Objective
from scheduler.verify import verify
from tests.constraints.agreement import least_with, ways
from tests.constraints.random_programmes import programmes, timetables

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def drawn(examples):
    """The same examples in every run."""
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None, suppress_health_check=SLOW)


def complete(programme, rules):
    build = narrow(programme, rules)
    build.encode()
    return build


@drawn(150)
@given(st.data())
def test_a_hard_rule_allows_a_timetable_if_and_only_if_its_check_finds_nothing(data):
    asked = data.draw(programmes())
    kind = data.draw(st.sampled_from([kind for kind in CATALOGUE if "hard" in kind.modes]))
    rule = kind(mode="hard")
    build = complete(asked, [rule])
    for _ in range(4):
        table = data.draw(timetables(asked))
        fine = any(not list(rule.check(each)) for each in ways(table, build.board))
        assert (least_with(asked, build, table) is not None) == fine, kind.name


@drawn(60)
@given(st.data())
def test_the_question_allows_a_timetable_if_and_only_if_no_hard_rule_finds_anything(data):
    asked = data.draw(programmes())
    kinds = data.draw(
        st.lists(st.sampled_from([kind for kind in CATALOGUE if "hard" in kind.modes]), max_size=3, unique=True)
    )
    rules = [kind(mode="hard") for kind in kinds]
    inquiry = inquire(asked, rules)
    table = data.draw(timetables(asked, wide=True))
    fine = any(verify(each, rules).hard == () for each in ways(table, inquiry.board))
    assert (least_with(asked, inquiry, table) is not None) == fine


@drawn(100)
@given(st.data())
def test_soft_rules_together_price_a_timetable_at_what_their_checks_find_in_it(data):
    asked = data.draw(programmes())
    rules = [kind(mode="soft") for kind in CATALOGUE if "soft" in kind.modes]
    build = complete(asked, rules)
    for _ in range(2):
        table = data.draw(timetables(asked))
        cost = min(verify(each, rules).cost for each in ways(table, build.board))
        assert least_with(asked, build, table) == cost
        assert build.objective.unavoidable <= cost


@drawn(100)
@given(st.data())
def test_hard_and_soft_rules_together_allow_and_price_what_their_checks_say(data):
    asked = data.draw(programmes())
    rules = [
        kind(mode="soft" if "soft" in kind.modes else "hard")
        for kind in CATALOGUE
        if kind.name not in ("channels", "period-caps", "periods", "fixed-start", "one-place", "days-in-a-row")
    ]
    build = complete(asked, rules)
    for _ in range(3):
        table = data.draw(timetables(asked))
        verdicts = [verify(each, rules) for each in ways(table, build.board)]
        cost = min((verdict.cost for verdict in verdicts if verdict.hard == ()), default=None)
        assert least_with(asked, build, table) == cost
        assert cost is None or build.objective.unavoidable <= cost


@drawn(60)
@given(st.data())
def test_the_bare_board_promises_nothing_and_every_timetable_is_a_solution_of_it(data):
    asked = data.draw(programmes())
    board = Board(asked, wide=True)
    bare = Build(board, Objective(board), [], [])
    bare.encode()
    table = data.draw(timetables(asked, wide=True))
    assert least_with(asked, bare, table) == 0


@drawn(100)
@given(st.data())
def test_channels_are_handed_out_within_classes_so_that_the_channels_rule_finds_nothing_if_that_is_possible(data):
    asked = data.draw(programmes())
    (rule,) = (kind(mode="hard") for kind in CATALOGUE if kind.name == "channels")
    board = narrow(asked, [rule]).board
    table = data.draw(timetables(asked))
    grid = asked.forum.time_grid
    number = {channel: index for index, members in enumerate(board.classes) for channel in members}
    given_out = board.hand_out(
        {name: grid.minute(held.start) for name, held in table.placements.items()},
        {name: number[held.channel] for name, held in table.placements.items()},
    )
    fine = [each for each in ways(table, board) if not list(rule.check(each))]
    if fine:
        assert given_out in [{name: held.channel for name, held in each.placements.items()} for each in fine]
    assert {name: number[at] for name, at in given_out.items()} == {
        name: number[held.channel] for name, held in table.placements.items()
    }
