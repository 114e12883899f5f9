"""A strict reading of calendar feeds, ours and other people's: what standards forbid, and what programs stumble over.

RFC 5545 (the format), RFC 5546 (methods), RFC 7986 (names, refresh hints, conferences). It reads bytes, needs no
calendar library and shares no code with the writer. One pass, with little memory whatever the bytes are; only the
times of events are kept, to compare each VTIMEZONE with the zone of its name.
"""

from __future__ import annotations

import re
import zoneinfo
from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 50_000_000
"""Octets of the largest feed that is read."""
SHOWN = 100
"""So many findings of a rule are told with their lines; the rest is counted."""
DEEPEST = 20
"""Components within components; a good feed has three."""
MOST_ONSETS = 300
"""A VTIMEZONE with more observances and RDATEs is not compared with the zone of its name."""


@dataclass(frozen=True, slots=True)
class FeedRule:
    """One thing that a feed must keep (`error`: a standard forbids it) or had better (programs stumble over it).

    `source` is the section of the standard, or the programs that stumble.
    """

    name: str
    error: bool
    what: str
    source: str
    remedy: str


@dataclass(frozen=True, slots=True, order=True)
class FeedFinding:
    """A rule broken at a line of the file (the first line is 1); `detail` says what was read there."""

    line: int
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What was found, by line, and how many more findings of which rule were counted only."""

    findings: tuple[FeedFinding, ...]
    more: dict[str, int]
    errors: int
    advice: int


def _error(name: str, source: str, what: str, remedy: str) -> FeedRule:
    return FeedRule(name, True, what, source, remedy)


def _advice(name: str, source: str, what: str, remedy: str) -> FeedRule:
    return FeedRule(name, False, what, source, remedy)


RULES = {
    rule.name: rule
    for rule in (
        # Bytes and lines
        _error("byte-order-mark", "RFC 5545 3.4", "a byte order mark", "Begin the file with BEGIN:VCALENDAR."),
        _error("line-end", "RFC 5545 3.1", "a line that does not end with CRLF", "End every line with CR LF."),
        _error(
            "last-line",
            "RFC 5545 3.1, 3.4",
            "the last line is not END:VCALENDAR and CRLF",
            "End the file with END:VCALENDAR and CR LF, nothing after it.",
        ),
        _error(
            "line-length",
            "RFC 5545 3.1 (should not)",
            "a line of more than 75 octets",
            "Fold it: CR LF and a space, at 75 octets of UTF-8 at most.",
        ),
        _error(
            "split-character",
            "RFC 5545 3.1; Google drops the feed, several readers fail",
            "a line folded inside a character",
            "Fold between characters: never before an octet 80 to BF.",
        ),
        _error("not-utf8", "RFC 5545 6", "octets that are no UTF-8", "Write the file in UTF-8."),
        _error(
            "control-character", "RFC 5545 3.1", "a control character", "Take it out; a line break in a text is \\n."
        ),
        _advice(
            "odd-character",
            "programs show or trim them as they like",
            "a tab or a control character of Unicode (C1)",
            "Write a space, or nothing.",
        ),
        _error("empty-line", "RFC 5545 3.1", "an empty line", "Take it out."),
        _error(
            "malformed",
            "RFC 5545 3.1, 3.2",
            "a line that is not NAME;PARAMETER=value:value",
            "Write it so, a parameter with : ; or , in double quotes.",
        ),
        _advice("lower-case", "strict readers compare names as written", "a name in small letters", "Write capitals."),
        # Components
        _error("no-calendar", "RFC 5545 3.4", "no VCALENDAR", "Put everything between BEGIN: and END:VCALENDAR."),
        _error("outside", "RFC 5545 3.4", "something outside of the calendar", "Put it inside, or take it out."),
        _error("unclosed", "RFC 5545 3.6", "a component that is not closed", "Write its END where it ends."),
        _error("end", "RFC 5545 3.6", "an END that closes nothing", "Take it out, or write its BEGIN."),
        _error("nesting", "RFC 5545 3.6", "a component in the wrong place", "Put each component where it belongs."),
        _error("too-deep", "RFC 5545 3.6", f"more than {DEEPEST} components inside each other", "Close them."),
        _error("no-component", "RFC 5545 3.6", "a calendar without components", "Leave a VTIMEZONE in an empty feed."),
        _advice(
            "component",
            "subscribed calendars show events; alarms annoy",
            "a component that is neither VEVENT nor VTIMEZONE",
            "Leave it out of a feed for the public.",
        ),
        _advice("calendars", "programs read the first one", "a second VCALENDAR", "Put all events into one calendar."),
        # Properties
        _error("missing", "RFC 5545 3.6", "a property that must be there is not", "Write it once, with a value."),
        _error("twice", "RFC 5545 3.6; RFC 7986 4", "a property that may come once comes again", "Keep one of them."),
        _error(
            "misplaced",
            "RFC 5545 3.6, 3.7, 3.8",
            "a property in a component that has none such",
            "Put it where it belongs, or take it out.",
        ),
        _error("version", "RFC 5545 3.7.4", "a VERSION that is not 2.0", "Write VERSION:2.0."),
        _error("calscale", "RFC 5545 3.7.1", "a CALSCALE that is not GREGORIAN", "Write GREGORIAN, or leave it out."),
        _error(
            "text",
            "RFC 5545 3.3.11",
            "a text with a comma, semicolon or backslash that is not escaped",
            "Write \\, and \\; and \\\\ in texts, and \\n for a line break.",
        ),
        _error("uri", "RFC 5545 3.3.13", "a value that is no address", "Write it whole, percent-encoded, unescaped."),
        _advice("web-address", "programs open http and https", "a link that is not of the web", "Use https."),
        _error(
            "value-type",
            "RFC 7986 5.7, 5.8, 5.10, 5.11",
            "a property without the VALUE that it must say",
            "Write VALUE=DURATION at REFRESH-INTERVAL, VALUE=URI at SOURCE and CONFERENCE, one of its two at IMAGE.",
        ),
        _error("duration", "RFC 5545 3.3.6", "a value that is no duration", "Write it like PT1H or P1D."),
        _error("number", "RFC 5545 3.3.8", "a value that is no whole number from 0", "Write digits only."),
        _error("color", "RFC 7986 5.9", "a COLOR that is no name of a colour", "Use a name of CSS3, such as navy."),
        _error("status", "RFC 5545 3.8.1.11", "no STATUS of an event", "TENTATIVE, CONFIRMED or CANCELLED (two L)."),
        _error("transp", "RFC 5545 3.8.2.7", "no such TRANSP", "Write OPAQUE or TRANSPARENT."),
        _error("utc", "RFC 5545 3.8.7", "a time that must be in UTC is not", "Write it like 20200622T090000Z."),
        _error(
            "time",
            "RFC 5545 3.3.4, 3.3.5",
            "no such date or time",
            "Write 20200622T090000, or 20200622 with VALUE=DATE.",
        ),
        _advice(
            "comma-in-category",
            "libical and KDE split there even where it is escaped",
            "a comma in CATEGORIES",
            "Write one CATEGORIES for each, without a comma in its name.",
        ),
        _advice(
            "html",
            "Apple, GNOME and Android show the tags",
            "HTML in a DESCRIPTION",
            "Write plain text; X-ALT-DESC can hold the HTML besides.",
        ),
        # The calendar
        _advice(
            "calendar-uid",
            "vdirsyncer takes the feed for one item",
            "a UID of the whole calendar",
            "Leave it out; SOURCE tells where the feed is from.",
        ),
        _advice(
            "method",
            "RFC 5545 3.7.2: the server must then say the same method",
            "a METHOD, as in an invitation",
            "Leave it out of a feed to subscribe to.",
        ),
        _error(
            "publish-organizer",
            "RFC 5546 3.2.1",
            "METHOD:PUBLISH with an event without ORGANIZER, or with ATTENDEE",
            "Leave METHOD out.",
        ),
        _advice(
            "calendar-name",
            "programs show the address instead",
            "no NAME or no X-WR-CALNAME",
            "Write both: RFC 7986 5.1 is new, and X-WR-CALNAME is what most read.",
        ),
        _advice(
            "refresh",
            "Nextcloud asks once a week without",
            "no REFRESH-INTERVAL or no X-PUBLISHED-TTL",
            "Write both, REFRESH-INTERVAL with VALUE=DURATION.",
        ),
        # Events
        _error("uid-twice", "RFC 5545 3.8.4.7", "two events with one UID", "Give every event a UID of its own."),
        _error(
            "end-and-duration", "RFC 5545 3.6.1", "an event with DTEND and DURATION", "Keep DTEND and drop DURATION."
        ),
        _advice("duration-for-end", "some readers know DTEND only", "DURATION instead of DTEND", "Write DTEND."),
        _advice("no-end", "programs make it last as they like", "an event without an end", "Write DTEND."),
        _error("end-before-start", "RFC 5545 3.8.2.2", "DTEND is not after DTSTART", "Write the later time in DTEND."),
        _error(
            "end-form",
            "RFC 5545 3.8.2.2",
            "DTEND is of another kind than DTSTART",
            "Write both as dates, both as floating times, or both as instants.",
        ),
        _advice(
            "end-zone", "some readers take one zone for both", "DTSTART and DTEND in different zones", "Use one zone."
        ),
        _error(
            "tzid-on-utc",
            "RFC 5545 3.2.19",
            "TZID on a date or on a time in UTC",
            "Drop the TZID, or the Z of the time.",
        ),
        _advice(
            "floating",
            "Google takes it for UTC, others for the reader's zone",
            "a time without a zone",
            "Write it with TZID, or in UTC with Z.",
        ),
        _advice(
            "usual-property",
            "Google and Outlook see changes by SEQUENCE and LAST-MODIFIED; STATUS, TRANSP and SUMMARY are shown",
            "an event without a usual property",
            "Write SUMMARY, STATUS, TRANSP, SEQUENCE and LAST-MODIFIED in every event.",
        ),
        _advice(
            "stamp",
            "RFC 5545 3.8.7.2: they mean the same; a DTSTAMP of now makes each download look changed",
            "DTSTAMP is not LAST-MODIFIED",
            "Write the time of the last change of the event in both.",
        ),
        _advice(
            "cancelled-unmarked",
            "Outlook may ignore STATUS, others hide the event",
            "a cancelled event that its SUMMARY does not mark",
            "Begin the SUMMARY with CANCELLED.",
        ),
        _advice(
            "cancelled-busy",
            "readers stay busy at its time",
            "a cancelled event that takes time",
            "Write TRANSP:TRANSPARENT.",
        ),
        _advice(
            "people",
            "RFC 5546: invitations; their e-mail addresses are published",
            "ORGANIZER or ATTENDEE",
            "Name people in DESCRIPTION.",
        ),
        _advice(
            "recurring",
            "programs unfold RRULE, RDATE and EXDATE differently",
            "an event that recurs",
            "Write every occurrence as an event.",
        ),
        _error("recurrence", "RFC 5545 3.3.10", "no recurrence rule", "Write FREQ and each other part once."),
        # Time zones
        _error("no-vtimezone", "RFC 5545 3.2.19, 3.6.5", "a TZID without VTIMEZONE", "Add the VTIMEZONE."),
        _error("vtimezone-twice", "RFC 5545 3.6.5", "a TZID that is defined twice", "Keep one VTIMEZONE of it."),
        _advice("vtimezone-unused", "some readers list it", "a VTIMEZONE that no event uses", "Leave it out."),
        _error(
            "no-observance",
            "RFC 5545 3.6.5",
            "a VTIMEZONE without STANDARD or DAYLIGHT",
            "Write the offsets of the zone.",
        ),
        _error("offset", "RFC 5545 3.3.14", "no offset from UTC", "Write it like +0100; for none +0000, never -0000."),
        _error(
            "onset-local",
            "RFC 5545 3.6.5",
            "the DTSTART of STANDARD or DAYLIGHT is not a plain local time",
            "Write it without Z and TZID.",
        ),
        _advice(
            "outlook-rule",
            "Outlook (MS-OXCICAL 2.1.3.1.1.19)",
            "a rule of a time zone that Outlook cannot read",
            "One RRULE: FREQ=YEARLY, one BYMONTH, one BYDAY such as -1SU.",
        ),
        _advice(
            "zone-rdate",
            "Thunderbird reads the first time only, Outlook none",
            "RDATE in a time zone",
            "Write an RRULE, or one STANDARD or DAYLIGHT for each change.",
        ),
        _error(
            "wrong-onset",
            "RFC 5545 3.6.5; the database of time zones",
            "a change of the clock at an instant at which the zone of that name has none",
            "DTSTART of STANDARD and DAYLIGHT is local time before the change, read with TZOFFSETFROM.",
        ),
        _error(
            "wrong-offset",
            "RFC 5545 3.6.5; the database of time zones",
            "a time for which the VTIMEZONE has another offset than the zone of its name",
            "Take the VTIMEZONE from a current database of time zones.",
        ),
        _advice(
            "before-onsets",
            "each reader guesses",
            "a time before all onsets of its VTIMEZONE",
            "Let DTSTART be earlier.",
        ),
        _advice("many-onsets", "readers are slow", "a VTIMEZONE too long to compare", "Keep the years of the events."),
        _advice(
            "zone-name",
            "Android and Google look it up by name",
            "a TZID that is no name of the IANA database",
            "Use a name such as Europe/Zurich.",
        ),
        _advice(
            "unclear-time",
            "RFC 5545 3.3.5 means the first, ical.js and libical take the second",
            "a local time that the clock shows twice or never",
            "Write it in UTC.",
        ),
    )
}
"""Every rule by name, in the order of the documentation."""

_NAME = r"[A-Za-z0-9-]++"
_WORD = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*+"|[^";:,\x00-\x08\x0a-\x1f\x7f]*+)'
_LINE = re.compile(rf"({_NAME})((?:;{_NAME}={_WORD}(?:,{_WORD})*+)*+):(.*+)", re.S)
_PARAMETER = re.compile(rf";({_NAME})=({_WORD}(?:,{_WORD})*+)")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x0c\x0e-\x1f\x7f]")
_ODD = re.compile(r"[\t\x80-\x9f]")
_ESCAPED = re.compile(r"\\[\\;,nN]")
_DATE_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?")
_DURATION = re.compile(r"[+-]?P(?:[0-9]+W|[0-9]+D(?:T(?=[0-9]))?|T(?=[0-9]))(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})++")
_HTML = re.compile(r"</?(?:p|br|a|b|i|ul|ol|li|div|span|strong|em)(?:\s[^<>]*)?/?>", re.I)
_RECURRENCE = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)", re.I)
_OUTLOOK = re.compile(r"([+-]?[1-4])(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_CANCELLED = re.compile(r"\W*(cancel|annul|отмен|取消|已取消|ملغ|ألغي|إلغاء)", re.I)
"""How a cancelled event is marked in the languages of the United Nations."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT = _words("SUMMARY DESCRIPTION LOCATION COMMENT CONTACT NAME X-WR-CALNAME X-WR-CALDESC UID TZNAME PRODID")
_LISTS = frozenset(("CATEGORIES", "RESOURCES"))
_LINKS = frozenset(("URL", "SOURCE", "CONFERENCE", "TZURL"))
_VALUE = {
    "REFRESH-INTERVAL": ("DURATION",),
    "SOURCE": ("URI",),
    "CONFERENCE": ("URI",),
    "IMAGE": ("URI", "BINARY"),
}
_ONCE = {
    "VCALENDAR": _words(
        "PRODID VERSION CALSCALE METHOD UID LAST-MODIFIED URL REFRESH-INTERVAL SOURCE COLOR X-PUBLISHED-TTL"
        " X-WR-CALNAME X-WR-TIMEZONE"
    ),
    "VEVENT": _words(
        "DTSTAMP UID DTSTART CLASS CREATED DESCRIPTION GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY SEQUENCE STATUS"
        " SUMMARY TRANSP URL RECURRENCE-ID DTEND DURATION COLOR"
    ),
    "VTIMEZONE": _words("TZID LAST-MODIFIED TZURL"),
    "STANDARD": _words("DTSTART TZOFFSETFROM TZOFFSETTO"),
    "DAYLIGHT": _words("DTSTART TZOFFSETFROM TZOFFSETTO"),
}
_REQUIRED = {
    "VCALENDAR": ("PRODID", "VERSION"),
    "VEVENT": ("UID", "DTSTAMP"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
}
_USUAL = ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE", "LAST-MODIFIED")
_OF_CALENDARS = _words("METHOD PRODID CALSCALE VERSION NAME REFRESH-INTERVAL SOURCE")
_OF_EVENTS = _words(
    "DTSTAMP DTSTART DTEND DURATION SUMMARY LOCATION GEO STATUS TRANSP CLASS PRIORITY SEQUENCE CREATED RECURRENCE-ID"
    " RRULE RDATE EXDATE ORGANIZER ATTENDEE CONFERENCE"
)
_OF_OBSERVANCES = _words("TZNAME TZOFFSETFROM TZOFFSETTO")
_NOT_IN = {
    "VCALENDAR": _OF_EVENTS | _OF_OBSERVANCES | {"TZID"},
    "VEVENT": _OF_CALENDARS | _OF_OBSERVANCES | {"TZID"},
    "VTIMEZONE": _OF_CALENDARS | _OF_EVENTS | _OF_OBSERVANCES,
    "STANDARD": (_OF_CALENDARS | _OF_EVENTS | {"TZID"}) - {"DTSTART", "RRULE", "RDATE"},
    "DAYLIGHT": (_OF_CALENDARS | _OF_EVENTS | {"TZID"}) - {"DTSTART", "RRULE", "RDATE"},
}
_PLACE = {
    "VCALENDAR": ("",),
    "VEVENT": ("VCALENDAR",),
    "VTODO": ("VCALENDAR",),
    "VJOURNAL": ("VCALENDAR",),
    "VFREEBUSY": ("VCALENDAR",),
    "VTIMEZONE": ("VCALENDAR",),
    "STANDARD": ("VTIMEZONE",),
    "DAYLIGHT": ("VTIMEZONE",),
    "VALARM": ("VEVENT", "VTODO"),
}
_OBSERVANCES = ("STANDARD", "DAYLIGHT")


class _Line(NamedTuple):
    """A content line: where it begins in the file, and what it says; of its parameters TZID and VALUE only."""

    number: int
    parameters: dict[str, str]
    value: str


class _Clock(NamedTuple):
    """A date or time as written: `kind` is date, utc, local (with its TZID) or floating."""

    kind: str
    tzid: str
    reading: datetime


@dataclass(slots=True)
class _Onsets:
    """What an observance of a time zone says: local times at which an offset begins."""

    number: int
    readings: list[datetime]
    rule: tuple[int, int, int] | None
    until: datetime | None
    offset_from: timedelta
    offset_to: timedelta


@dataclass(slots=True)
class _Part:
    """A component that is being read. Only the first line of a name that a rule asks for is kept."""

    name: str
    number: int
    lines: dict[str, _Line] = field(default_factory=dict)
    parts: int = 0
    rules: int = 0
    dates: list[_Line] = field(default_factory=list)
    onsets: list[_Onsets] = field(default_factory=list)
    many: bool = False

    def value(self, name: str) -> str:
        return self.lines[name].value if name in self.lines else ""


def lint(feed: bytes) -> FeedReport:
    """Return every rule that the feed breaks, by line; for any bytes at all, up to `LARGEST` of them."""
    reading = _Reading()
    reading.read(feed)
    more = {name: count - SHOWN for name, count in sorted(reading.counts.items()) if count > SHOWN}
    errors = sum(count for name, count in reading.counts.items() if RULES[name].error)
    return FeedReport(tuple(sorted(reading.found)), more, errors, sum(reading.counts.values()) - errors)


class _Reading:
    """One pass over a feed."""

    def __init__(self) -> None:
        self.found: list[FeedFinding] = []
        self.counts: Counter[str] = Counter()
        self.stack: list[_Part] = []
        self.calendars = 0
        self.deep = False
        self._begin_calendar()

    def _begin_calendar(self) -> None:
        self.uids: dict[tuple[str, str], int] = {}
        self.zones: dict[str, _Part] = {}
        self.used: dict[str, int] = {}
        self.times: dict[str, dict[datetime, int]] = {}
        self.events = 0

    def tell(self, rule: str, number: int, detail: str = "") -> None:
        self.counts[rule] += 1
        if self.counts[rule] <= SHOWN:
            self.found.append(FeedFinding(number, rule, detail if len(detail) <= 60 else f"{detail[:59]}…"))

    # ---- Bytes and lines ---------------------------------------------------------------------------------------

    def read(self, feed: bytes) -> None:
        if feed.startswith(b"\xef\xbb\xbf"):
            self.tell("byte-order-mark", 1)
            feed = feed[3:]
        number = 1
        begun, doubtful, content = 1, 0, bytearray()
        for number, line in enumerate(_physical(feed), start=1):
            body = self._line(number, line)
            if number > 1 and body[:1] in (b" ", b"\t"):
                content += body[1:]
            else:
                if number > 1:
                    self._unfolded(begun, doubtful, bytes(content))
                begun, doubtful, content = number, 0, bytearray(body)
            if not doubtful and not body.isascii() and not _is_utf8(body):
                doubtful = number
            if self.deep:
                return
        if feed:
            self._unfolded(begun, doubtful, bytes(content))
        while self.stack:
            self.tell("unclosed", self.stack[-1].number, self.stack[-1].name)
            self._close()
        if not self.calendars:
            self.tell("no-calendar", 1)
        if not feed.endswith(b"END:VCALENDAR\r\n"):
            self.tell("last-line", number)

    def _line(self, number: int, line: bytes) -> bytes:
        """Check a line of the file, and return it without its end."""
        body = line.removesuffix(b"\n")
        if body != line and body.endswith(b"\r"):
            body = body[:-1]
            if b"\r" in body:
                self.tell("line-end", number, "CR alone")
        else:
            self.tell("line-end", number, "LF alone" if body != line else "no end")
        if len(body) > 75:
            self.tell("line-length", number, f"{len(body)} octets")
        return body

    def _unfolded(self, number: int, doubtful: int, content: bytes) -> None:
        """Check a content line. `doubtful` is the first line of the file in it that is no UTF-8 by itself, or 0."""
        if doubtful:
            self.tell("split-character" if _is_utf8(content) else "not-utf8", doubtful)
        text = content.decode("utf-8", "replace")
        if not text:
            self.tell("empty-line", number)
            return
        control = _CONTROL.search(text)
        if control:
            self.tell("control-character", number, f"U+{ord(control[0]):04X}")
        odd = _ODD.search(text)
        if odd:
            self.tell("odd-character", number, f"U+{ord(odd[0]):04X}")
        match = _LINE.fullmatch(text)
        if not match:
            self.tell("malformed", number, text)
            return
        name, raw, value = match.groups()
        told = ((each[1].upper(), each[2]) for each in _PARAMETER.finditer(raw))
        parameters = {key: word for key, word in told if key in ("TZID", "VALUE")}
        if name != name.upper() or (name.upper() in ("BEGIN", "END") and value != value.upper()):
            self.tell("lower-case", number, name)
        name = name.upper()
        if name == "BEGIN":
            self._begin(number, value.upper())
        elif name == "END":
            self._end(number, value.upper())
        elif not self.stack:
            self.tell("outside", number, name)
        else:
            self._property(name, _Line(number, parameters, value))

    # ---- Components --------------------------------------------------------------------------------------------

    def _begin(self, number: int, name: str) -> None:
        above = self.stack[-1] if self.stack else None
        around = above.name if above else ""
        if above and (around != "VTIMEZONE" or name in _OBSERVANCES):
            above.parts += 1
        if name == "VCALENDAR" and not above:
            self.calendars += 1
            if self.calendars > 1:
                self.tell("calendars", number)
            self._begin_calendar()
        elif not above:
            self.tell("outside", number, name)
        elif name in _PLACE and around not in _PLACE[name]:
            self.tell("nesting", number, f"{name} in {around}")
        elif name not in ("VEVENT", "VTIMEZONE", *_OBSERVANCES):
            self.tell("component", number, name)
        self.stack.append(_Part(name, number))
        if len(self.stack) > DEEPEST:
            self.tell("too-deep", number)
            self.deep = True

    def _end(self, number: int, name: str) -> None:
        if all(part.name != name for part in self.stack):
            self.tell("end", number, name)
            return
        while self.stack[-1].name != name:
            self.tell("unclosed", self.stack[-1].number, self.stack[-1].name)
            self._close()
        self._close()

    def _close(self) -> None:
        """Check the innermost component as a whole, and forget it."""
        part = self.stack.pop()
        for name in _REQUIRED.get(part.name, ()):
            if not part.value(name):
                self.tell("missing", part.number, f"{name} of {part.name}")
        if part.name == "VCALENDAR" and not self.stack:
            self._calendar(part)
        elif part.name == "VEVENT":
            self._event(part)
        elif part.name == "VTIMEZONE":
            self._timezone(part)
        elif part.name in _OBSERVANCES:
            self._observance(part)

    # ---- Properties --------------------------------------------------------------------------------------------

    def _property(self, name: str, line: _Line) -> None:
        part = self.stack[-1]
        number, parameters, _ = line
        if name in _ONCE.get(part.name, ()):
            if name in part.lines:
                self.tell("twice", number, f"{name} of {part.name}")
            part.lines.setdefault(name, line)
        if name in _NOT_IN.get(part.name, ()):
            self.tell("misplaced", number, f"{name} in {part.name}")
        if name == "NAME":
            part.lines.setdefault(name, line)
        if "TZID" in parameters:
            self.used.setdefault(parameters["TZID"].strip('"'), number)
        if name in _VALUE and parameters.get("VALUE", "").upper() not in _VALUE[name]:
            self.tell("value-type", number, name)
        self._value(name, line)
        if part.name == "VCALENDAR":
            self._of_calendar(name, line)
        elif part.name == "VEVENT":
            self._of_event(name, line)
        elif part.name in _OBSERVANCES:
            self._of_observance(part, name, line)

    def _value(self, name: str, line: _Line) -> None:
        """Check the value of a property by its type, wherever it is."""
        number, parameters, value = line
        if name in _TEXT or name in _LISTS:
            plain = _ESCAPED.sub("", value)
            if "\\" in plain or ";" in plain or ("," in plain and name in _TEXT):
                self.tell("text", number, f"{name}:{value}")
            if name == "CATEGORIES" and "," in value:
                self.tell("comma-in-category", number, value)
        if name == "DESCRIPTION" and _HTML.search(value):
            self.tell("html", number, value)
        if name in _LINKS:
            if not _URI.fullmatch(value):
                self.tell("uri", number, f"{name}:{value}")
            elif not value.lower().startswith(("https://", "http://")):
                self.tell("web-address", number, f"{name}:{value}")
        if name in ("DURATION", "REFRESH-INTERVAL", "X-PUBLISHED-TTL") and not _DURATION.fullmatch(value):
            self.tell("duration", number, f"{name}:{value}")
        if name in ("SEQUENCE", "PRIORITY") and not re.fullmatch(r"\+?[0-9]{1,10}", value):
            self.tell("number", number, f"{name}:{value}")
        if name == "COLOR" and not re.fullmatch(r"[A-Za-z]+", value):
            self.tell("color", number, value)
        if name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
            clock = _clock(line)
            if clock is None or clock.kind != "utc" or "TZID" in parameters:
                self.tell("utc", number, f"{name}:{value}")
        if name == "RRULE" and not _is_recurrence(value):
            self.tell("recurrence", number, value)

    def _of_calendar(self, name: str, line: _Line) -> None:
        if name == "VERSION" and line.value != "2.0":
            self.tell("version", line.number, line.value)
        if name == "CALSCALE" and line.value.upper() != "GREGORIAN":
            self.tell("calscale", line.number, line.value)
        if name == "UID":
            self.tell("calendar-uid", line.number)
        if name == "METHOD":
            self.tell("method", line.number, line.value)

    def _of_event(self, name: str, line: _Line) -> None:
        number, parameters, value = line
        if name == "STATUS" and value.upper() not in ("TENTATIVE", "CONFIRMED", "CANCELLED"):
            self.tell("status", number, value)
        if name == "TRANSP" and value.upper() not in ("OPAQUE", "TRANSPARENT"):
            self.tell("transp", number, value)
        if name in ("ORGANIZER", "ATTENDEE"):
            self.tell("people", number, name)
            if name == "ATTENDEE" and self._method() == "PUBLISH":
                self.tell("publish-organizer", number, name)
        if name in ("RRULE", "RDATE", "EXDATE", "EXRULE"):
            self.tell("recurring", number, name)
        if name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            clock = _clock(line)
            if clock is None:
                self.tell("time", number, f"{name}:{value}")
            elif clock.kind in ("utc", "date") and "TZID" in parameters:
                self.tell("tzid-on-utc", number, f"{name}:{value}")
            elif clock.kind == "floating":
                self.tell("floating", number, f"{name}:{value}")
            elif clock.kind == "local":
                self.times.setdefault(clock.tzid, {}).setdefault(clock.reading, number)

    def _of_observance(self, part: _Part, name: str, line: _Line) -> None:
        number, parameters, value = line
        if name == "DTSTART":
            clock = _clock(line)
            if clock is None or clock.kind != "floating" or "TZID" in parameters:
                self.tell("onset-local", number, value)
        if name in ("TZOFFSETFROM", "TZOFFSETTO") and _offset(value) is None:
            self.tell("offset", number, f"{name}:{value}")
        if name == "RRULE":
            part.rules += 1
            if part.rules > 1 or _yearly(value) is None:
                self.tell("outlook-rule", number, value)
            part.lines.setdefault(name, line)
        if name == "RDATE":
            self.tell("zone-rdate", number, value)
            if len(part.dates) <= MOST_ONSETS and value.count(",") <= MOST_ONSETS:
                part.dates.append(line)
            else:
                part.many = True

    def _method(self) -> str:
        return self.stack[0].value("METHOD").upper() if self.stack else ""

    # ---- Whole components --------------------------------------------------------------------------------------

    def _calendar(self, part: _Part) -> None:
        if not part.parts:
            self.tell("no-component", part.number)
        if "NAME" not in part.lines or "X-WR-CALNAME" not in part.lines:
            self.tell("calendar-name", part.number)
        if "REFRESH-INTERVAL" not in part.lines or "X-PUBLISHED-TTL" not in part.lines:
            self.tell("refresh", part.number)
        for tzid, number in self.used.items():
            if tzid not in self.zones and not tzid.startswith("/"):
                self.tell("no-vtimezone", number, tzid)
            if tzid not in _names():
                self.tell("zone-name", number, tzid)
        for tzid, held in self.zones.items():
            if self.events and tzid not in self.used:
                self.tell("vtimezone-unused", held.number, tzid)
        for tzid, times in self.times.items():
            if tzid in _names():
                for reading, number in times.items():
                    if _unclear(reading, tzid):
                        self.tell("unclear-time", number, f"{reading:%Y-%m-%d %H:%M} {tzid}")
            if tzid in self.zones:
                self._compare(tzid, self.zones[tzid], times)

    def _event(self, part: _Part) -> None:
        self.events += 1
        method = self._method()
        if "DTSTART" not in part.lines and not method:
            self.tell("missing", part.number, "DTSTART of VEVENT")
        if method == "PUBLISH" and "ORGANIZER" not in part.lines:
            self.tell("publish-organizer", part.number, "no ORGANIZER")
        uid = (part.value("UID"), part.value("RECURRENCE-ID"))
        if uid[0] and self.uids.setdefault(uid, part.number) != part.number:
            self.tell("uid-twice", part.lines["UID"].number, f"{uid[0]} of the event in line {self.uids[uid]}")
        for name in _USUAL:
            if not part.value(name):
                self.tell("usual-property", part.number, f"no {name}")
        stamp, modified = part.value("DTSTAMP"), part.value("LAST-MODIFIED")
        if stamp and modified and stamp != modified and not method:
            self.tell("stamp", part.lines["DTSTAMP"].number, f"{stamp}, {modified}")
        if part.value("STATUS").upper() == "CANCELLED":
            if not _CANCELLED.match(part.value("SUMMARY")):
                self.tell("cancelled-unmarked", part.number, part.value("SUMMARY"))
            if part.value("TRANSP").upper() != "TRANSPARENT":
                self.tell("cancelled-busy", part.number)
        self._span(part)

    def _span(self, part: _Part) -> None:
        """Check the start and the end of an event against each other."""
        if "DURATION" in part.lines:
            both = "DTEND" in part.lines
            self.tell("end-and-duration" if both else "duration-for-end", part.lines["DURATION"].number)
        if "DTSTART" not in part.lines:
            return
        start = _clock(part.lines["DTSTART"])
        if "DTEND" not in part.lines:
            if "DURATION" not in part.lines and start and start.kind != "date":
                self.tell("no-end", part.number)
            return
        end = _clock(part.lines["DTEND"])
        number = part.lines["DTEND"].number
        if start is None or end is None:
            return
        instants = ("utc", "local")
        if start.kind != end.kind and not (start.kind in instants and end.kind in instants):
            self.tell("end-form", number, f"{start.kind} and {end.kind}")
            return
        if (start.kind, start.tzid) != (end.kind, end.tzid):
            self.tell("end-zone", number, f"{start.tzid or 'UTC'}, {end.tzid or 'UTC'}")
            first, last = _instant(start), _instant(end)
        else:
            first, last = start.reading, end.reading
        if first is not None and last is not None and last <= first:
            self.tell("end-before-start", number)

    # ---- Time zones --------------------------------------------------------------------------------------------

    def _timezone(self, part: _Part) -> None:
        tzid = part.value("TZID")
        if not part.parts:
            self.tell("no-observance", part.number, tzid)
        if tzid in self.zones:
            self.tell("vtimezone-twice", part.lines["TZID"].number, tzid)
        elif tzid:
            self.zones[tzid] = part

    def _observance(self, part: _Part) -> None:
        """Keep what an observance says for the time zone around it, if it is whole."""
        above = self.stack[-1] if self.stack else None
        if above is None or above.name != "VTIMEZONE":
            return
        clock = _clock(part.lines["DTSTART"]) if "DTSTART" in part.lines else None
        before, after = _offset(part.value("TZOFFSETFROM")), _offset(part.value("TZOFFSETTO"))
        rule = _yearly(part.value("RRULE")) if "RRULE" in part.lines else None
        listed = [
            moment
            for line in part.dates
            for value in line.value.split(",")
            if (moment := _clock(line._replace(value=value)))
        ]
        whole = (
            clock
            and clock.kind == "floating"
            and before is not None
            and after is not None
            and (rule or "RRULE" not in part.lines)
        )
        above.many |= part.many or not whole or len(above.onsets) + len(listed) > MOST_ONSETS
        if above.many or clock is None or before is None or after is None:
            return
        until = _until(part.value("RRULE"), before)
        readings = [clock.reading, *(moment.reading for moment in listed)]
        above.onsets.append(_Onsets(part.number, readings, rule, until, before, after))

    def _compare(self, tzid: str, part: _Part, times: dict[datetime, int]) -> None:
        """Compare a VTIMEZONE with the zone of its name: at the times of the events, and its changes in their years."""
        if part.many:
            if len(part.onsets) >= MOST_ONSETS:
                self.tell("many-onsets", part.number, tzid)
            return
        years = sorted({year for moment in times for year in (moment.year - 1, moment.year)})
        onsets = sorted(
            ((reading, each) for each in part.onsets for reading in _readings(each, years)),
            key=lambda pair: (pair[0], pair[1].number),
        )
        known = tzid in _names()
        if known:
            told = set()
            for reading, each in onsets:
                wrong = reading.year in years and each.offset_from != each.offset_to and each.number not in told
                if wrong and not _changes(reading, each, tzid):
                    told.add(each.number)
                    self.tell("wrong-onset", each.number, f"{reading:%Y-%m-%d %H:%M} {tzid}")
        begins = [reading for reading, _ in onsets]
        for moment, number in times.items():
            at = bisect_right(begins, moment) - 1
            if at < 0:
                if part.onsets:
                    self.tell("before-onsets", number, f"{moment:%Y-%m-%d %H:%M} {tzid}")
            elif known and not _unclear(moment, tzid):
                offset = onsets[at][1].offset_to
                true = moment.replace(tzinfo=zone(tzid)).utcoffset()
                if true is not None and offset != true:
                    self.tell("wrong-offset", number, f"{moment:%Y-%m-%d %H:%M} {tzid}: {offset}, not {true}")


def _physical(feed: bytes) -> Iterator[bytes]:
    """The lines of a file, with their ends."""
    start = 0
    while start < len(feed):
        end = feed.find(b"\n", start) + 1 or len(feed)
        yield feed[start:end]
        start = end


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _clock(line: _Line) -> _Clock | None:
    """The date or time of a line, or nothing where it is none."""
    tzid = line.parameters.get("TZID", "").strip('"')
    if line.parameters.get("VALUE", "").upper() == "DATE":
        match = _DATE.fullmatch(line.value)
        kind = "date"
    else:
        match = _DATE_TIME.fullmatch(line.value)
        kind = "utc" if line.value.endswith("Z") else "local" if tzid else "floating"
    if not match:
        return None
    numbers = [int(number) for number in match.groups() if number.isdecimal()]
    if len(numbers) == 6 and numbers[5] == 60:
        numbers[5] = 59  # a leap second
    try:
        return _Clock(kind, tzid if kind == "local" else "", datetime(*numbers))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _offset(value: str) -> timedelta | None:
    """An offset from UTC, or nothing where the value is none."""
    match = _OFFSET.fullmatch(value)
    if not match or not int(match[2] + match[3] + (match[4] or "")):
        return timedelta() if match and match[1] == "+" else None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -size if match[1] == "-" else size


def _is_recurrence(value: str) -> bool:
    parts = [part.partition("=") for part in value.upper().split(";")]
    names = [name for name, _, _ in parts]
    return (
        len(set(names)) == len(names)
        and all(words for _, _, words in parts)
        and sum(bool(_RECURRENCE.fullmatch(f"{name}={words}")) for name, _, words in parts) == 1
    )


def _yearly(value: str) -> tuple[int, int, int] | None:
    """Month, number of the week (-1 is the last) and weekday of a rule that Outlook can read, or nothing."""
    parts = dict(part.partition("=")[::2] for part in value.upper().split(";", 20))
    if parts.get("FREQ") != "YEARLY" or set(parts) - {"FREQ", "BYMONTH", "BYDAY", "UNTIL"}:
        return None
    day = _OUTLOOK.fullmatch(parts.get("BYDAY", ""))
    month = re.fullmatch(r"0?[1-9]|1[0-2]", parts.get("BYMONTH", ""))
    return (int(month[0]), int(day[1]), _WEEKDAYS.index(day[2])) if day and month else None


def _until(rule: str, offset: timedelta) -> datetime | None:
    """The local time until which a rule holds, if it says one; `offset` is that of its onsets."""
    found = re.search(r"UNTIL=([0-9]{8}T[0-9]{6}Z)", rule.upper())
    clock = _clock(_Line(0, {}, found[1])) if found else None
    try:
        return clock.reading + offset if clock else None
    except OverflowError:
        return None


def _readings(onsets: _Onsets, years: list[int]) -> Iterator[datetime]:
    """The local times at which an observance begins, by its rule in these years only."""
    yield from onsets.readings
    if onsets.rule is None:
        return
    month, week, weekday = onsets.rule
    first = onsets.readings[0]
    for year in years:
        if year < first.year or year < 1:
            continue
        start, length = monthrange(year, month)
        days = range((weekday - start) % 7 + 1, length + 1, 7)
        reading = first.replace(year=year, month=month, day=days[week - 1 if week > 0 else week])
        if reading > first and (onsets.until is None or reading <= onsets.until):
            yield reading


@cache
def _names() -> frozenset[str]:
    """The names of the database of time zones."""
    return frozenset(zoneinfo.available_timezones())


def _unclear(reading: datetime, tzid: str) -> bool:
    """Whether the clock of an IANA zone shows this local time twice or never."""
    aware = reading.replace(tzinfo=zone(tzid))
    return aware.replace(fold=0).utcoffset() != aware.replace(fold=1).utcoffset()


def _changes(reading: datetime, onsets: _Onsets, tzid: str) -> bool:
    """Whether the clock of an IANA zone is changed at this onset, as the observance says."""
    try:
        instant = (reading - onsets.offset_from).replace(tzinfo=UTC)
        before, after = (moment.astimezone(zone(tzid)) for moment in (instant - timedelta(seconds=1), instant))
    except OverflowError:
        return True
    return (before.utcoffset(), after.utcoffset()) == (onsets.offset_from, onsets.offset_to)


def _instant(clock: _Clock) -> datetime | None:
    """The instant of a time in UTC or in an IANA zone; nothing for others."""
    if clock.kind == "utc":
        return clock.reading.replace(tzinfo=UTC)
    if clock.tzid not in _names():
        return None
    try:
        return clock.reading.replace(tzinfo=zone(clock.tzid)).astimezone(UTC)
    except OverflowError:
        return None
