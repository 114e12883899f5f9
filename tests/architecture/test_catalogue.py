"""The catalogue lists every rule once, each with words, and refuses what it does not know."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from constraints.catalogue import CATALOGUE, rules_in_force
from constraints.rule import Rule
from data.policy import MODES, Policy
from data.problems import InputProblem, InputProblems

RULES = [pytest.param(kind, id=kind.name) for kind in CATALOGUE]
FOLDER = Path(__file__).parents[2] / "constraints" / "rules"


def problems(rules):
    """What is wrong with a policy, told in its order."""
    with pytest.raises(InputProblems) as caught:
        rules_in_force(Policy(rules))
    return list(caught.value.problems)


def test_every_module_of_the_rules_is_listed_exactly_once():
    modules = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")
    assert sorted(kind.__module__.removeprefix("constraints.rules.") for kind in CATALOGUE) == modules


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_is_named_like_its_module_and_has_words(kind):
    module = kind.__module__.removeprefix("constraints.rules.")
    assert kind.name == module.replace("_", "-")
    assert kind.__name__.lower() == module.replace("_", "")
    first, _, more = (sys.modules[kind.__module__].__doc__ or "").partition("\n")
    assert first == kind.summary()
    assert first[0].isupper()
    assert first.endswith((".", "?"))
    assert more.startswith("\n")
    assert len(more.strip()) > 0
    assert len(kind.__doc__ or "") > 0
    assert kind.explain is not Rule.explain


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_has_modes_a_weight_where_it_can_be_soft_and_parameters_with_defaults(kind):
    assert kind.modes != ()
    assert set(kind.modes) <= set(MODES) - {"off"}
    assert len(set(kind.modes)) == len(kind.modes)
    assert kind.default in (None, "off")
    rule = kind(mode=kind.modes[0])
    assert rule.weight >= 1
    assert all(field.default is not dataclasses.MISSING for field in dataclasses.fields(kind) if field.name != "mode")


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_encodes_something_and_checks(kind):
    assert kind.narrow is not Rule.narrow or kind.encode is not Rule.encode
    assert kind.check is not Rule.check


def test_names_are_unique():
    assert len({kind.name for kind in CATALOGUE}) == len(CATALOGUE)


def test_without_a_policy_every_rule_is_in_its_default_mode_in_the_order_of_the_catalogue():
    assert [(rule.name, rule.mode) for rule in rules_in_force(Policy({}))] == [
        (kind.name, kind.modes[0]) for kind in CATALOGUE if kind.default is None
    ]


def test_a_policy_sets_mode_weight_and_parameters_and_turns_rules_off():
    rules = {
        rule.name: rule
        for rule in rules_in_force(
            Policy(
                {
                    "track-clashes": {"mode": "hard"},
                    "preferred-times": {"weight": 7},
                    "one-place": {"buffer": 5},
                    "night": {"mode": "soft", "roles": ("host", "moderator")},
                    "start-minutes": {"minutes": (0, 59)},
                    "even-weeks": {"mode": "off"},
                }
            )
        )
    }
    assert rules["track-clashes"].mode == "hard"
    assert (rules["preferred-times"].mode, rules["preferred-times"].weight) == ("soft", 7)
    assert rules["one-place"].buffer == 5
    assert (rules["night"].mode, rules["night"].roles) == ("soft", ("host", "moderator"))
    assert rules["start-minutes"].minutes == (0, 59)
    assert "even-weeks" not in rules
    assert len(rules) == sum(kind.default is None for kind in CATALOGUE) - 1


def test_an_unknown_rule_is_told_with_the_nearest_one():
    assert problems({"one-plaice": {}}) == [
        InputProblem("rules.toml", 0, "one-plaice", "", "there is no rule of this name; did you mean “one-place”?")
    ]


def test_an_unknown_rule_that_is_near_to_none_is_told_where_to_look():
    assert problems({"xyz": {}}) == [
        InputProblem("rules.toml", 0, "xyz", "", "there is no rule of this name; `forum rules` lists them")
    ]


@pytest.mark.parametrize(
    ("rule", "key", "value", "message"),
    [
        ("one-place", "mode", "soft", "this rule can be hard or off"),
        ("must-place", "mode", "off", "this rule can be hard"),
        ("requests-placed", "mode", "off", "this rule can be soft or hard"),
        ("night", "mode", "firm", "expected one of hard, soft, off"),
        ("night", "weight", -1, "expected a whole number from 0 to 1000000"),
        ("night", "weight", True, "expected a whole number from 0 to 1000000"),
        ("night", "weight", 1.5, "expected a whole number from 0 to 1000000"),
        ("night", "hour", 3, "this rule has no such key; it has mode, weight, roles"),
        ("periods", "limit", 3, "this rule has no such key; it has mode, weight"),
        ("one-place", "buffer", "ten", "expected a whole number from 0 to 600"),
        ("one-place", "buffer", 601, "expected a whole number from 0 to 600"),
        ("night", "roles", "moderator", "expected a list of texts"),
        ("start-minutes", "minutes", 30, "expected a list of whole numbers from 0 to 59"),
        ("start-minutes", "minutes", (0, 60), "expected a list of whole numbers from 0 to 59"),
        ("start-minutes", "minutes", (-1,), "expected a list of whole numbers from 0 to 59"),
        ("start-minutes", "minutes", (0, True), "expected a list of whole numbers from 0 to 59"),
        ("start-minutes", "minutes", (7.5,), "expected a list of whole numbers from 0 to 59"),
        ("start-minutes", "minutes", ("0", 30), "expected a list of whole numbers from 0 to 59"),
        (
            "night",
            "roles",
            ("moderator", "moderater"),
            "expected a list of roles among moderator, speaker, host, welcome",
        ),
    ],
)
def test_what_a_rule_cannot_be_is_refused(rule, key, value, message):
    texts = [f'"{item}"' if isinstance(item, str) else str(item) for item in value] if isinstance(value, tuple) else ()
    found = f"[{', '.join(texts)}]" if texts else str(value)
    assert problems({rule: {key: value}}) == [InputProblem("rules.toml", 0, f"{rule}.{key}", found, message)]


def test_all_that_is_wrong_is_told_at_once():
    assert [problem.column for problem in problems({"xyz": {}, "night": {"weight": -1, "hour": 3}})] == [
        "night.hour",
        "night.weight",
        "xyz",
    ]
