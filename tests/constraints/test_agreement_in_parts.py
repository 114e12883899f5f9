"""The model of a part of a forum says the same as the checks: on every timetable that differs only in the part.

A hard rule allows those in which its check finds nothing, where it finds nothing in the timetable that the part is of;
a soft rule makes them so much dearer, or cheaper, as its check does. New rules and programmes are in by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from random import Random

import numpy as np
import pytest

from constraints.catalogue import CATALOGUE
from constraints.draft import Draft
from scheduler.build import narrow
from scheduler.strategies.greedy import greedy
from scheduler.verify import verify
from tests.constraints.agreement import least_with
from tests.constraints.test_agreement import amounts, in_mode, made, over, spoken_to
from tests.constraints.tiny_programmes import WIDE

FEW = {"programmes": 2, "bases": 1, "frees": 4}
MANY = {"programmes": 99, "bases": 2, "frees": 7}
"""Of each rule, how many programmes, timetables of each, and parts of each timetable: every day, and in full."""


@dataclass(frozen=True)
class Asked:
    """What is free in a part, at which starts; `kept`: whether it must be held and keeps its facilitators."""

    free: tuple[str, ...]
    starts: dict[str, np.ndarray]
    kept: bool


class Around:
    """Parts of one programme around one of its timetables, judged by one rule."""

    def __init__(self, rule, name, amounts, base):
        self.over = over(name)
        self.names = tuple(self.over.programme.occurrence)
        self.build = narrow(self.over.programme, [rule], wide=name in WIDE)
        self.least = self.over.least(amounts, self.build.board)
        self.table = self.over.tables[base]
        self.key = self.over.key(self.table, self.build.board)
        self.draft = Draft(self.build.board)
        assert self.draft.place_all(self.table.placements) == ()

    def parts(self, random, most):
        """So many parts: everything at any start, some occurrences so, and some at a few starts and where they are."""
        every = [each for size in range(1, len(self.names)) for each in combinations(self.names, size)]
        groups = [self.names, *random.sample(every, min(most - 1, len(every)))]
        for number, free in enumerate(groups):
            few = number % 2 == 1
            starts = {
                name: np.array([not few or random.random() < 0.5 for _ in range(len(self.draft.starts))])
                for name in free
            }
            for name in free:
                if name in self.draft.held:
                    starts[name][self.draft.starts.first_at(self.draft.held[name].begin)] = True
            yield Asked(free, starts, kept=number % 3 == 2)

    def part(self, asked):
        """The complete model of a part, and by the keys that it is about the least amounts."""
        held = {name: self.draft.take(name) for name in asked.free if name in self.draft.held}
        whole, must = self.build.board, set(self.build.board.must)
        keep = {}
        if asked.kept:
            whole.must |= held.keys()
            keep = {name: each.facilitators for name, each in held.items()}
        board, build = self.build.part(self.draft, asked.starts, keep)
        build.encode()
        whole.must = must
        mine = {key: amount for key, amount in self.least.items() if self._differs_in_it(key, board, asked, keep)}
        for name, each in held.items():
            self.draft.place(name, self.draft.starts.first_at(each.begin), each.channels, each.facilitators)
        return build, mine

    def _differs_in_it(self, key, board, asked, keep):
        """Whether a timetable is as the one that the part is of, but for what the part decides."""
        for number, name in enumerate(self.names):
            when = key[2 * number : 2 * number + 2]
            if board.is_decided(name):
                if when != self.key[2 * number : 2 * number + 2]:
                    return False
            elif when[0]:
                if not asked.starts[name][self.draft.starts.first_at(when[0] - 1)]:
                    return False
            elif name in keep:
                return False
        who = [number for number, (name, _) in enumerate(self.over.choosing(board), 2 * len(self.names))]
        settled = [name in keep or name not in board.choosing for name, _ in self.over.choosing(board)]
        return all(key[n] == self.key[n] for n, fixed in zip(who, settled, strict=True) if fixed)


def all_parts(kind, mode, *, programmes, bases, frees):
    """Parts of the programmes that the rule speaks to, around some of their timetables."""
    random = Random(f"{kind.name} {mode}")
    names = spoken_to(kind)
    for name in sorted(random.sample(names, min(programmes, len(names)))):
        found, tables = amounts(kind, name), over(name).tables
        fine = [number for number in range(len(tables)) if mode == "soft" or not found[number]]
        full = [number for number in fine if len(tables[number].placements) == len(over(name).programme.occurrences)]
        chosen = random.sample(full, min(1, len(full)))
        chosen += random.sample(fine, min(bases - len(chosen), len(fine)))
        for base in chosen:
            around = Around(made(kind, mode), name, found, base)
            for asked in around.parts(random, frees):
                yield around, asked, (name, around.table.placements, asked)


def agrees_when_hard(kind, **numbers):
    """Hold the hard reading of a rule against its check; how many parts it was held in."""
    seen = 0
    for around, asked, what in all_parts(kind, "hard", **numbers):
        build, mine = around.part(asked)
        assert around.key in mine
        assert around.over.allowed_by(build) == {key for key, amount in mine.items() if not amount}, what
        seen += 1
    return seen


def agrees_when_soft(kind, **numbers):
    """Hold the prices of a rule against its check; in how many parts."""
    seen = 0
    for around, asked, what in all_parts(kind, "soft", **numbers):
        build, mine = around.part(asked)
        here = least_with(around.over.programme, build, around.table)
        assert here is not None, what
        more = here - around.least[around.key]
        wanted, same, less = around.over.priced_by(build, {key: amount + more for key, amount in mine.items()})
        assert (less, same) == (set(), wanted), what
        seen += 1
    return seen


@pytest.mark.parametrize("kind", in_mode("hard"))
def test_a_part_allows_what_the_check_of_a_hard_rule_finds_nothing_in(kind):
    assert agrees_when_hard(kind, **FEW) > 0


@pytest.mark.parametrize("kind", in_mode("soft"))
def test_a_part_makes_timetables_so_much_dearer_as_the_check_of_a_soft_rule_does(kind):
    assert agrees_when_soft(kind, **FEW) > 0


@pytest.mark.full
@pytest.mark.parametrize("kind", in_mode("hard"))
def test_many_parts_allow_what_the_check_of_a_hard_rule_finds_nothing_in(kind):
    assert agrees_when_hard(kind, **MANY) > 0


@pytest.mark.full
@pytest.mark.parametrize("kind", in_mode("soft"))
def test_many_parts_make_timetables_so_much_dearer_as_the_check_of_a_soft_rule_does(kind):
    assert agrees_when_soft(kind, **MANY) > 0


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in CATALOGUE])
def test_a_greedy_answer_keeps_the_rule_where_it_is_hard(kind):
    """No answer is fine, a wrong one is not; and each rule leaves it an answer somewhere."""
    mode = "hard" if "hard" in kind.modes else "soft"
    found = []
    for name in spoken_to(kind):
        rule = made(kind, mode)
        table, _ = greedy(narrow(over(name).programme, [rule], wide=name in WIDE), 1, lambda: False)
        found.append(table)
        if table is not None:
            assert verify(table, [rule]).hard == (), name
    assert any(found)
