"""Nobody has to be there when they said they cannot."""

from __future__ import annotations

from constraints.rules.cannot import Cannot
from data.findings import Finding
from tests.factories import appears, person, programme, session, times, timetable

RULE = Cannot(mode="hard")

ABSENT = [Finding("cannot", "mia a", ("a",), ("mia",))]


def found(start, cannot, *parts):
    asked = programme(session("a", minutes=90), person("mia", "Asia/Kathmandu", cannot=(cannot,)), *parts)
    return list(RULE.check(timetable(asked, {"a": start})))


MORNING = times("Asia/Kathmandu", between="12:45-13:45")
"""09:00 to 10:00 at home."""


def test_a_session_in_such_hours_is_found_and_right_after_them_is_fine():
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a")) == ABSENT
    assert found("2020-06-22 10:00", MORNING, appears("mia", "a")) == []


def test_only_the_person_s_own_minutes_count():
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a", minutes=(60, 90))) == []
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a", minutes=(59, 90))) == ABSENT


def test_each_part_that_falls_into_such_times_counts():
    twice = (appears("mia", "a", minutes=(0, 5)), appears("mia", "a", minutes=(50, 55)))
    assert found("2020-06-22 09:00", MORNING, *twice) == [Finding("cannot", "mia a", ("a",), ("mia",), 2)]


def test_an_optional_appearance_does_not_count():
    assert found("2020-06-22 09:00", MORNING, appears("mia", "a", required=False)) == []


def test_a_date_is_the_person_s_own_date():
    tuesday = times("Asia/Kathmandu", on="2020-06-23")
    assert found("2020-06-22 21:00", tuesday, appears("mia", "a", minutes=(0, 10))) == ABSENT
    assert found("2020-06-23 21:00", tuesday, appears("mia", "a", minutes=(0, 10))) == []


def test_hours_past_midnight_belong_to_the_weekday_on_which_they_begin():
    monday_night = times("Asia/Kathmandu", weekdays=(0,), between="23:00-02:00")
    assert found("2020-06-22 22:00", monday_night, appears("mia", "a", minutes=(0, 10))) == ABSENT
    assert found("2020-06-21 22:00", monday_night, appears("mia", "a", minutes=(0, 10))) == []


def test_who_facilitates_must_be_able_to_throughout():
    asked = programme(session("a", "policy"), person("mia", nominee=True, cannot=(times(between="09:45-12:00"),)))
    assert list(RULE.check(timetable(asked, {"a": ("2020-06-22 09:00", "c1", "mia")}))) == ABSENT
    assert list(RULE.check(timetable(asked, {"a": ("2020-06-22 09:00", "c1")}))) == []


def test_the_sentence_gives_the_person_s_own_clock_and_words():
    asked = programme(session("a"), person("mia", "Asia/Kathmandu", cannot=(MORNING,)), appears("mia", "a"))
    table = timetable(asked, {"a": "2020-06-22 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) cannot be in a “A” at Mon 22 Jun 2020 12:45 (Asia/Kathmandu); said: 12:45-13:45 (Asia/Kathmandu)."
    )


def test_the_demand_names_the_part_and_the_times():
    asked = programme(
        session("a"),
        session("p", "policy"),
        person(
            "mia",
            "Asia/Kathmandu",
            nominee=True,
            cannot=(
                times("Asia/Kathmandu", on="2020-06-22"),
                times("Asia/Kathmandu", weekdays=(0, 2), between="09:00-11:00"),
            ),
        ),
        person("tom", cannot=(times(on="2020-06-22..2020-06-26"), times(between="22:00-07:00"), times())),
        appears("mia", "a"),
        appears("mia", "p", minutes=(0, 5)),
        appears("tom", "a", minutes=(0, 5)),
        appears("tom", "a", minutes=(50, 60)),
    )
    excluded = "on 22 June 2020 (Asia/Kathmandu) or on Mon and Wed, 09:00-11:00 (Asia/Kathmandu)"
    assert [RULE.demand(case, asked) for case in ("mia a", "mia p", "tom a")] == [
        f"Mia (mia) has to be in a “A”, but cannot {excluded}.",
        f"Mia (mia) has to be in p “P” (minutes 0 to 5) and may facilitate p “P”, but cannot {excluded}.",
        "Tom (tom) has to be in a “A” (minutes 0 to 5 and 50 to 60), but cannot on 22 to 26 June 2020 (Europe/Zurich)"
        " or at 22:00-07:00 (Europe/Zurich) or at any time (Europe/Zurich).",
    ]


def test_a_person_can_be_made_optional_or_asked_for_one_of_the_times():
    asked = programme(
        session("a"), person("mia", "Asia/Kathmandu", cannot=(MORNING, times(on="2020-06-22"))), appears("mia", "a")
    )
    optional, morning, monday = RULE.repairs("mia a", asked)
    assert [(repair.words, repair.price) for repair in (optional, morning, monday)] == [
        ("make it optional for Mia (mia) to appear in a “A”", 100),
        ("ask Mia (mia) to take part at 12:45-13:45 (Asia/Kathmandu) all the same (cannot of mia)", 120),
        ("ask Mia (mia) to take part on 22 June 2020 (Europe/Zurich) all the same (cannot of mia)", 120),
    ]
    assert [part.required for part in optional.programme.appearances] == [False]
    assert monday.programme.person["mia"].cannot == (MORNING,)
