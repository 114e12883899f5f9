"""Whatever is killed while a plan is made on a cluster, the best answer so far is written and verifies."""

from __future__ import annotations

import re
import signal
import subprocess
from contextlib import contextmanager

import pytest

from tests.end_to_end.command import FORUM, PROGRESS, done
from tests.scheduler.engines.clusters import PATIENCE, running

BY_PARTS = ("--strategy", "neighbourhoods", "--from-scratch")


@pytest.fixture
def folder(tmp_path):
    """A forum of the usual size."""
    place = tmp_path / "forum"
    done("sample", place)
    return place


@contextmanager
def planning(folder, cluster):
    """The command at work on a cluster, until somebody ends it."""
    arguments = ("plan", folder, *BY_PARTS, "--engine", cluster.name, "--time-limit", "600")
    process = subprocess.Popen(
        [FORUM, *map(str, arguments)],
        env=cluster.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(process, count):
    """Wait for so many lines of progress."""
    found = 0
    while found < count:
        line = process.stderr.readline()
        assert line, process.wait()
        found += bool(re.fullmatch(PROGRESS, line.rstrip()))


def verifies(folder):
    return re.search(r"^0 hard findings, ", done("verify", folder).stdout, re.MULTILINE) is not None


@pytest.mark.full
def test_workers_that_are_killed_cost_their_parts_and_not_the_run(folder, tmp_path):
    with running(tmp_path / "cluster", workers=2) as cluster, planning(folder, cluster) as process:
        answers(process, 2)
        cluster.kill_worker(cluster.workers[0].pid)
        answers(process, 1)
        # For a while there is none at all.
        cluster.kill_worker(cluster.workers[0].pid)
        cluster.begin_worker()
        answers(process, 2)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, stderr
    assert verifies(folder)


def test_when_the_scheduler_is_killed_the_best_so_far_is_written(folder, tmp_path):
    with running(tmp_path / "cluster", workers=1) as cluster, planning(folder, cluster) as process:
        answers(process, 2)
        cluster.kill_scheduler()
        stdout, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 4, stderr
        assert f"The cluster at {cluster.name} is lost: its scheduler no longer answers." in stderr
        assert stdout.splitlines()[-1] == f"Wrote {folder / 'timetable.json'}"
    assert verifies(folder)
