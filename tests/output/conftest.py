"""The tiny forum and its site, as fixtures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.timetable import Timetable
from tests.output.tiny_forum import files_of, tiny_timetable


@pytest.fixture
def timetable():
    return tiny_timetable()


@pytest.fixture(scope="session")
def site():
    return files_of(tiny_timetable())


@pytest.fixture
def changed():
    """A function that gives the tiny timetable with fields of one session changed."""

    def change(name, **fields):
        old = tiny_timetable()
        sessions = tuple(replace(s, **fields) if s.id == name else s for s in old.programme.sessions)
        return Timetable(replace(old.programme, sessions=sessions), old.placements)

    return change
