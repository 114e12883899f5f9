"""Changes to a forum that more than one rule offers as repairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from constraints import words
from constraints.rule import Repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.programme import Programme, Session, Team

T = TypeVar("T")


def swapped(members: tuple[T, ...], old: T, new: T) -> tuple[T, ...]:
    """Return the members with one of them exchanged."""
    return tuple(new if each is old else each for each in members)


def price_left_out(session: Session) -> int:
    """Return what leaving a session out counts among repairs.

    Dearer is what has a higher priority, what is accepted or confirmed, and what is official.
    """
    return 1000 * session.priority * (1 if session.status == "requested" else 3) * (2 if session.official else 1)


def given_up(programme: Programme, occurrence: str) -> Iterator[Repair]:
    """Yield the repairs that give a session up: leave it out, or repeat it once less."""
    part = programme.occurrence[occurrence]
    session = part.session
    price = price_left_out(session)
    named = words.whole(session)
    yield Repair(f"leave {named} out", programme.with_session(replace(session, left_out=True)), price)
    if session.repeats > 1:
        times = session.repeats - 1
        fixed = tuple(old for number, old in enumerate(session.fixed, start=1) if number != part.number)
        yield Repair(
            f"hold {named} {words.number(times, 'time')}, not {session.repeats} (repeats of {session.id})",
            programme.with_session(replace(session, repeats=times, fixed=fixed)),
            price // session.repeats,
        )


def made_optional(programme: Programme, person: str, sessions: Iterable[str]) -> Iterator[Repair]:
    """Yield for each of these sessions that requires a person the repair that it does no longer."""
    for session in sessions:
        eased = tuple(
            replace(part, required=False) if (part.person, part.session) == (person, session) else part
            for part in programme.appearances
        )
        if eased != programme.appearances and session in programme.occurrences_of:
            said = f"make it optional for {words.person(programme, person)} to appear in"
            changed = replace(programme, appearances=eased)
            yield Repair(f"{said} {words.whole(programme.session[session])}", changed, 100)


def sessions_of(programme: Programme, person: str) -> Iterable[str]:
    """Return the ids of the sessions that a person appears in, each once, in the order of the table."""
    return dict.fromkeys(part.session for part in programme.appearances if part.person == person)


def shortened(programme: Programme, session: Session, minutes: int) -> Iterator[Repair]:
    """Yield the repair that makes a session so long, where everybody's part in it then still has some time."""
    parts = [part for part in programme.appearances if part.session == session.id]
    if 0 < minutes < session.duration and all(part.start < minutes for part in parts):
        cut = tuple(
            replace(part, end=min(part.end, minutes)) if part.session == session.id else part
            for part in programme.appearances
        )
        shorter = programme.with_session(replace(session, duration=minutes))
        yield Repair(
            f"shorten {words.whole(session)} from {session.duration} to {minutes} minutes",
            replace(shorter, appearances=cut),
            100,
        )


def unserved(programme: Programme, session: Session, service: str) -> Repair:
    """Return the repair that holds a session without interpretation, captioning or sign language."""
    if service == "interpretation":
        without = replace(session, interpretation=())
    elif service == "captioning":
        without = replace(session, captioning=False)
    else:
        without = replace(session, sign_language=False)
    said = f"hold {words.whole(session)} without {service.replace('-', ' ')}"
    return Repair(said, programme.with_session(without), 150)


def unserved_by(programme: Programme, team: Team) -> Iterator[Repair]:
    """Yield for each session that a team serves the repair that holds it without."""
    for session in programme.sessions:
        if session.id in programme.occurrences_of:
            for service, serving in programme.served_by[session.id].items():
                if serving is team:
                    yield unserved(programme, session, service)


def one_more_team(programme: Programme, team: Team) -> Repair:
    """Return the repair that engages one more team."""
    teams = swapped(programme.forum.teams, team, replace(team, count=team.count + 1))
    return Repair(
        f"engage one more team like {words.team(team)} (forum.toml: count = {team.count + 1} of the team {team.id})",
        replace(programme, forum=replace(programme.forum, teams=teams)),
        150,
        further=True,
    )
