"""Which channel each session gets once the starts are known: provably the fewest that stay change theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints.rules.channels import Channels
from data.timetable import Timetable
from scheduler.engine import Budget, Stop, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constraints.board import Board, Literal
    from constraints.rule import Rule
    from data.timetable import Placement


def keep_channels(
    board: Board, answer: Timetable, old: Mapping[str, Placement], rules: Sequence[Rule], budget: Budget, stop: Stop
) -> Timetable:
    """Return the answer with its starts and the fewest sessions that stay in another channel than of old.

    Those that stay may have every channel that hard rules allow them, others one like that which they have.
    """
    apart = any(isinstance(rule, Channels) for rule in rules)
    given = dict(answer.placements)
    for names in _together(board, answer):
        channels = _all_kept(board, answer, old, names, apart=apart)
        if channels is None:
            channels = _handed_out(board, answer, old, names, budget, stop, apart=apart)
        for name, channel in channels.items():
            given[name] = replace(given[name], channel=channel)
    return Timetable(answer.programme, given)


def _together(board: Board, answer: Timetable) -> Iterator[list[str]]:
    """Yield sessions in order, in parts that share no moment of any channel."""
    after = max(channel.set_up for channel in board.programme.forum.channels) + board.pause
    part: list[str] = []
    free = 0
    for name in answer.in_order:
        begin, end = _span(board, answer, name)
        if part and begin >= free:
            yield part
            part = []
        free = max(free, end + after) if part else end + after
        part.append(name)
    if part:
        yield part


def _span(board: Board, answer: Timetable, name: str) -> tuple[int, int]:
    begin = board.starts.grid.minute(answer.start(name))
    return begin, begin + answer.programme.occurrence[name].duration


def _all_kept(
    board: Board, answer: Timetable, old: Mapping[str, Placement], names: Sequence[str], *, apart: bool
) -> dict[str, str] | None:
    """Return the channels with those of old for all that stay, and the first free one for the rest; None if none is."""
    given: dict[str, str] = {}
    for stays in (True, False):
        for name in names:
            was = old.get(name)
            if stays != (was is not None and was.start == answer.start(name)):
                continue
            now = answer.placements[name].channel
            alike = next(members for members in board.classes if now in members)
            wanted = [now, *(each for each in alike if each != now)]
            if stays and was is not None:
                wanted = [was.channel] if was.channel in board.channel_domain[name] else []
            free = [each for each in wanted if not apart or _is_free(board, answer, given, each, name)]
            if not free:
                return None
            given[name] = free[0]
    return given


def _is_free(board: Board, answer: Timetable, given: Mapping[str, str], channel: str, name: str) -> bool:
    after = board.programme.forum.channel[channel].set_up + board.pause
    begin, end = _span(board, answer, name)
    spans = (_span(board, answer, other) for other, taken in given.items() if taken == channel)
    return all(end + after <= first or last + after <= begin for first, last in spans)


def _handed_out(
    board: Board,
    answer: Timetable,
    old: Mapping[str, Placement],
    names: Sequence[str],
    budget: Budget,
    stop: Stop,
    *,
    apart: bool,
) -> dict[str, str]:
    model = cp_model.CpModel()
    chosen: dict[tuple[str, str], Literal] = {}
    prices = []
    for name in names:
        now = answer.placements[name].channel
        alike = next(members for members in board.classes if now in members)
        stays = name in old and old[name].start == answer.start(name)
        wanted = old[name].channel if stays else now
        for channel in answer.programme.forum.channel:
            if channel in alike or (stays and channel in board.channel_domain[name]):
                literal = model.new_bool_var(f"{name} in {channel}")
                chosen[name, channel] = literal
                model.add_hint(literal, channel == now)
                dear = (2 * len(names) + 1) * (stays and channel != wanted)
                prices.append((dear + (channel not in alike) + (channel != now)) * literal)
        model.add_exactly_one([chosen[name, channel] for each, channel in chosen if each == name])
    if apart:
        for each in answer.programme.forum.channels:
            after = each.set_up + board.pause
            spans = {name: _span(board, answer, name) for name in names if (name, each.id) in chosen}
            for begin, _ in spans.values():
                here = [name for name, (first, end) in spans.items() if first <= begin < end + after]
                model.add_at_most_one([chosen[name, each.id] for name in here])
    model.minimize(sum(prices))
    run = solve(model, replace(budget, workers=1), stop=stop)
    if not run.values:
        return {}
    return {name: channel for (name, channel), literal in chosen.items() if run.value(literal)}
