"""What the encoding of one rule allows and asks, and what its check says: both over every timetable of a programme.

Channels that no rule tells apart are one class to the solver: a timetable whose sessions have classes stands for
all ways to hand out their channels, and the best of them counts.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, product

import numpy as np
from ortools.sat.python import cp_model

from constraints.board import Board
from constraints.starts import Starts
from data.timetable import Placement, Timetable
from scheduler.build import inquire, narrow


def choices(programme, *, wide=False):
    """For each occurrence what may become of it: None, or a placement at any start, in any channel, with anyone."""
    starts = Starts(programme, wide=wide)
    types = programme.forum.type
    people = [person.id for person in programme.nominees]
    found = {}
    for occurrence in programme.occurrences:
        kind = types[occurrence.session.type]
        most = len(people) if kind.assembles or kind.facilitators_most else 0
        groups = [group for size in range(most + 1) for group in combinations(sorted(people), size)]
        found[occurrence.id] = [None] + [
            Placement(starts.grid.instant(int(minute)), channel.id, group)
            for minute in starts.minute
            for channel in programme.forum.channels
            for group in groups
        ]
    return found


def timetables(programme, *, wide=False):
    """Every timetable of the programme."""
    options = choices(programme, wide=wide)
    return [
        Timetable(programme, {name: held for name, held in zip(options, chosen, strict=True) if held})
        for chosen in product(*options.values())
    ]


def afresh(table):
    """The timetable without what is known of it, which would be much for so many timetables."""
    return Timetable(table.programme, table.placements)


class Readings:
    """Rules over some timetables of a programme, by their checks and by their encodings.

    A timetable's key says for each occurrence when (its minute and 1, or 0), in which class, and who facilitates.
    """

    def __init__(self, programme, tables, *, wide=False):
        self.programme = programme
        self.tables = tables
        self.wide = wide

    # ---- the check ---------------------------------------------------------------------------------------------

    def amounts(self, rule):
        """What the check finds in each timetable, added up, in the order of `tables`."""
        return [sum(finding.amount for finding in rule.check(afresh(table))) for table in self.tables]

    def least(self, amounts, board):
        """The least amount for each key."""
        found = {}
        for table, amount in zip(self.tables, amounts, strict=True):
            key = self.key(table, board)
            found[key] = min(amount, found.get(key, amount))
        return found

    def without_findings(self, amounts, board):
        """The keys of the timetables in which nothing is found."""
        return {key for key, amount in self.least(amounts, board).items() if amount == 0}

    def key(self, table, board):
        """The key of a timetable on a board."""
        place = {channel: number for number, members in enumerate(board.classes) for channel in members}
        grid = self.programme.forum.time_grid
        key = []
        for name in self.programme.occurrence:
            held = table.placements.get(name)
            key += [grid.minute(held.start) + 1, place[held.channel]] if held else [0, 0]
        for name, person in self.choosing(board):
            held = table.placements.get(name)
            key.append(int(held is not None and person in held.facilitators))
        return tuple(key)

    # ---- the encoding ------------------------------------------------------------------------------------------

    def allowed(self, rules):
        """The board of hard rules, and the keys of all timetables that their encodings allow."""
        build = narrow(self.programme, rules)
        if self.wide:
            build = self._on_wide_board(build)
        build.encode()
        return build.board, self.allowed_by(build)

    def allowed_by(self, build):
        """The keys of all timetables that a complete model allows."""
        return self._enumerate(build.board)

    def answered(self, rules):
        """The board of the question with all its cases chosen, and the keys that it allows."""
        inquiry = inquire(self.programme, rules)
        board = inquiry.board
        if not self.wide:
            worth_a_look = Starts(self.programme)
            mask = np.isin(board.starts.minute, worth_a_look.minute)
            for occurrence in board.occurrences:
                board.within(occurrence.id, mask, ())
        return board, self._enumerate(board)

    def priced(self, rules, amounts):
        """The keys of all timetables, those that soft rules price at their amount, and one to be had for less.

        Where there is one of the last, not all of the others are looked for.
        """
        build = narrow(self.programme, rules)
        if self.wide:
            build = self._on_wide_board(build)
        build.encode()
        return self.priced_by(build, self.least(amounts, build.board))

    def priced_by(self, build, least):
        """The same of a complete model and the least amounts by key, some of which may be left out."""
        board, model = build.board, build.board.model
        objective = model.proto.objective
        terms = [
            c * model.get_int_var_from_proto_index(v) for v, c in zip(objective.vars, objective.coeffs, strict=True)
        ]
        cost = sum(terms) + int(objective.offset)
        assert objective.scaling_factor in (0, 1)
        model.clear_objective()
        limit = model.new_int_var(min(least.values()), max(least.values()), "amount by the check")
        rows = [(*key, amount) for key, amount in least.items()]
        model.add_allowed_assignments([*self._variables(board), limit], rows)
        cheaper = model.new_bool_var("cheaper")
        model.add(cost <= limit)
        model.add(cost <= limit - 1).only_enforce_if(cheaper)
        model.add(cost == limit).only_enforce_if(~cheaper)
        same, less = set(), set()
        for *key, cheap in self._solutions(model, [*self._variables(board), cheaper], until=cheaper):
            (less if cheap else same).add(tuple(key))
        return set(least), same, less

    def _on_wide_board(self, build):
        """The same rules once more, on a board on which every grid point is a start."""
        board = Board(self.programme, wide=True)
        build.board = build.objective.board = board
        for ledger in build.ledgers:
            ledger.board = board
        build.objective.vectors.clear()
        build.objective.conditional.clear()
        build.objective.absent.clear()
        build.objective.channel_wishes.clear()
        for rule, ledger in zip(build.rules, build.ledgers, strict=True):
            rule.narrow(board, ledger)
        return build

    def choosing(self, board):
        """Each occurrence and nominee of whom the solver decides whether they come together."""
        named = dict.fromkeys(o.id for o in (*board.facilitated, *board.assembling))
        return [(name, person.id) for name in named for person in self.programme.nominees]

    def expressions(self, board):
        """The key in terms of the board."""
        found = []
        for occurrence in board.occurrences:
            where = sum(n * board.in_class(occurrence.id, n) for n in range(len(board.classes)))
            found += [board.minute(occurrence.id) + board.present(occurrence.id), where]
        return found + [board.facilitates(person, name) for name, person in self.choosing(board)]

    def _variables(self, board):
        """The key as variables of the board's model."""
        variables = []
        for number, expression in enumerate(self.expressions(board)):
            variable = board.model.new_int_var(0, 10**6, f"key {number}")
            board.model.add(variable == expression)
            variables.append(variable)
        return variables

    def _enumerate(self, board):
        return set(self._solutions(board.model, self._variables(board)))

    @staticmethod
    def _solutions(model, variables, until=None):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.enumerate_all_solutions = True
        collector = _Collector(variables, until)
        status = solver.solve(model, collector)
        assert collector.done or status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
        return collector.found


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, variables, until):
        super().__init__()
        self.variables = variables
        self.until = until
        self.found = set()
        self.done = False

    def on_solution_callback(self):
        self.found.add(tuple(self.value(variable) for variable in self.variables))
        if self.until is not None and self.value(self.until):
            self.done = True
            self.stop_search()


def least_with(programme, build, table):
    """The least price of a timetable in a complete model, in which only its decisions are held; None if forbidden."""
    over = Readings(programme, [table])
    board = build.board
    model = board.model.clone()
    for expression, value in zip(over.expressions(board), over.key(table, board), strict=True):
        model.add(expression == value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def ways(table, board):
    """All timetables with the same decisions: each way to give the sessions channels of their classes."""
    place = {channel: members for members in board.classes for channel in members}
    names = list(table.placements)
    for chosen in product(*(place[table.placements[name].channel] for name in names)):
        yield Timetable(
            table.programme,
            {name: replace(table.placements[name], channel=at) for name, at in zip(names, chosen, strict=True)},
        )


@cache
def readings(maker, *, wide=False):
    """The readings over every timetable of a programme, made once."""
    programme = maker()
    return Readings(programme, timetables(programme, wide=wide), wide=wide)
