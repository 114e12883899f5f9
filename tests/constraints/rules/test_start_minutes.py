"""Sessions start only at certain minutes of the hour by the home clock."""

from __future__ import annotations

from constraints.rules.start_minutes import StartMinutes
from data.findings import Finding
from data.timetable import Placement, Timetable
from scheduler.build import narrow
from tests.factories import at, forum, period, programme, session, timetable

RULE = StartMinutes(mode="hard", minutes=(0, 30))

ASKED = programme(session("a"), session("b", fixed="2020-06-22 09:15"), grid=15)


def found(rule, starts):
    return list(rule.check(timetable(ASKED, starts)))


def test_other_minutes_are_found_also_where_the_start_is_fixed():
    assert found(RULE, {"a": "2020-06-22 10:45", "b": "2020-06-22 09:15"}) == [
        Finding("start-minutes", "b", ("b",)),
        Finding("start-minutes", "a", ("a",)),
    ]


def test_these_minutes_are_fine_and_without_any_every_minute_is():
    assert found(RULE, {"a": "2020-06-22 10:30", "b": "2020-06-22 09:00"}) == []
    assert found(StartMinutes(mode="hard"), {"a": "2020-06-22 10:45"}) == []


def test_the_clock_is_the_one_at_home_where_hours_begin_a_quarter_later():
    nepal = programme(
        forum(
            on="2020-06-22",
            zone="Asia/Kathmandu",
            grid=15,
            periods=(period(on="2020-06-22", between="10:00-12:00"),),
        ),
        session("a"),
    )
    board = narrow(nepal, [RULE]).board
    starts = [str(board.starts.grid.instant(int(minute)))[11:16] for minute in board.starts.minute[board.domain["a"]]]
    assert starts == ["04:15", "04:45", "05:15", "05:45"]
    for start, findings in (("10:30", []), ("10:15", [Finding("start-minutes", "a", ("a",))])):
        held = Placement(at(f"2020-06-22 {start}", "Asia/Kathmandu"), "c1")
        assert list(RULE.check(Timetable(nepal, {"a": held}))) == findings


def test_the_sentence_says_which_minutes():
    table = timetable(ASKED, {"a": "2020-06-22 10:45"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "a “A” on Mon 22 Jun 2020 10:45 (Europe/Zurich) may only start at :00, :30."
    )


def test_the_demand_names_the_minutes():
    assert RULE.demand("a", ASKED) == "a “A” may only start at :00 or :30 by the clock in Europe/Zurich."


def test_the_minute_of_a_fixed_start_can_be_taken_in_or_the_rule_softened():
    odd, soft = RULE.repairs("b", ASKED)
    assert (odd.words, odd.price, odd.rule) == (
        "let sessions start at :15 too (rules.toml: minutes = [0, 15, 30] under [start-minutes])",
        150,
        StartMinutes(mode="hard", minutes=(0, 15, 30)),
    )
    assert (soft.words, soft.price, soft.rule) == (
        'let sessions start at other minutes (rules.toml: mode = "soft" under [start-minutes])',
        200,
        StartMinutes(mode="soft", minutes=(0, 30)),
    )
    assert list(RULE.repairs("a", ASKED)) == [soft]
