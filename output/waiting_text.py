"""The waiting list for a terminal: a line for each request, and what more there is to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_text
from data.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.waiting import Holder, Place, Refusal, Waiting, WaitingList

AT_ALL = {
    "room": "no room",
    "people": "its people are busy",
    "sessions": "other sessions stand against it",
    "together": "room, people and other sessions together leave no start",
}


def waiting_text(found: WaitingList) -> str:
    """Return the whole list as text, ending with a line break."""
    head = f"{found.forum}: {len(found.requests)} waiting, {found.held} of {found.asked} held"
    lines = [head]
    for waiting in found.requests:
        lines += ["", _named(waiting), *(f"  {line}" for line in details(waiting, found.zone))]
    return "\n".join(lines) + "\n"


def waiting_lines(found: WaitingList) -> Iterator[str]:
    """Yield a line for each request: who it is, and the main reason."""
    for waiting in found.requests:
        yield f"{_named(waiting)}: {reason(waiting, found.zone)}"


def _named(waiting: Waiting) -> str:
    return f"{waiting.rank}. {waiting.session} {quoted(waiting.title)} ({waiting.status}, priority {waiting.priority})"


def reason(waiting: Waiting, zone: str) -> str:
    """Say in one line what keeps a request out."""
    if waiting.cause == "demands":
        rules = ", ".join(refusal.rule for refusal in waiting.demands)
        return f"its own demands leave it no start, even in an empty forum: {rules}"
    if waiting.place is not None and waiting.place.instead is None:
        where = f"it could be held {_where(waiting.place, zone)}"
        cost = _cost(waiting.place)
        if waiting.cause == "price":
            return f"{where}, but {cost}"
        return f"{where}, and {cost}; the search ended before it found that"
    return f"{AT_ALL[waiting.cause]}: of its {waiting.own} starts {_counts(waiting.beside)}"


def details(waiting: Waiting, zone: str) -> Iterator[str]:
    """Yield all that is known about a request, a line each."""
    yield f"{reason(waiting, zone)}; leaving it out costs {waiting.price}"
    if waiting.cause == "demands":
        for refusal in waiting.demands:
            yield from (f"{refusal.rule}: {said}" for said in refusal.said)
        return
    if waiting.demands:
        yield (f"its own demands leave {waiting.own} of {waiting.possible} possible starts: {_counts(waiting.demands)}")
    for refusal in waiting.beside:
        yield from (f"{refusal.rule}: {said}" for said in refusal.said)
    if waiting.holders:
        named = "; ".join(f"{_holder(each)} from {each.starts}" for each in waiting.holders)
        yield f"alone in the way of it, with the number of its starts: {named}"
    if waiting.place is not None and waiting.place.instead is not None:
        gone = _holder(waiting.place.instead)
        yield f"it could be held {_where(waiting.place, zone)} instead of {gone}; {_cost(waiting.place)}"
    if waiting.nearest is not None:
        start = local_text(waiting.nearest.start, zone)
        yield f"no one request was found to make room for it alone; nearest is {start}, but:"
        yield from (f"  {said}" for said in waiting.nearest.said)


def _counts(refusals: Sequence[Refusal]) -> str:
    """Say how many starts each rule refuses, and how many of them it alone does."""
    first, *others = refusals
    alone = f" ({first.alone} of them alone)"
    return ", ".join(
        [f"{first.rule} refuses {first.starts}{alone}", *(f"{o.rule} {o.starts} ({o.alone})" for o in others)]
    )


def _holder(holder: Holder) -> str:
    return f"{holder.session} {quoted(holder.title)} ({holder.standing})"


def _where(place: Place, zone: str) -> str:
    led = f", facilitated by {', '.join(place.facilitators)}" if place.facilitators else ""
    return f"on {local_text(place.start, zone)} in {place.channel}{led}"


def _cost(place: Place) -> str:
    parts = ", ".join(f"{rule} {change:+d}" for rule, change in sorted(place.by_rule, key=lambda each: -each[1]))
    much = f"{abs(place.dearer)} {'more' if place.dearer >= 0 else 'less'}"
    return f"the timetable would cost {much}" + (f" ({parts})" if parts else "")
