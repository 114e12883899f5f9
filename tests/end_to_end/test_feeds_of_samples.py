"""Programs that we did not write read in the samples' feeds what the published tables say."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from output.feed_lint import FeedReport, lint
from tests.clients.programs import PARSERS, khal_list, read_with_icaljs, vdirsyncer_items
from tests.clients.told import heard, held, told
from tests.end_to_end.command import contents
from tests.output.browser import web_server

READERS = pytest.mark.parametrize("read", PARSERS.values(), ids=PARSERS)
SAMPLES = pytest.mark.parametrize(("sample", "count"), [("autumn", 17), ("wsis", 163)])
A_FEW = 6
"""How many feeds beside those of everything each parser reads."""


def feeds_of(files):
    return sorted(name for name in files if name.endswith(".ics"))


def suffix(sample):
    """What a UID adds to an id: the site is published at forum.example/wsis-2020/."""
    return f".{sample}-2020@forum.example"


@pytest.fixture
def files(request, sample):
    return contents(request.getfixturevalue(sample) / "site")


@SAMPLES
def test_the_strict_reading_finds_nothing_in_any_feed(sample, count, files):
    feeds = feeds_of(files)
    assert len(feeds) > count / 2
    assert {name: report for name in feeds if (report := lint(files[name])) != FeedReport((), {}, 0, 0)} == {}


@SAMPLES
def test_every_feed_says_what_the_tables_say(sample, count, files):
    expected = told(files, suffix(sample))
    assert len(expected) == count
    names = feeds_of(files)
    heard_of = dict(zip(names, map(heard, read_with_icaljs([files[name] for name in names])), strict=True))
    everything = heard_of["all.ics"]
    assert {uid: said for uid, said in everything.items() if said[2] != "CANCELLED"} == expected
    assert [name for name, said in heard_of.items() if not said.items() <= everything.items()] == []
    own = {uid: said for name, feed in heard_of.items() if name.startswith("s/") for uid, said in feed.items()}
    assert own == everything


@READERS
@SAMPLES
def test_every_program_understands_the_same(read, sample, count, files):
    """All of them read the feeds of everything, and each some of the others, spread over the list and no two alike."""
    expected = told(files, suffix(sample))
    whole = [name for name in ("all.ics", "all-utc.ics") if name in files]
    others = [name for name in feeds_of(files) if name not in whole]
    number = list(PARSERS.values()).index(read)
    chosen = others[number :: max(1, len(others) // A_FEW)][:A_FEW]
    assert len(chosen) == A_FEW
    answers = read([files[name] for name in whole + chosen])
    assert [held(events) for events in answers[: len(whole)]] == [expected] * len(whole)
    everything = heard(answers[0])
    assert [
        name
        for name, events in zip(chosen, answers[len(whole) :], strict=True)
        if not events or not heard(events).items() <= everything.items()
    ] == []


@SAMPLES
def test_a_subscription_makes_an_item_of_each_occurrence(sample, count, files, request, tmp_path):
    with web_server(request.getfixturevalue(sample) / "site") as address:
        items = vdirsyncer_items(f"{address}all.ics", tmp_path)
    assert [item.count(b"BEGIN:VEVENT") for item in items] == [1] * len(items)
    assert len(items) == files["all.ics"].count(b"BEGIN:VEVENT") >= count


@SAMPLES
def test_a_reader_in_kathmandu_is_told_the_instants_of_the_table(sample, count, files, tmp_path):
    """All of 2020 Kathmandu is 5 h 45 min ahead of UTC."""
    listed = khal_list(files["all.ics"], "Asia/Kathmandu", tmp_path, "2020-01-01", "2021-01-01")

    def there(instant):
        return f"{datetime.fromisoformat(instant) + timedelta(hours=5, minutes=45):%Y-%m-%d %H:%M}"

    expected = {uid: (there(start), there(end)) for uid, (start, end, *_) in told(files, suffix(sample)).items()}
    found = {}
    for line in listed:
        start, end, status, *_, uid = line.split("|")
        if status != "CANCELLED":
            found.setdefault(uid, (start, end))
    assert found == expected
    assert len(expected) == count
