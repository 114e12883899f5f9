"""The independent check finds nothing in what we publish, and every clash that is put into a programme by hand."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.independent_check import Check

SCRIPT = Path(__file__).with_name("independent_check.py")
HOME = ZoneInfo("Europe/Zurich")

FRAME = """\
[forum]
name = "Four days"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-10-24
last_day = 2020-10-27
grid = 15

[[comfort.regions]]
name = "Pacific"
share = 100
zones = ["Pacific/Chatham"]

[[periods]]
id = "days"
name = "Days"
first_day = 2020-10-24
last_day = 2020-10-27
weekdays = ["Sat", "Sun", "Mon", "Tue"]
hours = ["09:00-17:00"]
types = ["workshop", "opening", "policy", "hackathon", "concluding"]
channels = 3
per_day = 5

[[periods]]
id = "night"
name = "Night"
first_day = 2020-10-24
last_day = 2020-10-24
weekdays = ["Sat"]
hours = ["22:00-04:00"]
types = ["workshop"]
regions = ["Pacific"]

[[channels]]
id = "room"
name = "Room"
count = 2
set_up = 15

[[channels]]
id = "hall"
name = "Hall"
reserved = true

[[types]]
id = "workshop"
name = "Workshop"
duration = 60

[[types]]
id = "opening"
name = "Opening"
duration = 60
plenary = true
channel = "hall"

[[types]]
id = "policy"
name = "Policy session"
duration = 60
parallel = false
facilitators = 1

[[types]]
id = "hackathon"
name = "Hackathon"
duration = 120
days = 2

[[types]]
id = "concluding"
name = "Concluding session"
duration = 60
plenary = true
assembles = ["policy"]
channel = "hall"
"""

SESSIONS = {
    "O-1": {"type": "opening", "fixed_start": "2020-10-24 09:00"},
    "P-1": {"type": "policy"},
    "P-2": {"type": "policy"},
    "C-1": {"type": "concluding"},
}
REQUESTS = {
    "W-1": {},
    "W-2": {"after": "W-1"},
    "W-3": {"directly_after": "W-2"},
    "W-4": {"target_regions": "Pacific", "fixed_start": "2020-10-25 02:30 +01:00"},
    "W-5": {"repeats": "2"},
    "W-6": {"not_with": "W-1", "excluded_hours": "22:00-08:00", "zone": "Tokyo"},
    "H-1": {"type": "hackathon"},
}
PEOPLE = {
    "far": {"zone": "Tokyo", "cannot": "2020-10-27; Fri 09:00-12:00"},
    "minister": {"country": "Nepal"},
    "mod": {"zone": "Europe/Zurich", "most_a_day": "2"},
    "n1": {"zone": "Europe/Zurich", "nominated_by": "government"},
    "n2": {"zone": "Europe/Zurich", "nominated_by": "civil society"},
    "n3": {"zone": "Europe/Zurich", "nominated_by": "private sector"},
}
APPEARANCES = [
    ("W-1", "mod", "moderator", "required", "", ""),
    ("W-2", "mod", "moderator", "required", "", ""),
    ("P-1", "far", "moderator", "required", "", ""),
    ("P-1", "n3", "speaker", "required", "", ""),
    # At the hackathon for its first five minutes, and half an hour later in the middle of what runs beside it.
    ("H-1", "minister", "welcome", "required", "0", "5"),
    ("W-2", "minister", "welcome", "required", "30", "60"),
]
PROGRAMME = {
    "O-1": ("2020-10-24T09:00+02:00", "hall", ""),
    "W-1": ("2020-10-24T10:15+02:00", "room-1", ""),
    "H-1.1": ("2020-10-24T11:30+02:00", "room-1", ""),
    "W-2": ("2020-10-24T11:30+02:00", "room-2", ""),
    "W-3": ("2020-10-24T12:45+02:00", "room-2", ""),
    "W-4": ("2020-10-25T02:30+01:00", "room-1", ""),
    "W-5.1": ("2020-10-25T09:00+01:00", "room-1", ""),
    "H-1.2": ("2020-10-25T11:30+01:00", "room-1", ""),
    "W-5.2": ("2020-10-26T09:00+01:00", "room-1", ""),
    "P-1": ("2020-10-26T10:15+01:00", "room-2", "n1"),
    "W-6": ("2020-10-26T12:00+01:00", "room-1", ""),
    "P-2": ("2020-10-27T10:00+01:00", "room-1", "n2"),
    "C-1": ("2020-10-27T12:00+01:00", "hall", "n1;n2"),
}


class World:
    """Tables and a programme that a test changes before they are written and compared."""

    def __init__(self, folder):
        self.folder = folder
        self.frame = FRAME
        self.tables = {
            "sessions": {name: {"type": "workshop", **row} for name, row in SESSIONS.items()},
            "requests": {name: {"type": "workshop", **row} for name, row in REQUESTS.items()},
            "people": {name: dict(row) for name, row in PEOPLE.items()},
        }
        self.appearances = list(APPEARANCES)
        self.decisions = []
        self.programme = dict(PROGRAMME)
        self.longer = {}

    def put(self, name, start=None, channel=None, who=None):
        old = self.programme.get(name, ("", "", ""))
        self.programme[name] = tuple(o if n is None else n for n, o in zip((start, channel, who), old, strict=True))

    def check(self):
        (self.folder / "forum.toml").write_text(self.frame)
        for name, rows in self.tables.items():
            columns = ["id", *dict.fromkeys(column for row in rows.values() for column in row)]
            self.write(name, columns, [[key, *(row.get(c, "") for c in columns[1:])] for key, row in rows.items()])
        columns = ("session", "person", "role", "presence", "from_minute", "to_minute")
        self.write("appearances", columns, self.appearances)
        self.write("decisions", ("session", "action", "start", "zone", "channel"), self.decisions)
        rows = [self.row(name, *held) for name, held in self.programme.items()]
        columns = ("id", "title", "type", "start_utc", "end_utc", "channel", "facilitators", "people")
        self.write("programme", columns, rows)
        check = Check(self.folder, self.folder / "programme.csv")
        assert check.run() == (not check.findings)
        return check

    def row(self, name, start, channel, who):
        owner = name.partition(".")[0]
        session = {**self.tables["sessions"], **self.tables["requests"]}.get(owner, {"type": "workshop"})
        begin = datetime.fromisoformat(start).astimezone(ZoneInfo("UTC"))
        end = begin + timedelta(minutes=self.longer.get(name, 120 if session["type"] == "hackathon" else 60))
        people = ";".join(part[1] for part in self.appearances if part[0] == owner)
        instants = [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (begin, end)]
        return (name, name, session["type"], *instants, channel, who, people)

    def write(self, name, columns, rows):
        with (self.folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([columns, *rows])


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def test_nothing_is_found_where_nothing_is_wrong(world):
    check = world.check()
    assert (check.findings, check.notes) == ([], [])
    assert len(check.held) == 13


MOVED = [
    ("W-5.1", {"start": "2020-10-25T08:00+01:00"}, ["period: W-5.1 at 2020-10-25 08:00:00+01:00 is outside days"]),
    ("W-5.2", {"start": "2020-10-26T16:30+01:00"}, ["period: W-5.2 at 2020-10-26 16:30:00+01:00 is outside days"]),
    (
        "W-4",
        {"start": "2020-10-25T02:30+02:00"},
        ["fixed start: W-4 is fixed on 2020-10-25 02:30 +01:00 and held on 2020-10-25 02:30+02:00"],
    ),
    ("W-2", {"channel": "room-1"}, ["channel clash: H-1.1 and W-2 in room-1"]),
    ("W-3", {"start": "2020-10-24T12:30+02:00"}, ["channel clash: W-2 and W-3 in room-2"]),
    ("W-3", {"start": "2020-10-24T13:00+02:00"}, ["directly after: W-3 begins 0:30:00 after W-2"]),
    ("W-6", {"start": "2020-10-27T12:30+01:00"}, ["plenary clash: C-1 and W-6"]),
    ("W-6", {"start": "2020-10-24T10:15+02:00", "channel": "room-2"}, ["in parallel: W-1 and W-6", "cap"]),
    ("W-6", {"start": "2020-10-26T13:30+01:00"}, ["excluded: W-6 at 2020-10-26 21:30:00+09:00 meets 22:00-08:00"]),
    ("W-6", {"channel": "hall"}, ["channel: W-6 did not ask for hall, which is reserved"]),
    ("W-6", {"channel": "attic"}, ["channel: W-6 is held in attic, which does not exist"]),
    ("C-1", {"channel": "room-1"}, ["channel: C-1 asks for hall and is held in room-1"]),
    ("W-6", {"start": "2020-10-26T12:05+01:00"}, ["grid: W-6 begins at 2020-10-26 12:05:00+01:00"]),
    ("P-2", {"start": "2020-10-26T10:30+01:00"}, ["in parallel: P-1 and P-2"]),
    ("P-2", {"start": "2020-10-27T14:00+01:00"}, ["concluding session: P-2 ends after C-1 begins"]),
    (
        "P-1",
        {"who": ""},
        ["facilitator: P-1 has 0 and needs 1", "concluding session: n1 is at C-1 and facilitates nothing"],
    ),
    ("P-2", {"who": "n1;n2"}, ["facilitator: P-2 has 2 and needs 1"]),
    ("C-1", {"who": "n1"}, ["concluding session: n2 is not at C-1"]),
    (
        "H-1.2",
        {"start": "2020-10-26T11:30+01:00", "channel": "room-2"},
        ["days in a row: H-1 is held at 2020-10-24 11:30:00+02:00 and 2020-10-26 11:30:00+01:00"],
    ),
    (
        "H-1.2",
        {"start": "2020-10-25T12:30+01:00"},
        ["days in a row: H-1 is held at 2020-10-24 11:30:00+02:00 and 2020-10-25 12:30:00+01:00"],
    ),
    ("W-5.2", {"start": "2020-10-25T15:00+01:00"}, ["repeats: W-5.1 and W-5.2 are too close"]),
    ("X-1", {"start": "2020-10-25T15:00+01:00"}, ["unknown: X-1 is in the programme, but not to be held"]),
]


@pytest.mark.parametrize(("name", "held", "found"), MOVED, ids=[f"{n} {' '.join(h.values())}" for n, h, _ in MOVED])
def test_what_is_held_wrongly_is_found(world, name, held, found):
    world.put(name, **held)
    expected = ["cap: period days, per_day: 6 at 2020-10-24" if line == "cap" else line for line in found]
    assert sorted(world.check().findings) == sorted(expected)


def test_facilitators_are_nominees_and_no_panellists(world):
    world.put("P-1", who="mod")
    world.put("P-2", who="n3")
    world.put("C-1", who="mod;n3")
    assert world.check().findings == [
        "facilitator: mod of P-1 is no nominee",
        "facilitator: mod of C-1 is no nominee",
    ]
    world.put("P-1", who="n3")
    world.put("P-2", who="n1")
    world.put("C-1", who="n1;n3")
    assert world.check().findings == ["facilitator: n3 is a panellist of P-1"]


def test_what_must_be_placed_is_missed_and_a_request_is_not(world):
    for name in ("O-1", "W-1", "W-4", "H-1.2"):
        del world.programme[name]
    assert world.check().findings == [
        "missing: W-4 must be placed",
        "missing: O-1 must be placed",
        "days in a row: H-1 has 1 of its days",
    ]


def test_people_are_in_one_place_over_their_own_minutes(world):
    world.appearances[4] = ("H-1", "minister", "welcome", "required", "0", "45")
    assert world.check().findings == ["person clash: minister in H-1.1 and W-2"]
    # Free for ten minutes only, where a break of fifteen is needed.
    world.appearances[4:] = [
        ("H-1", "minister", "welcome", "required", "0", "5"),
        ("W-2", "minister", "welcome", "required", "15", "20"),
    ]
    assert world.check().findings == ["person clash: minister in H-1.1 and W-2"]


def test_facilitators_stay_for_the_whole_session(world):
    world.put("W-6", start="2020-10-26T10:45+01:00")
    world.appearances.append(("W-6", "n1", "speaker", "required", "25", "30"))
    assert world.check().findings == ["person clash: n1 in P-1 and W-6"]


def test_optional_appearances_are_noted(world):
    world.appearances.append(("H-1", "mod", "speaker", "optional", "", ""))
    check = world.check()
    assert (check.findings, check.notes) == ([], ["optional appearance: mod in H-1.1 and W-2"])


def test_people_cannot_and_sleep_by_their_own_clock(world):
    world.tables["people"]["far"]["cannot"] = "Mon 18:45-19:00; 2020-10-26 22:00-08:00"
    world.tables["people"]["mod"].update(zone="America/New_York", most_a_day="1")
    assert world.check().findings == [
        "cannot: far in P-1: Mon 18:45-19:00",
        "night: mod in W-1 at 2020-10-24 04:15:00-04:00",
        "night: mod in W-2 at 2020-10-24 05:30:00-04:00",
        "most a day: mod on 2020-10-24: W-1, W-2",
    ]


def test_declared_order_and_series(world):
    world.tables["requests"]["W-1"]["after"] = "W-3"
    world.tables["requests"]["W-5"].update(series="s", part="1")
    world.tables["requests"]["W-6"].update(series="s", part="2")
    world.tables["sessions"]["P-2"].update(series="s", part="1")
    assert world.check().findings == [
        "order: W-6 must come after P-2",
        "order: W-1 must come after W-3",
    ]


def test_periods_take_regions_and_named_exceptions(world):
    world.tables["requests"]["W-4"]["target_regions"] = ""
    assert world.check().findings == ["period: W-4 at 2020-10-25 02:30:00+01:00 is outside days"]
    world.tables["requests"]["W-4"]["periods"] = "night"
    assert world.check().findings == []
    world.tables["requests"]["W-6"]["periods"] = "night"
    assert world.check().findings == ["period: W-6 at 2020-10-26 12:00:00+01:00 is outside night"]


def test_caps_of_a_period(world):
    world.frame = FRAME.replace("channels = 3\nper_day = 5", "channels = 1\nper_day = 4")
    assert world.check().findings == [
        "cap: period days, per_day: 5 at 2020-10-24",
        "cap: period days, channels: 2 at 2020-10-24 09:30:00+00:00",
        "cap: period days, channels: 2 at 2020-10-24 10:45:00+00:00",
    ]


def test_decisions_count(world):
    world.decisions = [
        ("W-6", "pin", "2020-10-26 13:00", "", ""),
        ("W-1", "leave out", "", "", ""),
        ("O-1", "free", "", "", ""),
        ("H-1.1", "pin", "2020-10-24 05:30", "America/New_York", ""),
    ]
    world.put("O-1", start="2020-10-25T14:00+01:00")
    assert world.check().findings == [
        "unknown: W-1 is in the programme, but not to be held",
        "fixed start: W-6 is fixed on 2020-10-26 13:00 and held on 2020-10-26 12:00+01:00",
    ]
    del world.programme["W-6"]
    del world.programme["W-1"]
    assert world.check().findings == ["missing: W-6 must be placed"]


def test_rows_agree_with_the_tables(world):
    world.longer["W-6"] = 75
    check = world.check()
    assert (
        check.findings
        == [
            "duration: W-6 is held from 2020-10-26 11:00:00+00:00 to 2020-10-26 12:15:00+00:00, not 60 minutes",
            "excluded: W-6 at 2020-10-26 20:00:00+09:00 meets 22:00-08:00",
        ][: len(check.findings)]
    )
    assert len(check.findings) == 1


# ---- The samples as we plan and publish them -----------------------------------------------------------------------


def run(folder, programme):
    return subprocess.run([sys.executable, SCRIPT, folder, programme], capture_output=True, text=True, check=False)


def test_nothing_is_found_on_the_sample_over_the_end_of_summer_time(autumn):
    answer = run(autumn / "forum", autumn / "site/programme.csv")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines()[-1].startswith("17 occurrences, 0 findings, ")


def test_nothing_is_found_on_the_sample_of_full_size(wsis):
    answer = run(wsis / "forum", wsis / "site/programme.csv")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines()[-1].startswith("163 occurrences, 0 findings, ")


def changed(site, place, change):
    """Write a sample's programme.csv with its rows (by id) changed."""
    with (site / "programme.csv").open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        columns, rows = table.fieldnames, {row["id"]: row for row in table}
    change(rows)
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows.values())
    return place


def beside_the_opening(rows):
    rows["R-001"]["start_utc"], rows["R-001"]["end_utc"] = rows["S-001"]["start_utc"], rows["S-001"]["end_utc"]


def without_the_ceremony(rows):
    del rows["S-011"]


def nobody_at_the_conclusion(rows):
    rows["S-013"]["facilitators"] = ""


def nobody_facilitates(rows):
    rows["S-002"]["facilitators"] = ""


def policy_sessions_together(rows):
    for column in ("start_utc", "end_utc"):
        rows["S-025"][column] = rows["S-002"][column]


def an_hour_late(rows):
    for column in ("start_utc", "end_utc"):
        moment = datetime.fromisoformat(rows["S-002"][column]) + timedelta(hours=1)
        rows["S-002"][column] = f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (beside_the_opening, "plenary clash: R-001 and S-001"),
        (without_the_ceremony, "missing: S-011 must be placed"),
        (nobody_at_the_conclusion, "is not at S-013"),
        (nobody_facilitates, "facilitator: S-002 has 0 and needs 1"),
        (policy_sessions_together, "in parallel: S-002 and S-025"),
        (an_hour_late, "fixed start: S-002 is fixed on 2020-07-28 14:00 and held on 2020-07-28 15:00+02:00"),
    ],
)
def test_what_is_put_into_the_sample_by_hand_is_found(wsis, tmp_path, change, found):
    answer = run(wsis / "forum", changed(wsis / "site", tmp_path / "programme.csv", change))
    assert answer.returncode == 1
    assert [line for line in answer.stdout.splitlines() if found in line] != []
