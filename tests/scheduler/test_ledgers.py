"""Three readings of one encoding, each asked by hand: a demand holds, a price is paid, a question is named."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.sat.python import cp_model

from constraints.board import Board
from scheduler.engine import Budget, Status, solve
from scheduler.ledgers import Demand, Objective, Price, Question
from tests.factories import channel, forum, period, person, programme, session

SURE = Budget(10.0, 1, 1, deterministic=True)

ASKED = programme(
    forum(
        on="2020-06-22",
        periods=(period(on="2020-06-22", between="09:00-12:00"),),
        channels=(channel("c1"), channel("c2"), channel("hall", None)),
    ),
    session("a"),
    session("p", "policy"),
    person("ann", nominee=True),
)
"""Two sessions, each at 9, 10 or 11; a pool of two channels and the hall."""

NINE, TEN, ELEVEN = np.eye(3, dtype=np.bool_)


def cost(board, *held):
    """The least objective of the model while these literals are true; None for no solution."""
    for literal in held:
        board.model.add_bool_or([literal])
    run = solve(board.model, SURE)
    if run.status is Status.INFEASIBLE:
        return None
    assert run.status is Status.OPTIMAL
    return round(run.objective)


def priced(*, weight=1, firm=None):
    board = Board(ASKED)
    objective = Objective(board, firm)
    return board, objective, Price(board, objective, weight)


def at(board, name, hour):
    return board.at_clock(name, 60 * hour)


class TestDemand:
    def test_starts_that_are_not_allowed_or_have_an_amount_leave_the_domain(self):
        board = Board(ASKED)
        Demand(board).allow("case", "a", NINE | TEN)
        Demand(board).starts("case", "a", np.array([3, 0, 0]))
        assert board.domain["a"].tolist() == [False, True, False]
        assert board.domain["p"].tolist() == [True, True, True]

    def test_with_a_person_only_where_that_person_facilitates(self):
        board = Board(ASKED)
        Demand(board).allow("case", "p", NINE, person="ann")
        facilitates = board.facilitates("ann", "p")
        assert board.domain["p"].tolist() == [True, True, True]
        assert cost(board, at(board, "p", 10)) == 0
        assert cost(board, facilitates) is None

    def test_a_nominee_who_is_allowed_no_start_never_facilitates(self):
        board = Board(ASKED)
        Demand(board).allow("case", "p", board.starts.none(), person="ann")
        assert board.facilitates("ann", "p") is False

    def test_what_must_be_held_has_a_constant_for_its_presence(self):
        board = Board(ASKED)
        Demand(board).held("case", "a")
        assert board.present("a") is True

    def test_what_must_be_held_and_has_no_start_makes_the_model_impossible(self):
        board = Board(ASKED)
        Demand(board).held("case", "a")
        Demand(board).allow("case", "a", board.starts.none())
        assert board.present("a") is False
        assert cost(board) is None

    def test_channels_are_narrowed(self):
        board = Board(ASKED)
        Demand(board).channels("case", "a", {"hall"})
        assert board.channel_domain["a"] == {"hall"}
        assert board.classes == (("c1", "c2"), ("hall",))
        assert board.in_class("a", 0) is False

    def test_a_case_holds_and_an_occurrence_is_kept_if_it_is_held(self):
        board = Board(ASKED)
        assert Demand(board).case("case") is True
        assert Demand(board).keep("case", "a") is board.present("a")
        assert Demand(board).keep("case", "p", when=board.facilitates("ann", "p")) is board.facilitates("ann", "p")

    @pytest.mark.parametrize(("amount", "outcome"), [(-1, 0), (0, 0), (1, None)])
    def test_no_excess_is_allowed_not_even_a_constant_one(self, amount, outcome):
        board = Board(ASKED)
        Demand(board).excess("case", amount, 5)
        assert cost(board) == outcome

    def test_an_excess_that_depends_is_held_to_nothing(self):
        board = Board(ASKED)
        Demand(board).excess("case", board.present("a") + board.present("p") - 1, 1)
        assert cost(board, board.present("a")) == 0
        assert cost(board, board.present("p")) is None


class TestPrice:
    def test_each_start_costs_its_amount_times_the_weight_and_several_are_added_up(self):
        board, objective, ledger = priced(weight=10)
        ledger.allow("case", "a", NINE, amount=2)
        ledger.starts("case", "a", np.array([1, 1, 4]))
        assert objective.vectors["a"].tolist() == [10, 30, 60]
        objective.finish()
        assert cost(board, at(board, "a", 11)) == 60

    def test_what_is_not_held_costs_nothing(self):
        board, objective, ledger = priced()
        ledger.starts("case", "a", np.array([5, 6, 7]))
        objective.finish()
        assert cost(board) == 0

    def test_what_the_best_start_costs_is_unavoidable_where_it_must_be_held(self):
        board, objective, ledger = priced()
        ledger.starts("case", "a", np.array([5, 6, 7]))
        ledger.starts("case", "p", np.array([8, 9, 9]))
        assert objective.unavoidable == 0
        Demand(board).held("case", "a")
        ledger.held("case", "p", amount=3)
        assert objective.unavoidable == 5 + 3
        Demand(board).allow("case", "a", ELEVEN)
        assert objective.unavoidable == 7 + 3
        objective.finish()
        assert cost(board) == 10

    def test_a_person_costs_only_where_they_facilitate(self):
        board, objective, ledger = priced(weight=2)
        ledger.starts("case", "p", np.array([1, 2, 3]), person="ann")
        objective.finish()
        assert cost(board, at(board, "p", 10)) == 0
        assert cost(board, board.facilitates("ann", "p")) == 4

    def test_leaving_out_costs_and_holding_does_not(self):
        board, objective, ledger = priced(weight=100)
        ledger.held("case", "a", amount=3)
        objective.finish()
        assert cost(board) == 0
        assert cost(board, ~board.present("a")) == 300

    def test_another_channel_costs(self):
        board, objective, ledger = priced(weight=7)
        ledger.channels("case", "a", {"hall"})
        objective.finish()
        hall = next(number for number, members in enumerate(board.classes) if members == ("hall",))
        assert cost(board, board.present("a")) == 0
        assert cost(board, ~board.in_class("a", hall)) == 7

    def test_a_case_that_is_given_up_costs_its_amount(self):
        board, objective, ledger = priced(weight=5)
        first, second = ledger.case("first"), ledger.case("second", amount=2)
        objective.finish()
        assert cost(board) == 0
        assert cost(board, ~first) == 5
        assert cost(board, ~second) == 15

    @pytest.mark.parametrize("must", [False, True])
    def test_who_is_held_and_not_kept_costs(self, must):
        board, objective, ledger = priced(weight=5)
        if must:
            Demand(board).held("case", "a")
        kept = ledger.keep("case", "a", amount=2)
        objective.finish()
        assert cost(board) == 0
        assert cost(board, ~kept) == (10 if must else 0)
        if not must:
            assert cost(board, board.present("a")) == 10

    def test_an_excess_costs_each_unit_above_zero(self):
        board, objective, ledger = priced(weight=5)
        ledger.excess("case", 3 * board.present("a") + board.present("p") - 2, 2)
        ledger.excess("constant", 2, 2)
        ledger.excess("never", -2, 2)
        objective.finish()
        assert cost(board) == 10
        assert cost(board, board.present("a")) == 15
        assert cost(board, board.present("p")) == 20

    def test_a_rule_without_weight_costs_nothing(self):
        board, objective, ledger = priced(weight=0)
        ledger.starts("case", "a", np.array([5, 6, 7]))
        given_up = ledger.case("case")
        objective.finish()
        assert cost(board, ~given_up, at(board, "a", 9)) == 0

    def test_what_is_dear_is_demanded_where_a_firm_price_is_said_and_the_bound_holds_up_to_it(self):
        board, objective, ledger = priced(weight=10, firm=50)
        ledger.starts("case", "a", np.array([2, 3, 4]))
        assert objective.limit is None
        assert ledger.case("dear", amount=5) is True
        assert objective.limit == 50
        ledger.held("case", "a", amount=6)
        assert board.present("a") is True
        assert objective.unavoidable == 20
        assert objective.limit == 20 + min(50, 60 - 20)
        cheap = ledger.case("cheap", amount=4)
        objective.finish()
        assert cost(board, ~cheap) == 20 + 40


class TestQuestion:
    def ask(self, *chosen, assume_held=False):
        board = Board(ASKED, wide=True)
        held = {} if assume_held else None
        return board, Question(board, "rule", lambda case: case[1] in chosen, {}, held)

    def possible(self, board):
        board.everything()
        return solve(board.model, SURE).status is Status.OPTIMAL

    @pytest.mark.parametrize(
        ("chosen", "possible"),
        [
            (("nine", "ten", "held"), False),
            (("nine", "ten"), True),
            (("nine", "held"), True),
            (("ten", "held"), True),
            (("held",), True),
        ],
    )
    def test_the_chosen_cases_hold_and_no_others(self, chosen, possible):
        board, ledger = self.ask(*chosen)
        ledger.allow("nine", "a", board.starts.clock == 9 * 60)
        ledger.allow("ten", "a", board.starts.clock == 10 * 60)
        ledger.held("held", "a")
        assert list(ledger.cases) == [("rule", case) for case in ("nine", "ten", "held") if case in chosen]
        assert self.possible(board) == possible

    def test_what_allows_every_start_is_no_case(self):
        board, ledger = self.ask("always")
        ledger.allow("always", "a", ~board.starts.none())
        assert ledger.cases == {}

    @pytest.mark.parametrize("chosen", [("hall", "pool", "held"), ("hall", "held"), ("pool", "held")])
    def test_channels_are_a_demand_too(self, chosen):
        board, ledger = self.ask(*chosen)
        ledger.channels("hall", "a", {"hall"})
        ledger.channels("pool", "a", {"c1", "c2"})
        ledger.held("held", "a")
        assert self.possible(board) == (len(chosen) == 2)

    @pytest.mark.parametrize("chosen", [("kept", "held"), ("held",)])
    def test_who_is_held_is_kept_if_the_case_is_chosen(self, chosen):
        board, ledger = self.ask(*chosen)
        kept = ledger.keep("kept", "a")
        ledger.held("held", "a")
        board.within("a", board.starts.clock == 9 * 60, [kept])
        board.restrict("a", board.starts.clock == 10 * 60)
        assert self.possible(board) == ("kept" not in chosen)

    @pytest.mark.parametrize("chosen", [("cap", "a", "p"), ("a", "p"), ("cap", "a")])
    def test_no_excess_if_the_case_is_chosen(self, chosen):
        board, ledger = self.ask(*chosen)
        ledger.held("a", "a")
        ledger.held("p", "p")
        ledger.excess("cap", board.present("a") + board.present("p") - 1, 1)
        assert self.possible(board) == (len(chosen) == 2)

    def test_what_has_an_occurrence_held_can_be_left_to_be_assumed(self):
        board, ledger = self.ask("held", assume_held=True)
        ledger.held("held", "a")
        ledger.held("not chosen", "p")
        assert ledger.assumed == {("rule", "held"): "a"}
        assert not isinstance(board.present("a"), bool)


def test_the_solver_takes_a_model_of_constants():
    board = Board(ASKED)
    Objective(board).finish()
    assert not board.model.has_objective()
    assert cp_model.CpSolver().solve(board.model) == cp_model.OPTIMAL
