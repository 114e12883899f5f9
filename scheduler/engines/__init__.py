"""Where pieces of work are done: on this machine, or on a cluster; searches do not know which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from data.problems import ForumError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work that ended, by its number: what it returned, or the error that it raised."""

    number: int
    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece of work that will never end, since the process that did it is gone; another takes the process's place."""

    number: int


class EngineLost(ForumError):
    """The engine itself is gone, with all work that was given to it; the message says what a person can do."""


class Engine(Protocol):
    """Does pieces of work, several at a time. Functions, arguments and what they return can be pickled."""

    @property
    def hands(self) -> int:
        """How many pieces of work are done at a time, now; at least one, which waits where there is nobody to do it."""

    def share(self, make: Callable[..., Any], *arguments: Any) -> None:
        """Have every hand, also one that joins later, make once what its work has in common: `make(*arguments)`.

        Where hands are children of this process that begin with all it holds, it is made once, here; so it is not to
        be changed by work. Sharing anew replaces what was shared; there is no work on its way then. Where it has an
        event `stop`, hands that cannot be ended by `close` set it then: work can look at it to end soon.
        """

    def give(self, number: int, work: Callable[[Any, Any], Any], argument: Any) -> None:
        """Begin `work(shared, argument)` as soon as a hand is free; `shared` is None if nothing is. Raises EngineLost.

        A number may be used again when its piece was taken. More pieces than hands wait in the order given.
        """

    def take(self, seconds: float) -> Done | Lost | None:
        """Return a piece that has ended since; wait for one at most so long, None if none ended. Raises EngineLost.

        Returns None at once where no piece is on its way.
        """

    def close(self) -> None:
        """Give up all work, and end what was begun for it; never raises."""
