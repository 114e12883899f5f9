"""What a draft counts as sessions come and go is what one would count from all that it holds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.board import Board
from constraints.draft import FEW, Draft, Group, Held, Use
from constraints.starts import Starts
from tests.factories import channel, forum, hours, kind, period, programme, session, team, times

NAMES = tuple("abcdefghijkl")
DURATIONS = (30, 60, 90)

ASKED = programme(
    forum(
        on="2020-06-22..2020-06-23",
        grid=30,
        types=(kind(), kind("panel")),
        channels=(channel("c1", set_up=15), channel("c2", set_up=15), channel("hall", None)),
        periods=(
            period(on="2020-06-22..2020-06-23", between="09:00-13:00", types=("workshop", "panel")),
            period("noon", on="2020-06-22", between="12:00-15:00", types=("panel",)),
        ),
        teams=(team(count=2, rest=30),),
    ),
    *(
        session(
            name,
            ("workshop", "panel")[number % 2],
            minutes=DURATIONS[number % 3],
            track=("", "T")[number % 2],
            sdgs=(("4",), ("4", "5"), ())[number % 3],
            interpretation=("fr",) if number % 4 == 0 else (),
        )
        for number, name in enumerate(NAMES)
    ),
)
STARTS = Starts(ASKED)

moves = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, len(STARTS) - 1), st.integers(0, 1)), max_size=40)


def over(start, duration, held):
    """Whether a session so long would overlap one that is held."""
    return start < held.end and held.begin < start + duration


def beside(group, duration):
    """Beside how many of a group each start would be."""
    found = np.zeros(len(STARTS), dtype=np.int64)
    for where, amount in group.beside(duration):
        found[where] += amount
    return found.tolist()


def free(most, length, spans):
    """The starts at which fewer than so many of the spans lie over each minute of a length."""
    return [
        all(sum(begin <= minute < end for begin, end in spans) < most for minute in range(start, start + length))
        for start in STARTS.minute.tolist()
    ]


@given(moves)
@settings(max_examples=60, deadline=None)
def test_groups_and_room_are_those_of_what_is_held(moved):
    draft = Draft(Board(ASKED))
    for name, start, channels in moved:
        if name in draft.held:
            held = draft.held[name]
            assert draft.take(name) == held
        else:
            draft.place(name, start, channels)
        # Asked in between, so that what is kept has to be kept up to date.
        assert draft.at_once[0].room(2, 45).tolist() == free(
            2, 45, [(held.begin, held.end + 15) for held in draft.held.values() if not held.channels]
        )
        beside(draft.every, 60)
    sessions = {name: ASKED.occurrence[name].session for name in draft.held}
    groups = {
        "every": (draft.every, set(draft.held)),
        "track": (draft.of_track["T"], {name for name in sessions if sessions[name].track}),
        "goal": (draft.of_sdg["5"], {name for name in sessions if "5" in sessions[name].sdgs}),
        "team": (draft.of_team["booth"], {name for name in sessions if sessions[name].interpretation}),
    }
    for (group, names), duration in product(groups.values(), DURATIONS):
        assert set(group.names) == names
        assert group.by_day.tolist() == [sum(draft.held[name].day == day for name in names) for day in (0, 1)]
        assert beside(group, duration) == [
            sum(over(start, duration, draft.held[name]) for name in names) for start in STARTS.minute.tolist()
        ]
    serving = [(draft.held[name].begin, draft.held[name].end + 30) for name in groups["team"][1]]
    assert draft.serving["booth"].room(2, 90).tolist() == free(2, 90, serving)
    noon = hours("12:00-15:00")
    inside = [
        held
        for name, held in draft.held.items()
        if sessions[name].type == "panel" and not held.day and noon.start <= held.begin and held.end <= noon.end
    ]
    assert draft.on_day_in["noon"].tolist() == [len(inside), 0]
    assert draft.in_period["noon"].room(1, 30).tolist() == free(1, 30, [(held.begin, held.end) for held in inside])


@pytest.mark.parametrize("number", [FEW - 1, FEW, FEW + 1])
def test_few_are_looked_up_and_many_counted(number):
    group = Group(STARTS)
    for index in range(number):
        begin = int(STARTS.minute[index])
        group.change(str(index), Held(begin, begin + 30, int(STARTS.day[index]), 0), 1)
    assert len(list(group.beside(30))) == (number if number < FEW else 1)
    assert beside(group, 30) == [1] * number + [0] * (len(STARTS) - number)


def test_room_changes_only_where_a_minute_becomes_full():
    use = Use(STARTS, 4 * 24 * 60)
    begin = int(STARTS.minute[2])
    assert use.room(2, 30).all()
    use.change(begin, begin + 30, 1)
    assert use.room(2, 30).all()
    use.change(begin, begin + 30, 1)
    assert np.flatnonzero(~use.room(2, 30)).tolist() == [2]
    assert np.flatnonzero(~use.room(2, 60)).tolist() == [1, 2]
    use.change(begin, begin + 30, -1)
    assert use.room(2, 60).all()


def test_an_occurrence_may_begin_where_its_domain_says_or_what_is_narrowed_or_when_it_is_held():
    draft = Draft(Board(ASKED))
    assert draft.minutes("a").tolist() == STARTS.minute.tolist()
    draft.narrowed["a"] = np.arange(len(STARTS)) == 1
    assert draft.minutes("a").tolist() == [570]
    draft.place("a", 0, 0)
    assert draft.minutes("a").tolist() == [540]


TIMES = (
    times(between="09:30-10:30"),
    times("Asia/Tokyo", on="2020-06-22"),
    times("America/New_York", between="22:00-04:00"),
    times(weekdays=(1,), between="12:00-12:01"),
    times("Asia/Kathmandu", on="2020-06-23", between="15:15-16:00"),
)


@given(st.lists(st.sampled_from(TIMES), max_size=3), st.integers(0, 60), st.integers(1, 120))
@settings(max_examples=60, deadline=None)
def test_starts_clear_of_times_touch_no_minute_of_them(given_times, begin, length):
    spans = [span for these in given_times for span in STARTS.spans(these).tolist()]
    assert STARTS.clear_of(given_times, begin, begin + length).tolist() == [
        not any(start + begin < last and first < start + begin + length for first, last in spans)
        for start in STARTS.minute.tolist()
    ]


@pytest.mark.parametrize("span", ["09:00-10:15", "22:30-04:00", "00:00-24:00"])
@pytest.mark.parametrize("zone", ["Europe/Zurich", "Asia/Kathmandu", "America/New_York"])
def test_minutes_within_hours_are_those_that_the_clock_shows(span, zone):
    asked = hours(span)
    clock = STARTS.local_clock(zone)
    margin = 2 * 24 * 60
    for begin, end in ((0, 60), (45, 50)):
        found = STARTS.minutes_within(asked, zone, begin, end).tolist()
        assert found == [
            sum(
                asked.start <= reading < asked.end or reading + 24 * 60 < asked.end
                for reading in clock[start + margin + begin : start + margin + end].tolist()
            )
            for start in STARTS.minute.tolist()
        ]
