"""Tests that a file is of one format only, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake import easychair, frab, indico, pretalx, sessionize
from data.intake.sources import Source
from tests.data.intake.accounts import FILES

FORMATS = (pretalx, sessionize, frab, easychair, indico)
ALL = sorted(path for path in FILES.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.relative_to(FILES).as_posix())
def test_a_file_is_of_one_format(path: Path) -> None:
    found = [each.NAME for each in FORMATS if each.recognises(Source("upload", path.read_bytes()))]
    named = path.relative_to(FILES).parts[0].partition("_")[0].casefold()
    assert [name.partition(" ")[0].casefold() for name in found] == [named]


NOTHING = (
    b"",
    b" ",
    b"\x00\x01",
    b"PK\x03\x04",
    b"{",
    b"<",
    b"\xff\xfe",
    b"{}",
    b"[]",
    b"null",
    b"a",
    b"\n\n",
    b"[[[[",
)


@pytest.mark.parametrize("content", NOTHING, ids=repr)
def test_what_is_of_no_format_is_recognised_by_none(content: bytes) -> None:
    assert [each.NAME for each in FORMATS if each.recognises(Source("upload", content))] == []


def test_nesting_without_end_is_no_obstacle() -> None:
    assert [each.NAME for each in FORMATS if each.recognises(Source("upload", b"[" * 100_000))] == []
