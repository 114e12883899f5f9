"""Builds one model: a Board, every rule in force read through its ledger, the objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.board import Board
from scheduler.ledgers import Demand, Objective, Price, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.board import Literal
    from constraints.rule import Ledger, Rule
    from data.programme import Programme


@dataclass(slots=True)
class Build:
    """A model on its way: `narrowed` is done when the domains are known, `encoded` when the model is complete."""

    board: Board
    objective: Objective
    rules: Sequence[Rule]
    ledgers: list[Ledger]

    def encode(self) -> None:
        """Complete the model: relations between sessions, and the objective."""
        for rule, ledger in zip(self.rules, self.ledgers, strict=True):
            rule.encode(self.board, ledger)
        self.objective.finish()
        self.board.everything()


def narrow(programme: Programme, rules: Sequence[Rule], *, firm: int | None = None) -> Build:
    """Begin a model: a Board whose domains every rule has narrowed, with hard rules demanded and soft rules priced.

    With `firm`, a soft case whose price is that much or more is demanded as well (see `Objective`).
    """
    board = Board(programme)
    objective = Objective(board, firm)
    ledgers: list[Ledger] = [
        Demand(board) if rule.mode == "hard" else Price(board, objective, rule.weight) for rule in rules
    ]
    for rule, ledger in zip(rules, ledgers, strict=True):
        rule.narrow(board, ledger)
    return Build(board, objective, rules, ledgers)


@dataclass(slots=True)
class Inquiry:
    """A model in which every case of every hard rule stands behind a literal; soft rules have no part in it."""

    board: Board
    cases: dict[tuple[str, str], Literal]


def inquire(programme: Programme, rules: Sequence[Rule], only: frozenset[tuple[str, str]] | None = None) -> Inquiry:
    """Build the question whether the hard rules can hold together; with `only`, whether these cases can."""
    board = Board(programme, wide=True)
    cases: dict[tuple[str, str], Literal] = {}
    hard = [rule for rule in rules if rule.mode == "hard"]
    ledgers = [Question(board, rule.name, cases, only) for rule in hard]
    for rule, ledger in zip(hard, ledgers, strict=True):
        rule.narrow(board, ledger)
    for ledger in ledgers:
        ledger.finish()
    for rule, ledger in zip(hard, ledgers, strict=True):
        rule.encode(board, ledger)
    board.everything()
    return Inquiry(board, cases)
