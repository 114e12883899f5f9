"""A forum in which one rule decides, and how it is asked: the rule off, hard or soft, and nothing else to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from constraints.catalogue import CATALOGUE
from data.findings import Finding
from data.policy import Policy
from data.programme import Programme
from data.timetable import Timetable
from scheduler import Budget, Planned, plan
from tests.factories import channel, days, forum, hours, period, programme

SURE = Budget(20.0, 1, 1, deterministic=True)
KINDS = {kind.name: kind for kind in CATALOGUE}

WISHES = {"preferred-times": {"mode": "soft", "weight": 20}}
"""The usual contrary wish: one that a requester has about the time, for 20 points."""

STANDING = {
    **{kind.name: {"mode": "off"} for kind in CATALOGUE if kind.can_be_off},
    **{name: {"mode": "hard"} for name in ("fixed-start", "periods", "channels")},
    "requests-placed": {"mode": "soft", "weight": 1000},
}
"""What stands in every forum: all sessions are held, in its periods and channels. Every other rule is off."""

MONDAY, TUESDAY, WEDNESDAY = ("2020-06-22", "2020-06-23", "2020-06-24")
NINE, TEN, ELEVEN = ((hours(span),) for span in ("09:00-10:00", "10:00-11:00", "11:00-12:00"))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A forum in which one rule decides.

    Without the rule the best timetables cost `free` by the others, and in each of them this one finds `broken`. Of
    those that keep the rule the best cost `price`. `settings` are the rule's parameters; with any of `loose` instead
    it would not decide. `without` is what is said of the rule for it to be absent; where nothing does that, `absent`
    is the programme without what the rule speaks of.
    """

    about: str
    rule: str
    asked: Programme
    broken: tuple[Finding, ...]
    others: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: WISHES)
    free: int = 0
    price: int = 20
    settings: Mapping[str, object] = field(default_factory=dict)
    loose: tuple[Mapping[str, object], ...] = ()
    without: Mapping[str, object] = field(default_factory=lambda: {"mode": "off"})
    absent: Programme | None = None

    @property
    def modes(self):
        """The modes that the rule declares."""
        return KINDS[self.rule].modes

    @property
    def amount(self):
        """By how much the best timetable without the rule breaks it."""
        return sum(finding.amount for finding in self.broken)

    @property
    def too_light(self):
        """The greatest weight at which breaking the rule is cheaper than keeping it."""
        return (self.price - self.free - 1) // self.amount

    @property
    def heavy(self):
        """The least weight at which keeping the rule is cheaper than breaking it."""
        return (self.price - self.free) // self.amount + 1

    @property
    def adamant(self):
        """Whether all rules that wish the contrary can be hard too, and are kept where this one is absent."""
        return self.free == 0 and all("hard" in KINDS[name].modes for name in self.others)

    def said(self, own, *, scale=1, adamant=False):
        """The policy with `own` said of the rule, and all weights times `scale`; with `adamant`, the others hard.

        Another rule that weighs nothing stays as it is: it has no wish.
        """
        rules = {**STANDING, **self.others}
        if adamant:
            rules |= {name: {"mode": "hard"} for name, said in rules.items() if said.get("weight")}
        rules[self.rule] = {**self.settings, **own}
        heavier = {name: {"weight": scale * said["weight"]} for name, said in rules.items() if "weight" in said}
        return Policy({name: {**said, **heavier.get(name, {})} for name, said in rules.items()})

    def best_without(self, **how):
        """The same as `best`, without the rule."""
        return self.best(self.without, asked=self.absent or self.asked, **how)

    def best(self, own, *, asked=None, **how):
        """The best timetable under such a policy, proven; and what the rule, as it is set, finds in it."""
        outcome = plan(asked or self.asked, self.said(own, **how), SURE)
        assert isinstance(outcome, Planned), outcome
        assert outcome.proven
        assert outcome.bound == outcome.verdict.cost
        return outcome, self.found(outcome.timetable)

    def found(self, timetable):
        """What the rule, as it is set, finds in a timetable."""
        rule = KINDS[self.rule](mode=self.modes[0], **self.settings)
        return tuple(sorted(rule.check(Timetable(self.asked, timetable.placements))))


def soft(weight):
    """Said of a soft rule."""
    return {"mode": "soft", "weight": weight}


def tiny(*things, on=MONDAY, between="09:00-12:00", channels=2, periods=None, **fields):
    """A programme over some days, with so many channels in a pool, or with these."""
    rooms = tuple(channel(f"c{n}") for n in range(1, channels + 1)) if isinstance(channels, int) else channels
    frame = forum(on=on, channels=rooms, periods=periods or (period(on=on, between=between),), **fields)
    return programme(frame, *things)


def on(*dates):
    """Dates that a requester prefers."""
    return tuple(days(date) for date in dates)


def changed(asked, name, **fields):
    """The programme with something else said of one session."""
    return asked.with_session(replace(asked.session[name], **fields))
