"""The strict reading of feeds: every rule on a feed that breaks it, at its line, and nothing on good feeds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from output import feed_lint
from output.feed_lint import RULES, lint
from output.feed_report import feed_json, feed_text
from tests.output.feed_reader import findings
from tests.output.tiny_forum import files_of, tiny_timetable

GOOD = files_of(tiny_timetable())["s/W-1/W-1.ics"]
START = "DTSTART;TZID=Europe/Zurich:20200622T143000\r\n"
END = "DTEND;TZID=Europe/Zurich:20200622T153000\r\n"
ZONE = re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", GOOD.decode(), re.S)[0]
EVENT = re.search(r"BEGIN:VEVENT.*END:VEVENT\r\n", GOOD.decode(), re.S)[0]
STANDARD = re.search(r"BEGIN:STANDARD.*END:STANDARD\r\n", ZONE, re.S)[0]
DAYLIGHT = re.search(r"BEGIN:DAYLIGHT.*END:DAYLIGHT\r\n", ZONE, re.S)[0]
SUMMER = "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"

MUTANTS = {
    "a byte order mark": ("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR", [("byte-order-mark", "BEGIN:VCAL")]),
    "LF only": ("SEQUENCE:0\r\n", "SEQUENCE:0\n", [("line-end", "SEQUENCE:0")]),
    "CR only": ("SEQUENCE:0\r\n", "COMMENT:a\rb\r\nSEQUENCE:0\r\n", [("line-end", "COMMENT")]),
    "no line end at the end": (
        "END:VCALENDAR\r\n",
        "END:VCALENDAR",
        [("last-line", "END:VCAL"), ("line-end", "END:VCAL")],
    ),
    "something after the end": (
        "END:VCALENDAR\r\n",
        "END:VCALENDAR\r\nX-A:b\r\n",
        [("last-line", "X-A"), ("outside", "X-A")],
    ),
    "not folded": (
        "https://register.example/w-1\\nSession page: https://forum.examp\r\n ",
        "https://register.example/w-1\\nSession page: https://forum.examp",
        [("line-length", "DESCRIPTION:https")],
    ),
    "folded inside a character": ("–", b"\xe2\x80\r\n \x93", [("split-character", "LOCATION")]),
    "folded inside a character, in the middle of a text": (
        "nModerator",
        b"n\xc3\r\n \xa9",
        [("split-character", b"n\xc3")],
    ),
    "Latin-1": ("–", b"\x96", [("not-utf8", "LOCATION")]),
    "a NUL": ("SUMMARY:", "SUMMARY:\x00", [("control-character", "SUMMARY")]),
    "a tab": ("SUMMARY:", "SUMMARY:\t", [("odd-character", "SUMMARY")]),
    "a C1 control": ("SUMMARY:", "SUMMARY:\x9b", [("odd-character", "SUMMARY")]),
    "an empty line": ("STATUS:", "\r\nSTATUS:", [("empty-line", "\r\nSTATUS")]),
    "no colon": ("SEQUENCE:0", "SEQUENCE 0", [("usual-property", "BEGIN:VEVENT"), ("malformed", "SEQUENCE")]),
    "an unquoted parameter": ("LABEL=Room 1:", 'LABEL=Rm "1":', [("malformed", "CONFERENCE")]),
    "small letters": ("SEQUENCE:0", "Sequence:0", [("lower-case", "Sequence")]),
    "a small component": ("BEGIN:VEVENT", "BEGIN:Vevent", [("lower-case", "BEGIN:Vevent")]),
    "an event alone": (GOOD.decode(), EVENT, None),
    "no END": ("END:VEVENT\r\n", "", [("unclosed", "BEGIN:VEVENT")]),
    "an END too many": ("END:VEVENT\r\n", "END:VEVENT\r\nEND:VEVENT\r\n", [("end", "END:VEVENT\r\nEND:VCALENDAR")]),
    "an observance in the calendar": (
        "BEGIN:VEVENT",
        STANDARD + "BEGIN:VEVENT",
        [("nesting", STANDARD + "BEGIN:VEVENT")],
    ),
    "deep": ("BEGIN:VEVENT\r\n", "BEGIN:X-A\r\n" * 20, None),
    "nothing inside": (
        ZONE + EVENT,
        "",
        [("no-component", "BEGIN:VCALENDAR")],
    ),
    "an alarm": (
        "END:VEVENT",
        "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT",
        [("component", "BEGIN:VALARM")],
    ),
    "a task": ("BEGIN:VEVENT", "BEGIN:VTODO\r\nEND:VTODO\r\nBEGIN:VEVENT", [("component", "BEGIN:VTODO")]),
    "two calendars": (
        GOOD.decode(),
        GOOD.decode() + GOOD.decode().replace("BEGIN:VCALENDAR", "BEGIN:VCALENDAR\r\nX-SECOND:1"),
        [("calendars", "BEGIN:VCALENDAR\r\nX-SECOND")],
    ),
    "no PRODID": ("PRODID:-//Forum Scheduler//Published programme//EN\r\n", "", [("missing", "BEGIN:VCALENDAR")]),
    "no UID": ("UID:W-1.2020@forum.example\r\n", "", [("missing", "BEGIN:VEVENT")]),
    "an empty UID": ("UID:W-1.2020@forum.example", "UID:", [("missing", "BEGIN:VEVENT")]),
    "no DTSTAMP": ("DTSTAMP:20200601T090000Z\r\n", "", [("missing", "BEGIN:VEVENT")]),
    "no DTSTART": (START, "", [("missing", "BEGIN:VEVENT")]),
    "no TZID of the zone": (
        "TZID:Europe/Zurich\r\n",
        "",
        [("missing", "BEGIN:VTIMEZONE"), ("no-vtimezone", "DTSTART;TZID")],
    ),
    "no TZOFFSETTO": ("TZOFFSETTO:+0200\r\n", "", [("missing", "BEGIN:DAYLIGHT")]),
    "two DTSTART": (END, END + "DTSTART:20200622T123000Z\r\n", [("twice", "DTSTART:20200622")]),
    "two SUMMARY": ("SEQUENCE:0", "SEQUENCE:0\r\nSUMMARY:b", [("twice", "SUMMARY:Rural")]),
    "two VERSION": ("VERSION:2.0", "VERSION:2.0\r\nVERSION:2.0", [("twice", "VERSION:2.0\r\nPRODID")]),
    "a METHOD of an event": ("SEQUENCE:0", "SEQUENCE:0\r\nMETHOD:PUBLISH", [("misplaced", "METHOD")]),
    "an attendee of the calendar": (
        "VERSION:2.0",
        "VERSION:2.0\r\nATTENDEE:mailto:a@forum.example",
        [("misplaced", "ATTENDEE")],
    ),
    "an exception in a time zone": (
        "TZNAME:CET\r\n",
        "TZNAME:CET\r\nEXDATE:20201025T030000\r\n",
        [("misplaced", "EXDATE")],
    ),
    "a SUMMARY of a time zone": ("TZID:Europe/Zurich", "TZID:Europe/Zurich\r\nSUMMARY:a", [("misplaced", "SUMMARY:a")]),
    "another VERSION": ("VERSION:2.0", "VERSION:1.0", [("version", "VERSION")]),
    "another CALSCALE": ("GREGORIAN", "JULIAN", [("calscale", "CALSCALE")]),
    "a comma": ("SUMMARY:Rural radio\\,", "SUMMARY:Rural radio,", [("text", "SUMMARY")]),
    "a semicolon": ("SUMMARY:Rural radio\\,", "SUMMARY:Rural radio;", [("text", "SUMMARY")]),
    "a comma after a backslash": ("SUMMARY:Rural radio\\,", "SUMMARY:Rural radio\\\\,", [("text", "SUMMARY")]),
    "a backslash": ("SUMMARY:Rural radio\\,", "SUMMARY:Rural radio\\.", [("text", "SUMMARY")]),
    "a backslash at the end": ("TZNAME:CET", "TZNAME:CET\\", [("text", "TZNAME:CET\\")]),
    "a space in a link": (
        "URL:https://forum.example/2020/s/",
        "URL:https://forum.example/2020/s ",
        [("uri", "URL:https://forum.example/2020/s ")],
    ),
    "an escaped link": (
        "URL:https://forum.example/2020/s/",
        "URL:https://forum.example\\,2020/s/",
        [("uri", "URL:https://forum.example\\")],
    ),
    "another scheme": ("URL:https://forum.example/2020/s/", "URL:javascript:", [("web-address", "URL:javascript")]),
    "REFRESH-INTERVAL without type": (";VALUE=DURATION", "", [("value-type", "REFRESH-INTERVAL")]),
    "SOURCE without type": ("SOURCE;VALUE=URI", "SOURCE", [("value-type", "SOURCE")]),
    "CONFERENCE without type": ("CONFERENCE;VALUE=URI", "CONFERENCE", [("value-type", "CONFERENCE")]),
    "no duration": ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:1H", [("duration", "X-PUBLISHED-TTL")]),
    "half a duration": ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT", [("duration", "X-PUBLISHED-TTL")]),
    "a SEQUENCE of words": ("SEQUENCE:0", "SEQUENCE:one", [("number", "SEQUENCE")]),
    "a COLOR in hexadecimal": ("SEQUENCE:0", "SEQUENCE:0\r\nCOLOR:#ff0000", [("color", "COLOR")]),
    "CANCELED": ("STATUS:TENTATIVE", "STATUS:CANCELED", [("status", "STATUS")]),
    "TRANSP": ("TRANSP:OPAQUE", "TRANSP:BUSY", [("transp", "TRANSP")]),
    "a stamp in local time": (
        "DTSTAMP:20200601T090000Z",
        "DTSTAMP:20200601T090000",
        [("stamp", "DTSTAMP"), ("utc", "DTSTAMP")],
    ),
    "no such day": (END, END.replace("0622", "0631"), [("time", "DTEND")]),
    "a date without its type": (START, "DTSTART:20200622\r\n", [("time", "DTSTART:20200622")]),
    "a comma in a category": (
        "CATEGORIES:Media",
        "CATEGORIES:Media\\, old",
        [("comma-in-category", "CATEGORIES:Media")],
    ),
    "tags": ("nFirst line.", "n<b>Fir</b>.", [("html", "DESCRIPTION:https")]),
    "a UID of the calendar": ("VERSION:2.0", "VERSION:2.0\r\nUID:x", [("calendar-uid", "UID:x")]),
    "a METHOD": (
        "VERSION:2.0",
        "VERSION:2.0\r\nMETHOD:PUBLISH",
        [("method", "METHOD"), ("publish-organizer", "BEGIN:VEVENT")],
    ),
    "METHOD:ADD": ("VERSION:2.0", "VERSION:2.0\r\nMETHOD:ADD", [("method", "METHOD")]),
    "no name": ("X-WR-CALNAME", "X-CALNAME", [("calendar-name", "BEGIN:VCALENDAR")]),
    "no refresh hint": ("X-PUBLISHED-TTL:PT1H\r\n", "", [("refresh", "BEGIN:VCALENDAR")]),
    "the same UID": (EVENT, EVENT + EVENT.replace("SUMMARY", "X-B:c\r\nSUMMARY"), None),
    "DTEND and DURATION": (END, END + "DURATION:PT1H\r\n", [("end-and-duration", "DURATION:PT1H\r\nSTATUS")]),
    "DURATION only": (END, "DURATION:PT1H\r\n", [("duration-for-end", "DURATION:PT1H\r\nSTATUS")]),
    "no end": (END, "", [("no-end", "BEGIN:VEVENT")]),
    "DTEND before DTSTART": (END, END.replace("T15", "T13"), [("end-before-start", "DTEND")]),
    "DTEND at DTSTART": (END, END.replace("T15", "T14"), [("end-before-start", "DTEND")]),
    "DTEND a date": (END, "DTEND;VALUE=DATE:20200623\r\n", [("end-form", "DTEND")]),
    "DTEND in UTC": (END, "DTEND:20200622T133000Z\r\n", [("end-zone", "DTEND")]),
    "DTEND in UTC before DTSTART": (
        END,
        "DTEND:20200622T123000Z\r\n",
        [("end-before-start", "DTEND"), ("end-zone", "DTEND")],
    ),
    "a zone on a time in UTC": (
        END,
        END.replace("3000\r", "3000Z\r"),
        [("end-zone", "DTEND"), ("tzid-on-utc", "DTEND")],
    ),
    "times without a zone": (
        START + END,
        (START + END).replace(";TZID=Europe/Zurich", ""),
        [("vtimezone-unused", "BEGIN:VTIMEZONE"), ("floating", "DTSTART:20200622"), ("floating", "DTEND")],
    ),
    "no STATUS": ("STATUS:TENTATIVE\r\n", "", [("usual-property", "BEGIN:VEVENT")]),
    "no LAST-MODIFIED": (
        "LAST-MODIFIED:20200601T090000Z\r\nSEQUENCE",
        "SEQUENCE",
        [("usual-property", "BEGIN:VEVENT")],
    ),
    "stamped now": ("DTSTAMP:20200601", "DTSTAMP:20200602", [("stamp", "DTSTAMP")]),
    "cancelled": (
        "STATUS:TENTATIVE",
        "STATUS:CANCELLED",
        [("cancelled-busy", "BEGIN:VEVENT"), ("cancelled-unmarked", "BEGIN:VEVENT")],
    ),
    "an organiser": (
        "SEQUENCE:0",
        "SEQUENCE:0\r\nORGANIZER;CN=A:mailto:a@forum.example",
        [("people", "ORGANIZER")],
    ),
    "an attendee": ("SEQUENCE:0", "SEQUENCE:0\r\nATTENDEE:mailto:a@forum.example", [("people", "ATTENDEE")]),
    "an event that recurs": (
        "SEQUENCE:0",
        "SEQUENCE:0\r\nRRULE:FREQ=DAILY;COUNT=2",
        [("recurring", "RRULE:FREQ=DAILY")],
    ),
    "a rule that is none": (
        "SEQUENCE:0",
        "SEQUENCE:0\r\nRRULE:COUNT=2",
        [("recurrence", "RRULE:COUNT"), ("recurring", "RRULE:COUNT")],
    ),
    "no VTIMEZONE": (ZONE, "", [("no-vtimezone", "DTSTART;TZID")]),
    "a VTIMEZONE twice": (
        ZONE,
        ZONE + ZONE.replace("TZID:", "X-B:c\r\nTZID:"),
        [("vtimezone-twice", "TZID:Europe/Zurich\r\nBEGIN:DAYLIGHT\r\nDTSTART", 2)],
    ),
    "a VTIMEZONE that nothing uses": (
        ZONE,
        ZONE + ZONE.replace("Zurich", "Vaduz").replace("BEGIN:V", "BEGIN:V", 1),
        [("vtimezone-unused", "BEGIN:VTIMEZONE\r\nTZID:Europe/Vaduz")],
    ),
    "a VTIMEZONE that says nothing": (DAYLIGHT + STANDARD, "", [("no-observance", "BEGIN:VTIMEZONE")]),
    "a VTIMEZONE with a strange part": (
        DAYLIGHT + STANDARD,
        "BEGIN:X-A\r\nEND:X-A\r\n",
        [("component", "BEGIN:X-A"), ("no-observance", "BEGIN:VTIMEZONE")],
    ),
    "an offset in hours": ("TZOFFSETTO:+0200", "TZOFFSETTO:+2", [("offset", "TZOFFSETTO")]),
    "-0000": ("TZOFFSETTO:+0200", "TZOFFSETTO:-0000", [("offset", "TZOFFSETTO")]),
    "an onset in UTC": ("DTSTART:20190331T020000", "DTSTART:20190331T010000Z", [("onset-local", "DTSTART:2019")]),
    "Outlook": (
        SUMMER,
        "RRULE:FREQ=YEARLY;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31;BYMONTH=3\r\n",
        [("outlook-rule", "RRULE")],
    ),
    "two rules": (SUMMER, SUMMER * 2, [("outlook-rule", SUMMER + "END")]),
    "RDATE": (SUMMER, SUMMER + "RDATE:20210328T020000\r\n", [("zone-rdate", "RDATE")]),
    "an onset in the new offset": (
        "DTSTART:20190331T020000",
        "DTSTART:20190331T030000",
        [("wrong-onset", "BEGIN:DAYLIGHT")],
    ),
    "a summer time that came to an end": (
        SUMMER,
        SUMMER.replace("\r\n", ";UNTIL=20190401T000000Z\r\n"),
        [("wrong-offset", "DTSTART;TZID"), ("wrong-offset", "DTEND")],
    ),
    "an onset too late": (
        DAYLIGHT + STANDARD,
        DAYLIGHT.replace("20190331", "20210328"),
        [("before-onsets", "DTSTART;TZID"), ("before-onsets", "DTEND")],
    ),
    "a long VTIMEZONE": (
        DAYLIGHT,
        DAYLIGHT + STANDARD.replace("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n", "") * 301,
        [("many-onsets", "BEGIN:VTIMEZONE")],
    ),
    "a name of one's own": ("Europe/Zurich", "Our-Zone", [("zone-name", "DTSTART;TZID")]),
    "a time that comes twice": (
        START + END,
        (START + END).replace("0622T14", "1025T02").replace("0622T15", "1025T03"),
        [("unclear-time", "DTSTART;TZID")],
    ),
    "a time that the clock skips": (
        START + END,
        (START + END).replace("0622T14", "0329T02").replace("0622T15", "0329T03"),
        [("unclear-time", "DTSTART;TZID")],
    ),
}
"""What is wrong with it: a text of the good feed, what stands there instead, rules and where their lines begin."""

SEVERAL = {
    "an event alone": [
        (1, "no-calendar"),
        (1, "outside"),
        (27, "last-line"),
    ],
    "deep": [*((line, "component") for line in range(33, 53)), (52, "too-deep")],
    "the same UID": [(61, "uid-twice")],
}
"""The same as line numbers."""


def broken(old, new):
    """The good feed with one text replaced wherever it stands."""
    octets = new if isinstance(new, bytes) else new.encode()
    feed = GOOD.replace(old.encode(), octets)
    assert feed != GOOD
    return feed


def line_of(feed, text, time=1):
    """The line on which a text begins, the first or a later time."""
    octets = text if isinstance(text, bytes) else text.encode()
    at = -1
    for _ in range(time):
        at = feed.index(octets, at + 1)
    return feed[:at].count(b"\n") + 1


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_feed_is_told_by_rule_and_line(name):
    old, new, expected = MUTANTS[name]
    feed = broken(old, new)
    if expected is None:
        expected = SEVERAL[name]
    else:
        expected = sorted((line_of(feed, *place), rule) for rule, *place in expected)
    assert findings(feed) == expected


def test_every_rule_has_a_broken_feed():
    told = {rule for _, _, expected in MUTANTS.values() for rule, *_ in expected or ()}
    assert told | {rule for lines in SEVERAL.values() for _, rule in lines} == set(RULES)


GOODS = {
    "an event of whole days": (START + END, "DTSTART;VALUE=DATE:20200622\r\nDTEND;VALUE=DATE:20200623\r\n"),
    "a marked cancelled event": (
        "STATUS:TENTATIVE\r\nSUMMARY:",
        "STATUS:CANCELLED\r\nSUMMARY:CANCELLED: ",
    ),
    "folded by a tab": ("\r\n le/2020", "\r\n\tle/2020"),
    "a list of quoted parameters": ("SEQUENCE:0", 'SEQUENCE:0\r\nX-A;B="c:d","e;f",g:h'),
    "a duration of days and hours": ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:P1DT12H"),
    "a rule of old": ("20190331T020000", "19810329T020000"),
    "one onset for each change": (DAYLIGHT, DAYLIGHT.replace(SUMMER, "").replace("20190331", "20200329")),
    "the end of time": (SUMMER, SUMMER.replace("\r\n", ";UNTIL=99991231T235959Z\r\n")),
}


@pytest.mark.parametrize("name", GOODS)
def test_what_is_allowed_is_not_told(name):
    feed = broken(*GOODS[name])
    if name == "an event of whole days":
        feed = feed.replace(ZONE.encode(), b"")
    if name == "a marked cancelled event":
        feed = feed.replace(b"OPAQUE", b"TRANSPARENT")
    assert findings(feed) == []


def test_a_finding_is_told_with_its_source_and_remedy():
    report = lint(broken("STATUS:TENTATIVE", "STATUS:CANCELED"))
    assert feed_text(report, "a.ics") == (
        "line 40: error: status: no STATUS of an event (CANCELED) [RFC 5545 3.8.1.11]\n"
        "    TENTATIVE, CONFIRMED or CANCELLED (two L).\n"
        "a.ics: 1 error, 0 advice.\n"
    )
    assert json.loads(feed_json(report)) == {
        "format": "forum-feed-check/1",
        "errors": 1,
        "advice": 0,
        "findings": [
            {
                "line": 40,
                "level": "error",
                "rule": "status",
                "text": "no STATUS of an event",
                "detail": "CANCELED",
                "source": "RFC 5545 3.8.1.11",
                "remedy": "TENTATIVE, CONFIRMED or CANCELLED (two L).",
            }
        ],
        "more": {},
    }


def test_of_one_rule_a_hundred_findings_are_told_and_the_rest_is_counted():
    report = lint(GOOD.replace(b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\n" + b"X-A:b\n" * 1234))
    assert [finding.rule for finding in report.findings] == ["line-end"] * 100
    assert (report.more, report.errors, report.advice) == ({"line-end": 1134}, 1234, 0)
    assert "line-end: 1134 more like these\na.ics: 1234 errors, 0 advice.\n" in feed_text(report, "a.ics")


def test_nothing_at_all_is_no_feed():
    assert findings(b"") == [(1, "last-line"), (1, "no-calendar")]


PIECES = [line + b"\r\n" for line in GOOD.split(b"\r\n")]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)), max_size=60).map(b"".join),
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 20), st.binary(max_size=20)).map(
            lambda cut: GOOD[: cut[0]] + cut[2] + GOOD[cut[0] + cut[1] :]
        ),
    )
)
def test_no_bytes_whatever_stop_the_reading(feed):
    report = lint(feed)
    assert report == lint(feed)
    assert all(1 <= finding.line <= feed.count(b"\n") + 1 for finding in report.findings)
    assert feed_text(report, "a.ics").endswith(f"{report.advice} advice.\n")
    assert json.loads(feed_json(report))["errors"] == report.errors


HOSTILE = {
    "one line": b"X" * 1_000_000,
    "parameters": b"BEGIN:VCALENDAR\r\nX" + b";A=b" * 250_000,
    "quotes": b'X;A="' * 200_000,
    "folds": b"\n " * 500_000,
    "NULs": b"\0" * 1_000_000,
    "line ends": b"\r\n" * 100_000,
    "deep": b"BEGIN:VEVENT\r\n" * 70_000,
    "ends": b"END:VEVENT\r\n" * 70_000,
    "escapes": b"BEGIN:VCALENDAR\r\nNAME:" + b"\\" * 1_000_001,
    "an address": b"BEGIN:VCALENDAR\r\nURL:a:" + b"%" * 1_000_000,
    "tags": b"BEGIN:VCALENDAR\r\nDESCRIPTION:" + b"<a " * 300_000,
    "a rule": b"BEGIN:VCALENDAR\r\nRRULE:" + b"A=B;" * 250_000,
    "far years": GOOD.replace(b"20200622T", b"00010101T").replace(b"20190331", b"00010101"),
    "folder as zone": GOOD.replace(b"Europe/Zurich", b"Europe"),
    "path as zone": GOOD.replace(b"Europe/Zurich", b"../../etc/passwd"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_read_to_a_report(name):
    report = lint(HOSTILE[name])
    assert report.findings != ()
    assert len(report.findings) <= feed_lint.SHOWN * len(RULES)
    assert max(len(finding.detail) for finding in report.findings) <= 60


def test_the_page_about_feeds_lists_every_rule():
    page = (Path(__file__).parents[2] / "docs/feeds.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|advice) \| (.+) \| (.+) \| (.+) \|$", page, re.M)
    assert rows == [
        (rule.name, "error" if rule.error else "advice", rule.what, rule.source, rule.remedy) for rule in RULES.values()
    ]
