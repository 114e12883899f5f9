"""What the rules need of the solver: global constraints that can be switched off by a literal (ortools 9.15)."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model


def clash(model, kind):
    """Two intervals that must overlap, held apart by a constraint."""
    intervals = [model.new_fixed_size_interval_var(0, 60, name) for name in ("first", "second")]
    if kind == "no_overlap":
        return model.add_no_overlap(intervals)
    return model.add_cumulative(intervals, [1, 1], 1)


@pytest.mark.parametrize("kind", ["no_overlap", "cumulative"])
@pytest.mark.parametrize(("held", "status"), [(True, cp_model.INFEASIBLE), (False, cp_model.OPTIMAL)])
def test_a_global_constraint_holds_while_its_literal_is_true(kind, held, status):
    model = cp_model.CpModel()
    literal = model.new_bool_var("held")
    clash(model, kind).only_enforce_if(literal)
    model.add(literal == int(held))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == status, model.validate()


@pytest.mark.parametrize("kind", ["no_overlap", "cumulative"])
def test_a_literal_in_front_of_a_global_constraint_can_be_assumed_and_is_named_in_the_core(kind):
    model = cp_model.CpModel()
    literal = model.new_bool_var("held")
    clash(model, kind).only_enforce_if(literal)
    model.add_assumptions([literal])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.INFEASIBLE
    assert solver.sufficient_assumptions_for_infeasibility() == [literal.index]
