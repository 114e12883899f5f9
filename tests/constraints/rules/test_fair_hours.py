"""No audience region bears much more of the inconvenient hours than the others."""

from __future__ import annotations

import pytest

from constraints.rules.fair_hours import FairHours
from data.burden import burden_by_region, burdens
from data.findings import Finding
from data.policy import Policy
from data.programme import Comfort, Region
from scheduler import Budget, Impossible, Planned, plan
from tests.factories import appears, at, forum, period, person, programme, session, timetable

RULE = FairHours(mode="soft")

FORUM = forum(
    comfort=Comfort(regions=(Region("East", 60, ("Asia/Tokyo",)), Region("West", 40, ("America/New_York",)))),
    periods=(period(between="09:00-10:00;14:00-15:00"),),
)
NINE, TWO, HALF_PAST_ONE = "2020-06-22 09:00", "2020-06-23 14:00", "2020-06-22 13:30"
"""At nine it is 16:00 in Tokyo and 03:00 in New York; at two 21:00 and 08:00."""

ASKED = programme(
    FORUM,
    session("a"),
    session("b"),
    session("west", target_regions=("West",)),
    session("panel", "policy", target_regions=("East",)),
    person("mia", "America/New_York", region="West", nominee=True),
    person("joe", "America/New_York", region="West"),
    person("ann", "America/New_York"),
    person("lee", region="West"),
    appears("joe", "panel", minutes=(0, 20)),
    appears("mia", "west", required=False),
    appears("ann", "panel"),
    appears("lee", "panel"),
    appears("joe", "west", "moderator", minutes=(30, 60)),
)


def found(starts, rule=RULE, about=None):
    return list(rule.check(timetable(ASKED, starts), about))


def test_the_audience_counts_by_the_share_of_its_region():
    asked = timetable(ASKED, {"a": NINE, "b": TWO})
    assert burdens(asked) == {"a": {"East": 0, "West": 24}, "b": {"East": 36, "West": 0}}
    assert burden_by_region(asked) == {"East": 18.0, "West": 12.0}
    assert burdens(timetable(ASKED, {"a": HALF_PAST_ONE})) == {"a": {"East": 36, "West": 12}}


def test_the_audience_is_that_of_the_target_regions_and_people_count_by_role():
    asked = timetable(ASKED, {"west": NINE, "panel": (TWO, "c1", "mia")})
    assert burdens(asked) == {"west": {"East": 0, "West": 60 + 2 * 30}, "panel": {"East": 60, "West": 0}}
    asked = timetable(ASKED, {"panel": (NINE, "c1", "mia")})
    assert burdens(asked) == {"panel": {"East": 0, "West": 20 + 2 * 60}}


def test_a_region_of_several_zones_counts_by_their_mean_rounded_half_up():
    regions = (Region("East", 50, ("Asia/Tokyo", "Asia/Kolkata")), Region("West", 50, ("America/New_York",)))
    asked = programme(forum(comfort=Comfort(regions=regions)), session("a", minutes=30), session("b", minutes=15))
    table = timetable(asked, {"a": "2020-06-22 13:00", "b": NINE})
    assert burdens(table) == {"b": {"East": 0, "West": 8}, "a": {"East": 8, "West": 15}}


def test_without_sessions_every_figure_is_zero():
    assert burden_by_region(timetable(ASKED, {})) == {"East": 0.0, "West": 0.0}
    assert found({}) == []


def test_every_quarter_hour_counts_and_in_the_worst_region_twice_more():
    assert found({"a": NINE}) == [Finding("fair-hours", "West", ("a",), amount=3 * 2)]
    assert found({"a": NINE, "b": TWO}) == [
        Finding("fair-hours", "East", ("b",), amount=3 * 3),
        Finding("fair-hours", "West", ("a",), amount=2),
    ]


def test_of_regions_that_bear_the_same_the_first_is_the_worst():
    assert found({"panel": TWO, "a": NINE, "west": HALF_PAST_ONE}) == [
        Finding("fair-hours", "East", ("panel",), amount=3 * 4),
        Finding("fair-hours", "West", ("a", "west"), amount=4),
    ]


def test_what_the_team_finds_bearable_is_free():
    assert found({"a": NINE, "b": TWO}, FairHours(mode="soft", most=18)) == []
    assert found({"a": NINE, "b": TWO}, FairHours(mode="soft", most=15, worst_factor=0)) == [
        Finding("fair-hours", "East", ("b",), amount=1)
    ]


def test_every_session_is_part_of_every_region_s_sum():
    both = found({"a": NINE, "b": TWO})
    assert [finding.sessions for finding in both] == [("b",), ("a",)]
    assert found({"a": NINE, "b": TWO}, about=("a",)) == both
    assert found({"a": NINE, "b": TWO}, about=()) == []


def test_the_sentence_gives_the_figures():
    table = timetable(ASKED, {"a": NINE, "b": TWO})
    assert [RULE.explain(finding, table) for finding in RULE.check(table)] == [
        "East bears 18.0 minutes a session outside its comfortable hours, in 1 of 2 sessions (West 12.0).",
        "West bears 12.0 minutes a session outside its comfortable hours, in 1 of 2 sessions (East 18.0).",
    ]


TWO_SESSIONS = programme(FORUM, session("a", official=True), session("b", official=True))
QUIET = {name: {"mode": "off"} for name in ("even-days", "even-weeks", "comfortable-hours")}


def planned(**settings):
    """What is planned of two sessions, each in the morning or in the afternoon, with the rule so."""
    policy = Policy({**QUIET, "fair-hours": {"mode": "soft", **settings}})
    return plan(TWO_SESSIONS, policy, Budget(5.0, workers=1, deterministic=True))


@pytest.mark.parametrize("settings", [{}, {"mode": "hard", "most": 18}])
def test_the_burden_is_shared(settings):
    outcome = planned(**settings)
    assert isinstance(outcome, Planned)
    assert burden_by_region(outcome.timetable) == {"East": 18.0, "West": 12.0}


def test_without_the_worst_first_the_least_sum_wins():
    outcome = planned(worst_factor=0)
    assert isinstance(outcome, Planned)
    assert burden_by_region(outcome.timetable) == {"East": 0.0, "West": 24.0}
    assert {held.start.hour for held in outcome.timetable.placements.values()} == {at(NINE).hour}


def test_a_figure_that_cannot_be_kept_is_impossible_and_named():
    outcome = planned(mode="hard", most=17)
    assert isinstance(outcome, Impossible)
    (contradiction,) = outcome.contradictions
    assert [reason.sentence for reason in contradiction.reasons if reason.rule == "fair-hours"] == [
        "The region “East” bears at most 17 minutes a session outside its comfortable hours (08:00-20:00), on average.",
        "The region “West” bears at most 17 minutes a session outside its comfortable hours (08:00-20:00), on average.",
    ]


def test_regions_can_bear_more_or_it_can_be_made_a_wish():
    repairs = list(FairHours(mode="hard", most=17).repairs("East", ASKED))
    bear = "let a region bear up to {} minutes a session outside its comfortable hours"
    assert [(repair.price, repair.words) for repair in repairs] == [
        (150, bear.format(20) + " (rules.toml: most = 20 under [fair-hours])"),
        (250, 'let the hours be as fair as they can be (rules.toml: mode = "soft" under [fair-hours])'),
    ]
    assert [repair.rule for repair in repairs] == [
        FairHours(mode="hard", most=20),
        FairHours(mode="soft", most=17),
    ]
