"""What a publication makes of the ledger: what moves, what stays, what is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.problems import ForumError
from data.programme import Channel, Publication
from data.revisions import Revisions, revisions_from_json
from data.timetable import Placement, Timetable
from output import ics, publish, revising
from output.view import public_view
from tests.output.feed_reader import findings, read
from tests.output.tiny_forum import AT, forum, instant, tiny_timetable

THEN = AT + timedelta(days=1)
LATER = AT + timedelta(days=2)


def with_session(timetable, name, **fields):
    """The timetable with fields of one session changed."""
    sessions = tuple(replace(s, **fields) if s.id == name else s for s in timetable.programme.sessions)
    return Timetable(replace(timetable.programme, sessions=sessions), timetable.placements)


def with_placements(timetable, **placed):
    """The timetable with other placements (`_` for `.`, `__` for `-`); None takes one away."""
    names = {name.replace("__", "-").replace("_", "."): each for name, each in placed.items()}
    placements = {name: each for name, each in {**timetable.placements, **names}.items() if each is not None}
    return Timetable(timetable.programme, placements)


def without(timetable, name):
    """The timetable of tables from which a session's rows are deleted."""
    old = timetable.programme
    programme = replace(
        old,
        sessions=tuple(s for s in old.sessions if s.id != name),
        appearances=tuple(a for a in old.appearances if a.session != name),
    )
    placements = {key: each for key, each in timetable.placements.items() if old.occurrence[key].session.id != name}
    return Timetable(programme, placements)


def with_forum(timetable, **fields):
    return Timetable(replace(timetable.programme, forum=forum(**fields)), timetable.placements)


MOVED = Placement(instant("2020-06-23T12:30:00"), "room-1")


def after(*timetables):
    """The ledger after these were published, one a day."""
    ledger = Revisions()
    for number, timetable in enumerate(timetables):
        ledger = publish(timetable, ledger, AT + timedelta(days=number)).revisions
    return ledger


def told(*timetables):
    """Sequence, last change and cancellation of W-1, and all changes that are told, after these were published."""
    view = public_view(timetables[-1], after(*timetables[:-1]), AT + timedelta(days=len(timetables) - 1))
    row = view.ledger.rows["W-1"]
    changes = [(each.at, each.kind, each.occurrence, each.before, each.after) for each in view.changes]
    return row.sequence, row.modified, row.told.cancelled, changes


def events(files):
    """The VEVENT of each UID in `all.ics`, as it is written."""
    feed = files["all.ics"].decode()
    return {
        re.search(r"UID:(.*)\r", each)[1]: each for each in re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", feed, re.S)
    }


def test_the_first_publication_gives_identities_and_tells_no_changes(timetable):
    view = public_view(timetable, Revisions(), AT)
    assert (view.changes, view.revised, view.ledger.begun) == ((), AT, AT)
    assert {name: (row.uid, row.sequence, row.modified, row.history) for name, row in view.ledger.rows.items()} == {
        name: (f"{name}.2020@forum.example", 0, AT, ()) for name in ("W-1", "P-1", "H-1.1", "H-1.2")
    }


def test_without_a_change_nothing_depends_on_the_time(timetable):
    first = publish(timetable, Revisions(), AT)
    again = publish(timetable, first.revisions, LATER)
    assert again == first
    kept = revisions_from_json(first.revisions.to_json())
    assert publish(timetable, kept, LATER) == first


def test_an_empty_programme_is_published_twice_with_the_same_bytes(timetable):
    empty = Timetable(timetable.programme, {})
    first = publish(empty, Revisions(), AT)
    assert publish(empty, first.revisions, LATER) == first
    full = public_view(timetable, first.revisions, LATER)
    assert (full.changes, full.revised) == ((), LATER)


def test_a_move_raises_the_sequence_by_one_and_changes_no_other_entry(timetable):
    moved = with_placements(timetable, W__1=MOVED)
    assert told(timetable, moved) == (1, THEN, False, [(THEN, "moved", "W-1", "", "")])
    (change,) = public_view(moved, after(timetable), THEN).changes
    assert change.span_before == (instant("2020-06-22T12:30:00"), instant("2020-06-22T13:30:00"))
    assert change.span_after == (instant("2020-06-23T12:30:00"), instant("2020-06-23T13:30:00"))
    first = publish(timetable, Revisions(), AT)
    second = publish(moved, first.revisions, THEN)
    before, now = events(first.files), events(second.files)
    uid = "W-1.2020@forum.example"
    assert {name for name in before if before[name] != now[name]} == {uid}
    assert "SEQUENCE:1\r\n" in now[uid]
    assert "DTSTAMP:20200602T090000Z\r\nLAST-MODIFIED:20200602T090000Z\r\n" in now[uid]
    differing = {name for name in first.files if first.files[name] != second.files[name]}
    assert not {name for name in differing if name.startswith("s/") and not name.startswith("s/W-1/")}
    rows = [files["programme.csv"].splitlines() for files in (first.files, second.files)]
    assert [row[:3] for row in sorted(set(rows[0]) ^ set(rows[1]))] == [b"W-1", b"W-1"]


def test_moves_are_remembered_and_a_move_back_is_no_other_start(timetable):
    moved, again = with_placements(timetable, W__1=MOVED), with_placements(timetable, W__1=Placement(LATER, "hall"))

    def moved_from(*timetables):
        view = public_view(timetables[-1], after(*timetables[:-1]), AT + timedelta(days=9))
        return next(held.revision.moved_from for _, held in view.held if held.id == "W-1")

    at = timetable.placements["W-1"].start
    assert moved_from(timetable) == ()
    assert moved_from(timetable, moved) == (at,)
    assert moved_from(timetable, moved, again) == (at, MOVED.start)
    assert moved_from(timetable, moved, timetable) == (MOVED.start,)
    assert moved_from(timetable, moved, timetable, again) == (at, MOVED.start)


def test_another_length_is_a_move_from_no_other_start(timetable):
    longer = with_session(timetable, "W-1", duration=90)
    assert told(timetable, longer) == (1, THEN, False, [(THEN, "moved", "W-1", "", "")])
    view = public_view(longer, after(timetable), THEN)
    assert [held.revision.moved_from for _, held in view.held] == [()] * 4


def test_a_new_title_moves_the_time_of_the_change_alone(timetable):
    renamed = with_session(timetable, "W-1", title="Radio")
    assert told(timetable, renamed) == (
        0, THEN, False, [(THEN, "renamed", "W-1", "Rural radio, and more", "Radio")],
    )  # fmt: skip
    assert "SUMMARY:Radio\r\n" in events(publish(renamed, after(timetable), THEN).files)["W-1.2020@forum.example"]


def test_a_new_link_raises_the_sequence_and_a_channel_with_the_same_link_does_not(timetable):
    linked = with_session(timetable, "W-1", public_link="https://other.example/")
    assert told(timetable, linked) == (
        1, THEN, False, [(THEN, "link", "W-1", "https://register.example/w-1", "https://other.example/")],
    )  # fmt: skip
    elsewhere = with_placements(timetable, W__1=replace(timetable.placements["W-1"], channel="hall"))
    assert told(timetable, elsewhere) == (0, THEN, False, [(THEN, "channel", "W-1", "Room 1", "Plenary hall")])


def test_many_changes_at_once_raise_the_sequence_once(timetable):
    other = with_session(with_placements(timetable, W__1=MOVED), "W-1", title="Radio", public_link="", track="Other")
    sequence, modified, _, changes = told(timetable, other)
    assert (sequence, modified) == (1, THEN)
    assert [kind for _, kind, *_ in changes] == ["renamed", "moved", "link", "details"]


@pytest.mark.parametrize(
    "fields", [{"track": "Other"}, {"description": "Other"}, {"target_regions": ()}, {"status": "confirmed"}]
)
def test_other_facts_are_told_as_details(timetable, fields):
    assert told(timetable, with_session(timetable, "W-1", **fields)) == (
        0, THEN, False, [(THEN, "details", "W-1", "", "")],
    )  # fmt: skip


def gone(timetable, how):
    match how:
        case "cancelled":
            return with_placements(with_session(timetable, "W-1", status="cancelled"), W__1=None)
        case "left out":
            return with_placements(with_session(timetable, "W-1", left_out=True), W__1=None)
        case "not placed":
            return with_placements(timetable, W__1=None)
        case "a rehearsal":
            return with_session(timetable, "W-1", rehearsal_of="P-1", title="PRIVATE-MARKER")
        case "deleted":
            return without(timetable, "W-1")


WAYS = ["cancelled", "left out", "not placed", "a rehearsal", "deleted"]


@pytest.mark.parametrize("how", WAYS)
def test_what_is_not_held_any_more_stays_as_cancelled(timetable, how):
    assert told(timetable, gone(timetable, how)) == (1, THEN, True, [(THEN, "cancelled", "W-1", "", "")])
    site = publish(gone(timetable, how), after(timetable), THEN)
    event = next(e for e in read(site.files["all.ics"]).parts if e.values("UID") == ["W-1.2020@forum.example"])
    assert {
        name: event.values(name) for name in ("STATUS", "SUMMARY", "TRANSP", "SEQUENCE", "LOCATION", "DTSTART")
    } == {
        "STATUS": ["CANCELLED"],
        "SUMMARY": ["CANCELLED: Rural radio\\, and more"],
        "TRANSP": ["TRANSPARENT"],
        "SEQUENCE": ["1"],
        "LOCATION": ["Room 1"],
        "DTSTART": ["20200622T143000"],
    }
    assert event.values("CONFERENCE") == []
    assert findings(site.files["s/W-1/W-1.ics"]) == []
    for name in ("programme.csv", "schedule.xml", "schedule.json"):
        assert b"W-1" not in site.files[name]
    assert not [name for name, content in site.files.items() if b"PRIVATE-MARKER" in content]
    assert publish(gone(timetable, how), site.revisions, LATER) == site


@pytest.mark.parametrize("how", WAYS)
def test_what_comes_back_is_restored_under_its_old_identity(timetable, how):
    sequence, modified, cancelled, changes = told(timetable, gone(timetable, how), timetable)
    assert (sequence, modified, cancelled) == (2, LATER, False)
    assert [(at, kind) for at, kind, *_ in changes] == [(LATER, "restored"), (THEN, "cancelled")]
    moved = with_placements(timetable, W__1=MOVED)
    view = public_view(moved, after(timetable, gone(timetable, how)), LATER)
    assert next(held.revision.moved_from for _, held in view.held if held.id == "W-1") == (
        timetable.placements["W-1"].start,
    )
    first, last = after(timetable).rows["W-1"], view.ledger.rows["W-1"]
    assert (first.uid, first.number, first.guid) == (last.uid, last.number, last.guid)


def test_of_a_deleted_session_the_ledger_keeps_the_page(timetable):
    view = public_view(without(timetable, "W-1"), after(timetable), THEN)
    (shown,) = (session for session in view.sessions if session.id == "W-1")
    assert (shown.title, shown.type.name, shown.track, shown.languages, shown.status) == (
        "Rural radio, and more", "Thematic workshop", "Media", ("en", "fr"), "cancelled",
    )  # fmt: skip
    assert (shown.parts, shown.description, shown.public_link, shown.occurrences) == ((), "", "", ())
    assert [(held.id, held.link, held.cancelled) for held in shown.withdrawn] == [("W-1", "", True)]
    site = publish(without(timetable, "W-1"), after(timetable), THEN).files
    assert b"Cancelled" in site["s/W-1/index.html"]


def test_of_a_type_and_a_channel_that_are_gone_too_the_ledger_keeps_the_names(timetable):
    programme = without(timetable, "H-1").programme
    bare = replace(
        programme.forum,
        types=tuple(kind for kind in programme.forum.types if kind.id != "hackathon"),
        channels=(Channel("hall", "Hall"), Channel("room-9", "Room 9")),
    )
    placements = {"W-1": replace(timetable.placements["W-1"], channel="room-9"), "P-1": timetable.placements["P-1"]}
    view = public_view(Timetable(replace(programme, forum=bare), placements), after(timetable), THEN)
    (shown,) = (session for session in view.sessions if session.id == "H-1")
    assert (shown.type.id, [held.channel.name for held in shown.withdrawn]) == ("hackathon", ["Room 1", "Room 1"])


def test_a_session_split_into_repeats_ends_one_entry_and_begins_two(timetable):
    split = with_session(timetable, "W-1", repeats=2, fixed=(None, None))
    at = timetable.placements["W-1"]
    split = Timetable(split.programme, {**timetable.placements, "W-1.1": at, "W-1.2": MOVED})
    split = with_placements(split, W__1=None)
    view = public_view(split, after(timetable), THEN)
    (shown,) = (session for session in view.sessions if session.id == "W-1")
    assert (shown.status, [held.id for held in shown.occurrences]) == ("accepted", ["W-1.1", "W-1.2"])
    assert [held.id for held in shown.withdrawn] == ["W-1"]
    assert [(each.kind, each.occurrence) for each in view.changes] == [
        ("cancelled", "W-1"), ("added", "W-1.1"), ("added", "W-1.2"),
    ]  # fmt: skip
    assert len({row.number for row in view.ledger.rows.values()}) == 6


def test_a_repeat_that_is_taken_away_leaves_the_session_held(timetable):
    one = with_placements(timetable, H__1_2=None)
    view = public_view(one, after(timetable), THEN)
    (shown,) = (session for session in view.sessions if session.id == "H-1")
    assert (shown.status, shown.cancelled) == ("requested", False)
    assert [(held.id, held.number, held.of) for held in shown.occurrences] == [("H-1.1", 1, 1)]
    assert [(each.kind, each.occurrence) for each in view.changes] == [("cancelled", "H-1.2")]
    assert view.ledger.rows["H-1.1"].modified == THEN  # its title said "1 of 2"


def test_a_banner_moves_every_entry_and_is_no_news(timetable):
    other = with_forum(timetable, publication=Publication(banner="Another banner"))
    view = public_view(other, after(timetable), THEN)
    assert (view.changes, view.revised) == ((), THEN)
    assert {(row.sequence, row.modified) for row in view.ledger.rows.values()} == {(0, THEN)}


def test_a_newer_program_moves_every_entry_and_is_no_news(timetable, monkeypatch):
    before = after(timetable)
    monkeypatch.setattr(revising, "DETAILS", "2")
    unchanged = public_view(timetable, before, THEN)
    assert (unchanged.changes, unchanged.revised) == ((), AT)
    monkeypatch.setattr(ics, "description", lambda view, session, held: "In other words.")
    view = public_view(timetable, before, THEN)
    assert view.changes == ()
    assert {(row.sequence, row.modified) for row in view.ledger.rows.values()} == {(0, THEN)}
    details = with_session(timetable, "W-1", track="Other")
    assert [each.kind for each in public_view(details, view.ledger, LATER).changes] == ["details"]


def test_another_address_of_the_site_keeps_what_was_given(timetable):
    first = after(timetable)
    later = after(timetable, with_forum(timetable, site="https://elsewhere.example/"))
    for name, row in first.rows.items():
        assert (row.uid, row.number, row.guid) == (
            later.rows[name].uid, later.rows[name].number, later.rows[name].guid,
        )  # fmt: skip


def test_a_uid_that_another_occurrence_has_is_not_given_again(timetable):
    taken = after(timetable)
    row = taken.rows["W-1"]
    odd = Revisions(AT, {"X-1": replace(row, occurrence="X-1", session="X-1", uid="W-1.2020@forum.example")})
    view = public_view(timetable, odd, THEN)
    uids = {name: each.uid for name, each in view.ledger.rows.items()}
    assert uids["W-1"] == f"{row.guid}@forum.example"
    assert len(set(uids.values())) == len(uids) == 5
    assert len({each.number for each in view.ledger.rows.values()}) == 5


def test_a_publication_before_the_last_one_is_refused(timetable):
    with pytest.raises(ForumError) as caught:
        publish(timetable, after(timetable), AT - timedelta(seconds=1))
    assert str(caught.value) == (
        "revisions.json: the last publication was at 2020-06-01T09:00:00Z; "
        "this one cannot be before it, at 2020-06-01T08:59:59Z"
    )


def test_other_content_at_the_same_instant_is_refused(timetable):
    with pytest.raises(ForumError, match=r"W-1 was already published at 2020-06-01T09:00:00Z, and has changed since"):
        publish(with_placements(timetable, W__1=MOVED), after(timetable), AT)


def test_e_mail_addresses_in_the_ledger_are_not_published(timetable):
    ledger = after(timetable)
    row = ledger.rows["W-1"]
    spoilt = replace(row, told=replace(row.told, title="a@b.example", channel_name="c@d.example", track="e@f.example"))
    spoilt = Revisions(ledger.begun, {**ledger.rows, "W-1": spoilt})
    site = publish(without(timetable, "W-1"), spoilt, THEN)
    for content in site.files.values():
        assert not re.search(rb"[ac e]@[bdf]\.example", content)


# Random edits between publications.

SPOTS = [Placement(instant(f"2020-06-2{day}T{hour}:00:00"), channel) for day in (2, 3, 4) for hour in ("08", "14")
         for channel in ("hall", "room-1")]  # fmt: skip


@st.composite
def edits(draw):
    """A timetable that differs from the tiny one in some facts of W-1, P-1 and H-1."""
    timetable = tiny_timetable()
    for name in ("W-1", "P-1", "H-1"):
        what = draw(st.sampled_from(["", "", "title", "track", "cancelled", "deleted", "unplaced", "moved", "link"]))
        occurrences = [key for key in timetable.placements if key.partition(".")[0] == name]
        match what:
            case "title" | "track":
                timetable = with_session(timetable, name, **{what: draw(st.sampled_from(["One", "Two"]))})
            case "link":
                timetable = with_session(timetable, name, public_link=draw(st.sampled_from(["https://x.example/", ""])))
            case "cancelled":
                timetable = with_session(timetable, name, status="cancelled")
                timetable = Timetable(
                    timetable.programme, {k: v for k, v in timetable.placements.items() if k not in occurrences}
                )
            case "deleted":
                timetable = without(timetable, name)
            case "unplaced":
                placements = dict(timetable.placements)
                del placements[draw(st.sampled_from(occurrences))]
                timetable = Timetable(timetable.programme, placements)
            case "moved":
                spot = {draw(st.sampled_from(occurrences)): draw(st.sampled_from(SPOTS))}
                timetable = Timetable(timetable.programme, {**timetable.placements, **spot})
    return timetable


@settings(deadline=None)
@given(st.lists(edits(), min_size=2, max_size=4))
def test_whatever_is_edited_identities_stay_and_stamps_tell_contents_apart(timetables):
    ledger = Revisions()
    said: dict[tuple[str, str], str] = {}
    for number, timetable in enumerate(timetables):
        view = public_view(timetable, ledger, AT + timedelta(hours=number))
        entries = ics.entries(view)
        assert set(entries) == set(view.ledger.rows) >= set(ledger.rows)
        for name, row in view.ledger.rows.items():
            old = ledger.rows.get(name)
            if old is not None:
                assert (row.uid, row.number, row.guid) == (old.uid, old.number, old.guid)
                raised = (
                    (row.told.start, row.told.end, row.told.link, row.told.cancelled)
                    != (old.told.start, old.told.end, old.told.link, old.told.cancelled)
                )  # fmt: skip
                assert row.sequence == old.sequence + raised
                assert row.modified in (old.modified, AT + timedelta(hours=number))
                assert row.history[: len(old.history)] == old.history
            entry = entries[name]
            for kind in ("busy", "free", "busy_utc", "free_utc"):
                written = getattr(entry, kind)
                stamp = re.search(rb"DTSTAMP:(.*)\r", written)[1]
                assert said.setdefault((row.uid, kind, stamp), written) == written
        assert len({row.uid for row in view.ledger.rows.values()}) == len(view.ledger.rows)
        assert len({row.number for row in view.ledger.rows.values()}) == len(view.ledger.rows)
        assert public_view(timetable, view.ledger, AT + timedelta(days=99)) == view
        assert revisions_from_json(view.ledger.to_json()) == view.ledger
        ledger = view.ledger
