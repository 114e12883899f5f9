"""Tests of which names of organisations mean the same one."""

from __future__ import annotations

import pytest

from data.intake.alike_words import Organisations, plain

OTHERS = (
    "University of Lagos", "University of Accra", "University of Cairo", "Ministry of Health", "Ministry of Trade",
    "Centre for Open Data", "Centre for Local Content", "Association for Fair Markets", "Institute of Technology",
    "Health Foundation", "Regional Office for Trade", "Network of Regional Centres",
)  # fmt: skip
"""So that it is known here which words many organisations have."""


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("ITU", "International Telecommunication Union", True),
        ("I.T.U.", "International Telecommunication Union (ITU)", True),
        ("UNIVERSITY OF NAIROBI", "The University of Nairobi", True),
        ("Univ. of Nairobi", "University of Nairobi", True),
        ("Université de Nairobi", "University of Nairobi", True),
        ("University of Nairobi, School of Computing", "University of Nairobi", True),
        ("Ministry of ICT, Kenya", "Kenya Ministry of ICT", True),
        ("Peng Systems Ltd", "Peng Systems", True),
        ("Centre for Rural Radio", "Center for Rural Radio", True),
        ("Foundation for Ethics", "Foundatoin for Ethics", True),
        ("University of Nairobi", "University of Lagos", False),
        ("Ministry of ICT, Kenya", "Ministry of ICT, Rwanda", False),
        ("Centre for Open Data", "Centre for Local Content", False),
        ("ITU", "UNESCO", False),
        ("Bank of Mali", "Bank of Malta", False),
    ],
)
def test_names_of_organisations(first, second, same):
    organisations = Organisations((first, second, *OTHERS))
    assert organisations.alike(first, second) is same
    assert organisations.alike(second, first) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Élan—Über ’24", "elan uber 24"), ("Щука Ёж", "shchuka ezh"), ("a​b", "a b"), ("٣", "٣"), ("", "")],
)
def test_plain_letters(text, expected):
    assert plain(text) == expected
