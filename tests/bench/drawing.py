"""The plots of the full bench, as SVG: the bytes depend on the measurements alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from tests.bench.report import SCALES, a_minute, first_row, median, n_log_n, profile
from tests.bench.state import State

STYLE: dict[Any, Any] = {
    "svg.hashsalt": "forum-bench",
    "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.usetex": False,
    "text.parse_math": False,
}
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999999")
"""The palette of Okabe and Ito (2008), which readers who see fewer colours can tell apart; but for its yellow."""
MARKS = ("o", "s", "^", "D", "v")


def plots(state: State) -> dict[str, bytes]:
    """Every plot by the name of its file."""
    return {
        "bench-cost.svg": cost(state),
        "bench-size.svg": size(state),
        "bench-neighbourhoods.svg": neighbourhoods(state),
        "bench-profile.svg": where_the_time_goes(state),
    }


@contextmanager
def _page(height: float, panels: int = 1) -> Iterator[tuple[list[Axes], io.BytesIO]]:
    """Axes to draw on, and where the drawing is once that is done."""
    page = io.BytesIO()
    with rc_context(STYLE):
        figure = Figure(figsize=(9, height), layout="constrained")
        axes = list(figure.subplots(1, panels, squeeze=False).flat)
        for each in axes:
            each.spines[["top", "right"]].set_visible(False)
            each.set_axisbelow(True)
        yield axes, page
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})


def _plain(*axes: Axis) -> None:
    """Mark logarithmic axes with plain numbers, at 1, 2 and 5 of every power of ten."""
    for axis in axes:
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=20))
        axis.set_major_formatter(FuncFormatter(lambda value, place: f"{value:,g}"))
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())


def cost(state: State) -> bytes:
    """Best cost and bound over seconds of search, as a share of what the planted timetable costs; a line a scale."""
    with _page(5) as ((axes,), page):
        axes.axhline(100, color="#555555", linewidth=1, linestyle=":", label="the planted timetable")
        for scale, colour in zip(SCALES, COLOURS, strict=False):
            for each in state.of(f"search-{scale}")[:1]:
                found = each.found
                answers = found["answers"]
                if not answers or not found["planted"]:
                    continue
                seconds = [answer["seconds"] for answer in answers]
                ends = [*seconds, max(found["limit"], seconds[-1])]
                for key, style, name in (("cost", "-", f"scale {scale}"), ("bound", "--", None)):
                    known = [100 * a[key] / found["planted"] if a[key] is not None else float("nan") for a in answers]
                    axes.step(ends, [*known, known[-1]], style, where="post", color=colour, label=name)
        axes.set_xscale("log")
        _plain(axes.xaxis)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("seconds of search")
        axes.set_ylabel("per cent of the planted cost")
        axes.set_title("Best cost over time (bounds are broken lines)", loc="left")
        axes.grid(color="#dddddd")
        axes.figure.legend(loc="outside lower center", ncols=6)
    return page.getvalue()


def size(state: State) -> bytes:
    """Seconds to the first answer, and memory, over the number of sessions; with n log n through the smallest."""
    with _page(4.2, 2) as ((time, memory), page):
        for axes, key, title, unit in (
            (time, "first", "Time to the first answer", "seconds, with start-up and reading"),
            (memory, "memory", "Most memory", "MB, all processes together"),
        ):
            points = []
            for scale in SCALES:
                row = first_row(scale) if key == "first" else f"search-{scale}"
                some = state.of(row)
                value = median([each.found[key] for each in some])
                if value is not None:
                    points.append((some[0].found["sessions"], value))
            if points:
                across, up = zip(*points, strict=True)
                axes.plot(across, up, "-o", color=COLOURS[0], label="measured")
                straight = [up[0] * n_log_n(n) / n_log_n(across[0]) for n in across]
                if key == "first":
                    axes.plot(across, straight, "--", color=COLOURS[1], label="n log n through the smallest")
            axes.set_xscale("log")
            axes.set_yscale("log")
            _plain(axes.xaxis, axes.yaxis)
            if points:
                axes.set_xticks(across, [f"{n:,}" for n in across])
            axes.set_xlabel("sessions")
            axes.set_ylabel(unit)
            axes.set_title(title, loc="left")
            axes.grid(color="#dddddd")
            if points:
                axes.legend(loc="upper left")
    return page.getvalue()


def neighbourhoods(state: State) -> bytes:
    """Neighbourhoods that were tried in a minute, by scale and by processes of a cluster."""
    rows = [(f"scale {scale}, this machine", f"search-{scale}") for scale in SCALES]
    rows += [("scale 10, cluster of 1 process", "cluster-1"), ("scale 10, cluster of 2 processes", "cluster-2")]
    found = [(name, median([a_minute(each.found) for each in state.of(row)])) for name, row in rows]
    known = [(name, value) for name, value in found if value]
    with _page(0.9 + 0.35 * max(2, len(known))) as ((axes,), page):
        for place, (name, value) in enumerate(known):
            axes.barh(place, value, color=COLOURS[1] if "cluster" in name else COLOURS[0])
            axes.text(value, place, f" {value:.0f}", va="center")
        axes.set_yticks(range(len(known)), [name for name, _ in known])
        axes.invert_yaxis()
        axes.margins(x=0.1)
        axes.set_title("Neighbourhoods tried in a minute", loc="left")
    return page.getvalue()


def where_the_time_goes(state: State) -> bytes:
    """The share of each stage in the time of all processes, by scale."""
    found = profile(state)
    stages = list(dict.fromkeys(stage for each in found.values() for stage in each))
    with _page(1.4 + 0.5 * max(2, len(found))) as ((axes,), page):
        for place, each in enumerate(found.values()):
            left, whole = 0.0, sum(each.values())
            for stage, seconds in each.items():
                share = 100 * seconds / whole if whole else 0.0
                number = stages.index(stage)
                hatch = "" if number < len(COLOURS) else "//"
                axes.barh(place, share, left=left, color=COLOURS[number % len(COLOURS)], hatch=hatch, edgecolor="white")
                left += share
        axes.set_yticks(range(len(found)), [row.replace("search-", "scale ") for row in found])
        axes.invert_yaxis()
        axes.set_xlabel("per cent of the seconds of all processes")
        axes.set_title("Where the time goes", loc="left")
        for number, stage in enumerate(stages):
            hatch = "" if number < len(COLOURS) else "//"
            axes.bar(0, 0, color=COLOURS[number % len(COLOURS)], hatch=hatch, edgecolor="white", label=stage)
        if stages:
            axes.figure.legend(loc="outside lower center", ncols=5)
    return page.getvalue()
