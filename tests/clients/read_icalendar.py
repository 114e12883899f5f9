"""Reads feeds (a JSON list of texts on standard input) with icalendar, which khal and other Python programs use.

Writes for each what it understood of the events: a JSON list of {uid, start, end, summary, status}, times in UTC.
"""

import json
import sys
from datetime import UTC

import icalendar


def instant(property_):
    return property_.dt.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def events(text):
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        yield {
            "uid": str(event["UID"]),
            "start": instant(event["DTSTART"]),
            "end": instant(event["DTEND"]),
            "summary": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
        }


json.dump([list(events(text)) for text in json.load(sys.stdin)], sys.stdout)
