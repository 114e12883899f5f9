"""A timetable that is changed in a few placements knows what one would that is made of the placements anew."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from data.indexes import Span
from data.timetable import Engagement, Placement, Timetable
from tests.factories import appears, at, channel, person, programme, session, timetable

NINE, TEN, NOON, NEXT = "2020-06-22 09:00", "2020-06-22 10:00", "2020-06-22 12:00", "2020-06-23 09:00"
MONDAY, TUESDAY = date(2020, 6, 22), date(2020, 6, 23)

ASKED = programme(
    session("a", "policy", organisers=("X", "Y")),
    session("b", organisers=("X",)),
    session("c", minutes=240),
    person("mia"),
    person("nia", nominee=True),
    person("tom"),
    appears("mia", "a", "moderator", minutes=(0, 10)),
    appears("mia", "c"),
    appears("tom", "b", required=False),
    channels=(channel("c1"), channel("c2")),
)


def organisers(asked, span, placement):
    """What an occurrence is held by, for the tests."""
    return asked.occurrence[span.occurrence].session.organisers


def days_of_organisers(asked, span, placement):
    """The same with the day."""
    return [(each, span.day) for each in organisers(asked, span, placement)]


def longest(spans):
    """What a test asks of spans; notes that it was asked."""
    ASKED_ABOUT.append([span.occurrence for span in spans])
    return max(span.end - span.start for span in spans)


ASKED_ABOUT: list[list[str]] = []


def everything(table):
    """All that a timetable knows of itself."""
    return {
        "in order": table.in_order,
        "engagements": dict(table.engagements),
        "of mia": table.engagements.get("mia"),
        "channels": dict(table.by_channel),
        "facilitators": dict(table.by_facilitator),
        "days": dict(table.by_day),
        "organisers": dict(table.held_by(organisers)),
        "by day": {key: dict(days) for key, days in table.held_on(days_of_organisers).items()},
        "during noon": list(table.during(at(NOON), at("2020-06-22 13:00"))),
    }


def span(name, start, end):
    return Span(at(start), name, at(end), at(start).date())


FULL = {"a": (NINE, "c1", "nia"), "b": NINE, "c": (TEN, "c2")}


@pytest.mark.parametrize("asked_before", [True, False])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"a": None},
        {"a": None, "b": None, "c": None},
        {"b": Placement(at(NEXT), "c2")},
        {"a": Placement(at(NINE), "c2", ("nia", "tom")), "c": Placement(at(NEXT), "c1", ("mia",))},
        {"a": Placement(at(NOON), "c1")},
        {"b": Placement(at(NINE), "c1")},
    ],
    ids=["nothing", "one dropped", "all dropped", "moved", "others lead", "nobody leads", "the same"],
)
def test_a_changed_timetable_knows_the_same_as_one_made_anew(changes, asked_before):
    table = timetable(ASKED, FULL)
    before = everything(table) if asked_before else {}
    changed = table.changed(changes)
    anew = Timetable(ASKED, {k: v for k, v in {**table.placements, **changes}.items() if v})
    assert changed == anew
    assert everything(changed) == everything(anew)
    back = changed.changed({name: table.placements[name] for name in changes})
    assert everything(back) == everything(timetable(ASKED, FULL))
    assert everything(table) == (before or everything(timetable(ASKED, FULL)))


def test_what_was_not_asked_of_a_timetable_between_is_carried_over_it():
    table = timetable(ASKED, FULL)
    everything(table)
    twice = table.changed({"a": None}).changed({"a": Placement(at(NEXT), "c2"), "b": Placement(at(NOON), "c2")})
    assert everything(twice) == everything(timetable(ASKED, {"a": (NEXT, "c2"), "b": (NOON, "c2"), "c": (TEN, "c2")}))


def test_what_was_not_held_can_be_held_and_what_is_not_held_can_be_dropped():
    table = timetable(ASKED, {"b": NINE})
    everything(table)
    assert everything(table.changed({"a": Placement(at(TEN), "c1"), "c": None})) == everything(
        timetable(ASKED, {"a": TEN, "b": NINE})
    )


def test_what_is_held_by_something_is_in_order_of_start_and_id():
    table = timetable(ASKED, {"a": NINE, "b": NINE, "c": (NEXT, "c2")})
    a, b, c = span("a", NINE, TEN), span("b", NINE, TEN), span("c", NEXT, "2020-06-23 13:00")
    assert table.held_by(organisers) == {"X": (a, b), "Y": (a,)}
    assert table.held_on(days_of_organisers) == {"X": {MONDAY: (a, b)}, "Y": {MONDAY: (a,)}}
    assert table.by_day == {MONDAY: (a, b), TUESDAY: (c,)}
    assert table.by_channel == {"c1": (a, b), "c2": (c,)}
    assert table.by_facilitator == {}


def test_what_shares_a_moment_with_a_time_is_found_also_if_it_began_on_a_day_before():
    long = programme(session("a"), session("c", minutes=3000))
    table = timetable(long, {"a": "2020-06-24 12:00", "c": NOON})
    assert [each.occurrence for each in table.during(at("2020-06-24 13:00"), at("2020-06-24 14:00"))] == ["c"]
    assert [each.occurrence for each in table.during(at("2020-06-24 12:59"), at("2020-06-24 14:00"))] == ["c", "a"]
    assert list(table.during(at("2020-06-24 14:00"), at("2020-06-24 15:00"))) == []


def test_the_engagements_of_one_person_are_those_among_everyone_s():
    table = timetable(ASKED, FULL)
    ten_past, two = at("2020-06-22 09:10"), at("2020-06-22 14:00")
    mia = (
        Engagement(at(NINE), ten_past, "a", "mia", "moderator"),
        Engagement(at(TEN), two, "c", "mia", "speaker"),
    )
    assert table.engagements["mia"] == mia
    assert "nobody" not in table.engagements
    assert list(table.engagements) == ["mia", "nia", "tom"]
    assert len(table.engagements) == 3
    assert table.engagements["mia"] == mia
    assert timetable(ASKED, {}).engagements.get("mia", ()) == ()


def test_a_function_is_asked_again_only_about_what_changes_touch():
    table = timetable(ASKED, {"a": NINE, "b": (TEN, "c2")})
    ASKED_ABOUT.clear()

    def ask(table):
        return {key: table.remembered(longest)(key, spans) for key, spans in table.held_by(organisers).items()}

    ask(table)
    ask(table)
    assert ASKED_ABOUT == [["a", "b"], ["a"]]
    moved = table.changed({"b": Placement(at(NOON), "c1")})
    assert ask(moved).keys() == {"X", "Y"}
    assert ASKED_ABOUT == [["a", "b"], ["a"], ["a", "b"]]


def test_another_process_is_given_the_placements_alone():
    table = timetable(ASKED, FULL)
    short = len(pickle.dumps(table))
    everything(table)
    assert len(pickle.dumps(table)) == short
    assert pickle.loads(pickle.dumps(table)) == table
