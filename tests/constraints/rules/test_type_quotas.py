"""No more of a type a day and a week than its quota."""

from __future__ import annotations

from constraints.rules.type_quotas import TypeQuotas
from data.findings import Finding
from tests.factories import forum, kind, programme, session, timetable

RULE = TypeQuotas(mode="hard")

FRAME = forum(
    on="2020-06-26..2020-06-30", types=(kind("talk", per_day=1, per_week=2), kind("open"), kind("none", per_week=0))
)
FRIDAY, LATE, SATURDAY, SUNDAY = "2020-06-26 09:00", "2020-06-26 16:00", "2020-06-27 09:00", "2020-06-28 09:00"
MONDAY = "2020-06-29 09:00"


def table(*starts, type="talk"):
    asked = programme(FRAME, *(session(name, type) for name, _ in zip("abcd", starts, strict=False)))
    return timetable(asked, dict(zip("abcd", starts, strict=False)))


def found(*starts, type="talk"):
    return list(RULE.check(table(*starts, type=type)))


def test_two_on_a_day_with_a_quota_of_one_are_one_too_many():
    assert found(FRIDAY, LATE) == [Finding("type-quotas", "talk 2020-06-26", ("a", "b"))]


def test_a_week_ends_with_its_sunday():
    assert found(FRIDAY, SATURDAY, MONDAY) == []
    assert found(FRIDAY, SATURDAY, SUNDAY) == [Finding("type-quotas", "talk week 2020-06-22", ("a", "b", "c"))]


def test_day_and_week_count_each_for_itself():
    assert found(FRIDAY, LATE, SATURDAY, SATURDAY) == [
        Finding("type-quotas", "talk 2020-06-26", ("a", "b")),
        Finding("type-quotas", "talk 2020-06-27", ("c", "d")),
        Finding("type-quotas", "talk week 2020-06-22", ("a", "b", "c", "d"), amount=2),
    ]


def test_a_type_without_a_quota_may_crowd_and_one_of_none_may_not_be_held():
    assert found(FRIDAY, FRIDAY, FRIDAY, type="open") == []
    assert found(FRIDAY, type="none") == [Finding("type-quotas", "none week 2020-06-22", ("a",))]


def test_the_sentences_name_the_day_or_the_week():
    crowded = table(FRIDAY, LATE)
    (finding,) = RULE.check(crowded)
    assert RULE.explain(finding, crowded) == (
        "On 2020-06-26 begin 2 sessions of type talk, but at most 1 may:"
        " a “A” on Fri 26 Jun 2020 09:00 (Europe/Zurich); b “B” on Fri 26 Jun 2020 16:00 (Europe/Zurich)."
    )
    full = table(FRIDAY, type="none")
    (finding,) = RULE.check(full)
    assert RULE.explain(finding, full) == (
        "In the week of 2020-06-22 begin 1 sessions of type none, but at most 0 may:"
        " a “A” on Fri 26 Jun 2020 09:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_quota_and_it_can_be_raised_by_one():
    asked = programme(session("a"), types=(kind(per_day=1, per_week=3),))
    cases = ("workshop 2020-06-22", "workshop week 2020-06-22")
    assert [RULE.demand(case, asked) for case in cases] == [
        "At most 1 session of the type “Workshop” may begin on 22 June 2020.",
        "At most 3 sessions of the type “Workshop” may begin in the week of 22 June 2020.",
    ]
    repairs = [repair for case in cases for repair in RULE.repairs(case, asked)]
    assert [repair.words for repair in repairs] == [
        "raise the quota of the type “Workshop” to 2 a day (forum.toml: per_day = 2 of the type workshop)",
        "raise the quota of the type “Workshop” to 4 a week (forum.toml: per_week = 4 of the type workshop)",
    ]
    assert [(each.per_day, each.per_week) for repair in repairs for each in repair.programme.forum.types] == [
        (2, 3),
        (1, 4),
    ]
