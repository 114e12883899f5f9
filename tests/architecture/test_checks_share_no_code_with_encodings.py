"""A rule's check and its encoding have no code in common, so that a mistake in one is seen by the other.

What both may use are the facts in `data`: the programme, the timetable, zones and the grid. Two ways to tell the
time are kept apart: `data.clock` and `constraints.counting` are for checks, the board, the starts and the draft are
for encodings. Explanations are words about a finding and may use anything.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ENCODING = ("narrow", "encode", "prices")
CHECK = ("check",)

FACTS = (
    *("data.programme", "data.timetable", "data.indexes", "data.findings", "data.grid", "data.zones", "data.policy"),
)
"""What check and encoding may both read."""

FOR_CHECKS = ("data.clock", "constraints.counting")
FOR_ENCODINGS = ("constraints.board", "constraints.starts", "constraints.draft")


def module_files():
    files = [*(ROOT / "constraints").rglob("*.py"), *(ROOT / "data").glob("*.py")]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in sorted(files)
    }


SOURCES = {name: file.read_text("utf-8") for name, file in module_files().items()}
RULES = [name for name in SOURCES if name.startswith("constraints.rules.")]


class Code:
    """The functions, methods and values of some modules of ours, and which of them each one names.

    A unit is (module, name) or (module, "Class.method"). Annotations are not code: they are never run.
    """

    def __init__(self, sources):
        self.trees = {name: ast.parse(text) for name, text in sources.items()}
        self.units = {}
        self.names = {}
        self.classes = {}
        for module, tree in self.trees.items():
            self._read(module, tree)

    def _read(self, module, tree):
        names = self.names[module] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in self.trees:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    target = (whole, None) if whole in self.trees else (node.module, alias.name)
                    names[alias.asname or alias.name] = target
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.units[(module, node.name)] = node
                names[node.name] = (module, node.name)
            elif isinstance(node, ast.ClassDef):
                names[node.name] = (module, node.name)
                bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
                self.classes[(module, node.name)] = bases
                for part in node.body:
                    if isinstance(part, ast.FunctionDef):
                        self.units[(module, f"{node.name}.{part.name}")] = part
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        self.units[(module, target.id)] = node
                        names[target.id] = (module, target.id)

    def method(self, module, owner, name):
        """The unit of a method of a class, looked up in its bases too; None where it has none of this name."""
        if (module, f"{owner}.{name}") in self.units:
            return (module, f"{owner}.{name}")
        for base in self.classes.get((module, owner), ()):
            where = self.names[module].get(base)
            if where and where[1]:
                found = self.method(*where, name)
                if found:
                    return found
        return None

    def named_by(self, unit):
        """The units that a unit names: by a bare name, as self.method, Class.method or module.function."""
        module, name = unit
        owner = name.partition(".")[0] if "." in name else None
        own = _own_names(self.units[unit])
        names = {name: where for name, where in self.names[module].items() if name not in own}
        for node in _code(self.units[unit]):
            if isinstance(node, ast.Name) and node.id in names and names[node.id][1]:
                where = names[node.id]
                if where in self.units:
                    yield where
                elif where in self.classes:
                    yield from (self.method(*where, special) for special in ("__init__", "__post_init__"))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                base = node.value.id
                if base in ("self", "cls") and owner:
                    yield self.method(module, owner, node.attr)
                elif base in names and names[base][1] is None:
                    yield (names[base][0], node.attr)
                elif base in names and names[base] in self.classes:
                    yield self.method(*names[base], node.attr)

    def reachable(self, roots):
        """Every unit that these units name, and what those name."""
        found, todo = set(), [root for root in roots if root in self.units]
        while todo:
            unit = todo.pop()
            if unit not in found:
                found.add(unit)
                todo += [named for named in self.named_by(unit) if named in self.units]
        return found

    def of_rule(self, module, methods):
        """What is reachable from some methods of the rule in a module, without the methods themselves."""
        (owner,) = (name for where, name in self.classes if where == module)
        roots = {(module, f"{owner}.{method}") for method in methods}
        return self.reachable(roots) - roots


def _code(unit):
    """The nodes of a unit that are run: no annotations, no documentation."""
    todo = [unit]
    while todo:
        node = todo.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns"):
                continue
            children = value if isinstance(value, list) else [value]
            todo += [child for child in children if isinstance(child, ast.AST)]


def _own_names(unit):
    """The names that a function gives to values of its own, its arguments among them; none for a value."""
    if not isinstance(unit, ast.FunctionDef):
        return set()
    within = [part for node in ast.walk(unit) if isinstance(node, ast.comprehension) for part in ast.walk(node.target)]
    return {node.arg for node in ast.walk(unit) if isinstance(node, ast.arg)} | {
        node.id
        for node in ast.walk(unit)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in within
    }


def breaches(sources, module):
    """What check and encoding of a rule share, and what either uses of the other's own means."""
    code = Code(sources)
    check, encoding = code.of_rule(module, CHECK), code.of_rule(module, ENCODING)
    shared = {unit for unit in check & encoding if unit[0] not in FACTS}
    strange = {unit for unit in check if unit[0] in FOR_ENCODINGS}
    strange |= {unit for unit in encoding if unit[0] in FOR_CHECKS}
    return shared | strange


@pytest.mark.parametrize("module", RULES)
def test_no_code_is_reachable_from_both_check_and_encoding(module):
    assert breaches(SOURCES, module) == set()


@pytest.mark.parametrize("module", RULES)
def test_a_rule_hides_no_call_from_this_test(module):
    hidden = {"getattr", "globals", "locals", "vars", "eval", "exec", "__import__", "import_module"}
    used = {node.id for node in ast.walk(ast.parse(SOURCES[module])) if isinstance(node, ast.Name)}
    assert used & hidden == set()


@pytest.mark.parametrize("module", RULES)
def test_a_check_is_given_a_timetable_and_no_board(module):
    tree = ast.parse(SOURCES[module])
    (rule,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    arguments = {
        part.name: [(each.arg, ast.unparse(each.annotation)) for each in part.args.args[1:]]
        for part in rule.body
        if isinstance(part, ast.FunctionDef) and part.name in (*CHECK, *ENCODING)
    }
    expected = {
        "check": [("timetable", "Timetable"), ("about", "Collection[str] | None")],
        "narrow": [("board", "Board"), ("ledger", "Ledger")],
        "encode": [("board", "Board"), ("ledger", "Ledger")],
        "prices": [("draft", "Draft"), ("occurrence", "str")],
    }
    assert arguments == {name: expected[name] for name in arguments}
    assert "check" in arguments


@pytest.mark.parametrize("mine", FOR_ENCODINGS)
def test_the_means_of_encodings_use_none_of_the_checks(mine):
    assert {where for where, _ in Code(SOURCES).names[mine].values()} & set(FOR_CHECKS) == set()


@pytest.mark.parametrize("mine", FOR_CHECKS)
def test_the_means_of_checks_use_facts_only(mine):
    used = {where for where, _ in Code(SOURCES).names[mine].values()} - {mine}
    assert used <= set(FACTS)


EXAMPLE = """
from constraints import words
from constraints.counting import overlapping
from constraints.rule import Rule
from constraints.starts import MARGIN, Starts
from data.clock import touches
from data.findings import Finding
from data.zones import zone

def helper():
    return 1

class Example(Rule):
    def encode(self, board, ledger):
        {encode}

    def check(self, timetable, about=None):
        {check}

    def _pairs(self):
        return helper()

    @staticmethod
    def _mine():
        return Example._pairs
"""

MINE = "constraints.rules.example"


@pytest.mark.parametrize(
    ("encode", "check", "found"),
    [
        ("pass", "self._pairs()", set()),
        ("zone('UTC')", "zone('UTC')", set()),
        ("helper = 1; helper", "helper()", set()),
        ("[helper for helper in (1, 2)]; helper()", "helper()", {(MINE, "helper")}),
        ("helper()", "helper()", {(MINE, "helper")}),
        ("helper()", "self._pairs()", {(MINE, "helper")}),
        ("self._pairs()", "self._pairs()", {(MINE, "Example._pairs"), (MINE, "helper")}),
        ("Example._mine()", "helper()", {(MINE, "helper")}),
        ("touches(1, 2, 3)", "pass", {("data.clock", "touches")}),
        ("overlapping(1, 2, 3)", "pass", {("constraints.counting", "overlapping")}),
        ("pass", "MARGIN", {("constraints.starts", "MARGIN")}),
        ("words.person(1, 2)", "words.person(3, 4)", {("constraints.words", "person")}),
        (
            "self.demand('a', 1)",
            "self.summary()",
            {("constraints.rule", "Rule.summary")},
        ),
    ],
)
def test_a_shared_helper_is_found(encode, check, found):
    sources = {**SOURCES, MINE: EXAMPLE.format(encode=encode, check=check)}
    assert breaches(sources, MINE) == found


def test_what_a_real_rule_would_share_is_found():
    module = "constraints.rules.order"
    calling = SOURCES[module].replace("programme = timetable.programme\n", "programme = self._pairs(timetable)\n", 1)
    assert (module, "Order._pairs") in breaches({**SOURCES, module: calling}, module)
