"""Pieces of work for the tests of engines; processes of clusters import them, too."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path


def made(folder, value):
    """What is shared; every process that makes it leaves a file of its number."""
    (Path(folder) / f"made-{os.getpid()}").touch()
    return {"folder": Path(folder), "value": value}


def add(shared, number):
    return shared["value"] + number


def plain(shared, number):
    return number


def process(shared, _):
    return os.getpid()


def fail(shared, number):
    raise KeyError(number)


class Unlike(Exception):
    """Cannot be sent: what it holds cannot."""

    def __init__(self):
        super().__init__("unlike any other")
        self.held = lambda: None


def fail_strangely(shared, _):
    raise Unlike


def cannot_be_sent(shared, _):
    return lambda: None


def wait(shared, name):
    """Say which process works on it, and end when the file `name-go` is there."""
    folder = shared["folder"]
    with (folder / f"{name}-by").open("a") as file:
        file.write(f"{os.getpid()}\n")
    for _ in range(6000):
        if (folder / f"{name}-go").exists():
            return os.getpid()
        time.sleep(0.01)
    return None


def kill_itself(shared, _):
    os.kill(os.getpid(), signal.SIGKILL)


def told_to_end(shared, _):
    """Send itself what Ctrl-C and `kill` send."""
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    return "still here"


def alone(shared, _):
    """How many pieces of work are at a shared list at a time."""
    shared.append(None)
    time.sleep(0.1)
    at_work = len(shared)
    shared.pop()
    return at_work


class Stoppable:
    """What is shared, with an event that the engine sets when it is closed."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.stop = threading.Event()


def wait_for_stop(shared, name):
    (shared.folder / f"{name}-by").write_text(str(os.getpid()))
    if shared.stop.wait(60):
        (shared.folder / f"{name}-stopped").touch()
