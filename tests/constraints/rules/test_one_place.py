"""A person is in one place at a time, with a break between."""

from __future__ import annotations

from constraints.rules.one_place import OnePlace
from data.findings import Finding
from tests.factories import appears, forum, person, programme, session, timetable

RULE = OnePlace(mode="hard", buffer=15)

NINE, TEN = "2020-06-22 09:00", "2020-06-22 10:00"
TWO = (session("a"), session("b"))
CLASH = [Finding("one-place", "mia", ("a", "b"), ("mia",))]


def found(starts, *parts, rule=RULE, sessions=TWO):
    asked = programme(forum(grid=15), *sessions, person("mia"), person("nia", nominee=True), *parts)
    return list(rule.check(timetable(asked, starts)))


BOTH = (appears("mia", "a"), appears("mia", "b"))


def test_two_sessions_at_once_are_found():
    assert found({"a": NINE, "b": "2020-06-22 09:45"}, *BOTH) == CLASH


def test_between_two_sessions_lies_the_break():
    assert found({"a": NINE, "b": TEN}, *BOTH) == CLASH
    assert found({"a": NINE, "b": "2020-06-22 10:15"}, *BOTH) == []


def test_how_long_the_break_is_is_a_parameter():
    assert found({"a": NINE, "b": TEN}, *BOTH, rule=OnePlace(mode="hard", buffer=0)) == []


def test_who_leaves_after_five_minutes_is_free_afterwards():
    leaves = (appears("mia", "a", "welcome", minutes=(0, 5)), appears("mia", "b"))
    assert found({"a": NINE, "b": "2020-06-22 09:15"}, *leaves) == CLASH
    assert found({"a": NINE, "b": "2020-06-22 09:30"}, *leaves) == []


def test_who_opens_and_closes_a_session_is_there_between_too():
    twice = (appears("mia", "a", minutes=(0, 5)), appears("mia", "a", minutes=(55, 60)), appears("mia", "b"))
    assert found({"a": NINE, "b": "2020-06-22 09:30"}, *twice) == CLASH


def test_optional_appearances_do_not_count():
    assert found({"a": NINE, "b": NINE}, appears("mia", "a"), appears("mia", "b", required=False)) == []


def test_who_facilitates_stays_for_the_whole_session():
    sessions = (session("a", "policy"), session("b"))
    starts = {"a": (NINE, "c1", "nia"), "b": "2020-06-22 09:45"}
    assert found(starts, appears("nia", "b"), sessions=sessions) == [Finding("one-place", "nia", ("a", "b"), ("nia",))]


LEADING = OnePlace(mode="hard", buffer=15, lead_buffer=45)


def test_who_leads_one_of_the_two_has_the_longer_break_whichever_comes_first():
    half_an_hour = {"a": NINE, "b": "2020-06-22 10:30"}
    for role in ("moderator", "host"):
        for led in ("a", "b"):
            roles = [appears("mia", name, role if name == led else "speaker") for name in ("a", "b")]
            assert found(half_an_hour, *roles, rule=LEADING) == CLASH
            assert found({"a": NINE, "b": "2020-06-22 10:45"}, *roles, rule=LEADING) == []
    assert found(half_an_hour, *BOTH, appears("mia", "a", "welcome"), rule=LEADING) == []
    assert found(half_an_hour, *BOTH, appears("mia", "a", "host", required=False), rule=LEADING) == []


def test_a_facilitator_has_the_longer_break_too():
    sessions = (session("a", "policy"), session("b"))
    starts = {"a": (NINE, "c1", "nia"), "b": "2020-06-22 10:30"}
    assert found(starts, appears("nia", "b"), sessions=sessions, rule=LEADING) == [
        Finding("one-place", "nia", ("a", "b"), ("nia",))
    ]


def test_the_break_of_who_leads_is_never_shorter_than_that_of_others():
    rule = OnePlace(mode="hard", buffer=15, lead_buffer=0)
    assert found({"a": NINE, "b": TEN}, appears("mia", "a", "host"), appears("mia", "b", "host"), rule=rule) == CLASH


def test_the_sentence_says_the_longer_break():
    asked = programme(forum(grid=15), *TWO, person("mia"), appears("mia", "a", "host"), appears("mia", "b"))
    table = timetable(asked, {"a": NINE, "b": TEN})
    (finding,) = LEADING.check(table)
    assert LEADING.explain(finding, table).endswith("(Europe/Zurich) with 45 minutes between.")


def test_each_pair_of_three_at_once_is_found():
    sessions = (session("a"), session("b"), session("c"))
    assert found({"a": NINE, "b": NINE, "c": "2020-06-22 09:45"}, *BOTH, appears("mia", "c"), sessions=sessions) == [
        Finding("one-place", "mia", ("a", "b"), ("mia",)),
        Finding("one-place", "mia", ("a", "c"), ("mia",)),
        Finding("one-place", "mia", ("b", "c"), ("mia",)),
    ]


def test_the_sentence_names_the_person_and_both_sessions():
    asked = programme(forum(grid=15), session("a"), session("b"), person("mia"), *BOTH)
    table = timetable(asked, {"a": NINE, "b": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) cannot be in a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Mon 22 Jun 2020 10:00 (Europe/Zurich) with 15 minutes between."
    )


def test_the_demand_names_what_somebody_has_to_be_in_and_the_break():
    asked = programme(
        forum(grid=15),
        session("a"),
        session("b", repeats=2),
        session("c"),
        person("mia"),
        appears("mia", "a", minutes=(0, 5)),
        appears("mia", "b"),
        appears("mia", "c", required=False),
    )
    assert RULE.demand("mia", asked) == (
        "Mia (mia) has to be in a “A” (minutes 0 to 5), b.1 “B” and b.2 “B”, one at a time,"
        " with 15 minutes between two."
    )
    free = OnePlace(mode="hard", buffer=0, lead_buffer=0)
    assert free.demand("mia", asked).endswith("and b.2 “B”, one at a time.")


def test_the_demand_says_the_longer_break_of_who_leads_and_the_grid_where_it_makes_breaks_longer():
    asked = programme(*TWO, person("mia"), appears("mia", "a", "host"), appears("mia", "b"), grid=60)
    assert LEADING.demand("mia", asked) == (
        "Mia (mia) has to be in a “A” and b “B”, one at a time, with 15 minutes between two and 45 where leading one of"
        " them (sessions begin on a grid of 60 minutes)."
    )
    quiet = programme(*TWO, person("mia"), *BOTH, grid=15)
    assert LEADING.demand("mia", quiet) == (
        "Mia (mia) has to be in a “A” and b “B”, one at a time, with 15 minutes between two."
    )


def test_the_demand_names_what_a_nominee_may_facilitate():
    asked = programme(
        session("p", "policy"),
        session("end", "concluding"),
        session("a"),
        person("nia", nominee=True),
        appears("nia", "a"),
        grid=15,
    )
    assert RULE.demand("nia", asked) == (
        "Nia (nia) has to be in a “A”, may facilitate p “P” and once facilitating has to be in all of end “END”,"
        " one at a time, with 15 minutes between two."
    )


def test_a_person_can_be_made_optional_or_the_break_dropped():
    asked = programme(*TWO, session("c"), person("mia"), *BOTH, appears("mia", "c", required=False))
    first, second, unbroken = RULE.repairs("mia", asked)
    assert [(repair.words, repair.price) for repair in (first, second, unbroken)] == [
        ("make it optional for Mia (mia) to appear in a “A”", 100),
        ("make it optional for Mia (mia) to appear in b “B”", 100),
        (
            "let people go from one session to the next without a break"
            " (rules.toml: buffer = 0, lead_buffer = 0 under [one-place])",
            200,
        ),
    ]
    assert [part.required for part in second.programme.appearances] == [True, False, False]
    assert unbroken.rule == OnePlace(mode="hard", buffer=0, lead_buffer=0)
