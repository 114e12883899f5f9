"""The whole site: what it holds, that nothing private is in it, and that its bytes never vary."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from data.programme import Channel, Publication
from output import write_site
from tests.output.tiny_forum import PRIVATE, files_of, one_session, tiny_timetable

ROOT = Path(__file__).parents[2]


def test_the_site_holds_exactly_these_files(site):
    feeds = [path for path in site if path.endswith(".ics")]
    assert sorted(set(site) - {path for path in feeds if path.startswith("feeds/") or "-utc" in path}) == [
        "404.html",
        "al/c7-e-health/index.html",
        "al/c9/index.html",
        "all.ics",
        "assets/days.css",
        "assets/forum.css",
        "assets/forum.js",
        "assets/icon.svg",
        "assets/now.js",
        "assets/words-en.js",
        "assets/zones.js",
        "changes.atom",
        "changes/index.html",
        "d/2020-06-22/index.html",
        "d/2020-06-23/index.html",
        "d/2020-06-24/index.html",
        "d/index.html",
        "embed/index.html",
        "index.html",
        "mine/index.html",
        "now/index.html",
        "p/p1/index.html",
        "p/p2/index.html",
        "p/p4/index.html",
        "people/index.html",
        "programme.csv",
        "programme.json",
        "programme.xlsx",
        "s/C-1/index.html",
        "s/E-1/index.html",
        "s/H-1/H-1.ics",
        "s/H-1/index.html",
        "s/P-1/P-1.ics",
        "s/P-1/index.html",
        "s/W-1/W-1.ics",
        "s/W-1/index.html",
        "schedule.json",
        "schedule.xml",
        "sdg/4/index.html",
        "search.json",
        "sitemap.xml",
        "subscribe/index.html",
        "t/media/index.html",
        "topics/index.html",
    ]
    # What they hold is told by the tests of feeds.
    assert sorted({path.rpartition("/")[0] for path in feeds}) == [
        "",
        "feeds",
        "feeds/channel",
        "feeds/language",
        "feeds/person",
        "feeds/track",
        "feeds/type",
        "feeds/week",
        "s/H-1",
        "s/P-1",
        "s/W-1",
    ]


def test_nothing_private_is_in_any_byte(site):
    # The zone of every person and request, the one time nobody can, the expected audience, and rows' origins.
    for name, content in unpacked(site):
        assert PRIVATE.encode() not in content, name
        assert b"987654" not in content, name
        assert b"N-1" not in content, name
        assert b"N-2" not in content, name
        assert b"N-3" not in content, name
        assert b"p3" not in content or name == "programme.xlsx/xl/theme/theme1.xml", name
        assert b"Marquesas" not in content or name == "assets/zones.js", name
        assert b"01:01" not in content, name
        known = content.replace(b".2020@forum.example", b"").replace(b'"@context"', b"").replace(b'"@type"', b"")
        assert b"@" not in known or name.endswith(".css"), name


def unpacked(files):
    """Every file as it is; of the workbook also the parts in it, which might be packed one day."""
    for name, content in files.items():
        if name != "programme.xlsx":
            yield name, content
            continue
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                assert (member.comment, member.extra) == (b"", b"")
                yield f"{name}/{member.filename}", archive.read(member)


def test_e_mail_addresses_in_texts_are_published_nowhere():
    said = "Ask secret.word@mail.example"
    fields = {
        "name": said,
        "channels": (Channel("room-1", said, link="https://stream.example/?to=secret.word@mail.example"),),
        "publication": Publication(banner=said),
    }
    texts = {"description": said, "track": said, "organisers": (said,), "source": said, "series": said}
    timetable = one_session(said, public_link="https://user:secret.word@mail.example/", forum_fields=fields, **texts)
    files = files_of(timetable)
    assert [name for name, content in unpacked(files) if b"secret.word" in content] == []


def test_credentials_in_a_link_are_not_published(changed):
    files = files_of(changed("W-1", public_link="https://user:secret-word@meet.example/join"))
    assert [name for name, content in files.items() if b"secret-word" in content or b"meet.example" in content] == []


PROGRAM = """
import hashlib
from tests.output.tiny_forum import files_of, tiny_timetable
for name, content in files_of(tiny_timetable()).items():
    print(name, hashlib.sha256(content).hexdigest())
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "LANG": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"},
    ],
    ids=["kiritimati", "st-johns"],
)
def test_the_bytes_are_the_same_in_other_surroundings(site, surroundings):
    usual = {key: value for key, value in os.environ.items() if key not in ("TZ", "LANG", "LC_ALL", "PYTHONHASHSEED")}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**usual, "PYTHONPATH": str(ROOT), **surroundings},
        capture_output=True,
        check=True,
        text=True,
    )
    here = [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in site.items()]
    assert run.stdout.splitlines() == here


def test_publishing_again_writes_nothing(tmp_path):
    first = write_site(files_of(tiny_timetable()), tmp_path)
    again = write_site(files_of(tiny_timetable()), tmp_path)
    count = len(first.written)
    assert count > 19
    assert (again.written, len(again.unchanged), again.removed) == ((), count, ())
