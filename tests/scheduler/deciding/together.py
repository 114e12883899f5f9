"""Rules about sessions beside one another: rooms, services, order, days, themes, and an even load."""

from __future__ import annotations

from dataclasses import replace

from data.findings import Finding
from data.programme import Comfort, DaysApart, Region
from tests.factories import KINDS, channel, kind, period, session, team
from tests.scheduler.deciding.case import (
    ELEVEN,
    MONDAY,
    NINE,
    TEN,
    TUESDAY,
    WEDNESDAY,
    Case,
    on,
    soft,
    tiny,
)

THREE_DAYS = f"{MONDAY}..{WEDNESDAY}"
TWO_WEEKS = f"{MONDAY}..2020-07-05"


def beside(about, rule, *, case="a b", first=None, second=None, kinds=("workshop", "workshop"), amount=1, **fields):
    """A case of two sessions, of which one is fixed at nine and the other is wished for at nine."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(
            session("a", kinds[0], fixed=f"{MONDAY} 09:00", **(first or {})),
            session("b", kinds[1], preferred_hours=NINE, **(second or {})),
            **fields,
        ),
        broken=(Finding(rule, case, ("a", "b"), amount=amount),),
    )


def and_another(case):
    """The same with a third session that is like the second: twice the amount, and twice the price."""
    (finding,) = case.broken
    second = case.asked.session["b"]
    more = replace(case.asked.forum, channels=(*case.asked.forum.channels, channel("c3")))
    return replace(
        case,
        about=f"{case.about} and another",
        asked=replace(
            case.asked,
            forum=more,
            sessions=(*case.asked.sessions, replace(second, id="c", title="C")),
        ),
        broken=(replace(finding, sessions=("a", "b", "c"), amount=2 * finding.amount),),
        price=2 * case.price,
    )


def sharing(rule, case, **theme):
    """Cases of sessions on one theme, of which one is fixed at nine and the others are wished for at nine."""
    two = beside("two at nine", rule, first=theme, second=theme, case=case)
    return two, and_another(two)


def days_of(
    about, rule, *, wished, first=None, second=None, case="a b", sessions=("a", "b"), settings=None, loose=(), **fields
):
    """A case of two sessions, of which one is fixed on Tuesday at nine and the other is wished for on some date."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(
            session("a", fixed=f"{TUESDAY} 09:00", **(first or {})),
            session("b", preferred_dates=on(wished), **(second or {})),
            **{"on": THREE_DAYS, "between": "09:00-10:00", **fields},
        ),
        settings=settings or {},
        loose=loose,
        broken=(Finding(rule, case, sessions),),
    )


# ---- rooms -----------------------------------------------------------------------------------------------------------

FULL = {"audience-fits": soft(20)}
"""The contrary wish of rules about rooms: the room that they ask for is too small, for 20 points."""

FOREIGN = {"channel-languages": soft(20)}
"""The same of a room in another language."""


def roomy(about, rule, rooms, *, others=FULL, **fields):
    """A case of one session with an audience of 100, in English: the room that the rule asks for does not suit it."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(session("a", expected_audience=100, languages=("en",), **fields), channels=rooms),
        others=others,
        broken=(Finding(rule, "a", ("a",)),),
    )


SMALL = channel("small", None, capacity=50)
LARGE = channel("large", None, capacity=100)

ROOMS = (
    roomy("a channel", "channel-asked", (SMALL, LARGE), channel="small"),
    roomy("a pool", "channel-asked", (replace(SMALL, pool="pool"), LARGE), channel="pool"),
    roomy("a reserved channel", "channel-asked", (SMALL, replace(LARGE, reserved=True))),
    roomy("a feature", "channel-features", (replace(SMALL, features=("polls",)), LARGE), needs=("polls",)),
    roomy("languages", "channel-languages", (SMALL, replace(LARGE, languages=("fr",)))),
    roomy("an audience", "audience-fits", (SMALL, replace(LARGE, languages=("fr",))), others=FOREIGN),
    # In one channel a session is fixed at nine; another is wished for at nine, or at ten without any break.
    beside("at once", "channels", case="c1", channels=1),
    *(
        Case(
            about=about,
            rule="channels",
            asked=tiny(
                session("a", fixed=f"{MONDAY} 09:00"),
                session("b", preferred_hours=TEN),
                channels=(channel("c1", set_up=set_up),),
            ),
            settings={"pause": pause},
            loose=loose,
            broken=(Finding("channels", "c1", ("a", "b")),),
        )
        for about, set_up, pause, loose in (("set-up", 30, 0, ()), ("a pause", 0, 30, ({"pause": 0},)))
    ),
    # Each of two sessions of a track asks for a room of its own; one of them has to go without.
    Case(
        about="two rooms",
        rule="track-channel",
        asked=tiny(
            session("a", track="T", channel="small", fixed=f"{MONDAY} 09:00"),
            session("b", track="T", channel="large", fixed=f"{MONDAY} 10:00"),
            channels=(SMALL, LARGE),
        ),
        others={"channel-asked": soft(20)},
        settings={"tracks": ("*",)},
        loose=({"tracks": ()}, {"tracks": ("U",)}),
        broken=(Finding("track-channel", f"T {MONDAY}", ("a", "b")),),
    ),
)

# ---- services --------------------------------------------------------------------------------------------------------

SERVED = {"interpretation": ("fr",)}
BOOTH = beside("one team", "service-teams", first=SERVED, second=SERVED, case="booth", teams=(team(rest=0),))


def too_long(service, **asks):
    """A case of a session that takes longer than its team serves; left out it costs 3 times 10."""
    return Case(
        about=f"{service} of a long session",
        rule="service-minutes",
        asked=tiny(session("a", minutes=120, **asks), teams=(team(service=service, most_minutes=60),)),
        others={"requests-placed": soft(10)},
        price=30,
        broken=(Finding("service-minutes", f"a {service}", ("a",)),),
    )


SERVICES = (
    too_long("interpretation", **SERVED),
    too_long("captioning", captioning=True),
    too_long("sign-language", sign_language=True),
    BOOTH,
    and_another(BOOTH),
    # Right after the first the second would come too soon for the team.
    Case(
        about="a rest",
        rule="service-teams",
        asked=tiny(
            session("a", fixed=f"{MONDAY} 09:00", **SERVED),
            session("b", preferred_hours=TEN, **SERVED),
            teams=(team(rest=60),),
        ),
        broken=(Finding("service-teams", "booth", ("a", "b")),),
    ),
    days_of(
        "one session a week",
        "service-weeks",
        wished=WEDNESDAY,
        first=SERVED,
        second=SERVED,
        case=f"booth {MONDAY}",
        on=TWO_WEEKS,
        teams=(team(a_week=1, rest=0),),
    ),
)

# ---- order and days --------------------------------------------------------------------------------------------------


def after(about, rule, *, fixed="10:00", wish=NINE, first=None, second=None, case="a b", **more):
    """A case of two sessions on one morning, of which one is fixed and the other is wished for at some hour."""
    return Case(
        about=about,
        rule=rule,
        asked=tiny(
            session("a", fixed=f"{MONDAY} {fixed}", **(first or {})),
            session("b", preferred_hours=wish, **(second or {})),
        ),
        broken=(Finding(rule, case, ("a", "b")),),
        **more,
    )


ORDER = (
    # Fixed at ten, wished for at nine: then the second would have to be held at eleven.
    after("a session after another", "order", second={"after": ("a",)}),
    after("parts of a series", "order", first={"series": "S", "part": 1}, second={"series": "S", "part": 2}),
    after("a track", "track-opening", first={"track": "T", "opens_track": True}, second={"track": "T"}),
    # Fixed at nine, wished for at eleven: then it would have to be held at ten.
    after(
        "no gap",
        "directly-after",
        fixed="09:00",
        wish=ELEVEN,
        second={"directly_after": "a"},
        loose=({"within": 60},),
    ),
    # Fixed on Tuesday, to be rehearsed on a day before; wished for on that very day.
    days_of(
        "the day before",
        "rehearsals",
        wished=TUESDAY,
        second={"rehearsal_of": "a"},
        case="b a",
        sessions=("b", "a"),
        loose=({"least": 0},),
    ),
    days_of(
        "not long before",
        "rehearsals",
        wished="2020-06-21",
        second={"rehearsal_of": "a"},
        case="b a",
        sessions=("b", "a"),
        on=f"2020-06-21..{WEDNESDAY}",
        settings={"most": 1},
        loose=({"most": 2},),
    ),
    days_of("one day", "same-day", wished=MONDAY, second={"same_day": ("a",)}),
    days_of("two days", "other-day", wished=TUESDAY, second={"other_day": ("a",)}),
    days_of("not so near", "days-apart", wished=TUESDAY, second={"days_apart": (DaysApart("a", 1),)}),
    days_of(
        "not so far", "days-apart", wished="2020-06-25", second={"days_apart": (DaysApart("a", 0, 1),)}, on=TWO_WEEKS
    ),
    # Both repeats at nine and at ten is what is wished for, one of the two in the evening would cost 20.
    Case(
        about="a day and an evening",
        rule="repeats-apart",
        asked=tiny(session("a", repeats=2, preferred_hours=NINE + TEN), between="09:00-11:00;18:00-19:00", channels=1),
        loose=({"hours": 1},),
        broken=(Finding("repeats-apart", "a.1 a.2", ("a.1", "a.2")),),
    ),
    # In Zurich 14:00 to 2:00 is the day of New York, and 1:00 to 13:00 that of Tokyo.
    Case(
        about="the other side of the world",
        rule="repeats-regions",
        asked=tiny(
            session("a", repeats=2, preferred_hours=NINE + TEN),
            between="09:00-11:00;15:00-16:00",
            channels=1,
            comfort=Comfort(
                regions=(Region("Asia", 50, ("Asia/Tokyo",)), Region("Americas", 50, ("America/New_York",)))
            ),
        ),
        broken=(Finding("repeats-regions", "a Americas", ("a.1", "a.2")),),
    ),
    # The first part is on Tuesday, the second is wished for on that day too, or on Wednesday a week later.
    days_of(
        "a part a day",
        "series-cadence",
        wished=TUESDAY,
        first={"series": "S", "part": 1},
        second={"series": "S", "part": 2, "cadence": "daily"},
    ),
    days_of(
        "a part a week",
        "series-cadence",
        wished="2020-07-01",
        first={"series": "S", "part": 1},
        second={"series": "S", "part": 2, "cadence": "weekly"},
        on=TWO_WEEKS,
    ),
)

# ---- what goes together ----------------------------------------------------------------------------------------------


def weeks_of(rule, case, *, settings=None, loose=(), **theme):
    """A case of two sessions in one of two weeks, whose fair share is one session each."""
    return days_of(
        "one week of two",
        rule,
        wished=WEDNESDAY,
        first=theme,
        second=theme,
        case=case,
        on=TWO_WEEKS,
        settings=settings,
        loose=loose,
    )


TOPIC = {
    "kinds": ("main", "workshop"),
    "case": "a",
    "types": (*KINDS, kind("main", main=True)),
    "periods": (period(on=MONDAY, between="09:00-12:00", types=("main", "workshop")),),
}

PLENARY = beside("a plenary", "plenary-alone", kinds=("ceremony", "workshop"), case="a")
POLICY = beside("a type", "types-apart", kinds=("policy", "policy"), case="policy")
MAIN = beside("a line", "main-topic", first={"action_lines": ("C1",)}, second={"action_lines": ("C1",)}, **TOPIC)
WANTED = beside("what 25 people want", "audience-interest", amount=2)

CLASHES = (
    PLENARY,
    and_another(PLENARY),
    POLICY,
    and_another(POLICY),
    MAIN,
    and_another(MAIN),
    beside("a track", "main-topic", first={"track": "T"}, second={"track": "T"}, **TOPIC),
    beside("two that exclude each other", "not-together", second={"not_with": ("a",)}),
    *sharing("track-clashes", "T", track="T"),
    *sharing("action-line-clashes", "C1", action_lines=("C1",)),
    *sharing("sdg-clashes", "4", sdgs=("4",)),
    *sharing("organisation-clashes", "ITU", organisers=("ITU",)),
    *sharing("region-clashes", "Africa", target_regions=("Africa",)),
    # Both are wanted by 25 people: two units of ten.
    replace(WANTED, asked=replace(WANTED.asked, interest={("a", "b"): 25}), loose=({"unit": 30}, {"pairs": 0})),
)

EVEN = (
    # With three days for three sessions, each day's fair share is one.
    Case(
        about="a day of three",
        rule="even-days",
        asked=tiny(
            session("a", fixed=f"{MONDAY} 09:00"),
            session("b", fixed=f"{TUESDAY} 09:00"),
            session("c", preferred_dates=on(TUESDAY)),
            on=THREE_DAYS,
            between="09:00-10:00",
        ),
        broken=(Finding("even-days", f"weekly {TUESDAY}", ("b", "c")),),
    ),
    weeks_of("even-weeks", f"weekly {MONDAY}"),
    weeks_of(
        "action-lines-spread",
        f"C1 {MONDAY}",
        settings={"tolerance": 0},
        loose=({"tolerance": 1},),
        action_lines=("C1",),
    ),
    weeks_of("sdgs-spread", f"4 {MONDAY}", settings={"tolerance": 0}, loose=({"tolerance": 1},), sdgs=("4",)),
    # From Tuesday to Thursday there is one day too many.
    days_of(
        "days in a row",
        "track-blocks",
        wished="2020-06-25",
        first={"track": "T"},
        second={"track": "T"},
        case="T",
        on=TWO_WEEKS,
    ),
    days_of(
        "one session a day",
        "organisation-a-day",
        wished=TUESDAY,
        first={"organisers": ("ITU",)},
        second={"organisers": ("ITU",)},
        case=f"ITU {TUESDAY}",
        settings={"most": 1},
        loose=({"most": 2},),
    ),
)

TOGETHER = (*ROOMS, *SERVICES, *ORDER, *CLASHES, *EVEN)
