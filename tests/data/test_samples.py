"""The samples: made anew byte for byte, of the published size, and feasible by a checker of its own.

The checker reads only the tables of the folder, with the csv module; it knows nothing of readers and rules.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.problems import ForumError
from data.readers import read_forum
from data.samples.generate import CONFLICTS, draw, make_forum
from data.samples.geography import PLACES
from data.samples.wsis_facts import ACTION_LINE_SDGS
from data.timetable import timetable_from_json
from data.zone_names import country_zone

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
WSIS = SAMPLES / "wsis-2020"
AUTUMN = SAMPLES / "autumn-2020"

Table = list[dict[str, str]]
Span = tuple[datetime, datetime]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
BUFFER = timedelta(minutes=15)
SHORT_BREAK = timedelta(minutes=15)
REPEATS_APART = timedelta(hours=8)
DAY = 24 * 60
NIGHT = (23 * 60, 30 * 60)
SUMMER, WINTER = datetime(2020, 7, 1, tzinfo=UTC), datetime(2020, 12, 1, tzinfo=UTC)

SAID_ZONES = {
    "Bangkok": "Asia/Bangkok",
    "Bogota": "America/Bogota",
    "Colombia": "America/Bogota",
    "Dhaka": "Asia/Dhaka",
    "Geneva": "Europe/Zurich",
    "Ghana": "Africa/Accra",
    "India": "Asia/Kolkata",
    "Japan": "Asia/Tokyo",
    "Kathmandu": "Asia/Kathmandu",
    "Kenya": "Africa/Nairobi",
    "Lagos": "Africa/Lagos",
    "Nairobi": "Africa/Nairobi",
    "Nepal": "Asia/Kathmandu",
    "Nigeria": "Africa/Lagos",
    "Paris": "Europe/Paris",
    "Senegal": "Africa/Dakar",
    "Tehran": "Asia/Tehran",
    "Thailand": "Asia/Bangkok",
    "Tokyo": "Asia/Tokyo",
    "Warsaw": "Europe/Warsaw",
}
"""Zones that the samples say as a city or a country."""


def _zones_of_country() -> dict[str, list[str]]:
    """The zones of every country by the tables of the time zone database."""
    lines = {
        name: [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
        for name in ("iso3166.tab", "zone.tab")
        for text in [(files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")]
    }
    names = dict(lines["iso3166.tab"])
    found: dict[str, list[str]] = defaultdict(list)
    for code, _, name, *_ in lines["zone.tab"]:
        found[names[code]].append(name)
    found["United Kingdom"] = found["Britain (UK)"]
    return found


ZONES_OF_COUNTRY = _zones_of_country()


def table(folder: Path, name: str) -> Table:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def dates(cell: str) -> list[tuple[date, date]]:
    found = []
    for item in items(cell):
        first, _, last = item.partition("..")
        found.append((date.fromisoformat(first), date.fromisoformat(last or first)))
    return found


def span_of_hours(text: str) -> tuple[int, int]:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in text.split("-"))
    return (start, end) if end > start else (start, end + DAY)


def zone(cell: str) -> ZoneInfo:
    return ZoneInfo(SAID_ZONES.get(cell, cell))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def touches(local: Span, hours: tuple[int, int], on: Any = lambda day: True) -> bool:
    """Whether the local span meets the hours of any day for which `on` holds."""
    day = local[0].date() - timedelta(days=1)
    while day <= local[1].date():
        begin, end = (midnight(day) + timedelta(minutes=minute) for minute in hours)
        if on(day) and begin < local[1] and local[0] < end:
            return True
        day += timedelta(days=1)
    return False


def reading(span: Span, where: ZoneInfo) -> Span:
    start, end = (moment.astimezone(where).replace(tzinfo=None) for moment in span)
    return start, end


def cannot(cell: str, local: Span) -> bool:
    for entry in items(cell):
        days: list[tuple[date, date]] = []
        weekdays: list[str] = []
        hours = (0, DAY)
        for word in entry.split():
            if re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", word):
                hours = span_of_hours(word)
            elif word[0].isdigit():
                days = dates(word)
            else:
                weekdays = word.split(",")

        def on(day: date, days: Any = days, weekdays: Any = weekdays) -> bool:
            inside = not days or any(first <= day <= last for first, last in days)
            return inside and (not weekdays or WEEKDAYS[day.weekday()] in weekdays)

        if touches(local, hours, on):
            return True
    return False


class Checked:
    """A forum folder and a timetable, and everything hard that is wrong with it."""

    def __init__(self, folder: Path, placements: list[dict[str, Any]]) -> None:
        self.toml = tomllib.loads((folder / "forum.toml").read_text(encoding="utf-8"))
        self.home = ZoneInfo(self.toml["forum"]["zone"])
        self.types = {kind["id"]: kind for kind in self.toml["types"]}
        rows = [*table(folder, "requests"), *table(folder, "sessions")]
        self.sessions = {row["id"]: row for row in rows}
        assert len(self.sessions) == len(rows)
        self.people = {row["id"]: row for row in table(folder, "people")}
        self.appearances = table(folder, "appearances")
        self.placed = {row["session"]: row for row in placements}
        assert len(self.placed) == len(placements)
        self.breaches: list[str] = []
        self.held: dict[str, list[str]] = {
            name: self._occurrences(row)
            for name, row in self.sessions.items()
            if self.types[row["type"]].get("timed", True) and row["status"] != "cancelled"
        }
        self.session_of = {name: session for session, names in self.held.items() for name in names}
        if set(self.placed) != set(self.session_of):
            self.breaches.append(f"held and placed differ: {set(self.placed) ^ set(self.session_of)}")
            return
        self.spans = {name: self._span(name) for name in self.placed}
        for check in (
            self._periods,
            self._channels,
            self._plenaries_and_policy,
            self._fixed,
            self._wishes,
            self._order,
            self._repeats_and_days,
            self._people,
            self._facilitators,
        ):
            check()

    def kind(self, name: str) -> dict[str, Any]:
        return self.types[self.sessions[self.session_of[name]]["type"]]

    def _duration(self, session: str) -> int:
        row = self.sessions[session]
        return int(row["duration"] or self.types[row["type"]]["duration"])

    def _occurrences(self, row: dict[str, str]) -> list[str]:
        days = int(row["days"] or self.types[row["type"]].get("days", 1))
        count = days * int(row["repeats"] or 1)
        return [row["id"]] if count == 1 else [f"{row['id']}.{number}" for number in range(1, count + 1)]

    def _span(self, name: str) -> Span:
        start = datetime.strptime(self.placed[name]["start"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return start, start + timedelta(minutes=self._duration(self.session_of[name]))

    def _meet(self, first: str, second: str) -> bool:
        return self.spans[first][0] < self.spans[second][1] and self.spans[second][0] < self.spans[first][1]

    def _pairs(self) -> list[tuple[str, str]]:
        """Pairs of occurrences that are held at the same time."""
        found, running = [], []
        for name in sorted(self.placed, key=lambda name: (self.spans[name][0], name)):
            running = [other for other in running if self.spans[other][1] > self.spans[name][0]]
            found += [(other, name) for other in running]
            running.append(name)
        return found

    def _inside(self, name: str, period: dict[str, Any]) -> bool:
        row = self.sessions[self.session_of[name]]
        asked = items(row["periods"])
        if period["id"] not in asked if asked else row["type"] not in period["types"]:
            return False
        targets = items(row["target_regions"])
        if period.get("regions") and not set(targets) & set(period["regions"]):
            return False
        start, end = reading(self.spans[name], self.home)
        for day in (start.date(), start.date() - timedelta(days=1)):
            if not period["first_day"] <= day <= period["last_day"]:
                continue
            if WEEKDAYS[day.weekday()] not in period.get("weekdays", WEEKDAYS[:5]):
                continue
            for first, last in map(span_of_hours, period["hours"]):
                opens, closes = (midnight(day) + timedelta(minutes=minute) for minute in (first, last))
                if opens <= start and end <= closes:
                    return True
        return False

    def _periods(self) -> None:
        frame = self.toml["forum"]
        inside_any = set()
        for period in self.toml["periods"]:
            inside = [name for name in self.placed if self._inside(name, period)]
            inside_any |= set(inside)
            days = Counter(reading(self.spans[name], self.home)[0].date() for name in inside)
            weeks: Counter[date] = Counter()
            for day, count in days.items():
                weeks[day - timedelta(days=day.weekday())] += count
            self._cap(period, "per_day", max(days.values(), default=0))
            self._cap(period, "per_week", max(weeks.values(), default=0))
            self._cap(period, "channels", self._most_at_once(inside))
        self.breaches += [f"{name} is in no period of its type" for name in sorted(set(self.placed) - inside_any)]
        for name, (start, _) in self.spans.items():
            local = start.astimezone(self.home)
            if (local.hour * 60 + local.minute) % frame["grid"] or local.second:
                self.breaches.append(f"{name} is off the grid")

    def _cap(self, period: dict[str, Any], cap: str, found: int) -> None:
        if cap in period and found > period[cap]:
            self.breaches.append(f"{period['id']}: {cap} is {period[cap]}, found {found}")

    def _most_at_once(self, names: list[str]) -> int:
        events = sorted(event for name in names for event in ((self.spans[name][0], 1), (self.spans[name][1], -1)))
        most = now = 0
        for _, change in events:
            now += change
            most = max(most, now)
        return most

    def _channels(self) -> None:
        known: dict[str, dict[str, Any]] = {}
        for channel in self.toml["channels"]:
            count = channel.get("count", 1)
            for number in range(1, count + 1):
                known[f"{channel['id']}-{number}" if "count" in channel else channel["id"]] = channel
        used: dict[str, list[Span]] = defaultdict(list)
        for name, row in self.placed.items():
            channel = known[row["channel"]]
            used[row["channel"]].append(self.spans[name])
            asked = self.sessions[self.session_of[name]]["channel"] or self.kind(name).get("channel", "")
            if asked not in (row["channel"], channel["id"]) if asked else channel.get("reserved", False):
                self.breaches.append(f"{name} is in {row['channel']}, which it did not ask for or may not have")
        for channel_id, spans in used.items():
            pause = timedelta(minutes=known[channel_id].get("set_up", 0))
            for earlier, later in pairwise(sorted(spans)):
                if later[0] < earlier[1] + pause:
                    self.breaches.append(f"{channel_id} is used twice at {later[0]}")

    def _plenaries_and_policy(self) -> None:
        for first, second in self._pairs():
            if self.kind(first).get("plenary") or self.kind(second).get("plenary"):
                self.breaches.append(f"{first} and {second}: beside a plenary")
            if self.kind(first) is self.kind(second) and not self.kind(first).get("parallel", True):
                self.breaches.append(f"{first} and {second}: not in parallel")
            mine, other = self.session_of[first], self.session_of[second]
            if other in items(self.sessions[mine]["not_with"]) or mine in items(self.sessions[other]["not_with"]):
                self.breaches.append(f"{first} and {second}: not with one another")

    def _fixed(self) -> None:
        for session, names in self.held.items():
            for name, cell in zip(names, items(self.sessions[session]["fixed_start"]), strict=False):
                start = self.spans[name][0].astimezone(self.home)
                said = re.fullmatch(r"(\S+)(?: (\d\d:\d\d))?(?: ([+-]\d\d:\d\d))?", cell)
                assert said, cell
                right = str(start.date()) == said[1] and said[2] in (None, f"{start:%H:%M}")
                if not right or (said[3] and said[3].replace(":", "") != f"{start:%z}"):
                    self.breaches.append(f"{name} is fixed at {cell}")

    def _wishes(self) -> None:
        for name, span in self.spans.items():
            row = self.sessions[self.session_of[name]]
            local = reading(span, zone(row["zone"]) if row["zone"] else self.home)
            for first, last in dates(row["excluded_dates"]):
                if touches(local, (0, DAY), lambda day, first=first, last=last: first <= day <= last):
                    self.breaches.append(f"{name} is on an excluded date")
            for hours in items(row["excluded_hours"]):
                if touches(local, span_of_hours(hours)):
                    self.breaches.append(f"{name} is in excluded hours")

    def _order(self) -> None:
        series: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for session in self.held:
            row = self.sessions[session]
            for earlier in items(row["after"]):
                self._in_order(earlier, session)
            if row["directly_after"]:
                self._in_order(row["directly_after"], session, most=SHORT_BREAK)
            if row["series"]:
                series[row["series"]].append((int(row["part"]), session))
        for members in series.values():
            for (part, earlier), (following, later) in pairwise(sorted(members)):
                assert part < following
                self._in_order(earlier, later)

    def _in_order(self, earlier: str, later: str, most: timedelta | None = None) -> None:
        end = max(self.spans[name][1] for name in self.held[earlier])
        start = min(self.spans[name][0] for name in self.held[later])
        if start < end or (most is not None and start - end > most):
            self.breaches.append(f"{later} does not follow {earlier} as it should")

    def _repeats_and_days(self) -> None:
        for session, names in self.held.items():
            repeats = int(self.sessions[session]["repeats"] or 1)
            for first, second in pairwise(names):
                gap = self.spans[second][0] - self.spans[first][1]
                if repeats > 1 and gap < REPEATS_APART:
                    self.breaches.append(f"{second} is too soon after {first}")
                one, two = (reading(self.spans[name], self.home)[0] for name in (first, second))
                following = next(
                    one.date() + timedelta(days=step)
                    for step in range(1, 15)
                    if any(
                        WEEKDAYS[(one + timedelta(days=step)).weekday()] in period.get("weekdays", WEEKDAYS[:5])
                        for period in self.toml["periods"]
                    )
                )
                if repeats == 1 and (two.time() != one.time() or two.date() != following):
                    self.breaches.append(f"{second} is not on the day after {first} at the same time")

    def _busy(self) -> dict[str, list[tuple[Span, str, bool]]]:
        """Each person's own spans, the occurrence, and whether they lead it."""
        found: dict[str, list[tuple[Span, str, bool]]] = defaultdict(list)
        for row in self.appearances:
            for name in self.held.get(row["session"], ()):
                begin = int(row["from_minute"] or 0)
                end = int(row["to_minute"] or self._duration(row["session"]))
                assert 0 <= begin < end <= self._duration(row["session"])
                start = self.spans[name][0]
                span = (start + timedelta(minutes=begin), start + timedelta(minutes=end))
                found[row["person"]].append((span, name, row["role"] == "moderator"))
        for name, row in self.placed.items():
            for person in row.get("facilitators", ()):
                found[person].append((self.spans[name], name, True))
        return found

    def _assembled_at(self, concluding: str, kinds: list[str]) -> None:
        concluded = [name for name in self.placed if self.kind(name)["id"] in kinds]
        chosen = {person for name in concluded for person in self.placed[name].get("facilitators", ())}
        if set(self.placed[concluding].get("facilitators", ())) != chosen:
            self.breaches.append(f"{concluding} does not assemble exactly those who facilitated")
        if any(self.spans[name][1] > self.spans[concluding][0] for name in concluded):
            self.breaches.append(f"{concluding} is not after all that it concludes")

    def _zone_of(self, person: dict[str, str]) -> ZoneInfo | None:
        if person["zone"]:
            return zone(person["zone"])
        zones = [ZoneInfo(name) for name in ZONES_OF_COUNTRY.get(person["country"], [])]
        clocks = {(SUMMER.astimezone(where).utcoffset(), WINTER.astimezone(where).utcoffset()) for where in zones}
        return zones[0] if len(clocks) == 1 else None

    def _people(self) -> None:
        assert {row["person"] for row in self.appearances} <= set(self.people)
        assert {row["session"] for row in self.appearances} <= set(self.sessions)
        for person, parts in self._busy().items():
            row = self.people[person]
            where = self._zone_of(row)
            for earlier, later in pairwise(sorted(parts)):
                if later[0][0] < earlier[0][1] + BUFFER:
                    self.breaches.append(f"{person} cannot be in {earlier[1]} and {later[1]}")
            for span, name, leads in parts:
                if cannot(row["cannot"], reading(span, where or self.home)):
                    self.breaches.append(f"{person} cannot at the time of {name}")
                if leads and where and touches(reading(span, where), NIGHT):
                    self.breaches.append(f"{person} leads {name} at night")
            days = Counter(reading(span, self.home)[0].date() for span, _, _ in parts)
            if row["most_a_day"] and max(days.values()) > int(row["most_a_day"]):
                self.breaches.append(f"{person} has too much on a day")

    def _facilitators(self) -> None:
        appear = {(row["person"], row["session"]) for row in self.appearances}
        for name, row in self.placed.items():
            chosen = row.get("facilitators", [])
            assembles = self.kind(name).get("assembles", [])
            if assembles:
                self._assembled_at(name, assembles)
                continue
            least = self.kind(name).get("facilitators", 0)
            if not least <= len(chosen) <= max(least, self.kind(name).get("facilitators_most", 0)):
                self.breaches.append(f"{name} has {len(chosen)} facilitators")
            session = self.sessions[self.session_of[name]]
            topics = {*items(session["action_lines"]), session["track"]}
            for person in chosen:
                themes = set(items(self.people[person]["themes"]))
                if not self.people[person]["nominated_by"] or (themes and not themes & topics):
                    self.breaches.append(f"{person} is no fitting nominee for {name}")
                if (person, self.session_of[name]) in appear:
                    self.breaches.append(f"{person} appears in {name} and facilitates it")


def planted(folder: Path) -> list[dict[str, Any]]:
    content = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
    assert content["format"] == "forum-timetable/1"
    placements: list[dict[str, Any]] = content["placements"]
    return placements


@pytest.fixture(scope="module")
def wsis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wsis") / "forum"
    make_forum(folder, scale=1, seed=2020)
    return folder


def test_planted_timetable_keeps_every_hard_rule(wsis: Path) -> None:
    assert Checked(wsis, planted(wsis)).breaches == []


def test_generator_reproduces_the_committed_sample(wsis: Path) -> None:
    made = {file.name: file.read_bytes() for file in wsis.iterdir()}
    del made["planted.json"]
    assert made == {file.name: file.read_bytes() for file in WSIS.iterdir()}


def test_other_seed_makes_another_forum(wsis: Path, tmp_path: Path) -> None:
    make_forum(tmp_path / "forum", scale=1, seed=2021)
    assert (tmp_path / "forum" / "forum.toml").read_bytes() == (wsis / "forum.toml").read_bytes()
    assert (tmp_path / "forum" / "requests.csv").read_bytes() != (wsis / "requests.csv").read_bytes()


def held_rows(folder: Path) -> Table:
    rows = [*table(folder, "requests"), *table(folder, "sessions")]
    return [row for row in rows if row["type"] != "exhibition" and row["status"] != "cancelled"]


def test_wsis_has_the_published_size_and_type_mix() -> None:
    rows = held_rows(WSIS)
    assert len(rows) == 160
    assert Counter(row["type"] for row in rows) == {
        "workshop": 67,
        "special-track-session": 26,
        "country-workshop": 12,
        "action-line-facilitation": 12,
        "policy-session": 11,
        "high-level-dialogue": 6,
        "champions": 5,
        "talkx": 4,
        "knowledge-cafe": 2,
        "opening": 2,
        "regional-meeting": 2,
        "inter-agency-meeting": 2,
        "hackathon": 1,
        "exhibition-inauguration": 1,
        "prize-ceremony": 1,
        "ministerial-round-table": 1,
        "concluding-session": 1,
        "closing": 1,
        "policy-statements": 1,
        "interactive-session": 1,
        "consultation-meeting": 1,
    }
    tracks = Counter(row["track"] for row in rows if row["type"] in ("workshop", "special-track-session"))
    assert {track: count for track, count in tracks.items() if track} == dict.fromkeys(
        (
            "Extended Reality",
            "ICTs and Accessibility",
            "ICTs and Gender Mainstreaming",
            "ICTs and Older Persons",
            "ICTs and Sports",
            "ICTs and Youth",
            "WSIS Special Track by CMAI",
        ),
        5,
    )
    assert len(table(WSIS, "people")) == 850
    beside = [row for row in (*table(WSIS, "requests"), *table(WSIS, "sessions")) if row not in rows]
    assert Counter(row["type"] if row["status"] != "cancelled" else "cancelled" for row in beside) == {
        "exhibition": 1,
        "cancelled": 8,
    }


def test_wsis_is_distributed_as_the_published_figures_suggest() -> None:
    rows = held_rows(WSIS)
    usual = {kind["id"]: kind["duration"] for kind in tomllib.loads((WSIS / "forum.toml").read_text())["types"]}
    durations = Counter(int(row["duration"] or usual[row["type"]]) for row in rows)
    assert 0.75 <= durations[60] / 160 <= 0.85
    assert 0.08 <= durations[90] / 160 <= 0.16
    parts = table(WSIS, "appearances")
    panels = Counter(row["session"] for row in parts if row["role"] != "moderator")
    kinds = {row["id"]: row["type"] for row in rows}
    policy = [panels[name] for name, kind in kinds.items() if kind == "policy-session"]
    assert all(8 <= size <= 11 for size in policy)
    assert sum(policy) > 100
    usual_panels = [
        panels[name]
        for name, kind in kinds.items()
        if kind not in ("policy-session", "champions", "ministerial-round-table")
    ]
    assert all(3 <= size <= 7 for size in usual_panels)
    assert 5.0 <= sum(usual_panels) / len(usual_panels) <= 5.6
    assert [count for _, count in Counter(row["person"] for row in parts).most_common(4)] == [16, 12, 10, 8]
    regions = Counter(row["presence"] for row in parts)
    assert 0.12 <= regions["optional"] / len(parts) <= 0.2
    wishing = [row for row in table(WSIS, "requests") if row["synthetic"] == "yes" and row["status"] != "cancelled"]
    without = [row for row in wishing if not row["preferred_dates"] and not row["excluded_dates"]]
    assert 0.1 <= len(without) / len(wishing) <= 0.2


def test_real_sessions_name_their_source_and_all_others_are_marked_synthetic() -> None:
    rows = [*table(WSIS, "requests"), *table(WSIS, "sessions")]
    real = {row["title"]: row for row in rows if row["synthetic"] == "no"}
    assert {row["synthetic"] for row in rows} == {"yes", "no"}
    assert len(real) == 39
    assert [row["title"] for row in real.values() if not row["source"] or "@" in row["source"]] == []
    assert [row["title"] for row in rows if row["synthetic"] == "yes" and row["source"]] == []
    assert [row["title"] for row in real.values() if row["description"] or row["preferred_dates"]] == []


def test_fixed_starts_are_those_of_the_sources() -> None:
    rows = [*table(WSIS, "requests"), *table(WSIS, "sessions")]
    fixed = Counter(row["fixed_start"] for row in rows if row["fixed_start"])
    assert fixed == {
        "2020-06-22 10:00": 1,
        "2020-06-22 12:00": 1,
        "2020-07-01 13:00": 1,
        "2020-07-10": 1,
        "2020-07-15 12:00": 1,
        "2020-07-28 14:00": 1,
        "2020-08-03": 1,
        "2020-08-04": 1,
        "2020-08-05": 1,
        "2020-08-06": 1,
        "2020-08-07": 1,
        "2020-08-21": 1,
        "2020-08-26": 1,
        "2020-09-07": 2,
        "2020-09-08": 1,
        "2020-09-09 12:00": 1,
        "2020-09-09 15:00": 1,
        "2020-09-10": 1,
    }
    policy = sorted((r for r in rows if r["type"] == "policy-session"), key=lambda row: row["title"])
    assert [row["title"].split(":")[0] for row in policy if row["fixed_start"]] == ["High-Level Policy Session 10"]


def test_real_sessions_are_those_recovered_inside_the_dates() -> None:
    recovered = SAMPLES.parents[2] / "shared" / "data" / "wsis" / "sessions_2020_real.csv"
    needs(recovered)
    with recovered.open(encoding="utf-8", newline="") as file:
        expected = {
            (row["title"], f"{row['date']} {row['start']}".strip(), row["action_lines"], row["sdgs"], row["track"])
            for row in csv.DictReader(file)
            if not row["date"] or "2020-06-22" <= row["date"] <= "2020-09-10"
        }
    rows = [*table(WSIS, "requests"), *table(WSIS, "sessions")]
    found = {
        (row["title"], row["fixed_start"], row["action_lines"].replace("; ", ";"), row["sdgs"], row["track"])
        for row in rows
        if row["synthetic"] == "no" and row["type"] != "exhibition"
    }
    assert found == expected


def test_action_line_matrix_is_the_published_one() -> None:
    matrix = SAMPLES.parents[2] / "shared" / "data" / "wsis" / "action_line_sdg_matrix.csv"
    needs(matrix)
    with matrix.open(encoding="utf-8", newline="") as file:
        published = {
            row["action_line"]: tuple(goal for goal in range(1, 18) if row[f"SDG{goal}"] == "1")
            for row in csv.DictReader(file)
        }
    assert published == ACTION_LINE_SDGS


def needs(file: Path) -> None:
    """Skip where the reference data lies not beside this folder; a fresh clone stands alone."""
    if not file.parents[2].exists():
        pytest.skip(f"the reference data with {file.name} is not there")


@pytest.mark.parametrize("folder", [WSIS, AUTUMN], ids=lambda folder: folder.name)
def test_people_are_plainly_invented(folder: Path) -> None:
    people = table(folder, "people")
    assert [row["name"] for row in people if "(invented)" not in row["name"].lower()] == []
    assert [row["organisation"] for row in people if not row["organisation"].startswith("Invented ")] == []
    contacts = table(folder, "contacts")
    assert {row["email"].partition("@")[2] for row in contacts if row["email"]} == {"example.org"}
    assert {row["join_link"].split("/")[2] for row in contacts if row["join_link"]} == {"meet.example"}


def test_every_policy_session_has_several_fitting_nominees_from_four_types() -> None:
    nominees = [row for row in table(WSIS, "people") if row["nominated_by"]]
    assert Counter(row["nominated_by"] for row in nominees) == {
        "private sector": 5,
        "civil society": 5,
        "technical and academic community": 5,
        "international organization": 5,
    }
    policy = [row for row in table(WSIS, "sessions") if row["type"] == "policy-session"]
    fitting = [
        sum(bool(set(items(row["themes"])) & set(items(session["action_lines"]))) for row in nominees)
        for session in policy
    ]
    assert len(fitting) == 11
    assert min(fitting) >= 3


def test_ten_times_the_size_is_planted_and_plenaries_do_not_multiply(tmp_path: Path) -> None:
    make_forum(tmp_path / "forum", scale=10, seed=3)
    checked = Checked(tmp_path / "forum", planted(tmp_path / "forum"))
    assert checked.breaches == []
    assert (len(checked.held), len(checked.people)) == (1600, 8500)
    plenary = [name for name in checked.session_of if checked.kind(name).get("plenary")]
    assert len(plenary) == 6
    busiest = Counter(row["person"] for row in checked.appearances).most_common(1)[0][1]
    assert busiest == 16


def test_checker_finds_what_is_wrong(wsis: Path) -> None:
    """A person, a fixed start, a period and a facilitator, each broken by hand."""
    rows = {row["session"]: dict(row) for row in planted(wsis)}
    inauguration = next(r["id"] for r in table(wsis, "sessions") if r["type"] == "exhibition-inauguration")
    rows[inauguration]["start"] = "2020-08-15T12:00:00Z"
    policy = next(name for name in sorted(rows) if rows[name].get("facilitators"))
    assert policy == "S-002"
    del rows[policy]["facilitators"]
    rows[policy]["start"] = "2020-07-28T12:15:00Z"
    breaches = Checked(wsis, list(rows.values())).breaches
    assert f"{inauguration} is in no period of its type" in breaches
    assert f"{inauguration} is on an excluded date" in breaches
    assert "S-002 is fixed at 2020-07-28 14:00" in breaches
    assert "S-002 has 0 facilitators" in breaches


def test_planted_conflict_is_two_fixed_sessions_of_one_person_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    make_forum(folder, scale=1, seed=5, conflict="person-fixed-twice")
    assert not (folder / "planted.json").exists()
    rows = {row["id"]: row for row in table(folder, "sessions")}
    parts = table(folder, "appearances")
    twice = next(row["id"] for row in table(folder, "people") if row["name"] == "Speaker Twice (invented)")
    its = [row for row in parts if row["person"] == twice]
    assert [row["presence"] for row in its] == ["required", "required"]
    first, second = (rows[row["session"]] for row in its)
    assert first["fixed_start"] == second["fixed_start"] != ""
    assert {first["type"], second["type"]} == {"action-line-facilitation"}

    placements = json.loads(draw(1, 5).planted())["placements"]
    start = next(placement["start"] for placement in placements if placement["session"] == first["id"])
    found = [
        Checked(folder, [*placements, {"session": second["id"], "start": start, "channel": room}]).breaches
        for room in ("room-1", "room-2", "room-3")
    ]
    assert [f"{twice} cannot be in {first['id']} and {second['id']}"] in found


def test_unknown_conflict_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ForumError) as refused:
        make_forum(tmp_path / "forum", conflict="no-such")
    assert str(refused.value).splitlines() == [
        "“no-such” is no conflict that can be planted; known are:",
        *(f"  {kind}: {description}" for kind, description in CONFLICTS.items()),
    ]
    assert not (tmp_path / "forum").exists()


def test_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(ForumError, match="is not empty"):
        make_forum(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["note.txt"]


def test_scale_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForumError, match="from 1 on, not 0"):
        make_forum(tmp_path / "forum", scale=0)


AUTUMN_PLANTED = {
    "S-01": ("2020-10-24T12:00:00Z", "hall"),
    "R-01.1": ("2020-10-24T14:00:00Z", "room-1"),
    "R-04": ("2020-10-24T21:00:00Z", "room-1"),
    "S-03": ("2020-10-25T01:30:00Z", "room-1"),
    "S-02": ("2020-10-25T08:00:00Z", "room-1"),
    "R-01.2": ("2020-10-25T15:00:00Z", "room-1"),
    "R-03": ("2020-10-26T10:00:00Z", "room-1"),
    "R-05": ("2020-10-27T10:00:00Z", "room-1"),
    "R-07": ("2020-10-27T13:00:00Z", "room-1"),
    "S-04": ("2020-10-28T12:00:00Z", "room-1", "P-20"),
    "S-05": ("2020-10-29T12:00:00Z", "room-1", "P-18"),
    "R-06.1": ("2020-10-30T14:00:00Z", "room-1"),
    "R-02": ("2020-11-01T15:00:00Z", "room-1"),
    "R-06.2": ("2020-11-02T15:00:00Z", "room-1"),
    "S-06": ("2020-11-03T13:00:00Z", "room-1", "P-19"),
    "R-08": ("2020-11-04T14:00:00Z", "room-1"),
    "S-07": ("2020-11-05T13:00:00Z", "hall", "P-18", "P-19", "P-20"),
}
"""A timetable of the second sample, worked out by hand."""


def test_second_sample_can_be_planned_over_both_changes_of_the_clock() -> None:
    placements = [
        {"session": name, "start": start, "channel": channel, "facilitators": people}
        for name, (start, channel, *people) in AUTUMN_PLANTED.items()
    ]
    checked = Checked(AUTUMN, placements)
    assert checked.breaches == []
    assert len(checked.people) == 24
    zurich, york = ZoneInfo("Europe/Zurich"), ZoneInfo("America/New_York")
    clocks = {
        name: f"{checked.spans[name][0].astimezone(where):%a %d %H:%M %Z}"
        for name, where in (("S-03", zurich), ("S-02", zurich), ("R-01.1", zurich), ("R-01.2", zurich), ("R-02", york))
    }
    assert clocks == {
        "S-03": "Sun 25 02:30 CET",
        "S-02": "Sun 25 09:00 CET",
        "R-01.1": "Sat 24 16:00 CEST",
        "R-01.2": "Sun 25 16:00 CET",
        "R-02": "Sun 01 10:00 EST",
    }


@pytest.mark.parametrize("folder", [WSIS, AUTUMN], ids=lambda folder: folder.name)
def test_our_own_reader_takes_the_sample_without_a_problem(folder: Path) -> None:
    programme = read_forum(folder, contacts=True).programme
    occurrences = {row["id"] for row in held_rows(folder)}
    assert {occurrence.session.id for occurrence in programme.occurrences} == occurrences


def test_planted_timetable_is_read_back_as_a_timetable(wsis: Path) -> None:
    text = (wsis / "planted.json").read_text(encoding="utf-8")
    assert timetable_from_json(text, read_forum(wsis).programme).to_json() == text


def test_failed_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ForumError, match="could not be written"):
        make_forum(tmp_path / "file" / "forum")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_place_is_of_one_clock_where_our_reader_says_so() -> None:
    """What somebody cannot is made up in the zone that the reader will find for them."""
    for place in PLACES:
        assert country_zone(place.country) == (place.zone if place.single else None)
