"""Forums whose channels are to be full: the planted timetable keeps every hard rule and fills them as it was asked.

How full they are is worked out here from the written files alone, minute by minute.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from cli import main
from constraints.catalogue import rules_in_force
from data.problems import ForumError
from data.readers import read_forum
from data.samples.drafts import Draft
from data.samples.generate import draw, make_forum
from data.samples.wishes import add_wishes
from data.timetable import timetable_from_json
from scheduler import verify

if TYPE_CHECKING:
    from pathlib import Path

CASES = [(scale, filled) for scale in (1, 3) for filled in (70, 85, 95)]
LONG = [pytest.param(10, filled, marks=pytest.mark.full) for filled in (70, 85, 95)]


def fullness(folder: Path) -> float:
    """Channel-minutes taken over channel-minutes open, in per cent.

    An open stretch has one set-up after it, for the pause after its last session; what a plenary closes is not open.
    """
    frame = tomllib.loads((folder / "forum.toml").read_text("utf-8"))
    pool = next(channel for channel in frame["channels"] if channel["id"] == "room")
    kinds = {kind["id"]: kind for kind in frame["types"]}
    rows = {}
    for name in ("requests", "sessions"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows |= {row["id"]: row for row in csv.DictReader(file)}
    home = ZoneInfo(frame["forum"]["zone"])
    taken = 0
    closed: set[datetime] = set()
    for placement in json.loads((folder / "planted.json").read_text("utf-8"))["placements"]:
        row = rows[placement["session"].partition(".")[0]]
        minutes = int(row["duration"] or kinds[row["type"]]["duration"])
        if not kinds[row["type"]].get("plenary"):
            taken += minutes + pool["set_up"]
            continue
        start = datetime.fromisoformat(placement["start"]).astimezone(home).replace(tzinfo=None)
        closed |= {start + timedelta(minutes=number) for number in range(minutes)}
    at_once: Counter[datetime] = Counter()
    for period in frame["periods"]:
        day = period["first_day"]
        while day <= period["last_day"]:
            if day.strftime("%a") in period["weekdays"]:
                for hours in period["hours"]:
                    first, last = (datetime.fromisoformat(f"{day} {clock}") for clock in hours.split("-"))
                    for number in range((last - first) // timedelta(minutes=1)):
                        at_once[first + timedelta(minutes=number)] += period["channels"]
            day += timedelta(days=1)
    still = {moment: min(pool["count"], most) for moment, most in at_once.items() if moment not in closed}
    minute = timedelta(minutes=1)
    ends = sum(max(0, most - still.get(moment + minute, 0)) for moment, most in still.items())
    return 100 * taken / (sum(still.values()) + ends * pool["set_up"])


@pytest.mark.parametrize(("scale", "filled"), [*CASES, *LONG])
def test_the_planted_timetable_keeps_every_hard_rule_and_fills_the_channels(tmp_path, scale, filled):
    folder = tmp_path / "forum"
    made = make_forum(folder, scale=scale, seed=filled, filled=filled)
    reading = read_forum(folder)
    timetable = timetable_from_json((folder / "planted.json").read_text("utf-8"), reading.programme)
    assert len(timetable.placements) == len(reading.programme.occurrences)
    assert verify(timetable, rules_in_force(reading.policy)).hard == ()
    assert fullness(folder) == pytest.approx(filled, abs=2)
    assert 100 * made.fullness == pytest.approx(fullness(folder))


def test_the_fuller_the_fewer_channel_minutes_are_open_to_the_same_sessions(tmp_path):
    forums = [draw(1, 7, filled) for filled in (50, 70, 85, 95)]
    sessions = [sorted((each.title, each.duration) for each in forum.drafts) for forum in forums]
    assert sessions == [sessions[0]] * 4
    assert [forum.frame.channels for forum in forums] == [2, 2, 1, 1]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        make_forum(tmp_path / name, seed=seed, filled=85)
    one, again, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "again", "other")
    )
    assert one == again
    assert one["planted.json"] != other["planted.json"]


def test_repeats_on_both_sides_of_a_requesters_midnight_prefer_no_hours():
    """At 15:30 and at 16:00 in Zurich it is 23:30 and midnight in Sydney: together that is more than a day."""
    for seed in range(20):
        draft = Draft("workshop", "Twice", repeats=2, country="Australia")
        draft.held = [(date(2020, 7, 6), 15 * 60 + 30), (date(2020, 7, 8), 16 * 60)]
        add_wishes(Random(seed), [draft])
        if "zone" in draft.wishes:
            assert draft.wishes.get("preferred_hours", "09:00-12:00") == "09:00-12:00"


def test_the_command_tells_how_full_it_is(tmp_path):
    done = CliRunner().invoke(main, ["sample", str(tmp_path / "forum"), "--filled", "85", "--seed", "2"])
    assert done.exit_code == 0
    said = f"{fullness(tmp_path / 'forum'):.1f}"
    assert f"{tmp_path / 'forum'}, its channels {said} % full." in done.output
    assert 83 <= float(said) <= 87


@pytest.mark.parametrize(
    ("more", "said"),
    [(["--filled", "96"], "96 is not in the range 50<=x<=95"), (["--filled", "85", "--conflict", "x"], "go together")],
)
def test_what_cannot_be_filled_is_refused(tmp_path, more, said):
    done = CliRunner().invoke(main, ["sample", str(tmp_path / "forum"), *more])
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "forum").exists()


def test_the_library_refuses_the_same(tmp_path):
    with pytest.raises(ForumError, match="filled by 50 to 95 per cent, not by 49"):
        make_forum(tmp_path / "forum", filled=49)
    with pytest.raises(ForumError, match="usual channels"):
        make_forum(tmp_path / "forum", filled=85, conflict="order-cycle")


def test_a_seed_without_a_timetable_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("data.samples.crowded._TRIES", 0)
    with pytest.raises(ForumError, match=r"^with the seed 4 no timetable was found \(the final week finds no room\)"):
        make_forum(tmp_path / "forum", seed=4, filled=85)
    assert not (tmp_path / "forum").exists()
