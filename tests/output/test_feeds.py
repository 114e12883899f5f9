"""Which feeds there are, what is in each, and that each twin says the same in UTC."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.problems import ForumError
from data.programme import Channel, Comfort, Days, Region
from data.revisions import Revisions
from data.timetable import Placement, Timetable
from output import publish
from output.feeds import feed_files, feeds
from tests.output.feed_reader import findings, read
from tests.output.tiny_forum import AT, forum, instant, one_session, session, tiny_timetable, view_of

COMFORT = Comfort(regions=(Region("Africa", 50, ("Africa/Lagos",)), Region("Asie, Océanie", 50, ("Asia/Tokyo",))))


def rich():
    """The tiny timetable with regions."""
    old = tiny_timetable()
    return Timetable(replace(old.programme, forum=forum(comfort=COMFORT)), old.placements)


def after_changes():
    """The view of a forum in which W-1 was cancelled, H-1's second day moved into the next week, and P-1 deleted."""
    before = publish(rich(), Revisions(), AT)
    programme = rich().programme
    sessions = [
        replace(each, status="cancelled") if each.id == "W-1" else each
        for each in programme.sessions
        if each.id != "P-1"
    ]
    longer = replace(programme.forum, days=Days(date(2020, 6, 22), date(2020, 6, 30)))
    programme = replace(programme, sessions=tuple(sessions), forum=longer)
    placements = {
        "H-1.1": rich().placements["H-1.1"],
        "H-1.2": Placement(instant("2020-06-29T08:00:00"), "room-1"),
    }
    return view_of(Timetable(programme, placements), before.revisions, AT + timedelta(days=1))


def summary(view):
    return [(feed.kind, feed.key, feed.title, feed.path, feed.chosen, feed.busy) for feed in feeds(view)]


EVERYTHING = ("P-1", "W-1", "H-1.1", "H-1.2")


def test_the_feeds_of_the_tiny_forum_are_exactly_these():
    assert summary(view_of(rich())) == [
        ("all", "", "Tiny Forum", "all.ics", EVERYTHING, False),
        ("track", "Media", "Media", "feeds/track/media.ics", ("W-1",), False),
        ("type", "workshop", "Thematic workshop", "feeds/type/workshop.ics", ("W-1",), False),
        ("type", "policy", "Policy session", "feeds/type/policy.ics", ("P-1",), False),
        ("type", "hackathon", "Hackathon", "feeds/type/hackathon.ics", ("H-1.1", "H-1.2"), False),
        ("language", "en", "English", "feeds/language/en.ics", ("W-1",), False),
        ("language", "fr", "French", "feeds/language/fr.ics", ("W-1",), False),
        ("week", "2020-W26", "Week of 22 June 2020", "feeds/week/2020-w26.ics", EVERYTHING, False),
        ("channel", "hall", "Plenary hall", "feeds/channel/hall.ics", ("P-1",), False),
        ("region", "Africa", "Africa: sessions in waking hours", "feeds/region/africa.ics", EVERYTHING, False),
        ("region", "Asie, Océanie", "Asie, Océanie: sessions in waking hours",
         "feeds/region/asie-oceanie-29f78a3d.ics", ("P-1", "H-1.1", "H-1.2"), False),
        ("facilitators", "", "Facilitated sessions", "feeds/facilitators.ics", ("P-1",), False),
        ("person", "p1", "Ada Example", "feeds/person/p1.ics", ("W-1",), True),
        ("person", "p2", "Ben Example", "feeds/person/p2.ics", ("W-1",), True),
        ("person", "p4", "Cy Example", "feeds/person/p4.ics", ("P-1", "W-1"), True),
        ("session", "H-1", "Code", "s/H-1/H-1.ics", ("H-1.1", "H-1.2"), True),
        ("session", "P-1", "Ethics", "s/P-1/P-1.ics", ("P-1",), True),
        ("session", "W-1", "Rural radio, and more", "s/W-1/W-1.ics", ("W-1",), True),
    ]  # fmt: skip


def test_what_is_withdrawn_stays_in_every_feed_where_it_was_as_far_as_is_known():
    by_path = {feed.path: feed.chosen for feed in feeds(after_changes())}
    assert {path for path, chosen in by_path.items() if "W-1" in chosen} == {
        "all.ics", "feeds/track/media.ics", "feeds/type/workshop.ics", "feeds/language/en.ics", "feeds/language/fr.ics",
        "feeds/week/2020-w26.ics", "feeds/region/africa.ics", "feeds/person/p1.ics", "feeds/person/p2.ics",
        "feeds/person/p4.ics", "s/W-1/W-1.ics",
    }  # fmt: skip
    # Of P-1, whose row is deleted, the ledger knows who facilitated it.
    assert {path for path, chosen in by_path.items() if "P-1" in chosen} == {
        "all.ics", "feeds/type/policy.ics", "feeds/week/2020-w26.ics", "feeds/channel/hall.ics",
        "feeds/region/africa.ics", "feeds/region/asie-oceanie-29f78a3d.ics", "feeds/facilitators.ics",
        "feeds/person/p4.ics", "s/P-1/P-1.ics",
    }  # fmt: skip
    assert by_path["feeds/week/2020-w27.ics"] == ("H-1.2",)


def test_every_feed_and_every_twin_passes_the_strict_reading():
    for view in (view_of(rich()), after_changes()):
        files = feed_files(view)
        assert len(files) == 2 * len(feeds(view))
        assert {path: findings(content) for path, content in files.items()} == {path: [] for path in files}


def moments(calendar):
    """Start and end of each VEVENT as instants, by UID, and everything else that it says."""
    found = {}
    for event in calendar.parts:
        if event.name == "VEVENT":
            spans = []
            for name, parameters, value in event.lines:
                if name in ("DTSTART", "DTEND"):
                    local = datetime.fromisoformat(value.rstrip("Z"))
                    place = ZoneInfo(parameters["TZID"]) if "TZID" in parameters else UTC
                    spans.append(local.replace(tzinfo=place).astimezone(UTC))
            others = [line for line in event.lines if line[0] not in ("DTSTART", "DTEND")]
            found[event.values("UID")[0]] = (spans, others)
    return found


def test_a_twin_says_the_same_in_utc():
    view = after_changes()
    files = feed_files(view)
    for feed in feeds(view):
        here, twin = read(files[feed.path]), read(files[feed.path.replace(".ics", "-utc.ics")])
        assert moments(here) == moments(twin)
        assert len(moments(here)) == len(feed.chosen)
        assert twin.values("SOURCE") == [f"{view.site}{feed.path.replace('.ics', '-utc.ics')}"]
        assert here.values("NAME") == twin.values("NAME")
        stamps = [event.values("DTSTART")[0] for event in twin.parts if event.name == "VEVENT"]
        assert all(stamp.endswith("Z") for stamp in stamps)
        if feed.chosen:
            assert [part.name for part in twin.parts] == ["VEVENT"] * len(feed.chosen)


def test_sessions_and_people_are_busy_and_what_was_cancelled_never():
    view = after_changes()
    for feed in feeds(view):
        for event in read(feed_files(view)[feed.path]).parts:
            if event.name == "VEVENT":
                busy = feed.busy and event.values("STATUS") != ["CANCELLED"]
                assert event.values("TRANSP") == ["OPAQUE" if busy else "TRANSPARENT"]


def test_a_feed_says_when_its_own_entries_changed():
    view = after_changes()
    files = feed_files(view)
    changed = {feed.path: read(files[feed.path]).values("LAST-MODIFIED")[0] for feed in feeds(view)}
    assert changed["s/W-1/W-1.ics"] == changed["all.ics"] == "20200602T090000Z"
    before = feed_files(view_of(rich()))
    moved = Placement(instant("2020-06-24T12:30:00"), "room-1")
    later = Timetable(rich().programme, {**rich().placements, "W-1": moved})
    now = feed_files(view_of(later, view_of(rich()).ledger, AT + timedelta(days=1)))
    # Where W-1 is not, no byte is another.
    assert {path for path in now if before[path] != now[path]} == {
        path for path, content in now.items() if b"UID:W-1." in content
    }  # fmt: skip


def test_channels_regions_and_weeks_without_sessions_have_an_empty_feed():
    fields = {
        "comfort": COMFORT,
        "days": Days(date(2020, 12, 28), date(2021, 1, 10)),
        "channels": (Channel("hall", "Hall"), Channel("room-1", "Room 1", pool="room")),
    }
    view = view_of(one_session(start="2020-12-28T20:00:00", forum_fields=fields))
    empty = [feed.path for feed in feeds(view) if not feed.chosen]
    assert empty == [
        "feeds/week/2021-w01.ics", "feeds/channel/hall.ics", "feeds/region/africa.ics",
        "feeds/region/asie-oceanie-29f78a3d.ics",
    ]  # fmt: skip
    assert [feed.key for feed in feeds(view) if feed.kind == "week"] == ["2020-W53", "2021-W01"]
    files = feed_files(view)
    for path in empty:
        for name in (path, path.replace(".ics", "-utc.ics")):
            assert findings(files[name]) == []
            assert [part.name for part in read(files[name]).parts] == ["VTIMEZONE"]


def test_a_week_is_that_of_the_home_date():
    view = view_of(one_session(start="2020-06-28T22:30:00", minutes=60))  # Monday at 00:30 in Zurich
    assert {feed.key: feed.chosen for feed in feeds(view) if feed.kind == "week"} == {
        "2020-W26": (),
        "2020-W27": ("S-1",),
    }


def test_tracks_that_differ_in_writing_alone_share_a_feed_and_people_may_not():
    tracks = ("Santé publique", "sante  publique", "Santé-Publique", "Médias")
    sessions = tuple(session(f"S-{number}", "Title", track=track) for number, track in enumerate(tracks))
    placements = {each.id: Placement(instant("2020-06-22T08:00:00"), "room-1") for each in sessions}
    timetable = Timetable(replace(one_session().programme, sessions=sessions), placements)
    found = {feed.path: (feed.key, feed.chosen) for feed in feeds(view_of(timetable)) if feed.kind == "track"}
    assert found == {
        "feeds/track/medias.ics": ("Médias", ("S-3",)),
        "feeds/track/sante-publique.ics": ("Santé publique", ("S-0", "S-1", "S-2")),
    }
    old = tiny_timetable()
    people = (
        *old.programme.people,
        replace(old.programme.people[0], id="p--1"),
        replace(old.programme.people[0], id="p-1"),
    )
    parts = tuple(replace(old.programme.appearances[0], person=name) for name in ("p-1", "p--1"))
    odd = Timetable(replace(old.programme, people=people, appearances=parts), old.placements)
    with pytest.raises(ForumError, match=r"persons “p--1” and “p-1”: they are too alike, both would have the feed"):
        feeds(view_of(odd))


def test_the_public_link_is_in_four_places():
    event = read(feed_files(view_of(rich()))["s/W-1/W-1.ics"]).parts[-1]
    link = "https://register.example/w-1"
    assert event.values("URL") == ["https://forum.example/2020/s/W-1/"]
    assert event.values("LOCATION") == [f"Room 1 – {link}"]
    assert re.split(r"\\n", event.values("DESCRIPTION")[0])[0] == link
    assert event.values("CONFERENCE") == [link]
    assert event.parameters("CONFERENCE") == [{"VALUE": "URI", "FEATURE": "AUDIO,VIDEO", "LABEL": "Room 1"}]
