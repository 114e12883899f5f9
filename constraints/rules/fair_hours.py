"""No audience region bears much more of the inconvenient hours than the others.

A region's burden is what docs/fairness.md says: minutes outside the region's comfortable hours (`comfort.day`) in
every session that is held, for its audience by share and for its people by role; its figure is the mean per session.
Nothing is asked of a region whose figure is at most `most` minutes. Of every other region the amount is the number of
quarter hours, rounded up, by which its whole burden is beyond `most` minutes for each session that is held. In the
region with the greatest amount (the first such region in `forum.toml`) it counts `worst_factor` times more: so the
worst figure is lowered first, then the sum. As a hard rule it refuses figures above `most`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import words
from constraints.rule import Ledger, Repair, Rule
from data.burden import burden_by_region, by_region
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ortools.sat.python import cp_model

    from constraints.board import Board, Expression
    from constraints.draft import Draft
    from constraints.starts import Ints, Priced
    from data.policy import Mode
    from data.programme import Programme, Region, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class FairHours(Rule):
    """Soft, since somebody is always up late; hard with a figure that no region may exceed."""

    name: ClassVar[str] = "fair-hours"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    helped: ClassVar[bool] = True

    most: int = 0
    worst_factor: int = 2

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Add each region's minutes up, and take the greatest."""
        regions = board.programme.forum.comfort.regions
        parts: dict[str, list[tuple[Expression, int]]] = {region.name: [] for region in regions}
        least = 0
        for occurrence in board.undecided:
            everyone: Ints = np.zeros(len(board.starts), dtype=np.int32)
            for region in regions:
                amounts = self.asked(board, region, occurrence.session.id)
                parts[region.name].append(board.cost(occurrence.id, amounts))
                everyone += amounts
            if board.present(occurrence.id) is True:
                least += int(everyone[board.domain[occurrence.id]].min())
        sure, may = board.held()
        held = sure + sum(may)
        figures: list[tuple[cp_model.IntVar, int]] = []
        for region in regions:
            mine = [*parts[region.name], *self._facilitating(board, region)]
            borne = self._borne(board, region)
            most = -(-(borne + sum(highest for _, highest in mine)) // 15)
            if not most:
                continue
            quarters = board.model.new_int_var(0, most, f"burden of {region.name}")
            board.model.add(15 * quarters >= borne + sum(minutes for minutes, _ in mine) - self.most * held)
            ledger.excess(region.name, quarters, most)
            figures.append((quarters, most))
        if figures and self.mode == "soft":
            greatest = max(most for _, most in figures)
            worst = board.model.new_int_var(0, greatest, "greatest burden")
            for quarters, _ in figures:
                board.model.add(worst >= quarters)
            ledger.excess("greatest burden", self.worst_factor * worst, self.worst_factor * greatest)
            if len(board.undecided) == len(board.occurrences):
                in_all = max(0, -(-(least - len(figures) * self.most * len(board.occurrences)) // 15))
                of_worst = -(-in_all // len(figures))
                board.model.add(sum(quarters for quarters, _ in figures) >= in_all)
                board.model.add(worst >= of_worst)
                ledger.unavoidable(in_all + self.worst_factor * of_worst)

    def _borne(self, board: Board, region: Region) -> int:
        """Return the minutes that a region bears for what is decided."""
        of = board.programme.occurrence
        borne = board.sure(f"{self.name} {region.name}", lambda name: self.asked(board, region, of[name].session.id))
        for held in (*board.facilitated, *board.assembling):
            for person in board.surely_facilitate(held.id):
                where = board.programme.person[person]
                if where.region == region.name and where.zone is not None:
                    amounts = 2 * self._outside(board, where.zone, 0, held.duration)
                    borne += int(amounts[board.domain[held.id]][0])
        return borne

    def _facilitating(self, board: Board, region: Region) -> Iterator[tuple[Expression, int]]:
        """Yield what may be asked of a region's nominees: minutes, and the most that they can be."""
        zones = {one.id: one.zone for one in board.programme.nominees if one.region == region.name and one.zone}
        for held in (*board.facilitated, *board.assembling) if zones else ():
            if board.is_to_choose(held.id):
                amounts = {name: 2 * self._outside(board, zone, 0, held.duration) for name, zone in zones.items()}
                yield from board.costs(held.id, amounts)

    def asked(self, board: Board, region: Region, session: str) -> Ints:
        """Return the minutes that a session asks of a region at each start, but for facilitators not chosen yet."""
        asked = board.programme.session[session]
        known: dict[tuple[str, tuple[str, ...], int], Ints] = board.once(f"{self.name} of audiences", dict)
        key = (region.name, asked.target_regions, asked.duration)
        if key not in known:
            known[key] = self._of_audience(board, region, asked)
        return known[key] + self._of_people(board, (region.name,), session)

    def _of_audience(self, board: Board, region: Region, asked: Session) -> Ints:
        """Return what a session asks at each start of those in a region who follow it."""
        shares = {each.name: round(1000 * each.share) for each in board.programme.forum.comfort.regions}
        amounts: Ints = np.zeros(len(board.starts), dtype=np.int32)
        regions = asked.target_regions or tuple(shares)
        everyone = sum(shares[name] for name in dict.fromkeys(regions))
        if region.name in regions and everyone and region.zones:
            whole = 2 * everyone * len(region.zones)
            minutes = np.sum([self._outside(board, zone, 0, asked.duration) for zone in region.zones], axis=0)
            amounts = ((2 * shares[region.name] * minutes + whole // 2) // whole).astype(np.int32)
        return amounts

    def _of_people(self, board: Board, regions: Collection[str], session: str) -> Ints:
        """Return what a session asks at each start of those from some regions who appear in it."""
        programme = board.programme
        amounts: Ints = np.zeros(len(board.starts), dtype=np.int32)
        for part in programme.appearances_in.get(session, ()):
            person = programme.person[part.person]
            if part.required and person.region in regions and person.zone is not None:
                times = 2 if part.role in ("moderator", "host") else 1
                amounts += times * self._outside(board, person.zone, part.start, part.end)
        return amounts

    @staticmethod
    def _outside(board: Board, zone: str, begin: int, end: int) -> Ints:
        inside = board.starts.minutes_within(board.programme.forum.comfort.day, zone, begin, end)
        return (end - begin) - inside

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price each start by what it asks of the regions, where nothing is free."""
        if self.most:
            return
        board, asked = draft.board, draft.programme.occurrence[occurrence].session
        regions = draft.programme.forum.comfort.regions
        known: dict[tuple[tuple[str, ...], int], Ints] = board.once("asked of audiences", dict)
        key = (asked.target_regions, asked.duration)
        if key not in known:
            known[key] = sum((self._of_audience(board, region, asked) for region in regions), draft.starts.none() * 0)
        minutes = known[key] + self._of_people(board, [region.name for region in regions], asked.id)
        yield slice(None), minutes / 15

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Let regions bear more, or make it a wish."""
        most = self.most + 3
        said = f"let a region bear up to {most} minutes a session outside its comfortable hours"
        yield replace(self.with_settings(said, programme, 150, most=most), further=True)
        yield self.with_settings("let the hours be as fair as they can be", programme, 250, mode="soft")

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Compare the regions' figures, to which all that is held adds."""
        if about is not None and not about:
            return
        found = by_region(timetable)
        allowed = self.most * len(timetable.placements)
        amounts = {
            region: -(-(minutes - allowed) // 15) for region, minutes in found.totals.items() if minutes > allowed
        }
        worst = max(amounts, key=lambda region: amounts[region], default=None)
        for region, amount in amounts.items():
            names = tuple(filter(found.minutes[region].__contains__, timetable.in_order))
            factor = 1 + self.worst_factor if region == worst else 1
            yield Finding(self.name, region, names, amount=factor * amount)

    def demand(self, case: str, programme: Programme) -> str:
        """Say the bound."""
        return (
            f"The region “{case}” bears at most {words.number(self.most, 'minute')} a session outside"
            f" its comfortable hours ({programme.forum.comfort.day}), on average."
        )

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Say the region's figure beside the others'."""
        figures = burden_by_region(timetable)
        mine = figures.pop(finding.case)
        others = ", ".join(f"{region} {figure:.1f}" for region, figure in figures.items())
        beside = f" ({others})" if others else ""
        return (
            f"{finding.case} bears {mine:.1f} minutes a session outside its comfortable hours,"
            f" in {len(finding.sessions)} of {len(timetable.placements)} sessions{beside}."
        )
