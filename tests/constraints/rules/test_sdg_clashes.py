"""Sessions on one Sustainable Development Goal are not held at the same time."""

from __future__ import annotations

from constraints.rules.sdg_clashes import SdgClashes
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = SdgClashes(mode="soft")

ASKED = programme(
    session("long", sdgs=("4",), minutes=180),
    session("both", sdgs=("4", "5")),
    session("second", sdgs=("4",)),
    session("other", sdgs=("5",)),
    session("none"),
    session("none-too"),
)
NINE, TEN, NOON = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 12:00"


def found(starts, about=None):
    return list(RULE.check(timetable(ASKED, starts), about))


def test_two_of_a_group_at_once_are_found_and_of_two_groups_not():
    assert found({"long": NINE, "second": TEN}) == [Finding("sdg-clashes", "4", ("long", "second"))]
    assert found({"long": NINE, "other": TEN}) == []


def test_right_after_is_fine():
    assert found({"long": NINE, "second": NOON}) == []


def test_a_long_session_beside_two_others_is_the_only_one_to_give_way():
    assert found({"long": NINE, "both": NINE, "second": TEN}) == [
        Finding("sdg-clashes", "4", ("both", "long", "second"), amount=1)
    ]


def test_three_at_once_leave_two_to_give_way():
    assert found({"long": NINE, "both": NINE, "second": NINE}) == [
        Finding("sdg-clashes", "4", ("both", "long", "second"), amount=2)
    ]


def test_a_session_in_two_groups_counts_for_each():
    starts = {"both": NINE, "second": NINE, "other": NINE}
    assert found(starts) == [
        Finding("sdg-clashes", "4", ("both", "second")),
        Finding("sdg-clashes", "5", ("both", "other")),
    ]
    assert found(starts, ("other",)) == [Finding("sdg-clashes", "5", ("both", "other"))]


def test_sessions_that_name_none_do_not_clash():
    assert found({"none": NINE, "none-too": NINE, "long": NINE}) == []


def test_the_sentence_names_the_group():
    table = timetable(ASKED, {"long": NINE, "second": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Sustainable Development Goal 4 has at the same time long “LONG” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " second “SECOND” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_group_and_its_sessions():
    assert RULE.demand("5", ASKED) == (
        "No two sessions on Sustainable Development Goal 5 are held at the same time: both “BOTH” and other “OTHER”."
    )


def test_it_can_be_made_a_wish():
    (repair,) = SdgClashes(mode="hard").repairs("5", ASKED)
    assert (repair.price, repair.words) == (
        200,
        "let sessions on one Sustainable Development Goal be held at the same time"
        ' (rules.toml: mode = "soft" under [sdg-clashes])',
    )
    assert (repair.programme, repair.rule) == (ASKED, RULE)
