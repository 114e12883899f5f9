"""Possible starts: those that a walk over every minute of the home clock would find."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.grid import TimeGrid
from data.zones import zone

DIVISORS = [minutes for minutes in range(1, 1441) if 1440 % minutes == 0]
CHANGES = [
    ("Europe/Zurich", date(2020, 3, 29)),
    ("Europe/Zurich", date(2020, 10, 25)),
    ("Australia/Lord_Howe", date(2020, 4, 5)),
    ("Australia/Lord_Howe", date(2020, 10, 4)),
    ("Africa/Cairo", date(2024, 4, 26)),
    ("Africa/Cairo", date(2024, 10, 31)),
    ("America/Havana", date(2020, 3, 8)),
    ("America/Havana", date(2020, 11, 1)),
    ("Asia/Pyongyang", date(2018, 5, 4)),
    ("America/Caracas", date(2016, 5, 1)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("Antarctica/Troll", date(2020, 3, 29)),
    ("Pacific/Apia", date(2011, 12, 29)),
]
"""Days around changes of clocks: by an hour, by half of one, by a quarter, by two, at midnight, and by a whole day."""


def _minute_by_minute(grid: TimeGrid, day: date) -> list[int]:
    index = (day - grid.first).days
    found = []
    for minute in range(grid.day_starts[index], grid.day_starts[index + 1]):
        local = grid.instant(minute).astimezone(zone(grid.home))
        if (local.hour * 60 + local.minute) % grid.step == 0:
            found.append(minute)
    return found


@pytest.mark.parametrize(("home", "change"), CHANGES)
@pytest.mark.parametrize("step", [1, 5, 15, 30, 60, 90, 1440])
def test_starts_around_a_change_of_the_clock(home: str, change: date, step: int) -> None:
    grid = TimeGrid(home, change - timedelta(days=1), change + timedelta(days=2), step)
    for day in grid.days:
        assert grid.starts(day) == _minute_by_minute(grid, day)


@given(
    home=st.sampled_from(["Europe/Dublin", "Africa/Casablanca", "America/Nuuk", "Asia/Gaza", "Asia/Kolkata"]),
    first=st.dates(date(1973, 1, 1), date(2190, 1, 1)),
    step=st.sampled_from(DIVISORS),
)
def test_starts_are_those_of_every_minute(home: str, first: date, step: int) -> None:
    grid = TimeGrid(home, first, first, step)
    assert grid.starts(first) == _minute_by_minute(grid, first)
