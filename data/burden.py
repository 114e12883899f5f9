"""How far a timetable asks each audience region to attend outside its comfortable hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import minutes_within

if TYPE_CHECKING:
    from data.timetable import Timetable


def burden_by_region(timetable: Timetable) -> dict[str, float]:
    """Return for each audience region the mean minutes of a held session outside its comfortable hours.

    A session counts for the regions that it targets, or for all if it names none; a region with several zones
    counts by their mean. Regions without any session have 0.
    """
    comfort = timetable.programme.forum.comfort
    figures = {}
    for region in comfort.regions:
        minutes = []
        for name in timetable.in_order:
            targets = timetable.programme.occurrence[name].session.target_regions
            if targets and region.name not in targets:
                continue
            begin, end = timetable.start(name), timetable.end(name)
            length = timetable.programme.occurrence[name].duration
            outside = [length - minutes_within(begin, end, comfort.day, zone) for zone in region.zones]
            minutes.append(sum(outside) / len(outside) if outside else 0.0)
        figures[region.name] = sum(minutes) / len(minutes) if minutes else 0.0
    return figures
