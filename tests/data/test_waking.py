"""Which regions are awake during a span of time."""

from __future__ import annotations

import random
from datetime import timedelta

from constraints.rules.repeats_regions import RepeatsRegions
from data.programme import Comfort, Region
from data.waking import awake, regions_awake
from tests.factories import at, hours, programme, session, timetable

REGIONS = (
    Region("Asia-Pacific", 50, ("Asia/Kathmandu", "Pacific/Chatham")),
    Region("Americas", 30, ("America/Sao_Paulo",)),
    Region("Nowhere", 20, ()),
)
COMFORT = Comfort(day=hours("08:00-20:00"), regions=REGIONS)


def test_a_span_is_whole_inside_the_hours_or_it_is_not():
    day = hours("08:00-20:00")
    assert awake(at("2020-07-01T08:00"), at("2020-07-01T20:00"), day, "Europe/Zurich")
    assert not awake(at("2020-07-01T07:59"), at("2020-07-01T09:00"), day, "Europe/Zurich")
    assert not awake(at("2020-07-01T19:30"), at("2020-07-01T20:01"), day, "Europe/Zurich")


def test_one_zone_of_a_region_is_enough():
    kathmandu = at("2020-07-01T08:00", "Asia/Kathmandu")
    chatham = at("2020-07-01T08:00", "Pacific/Chatham")
    hour = timedelta(hours=1)
    assert regions_awake(kathmandu, kathmandu + hour, COMFORT) == ("Asia-Pacific",)
    assert regions_awake(chatham, chatham + hour, COMFORT) == ("Asia-Pacific", "Americas")
    night = at("2020-07-01T23:00", "Asia/Kathmandu")
    assert regions_awake(night, night + hour, COMFORT) == ("Americas",)


def test_hours_that_the_clock_shows_twice_and_hours_past_midnight():
    late = Comfort(day=hours("22:00-02:30"), regions=(Region("Europe", 100, ("Europe/Zurich",)),))
    assert regions_awake(at("2020-10-24T23:30"), at("2020-10-25T01:30"), late) == ("Europe",)
    assert regions_awake(at("2020-10-25T02:00"), at("2020-10-25T02:30*"), late) == ()
    assert regions_awake(at("2020-10-25T02:00*"), at("2020-10-25T02:30*"), late) == ("Europe",)


def test_it_is_what_the_rule_of_repeats_means():
    """Of a session held twice, the rule finds the regions that neither time serves: it has its own check."""
    draw = random.Random(5)
    asked = programme(session("r", repeats=2), comfort=COMFORT)
    rule = RepeatsRegions(mode="soft")
    for _ in range(60):
        texts = [f"2020-06-22T{draw.randrange(24):02d}:{15 * draw.randrange(4):02d}" for _ in range(2)]
        missing = {
            finding.case.partition(" ")[2]
            for finding in rule.check(timetable(asked, dict(zip(("r.1", "r.2"), texts, strict=True))))
        }
        served = {name for text in texts for name in regions_awake(at(text), at(text) + timedelta(hours=1), COMFORT)}
        assert missing == {"Asia-Pacific", "Americas"} - served
