"""The tests of each rule notice a mistake in its encoding, and one in its check."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.constraints.tiny_programmes import MAKERS
from tests.mutants.mutation import KINDS, PARTS, Mutant, Unfit, mutated, noticed, table

MUTANTS = table()


def test_every_rule_has_a_mutant_of_its_encoding_and_one_of_its_check():
    assert {(mutant.rule, mutant.part) for mutant in MUTANTS} == {(rule, part) for rule in KINDS for part in PARTS}


def test_no_two_mutants_of_a_part_of_a_rule_have_the_same_name():
    assert [name for name, count in Counter(map(str, MUTANTS)).items() if count > 1] == []


@pytest.mark.full
@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_the_mutant_is_noticed(mutant):
    if not noticed(mutant, mutant.programme):
        elsewhere = [name for name in MAKERS if noticed(mutant, name)]
        pytest.fail(
            f"In “{mutant.programme}” nobody notices if {mutant.old!r} becomes {mutant.new!r}. It is noticed in:"
            f" {', '.join(elsewhere) or 'no programme'}. If in none, make one of the tiny programmes richer."
        )


def of_order(part, old, new):
    return Mutant("order", part, "example", "order", old, new)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            "encoding",
            "[board.present(first), board.present(second)]",
            "[board.present(second), board.present(first)]",
        ),
        ("check", "timetable.end(part.id) > timetable.start(name)", "timetable.start(name) < timetable.end(part.id)"),
    ],
    ids=PARTS,
)
def test_the_same_in_other_words_is_not_noticed(part, old, new):
    assert not noticed(of_order(part, old, new), "order")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("encoding", "no such text", ""),
        ("encoding", "board.present", ""),
        ("encoding", "timetable.end(part.id)", ""),
        ("check", "board.minute(second) >= over", ""),
        ("check", "timetable.end(part.id)", "timetable.end(part.id)"),
    ],
    ids=["nowhere", "several times", "only in the check", "only in the encoding", "unchanged"],
)
def test_a_text_that_is_not_to_be_replaced_once_is_told(part, old, new):
    with pytest.raises(Unfit, match=r"^order-\w+-example: the text .* change mutants.toml\.$"):
        mutated(of_order(part, old, new))


@pytest.mark.parametrize(
    ("new", "error"), [("timetable.end(part.id", SyntaxError), ("timetable.end(name, name)", TypeError)]
)
def test_what_does_not_compile_or_fails_is_no_mutant(new, error):
    with pytest.raises(error):
        noticed(of_order("check", "timetable.end(part.id)", new), "order")


def test_the_rule_itself_stays_as_it_is():
    kind = KINDS["order"]
    wrong = mutated(of_order("check", "timetable.end(part.id) > timetable.start(name)", "True"))
    assert wrong is not kind
    assert (wrong.name, wrong.check is kind.check) == ("order", False)
    assert not noticed(of_order("check", "if part.id not", "if  part.id not"), "order")
