"""The command that plans, with each strategy: interrupted, killed, and twice the same."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.end_to_end import command
from tests.end_to_end.command import PROGRESS, contents, done, finished, forum
from tests.end_to_end.test_determinism import ELSEWHERE, USUAL

NO_LIMIT = ("--time-limit", "600", "--workers", "2")
"""A search that only ends when it is told to."""

PATIENCE = 240
"""Seconds for what takes a few."""

only_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells who is whose child")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A forum of the usual size, without a timetable."""
    folder = tmp_path_factory.mktemp("sample") / "forum"
    done("sample", folder)
    return folder


@pytest.fixture
def unplanned(made, tmp_path):
    return shutil.copytree(made, tmp_path / "forum")


def started(*arguments):
    """The command in a group of processes of its own."""
    return command.started(*arguments, start_new_session=True)


def others_of(process):
    """The processes of the command's group beside itself that are still there."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = place.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == process.pid and int(place.parent.name) != process.pid and state != "Z":
            found.append(int(place.parent.name))
    return found


def gone(process):
    """Whether all of the command's group are gone, or are within a while."""
    end = time.monotonic() + PATIENCE
    while others_of(process) and time.monotonic() < end:
        time.sleep(0.05)
    return others_of(process) == []


def answers(process, count):
    """Wait for so many lines of progress."""
    found = 0
    while found < count:
        line = process.stderr.readline()
        assert line, process.wait()
        found += bool(re.fullmatch(PROGRESS, line.rstrip()))


def verifies(folder):
    return re.search(r"^0 hard findings, ", done("verify", folder).stdout, re.MULTILINE) is not None


# ---- interrupted ---------------------------------------------------------------------------------------------------


@only_linux
@pytest.mark.parametrize("count", [1, 3])
def test_stopped_while_parts_are_searched_keeps_the_best_so_far(unplanned, count):
    process = started("plan", unplanned, "--strategy", "neighbourhoods", *NO_LIMIT)
    answers(process, count)
    # As a terminal does: to all processes of the command.
    os.killpg(process.pid, signal.SIGINT if count == 1 else signal.SIGTERM)
    code, stdout, stderr = finished(process)
    assert code == 0, stderr
    assert stdout.splitlines()[0] == "Placed 163 of 163 sessions; nothing is left out"
    assert stdout.splitlines()[-1] == f"Wrote {unplanned / 'timetable.json'}"
    assert verifies(unplanned)
    assert gone(process)


@only_linux
@pytest.mark.parametrize("strategy", ["greedy", "neighbourhoods", "whole"])
def test_stopped_soon_leaves_nothing_or_a_timetable_that_verifies(unplanned, strategy):
    before = contents(unplanned)
    process = started("plan", unplanned, "--strategy", strategy, *NO_LIMIT)
    assert process.stderr.readline() == f"strategy: {strategy}\n"
    process.send_signal(signal.SIGINT)
    code, stdout, stderr = finished(process)
    if code == 4:
        assert (stdout, contents(unplanned)) == ("", before)
        assert "no timetable was found, and nothing was written." in stderr
    else:
        assert code == 0, stderr
        assert verifies(unplanned)
    assert gone(process)


@only_linux
def test_killed_while_parts_are_searched_leaves_no_process_and_no_file(unplanned):
    before = contents(unplanned)
    process = started("plan", unplanned, "--strategy", "neighbourhoods", *NO_LIMIT)
    answers(process, 2)
    assert others_of(process)
    process.kill()
    finished(process)
    assert gone(process)
    assert contents(unplanned) == before


@only_linux
def test_a_process_that_is_killed_costs_its_part_and_not_the_run(unplanned, tmp_path):
    figures = tmp_path / "statistics.json"
    process = started("plan", unplanned, "--strategy", "neighbourhoods", *NO_LIMIT, "--statistics", figures)
    answers(process, 2)
    os.kill(others_of(process)[0], signal.SIGKILL)
    answers(process, 2)
    process.send_signal(signal.SIGINT)
    code, _, stderr = finished(process)
    assert code == 0, stderr
    assert verifies(unplanned)
    assert gone(process)


# ---- twice the same ------------------------------------------------------------------------------------------------


def by_parts(folder, limit, *arguments, **surroundings):
    """The bytes of a timetable that is found by parts in so many units."""
    asked = ("--strategy", "neighbourhoods", "--deterministic", "--time-limit", limit, "--from-scratch", "--quiet")
    run = forum("plan", folder, *asked, *arguments, **surroundings)
    assert run.returncode in (0, 5), run.stderr
    return (folder / "timetable.json").read_bytes()


def test_parts_give_the_same_bytes_with_other_numbers_of_processes_and_elsewhere(unplanned):
    one = by_parts(unplanned, "0.3", "--workers", "1", env=USUAL | {"PYTHONHASHSEED": "1"})
    assert by_parts(unplanned, "0.3", "--workers", "2", env=USUAL | ELSEWHERE) == one
    assert verifies(unplanned)


@pytest.mark.full
def test_parts_of_a_forum_ten_times_the_size_give_the_same_bytes(tmp_path):
    folder = tmp_path / "forum"
    done("sample", folder, "--scale", "10")
    patient = {"timeout": 900}
    one = by_parts(folder, "0.6", "--workers", "1", env=USUAL | {"PYTHONHASHSEED": "1"}, **patient)
    assert by_parts(folder, "0.6", "--workers", "2", env=USUAL | ELSEWHERE, **patient) == one
