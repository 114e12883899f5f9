"""Sessions for the same audience region are not held at the same time."""

from __future__ import annotations

from constraints.rules.region_clashes import RegionClashes
from data.findings import Finding
from tests.factories import programme, session, timetable

RULE = RegionClashes(mode="soft")

ASKED = programme(
    session("long", target_regions=("Africa",), minutes=180),
    session("both", target_regions=("Africa", "Americas")),
    session("second", target_regions=("Africa",)),
    session("other", target_regions=("Americas",)),
    session("none"),
    session("none-too"),
)
NINE, TEN, NOON = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 12:00"


def found(starts, about=None):
    return list(RULE.check(timetable(ASKED, starts), about))


def test_two_of_a_group_at_once_are_found_and_of_two_groups_not():
    assert found({"long": NINE, "second": TEN}) == [Finding("region-clashes", "Africa", ("long", "second"))]
    assert found({"long": NINE, "other": TEN}) == []


def test_right_after_is_fine():
    assert found({"long": NINE, "second": NOON}) == []


def test_a_long_session_beside_two_others_is_the_only_one_to_give_way():
    assert found({"long": NINE, "both": NINE, "second": TEN}) == [
        Finding("region-clashes", "Africa", ("both", "long", "second"), amount=1)
    ]


def test_three_at_once_leave_two_to_give_way():
    assert found({"long": NINE, "both": NINE, "second": NINE}) == [
        Finding("region-clashes", "Africa", ("both", "long", "second"), amount=2)
    ]


def test_a_session_in_two_groups_counts_for_each():
    starts = {"both": NINE, "second": NINE, "other": NINE}
    assert found(starts) == [
        Finding("region-clashes", "Africa", ("both", "second")),
        Finding("region-clashes", "Americas", ("both", "other")),
    ]
    assert found(starts, ("other",)) == [Finding("region-clashes", "Americas", ("both", "other"))]


def test_sessions_that_name_none_do_not_clash():
    assert found({"none": NINE, "none-too": NINE, "long": NINE}) == []


def test_the_sentence_names_the_group():
    table = timetable(ASKED, {"long": NINE, "second": TEN})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Audience region “Africa” has at the same time long “LONG” on Mon 22 Jun 2020 09:00 (Europe/Zurich);"
        " second “SECOND” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_group_and_its_sessions():
    assert RULE.demand("Americas", ASKED) == (
        "No two sessions for the audience region “Americas” are held at the same time: both “BOTH” and other “OTHER”."
    )


def test_it_can_be_made_a_wish():
    (repair,) = RegionClashes(mode="hard").repairs("Americas", ASKED)
    assert (repair.price, repair.words) == (
        200,
        "let sessions for one audience region be held at the same time"
        ' (rules.toml: mode = "soft" under [region-clashes])',
    )
    assert (repair.programme, repair.rule) == (ASKED, RULE)
