"""Tests of what makes two requests look like one, and what does not."""

from __future__ import annotations

import pytest

from data.intake.alike import suggestions

ONE = "A pilot in Kisumu showed that cooperatives can run a mast on sunlight; farmers tell how they share its cost."
OTHER = "Judges and lawyers from Lima explain which evidence stood up in court, and what a register has to keep."
THIRD = "Nurses in Tromsø use tablets on boats; we count visits, batteries and the patience of those who wait."


def found(*requests, contacts=(), appearances=(), **more):
    """The pairs that are suggested among requests R-1, R-2, ...: title, organisers, description. Ids and reason."""
    rows = {
        f"R-{number}": dict(zip(("title", "organisers", "description"), request, strict=False)) | more
        for number, request in enumerate(requests, start=1)
    }
    mail = [{"id": name, "email": email} for name, email in contacts]
    parts = [{"session": session, "person": person} for session, person in appearances]
    return [(each.first, each.second, each.reason) for each in suggestions(rows, {}, mail, parts)]


TITLE = "Rural connectivity: lessons from the field"


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        TITLE.upper(),
        "Rural conectivity: lesons from the field",
        "Lessons from the field - rural connectivity",
        "Virtual workshop on rural connectivity: lessons from the field",
        "Rural connectivity: lessons from the field (WSIS Forum 2020)",
    ],
)
@pytest.mark.parametrize("text", [ONE, ""], ids=["text", "no text"])
def test_a_request_that_is_made_again(title, text):
    pairs = found((TITLE, "ITU", text), (title, "International Telecommunication Union", text))
    assert [pair[:2] for pair in pairs] == [("R-1", "R-2")]


def test_a_shortened_title_with_the_same_text():
    pairs = found((TITLE, "ITU", ONE), ("Rural connectivity", "ITU", ONE))
    assert pairs == [("R-1", "R-2", "one title is a shortening of the other; same organiser")]


def test_a_new_title_over_the_same_text():
    pairs = found((TITLE, "ITU", ONE), ("What masts cost", "ITU", ONE.replace("showed", "has shown")))
    assert pairs == [("R-1", "R-2", "nearly the same description; same organiser")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rural radio (Part 1)", "Rural radio (Part 2)"),
        ("Rural radio, part one", "Rural radio, part two"),
        ("Rural radio - Day 1", "Rural radio - Day 2"),
        ("Rural radio II", "Rural radio III"),
        ("Rural radio", "Rural radio II"),
        ("Rural radio: 2nd session", "Rural radio: 3rd session"),
        ("Rural radio, module A", "Rural radio, module B"),
        ("Rural radio 2019", "Rural radio 2020"),
        ("Rural radio for beginners", "Rural radio for advanced"),
        ("Country workshop: Gambia", "Country workshop: Zambia"),
        ("Country workshop - Kenya", "Country workshop - Peru"),
        ("Rural radio on 5G", "Rural radio on 4G"),
    ],
)
def test_parts_of_a_series_are_different(first, second):
    assert found((first, "ITU", ONE), (second, "ITU", ONE)) == []


def test_other_workshops_of_an_organiser_are_different():
    assert found((TITLE, "ITU", ONE), ("Rural courts: lessons from the field", "ITU", OTHER)) == []
    assert found((TITLE, "ITU", ""), ("Rural courts: views from three regions", "ITU", "")) == []


def test_the_same_title_of_another_organiser_counts_only_with_the_same_text():
    assert found((TITLE, "ITU", ONE), (TITLE, "University of Lagos", OTHER)) == []
    assert found((TITLE, "ITU", ""), (TITLE, "University of Lagos", "")) == []
    assert found((TITLE, "ITU", ONE), (TITLE, "University of Lagos", ONE)) == [
        ("R-1", "R-2", "same title; another organiser")
    ]


def test_an_address_or_speakers_stand_for_an_organiser_that_is_not_said():
    rows = ((TITLE, "ITU", ONE), (TITLE, "", ""))
    assert found(*rows) == []
    assert found(*rows, contacts=[("R-1", "a@x.example"), ("R-2", "a@x.example")]) == [
        ("R-1", "R-2", "same title; same e-mail address")
    ]
    assert found(*rows, appearances=[("R-1", "P-1"), ("R-2", "P-1")]) == [("R-1", "R-2", "same title; same speakers")]


def test_a_template_that_many_fill_in_makes_no_duplicates():
    form = "Aim: to exchange practices and to build partnerships. Format: short talks. Outcome: a summary on {}."
    topics = ("masts", "courts", "clinics", "schools", "harvests", "museums", "ferries", "forests", "markets")
    rows = [(f"Better {topic} with phones", f"Club of {topic}", form.format(topic)) for topic in topics]
    assert found(*rows) == []
    mine = [(f"Better {topic} with phones", "Club", form.format(topic)) for topic in topics]
    assert found(*mine) == []


def test_cancelled_requests_and_those_that_name_one_another_are_not_searched():
    rows = ((TITLE, "ITU", ONE), (TITLE, "ITU", ONE))
    assert found(*rows, status="cancelled") == []
    assert len(found(*rows)) == 1
    cells = {"title": TITLE, "organisers": "ITU"}
    assert suggestions({"R-1": cells, "R-2": cells | {"days_apart": "R-1 2..5"}}, {}) == ()


@pytest.mark.parametrize("title", ["", "=1+1", "<b>", "١٢٣", "会议", "a" * 32_000, "\n\n", "2020", "Part 2"])
def test_odd_titles_do_no_harm(title):
    assert [pair[:2] for pair in found((title, "ITU", ""), (TITLE, "ITU", ONE))] == []
