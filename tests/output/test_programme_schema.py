"""The schema of `programme.json`: what is published fits it, and the docs name the same fields."""

from __future__ import annotations

import json
import re
from copy import deepcopy

import pytest

from data.programme import ROLES, STATUSES
from data.revisions import Revisions
from data.timetable import Timetable
from output import publish
from output.tables import FORMAT
from tests.output.programme_schema import DOCS, SCHEMA, problems, strict
from tests.output.tiny_forum import AT, instant, one_session, tiny_timetable

DEFINITIONS = SCHEMA["definitions"]
OBJECTS = {
    "": SCHEMA,
    "`forum`": DEFINITIONS["forum"],
    "a person": DEFINITIONS["person"],
    "a session": DEFINITIONS["session"],
    "an occurrence": DEFINITIONS["occurrence"],
}
"""What the table of the docs tells of in rows of its own."""


def fields():
    """The rows of the table in the docs: (in, fields, form, meaning)."""
    lines = (DOCS / "programme-json.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    place = ""
    for where, names, form, meaning in rows:
        place = where or place
        yield place, quoted(names), form, meaning


def quoted(text):
    return re.findall(r"`([^`]+)`", text)


@pytest.fixture
def programme(site):
    return json.loads(site["programme.json"])


def test_the_tiny_forum_fits_and_every_field_is_named(site):
    assert problems(site["programme.json"]) == []


def test_what_was_withdrawn_and_a_forum_without_anything_fit():
    first = publish(tiny_timetable(), Revisions(), AT)
    old = tiny_timetable()
    later = publish(Timetable(old.programme, {}), first.revisions, instant("2020-06-09T09:00:00"))
    document = json.loads(later.files["programme.json"])
    assert [len(each["withdrawn"]) for each in document["sessions"]] == [0, 0, 2, 1, 1]
    assert problems(later.files["programme.json"]) == []
    nothing = publish(Timetable(one_session().programme, {}), Revisions(), AT).files["programme.json"]
    assert json.loads(nothing)["sessions"] == []
    assert problems(nothing) == []


def test_readers_are_to_pass_over_fields_that_are_added(programme):
    programme["later"] = programme["sessions"][0]["later"] = 1
    content = json.dumps(programme)
    assert problems(content, tolerant=True) == []
    assert problems(content) != []


def test_the_version_is_that_of_the_writer():
    assert SCHEMA["properties"]["format"] == {"const": FORMAT}
    assert SCHEMA["title"] == FORMAT
    assert SCHEMA["$id"] == "urn:" + FORMAT.replace("/", ":")


def test_every_field_is_required_and_every_definition_used():
    assert strict(SCHEMA)["definitions"].keys() == DEFINITIONS.keys()
    for found in (SCHEMA, *DEFINITIONS.values()):
        if found.get("type") == "object":
            assert found["required"] == list(found["properties"])
    used = set(re.findall(r'"#/definitions/(\w+)"', json.dumps(SCHEMA)))
    assert used == set(DEFINITIONS)


def test_the_docs_name_the_fields_of_the_schema():
    told = {name: set() for name in OBJECTS}
    for place, names, _, _ in fields():
        assert not told[place] & set(names)
        told[place] |= set(names)
    assert told == {name: set(found["properties"]) for name, found in OBJECTS.items()}


def test_the_docs_name_the_fields_of_objects_in_lists_and_all_words_of_a_list():
    told_apart = {f"#/definitions/{name}" for name in ("person", "session", "occurrence")}
    for place, names, form, meaning in fields():
        for name in names:
            field = OBJECTS[place]["properties"][name]
            inner = field.get("items", {}).get("$ref", "")
            found = DEFINITIONS[inner.rpartition("/")[2]] if inner else {}
            if found.get("type") == "object" and inner not in told_apart:
                words = {word for each in found["properties"].values() for word in each.get("enum", ())}
                assert set(quoted(meaning)) == {*found["properties"], *words}
            if "enum" in field:
                assert quoted(form) == field["enum"]
            if field.get("type") == "array":
                assert form.startswith("list")
            if field.get("type") == "boolean":
                assert form == "true or false"
            if field.get("$ref") == "#/definitions/instant":
                assert form == "instant"


def test_words_are_those_of_the_programme():
    assert DEFINITIONS["session"]["properties"]["status"]["enum"] == list(STATUSES)
    assert DEFINITIONS["part"]["properties"]["role"]["enum"] == list(ROLES)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "forum-programme/2"),
        (("forum", "site"), "https://forum.example/2020"),
        (("forum", "revised"), "2020-06-01T09:00:00"),
        (("forum", "waking_hours"), "8-20"),
        (("people", 0, "id"), "-1"),
        (("sessions", 4, "status"), "held"),
        (("sessions", 4, "public_link"), "javascript:alert(1)"),
        (("sessions", 4, "page"), ""),
        (("sessions", 4, "languages"), ["English"]),
        (("sessions", 4, "part"), "1"),
        (("sessions", 4, "occurrences", 0, "start"), "2020-06-22T12:30:00+02:00"),
        (("sessions", 4, "occurrences", 0, "home_start"), "2020-06-22T14:30"),
        (("sessions", 4, "occurrences", 0, "sequence"), -1),
        (("sessions", 4, "people", 0, "role"), "facilitator"),
    ],
)
def test_other_documents_do_not_fit(programme, path, value):
    wrong = deepcopy(programme)
    *way, last = path
    place = wrong
    for step in way:
        place = place[step]
    assert place[last] != value
    place[last] = value
    assert problems(json.dumps(wrong), tolerant=True) != []
    del place[last]
    assert problems(json.dumps(wrong), tolerant=True) != []
