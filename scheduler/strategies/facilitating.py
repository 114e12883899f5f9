"""Who could facilitate a session beside what is placed already, and whom to take."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from constraints.rules.facilitated_by import FacilitatedBy
from constraints.rules.facilitator_load import FacilitatorLoad
from constraints.rules.facilitators_rest import FacilitatorsRest
from constraints.rules.one_place import OnePlace

if TYPE_CHECKING:
    from constraints.draft import Draft
    from constraints.starts import Mask
    from data.programme import Occurrence
    from scheduler.build import Build


class Facilitating:
    """The choice among the nominees, as far as the rules in force ask."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.board = build.board
        self.pause = 0
        self.most: int | None = None
        self.settled = False
        for rule in build.rules:
            if isinstance(rule, OnePlace):
                self.pause = max(self.pause, rule.buffer, rule.lead_buffer)
            elif isinstance(rule, FacilitatorsRest) and rule.mode == "hard":
                self.pause = max(self.pause, rule.rest)
            elif isinstance(rule, FacilitatorLoad) and rule.mode == "hard":
                self.most = rule.most
            elif isinstance(rule, FacilitatedBy):
                self.settled = True

    def number(self, occurrence: Occurrence) -> int:
        """Return how many facilitators an occurrence needs."""
        kind = self.board.programme.forum.type[occurrence.session.type]
        return max(kind.facilitators, len(self._settled(occurrence)))

    def able(self, draft: Draft, occurrence: Occurrence) -> dict[str, Mask]:
        """Return for each nominee the starts at which they could facilitate; empty where nobody has to."""
        found: dict[str, Mask] = {}
        if not self.number(occurrence):
            return found
        types = self.board.programme.forum.type
        for person in self.board.programme.nominees:
            mask = self.board.facilitator_domain.get(occurrence.id, {}).get(person.id, ~draft.starts.none()).copy()
            if self.most is not None and self._load(draft, person.id, occurrence) >= self.most:
                mask[:] = False
            for begin, end, _ in draft.busy[person.id]:
                mask[draft.starts.overlapping(begin - self.pause, end + self.pause, 0, occurrence.duration)] = False
            for concluding in self.board.assembling:
                held = draft.held.get(concluding.id)
                if held and occurrence.session.type in types[concluding.session.type].assembles:
                    allowed = self.board.facilitator_domain.get(concluding.id, {}).get(person.id)
                    there = draft.starts.minute == held.begin
                    able_then = allowed is None or bool((allowed & there).any())
                    elsewhere = any(
                        begin - self.pause < held.end and held.begin < end + self.pause
                        for begin, end, name in draft.busy[person.id]
                        if name != concluding.id
                    )
                    if not able_then or elsewhere:
                        mask[:] = False
                    mask[
                        draft.starts.overlapping(held.begin - self.pause, held.end + self.pause, 0, occurrence.duration)
                    ] = False
            found[person.id] = mask
        return found

    def enough(self, draft: Draft, occurrence: Occurrence, able: dict[str, Mask]) -> Mask:
        """Return the starts at which as many are able as are needed, among them those who are settled."""
        count = np.zeros(len(draft.starts), dtype=np.int64)
        for mask in able.values():
            count += mask
        fine = count >= self.number(occurrence)
        for person in self._settled(occurrence):
            fine &= able.get(person, draft.starts.none())
        return fine

    def choose(self, draft: Draft, occurrence: Occurrence, able: dict[str, Mask], start: int) -> tuple[str, ...]:
        """Take those who are settled, then who costs least; among equals who, by type and then alone, does least."""
        chosen = list(self._settled(occurrence))
        load = {person: len(draft.busy[person]) for person in able}
        price = self.build.objective.conditional.get(occurrence.id, {})
        kind = {person.id: person.nominated_by for person in self.board.programme.nominees}
        of_kind = Counter(
            kind[name]
            for other in self.board.facilitated
            if other.id in draft.held
            for name in draft.held[other.id].facilitators
        )

        def key(person: str) -> tuple[float, int, int, str]:
            vector = price.get(person)
            cost = float(vector[start]) if vector is not None else 0.0
            return cost, of_kind[kind[person]], load[person], person

        of_kind.update(kind[name] for name in chosen)
        while len(chosen) < self.number(occurrence):
            chosen.append(min((name for name, mask in able.items() if mask[start] and name not in chosen), key=key))
            of_kind[kind[chosen[-1]]] += 1
        return tuple(sorted(chosen))

    def assemble(self, draft: Draft) -> None:
        """Have everyone who facilitates listed at the concluding session."""
        types = self.board.programme.forum.type
        for concluding in self.board.assembling:
            held = draft.held.get(concluding.id)
            if held:
                before = types[concluding.session.type].assembles
                chosen = {
                    person
                    for name, other in draft.held.items()
                    if self.board.programme.occurrence[name].session.type in before
                    for person in other.facilitators
                }
                draft.held[concluding.id] = replace(held, facilitators=tuple(sorted(chosen)))

    def _settled(self, occurrence: Occurrence) -> tuple[str, ...]:
        """Return who is to facilitate by a decision of the team."""
        return occurrence.session.facilitated_by if self.settled else ()

    def _load(self, draft: Draft, person: str, occurrence: Occurrence) -> int:
        """Count what a nominee facilitates already, and what is still to come of what is settled for them."""
        load = 0
        for other in self.board.facilitated:
            held = draft.held.get(other.id)
            if held:
                load += person in held.facilitators
            elif other != occurrence and person not in self._settled(occurrence):
                load += person in self._settled(other)
        return load
