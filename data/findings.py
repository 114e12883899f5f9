"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One case in which a timetable does not keep a rule.

    `rule` is the rule's name; `case` says which case of it (an occurrence, a person, a day: what the rule counts by);
    `sessions` are the occurrences and `people` the person ids that are part of it. `amount` is how far the rule is
    broken in the rule's own unit, at least 1: a soft rule's price is its weight times the amount.
    """

    rule: str
    case: str
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    amount: int = 1
