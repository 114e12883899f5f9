"""An optional panellist is expected too."""

from __future__ import annotations

from constraints.rules.optional_appearances import OptionalAppearances
from data.findings import Finding
from tests.factories import appears, forum, person, programme, session, timetable

RULE = OptionalAppearances(mode="soft")

NINE, HALF_PAST, TEN = "2020-06-22 09:00", "2020-06-22 09:30", "2020-06-22 10:00"
SESSIONS = (session("a"), session("b"), session("c"))


def maybe(where, **fields):
    return appears("mia", where, required=False, **fields)


def found(starts, *parts, sessions=SESSIONS):
    asked = programme(forum(grid=30), *sessions, person("mia", nominee=True), *parts)
    return list(RULE.check(timetable(asked, starts)))


def missed(*names, amount=1):
    return [Finding("optional-appearances", "mia", names, ("mia",), amount)]


def test_an_optional_appearance_beside_a_required_one_is_missed():
    assert found({"a": NINE, "b": HALF_PAST}, appears("mia", "a"), maybe("b")) == missed("a", "b")


def test_right_after_another_it_can_be_attended_without_a_break():
    assert found({"a": NINE, "b": TEN}, appears("mia", "a"), maybe("b")) == []


def test_of_optional_ones_that_overlap_as_few_as_possible_are_missed():
    starts = {"a": NINE, "b": HALF_PAST, "c": TEN}
    assert found(starts, maybe("a"), maybe("b"), maybe("c")) == missed("a", "b", "c")
    assert found({"a": NINE, "b": NINE, "c": NINE}, maybe("a"), maybe("b"), maybe("c")) == missed(
        "a", "b", "c", amount=2
    )


def test_only_the_minutes_themselves_count():
    leaves = appears("mia", "a", minutes=(0, 30))
    assert found({"a": NINE, "b": HALF_PAST}, leaves, maybe("b")) == []


def test_two_required_ones_at_once_are_not_this_rule_s():
    assert found({"a": NINE, "b": NINE}, appears("mia", "a"), appears("mia", "b")) == []


def test_a_required_part_in_a_session_makes_an_optional_one_there_no_matter():
    both = (appears("mia", "a", minutes=(0, 10)), maybe("a", minutes=(40, 60)), appears("mia", "b"))
    assert found({"a": NINE, "b": NINE}, *both) == []


def test_who_facilitates_a_session_does_not_miss_it():
    sessions = (session("a", "policy"), session("b"))
    starts = {"a": (NINE, "c1", "mia"), "b": NINE}
    assert found(starts, maybe("a"), appears("mia", "b"), sessions=sessions) == []
    assert found(starts, maybe("b"), sessions=sessions) == missed("a", "b")


def test_the_sentence_names_what_overlaps():
    asked = programme(forum(grid=30), *SESSIONS, person("mia"), appears("mia", "a"), maybe("b"), maybe("c"))
    table = timetable(asked, {"a": NINE, "b": HALF_PAST, "c": "2020-06-22 16:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) cannot attend all of a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Mon 22 Jun 2020 09:30 (Europe/Zurich); optional ones missed: 1."
    )


def test_the_demand_names_where_somebody_is_expected_and_what_stands_against_it():
    asked = programme(
        *SESSIONS,
        session("p", "policy"),
        person("mia"),
        person("nia", nominee=True),
        appears("mia", "a", required=False),
        appears("mia", "b", minutes=(0, 5), required=False),
        appears("mia", "c"),
        appears("nia", "a", required=False),
    )
    rule = OptionalAppearances(mode="hard")
    assert [rule.demand(case, asked) for case in ("mia", "nia")] == [
        "Mia (mia) is expected in a “A” and b “B” (minutes 0 to 5), though not required, clear of one another and of"
        " c “C”.",
        "Nia (nia) is expected in a “A”, though not required, clear of what they facilitate.",
    ]
    *without, soft = rule.repairs("mia", asked)
    assert [(repair.words, repair.price) for repair in without] == [
        ("do without Mia (mia) in a “A” (appearances of a)", 50),
        ("do without Mia (mia) in b “B” (appearances of b)", 50),
    ]
    assert [(part.person, part.session) for part in without[0].programme.appearances] == [
        ("mia", "b"),
        ("mia", "c"),
        ("nia", "a"),
    ]
    assert (soft.words, soft.rule) == (
        'let optional appearances be missed (rules.toml: mode = "soft" under [optional-appearances])',
        RULE,
    )
