"""`forum.toml`: the frame of a forum, every value checked, with stand-ins where a value cannot be taken."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

from data import revisions
from data.nearest import suggestion
from data.problems import InputProblem
from data.programme import (
    DAY,
    SERVICES,
    Channel,
    Comfort,
    Days,
    ExternalEvent,
    Forum,
    Holiday,
    Period,
    Region,
    SessionType,
    Team,
)
from data.readers import cells
from data.readers.cells import DateForm, LocalMoment, calendar_day
from data.readers.publication import read_publication
from data.readers.toml_files import (
    TomlTable,
    day,
    flag,
    in_words,
    percentage,
    read_toml,
    whole,
    words_or_nothing,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from data.programme import Service

FILE = "forum.toml"
GRID = 15
MOST_CHANNELS = 1000
MOST_DAYS = 400
WORKING_DAYS = (0, 1, 2, 3, 4)

_WORDS = in_words(cells.text)
_ID = in_words(cells.identifier)
_LANGUAGE = in_words(cells.language)
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A forum as far as it could be read, and which of its facts other tables can be held against.

    `known` has some of zone, days, grid, dates, types, periods, channels, regions; the others are stand-ins.
    """

    forum: Forum
    dates: DateForm
    known: frozenset[str]

    @property
    def pools(self) -> tuple[str, ...]:
        """The ids of the pools of channels."""
        return tuple(dict.fromkeys(channel.pool for channel in self.forum.channels if channel.pool))


def read_frame(folder: Path, problems: list[InputProblem]) -> Frame:
    """Read `forum.toml` with all its problems; of a file that is missing or no TOML nothing is known."""
    path = folder / FILE
    root = None
    if os.path.lexists(path):
        root = read_toml(path, problems)
    else:
        problems.append(InputProblem(FILE, 0, "", "", "expected this file; it is missing"))
    if root is None:
        nothing = _Reading(TomlTable(FILE, "", {}, {}, []), folder).frame()
        return Frame(nothing.forum, nothing.dates, frozenset())
    return _Reading(root, folder).frame()


class _Reading:
    """The reading of one file: later tables of it are held against what earlier ones said."""

    def __init__(self, root: TomlTable, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.head = root.table("forum")
        self.zone = self.head.need("zone", in_words(cells.time_zone), "UTC")
        first = self.head.need("first_day", day, _SOME_DAY)
        last = self.head.need("last_day", day, _SOME_DAY)
        if last < first and not {"first_day", "last_day"} & self.head.wrong:
            self.head.problem("last_day", last, "expected a day that is not before the first day")
        elif (last - first).days >= MOST_DAYS and not {"first_day", "last_day"} & self.head.wrong:
            expected = f"expected a forum of at most {MOST_DAYS} days; this one has {(last - first).days + 1:,}"
            self.head.problem("last_day", last, expected)
            last = first
        self.days = Days(min(first, last), max(first, last))
        self.grid = self.head.read("grid", _divisor_of_a_day, GRID)
        self.dates = self.head.read("date_format", in_words(DateForm), DateForm())
        said_by = {"zone": {"zone"}, "days": {"first_day", "last_day"}, "grid": {"grid"}, "dates": {"date_format"}}
        self.known = {fact for fact, keys in said_by.items() if not keys & self.head.wrong}

    def frame(self) -> Frame:
        """Read everything; regions, channels and types before the periods that speak of them."""
        name = self.head.need("name", _WORDS, "")
        site = self.head.need("site", in_words(cells.link), "")
        self.head.finish(gone={"revised": f": publishing keeps revisions now, in {revisions.FILE}"})
        comfort = self._comfort(self.root.table("comfort"))
        channels = self._channels()
        types, named = self._types(channels)
        periods = self._periods(types, named, {region.name for region in comfort.regions})
        forum = Forum(
            name=name,
            site=site,
            zone=self.zone,
            days=self.days,
            grid=self.grid,
            periods=periods,
            channels=channels,
            types=types,
            teams=self._teams(),
            holidays=tuple(self._holiday(table) for table in self.root.tables("holidays")),
            external_events=tuple(self._event(table) for table in self.root.tables("external_events")),
            comfort=comfort,
            publication=read_publication(self.root.table("publication"), self.folder),
        )
        self.root.finish()
        return Frame(forum, self.dates, frozenset(self.known))

    def _comfort(self, table: TomlTable) -> Comfort:
        usual = Comfort()
        night = table.read("night", in_words(cells.hours), usual.night)
        comfortable = table.read("day", in_words(cells.hours), usual.day)
        members = table.tables("regions")
        regions: list[Region] = []
        for member in members:
            zones = member.read_list("zones", in_words(cells.time_zone))
            if not zones and "zones" not in member.wrong:
                member.problem("zones", None, 'expected at least one zone, such as ["Africa/Nairobi"]')
            share = member.need("share", percentage, 0.0)
            regions.append(Region(member.need("name", _WORDS, ""), share, zones))
            member.finish()
        _once("name", members, [region.name for region in regions], "region")
        total = sum(region.share for region in regions)
        if regions and abs(total - 100) > 1 and not any("share" in member.wrong for member in members):
            expected = "the shares of all regions together make this, not 100"
            members[0].problem("share", f"{total:g}", expected, note=True)
        table.finish()
        self._know("regions", table, members, "name")
        return Comfort(night, comfortable, tuple(regions))

    def _channels(self) -> tuple[Channel, ...]:
        channels: list[Channel] = []
        taken: set[str] = set()
        tables = self.root.tables("channels")
        for table in tables:
            name = table.need("id", _ID, "")
            count = table.read("count", whole(1, MOST_CHANNELS), None)
            ids = [name] if count is None else [f"{name}-{number}" for number in range(1, count + 1)]
            doubled = sorted(taken & {name, *ids} - {""})
            if doubled:
                table.problem("id", doubled[0], "expected an id that no other channel or pool has")
            taken |= {name, *ids}
            title = table.need("name", _WORDS, "")
            named = Channel(
                id=name,
                name=title,
                link=table.read("link", words_or_nothing(cells.link, ""), ""),
                capacity=table.read("capacity", whole(1), None),
                languages=table.read_list("languages", _LANGUAGE),
                set_up=table.read("set_up", whole(0, DAY), 0),
                reserved=table.read("reserved", flag, False),
                features=table.read_list("features", _WORDS),
            )
            table.finish()
            if count is None:
                channels.append(named)
                continue
            if named.link:
                table.problem("link", named.link, "expected no link, as this is a pool of channels")
            channels += [
                replace(named, id=each, name=f"{title} {number}", pool=name) for number, each in enumerate(ids, start=1)
            ]
        self._some("channels", tables)
        self._know("channels", self.root, tables, "id")
        return tuple(channels)

    def _types(
        self, channels: tuple[Channel, ...]
    ) -> tuple[tuple[SessionType, ...], dict[str, tuple[tuple[str, ...], TomlTable]]]:
        """The session types; and by type the periods that it names itself, with the table that says so."""
        tables = self.root.tables("types")
        known = {str(table.content.get("id")) for table in tables}
        askable = {name for channel in channels for name in (channel.id, channel.pool) if name}
        types: list[SessionType] = []
        named: dict[str, tuple[tuple[str, ...], TomlTable]] = {}
        for table in tables:
            name = table.need("id", _ID, "")
            timed = table.read("timed", flag, True)
            if timed:
                duration = table.need("duration", self._duration, self.grid)
            else:
                duration = table.read("duration", self._duration, self.grid)
            fewest = table.read("facilitators", whole(0, 100), 0)
            most = table.read("facilitators_most", whole(0, 100), 0) or fewest
            if most < fewest and not {"facilitators", "facilitators_most"} & table.wrong:
                table.problem("facilitators_most", most, f"expected {fewest} (facilitators) or more")
            channel = table.read("channel", words_or_nothing(cells.identifier, None), None)
            if channel is not None and "channels" in self.known:
                _known(table, "channel", (channel,), askable, "the id of a channel or pool")
            assembles = table.read_list("assembles", _ID)
            _known(table, "assembles", assembles, known, "the id of a session type")
            named[name] = (table.read_list("periods", _ID), table)
            types.append(
                SessionType(
                    id=name,
                    name=table.need("name", _WORDS, ""),
                    duration=duration,
                    days=table.read("days", whole(1, 366), 1),
                    timed=timed,
                    plenary=table.read("plenary", flag, False),
                    parallel=table.read("parallel", flag, True),
                    facilitators=fewest,
                    facilitators_most=most,
                    assembles=assembles,
                    channel=channel,
                    main=table.read("main", flag, False),
                    per_day=table.read("per_day", whole(1), None),
                    per_week=table.read("per_week", whole(1), None),
                )
            )
            table.finish()
        _once("id", tables, [kind.id for kind in types], "session type")
        alone = {kind.id for kind in types if not kind.facilitators_most}
        for table, kind in zip(tables, types, strict=True):
            for other in kind.assembles:
                if other in alone:
                    table.problem("assembles", other, "expected a session type that has facilitators")
            if kind.assembles and kind.facilitators_most and not {"facilitators", "facilitators_most"} & table.wrong:
                key = "facilitators" if kind.facilitators else "facilitators_most"
                expected = "expected none: the type assembles others, and its facilitators are theirs"
                table.problem(key, table.content[key], expected)
        self._some("types", tables)
        self._know("types", self.root, tables, "id")
        return tuple(types), named

    def _periods(
        self,
        types: tuple[SessionType, ...],
        named: dict[str, tuple[tuple[str, ...], TomlTable]],
        regions: set[str],
    ) -> tuple[Period, ...]:
        tables = self.root.tables("periods")
        periods = tuple(self._period(table, types, named, regions) for table in tables)
        _once("id", tables, [period.id for period in periods], "period")
        self._some("periods", tables)
        self._know("periods", self.root, tables, "id")
        if "periods" in self.known:
            for wanted, table in named.values():
                _known(table, "periods", wanted, {period.id for period in periods}, "the id of a period")
        if {"periods", "types"} <= self.known:
            taken = {name for period in periods for name in period.types}
            for kind in types:
                table = named[kind.id][1]
                if kind.timed and kind.id not in taken and not {"periods", "timed"} & table.wrong:
                    expected = f"no period takes sessions of the type “{kind.id}”"
                    table.problem("periods", None, expected, note=True)
        return periods

    def _period(
        self,
        table: TomlTable,
        types: tuple[SessionType, ...],
        named: dict[str, tuple[tuple[str, ...], TomlTable]],
        known_regions: set[str],
    ) -> Period:
        name = table.need("id", _ID, "")
        spans = table.read_list("hours", in_words(cells.hours))
        if not spans and "hours" not in table.wrong:
            table.problem("hours", None, 'expected hours such as ["10:00-18:00"]')
        if "grid" in self.known:
            for span in spans:
                if span.start % self.grid or span.end % self.grid:
                    table.problem("hours", span, f"expected hours on the grid of {self.grid} minutes")
        weekdays = table.read_list("weekdays", in_words(cells.weekday), WORKING_DAYS)
        if not weekdays and "weekdays" not in table.wrong:
            table.problem("weekdays", None, 'expected weekdays such as ["Mon", "Tue"]')
        takes = table.read_list("types", _ID)
        if "types" in self.known:
            _known(table, "types", takes, {kind.id for kind in types}, "the id of a session type")
        regions = table.read_list("regions", _WORDS)
        if "regions" in self.known:
            _known(table, "regions", regions, known_regions, "the name of an audience region")
        period = Period(
            id=name,
            name=table.need("name", _WORDS, ""),
            days=self._days_of_period(table),
            weekdays=tuple(sorted(set(weekdays))),
            hours=tuple(sorted(set(spans))),
            types=tuple(dict.fromkeys([*takes, *(kind.id for kind in types if name in named[kind.id][0])])),
            channels=table.read("channels", whole(1), None),
            per_day=table.read("per_day", whole(1), None),
            per_week=table.read("per_week", whole(1), None),
            regions=regions,
        )
        table.finish()
        return period

    def _days_of_period(self, table: TomlTable) -> Days:
        first = table.need("first_day", day, self.days.first)
        last = table.need("last_day", day, self.days.last)
        for key, value in (("first_day", first), ("last_day", last)):
            if "days" in self.known and key not in table.wrong and value not in self.days:
                table.problem(key, value, f"expected a day of the forum, {self.days}")
        if last < first and not {"first_day", "last_day"} & table.wrong:
            table.problem("last_day", last, "expected a day that is not before the first day")
        return Days(min(first, last), max(first, last))

    def _teams(self) -> tuple[Team, ...]:
        tables = self.root.tables("teams")
        teams = []
        for table in tables:
            usual = Team("", "", "captioning")
            teams.append(
                Team(
                    id=table.need("id", _ID, ""),
                    name=table.need("name", _WORDS, ""),
                    service=cast("Service", table.need("service", in_words(cells.one_of(*SERVICES)), "captioning")),
                    count=table.read("count", whole(1, MOST_CHANNELS), usual.count),
                    languages=table.read_list("languages", _LANGUAGE),
                    most_minutes=table.read("most_minutes", whole(1, DAY), usual.most_minutes),
                    a_week=table.read("a_week", whole(1), usual.a_week),
                    rest=table.read("rest", whole(0, 12 * 60), usual.rest),
                )
            )
            table.finish()
        _once("id", tables, [team.id for team in teams], "team")
        return tuple(teams)

    def _holiday(self, table: TomlTable) -> Holiday:
        countries = table.read_list("countries", _WORDS)
        holiday = Holiday(table.need("date", day, _SOME_DAY), table.need("name", _WORDS, ""), countries)
        table.finish()
        return holiday

    def _event(self, table: TomlTable) -> ExternalEvent:
        name = table.need("name", _WORDS, "")
        place = table.read("zone", in_words(cells.time_zone), self.zone)
        instants = []
        for key in ("start", "end"):
            moment = table.need(key, _moment, LocalMoment(datetime(2000, 1, 1)))  # noqa: DTZ001 - a stand-in
            try:
                instants.append(moment.instant(place))
            except ValueError as error:
                table.problem(key, table.content[key], str(error))
                instants.append(datetime(2000, 1, 1, tzinfo=UTC))
        start, end = instants
        if end <= start and not {"start", "end"} & table.wrong:
            table.problem("end", table.content["end"], "expected an end after the start")
        link = table.read("link", words_or_nothing(cells.link, ""), "")
        table.finish()
        return ExternalEvent(name, start, end, link)

    def _duration(self, found: Any) -> int:
        minutes = whole(1, DAY)(found)
        if "grid" in self.known and minutes % self.grid:
            raise ValueError(f"expected a multiple of the grid, {self.grid} minutes")
        return minutes

    def _some(self, key: str, tables: tuple[TomlTable, ...]) -> None:
        """Report where there is no table of a kind that every forum has."""
        if not tables and key not in self.root.wrong:
            self.root.problem(key, None, f"expected at least one table [[{key}]]")

    def _know(self, fact: str, parent: TomlTable, tables: tuple[TomlTable, ...], key: str) -> None:
        """Note that a fact is known, where every table says which one it is."""
        if fact not in parent.wrong and not any(key in table.wrong for table in tables):
            self.known.add(fact)


def _known(table: TomlTable, key: str, names: Iterable[str], known: Collection[str], what: str) -> None:
    for name in names:
        if name not in known:
            table.problem(key, name, f"expected {what}{suggestion(name, known)}")


def _once(key: str, tables: tuple[TomlTable, ...], names: list[str], what: str) -> None:
    seen = {""}
    for table, name in zip(tables, names, strict=True):
        if name and name in seen:
            table.problem(key, name, f"expected each {what} once")
        seen.add(name)


def _divisor_of_a_day(found: Any) -> int:
    minutes = whole(1, DAY)(found)
    if DAY % minutes:
        raise ValueError("expected minutes that divide a day evenly, such as 5, 10, 15, 20 or 30")
    return minutes


def _moment(found: Any) -> LocalMoment:
    """A local date and time, with quotes or without."""
    if isinstance(found, datetime) and found.tzinfo is None and not (found.second or found.microsecond):
        calendar_day(found.date())
        return LocalMoment(found)
    if isinstance(found, str):
        return DateForm().moment(found)
    raise ValueError("expected a local date and time such as 2020-07-14 15:00")
