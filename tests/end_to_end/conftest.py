"""The samples, planned and published once for all tests, also where several processes share the tests."""

from __future__ import annotations

import fcntl
import os
import shutil

import pytest

from tests.end_to_end.command import AT, done

LIMIT = {"autumn-2020": "5", "wsis-2020": "0.5"}
"""Solver units for each sample: enough for a complete timetable, not for the best."""


def _once(factory, name, make):
    """Have a folder made by whichever process comes first; tests copy it before they change it."""
    base = factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = common / name
        if not place.exists():
            begun = common / f"{name}.begun"
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(place)
    return place


def _plan_and_publish(sample):
    def make(folder):
        forum = folder / "forum"
        done("new", forum, "--sample", sample)
        done("plan", forum, "--deterministic", "--time-limit", LIMIT[sample])
        done("publish", forum, "--out", folder / "site", "--at", AT)

    return make


@pytest.fixture(scope="session")
def autumn(tmp_path_factory):
    """The small sample: `forum` is its folder with a timetable, `site` what was published. Do not change it."""
    return _once(tmp_path_factory, "autumn-2020", _plan_and_publish("autumn-2020"))


@pytest.fixture(scope="session")
def wsis(tmp_path_factory):
    """The sample of the full size: `forum` is its folder with a timetable, `site` what was published."""
    return _once(tmp_path_factory, "wsis-2020", _plan_and_publish("wsis-2020"))
