"""The agreement test notices if what all encodings share is a little wrong; for the rules, see `tests/mutants`."""

from __future__ import annotations

import numpy as np

from constraints.rules.channel_asked import ChannelAsked
from constraints.rules.fixed_start import FixedStart
from constraints.rules.preferred_times import PreferredTimes
from constraints.starts import Starts
from scheduler.ledgers import Question
from tests.constraints.agreement import readings
from tests.constraints.tiny_programmes import MAKERS


def agrees(kind, name, *, wide=False):
    """Whether the hard reading of a rule is what its check says."""
    rule = kind(mode="hard")
    over = readings(MAKERS[name], wide=wide)
    board, allowed = over.allowed([rule])
    return allowed == over.without_findings(over.amounts(rule), board)


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


def test_a_question_that_forgets_the_channels_is_noticed(monkeypatch):
    over = readings(MAKERS["channels"])
    rule = ChannelAsked(mode="hard")
    monkeypatch.setattr(Question, "channels", lambda self, case, occurrence, channels, amount=1: None)
    board, allowed = over.answered([rule])
    assert allowed > over.without_findings(over.amounts(rule), board)
