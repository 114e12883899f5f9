"""Rules about people: what they can take, their hours, and who facilitates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.findings import Finding
from data.programme import Comfort, Holiday, Region
from tests.factories import appears, hours, kind, period, person, session, times
from tests.scheduler.deciding.case import MONDAY, NINE, TEN, TUESDAY, WEDNESDAY, Case, on, soft, tiny

TWO_WEEKS = f"{MONDAY}..2020-07-05"
THREE_DAYS = f"{MONDAY}..{WEDNESDAY}"
AFTERNOON = (hours("15:00-16:00"),)

# ---- what people can take --------------------------------------------------------------------------------------------


def both(about, rule, ann, *parts, case="ann", wish=NINE, settings=None, loose=(), **more):
    """A case of Ann in two sessions, of which one is fixed at nine and the other is wished for at some hour."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(session("a", fixed=f"{MONDAY} 09:00"), session("b", preferred_hours=wish), ann, *parts),
        settings=settings or {},
        loose=loose,
        broken=(Finding(rule, case, ("a", "b"), ("ann",)),),
        **more,
    )


def days_of(about, rule, ann, *, wished, case, forum_days=THREE_DAYS):
    """A case of Ann in two sessions, of which one is fixed on Tuesday and the other is wished for on some date."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(
            session("a", fixed=f"{TUESDAY} 09:00"),
            session("b", preferred_dates=on(wished)),
            ann,
            appears("ann", "a"),
            appears("ann", "b"),
            on=forum_days,
            between="09:00-10:00",
        ),
        broken=(Finding(rule, case, ("a", "b"), ("ann",)),),
    )


ANN = person("ann")
ONCE_A_DAY = person("ann", most_a_day=1)
ONCE_A_WEEK = person("ann", most_a_week=1)
IN_BOTH = (appears("ann", "a"), appears("ann", "b"))

PARTS = (
    # A session is fixed at nine; another is wished for at nine, or at ten without any break.
    both("two places", "one-place", ANN, *IN_BOTH),
    both("a break", "one-place", ANN, *IN_BOTH, wish=TEN, settings={"lead_buffer": 0}, loose=({"buffer": 0},)),
    both(
        "a break for who leads",
        "one-place",
        ANN,
        appears("ann", "a"),
        appears("ann", "b", "moderator"),
        wish=TEN,
        settings={"buffer": 0},
        loose=({"lead_buffer": 0},),
    ),
    both("one that is missed", "optional-appearances", ANN, appears("ann", "a"), appears("ann", "b", required=False)),
    days_of("a day", "most-a-day", ONCE_A_DAY, wished=TUESDAY, case=f"ann {TUESDAY}"),
    days_of("a week", "most-a-week", ONCE_A_WEEK, wished=WEDNESDAY, case=f"ann {MONDAY}", forum_days=TWO_WEEKS),
    days_of("one day for both", "few-days", ANN, wished=WEDNESDAY, case="ann"),
    # Three sessions on three days: with more than two parts the days are counted in another way.
    Case(
        about="two days for three",
        rule="few-days",
        asked=tiny(
            session("a", fixed=f"{MONDAY} 09:00"),
            session("b", fixed=f"{MONDAY} 10:00"),
            session("c", preferred_dates=on(WEDNESDAY)),
            ANN,
            *IN_BOTH,
            appears("ann", "c"),
            on=THREE_DAYS,
        ),
        broken=(Finding("few-days", "ann", ("a", "b", "c"), ("ann",)),),
    ),
)

# ---- people's hours --------------------------------------------------------------------------------------------------

TOKYO = person("ann", "Asia/Tokyo", region="Asia")
"""Seven hours ahead of the forum in summer: ten o'clock is 17:00 there, 15:00 is 22:00, and 17:00 is midnight."""

KENYA = person("ann", "Africa/Nairobi", country="Kenya")
FEAST = (Holiday(date(2020, 6, 22), "Feast", ("Kenya",)),)

LATE = (hours("17:00-18:00"),)


def late(about, rule, *, amount=1, role="speaker", wish=AFTERNOON, case="ann a", people=("ann",), fields=None, **more):
    """A case of a session with Ann in Tokyo: wished for in the afternoon, when it is late there; it could be at ten."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(
            session("a", preferred_hours=wish),
            TOKYO,
            appears("ann", "a", role),
            between=f"10:00-11:00;{wish[0]}",
            **(fields or {}),
        ),
        broken=(Finding(rule, case, ("a",), people, amount),),
        **more,
    )


REGIONS = {
    "comfort": Comfort(regions=(Region("Asia", 50, ("Asia/Tokyo",)), Region("Europe", 50, ("Europe/Zurich",)))),
}

HOURS = (
    Case(
        about="a speaker",
        rule="cannot",
        asked=tiny(
            session("a", preferred_hours=NINE),
            person("ann", "Europe/Zurich", cannot=(times(between="09:00-10:00"),)),
            appears("ann", "a"),
        ),
        broken=(Finding("cannot", "ann a", ("a",), ("ann",)),),
    ),
    late("a moderator", "night", role="moderator", wish=LATE),
    late("a speaker", "night", wish=LATE, settings={"roles": ("speaker",)}, loose=({"roles": ("moderator",)},)),
    Case(
        about="a speaker",
        rule="holidays",
        asked=tiny(
            session("a", preferred_dates=on(MONDAY)),
            KENYA,
            appears("ann", "a"),
            on=THREE_DAYS,
            between="09:00-10:00",
            holidays=FEAST,
        ),
        broken=(Finding("holidays", "ann a", ("a",), ("ann",)),),
    ),
    # From 22:00 to 23:00 four quarters lie outside 8:00 to 20:00, for who leads twice.
    late("a speaker", "comfortable-hours", amount=4),
    late("a moderator", "comfortable-hours", amount=8, role="moderator", loose=({"lead_factor": 1},)),
    # From midnight to one the four quarters are of the night: each counts three times.
    late("a speaker at night", "comfortable-hours", amount=12, wish=LATE),
    # The audience of Asia, half of all, bears 30 of 60 minutes, Ann 60: 6 quarters, and as the worst region twice more.
    # With factor 0 the weight of 2 makes it 12, less than 20; 90 minutes a session are not beyond 90.
    late(
        "a region",
        "fair-hours",
        amount=18,
        case="Asia",
        people=(),
        loose=({"worst_factor": 0}, {"most": 90}),
        fields=REGIONS,
    ),
)

# ---- who facilitates -------------------------------------------------------------------------------------------------

THEMES = {"facilitators": {"mode": "hard"}, "facilitator-themes": soft(20)}
"""The contrary wish of rules about facilitators: who else there is does not know the subject, for 20 points."""

TYPES = (
    kind("workshop"),
    kind("policy", facilitators=1, facilitators_most=1),
    kind("concluding", assembles=("policy",)),
)

OPEN = (period(on=MONDAY, between="09:00-12:00", types=tuple(each.id for each in TYPES)),)

NOA = person("noa", "Europe/Zurich", nominated_by="academia", region="Europe", themes=("C2",), languages=("en",))
"""Who does not know the subject."""


def led(about, rule, *things, case="nia p", amount=1, nia=None, sessions=("p",), people=("nia",), fields=None, **more):
    """A case of policy sessions on C1, which Nia alone knows; Noa would cost 20 for each."""
    usual = {"zone": "Europe/Zurich", "nominated_by": "government", "region": "Africa", "languages": ("en",)}
    only = person("nia", **{**usual, "themes": ("C1",), **(nia or {})})
    return Case(
        about=about,
        rule=rule,
        asked=tiny(*things, only, NOA, types=TYPES, periods=OPEN, **(fields or {})),
        others=THEMES,
        broken=(Finding(rule, case, sessions, people, amount),),
        **more,
    )


def policy(name, start="09:00", **fields):
    """A policy session on C1, fixed on Monday."""
    return session(name, "policy", fixed=f"{MONDAY} {start}", action_lines=("C1",), **fields)


TWO = (policy("p"), policy("q", "11:00"))
"""Two sessions of which Nia would facilitate both, and keeps a rule if Noa takes one of them."""

FACILITATION = (
    # The only nominee does not know the subject: without the rule nobody is chosen.
    Case(
        about="nobody",
        rule="facilitators",
        asked=tiny(policy("p"), NOA, types=TYPES, periods=OPEN),
        others={"facilitator-themes": soft(20)},
        broken=(Finding("facilitators", "p", ("p",)),),
    ),
    led("who is settled", "facilitated-by", policy("p", facilitated_by=("noa",)), case="noa p", people=("noa",)),
    led("a speaker", "facilitator-not-panellist", policy("p"), appears("nia", "p")),
    led("a language", "facilitator-languages", policy("p", languages=("en",)), nia={"languages": ("fr",)}),
    replace(
        led("a theme", "facilitator-themes", policy("p", languages=("en",)), nia={"languages": ("fr",)}),
        others={"facilitators": {"mode": "hard"}, "facilitator-languages": soft(20)},
        broken=(Finding("facilitator-themes", "noa p", ("p",), ("noa",)),),
    ),
    led(
        "one session each",
        "facilitator-load",
        *TWO,
        case="nia",
        sessions=("p", "q"),
        settings={"most": 1},
        loose=({"most": 2},),
    ),
    led(
        "two sessions of one type", "facilitator-types", *TWO, case="stakeholder types", sessions=("p", "q"), people=()
    ),
    led("two sessions of one region", "facilitator-regions", *TWO, case="regions", sessions=("p", "q"), people=()),
    # Nia speaks right after the session that she would facilitate.
    led(
        "an appearance right after",
        "facilitators-rest",
        policy("p"),
        session("a", fixed=f"{MONDAY} 10:00"),
        appears("nia", "a"),
        case="nia",
        sessions=("p", "a"),
        loose=({"rest": 0},),
    ),
    led(
        "a facilitator",
        "one-place",
        policy("p"),
        session("a", fixed=f"{MONDAY} 09:00"),
        appears("nia", "a"),
        case="nia",
        sessions=("a", "p"),
    ),
    led("a facilitator", "cannot", policy("p"), nia={"cannot": (times(between="09:00-10:00"),)}),
    led("a facilitator", "night", policy("p"), nia={"zone": "America/New_York"}),
    led("a facilitator", "most-a-day", *TWO, case=f"nia {MONDAY}", sessions=("p", "q"), nia={"most_a_day": 1}),
    led("a facilitator", "most-a-week", *TWO, case=f"nia {MONDAY}", sessions=("p", "q"), nia={"most_a_week": 1}),
    led("a facilitator", "holidays", policy("p"), nia={"country": "Kenya"}, fields={"holidays": FEAST}),
    # Nine o'clock is 3:00 in New York: four quarters of the night, three times each, and twice that for who leads.
    replace(
        led("a facilitator", "comfortable-hours", policy("p"), amount=24, nia={"zone": "America/New_York"}),
        others={**THEMES, "facilitator-themes": soft(50)},
        price=50,
    ),
    # An hour outside comfortable hours counts twice for who leads: 8 quarters, and twice more as the worst region.
    replace(
        led(
            "a facilitator",
            "fair-hours",
            policy("p", target_regions=("Europe",)),
            case="Asia",
            amount=24,
            people=(),
            nia={"zone": "America/New_York", "region": "Asia"},
            fields=REGIONS,
        ),
        others={**THEMES, "facilitator-themes": soft(50)},
        price=50,
    ),
    # What is concluded is wished for at ten, and the conclusion at nine.
    Case(
        about="what comes before",
        rule="concluding-session",
        asked=tiny(
            session("p", "policy", preferred_hours=TEN),
            session("end", "concluding", preferred_hours=NINE),
            types=TYPES,
            periods=OPEN,
        ),
        broken=(Finding("concluding-session", "p end", ("p", "end")),),
    ),
    # Who alone can facilitate cannot be at the conclusion.
    Case(
        about="who reports",
        rule="concluding-session",
        asked=tiny(
            policy("p"),
            session("end", "concluding", fixed=f"{MONDAY} 11:00"),
            person("nia", "Europe/Zurich", nominee=True, cannot=(times(between="11:00-12:00"),)),
            types=TYPES,
            periods=OPEN,
        ),
        others={"facilitators": {"mode": "hard"}, "cannot": soft(20)},
        broken=(Finding("concluding-session", "nia end", ("p", "end"), ("nia",)),),
    ),
)

PEOPLE = (*PARTS, *HOURS, *FACILITATION)
