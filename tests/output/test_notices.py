"""Who is told of what, in whose zone and language; read back by the standard library and by icalendar."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from data.contacts import Contact
from data.difference import difference
from data.timetable import Placement, Timetable
from output.notices import INDEX, notice_files, notices
from tests.output.tiny_forum import instant, tiny_timetable, view_of

LATER = instant("2020-06-08T09:00:00")
JOIN = "https://meet.example/w-1-secret"
CONTACTS = {
    each.id: each
    for each in (
        Contact("p1", "ada@mail.example"),
        Contact("p2", "ben@mail.example", note="never shown"),
        Contact("W-1", "office@mail.example", JOIN),
        Contact("P-1", join_link="https://meet.example/p-1-secret"),
    )
}


def with_zones(timetable, **zones):
    people = tuple(replace(each, zone=zones.get(each.id, each.zone)) for each in timetable.programme.people)
    return Timetable(replace(timetable.programme, people=people), timetable.placements)


OLD = with_zones(tiny_timetable(), p1="Africa/Nairobi", p2="Asia/Kathmandu", p4=None)


def moved(timetable, **placements):
    changed = {name: at for name, at in {**timetable.placements, **placements}.items() if at}
    return Timetable(timetable.programme, changed)


def of(old, new, contacts=CONTACTS):
    """The notices from one timetable to another, by key."""
    ledger = view_of(new, view_of(old).ledger, LATER).ledger
    return {each.key: each for each in notices(difference(old, new), "v1.1", LATER, ledger, contacts)}


def read(notice):
    return message_from_bytes(notice.letter, policy=default)


def lines(notice):
    return read(notice).get_body().get_content().splitlines()


NEW = moved(OLD, **{"W-1": Placement(instant("2020-06-23T14:15:00"), "room-1")})


def test_exactly_those_with_a_part_in_it_are_told_and_whoever_answers_for_it():
    assert list(of(OLD, NEW)) == ["p1", "p2", "p4", "W-1"]
    assert list(of(OLD, OLD)) == []


def test_a_letter_says_old_and_new_time_by_the_clock_of_its_reader():
    told = of(OLD, NEW)
    assert lines(told["p2"]) == [
        "Dear Ben Example,",
        "",
        "The programme of Tiny Forum has changed (v1.1). This is what concerns you.",
        "All times are those of your time zone, Asia/Kathmandu.",
        "",
        "W-1  Rural radio, and more",
        "  Moved: Monday, 22 June 2020, 18:15–19:15 UTC+05:45 is now Tuesday, 23 June 2020, 20:00–21:00 UTC+05:45",
        "  Channel: Room 1",
        "  Your part: Speaker",
        "  Session page: https://forum.example/2020/s/W-1/",
        f"  To take part: {JOIN}",
        "",
        "The programme as it is now, in every time zone:",
        "https://forum.example/2020/",
    ]
    assert "Tuesday, 23 June 2020, 17:15–18:15 EAT (UTC+03:00)" in lines(told["p1"])[6]


def test_who_has_no_known_zone_gets_home_times_and_is_told_so():
    told = of(OLD, NEW)["p4"]
    assert (told.zone, told.email) == ("Europe/Zurich", "")
    assert lines(told)[3] == "We do not know your time zone: all times are those of Europe/Zurich."


def test_a_letter_is_ready_to_send_and_is_not_sent_by_itself():
    letter = read(of(OLD, NEW)["p1"])
    assert letter["To"] == "ada@mail.example"
    assert letter["Subject"] == "Tiny Forum: changes to your sessions"
    assert letter["X-Unsent"] == "1"
    (calendar,) = letter.iter_attachments()
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "p1.ics")
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_payload(decode=True) == of(OLD, NEW)["p1"].calendar


def test_the_calendar_has_the_feeds_uid_and_sequence_and_the_join_link():
    told = of(OLD, NEW)["p2"]
    (entry,) = Calendar.from_ical(told.calendar).walk("VEVENT")
    row = view_of(NEW, view_of(OLD).ledger, LATER).ledger.rows["W-1"]
    assert (entry["UID"], entry["SEQUENCE"], row.sequence) == (row.uid, 1, 1)
    assert entry["DTSTART"].dt == instant("2020-06-23T14:15:00")
    assert JOIN in entry["LOCATION"]
    assert Calendar.from_ical(told.calendar)["METHOD"] == "PUBLISH"
    assert "SOURCE" not in Calendar.from_ical(told.calendar)


def test_what_is_cancelled_is_cancelled_in_the_calendar_without_a_join_link():
    told = of(OLD, moved(OLD, **{"W-1": None}))
    assert "  Cancelled: Monday, 22 June 2020, 18:15–19:15 UTC+05:45" in lines(told["p2"])
    (entry,) = Calendar.from_ical(told["p2"].calendar).walk("VEVENT")
    assert entry["STATUS"] == "CANCELLED"
    assert JOIN.encode() not in told["p2"].calendar + told["p2"].letter


def test_who_has_left_is_told_alone_and_gets_no_join_link_and_no_entry():
    parts = tuple(part for part in OLD.programme.appearances if part.person != "p2")
    new = Timetable(replace(OLD.programme, appearances=parts), OLD.placements)
    told = of(OLD, new)
    assert list(told) == ["p2"]
    assert "  You no longer have this part in it: Speaker" in lines(told["p2"])
    assert told["p2"].calendar == b""
    assert JOIN.encode() not in told["p2"].letter


def test_a_new_facilitator_and_the_one_before_are_told():
    new = moved(OLD, **{"P-1": replace(OLD.placements["P-1"], facilitators=("p1",))})
    told = of(OLD, new)
    assert list(told) == ["p1", "p4"]
    assert "  You now have a part in it: Facilitator" in lines(told["p1"])
    assert "  Monday, 22 June 2020, 12:00–13:00 EAT (UTC+03:00)" in lines(told["p1"])


@pytest.mark.parametrize(
    ("spoken", "tag", "greeting"),
    [
        (("sw", "fr-CA", "en"), "fr", "Bonjour Ada Example,"),
        (("ru",), "ru", "Здравствуйте, Ada Example!"),
        (("sw",), "en", "Dear Ada Example,"),
    ],
    ids=["french", "russian", "none"],
)
def test_a_letter_is_in_the_first_of_its_readers_languages_that_there_are_texts_in(spoken, tag, greeting):
    def speaking(timetable):
        people = tuple(
            replace(each, languages=spoken) if each.id == "p1" else each for each in timetable.programme.people
        )
        return Timetable(replace(timetable.programme, people=people), timetable.placements)

    told = of(speaking(OLD), speaking(NEW))["p1"]
    assert (told.language, lines(told)[0]) == (tag, greeting)


def test_a_rehearsal_is_told_in_the_letter_and_has_no_entry():
    def rehearsing(timetable):
        sessions = tuple(
            replace(each, rehearsal_of="P-1") if each.id == "W-1" else each for each in timetable.programme.sessions
        )
        return Timetable(replace(timetable.programme, sessions=sessions), timetable.placements)

    told = of(rehearsing(OLD), rehearsing(NEW))
    assert list(told) == ["p1", "p2", "p4", "W-1"]
    assert told["p1"].calendar == b""


def test_hostile_names_and_titles_break_no_header_and_no_line():
    people = tuple(
        replace(each, name="Eve\r\nBcc: all@mail.example") if each.id == "p1" else each for each in OLD.programme.people
    )
    old = Timetable(replace(OLD.programme, people=people), OLD.placements)
    letter = read(of(old, moved(old, **{"W-1": None}))["p1"])
    assert letter["Bcc"] is None
    assert letter.get_body().get_content().splitlines()[0] == "Dear Eve Bcc: [e-mail address not published],"


def test_the_table_lists_every_notice_with_its_files():
    files = notice_files(of(OLD, NEW).values())
    rows = list(csv.DictReader(io.StringIO(files[INDEX].decode("utf-8-sig"))))
    assert [(row["id"], row["email"], row["letter"], row["calendar"]) for row in rows] == [
        ("p1", "ada@mail.example", "p1.eml", "p1.ics"),
        ("p2", "ben@mail.example", "p2.eml", "p2.ics"),
        ("p4", "", "p4.eml", "p4.ics"),
        ("W-1", "office@mail.example", "W-1.eml", "W-1.ics"),
    ]
    assert sorted(files) == sorted([INDEX, *(row[kind] for row in rows for kind in ("letter", "calendar"))])


def test_the_same_changes_give_the_same_bytes():
    assert notice_files(of(OLD, NEW).values()) == notice_files(of(OLD, NEW).values())


def test_notes_are_never_in_a_notice():
    assert all(b"never shown" not in content for content in notice_files(of(OLD, NEW).values()).values())
