"""`forum feed-check`: what it says and answers about any file."""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.command import forum
from tests.output.tiny_forum import files_of, tiny_timetable

GOOD = files_of(tiny_timetable())["all.ics"]


def check(tmp_path, content, *options):
    """Run the command on a file of these bytes; the path is said as FILE."""
    place = tmp_path / "feed.ics"
    place.write_bytes(content)
    run = forum("feed-check", place, *options)
    return run.returncode, run.stdout.replace(str(place), "FILE"), run.stderr.replace(str(place), "FILE")


def test_a_good_feed_is_said_to_be_good(tmp_path):
    assert check(tmp_path, GOOD) == (0, "FILE: 0 errors, 0 advice.\n", "")


def test_an_error_is_told_and_answered_with_1(tmp_path):
    told = (
        "line 2: error: version: a VERSION that is not 2.0 (1.0) [RFC 5545 3.7.4]\n    Write VERSION:2.0.\n"
        "FILE: 1 error, 0 advice.\n"
    )
    assert check(tmp_path, GOOD.replace(b"VERSION:2.0", b"VERSION:1.0")) == (1, told, "")


def test_advice_alone_changes_no_exit_code(tmp_path):
    told = (
        "line 1: advice: refresh: no REFRESH-INTERVAL or no X-PUBLISHED-TTL [Nextcloud asks once a week without]\n"
        "    Write both, REFRESH-INTERVAL with VALUE=DURATION.\n"
        "FILE: 0 errors, 1 advice.\n"
    )
    assert check(tmp_path, GOOD.replace(b"X-PUBLISHED-TTL:PT1H\r\n", b"")) == (0, told, "")


def test_json_says_the_same(tmp_path):
    code, out, err = check(tmp_path, GOOD.replace(b"VERSION:2.0", b"VERSION:\xe2\x80\xae"), "--json")
    assert (code, err, out.isascii()) == (1, "", True)
    content = json.loads(out)
    assert [(row["line"], row["rule"], row["detail"]) for row in content["findings"]] == [(2, "version", "\u202e")]


def test_nothing_of_a_feed_plays_tricks_on_the_terminal(tmp_path):
    code, out, _ = check(tmp_path, b"\x1b[2J\xff\x00\x9b\r\n")
    assert code == 1
    assert "(<U+001B>[2J" in out
    assert [letter for letter in out if ord(letter) < 32 and letter != "\n"] == []


@pytest.mark.parametrize("content", [b"", b"\0" * 100_000, b"\xff\xfe" * 1000, b"BEGIN:VCALENDAR\r\n" * 1000])
def test_no_file_ends_in_a_traceback(tmp_path, content):
    code, out, err = check(tmp_path, content)
    assert (code, err) == (1, "")
    assert out.splitlines()[-1].startswith("FILE: ")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "feed.ics").open("wb") as file:
        file.truncate(50_000_001)
    run = forum("feed-check", tmp_path / "feed.ics")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"{tmp_path / 'feed.ics'} is larger than 50 MB: it was not read.\n"


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    run = forum("feed-check", tmp_path / "none.ics")
    assert (run.returncode, run.stdout) == (2, "")
    assert "does not exist" in run.stderr
    assert forum("feed-check", tmp_path).returncode == 2
