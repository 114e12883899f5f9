"""The agreement test notices encodings that are a little wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from constraints.rules.channel_asked import ChannelAsked
from constraints.rules.fixed_start import FixedStart
from constraints.rules.one_place import OnePlace
from constraints.rules.order import Order
from constraints.rules.preferred_times import PreferredTimes
from constraints.rules.track_clashes import TrackClashes
from constraints.starts import Starts
from scheduler.ledgers import Question
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS


def agrees(kind, name, *, encoded=None, wide=False):
    """Whether the hard reading of a rule is what its check says; `encoded` is the rule that is encoded instead."""
    rule = kind(mode="hard")
    over = readings(MAKERS[name], wide=wide)
    board, allowed = over.allowed([encoded or rule])
    return allowed == over.without_findings(over.amounts(rule), board)


def test_a_break_one_minute_too_long_is_noticed():
    assert agrees(OnePlace, "people")
    assert not agrees(OnePlace, "people", encoded=OnePlace(mode="hard", buffer=16))


def test_the_day_by_utc_instead_of_the_day_at_home_is_noticed(monkeypatch):
    assert agrees(FixedStart, "coarse", wide=True)
    monkeypatch.setattr(
        Starts, "on_date", lambda self, day: np.array([self.grid.instant(int(m)).date() == day for m in self.minute])
    )
    assert not agrees(FixedStart, "coarse", wide=True)


def test_a_clock_that_is_not_changed_is_noticed(monkeypatch):
    assert agrees(PreferredTimes, "spring")
    right = Starts._local_clock

    def unchanged(self, zone):
        clock = right(self, zone)
        return (clock[0] + np.arange(len(clock))) % (24 * 60)

    monkeypatch.setattr(Starts, "_local_clock", unchanged)
    assert not agrees(PreferredTimes, "spring")


def test_an_order_that_asks_for_a_minute_between_is_noticed():
    class Strict(Order):
        def encode(self, board, ledger):
            longer = {o.id: replace(o, duration=o.duration + 1) for o in board.occurrences}
            board.programme.__dict__["occurrence"] = longer
            super().encode(board, ledger)
            board.programme.__dict__["occurrence"] = {o.id: o for o in board.occurrences}

    assert agrees(Order, "order")
    assert not agrees(Order, "order", encoded=Strict(mode="hard"))


def test_a_price_for_each_session_of_a_group_but_the_last_is_noticed():
    class Forgetful(TrackClashes):
        def encode(self, board, ledger):
            every, board.occurrences = board.occurrences, board.occurrences[:-1]
            super().encode(board, ledger)
            board.occurrences = every

    over = readings(MAKERS["clashes"])
    rule = TrackClashes(mode="soft", weight=1)
    every, same, less = over.priced([rule], over.amounts(rule))
    assert (same == every, less) == (True, set())
    every, same, less = over.priced([Forgetful(mode="soft", weight=1)], over.amounts(rule))
    assert len(less) > 0


def test_a_question_that_forgets_the_channels_is_noticed(monkeypatch):
    over = readings(MAKERS["channels"])
    rule = ChannelAsked(mode="hard")
    monkeypatch.setattr(Question, "channels", lambda self, case, occurrence, channels, amount=1: None)
    board, allowed = over.answered([rule])
    assert allowed > over.without_findings(over.amounts(rule), board)
