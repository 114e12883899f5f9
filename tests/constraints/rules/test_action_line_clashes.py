"""Sessions on one Action Line are not held at the same time."""

from __future__ import annotations

from constraints.rules.action_line_clashes import ActionLineClashes
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = ActionLineClashes(mode="soft")

ASKED = programme(
    session("both", action_lines=("C4", "C7-e-health")),
    session("health", action_lines=("C7-e-health",)),
    session("capacity", action_lines=("C4",)),
    session("none"),
)
NINE, TEN = "2020-06-22 09:00", "2020-06-22 10:00"


def found(starts):
    return list(RULE.check(timetable(ASKED, starts)))


def test_two_on_one_line_at_once_are_found():
    assert found({"both": NINE, "health": NINE}) == [Finding("action-line-clashes", "C7-e-health", ("both", "health"))]


def test_a_session_on_two_lines_counts_for_each():
    assert found({"both": NINE, "health": NINE, "capacity": NINE}) == [
        Finding("action-line-clashes", "C4", ("both", "capacity")),
        Finding("action-line-clashes", "C7-e-health", ("both", "health")),
    ]


def test_other_lines_and_other_hours_are_fine():
    assert found({"health": NINE, "capacity": NINE, "none": NINE, "both": TEN}) == []


def test_the_sentence_names_the_line():
    table = timetable(ASKED, {"both": NINE, "health": NINE})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Action Line C7-e-health has at the same time both “BOTH” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " health “HEALTH” on Mon 22 Jun 2020 09:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_group_and_its_sessions():
    assert RULE.demand("C4", ASKED) == (
        "No two sessions on Action Line C4 are held at the same time: both “BOTH” and capacity “CAPACITY”."
    )


def test_it_can_be_made_a_wish():
    (repair,) = ActionLineClashes(mode="hard").repairs("C4", ASKED)
    assert (repair.price, repair.words) == (
        200,
        "let sessions on one Action Line be held at the same time"
        ' (rules.toml: mode = "soft" under [action-line-clashes])',
    )
    assert (repair.programme, repair.rule) == (ASKED, RULE)
