"""What the measurements of the full bench come to: figures against targets, a profile, and pages that tell them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from tests.bench.measuring import Figure
from tests.bench.rows import FILLED, ROWS
from tests.bench.state import Measurement, State

SCALES = (1, 3, 10, 30, 100)
PROFILED = (1, 10, 100)
Value = Callable[[dict[str, Any]], float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a figure, from how many seeds it is the median, and the load before and after each."""

    figure: Figure
    seeds: int
    load: tuple[tuple[float, float], ...]

    def cells(self) -> tuple[str, ...]:
        what, shown, most, verdict, note = self.figure.row()
        load = ", ".join(f"{before:.1f} to {after:.1f}" for before, after in self.load)
        return what, shown, most, verdict, str(self.seeds or ""), load, note


HEADINGS = ("what", "measured", "target", "", "seeds", "load", "of which")


def first_row(scale: int) -> str:
    """The row that tells the time to the first answer at a scale."""
    return f"first-{scale}" if scale < 100 else "search-100"


def lines(state: State) -> list[Line]:
    """Every figure of the table, in the order of the issue; what was not measured says so."""
    found = [
        *_scale_1(state),
        *_against_planted(state, 3),
        *_scale_10(state),
        *_against_planted(state, 30),
        *_scale_100(state),
        *_growth(state),
        *_model(state),
        *_cluster(state),
    ]
    for scale in (1, 10):
        for filled in FILLED:
            row, said = f"full-{scale}-{filled}", f"scale {scale}, {filled} % full"
            found.append(_line(state, row, f"{said}: cost against planted", _of_planted, None, "%", tell=_told_full))
    found += [
        _line(
            state,
            f"same-{scale}",
            f"scale {scale}, deterministic twice: answers that differ",
            _differ,
            0,
            "",
            tell=_told_same,
        )
        for scale in (1, 10)
    ]
    return [*found, *_all_answers(state)]


def _line(
    state: State,
    row: str,
    what: str,
    value: Value,
    target: float | None,
    unit: str,
    *,
    least: bool = False,
    tell: Value | Callable[[dict[str, Any]], str] | None = None,
) -> Line:
    """The median of a value over the seeds of a row; `tell` says more of each, by default the value itself."""
    some = state.of(row)
    if not some:
        errors = "; ".join(state.errors(row))
        return Line(Figure(what, None, target, unit, errors or "not measured", least, skipped=not errors), 0, ())
    values = [value(each.found) for each in some]
    told = [tell(each.found) if tell else _short(each) for each, _ in zip(some, values, strict=True)] if tell else []
    if not tell and len(values) > 1:
        told = [_short(each) for each in values]
    note = "; ".join([*dict.fromkeys(str(each) for each in told if each), *state.errors(row)])
    return Line(Figure(what, median(values), target, unit, note, least), len(values), tuple(each.load for each in some))


def median(values: Sequence[float | None]) -> float | None:
    """The middle value; None where one of them is missing."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known and len(known) == len(values) else None


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"


def _of_planted(found: dict[str, Any]) -> float | None:
    return 100 * found["cost"] / found["planted"] if found["cost"] is not None else None


def _gap(found: dict[str, Any]) -> float | None:
    return None if found["gap"] is None else 100 * found["gap"]


def _told_first(found: dict[str, Any]) -> str:
    return f"{_short(found['first'])} s, {_short(found['began'])} s of it start-up and reading"


def _told_cost(found: dict[str, Any]) -> str:
    left = found["sessions"] - found["placed"]
    out = f", {left} left out" if left else ""
    return f"cost {found['cost']}, planted {found['planted']}{out}, {found['cpu']:.0f} CPU s"


def _whole_gap(found: dict[str, Any]) -> float | None:
    if found["bound"] is None or not found["cost"]:
        return None
    return 100 * (found["cost"] - found["bound"]) / found["cost"]


def _told_gap(found: dict[str, Any]) -> str:
    whole = _whole_gap(found)
    bound = "no bound" if whole is None else f"bound {found['bound']}, {whole:.1f} % of the whole cost"
    return f"cost {found['cost']}, {bound}"


def _told_full(found: dict[str, Any]) -> str:
    return f"really {found['full']} % full: {_told_cost(found)}, bound {found['bound']}"


def _told_same(found: dict[str, Any]) -> str:
    lasted = " and ".join(f"{seconds:.0f}" for seconds in found["lasted"])
    return f"{found['units']} solver units, {lasted} s"


def _differ(found: dict[str, Any]) -> float:
    return 0 if found["same"] else 1


def _first(state: State, scale: int, target: float | None) -> list[Line]:
    row, what = first_row(scale), f"scale {scale}: first answer, with start-up and reading"
    return [
        _line(state, row, what, lambda found: found["first"], target, "s", tell=_told_first),
        _line(state, row, f"{what}, in CPU seconds", lambda found: found["first_cpu"], target, "s"),
    ]


def _against_planted(state: State, scale: int) -> list[Line]:
    row = f"search-{scale}"
    return [
        *_first(state, scale, None),
        _line(state, row, f"scale {scale}: cost against planted", _of_planted, None, "%", tell=_told_cost),
        _line(state, row, f"scale {scale}: gap", _gap, None, "%", tell=_told_gap),
        _line(state, row, f"scale {scale}: memory", lambda found: found["memory"], None, "MB"),
    ]


def _scale_1(state: State) -> list[Line]:
    short = {each.seed: each.found["cost"] for each in state.of("search-1")}

    def better(found: dict[str, Any]) -> float | None:
        before = short.get(1)
        return 100 * (before - found["cost"]) / before if before and found["cost"] is not None else None

    return [
        *_first(state, 1, 3),
        _line(state, "search-1", "scale 1: gap after a minute (or the next line)", _gap, 5, "%", tell=_told_gap),
        _line(state, "long-1", "scale 1: better after ten minutes by", better, 1, "%", tell=_told_gap),
        _line(state, "search-1", "scale 1: cost against planted", _of_planted, None, "%", tell=_told_cost),
    ]


def _scale_10(state: State) -> list[Line]:
    row = "search-10"
    short = {each.seed: each.found["cost"] for each in state.of(row)}

    def dearer(after_an_hour: dict[str, Any]) -> float | None:
        before, after = short.get(1), after_an_hour["cost"]
        return 100 * (before / after - 1) if before and after else None

    return [
        *_first(state, 10, 10),
        _line(state, row, "scale 10: cost after 5 min against planted", _of_planted, 100, "%", tell=_told_cost),
        _line(state, row, "scale 10: gap of the whole cost (trial: 22 %)", _whole_gap, 22, "%", tell=_told_gap),
        _line(state, row, "scale 10: gap", _gap, None, "%", tell=_told_gap),
        _line(state, "hour-10", "scale 10: dearer than after an hour by", dearer, 3, "%", tell=_told_gap),
        _line(state, row, "scale 10: memory", lambda found: found["memory"], 1024, "MB"),
    ]


def _scale_100(state: State) -> list[Line]:
    row = "search-100"
    return [
        *_first(state, 100, 90),
        _line(state, row, "scale 100: minutes without anything better", idle_minutes, 0, "", tell=_told_cost),
        _line(state, row, "scale 100: cost against planted", _of_planted, None, "%", tell=_told_cost),
        _line(state, row, "scale 100: gap", _gap, None, "%", tell=_told_gap),
        _line(state, row, "scale 100: memory", lambda found: found["memory"], 3072, "MB"),
    ]


def idle_minutes(found: dict[str, Any]) -> float | None:
    """Whole minutes from the first answer to the end of the search in which the cost did not fall."""
    answers = [(answer["seconds"], answer["cost"]) for answer in found["answers"]]
    if not answers:
        return None
    start = answers[0][0]
    minutes = range(int((found["limit"] - start) // 60) + 1)
    best = [min(cost for at, cost in answers if at <= start + 60 * minute) for minute in minutes]
    return sum(after >= before for before, after in pairwise(best))


def _growth(state: State) -> list[Line]:
    def of(key: Callable[[dict[str, Any]], float | None], scale: int) -> float | None:
        return median([key(each.found) for each in state.of(first_row(scale))])

    found = []
    for what, key in (
        ("first answer, scale 1 to 100: growth over n log n", lambda found: found["first"]),
        ("the same without start-up and reading", _searched),
    ):
        small, large = of(key, 1), of(key, 100)
        if not small or not large:
            found.append(Line(Figure(what, None, 1, "times", "not measured", skipped=True), 0, ()))
            continue
        few, many = (state.of(first_row(scale))[0].found["sessions"] for scale in (1, 100))
        allowed = n_log_n(many) / n_log_n(few)
        said = f"{small:.2f} s to {large:.1f} s: {large / small:.0f} times, n log n is {allowed:.0f} times"
        found.append(Line(Figure(what, large / small / allowed, 1, "times", said), 1, ()))
    return found


def _searched(found: dict[str, Any]) -> float | None:
    return None if found["first"] is None or found["began"] is None else found["first"] - found["began"]


def n_log_n(n: int) -> float:
    return n * math.log(n)


def _model(state: State) -> list[Line]:
    def built(found: dict[str, Any]) -> str:
        parts = f"{found['narrowing']:.1f} narrowing, {found['encoding']:.1f} encoding"
        return f"{parts}; {found['variables']:,} variables, {found['memory']:.0f} MB"

    return [
        _line(
            state,
            "building-10",
            "scale 10: building the whole model, CPU",
            lambda found: found["narrowing"] + found["encoding"],
            2,
            "s",
            tell=built,
        ),
        _line(state, "search-10", "scale 10: time in the solver", _solving, 50, "%", least=True),
    ]


def _solving(found: dict[str, Any]) -> float | None:
    whole = sum(found["stages"].values())
    return 100 * found["stages"].get("solving", 0) / whole if whole else None


def a_minute(found: dict[str, Any]) -> float | None:
    """Neighbourhoods that were tried in a minute of search, after the first answer."""
    begin = found["first_answer_seconds"]
    if begin is None or begin >= found["limit"]:
        return None
    return 60 * sum(each["tried"] for each in found["neighbourhoods"]) / (found["limit"] - begin)


def _cluster(state: State) -> list[Line]:
    one, two = (median([a_minute(each.found) for each in state.of(f"cluster-{count}")]) for count in (1, 2))
    what = "cluster of 2 processes against 1: neighbourhoods a minute"
    if one and two:
        both = [*state.of("cluster-1"), *state.of("cluster-2")]
        figure = Figure(what, two / one, 1.6, "times", f"{one:.0f} and {two:.0f} a minute", least=True)
        compared = Line(figure, 1, tuple(each.load for each in both))
    else:
        errors = "; ".join([*state.errors("cluster-1"), *state.errors("cluster-2")])
        compared = Line(
            Figure(what, None, 1.6, "times", errors or "not measured", least=True, skipped=not errors), 0, ()
        )

    def told(found: dict[str, Any]) -> str:
        return f"{found['lost']} pieces of work lost; {_told_cost(found)}"

    what = "one of 2 processes killed: hard findings and sessions lost"
    return [compared, _line(state, "killed", what, _harm, 0, "", tell=told)]


def _harm(found: dict[str, Any]) -> float:
    return found["hard"] + found["sessions"] - found["placed"]


def _all_answers(state: State) -> list[Line]:
    runs = [each.found for row in ROWS for each in state.of(row.name) if "hard" in each.found]
    said = f"{len(runs)} answers"
    if not runs:
        return []
    wrong = sum(found["cost"] != found["verified_cost"] for found in runs)
    return [
        Line(Figure("hard findings in all answers", sum(found["hard"] for found in runs), 0, "", said), 0, ()),
        Line(Figure("answers that cost other than was believed", wrong, 0, "", said), 0, ()),
    ]


def profile(state: State) -> dict[str, dict[str, float]]:
    """Seconds of each stage, by row; of the first seed."""
    found = {}
    for scale in PROFILED:
        for each in state.of(f"search-{scale}")[:1]:
            reading = {"start-up and reading": each.found["began"] or 0.0}
            found[each.row] = {
                **reading,
                **{what: seconds for what, seconds in each.found["stages"].items() if seconds},
            }
    return found


def markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    safe = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(
        f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in (headings, ["---"] * len(headings), *safe)
    )


def table(state: State) -> str:
    """The figures as a table in Markdown."""
    return markdown(HEADINGS, [line.cells() for line in lines(state)])


def profile_table(state: State) -> str:
    """Where the time goes: a column for each size, seconds with their share."""
    found = profile(state)
    stages = list(dict.fromkeys(stage for each in found.values() for stage in each))
    rows = []
    for stage in stages:
        cells = []
        for each in found.values():
            seconds = each.get(stage)
            cells.append("" if seconds is None else f"{seconds:.1f} s, {100 * seconds / sum(each.values()):.0f} %")
        rows.append((stage, *cells))
    return markdown(("stage", *(row.replace("search-", "scale ") for row in found)), rows)


def kinds_table(state: State, row: str = "search-10") -> str:
    """What each kind of neighbourhood brought, added up over the seeds of a row."""
    total: dict[str, list[float]] = {}
    for each in state.of(row):
        for kind in each.found["neighbourhoods"]:
            sums = total.setdefault(kind["kind"], [0, 0, 0, 0])
            for place, key in enumerate(("tried", "improved", "gain", "seconds")):
                sums[place] += kind[key]
    rows = [
        (kind, f"{tried:.0f}", f"{improved:.0f}", f"{gain:.0f}", f"{gain / seconds:.2f}" if seconds else "")
        for kind, (tried, improved, gain, seconds) in total.items()
    ]
    return markdown(("kind", "tried", "better", "gain", "gain a second"), rows)


def as_json(state: State, machine: dict[str, object]) -> dict[str, object]:
    """Everything, for programs to read."""
    return {
        "machine": machine,
        "lines": [
            {**asdict(line.figure), "verdict": line.figure.verdict, "seeds": line.seeds, "load": line.load}
            for line in lines(state)
        ],
        "profile": profile(state),
        "measurements": [asdict(each) for each in state.measurements.values()],
    }


def measured_on(measurements: Iterable[Measurement]) -> str:
    """From which day to which it was measured, as ISO dates."""
    days = sorted({each.at[:10] for each in measurements})
    return "nothing was measured yet" if not days else days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
