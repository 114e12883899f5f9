"""Time zone rules, against the zone database itself and through two programs that we did not write."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from data.zones import zone
from output import ics
from output.vtimezone import Observance, observances
from tests.clients.programs import read_with_icaljs, read_with_libical
from tests.output.feed_reader import findings

HOUR = timedelta(hours=1)
PRIVATE_NAME = "X-Forum-Judged"
WINDOWS = ((date(2019, 1, 1), date(2021, 12, 31)), (date(2026, 1, 1), date(2027, 12, 31)))


def local(text):
    return datetime.fromisoformat(text)


def test_zurich_has_two_yearly_observances():
    assert observances("Europe/Zurich", date(2020, 1, 1), date(2020, 12, 31)) == (
        Observance(True, local("2019-03-31T02:00"), HOUR, 2 * HOUR, "CEST", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        Observance(False, local("2019-10-27T03:00"), 2 * HOUR, HOUR, "CET", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    )


def test_new_york_changes_on_the_second_and_first_sunday():
    assert [each.rule for each in observances("America/New_York", date(2020, 1, 1), date(2020, 12, 31))] == [
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ]


def test_a_zone_that_never_changes_has_one_standard():
    offset = timedelta(hours=5, minutes=45)
    assert observances("Asia/Kathmandu", date(2020, 1, 1), date(2021, 12, 31)) == (
        Observance(False, local("1970-01-01T00:00"), offset, offset, "+0545"),
    )


def test_fiji_keeps_its_onsets_that_are_four_weeks_apart():
    found = observances("Pacific/Fiji", date(2020, 2, 1), date(2021, 12, 31))
    assert [(each.onset, each.daylight, each.rule) for each in found[1:]] == [
        (local("2020-12-20T02:00"), True, ""),
        (local("2021-01-17T03:00"), False, ""),
    ]


def test_a_rule_that_soon_ends_is_not_written_as_yearly():
    found = observances("America/Sao_Paulo", date(2018, 1, 1), date(2018, 12, 31))
    assert [each.rule for each in found] == ["", "", ""]
    assert [each.onset for each in found[1:]] == [local("2018-02-18T00:00"), local("2018-11-04T00:00")]


def probes(name, first, last):
    """UTC instants that would show a wrong rule: each month, and from an hour to two days around each change."""
    here = zone(name)
    moment = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC)
    found = set()
    while moment < end:
        later = moment + timedelta(days=1)
        if moment.astimezone(here).utcoffset() != later.astimezone(here).utcoffset():
            hours = [moment + timedelta(hours=number, minutes=30) for number in range(-12, 37, 3)]
            found.update(hours)
        if moment.day == 15:
            found.add(moment)
        moment = later
    walls = ((instant, instant.astimezone(here)) for instant in sorted(found))
    return [
        (instant, wall.replace(tzinfo=None))
        for instant, wall in walls
        if wall.replace(fold=0).utcoffset() == wall.replace(fold=1).utcoffset()
    ]


def judged_feed(name, first, last):
    """A feed of events whose times only our VTIMEZONE can tell: no program knows its name."""
    timezone = ics.component_bytes(ics.timezone(name, first, last, tzid=PRIVATE_NAME))
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{instant:%Y-%m-%dT%H:%M:%SZ}\r\nDTSTAMP:20200101T000000Z\r\nLAST-MODIFIED:20200101T000000Z\r\n"
        f"SEQUENCE:0\r\nDTSTART;TZID={PRIVATE_NAME}:{wall:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID={PRIVATE_NAME}:{wall + timedelta(minutes=1):%Y%m%dT%H%M%S}\r\n"
        "STATUS:CONFIRMED\r\nSUMMARY:probe\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"
        for instant, wall in probes(name, first, last)
    )
    head = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Judge//EN\r\nNAME:Judged\r\nX-WR-CALNAME:Judged\r\n"
        b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"
    )
    return head + timezone + events.encode() + b"END:VCALENDAR\r\n"


@cache
def every_zone():
    """Each zone of the database in each window, and the feed that judges it."""
    cases = [(name, *window) for name in sorted(zoneinfo.available_timezones()) for window in WINDOWS]
    return cases, [judged_feed(*case) for case in cases]


@cache
def different_feeds():
    """Each feed that judges a zone, once: feed to the first zone and window that it is of.

    Many zones have the same rules, and all stand under the same private name.
    """
    cases, feeds = every_zone()
    return dict(reversed(list(zip(feeds, cases, strict=True))))


def findings_under_the_own_name(cases_and_feeds):
    """What the strict reading finds where a feed says which zone it means, so that it compares with the database."""
    told = ((case, findings(feed.replace(PRIVATE_NAME.encode(), case[0].encode()))) for case, feed in cases_and_feeds)
    return {case: found for case, found in told if found}


def test_every_zone_is_judged_in_every_window():
    cases, feeds = every_zone()
    assert len(cases) > 1000
    assert sum(feed.count(b"BEGIN:VEVENT") for feed in feeds) > 50_000
    assert 150 < len(different_feeds()) < len(feeds)


def test_the_rules_of_every_zone_pass_the_strict_reading():
    # No program knows the private name, so that the one advice is about it, at the first use.
    def expected(feed):
        return [(feed[: feed.find(f";TZID={PRIVATE_NAME}".encode())].count(b"\n") + 1, "zone-name")]

    assert [case for feed, case in different_feeds().items() if findings(feed) != expected(feed)] == []


def test_one_zone_of_each_kind_of_rules_agrees_with_the_database_under_its_own_name():
    assert findings_under_the_own_name((case, feed) for feed, case in different_feeds().items()) == {}


@pytest.mark.full
def test_the_rules_of_every_zone_agree_with_the_database_under_its_own_name():
    assert findings_under_the_own_name(zip(*every_zone(), strict=True)) == {}


@pytest.mark.parametrize("read", [read_with_icaljs, read_with_libical], ids=["ical.js", "libical"])
def test_two_programs_read_every_zone_as_the_database_does(read):
    wrong = [
        (case, event["uid"], event["start"])
        for case, events in zip(different_feeds().values(), read(different_feeds()), strict=True)
        for event in events
        if event["start"] != event["uid"]
    ]
    assert wrong == []
