"""Programmes so small that every timetable of them can be looked at, each made around a few rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from data.programme import Comfort, DaysApart, Holiday, Region
from tests.factories import appears, channel, forum, hours, kind, period, person, programme, session, team, times

ONE = (channel("c1"),)
"""One channel, for programmes that are not about channels: the channels rule is about those that are."""


def clashes():
    """Tracks, one of them opened, Action Lines, a plenary, main sessions, types that are not parallel, load by day."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            channels=ONE,
            types=(
                kind(),
                kind("ceremony", plenary=True, parallel=False),
                kind("panel", parallel=False, main=True),
            ),
            periods=(
                period(on="2020-06-22..2020-06-23", between="09:00-10:00"),
                period("longer", on="2020-06-22", between="10:00-12:00", types=("panel",)),
            ),
        ),
        session("opening", "ceremony", official=True, action_lines=("C1",)),
        session("a", "panel", minutes=120, track="T", action_lines=("C1", "C2"), sdgs=("4",), organisers=("X", "Y")),
        session(
            "b",
            "panel",
            status="confirmed",
            track="T",
            opens_track=True,
            action_lines=("C1",),
            sdgs=("4", "5"),
            organisers=("Y",),
            not_with=("opening", "w"),
        ),
        session("w", minutes=90, track="T", action_lines=("C2",), priority=5, status="accepted", sdgs=("5", "4")),
    )


def people():
    """Own minutes, two parts in one session, optional ones, nights, times that people cannot, most a day."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            channels=ONE,
            periods=(
                period(on="2020-06-22..2020-06-23", between="06:00-07:00"),
                period("longer", on="2020-06-22", between="07:00-08:00;16:00-17:00"),
            ),
        ),
        session("a"),
        session("b"),
        session("c", minutes=90),
        session("d"),
        person("mia", "America/New_York", cannot=(times("America/New_York", weekdays=(1,)),)),
        person("kofi", "Africa/Accra", most_a_day=1),
        person("asha", "Asia/Kathmandu", cannot=(times("Asia/Kathmandu", between="20:15-21:00"),)),
        person("lee", cannot=(times(between="16:00-16:20"),)),
        person("ama", "Africa/Accra"),
        appears("mia", "a", "moderator", minutes=(0, 10)),
        appears("mia", "a", minutes=(50, 60)),
        appears("mia", "b", minutes=(0, 45)),
        appears("mia", "c", "welcome", minutes=(0, 5)),
        appears("mia", "d", "moderator", minutes=(30, 60), required=False),
        appears("kofi", "a"),
        appears("kofi", "b", minutes=(10, 20)),
        appears("kofi", "c", required=False),
        appears("kofi", "d", required=False),
        appears("asha", "a", minutes=(0, 10), required=False),
        appears("asha", "c", "host", minutes=(60, 90)),
        appears("asha", "b", minutes=(0, 30)),
        appears("asha", "d", "moderator", minutes=(0, 20), required=False),
        appears("asha", "d", minutes=(50, 60)),
        appears("lee", "a", required=False),
        appears("lee", "b", required=False),
        appears("lee", "c", required=False),
        appears("lee", "d", minutes=(30, 60)),
        appears("ama", "a"),
        appears("ama", "c", "moderator", minutes=(10, 20)),
        appears("ama", "c", "moderator", minutes=(60, 65)),
    )


def facilitation():
    """Two policy sessions and the concluding session, with two nominees who appear in them too."""
    return programme(
        forum(
            on="2020-09-07..2020-09-08",
            channels=ONE,
            periods=(
                period("policy", on="2020-09-07", between="14:00-16:00"),
                period("final", on="2020-09-08", between="09:00-10:00"),
            ),
        ),
        session("p", "policy", official=True),
        session("q", "policy"),
        session("end", "concluding", official=True),
        person("nia", "America/New_York", nominee=True, cannot=(times("America/New_York", between="09:30-10:00"),)),
        person("noa", "Africa/Nairobi", nominee=True, most_a_day=1),
        appears("noa", "p", "moderator", minutes=(0, 10)),
        appears("noa", "p", minutes=(50, 60)),
        appears("noa", "q", required=False),
        appears("nia", "end", minutes=(0, 5)),
    )


def chaired():
    """A concluding session whose own type asks for a facilitator: those who report there, in any language, are all."""
    return programme(
        forum(
            on="2020-09-08",
            channels=ONE,
            types=(
                kind("policy", facilitators=1, facilitators_most=1),
                kind("end", assembles=("policy",), facilitators=1, facilitators_most=1),
            ),
            periods=(period(on="2020-09-08", between="09:00-11:00", types=("policy", "end")),),
        ),
        session("p", "policy", languages=("fr",)),
        session("q", "policy"),
        session("end", "end", languages=("fr",)),
        person("nia", nominee=True, languages=("en",)),
        person("noa", nominee=True),
        appears("nia", "end", required=False),
    )


def channels():
    """A pool of two, a named channel with a long set-up and a reserved one."""
    return programme(
        forum(
            on="2020-06-22",
            grid=30,
            channels=(
                channel("c1", set_up=30, capacity=50),
                channel("c2", set_up=30, capacity=50),
                channel("hall", None, set_up=60, capacity=100, languages=("en", "fr"), features=("polls",)),
                channel("studio", None, reserved=True),
            ),
            periods=(period(on="2020-06-22", between="09:00-10:30"),),
        ),
        session("a", minutes=30, needs=("polls",), languages=("fr",), expected_audience=51),
        session("b", channel="hall", needs=("polls", "booths"), languages=("en", "es"), expected_audience=100),
        session("c", minutes=30, channel="pool", expected_audience=101),
    )


def moves():
    """Three sessions of a track on two days, two of them plenaries, in a pool of two channels and a reserved hall."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            channels=(channel("c1"), channel("c2"), channel("hall", None, reserved=True)),
            periods=(period(on="2020-06-22..2020-06-23", between="09:00-10:00"),),
        ),
        session("a", "ceremony", track="T"),
        session("b", track="T", channel="pool"),
        session("c", "ceremony", track="T", channel="hall", after=("a", "b")),
    )


def served():
    """Interpreters, captioners and signers over the end of a week, and a rehearsal."""
    return programme(
        forum(
            on="2020-06-28..2020-06-29",
            channels=ONE,
            teams=(
                team("any", most_minutes=60, count=1, a_week=1),
                team("captions", "captioning", count=2, a_week=1, rest=60),
                team("signs", "sign-language", rest=60),
                team("booth", languages=("en", "fr"), most_minutes=60, a_week=2),
            ),
            periods=(period(on="2020-06-28..2020-06-29", between="09:00-12:00"),),
        ),
        session("a", captioning=True, sign_language=True, interpretation=("fr",)),
        session("b", minutes=120, captioning=True, sign_language=True, interpretation=("sw",)),
        session("c", captioning=True, sign_language=True, interpretation=("en",), rehearsal_of="a"),
    )


def midnight():
    """A regional window past midnight, with caps on the day, the week and at once."""
    return programme(
        forum(
            on="2020-06-21..2020-06-23",
            channels=ONE,
            periods=(
                period(on="2020-06-21..2020-06-22", between="22:00-02:00", channels=1, per_day=1, per_week=1),
                period("early", on="2020-06-23", between="01:00-02:00", types=()),
            ),
        ),
        session("a", excluded_dates=(times(on="2020-06-22").days,)),
        session("b", minutes=120, excluded_hours=(hours("23:00-00:00"),), zone="Europe/London"),
        session(
            "c",
            zone="Asia/Tokyo",
            preferred_dates=(times(on="2020-06-22").days,),
            preferred_weekdays=(0, 6),
            preferred_weeks=(times(on="2020-06-15..2020-06-21").days,),
            preferred_hours=(hours("05:00-07:00"), hours("22:00-08:30")),
        ),
        person("mia", "Europe/Zurich", cannot=(times(on="2020-06-22", between="22:30-00:30"),), most_a_day=1),
        appears("mia", "a", "moderator", minutes=(30, 60)),
        appears("mia", "b", minutes=(90, 120)),
        appears("mia", "c"),
    )


def autumn():
    """The night in which the clock is put back: 25 October 2020 has two hours called 02:00."""
    return programme(
        forum(
            on="2020-10-24..2020-10-25",
            channels=ONE,
            periods=(period(on="2020-10-24..2020-10-25", between="01:00-04:00", per_day=1),),
        ),
        session("h", "hackathon", days=2),
        session(
            "w",
            excluded_hours=(hours("02:00-02:30"),),
            preferred_hours=(hours("20:00-22:00"),),
            zone="America/New_York",
        ),
        person("mia", "Europe/Zurich", most_a_day=1, cannot=(times(between="03:30-04:00"),)),
        person("tom", "America/New_York"),
        appears("mia", "h", minutes=(0, 30)),
        appears("mia", "w"),
        appears("tom", "w", "moderator"),
        appears("tom", "h", "host"),
    )


def spring():
    """The night in which the clock is put forward: 29 March 2020 has no 02:00."""
    return programme(
        forum(
            on="2020-03-28..2020-03-29",
            channels=ONE,
            periods=(period(on="2020-03-28..2020-03-29", between="01:00-04:00", per_day=1),),
        ),
        session("h", "hackathon", days=2),
        session("w", minutes=120, excluded_hours=(hours("02:30-03:00"),), preferred_hours=(hours("01:00-04:00"),)),
        person("mia", "Europe/Zurich", cannot=(times(on="2020-03-29", between="03:30-05:00"),)),
        appears("mia", "w", "moderator", minutes=(0, 60)),
        appears("mia", "h"),
    )


def repeats():
    """A repeated session for one of two regions, one of two days; a weekend of which the Saturday is open to one."""
    return programme(
        forum(
            on="2020-06-26..2020-06-29",
            channels=ONE,
            periods=(
                period(on="2020-06-26..2020-06-29", between="09:00-10:00", weekdays=(0, 4), per_week=2),
                period("late", on="2020-06-29", between="18:00-19:00", types=("workshop",)),
                period("saturday", on="2020-06-27", between="09:00-10:00", types=("workshop",), per_day=1),
            ),
            comfort=Comfort(
                regions=(
                    Region("Americas", 50, ("America/Los_Angeles", "America/Sao_Paulo")),
                    Region("Pacific", 50, ("Pacific/Auckland",)),
                )
            ),
        ),
        session("h", "hackathon", days=2),
        session("r", repeats=2, target_regions=("Americas",)),
    )


def order():
    """After, directly after, and the parts of two series, one of them repeated."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            grid=30,
            channels=ONE,
            periods=(
                period(on="2020-06-22..2020-06-23", between="09:00-09:30"),
                period("longer", on="2020-06-22", between="09:30-10:30"),
            ),
        ),
        session("a", minutes=30, series="S", part=1),
        session("b", minutes=30, after=("a",), series="R", part=1),
        session("c", minutes=30, repeats=2, directly_after="b", series="S", part=2),
    )


def wishes():
    """Fixed starts and days, preferred and excluded times, priorities; two periods of the same days."""
    return programme(
        forum(
            on="2020-06-22..2020-06-24",
            channels=ONE,
            types=(kind(), kind("dialogue", main=True)),
            periods=(
                period(on="2020-06-22..2020-06-24", between="09:00-11:00", types=("workshop",)),
                period("main", on="2020-06-22..2020-06-24", between="09:00-11:00", types=("dialogue",)),
            ),
        ),
        session("a", "dialogue", fixed="2020-06-23 10:00", excluded_dates=(times(on="2020-06-24").days,)),
        session("b", fixed="2020-06-22", status="confirmed", excluded_hours=(hours("09:00-09:30"),)),
        session(
            "c",
            status="accepted",
            priority=2,
            zone="Asia/Kathmandu",
            preferred_dates=(times(on="2020-06-22").days, times(on="2020-06-24").days),
            preferred_hours=(hours("13:45-14:45"), hours("13:00-14:00")),
            excluded_dates=(times(on="2020-06-23").days,),
        ),
        session("d", pinned=True, left_out=True),
    )


def periods():
    """Periods by type, by region and by exception, with several spans and a cap on sessions at once."""
    return programme(
        forum(
            on="2020-06-22",
            channels=ONE,
            periods=(
                period("usual", on="2020-06-22", between="09:00-11:00;13:00-14:00", types=("workshop",), channels=1),
                period("policy", on="2020-06-22", between="10:00-12:00", types=("policy",)),
                period("africa", on="2020-06-22", between="13:00-15:00", types=("workshop",), regions=("Africa",)),
            ),
        ),
        session("a", minutes=120, target_regions=("Asia",)),
        session("b", "policy", periods=("usual",), target_regions=("Asia", "Africa")),
        session("c", target_regions=("Africa", "Asia")),
    )


def fairness():
    """Two regions of the audience, one of them in two zones; people of both, one of whom may facilitate."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            channels=ONE,
            comfort=Comfort(
                regions=(
                    Region("East", 62.5, ("Asia/Kathmandu", "Asia/Dubai")),
                    Region("West", 37.5, ("America/New_York",)),
                )
            ),
            periods=(
                period(on="2020-06-22", between="13:00-14:00"),
                period("longer", on="2020-06-22..2020-06-23", between="15:00-17:00"),
            ),
        ),
        session("a"),
        session("b", minutes=90, target_regions=("West",)),
        session("p", "policy", target_regions=("East", "West")),
        person("asha", "Asia/Kathmandu", region="East", nominee=True),
        person("mia", "America/New_York", region="West"),
        appears("mia", "b", "moderator", minutes=(0, 10)),
        appears("mia", "a", required=False),
        appears("asha", "b", minutes=(30, 90)),
        appears("asha", "b", minutes=(80, 90)),
    )


def topics():
    """A main session of two hours, workshops on its topic, one of them repeated for three regions; who wants what."""
    asked = programme(
        forum(
            on="2020-06-22",
            channels=ONE,
            types=(kind(), kind("dialogue", main=True)),
            periods=(period(on="2020-06-22", between="09:00-11:00;17:00-18:00", types=("workshop",)),),
            comfort=Comfort(
                regions=(
                    Region("Americas", 50, ("America/New_York", "America/Sao_Paulo")),
                    Region("Pacific", 40, ("Pacific/Auckland", "Pacific/Honolulu")),
                    Region("Chatham", 10, ("Pacific/Chatham",)),
                )
            ),
        ),
        session("m", "dialogue", minutes=120, track="T", action_lines=("C3", "C1"), not_with=("r",)),
        session("r", repeats=2, action_lines=("C2", "C1")),
        session("w", track="T", directly_after="r"),
    )
    return replace(asked, interest={("m", "r"): 25, ("m", "w"): 9, ("r", "w"): 10})


def coarse():
    """Every start of two days, one of them a Saturday, in steps of six hours; a session longer than any span."""
    return programme(
        forum(
            on="2020-06-26..2020-06-27",
            grid=360,
            channels=ONE,
            periods=(period(on="2020-06-26..2020-06-27", between="06:00-18:00", weekdays=(4,), per_day=1),),
        ),
        session("a"),
        session("b", minutes=720),
        session("c", minutes=780, fixed="2020-06-27"),
    )


def days_between():
    """Same day, other day, days apart, a track, a daily series, one of them repeated; quotas; organisers; topics."""
    return programme(
        forum(
            on="2020-06-26..2020-06-29",
            channels=ONE,
            types=(kind(per_day=1, per_week=2), kind("panel")),
            periods=(
                period(
                    on="2020-06-26..2020-06-29",
                    between="09:00-10:00",
                    weekdays=(0, 4, 6),
                    types=("workshop", "panel"),
                ),
                period("later", on="2020-06-28..2020-06-29", between="09:00-10:00", types=("panel",)),
            ),
        ),
        session(
            "a",
            repeats=2,
            other_day=("b",),
            organisers=("ITU",),
            action_lines=("C1",),
            sdgs=("4",),
            track="T",
            opens_track=True,
            series="S",
            part=2,
        ),
        session(
            "b",
            organisers=("UNESCO", "ITU"),
            action_lines=("C1", "C2"),
            sdgs=("5", "4"),
            days_apart=(DaysApart("c", 0, 1),),
            track="T",
            series="S",
            part=1,
            cadence="daily",
        ),
        session(
            "c",
            "panel",
            same_day=("a",),
            days_apart=(DaysApart("a", 1, 2), DaysApart("b", 1)),
            organisers=("ITU",),
            action_lines=("C2", "C1"),
            sdgs=("4", "5"),
            track="T",
            series="S",
            part=3,
        ),
    )


def nominees():
    """Three policy sessions for two nominees, of other types, regions, themes and languages; one of them is settled."""
    return programme(
        forum(
            on="2020-09-07",
            channels=ONE,
            periods=(period(on="2020-09-07", between="09:00-11:00"),),
        ),
        session("p", "policy", official=True, action_lines=("C1", "C2"), languages=("en-GB",)),
        session("q", "policy", track="Health", languages=("fr", "es"), facilitated_by=("noa",)),
        session("r", "policy", minutes=30, facilitated_by=("nia", "noa")),
        person("nia", nominated_by="government", region="Africa", themes=("c2", "Media"), languages=("en",)),
        person("noa", nominated_by="academia", region="Africa", themes=("Health",), languages=("fr-CA", "en")),
    )


def backgrounds():
    """Two policy sessions for three nominees of two stakeholder types; one has a region, another neither language."""
    return programme(
        forum(
            on="2020-09-07",
            channels=ONE,
            periods=(period(on="2020-09-07", between="09:00-10:00"),),
        ),
        session("p", "policy", action_lines=("C1",), languages=("en",)),
        session("q", "policy", action_lines=("C2",), languages=("fr",)),
        person("nia", nominated_by="government", region="Africa", languages=("en",)),
        person("ned", nominated_by="government", themes=("C1",)),
        person("noa", nominated_by="academia", region="Americas", themes=("C1", "C2"), languages=("fr",)),
    )


def reports():
    """A concluding session beside a facilitated session and a workshop that it does not assemble."""
    return programme(
        forum(
            on="2020-09-08",
            channels=ONE,
            types=(
                kind(),
                kind("policy", facilitators=1, facilitators_most=1),
                kind("talk", facilitators=1, facilitators_most=1),
                kind("end", assembles=("policy",)),
            ),
            periods=(period(on="2020-09-08", between="09:00-11:00", types=("workshop", "policy", "talk", "end")),),
        ),
        session("p", "policy"),
        session("t", "talk"),
        session("w"),
        session("end", "end"),
        person("nia", nominee=True),
    )


def rest():
    """A facilitator who appears elsewhere too, weeks that meet on a Sunday, holidays of some and of all."""
    return programme(
        forum(
            on="2020-09-06..2020-09-07",
            channels=ONE,
            periods=(
                period(on="2020-09-06..2020-09-07", between="08:00-09:00"),
                period("longer", on="2020-09-07", between="09:00-11:00"),
            ),
            holidays=(
                Holiday(date(2020, 9, 7), "Some day", ("kenya", "Peru")),
                Holiday(date(2020, 9, 6), "Everyone's day"),
                Holiday(date(2020, 9, 6), "Peru's day", ("Peru",)),
            ),
        ),
        session("p", "policy", official=True),
        session("q", "policy"),
        session("a", minutes=120),
        person("nia", "Africa/Nairobi", nominee=True, country="Kenya", most_a_week=2),
        person("lee", "America/Los_Angeles", country="Chile", most_a_week=1),
        person("kim", country="Peru", most_a_week=1),
        appears("nia", "a", minutes=(60, 90)),
        appears("nia", "q", minutes=(0, 10)),
        appears("lee", "p"),
        appears("lee", "a", minutes=(0, 10)),
        appears("lee", "a", "host", minutes=(110, 120)),
        appears("kim", "q", required=False),
        appears("kim", "p", minutes=(20, 30)),
    )


def weekly():
    """A weekly series, which is a track too, over the end of summer time."""
    return programme(
        forum(
            on="2020-10-18..2020-10-26",
            channels=ONE,
            periods=(
                period(on="2020-10-18..2020-10-25", between="02:00-04:00", weekdays=(6,)),
                period("monday", on="2020-10-26", between="02:00-03:00"),
            ),
        ),
        session("a", series="W", part=1, track="W"),
        session("b", series="W", part=2, track="W", cadence="weekly"),
        session("c", series="W", part=3, track="W", cadence="weekly"),
    )


def kathmandu():
    """A home a quarter of an hour off the hours of UTC, round the midnight of UTC, and a requester who lives by it."""
    return programme(
        forum(
            on="2020-06-22..2020-06-23",
            zone="Asia/Kathmandu",
            grid=15,
            channels=ONE,
            periods=(period(on="2020-06-22..2020-06-23", between="05:30-06:00"),),
        ),
        session(
            "a",
            minutes=30,
            zone="Africa/Accra",
            excluded_dates=(times(on="2020-06-21").days,),
            preferred_dates=(times(on="2020-06-22").days,),
            same_day=("b",),
            other_day=("c",),
        ),
        session("b", minutes=15, official=True, fixed="2020-06-22 02:00"),
        session("c", minutes=15),
    )


def crowded():
    """More sessions of one hour than channels, which need time to be set up."""
    return programme(
        forum(
            on="2020-06-22",
            periods=(period(on="2020-06-22", between="09:00-10:00"),),
            channels=(channel("c1", set_up=30), channel("c2", set_up=30)),
        ),
        session("a"),
        session("b"),
        session("c"),
    )


def capped():
    """Two periods with caps that take the same sessions, and hours outside both."""
    return programme(
        forum(
            on="2020-06-22",
            channels=ONE,
            types=(kind(), kind("panel")),
            periods=(
                period("early", on="2020-06-22", between="09:00-10:00", types=("workshop",), per_day=1),
                period("late", on="2020-06-22", between="10:00-11:00", types=("workshop",), per_week=1),
                period("panels", on="2020-06-22", between="11:00-12:00", types=("panel",)),
            ),
        ),
        session("a"),
        session("b"),
        session("p", "panel"),
    )


WIDE = ("coarse",)
"""The programmes of which every grid point is tried, also where no period is open."""

SETTINGS = {"start-minutes": {"minutes": (0, 30)}, "track-channel": {"tracks": ("*",)}}
"""Parameters of rules that ask nothing by default."""

MAKERS = {
    maker.__name__: maker
    for maker in (
        clashes,
        people,
        facilitation,
        chaired,
        channels,
        moves,
        served,
        midnight,
        autumn,
        spring,
        repeats,
        order,
        wishes,
        periods,
        fairness,
        nominees,
        backgrounds,
        reports,
        rest,
        topics,
        coarse,
        days_between,
        weekly,
        kathmandu,
        crowded,
        capped,
    )
}


@cache
def tiny(name):
    """The programme of this name, made once."""
    return MAKERS[name]()
