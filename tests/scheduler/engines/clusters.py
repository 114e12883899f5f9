"""Clusters of dask.distributed on this machine: a scheduler and workers, each a process of its own, plain or with TLS.

Tests elsewhere use `running` too: `cluster.name` is what `--engine` takes, `cluster.environment` what a command needs
to connect, and `cluster.configured()` configures this process so.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import dask
import distributed  # noqa: F401  What it configures must be there before it is changed.
import yaml

from tests.clients.programs import require

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
PATIENCE = 120
"""Seconds for what takes one or two on a machine with nothing else to do."""


def until(condition, what):
    """Wait until something is so, and return it."""
    end = time.monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, what
        time.sleep(0.02)


def is_gone(pid):
    """Whether there is no such process, or only its end for the parent to see: none of its threads holds anything."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state == "Z" and len(os.listdir(f"/proc/{pid}/task")) == 1
    except OSError:
        return True


class Authority:
    """A certificate authority, and a certificate of it for all roles, made in a folder as docs/cluster.md says."""

    def __init__(self, folder):
        require(shutil.which("openssl"), "openssl is not installed: apt install openssl")
        folder.mkdir()
        self.folder = folder
        for command in re.findall(r"^\$ (openssl .+)$", PAGE, re.MULTILINE):
            subprocess.run(shlex.split(command), cwd=folder, check=True, capture_output=True)

    @property
    def configuration(self):
        """Dask's configuration for those who have the certificate, as docs/cluster.md has it."""
        block = re.search(r"^```yaml\n(distributed:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]
        return dict(_leaves("", yaml.safe_load(block.replace("/home/forum/tls", str(self.folder)))))


def _leaves(prefix, tree):
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", value


def environment_of(configuration):
    """The variables that say the same to other processes, which have this project as it is here."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("DASK_")}
    names = {key: f"DASK_{key.replace('.', '__').replace('-', '_').upper()}" for key in configuration}
    return {**inherited, "PYTHONPATH": str(ROOT), **{names[key]: str(value) for key, value in configuration.items()}}


class Cluster:
    """A scheduler and workers, by number of process."""

    def __init__(self, folder, authority=None):
        self.folder = folder
        self.configuration = authority.configuration if authority else {}
        self.environment = environment_of(self.configuration)
        self.workers = []
        file = folder / "scheduler.json"
        arguments = ("--host", "127.0.0.1", "--port", "0")
        self.scheduler = self._begin(
            "dask_scheduler", *arguments, "--dashboard-address", ":0", "--scheduler-file", file
        )
        until(lambda: file.exists() and file.read_text().endswith("}"), "no scheduler")
        self.address = json.loads(file.read_text())["address"]
        self.name = f"dask://{self.address.partition('://')[2]}"

    def _begin(self, module, *arguments, root=ROOT):
        command = [sys.executable, "-m", f"distributed.cli.{module}", *map(str, arguments)]
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                command,
                env={**self.environment, "PYTHONPATH": str(root)},
                cwd=self.folder,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_us,
            )

    def begin_worker(self, root=ROOT):
        """Begin another worker, with one thread, of the project in a folder; it is there when `hands` says so."""
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--memory-limit", "0")
        worker = self._begin("dask_worker", self.address, *alone, "--local-directory", self.folder, root=root)
        self.workers.append(worker)
        return worker

    def kill_worker(self, pid):
        """End a worker as a want of memory does."""
        worker = next(worker for worker in self.workers if worker.pid == pid)
        self.workers.remove(worker)
        worker.kill()
        worker.wait()

    def kill_scheduler(self, how=signal.SIGKILL):
        """End the scheduler."""
        self.scheduler.send_signal(how)
        self.scheduler.wait()

    def configured(self):
        """Configure Dask in this process as the cluster is."""
        return dask.config.set(self.configuration)

    def end(self):
        """End all processes."""
        for process in (self.scheduler, *self.workers):
            process.kill()
        for process in (self.scheduler, *self.workers):
            process.wait()


def _die_with_us():
    """Have a process end when the tests do, however they end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


@contextmanager
def running(folder, workers=2, authority=None):
    """A cluster in a folder of its own, with TLS if there is an authority."""
    folder.mkdir()
    cluster = Cluster(folder, authority)
    try:
        for _ in range(workers):
            cluster.begin_worker()
        yield cluster
    finally:
        cluster.end()
