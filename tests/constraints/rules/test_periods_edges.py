"""Where a session may begin at all: on the grid, on a day of the forum."""

from __future__ import annotations

from constraints.rules.periods import Periods
from data.findings import Finding
from tests.factories import forum, period, programme, session, timetable

RULE = Periods(mode="hard")
DAY = "2020-06-22"


def late(*things):
    return programme(forum(on=DAY, periods=(period(on=DAY, between="22:00-02:00"),)), *things)


def test_in_a_span_past_midnight_of_the_last_day_nothing_begins_after_midnight():
    held = timetable(late(session("before"), session("after")), {"before": f"{DAY} 22:00", "after": "2020-06-23 00:00"})
    assert list(RULE.check(held)) == [Finding("periods", "after", ("after",))]


def test_a_session_over_midnight_of_the_last_day_is_fine():
    assert list(RULE.check(timetable(late(session("over", minutes=120)), {"over": f"{DAY} 23:00"}))) == []


def test_a_start_off_the_grid_is_found():
    held = timetable(late(session("odd")), {"odd": f"{DAY} 22:30"})
    found = list(RULE.check(held))
    assert found == [Finding("periods", "odd", ("odd",))]
    assert RULE.explain(found[0], held) == (
        "odd “ODD” on Mon 22 Jun 2020 22:30 (Europe/Zurich) does not begin on the grid of 60 minutes."
    )
