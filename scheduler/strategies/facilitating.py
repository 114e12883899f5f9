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
        """Return for each nominee the starts at which they could facilitate; empty where nobody has to.

        The masks may be shared: not to be written to.
        """
        found: dict[str, Mask] = {}
        if not self.number(occurrence):
            return found
        everywhere = ~draft.starts.none()
        allowed = self.board.facilitator_domain.get(occurrence.id, {})
        load = self._load(draft, occurrence) if self.most is not None else {}
        concluding = [
            (other.id, draft.held[other.id]) for other in self._concluding(occurrence) if other.id in draft.held
        ]
        for person in self.board.programme.nominees:
            busy = draft.busy.get(person.id, ())
            if self.most is not None and load.get(person.id, 0) >= self.most:
                found[person.id] = draft.starts.none()
                continue
            if not all(self._can_conclude(draft, person.id, name) for name, _ in concluding):
                found[person.id] = draft.starts.none()
                continue
            mask = allowed.get(person.id, everywhere)
            taken = [(begin, end) for begin, end, _ in busy] + [(held.begin, held.end) for _, held in concluding]
            if taken:
                mask = mask.copy()
                for begin, end in taken:
                    mask[draft.starts.overlapping(begin - self.pause, end + self.pause, 0, occurrence.duration)] = False
            found[person.id] = mask
        return found

    def _concluding(self, occurrence: Occurrence) -> list[Occurrence]:
        """Return the concluding sessions at which whoever facilitates an occurrence has to be."""
        types = self.board.programme.forum.type
        kind = occurrence.session.type
        return [each for each in self.board.assembling if kind in types[each.session.type].assembles]

    def _can_conclude(self, draft: Draft, person: str, concluding: str) -> bool:
        """Whether a person can be at a concluding session that is placed."""
        held = draft.held[concluding]
        allowed = self.board.facilitator_domain.get(concluding, {}).get(person)
        return (allowed is None or bool(allowed[draft.starts.first_at(held.begin)])) and not any(
            begin - self.pause < held.end and held.begin < end + self.pause
            for begin, end, name in draft.busy.get(person, ())
            if name != concluding
        )

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

    def _load(self, draft: Draft, occurrence: Occurrence) -> Counter[str]:
        """Count what nominees facilitate already, and what is still to come of what is settled for them."""
        load: Counter[str] = Counter()
        mine = self._settled(occurrence)
        for other in self.board.facilitated:
            held = draft.held.get(other.id)
            if held:
                load.update(held.facilitators)
            elif other.id != occurrence.id:
                load.update(person for person in dict.fromkeys(self._settled(other)) if person not in mine)
        return load
