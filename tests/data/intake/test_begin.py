"""The forum.toml of a folder that an import begins."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data.intake.begin import begun
from data.intake.rows import Held, Intake, KnownChannel, KnownType, Setting, Taken
from data.problems import ForumError, Origin
from data.readers.forum_toml import read_frame

ROW = Origin("export.json", 1)


def session(key, **cells):
    return Taken("requests", key, {"title": "T", **cells}, ROW)


def intake(*taken, held=(), **setting):
    return Intake("x", (ROW,), taken, setting=Setting(**setting), held=held)


def frame(tmp_path, *intakes, zone="", first=None, last=None):
    (tmp_path / "forum.toml").write_bytes(begun("folder", intakes, zone, first, last).encode())
    problems = []
    found = read_frame(tmp_path, problems)
    assert problems == []
    return found.forum


DAYS = {"first": date(2020, 6, 22), "last": date(2020, 6, 26)}


def test_what_the_export_says_is_written(tmp_path):
    found = frame(
        tmp_path,
        intake(
            session("a", type="Talk", duration="45"),
            session("b", type="talk", duration="45"),
            session("c", type="Über: “Größe”"),
            name='Forum "2020"\n# no',
            zone="Africa/Nairobi",
            channels=(
                KnownChannel("Room A", 30),
                KnownChannel("room a"),
                KnownChannel("CON"),
                KnownChannel("会议室", 0),
            ),
            types=(KnownType("Keynote", 90),),
            **DAYS,
        ),
    )
    assert (found.name, found.zone, str(found.days), found.grid) == (
        'Forum "2020" # no',
        "Africa/Nairobi",
        "2020-06-22..2020-06-26",
        15,
    )
    assert [(each.id, each.name, each.capacity) for each in found.channels] == [
        ("room-a", "Room A", 30),
        ("room-con", "CON", None),
        ("room", "会议室", None),
    ]
    assert [(each.id, each.name, each.duration) for each in found.types] == [
        ("keynote", "Keynote", 90),
        ("talk", "Talk", 45),
        ("uber-groe", "Über: “Größe”", 60),
    ]
    assert [period.types for period in found.periods] == [("keynote", "talk", "uber-groe")]


def test_what_nobody_says_is_assumed_and_marked(tmp_path):
    text = begun(
        "folder", [intake(session("a", preferred_dates="2020-06-27..2020-06-28"))], "Europe/Zurich", None, None
    )
    assert 'name = "folder"  # assumed: the name of the folder' in text
    assert "first_day = 2020-06-27  # assumed: from the dates that are preferred" in text
    found = frame(tmp_path, intake(session("a", preferred_dates="2020-06-27..2020-06-28")), zone="Europe/Zurich")
    assert [channel.id for channel in found.channels] == ["room-1", "room-2", "room-3"]
    assert [kind.id for kind in found.types] == ["session"]
    assert found.periods[0].weekdays == (5, 6)


@pytest.mark.parametrize(
    ("minute", "duration", "grid"), [(15, "60", 15), (10, "60", 10), (5, "60", 5), (0, "7", 1), (3, "60", 1)]
)
def test_the_grid_and_the_hours_take_all_that_is_held(tmp_path, minute, duration, grid):
    held = (
        Held("a", datetime(2020, 6, 22, 21, minute, tzinfo=UTC), "Hall"),
        Held("b", datetime(2020, 6, 27, 7, minute, tzinfo=UTC), "Hall"),
    )
    found = frame(
        tmp_path,
        intake(session("a", duration=duration), session("b", duration=duration), held=held, zone="Europe/Zurich"),
    )
    assert (found.grid, str(found.days)) == (grid, "2020-06-22..2020-06-27")
    period = found.periods[0]
    late = (23 * 60, 24 * 60 if duration == "7" else 25 * 60)
    assert [(span.start, span.end) for span in period.hours] == [(9 * 60, 18 * 60), late]
    assert period.weekdays == (0, 1, 2, 3, 4, 5)


def test_fixed_starts_have_their_days_and_hours_and_the_usual_ones_stay(tmp_path):
    found = frame(
        tmp_path,
        intake(
            session("a", fixed_start="2020-10-24 14:00"),
            session("b", fixed_start="2020-10-25 02:30 +01:00; 2020-11-01", days="2"),
            session("c", fixed_start="2020-10-26 07:45", duration="45"),
            session("d", fixed_start="soon"),
            zone="Europe/Zurich",
            first=date(2020, 10, 26),
            last=date(2020, 10, 30),
        ),
    )
    assert (str(found.days), found.grid) == ("2020-10-24..2020-11-01", 15)
    period = found.periods[0]
    assert [(span.start // 60, span.end // 60) for span in period.hours] == [(2, 4), (7, 18)]
    assert period.weekdays == (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("start", "minutes", "spans"),
    [
        ("00:30", "1440", [(0, 24)]),
        ("01:00", "1440", [(1, 24), (9, 18)]),
        ("23:00", "120", [(9, 18), (23, 25)]),
        ("18:00", "90", [(9, 20)]),
    ],
)
def test_long_and_late_sessions_have_hours_that_can_be_written(tmp_path, start, minutes, spans):
    row = session("a", fixed_start=f"2020-06-23 {start}", duration=minutes)
    found = frame(tmp_path, intake(row, **DAYS), zone="Europe/Zurich")
    assert [(span.start // 60, span.end // 60) for span in found.periods[0].hours] == spans


@pytest.mark.parametrize(
    ("lengths", "grid", "why"),
    [
        (("45", "60"), 15, ""),
        (("40", "60"), 10, "; not 15, because of 40 minutes"),
        (("25", "40"), 5, "; not 15, because of 25 minutes, 40 minutes"),
        (
            ("10", "20", "25", "35", "40", "50"),
            5,
            "; not 15, because of 10 minutes, 20 minutes, 25 minutes, 35 minutes, 40 minutes and more",
        ),
    ],
    ids=["usual", "10", "5", "many"],
)
def test_the_grid_is_one_that_all_lengths_fit_and_says_which(lengths, grid, why):
    rows = [session(str(number), type="Talk", duration=each) for number, each in enumerate(lengths)]
    text = begun("folder", [intake(*rows, **DAYS)], "Europe/Zurich", None, None)
    assert f"grid = {grid}  # minutes between possible starts{why}\n" in text


@pytest.mark.parametrize(
    ("exports", "zone", "said"),
    [
        ([intake(session("a"))], "", "say --zone"),
        ([intake(session("a"), zone="CST")], "", "Say another one with --zone"),
        ([intake(session("a"))], "Europe/Zurich", "say --first-day and --last-day"),
        ([intake(first=date(2020, 1, 1), last=date(2023, 1, 1))], "UTC", "at most 400 days"),
        ([intake(first=date(2020, 1, 2), last=date(2020, 1, 1))], "UTC", "would last from"),
    ],
    ids=["no zone", "unclear zone", "no days", "too long", "upside down"],
)
def test_what_nobody_can_know_is_asked_for(exports, zone, said):
    with pytest.raises(ForumError, match=said):
        begun("folder", exports, zone, None, None)


def test_what_is_said_with_the_command_counts_first(tmp_path):
    found = frame(tmp_path, intake(zone="Africa/Nairobi", **DAYS), zone="Asia/Kathmandu", first=date(2020, 6, 23))
    assert (found.zone, str(found.days)) == ("Asia/Kathmandu", "2020-06-23..2020-06-26")
