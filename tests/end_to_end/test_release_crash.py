"""Whatever ends a release early, the old or the new one is there whole, and saying it again ends as if nothing were."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.readers import read_release, released_revisions, releases
from tests.end_to_end.command import contents, done, requests, row, timetable, write

FIRST, SECOND = "2020-06-01T09:00:00Z", "2020-06-02T09:00:00Z"

FORKING = """
import json, os, signal, sys

left, log, armed = 0, None, False

def step(what, where):
    global left
    left -= 1
    if log is not None:
        os.write(log, (json.dumps([what, str(where)]) + "\\n").encode())
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def watch(event, arguments):
    if not armed:
        return
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        if not str(arguments[0]).endswith(".pyc"):
            step("write", arguments[0])
    elif event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"):
        step(event, arguments[0])

def synced(number, real=os.fsync):
    if armed:
        step("fsync", os.readlink(f"/proc/self/fd/{number}"))
    real(number)

sys.addaudithook(watch)
from cli import main
os.fsync = synced
main(sys.argv[1:], standalone_mode=False)  # what is made once a process, such as templates, is there for all forks
print("ready", flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    child = os.fork()
    if child == 0:
        sys.stdout = sys.stderr
        log = os.open(ask["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND) if ask["log"] else None
        left, armed = ask["left"], True
        try:
            main(ask["arguments"], standalone_mode=False)
        except BaseException as error:
            armed = False
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs a command for each line of its input, and kills it before the change to the disk with the number `left`."""

NEVER = 10**9


class Forks:
    """The command in a process of its own for each run, without the time that it takes to start."""

    def __init__(self, folder):
        warm = prepared(folder, before=False)
        first = ["publish", str(warm / "forum"), "--out", str(warm / "site")]
        root = Path(__file__).parents[2]
        environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", FORKING, *first],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        while self.process.stdout.readline() != "ready\n":
            assert self.process.poll() is None

    def run(self, *arguments, left=NEVER, log=""):
        ask = {"arguments": [str(each) for each in arguments], "left": left, "log": str(log)}
        print(json.dumps(ask), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def forks(tmp_path_factory):
    started = Forks(tmp_path_factory.mktemp("warm"))
    yield started
    started.close()


def state(place):
    """What is released in a folder: each release with all that it froze; an error where one is not whole."""
    return {
        release.name: (release, read_release(place, release.name)[1].placements, released_revisions(place, release))
        for release in releases(place)
    }


def prepared(folder, before):
    """A forum to be released as v1.0, or, if it was before, as v1.1 with a session moved and one withdrawn."""
    place = write(folder / "forum", requests=requests(3))
    first = timetable(*(row(f"R-{n}", f"2020-06-22T{hour}:00:00Z") for n, hour in ((1, "07"), (2, "08"), (3, "09"))))
    (place / "timetable.json").write_text(first, encoding="utf-8")
    if before:
        done("release", place, "--out", folder / "site", "--at", FIRST)
        second = timetable(row("R-1", "2020-06-22T09:00:00Z"), row("R-2", "2020-06-22T08:00:00Z"))
        (place / "timetable.json").write_text(second, encoding="utf-8")
    return folder


def killed_at(steps, site, every, every_in_site):
    """The numbers of steps: one in so many of those outside the site, and of those in it."""
    inside = [number for number, (_, where) in enumerate(steps) if Path(where).is_relative_to(site)]
    outside = sorted(set(range(len(steps))) - set(inside))
    return sorted((*outside[::every], *inside[::every_in_site]))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells which file is synced")
@pytest.mark.parametrize(
    "every", [(5, 100), pytest.param((1, 1), marks=pytest.mark.full)], ids=["some steps", "all steps"]
)
@pytest.mark.parametrize("before", [False, True], ids=["first release", "next release"])
def test_a_release_killed_at_any_step_is_there_whole_or_not_at_all(tmp_path, forks, before, every):
    start = prepared(tmp_path / "start", before)
    ended = shutil.copytree(start, tmp_path / "ended")
    log = tmp_path / "steps"
    at = ("--at", SECOND)
    assert forks.run("release", ended / "forum", "--out", ended / "site", *at, log=log) == 0
    steps = [json.loads(line) for line in log.read_text().splitlines()]
    old, new = state(start / "forum"), state(ended / "forum")
    assert (len(old), len(new)) == (int(before), int(before) + 1)
    whole = contents(ended / "forum"), contents(ended / "site")
    site = contents(start / "site") if before else {}
    tables = {name: content for name, content in contents(start / "forum").items() if name != "revisions.json"}
    seen = set()
    for number in killed_at(steps, ended / "site", *every):
        copy = shutil.copytree(start, tmp_path / "copy")
        command = ("release", copy / "forum", "--out", copy / "site", *at)
        code = forks.run(*command, left=number)
        # Files are written side by side, so that there are a few steps more or less each time.
        assert code == -signal.SIGKILL or (code, number > len(steps) - 20) == (0, True)
        found, now = state(copy / "forum"), contents(copy / "forum")
        assert found in (old, new)
        assert {name: now[name] for name in tables} == tables
        ledgers = [contents(each / "forum").get("revisions.json") for each in (start, ended)]
        assert now.get("revisions.json") in ledgers
        # Nothing is told in public of a release that is not there.
        assert found == new or (contents(copy / "site"), now.get("revisions.json")) == (site, ledgers[0])
        assert forks.run(*command) == 0
        assert (contents(copy / "forum"), contents(copy / "site")) == whole
        shutil.rmtree(copy)
        seen.add((found == new, now.get("revisions.json") == ledgers[1]))
    assert {(False, False), (True, True)} <= seen


def test_the_manifest_comes_when_the_disk_has_all_else(tmp_path, forks):
    start = prepared(tmp_path / "start", before=False)
    place, log = start / "forum", tmp_path / "steps"
    assert forks.run("release", place, "--out", start / "site", "--at", SECOND, log=log) == 0
    top = place / "releases"
    steps = [(what, Path(where)) for what, where in map(json.loads, log.read_text().splitlines())]
    commit = steps.index(("os.rename", top / ".v1.0.json.begun"))
    kept = {path for what, path in steps[:commit] if what == "fsync"}
    files = {top / "v1.0" / path for path in contents(top / "v1.0")}
    assert kept >= {path.with_name(f".{path.name}.begun") for path in files}
    assert kept >= {top / "v1.0/inputs", top / "v1.0", top, place, top / ".v1.0.json.begun"}
    assert ("fsync", top) in steps[commit:]
    assert not [path for _, path in steps[:commit] if path.is_relative_to(start / "site")]
    assert not [path for _, path in steps[:commit] if path == place / ".revisions.json.begun"]


def test_a_preview_after_a_crash_puts_the_ledger_in_line(tmp_path, forks):
    start = prepared(tmp_path / "start", before=True)
    ended = shutil.copytree(start, tmp_path / "ended")
    log = tmp_path / "steps"
    assert forks.run("release", ended / "forum", "--out", ended / "site", "--at", SECOND, log=log) == 0
    steps = [json.loads(line) for line in log.read_text().splitlines()]
    ledger = steps.index(["write", str(ended / "forum/.revisions.json.begun")])
    place = start / "forum"
    assert forks.run("release", place, "--out", start / "site", "--at", SECOND, left=ledger) == -signal.SIGKILL
    frozen = (place / "releases/v1.1/revisions.json").read_bytes()
    assert (place / "revisions.json").read_bytes() != frozen
    run = done("publish", place, "--out", tmp_path / "preview")
    assert run.stderr == f"note: {place / 'revisions.json'} was not that of v1.1, and is again.\n"
    assert (place / "revisions.json").read_bytes() == frozen
