"""Whatever ends a command early, each file is the old one or the new one, whole, and a timetable verifies."""

from __future__ import annotations

import fcntl
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.end_to_end.command import (
    FORUM,
    PROGRESS,
    STRATEGY,
    contents,
    done,
    finished,
    forum,
    requests,
    started,
    write,
)

NO_LIMIT = ["--from-scratch", "--time-limit", "600", "--workers", "1"]
"""A search that only ends when it is told to."""


@pytest.fixture
def unplanned(wsis, tmp_path):
    """The sample of full size, which nobody solves at once."""
    place = shutil.copytree(wsis / "forum", tmp_path / "forum")
    (place / "timetable.json").unlink()
    return place


# ---- Ctrl-C and a request to terminate -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_while_searching_keeps_the_best_so_far(unplanned, name):
    process = started("plan", unplanned, *NO_LIMIT)
    assert re.fullmatch(STRATEGY, process.stderr.readline().rstrip())
    assert re.fullmatch(PROGRESS, process.stderr.readline().rstrip())
    began = time.monotonic()
    process.send_signal(name)
    code, stdout, _ = finished(process)
    assert time.monotonic() - began < 30
    assert code == 0
    assert stdout.splitlines()[0] == "Placed 163 of 163 sessions; nothing is left out"
    assert stdout.splitlines()[-1] == f"Wrote {unplanned / 'timetable.json'}"
    verified = done("verify", unplanned)
    assert verified.stdout.splitlines()[0] == "Placed 163 of 163 sessions; nothing is left out"
    assert re.search(r"^0 hard findings, ", verified.stdout, re.MULTILINE)


SOON = ["--from-scratch", "--time-limit", "40", "--workers", "1"]
"""A search by parts of six seconds at most, then the solver at the model of the whole: after ten it is there."""


def in_the_solver(process):
    """Wait until a search that was begun with SOON has come to the model of the whole."""
    for line in process.stderr:
        if re.fullmatch(PROGRESS, line.rstrip()) and float(line.split()[-2]) > 10:
            return
    raise AssertionError("it has ended")


def test_stopped_in_the_solver_keeps_the_best_so_far(unplanned):
    process = started("plan", unplanned, *SOON)
    in_the_solver(process)
    process.send_signal(signal.SIGINT)
    code, stdout, _ = finished(process)
    assert code == 0
    assert re.search(r"^0 hard findings, ", done("verify", unplanned).stdout, re.MULTILINE)
    assert f"Wrote {unplanned / 'timetable.json'}\n" in stdout


def test_stopped_twice_in_the_solver_ends_at_once(unplanned):
    before = contents(unplanned)
    process = started("plan", unplanned, *SOON)
    in_the_solver(process)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    code, stdout, stderr = finished(process)
    assert (code, stdout, contents(unplanned)) == (4, "", before)
    assert stderr.splitlines()[-1] == "Stopped: nothing was written."


# ---- Without a terminal --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outlives", [False, True], ids=["closed", "closed, to be outlived"])
def test_what_was_planned_on_a_terminal_that_is_closed_is_kept(tmp_path, outlives):
    place = write(tmp_path, requests=requests(6))
    ours, theirs = os.openpty()

    def begin():
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
        if outlives:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    process = started("plan", place, preexec_fn=begin, **streams)
    os.close(theirs)
    assert b"strategy" in os.read(ours, 100)
    os.close(ours)
    finished(process)
    assert re.search(r"^0 hard findings, ", done("verify", place).stdout, re.MULTILINE)


@pytest.mark.parametrize("stream", ["stderr", "stdout"])
def test_what_was_planned_without_a_stream_to_tell_it_is_kept(tmp_path, stream):
    for number, where in enumerate(("&-", "/dev/full")):
        place = write(tmp_path / str(number), requests=requests(6))
        redirect = f"{2 if stream == 'stderr' else 1}>{where}"
        run = subprocess.run(["sh", "-c", f'"$0" plan "$1" {redirect}', FORUM, place], capture_output=True, check=False)
        assert (place / "timetable.json").exists(), run
        if stream == "stderr":
            assert run.returncode == 0


def test_what_was_planned_is_kept_where_its_figures_cannot_be_written(tmp_path):
    place = write(tmp_path, requests=requests(6))
    run = forum("plan", place, "--statistics", place / "requests.csv" / "figures.json")
    assert run.returncode == 1
    assert "could not be written" in run.stderr
    done("verify", place)


def catches(pid, name):
    """Whether a process has a handler of its own for a signal that ends others."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = int(re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)[1], 16)
    return bool(mask >> (name - 1) & 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells when signals are caught")
@pytest.mark.parametrize("old", [None, b"an older timetable, by hand"], ids=["no timetable", "old timetable"])
def test_stopped_at_once_leaves_what_was_there_or_a_timetable_that_verifies(unplanned, old):
    if old is not None:
        (unplanned / "timetable.json").write_bytes(old)
    before = contents(unplanned)
    process = started("plan", unplanned, *NO_LIMIT)
    while not catches(process.pid, signal.SIGTERM):
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    code, stdout, stderr = finished(process)
    assert "Stopping with the best timetable so far; once more to stop at once.\n" in stderr
    if code == 4:
        assert (stdout, contents(unplanned)) == ("", before)
    else:
        assert code == 0
        done("verify", unplanned)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15])
def test_stopped_while_starting_leaves_what_was_there(unplanned, delay):
    before = contents(unplanned)
    process = started("plan", unplanned, *NO_LIMIT)
    time.sleep(delay)
    process.send_signal(signal.SIGTERM)
    code, stdout, _ = finished(process)
    assert (code, stdout) in [(-signal.SIGTERM, ""), (4, "")]
    assert contents(unplanned) == before


# ---- Killed at every change to the disk ----------------------------------------------------------------------------

KILLED = """
import os, signal, sys

left = int(sys.argv.pop(1))

def watch(event, arguments):
    global left
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if writes and str(arguments[0]).endswith(".pyc") or not armed:
        return
    if writes or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

def synced(number, real=os.fsync):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(number)

armed = False
sys.addaudithook(watch)
from cli import main
import data.readers, data.saving, output, scheduler
os.fsync = synced
armed = True
main()
"""
"""Runs the command, and kills it at the change to the disk with the given number, before it happens."""


def run_script(script, *arguments):
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def leftover(name):
    """Whether a file is plainly one that was still being written."""
    return name.endswith(".begun")


def test_a_plan_killed_at_any_step_leaves_the_old_or_the_new_timetable(tmp_path):
    place = write(tmp_path, requests=requests(6))
    done("plan", place)
    new = (place / "timetable.json").read_bytes()
    tables = {name: content for name, content in contents(place).items() if name != "timetable.json"}
    seen = []
    for number in range(20):
        (place / "timetable.json").write_bytes(b"old")
        run = run_script(KILLED, number, "plan", place, "--from-scratch", "--deterministic")
        after = contents(place)
        seen.append((run.returncode, after["timetable.json"] == new))
        assert after.pop("timetable.json") in (b"old", new)
        assert {name: content for name, content in after.items() if not leftover(name)} == tables
        assert [name for name in after if name not in tables] in ([], [".timetable.json.begun"])
        if run.returncode == 0:
            break
    # Killed before the rename the old one is there, and the last run was not killed any more.
    assert seen[-1] == (0, True)
    assert (-signal.SIGKILL, False) in seen
    assert len(seen) >= 4
    # What a killed process left behind is gone after the next that is not killed.
    assert sorted(contents(place)) == sorted([*tables, "timetable.json"])


def test_a_publication_killed_at_any_step_leaves_old_or_new_files(tmp_path):
    place = write(tmp_path / "forum", requests=requests(2))
    done("plan", place)
    before = tmp_path / "before"
    done("publish", place, "--out", before, "--at", "2020-06-01T09:00:00Z")
    ledger = (place / "revisions.json").read_bytes()
    frame = (place / "forum.toml").read_text()
    (place / "forum.toml").write_text(frame.replace("Tiny Forum", "Renamed Forum"))
    (place / "requests.csv").write_text("id,title,type\nR-1,Renamed,workshop\nR-3,Third,workshop\n")
    done("plan", place, "--from-scratch")
    after = tmp_path / "after"
    again = ("--at", "2020-06-02T09:00:00Z")
    done("publish", place, "--out", after, *again)
    old, new = contents(before), contents(after)
    later = (place / "revisions.json").read_bytes()
    assert later != ledger
    states = set()
    for number in [0, 1, 2, 4, 6, 14, 27, 44, 90, 150, 250, 2000]:
        site = tmp_path / f"site-{number}"
        shutil.copytree(before, site)
        (place / "revisions.json").write_bytes(ledger)
        run = run_script(KILLED, number, "publish", place, "--out", site, *again)
        found = contents(site)
        whole = {name: content for name, content in found.items() if not leftover(name)}
        manifest = whole.pop(".forum-site.json")
        assert manifest.startswith(b"{")
        assert manifest.endswith(b"}\n")
        assert [name for name, content in whole.items() if content not in (old.get(name), new.get(name))] == []
        # Whoever opens the site finds the old front page until everything else is in its place.
        if whole["index.html"] == new["index.html"]:
            assert {name: whole.get(name) for name in new if name not in (".forum-site.json",)} == {
                name: content for name, content in new.items() if name != ".forum-site.json"
            }
        states.add((run.returncode, whole["index.html"] == new["index.html"]))
        # The ledger comes last: what it says was published is.
        kept = (place / "revisions.json").read_bytes()
        assert kept == ledger or (kept, whole.keys() | {".forum-site.json"}) == (later, new.keys())
        # Publishing again mends it, and nothing of the killed process stays; no SEQUENCE rises twice.
        done("publish", place, "--out", site, *again)
        assert contents(site) == new
        assert (place / "revisions.json").read_bytes() == later
        assert not (place / ".revisions.json.begun").exists()
    assert {(-signal.SIGKILL, False), (0, True)} <= states


def test_killed_at_any_moment(tmp_path):
    place = write(tmp_path / "forum", requests=requests(6))
    began = time.monotonic()
    done("plan", place, "--deterministic")
    whole = time.monotonic() - began
    new = (place / "timetable.json").read_bytes()
    for part in range(10):
        (place / "timetable.json").write_bytes(b"old")
        process = started("plan", place, "--from-scratch", "--deterministic")
        time.sleep(whole * (0.5 + 0.06 * part))
        process.kill()
        finished(process)
        assert (place / "timetable.json").read_bytes() in (b"old", new)


HALF = """
import resource, signal, sys
size = int(sys.argv.pop(1))
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from cli import main
main()
"""
"""Runs the command, and has the system kill it in the middle of a file, after so many bytes."""


@pytest.mark.parametrize("size", [0, 1, 100, 400])
def test_killed_in_the_middle_of_a_file(tmp_path, size):
    place, site = write(tmp_path / "forum", requests=requests(6)), tmp_path / "site"
    done("plan", place)
    done("publish", place, "--out", site)
    (place / "timetable.json").write_bytes(b"old")
    run = run_script(HALF, size, "plan", place, "--from-scratch", "--deterministic")
    assert run.returncode == -signal.SIGXFSZ
    assert (place / "timetable.json").read_bytes() == b"old"
    assert len((place / ".timetable.json.begun").read_bytes()) == size
    done("plan", place, "--from-scratch")
    frame = (place / "forum.toml").read_text()
    (place / "forum.toml").write_text(frame.replace("Virtual room", "Renamed room"))
    old = contents(site)
    run = run_script(HALF, size, "publish", place, "--out", site)
    assert run.returncode == -signal.SIGXFSZ
    after = contents(site)
    assert {name: content for name, content in after.items() if not leftover(name)} == old
    assert [len(content) for name, content in after.items() if leftover(name)] == [size]


# ---- A full disk ---------------------------------------------------------------------------------------------------


def small_files(size):
    """Let a process write no file beyond so many bytes; the system then answers that the file is too large."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return {"preexec_fn": limit, "env": os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}}


def test_a_timetable_that_cannot_be_written_leaves_the_old_one(tmp_path):
    place = write(tmp_path, requests=requests(6))
    (place / "timetable.json").write_bytes(b"old")
    before = contents(place)
    run = forum("plan", place, "--from-scratch", "--quiet", **small_files(100))
    said = f"{place / 'timetable.json'} could not be written: File too large.\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said)
    assert contents(place) == before


def test_a_site_that_cannot_be_written_is_told(tmp_path):
    place = write(tmp_path / "forum", requests=requests(6))
    done("plan", place)
    site = tmp_path / "site"
    done("publish", place, "--out", site)
    old = contents(site)
    frame = (place / "forum.toml").read_text()
    (place / "forum.toml").write_text(frame.replace("Virtual room", "Renamed room"))
    run = forum("publish", place, "--out", site, **small_files(4000))
    assert (run.returncode, run.stdout) == (1, "")
    assert re.fullmatch(r"\S+ could not be written: File too large\.\n", run.stderr)
    now = contents(site)
    assert now.keys() == old.keys()
    assert now["index.html"] == old["index.html"]


FULL_DISK = """
set -eu
mount -t tmpfs -o size=64k none "$1"
cp "$2"/*.csv "$2"/*.toml "$1"
printf old > "$1/timetable.json"
head -c 1M /dev/zero > "$1/ballast" 2>/dev/null || true
code=0
"$3" plan "$1" --from-scratch --quiet || code=$?
ls -A "$1"
cat "$1/timetable.json"
exit $code
"""


def test_a_disk_that_is_really_full(tmp_path):
    probe = tmp_path / "probe"
    probe.mkdir()
    able = shutil.which("unshare") and subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", probe], capture_output=True, check=False
    )
    if not able or able.returncode:
        pytest.skip("no right to mount a small disk here")
    place = write(tmp_path / "forum", requests=requests(6))
    disk = tmp_path / "disk"
    disk.mkdir()
    run = subprocess.run(
        ["unshare", "--mount", "sh", "-c", FULL_DISK, "sh", disk, place, FORUM],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = f"{disk / 'timetable.json'} could not be written: No space left on device.\n"
    assert (run.returncode, run.stderr) == (1, said)
    assert run.stdout == "ballast\nforum.toml\nrequests.csv\ntimetable.json\nold"
