"""Programmes drawn at random, small but with everything that a rule may look at; and timetables of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from data.programme import Comfort, Days, FixedStart, Hours, LocalTimes, Region
from data.timetable import Timetable
from data.zones import wall
from tests.constraints.agreement import choices
from tests.factories import KINDS, appears, channel, forum, kind, period, person, programme, session

ZONES = ("Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")
WEEKENDS = (
    ("2020-06-26", "Europe/Zurich"),
    ("2020-10-24", "Europe/Zurich"),
    ("2020-03-28", "Europe/Zurich"),
    ("2020-10-31", "America/New_York"),
    ("2020-10-03", "Australia/Lord_Howe"),
)
"""First days and home zones; in all but one of them the clock is changed within three days."""

TYPES = (*(each for each in KINDS if each.timed), kind("panel", parallel=False, main=True))


@st.composite
def spans(draw, *, step=30):
    """Hours, also past midnight."""
    start = draw(st.integers(0, 24 * 60 // step - 1)) * step
    return Hours(start, start + draw(st.integers(1, 6)) * step)


@st.composite
def dates(draw, first):
    """One to three dates from the day before the forum on."""
    begin = first + timedelta(days=draw(st.integers(-1, 2)))
    return Days(begin, begin + timedelta(days=draw(st.integers(0, 2))))


@st.composite
def local_times(draw, first):
    """Times that somebody cannot; not always, which no zone would make interesting."""
    hours = draw(st.none() | spans())
    return LocalTimes(
        draw(st.sampled_from(ZONES)),
        draw(dates(first) if hours is None else st.none() | dates(first)),
        draw(st.sampled_from(((), (5, 6), (0,)))),
        hours,
    )


@st.composite
def periods(draw, name, first):
    """A period of one to three days, with caps or without."""
    begin = draw(st.integers(0, 2))
    return period(
        name,
        days=Days(first + timedelta(days=begin), first + timedelta(days=draw(st.integers(begin, 2)))),
        weekdays=draw(st.sampled_from((tuple(range(7)), (0, 4, 6)))),
        hours=tuple(draw(st.lists(spans(), min_size=1, max_size=2))),
        types=tuple(draw(st.lists(st.sampled_from([each.id for each in TYPES]), min_size=2, unique=True))),
        channels=draw(st.sampled_from((None, 1, 2))),
        per_day=draw(st.sampled_from((None, 1))),
        per_week=draw(st.sampled_from((None, 1, 2))),
        regions=draw(st.sampled_from(((), ("Africa",)))),
    )


@st.composite
def fixed_starts(draw, first, home):
    """Nothing, a day, or an instant at a full hour by the clock at home."""
    day = first + timedelta(days=draw(st.integers(0, 2)))
    hour = draw(st.integers(0, 23))
    return draw(st.sampled_from((None, None, FixedStart(day), FixedStart(day, wall(day, 60 * hour, home)))))


@st.composite
def sessions(draw, name, others, first, home):
    """A session of one or two occurrences, with wishes and relations to the others."""
    kind_name = draw(st.sampled_from([each.id for each in TYPES]))
    days = 2 if kind_name == "hackathon" else 1
    repeats = draw(st.sampled_from((1, 1, 2))) if days == 1 else 1
    drawn = session(
        name,
        kind_name,
        minutes=draw(st.sampled_from((30, 60, 90, 150))),
        zone=draw(st.sampled_from(ZONES)),
        days=days,
        repeats=repeats,
        official=draw(st.booleans()),
        status=draw(st.sampled_from(("requested", "accepted"))),
        priority=draw(st.integers(1, 5)),
        track=draw(st.sampled_from(("", "T"))),
        action_lines=draw(st.sampled_from(((), ("C1",), ("C1", "C2")))),
        sdgs=draw(st.sampled_from(((), ("4",), ("4", "5")))),
        organisers=draw(st.sampled_from(((), ("Union",), ("Union", "Network")))),
        preferred_dates=tuple(draw(st.lists(dates(first), max_size=2))),
        preferred_weekdays=draw(st.sampled_from(((), (0, 6)))),
        preferred_weeks=tuple(draw(st.lists(dates(first), max_size=1))),
        excluded_dates=tuple(draw(st.lists(dates(first), max_size=1))),
        preferred_hours=tuple(draw(st.lists(spans(), max_size=2))),
        excluded_hours=tuple(draw(st.lists(spans(), max_size=1))),
        target_regions=draw(st.sampled_from(((), ("Africa", "Asia")))),
        series=draw(st.sampled_from(("", "S"))),
        part=draw(st.integers(1, 3)),
        after=tuple(draw(st.lists(st.sampled_from(others), max_size=1))),
        directly_after=draw(st.sampled_from(("", *others))),
        not_with=tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True))),
        channel=draw(st.sampled_from((None, "pool", "hall"))),
        periods=draw(st.sampled_from(((), ("first",)))),
    )
    return replace(drawn, fixed=tuple(draw(fixed_starts(first, home)) for _ in range(days * repeats)))


@st.composite
def people(draw, name, first):
    """A person, perhaps a nominee, with times that they cannot."""
    return person(
        name,
        draw(st.none() | st.sampled_from(ZONES)),
        nominee=draw(st.booleans()),
        cannot=tuple(draw(st.lists(local_times(first), max_size=2))),
        most_a_day=draw(st.sampled_from((None, 1, 2))),
    )


@st.composite
def appearances(draw, where, who):
    """An appearance throughout a session of at least half an hour, or in some of its first half hour."""
    start, length = draw(st.sampled_from((0, 5, 10))), draw(st.sampled_from((5, 20)))
    return appears(
        who,
        where,
        draw(st.sampled_from(("moderator", "speaker", "host", "welcome"))),
        minutes=draw(st.sampled_from((None, (start, start + length)))),
        required=draw(st.booleans()),
    )


@st.composite
def programmes(draw):
    """A forum of three days with two or three sessions and up to two people."""
    day, home = draw(st.sampled_from(WEEKENDS))
    first = date.fromisoformat(day)
    names = ("a", "b", "c")[: draw(st.integers(2, 3))]
    who = ("mia", "tom")[: draw(st.integers(0, 2))]
    asked = [draw(sessions(name, [other for other in names if other != name], first, home)) for name in names]
    frame = forum(
        days=Days(first, first + timedelta(days=2)),
        zone=home,
        grid=draw(st.sampled_from((30, 60))),
        types=TYPES,
        periods=tuple(draw(periods(name, first)) for name in ("first", "second")),
        channels=(
            channel("c1", set_up=draw(st.sampled_from((0, 30)))),
            channel("c2", set_up=0),
            channel("hall", None, set_up=draw(st.sampled_from((0, 60))), reserved=draw(st.booleans())),
        ),
        comfort=Comfort(
            draw(spans()),
            draw(spans()),
            (Region("Africa", 50, ("Africa/Lagos",)), Region("Asia", 50, ("Asia/Kathmandu", "Asia/Tokyo"))),
        ),
    )
    pool = frame.channels[0].set_up
    frame = replace(frame, channels=(frame.channels[0], replace(frame.channels[1], set_up=pool), frame.channels[2]))
    parts = [
        draw(appearances(name, each)) for name in names for each in who for _ in range(draw(st.sampled_from((0, 1, 2))))
    ]
    drawn = programme(frame, *asked, *(draw(people(each, first)) for each in who), *parts)
    return replace(drawn, interest={("a", "b"): draw(st.sampled_from((9, 25))), ("a", "c"): 10})


@st.composite
def timetables(draw, asked, *, wide=False):
    """A timetable of the programme, at starts where some period is open; with `wide` at any grid point."""
    return Timetable(
        asked,
        {
            name: held
            for name, options in choices(asked, wide=wide).items()
            if (held := draw(st.sampled_from(options))) is not None
        },
    )
