"""All rules, in the order in which an explanation names them: the only registry."""

from __future__ import annotations

import dataclasses
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from constraints.rules.action_line_clashes import ActionLineClashes
from constraints.rules.action_lines_covered import ActionLinesCovered
from constraints.rules.action_lines_spread import ActionLinesSpread
from constraints.rules.audience_fits import AudienceFits
from constraints.rules.audience_interest import AudienceInterest
from constraints.rules.cannot import Cannot
from constraints.rules.channel_asked import ChannelAsked
from constraints.rules.channel_features import ChannelFeatures
from constraints.rules.channel_languages import ChannelLanguages
from constraints.rules.channels import Channels
from constraints.rules.comfortable_hours import ComfortableHours
from constraints.rules.concluding_session import ConcludingSession
from constraints.rules.days_apart import DaysApart
from constraints.rules.days_in_a_row import DaysInARow
from constraints.rules.directly_after import DirectlyAfter
from constraints.rules.even_days import EvenDays
from constraints.rules.even_weeks import EvenWeeks
from constraints.rules.excluded_times import ExcludedTimes
from constraints.rules.facilitated_by import FacilitatedBy
from constraints.rules.facilitator_languages import FacilitatorLanguages
from constraints.rules.facilitator_load import FacilitatorLoad
from constraints.rules.facilitator_not_panellist import FacilitatorNotPanellist
from constraints.rules.facilitator_regions import FacilitatorRegions
from constraints.rules.facilitator_themes import FacilitatorThemes
from constraints.rules.facilitator_types import FacilitatorTypes
from constraints.rules.facilitators import Facilitators
from constraints.rules.facilitators_rest import FacilitatorsRest
from constraints.rules.fair_hours import FairHours
from constraints.rules.few_days import FewDays
from constraints.rules.fixed_start import FixedStart
from constraints.rules.holidays import Holidays
from constraints.rules.main_topic import MainTopic
from constraints.rules.most_a_day import MostADay
from constraints.rules.most_a_week import MostAWeek
from constraints.rules.must_place import MustPlace
from constraints.rules.night import Night
from constraints.rules.not_together import NotTogether
from constraints.rules.one_place import OnePlace
from constraints.rules.optional_appearances import OptionalAppearances
from constraints.rules.order import Order
from constraints.rules.organisation_a_day import OrganisationADay
from constraints.rules.organisation_clashes import OrganisationClashes
from constraints.rules.other_day import OtherDay
from constraints.rules.period_caps import PeriodCaps
from constraints.rules.periods import Periods
from constraints.rules.plenary_alone import PlenaryAlone
from constraints.rules.preferred_times import PreferredTimes
from constraints.rules.region_clashes import RegionClashes
from constraints.rules.rehearsals import Rehearsals
from constraints.rules.repeats_apart import RepeatsApart
from constraints.rules.repeats_regions import RepeatsRegions
from constraints.rules.requests_placed import RequestsPlaced
from constraints.rules.same_day import SameDay
from constraints.rules.sdg_clashes import SdgClashes
from constraints.rules.sdgs_covered import SdgsCovered
from constraints.rules.sdgs_spread import SdgsSpread
from constraints.rules.series_cadence import SeriesCadence
from constraints.rules.service_minutes import ServiceMinutes
from constraints.rules.service_teams import ServiceTeams
from constraints.rules.service_weeks import ServiceWeeks
from constraints.rules.start_minutes import StartMinutes
from constraints.rules.track_blocks import TrackBlocks
from constraints.rules.track_channel import TrackChannel
from constraints.rules.track_clashes import TrackClashes
from constraints.rules.track_opening import TrackOpening
from constraints.rules.type_quotas import TypeQuotas
from constraints.rules.types_apart import TypesApart
from data.policy import MODES
from data.problems import InputProblem, InputProblems

if TYPE_CHECKING:
    from constraints.rule import Rule
    from data.policy import Policy, Value

CATALOGUE: tuple[type[Rule], ...] = (
    MustPlace,
    RequestsPlaced,
    ActionLinesCovered,
    SdgsCovered,
    FixedStart,
    StartMinutes,
    Periods,
    PeriodCaps,
    TypeQuotas,
    ChannelAsked,
    ChannelFeatures,
    ChannelLanguages,
    AudienceFits,
    Channels,
    ServiceMinutes,
    ServiceTeams,
    ServiceWeeks,
    PlenaryAlone,
    OnePlace,
    Cannot,
    Night,
    MostADay,
    OrganisationADay,
    MostAWeek,
    Holidays,
    FewDays,
    OptionalAppearances,
    Facilitators,
    FacilitatedBy,
    FacilitatorNotPanellist,
    FacilitatorLanguages,
    FacilitatorThemes,
    FacilitatorLoad,
    FacilitatorTypes,
    FacilitatorRegions,
    FacilitatorsRest,
    ConcludingSession,
    TypesApart,
    Order,
    TrackOpening,
    DirectlyAfter,
    Rehearsals,
    SameDay,
    OtherDay,
    DaysApart,
    DaysInARow,
    RepeatsApart,
    SeriesCadence,
    RepeatsRegions,
    NotTogether,
    ExcludedTimes,
    PreferredTimes,
    ComfortableHours,
    FairHours,
    MainTopic,
    TrackClashes,
    TrackChannel,
    AudienceInterest,
    ActionLineClashes,
    SdgClashes,
    OrganisationClashes,
    RegionClashes,
    EvenDays,
    EvenWeeks,
    TrackBlocks,
    ActionLinesSpread,
    SdgsSpread,
)


def rules_in_force(policy: Policy) -> tuple[Rule, ...]:
    """Return every rule that is not off, with the policy's mode, weight and parameters over its own defaults.

    Raises InputProblems with all that `policy_problems` finds.
    """
    problems = policy_problems(policy)
    if problems:
        raise InputProblems(problems)
    rules = []
    for kind in CATALOGUE:
        values: dict[str, Any] = {"mode": kind.default or kind.modes[0], **policy.rules.get(kind.name, {})}
        if values["mode"] != "off":
            rules.append(kind(**values))
    return tuple(rules)


def policy_problems(policy: Policy) -> list[InputProblem]:
    """Return a problem for each unknown rule, mode and parameter, and for each value of the wrong kind."""
    problems: list[InputProblem] = []
    known = {rule.name: rule for rule in CATALOGUE}
    for name, given in policy.rules.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean “{near[0]}”?" if near else "; `forum rules` lists them"
            line = policy.lines.get((name, ""), 0)
            problems.append(InputProblem(policy.file, line, name, "", f"there is no rule of this name{hint}"))
            continue
        for key, value in given.items():
            message = _refusal(known[name], key, value)
            if message is not None:
                line = policy.lines.get((name, key), 0)
                problems.append(InputProblem(policy.file, line, f"{name}.{key}", _toml(value), message))
    return problems


def parameters(kind: type[Rule]) -> dict[str, object]:
    """Return a rule's parameters with their defaults, without mode and weight."""
    return {field.name: field.default for field in dataclasses.fields(kind) if field.name not in ("mode", "weight")}


def default_weight(kind: type[Rule]) -> int:
    """Return the price of one unit, where the rule is soft."""
    return int(next(field.default for field in dataclasses.fields(kind) if field.name == "weight"))  # type: ignore[arg-type]


def _refusal(kind: type[Rule], key: str, value: Value) -> str | None:
    """Say why a value cannot be taken, or None."""
    if key == "mode":
        allowed = (*kind.modes, *(("off",) if kind.can_be_off else ()))
        if value in allowed:
            return None
        if value in MODES:
            return f"this rule can be {' or '.join(allowed)}"
        return f"expected one of {', '.join(allowed)}"
    if key == "weight":
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000:
            return None
        return "expected a whole number from 0 to 1000000"
    names = parameters(kind)
    if key not in names:
        return f"this rule has no such key; it has {', '.join(('mode', 'weight', *names))}"
    if isinstance(names[key], int):
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= kind.greatest:
            return kind.refusal(key, value)
        return f"expected a whole number from 0 to {kind.greatest}"
    if _of_numbers(kind, key):
        numbers = value if isinstance(value, tuple) else (None,)
        if all(isinstance(item, int) and not isinstance(item, bool) and 0 <= item <= 59 for item in numbers):
            return kind.refusal(key, value)
        return "expected a list of whole numbers from 0 to 59"
    if not (isinstance(value, tuple) and all(isinstance(item, str) for item in value)):
        return "expected a list of texts"
    return kind.refusal(key, value)


def _of_numbers(kind: type[Rule], key: str) -> bool:
    """Whether a parameter is a list of whole numbers: what is in an empty default, only the declaration says."""
    return any(field.name == key and field.type == "tuple[int, ...]" for field in dataclasses.fields(kind))


def _row(kind: type[Rule]) -> tuple[str, str, str, str, str]:
    settings = ", ".join(f"{name} = {_toml(value)}" for name, value in parameters(kind).items())
    weight = str(default_weight(kind)) if "soft" in kind.modes else ""
    modes = (kind.default, *kind.modes) if kind.default else kind.modes
    return kind.name, ", ".join(modes), weight, settings, kind.summary()


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{item}"' if isinstance(item, str) else str(item) for item in value) + "]"
    return str(value)


def text_table() -> str:
    """Return all rules as text: name, modes with the default first, weight, parameters, and the first line."""
    lines = []
    for name, modes, weight, settings, first in map(_row, CATALOGUE):
        more = ", ".join(part for part in (f"weight {weight}" if weight else "", settings) if part)
        lines.append(f"{name}  [{modes}]" + (f"  {more}" if more else ""))
        lines.append(f"    {first}")
    return "\n".join(lines) + "\n"


def markdown_table() -> str:
    """Return the same as a page of the docs."""
    head = (
        "# The rules\n\n"
        "Written by `forum rules --markdown`; a test holds it true. Modes, weights and parameters can be set in\n"
        "`rules.toml` ([the forum folder](forum-folder.md)); every rule but the first two can also be `off`.\n"
        "What a rule means in detail, edge cases included, stands at the top of its file in `constraints/rules/`.\n\n"
        "| rule | modes, default first | weight | parameters | what it asks |\n|---|---|---|---|---|\n"
    )
    rows = (f"| `{n}` | {m} | {w} | {f'`{s}`' if s else ''} | {first} |" for n, m, w, s, first in map(_row, CATALOGUE))
    return head + "\n".join(rows) + "\n"
