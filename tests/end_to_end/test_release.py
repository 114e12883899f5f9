"""Releases as organisers make them: frozen whole, told apart, published again, and previewed before the next."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from itertools import combinations

import pytest

from data.grid import utc, utc_text
from data.readers import read_forum, read_timetable
from data.timetable import Timetable
from scheduler import rules_in_force, verify
from tests.end_to_end.command import FRAME, contents, done, forum, requests, row, timetable, write

FIRST, SECOND, THIRD = "2020-06-01T09:00:00Z", "2020-06-02T09:00:00Z", "2020-06-03T09:00:00Z"
PREVIEW = "This is a preview of changes that are not released yet. Only what is released counts."
LANGUAGES = '\n[publication]\nlanguages = ["en", "fr"]\nbanner = "Only an example"\n'


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A forum of three sessions that was released once: `forum` and `site`. Do not change it."""
    folder = tmp_path_factory.mktemp("released")
    place = write(folder / "forum", requests=requests(3), frame=FRAME + LANGUAGES)
    (place / "contacts.csv").write_text("id,email\nR-1,someone@mail.example\n", encoding="utf-8")
    (place / "interest.csv").write_text("person,session\nsecret,R-1\n", encoding="utf-8")
    placed(place, "08", "09", "07")
    done("release", place, "--out", folder / "site", "--at", FIRST)
    return folder


@pytest.fixture
def released(once, tmp_path):
    """Folder and site of a forum that was released once."""
    shutil.copytree(once, tmp_path / "copy")
    return tmp_path / "copy/forum", tmp_path / "copy/site"


def placed(place, *hours):
    """Put R-1, R-2 and so on at these hours (UTC) of 22 June; one without an hour is not placed."""
    rows = [row(f"R-{n}", f"2020-06-22T{hour}:00:00Z") for n, hour in enumerate(hours, start=1) if hour]
    (place / "timetable.json").write_text(timetable(*rows), encoding="utf-8")


def entries(site):
    """The VEVENT of each session in `all.ics`, as it is written."""
    events = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", site["all.ics"].decode(), re.S)
    return {re.search(r"UID:(R-\d)[.@]", event)[1]: event for event in events}


def sequences(site):
    return {name: int(re.search(r"SEQUENCE:(\d+)", event)[1]) for name, event in entries(site).items()}


# ---- what a release freezes ------------------------------------------------------------------------------------------


def test_a_release_freezes_what_was_read_but_for_private_tables(released):
    place, _ = released
    frozen = contents(place / "releases")
    manifest = json.loads(frozen.pop("v1.0.json"))
    assert sorted(frozen) == [
        ".gitattributes",
        "v1.0/inputs/forum.toml",
        "v1.0/inputs/requests.csv",
        "v1.0/revisions.json",
        "v1.0/timetable.json",
    ]
    assert frozen["v1.0/inputs/requests.csv"] == (place / "requests.csv").read_bytes()
    assert frozen["v1.0/revisions.json"] == (place / "revisions.json").read_bytes()
    assert b"secret" not in b"".join(frozen.values())
    assert b"mail.example" not in b"".join(frozen.values())
    told = ("format", "name", "number", "at", "previous", "forum", "counts")
    assert [manifest[key] for key in told] == [
        "forum-release/1", "v1.0", 1, FIRST, "", "Tiny Forum",
        {"appearances": 0, "people": 0, "placed": 3, "sessions": 3},
    ]  # fmt: skip
    assert sorted(manifest["private"]) == ["contacts.csv", "interest.csv"]


def test_releasing_again_with_nothing_changed_completes_the_site_of_the_newest(released, tmp_path):
    place, site = released
    kept, whole = contents(place), contents(site)
    (site / "index.html").unlink()
    (place / "contacts.csv").unlink()
    run = done("release", place, "--out", site)
    assert run.stdout == (
        f"Nothing has changed since v1.0, which is whole, and so is its site in {site}: "
        f"1 files written, {len(whole) - 2} unchanged, 0 removed.\n"
    )
    assert contents(site) == whole
    assert contents(place) == {name: content for name, content in kept.items() if name != "contacts.csv"}


def test_a_name_makes_another_release_also_of_the_same_programme(released):
    place, site = released
    done("release", place, "--out", site, "--at", SECOND, "--name", "final")
    done("release", place, "--out", site, "--at", THIRD, "--name", "final-2")
    names = sorted(path.name for path in (place / "releases").glob("*.json"))
    assert names == ["final-2.json", "final.json", "v1.0.json"]
    assert json.loads((place / "releases/final-2.json").read_text())["previous"] == "final"
    placed(place, "07", "09", "08")
    done("release", place, "--out", site, "--at", "2020-06-04T09:00:00Z")
    assert (place / "releases/v1.1.json").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("v1.0", "there is a release v1.0 already, and a release is never changed"),
        ("V1.0", "there is a release v1.0 already, and a release is never changed"),
        ("../v2", "a name is of letters (A to Z), digits"),
        (".v2", "a name is of letters (A to Z), digits"),
        ("v2.json", "a name is of letters (A to Z), digits"),
        ("work", "“work” means the folder as it lies"),
        ("con", "this is the name of a device of Windows"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(released, name, why):
    place, site = released
    placed(place, "07", "09", "08")
    kept = contents(place), contents(site)
    run = forum("release", place, "--out", site, "--name", name)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"Error: --name: {name!r} is none for a release: {why}" in run.stderr
    assert (contents(place), contents(site)) == kept


def test_a_timetable_with_a_hard_finding_is_not_released(released):
    place, site = released
    placed(place, "08", "08", "07")
    kept = contents(place), contents(site)
    run = forum("release", place, "--out", site)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.endswith("Not released: 1 hard finding.\n")
    assert (contents(place), contents(site)) == kept


def test_a_release_before_the_newest_is_refused(released):
    place, site = released
    placed(place, "07", "09", "08")
    kept = contents(place), contents(site)
    run = forum("release", place, "--out", site, "--at", FIRST)
    assert (run.returncode, run.stdout) == (1, "")
    assert "R-1 was already published at 2020-06-01T09:00:00Z" in run.stderr
    assert (contents(place), contents(site)) == kept


def test_what_is_in_the_way_of_the_site_is_told_before_anything_is_frozen(released, tmp_path):
    place, _ = released
    placed(place, "07", "09", "08")
    kept = contents(place)
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("mine")
    run = forum("release", place, "--out", other)
    assert (run.returncode, run.stdout) == (1, "")
    assert "publishing did not write 'index.html'" in run.stderr
    assert (contents(place), contents(other)) == (kept, {"index.html": b"mine"})


def test_a_logo_and_templates_are_frozen_and_the_release_is_read_without_the_folder(tmp_path):
    look = '\n[publication]\nlogo = "look/logo.svg"\ntemplates = "look/pages"\n'
    place = write(tmp_path / "forum", requests=requests(1), frame=FRAME + look)
    (place / "look/pages").mkdir(parents=True)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
    (place / "look/logo.svg").write_text(drawing)
    (place / "look/pages/404.html").write_text('{% extends "original/404.html" %}')
    (place / "look/pages/.hidden").write_text("not a template")
    placed(place, "08")
    done("release", place, "--out", tmp_path / "site", "--at", FIRST)
    frozen = sorted(json.loads((place / "releases/v1.0.json").read_text())["files"])
    assert frozen[:4] == [
        "inputs/forum.toml", "inputs/look/logo.svg", "inputs/look/pages/404.html", "inputs/requests.csv",
    ]  # fmt: skip
    shutil.rmtree(place / "look")
    (place / "forum.toml").unlink()
    (place / "timetable.json").unlink()
    done("publish", place, "--release", "v1.0", "--out", tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "site")


def test_a_picture_that_a_copy_would_not_have_is_told(tmp_path):
    place = write(tmp_path / "forum", requests=requests(1), frame=FRAME + '\n[publication]\nlogo = "a/../logo.svg"\n')
    run = forum("release", place, "--out", tmp_path / "site")
    assert (run.returncode, run.stderr) == (
        1,
        "forum.toml, logo: read “a/../logo.svg”; a release needs a path in the forum folder, without “..”.\n",
    )


# ---- the next release ------------------------------------------------------------------------------------------------


def test_the_next_release_tells_its_changes_by_name_and_the_first_is_had_again(released, tmp_path):
    place, site = released
    before = contents(site)
    placed(place, "08", "", "09")
    run = done("release", place, "--out", site, "--at", SECOND)
    assert run.stdout.splitlines()[0].startswith(f"Released v1.1 with 2 occurrences to {site}: ")
    assert run.stdout.splitlines()[1:] == [
        "1 session is published as cancelled, for want of a place in the timetable: R-2"
    ]
    after = contents(site)
    page = after["changes/index.html"].decode()
    assert '<bdi class="release">Release v1.1</bdi> · <span class="told-time" data-at="2020-06-02T09:00Z">' in page
    assert '<p class="release"><bdi>Release v1.1</bdi> · ' in page
    assert page.count('class="change"') == 2
    atom = after["changes.atom"].decode()
    assert re.findall('<category term="(.*)"/>', atom) == ["Release v1.1", "Release v1.1"]
    assert re.findall('<title type="text">(.*)</title>', atom) == ["Cancelled: Request 2", "Moved: Request 3"]
    assert '<bdi class="release">Version v1.1</bdi>' in after["fr/changes/index.html"].decode()
    # What moved or was cancelled keeps its page and its entry.
    assert {"s/R-2/index.html", "s/R-3/index.html", "s/R-2/R-2.ics"} <= after.keys()
    assert sequences(after) == {"R-1": 0, "R-2": 1, "R-3": 1}
    assert (place / "revisions.json").read_bytes() == (place / "releases/v1.1/revisions.json").read_bytes()
    for name, right in (("v1.0", before), ("v1.1", after)):
        run = done("publish", place, "--release", name, "--out", tmp_path / name)
        assert contents(tmp_path / name) == right
        note = "note: v1.1 is newer; calendars that have its entries do not take older ones.\n"
        assert run.stderr == (note if name == "v1.0" else "")
    run = forum("publish", place, "--release", "v1.0", "--out", site)
    assert run.returncode == 1
    assert run.stderr == (
        f"{site} holds the site already, and v1.1 is newer than v1.0: calendars that have its entries do not take "
        "older ones. Write the older site into a folder of its own.\n"
    )
    assert contents(site) == after


def test_two_releases_in_one_second_are_parted(released):
    place, site = released
    for number, hours in enumerate([("07", "08", "09"), ("09", "08", "07")], start=1):
        placed(place, *hours)
        done("release", place, "--out", site)
        assert (place / f"releases/v1.{number}.json").exists()
    instants = [json.loads((place / f"releases/v1.{n}.json").read_text())["at"] for n in (0, 1, 2)]
    assert sorted(set(instants)) == instants


def test_a_ledger_that_was_lost_or_changed_is_that_of_the_newest_release_again(released, tmp_path):
    place, site = released
    ledger = place / "revisions.json"
    right = ledger.read_bytes()
    note = f"note: {ledger} was not that of v1.0, and is again.\n"
    for spoil in (ledger.unlink, lambda: ledger.write_text("{"), lambda: ledger.write_bytes(right + b"\n")):
        for command in (["release", place, "--out", site], ["publish", place, "--out", tmp_path / "preview"]):
            spoil()
            assert done(*command).stderr == note
            assert ledger.read_bytes() == right


@pytest.mark.parametrize(
    ("command", "spoil", "said"),
    [
        (["diff", "v1.0"], lambda top: (top / "inputs/requests.csv").write_bytes(b"id,title,type\n"),
         "releases/v1.0/inputs/requests.csv: expected this file as it was frozen; it has been changed\n"),
        (["publish", "--release", "v1.0", "--out", "x"], lambda top: (top / "timetable.json").unlink(),
         "releases/v1.0/timetable.json: expected this file as it was frozen; it is missing\n"),
        (["publish", "--out", "x"], lambda top: (top / "inputs/forum.toml").unlink(),
         "releases/v1.0/inputs/forum.toml: expected this file as it was frozen; it is missing\n"),
        (["release", "--out", "x"], lambda top: (top / "inputs/decisions.csv").write_bytes(b""),
         "releases/v1.0/inputs/decisions.csv: expected no such file; it was added to what was frozen\n"),
    ],
    ids=["changed", "missing", "missing for a preview", "added"],
)  # fmt: skip
def test_a_frozen_file_that_is_not_as_it_was_is_told_by_name(released, tmp_path, command, spoil, said):
    place, _ = released
    spoil(place / "releases/v1.0")
    kept = contents(place)
    run = forum(command[0], place, *command[1:], cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said + "1 problem found.\n")
    assert (contents(place), (tmp_path / "x").exists()) == (kept, False)


def test_a_release_that_is_not_there_is_told_with_those_that_are(released):
    place, _ = released
    for command in (["diff", place, "v1.1"], ["publish", place, "--release", "v1.1", "--out", place.parent / "x"]):
        run = forum(*command)
        assert (run.returncode, run.stderr) == (
            1,
            f"{place} has no release “v1.1”; it has v1.0.\n",
        )


# ---- previews --------------------------------------------------------------------------------------------------------


def test_before_the_first_release_publishing_is_no_preview(tmp_path):
    place = write(tmp_path / "forum", requests=requests(1))
    placed(place, "08")
    done("publish", place, "--out", tmp_path / "site", "--at", FIRST)
    site = contents(tmp_path / "site")
    assert PREVIEW not in site["index.html"].decode()
    assert b"sitemap.xml" in site["robots.txt"]
    assert not (place / "releases").exists()


def test_a_preview_says_so_everywhere_and_keeps_nothing(released, tmp_path):
    place, site = released
    placed(place, "08", "", "09")
    kept, public = contents(place), contents(site)
    preview = tmp_path / "preview"
    run = done("publish", place, "--out", preview, "--at", SECOND)
    assert run.stdout.startswith(f"Wrote a preview of 2 occurrences to {preview}: ")
    assert run.stdout.endswith("\nv1.0 stays what is published; “forum release” publishes this.\n")
    assert (contents(place), contents(site)) == (kept, public)
    made = contents(preview)
    pages = {name: content.decode() for name, content in made.items() if name.endswith(".html")}
    assert [name for name, page in pages.items() if '<meta name="robots" content="noindex">' not in page] == []
    french = "Ceci est un aperçu de modifications qui ne sont pas encore publiées. Seul ce qui est publié fait foi."
    said = {name: french if name.startswith("fr/") else PREVIEW for name in pages}
    assert [name for name, page in pages.items() if said[name] not in page] == []
    assert [name for name, page in pages.items() if 'rel="alternate" type="text/calendar"' in page] == []
    feeds = {name: content.decode() for name, content in made.items() if name.endswith(".ics")}
    assert [name for name, feed in feeds.items() if "\r\nNAME:PREVIEW: " not in feed] == []
    assert [name for name, feed in feeds.items() if "\r\nX-WR-CALNAME:PREVIEW: " not in feed] == []
    assert "<title>PREVIEW: Changes in Tiny Forum</title>" in made["changes.atom"].decode()
    assert "<title>PREVIEW: Tiny Forum</title>" in made["schedule.xml"].decode()
    assert '<bdi class="release">Not released yet</bdi>' in pages["changes/index.html"]
    assert "sitemap.xml" not in made
    assert made["robots.txt"] == b"User-agent: *\nAllow: /\n"
    # The site of the release says none of this.
    assert not any(PREVIEW.encode() in content or b"PREVIEW: " in content for content in public.values())


def test_a_preview_does_not_replace_the_site_and_the_release_replaces_a_preview(released, tmp_path):
    place, site = released
    placed(place, "08", "", "09")
    kept = contents(place), contents(site)
    run = forum("publish", place, "--out", site, "--at", SECOND)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{site} holds the site as it was published; this is a preview of changes ")
    assert (contents(place), contents(site)) == kept
    preview = tmp_path / "preview"
    for _ in range(2):
        done("publish", place, "--out", preview, "--at", SECOND)
    done("release", place, "--out", preview, "--at", SECOND)
    done("release", place, "--out", site)
    assert contents(preview) == contents(site)
    assert forum("publish", place, "--out", preview).returncode == 1


def test_options_that_do_not_go_together(released, tmp_path):
    place, site = released
    for options in (["--release", "v1.0", "--at", FIRST], ["--release", "v1.0", "--new-ledger"], ["--new-ledger"]):
        assert forum("publish", place, "--out", tmp_path / "x", *options).returncode == 2
    assert forum("release", place, "--out", site, "--new-ledger").returncode == 2
    assert forum("diff", place, "v1.0", "--json", "--markdown").returncode == 2


def test_a_site_published_without_a_ledger_is_not_released_over_unasked(released, tmp_path):
    place, site = released
    shutil.rmtree(place / "releases")
    (place / "revisions.json").unlink()
    run = forum("release", place, "--out", site, "--at", SECOND)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{site} was published before, but there is no ")
    assert not (place / "releases").exists()
    done("release", place, "--out", site, "--at", SECOND, "--new-ledger")


# ---- release, disrupt, release -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def disrupted(autumn, tmp_path_factory):
    """The small sample released twice, with placements changed by hand between: folder, and the site of each."""
    folder = tmp_path_factory.mktemp("autumn")
    place = shutil.copytree(autumn / "forum", folder / "forum")
    (place / "revisions.json").unlink()
    done("release", place, "--out", folder / "first", "--at", FIRST)
    shutil.copytree(folder / "first", folder / "second")
    changed = exchanged(place)
    done("release", place, "--out", folder / "second", "--at", SECOND)
    return place, contents(folder / "first"), contents(folder / "second"), changed


def exchanged(place):
    """Exchange the starts of two sessions on two days in a way that verifies; return their ids."""
    reading = read_forum(place)
    rules = rules_in_force(reading.policy)
    placements = dict(read_timetable(place, reading.programme).placements)
    for one, other in combinations(sorted(placements), 2):
        here, there = placements[one], placements[other]
        if here.start.date() == there.start.date():
            continue
        swapped = {one: replace(here, start=there.start), other: replace(there, start=here.start)}
        timetable = Timetable(reading.programme, {**placements, **swapped})
        if not verify(timetable, rules).hard:
            (place / "timetable.json").write_text(timetable.to_json(), encoding="utf-8")
            return {one, other}
    return pytest.fail("no two sessions of the sample can change places")


def test_feeds_changes_and_diff_agree_on_what_moved(disrupted):
    place, first, second, changed = disrupted
    told = json.loads(done("diff", place, "v1.0", "v1.1", "--json").stdout)
    moved = {each["occurrence"]: each for each in told["changes"] if each["kind"] in ("moved", "channel")}
    assert set(moved) == changed
    assert told["counts"] == {"moved": 2}

    def events(site):
        found = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", site["all.ics"].decode(), re.S)
        return {re.search(r"UID:(.*?)[@]", event)[1].rsplit(".", 1)[0]: event for event in found}

    old, new = events(first), events(second)
    assert {name for name in new if old[name] != new[name]} == {name for name in new if "SEQUENCE:1" in new[name]}
    assert sum(old[name] != new[name] for name in new) == len(changed)
    ledger = json.loads((place / "revisions.json").read_text(encoding="utf-8"))["occurrences"]
    assert {each["occurrence"] for each in ledger if each["sequence"] == 1} == changed
    history = {each["occurrence"]: each["history"] for each in ledger if each["history"]}
    assert {
        name: [(line["at"], line["kind"], line["before"], line["after"]) for line in lines]
        for name, lines in history.items()
    } == {
        name: [(SECOND, "moved", *(f"{each[side]['start']}/{each[side]['end']}" for side in ("before", "after")))]
        for name, each in moved.items()
    }
    page = second["changes/index.html"].decode()
    assert len(re.findall('<span class="change">Moved</span>', page)) == len(re.findall('class="change"', page)) == 2
    for each in moved.values():
        assert f'data-start="{utc(each["after"]["start"]):%Y-%m-%dT%H:%MZ}"' in page
    sessions = {each["session"] for each in moved.values()}
    pages = {path for path in second if path.startswith("s/") and first.get(path) != second[path]}
    assert {path.split("/")[1] for path in pages} == sessions
    feeds = {path for path in second if path.endswith(".ics") and first.get(path) != second[path]}
    uids = [re.search(r"UID:.*", new[name])[0].encode() for name in new if old[name] != new[name]]
    assert feeds == {
        path
        for path in second
        if path.endswith(".ics") and any(uid in first.get(path, b"") + second[path] for uid in uids)
    }


def test_the_diff_of_a_release_and_itself_or_the_work_that_is_released_is_empty(disrupted):
    place, *_ = disrupted
    for pair in (["v1.0", "v1.0"], ["v1.1"], ["v1.1", "work"]):
        run = done("diff", place, *pair)
        assert run.stdout == f"Changes from {pair[0]} to {pair[-1] if len(pair) > 1 else 'work'}: none\n"


def test_the_diff_back_is_the_same_changes_the_other_way(disrupted):
    place, *_ = disrupted
    there, back = (
        json.loads(done("diff", place, *pair, "--json").stdout)["changes"]
        for pair in (("v1.0", "v1.1"), ("v1.1", "v1.0"))
    )
    assert {(each["occurrence"], utc_text(utc(each["before"]["start"]))) for each in there} == {
        (each["occurrence"], each["after"]["start"]) for each in back
    }
