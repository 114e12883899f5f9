"""A strict reading of iCalendar bytes for tests: every rule that a published feed must keep, and nothing lenient.

Shares no code with the writer. RFC 5545 and RFC 7986; what clients need beyond them is said at the rule.
"""

from __future__ import annotations

import re

ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "URL", "TRANSP"}
TEXT = {"SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "UID", "TZNAME"}
FORBIDDEN = {"METHOD", "ATTENDEE", "ORGANIZER", "RDATE", "EXDATE", "DURATION", "VALARM"}
LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*):(.*)', re.S)
UTC = re.compile(r"\d{8}T\d{6}Z")
LOCAL = re.compile(r"\d{8}T\d{6}")
RULE = re.compile(r"FREQ=YEARLY;(BYDAY=-?[1-4](MO|TU|WE|TH|FR|SA|SU);BYMONTH=\d+|BYMONTH=\d+;BYDAY=-?[1-4][A-Z]{2})")


class Part:
    """One component: name, content lines as (name, parameters, value), and the parts within."""

    def __init__(self, name):
        self.name = name
        self.lines = []
        self.parts = []

    def values(self, name):
        return [value for key, _, value in self.lines if key == name]

    def parameters(self, name):
        return [parameters for key, parameters, _ in self.lines if key == name]


def lint(feed: bytes) -> list[str]:
    """Return every rule that the feed breaks, in words; an empty list for a good feed."""
    wrong = []
    if not feed.endswith(b"END:VCALENDAR\r\n"):
        wrong.append("the last line is not END:VCALENDAR CRLF")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", feed):
        wrong.append("a line does not end with CRLF")
    for number, physical in enumerate(feed.split(b"\r\n"), start=1):
        if len(physical) > 75:
            wrong.append(f"line {number} has {len(physical)} octets")
        try:
            physical.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append(f"line {number} is not whole UTF-8")
    if feed.startswith(b"\xef\xbb\xbf"):
        wrong.append("a byte order mark")
    text = feed.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    calendar = _parse(text.split("\r\n")[:-1], wrong)
    if calendar is not None:
        wrong += _calendar(calendar)
    return wrong


def read(feed: bytes) -> Part:
    """Return the calendar of a good feed."""
    assert lint(feed) == []
    return _parse(feed.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1], [])


def unescaped(value: str) -> str:
    """Return the text that a TEXT value means."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _parse(lines, wrong):
    root = None
    stack = []
    for number, line in enumerate(lines, start=1):
        match = LINE.fullmatch(line)
        if not match:
            wrong.append(f"content line {number} is malformed: {line[:60]!r}")
            continue
        name, raw, value = match.groups()
        if re.search(r"[\x00-\x1f\x7f]", value):
            wrong.append(f"control character in {name}")
        if name == "BEGIN":
            part = Part(value)
            if stack:
                stack[-1].parts.append(part)
            elif root is None:
                root = part
            else:
                wrong.append("more than one calendar")
            stack.append(part)
        elif name == "END":
            if not stack or stack.pop().name != value:
                wrong.append(f"END:{value} closes nothing")
        elif not stack:
            wrong.append(f"{name} outside of a component")
        else:
            parameters = dict(re.findall(r';([A-Z0-9-]+)=("[^"]*"|[^;]*)', raw))
            stack[-1].lines.append((name, parameters, value))
    if stack:
        wrong.append(f"{stack[-1].name} is not closed")
    if root is None or root.name != "VCALENDAR":
        wrong.append("no VCALENDAR")
        return None
    return root


def _calendar(calendar):
    wrong = []
    for name in ("PRODID", "VERSION"):
        if len(calendar.values(name)) != 1:
            wrong.append(f"{name} is not there exactly once")
    if calendar.values("VERSION") != ["2.0"]:
        wrong.append("VERSION is not 2.0")
    if calendar.values("UID"):
        wrong.append("a UID of the calendar: some clients then take the feed for one item")
    for name, form in (("REFRESH-INTERVAL", "DURATION"), ("SOURCE", "URI")):
        if any(parameters.get("VALUE") != form for parameters in calendar.parameters(name)):
            wrong.append(f"{name} without VALUE={form}")
    zones = [part for part in calendar.parts if part.name == "VTIMEZONE"]
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    if len(zones) + len(events) != len(calendar.parts):
        wrong.append("components other than VTIMEZONE and VEVENT")
    if not calendar.parts:
        wrong.append("a calendar without components")
    defined = [tzid for zone in zones for tzid in zone.values("TZID")]
    used = {parameters["TZID"] for event in events for _, parameters, _ in event.lines if "TZID" in parameters}
    if len(set(defined)) != len(defined):
        wrong.append("a TZID is defined twice")
    if used - set(defined):
        wrong.append(f"no VTIMEZONE for {sorted(used - set(defined))}")
    if events and set(defined) - used:
        wrong.append(f"VTIMEZONE {sorted(set(defined) - used)} is not used")
    for zone in zones:
        wrong += _zone(zone)
    for event in events:
        wrong += _event(event)
    uids = [uid for event in events for uid in event.values("UID")]
    if len(set(uids)) != len(uids):
        wrong.append("a UID comes twice")
    for part in _all(calendar):
        wrong += _texts(part)
    return wrong


def _all(part):
    yield part
    for each in part.parts:
        yield from _all(each)


def _texts(part):
    wrong = []
    for name, parameters, value in part.lines:
        if name in FORBIDDEN:
            wrong.append(f"{name} in {part.name}")
        if name in TEXT and re.search(r"(?<!\\)(?:\\\\)*[,;]", re.sub(r"\\[\\;,nN]", "", value)):
            wrong.append(f"unescaped , or ; in {name}")
        if name in TEXT and re.search(r"\\", re.sub(r"\\[\\;,nN]", "", value)):
            wrong.append(f"bad escape in {name}")
        if name == "CATEGORIES" and "," in value:
            wrong.append("a comma in CATEGORIES: libical splits there even where it is escaped")
        if name in ("URL", "SOURCE", "CONFERENCE") and not re.fullmatch(r"https?://[!-~]+", value):
            wrong.append(f"{name} is not a web address")
        if name == "CONFERENCE" and parameters.get("VALUE") != "URI":
            wrong.append("CONFERENCE without VALUE=URI")
    return wrong


def _event(event):
    wrong = []
    name = (event.values("UID") or ["?"])[0]
    for key in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "TRANSP"):
        if len(event.values(key)) != 1:
            wrong.append(f"{name}: {key} is not there exactly once")
    for key in ("DTSTAMP", "LAST-MODIFIED"):
        if any(not UTC.fullmatch(value) for value in event.values(key)):
            wrong.append(f"{name}: {key} is not UTC")
    forms = []
    for key in ("DTSTART", "DTEND"):
        for parameters, value in zip(event.parameters(key), event.values(key), strict=True):
            local = parameters.get("TZID")
            if not (LOCAL.fullmatch(value) if local else UTC.fullmatch(value)):
                wrong.append(f"{name}: {key} is neither local with TZID nor UTC")
            forms.append((local, value))
    if len(forms) == 2 and forms[0][0] != forms[1][0]:
        wrong.append(f"{name}: DTSTART and DTEND are said in different zones")
    if len(forms) == 2 and not forms[0][1] < forms[1][1]:
        wrong.append(f"{name}: DTEND is not after DTSTART")
    if set(event.values("STATUS")) - {"TENTATIVE", "CONFIRMED", "CANCELLED"}:
        wrong.append(f"{name}: no such STATUS")
    if set(event.values("TRANSP")) - {"OPAQUE", "TRANSPARENT"}:
        wrong.append(f"{name}: no such TRANSP")
    if any(not value.isdigit() for value in event.values("SEQUENCE")):
        wrong.append(f"{name}: SEQUENCE is not a number")
    if event.parts:
        wrong.append(f"{name}: components inside")
    return wrong


def _zone(zone):
    wrong = []
    if len(zone.values("TZID")) != 1:
        wrong.append("VTIMEZONE without exactly one TZID")
    if not zone.parts or any(part.name not in ("STANDARD", "DAYLIGHT") for part in zone.parts):
        wrong.append("VTIMEZONE without STANDARD or DAYLIGHT")
    for part in zone.parts:
        for key in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            if len(part.values(key)) != 1:
                wrong.append(f"{part.name}: {key} is not there exactly once")
        if any(not LOCAL.fullmatch(value) for value in part.values("DTSTART")):
            wrong.append(f"{part.name}: DTSTART is not local")
        for key in ("TZOFFSETFROM", "TZOFFSETTO"):
            if any(not re.fullmatch(r"[+-]\d{4}(\d\d)?", value) or value == "-0000" for value in part.values(key)):
                wrong.append(f"{part.name}: {key} is no offset")
        rules = part.values("RRULE")
        if len(rules) > 1 or any(not RULE.fullmatch(rule) for rule in rules):
            wrong.append(f"{part.name}: a rule that Outlook cannot read")
    return wrong
