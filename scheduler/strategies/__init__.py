"""Ways to search for a timetable: `choose` says which fits a forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from data.programme import Programme

Strategy = Literal["greedy", "neighbourhoods", "whole"]
"""A first answer alone; that, and parts made cheaper one after another; the whole forum in one model."""

STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)

WHOLE = 400
"""Up to so many occurrences the model of the whole forum proves its answer best, or nearly, in minutes."""


def choose(programme: Programme) -> Strategy:
    """Return the strategy that fits a forum of this size."""
    return "whole" if len(programme.occurrences) <= WHOLE else "neighbourhoods"
