"""What the tables of a published site say of its events, and what a feed must therefore say."""

from __future__ import annotations

import csv
import io
import json

from data.apostrophes import unquoted

STATUS = {"confirmed": "CONFIRMED"}
"""The status of what is held, as calendars call it; whatever is not confirmed is tentative."""


def told(files, suffix):
    """What the tables say of everything that is held: UID to (start, end, status, summary).

    Instants and titles are those of `programme.csv`; `suffix` is what a UID adds to the id of an occurrence.
    """
    sessions = json.loads(files["programme.json"])["sessions"]
    of = {held["id"]: (each, number) for each in sessions for number, held in enumerate(each["occurrences"], start=1)}
    found = {}
    for row in csv.DictReader(io.StringIO(files["programme.csv"].decode(), newline="")):
        session, number = of[row["id"]]
        count = len(session["occurrences"])
        title = unquoted(row["title"]) + (f" ({number} of {count})" if count > 1 else "")
        status = STATUS.get(session["status"], "TENTATIVE")
        found[row["id"] + suffix] = (row["start_utc"], row["end_utc"], status, title)
    return found


def heard(events):
    """What a parser understood, in the same form; each UID may occur once."""
    found = {e["uid"]: (e["start"], e["end"], e["status"], e["summary"]) for e in events}
    assert len(found) == len(events)
    return found


def held(events):
    """What is held of what a parser understood."""
    return {uid: said for uid, said in heard(events).items() if said[2] != "CANCELLED"}
