"""Tests that what people answer is read as what it says in many languages, and never guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.intake import answers
from data.intake.answers import Manner

JOINED = Manner("day-first", ",")
Reader = Callable[[str, Manner], tuple[str, ...]]


def told(reader: Reader, text: str, manner: Manner = JOINED) -> str:
    try:
        return ";".join(reader(text, manner))
    except ValueError as error:
        return "unread" if str(error).startswith("expected ") else f"badly told: {error}"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14/07/2020", "2020-07-14"),
        ("14.7.20", "2020-07-14"),
        ("2020-07-14, 2020-07-16", "2020-07-14;2020-07-16"),
        ("July 14, 2020, July 16, 2020", "2020-07-14;2020-07-16"),
        ("13-17 July 2020", "2020-07-13..2020-07-17"),
        ("July 13-17, 2020", "2020-07-13..2020-07-17"),
        ("13/07/2020 - 17/07/2020", "2020-07-13..2020-07-17"),
        ("2020-07-13..2020-07-17", "2020-07-13..2020-07-17"),
        ("du 13 juillet 2020 au 17 juillet 2020", "2020-07-13..2020-07-17"),
        ("14 de julio de 2020", "2020-07-14"),
        ("Dienstag, 14. Juli 2020", "2020-07-14"),
        ("14 июля 2020 г.", "2020-07-14"),
        ("2020年7月14日", "2020-07-14"),
        ("١٤ يوليو ٢٠٢٠", "2020-07-14"),
        ("Tuesday 14th July 2020\n16 July 2020", "2020-07-14;2020-07-16"),
        ("14 July", "unread"),
        ("07/14/2020", "unread"),
        ("31/02/2020", "unread"),
        ("next week", "unread"),
        ("17 July 2020 to 13 July 2020", "unread"),
    ],
)
def test_dates(text: str, read: str) -> None:
    assert told(answers.dates, text) == read


@pytest.mark.parametrize(
    ("texts", "possible"),
    [
        (["05/08/2020", "06/08/2020"], ["day-first", "month-first"]),
        (["05/08/2020", "14/07/2020"], ["day-first"]),
        (["05/08/2020", "7/14/2020"], ["month-first"]),
        (["14/07/2020", "7/14/2020"], []),
        (["05.08.2020"], ["day-first"]),
        (["07/07/2020", "2020-08-05", "5 August 2020"], ["day-first", "month-first", "year-first"]),
    ],
    ids=["either", "day", "month", "neither", "points", "alike"],
)
def test_the_order_of_dates_is_that_of_the_whole_column(texts: list[str], possible: list[str]) -> None:
    assert sorted(answers.possible_orders(texts)) == possible


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2020/07/14 3:04:05 PM GMT+2", "2020-07-14 15:04:05"),
        ("2020/07/14 1:04:05 PM GMT", "2020-07-14 13:04:05"),
        ("2020/07/14 10:04:05 PM GMT+9", "2020-07-14 15:04:05"),
        ("14/07/2020 15:04:05", "2020-07-14 15:04:05"),
        ("14.07.2020 15:04", "2020-07-14 15:04:00"),
        ("2020-07-14 15:04:05.123", "2020-07-14 15:04:05"),
        ("2020-07-14", "2020-07-14"),
    ],
)
def test_when_a_form_was_answered_is_one_text_in_every_export(text: str, read: str) -> None:
    assert answers.answered(text, "day-first", "Europe/Zurich") == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9am-12pm", "09:00-12:00"),
        ("9-11 am", "09:00-11:00"),
        ("11-1pm", "11:00-13:00"),
        ("10 pm to 2 am", "22:00-02:00"),
        ("14h à 16h30", "14:00-16:30"),
        ("Morning (09:00-12:00)", "09:00-12:00"),
        ("9:00 to 12:00, 14:00 to 16:00", "09:00-12:00;14:00-16:00"),
        ("09:00 – 12:30", "09:00-12:30"),
        ("14:00 CET", "unread"),
        ("25:00-26:00", "unread"),
        ("any", "unread"),
    ],
)
def test_hours(text: str, read: str) -> None:
    assert told(answers.hours, text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("60 minutes", "60"),
        ("90", "90"),
        ("1h30", "90"),
        ("1:30", "90"),
        ("1 hour 30 minutes", "90"),
        ("1,5 Stunden", "90"),
        ("1 heure", "60"),
        ("2 часа", "120"),
        ("90分钟", "90"),
        ("60 دقيقة", "60"),
        ("Thematic workshop (60 minutes)", "60"),
        ("60-90 min", "unread"),
        ("60 or 90 min", "unread"),
        ("long", "unread"),
    ],
)
def test_durations(text: str, read: str) -> None:
    assert told(answers.duration, text) == read


@pytest.mark.parametrize(
    ("reader", "text", "read"),
    [
        (answers.action_lines, "C1. The role of authorities, C7. ICT Applications: e-health", "C1;C7-e-health"),
        (answers.action_lines, "С3, c 5", "C3;C5"),
        (answers.action_lines, "e-Agriculture", "C7-e-agriculture"),
        (answers.action_lines, "C12", "unread"),
        (answers.goals, "SDG 4: Quality education, SDG 16: Peace, justice", "4;16"),
        (answers.goals, "ЦУР 4", "4"),
        (answers.goals, "SDG 18", "unread"),
        (answers.yes_or_no, "Yes, please", "yes"),
        (answers.yes_or_no, "نعم", "yes"),
        (answers.yes_or_no, "否", "no"),
        (answers.yes_or_no, "maybe", "unread"),
        (answers.languages, "français et anglais", "fr;en"),
        (answers.languages, "Chinese (Mandarin), русский, العربية, 中文", "zh;ru;ar"),
        (answers.languages, "en;zh-Hans", "en;zh-Hans"),
        (answers.languages, "Elvish", "unread"),
        (answers.weekdays, "lundi, Wed, понедельник", "Mon;Wed"),
        (answers.number, "50-100", "100"),
        (answers.number, "1,000+", "1000"),
        (answers.number, "many", "unread"),
        (answers.time_zone, "Africa/Nairobi (EAT)", "Africa/Nairobi"),
        (answers.time_zone, "Paris (CET)", "Europe/Paris"),
        (answers.time_zone, "Nepal", "Asia/Kathmandu"),
        (answers.time_zone, "CET", "unread"),
        (answers.time_zone, "GMT+1 (Paris)", "unread"),
        (answers.moment, "14/07/2020 15:00", "2020-07-14 15:00"),
        (answers.moment, "14/07/2020 3 pm", "unread"),
        (answers.moment, "14 July 2020", "2020-07-14"),
        (answers.link, "javascript:alert(1)", "unread"),
        (answers.links, "https://a.example/1, https://b.example/2", "https://a.example/1;https://b.example/2"),
    ],
)
def test_other_answers(reader: Reader, text: str, read: str) -> None:
    assert told(reader, text) == read


@pytest.mark.parametrize(
    ("text", "name"),
    [("Suisse", "Switzerland"), ("瑞士", "Switzerland"), ("مصر", "Egypt"), ("UK", "UK"), ("Atlantis", "Atlantis")],
)
def test_countries_get_the_names_that_zones_are_found_by(text: str, name: str) -> None:
    assert answers.country(text) == name


def test_an_answer_that_is_known_stays_whole() -> None:
    found = answers.parts("Health, education, Climate, health, Education, other", ",", ["Health, education"])
    assert list(found) == ["Health, education", "Climate", "health, Education", "other"]


def test_what_cannot_be_seen_is_taken_off() -> None:
    assert answers.clean("\u202bمرحبا\u202c\x07 \u200b") == "مرحبا"
    assert answers.clean("\u200b\u2060") == ""
