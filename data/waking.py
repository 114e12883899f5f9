"""Which audience regions a session reaches in their waking hours, as docs/fairness.md says.

It is the definition of the rule `repeats-regions`: a span of time serves a region if it lies whole within the
comfortable hours (`comfort.day`) of at least one of the region's zones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import minutes_within

if TYPE_CHECKING:
    from datetime import datetime

    from data.programme import Comfort, Hours


def awake(begin: datetime, end: datetime, hours: Hours, name: str) -> bool:
    """Whether the span from `begin` to `end` (UTC) lies whole within the hours of the clock in zone `name`."""
    return minutes_within(begin, end, hours, name) == round((end - begin).total_seconds()) // 60


def regions_awake(begin: datetime, end: datetime, comfort: Comfort) -> tuple[str, ...]:
    """Return the names of the regions that a span of time (UTC) serves, in the order of `forum.toml`."""
    return tuple(
        region.name for region in comfort.regions if any(awake(begin, end, comfort.day, name) for name in region.zones)
    )
