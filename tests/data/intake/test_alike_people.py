"""Tests of what makes two rows of people look like one person, and what does not."""

from __future__ import annotations

import pytest

from data.intake.alike import suggestions
from data.intake.alike_people import names_of


def found(*people, contacts=(), appearances=()):
    """The pairs that are suggested among people P-1, P-2, ...: (first, second) by number. Others make words common."""
    rows = {
        f"P-{number}": dict(zip(("name", "organisation", "country"), person, strict=False))
        for number, person in enumerate(people, start=1)
    }
    mail = [{"id": name, "email": email} for name, email in contacts]
    parts = [{"session": session, "person": person} for session, person in appearances]
    return [(each.first, each.second, each.reason) for each in suggestions({}, rows, mail, parts)]


def are_one(first, second, *more, **said):
    return any(pair[:2] == ("P-1", "P-2") for pair in found(first, second, *more, **said))


ITU = "International Telecommunication Union"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Amina Khan", "KHAN, Amina"),
        ("Amina Khan", "Dr. Amina KHAN"),
        ("Amina Khan", "Khan, Prof. Dr. Amina"),
        ("Amina Khan", "H.E. Ms Amina Khan"),
        ("Amina Khan", "S.E. Mme Amina Khan"),
        ("Amina Khan", "Eng. Amina Khan, PhD"),
        ("Amina Khan", "A. Khan"),
        ("Amina Khan", "M. Amina Khan"),
        ("Amina Khan", "Amina Bano Khan"),
        ("José Pérez", "Jose Perez"),
        ("Søren Østergård", "Soren Ostergard"),
        ("Jean-Pierre Dupont", "Jean Pierre DUPONT"),
        ("Jean-Pierre Dupont", "Jeanpierre Dupont"),
        ("Mohammed Hussein", "Muhammad Husain"),
        ("Юлия Иванова", "Yulia Ivanova"),
        ("Aleksandr Sergeev", "Alexander Sergeyev"),
        ("Thandiwe Nkosi", "Thandwie Nkosi"),
        ("王小明", "王小明"),
    ],
)
def test_one_person_of_one_organisation_in_two_spellings(first, second):
    assert are_one((first, ITU, "Kenya"), (second, "ITU", "Kenya"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Amina Khan", "Amina Diallo"),
        ("Amina Khan", "Omar Khan"),
        ("Mario Rossi", "Maria Rossi"),
        ("Daniel Kim", "Daniela Kim"),
        ("Official 001", "Official 002"),
        ("Wei Fang", "Wei Feng"),
        ("A. Khan", "O. Khan"),
        ("Dr. Khan", "Dr. Diallo"),
        ("王小明", "李小红"),
    ],
)
def test_two_people_of_one_organisation(first, second):
    assert found((first, ITU, "Kenya"), (second, ITU, "Kenya")) == []


def test_people_of_one_name_elsewhere_are_others():
    assert found(("Amina Khan", ITU, "Switzerland"), ("Amina Khan", "Bank of Lahore", "Pakistan")) == []
    assert found(("Amina Khan", ITU, "Kenya"), ("Amina Khan", "Bank of Nairobi", "Kenya")) == []


def test_the_reason_says_what_is_alike_and_never_an_address():
    same = found(
        ("Amina Khan", ITU, "Kenya"),
        ("KHAN, A.", "Bank", ""),
        contacts=[("P-1", "a@x.example"), ("P-2", "A@X.example")],
    )
    assert same == [("P-1", "P-2", "like names: an initial; same e-mail address")]
    assert found(("Amina Khan", ITU, "Kenya"), ("Khan, Amina", ITU, "")) == [
        ("P-1", "P-2", "same names in another order; same organisation, a country is not said")
    ]


def test_an_office_shares_its_address():
    info = [("P-1", "info@x.example"), ("P-2", "info@x.example")]
    assert found(("Amina Khan", ITU, "Kenya"), ("Omar Khan", ITU, "Kenya"), contacts=info) == []
    mine = [("P-1", "khan@x.example"), ("P-2", "khan@x.example")]
    assert found(("Amina Khan", "", ""), ("Peter Diallo", "", ""), contacts=mine) == []


def test_people_of_one_session_are_others_unless_they_share_an_address():
    rows = (("Amina Khan", ITU, "Kenya"), ("Amina B. Khan", ITU, "Kenya"))
    together = [("S-1", "P-1"), ("S-1", "P-2")]
    assert are_one(*rows)
    assert found(*rows, appearances=together) == []
    assert are_one(*rows, appearances=together, contacts=[("P-1", "a@x.example"), ("P-2", "a@x.example")])


def test_an_initial_that_fits_two_people_is_nobody():
    assert found(("Amina Khan", ITU, "Kenya"), ("Ahmed Khan", ITU, "Kenya"), ("A. Khan", ITU, "Kenya")) == []


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("H.E. Mr. Li Wei", ("li", "wei")),
        ("HE Li Wei", ("li", "wei")),
        ("He Xiu", ("he", "xiu")),
        ("M. Khan", ("m", "khan")),
        ("Ma, Jack", ("ma", "jack")),
        ("Don Smith", ("don", "smith")),
        ("Don Pedro Ruiz", ("pedro", "ruiz")),
        ("Amina Khan (invented)", ("amina", "khan")),
        ("Dr.", ("dr",)),
        ("", ()),
        ("=1+1", ("1", "1")),
    ],
)
def test_names_without_forms_of_address(name, names):
    assert names_of(name) == names
