"""What the check of a feed found, for people and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from output.feed_lint import RULES

if TYPE_CHECKING:
    from output.feed_lint import FeedFinding, FeedReport

FORMAT = "forum-feed-check/1"
"""Name and version of the form of the JSON."""


def feed_text(report: FeedReport, name: str) -> str:
    """Return the findings by line, each with its source and its remedy, and the sums; `name` is the file's."""
    lines = []
    for finding in report.findings:
        rule = RULES[finding.rule]
        detail = f" ({finding.detail})" if finding.detail else ""
        lines.append(f"line {finding.line}: {_level(finding)}: {rule.name}: {rule.what}{detail} [{rule.source}]")
        lines.append(f"    {rule.remedy}")
    lines += [f"{rule}: {count} more like these" for rule, count in report.more.items()]
    errors = f"{report.errors} error{'' if report.errors == 1 else 's'}"
    lines.append(f"{name}: {errors}, {report.advice} advice.")
    return "\n".join(lines) + "\n"


def feed_json(report: FeedReport) -> str:
    """Return the same as JSON, in ASCII, ending with a line break."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "errors": report.errors,
        "advice": report.advice,
        "findings": [
            {
                "line": finding.line,
                "level": _level(finding),
                "rule": finding.rule,
                "text": RULES[finding.rule].what,
                "detail": finding.detail,
                "source": RULES[finding.rule].source,
                "remedy": RULES[finding.rule].remedy,
            }
            for finding in report.findings
        ],
        "more": report.more,
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"


def _level(finding: FeedFinding) -> str:
    return "error" if RULES[finding.rule].error else "advice"
