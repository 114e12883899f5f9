"""What the tables say about one another: ids, references, order, series, appearances."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from data.nearest import suggestion
from data.problems import InputProblem
from data.programme import SERVICES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from data.problems import Origin
    from data.programme import Appearance, Person, Programme, Session, SessionType


MOST_PROBLEMS_WITH_HINTS = 200


def hint(name: str, known: Collection[str], problems: Collection[InputProblem]) -> str:
    """Suggest a known id, while problems are few: looking for the nearest of very many takes its time."""
    return suggestion(name, known) if len(problems) < MOST_PROBLEMS_WITH_HINTS else ""


def check_ids(items: Iterable[Session | Person], what: str, problems: list[InputProblem]) -> None:
    """Report ids that come twice, also where they differ only in letter case: they become names of files."""
    seen: dict[str, Session | Person] = {}
    for item in items:
        key = item.id.casefold()
        if key not in seen:
            seen[key] = item
            continue
        first = seen[key]
        place = f"{first.origin.file}, row {first.origin.row}"
        expected = (
            f"expected an id that no other {what} has; it is also in {place}"
            if first.id == item.id
            else f"expected an id that differs in more than letter case from “{first.id}” in {place}"
        )
        _tell(problems, item.origin, "id", item.id, expected)


def check_references(sessions: Mapping[str, Session], refused: Collection[str], problems: list[InputProblem]) -> None:
    """Report references between sessions that lead nowhere, or to the session itself."""
    for session in sessions.values():
        for column, name in _references(session):
            if name == session.id:
                _tell(problems, session.origin, column, name, "expected another session than this itself")
            elif name not in sessions and name not in refused:
                expected = f"expected the id of a session{hint(name, sessions, problems)}"
                _tell(problems, session.origin, column, name, expected)
            elif column == "rehearsal_of" and name in sessions and sessions[name].rehearsal_of:
                expected = "expected a session that is not a rehearsal itself"
                _tell(problems, session.origin, column, name, expected)


def names_of_sessions(session: Session) -> set[str]:
    """Return the ids by which a session refers to others."""
    return {name for _, name in _references(session) if name != session.id}


def _references(session: Session) -> Iterator[tuple[str, str]]:
    """The ids by which a session refers to others, each with its column."""
    for column, names in (
        ("after", session.after),
        ("directly_after", (session.directly_after,)),
        ("not_with", session.not_with),
        ("same_day", session.same_day),
        ("other_day", session.other_day),
        ("days_apart", tuple(apart.session for apart in session.days_apart)),
        ("rehearsal_of", (session.rehearsal_of,)),
    ):
        yield from ((column, name) for name in names if name)


def check_services(programme: Programme, problems: list[InputProblem]) -> None:
    """Note what a session asks for and no team serves, where the forum has teams at all."""
    if not programme.forum.teams:
        return
    for members in programme.occurrences_of.values():
        session = members[0].session
        for service in SERVICES:
            asked = session.asks_for(service)
            if asked is not None and service not in programme.served_by[session.id]:
                column = service.replace("-", "_")
                found = ", ".join(asked) or "yes"
                expected = "no team in forum.toml serves this: it is planned without one"
                origin = session.origin
                problems.append(InputProblem(origin.file, origin.row, column, found, expected, note=True))


def check_lengths(programme: Programme, problems: list[InputProblem]) -> None:
    """Note sessions that are longer than every span of hours of the periods that take them."""
    for members in programme.occurrences_of.values():
        session = members[0].session
        spans = [hours.end - hours.start for period in programme.periods_of(session) for hours in period.hours]
        if spans and session.duration > max(spans):
            expected = f"no period that takes it has more than {max(spans)} minutes at a stretch: it cannot be held"
            _note(problems, session.origin, "duration", str(session.duration), expected)


def check_gaps(programme: Programme, problems: list[InputProblem]) -> None:
    """Note sessions that follow one that is not to be held, and series of which a part is missing."""
    series: defaultdict[str, list[Session]] = defaultdict(list)
    for session in programme.sessions:
        if session.series and session.part is not None:
            series[session.series].append(session)
        names = [("after", name) for name in session.after]
        names += [("directly_after", session.directly_after)] if session.directly_after else []
        for column, name in names if session.id in programme.occurrences_of else ():
            if name not in programme.occurrences_of:
                expected = "this session is not to be held: it is cancelled, left out, or has no time"
                _note(problems, session.origin, column, name, expected)
    for members in series.values():
        members.sort(key=lambda session: session.part or 0)
        for first, second in pairwise(members):
            if (second.part or 0) > (first.part or 0) + 1:
                expected = f"there is no part {(first.part or 0) + 1} of the series “{second.series}”"
                _note(problems, second.origin, "part", str(second.part), expected)


def check_series(sessions: Mapping[str, Session], problems: list[InputProblem]) -> None:
    """Report parts that a series has twice, and cadences that contradict one another or belong to no series."""
    seen: dict[tuple[str, int], Session] = {}
    said: dict[str, Session] = {}
    for session in sessions.values():
        if session.series and session.part is not None:
            first = seen.setdefault((session.series, session.part), session)
            if first is not session:
                expected = f"expected another part: {first.id} is this part of the series “{session.series}”"
                _tell(problems, session.origin, "part", str(session.part), expected)
        if session.cadence and not session.series:
            _tell(problems, session.origin, "cadence", session.cadence, "expected a series that keeps this cadence")
        elif session.cadence:
            first = said.setdefault(session.series, session)
            if first.cadence != session.cadence:
                expected = f"expected one cadence: {first.id} says {first.cadence} of the series “{session.series}”"
                _tell(problems, session.origin, "cadence", session.cadence, expected)


def check_order(sessions: Mapping[str, Session], problems: list[InputProblem]) -> None:
    """Report every circle of sessions that would have to be held one after the other for ever.

    Each session is told once at most, so of circles that share sessions one is told.
    """
    before = _before(sessions)
    state: dict[str, int] = {}  # 1 on the path, 2 done
    told: set[str] = set()
    for root in before:
        if root in state:
            continue
        path = [root]
        branches = [iter(before[root])]
        state[root] = 1
        while path:
            step = next(branches[-1], None)
            if step is None:
                state[path.pop()] = 2
                branches.pop()
                continue
            name, _ = step
            if state.get(name) == 1:
                circle = path[path.index(name) :]
                _tell_circle(circle, sessions, before, problems, told)
            elif name not in state:
                state[name] = 1
                path.append(name)
                branches.append(iter(before[name]))


def _before(sessions: Mapping[str, Session]) -> dict[str, list[tuple[str, str]]]:
    """By session, the sessions that come before it and the column that says so."""
    before: dict[str, list[tuple[str, str]]] = {}
    series: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions.values():
        names = [(name, "after") for name in session.after]
        names += [(session.directly_after, "directly_after")] if session.directly_after else []
        before[session.id] = [pair for pair in names if pair[0] in sessions and pair[0] != session.id]
        if session.series and session.part is not None:
            series[session.series].append(session)
    for members in series.values():
        members.sort(key=lambda session: session.part or 0)
        for first, second in pairwise(members):
            if first.part != second.part:
                before[second.id].append((first.id, "series"))
    return before


def _tell_circle(
    circle: list[str],
    sessions: Mapping[str, Session],
    before: Mapping[str, list[tuple[str, str]]],
    problems: list[InputProblem],
    told: set[str],
) -> None:
    """Report a circle at the session of it that stands first in the tables, unless part of it was told."""
    if told & set(circle):
        return
    told |= set(circle)
    first = min(range(len(circle)), key=lambda index: sessions[circle[index]].origin)
    turned = [*circle[first:], *circle[:first]]
    following = turned[1] if len(turned) > 1 else turned[0]
    column = next(column for name, column in before[turned[0]] if name == following)
    expected = f"expected an order without a circle: {' after '.join([*turned, turned[0]])}"
    _tell(problems, sessions[turned[0]].origin, column, following, expected)


def check_facilitators(
    sessions: Mapping[str, Session],
    people: Mapping[str, Person],
    types: Mapping[str, SessionType],
    appearances: Iterable[Appearance],
    refused: Collection[str],
    problems: list[InputProblem],
) -> None:
    """Report settled facilitators who are unknown, not nominated, or appear in the session; and too many of them."""
    appearing = {(part.session, part.person): part.origin for part in reversed(tuple(appearances))}
    for session in sessions.values():
        named = tuple(dict.fromkeys(session.facilitated_by))
        kind = types.get(session.type)
        if named and kind is not None and not kind.facilitators_most:
            expected = f"expected nobody: sessions of type {kind.id} have no facilitators"
            _tell(problems, session.origin, "facilitated_by", "; ".join(named), expected)
            continue
        if kind is not None and len(named) > kind.facilitators_most:
            expected = f"expected at most {kind.facilitators_most}, as for every session of type {kind.id}"
            _tell(problems, session.origin, "facilitated_by", "; ".join(named), expected)
        for name in named:
            person, part = people.get(name), appearing.get((session.id, name))
            if person is None and name not in refused:
                expected = f"expected the id of a person{hint(name, people, problems)}"
            elif person is not None and not person.nominated_by:
                place = f"{person.origin.file}, row {person.origin.row}"
                expected = f"expected a nominee: in {place} nobody nominates this person"
            elif part is not None:
                expected = f"expected someone who does not appear in the session: see {part.file}, row {part.row}"
            else:
                continue
            _tell(problems, session.origin, "facilitated_by", name, expected)


def check_appearances(
    appearances: Iterable[Appearance],
    sessions: Mapping[str, Session],
    people: Mapping[str, Person],
    refused: Collection[str],
    problems: list[InputProblem],
) -> None:
    """Report appearances of unknown people and in unknown sessions, and minutes that are said twice."""
    spans: defaultdict[tuple[str, str, str], list[Appearance]] = defaultdict(list)
    for part in appearances:
        for column, name, known, what in (
            ("session", part.session, sessions, "a session"),
            ("person", part.person, people, "a person"),
        ):
            if name and name not in known and name not in refused:
                expected = f"expected the id of {what}{hint(name, known, problems)}"
                _tell(problems, part.origin, column, name, expected)
        if part.session and part.person:
            spans[part.session, part.person, part.role].append(part)
    for (_, person, role), parts in spans.items():
        for index, part in enumerate(parts):
            for other in parts[:index]:
                if part.start < other.end and other.start < part.end:
                    expected = f"expected each minute once; row {other.origin.row} says {role} too"
                    _tell(problems, part.origin, "person", person, expected)
                    break


def _tell(problems: list[InputProblem], origin: Origin, column: str, found: str, expected: str) -> None:
    problems.append(InputProblem(origin.file, origin.row, column, found, expected))


def _note(problems: list[InputProblem], origin: Origin, column: str, found: str, expected: str) -> None:
    problems.append(InputProblem(origin.file, origin.row, column, found, expected, note=True))
