"""When an export says that sessions are held: as placements of a first timetable, or as fixed starts."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.clock import local_text
from data.grid import utc_text
from data.problems import InputProblem
from data.readers.folder import TIMETABLE
from data.timetable import Placement, Timetable
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from data.intake.rows import Held
    from data.programme import Forum, Programme


@dataclass(frozen=True, slots=True)
class At:
    """A session of the folder, and when (UTC) and in which room an export says that it is held."""

    session: str
    start: datetime
    channel: str


def channel_id(forum: Forum, named: str) -> str:
    """Return the id of the channel that has this id or name, empty where none has."""
    key = " ".join(named.casefold().split())
    for channel in forum.channels:
        if key in (channel.id.casefold(), " ".join(channel.name.casefold().split())):
            return channel.id
    return ""


def fixed_starts(forum: Forum, held: Iterable[Held]) -> dict[str, dict[str, str]]:
    """Return by key the cells `fixed_start` (year first, home zone) and `channel` that hold sessions at these times."""
    starts: defaultdict[str, list[Held]] = defaultdict(list)
    for each in held:
        starts[each.key].append(each)
    found = {}
    for key, members in starts.items():
        times = "; ".join(_local(each.start, forum.zone) for each in sorted(members, key=lambda each: each.start))
        channels = {channel_id(forum, each.channel) for each in members}
        channel = channels.pop() if len(channels) == 1 else ""
        found[key] = {"fixed_start": times} | ({"channel": channel} if channel else {})
    return found


def _local(start: datetime, home: str) -> str:
    local = start.astimezone(zone(home))
    offset = f"{local:%z}"
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%Y-%m-%d %H:%M}" + (f" {offset[:3]}:{offset[3:]}" if twice else "")


def placements(programme: Programme, folder: Path, held: Sequence[At]) -> tuple[bytes | None, list[InputProblem]]:
    """Return a first timetable of what is held, None where there is one or nothing fits; and notes on the rest."""
    by_session: defaultdict[str, list[At]] = defaultdict(list)
    for each in held:
        by_session[each.session].append(each)
    there = _placed(folder / TIMETABLE)
    found: dict[str, Placement] = {}
    notes: list[InputProblem] = []
    nowhere = 0
    for session, members in sorted(by_session.items()):
        occurrences = programme.occurrences_of.get(session, ())
        for number, at in enumerate(sorted(members, key=lambda at: at.start)):
            name = occurrences[number].id if number < len(occurrences) else ""
            channel = channel_id(programme.forum, at.channel)
            wrong = _why_not(programme, at, name, channel)
            told = f"{local_text(at.start, programme.forum.zone)}" + (f", {at.channel}" if at.channel else "")
            if there is not None:
                if name and there.get(name) != (utc_text(at.start), channel):
                    expected = f"the export holds {name} then; {TIMETABLE} stays as it is"
                    notes.append(InputProblem(TIMETABLE, 0, session, told, expected, note=True))
            elif not channel and not at.channel:
                nowhere += 1
            elif wrong:
                notes.append(InputProblem(TIMETABLE, 0, session, told, f"not placed: {wrong}", note=True))
            else:
                found[name] = Placement(at.start, channel)
    if nowhere:
        count = f"{nowhere} starts" if nowhere > 1 else "1 start"
        expected = f"not placed: {count} without a channel in the export"
        notes.append(InputProblem(TIMETABLE, 0, "channel", "", expected, note=True))
    if there is not None or not found:
        return None, notes
    return Timetable(programme, found).to_json().encode("utf-8"), notes


def _why_not(programme: Programme, at: At, name: str, channel: str) -> str:
    grid = programme.forum.time_grid
    if not name:
        return "it is not to be held, or not so often"
    if not channel:
        return "forum.toml has no channel of this id or name"
    if at.start.second or at.start.microsecond or not grid.on_grid(at.start):
        return f"it does not begin on the grid of {grid.step} minutes"
    if grid.home_date(at.start) not in programme.forum.days:
        return f"this is not a day of the forum, {programme.forum.days}"
    return ""


def _placed(path: Path) -> Mapping[str, tuple[str, str]] | None:
    """The placements of a timetable as it is written, None where there is none."""
    if not path.exists():
        return None
    try:
        rows = json.loads(path.read_text("utf-8"))["placements"]
        return {row["session"]: (row["start"], row["channel"]) for row in rows}
    except (ValueError, KeyError, TypeError):
        return {}
