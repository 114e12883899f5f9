"""What a timetable asks of each audience region: minutes outside its comfortable hours, as docs/fairness.md says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from data.clock import minutes_within
from data.indexes import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.indexes import Before
    from data.timetable import Timetable

LEADS = ("moderator", "host", "facilitator")
"""Roles whose minutes count twice."""


@dataclass(frozen=True, slots=True)
class Burdens:
    """Whole minutes by region: of each held occurrence that is a burden to it, and of all of them together."""

    minutes: Mapping[str, dict[str, int]]
    totals: Mapping[str, int]


class _Index(Index[Burdens]):
    def make(self, timetable: Timetable) -> Burdens:
        regions = [region.name for region in timetable.programme.forum.comfort.regions]
        nothing = Burdens({region: {} for region in regions}, dict.fromkeys(regions, 0))
        return self.renew(nothing, timetable, dict.fromkeys(timetable.placements))

    def renew(self, old: Burdens, timetable: Timetable, before: Before) -> Burdens:
        minutes = {region: mine.copy() for region, mine in old.minutes.items()}
        totals = dict(old.totals)
        for name in before:
            for region, mine in minutes.items():
                totals[region] -= mine.pop(name, 0)
            if name in timetable.placements:
                for region, number in _burden(timetable, name).items():
                    if number:
                        minutes[region][name] = number
                        totals[region] += number
        return Burdens(minutes, totals)


_INDEX = _Index()


def by_region(timetable: Timetable) -> Burdens:
    """Return the burden of each region, as in `burdens`."""
    return timetable.known(_INDEX)


def burdens(timetable: Timetable) -> dict[str, dict[str, int]]:
    """Return the burden of each held occurrence, in order of time, for each region, in whole minutes.

    The burden is the audience's part, rounded half up, and the part of the people of the region. The audience's
    part is the mean over the region's zones of the minutes outside `comfort.day`, weighted by the region's share
    among the regions that the session is for. Of people, all minutes of required appearances and of facilitation
    outside `comfort.day` count by their own clock, twice for who leads. Shares count in thousandths of a per cent.
    """
    minutes = by_region(timetable).minutes
    return {name: {region: mine.get(name, 0) for region, mine in minutes.items()} for name in timetable.in_order}


def totals(regions: Iterable[str], burdens: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return each region's burden in all of these occurrences together, in minutes."""
    return {region: sum(each[region] for each in burdens.values()) for region in regions}


def _burden(timetable: Timetable, name: str) -> dict[str, int]:
    """Return what a held occurrence is to each region."""
    programme = timetable.programme
    comfort = programme.forum.comfort
    shares = {region.name: round(region.share * 1000) for region in comfort.regions}
    begin, end = timetable.start(name), timetable.end(name)
    session, minutes = programme.occurrence[name].session, programme.occurrence[name].duration
    addressed = set(session.target_regions) or set(shares)
    whole = sum(share for region, share in shares.items() if region in addressed)
    found = dict.fromkeys(shares, 0)
    for region in comfort.regions:
        if region.name in addressed and whole and region.zones:
            inside = sum(minutes_within(begin, end, comfort.day, zone) for zone in region.zones)
            outside = minutes * len(region.zones) - inside
            parts = whole * len(region.zones)
            found[region.name] = (2 * shares[region.name] * outside + parts) // (2 * parts)
    people: list[tuple[str, str, int, int]] = [
        (p.person, p.role, p.start, p.end) for p in programme.appearances_in.get(session.id, ()) if p.required
    ]
    people += [(person, "facilitator", 0, minutes) for person in timetable.placements[name].facilitators]
    for person, role, first, last in people:
        home, own = programme.person[person].region, programme.person[person].zone
        if home in shares and own is not None:
            start, over = begin + timedelta(minutes=first), begin + timedelta(minutes=last)
            outside = last - first - minutes_within(start, over, comfort.day, own)
            found[home] += outside * (2 if role in LEADS else 1)
    return found


def burden_by_region(timetable: Timetable) -> dict[str, float]:
    """Return each region's figure: the mean of its burden over all sessions that are held, in minutes.

    Where nothing is held, every figure is 0.
    """
    held = max(1, len(timetable.placements))
    return {region: total / held for region, total in by_region(timetable).totals.items()}
