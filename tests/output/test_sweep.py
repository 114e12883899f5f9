"""The table and the drawing of a sweep."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from data.sweep import Figures, Run, Varied, variations
from output.sweep_plot import sweep_svg
from output.sweep_table import sweep_csv, sweep_text

ROOT = Path(__file__).parents[2]
FOUND = Figures(5, 2, 120, 0, 80, 75, 0.0625, 12.34, "Africa", 3, 4)


def runs():
    first, second, third, fourth = variations([Varied("channels", (1, 2)), Varied("fairness", (0, 5))])
    return [
        Run(first, "impossible", "must-place: No\nroom for S-1."),
        Run(second, "planned", "", FOUND, {}),
        Run(third, "planned", "", Figures(7, 0, 90, 1, 60, None, None, 1.0, "=Asia", 0, None), {}),
        Run(fourth, "out of time", "no timetable was found in the time there was"),
    ]


def test_the_csv_has_a_row_for_each_combination_and_no_formula():
    rows = list(csv.reader(io.StringIO(sweep_csv(runs()).decode("utf-8"), newline="")))
    assert rows == [
        ["channels", "fairness", "result", "placed", "left_out", "cost", "broken", "own_cost", "bound", "gap_percent",
         "worst_minutes", "worst_region", "night", "moves", "why"],
        ["1", "0", "impossible", *[""] * 11, "must-place: No room for S-1."],
        ["1", "5", "planned", "5", "2", "120", "0", "80", "75", "6.2", "12.3", "Africa", "3", "4", ""],
        ["2", "0", "planned", "7", "0", "90", "1", "60", "", "", "1.0", "'=Asia", "0", "", ""],
        ["2", "5", "out of time", *[""] * 11, "no timetable was found in the time there was"],
    ]  # fmt: skip


def test_the_table_on_the_screen_lines_up():
    assert sweep_text(runs()) == (
        "channels  fairness  placed  left out  cost  broken  own cost  bound  gap %  worst  night  moves\n"
        "       1         0  impossible: must-place: No room for S-1.\n"
        "       1         5       5         2   120       0        80     75    6.2   12.3      3      4\n"
        "       2         0       7         0    90       1        60      -      -    1.0      0      -\n"
        "       2         5  out of time: no timetable was found in the time there was\n"
    )


def test_nothing_at_all_is_a_table_of_headings():
    assert sweep_text([]) == ""
    assert sweep_csv([]).count(b"\n") == 1


def test_the_drawing_is_svg_without_script_date_or_address():
    text = sweep_svg(runs()).decode("utf-8")
    names = {element.tag.partition("}")[2] for element in ElementTree.fromstring(text).iter()}
    assert not names & {"script", "image", "foreignObject", "a", "date"}
    assert {element for element in names if element in ("svg", "path", "use")} == {"svg", "path", "use"}
    outside = [part for part in text.split('"') if part.startswith(("http:", "https:")) and "w3.org" not in part]
    assert [part for part in outside if "purl.org" not in part and "creativecommons.org" not in part] == []


def test_the_drawing_is_the_same_in_another_process():
    """Whatever the order of hashes there, and whatever settings of matplotlib its user has."""
    code = (
        "import sys; from tests.output.test_sweep import runs; from output.sweep_plot import sweep_svg;"
        "sys.stdout.buffer.write(sweep_svg(runs()))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found == [sweep_svg(runs())] * 2


def test_hostile_words_and_many_lines_are_drawn():
    many = variations([Varied("night.mode", ("<b>$x_$", "y" * 300)), Varied("fairness", tuple(range(40)))])
    text = sweep_svg([Run(each, "planned", "", FOUND, {}) for each in many]).decode("utf-8")
    assert "<b>" not in text
    assert ElementTree.fromstring(text).tag.endswith("svg")


def test_a_sweep_without_a_plan_is_drawn():
    found = sweep_svg([Run(each, "impossible", "no") for each in variations([Varied("channels", (1, 2))])])
    assert ElementTree.fromstring(found).tag.endswith("svg")
