"""What a timetable asks of each audience region: minutes outside its comfortable hours, as docs/fairness.md says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import minutes_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.timetable import Timetable

LEADS = ("moderator", "host", "facilitator")
"""Roles whose minutes count twice."""


def burdens(timetable: Timetable) -> dict[str, dict[str, int]]:
    """Return the burden of each held occurrence, in order of time, for each region, in whole minutes.

    The burden is the audience's part, rounded half up, and the part of the people of the region. The audience's
    part is the mean over the region's zones of the minutes outside `comfort.day`, weighted by the region's share
    among the regions that the session is for. Of people, all minutes of required appearances and of facilitation
    outside `comfort.day` count by their own clock, twice for who leads. Shares count in thousandths of a per cent.
    """
    programme = timetable.programme
    comfort = programme.forum.comfort
    shares = {region.name: round(region.share * 1000) for region in comfort.regions}
    found: dict[str, dict[str, int]] = {}
    for name in timetable.in_order:
        begin, end = timetable.start(name), timetable.end(name)
        occurrence = programme.occurrence[name]
        addressed = set(occurrence.session.target_regions) or set(shares)
        whole = sum(share for region, share in shares.items() if region in addressed)
        mine = found[name] = dict.fromkeys(shares, 0)
        for region in comfort.regions:
            if region.name in addressed and whole and region.zones:
                inside = sum(minutes_within(begin, end, comfort.day, zone) for zone in region.zones)
                outside = occurrence.duration * len(region.zones) - inside
                parts = whole * len(region.zones)
                mine[region.name] = (2 * shares[region.name] * outside + parts) // (2 * parts)
    for person, engagements in timetable.engagements.items():
        home, own = programme.person[person].region, programme.person[person].zone
        if home in shares and own is not None:
            for part in engagements:
                if part.required:
                    length = round((part.end - part.start).total_seconds()) // 60
                    outside = length - minutes_within(part.start, part.end, comfort.day, own)
                    found[part.occurrence][home] += outside * (2 if part.role in LEADS else 1)
    return found


def totals(regions: Iterable[str], burdens: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return each region's burden in all of these occurrences together, in minutes."""
    return {region: sum(each[region] for each in burdens.values()) for region in regions}


def burden_by_region(timetable: Timetable) -> dict[str, float]:
    """Return each region's figure: the mean of its burden over all sessions that are held, in minutes.

    Where nothing is held, every figure is 0.
    """
    regions = [region.name for region in timetable.programme.forum.comfort.regions]
    found = totals(regions, burdens(timetable))
    return {region: total / max(1, len(timetable.placements)) for region, total in found.items()}
