"""The waiting list for programs, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from data.grid import utc_text

if TYPE_CHECKING:
    from data.waiting import WaitingList

FORMAT = "forum-waiting/1"
"""Name and version of the form: the fields are those of `data.waiting`, instants in UTC."""


def waiting_json(found: WaitingList) -> str:
    """Return the whole list as JSON, ending with a line break."""
    content: dict[str, Any] = {"format": FORMAT, **asdict(found)}
    return json.dumps(content, ensure_ascii=False, indent=1, default=utc_text) + "\n"
