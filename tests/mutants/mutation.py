"""Rules with one deliberate mistake each, and whether the agreement test sees the mistake.

`mutants.toml` lists them. A mutant replaces a text in the encoding or in the check of a rule, and is compiled into a
class of its own; the rule itself stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType

from constraints.catalogue import CATALOGUE
from tests.architecture.test_checks_share_no_code_with_encodings import SOURCES, Code
from tests.constraints.test_agreement import made, over

KINDS = {kind.name: kind for kind in CATALOGUE}
PARTS = {"encoding": ("narrow", "encode"), "check": ("check",)}
TABLE = Path(__file__).with_name("mutants.toml")


class Unfit(Exception):
    """A mutant whose text is not there to be replaced; says what to do."""


@dataclass(frozen=True)
class Mutant:
    """A mistake in a part of a rule: `old` becomes `new`. It is to show in a tiny programme, with these parameters."""

    rule: str
    part: str
    name: str
    programme: str
    old: str
    new: str
    parameters: dict[str, object] = field(default_factory=dict)

    def __str__(self):
        return f"{self.rule}-{self.part}-{self.name}".replace(" ", "-")


def table():
    """All mutants."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return [Mutant(rule, part, **row) for rule, parts in rows.items() for part, many in parts.items() for row in many]


def mutated(mutant):
    """The rule with the mistake in it. Raises Unfit where the text is not in that part, or not once."""
    kind = KINDS[mutant.rule]
    source = SOURCES[kind.__module__]
    found = [
        match.start()
        for match in re.finditer(re.escape(mutant.old), source)
        if any(first <= match.start() and match.end() <= last for first, last in _spans(kind, mutant.part))
    ]
    if len(found) != 1 or mutant.new == mutant.old:
        raise Unfit(
            f"{mutant}: the text {mutant.old!r} is {len(found)} times in the {mutant.part} of {kind.__module__}, once"
            f" is needed, and another text in its place. If the rule was rewritten, find the mistake that someone could"
            f" make in it now, and change {TABLE.name}."
        )
    text = source[: found[0]] + mutant.new + source[found[0] + len(mutant.old) :]
    module = ModuleType(kind.__module__)
    exec(compile(text, str(mutant), "exec"), module.__dict__)
    return module.__dict__[kind.__name__]


def noticed(mutant, name):
    """Whether encoding and check disagree in a programme, in any mode, where one of them has the mistake."""
    wrong = mutated(mutant)
    return any(_disagree(mutant, wrong, mode, name) for mode in wrong.modes)


def _disagree(mutant, wrong, mode, name):
    right, mistaken = (replace(made(kind, mode), **mutant.parameters) for kind in (KINDS[mutant.rule], wrong))
    if mutant.part == "encoding":
        found = _amounts(right, name)
        if mode == "soft":
            return _prices_differ(mistaken, name, found)
        board, allowed = over(name).allowed([mistaken])
    else:
        found = over(name).amounts(mistaken)
        if mode == "soft":
            return _prices_differ(right, name, found)
        board, allowed = _allowed(right, name)
    return allowed != over(name).without_findings(found, board)


def _prices_differ(rule, name, found):
    every, same, less = over(name).priced([rule], found)
    return less != set() or same != every


@cache
def _amounts(rule, name):
    """What the check of a rule as it is finds."""
    return over(name).amounts(rule)


@cache
def _allowed(rule, name):
    """What the encoding of a rule as it is allows."""
    return over(name).allowed([rule])


@cache
def _code():
    return Code(SOURCES)


def _spans(kind, part):
    """Where a part of a rule stands in its source, with all functions that it calls: first and last character."""
    module = kind.__module__
    called = {(module, f"{kind.__name__}.{method}") for method in PARTS[part]} | _code().of_rule(module, PARTS[part])
    lines = [0]
    for line in SOURCES[module].splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    nodes = [node for unit, node in _code().units.items() if unit in called and unit[0] == module]
    return [(lines[node.lineno - 1], lines[node.end_lineno]) for node in nodes]
