"""Processes of a cluster of machines, which dask.distributed runs: an existing scheduler, and its workers.

Nothing is tried twice: a worker that is killed costs the piece of work that it was at. Dask itself would have another
worker begin that piece anew; so each piece takes a ticket at the scheduler as it begins, and refuses to begin again.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import socket
import ssl
import sys
import threading
import warnings
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from time import sleep
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import Client, KilledWorker, Security, Worker, WorkerPlugin, get_worker
from distributed.comm.core import connect
from distributed.utils import LoopRunner, sync

from data.problems import ForumError
from scheduler.engine import now
from scheduler.engines import Done, EngineLost, Lost
from scheduler.engines.pieces import done, failed, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from scheduler.engine import Stop

CONNECTING = 10.0
"""Seconds in which a scheduler must answer at first."""

SILENCE = 20.0
"""Seconds after which a scheduler that no longer answers is lost; that its connection ends is noticed at once."""

NO_WORKERS = 60.0
"""Seconds after which a cluster without workers is lost: time for one that was killed to be begun again."""

KEPT = 2
"""How many things that are shared a process of a cluster keeps: those of runs that were killed would stay for ever."""

ROOMS = ("constraints", "data", "scheduler")
"""The parts of this project that do the work, which must be the same everywhere."""


class Cluster:
    """The workers of a cluster, each of which is a hand, however many threads it has; they may come and go.

    TLS is used if Dask's own configuration, `distributed.comm.tls`, has certificates for clients.
    """

    def __init__(self, address: str, stop: Stop | None = None) -> None:
        """Connect to the scheduler at HOST:PORT, and wait for a worker. Raises ForumError with what to do.

        `stop` ends the wait; then there may be no worker.
        """
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._address = f"dask://{address}"
        self._client: Any = _connected(self._address, address)
        self._run = f"forum-{uuid4().hex}"
        self._token: str | None = None
        self._tokens = 0
        self._keys = 0
        self._given: dict[str, tuple[int, Any]] = {}
        self._ended: SimpleQueue[str] = SimpleQueue()
        self._lost = False
        self._hands = 0
        self._heard = self._had_hands = now()
        try:
            asyncio.run_coroutine_threadsafe(self._watch(), self._loop)
            while not self._hands and not (stop and stop.is_set()):
                self._look()
                sleep(0.05)
            self._refuse_other_versions()
        except BaseException:
            self.close()
            raise

    @property
    def hands(self) -> int:
        """How many workers there are, now; one while there is none: a piece can wait for it."""
        return max(1, self._hands)

    def share(self, make: Callable[..., Any], *arguments: Any) -> None:
        """Have each worker make it as it begins its first piece. Raises EngineLost."""
        self._look()
        self._withdraw()
        self._tokens += 1
        token = f"{self._run}-{self._tokens}"
        self._token = token
        common = pickle.dumps((make, arguments), pickle.HIGHEST_PROTOCOL)
        try:
            self._client.register_plugin(Shared(common, versions()), name=token)
        except OSError as error:
            raise self._gone() from error

    def give(self, number: int, work: Callable[[Any, Any], Any], argument: Any) -> None:
        """Send a piece to the scheduler, which keeps it until a worker is free."""
        self._look()
        self._keys += 1
        key = f"{self._run}-piece-{self._keys}"
        piece = packed(work, argument)
        future = self._client.submit(_do, self._token, key, piece, key=key, pure=False, retries=0)
        self._given[key] = number, future
        future.add_done_callback(lambda ended: self._ended.put(ended.key))

    def take(self, seconds: float) -> Done | Lost | None:
        """Return a piece that has ended, in the order in which they did."""
        end = now() + seconds
        while True:
            self._look()
            if not self._given:
                return None
            try:
                key = self._ended.get(timeout=max(0.0, min(0.2, end - now())))
            except Empty:
                if now() >= end:
                    return None
            else:
                return self._answer(key)

    def close(self) -> None:
        """Cancel all pieces, and withdraw what is shared; the workers end what they are at."""
        with suppress(Exception):
            self._look()
            self._client.cancel([future for _, future in self._given.values()], force=True)
            self._withdraw()
            self._ask(self._clear(list(self._given)))
        self._given.clear()
        self._lost = True
        with suppress(Exception):
            self._client.close(timeout=2)

    @property
    def _loop(self) -> asyncio.AbstractEventLoop:
        found: asyncio.AbstractEventLoop = self._client.loop.asyncio_loop
        return found

    def _ask(self, question: Coroutine[Any, Any, Any], seconds: float = 5.0) -> Any:
        """Have the scheduler answer, within some seconds."""
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(question, seconds), self._loop).result()

    async def _watch(self) -> None:
        """Look every second whether the scheduler is there, and how many workers it has."""
        while not self._lost:
            with suppress(OSError, TimeoutError):
                told = await asyncio.wait_for(self._client.scheduler.identity(n_workers=0), SILENCE)
                self._hands, self._heard = told["n_workers"], now()
                if self._hands:
                    self._had_hands = self._heard
            await asyncio.sleep(1.0 if self._hands else 0.2)

    async def _clear(self, keys: list[str]) -> None:
        for key in keys:
            await self._client.scheduler.event_clear(name=key)

    def _look(self) -> None:
        """Raise EngineLost where the scheduler is gone, or all workers are."""
        comm = self._client.scheduler_comm
        if self._lost or self._client.status != "running" or comm is None or comm.closed():
            raise self._gone()
        if now() - self._heard > SILENCE:
            raise self._gone()
        if now() - self._had_hands > NO_WORKERS:
            self._lost = True
            raise EngineLost(
                f"The cluster at {self._address} has no workers, for {NO_WORKERS:.0f} seconds now."
                " Start some, with --nthreads 1, and begin again."
            )

    def _gone(self) -> EngineLost:
        self._lost = True
        return EngineLost(
            f"The cluster at {self._address} is lost: its scheduler no longer answers."
            " See on its machine why it ended, start it again, and begin again."
        )

    def _answer(self, key: str) -> Done | Lost:
        number, future = self._given.pop(key)
        try:
            answer = future.result(timeout=SILENCE)
        except (KilledWorker, Again):
            return Lost(number)
        except TimeoutError:
            self._look()
            future.cancel()  # It was done, and is lost with the worker that held what came of it.
            return Lost(number)
        except asyncio.CancelledError:
            raise self._gone() from None  # Nobody but a client that has lost its scheduler cancels them.
        except Exception as error:
            self._look()
            return Done(number, error=error)
        finally:
            asyncio.run_coroutine_threadsafe(self._clear([key]), self._loop)
        return unpacked(number, answer)

    def _withdraw(self) -> None:
        """Have workers forget what is shared."""
        token, self._token = self._token, None
        if token is not None:
            with suppress(Exception):
                self._ask(self._client.scheduler.unregister_worker_plugin(name=token))

    def _refuse_other_versions(self) -> None:
        """Raise ForumError where the scheduler or a worker is not the same as this machine."""
        here = versions()
        scheduler = self._client.get_versions()["scheduler"]["packages"]
        try:
            workers = self._client.run(_versions)
        except (ImportError, AttributeError) as error:
            raise ForumError(
                f"Workers of the cluster at {self._address} do not have this version of the project: {error}."
                " Install the same everywhere."
            ) from error
        for who, there in {"scheduler": {"distributed": scheduler["distributed"]}, **workers}.items():
            for name, found in there.items():
                if found != here[name]:
                    what = "scheduler" if who == "scheduler" else f"worker at {who}"
                    raise ForumError(
                        f"The {what} of the cluster at {self._address} has {name} {found}, and this machine has"
                        f" {here[name]}: install the same everywhere."
                    )


@cache
def versions() -> dict[str, str]:
    """Return what must be the same on all machines of a cluster, by its name."""
    root = Path(__file__).parents[2]
    digest = sha256()
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes())
    return {
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "ortools": version("ortools"),
        "distributed": version("distributed"),
        "the project": f"as of {digest.hexdigest()[:12]}",
    }


# ---- connecting ------------------------------------------------------------------------------------------------


class Strange(OSError):
    """What was said in answer is nothing that a scheduler would say."""


def _connected(shown: str, address: str) -> Any:
    security: Any = _security()
    protocol = "tls" if security.tls_client_cert else "tcp"
    host, _, port = address.rpartition(":")
    try:
        socket.getaddrinfo(host.strip("[]"), int(port))
        LoopRunner().run_sync(_greet, f"{protocol}://{address}", security)  # type: ignore[no-untyped-call]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Client(  # type: ignore[no-untyped-call]
                f"{protocol}://{address}", timeout=CONNECTING, security=security, set_as_default=False
            )
    except (OSError, ImportError, ValueError) as error:
        raise ForumError(f"There is no cluster to be had at {shown}: {_why(error, protocol)}.") from error


async def _greet(address: str, security: Any) -> None:
    """Exchange greetings with a scheduler. Raises OSError where what listens there is none, or says nothing.

    A client would wait without end for one that says nothing, and not hear Ctrl-C.
    """
    asked = connect(  # type: ignore[no-untyped-call]
        address, timeout=CONNECTING, **security.get_connection_args("client")
    )
    try:
        # A second more, so that who is not there at all is told apart from who says nothing.
        comm = await asyncio.wait_for(asked, CONNECTING + 1)
    except (OSError, ImportError):
        raise
    except Exception as error:
        raise Strange from error
    await comm.close()


def _security() -> Any:
    """Return what Dask's configuration says; refuse what would fail without a word on the reason."""
    security: Any = Security()  # type: ignore[no-untyped-call]
    files = {
        "ca-file": security.tls_ca_file,
        "client.cert": security.tls_client_cert,
        "client.key": security.tls_client_key,
    }
    for name, file in files.items():
        if file is not None and "\n" not in file and not Path(file).is_file():
            raise ForumError(f"Dask's configuration distributed.comm.tls.{name} names {file}, which is no file.")
    asked = security.require_encryption or any(files.values())
    for name in ("ca-file", "client.cert"):
        if asked and not files[name]:
            raise ForumError(f"Dask's configuration asks for TLS, but distributed.comm.tls.{name} is not set.")
    try:
        security.get_connection_args("client")
    except (OSError, ValueError) as error:
        raise ForumError(
            f"The certificates that Dask's configuration distributed.comm.tls names cannot be used: {error}."
        ) from error
    return security


def _why(error: BaseException, protocol: str) -> str:
    """Say in words why there is no connection."""
    if isinstance(error, Strange):
        return "what listens there is no scheduler of dask.distributed"
    causes = list(_causes(error))
    if any(isinstance(each, ConnectionRefusedError) for each in causes):
        return "nothing listens there; start a scheduler, or mend the address"
    if any(isinstance(each, socket.gaierror) for each in causes):
        return "there is no machine of this name"
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return "its certificate is not signed by the authority of distributed.comm.tls.ca-file"
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return "it does not use TLS as Dask's configuration here does"
    if isinstance(error, ImportError):
        return f"its version of dask.distributed is another one: {error}"
    if isinstance(error, TimeoutError) or "Timed out" in str(error):
        return f"it did not answer in {CONNECTING:g} seconds"
    if protocol == "tcp":
        return "it ended the connection; if it uses TLS, Dask's configuration here must have distributed.comm.tls"
    return "it ended the connection; perhaps it does not accept the certificate distributed.comm.tls.client.cert"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


# ---- on the workers --------------------------------------------------------------------------------------------


class Again(Exception):
    """A piece of work was begun before, on a worker that is gone, or that leaves."""


class Shared(WorkerPlugin):
    """What all work of a run has in common: made by a worker when the first piece needs it, and withdrawn at the end.

    The scheduler gives it to workers that join later, too; one with another version of anything leaves the cluster as
    it sees the first piece.
    """

    _with_something: list[Shared] = []  # noqa: RUF012

    def __init__(self, common: bytes, expected: dict[str, str]) -> None:
        self._common = common
        self.expected = expected
        self._made: Any = None

    def teardown(self, worker: Worker) -> None:
        """Have the work that is on its way end soon, where it can, and forget."""
        stop = getattr(self._made, "stop", None)
        if stop is not None:
            stop.set()
        self._made = None
        with suppress(ValueError):
            self._with_something.remove(self)

    def made(self) -> Any:
        """Return what is shared."""
        if self._made is None:
            make, arguments = pickle.loads(self._common)
            self._made = make(*arguments)
            self._with_something.append(self)
            while len(self._with_something) > KEPT:
                self._with_something.pop(0)._made = None
        return self._made


_AT_WORK = threading.Lock()
"""Work may change what is shared, so a worker with several threads does one piece after the other all the same."""


def _do(token: str | None, key: str, piece: bytes) -> bytes:
    """Do a piece of work on a worker, unless it was begun before."""
    worker: Any = get_worker()
    with _AT_WORK:
        if sync(worker.loop, worker.scheduler.event_is_set, name=key):
            raise Again
        sync(worker.loop, worker.scheduler.event_set, name=key)
        if token is None:
            return done(None, piece)
        shared: Shared = worker.plugins[token]
        if shared.expected != versions():
            worker.loop.add_callback(worker.close, reason="forum-scheduler is of another version")
            raise Again
        try:
            made = shared.made()
        except Exception as error:
            return failed(error)
        return done(made, piece)


def _versions() -> dict[str, str]:
    return versions()
