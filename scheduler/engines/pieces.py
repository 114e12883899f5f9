"""Pieces of work as bytes, and what became of them: the same whichever process does them."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from scheduler.engines import Done

if TYPE_CHECKING:
    from collections.abc import Callable


def packed(work: Callable[[Any, Any], Any], argument: Any) -> bytes:
    """Return a piece of work to send."""
    return pickle.dumps((work, argument), pickle.HIGHEST_PROTOCOL)


def done(shared: Any, piece: bytes) -> bytes:
    """Do a piece of work; return what became of it, to send back. Never raises an Exception."""
    try:
        work, argument = pickle.loads(piece)
        return pickle.dumps((work(shared, argument), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> bytes:
    """Return that a piece of work raised an error, to send back; in words alone where the error cannot be sent."""
    try:
        return pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
    except Exception:
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))


def unpacked(number: int, answer: bytes) -> Done:
    """Return what became of the piece of this number."""
    try:
        value, error = pickle.loads(answer)
    except Exception as unreadable:
        return Done(number, error=unreadable)
    return Done(number, value, error)
