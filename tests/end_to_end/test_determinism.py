"""With --deterministic and the same seed, other surroundings give the same timetable and the same site."""

from __future__ import annotations

import hashlib
import os

import pytest

from tests.end_to_end.command import AT, contents, done
from tests.end_to_end.conftest import LIMIT

ELSEWHERE = {"TZ": "Pacific/Chatham", "LANG": "tr_TR.UTF-8", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "4242"}
USUAL = {key: value for key, value in os.environ.items() if key not in (*ELSEWHERE, "PYTHONUTF8")}


def hashes(folder):
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents(folder).items()}


@pytest.mark.parametrize("sample", ["autumn-2020", "wsis-2020"])
def test_the_same_bytes_elsewhere(sample, request, tmp_path):
    here = request.getfixturevalue(sample.partition("-")[0])
    surroundings = {"env": USUAL | ELSEWHERE, "cwd": tmp_path}
    done("new", "f", "--sample", sample, **surroundings)
    done("plan", "f", "--deterministic", "--time-limit", LIMIT[sample], **surroundings)
    assert (tmp_path / "f/timetable.json").read_bytes() == (here / "forum/timetable.json").read_bytes()
    done("publish", "f", "--out", "s", "--at", AT, **surroundings)
    assert hashes(tmp_path / "s") == hashes(here / "site")
    assert (tmp_path / "f/revisions.json").read_bytes() == (here / "forum/revisions.json").read_bytes()
    # The fixture was planned in the surroundings of the tests; these are others.
    assert os.environ.get("PYTHONHASHSEED") != ELSEWHERE["PYTHONHASHSEED"]
    assert os.environ.get("TZ") != ELSEWHERE["TZ"]


def test_generated_forums_are_the_same_elsewhere(tmp_path):
    done("sample", tmp_path / "a", "--seed", "5", env=USUAL | {"PYTHONHASHSEED": "1", "TZ": "America/Lima"})
    done("sample", tmp_path / "b", "--seed", "5", env=USUAL | ELSEWHERE)
    done("sample", tmp_path / "c", "--seed", "6", env=USUAL | ELSEWHERE)
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert hashes(tmp_path / "a") != hashes(tmp_path / "c")


def test_verdicts_are_the_same_elsewhere(wsis):
    here = done("verify", wsis / "forum", "--json", env=USUAL | {"PYTHONHASHSEED": "1"})
    there = done("verify", wsis / "forum", "--json", env=USUAL | ELSEWHERE)
    assert here.stdout == there.stdout
