"""Plants one contradiction into a sample forum that can be held without it: a function for each kind.

A plant changes some cells and adds some rows; all that it adds is invented and marked so. It returns the planted
facts: the demands that cannot hold together, as (rule, case) of `forum explain`. Unless its docstring says otherwise,
each of them is needed and they are the only contradiction: without any one of them the forum can be held.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.samples.drafts import moment
from data.samples.frame import channels_for, table, windows
from data.samples.geography import local
from data.samples.wsis_facts import HOME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data.samples.drafts import Draft, Person

Row = dict[str, str]
Demand = tuple[str, str]
"""A rule's name and one of its cases."""

SECRETARIAT = "Invented Secretariat of the Forum"
MEETING = "interactive-session"
"""A session type that the weekly programme and the final week take."""
DAY = date(2020, 9, 9)
"""A day of the final week to which no plenary is fixed; two days come before it, one after."""


@dataclass(slots=True)
class Tables:
    """A sample forum as the rows of its tables, while a contradiction is planted; and what it was made from."""

    scale: int
    drafts: Sequence[Draft]
    cast: Sequence[Person]
    frame: str
    sessions: list[Row]
    people: list[Row]
    appearances: list[Row]

    def session(self, title: str, kind: str = MEETING, **cells: str) -> str:
        """Add an official session without people, and return its id."""
        usual = {"organisers": SECRETARIAT, "languages": "en", "captioning": "no", "synthetic": "yes"}
        row = {"id": _next(self.sessions), "title": title, "type": kind, "status": "confirmed", **usual, **cells}
        self.sessions.append(row)
        return row["id"]

    def person(self, name: str, *, zone: str = HOME, country: str = "Switzerland", **cells: str) -> str:
        """Add a person, and return the id."""
        row = {"id": _next(self.people), "name": f"{name} (invented)", "zone": zone, "country": country}
        self.people.append({**row, "organisation": SECRETARIAT, "stakeholder_type": "international organization"})
        self.people[-1].update(cells)
        return row["id"]

    def appear(self, session: str, person: str, role: str = "speaker") -> None:
        """Have a person appear in a session for sure, from its beginning to its end."""
        self.appearances.append({"session": session, "person": person, "role": role, "presence": "required"})

    def add(self, heading: str, *rows: tuple[str, object]) -> None:
        """Add a table to `forum.toml`."""
        self.frame += "\n" + table(f"[{heading}]", *rows)

    def change(self, session: str, **cells: str) -> None:
        """Change cells of an official session."""
        next(row for row in self.sessions if row["id"] == session).update(cells)

    def meetings(self) -> list[Draft]:
        """The invented meetings of the final week, with where they are planted."""
        kinds = ("action-line-facilitation", "high-level-dialogue")
        return [draft for draft in self.drafts if draft.fact is None and draft.kind in kinds]

    def beside(self, draft: Draft) -> int:
        """Return how many sessions are planted at the time of one that is held once, or less than an hour from it."""
        ((begin, end),) = draft.spans()
        near = timedelta(hours=1)
        spans = [span for other in self.drafts if other is not draft for span in other.spans()]
        return sum(begin - near < last and first < end + near for first, last in spans)

    def policy(self) -> list[Draft]:
        """The invented policy sessions."""
        return [draft for draft in self.drafts if draft.fact is None and draft.kind == "policy-session"]

    def first_of(self, kind: str) -> str:
        """Return the id of the first session of a type."""
        return next(draft.id for draft in self.drafts if draft.kind == kind)


def _next(rows: Sequence[Row]) -> str:
    """Return the id after the last one."""
    letter, _, number = rows[-1]["id"].partition("-")
    return f"{letter}-{int(number) + 1:0{len(number)}d}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _each(cases: Sequence[str], *rules: str) -> list[Demand]:
    return [(rule, case) for rule in rules for case in cases]


def person_fixed_twice(forum: Tables) -> list[Demand]:
    """Two official sessions are fixed at the same time and need the same person."""
    first = min(forum.meetings(), key=forum.beside)
    day, minute = first.held[0]
    start = f"{day} {_clock(minute)}"
    forum.change(first.id, fixed_start=start)
    second = forum.session("Action Line meeting for newcomers", "action-line-facilitation", fixed_start=start)
    person = forum.person("Speaker Twice")
    for name in (first.id, second):
        forum.appear(name, person)
    return [*_each((first.id, second), "must-place", "fixed-start"), ("one-place", person)]


def speaker_away(forum: Tables) -> list[Demand]:
    """An official session is fixed to a day on which a speaker whom it needs cannot."""
    session = forum.meetings()[0]
    day = str(session.held[0][0])
    forum.change(session.id, fixed_start=day)
    person = forum.person("Speaker Away", cannot=day)
    forum.appear(session.id, person)
    return [("must-place", session.id), ("fixed-start", session.id), ("cannot", f"{person} {session.id}")]


def minister_overloaded(forum: Tables) -> list[Demand]:
    """Three official sessions of one day need a minister who takes part in two a day at most."""
    topics = ("investors", "regulators", "universities")
    names = [forum.session(f"Minister's meeting with {topic}", fixed_start=str(DAY)) for topic in topics]
    person = forum.person("Minister Overloaded", stakeholder_type="government", most_a_day="2")
    for name in names:
        forum.appear(name, person)
    return [*_each(names, "must-place", "fixed-start"), ("most-a-day", f"{person} {DAY}")]


def moderator_at_night(forum: Tables) -> list[Demand]:
    """An official session of the final week keeps clear of all hours in which its moderator is awake."""
    name = forum.session(
        "Round table of network operators", "action-line-facilitation", zone=HOME, excluded_hours="09:00-16:00"
    )
    person = forum.person("Moderator at Night", zone="Asia/Tokyo", country="Japan")
    forum.appear(name, person, "moderator")
    return [*_each([name], "must-place", "periods", "excluded-times"), ("night", f"{person} {name}")]


def facilitator_shortage(forum: Tables) -> list[Demand]:
    """All nominees are away or at night when a policy session is fixed.

    So there is a planted fact for every nominee: whoever is awake says that they cannot. A nominee at night loses
    what they said themselves of when they cannot, since one of the two would be enough.
    """
    nominees = [person for person in forum.cast if person.nominated_by]
    session = next(draft for draft in forum.policy() if not any(part.person.nominated_by for part in draft.parts))
    ((day, minute),) = session.held
    forum.change(session.id, fixed_start=f"{day} {_clock(minute)}")
    rows = {row["id"]: row for row in forum.people}
    demands = [("must-place", session.id), ("fixed-start", session.id), ("facilitators", session.id)]
    for person in nominees:
        assert person.zone is not None
        begin, end = (local(moment(day, at), person.zone) for at in (minute, minute + session.duration))
        night = session.at_night_in(person.zone)
        rows[person.id]["cannot"] = "" if night else f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}"
        demands.append(("night" if night else "cannot", f"{person.id} {session.id}"))
    return demands


def concluding_session(forum: Tables) -> list[Demand]:
    """Two settled facilitators cannot both be at the concluding session: one is away all morning, one from noon on."""
    concluding = forum.first_of("concluding-session")
    day = date(2020, 9, 8)
    demands = [("must-place", concluding), ("fixed-start", concluding)]
    for session, name, hours in zip(
        forum.policy(), ("Morning", "Afternoon"), ("00:00-13:00", "12:00-24:00"), strict=False
    ):
        person = forum.person(f"Nominee Away in the {name}", nominated_by="civil society", cannot=f"{day} {hours}")
        forum.change(session.id, facilitated_by=person)
        demands += [("must-place", session.id), ("facilitated-by", f"{person} {session.id}")]
        demands += [("cannot", f"{person} {concluding}"), ("concluding-session", f"{person} {concluding}")]
    return demands


def window_too_short(forum: Tables) -> list[Demand]:
    """Two official sessions of an hour, one after the other, have a window of an hour and a half."""
    forum.add("types", ("id", "signing"), ("name", "Signing"), ("duration", 60))
    forum.add(
        "periods",
        ("id", "signings"),
        ("name", "Evening of the signings"),
        ("first_day", DAY),
        ("last_day", DAY),
        ("hours", ["18:00-19:30"]),
        ("types", ["signing"]),
    )
    first = forum.session("Signing of the declaration", "signing")
    second = forum.session("Signing of the partnerships", "signing", after=first)
    both = (first, second)
    return [*_each(both, "must-place", "periods"), ("order", f"{first} {second}")]


def too_few_channels(forum: Tables) -> list[Demand]:
    """Three official sessions of the final week are fixed at one hour in a studio, and there are two studios."""
    forum.add("channels", ("id", "studio"), ("name", "Studio"), ("count", 2), ("reserved", True))
    topics = ("youth", "business", "academia")
    names = [
        forum.session(f"Live interview: voices of {topic}", fixed_start=f"{DAY} 10:00", channel="studio")
        for topic in topics
    ]
    return [*_each(names, "must-place", "fixed-start", "channel-asked"), ("channels", "studio-1")]


def interpreter_hours(forum: Tables) -> list[Demand]:
    """Three official sessions of one week need the interpreters who are engaged for two sessions a week.

    For everything else that is to be interpreted or captioned there are teams enough.
    """
    monday = date(2020, 7, 20)
    forum.add(
        "teams",
        ("id", "booth-zh"),
        ("name", "Interpreters for Chinese"),
        ("service", "interpretation"),
        ("languages", ["en", "zh"]),
        ("a_week", 2),
    )
    for name, service in (("Interpreters", "interpretation"), ("Captioners", "captioning")):
        rows = (("count", channels_for(forum.scale) + 1), ("most_minutes", 240), ("a_week", 100), ("rest", 0))
        forum.add("teams", ("id", name.lower()), ("name", name), ("service", service), *rows)
    names = [
        forum.session(
            f"Dialogue with partners in China, part {number}",
            fixed_start=str(monday + timedelta(days=number)),
            interpretation="zh",
        )
        for number in (1, 2, 3)
    ]
    return [*_each(names, "must-place", "fixed-start"), ("service-weeks", f"booth-zh {monday}")]


def plenary_against_fixed(forum: Tables) -> list[Demand]:
    """An official session is fixed at an hour at which a plenary is fixed."""
    plenary = forum.first_of("opening")
    session = forum.session("Briefing of the press", fixed_start="2020-06-22 12:30")
    return [*_each((plenary, session), "must-place", "fixed-start"), ("plenary-alone", plenary)]


def order_cycle(forum: Tables) -> list[Demand]:
    """Three official sessions come one after the other in a circle: by order and by the opening of their track.

    A circle by order alone is told as a mistake in the tables before anything is planned.
    """
    opening, middle, last = (draft.id for draft in forum.meetings()[:3])
    track = "Invented Track on Open Data"
    forum.change(opening, track=track, opens_track="yes", after=last)
    forum.change(middle, track=track)
    forum.change(last, after=middle)
    return [
        *_each((opening, middle, last), "must-place"),
        *_each((f"{middle} {last}", f"{last} {opening}"), "order"),
        ("track-opening", f"{opening} {middle}"),
    ]


def nothing_can_follow(forum: Tables) -> list[Demand]:
    """A session of the final week must follow directly on one that is fixed to the last hour of a day."""
    first = forum.session("Report of the rapporteurs", "action-line-facilitation", fixed_start=f"{DAY} 17:00")
    second = forum.session("Questions to the rapporteurs", "action-line-facilitation", directly_after=first)
    return [
        *_each((first, second), "must-place"),
        ("fixed-start", first),
        ("periods", second),
        ("directly-after", f"{first} {second}"),
    ]


def same_day_and_days_apart(forum: Tables) -> list[Demand]:
    """One official session is to be held on the day of another, which is to be held some days before or after it."""
    first, second = (draft.id for draft in forum.meetings()[:2])
    forum.change(first, same_day=second)
    forum.change(second, days_apart=f"{first} 1..2")
    pair = f"{first} {second}"
    return [*_each((first, second), "must-place"), ("same-day", pair), ("days-apart", pair)]


def quota_too_small(forum: Tables) -> list[Demand]:
    """Two official sessions of a type are fixed to one day, and the type allows one a day."""
    forum.add("types", ("id", "hearing"), ("name", "Hearing"), ("duration", 60), ("periods", ["final"]), ("per_day", 1))
    names = [
        forum.session(f"Hearing of {people}", "hearing", fixed_start=str(DAY))
        for people in ("experts", "parliamentarians")
    ]
    return [*_each(names, "must-place", "fixed-start"), ("type-quotas", f"hearing {DAY}")]


def day_too_full(forum: Tables) -> list[Demand]:
    """More policy sessions are fixed to one day than the High-Level Track may have on a day."""
    most = next(window.per_day or 0 for window in windows(forum.scale) if window.id == "high-level")
    settled = {draft.day for draft in forum.drafts if draft.kind == "policy-session"}
    first = next(draft for draft in forum.policy() if draft.held[0][0] not in settled)
    day = str(first.held[0][0])
    forum.change(first.id, fixed_start=day)
    names = [first.id]
    names += [
        forum.session(f"High-Level Policy Session on the day of another, {number}", "policy-session", fixed_start=day)
        for number in range(1, most + 1)
    ]
    return [*_each(names, "must-place", "fixed-start", "periods"), ("period-caps", f"high-level {day}")]


def repeats_too_close(forum: Tables) -> list[Demand]:
    """An official session is to be held twice on one day, whose hours have no two starts far enough apart."""
    session = forum.session(
        "Consultation for all time zones",
        "action-line-facilitation",
        duration="90",
        repeats="2",
        fixed_start=f"{DAY}; {DAY}",
    )
    both = (f"{session}.1", f"{session}.2")
    return [*_each(both, "must-place", "fixed-start", "periods"), ("repeats-apart", " ".join(both))]


_PLANTS: Mapping[str, Callable[[Tables], list[Demand]]] = MappingProxyType(
    {
        plant.__name__.replace("_", "-"): plant
        for plant in (
            person_fixed_twice,
            speaker_away,
            minister_overloaded,
            moderator_at_night,
            facilitator_shortage,
            concluding_session,
            window_too_short,
            too_few_channels,
            interpreter_hours,
            plenary_against_fixed,
            order_cycle,
            nothing_can_follow,
            same_day_and_days_apart,
            quota_too_small,
            day_too_full,
            repeats_too_close,
        )
    }
)

CONFLICTS: Mapping[str, str] = MappingProxyType(
    {kind: (plant.__doc__ or "").strip().splitlines()[0] for kind, plant in _PLANTS.items()}
)
"""The contradictions that can be planted: kind and what it is."""


def plant(kind: str, forum: Tables) -> tuple[Demand, ...]:
    """Plant a contradiction of a kind; return its facts by rule and case."""
    return tuple(sorted(_PLANTS[kind](forum)))


def conflict_json(kind: str, demands: Sequence[Demand]) -> str:
    """Return the text of `conflict.json`: what was planted."""
    content = {
        "format": "forum-conflict/1",
        "kind": kind,
        "description": CONFLICTS[kind],
        "demands": [{"rule": rule, "case": case} for rule, case in demands],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
