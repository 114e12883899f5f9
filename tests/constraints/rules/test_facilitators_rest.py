"""Whoever facilitates has a rest before and after."""

from __future__ import annotations

from constraints.rules.facilitators_rest import FacilitatorsRest
from data.findings import Finding
from tests.factories import appears, person, programme, session, timetable

RULE = FacilitatorsRest(mode="soft")

SESSIONS = (session("p", "policy"), session("q", "policy"), session("r", "policy"), session("w"), session("v"))
END = session("end", "concluding")


def table_of(starts, *parts):
    asked = programme(*SESSIONS, END, person("ann", nominee=True), person("bea", nominee=True), *parts)
    return timetable(asked, {name: f"2020-06-22 {at}" if isinstance(at, str) else at for name, at in starts.items()})


def led(at, *who, day="22"):
    return (f"2020-06-{day} {at}", "c1", *(who or ("ann",)))


def found(starts, *parts):
    return list(RULE.check(table_of(starts, *parts)))


def close(*sessions, amount=1):
    return [Finding("facilitators-rest", "ann", sessions, ("ann",), amount)]


def test_an_hour_between_is_enough_and_less_is_not():
    assert found({"p": led("09:00"), "q": led("11:00")}) == []
    assert found({"p": led("09:00"), "q": led("10:45")}) == close("p", "q")


def test_the_middle_one_of_three_in_a_row_is_the_only_one_to_give_away():
    assert found({"p": led("09:00"), "q": led("10:00"), "r": led("11:00")}) == close("p", "q", "r")


def test_three_at_once_leave_two_to_give_away():
    assert found({"p": led("09:00"), "q": led("09:00"), "r": led("09:00")}) == close("p", "q", "r", amount=2)


def test_an_appearance_counts_by_the_own_minutes_before_and_after():
    part = appears("ann", "w", minutes=(0, 15))
    assert found({"w": "09:00", "p": led("10:00")}, part) == close("w", "p")
    assert found({"w": "09:00", "p": led("10:15")}, part) == []
    assert found({"p": led("09:00"), "w": "10:45"}, part) == close("p", "w")


def test_two_sessions_round_an_appearance_both_go():
    assert found({"p": led("09:00"), "w": "10:00", "q": led("11:00")}, appears("ann", "w")) == close(
        "p", "w", "q", amount=2
    )


def test_two_appearances_need_no_rest_and_optional_ones_leave_it():
    both = (appears("ann", "w"), appears("ann", "v"))
    assert found({"w": "09:00", "v": "10:00", "p": led("15:00")}, *both) == []
    assert found({"p": led("09:00"), "w": "10:00"}, appears("ann", "w", required=False)) == []


def test_the_concluding_session_is_an_appearance():
    assert found({"p": led("09:00"), "end": led("10:00")}) == close("p", "end")


def test_midnight_is_no_rest():
    assert found({"p": led("23:00"), "q": led("00:30", day="23")}) == close("p", "q")


def test_others_have_their_own():
    assert found({"p": led("09:00", "ann"), "q": led("10:00", "bea")}) == []


def test_the_sentence_names_what_is_too_close():
    table = table_of({"p": led("09:00"), "q": led("10:00")})
    (finding,) = RULE.check(table)
    assert RULE.explain(finding, table) == (
        "Ann (ann) facilitates with less than 60 minutes before or after:"
        " p “P” on Mon 22 Jun 2020 09:00 (Europe/Zurich); q “Q” on Mon 22 Jun 2020 10:00 (Europe/Zurich)."
    )


def test_the_demand_names_the_person_and_the_rest():
    assert RULE.demand("ann", table_of({}).programme) == (
        "Between a session that Ann (ann) facilitates and anything else that Ann is required in lie"
        " at least 60 minutes."
    )


def test_half_the_rest_can_do_or_none():
    asked = table_of({}).programme
    repairs = list(FacilitatorsRest(mode="hard").repairs("ann", asked))
    assert [(repair.price, repair.words) for repair in repairs] == [
        (150, "give facilitators 30 minutes of rest instead of 60 (rules.toml: rest = 30 under [facilitators-rest])"),
        (200, 'let facilitators do without a rest (rules.toml: mode = "soft" under [facilitators-rest])'),
    ]
    assert [repair.rule for repair in repairs] == [FacilitatorsRest(mode="hard", rest=30), RULE]
    assert [repair.price for repair in FacilitatorsRest(mode="hard", rest=1).repairs("ann", asked)] == [200]
