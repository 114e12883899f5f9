"""A repeated session has a repeat in comfortable hours for each region of its audience."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from constraints.draft import Draft
from constraints.rules.repeats_regions import RepeatsRegions
from data.findings import Finding
from data.programme import Comfort, Region
from scheduler.build import narrow
from tests.factories import forum, period, programme, session, timetable

RULE = RepeatsRegions(mode="soft")

FRAME = forum(
    comfort=Comfort(
        regions=(
            Region("Western Europe", 50, ("Europe/Zurich",)),
            Region("Americas", 30, ("America/New_York", "America/Los_Angeles")),
            Region("Pacific", 20, ("Pacific/Auckland",)),
        )
    )
)
"""Comfortable from 08:00 to 20:00; in June New York is 6 hours behind Zurich, Auckland 10 hours ahead."""


def found(*starts, about=None, type="workshop", **fields):
    asked = programme(FRAME, session("r", type, **{"repeats": 2, **fields}))
    named = {f"r.{number}": start for number, start in enumerate(starts, start=1) if start}
    return list(RULE.check(timetable(asked, named), about))


def missing(region, *sessions):
    return Finding("repeats-regions", f"r {region}", sessions or ("r.1", "r.2"))


def test_each_region_needs_one_of_the_repeats():
    assert found("2020-06-22 09:00", "2020-06-22 18:00") == []
    assert found("2020-06-22 09:00", "2020-06-22 13:00") == [missing("Americas")]
    assert found("2020-06-22 12:00", "2020-06-22 13:00") == [missing("Americas"), missing("Pacific")]


def test_the_repeat_lies_whole_within_the_hours_of_one_zone():
    assert found("2020-06-22 09:00", "2020-06-22 14:00") == []
    assert found("2020-06-22 09:00", "2020-06-22 13:45") == [missing("Americas")]
    assert found("2020-06-22 09:00", "2020-06-22 18:00", minutes=90) == [missing("Pacific")]
    assert found("2020-06-22 08:30", "2020-06-23 04:00") == []
    assert found("2020-06-22 08:30", "2020-06-23 05:00") == [missing("Americas")]


def test_only_the_regions_that_are_targeted_count():
    assert found("2020-06-22 12:00", "2020-06-22 13:00", target_regions=("Western Europe",)) == []
    assert found("2020-06-22 12:00", "2020-06-22 13:00", target_regions=("Pacific",)) == [missing("Pacific")]


def test_repeats_that_are_not_held_serve_nobody_and_none_at_all_asks_nothing():
    assert found("2020-06-22 09:00", None) == [missing("Americas", "r.1")]
    assert found(None, "2020-06-22 18:00") == [missing("Pacific", "r.2")]
    assert found() == []


def test_sessions_that_are_not_repeated_and_the_days_of_a_session_are_not_asked():
    asked = programme(FRAME, session("a"))
    assert list(RULE.check(timetable(asked, {"a": "2020-06-22 12:00"}))) == []
    assert found("2020-06-22 12:00", "2020-06-23 12:00", type="hackathon", repeats=1, days=2) == []


def test_asked_about_a_repeat_all_findings_of_its_session_are_told_also_where_it_is_not_held():
    assert found("2020-06-22 09:00", "2020-06-22 13:00", about=("r.2",)) == [missing("Americas")]
    assert found("2020-06-22 09:00", None, about=("r.2",)) == [missing("Americas", "r.1")]
    assert found("2020-06-22 09:00", None, about=()) == []


def test_a_start_is_priced_by_the_regions_that_no_repeat_can_serve_any_more():
    """Starts at 09:00 (all but the Americas), 12:00 (Western Europe only) and 18:00 (all but the Pacific)."""
    frame = replace(FRAME, periods=(period(on="2020-06-22", between="09:00-10:00;12:00-13:00;18:00-19:00"),))
    board = narrow(programme(frame, session("r", repeats=2)), [RULE]).board

    def priced(occurrence, *held):
        draft = Draft(board)
        for name, start in held:
            draft.place(name, start, 0)
        return sorted((np.flatnonzero(where).tolist(), amount) for where, amount in RULE.prices(draft, occurrence))

    assert priced("r.1") == [([1], 1)]
    assert priced("r.2", ("r.1", 0)) == [([0], 1), ([1], 1)]
    assert priced("r.2", ("r.1", 1)) == [([0], 1), ([1], 2), ([2], 1)]
    assert priced("r.1", ("r.2", 2)) == [([1], 1), ([2], 1)]


def test_the_sentence_names_the_region_and_the_repeats():
    asked = programme(FRAME, session("r", repeats=2, target_regions=("Western Europe",)))
    table = timetable(asked, {"r.1": "2020-06-22 07:30", "r.2": "2020-06-22 20:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "In no zone of the region “Western Europe” is a repeat within 08:00-20:00:"
        " r.1 “R” on Mon 22 Jun 2020 07:30 (Europe/Zurich); r.2 “R” on Mon 22 Jun 2020 20:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_hours_and_the_zones_of_the_region():
    assert RULE.demand("r Americas", programme(FRAME, session("r", repeats=2))) == (
        "At least one repeat of r “R” lies within 08:00-20:00 in America/New_York or America/Los_Angeles,"
        " for the region “Americas”."
    )


def test_the_session_can_be_for_other_regions_or_be_repeated_once_more():
    asked = programme(FRAME, session("r", repeats=2))
    other, more = RULE.repairs("r Western Europe", asked)
    assert [(repair.price, repair.words) for repair in (other, more)] == [
        (100, "hold r “R” for Americas and Pacific alone (target_regions)"),
        (150, "hold r “R” 3 times instead of 2 (repeats of r)"),
    ]
    assert other.programme == programme(FRAME, session("r", repeats=2, target_regions=("Americas", "Pacific")))
    assert more.programme == programme(FRAME, session("r", repeats=3))


def test_a_session_for_one_region_alone_is_for_that_region():
    asked = programme(FRAME, session("r", repeats=2, target_regions=("Pacific",)))
    assert [repair.words for repair in RULE.repairs("r Pacific", asked)] == [
        "hold r “R” 3 times instead of 2 (repeats of r)"
    ]
