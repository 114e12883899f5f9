"""The tiny forum, its site and a browser, as fixtures."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest

from data.timetable import Timetable
from tests.output.browser import Opener, running_chromium, site_served
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


@pytest.fixture(scope="session")
def browser():
    with running_chromium() as running:
        yield running


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """A function that serves a site (path to bytes) below a path and gives the address, which ends with a slash."""
    with ExitStack() as stack:
        yield lambda files, *below: stack.enter_context(site_served(files, tmp_path_factory.mktemp("web"), *below))


@pytest.fixture(scope="session")
def served(serve, site):
    """The address of the tiny site, served below a path."""
    return serve(site)


@pytest.fixture
def opened(browser):
    """A function that opens a page in a zone; every page must then be free of errors and of foreign requests."""
    opener = Opener(browser)
    yield opener
    opener.close()
    assert opener.troubles == []
