"""Runs every rule's check on a timetable: the gate that all answers pass, whoever made them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from constraints.rule import Rule
    from data.findings import Finding
    from data.timetable import Timetable

_IN_ORDER = attrgetter("case", "sessions", "people", "amount")
"""The order of findings of one rule, which are themselves in this order."""


@dataclass(frozen=True)
class Verdict:
    """What the checks found, hard and soft, each in the order of the catalogue and of cases."""

    hard: tuple[Finding, ...]
    soft: tuple[Finding, ...]
    weights: Mapping[str, int]

    @cached_property
    def cost_by_rule(self) -> Mapping[str, int]:
        """The price of the soft findings by rule, in the order of the catalogue; rules that are kept are absent."""
        costs: dict[str, int] = {}
        for finding in self.soft:
            costs[finding.rule] = costs.get(finding.rule, 0) + self.weights[finding.rule] * finding.amount
        return costs

    @property
    def cost(self) -> int:
        """The price of all soft findings."""
        return sum(self.cost_by_rule.values())


def verify(timetable: Timetable, rules: Sequence[Rule], about: Collection[str] | None = None) -> Verdict:
    """Run the check of every rule in force; with `about`, only on cases of these occurrences."""
    hard: list[Finding] = []
    soft: list[Finding] = []
    for rule in rules:
        found = sorted(rule.check(timetable, about), key=_IN_ORDER)
        (hard if rule.mode == "hard" else soft).extend(found)
    return Verdict(tuple(hard), tuple(soft), {rule.name: rule.weight for rule in rules})


def changed_cost(before: Timetable, after: Timetable, rules: Sequence[Rule]) -> tuple[Verdict, Verdict]:
    """Return both verdicts, limited to the cases that what differs between two timetables of a programme is part of.

    Costs differ by as much as in full, and hard findings come and go as in full: what is left out is the same in both.
    With `after` made by `before.changed`, it costs in proportion to the changes.
    """
    names = before.placements.keys() | after.placements.keys()
    about = frozenset(name for name in names if before.placements.get(name) != after.placements.get(name))
    return verify(before, rules, about), verify(after, rules, about)


def dearer_by_rule(before: Verdict, after: Verdict) -> dict[str, int]:
    """Return by rule what the second costs more than the first, less where negative, without what did not change."""
    rules = dict.fromkeys([*before.cost_by_rule, *after.cost_by_rule])
    changes = {rule: after.cost_by_rule.get(rule, 0) - before.cost_by_rule.get(rule, 0) for rule in rules}
    return {rule: change for rule, change in changes.items() if change}
