"""Programs that we did not write read the same instants from the samples' feeds as the published table says."""

from __future__ import annotations

import csv

import pytest

from output.feed_lint import FeedReport, lint
from tests.clients.programs import read_with_icaljs, read_with_libical

READERS = pytest.mark.parametrize("read", [read_with_icaljs, read_with_libical], ids=["ical.js", "libical"])
SAMPLES = pytest.mark.parametrize(("sample", "count"), [("autumn", 17), ("wsis", 163)])


def rows(site):
    """The table: id to start and end."""
    with (site / "programme.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: (row["start_utc"], row["end_utc"]) for row in csv.DictReader(file)}


@SAMPLES
def test_the_strict_reading_finds_nothing_in_any_feed(sample, count, request):
    feeds = sorted((request.getfixturevalue(sample) / "site").rglob("*.ics"))
    assert len(feeds) > count / 2
    assert {
        feed.name: report for feed in feeds if (report := lint(feed.read_bytes())) != FeedReport((), {}, 0, 0)
    } == {}


@READERS
@SAMPLES
def test_the_feed_of_everything_says_what_the_table_says(read, sample, count, request):
    site = request.getfixturevalue(sample) / "site"
    events = read([(site / "all.ics").read_bytes()])[0]
    assert len(events) == count
    # The site is published at forum.example/wsis-2020/, and the same ids of other forums must not be mixed up.
    expected = {f"{name}.{sample}-2020@forum.example": instants for name, instants in rows(site).items()}
    assert {event["uid"]: (event["start"], event["end"]) for event in events} == expected


@READERS
@SAMPLES
def test_the_feeds_of_single_sessions_say_the_same(read, sample, count, request):
    site = request.getfixturevalue(sample) / "site"
    feeds = sorted((site / "s").rglob("*.ics"))
    events = [event for feed in read([feed.read_bytes() for feed in feeds]) for event in feed]
    assert len(events) == count
    own = {event["uid"].removesuffix(f".{sample}-2020@forum.example"): event for event in events}
    assert {name: (event["start"], event["end"]) for name, event in own.items()} == rows(site)
