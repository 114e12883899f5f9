"""The plans of a sweep as a drawing: cost, worst region, left out and moves over what is varied, as SVG.

The bytes depend on the runs alone: ids are hashed with a fixed salt, letters are drawn with the font that comes with
matplotlib, and the file bears no date.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from data.sweep import value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes

    from data.sweep import Figures, Run, Variation

PANELS: tuple[tuple[str, Callable[[Figures], float | None]], ...] = (
    ("Cost by the forum's own rules", lambda found: found.cost),
    ("Worst region, minutes a session", lambda found: found.worst),
    ("Left out", lambda found: found.left_out),
    ("Moves", lambda found: found.moves),
)

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "forum-sweep",
    "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "axes.ymargin": 0.1,
    "text.usetex": False,
    "text.parse_math": False,
}

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
"""The palette of Okabe and Ito (2008), which readers who see fewer colours can tell apart; but for its yellow."""

_MARKS = ("o", "s", "^", "D", "v", "P", "X")

_IN_THE_LEGEND = 14
"""As many lines as can be told apart; more are drawn, and the legend says how many."""


def sweep_svg(runs: Sequence[Run]) -> bytes:
    """Return four panels over the values varied first, with a line for each combination of all others.

    A combination without a plan is a gap, marked by a cross below.
    """
    first = list(dict.fromkeys(value_text(run.variation[0][1]) for run in runs))
    lines: dict[str, list[Run]] = {}
    for run in runs:
        lines.setdefault(_others(run.variation), []).append(run)
    with rc_context(_STYLE):
        figure = Figure(figsize=(10, 7.5), layout="constrained")
        for axes, (title, figure_of) in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
            _draw(axes, title, figure_of, first, lines)
            axes.set_xlabel(runs[0].variation[0][0] if runs else "")
        handles, names = figure.axes[0].get_legend_handles_labels()
        if len(names) > 1 or any(names):
            shown = names[:_IN_THE_LEGEND]
            cut = f"the first {len(shown)} of {len(names)} lines" if len(names) > len(shown) else None
            columns = min(len(shown), 4)
            figure.legend(handles[: len(shown)], shown, title=cut, loc="outside lower center", ncols=columns)
        page = io.BytesIO()
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    return page.getvalue()


def _others(variation: Variation) -> str:
    return ", ".join(f"{name} {value_text(value)}" for name, value in variation[1:])


def _draw(
    axes: Axes,
    title: str,
    figure_of: Callable[[Figures], float | None],
    first: Sequence[str],
    lines: dict[str, list[Run]],
) -> None:
    drawn = False
    for number, (name, runs) in enumerate(lines.items()):
        colour, mark = _COLOURS[number % len(_COLOURS)], _MARKS[number % len(_MARKS)]
        heights = [float("nan")] * len(first)
        for run in runs:
            place = first.index(value_text(run.variation[0][1]))
            height = figure_of(run.figures) if run.figures else None
            if height is not None:
                heights[place] = height
                drawn = True
            if run.figures is None:
                axes.plot([place], [0.02], "x", color=colour, transform=axes.get_xaxis_transform(), clip_on=False)
        # Lines that lie upon one another stay visible: the later ones are broken, and their marks smaller.
        style, size = ("-", "--", "-.", ":")[number % 4], max(4, 10 - 2 * number)
        axes.plot(range(len(first)), heights, style, marker=mark, markersize=size, color=colour, label=name)
    axes.set_title(title, loc="left")
    axes.set_xticks(range(len(first)), [text if len(text) < 25 else f"{text[:24]}…" for text in first])
    axes.set_xlim(-0.4, len(first) - 0.6)
    axes.grid(axis="y", color="#dddddd")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    if drawn:
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10], integer=title in ("Left out", "Moves")))
    else:
        axes.set_yticks([])
        axes.text(0.5, 0.5, "nothing to compare with", transform=axes.transAxes, ha="center", color="#555555")
