"""A repeated session has for each region of its audience at least one repeat in that region's comfortable hours.

The regions are those that the session targets, or all regions of the forum where it targets none. A repeat serves a
region if it lies whole within the comfortable hours (`comfort.day`) of at least one of the region's zones. The
amount is the number of regions that no repeat serves. A session of which nothing is held asks nothing; the days of a
session of several days are no repeats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.board import negated
from constraints.counting import sessions_of
from constraints.rule import Ledger, Repair, Rule
from data.clock import minutes_within
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Ints, Mask, Priced, Starts
    from data.policy import Mode
    from data.programme import Programme, Region, Session
    from data.timetable import Timetable

MOST_REGIONS = 62
"""So many regions steer the search: one bit each."""

MOST_PATTERNS = 1000
"""So many different sets of regions served are looked ahead to."""


@dataclass(frozen=True, kw_only=True)
class RepeatsRegions(Rule):
    """Soft by default: two repeats do not always go round the world."""

    name: ClassVar[str] = "repeats-regions"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    weight: int = 30

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Have one of the repeats in a start that serves the region, if any repeat is held."""
        of = board.programme.occurrences_of
        repeated = board.relations(self.name, lambda: (tuple(each.id for each in those) for those in of.values()))
        for names in repeated:
            session = board.programme.occurrence[names[0]].session
            repeats = of[session.id]
            for region, serving in self._regions(board.starts, session) if session.repeats > 1 and repeats else ():
                case = ledger.case(f"{session.id} {region.name}")
                served = [board.start_in(occurrence.id, serving) for occurrence in repeats]
                for occurrence in repeats:
                    board.model.add_bool_or([*served, negated(board.present(occurrence.id)), negated(case)])

    @staticmethod
    def _regions(starts: Starts, session: Session) -> list[tuple[Region, Mask]]:
        """Return the regions of a session, each with the starts that serve it."""
        comfort = starts.programme.forum.comfort
        found = []
        for region in comfort.regions:
            if region.zones and (not session.target_regions or region.name in session.target_regions):
                whole = starts.none()
                for zone in region.zones:
                    whole |= starts.minutes_within(comfort.day, zone, 0, session.duration) == session.duration
                found.append((region, whole))
        return found

    def demand(self, case: str, programme: Programme) -> str:
        """Name the region, its zones and the hours."""
        name, _, region = case.partition(" ")
        comfort = programme.forum.comfort
        zones = dict.fromkeys(zone for each in comfort.regions if each.name == region for zone in each.zones)
        return (
            f"At least one repeat of {words.whole(programme.session[name])} lies within {comfort.day}"
            f" in {words.joined(zones, 'or')}, for the region “{region}”."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Leave the region out, or hold one more repeat."""
        name, _, region = case.partition(" ")
        session = programme.session[name]
        regions = session.target_regions or tuple(each.name for each in programme.forum.comfort.regions)
        others = tuple(other for other in regions if other != region)
        if others:
            yield Repair(
                f"hold {words.whole(session)} for {words.joined(others)} alone (target_regions)",
                programme.with_session(replace(session, target_regions=others)),
                100,
            )
        yield Repair(
            f"hold {words.whole(session)} {session.repeats + 1} times instead of {session.repeats}"
            f" (repeats of {session.id})",
            programme.with_session(replace(session, repeats=session.repeats + 1)),
            150,
        )

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Look for each region at the clocks of its zones during every repeat."""
        comfort = timetable.programme.forum.comfort
        for session in sessions_of(timetable, about):
            if session.repeats == 1:
                continue
            held = tuple(name for name in session.occurrence_ids if name in timetable.placements)
            if not held:
                continue
            length = session.duration
            for region in comfort.regions:
                if (session.target_regions and region.name not in session.target_regions) or not region.zones:
                    continue
                if not any(
                    minutes_within(begin, begin + timedelta(minutes=length), comfort.day, zone) == length
                    for begin in map(timetable.start, held)
                    for zone in region.zones
                ):
                    yield Finding(self.name, f"{session.id} {region.name}", held)

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the region and the repeats."""
        region = finding.case.partition(" ")[2]
        hours = timetable.programme.forum.comfort.day
        return (
            f"In no zone of the region “{region}” is a repeat within {hours}:"
            f" {words.all_placed(timetable, finding.sessions)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price each start by the regions that are then without a repeat, whatever the repeats to come do."""
        programme = draft.programme
        session = programme.occurrence[occurrence].session
        if session.repeats == 1:
            return
        alike = f"regions {' '.join(session.target_regions)} for {session.duration}"
        serves, every = draft.board.once(alike, lambda: self._serves(draft.starts, session))
        reached = {0}
        for other in programme.occurrences_of[session.id]:
            if other.id in draft.held:
                more = serves[draft.starts.minute == draft.held[other.id].begin].tolist()
            elif other.id != occurrence:
                more = [0, *np.unique(serves[draft.domain(other.id)]).tolist()]
            else:
                continue
            reached = {known | each for known in reached for each in more}
            if len(reached) > MOST_PATTERNS:
                return
        for pattern in np.unique(serves).tolist():
            missing = min((every & ~(known | pattern)).bit_count() for known in reached)
            if missing:
                yield serves == pattern, missing

    def _serves(self, starts: Starts, session: Session) -> tuple[Ints, int]:
        """Return for each start which regions of the session it serves, a bit for each; and all bits."""
        bits = np.zeros(len(starts), dtype=np.int64)
        regions = self._regions(starts, session)[:MOST_REGIONS]
        for number, (_, serving) in enumerate(regions):
            bits |= serving.astype(np.int64) << number
        return bits, (1 << len(regions)) - 1
