"""`forum publish --pdf`: the PDF beside the rest, only when it is asked for, and nothing without WeasyPrint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import contents, done, requests, write

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path):
    place = write(tmp_path / "forum", requests=requests(2))
    done("plan", place)
    return place


def test_the_pdf_comes_when_asked_for_stays_the_same_and_goes_without(place, tmp_path):
    site = tmp_path / "site"
    done("publish", place, "--out", site)
    plain = contents(site)
    run = done("publish", place, "--out", site, "--pdf")
    assert run.stderr == ""
    with_pdf = contents(site)
    assert with_pdf.keys() - plain.keys() == {"programme.pdf"}
    assert {name for name in plain if with_pdf[name] != plain[name]} == {".forum-site.json"}
    assert with_pdf["programme.pdf"].startswith(b"%PDF-1.7\n")
    again = done("publish", place, "--out", site, "--pdf")
    assert ": 0 files written, " in again.stdout
    assert contents(site) == with_pdf
    gone = done("publish", place, "--out", site)
    assert gone.stdout.endswith(" unchanged, 1 removed.\n")
    assert contents(site) == plain


WITHOUT = """
import builtins, sys
real = builtins.__import__
def refuse(name, *rest):
    if name.split(".")[0] == "weasyprint":
        raise {error}
    return real(name, *rest)
builtins.__import__ = refuse
from cli import main
main()
"""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "ModuleNotFoundError('No module named weasyprint', name='weasyprint')",
            "--pdf needs WeasyPrint: install this project with its extra, as in: pip install 'forum-scheduler[pdf]'\n",
        ),
        (
            "OSError('cannot load library libpango: not found.\\nAdditionally, more')",
            "--pdf needs Pango, a library of the system that WeasyPrint calls: "
            "cannot load library libpango: not found.\n",
        ),
    ],
    ids=["not installed", "without Pango"],
)
def test_without_weasyprint_nothing_is_written(place, tmp_path, error, said):
    before = contents(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(error=error), "publish", place, "--out", tmp_path / "site", "--pdf"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said)
    assert contents(tmp_path) == before
