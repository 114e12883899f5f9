"""Processes of this machine, each with a pipe of its own: what is lost with one of them is its piece of work alone."""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Literal

from scheduler.engines import Done, EngineLost, Lost
from scheduler.engines.pieces import done, failed, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    Common = tuple[Callable[..., Any], tuple[Any, ...]]
    """What makes what the work has in common."""

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What is sent to all processes of a terminal or a service; only the first of them decides what follows."""


class Here:
    """An engine without processes: each piece is done by who takes it, in the order given."""

    hands = 1

    def __init__(self) -> None:
        self._shared: Any = None
        self._waiting: deque[tuple[int, Callable[[Any, Any], Any], Any]] = deque()

    def share(self, make: Callable[..., Any], *arguments: Any) -> None:
        """Make what the work has in common."""
        self._shared = make(*arguments)

    def give(self, number: int, work: Callable[[Any, Any], Any], argument: Any) -> None:
        """Keep a piece for `take`."""
        self._waiting.append((number, work, argument))

    def take(self, seconds: float) -> Done | Lost | None:
        """Do the first piece that waits, however long it takes."""
        if not self._waiting:
            return None
        number, work, argument = self._waiting.popleft()
        try:
            return Done(number, work(self._shared, argument))
        except Exception as error:
            return Done(number, error=error)

    def close(self) -> None:
        """Forget everything."""
        self._waiting.clear()
        self._shared = None


@dataclass(slots=True)
class _Hand:
    process: BaseProcess
    pipe: Connection
    number: int | None = None


class Local:
    """So many processes at most, begun as they are needed and again when one is killed.

    With `fork` they begin with all that this process holds, at no cost of memory as long as nobody changes it; it is
    the choice on Linux, unless another thread runs here: it could hold a lock that a child would wait for without end.
    With `spawn` each begins with nothing and makes what is shared itself.
    The processes take no notice of the terminal's Ctrl-C, and end with this one, however it ends.
    """

    def __init__(self, hands: int, method: Literal["fork", "spawn"] | None = None) -> None:
        self.hands = hands
        self._method = method
        self._common: Common | None = None
        self._made: Any = None
        self._is_made = False
        self._at_work: list[_Hand] = []
        self._waiting: deque[tuple[int, bytes]] = deque()
        # At exit multiprocessing waits for processes that it has asked, in vain, to end.
        atexit.register(self.close)

    def share(self, make: Callable[..., Any], *arguments: Any) -> None:
        """Make it here, for processes to begin with; else have all of them begin, to make it themselves."""
        _kill(self._at_work)
        self._common, self._made, self._is_made = (make, arguments), None, False
        if self._forks():
            self._made, self._is_made = make(*arguments), True
        else:
            while len(self._at_work) < self.hands:
                self._start()

    def give(self, number: int, work: Callable[[Any, Any], Any], argument: Any) -> None:
        """Send a piece to a process that is free, or keep it until one is."""
        self._waiting.append((number, packed(work, argument)))
        self._send()

    def take(self, seconds: float) -> Done | Lost | None:
        """Return a piece that has ended, of the process that began first if there are several."""
        self._send()
        busy = [hand for hand in self._at_work if hand.number is not None]
        said = wait([hand.pipe for hand in busy], seconds) if busy else []
        hand = next((hand for hand in busy if hand.pipe in said), None)
        if hand is None:
            return None
        assert hand.number is not None
        number, hand.number = hand.number, None
        try:
            answer = hand.pipe.recv_bytes()
        except (EOFError, OSError):
            self._bury(hand)
            return Lost(number)
        self._send()
        return unpacked(number, answer)

    def close(self) -> None:
        """Kill the processes; they hold nothing that could be left half done."""
        self._waiting.clear()
        _kill(self._at_work)
        self._common, self._made, self._is_made = None, None, False
        atexit.unregister(self.close)

    def _forks(self) -> bool:
        if self._method is not None:
            return self._method == "fork"
        return sys.platform == "linux" and threading.active_count() == 1

    def _send(self) -> None:
        """Give pieces that wait to processes that are free."""
        while self._waiting:
            hand = self._free()
            if hand is None:
                return
            hand.number, piece = self._waiting.popleft()
            try:
                hand.pipe.send_bytes(piece)
            except OSError:
                return  # It was killed just now: `take` will find out.

    def _free(self) -> _Hand | None:
        for hand in [hand for hand in self._at_work if hand.number is None]:
            if not hand.pipe.poll():
                return hand
            self._bury(hand)  # It has nothing to say, so this is the end of the pipe.
        if len(self._at_work) >= self.hands:
            return None
        try:
            return self._start()
        except OSError as error:
            if self._at_work:
                return None
            raise EngineLost(f"No process could be begun on this machine: {error.strerror}.") from error

    def _start(self) -> _Hand:
        forks = self._forks()
        if forks and self._common and not self._is_made:
            make, arguments = self._common
            self._made, self._is_made = make(*arguments), True
        context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        begin = (theirs, self._made, None) if forks else (theirs, None, self._common)
        process = context.Process(target=_attend, args=begin, daemon=True)
        hand = _Hand(process, ours)
        with _signals_held(), _memory_as_it_is():
            process.start()
            self._at_work.append(hand)
        theirs.close()
        return hand

    def _bury(self, hand: _Hand) -> None:
        self._at_work.remove(hand)
        _kill([hand])


def _kill(hands: list[_Hand]) -> None:
    """Kill processes, wait for their end, and empty the list."""
    for hand in hands:
        hand.process.kill()
    while hands:
        hands[-1].process.join()
        hand = hands.pop()
        hand.process.close()
        hand.pipe.close()


@contextmanager
def _signals_held() -> Iterator[None]:
    """Have children begin with signals held back, until they have said that they take no notice of them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _memory_as_it_is() -> Iterator[None]:
    """Have children leave alone all objects that there are, when they look for garbage: memory stays shared."""
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


# ---- in the processes ------------------------------------------------------------------------------------------


def _attend(pipe: Connection, shared: Any, common: Common | None) -> None:
    """Do one piece after the other until there is nobody to give them."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    failure: Exception | None = None
    if common is not None:
        make, arguments = common
        try:
            shared = make(*arguments)
        except Exception as error:
            failure = error
    while True:
        try:
            piece = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        pipe.send_bytes(done(shared, piece) if failure is None else failed(failure))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
