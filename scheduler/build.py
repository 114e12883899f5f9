"""Builds one model: a Board, every rule in force read through its ledger, the objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.board import Board
from constraints.part import Part
from scheduler.ledgers import Demand, Notes, Noting, Objective, Price, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constraints.board import Literal
    from constraints.draft import Draft
    from constraints.rule import Ledger, Rule
    from constraints.starts import Mask, Starts
    from data.programme import Programme
    from scheduler.ledgers import Case


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

    def again(self) -> Build:
        """Return a narrowed build once more, as it was before anything was encoded: a model of its own."""
        board = self.board.unmade()
        objective = self.objective.on(board)
        return Build(board, objective, self.rules, _ledgers(board, objective, self.rules))

    def part(
        self, draft: Draft, undecided: Mapping[str, Mask], keep: Mapping[str, Sequence[str]]
    ) -> tuple[Part, Build]:
        """Return the board and build of a part: these occurrences at these starts, all others where the draft has them.

        Those of the undecided that must be held may `keep` their facilitators. The objective is of what the undecided
        have a part in; its differences are those of the whole.
        """
        board = Part(self.board, draft, undecided, keep)
        objective = self.objective.of(board)
        return board, Build(board, objective, self.rules, _ledgers(board, objective, self.rules))

    def demanding(self, rules: Sequence[Rule]) -> Build:
        """Return a narrowed build of some of its hard rules alone, in which nothing has to be held."""
        board = self.board.unmade()
        board.must.clear()
        objective = Objective(board)
        return Build(board, objective, rules, _ledgers(board, objective, rules))


def anywhere(rules: Sequence[Rule]) -> bool:
    """Whether sessions may be held outside all periods, since the rule of periods is off."""
    return all(rule.name != "periods" for rule in rules)


def begin(
    programme: Programme,
    rules: Sequence[Rule],
    *,
    firm: int | None = None,
    wide: bool = False,
    notes: Notes | None = None,
) -> Build:
    """Begin a model: a Board that nothing has narrowed yet, with hard rules demanded and soft rules priced.

    With `firm`, a soft case whose price is that much or more is demanded as well (see `Objective`). With `wide`,
    sessions may start where no period is open. What hard rules refuse is written into `notes`, where there are any.
    """
    board = Board(programme, wide=wide)
    objective = Objective(board, firm)
    return Build(board, objective, rules, _ledgers(board, objective, rules, notes))


def _ledgers(board: Board, objective: Objective, rules: Sequence[Rule], notes: Notes | None = None) -> list[Ledger]:
    def reading(rule: Rule) -> Ledger:
        if rule.mode != "hard":
            return Price(board, objective, rule.weight)
        return Demand(board) if notes is None else Noting(board, rule.name, notes)

    return [reading(rule) for rule in rules]


def narrow(
    programme: Programme,
    rules: Sequence[Rule],
    *,
    firm: int | None = None,
    wide: bool = False,
    notes: Notes | None = None,
) -> Build:
    """Begin a model whose domains every rule has narrowed."""
    build = begin(programme, rules, firm=firm, wide=wide, notes=notes)
    for rule, ledger in zip(rules, build.ledgers, strict=True):
        rule.narrow(build.board, ledger)
    return build


@dataclass(slots=True)
class Inquiry:
    """A model of some cases of the hard rules; soft rules have no part in it.

    `cases` are those that have a part in it, in the order of the rules; `assumed` are literals of those that are for
    the engine to assume.
    """

    board: Board
    cases: tuple[Case, ...]
    assumed: Mapping[Case, Literal]


def inquire(
    programme: Programme,
    rules: Sequence[Rule],
    chosen: Callable[[Case], bool] = lambda case: True,
    *,
    assume_held: bool = False,
    starts: Starts | None = None,
) -> Inquiry:
    """Build the question whether the chosen cases of the hard rules can hold together.

    Every grid point of the forum is a start where no case says otherwise; `starts` may say these points, if they
    are known. With `assume_held`, what has occurrences held is left to assumptions.
    """
    board = Board(programme, wide=True, starts=starts)
    cases: dict[Case, None] = {}
    held: dict[Case, str] | None = {} if assume_held else None
    hard = [rule for rule in rules if rule.mode == "hard"]
    ledgers = [Question(board, rule.name, chosen, cases, held) for rule in hard]
    for rule, ledger in zip(hard, ledgers, strict=True):
        rule.narrow(board, ledger)
    for rule, ledger in zip(hard, ledgers, strict=True):
        rule.encode(board, ledger)
    board.everything()
    assumed = {case: board.present(occurrence) for case, occurrence in (held or {}).items()}
    return Inquiry(board, tuple(cases), assumed)
