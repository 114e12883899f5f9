"""A rehearsal is held some days before the session that it rehearses, neither too late nor too early."""

from __future__ import annotations

from constraints.rules.rehearsals import Rehearsals
from data.findings import Finding
from tests.factories import forum, programme, session, timetable

RULE = Rehearsals(mode="hard")

ASKED = programme(
    forum(on="2020-06-22..2020-07-03"),
    session("main", repeats=2),
    session("try", rehearsal_of="main"),
    session("other"),
)
FINDING = Finding("rehearsals", "try main.1", ("try", "main.1"))


def found(rule, starts):
    return list(rule.check(timetable(ASKED, starts)))


def test_the_day_before_and_a_week_before_are_fine():
    assert found(RULE, {"try": "2020-06-22 23:30", "main.1": "2020-06-23 00:30"}) == []
    assert found(RULE, {"try": "2020-06-22 09:00", "main.1": "2020-06-29 17:00"}) == []


def test_the_same_day_the_day_after_and_eight_days_before_are_found():
    assert found(RULE, {"try": "2020-06-22 09:00", "main.1": "2020-06-22 17:00"}) == [FINDING]
    assert found(RULE, {"try": "2020-06-24 09:00", "main.1": "2020-06-23 09:00"}) == [FINDING]
    assert found(RULE, {"try": "2020-06-22 09:00", "main.1": "2020-06-30 09:00"}) == [FINDING]


def test_how_many_days_can_be_set():
    rule = Rehearsals(mode="hard", least=2, most=3)
    assert found(rule, {"try": "2020-06-22 09:00", "main.1": "2020-06-23 09:00"}) == [FINDING]
    assert found(rule, {"try": "2020-06-22 09:00", "main.1": "2020-06-25 09:00"}) == []
    assert found(rule, {"try": "2020-06-22 09:00", "main.1": "2020-06-26 09:00"}) == [FINDING]


def test_the_first_of_several_counts_and_without_either_nothing_is_asked():
    assert found(RULE, {"try": "2020-06-25 09:00", "main.1": "2020-06-26 09:00", "main.2": "2020-06-24 09:00"}) == []
    assert found(RULE, {"try": "2020-06-25 09:00", "main.2": "2020-06-24 09:00"}) == []
    assert found(RULE, {"main.1": "2020-06-25 09:00", "other": "2020-06-25 09:00"}) == []


def test_in_a_part_of_the_forum_without_what_is_rehearsed_nothing_is_asked():
    part = programme(session("try", rehearsal_of="main"))
    assert list(RULE.check(timetable(part, {"try": "2020-06-22 09:00"}))) == []


def test_the_sentence_names_both():
    table = timetable(ASKED, {"try": "2020-06-24 09:00", "main.1": "2020-06-23 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "try “TRY” on Wed 24 Jun 2020 09:00 (Europe/Zurich) must be 1 to 7 days before"
        " main.1 “MAIN” on Tue 23 Jun 2020 09:00 (Europe/Zurich), which it rehearses."
    )


def test_the_demand_names_both_and_the_days():
    assert RULE.demand("try main.1", ASKED) == (
        "try “TRY” is held 1 to 7 days before main.1 “MAIN”, which it rehearses (dates in Europe/Zurich)."
    )
    assert Rehearsals(mode="hard", most=1).demand("try main.1", ASKED) == (
        "try “TRY” is held 1 day before main.1 “MAIN”, which it rehearses (dates in Europe/Zurich)."
    )


def test_it_can_be_rehearsed_earlier_or_on_the_day_itself():
    earlier, same = RULE.repairs("try main.1", ASKED)
    assert [(repair.price, repair.words) for repair in (earlier, same)] == [
        (150, "let rehearsals be up to 14 days before instead of 7 (rules.toml: most = 14 under [rehearsals])"),
        (
            150,
            "let try “TRY” rehearse main “MAIN” on the same day, with try in after of main"
            " (rules.toml: least = 0 under [rehearsals])",
        ),
    ]
    assert (earlier.programme, earlier.rule) == (ASKED, Rehearsals(mode="hard", most=14))
    assert (same.programme.session["main"].after, same.rule) == (("try",), Rehearsals(mode="hard", least=0))


def test_what_must_be_some_days_before_can_be_a_day_nearer_and_what_may_be_on_the_day_no_nearer():
    _, nearer = Rehearsals(mode="hard", least=3).repairs("try main.1", ASKED)
    assert (nearer.words, nearer.programme, nearer.rule) == (
        "let rehearsals be only 2 days before instead of 3 (rules.toml: least = 2 under [rehearsals])",
        ASKED,
        Rehearsals(mode="hard", least=2),
    )
    (earlier,) = Rehearsals(mode="hard", least=0).repairs("try main.1", ASKED)
    assert earlier.rule == Rehearsals(mode="hard", least=0, most=14)
