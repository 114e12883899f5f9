"""The report for programs: every figure as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.report import Report

FORMAT = "forum-report/1"
"""Name and version of the form: the fields are those of `data.report`, dates in ISO 8601, means to two decimals."""


def report_json(figures: Report) -> str:
    """Return the report as JSON, ending with a line break."""
    content: dict[str, Any] = {"format": FORMAT, **asdict(figures)}
    for region in content["regions"]:
        region["mean"] = round(region["mean"], 2)
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"
