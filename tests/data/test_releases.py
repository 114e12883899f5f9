"""Releases on the disk: names, manifests, and folders that are none."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from data.grid import utc
from data.problems import ForumError, InputProblems
from data.readers import read_release, released_revisions, releases
from data.releases import Release, freeze, next_name, release_from_json, same_as, settle_ledger, why_not_named
from data.releases import write_release as put
from data.revisions import Revisions
from tests.factories import programme, session, timetable

AT = utc("2020-06-01T09:00:00Z")
DIGESTS = {"timetable.json": "0" * 64, "revisions.json": "1" * 64}
ONE = Release("v1.0", 1, AT, "", "Tiny Forum", 3, {"placed": 1}, DIGESTS, {"contacts.csv": "2" * 64})
HELD = timetable(programme(session("S-1")), {"S-1": "2020-06-22 09:00"})
INPUTS = {"forum.toml": b"a", "look/logo.svg": b"b"}


def frozen(name="v1.0", at=AT, earlier=(), **inputs):
    made = {**INPUTS, **inputs}
    return freeze(HELD, Revisions(AT), made, {"contacts.csv": b"c"}, name=name, at=at, cost=3, earlier=earlier)


def named(*names):
    return tuple(replace(ONE, name=name, number=number) for number, name in enumerate(names, start=1))


@pytest.mark.parametrize(
    ("earlier", "name"),
    [
        ((), "v1.0"),
        (("v1.0",), "v1.1"),
        (("v1.9",), "v1.10"),
        (("v1.0", "v2.0"), "v2.1"),
        (("v1.0", "final"), "v1.1"),
        (("v1.1", "V1.2", "v1.1-b", "v1.1"), "v1.3"),
        (("draft",), "v1.0"),
    ],
)
def test_the_next_name_counts_on_from_the_newest_usual_one(earlier, name):
    assert next_name(named(*earlier)) == name


@pytest.mark.parametrize("name", ["v1.1", "final", "2020-06-01", "A_b-c.d", "x" * 64])
def test_a_name_that_can_be(name):
    assert why_not_named(name, named("v1.0")) == ""


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "-a", "é", "a b", "a\n", "x" * 65, "a.", "a.JSON", "WORK", "nul", "com1.x"]
)
def test_a_name_that_cannot_be(name):
    assert why_not_named(name, ()) != ""
    with pytest.raises(ForumError, match="No release"):
        frozen(name)


def test_a_manifest_is_read_back_as_it_was_written():
    assert release_from_json(ONE.to_json(), "releases/v1.0.json") == ONE
    assert [line.strip()[:9] for line in ONE.to_json().splitlines()[:4]] == ["{", '"format":', '"name": "', '"number":']


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"name": "../x"}, "name"),
        ({"number": 0}, "number"),
        ({"number": True}, "number"),
        ({"at": "2020-06-01"}, "at"),
        ({"previous": None}, "previous"),
        ({"cost": -1}, "cost"),
        ({"counts": {"placed": "1"}}, "counts"),
        ({"files": {"timetable.json": "0" * 64}}, "files"),
        ({"files": {**DIGESTS, "../x": "0" * 64}}, "files"),
        ({"files": {**DIGESTS, "/x": "0" * 64}}, "files"),
        ({"files": {**DIGESTS, "x": "0"}}, "files"),
        ({"private": []}, "private"),
        ({"more": 1}, "more"),
    ],
)
def test_a_manifest_that_cannot_be_is_told_with_its_key(change, key):
    text = json.dumps({**json.loads(ONE.to_json()), **change})
    with pytest.raises(InputProblems) as told:
        release_from_json(text, "releases/v1.0.json")
    assert [(each.file, each.column) for each in told.value.problems] == [("releases/v1.0.json", key)]


def test_what_is_frozen_is_there_once_the_manifest_is(tmp_path):
    made = frozen()
    assert releases(tmp_path) == ()
    leftover = tmp_path / "releases/v1.0/inputs/old.csv"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("of a release that was broken off")
    assert releases(tmp_path) == ()
    put(tmp_path, made)
    assert releases(tmp_path) == (made.release,)
    assert not leftover.exists()
    found = {
        p.relative_to(tmp_path / "releases/v1.0").as_posix() for p in leftover.parents[1].rglob("*") if p.is_file()
    }
    assert found == {"inputs/forum.toml", "inputs/look/logo.svg", "revisions.json", "timetable.json"}
    assert (tmp_path / "releases/.gitattributes").read_text() == "* -text\n"
    assert released_revisions(tmp_path, made.release) == Revisions(AT)


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine").write_text("kept")
    (tmp_path / "forum/releases").mkdir(parents=True)
    (tmp_path / "forum/releases/v1.0").symlink_to(other)
    put(tmp_path / "forum", frozen())
    assert [path.name for path in other.iterdir()] == ["mine"]


def test_releases_come_in_order_and_a_gap_is_told(tmp_path):
    first = frozen()
    second = frozen("final", utc("2020-06-02T09:00:00Z"), (first.release,))
    third = frozen("v1.1", utc("2020-06-03T09:00:00Z"), (first.release, second.release))
    for each in (third, first, second):
        put(tmp_path, each)
    assert [(each.name, each.number, each.previous) for each in releases(tmp_path)] == [
        ("v1.0", 1, ""), ("final", 2, "v1.0"), ("v1.1", 3, "final"),
    ]  # fmt: skip
    (tmp_path / "releases/final.json").unlink()
    with pytest.raises(InputProblems) as told:
        releases(tmp_path)
    (problem,) = told.value.problems
    said = "expected release number 2, after v1.0; is a manifest missing, or one too many?"
    assert str(problem) == f"releases/v1.1.json, number: read “3”; {said}"


def test_a_manifest_under_another_name_is_told(tmp_path):
    put(tmp_path, frozen())
    (tmp_path / "releases/v1.0.json").rename(tmp_path / "releases/v2.0.json")
    with pytest.raises(InputProblems, match=r"releases/v2\.0\.json, name: read “v1\.0”; expected v2\.0"):
        releases(tmp_path)


def test_a_release_is_later_than_the_one_before():
    first = frozen().release
    with pytest.raises(ForumError, match="the next release is later than that"):
        frozen("v1.1", AT, (first,))


def test_the_same_is_the_same_whatever_private_tables_say():
    release = frozen().release
    assert same_as(release, HELD, INPUTS)
    assert not same_as(release, HELD, {**INPUTS, "forum.toml": b"other"})
    assert not same_as(release, HELD, {**INPUTS, "rules.toml": b""})
    assert not same_as(release, replace(HELD, placements={}), INPUTS)


def test_a_release_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ForumError, match=r"has no release “v1\.0”; there is none yet: run “forum release” first"):
        read_release(tmp_path, "v1.0")
    put(tmp_path, frozen())
    with pytest.raises(ForumError, match=r"has no release “v9”; it has v1\.0\."):
        read_release(tmp_path, "v9")


def test_a_ledger_is_settled_once(tmp_path):
    ledger = Revisions(AT)
    assert settle_ledger(tmp_path, ledger)
    assert not settle_ledger(tmp_path, ledger)
    (tmp_path / "revisions.json").write_text("{}")
    assert settle_ledger(tmp_path, ledger)
    assert (tmp_path / "revisions.json").read_text() == ledger.to_json()
