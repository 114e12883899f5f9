"""Nobody has to attend on more days than need be."""

from __future__ import annotations

from constraints.rules.few_days import FewDays
from data.findings import Finding
from tests.factories import appears, person, programme, session, timetable

RULE = FewDays(mode="soft")

SESSIONS = (session("a"), session("b"), session("c", "policy"))
MONDAY, LATER, TUESDAY, FRIDAY = "2020-06-22 09:00", "2020-06-22 23:00", "2020-06-23 00:00", "2020-06-26 09:00"


def table_of(starts, *parts):
    return timetable(programme(*SESSIONS, person("mia", nominee=True), *parts), starts)


def found(starts, *parts):
    return list(RULE.check(table_of(starts, *parts)))


BOTH = (appears("mia", "a"), appears("mia", "b"))


def test_one_day_is_fine_however_long():
    assert found({"a": MONDAY, "b": LATER}, *BOTH) == []
    assert found({"a": MONDAY}, *BOTH) == []


def test_days_beyond_the_first_are_counted():
    assert found({"b": TUESDAY, "a": LATER}, *BOTH) == [Finding("few-days", "mia", ("a", "b"), ("mia",), 1)]
    three = {"a": MONDAY, "b": TUESDAY, "c": (FRIDAY, "c1", "mia")}
    assert found(three, *BOTH) == [Finding("few-days", "mia", ("a", "b", "c"), ("mia",), 2)]


def test_optional_appearances_do_not_count():
    assert found({"a": MONDAY, "b": TUESDAY}, appears("mia", "a"), appears("mia", "b", required=False)) == []


def test_the_sentence_names_the_sessions():
    table = table_of({"a": MONDAY, "b": TUESDAY}, *BOTH)
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Mia (mia) has to attend on 2 days: a “A” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " b “B” on Tue 23 Jun 2020 00:00 (Europe/Zurich)."
    )
