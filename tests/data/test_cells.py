# ruff: noqa: DTZ001 - wall clock readings on purpose
"""Tests that each form of a value is read, and refused with the words that say what was expected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.programme import Days, Hours, Link, LocalTimes
from data.readers import cells
from data.readers.cells import DateForm, LocalMoment

ISO = DateForm()


@pytest.mark.parametrize(
    ("form", "found", "value"),
    [
        (cells.text, "Plain words", "Plain words"),
        (cells.text, "two\r\nlines\tand a tab", "two lines and a tab"),
        (cells.text, "Cafe\u0301", "Café"),
        (cells.text, "<script>alert(1)</script>", "<script>alert(1)</script>"),
        (cells.text, "\ufeffMedia\u200b \u2060", "Media"),
        (cells.text, "\u1797\u200b\u1798 می\u200cخواهم", "\u1797\u200b\u1798 می\u200cخواهم"),
        (cells.text, "one\u2028two", "one two"),
        (cells.lines, "two \r\nlines\rthree", "two\nlines\nthree"),
        (cells.identifier, "S-041_b", "S-041_b"),
        (cells.identifier, "a" * 64, "a" * 64),
        (cells.identifier, "_rf", "_rf"),
        (cells.identifier, "CON-1", "CON-1"),
        (cells.identifier, "COM", "COM"),
        (cells.number(1, 5), "5", 5),
        (cells.number(0), "0", 0),
        (cells.yes_or_no, "Yes", True),
        (cells.yes_or_no, "x", True),
        (cells.yes_or_no, "1", True),
        (cells.yes_or_no, "TRUE", True),
        (cells.yes_or_no, "no", False),
        (cells.yes_or_no, "0", False),
        (cells.yes_or_no, "false", False),
        (cells.one_of("pin", "leave out"), "Leave  Out", "leave out"),
        (cells.action_line, "c7-E-Health", "C7-e-health"),
        (cells.action_line, "C11", "C11"),
        (cells.language, "zh-Hans", "zh-Hans"),
        (cells.link, "https://forum.example/a?b=c&d", "https://forum.example/a?b=c&d"),
        (cells.link, "http://forum.example:8080/", "http://forum.example:8080/"),
        (cells.link, "https://forum.example/@team", "https://forum.example/@team"),
        (cells.titled_link, "https://forum.example/1.pdf", Link("", "https://forum.example/1.pdf")),
        (cells.titled_link, "Slides, part 1 < https://forum.example/1.pdf >",
         Link("Slides, part 1", "https://forum.example/1.pdf")),
        (cells.titled_link, "<https://forum.example/1.pdf>", Link("", "https://forum.example/1.pdf")),
        (cells.private_link, "https://meet.example/?u=a@b.example", "https://meet.example/?u=a@b.example"),
        (cells.email, "someone@forum.example", "someone@forum.example"),
        (cells.time_zone, "Kathmandu", "Asia/Kathmandu"),
        (cells.weekday, "wednesday", 2),
        (cells.weekday, "Sun", 6),
        (cells.hours, "09:00-12:30", Hours(540, 750)),
        (cells.hours, "9:00 – 12:30", Hours(540, 750)),
        (cells.hours, "22:00-02:00", Hours(1320, 1560)),
        (cells.hours, "20:00-24:00", Hours(1200, 1440)),
        (cells.hours, "20:00-00:00", Hours(1200, 1440)),
        (ISO.day, "2020-07-14", date(2020, 7, 14)),
        (ISO.days, "2020-07-14", Days(date(2020, 7, 14), date(2020, 7, 14))),
        (ISO.days, "2020-07-13..2020-07-17", Days(date(2020, 7, 13), date(2020, 7, 17))),
        (ISO.moment_or_day, "2020-07-14", date(2020, 7, 14)),
        (ISO.moment, "2020-07-14 15:00", LocalMoment(datetime(2020, 7, 14, 15))),
        (ISO.moment, "2020-10-25 02:30 +01:00", LocalMoment(datetime(2020, 10, 25, 2, 30), timedelta(hours=1))),
        (ISO.moment, "2020-11-01 01:30 -05:00", LocalMoment(datetime(2020, 11, 1, 1, 30), timedelta(hours=-5))),
        (DateForm("%d/%m/%Y").day, "03/07/2020", date(2020, 7, 3)),
        (DateForm("%m/%d/%Y").day, "7/3/2020", date(2020, 7, 3)),
        (DateForm("%d.%m.%Y").days, "13.07.2020..17.07.2020", Days(date(2020, 7, 13), date(2020, 7, 17))),
    ],
)  # fmt: skip
def test_a_value_in_its_form_is_read(form: Callable[[str], Any], found: str, value: object) -> None:
    assert form(found) == value


TITLED = (
    "expected a web address such as https://forum.example/slides.pdf, or one behind a title: "
    "Slides <https://forum.example/slides.pdf>"
)
ADDRESS = "expected a web address such as https://forum.example/register"
ID = "expected an id of at most 64 letters (A to Z), digits, “-” and “_”"
HOURS = "expected hours such as 09:00-12:30"
DATES = "expected a date such as 2020-07-14, or dates such as 2020-07-14..2020-07-17"


@pytest.mark.parametrize(
    ("form", "found", "expected"),
    [
        (cells.text, "left\u202eright", "expected text without invisible control characters (U+202E)"),
        (cells.text, "\u200b", "expected text; there is nothing to be seen in this one"),
        (cells.text, "\u2060 \u200f\xa0", "expected text; there is nothing to be seen in this one"),
        (cells.text, "bell\x07", "expected text without invisible control characters (U+0007)"),
        (cells.lines, "one\n\x1b[31mtwo", "expected text without invisible control characters (U+001B)"),
        (cells.identifier, "../../etc/passwd", ID),
        (cells.identifier, "S 1", ID),
        (cells.identifier, "Sé", ID),
        (cells.identifier, "S.1", ID),
        (cells.identifier, "a" * 65, ID),
        (cells.identifier, "S-1\n", ID),
        (cells.identifier, "-rf", "expected an id that does not begin with “-”"),
        (cells.identifier, "CON", "expected another id: Windows cannot make a folder of this name"),
        (cells.identifier, "nul", "expected another id: Windows cannot make a folder of this name"),
        (cells.identifier, "Com1", "expected another id: Windows cannot make a folder of this name"),
        (cells.identifier, "LPT9", "expected another id: Windows cannot make a folder of this name"),
        (cells.number(1, 5), "6", "expected a whole number from 1 to 5"),
        (cells.number(1, 5), "3.0", "expected a whole number from 1 to 5"),
        (cells.number(0), "-1", "expected a whole number, 0 or more"),
        (cells.number(0), "٣", "expected a whole number, 0 or more"),
        (cells.number(0), "9" * 5000, "expected a whole number, 0 or more"),
        (cells.yes_or_no, "maybe", "expected yes or no (or true, false, x, 1, 0)"),
        (cells.one_of("pin", "free"), "pinn", "expected one of pin, free; did you mean “pin”?"),
        (cells.action_line, "C12", "expected an Action Line, C1 to C11 or such as C7-e-health; did you mean “C1”?"),
        (cells.language, "English, French", "expected a language tag such as en, fr or zh-Hans"),
        (cells.link, "javascript:alert(1)", ADDRESS),
        (cells.link, "ftp://forum.example/", ADDRESS),
        (cells.link, "https:///nowhere", ADDRESS),
        (cells.link, "https://forum.example:x/", ADDRESS),
        (cells.link, "https://[::1/", ADDRESS),
        (cells.link, "https://me:secret@forum.example/", f"{ADDRESS}, without user name and password"),
        (cells.link, "https://forum.example/?to=me@forum.example", f"{ADDRESS}, without an e-mail address in it"),
        (cells.link, "https://forum.example/me%40forum.example", f"{ADDRESS}, without an e-mail address in it"),
        (cells.link, "https://me@forum.example/", f"{ADDRESS}, without user name and password"),
        (cells.titled_link, "slides.pdf", TITLED),
        (cells.titled_link, "javascript:alert(1)", TITLED),
        (cells.titled_link, "Slides https://forum.example/1.pdf", TITLED),
        (cells.titled_link, "Slides <>", TITLED),
        (cells.titled_link, "Slides <https://forum.example/1.pdf> new", TITLED),
        (cells.titled_link, "Slides <https://forum.example/1.pdf", TITLED),
        (cells.titled_link, "Slides <script>", ADDRESS),
        (cells.titled_link, "Slides <javascript:alert(1)>", ADDRESS),
        (cells.titled_link, "Slides <https://me:secret@forum.example/>", f"{ADDRESS}, without user name and password"),
        (cells.titled_link, "https://forum.example/?to=me@forum.example",
         f"{ADDRESS}, without an e-mail address in it"),
        (cells.titled_link, "Sli\u202edes <https://forum.example/>",
         "expected text without invisible control characters (U+202E)"),
        (cells.link, 'https://forum.example/"onload=x',
         f"{ADDRESS}, without blanks, quotes and other marks that addresses do not have"),
        (cells.link, "https://forum.exаmple/",
         f"{ADDRESS}, without blanks, quotes and other marks that addresses do not have"),
        (cells.email, "someone at forum", "expected an e-mail address"),
        (cells.weekday, "Freitag", "expected a weekday: Mon, Tue, Wed, Thu, Fri, Sat, Sun"),
        (cells.hours, "morning", HOURS),
        (cells.hours, "09:00", HOURS),
        (cells.hours, "25:00-26:00", HOURS),
        (cells.hours, "09:60-10:00", HOURS),
        (cells.hours, "09:00-09:00", f"{HOURS}; these begin and end at the same time"),
        (ISO.day, "14/07/2020", "expected a date such as 2020-07-14"),
        (ISO.day, "2020-7-4", "expected a date such as 2020-07-14"),
        (ISO.day, "2020-02-30", "expected a date of the calendar such as 2020-07-14"),
        (ISO.day, "0001-01-01", "expected a date in the years 1970 to 2199"),
        (DateForm("%d/%m/%Y").day, "2020-07-14", "expected a date such as 14/07/2020"),
        (DateForm("%d/%m/%Y").day, "07/14/2020", "expected a date of the calendar such as 14/07/2020"),
        (ISO.days, "soon", DATES),
        (ISO.days, "2020-07-17..2020-07-13", "expected dates from the earlier to the later one"),
        (ISO.moment, "2020-07-14", "expected a local date and time such as 2020-07-14 15:00"),
        (ISO.moment, "2020-07-14 24:00", "expected a local date and time such as 2020-07-14 15:00"),
        (ISO.moment_or_day, "15:00", "expected a local date and time such as 2020-07-14 15:00, or a date"),
    ],
)  # fmt: skip
def test_a_value_in_another_form_is_refused(form: Callable[[str], Any], found: str, expected: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is compared
        form(found)
    assert str(raised.value) == expected


@pytest.mark.parametrize(
    ("found", "value"),
    [
        ("2020-07-14", LocalTimes("UTC", Days(date(2020, 7, 14), date(2020, 7, 14)))),
        ("2020-07-14..2020-07-20", LocalTimes("UTC", Days(date(2020, 7, 14), date(2020, 7, 20)))),
        ("2020-07-14 09:00-12:00", LocalTimes("UTC", Days(date(2020, 7, 14), date(2020, 7, 14)), (), Hours(540, 720))),
        ("Fri", LocalTimes("UTC", None, (4,))),
        ("Wed, Mon 09:00-11:00", LocalTimes("UTC", None, (0, 2), Hours(540, 660))),
        ("22:00 - 07:00", LocalTimes("UTC", None, (), Hours(1320, 1860))),
        (
            "2020-07-14 .. 2020-07-20 Mon 09:00-11:00",
            LocalTimes("UTC", Days(date(2020, 7, 14), date(2020, 7, 20)), (0,), Hours(540, 660)),
        ),
    ],
)
def test_times_are_any_of_dates_weekdays_and_hours(found: str, value: LocalTimes) -> None:
    assert ISO.times(found, "UTC") == value


@pytest.mark.parametrize("found", ["never", "Mon 2020-07-14", "09:00-11:00 Mon", "2020-07-14 15:00", "Mon Tue", ";"])
def test_other_times_are_refused(found: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        ISO.times(found, "UTC")
    assert str(raised.value) == (
        "expected times such as 2020-07-14, 2020-07-14..2020-07-17, Fri, Mon,Wed 09:00-11:00, "
        "2020-07-14 09:00-12:00 or 22:00-07:00"
    )


@pytest.mark.parametrize("form", ["%d %B %Y", "%d/%m/%y", "%d/%m", "%d/%m/%Y %H", "", "%d;%m;%Y", "%Y-%m-%d-%d"])
def test_a_date_form_that_would_leave_room_for_guesses_is_refused(form: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        DateForm(form)
    assert str(raised.value) == "expected %d, %m and %Y, joined by “.”, “/” or “-”, such as %d/%m/%Y"


def test_a_local_time_is_the_instant_of_its_zone() -> None:
    assert ISO.moment("2020-07-14 15:00").instant("Asia/Kathmandu") == datetime(2020, 7, 14, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "zone", "expected"),
    [
        (
            "2021-03-28 02:30",
            "Europe/Zurich",
            "expected a time that exists: the clock of Europe/Zurich skips this one",
        ),
        (
            "2020-10-25 02:30",
            "Europe/Zurich",
            "expected an offset: in Europe/Zurich this time comes twice, "
            "2020-10-25 02:30 +02:00 and 2020-10-25 02:30 +01:00",
        ),
        ("2020-10-25 02:30 +03:00", "Europe/Zurich", "expected an offset that Europe/Zurich has at this time"),
        ("2020-07-14 15:00 +01:00", "Europe/Zurich", "expected an offset that Europe/Zurich has at this time"),
        ("2021-03-28 02:30 +01:00", "Europe/Zurich", "expected an offset that Europe/Zurich has at this time"),
    ],
)
def test_a_time_in_a_gap_in_a_fold_or_with_a_wrong_offset_is_refused(found: str, zone: str, expected: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        ISO.moment(found).instant(zone)
    assert str(raised.value) == expected


@pytest.mark.parametrize(
    ("found", "hour"), [("2020-10-25 02:30 +02:00", 0), ("2020-10-25 02:30 +01:00", 1), ("2020-10-25 02:30+0100", 1)]
)
def test_an_offset_tells_the_two_times_of_a_fold_apart(found: str, hour: int) -> None:
    assert ISO.moment(found).instant("Europe/Zurich") == datetime(2020, 10, 25, hour, 30, tzinfo=UTC)


@given(st.integers(0, 1439), st.integers(1, 1439))
def test_hours_are_read_back_as_they_are_written(start: int, length: int) -> None:
    span = Hours(start, start + length)
    assert cells.hours(str(span)) == span


@given(
    st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%d-%m"]),
)
def test_dates_are_read_back_as_they_are_written(day: date, form: str) -> None:
    assert DateForm(form).day(DateForm(form).write(day)) == day


@given(st.dates(date(1970, 1, 1), date(2199, 1, 1)), st.integers(0, 60))
def test_days_are_read_back_as_they_are_written(first: date, more: int) -> None:
    days = Days(first, first + timedelta(days=more))
    assert ISO.days(str(days)) == days


@given(st.text())
def test_no_text_breaks_a_form_in_another_way_than_a_refusal(found: str) -> None:
    forms: list[Callable[[str], Any]] = [
        cells.text, cells.lines, cells.identifier, cells.number(0), cells.yes_or_no, cells.action_line,
        cells.language, cells.link, cells.titled_link, cells.email, cells.weekday, cells.hours,
        cells.time_zone, ISO.day, ISO.days,
        ISO.moment, ISO.moment_or_day, lambda text: ISO.times(text, "UTC"),
    ]  # fmt: skip
    for form in forms:
        try:
            form(found)
        except ValueError as error:
            assert str(error).startswith("expected ")  # noqa: PT017
