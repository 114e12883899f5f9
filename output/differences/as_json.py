"""The changes for programs, as JSON: docs/releases.md lists the keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data.grid import utc_text
from data.zones import zone
from output.view import line, safe_link

if TYPE_CHECKING:
    from data.difference import Difference, Item, Spot
    from data.timetable import Timetable

FORMAT = "forum-difference/1"


def difference_json(found: Difference, old: str, new: str) -> str:
    """Return the changes from the release `old` to `new` as JSON, ending with a line break."""
    forum = found.new.programme.forum
    content = {
        "format": FORMAT,
        "forum": line(forum.name),
        "from": old,
        "to": new,
        "zone": forum.zone,
        "counts": {kind: len(items) for kind, items in found.by_kind.items()},
        "changes": [_change(found, item) for item in found.items],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _change(found: Difference, item: Item) -> dict[str, Any]:
    old, new = found.old, found.new
    home = new.programme.forum.zone
    change: dict[str, Any] = {
        "kind": item.kind,
        "occurrence": item.occurrence,
        "session": item.session,
        "title": line(item.title),
        "before": _spot(old, item.before, home),
        "after": _spot(new, item.after, home),
    }
    if item.kind == "renamed":
        change["old_title"] = line(item.old_title)
    if item.person:
        people = new.programme.person if item.person in new.programme.person else old.programme.person
        change |= {"person": item.person, "name": line(people[item.person].name), "role": item.role}
    return change


def _spot(side: Timetable, spot: Spot | None, home: str) -> dict[str, str] | None:
    if spot is None:
        return None
    return {
        "start": utc_text(spot.start),
        "end": utc_text(spot.end),
        "home_start": spot.start.astimezone(zone(home)).isoformat(),
        "home_end": spot.end.astimezone(zone(home)).isoformat(),
        "channel": spot.channel,
        "channel_name": line(side.programme.forum.channel[spot.channel].name),
        "link": safe_link(spot.link),
    }
