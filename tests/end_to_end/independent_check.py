"""Looks for clashes in a published `programme.csv`, reading only that file and the input tables of the folder.

    python independent_check.py FOLDER programme.csv

It shares nothing with the software: no import, no reader, no idea of how a rule is written there; times are
compared minute by minute by the clock of each zone. Every finding is one line `topic: sentence`; then the exit
code is 1. Optional appearances that clash are told as notes, which stop nothing. It reads CSV tables with ISO
dates, as the samples have them, and what the rules say without a `rules.toml`.
"""

from __future__ import annotations

import csv
import sys
import tomllib
import zoneinfo
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path

DAY = 24 * 60
BREAK = 15  # minutes that a person needs between two sessions
PAUSE = 15  # the longest pause between a session and one directly after it
APART = 8 * 60  # minutes between the starts of two repeats
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
IN_CHARGE = ("moderator", "facilitator")


# ---- Reading -----------------------------------------------------------------------------------------------------


def table(folder, name):
    """The rows of a table of the folder; none where there is no such table."""
    place = folder / f"{name}.csv"
    if (folder / f"{name}.xlsx").exists():
        sys.exit(f"{name}.xlsx: this check reads CSV only")
    if not place.exists():
        return []
    with place.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{key.strip().lower(): (value or "").strip() for key, value in row.items()} for row in rows]


def items(cell):
    return [item.strip() for item in cell.split(";") if item.strip()]


def span_of_dates(text):
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def span_of_hours(text):
    """Minutes after midnight; the end is over 1440 past midnight."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:5]) for clock in text.split("-"))
    return (start, end) if end > start else (start, end + DAY)


def yes(cell):
    return cell.lower() in ("yes", "true", "x", "1")


def geography():
    """The zones of each country, by the tables of the time zone database."""
    found = defaultdict(list)
    names = {}
    tables = files("tzdata.zoneinfo")
    for line in (tables / "iso3166.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, names_of = line.split("\t")
            names[code] = names_of
    for line in (tables / "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            found[names[code]].append(zone)
    found["United Kingdom"] = found["Britain (UK)"]
    return found


COUNTRIES = geography()
OTHER_CITIES = {"Geneva": "Europe/Zurich"}


@cache
def zone(cell):
    """The zone that a cell names: by its name, or as a city or country with one zone."""
    if "/" in cell or cell == "UTC" or cell in OTHER_CITIES:
        return zoneinfo.ZoneInfo(OTHER_CITIES.get(cell, cell))
    city = cell.replace(" ", "_")
    named = [name for zones in COUNTRIES.values() for name in zones if name.rpartition("/")[2] == city]
    candidates = set(named or COUNTRIES.get(cell, ()))
    if len(candidates) != 1:
        sys.exit(f"no zone found for “{cell}”: {sorted(candidates)}")
    return zoneinfo.ZoneInfo(candidates.pop())


# ---- Clocks ------------------------------------------------------------------------------------------------------


def minutes(begin, end, where):
    """What the clock shows at the beginning of each minute: its date and its minute of the day."""
    moment = begin
    while moment < end:
        local = moment.astimezone(where)
        yield local.date(), local.hour * 60 + local.minute
        moment += timedelta(minutes=1)


def within(day, minute, hours):
    """The date on which a span of hours began that holds this minute of this date; None if none does."""
    if hours[0] <= minute < hours[1]:
        return day
    if minute + DAY < hours[1]:
        return day - timedelta(days=1)
    return None


def refused(entry, begin, end, where):
    """Whether a time that someone cannot touches the span."""
    dates, weekdays, hours = None, None, (0, DAY)
    for word in entry.split():
        if word[0].isalpha():
            weekdays = [WEEKDAYS.index(name.strip()[:3].capitalize()) for name in word.split(",")]
        elif ":" in word:
            hours = span_of_hours(word)
        else:
            dates = span_of_dates(word)
    for day, minute in minutes(begin, end, where):
        began = within(day, minute, hours)
        if began is None or (dates and not dates[0] <= began <= dates[1]):
            continue
        if weekdays is None or began.weekday() in weekdays:
            return True
    return False


# ---- The check ---------------------------------------------------------------------------------------------------


class Check:
    """The tables of a folder beside the programme that was published for it."""

    def __init__(self, folder, programme):
        self.findings, self.notes = [], []
        self.frame = tomllib.loads((folder / "forum.toml").read_text(encoding="utf-8"))
        if self.frame["forum"].get("date_format"):
            sys.exit("forum.toml: this check reads ISO dates only")
        self.home = zone(self.frame["forum"]["zone"])
        self.kinds = {kind["id"]: kind for kind in self.frame["types"]}
        self.periods = {period["id"]: period for period in self.frame["periods"]}
        self.people = {row["id"]: row for row in table(folder, "people")}
        self.sessions = {}
        for name in ("requests", "sessions"):
            for row in table(folder, name):
                self.sessions[row["id"]] = {**row, "official": name == "sessions"}
        self.rooms()
        self.decide(table(folder, "decisions"))
        self.owner, self.number = {}, {}
        for name in self.sessions:
            for number, occurrence in enumerate(self.parts(name)):
                self.owner[occurrence], self.number[occurrence] = name, number
        self.appearances = defaultdict(list)
        for row in table(folder, "appearances"):
            self.appearances[row["session"]].append(row)
        self.read(programme)

    def finding(self, topic, sentence):
        self.findings.append(f"{topic}: {sentence}")

    def rooms(self):
        """Channel to its table in forum.toml; a pool has numbered channels."""
        self.channels, self.pools = {}, defaultdict(set)
        for row in self.frame["channels"]:
            count = row.get("count")
            for name in [row["id"]] if count is None else [f"{row['id']}-{n}" for n in range(1, count + 1)]:
                self.channels[name] = row
                self.pools[row["id"]].add(name)
                self.pools[name].add(name)

    def decide(self, decisions):
        """Lay the team's decisions over the sessions; those about single occurrences are kept apart."""
        self.pinned = {}
        last = {}
        for row in decisions:
            last[row["session"]] = row
        for name, row in last.items():
            action = row["action"].lower()
            session = self.sessions.get(name)
            if session is None or action == "free":
                self.pinned[name] = None
                if session is not None:
                    session["fixed_start"] = ""
            if action == "pin":
                self.pinned[name] = (row.get("start", ""), row.get("zone", ""))
            elif action in ("leave out", "cancel"):
                session["gone"] = True
            if action == "pin" and row.get("channel") and session is not None:
                session["channel"] = row["channel"]

    def kind(self, name):
        return self.kinds[self.sessions[name]["type"]]

    def length(self, name):
        return int(self.sessions[name].get("duration") or self.kind(name)["duration"])

    def days(self, name):
        return int(self.sessions[name].get("days") or self.kind(name).get("days", 1))

    def parts(self, name):
        """The occurrences of a session."""
        count = int(self.sessions[name].get("repeats") or 1) * self.days(name)
        return [name] if count == 1 else [f"{name}.{number}" for number in range(1, count + 1)]

    def timed(self, name):
        """Whether the session is to be held at some time."""
        session = self.sessions[name]
        gone = session.get("gone") or session.get("status") == "cancelled"
        return self.kind(name).get("timed", True) and not gone

    def read(self, programme):
        """Take the rows of the programme; `held` has begin, end, channel and facilitators of each occurrence."""
        self.held = {}
        with programme.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = row["id"].removeprefix("'")
                if name not in self.owner or not self.timed(self.owner[name]):
                    self.finding("unknown", f"{name} is in the programme, but not to be held")
                elif name in self.held:
                    self.finding("twice", f"{name} is in the programme twice")
                else:
                    begin, end = (datetime.fromisoformat(row[column]) for column in ("start_utc", "end_utc"))
                    if begin.utcoffset() != timedelta(0) or end.utcoffset() != timedelta(0):
                        self.finding("not UTC", name)
                    self.held[name] = (begin, end, row["channel"], items(row["facilitators"]))
                    self.row(name, row)

    def row(self, name, row):
        """What one row alone must have right."""
        owner = self.owner[name]
        begin, end, channel, _ = self.held[name]
        if end - begin != timedelta(minutes=self.length(owner)):
            self.finding("duration", f"{name} is held from {begin} to {end}, not {self.length(owner)} minutes")
        if row["type"].removeprefix("'") != self.sessions[owner]["type"]:
            self.finding("type", f"{name} is no {row['type']}")
        asked = self.sessions[owner].get("channel") or self.kind(owner).get("channel")
        if channel not in self.channels:
            self.finding("channel", f"{name} is held in {channel}, which does not exist")
        elif asked and channel not in self.pools[asked]:
            self.finding("channel", f"{name} asks for {asked} and is held in {channel}")
        elif not asked and self.channels[channel].get("reserved"):
            self.finding("channel", f"{name} did not ask for {channel}, which is reserved")
        expected = sorted({part["person"] for part in self.appearances[owner]})
        if sorted(items(row["people"])) != expected:
            self.finding("people", f"{name} lists {row['people']}, not {';'.join(expected)}")
        local = begin.astimezone(self.home)
        if (local.hour * 60 + local.minute) % self.frame["forum"].get("grid", 15) or local.second:
            self.finding("grid", f"{name} begins at {local}")

    def run(self):
        """Make every comparison; True where nothing was found."""
        self.must_be_placed()
        self.fixed_starts()
        for name in self.held:
            self.inside_periods(name)
        self.caps()
        self.channel_clashes()
        self.plenary_clashes()
        self.types_in_parallel()
        self.order()
        self.days_and_repeats()
        self.excluded()
        self.facilitators()
        self.person_by_person()
        return not self.findings

    def overlap(self, first, second, pause=0):
        """Whether two occurrences share a moment, or the pause between them is shorter."""
        gap = timedelta(minutes=pause)
        (a, b, *_), (c, d, *_) = self.held[first], self.held[second]
        return a < d + gap and c < b + gap

    # Placement

    def must_be_placed(self):
        for name, owner in self.owner.items():
            fixed = self.fixed(name)
            pinned = self.pinned.get(name) or self.pinned.get(owner)
            if self.timed(owner) and name not in self.held and (self.sessions[owner]["official"] or fixed or pinned):
                self.finding("missing", f"{name} must be placed")

    def fixed(self, name):
        """The fixed start of an occurrence as text and zone: its pin, else what its session says."""
        owner = self.owner[name]
        for decided in (name, owner):
            if decided in self.pinned and (self.pinned[decided] is None or self.pinned[decided][0]):
                return self.pinned[decided]
        starts = items(self.sessions[owner].get("fixed_start", ""))
        return (starts[self.number[name]], "") if self.number[name] < len(starts) else None

    def fixed_starts(self):
        for name, (begin, *_) in self.held.items():
            if self.fixed(name) is None:
                continue
            text, where = self.fixed(name)
            clock = begin.astimezone(zone(where) if where else self.home)
            shown = clock.isoformat(sep=" ", timespec="minutes")
            # A text with an offset says all of the local time, a date only its beginning.
            if not shown.replace("+", " +").startswith(text):
                self.finding("fixed start", f"{name} is fixed on {text} and held on {shown}")

    def periods_of(self, name):
        session = self.sessions[name]
        if items(session.get("periods", "")):
            return [self.periods[each] for each in items(session["periods"])]
        regions = items(session.get("target_regions", ""))
        return [
            period
            for period in self.frame["periods"]
            if (session["type"] in period.get("types", ()) or period["id"] in self.kind(name).get("periods", ()))
            and (not period.get("regions") or set(period["regions"]) & set(regions))
        ]

    def inside(self, name, period):
        """Whether one span of a period's hours, on one of its days, holds every minute of an occurrence."""
        clock = list(minutes(*self.held[name][:2], self.home))
        for text in period["hours"]:
            began = {within(day, minute, span_of_hours(text)) for day, minute in clock}
            if len(began) == 1 and None not in began:
                day = began.pop()
                weekdays = period.get("weekdays", WEEKDAYS[:5])
                if period["first_day"] <= day <= period["last_day"] and WEEKDAYS[day.weekday()] in weekdays:
                    return True
        return False

    def inside_periods(self, name):
        periods = self.periods_of(self.owner[name])
        if not any(self.inside(name, period) for period in periods):
            known = ", ".join(period["id"] for period in periods)
            self.finding("period", f"{name} at {self.held[name][0].astimezone(self.home)} is outside {known}")

    def caps(self):
        """Sessions at once, a day and a week in each period."""
        for period in self.frame["periods"]:
            names = [
                name for name in self.held if period in self.periods_of(self.owner[name]) and self.inside(name, period)
            ]
            counts = defaultdict(int)
            for name in names:
                begin = self.held[name][0]
                day = begin.astimezone(self.home).date()
                counts["per_day", day] += 1
                counts["per_week", day - timedelta(days=day.weekday())] += 1
                counts["channels", begin] = sum(self.held[o][0] <= begin < self.held[o][1] for o in names)
            for (cap, when), count in counts.items():
                if count > period.get(cap, count):
                    self.finding("cap", f"period {period['id']}, {cap}: {count} at {when}")

    # Sessions beside each other

    def channel_clashes(self):
        rooms = defaultdict(list)
        for name, (_, _, channel, _) in self.held.items():
            rooms[channel].append(name)
        for channel, names in rooms.items():
            set_up = self.channels[channel].get("set_up", 0) if channel in self.channels else 0
            for first, second in combinations(sorted(names), 2):
                if self.overlap(first, second, set_up):
                    self.finding("channel clash", f"{first} and {second} in {channel}")

    def plenary_clashes(self):
        for first, second in combinations(sorted(self.held), 2):
            plenary = any(self.kind(self.owner[name]).get("plenary") for name in (first, second))
            if plenary and self.overlap(first, second):
                self.finding("plenary clash", f"{first} and {second}")

    def types_in_parallel(self):
        for first, second in combinations(sorted(self.held), 2):
            kinds = {self.sessions[self.owner[name]]["type"] for name in (first, second)}
            alone = len(kinds) == 1 and self.kind(self.owner[first]).get("parallel") is False
            unwanted = self.owner[first] in items(self.sessions[self.owner[second]].get("not_with", ""))
            unwanted |= self.owner[second] in items(self.sessions[self.owner[first]].get("not_with", ""))
            if (alone or unwanted) and self.overlap(first, second):
                self.finding("in parallel", f"{first} and {second}")

    def held_of(self, name):
        return [part for part in self.parts(name) if part in self.held] if name in self.sessions else []

    def order(self):
        pairs = {(before, name) for name, row in self.sessions.items() for before in items(row.get("after", ""))}
        series = defaultdict(list)
        for name, row in self.sessions.items():
            if row.get("series") and row.get("part"):
                series[row["series"]].append((int(row["part"]), name))
        for parts in series.values():
            pairs |= {(one, other) for a, one in parts for b, other in parts if a < b}
        for before, after in sorted(pairs):
            for one in self.held_of(before):
                for other in self.held_of(after):
                    if self.held[one][1] > self.held[other][0]:
                        self.finding("order", f"{other} must come after {one}")
        for name, row in self.sessions.items():
            ends, starts = self.held_of(row.get("directly_after", "")), self.held_of(name)
            if row.get("directly_after") and ends and starts:
                pause = self.held[starts[0]][0] - self.held[ends[-1]][1]
                if not timedelta(0) <= pause <= timedelta(minutes=PAUSE):
                    self.finding("directly after", f"{starts[0]} begins {pause} after {ends[-1]}")

    def days_and_repeats(self):
        for name in self.sessions:
            clocks = [self.held[part][0].astimezone(self.home) for part in self.held_of(name)]
            if self.days(name) > 1:
                if clocks and len(clocks) < self.days(name):
                    self.finding("days in a row", f"{name} has {len(clocks)} of its days")
                for before, after in pairwise(clocks):
                    day = before.date() + timedelta(days=1)
                    while not self.open_on(name, day) and day < after.date():
                        day += timedelta(days=1)
                    if after.date() != day or after.time() != before.time():
                        self.finding("days in a row", f"{name} is held at {before} and {after}")
            else:
                for before, after in combinations(self.held_of(name), 2):
                    if self.held[after][0] - self.held[before][0] < timedelta(minutes=APART):
                        self.finding("repeats", f"{before} and {after} are too close")

    def open_on(self, name, day):
        return any(
            period["first_day"] <= day <= period["last_day"]
            and WEEKDAYS[day.weekday()] in period.get("weekdays", WEEKDAYS[:5])
            for period in self.periods_of(name)
        )

    def excluded(self):
        for name, (begin, end, *_) in self.held.items():
            row = self.sessions[self.owner[name]]
            where = zone(row["zone"]) if row.get("zone") else self.home
            for entry in items(row.get("excluded_dates", "")) + items(row.get("excluded_hours", "")):
                if refused(entry, begin, end, where):
                    self.finding("excluded", f"{name} at {begin.astimezone(where)} meets {entry}")

    # People

    def facilitators(self):
        for name, (_, _, _, chosen) in self.held.items():
            owner, kind = self.owner[name], self.kind(self.owner[name])
            for person in chosen:
                if person not in self.people or not self.people[person].get("nominated_by"):
                    self.finding("facilitator", f"{person} of {name} is no nominee")
            if kind.get("assembles"):
                self.assembled(name, chosen, kind["assembles"])
                continue
            least = kind.get("facilitators", 0)
            if not least <= len(chosen) <= max(least, kind.get("facilitators_most", 0)):
                self.finding("facilitator", f"{name} has {len(chosen)} and needs {least}")
            panel = {part["person"] for part in self.appearances[owner]}
            for person in sorted(panel & set(chosen)):
                self.finding("facilitator", f"{person} is a panellist of {name}")

    def assembled(self, concluding, there, kinds):
        """Whoever facilitates is at the concluding session, which comes after all of these sessions."""
        chosen = set()
        for name, (_, end, _, who) in self.held.items():
            if self.sessions[self.owner[name]]["type"] in kinds:
                chosen |= set(who)
                if end > self.held[concluding][0]:
                    self.finding("concluding session", f"{name} ends after {concluding} begins")
        for person in sorted(chosen - set(there)):
            self.finding("concluding session", f"{person} is not at {concluding}")
        for person in sorted(set(there) - chosen):
            self.finding("concluding session", f"{person} is at {concluding} and facilitates nothing")

    def zone_of(self, person):
        """The zone of a person; None where nothing in the row settles it."""
        row = self.people[person]
        if row.get("zone"):
            return zone(row["zone"])
        zones = COUNTRIES.get(row.get("country", ""), [])
        return zoneinfo.ZoneInfo(zones[0]) if len(zones) == 1 else None

    def engagements(self):
        """Person to occurrence to [begin, end, roles, required]; several parts in one session make one stay."""
        found = defaultdict(dict)
        for name, (begin, end, _, chosen) in self.held.items():
            stays = [(person, begin, end, "facilitator", True) for person in chosen]
            for part in self.appearances[self.owner[name]]:
                first = begin + timedelta(minutes=int(part.get("from_minute") or 0))
                over = begin + timedelta(minutes=int(part["to_minute"])) if part.get("to_minute") else end
                required = (part.get("presence") or "required") == "required"
                stays.append((part["person"], first, over, part.get("role") or "speaker", required))
            for person, first, over, role, required in stays:
                found[person].setdefault(name, []).append((first, over, role, required))
        return found

    def person_by_person(self):
        night = span_of_hours(self.frame.get("comfort", {}).get("night", "23:00-06:00"))
        for person, sessions in sorted(self.engagements().items()):
            if person not in self.people:
                self.finding("person", f"{person} is in no table")
                continue
            where = self.zone_of(person)
            stays = []
            for name, parts in sessions.items():
                must = [part for part in parts if part[3]]
                counted = must or parts
                stays.append((min(p[0] for p in counted), max(p[1] for p in counted), name, bool(must)))
                for begin, end, role, _ in must:
                    clock = where or self.home
                    for entry in items(self.people[person].get("cannot", "")):
                        if refused(entry, begin, end, clock):
                            self.finding("cannot", f"{person} in {name}: {entry}")
                    if where and role in IN_CHARGE:
                        awake = [within(day, minute, night) is None for day, minute in minutes(begin, end, where)]
                        if not all(awake):
                            self.finding("night", f"{person} in {name} at {begin.astimezone(where)}")
            self.clashes(person, stays)
            self.most_a_day(person, stays)

    def clashes(self, person, stays):
        for (begin, end, name, required), (start, over, other, too) in combinations(sorted(stays), 2):
            if required and too:
                if start < end + timedelta(minutes=BREAK):
                    self.finding("person clash", f"{person} in {min(name, other)} and {max(name, other)}")
            elif start < end and begin < over:
                self.notes.append(f"optional appearance: {person} in {min(name, other)} and {max(name, other)}")

    def most_a_day(self, person, stays):
        most = self.people[person].get("most_a_day")
        days = defaultdict(list)
        for begin, _, name, required in stays:
            if required:
                days[begin.astimezone(self.home).date()].append(name)
        for day, names in days.items():
            if most and len(names) > int(most):
                self.finding("most a day", f"{person} on {day}: {', '.join(names)}")


def main(folder, programme):
    check = Check(Path(folder), Path(programme))
    check.run()
    for finding in check.findings:
        print(finding)
    for note in check.notes:
        print(f"note: {note}")
    print(f"{len(check.held)} occurrences, {len(check.findings)} findings, {len(check.notes)} notes")
    return 1 if check.findings else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python independent_check.py FOLDER programme.csv")
    sys.exit(main(*sys.argv[1:]))
