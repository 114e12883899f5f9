"""The only place that runs the solver: budgets, seeds, hints, progress, and stopping early."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from constraints.board import Literal


WORKERS = 7
"""Searches side by side where there is nothing to minimise, also on fewer cores: which of them ends first differs."""

BOUNDING = ("max_lp", "core", "default_lp", "no_lp")
"""What raises bounds, best first, where there is something to minimise: up to half of the workers do that, the others
look for better answers nearby. On the sample the first alone, beside one that looks nearby, does as much in a minute on
two cores as seven workers of all kinds do in three."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a search may use. `limit` is in seconds, or in the solver's own units with `deterministic`.

    Seconds and several workers are never the same twice; a deterministic search depends on the seed alone.
    """

    limit: float = 60.0
    workers: int = 0
    seed: int = 1
    deterministic: bool = False


class Status(Enum):
    """How a run of the solver ended."""

    OPTIMAL = auto()
    FEASIBLE = auto()
    INFEASIBLE = auto()
    UNKNOWN = auto()


@dataclass(slots=True)
class Run:
    """What a run of the solver brought. `value` reads literals of the best solution; `used` is what it took."""

    status: Status
    value: Callable[[Literal], bool]
    values: list[int]
    objective: float
    bound: float
    used: float
    core: list[int] = field(default_factory=list)


class Stop(threading.Event):
    """Set to end every search that was given it, as soon as it can."""


def solve(
    model: cp_model.CpModel,
    budget: Budget,
    *,
    stop: Stop | None = None,
    on_answer: Callable[[Callable[[Literal], bool], float], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
    assumptions: Sequence[Literal] = (),
    gap: float = 0.0,
    plain: bool = False,
) -> Run:
    """Run the solver on a model within a budget.

    With `plain` nothing is probed beforehand: for large models in which almost everything is settled.

    The solver works on another thread, so that the caller's thread notices Ctrl-C; then, as when `stop` is
    set, the best solution so far is returned.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = budget.seed
    parameters.catch_sigint_signal = False
    if gap:
        parameters.relative_gap_limit = gap
    if plain:
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
    if budget.deterministic:
        parameters.max_deterministic_time = budget.limit
        parameters.num_workers = budget.workers or 1
        parameters.interleave_search = parameters.num_workers > 1
    else:
        parameters.max_time_in_seconds = budget.limit
        cores = max(2, os.cpu_count() or 1)
        if model.has_objective() and not assumptions:
            parameters.num_workers = budget.workers or cores
            parameters.subsolvers.extend(BOUNDING[: max(1, parameters.num_workers // 2)])
        else:
            parameters.num_workers = budget.workers or max(WORKERS, cores)
    parameters.linearization_level = 2 if parameters.num_workers == 1 else 1
    model.clear_assumptions()
    if assumptions:
        model.add_assumptions([literal for literal in assumptions if not isinstance(literal, bool)])
        parameters.num_workers = 1
    callback = _Callback(on_answer)
    if on_bound is not None:
        solver.best_bound_callback = on_bound
    outcome: list[cp_model.CpSolverStatus] = []
    failure: list[BaseException] = []
    # Not `Thread.join`: an interrupted one may take a thread that is at work for one that has ended.
    ended = threading.Event()

    def work() -> None:
        try:
            outcome.append(solver.solve(model, callback))
        except BaseException as error:
            failure.append(error)
        finally:
            ended.set()

    threading.Thread(target=work, daemon=True).start()
    try:
        while not ended.wait(0.05):
            if stop is not None and stop.is_set():
                solver.stop_search()
    except KeyboardInterrupt:
        at_once = stop is None or stop.is_set()
        if stop is not None:
            stop.set()
        _end(solver, ended)
        if at_once:
            raise
    if failure:
        raise failure[0]
    status = {
        cp_model.OPTIMAL: Status.OPTIMAL,
        cp_model.FEASIBLE: Status.FEASIBLE,
        cp_model.INFEASIBLE: Status.INFEASIBLE,
        cp_model.UNKNOWN: Status.UNKNOWN,
    }.get(outcome[0])
    if status is None:
        raise RuntimeError(f"the solver refused the model: {model.validate()}")
    solved = status in (Status.OPTIMAL, Status.FEASIBLE)
    return Run(
        status=status,
        value=solver.boolean_value,
        values=list(solver.response_proto.solution) if solved else [],
        objective=solver.objective_value if solved else 0.0,
        bound=solver.best_objective_bound,
        used=solver.response_proto.deterministic_time if budget.deterministic else solver.wall_time,
        core=list(solver.sufficient_assumptions_for_infeasibility())
        if status is Status.INFEASIBLE and assumptions
        else [],
    )


def complete(
    model: cp_model.CpModel,
    decided: Iterable[tuple[Literal, bool]],
    budget: Budget,
    *,
    stop: Stop | None = None,
) -> Run:
    """Work out every variable of a model from values of its decision literals, and keep them as its hint.

    A hint that leaves variables out does not help; so the model is solved once with the decisions held.
    """
    model.clear_hints()  # type: ignore[no-untyped-call]
    held = model.clone()
    for literal, value in decided:
        if not isinstance(literal, bool):
            twin = held.get_bool_var_from_proto_index(literal.index)
            held.add(twin == int(value))
    run = solve(held, Budget(budget.limit, 1, budget.seed, budget.deterministic), stop=stop)
    if run.values:
        hint = model.proto.solution_hint
        hint.vars.extend(range(len(run.values)))
        hint.values.extend(run.values)
    return run


def _end(solver: cp_model.CpSolver, ended: threading.Event) -> None:
    """Have a search end, and wait for that, however often that is interrupted: no thread of it outlives the program."""
    while not ended.is_set():
        with suppress(KeyboardInterrupt):
            solver.stop_search()
            ended.wait(0.05)


class _Callback(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_answer: Callable[[Callable[[Literal], bool], float], None] | None) -> None:
        super().__init__()
        self._on_answer = on_answer

    def on_solution_callback(self) -> None:
        if self._on_answer is not None:
            self._on_answer(self.boolean_value, self.objective_value)


def now() -> float:
    """Return seconds of a clock that only measures how long things take; no answer depends on it."""
    return time.monotonic()
