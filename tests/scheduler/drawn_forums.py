"""Forums drawn at random, so small that every timetable of them can be looked at, each with rules to judge them by.

Each forum is about one rule in one mode, so that all of them get their turn, and about a few subjects: what the
sessions and people say beside the bare necessities. All that is drawn is what the readers would take.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from constraints.catalogue import CATALOGUE, policy_problems
from data.grid import TimeGrid
from data.policy import Policy
from data.programme import Comfort, Days, DaysApart, FixedStart, Holiday, Hours, LocalTimes, Region
from data.zones import wall
from tests.factories import appears, channel, forum, kind, period, person, programme, session, team

SUBJECTS = {
    "wishes": ("preferred-times", "excluded-times", "start-minutes"),
    "fixed": ("fixed-start", "must-place", "requests-placed", "periods"),
    "rooms": ("channel-asked", "channel-features", "channel-languages", "audience-fits", "channels"),
    "services": ("service-minutes", "service-teams", "service-weeks"),
    "panels": ("one-place", "cannot", "night", "optional-appearances", "comfortable-hours"),
    "loads": ("most-a-day", "most-a-week", "holidays", "few-days"),
    "facilitation": (
        *("facilitators", "facilitated-by", "facilitator-not-panellist", "facilitator-load", "facilitators-rest"),
        "concluding-session",
    ),
    "nominees": ("facilitator-languages", "facilitator-themes", "facilitator-types", "facilitator-regions"),
    "pairs": ("order", "directly-after", "not-together", "types-apart", "plenary-alone"),
    "days": ("rehearsals", "same-day", "other-day", "days-apart"),
    "several": ("days-in-a-row", "repeats-apart", "repeats-regions"),
    "series": ("series-cadence",),
    "tracks": ("track-opening", "track-clashes", "track-channel", "track-blocks", "main-topic"),
    "topics": (
        *("action-lines-covered", "sdgs-covered", "action-line-clashes", "sdg-clashes"),
        *("action-lines-spread", "sdgs-spread"),
    ),
    "audience": ("organisation-a-day", "organisation-clashes", "region-clashes", "fair-hours", "audience-interest"),
    "numbers": ("period-caps", "type-quotas", "even-days", "even-weeks"),
}
"""What forums can be about, and the rules that look at it."""

LED = ("facilitation", "nominees")
CHOSEN = (*SUBJECTS["nominees"], "facilitators-rest", "facilitator-load")
"""Rules about whom is chosen: most sessions need facilitators where a forum is about them."""

SPREADS = ("action-lines-spread", "sdgs-spread")
LONG = (*SPREADS, "service-weeks", "most-a-week", "series-cadence", "even-weeks")
"""Rules about weeks: forums about them are of more than a week."""

FRAMES = (
    ("2020-06-22", "Europe/Zurich"),
    ("2020-06-27", "Europe/Zurich"),
    ("2020-10-24", "Europe/Zurich"),
    ("2020-03-28", "Europe/Zurich"),
    ("2020-10-31", "America/New_York"),
    ("2020-10-03", "Australia/Lord_Howe"),
)
"""First days and home zones; after all but the first two the clock is changed on the second day."""

ZONES = ("Europe/Zurich", "America/New_York", "Asia/Kathmandu")

PARAMETERS = {
    "requests-placed": {"accepted_factor": (1, 2)},
    "start-minutes": {"minutes": ((0,), (30,))},
    "channels": {"pause": (15, 60, 600)},
    "one-place": {"buffer": (0, 60, 600), "lead_buffer": (0, 60, 120)},
    "night": {"roles": ((), ("moderator", "speaker"))},
    "organisation-a-day": {"most": (0, 1)},
    "facilitator-load": {"most": (0, 1)},
    "facilitators-rest": {"rest": (0, 30, 600)},
    "directly-after": {"within": (0, 60)},
    "rehearsals": {"least": (0, 2), "most": (1, 2)},
    "repeats-apart": {"hours": (1, 24)},
    "comfortable-hours": {"lead_factor": (0, 3)},
    "fair-hours": {"most": (15, 45), "worst_factor": (0, 1)},
    "track-channel": {"tracks": (("T",), ("*",))},
    "audience-interest": {"unit": (1, 9), "pairs": (1, 2)},
    "action-lines-spread": {"tolerance": (0,)},
    "sdgs-spread": {"tolerance": (0,)},
}
"""Values of the rules' parameters beside the usual ones."""

SILENT = ("start-minutes", "track-channel")
"""Rules that ask nothing without their parameter."""

WEIGHTS = (0, 1, 3, 250, 500, 999, 1000)
"""Prices on both sides of the one from which a case is first demanded."""

USUAL = ("periods", "channels", "fixed-start", "one-place", "facilitators", "concluding-session", "days-in-a-row")
"""Rules that are off only where the forum is about their subject."""


def some(*values):
    """One of these; one that is said twice is twice as likely."""
    return st.sampled_from(values)


def now_and_then(often=10):
    return some(*[False] * (often - 1), True)


def none_or_one(strategy, *, surely=False):
    """A tuple of none or one, or surely of one."""
    return st.lists(strategy, min_size=int(surely), max_size=1).map(tuple)


class Frame:
    """What the parts of a forum are drawn from: its subjects, days and hours, and who and what there is.

    Few starts, channels and facilitators make for few timetables.
    """

    def __init__(self, draw, focus):
        self.focus = focus
        mine = next(subject for subject, rules in SUBJECTS.items() if focus in rules)
        self.subjects = {mine, *draw(st.lists(some(*SUBJECTS), max_size=2))}
        self.crowded = self.about(*LED, "several")
        """Whether there are so many ways to hold a session that there must be fewer sessions, starts and channels."""
        self.anywhere = self.about("fixed") and focus != "periods" and draw(now_and_then(3))
        """Whether the rule of periods is off; then there are few starts at all."""
        self._draw_days(draw)
        self._draw_hours(draw)
        self._draw_names(draw)

    def _draw_days(self, draw):
        day, self.home = draw(some(*FRAMES))
        self.first = date.fromisoformat(day)
        self.long = self.focus in LONG or ("series" in self.subjects and draw(st.booleans()))
        spread = self.about("days", "loads", "several", "numbers") or self.focus == "track-blocks"
        self.length = 9 if self.long else draw(some(2, 3) if spread else some(2, 1))
        self.last = self.first + timedelta(days=self.length - 1)

    def _draw_hours(self, draw):
        """Draw the grid, when the day opens, and at how many points of the grid something can begin on each day."""
        self.grid = 720 if self.anywhere else draw(some(60, 120, 30, 240))
        hour = draw(some(13, 9, 1) if self.about(*LED) else some(1, 9, 2, 23, 13))
        self.opens = hour * 60 // self.grid * self.grid
        self.starts = {1: draw(some(2, 3)), 2: draw(some(1, 2))}.get(self.length, 1)
        if self.anywhere:
            self.starts = 1

    def _draw_names(self, draw):
        number = draw(some(2, 3) if self.crowded else some(3, 3, 2))
        self.names = ("a", "b", "c")[: 3 if self.focus in SPREADS else number]
        self.order = draw(some(self.names, self.names[::-1]))
        """The order in which sessions may be said to follow one another, so that there is no circle."""
        number = draw(some(2, 1) if self.about("panels", "loads", *LED) else some(0, 1))
        self.people = ("mia", "tom")[: 2 if self.focus in CHOSEN else number]
        self.nominees = self.people if self.about(*LED) else ()

    def about(self, *subjects):
        return not self.subjects.isdisjoint(subjects)

    def speaks(self, *rules):
        """Whether to say what a rule looks at: surely where the forum is about one of these."""
        return st.just(True) if self.focus in rules else now_and_then(3)

    def earlier(self, name):
        """Another session that may be said to come before; nothing before the first."""
        return some(*self.order[: self.order.index(name)] or ("",))

    def other(self, name):
        """Another session."""
        return some(*(other for other in self.names if other != name))

    def day(self):
        """One of the first days."""
        return st.integers(0, min(self.length - 1, 2)).map(lambda number: self.first + timedelta(days=number))

    def dates(self):
        return self.day().map(lambda day: Days(day, day))

    def hours(self):
        """Hours round those in which something can be held."""

        def span(begin, length):
            start = (self.opens + begin * self.grid) % 1440
            return Hours(start, start + min(length * self.grid, 1440))

        return st.builds(span, st.integers(-1, self.starts), st.integers(1, 3))


# ---- the forum ---------------------------------------------------------------------------------------------------


@st.composite
def types(draw, frame):
    quotas = {}
    if frame.about("numbers"):
        quotas = {"per_day": draw(some(1, None)), "per_week": draw(some(None, 1, 2))}
    found = [kind(**quotas)]
    if frame.about("pairs", "tracks", "topics"):
        found += [kind("ceremony", plenary=True), kind("panel", parallel=False, main=True)]
    if frame.about(*LED):
        number = {"facilitators": draw(some(1, 1, 0)), "facilitators_most": draw(some(1, 2))}
        found.append(kind("policy", parallel=False, **number))
        if frame.about("facilitation"):
            found.append(kind("concluding", assembles=("policy",)))
    return tuple(found)


@st.composite
def channels(draw, frame):
    """A pool of one or two channels, and now and then a hall."""
    like = {"set_up": draw(some(0, 0, 30))}
    if frame.about("rooms"):
        like |= {"languages": draw(some((), ("en",))), "capacity": draw(some(None, 50))}
        like["features"] = draw(some((), (), ("polls",)))
    found = [channel("c1", **like)]
    if not frame.crowded and draw(some(True, True, False)):
        found.append(channel("c2", **like))
    if frame.about("rooms") or draw(now_and_then()):
        hall = {"set_up": draw(some(0, 60)), "reserved": draw(st.booleans()), "capacity": draw(some(None, 100))}
        found.append(channel("hall", None, languages=draw(some((), ("fr",))), features=("polls",), **hall))
    return tuple(found)


@st.composite
def periods(draw, frame, kinds):
    """A period over all days, in which the forum has its few starts, and now and then one at noon of a single day."""
    caps = {}
    if frame.about("numbers"):
        caps = {cap: draw(some(None, 1, 2)) for cap in ("channels", "per_day", "per_week")}
    weekdays = tuple(range(7))
    if frame.long:
        weekdays = tuple((frame.first + timedelta(days=day)).weekday() for day in range(draw(some(2, 1))))
    days = Days(frame.first, frame.last)
    hours = (Hours(frame.opens, frame.opens + frame.starts * frame.grid),)
    found = [period("first", days=days, weekdays=weekdays, hours=hours, types=tuple(k.id for k in kinds), **caps)]
    if draw(now_and_then(3)):
        noon = {"days": draw(frame.dates()), "hours": (Hours(720, 720 + min(2 * frame.grid, 720)),)}
        regions = draw(some((), ("East",)))
        found.append(period("noon", types=("workshop", "policy"), regions=regions, **noon))
    return tuple(found)


@st.composite
def teams(draw, frame):
    """Teams of interpreters for every language, and now and then one that captions English."""
    a_week = 1 if frame.focus == "service-weeks" else draw(some(5, 5, 1))
    like = {"rest": draw(some(0, 30, 60)), "most_minutes": draw(some(120, 60))}
    found = [team(count=draw(some(1, 1, 2)), a_week=a_week, **like)]
    if draw(st.booleans()):
        found.append(team("captions", "captioning", languages=("en",), a_week=draw(some(1, 2))))
    return tuple(found)


@st.composite
def comforts(draw):
    """Two regions of the audience, with nights and days of different length."""
    east, west = draw(some((50, 50), (80, 20), (0, 0)))
    return Comfort(
        draw(some(Hours(1380, 1800), Hours(540, 900))),
        draw(some(Hours(480, 1200), Hours(720, 840))),
        (Region("East", east, ("Asia/Kathmandu", "Asia/Dubai")), Region("West", west, ("America/New_York",))),
    )


@st.composite
def forums(draw, frame):
    """The forum's own settings."""
    kinds = draw(types(frame))
    more = {"channels": draw(channels(frame)), "periods": draw(periods(frame, kinds))}
    if frame.about("services"):
        more["teams"] = draw(teams(frame))
    if frame.about("loads"):
        more["holidays"] = (Holiday(draw(frame.day()), "Some day", draw(some((), ("Peru",), ("Kenya",)))),)
    if frame.about("audience", "several", "panels"):
        more["comfort"] = draw(comforts())
    return forum(days=Days(frame.first, frame.last), zone=frame.home, grid=frame.grid, types=kinds, **more)


# ---- its sessions ------------------------------------------------------------------------------------------------


@st.composite
def fixed_starts(draw, frame):
    """Nothing, a day, or a start at one of the usual hours."""
    day = draw(frame.day())
    clock = (frame.opens + draw(st.integers(0, frame.starts - 1)) * frame.grid) % 1440
    start = wall(day, clock, frame.home)
    at = FixedStart(day, start if TimeGrid(frame.home, frame.first, frame.last, frame.grid).on_grid(start) else None)
    return draw(some(None, FixedStart(day), at, at))


def alone(strategy):
    return strategy.map(lambda each: (each,) if each else ())


RELATIONS = {
    "pairs": {
        "order": ("after", lambda frame, name: alone(frame.earlier(name))),
        "directly-after": ("directly_after", lambda frame, name: frame.earlier(name)),
        "not-together": ("not_with", lambda frame, name: alone(frame.other(name))),
    },
    "days": {
        "same-day": ("same_day", lambda frame, name: alone(frame.other(name))),
        "other-day": ("other_day", lambda frame, name: alone(frame.other(name))),
        "days-apart": (
            "days_apart",
            lambda frame, name: alone(st.builds(DaysApart, frame.other(name), some(0, 1, 2), some(None, 2))),
        ),
        "rehearsals": (
            "rehearsal_of",
            lambda frame, name: frame.other(name) if name == frame.order[0] else st.just(""),
        ),
    },
}
"""What sessions say of others: by the rule that looks at it the field, and what may stand there."""


@st.composite
def session_types(draw, frame, name, asked):
    """The type of a session: one that the forum is about is likelier than others."""
    usual = "policy" if frame.about(*LED) else "workshop"
    if frame.focus == "concluding-session" and name == frame.order[-1]:
        usual = "concluding"
    usual = {"types-apart": "panel", "plenary-alone": "ceremony", "main-topic": "panel"}.get(frame.focus, usual)
    return draw(some(*[usual] * (6 if frame.focus in CHOSEN else 2), *asked.type))


@st.composite
def sessions(draw, frame, name, asked):
    """A session of the forum: how long it is, how much it matters, and what the subjects have it say."""
    half = max(frame.grid // 2, 30)
    long = min(2 * frame.grid, 240) if frame.starts > 1 else frame.grid
    fields = {
        "type": draw(session_types(frame, name, asked)),
        "minutes": draw(some(half if frame.crowded else frame.grid, frame.grid, half, long)),
        "official": draw(now_and_then(3)),
    }
    if not fields["official"]:
        fields |= {"priority": draw(some(3, 1, 5)), "status": draw(some("requested", "accepted"))}
        fields["pinned"] = draw(now_and_then())
    if frame.about("several"):
        fields["repeats"], fields["days"] = draw(some((1, 1), (2, 1), (1, 2)))
    for subject, said in SAID.items():
        if frame.about(subject):
            fields |= draw(said(frame, name, asked))
    for subject, relations in RELATIONS.items():
        for rule, (field, what) in relations.items() if frame.about(subject) else ():
            if draw(frame.speaks(rule)):
                fields[field] = draw(what(frame, name))
    if fields["type"] == "policy" and "mia" in frame.nominees:
        fields["facilitated_by"] = draw(some((), (), ("mia",)))
    drawn = session(name, **fields)
    if frame.about("fixed") or draw(now_and_then()):
        drawn = replace(drawn, fixed=tuple(draw(fixed_starts(frame)) for _ in drawn.occurrence_ids))
    return drawn


@st.composite
def wishes(draw, frame, name, asked):
    return {
        "zone": draw(some(frame.home, *ZONES)),
        "preferred_dates": draw(none_or_one(frame.dates())),
        "excluded_dates": draw(none_or_one(frame.dates())),
        "preferred_hours": draw(none_or_one(frame.hours())),
        "excluded_hours": draw(none_or_one(frame.hours())),
        "preferred_weekdays": draw(some((), (frame.last.weekday(),))),
    }


@st.composite
def needs(draw, frame, name, asked):
    return {
        "channel": draw(some(None, None, "pool", "hall")) if "hall" in asked.channel else None,
        "languages": draw(some((), ("en",), ("fr",))),
        "needs": draw(some(("polls",), ())),
        "expected_audience": draw(some(None, 51, 101)),
    }


@st.composite
def services(draw, frame, name, asked):
    return {"interpretation": draw(some(("fr",), ("fr",), ())), "captioning": draw(st.booleans())}


@st.composite
def subjects_of_nominees(draw, frame, name, asked):
    return {"languages": draw(some((), ("en",), ("fr",))), "action_lines": draw(some((), ("C1",), ("C2",)))}


@st.composite
def parts_of_a_series(draw, frame, name, asked):
    cadence = draw(some("weekly" if frame.long else "daily", ""))
    return {"series": "S", "part": frame.order.index(name) + 1, "cadence": cadence}


@st.composite
def themes(draw, frame, name, asked):
    nothing = () if frame.focus in SPREADS else ((),)
    return {
        "action_lines": draw(some(("C1",), ("C1", "C2"), *nothing)),
        "sdgs": draw(some(("4",), ("4", "5"), *nothing)),
    }


@st.composite
def tracks(draw, frame, name, asked):
    track = {"track": draw(some("T", "T", "T", "")), "opens_track": draw(st.booleans())}
    return track | draw(themes(frame, name, asked))


@st.composite
def audiences(draw, frame, name, asked):
    return {
        "target_regions": draw(some((), ("East",), ("East", "West"))),
        "organisers": draw(some(("Union",), ("Union",), ("Union", "Network"), ())),
    }


SAID = {
    "wishes": wishes,
    "rooms": needs,
    "services": services,
    "nominees": subjects_of_nominees,
    "series": parts_of_a_series,
    "topics": themes,
    "tracks": tracks,
    "audience": audiences,
    "several": audiences,
}
"""What each subject has sessions say."""


# ---- its people --------------------------------------------------------------------------------------------------


@st.composite
def people(draw, frame, name):
    """A person of the forum with what the subjects have them say."""
    fields = {"zone": draw(some(*ZONES, None)), "region": draw(some("East", "West", ""))}
    if name in frame.nominees:
        kind, region = ("government", "East") if name == "mia" else ("academia", "West")
        fields |= {"nominated_by": draw(some(kind, kind, "academia")), "region": draw(some(region, region, "East", ""))}
    if frame.about("nominees"):
        fields |= {"languages": draw(some((), ("en",))), "themes": draw(some((), ("C1",), ("c2", "T")))}
    if frame.about("loads"):
        fields |= {
            "most_a_day": 1 if draw(frame.speaks("most-a-day")) else None,
            "most_a_week": 1 if draw(frame.speaks("most-a-week")) else None,
            "country": draw(some("Peru", "")),
        }
    if frame.about("panels"):
        times = st.builds(
            LocalTimes, some(frame.home, *ZONES), st.none() | frame.dates(), some((), (5, 6)), frame.hours()
        )
        fields["cannot"] = draw(none_or_one(times, surely=frame.focus == "cannot"))
    return person(name, **fields)


@st.composite
def appearances(draw, frame, who, where):
    """Nothing, or an appearance or two of a person in a session of at least half an hour."""
    spans = some((), (None,), ((20, 30),))
    if frame.about("panels", "loads"):
        spans = some((None,), (), (None,), ((0, 5),), ((20, 30),), ((0, 10), (20, 30)))
    role = some("moderator", "moderator", "speaker", "welcome", "host")
    return [
        appears(who, where, draw(role), minutes=span, required=draw(some(True, True, False))) for span in draw(spans)
    ]


# ---- the rules ---------------------------------------------------------------------------------------------------


@st.composite
def settings(draw, name, mode):
    """What the policy says of a rule in a mode: its weight and parameters."""
    said = {"mode": mode}
    if mode == "soft" and draw(st.booleans()):
        said["weight"] = draw(some(*WEIGHTS))
    for key, values in PARAMETERS.get(name, {}).items():
        if name in SILENT or draw(st.booleans()):
            said[key] = draw(some(*values))
    return said


@st.composite
def policies(draw, frame, mode):
    """The rule that the forum is about in its mode, others of its subjects in any, all the rest as usual or off."""
    spare = draw(st.booleans())
    concerned = {name for subject in frame.subjects for name in SUBJECTS[subject]}
    said = {}
    for rule in CATALOGUE:
        if rule.name == frame.focus:
            said[rule.name] = draw(settings(rule.name, mode))
        elif rule.name == "periods":
            said |= {"periods": {"mode": "off"}} if frame.anywhere else {}
        elif rule.name in concerned and rule.can_be_off:
            other = draw(some(None, None, *rule.modes, "off"))
            said |= {rule.name: draw(settings(rule.name, other))} if other else {}
        elif spare and rule.can_be_off and rule.name not in USUAL:
            said[rule.name] = {"mode": "off"}
    if "one-place" not in said and draw(frame.speaks("facilitators-rest")):
        said["one-place"] = {"buffer": 0, "lead_buffer": 0}
    if frame.focus != "requests-placed" and draw(st.booleans()):
        said["requests-placed"] = {"weight": draw(some(1, 20, 100, 333, 334))}
    policy = Policy(said)
    assert policy_problems(policy) == []
    return policy


@st.composite
def drawn(draw, name, mode):
    """A forum and a policy, about one rule in one mode."""
    frame = Frame(draw, name)
    asked = draw(forums(frame))
    held = [draw(sessions(frame, each, asked)) for each in frame.names]
    who = [draw(people(frame, each)) for each in frame.people]
    parts = [
        part
        for each in frame.people
        for one in held
        if each not in one.facilitated_by
        for part in draw(appearances(frame, each, one.id))
    ]
    found = programme(asked, *held, *who, *parts)
    if frame.about("audience"):
        pairs = [(one, other) for one in frame.names for other in frame.names if one < other]
        found = replace(found, interest={pair: draw(some(9, 10, 25)) for pair in pairs})
    return found, draw(policies(frame, mode))
