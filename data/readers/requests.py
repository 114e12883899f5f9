"""The tables `requests` and `sessions`: each row a session, with its type's defaults filled in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from data.nearest import suggestion
from data.programme import DAY, STATUSES, Days, DaysApart, FixedStart, Session
from data.readers import cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.programme import Cadence, SessionType, Status
    from data.readers.cells import LocalMoment
    from data.readers.forum_toml import Frame
    from data.readers.tables import Row, Table

MOST_OCCURRENCES = 400
_priority = cells.number(1, 5)
_status = cells.one_of(*STATUSES)
_cadence = cells.one_of("daily", "weekly")


def read_sessions(table: Table, frame: Frame, *, official: bool) -> tuple[list[Session], set[str]]:
    """Read a table of sessions with all its problems; rows without an id that can be taken give no session.

    Also returns the ids of rows that stand for a session but cannot be taken, so that none is called unknown.
    """
    sessions: list[Session] = []
    refused: set[str] = set()
    for row in table.rows:
        session = _session(row, frame, official=official)
        if session.id:
            sessions.append(session)
        else:
            refused.add(row.text("id"))
    return sessions, refused


def _session(row: Row, frame: Frame, *, official: bool) -> Session:
    kind = frame.forum.type.get(row.text("type"))
    if kind is None and "types" in frame.known and row.text("type"):
        row.problem("type", row.text("type"), _wanted("the id of a session type", row.text("type"), frame.forum.type))
    home = frame.forum.zone
    repeats = row.read("repeats", cells.number(1, MOST_OCCURRENCES), 1)
    days = row.read("days", cells.number(1, MOST_OCCURRENCES), kind.days if kind else 1)
    if repeats > 1 and days > 1:
        column = "repeats" if row.text("repeats") else "days"
        row.problem(column, row.text(column), "expected repeats or several days, not both")
    series = row.read("series", cells.text, "")
    part = row.read("part", cells.number(0), None)
    if series and part is None and "part" not in row.wrong:
        row.problem("part", "", "expected the number of this part in its series")
    if part is not None and not series and "series" not in row.wrong:
        row.problem("part", str(part), "expected a series that this is a part of")
    regions = row.read_list("target_regions", cells.text)
    if "regions" in frame.known:
        known_regions = {region.name for region in frame.forum.comfort.regions}
        _check(row, "target_regions", regions, known_regions, "an audience region")
    periods = row.read_list("periods", cells.identifier)
    if "periods" in frame.known:
        _check(row, "periods", periods, frame.forum.period, "the id of a period")
    channel = row.read("channel", cells.identifier, None)
    if channel is not None:
        check_channel(row, channel, frame)
    if row.text("fixed_start") and kind is not None and not kind.timed:
        expected = f"expected no start; sessions of type {kind.id} have no time"
        row.problem("fixed_start", row.text("fixed_start"), expected)
    preferred_dates = row.read_list("preferred_dates", frame.dates.days)
    forum_days = frame.forum.days
    if (
        "days" in frame.known
        and preferred_dates
        and all(days.last < forum_days.first or days.first > forum_days.last for days in preferred_dates)
    ):
        expected = f"none of these dates is a day of the forum, {forum_days}"
        row.problem("preferred_dates", row.text("preferred_dates"), expected, note=True)
    return Session(
        id=row.read("id", cells.identifier, ""),
        title=row.read("title", cells.text, ""),
        type=row.text("type"),
        official=official,
        origin=row.origin,
        duration=_duration(row, frame, kind),
        zone=row.read("zone", cells.time_zone, home),
        track=row.read("track", cells.text, ""),
        organisers=row.read_list("organisers", cells.text),
        action_lines=row.read_list("action_lines", cells.action_line),
        sdgs=row.read_list("sdgs", _goal),
        preferred_dates=preferred_dates,
        excluded_dates=row.read_list("excluded_dates", frame.dates.days),
        preferred_hours=row.read_list("preferred_hours", cells.hours),
        excluded_hours=row.read_list("excluded_hours", cells.hours),
        preferred_weekdays=row.read_list("preferred_weekdays", cells.weekday),
        preferred_weeks=tuple(
            Days(day.first - timedelta(days=day.first.weekday()), day.last + timedelta(days=6 - day.last.weekday()))
            for day in row.read_list("preferred_weeks", frame.dates.days)
        ),
        target_regions=regions,
        languages=row.read_list("languages", cells.language),
        captioning=row.read("captioning", cells.yes_or_no, False),
        interpretation=row.read_list("interpretation", cells.language),
        sign_language=row.read("sign_language", cells.yes_or_no, False),
        expected_audience=row.read("expected_audience", cells.number(0), None),
        series=series,
        part=part,
        cadence=cast("Cadence", row.read("cadence", _cadence, "")),
        opens_track=row.read("opens_track", cells.yes_or_no, False),
        after=row.read_list("after", cells.identifier),
        directly_after=row.read("directly_after", cells.identifier, ""),
        not_with=row.read_list("not_with", cells.identifier),
        same_day=row.read_list("same_day", cells.identifier),
        other_day=row.read_list("other_day", cells.identifier),
        days_apart=row.read_list("days_apart", _days_apart),
        rehearsal_of=row.read("rehearsal_of", cells.identifier, ""),
        facilitated_by=row.read_list("facilitated_by", cells.identifier),
        fixed=_fixed(row, frame, repeats, days),
        repeats=repeats,
        days=days,
        periods=periods,
        channel=channel,
        needs=row.read_list("needs", cells.text),
        priority=row.read("priority", _priority, 3),
        status=cast("Status", row.read("status", _status, "confirmed" if official else "requested")),
        description=row.read("description", cells.lines, ""),
        public_link=row.read("public_link", cells.link, ""),
        documents=row.read_list("documents", cells.titled_link),
        recordings=row.read_list("recordings", cells.titled_link),
        synthetic=row.read("synthetic", cells.yes_or_no, False),
        source=row.read("source", cells.text, ""),
        merged_ids=row.read_list("merged_ids", cells.identifier),
    )


def _days_apart(found: str) -> DaysApart:
    """Read `S-001 2..5`, `S-001 2..` or `S-001 ..5`: a session, and how many days apart from it."""
    match = re.fullmatch(r"([A-Za-z0-9_-]+) +(\d{0,3})\.\.(\d{0,3})", found)
    if not match or not (match[2] or match[3]):
        raise ValueError("expected a session and days such as S-001 2..5, S-001 2.. or S-001 ..5")
    least, most = int(match[2] or 0), int(match[3]) if match[3] else None
    if most is not None and most < least:
        raise ValueError(f"expected no fewer days than {least} after the dots")
    return DaysApart(cells.identifier(match[1]), least, most)


def _goal(found: str) -> str:
    return str(cells.number(1, 17)(found))


def _duration(row: Row, frame: Frame, kind: SessionType | None) -> int:
    minutes = row.read("duration", cells.number(1, DAY), None)
    if minutes is None:
        return kind.duration if kind else frame.forum.grid
    if "grid" in frame.known and minutes % frame.forum.grid:
        row.problem("duration", str(minutes), f"expected a multiple of the grid, {frame.forum.grid} minutes")
    return minutes


def _fixed(row: Row, frame: Frame, repeats: int, days: int) -> tuple[FixedStart | None, ...]:
    """The fixed starts, one an occurrence; an empty part of the list leaves its occurrence free."""
    count = repeats * days
    found = row.text("fixed_start")
    if not found or {"repeats", "days"} & row.wrong:
        return (None,) * count
    parts = [part.strip() for part in found.split(";")]
    if len(parts) != count:
        wanted = f"{count} starts joined by “;”, one for each occurrence" if count > 1 else "one start"
        row.problem("fixed_start", found, f"expected {wanted}")
        return (None,) * count
    home = frame.forum.zone
    starts = tuple(fixed_start(row, "fixed_start", part, home, frame) if part else None for part in parts)
    for number, start in enumerate(starts):
        if days > 1 and start and starts[0] and (start.day - starts[0].day).days != number:
            row.problem("fixed_start", parts[number], "expected days that follow one another")
    return starts


def fixed_start(row: Row, column: str, found: str, zone: str, frame: Frame) -> FixedStart | None:
    """Read a start in `zone` or a home date; report a wrong form, day or place on the grid."""
    try:
        said = frame.dates.moment_or_day(found)
        start = _start(said, zone, frame)
    except ValueError as error:
        row.problem(column, found, str(error))
        return None
    return start


def _start(said: LocalMoment | date, zone: str, frame: Frame) -> FixedStart:
    instant: datetime | None = None
    if isinstance(said, date):
        home_day = said
    else:
        instant = said.instant(zone)
        home_day = frame.forum.time_grid.home_date(instant)
    if {"zone", "days"} <= frame.known and home_day not in frame.forum.days:
        raise ValueError(f"expected a day of the forum, {frame.forum.days}")
    if instant is not None and {"zone", "grid"} <= frame.known and not frame.forum.time_grid.on_grid(instant):
        raise ValueError(f"expected a start on the grid of {frame.forum.grid} minutes")
    return FixedStart(home_day, instant)


def check_channel(row: Row, channel: str, frame: Frame) -> None:
    """Report a channel that is neither the id of one nor that of a pool."""
    if "channels" in frame.known:
        known = (*frame.pools, *frame.forum.channel)
        _check(row, "channel", (channel,), known, "the id of a channel or pool")


def _check(row: Row, column: str, names: tuple[str, ...], known: Collection[str], what: str) -> None:
    for name in names:
        if name not in known:
            row.problem(column, name, _wanted(what, name, known))


def _wanted(what: str, found: str, known: Collection[str]) -> str:
    return f"expected {what}{suggestion(found, known) or '; known: ' + (', '.join(known) or 'none')}"
