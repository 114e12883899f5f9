"""Rules about what is held, when it may begin, and the times that are asked for."""

from __future__ import annotations

from data.findings import Finding
from tests.factories import (
    appears,
    fixed,
    hours,
    kind,
    period,
    person,
    session,
    times,
)
from tests.scheduler.deciding.case import (
    MONDAY,
    NINE,
    TEN,
    TUESDAY,
    WEDNESDAY,
    WISHES,
    Case,
    changed,
    on,
    soft,
    tiny,
)

ABSENCE = {"mode": "soft", "weight": 0}
"""Said of requests that may as well be left out."""

IDLE = {**WISHES, "requests-placed": ABSENCE}
"""Held at an hour that it does not like, a session costs 20; left out, nothing."""

UNABLE = {"cannot": soft(20)}
"""The other contrary wish: of a speaker who cannot at some time, for 20 points."""

ONE_HOUR = "09:00-10:00"

# ---- held or left out ------------------------------------------------------------------------------------------------

LATE = tiny(session("a", preferred_hours=TEN), between=ONE_HOUR)
"""The only session can only be held at nine and would rather be held at ten."""


def demanded(about, **fields):
    """A case of what must be held; where it need not, it is left out, since that costs nothing and nine o'clock 20."""
    return Case(
        about=about,
        rule="must-place",
        asked=changed(LATE, "a", **fields),
        absent=LATE,
        without={"mode": "hard"},
        others=IDLE,
        broken=(Finding("must-place", "a", ("a",)),),
    )


def covered(rule, field):
    """Cases of a rule that asks for a session on each theme."""
    return (
        # Left out the session costs nothing, held 20: only the theme asks for it.
        Case(
            about="one session on a theme",
            rule=rule,
            asked=changed(LATE, "a", **{field: ("4",)}),
            others=IDLE,
            broken=(Finding(rule, "4", ("a",)),),
        ),
        # One hour for two requests: to leave out the wide one costs 1 x 10, to leave out the dear one 3 x 10.
        Case(
            about="the wider of two sessions",
            rule=rule,
            asked=tiny(
                session("dear", **{field: ("4",)}),
                session("wide", priority=1, **{field: ("4", "5")}),
                between=ONE_HOUR,
                channels=1,
            ),
            others={"requests-placed": soft(10)},
            free=10,
            price=30,
            broken=(Finding(rule, "5", ("wide",)),),
        ),
    )


HELD = (
    demanded("an official session", official=True),
    demanded("a session that is pinned", pinned=True),
    demanded("a session of which the day is fixed", fixed=(fixed(MONDAY),)),
    # Held at nine the session costs 20. It is of priority 3: left out, it costs 3 times the weight.
    Case(
        about="a request",
        rule="requests-placed",
        asked=LATE,
        without=ABSENCE,
        broken=(Finding("requests-placed", "a", ("a",), amount=3),),
    ),
    # The same with priority 1, but accepted: 3 times as much. With factor 1 the weight of 7 is less than 20.
    Case(
        about="a request that is accepted",
        rule="requests-placed",
        asked=changed(LATE, "a", priority=1, status="accepted"),
        without=ABSENCE,
        loose=({"accepted_factor": 1},),
        broken=(Finding("requests-placed", "a", ("a",), amount=3),),
    ),
    *covered("action-lines-covered", "action_lines"),
    *covered("sdgs-covered", "sdgs"),
)

# ---- starts ----------------------------------------------------------------------------------------------------------

TWO_WEEKS = f"{MONDAY}..2020-07-05"

STARTS = (
    # Fixed at ten, wished for at nine.
    Case(
        about="a start",
        rule="fixed-start",
        asked=tiny(session("a", fixed=f"{MONDAY} 10:00", preferred_hours=NINE)),
        broken=(Finding("fixed-start", "a", ("a",)),),
    ),
    Case(
        about="a day",
        rule="fixed-start",
        asked=tiny(session("a", fixed=TUESDAY, preferred_dates=on(MONDAY)), on=f"{MONDAY}..{TUESDAY}"),
        broken=(Finding("fixed-start", "a", ("a",)),),
    ),
    # Only half past nine is within the hours wished for.
    Case(
        about="the full hour",
        rule="start-minutes",
        asked=tiny(session("a", preferred_hours=(hours("09:30-10:30"),)), grid=30),
        settings={"minutes": (0,)},
        loose=({"minutes": (0, 30)}, {"minutes": ()}),
        broken=(Finding("start-minutes", "a", ("a",)),),
    ),
    # The hour wished for is in another period, which does not take the session.
    *(
        Case(
            about=about,
            rule="periods",
            asked=tiny(
                session("a", preferred_hours=TEN),
                periods=(period(on=MONDAY, between="09:00-10:00"), period("other", MONDAY, "10:00-11:00", **fields)),
            ),
            broken=(Finding("periods", "a", ("a",)),),
        )
        for about, fields in (
            ("a period for another type", {"types": ("ceremony",)}),
            ("a period for a region", {"regions": ("Africa",)}),
        )
    ),
    # The two hours that are wished for lie across the end of a span.
    Case(
        about="a span of hours that is too short",
        rule="periods",
        asked=tiny(
            session("a", minutes=120, preferred_hours=(hours("10:00-12:00"),)), between="09:00-11:00;11:00-12:00"
        ),
        broken=(Finding("periods", "a", ("a",)),),
    ),
    # One of two is fixed, the other is wished for at the same time, on the same day or in the same week.
    Case(
        about="sessions at once",
        rule="period-caps",
        asked=tiny(
            session("a", fixed=f"{MONDAY} 09:00"),
            session("b", preferred_hours=NINE),
            periods=(period(on=MONDAY, between="09:00-12:00", channels=1),),
        ),
        broken=(Finding("period-caps", "weekly at once", ("a", "b")),),
    ),
    Case(
        about="sessions a day",
        rule="period-caps",
        asked=tiny(
            session("a", fixed=f"{MONDAY} 09:00"),
            session("b", preferred_dates=on(MONDAY)),
            on=f"{MONDAY}..{TUESDAY}",
            channels=1,
            periods=(period(on=f"{MONDAY}..{TUESDAY}", between="09:00-11:00", per_day=1),),
        ),
        broken=(Finding("period-caps", f"weekly {MONDAY}", ("a", "b")),),
    ),
    Case(
        about="sessions a week",
        rule="period-caps",
        asked=tiny(
            session("a", fixed=f"{MONDAY} 09:00"),
            session("b", preferred_dates=on(TUESDAY)),
            on=TWO_WEEKS,
            periods=(period(on=TWO_WEEKS, between="09:00-11:00", per_week=1),),
        ),
        broken=(Finding("period-caps", f"weekly week of {MONDAY}", ("a", "b")),),
    ),
    Case(
        about="a type a day",
        rule="type-quotas",
        asked=tiny(
            session("a", "talk", fixed=f"{MONDAY} 09:00"),
            session("b", "talk", preferred_dates=on(MONDAY)),
            on=f"{MONDAY}..{TUESDAY}",
            channels=1,
            types=(kind("talk", per_day=1),),
            periods=(period(on=f"{MONDAY}..{TUESDAY}", between="09:00-11:00", types=("talk",)),),
        ),
        broken=(Finding("type-quotas", f"talk {MONDAY}", ("a", "b")),),
    ),
    Case(
        about="a type a week",
        rule="type-quotas",
        asked=tiny(
            session("a", "talk", fixed=f"{MONDAY} 09:00"),
            session("b", "talk", preferred_dates=on(TUESDAY)),
            on=TWO_WEEKS,
            types=(kind("talk", per_week=1),),
            periods=(period(on=TWO_WEEKS, between="09:00-11:00", types=("talk",)),),
        ),
        broken=(Finding("type-quotas", f"talk week {MONDAY}", ("a", "b")),),
    ),
    # The second day of two would go on any Monday or Wednesday; on Tuesday it would cost 20.
    Case(
        about="two days of a session",
        rule="days-in-a-row",
        asked=tiny(
            session("h", "hackathon", days=2, fixed=(f"{MONDAY} 09:00", ""), preferred_dates=on(MONDAY, WEDNESDAY)),
            on=f"{MONDAY}..{WEDNESDAY}",
        ),
        broken=(Finding("days-in-a-row", "h", ("h.1", "h.2")),),
    ),
    # On Tuesday the second day would be held in the hours wished for, at the same hour it is not.
    Case(
        about="two days at different hours",
        rule="days-in-a-row",
        asked=tiny(
            session("h", "hackathon", days=2, fixed=(f"{MONDAY} 09:00", TUESDAY), preferred_hours=TEN),
            on=f"{MONDAY}..{TUESDAY}",
        ),
        free=20,
        price=40,
        broken=(Finding("days-in-a-row", "h", ("h.1", "h.2")),),
    ),
)

# ---- times asked for -------------------------------------------------------------------------------------------------

LONG = f"{MONDAY}..2020-06-30"
"""Monday and Tuesday of two weeks, in `unable`."""


def unable(about, cannot, *, amount=1, periods=None, **wishes):
    """A case in which the speaker cannot at any time that the requester wishes for."""
    return Case(
        about=about,
        rule="preferred-times",
        asked=tiny(
            session("a", **wishes),
            person("ann", "Europe/Zurich", cannot=(cannot,)),
            appears("ann", "a"),
            on=LONG,
            periods=periods or (period(on=LONG, between="09:00-11:00", weekdays=(0, 1)),),
        ),
        others=UNABLE,
        broken=(Finding("preferred-times", "a", ("a",), amount=amount),),
    )


TIMES = (
    unable("hours", times(between="09:00-10:00"), preferred_hours=NINE),
    unable("a date", times(on=MONDAY), preferred_dates=on(MONDAY)),
    unable("a weekday", times(weekdays=(0,)), preferred_weekdays=(0,)),
    unable("a week", times(on=f"{MONDAY}..2020-06-28"), preferred_weeks=on(f"{MONDAY}..2020-06-28")),
    # The only other day is a Tuesday of the other week: three wishes are missed at once.
    unable(
        "three wishes at once",
        times(on=MONDAY),
        amount=3,
        periods=(period("first", on=MONDAY), period("second", on="2020-06-30")),
        preferred_dates=on(MONDAY),
        preferred_weekdays=(0,),
        preferred_weeks=on(f"{MONDAY}..2020-06-28"),
    ),
    # Whenever the speaker can, the requester does not want to.
    *(
        Case(
            about=about,
            rule="excluded-times",
            asked=tiny(
                session("a", **excluded),
                person("ann", "Europe/Zurich", cannot=(cannot,)),
                appears("ann", "a"),
                on=f"{MONDAY}..{TUESDAY}",
                between="09:00-11:00",
            ),
            others=UNABLE,
            broken=(Finding("excluded-times", "a", ("a",)),),
        )
        for about, cannot, excluded in (
            ("hours", times(between="10:00-11:00"), {"excluded_hours": NINE}),
            ("a date", times(on=TUESDAY), {"excluded_dates": on(MONDAY)}),
        )
    ),
)

PLACING = (*HELD, *STARTS, *TIMES)
