"""Putting a site on the disk."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from data.problems import ForumError
from output.site import MANIFEST, Report, earlier, write_site

FIRST = {"index.html": b"one", "s/A/index.html": b"a", "s/B/index.html": b"b"}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def listed(folder: Path) -> list[str]:
    return json.loads((folder / MANIFEST).read_bytes())["files"]


def test_a_new_site_is_written_whole_with_a_list_of_its_files(tmp_path):
    target = tmp_path / "deep" / "site"
    assert write_site(FIRST, target) == Report(tuple(FIRST), (), ())
    assert tree(target) == FIRST
    assert listed(target) == list(FIRST)


def test_what_is_unchanged_is_not_touched(tmp_path):
    write_site(FIRST, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert write_site(FIRST, tmp_path) == Report((), tuple(FIRST), ())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_changed_files_are_replaced_and_gone_ones_removed_with_their_folder(tmp_path):
    write_site(FIRST, tmp_path)
    second = {"index.html": b"two", "s/A/index.html": b"a", "all.ics": b"new"}
    report = write_site(second, tmp_path)
    assert report == Report(("all.ics", "index.html"), ("s/A/index.html",), ("s/B/index.html",))
    assert tree(tmp_path) == second
    assert not (tmp_path / "s/B").exists()
    assert listed(tmp_path) == sorted(second)


def test_files_of_others_stay_also_in_our_folders(tmp_path):
    (tmp_path / "robots.txt").write_bytes(b"theirs")
    write_site(FIRST, tmp_path)
    (tmp_path / "s/B/photo.jpg").write_bytes(b"theirs too")
    report = write_site({"index.html": b"one"}, tmp_path)
    assert report.removed == ("s/A/index.html", "s/B/index.html")
    assert tree(tmp_path) == {"index.html": b"one", "robots.txt": b"theirs", "s/B/photo.jpg": b"theirs too"}


def test_a_file_that_it_did_not_write_is_not_replaced_and_nothing_is_changed(tmp_path):
    (tmp_path / "index.html").write_bytes(b"theirs")
    (tmp_path / "s").mkdir()
    (tmp_path / "s/A").write_bytes(b"a file where a folder is needed")
    with pytest.raises(ForumError, match=r"did not write 'index.html'"):
        write_site(FIRST, tmp_path)
    (tmp_path / "index.html").unlink()
    with pytest.raises(ForumError, match=r"in the way of 's/A/index.html'"):
        write_site(FIRST, tmp_path)
    assert tree(tmp_path) == {"s/A": b"a file where a folder is needed"}
    assert not (tmp_path / MANIFEST).exists()


def test_an_identical_file_of_others_is_left_and_never_removed(tmp_path):
    (tmp_path / "index.html").write_bytes(b"one")
    assert write_site(FIRST, tmp_path).unchanged == ("index.html",)
    assert listed(tmp_path) == ["s/A/index.html", "s/B/index.html"]
    write_site({"s/A/index.html": b"a"}, tmp_path)
    assert tree(tmp_path) == {"index.html": b"one", "s/A/index.html": b"a"}


def test_links_are_not_followed_out_of_the_site(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    site = tmp_path / "site"
    site.mkdir()
    (site / "s").symlink_to(outside)
    (site / "index.html").symlink_to(outside / "index.html")
    with pytest.raises(ForumError):
        write_site(FIRST, site)
    assert list(outside.iterdir()) == []


def test_a_link_put_in_place_of_our_folder_protects_what_is_behind_it(tmp_path):
    site = tmp_path / "site"
    write_site(FIRST, site)
    (site / "s").rename(tmp_path / "moved")
    (site / "s").symlink_to(tmp_path / "moved")
    assert write_site({"index.html": b"one"}, site).removed == ()
    assert tree(tmp_path / "moved") == {"A/index.html": b"a", "B/index.html": b"b"}


@pytest.mark.parametrize(
    "name", ["../x", "s/../../x", "/etc/x", "", "s//x", "./x", "s\\x", "c:x", MANIFEST, ".x.begun", "a\0b"]
)
def test_paths_out_of_the_site_are_refused(tmp_path, name):
    with pytest.raises(ForumError, match="not a path inside the site"):
        write_site({"index.html": b"one", name: b"x"}, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"not JSON",
        b"[]",
        b'{"format": "forum-site/1"}',
        b'{"format": "forum-site/1", "files": ["../precious"]}',
        b'{"format": "other", "files": []}',
        b'{"format": "forum-site/1", "site": 1, "files": []}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_or_hostile_list_stops_everything(tmp_path, content):
    (tmp_path / "precious").write_bytes(b"keep")
    site = tmp_path / "site"
    site.mkdir()
    (site / MANIFEST).write_bytes(content)
    with pytest.raises(ForumError, match="list of published files"):
        write_site(FIRST, site)
    assert tree(tmp_path) == {"precious": b"keep"}


def test_the_site_of_another_address_is_not_replaced(tmp_path):
    write_site(FIRST, tmp_path, "https://one.example/")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(ForumError) as raised:
        write_site({"index.html": b"other"}, tmp_path, "https://two.example/")
    assert str(raised.value) == (
        f"{tmp_path} holds the site https://one.example/; this one is https://two.example/. "
        "Publish it into a folder of its own; if it is the same forum at a new address, empty that folder first"
    )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_list_without_an_address_gets_one(tmp_path):
    write_site(FIRST, tmp_path)
    report = write_site(FIRST, tmp_path, "https://one.example/")
    assert report == Report((), tuple(FIRST), ())
    assert json.loads((tmp_path / MANIFEST).read_bytes())["site"] == "https://one.example/"
    assert earlier(tmp_path, "https://one.example/")
    assert not earlier(tmp_path / "elsewhere", "https://one.example/")


@pytest.mark.parametrize("failing", range(1, 6))
def test_a_full_disk_leaves_every_file_old_or_new_and_the_next_run_mends_it(tmp_path, monkeypatch, failing):
    write_site(FIRST, tmp_path)
    second = {"index.html": b"two two", "s/A/index.html": b"aa aa", "new.html": b"new new"}
    kept = os.fsync
    calls = 0

    def full(number):
        nonlocal calls
        calls += 1
        if calls == failing:
            os.truncate(number, 3)
            raise OSError(errno.ENOSPC, "No space left on device")
        kept(number)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(ForumError, match="No space left on device"):
            write_site(second, tmp_path)
    found = tree(tmp_path)
    assert all(content in (FIRST.get(name), second.get(name)) for name, content in found.items())
    assert set(FIRST) - set(found) <= ({"s/B/index.html"} if failing == 5 else set())
    write_site(second, tmp_path)
    assert tree(tmp_path) == second
    assert listed(tmp_path) == sorted(second)


def test_what_a_killed_run_left_beside_a_file_is_cleared_away(tmp_path):
    write_site(FIRST, tmp_path)
    (tmp_path / ".index.html.begun").write_bytes(b"ha")
    write_site({**FIRST, "index.html": b"two"}, tmp_path)
    assert tree(tmp_path) == {**FIRST, "index.html": b"two"}


def test_a_link_under_the_name_of_a_begun_file_is_not_followed(tmp_path):
    outside, site = tmp_path / "outside", tmp_path / "site"
    outside.write_bytes(b"keep")
    site.mkdir()
    (site / ".index.html.begun").symlink_to(outside)
    write_site(FIRST, site)
    assert outside.read_bytes() == b"keep"
    assert tree(site) == FIRST


def test_a_target_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "site").write_bytes(b"theirs")
    with pytest.raises(ForumError):
        write_site(FIRST, tmp_path / "site")
    assert tree(tmp_path) == {"site": b"theirs"}
