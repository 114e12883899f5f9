"""Reads feeds with libical, as GNOME does, and writes what it understood of their events.

Standard input: a JSON list of texts. Standard output: for each a JSON list of {uid, start, end, summary, status}
with times in UTC. Time zones are taken from the feed alone. Runs in the system's Python, which has `gi`.
"""

import json
import sys
from datetime import UTC, datetime

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

ICalGLib.Timezone.set_builtin_tzdata(False)


def instant(calendar, event, kind):
    prop = event.get_first_property(kind)
    time = prop.get_dtstart() if kind == ICalGLib.PropertyKind.DTSTART_PROPERTY else prop.get_dtend()
    parameter = prop.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
    zone = ICalGLib.Timezone.get_utc_timezone()
    if parameter is not None:
        zone = calendar.get_timezone(parameter.get_tzid())
        if zone is None:
            raise ValueError(f"no VTIMEZONE for {parameter.get_tzid()}")
    seconds = time.as_timet_with_zone(zone)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text):
    calendar = ICalGLib.Component.new_from_string(text)
    if calendar is None:
        raise ValueError("libical reads no component")
    calendar.check_restrictions()
    if calendar.count_errors():
        raise ValueError(f"libical counts {calendar.count_errors()} errors: {calendar.as_ical_string()}")
    found = []
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while event is not None:
        found.append(
            {
                "uid": event.get_uid(),
                "start": instant(calendar, event, ICalGLib.PropertyKind.DTSTART_PROPERTY),
                "end": instant(calendar, event, ICalGLib.PropertyKind.DTEND_PROPERTY),
                "summary": event.get_summary(),
                "status": event.get_status().value_nick.upper(),
            }
        )
        event = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    return found


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
