"""The regions' figures of the report are those that a script finds which shares nothing with the software."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import done

SCRIPT = Path(__file__).with_name("fairness_recomputed.py")


def compared(folder, report):
    """The script's answer about a report."""
    return subprocess.run(
        [sys.executable, "-I", SCRIPT, folder], input=report, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("sample", ["autumn", "wsis"])
def test_the_regions_of_the_report_are_the_same_by_the_script(sample, request):
    folder = request.getfixturevalue(sample) / "forum"
    run = compared(folder, done("report", folder, "--json").stdout)
    assert (run.returncode, run.stdout, run.stderr) == (0, "The regions' figures are the same.\n", "")


def test_another_figure_is_found(autumn):
    folder = autumn / "forum"
    report = json.loads(done("report", folder, "--json").stdout)
    region = report["regions"][0]
    region["minutes"] += 1
    told = f"{region['region']}: minutes is {region['minutes']}, not {region['minutes'] - 1}\n"
    assert compared(folder, json.dumps(report)).stdout == told


def test_a_session_that_is_moved_changes_the_figures(autumn, tmp_path):
    folder = shutil.copytree(autumn / "forum", tmp_path / "forum")
    report = done("report", folder, "--json").stdout
    timetable = folder / "timetable.json"
    content = json.loads(timetable.read_text("utf-8"))
    for row in content["placements"]:
        row["start"] = row["start"][:11] + "03:00:00Z"
    timetable.write_text(json.dumps(content), "utf-8")
    assert compared(folder, report).returncode == 1


def test_the_script_imports_nothing_of_the_software():
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    modules = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    modules |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules - sys.stdlib_module_names == set()


def test_with_the_rule_on_the_worst_region_bears_less_and_the_price_is_shown(tmp_path):
    worst, said = {}, {}
    for mode in ("off", "soft"):
        folder = tmp_path / mode
        done("new", folder, "--sample", "wsis-2020")
        (folder / "rules.toml").write_text(f'[fair-hours]\nmode = "{mode}"\nweight = 20\n', "utf-8")
        said[mode] = done("plan", folder, "--deterministic", "--time-limit", "4").stdout
        report = done("report", folder, "--json").stdout
        assert compared(folder, report).returncode == 0
        worst[mode] = max(region["mean"] for region in json.loads(report)["regions"])
    assert worst["soft"] < worst["off"]
    assert re.search(r"^Cost \d+: .*\bfair-hours \d+", said["soft"], re.MULTILINE)
    assert "fair-hours" not in said["off"]
