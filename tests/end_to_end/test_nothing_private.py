"""Nothing private is published: marks in every private fact of a forum folder stand nowhere in the site.

And the site does not depend on private facts at all: a forum with others is published as the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import shutil
import zipfile
import zlib

import pytest

from constraints.catalogue import CATALOGUE, parameters
from data.readers import COLUMNS
from data.readers.toml_files import TomlTable
from tests.end_to_end.byte_search import places
from tests.end_to_end.command import contents, done, forum
from tests.end_to_end.planted import (
    FORUM,
    PUBLIC_COLUMNS,
    PUBLISHED,
    SHOWN_COLUMNS,
    UNPUBLISHED,
    WORD,
    is_private_key,
    mark,
    private_columns,
    write_otherwise,
    write_planted,
)

LEFT_OUT = 5
WEIGHT = 7_001
AT = "2020-06-01T09:00:00Z"
LATER = "2020-06-02T09:00:00Z"


def rules_toml():
    """Every rule with every key: weights, and numbers of soft rules, as nobody has them by default."""
    lines = []
    for number, kind in enumerate(CATALOGUE):
        lines.append(f"[{kind.name}]")
        if "soft" in kind.modes:
            lines.append(f"weight = {WEIGHT + number}")
        for name, value in parameters(kind).items():
            if isinstance(value, int):
                lines.append(f"{name} = {value + (3 if kind.modes[0] == 'soft' else 0)}")
            elif value:
                lines.append(f"{name} = {json.dumps(value)}")
    return "\n".join(lines) + "\n"


def publish(place, at=AT):
    """Publish `forum` in a folder into `site` beside it, with everything on."""
    more = ["--pdf"] if "--pdf" in done("publish", "--help").stdout else []
    done("publish", place / "forum", "--out", place / "site", "--at", at, *more)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A folder named with a mark: the forum with marks, planned and published into `site` beside it."""
    place = tmp_path_factory.mktemp("private") / WORD
    write_planted(place / "forum", rules_toml())
    plan = forum("plan", place / "forum", "--deterministic", "--time-limit", "1")
    assert plan.returncode == LEFT_OUT, plan.stderr
    publish(place)
    return place


@pytest.fixture(scope="module")
def site(planted):
    return contents(planted / "site")


def test_every_column_is_public_or_planted():
    known = {table: {column.name for column in columns} for table, columns in COLUMNS.items()}
    assert [table for table in known if not set(PUBLIC_COLUMNS[table].split()) <= known[table]] == []
    assert [table for table in SHOWN_COLUMNS if not set(SHOWN_COLUMNS[table].split()) <= known[table]] == []
    missing = [
        (table, name)
        for table in COLUMNS
        for name in private_columns(table)
        if not any(row.get(name) for row in (*PUBLISHED[table], *UNPUBLISHED[table]))
    ]
    assert missing == []


@pytest.mark.parametrize("table", ["requests", "sessions", "people"])
def test_every_private_column_of_a_published_row_is_planted(table):
    elsewhere = {"rehearsal_of"}  # what rehearses another session is never published itself
    bare = [name for name in private_columns(table) if not any(row.get(name) for row in PUBLISHED[table])]
    assert set(bare) <= elsewhere


def test_every_key_of_forum_toml_is_public_or_planted(planted, monkeypatch):
    from data.readers import read_forum

    asked = {}
    finish = TomlTable.finish

    def recorded(table, **former):
        asked.setdefault(table.name, set()).update(table.asked)
        finish(table, **former)

    monkeypatch.setattr(TomlTable, "finish", recorded)
    read_forum(planted / "forum")
    said = {}

    def collect(name, content):
        said.setdefault(name, set()).update(content)
        for key, value in content.items():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    collect(f"{name}.{key}" if name else key, each)

    collect("", FORUM)
    assert {name: {key for key in keys if is_private_key(name, key)} for name, keys in asked.items()} == {
        name: {key for key in keys if is_private_key(name, key)} for name, keys in said.items()
    }


def test_every_table_of_rules_toml_is_planted(planted):
    text = (planted / "forum" / "rules.toml").read_text()
    assert [kind.name for kind in CATALOGUE if f"[{kind.name}]" not in text] == []
    assert str(WEIGHT + len(CATALOGUE) - 1) in text


def test_no_mark_stands_anywhere_in_the_site(site):
    assert places(site, WORD) == []


def test_no_mark_stands_in_the_ledger_of_what_was_published(planted):
    ledger = (planted / "forum" / "revisions.json").read_bytes()
    assert len(json.loads(ledger)["occurrences"]) == sum(WORD not in name for name in _placed(planted))
    assert places({"revisions.json": ledger}, WORD) == []


def _placed(planted):
    return [row["session"] for row in json.loads((planted / "forum" / "timetable.json").read_text())["placements"]]


def test_what_can_be_published_is(site):
    content = json.loads(site["programme.json"])
    rows = {**{row["id"]: row for row in PUBLISHED["requests"]}, **{row["id"]: row for row in PUBLISHED["sessions"]}}
    assert [each["id"] for each in content["sessions"]] == sorted(rows)
    assert [each["title"] for each in content["sessions"]] == [rows[name]["title"] for name in sorted(rows)]
    assert [person["id"] for person in content["people"]] == ["F-1", "F-2", "P-1"]
    assert {name.rpartition(".")[2] for name in site} >= {
        "html",
        "ics",
        "csv",
        "json",
        "xlsx",
        "xml",
        "js",
        "css",
        "svg",
    }
    assert all(f"{tag}/index.html" in site for tag in FORUM["publication"]["languages"][1:])


def test_the_site_does_not_depend_on_anything_private(planted, site, tmp_path):
    write_otherwise(tmp_path / "forum")
    timetable = json.loads((planted / "forum" / "timetable.json").read_text())
    rows = timetable["placements"]
    timetable["placements"] = [row for row in rows if WORD not in row["session"]]
    assert len(timetable["placements"]) < len(rows)
    (tmp_path / "forum" / "timetable.json").write_text(json.dumps(timetable))
    publish(tmp_path)
    other = contents(tmp_path / "site")
    assert sorted(other) == sorted(site)
    assert {name for name in site if site[name] != other[name]} <= {"programme.pdf"}
    ledgers = [(place / "forum" / "revisions.json").read_bytes() for place in (planted, tmp_path)]
    assert ledgers[0] == ledgers[1]


def test_nothing_private_shows_when_sessions_are_withdrawn(planted, tmp_path):
    shutil.copytree(planted / "forum", tmp_path / "forum")
    place = tmp_path / "forum" / "timetable.json"
    timetable = json.loads(place.read_text())
    timetable["placements"] = [row for row in timetable["placements"] if row["session"] not in ("W-2.1", "W-2.2")]
    place.write_text(json.dumps(timetable))
    with (tmp_path / "forum" / "decisions.csv").open("a", encoding="utf-8") as table:
        table.write(f"W-2,leave out,,,,{mark('reason of a later day')}\n")
    publish(tmp_path, LATER)
    files = contents(tmp_path / "site")
    assert b"STATUS:CANCELLED" in files["s/W-2/W-2.ics"]
    assert places(files, WORD) == []
    assert places({"revisions.json": (tmp_path / "forum" / "revisions.json").read_bytes()}, WORD) == []


def test_a_mark_in_a_public_field_is_found_in_every_kind_of_file(planted, tmp_path):
    shutil.copytree(planted / "forum", tmp_path / "forum")
    table = tmp_path / "forum" / "requests.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Twice W", f"Twice {WORD} W"), encoding="utf-8")
    publish(tmp_path, LATER)
    files = contents(tmp_path / "site")
    found = {name for name, _, _ in places(files, WORD)}
    expected = {
        "all.ics",
        "index.html",
        *(f"{tag}/index.html" for tag in FORUM["publication"]["languages"][1:]),
        "s/W-2/index.html",
        "s/W-2/W-2.ics",
        "programme.csv",
        "programme.json",
        "programme.xlsx/xl/worksheets/sheet1.xml",
        "schedule.json",
        "schedule.xml",
    }
    expected |= {"programme.pdf (shown)"} if "programme.pdf" in files else set()
    assert found >= expected
    assert places({"revisions.json": (tmp_path / "forum" / "revisions.json").read_bytes()}, WORD)


PLAIN = f"before {WORD} after"


def _zipped(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("member.xml", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.upper().encode(),
        "".join(f"%{octet:02X}" for octet in PLAIN.encode()).encode(),
        "".join(f"%25{octet:02x}" for octet in PLAIN.encode()).encode(),
        "".join(f"&#{ord(letter)};" for letter in PLAIN).encode(),
        "".join(f"&amp;#x{ord(letter):x};" for letter in PLAIN).encode(),
        "".join(f"\\u{ord(letter):04x}" for letter in PLAIN).encode(),
        "".join(f"\\x{ord(letter):02X}" for letter in PLAIN).encode(),
        "".join(f"%5Cu{ord(letter):04x}" for letter in PLAIN).encode(),
        f"SUMMARY:before {WORD[:4]}\r\n {WORD[4:]}".encode(),
        "\u200b".join(PLAIN).encode(),
        *(base64.b64encode(b"x" * before + PLAIN.encode()) for before in range(3)),
        base64.b64encode(PLAIN.lower().encode()),
        PLAIN.encode().hex().encode(),
        *(b"\0" * before + PLAIN.encode(form) for before in (0, 1) for form in ("utf-16-le", "utf-16-be", "utf-32")),
        _zipped(PLAIN.encode()),
        _zipped(_zipped(PLAIN.encode("utf-16"))),
        gzip.compress(PLAIN.encode(), mtime=0),
    ],
)
def test_the_search_finds_a_word_however_it_is_written(content):
    assert places({"file": content}, WORD)
    assert places({"file": content}, WORD[::-1]) == []


def test_the_search_reads_names_and_the_streams_of_a_pdf(monkeypatch):
    assert places({f"s/{WORD.lower()}/index.html": b""}, WORD)
    packed = b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + zlib.compress(PLAIN.encode()) + b"\nendstream\nendobj\n"
    monkeypatch.setattr("tests.end_to_end.byte_search.pdf_text", lambda content: b"")
    assert [place for place, _, _ in places({"a.pdf": packed}, WORD)] == ["a.pdf (stream 0)"]
    monkeypatch.setattr("tests.end_to_end.byte_search.pdf_text", lambda content: PLAIN.encode())
    assert "a.pdf (shown)" in [place for place, _, _ in places({"a.pdf": packed}, WORD)]
