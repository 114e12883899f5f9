"""The table `decisions`: what the team has decided, laid over the sessions row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.readers import cells
from data.readers.crosschecks import hint
from data.readers.requests import check_channel, fixed_start

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.programme import FixedStart, Session
    from data.readers.forum_toml import Frame
    from data.readers.tables import Row, Table

ACTIONS = ("pin", "free", "leave out", "cancel")
_action = cells.one_of(*ACTIONS)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row that counts: what is decided about a session, or one occurrence of it (`number` from 1)."""

    session: str
    number: int | None
    action: str
    start: FixedStart | None = None
    channel: str | None = None


def read_decisions(
    table: Table, frame: Frame, sessions: Mapping[str, Session], refused: Collection[str]
) -> list[Decision]:
    """Read the decisions in order, with all problems; `refused` are ids of sessions that were not taken."""
    decisions = [_decision(row, frame, sessions, refused) for row in table.rows]
    return [decision for decision in decisions if decision is not None]


def apply_decisions(decisions: list[Decision], sessions: Mapping[str, Session]) -> dict[str, Session]:
    """Lay decisions over sessions.

    A later row replaces earlier ones about the same occurrence, one about the whole session all of them;
    one about an occurrence also replaces that the session is left out or cancelled.
    """
    counting: dict[str, list[Decision]] = {}
    for decision in decisions:
        rows = counting.setdefault(decision.session, [])
        if decision.number is None:
            rows.clear()
        else:
            rows[:] = [row for row in rows if row.number != decision.number and row.action in {"pin", "free"}]
        rows.append(decision)
    decided = dict(sessions)
    for name, rows in counting.items():
        for row in rows:
            decided[name] = _applied(row, decided[name])
    return decided


def _applied(decision: Decision, session: Session) -> Session:
    if decision.action == "cancel":
        return replace(session, status="cancelled")
    if decision.action == "leave out":
        return replace(session, left_out=True)
    numbers = range(1, len(session.fixed) + 1) if decision.number is None else (decision.number,)
    if decision.action == "free":
        return replace(session, fixed=_with(session.fixed, numbers, None))
    if decision.start is not None:
        session = replace(session, fixed=_with(session.fixed, numbers, decision.start))
    pinned = session.pinned or decision.start is None
    return replace(session, channel=decision.channel or session.channel, pinned=pinned)


def _with(
    fixed: tuple[FixedStart | None, ...], numbers: Collection[int], start: FixedStart | None
) -> tuple[FixedStart | None, ...]:
    return tuple(start if number in numbers else old for number, old in enumerate(fixed, start=1))


def _decision(row: Row, frame: Frame, sessions: Mapping[str, Session], refused: Collection[str]) -> Decision | None:
    action = row.read("action", _action, "")
    zone = row.read("zone", cells.time_zone, frame.forum.zone)
    channel = row.read("channel", cells.identifier, None)
    row.read("reason", cells.lines, "")
    if channel is not None:
        check_channel(row, channel, frame)
    start = None
    found = row.text("start")
    if action == "pin":
        if not found and channel is None and "channel" not in row.wrong:
            row.problem("start", "", "expected a start or a channel to pin")
        if found and "zone" not in row.wrong:
            start = fixed_start(row, "start", found, zone, frame)
            start = start and replace(start, origin=row.origin)
        if found and ":" not in found and zone != frame.forum.zone:
            row.problem("zone", row.text("zone"), "expected no zone: a date alone is a day of the home zone")
    elif action:
        for column in ("start", "channel"):
            if row.text(column):
                row.problem(column, row.text(column), "expected nothing; only “pin” takes it")
    name, _, digits = row.text("session").partition(".")
    session = sessions.get(name)
    if session is None:
        if name and name not in refused:
            expected = f"expected the id of a session{hint(name, sessions, row.problems)}"
            row.problem("session", row.text("session"), expected)
        return None
    number = _number(row, session, digits)
    if action and session.status == "cancelled" and action != "cancel":
        row.problem("action", action, f"expected no more than that: it is cancelled in {session.origin.file}")
    kind = frame.forum.type.get(session.type)
    if start is not None and kind is not None and not kind.timed:
        row.problem("start", found, f"expected no start; sessions of type {kind.id} have no time")
    if len(session.fixed) > 1:
        _check_part(row, session, action, number, start, channel)
    if not action or row.wrong:
        return None
    return Decision(session.id, number, action, start, channel)


def _number(row: Row, session: Session, digits: str) -> int | None:
    """The number of the occurrence that a row is about, None where it is about the whole session."""
    whole = row.text("session")
    if whole == session.id:
        return None
    if whole not in session.occurrence_ids:
        known = ", ".join(session.occurrence_ids[:12])
        row.problem("session", whole, f"expected an occurrence of this session: {known}")
        return None
    return int(digits)


def _check_part(
    row: Row, session: Session, action: str, number: int | None, start: FixedStart | None, channel: str | None
) -> None:
    """Report what cannot be decided about all occurrences of several, or about only one of them."""
    if start is not None and number is None and "session" not in row.wrong:
        known = ", ".join(session.occurrence_ids[:12])
        row.problem("session", session.id, f"expected the occurrence that this start is for: {known}")
    if number is not None and channel is not None:
        row.problem("channel", channel, f"expected no channel; pin it for the whole session, {session.id}")
    if number is not None and action in {"leave out", "cancel"}:
        row.problem("session", row.text("session"), f"expected the whole session, {session.id}, to {action}")
