"""Tests that `forum.toml` and `rules.toml` are read whole, and every mistake in them told with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.policy import Policy
from data.problems import InputProblem
from data.programme import (
    Channel,
    Comfort,
    Days,
    ExternalEvent,
    Forum,
    Holiday,
    Hours,
    Period,
    Publication,
    Region,
    SessionType,
)
from data.readers.forum_toml import Frame, read_frame
from data.readers.rules_toml import read_policy

HEAD = """\
[forum]
name = "Tested Forum"
site = "https://forum.example/"
zone = "Zurich"
first_day = 2020-06-22
last_day = 2020-09-10
"""
PERIOD = """\
[[periods]]
id = "weekly"
name = "Weekly programme"
first_day = 2020-06-22
last_day = 2020-09-04
hours = ["10:00-18:00"]
types = ["workshop"]
"""
CHANNEL = """\
[[channels]]
id = "room"
name = "Virtual room"
"""
TYPE = """\
[[types]]
id = "workshop"
name = "Workshop"
duration = 60
"""
WHOLE = HEAD + PERIOD + CHANNEL + TYPE


def read(folder: Path, text: str | bytes) -> tuple[Frame, list[str]]:
    problems: list[InputProblem] = []
    (folder / "forum.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    frame = read_frame(folder, problems)
    return frame, [str(problem) for problem in problems]


def test_the_least_that_is_needed_takes_the_defaults(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, WHOLE)
    assert problems == []
    assert frame.forum == Forum(
        name="Tested Forum",
        site="https://forum.example/",
        zone="Europe/Zurich",
        days=Days(date(2020, 6, 22), date(2020, 9, 10)),
        grid=15,
        periods=(
            Period(
                id="weekly",
                name="Weekly programme",
                days=Days(date(2020, 6, 22), date(2020, 9, 4)),
                weekdays=(0, 1, 2, 3, 4),
                hours=(Hours(600, 1080),),
                types=("workshop",),
            ),
        ),
        channels=(Channel(id="room", name="Virtual room"),),
        types=(SessionType(id="workshop", name="Workshop", duration=60),),
        comfort=Comfort(),
        publication=Publication(),
    )


FULL = (
    HEAD
    + """\
grid = 30
[publication]
languages = ["fr", "en"]
banner = "A demonstration"
[comfort]
night = "22:00-07:00"
day = "09:00-19:00"
[[comfort.regions]]
name = "Africa"
share = 40.5
zones = ["Kenya", "Africa/Lagos"]
[[comfort.regions]]
name = "Asia"
share = 59.5
zones = ["Asia/Kathmandu"]
[[periods]]
id = "early-late"
name = "Early and late"
first_day = 2020-07-20
last_day = "2020-07-24"
weekdays = ["Friday", "Mon"]
hours = ["22:00-02:00", "06:00-08:30"]
types = ["workshop"]
channels = 2
per_day = 3
per_week = 9
regions = ["Asia"]
[[channels]]
id = "room"
name = "Room"
count = 2
set_up = 15
[[channels]]
id = "hall"
name = "Hall"
link = "https://stream.example/hall"
capacity = 3000
languages = ["en"]
reserved = true
[[types]]
id = "workshop"
name = "Workshop"
duration = 60
[[types]]
id = "policy"
name = "Policy session"
duration = 90
periods = ["early-late"]
plenary = true
parallel = false
facilitators = 1
facilitators_most = 2
channel = "hall"
[[types]]
id = "hackathon"
name = "Hackathon"
duration = 120
days = 3
periods = ["early-late"]
channel = "room"
[[types]]
id = "exhibition"
name = "Exhibition"
timed = false
[[types]]
id = "concluding"
name = "Concluding session"
duration = 60
periods = ["early-late"]
assembles = ["policy"]
[[holidays]]
date = 2020-07-31
name = "Eid al-Adha"
countries = ["Kenya"]
[[external_events]]
name = "Elsewhere"
start = "2020-07-15 16:00"
end = 2020-07-15 17:00:00
zone = "Kathmandu"
link = "https://elsewhere.example/"
"""
)


def test_everything_that_can_be_said_is_taken(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, FULL)
    forum = frame.forum
    assert problems == []
    assert forum.grid == 30
    assert forum.publication == Publication(("fr", "en"), "A demonstration")
    assert forum.comfort == Comfort(
        Hours(1320, 1860),
        Hours(540, 1140),
        (Region("Africa", 40.5, ("Africa/Nairobi", "Africa/Lagos")), Region("Asia", 59.5, ("Asia/Kathmandu",))),
    )
    assert forum.periods == (
        Period(
            id="early-late",
            name="Early and late",
            days=Days(date(2020, 7, 20), date(2020, 7, 24)),
            weekdays=(0, 4),
            hours=(Hours(360, 510), Hours(1320, 1560)),
            types=("workshop", "policy", "hackathon", "concluding"),
            channels=2,
            per_day=3,
            per_week=9,
            regions=("Asia",),
        ),
    )
    assert forum.channels == (
        Channel(id="room-1", name="Room 1", pool="room", set_up=15),
        Channel(id="room-2", name="Room 2", pool="room", set_up=15),
        Channel(
            id="hall",
            name="Hall",
            link="https://stream.example/hall",
            capacity=3000,
            languages=("en",),
            reserved=True,
        ),
    )
    assert forum.types == (
        SessionType(id="workshop", name="Workshop", duration=60),
        SessionType(
            id="policy",
            name="Policy session",
            duration=90,
            plenary=True,
            parallel=False,
            facilitators=1,
            facilitators_most=2,
            channel="hall",
        ),
        SessionType(id="hackathon", name="Hackathon", duration=120, days=3, channel="room"),
        SessionType(id="exhibition", name="Exhibition", duration=30, timed=False),
        SessionType(id="concluding", name="Concluding session", duration=60, assembles=("policy",)),
    )
    assert forum.holidays == (Holiday(date(2020, 7, 31), "Eid al-Adha", ("Kenya",)),)
    assert forum.external_events == (
        ExternalEvent(
            "Elsewhere",
            datetime(2020, 7, 15, 10, 15, tzinfo=UTC),
            datetime(2020, 7, 15, 11, 15, tzinfo=UTC),
            "https://elsewhere.example/",
        ),
    )


DAY = "expected a date such as 2020-07-14"
KNOWN_OF_CHANNELS = "capacity, count, features, id, languages, link, name, reserved, set_up"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "Tested Forum"\n', "", "row 1, forum.name: expected this key; it is missing"),
        ('name = "Tested Forum"', "name = 7", "row 2, forum.name: read “7”; expected a text in quotes"),
        ('"Tested Forum"', '"  "', "row 2, forum.name: read “”; expected a text in quotes"),
        ("https://forum.example/", "forum.example",
         "row 3, forum.site: read “forum.example”; expected a web address such as https://forum.example/register"),
        ('"Zurich"', '"Zuric"',
         "row 4, forum.zone: read “Zuric”; expected a zone such as Africa/Nairobi, or a city or country with one; "
         "did you mean “Zurich”?"),
        ("first_day = 2020-06-22\nlast_day = 2020-09-10", 'first_day = 2020-06-22\nlast_day = "soon"',
         f"row 6, forum.last_day: read “soon”; {DAY}"),
        ("last_day = 2020-09-10", "last_day = 2020-09-10T00:00:00",
         f"row 6, forum.last_day: read “2020-09-10 00:00:00”; {DAY}"),
        ("[[periods]]", "revised = 2020-06-01T09:00:00Z\n[[periods]]",
         "row 7, forum.revised: read “revised”; expected a known key: publishing keeps revisions now, "
         "in revisions.json"),
        ("[[periods]]", "grid = 7\n[[periods]]",
         "row 7, forum.grid: read “7”; expected minutes that divide a day evenly, such as 5, 10, 15, 20 or 30"),
        ("[[periods]]", 'date_format = "%d %B"\n[[periods]]',
         "row 7, forum.date_format: read “%d %B”; expected %d, %m and %Y, joined by “.”, “/” or “-”, such as %d/%m/%Y"),
        ("[[periods]]", "gird = 5\n[[periods]]",
         "row 7, forum.gird: read “gird”; expected a known key; did you mean “grid”?"),
        ("[[periods]]", "[publicaton]\n[[periods]]",
         "row 7, publicaton: read “publicaton”; expected a known table; did you mean “publication”?"),
        ("last_day = 2020-09-04", "last_day = 2020-09-11",
         "row 11, periods.last_day: read “2020-09-11”; expected a day of the forum, 2020-06-22..2020-09-10"),
        ("first_day = 2020-06-22\nlast_day = 2020-09-04", "first_day = 2020-09-05\nlast_day = 2020-09-04",
         "row 11, periods.last_day: read “2020-09-04”; expected a day that is not before the first day"),
        ('["10:00-18:00"]', '["10:00-18:10"]',
         "row 12, periods.hours: read “10:00-18:10”; expected hours on the grid of 15 minutes"),
        ('["10:00-18:00"]', '"10:00-18:00"',
         "row 12, periods.hours: read “10:00-18:00”; expected a list in square brackets"),
        ('["10:00-18:00"]', "[]", 'row 12, periods.hours: expected hours such as ["10:00-18:00"]'),
        ('hours = ["10:00-18:00"]\n', "", 'row 7, periods.hours: expected hours such as ["10:00-18:00"]'),
        ('types = ["workshop"]', 'types = ["workshop", "worksop"]',
         "row 13, periods.types: read “worksop”; expected the id of a session type; did you mean “workshop”?"),
        ("[[channels]]", 'weekdays = ["Monntag"]\n[[channels]]',
         "row 14, periods.weekdays: read “Monntag”; expected a weekday: Mon, Tue, Wed, Thu, Fri, Sat, Sun"),
        ("[[channels]]", "weekdays = []\n[[channels]]",
         'row 14, periods.weekdays: expected weekdays such as ["Mon", "Tue"]'),
        ("[[channels]]", "per_day = 0\n[[channels]]",
         "row 14, periods.per_day: read “0”; expected a whole number, 1 or more"),
        ("[[channels]]", 'regions = ["Asia"]\n[[channels]]',
         "row 14, periods.regions: read “Asia”; expected the name of an audience region"),
        ("[[channels]]", f"{PERIOD}[[channels]]", "row 15, periods.id: read “weekly”; expected each period once"),
        ('id = "room"', 'id = "a room"', "row 15, channels.id: read “a room”; expected an id of at most 64 letters "
         "(A to Z), digits, “-” and “_”"),
        ("[[types]]", "colour = 1\n[[types]]",
         f"row 17, channels.colour: read “colour”; expected a known key: {KNOWN_OF_CHANNELS}"),
        ("[[types]]", "reserved = 1\n[[types]]",
         "row 17, channels.reserved: read “1”; expected true or false, without quotes"),
        ("[[types]]", "set_up = true\n[[types]]",
         "row 17, channels.set_up: read “true”; expected a whole number from 0 to 1440"),
        ("[[types]]", 'count = 2\nlink = "https://stream.example/"\n[[types]]',
         "row 18, channels.link: read “https://stream.example/”; expected no link, as this is a pool of channels"),
        ("[[types]]", '[[channels]]\nid = "room"\nname = "Again"\ncount = 1\n[[types]]',
         "row 18, channels.id: read “room”; expected an id that no other channel or pool has"),
        ("[[types]]", 'count = 2\n[[channels]]\nid = "room-2"\nname = "Again"\n[[types]]',
         "row 19, channels.id: read “room-2”; expected an id that no other channel or pool has"),
        ("duration = 60\n", "duration = 50\n",
         "row 20, types.duration: read “50”; expected a multiple of the grid, 15 minutes"),
        ("duration = 60\n", "", "row 17, types.duration: expected this key; it is missing"),
        ("duration = 60\n", f"duration = 60\n{TYPE}",
         "row 22, types.id: read “workshop”; expected each session type once"),
        ("duration = 60\n", "duration = 60\nfacilitators = 2\nfacilitators_most = 1\n",
         "row 22, types.facilitators_most: read “1”; expected 2 (facilitators) or more"),
        ("duration = 60\n", 'duration = 60\nchannel = "rom"\n',
         "row 21, types.channel: read “rom”; expected the id of a channel or pool; did you mean “room”?"),
        ("duration = 60\n", 'duration = 60\nperiods = ["weekly", "final"]\n',
         "row 21, types.periods: read “final”; expected the id of a period"),
        ("duration = 60\n", 'duration = 60\nassembles = ["policy"]\n',
         "row 21, types.assembles: read “policy”; expected the id of a session type"),
        ("duration = 60\n", 'duration = 60\nassembles = ["workshop"]\n',
         "row 21, types.assembles: read “workshop”; expected a session type that has facilitators"),
        ("duration = 60\n",
         'duration = 60\nfacilitators = 1\n[[types]]\nid = "end"\nname = "End"\nduration = 60\nfacilitators_most = 2\n'
         'assembles = ["workshop"]\nperiods = ["weekly"]\n',
         "row 26, types.facilitators_most: read “2”; expected none: the type assembles others, and its "
         "facilitators are theirs"),
        ("duration = 60\n", 'duration = 60\n[comfort]\nnight = "dark"\n',
         "row 22, comfort.night: read “dark”; expected hours such as 09:00-12:30"),
        ("duration = 60\n", 'duration = 60\n[[comfort.regions]]\nname = "Asia"\nshare = nan\nzones = ["UTC"]\n',
         "row 23, comfort.regions.share: read “nan”; expected a number from 0 to 100"),
        ("duration = 60\n", 'duration = 60\n[[comfort.regions]]\nname = "Asia"\nshare = 100\n',
         'row 21, comfort.regions.zones: expected at least one zone, such as ["Africa/Nairobi"]'),
        ("duration = 60\n", 'duration = 60\n[publication]\nlanguages = ["de"]\n',
         "row 22, publication.languages: read “de”; expected one of ar, zh, en, fr, ru, es"),
        ("duration = 60\n", 'duration = 60\n[[holidays]]\nname = "Holiday"\n',
         "row 21, holidays.date: expected this key; it is missing"),
        ("duration = 60\n",
         'duration = 60\n[[external_events]]\nname = "E"\nstart = "2020-10-25 02:30"\nend = "2020-10-25 04:00"\n',
         "row 23, external_events.start: read “2020-10-25 02:30”; expected an offset: in Europe/Zurich this time comes "
         "twice, 2020-10-25 02:30 +02:00 and 2020-10-25 02:30 +01:00"),
        ("duration = 60\n",
         'duration = 60\n[[external_events]]\nname = "E"\nstart = "2020-07-15 16:00"\nend = "2020-07-15 16:00"\n',
         "row 24, external_events.end: read “2020-07-15 16:00”; expected an end after the start"),
        (CHANNEL, "", "channels: expected at least one table [[channels]]"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_key(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in WHOLE
    assert read(tmp_path, WHOLE.replace(old, new, 1))[1] == [f"forum.toml, {problem}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[forum\n", "forum.toml, row 1: expected TOML: expected ']' at the end of a table declaration"),
        ("[forum]\nname = ", "forum.toml: expected TOML: invalid value"),
        (b"[forum]\nname = '\xe9'\n", "forum.toml, row 2: expected UTF-8; save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_told_and_nothing_of_it_is_known(
    tmp_path: Path, text: str | bytes, problem: str
) -> None:
    frame, problems = read(tmp_path, text)
    assert problems == [problem]
    assert frame.known == frozenset()


def test_shares_that_do_not_make_a_whole_and_types_without_a_period_are_noted(tmp_path: Path) -> None:
    region = '[[comfort.regions]]\nname = "Asia"\nshare = 40\nzones = ["UTC"]\n'
    other = TYPE.replace("workshop", "other")
    assert read(tmp_path, WHOLE + region + other)[1] == [
        "forum.toml, row 23, comfort.regions.share: read “40”; the shares of all regions together make this, not 100",
        "forum.toml, row 25, types.periods: no period takes sessions of the type “other”",
    ]


def policy_of(folder: Path, text: str) -> tuple[Policy, list[str]]:
    problems: list[InputProblem] = []
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    policy = read_policy(folder, problems)
    return policy, [str(problem) for problem in problems]


def test_rules_are_plain_values_whether_they_exist_or_not(tmp_path: Path) -> None:
    text = '[some-rule]\nmode = "soft"\nweight = 2.5\nroles = ["host", "speaker"]\n[other]\nlimit = 3\nstrict = true\n'
    assert policy_of(tmp_path, text) == (
        Policy(
            {
                "some-rule": {"mode": "soft", "weight": 2.5, "roles": ("host", "speaker")},
                "other": {"limit": 3, "strict": True},
            }
        ),
        [],
    )


def test_without_a_file_every_rule_is_as_it_is(tmp_path: Path) -> None:
    assert read_policy(tmp_path, []) == Policy({})


def test_what_is_no_rule_or_no_plain_value_is_told(tmp_path: Path) -> None:
    text = '[a]\nmode = "firm"\nweight = -1\n[b]\nweight = nan\nwhen = 2020-07-14\nlimit = inf\nmode = 3\n'
    assert policy_of(tmp_path, f"c = 1\n{text}")[1] == [
        "rules.toml, row 1, c: read “1”; expected a table for each rule, such as [comfortable-hours]",
        "rules.toml, row 3, a.mode: read “firm”; expected one of hard, soft, off",
        "rules.toml, row 4, a.weight: read “-1”; expected a number, 0 or more",
        "rules.toml, row 6, b.weight: read “nan”; expected a number, 0 or more",
        "rules.toml, row 7, b.when: read “2020-07-14”; expected a number, a text in quotes, true or false, "
        "or a list of these",
        "rules.toml, row 8, b.limit: read “inf”; expected a finite number",
        "rules.toml, row 9, b.mode: read “3”; expected a text in quotes",
    ]
