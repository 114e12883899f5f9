"""No moderator or facilitator works in the night of their own zone."""

from __future__ import annotations

from constraints.rules.night import Night
from data.findings import Finding
from tests.factories import appears, forum, period, person, programme, session, timetable

RULE = Night(mode="hard")

AWAKE = [Finding("night", "tom a", ("a",), ("tom",))]


def found(start, *parts, zone="America/New_York", rule=RULE):
    asked = programme(session("a"), person("tom", zone), *parts)
    return list(rule.check(timetable(asked, {"a": start})))


def test_a_moderator_in_the_night_is_found_and_at_its_end_is_fine():
    assert found("2020-06-22 11:00", appears("tom", "a", "moderator")) == AWAKE
    assert found("2020-06-22 12:00", appears("tom", "a", "moderator")) == []


def test_any_minute_within_the_night_counts():
    assert found("2020-06-23 04:00", appears("tom", "a", "moderator")) == []
    assert found("2020-06-23 04:30", appears("tom", "a", "moderator", minutes=(0, 30))) == []
    assert found("2020-06-23 04:30", appears("tom", "a", "moderator", minutes=(0, 31))) == AWAKE


def test_speakers_and_optional_moderators_may_be_asked():
    assert found("2020-06-22 09:00", appears("tom", "a", "speaker")) == []
    assert found("2020-06-22 09:00", appears("tom", "a", "moderator", required=False)) == []


def test_which_roles_are_meant_is_a_parameter():
    hosts = Night(mode="hard", roles=("host", "moderator"))
    assert found("2020-06-22 09:00", appears("tom", "a", "host"), rule=hosts) == AWAKE


def test_people_whose_zone_is_not_known_are_left_out():
    assert found("2020-06-22 02:00", appears("tom", "a", "moderator"), zone=None) == []


def test_facilitators_are_meant_whatever_their_roles():
    asked = programme(session("a", "policy"), person("tom", "America/New_York", nominee=True))
    assert list(RULE.check(timetable(asked, {"a": ("2020-06-22 09:00", "c1", "tom")}))) == AWAKE


def test_the_night_follows_the_clock_when_it_is_changed():
    weeks = forum(on="2020-10-24..2020-10-31", periods=(period(on="2020-10-24..2020-10-31"),))
    asked = programme(weeks, session("a"), person("tom", "America/New_York"), appears("tom", "a", "moderator"))
    before, after = (timetable(asked, {"a": f"2020-10-{day} 11:00"}) for day in (24, 26))
    assert list(RULE.check(before)) == AWAKE
    assert list(RULE.check(after)) == []


def test_the_sentence_gives_the_person_s_own_clock():
    asked = programme(session("a"), person("tom", "America/New_York"), appears("tom", "a", "moderator"))
    table = timetable(asked, {"a": "2020-06-22 09:00"})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Tom (tom) would lead a “A” in the night: Mon 22 Jun 2020 03:00 (America/New_York)."
    )


def test_the_demand_names_the_part_and_the_night():
    asked = programme(
        session("a"),
        session("p", "policy"),
        person("tom", "Asia/Tokyo", nominee=True),
        appears("tom", "a", "moderator", minutes=(0, 10)),
        appears("tom", "a", "host"),
    )
    assert [RULE.demand(case, asked) for case in ("tom a", "tom p")] == [
        "Tom (tom) moderates a “A” (minutes 0 to 10), but not at 23:00-06:00 in Asia/Tokyo.",
        "Tom (tom) may facilitate p “P”, but not at 23:00-06:00 in Asia/Tokyo.",
    ]
    everyone = Night(mode="hard", roles=("moderator", "host"))
    assert everyone.demand("tom a", asked) == (
        "Tom (tom) moderates and hosts a “A” (minutes 0 to 10 and 0 to 60), but not at 23:00-06:00 in Asia/Tokyo."
    )


def test_somebody_else_can_lead_or_the_person_be_optional_or_the_rule_soft():
    asked = programme(session("a"), person("tom", "Asia/Tokyo"), appears("tom", "a", "moderator"))
    other, optional, soft = RULE.repairs("tom a", asked)
    assert [(repair.words, repair.price) for repair in (other, optional, soft)] == [
        ("let somebody else than Tom (tom) lead a “A”", 100),
        ("make it optional for Tom (tom) to appear in a “A”", 100),
        ('let people lead sessions in their night (rules.toml: mode = "soft" under [night])', 200),
    ]
    assert [part.role for part in other.programme.appearances] == ["speaker"]
    assert [part.required for part in optional.programme.appearances] == [False]
    assert soft.rule == Night(mode="soft")


def test_where_speakers_count_too_nobody_is_made_one():
    asked = programme(session("a"), person("tom", "Asia/Tokyo"), appears("tom", "a", "moderator"))
    rule = Night(mode="hard", roles=("moderator", "speaker"))
    assert [repair.price for repair in rule.repairs("tom a", asked)] == [100, 200]
