"""Tests that people are told from one answer, however it is written, and that nobody is made of a text."""

from __future__ import annotations

import pytest

from data.intake.panel import Panellist, name_words, panellists

LI = Panellist("Li Wei", "Institute of Things", "China", "li@things.example")


@pytest.mark.parametrize(
    "text",
    [
        "Li Wei (Institute of Things, China) <li@things.example>",
        "1. Li Wei, Institute of Things, Chine, li@things.example",
        "• Li Wei – Institute of Things – 中国 (li@things.example)",
        "li@things.example | Li Wei | Institute of Things | China",
    ],
)
def test_one_person_in_many_dresses(text: str) -> None:
    assert list(panellists(text, ";")) == [LI]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Boro; Kim Lo (Lo Ltd)", [Panellist("Ana Boro"), Panellist("Kim Lo", "Lo Ltd")]),
        ("Moderator: Ana Boro\nTBC", [Panellist("Ana Boro", role="moderator"), "TBC"]),
        ("Boro, Ana (Institute)", [Panellist("Boro, Ana", "Institute")]),
        ("منى سعيد، جامعة النيل، مصر", [Panellist("منى سعيد", "جامعة النيل", "Egypt")]),
        ("a@x.example b@x.example", ["a@x.example b@x.example"]),
        ("To be confirmed", ["To be confirmed"]),
        ("words " * 30, [("words " * 30).strip()]),
    ],
    ids=["two", "role", "brackets", "arabic", "addresses", "nobody", "text"],
)
def test_people_of_an_answer(text: str, found: list[Panellist | str]) -> None:
    assert list(panellists(text, ";")) == found


def test_names_are_one_without_titles_and_order() -> None:
    assert name_words("Dr. Jana NOVÁK") == name_words("Novak, Jana")
    assert name_words("Jana Novak") != name_words("Jan Novak")
