"""Why there is no timetable: contradictions small enough to know every part of them."""

from __future__ import annotations

from dataclasses import replace

from data.policy import Policy
from scheduler import Budget, Impossible, Planned, plan
from tests.factories import appears, channel, forum, period, person, programme, session, times

SURE = Budget(20.0, 1, 1, deterministic=True)


def reasons(asked):
    outcome = plan(asked, Policy({}), SURE)
    assert isinstance(outcome, Impossible), outcome
    assert outcome.all_told
    (contradiction,) = outcome.contradictions
    assert contradiction.minimal
    return {(reason.rule, reason.case) for reason in contradiction.reasons}


def one_room(*things, between="09:00-10:00", **fields):
    day = "2020-06-22"
    return programme(
        forum(on=day, periods=(period(on=day, between=between),), channels=(channel("c1"),), **fields), *things
    )


def official(name, **fields):
    return session(name, official=True, **fields)


def test_two_fixed_sessions_of_one_person_name_both_and_the_person():
    asked = programme(
        person("ann"),
        official("a", fixed="2020-06-22 09:00"),
        official("b", fixed="2020-06-22 09:00"),
        official("innocent"),
        appears("ann", "a"),
        appears("ann", "b"),
    )
    assert reasons(asked) == {
        ("must-place", "a"),
        ("must-place", "b"),
        ("fixed-start", "a"),
        ("fixed-start", "b"),
        ("one-place", "ann"),
    }


def test_more_sessions_than_room_name_the_sessions_their_period_and_the_channel():
    asked = one_room(official("a"), official("b"))
    assert reasons(asked) == {
        ("must-place", "a"),
        ("must-place", "b"),
        ("periods", "a"),
        ("periods", "b"),
        ("channels", "c1"),
    }


def test_a_session_whose_speaker_cannot_on_the_only_day_names_the_two_and_no_innocent():
    asked = one_room(
        person("ann", "Europe/Zurich", cannot=(times(on="2020-06-22"),)),
        official("a"),
        official("innocent"),
        appears("ann", "a"),
        between="09:00-17:00",
    )
    assert reasons(asked) == {("must-place", "a"), ("cannot", "ann a")}


def test_requests_are_never_part_of_a_contradiction():
    asked = one_room(official("a"), official("b"), session("request", priority=5))
    assert not any("request" in case for _, case in reasons(asked))


def test_without_any_one_of_its_parts_a_contradiction_is_none():
    asked = one_room(official("a"), official("b"))
    wider = forum(on="2020-06-22", periods=(period(on="2020-06-22", between="09:00-11:00"),), channels=(channel("c1"),))
    for mended in (
        replace(asked, sessions=asked.sessions[:1]),
        replace(asked, forum=replace(asked.forum, channels=(channel("c1"), channel("c2")))),
        replace(asked, forum=wider),
    ):
        assert isinstance(plan(mended, Policy({}), SURE), Planned)


def test_a_sentence_names_titles_and_people():
    asked = one_room(
        person("ann", "Europe/Zurich", cannot=(times(on="2020-06-22"),)), official("a"), appears("ann", "a")
    )
    outcome = plan(asked, Policy({}), SURE)
    assert [reason.sentence for reason in outcome.contradictions[0].reasons] == [
        "a “A” is an official session and must be held.",
        "Ann (ann) has to be in a “A”, but cannot on 22 June 2020 (Europe/Zurich).",
    ]


def test_of_several_sessions_to_leave_out_the_cheapest_on_the_scale_of_all_repairs_are_chosen():
    # An official one counts twice as much: 4000 points for a, 3000 each for the two that are fixed by a decision.
    at = "2020-06-22 09:00"
    asked = one_room(
        official("a", fixed=at, priority=2), session("b", fixed=at, priority=3), session("c", fixed=at, priority=3)
    )
    outcome = plan(asked, Policy({}), SURE)
    assert isinstance(outcome, Impossible), outcome
    repairs = [repair for contradiction in outcome.contradictions for repair in contradiction.repairs]
    chosen = [(repair.words, repair.price) for repair in repairs if repair.words.startswith("leave")]
    assert chosen == [("leave 2 sessions out: b “B”, c “C”", 6000)]
