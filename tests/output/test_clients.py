"""Programs that we did not write read the feeds as the table says."""

from __future__ import annotations

import pytest

from tests.clients.programs import PARSERS, khal_list, read_with_ruby, vdirsyncer_items
from tests.clients.told import heard, held, told
from tests.output.browser import web_server
from tests.output.tiny_forum import files_of, forum, instant, one_session, session

READERS = pytest.mark.parametrize("read", PARSERS.values(), ids=PARSERS)
SUFFIX = ".2020@forum.example"


def straddling(zone):
    """A forum in which sessions are held from two days before to two days after the end of summer time, by hours."""
    from dataclasses import replace
    from datetime import timedelta

    from data.programme import Programme
    from data.timetable import Placement, Timetable

    change = {"Europe/Zurich": "2020-10-25T01:00:00", "America/New_York": "2020-11-01T06:00:00"}[zone]
    sessions, placements = [], {}
    for number in range(-48, 49):
        name = f"S{number + 48:03d}"
        sessions.append(replace(session(name, f"Session {number}"), duration=30))
        placements[name] = Placement(instant(change) + timedelta(minutes=30 * number), "room-1")
    return Timetable(Programme(forum(zone=zone), tuple(sessions)), placements)


@READERS
@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/New_York"])
def test_instants_around_the_end_of_summer_time(read, zone):
    files = files_of(straddling(zone))
    expected = told(files, SUFFIX)
    found = heard(read([files["all.ics"]])[0])
    assert len(expected) == 97
    if read is read_with_ruby:
        # It takes the clock at which an observance begins for one before it ("occurrence < from" in its timezone.rb).
        del found[f"S050{SUFFIX}"], expected[f"S050{SUFFIX}"]
    assert found == expected


@READERS
def test_every_feed_of_the_tiny_forum(read, site):
    names = sorted(name for name in site if name.endswith(".ics"))
    feeds = dict(zip(names, read([site[name] for name in names]), strict=True))
    expected = told(site, SUFFIX)
    assert (
        held(feeds["all.ics"])
        == expected
        == {
            f"P-1{SUFFIX}": ("2020-06-22T09:00:00Z", "2020-06-22T10:00:00Z", "CONFIRMED", "Ethics"),
            f"W-1{SUFFIX}": ("2020-06-22T12:30:00Z", "2020-06-22T13:30:00Z", "TENTATIVE", "Rural radio, and more"),
            f"H-1.1{SUFFIX}": ("2020-06-23T08:00:00Z", "2020-06-23T10:00:00Z", "TENTATIVE", "Code (1 of 2)"),
            f"H-1.2{SUFFIX}": ("2020-06-24T08:00:00Z", "2020-06-24T10:00:00Z", "TENTATIVE", "Code (2 of 2)"),
        }
    )
    everything = heard(feeds["all.ics"])
    assert {name: heard(events).items() <= everything.items() for name, events in feeds.items()} == dict.fromkeys(
        names, True
    )


def test_a_reader_in_kathmandu_finds_eleven_in_geneva_at_a_quarter_to_three(site, tmp_path):
    assert khal_list(site["all.ics"], "Asia/Kathmandu", tmp_path, "2020-06-22", "2020-06-25") == [
        f"2020-06-22 14:45|2020-06-22 15:45|CONFIRMED|Ethics|P-1{SUFFIX}",
        f"2020-06-22 18:15|2020-06-22 19:15|TENTATIVE|Rural radio, and more|W-1{SUFFIX}",
        f"2020-06-23 13:45|2020-06-23 15:45|TENTATIVE|Code (1 of 2)|H-1.1{SUFFIX}",
        f"2020-06-24 13:45|2020-06-24 15:45|TENTATIVE|Code (2 of 2)|H-1.2{SUFFIX}",
    ]


def test_a_subscription_makes_an_item_of_each_occurrence(site, tmp_path):
    web = tmp_path / "web"
    web.mkdir()
    (web / "all.ics").write_bytes(site["all.ics"])
    with web_server(web) as address:
        items = vdirsyncer_items(f"{address}all.ics", tmp_path)
    assert [item.count(b"BEGIN:VEVENT") for item in items] == [1, 1, 1, 1]


@READERS
@pytest.mark.parametrize(
    "title",
    [
        "a; b, c: d \\ e",
        "😀" * 40,
        "عنوان طويل " * 12 + "end",
        "\"quoted\" 'x' <b>&amp;",
        "中文标题，带逗号" * 9,
    ],
)
def test_titles_come_back_whole(read, title):
    feed = files_of(one_session(title))["all.ics"]
    assert [event["summary"] for event in read([feed])[0]] == [title]


# node-ical and the parser in Ruby undo escapes in several steps, so that a backslash before an n becomes a newline.
@pytest.mark.parametrize("name", ["ical.js", "libical", "icalendar"])
def test_a_backslash_before_an_n_is_not_a_newline(name):
    feed = files_of(one_session("a \\n \\N b"))["all.ics"]
    assert [event["summary"] for event in PARSERS[name]([feed])[0]] == ["a \\n \\N b"]
