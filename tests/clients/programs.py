"""Programs that we did not write, as the tests call them: Node with ical.js, libical, Chromium.

Where one is not installed the test is skipped with the reason; with FORUM_REQUIRE_CLIENTS=1 it fails instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def require(present, what):
    """Skip, or fail where all clients are required, unless the program is present."""
    if present:
        return
    if os.environ.get("FORUM_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"{what}, and FORUM_REQUIRE_CLIENTS=1 requires it")
    pytest.skip(what)


def read_with_icaljs(feeds):
    """Return what ical.js understands of each feed: a list of {uid, start, end, summary, status}."""
    require(shutil.which("node"), "Node is not installed")
    require((HERE / "node_modules/ical.js").exists(), "ical.js is not installed: run tests/clients/install")
    return _answers(["node", str(HERE / "read_icaljs.mjs")], feeds)


def read_with_libical(feeds):
    """Return what libical understands of each feed: a list of {uid, start, end, summary, status}."""
    require(_has_libical(), "libical is not installed: apt install gir1.2-ical-3.0 python3-gi")
    return _answers(["/usr/bin/python3", str(HERE / "read_libical.py")], feeds)


def chromium():
    """Return the path of Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    require(path, "Chromium is not installed")
    return path


@cache
def _has_libical():
    probe = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    try:
        return subprocess.run(["/usr/bin/python3", "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _answers(command, feeds):
    texts = json.dumps([feed.decode("utf-8") for feed in feeds])
    run = subprocess.run(command, input=texts.encode(), capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    answers = json.loads(run.stdout)
    assert len(answers) == len(feeds)
    return answers
