"""What a search did, as JSON for whoever compares machines, strategies and versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scheduler.outcome import Planned

if TYPE_CHECKING:
    from scheduler.outcome import Outcome, Statistics


def statistics_json(statistics: Statistics, outcome: Outcome) -> str:
    """Return the figures: seconds with a thousandth, stages of parts added up over all that worked side by side."""
    planned = outcome if isinstance(outcome, Planned) else None
    content = {
        "strategy": statistics.strategy,
        "engine": statistics.engine,
        "cost": planned and planned.verdict.cost,
        "believed_gain": statistics.believed,
        "bound": planned and planned.bound,
        "gap": planned and planned.gap,
        "first_answer_seconds": round(statistics.answers[0][0], 3) if statistics.answers else None,
        "lost": statistics.lost,
        "stages": {what: round(seconds, 3) for what, seconds in statistics.seconds.items()},
        "neighbourhoods": [
            {"kind": kind, "tried": tried, "improved": improved, "gain": gain, "seconds": round(seconds, 3)}
            for kind, (tried, improved, gain, seconds) in statistics.neighbourhoods.items()
        ],
        "answers": [
            {"seconds": round(seconds, 3), "cost": cost, "bound": bound, "placed": placed}
            for seconds, cost, bound, placed in statistics.answers
        ],
    }
    return json.dumps(content, indent=1) + "\n"
