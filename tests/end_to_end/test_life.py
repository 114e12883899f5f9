"""The life of a small forum: released, disrupted, replanned, released again; and who is told of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.command import contents, done, requests, row, timetable, write

FIRST, SECOND, THIRD = "2020-06-01T09:00:00Z", "2020-06-02T09:00:00Z", "2020-06-03T09:00:00Z"
ATOM = "{http://www.w3.org/2005/Atom}"
TOLD = {"moved": "Moved", "withdrawn": "Cancelled", "placed": "Added"}
"""How the changes page and the Atom feed call what `forum diff` calls so."""

PEOPLE = [
    "id,name,zone,cannot,most_a_day",
    "ann,Ann Alpha,Asia/Tokyo,,",
    "ben,Ben Beta,America/New_York,,",
    "cem,Cem Gamma,Europe/Istanbul,,",
    "dia,Dia Delta,Asia/Kathmandu,,",
    "eve,Eve Epsilon,Africa/Nairobi,,",
    "fay,Fay Zeta,Pacific/Auckland,,",
    "gil,Gil Eta,America/Sao_Paulo,,",
]
APPEARANCES = [
    "session,person,role",
    "R-1,ann,speaker",
    "R-1,dia,moderator",
    "R-2,ben,speaker",
    "R-3,cem,speaker",
    "R-4,dia,speaker",
    "R-5,eve,speaker",
]
CONTACTS = [
    "id,email,join_link",
    "ann,ann@mail.example,",
    "ben,ben@mail.example,",
    "R-1,team-1@mail.example,https://join.example/one",
    "R-2,team-2@mail.example,https://join.example/two",
    "R-3,team-3@mail.example,",
    "R-6,,https://join.example/six",
]
STARTS = ["2020-06-22T07", "2020-06-22T08", "2020-06-22T09", "2020-06-23T07", "2020-06-23T08"]
"""When R-1 to R-5 begin (UTC); the last hour of Tuesday is free."""


@dataclass(frozen=True)
class Life:
    """A folder, its site and what was in either when the first release was out."""

    folder: object
    site: object
    tables: dict
    published: dict


def begun(place):
    """A forum of five sessions, released as v1.0."""
    folder = write(place / "forum", requests=requests(5), people=PEOPLE, appearances=APPEARANCES, contacts=CONTACTS)
    rows = [row(f"R-{number}", f"{start}:00:00Z") for number, start in enumerate(STARTS, start=1)]
    (folder / "timetable.json").write_text(timetable(*rows), encoding="utf-8")
    done("release", folder, "--out", place / "site", "--at", FIRST)
    return Life(folder, place / "site", tables(folder), contents(place / "site"))


def tables(folder):
    """What the test itself reads of a folder: where each session is held, who has a part in it, and contacts."""

    def rows(name):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    parts = {}
    for each in rows("appearances"):
        parts.setdefault(each["session"], set()).add(each["person"])
    held = json.loads((folder / "timetable.json").read_text("utf-8"))["placements"]
    return {
        "start": {each["session"]: each["start"] for each in held},
        "parts": parts,
        "zone": {each["id"]: each["zone"] for each in rows("people")},
        "email": {each["id"]: each["email"] for each in rows("contacts") if each["email"]},
        "join": {each["id"]: each["join_link"] for each in rows("contacts") if each["join_link"]},
    }


def change(folder, name, old, new):
    """Replace a line of a table; an empty `old` appends one."""
    path = folder / f"{name}.csv"
    lines = path.read_text("utf-8").splitlines()
    if old:
        lines[lines.index(old)] = new
    else:
        lines.append(new)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A speaker falls ill on Monday, a request is cancelled, another comes: replanned and released. Do not change it.

    The only hour that is left to R-1 is the last one of Tuesday, as the new R-6 may not move anybody.
    """
    place = tmp_path_factory.mktemp("life")
    life = begun(place)
    change(life.folder, "people", "ann,Ann Alpha,Asia/Tokyo,,", "ann,Ann Alpha,Asia/Tokyo,2020-06-22,")
    change(life.folder, "requests", "R-3,Request 3,workshop,requested", "R-3,Request 3,workshop,cancelled")
    change(life.folder, "requests", "", "R-6,Request 6,workshop,requested")
    change(life.folder, "appearances", "", "R-6,fay,speaker")
    run = done("replan", life.folder)
    assert "Mending took 1 move, proven to be the fewest." in run.stdout.splitlines()
    done("release", life.folder, "--out", life.site, "--at", SECOND)
    done("notices", life.folder, "--since", "v1.0", "--out", place / "notices")
    return place, life, tables(life.folder), contents(life.site)


def concerned(old, new):
    """The sessions that are held at another time, or not as before at all, and the people with a part in them."""
    names = old["start"].keys() | new["start"].keys()
    changed = {name for name in names if old["start"].get(name) != new["start"].get(name)}
    people = {person for side in (old, new) for name in changed for person in side["parts"].get(name, ())}
    return changed, people


def events(feed):
    """The VEVENT of each session in a calendar, as it is written, but unfolded."""
    text = feed.decode().replace("\r\n ", "")
    found = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL)
    return {re.search(r"UID:([^@]+)@", event)[1]: event for event in found}


def sequences(feed):
    return {name: int(re.search(r"SEQUENCE:(\d+)", event)[1]) for name, event in events(feed).items()}


def test_what_happened_changes_three_sessions(lived):
    _, life, now, _ = lived
    assert {name: start for name, start in now["start"].items() if name != "R-6"} == {
        **{name: start for name, start in life.tables["start"].items() if name not in {"R-1", "R-3"}},
        "R-1": "2020-06-23T09:00:00Z",
    }
    assert now["start"]["R-6"] in {"2020-06-22T07:00:00Z", "2020-06-22T09:00:00Z"}
    assert concerned(life.tables, now) == ({"R-1", "R-3", "R-6"}, {"ann", "cem", "dia", "fay"})


def test_feeds_change_only_for_what_changed(lived):
    _, life, now, site = lived
    changed, people = concerned(life.tables, now)
    own = {f"s/{name}/{name}{end}.ics" for name in changed for end in ("", "-utc")}
    persons = {f"feeds/person/{name}{end}.ics" for name in people for end in ("", "-utc")}
    shared = ("all", "feeds/channel/room", "feeds/type/workshop", "feeds/week/2020-w26")
    expected = own | persons | {f"{name}{end}.ics" for name in shared for end in ("", "-utc")}
    feeds = {name for name in site if name.endswith(".ics")}
    assert {name for name in feeds if site[name] != life.published.get(name)} == expected
    assert life.published.keys() <= site.keys()
    before, after = events(life.published["all.ics"]), events(site["all.ics"])
    assert {name for name in after if after[name] != before.get(name)} == changed


def test_the_sequence_rises_for_what_is_moved_or_cancelled_alone(lived):
    _, life, _, site = lived
    assert sequences(life.published["all.ics"]) == dict.fromkeys(life.tables["start"], 0)
    assert sequences(site["all.ics"]) == {"R-1": 1, "R-2": 0, "R-3": 1, "R-4": 0, "R-5": 0, "R-6": 0}
    assert "STATUS:CANCELLED" in events(site["all.ics"])["R-3"]
    for name in site:
        if name.endswith(".ics"):
            found = sequences(site[name])
            assert found == {each: sequences(site["all.ics"])[each] for each in found}


def test_the_changes_page_and_the_atom_feed_tell_what_the_difference_tells(lived):
    _, life, _, site = lived
    told = json.loads(done("diff", life.folder, "v1.0", "v1.1", "--json").stdout)["changes"]

    def start(spot):
        return spot["start"].replace(":00Z", "Z") if spot else None

    expected = {(TOLD[each["kind"]], each["title"], start(each["before"]), start(each["after"])) for each in told}
    assert {(kind, title) for kind, title, _, _ in expected} == {
        ("Moved", "Request 1"),
        ("Cancelled", "Request 3"),
        ("Added", "Request 6"),
    }
    page = site["changes/index.html"].decode()
    assert page.count('<section class="publication"') == 1
    assert re.search(r'<h2 id="publication-1"><bdi class="release">Release v1\.1</bdi>', page)

    def time(entry, name):
        found = re.search(rf'<dt>{name}</dt><dd><span class="told-time" data-start="([^"]+)"', entry)
        return found[1] if found else None

    entries = re.search(r'<ul class="changes">(.*?)</ul>', page, re.DOTALL)[1].split("<li>")[1:]
    heads = [re.search(r'<span class="change">(\w+)</span>.*?dir="auto">([^<]+)<', entry) for entry in entries]
    shown = [
        (head[1], head[2], time(entry, "Before"), time(entry, "Now"))
        for head, entry in zip(heads, entries, strict=True)
    ]
    assert len(shown) == len(told)
    assert set(shown) == expected
    feed = ET.fromstring(site["changes.atom"])
    atom = feed.findall(f"{ATOM}entry")
    assert sorted(entry.findtext(f"{ATOM}title") for entry in atom) == sorted(
        f"{kind}: {title}" for kind, title, _, _ in expected
    )
    assert {entry.find(f"{ATOM}category").get("term") for entry in atom} == {"Release v1.1"}


def test_letters_go_to_whoever_has_a_part_in_what_changed_and_to_nobody_else(lived):
    place, life, now, _ = lived
    changed, people = concerned(life.tables, now)
    teams = {name for name in changed if name in now["email"]}
    assert teams == {"R-1", "R-3"}
    files = contents(place / "notices")
    assert {name.removesuffix(".eml") for name in files if name.endswith(".eml")} == people | teams
    table = list(csv.DictReader(files["notices.csv"].decode("utf-8-sig").splitlines()))
    assert {each["id"]: each["email"] for each in table} == {
        name: now["email"].get(name, "") for name in people | teams
    }
    for name in people | teams:
        letter = message_from_bytes(files[f"{name}.eml"], policy=policy.SMTP)
        assert letter.get("To", "") == now["email"].get(name, "")


def test_letters_tell_old_and_new_time_in_the_zone_of_whom_they_are_to(lived):
    place, life, now, _ = lived
    changed, people = concerned(life.tables, now)
    for name in people:
        letter = message_from_bytes((place / "notices" / f"{name}.eml").read_bytes(), policy=policy.SMTP)
        text = letter.get_body().get_content()
        zone = now["zone"][name]
        assert f"All times are those of your time zone, {zone}." in text
        mine = {each for each in changed if name in now["parts"].get(each, ())}
        assert set(re.findall(r"^(R-\d)  ", text, re.MULTILINE)) == mine
        for side in (life.tables, now):
            for session in mine & side["start"].keys():
                local = datetime.fromisoformat(side["start"][session]).astimezone(ZoneInfo(zone))
                assert f"{local:%A}, {local.day} {local:%B %Y}, {local:%H:%M}–" in text
        links = {now["join"][session] for session in mine & now["join"].keys() & now["start"].keys()}
        assert set(re.findall(r"https://join\.example/\w+", text)) == links


def test_calendars_in_letters_have_the_sequence_of_the_feed(lived):
    place, life, now, site = lived
    changed, people = concerned(life.tables, now)
    public = sequences(site["all.ics"])
    for name in people:
        calendar = (place / "notices" / f"{name}.ics").read_bytes()
        mine = {each for each in changed if name in now["parts"].get(each, ())}
        assert sequences(calendar) == {each: public[each] for each in mine}
        letter = message_from_bytes((place / "notices" / f"{name}.eml").read_bytes(), policy=policy.SMTP)
        (enclosed,) = letter.iter_attachments()
        assert enclosed.get_payload(decode=True) == calendar


def test_join_links_are_in_the_letters_alone(lived):
    _, _, _, site = lived
    assert [name for name, content in site.items() if b"join.example" in content or b"mail.example" in content] == []


def test_a_third_release_tells_only_what_is_new_since_the_second(lived, tmp_path):
    _, life, _, site = lived
    folder = shutil.copytree(life.folder, tmp_path / "forum")
    shutil.copytree(life.site, tmp_path / "site")
    change(folder, "appearances", "R-5,eve,speaker", "R-5,gil,speaker")
    done("replan", folder)
    done("release", folder, "--out", tmp_path / "site", "--at", THIRD)
    done("notices", folder, "--since", "v1.1", "--out", tmp_path / "notices")
    files = contents(tmp_path / "notices")
    assert {name for name in files if name.endswith(".eml")} == {"eve.eml", "gil.eml"}
    after = contents(tmp_path / "site")
    before = events(site["all.ics"])
    assert {name for name, event in events(after["all.ics"]).items() if event != before[name]} == {"R-5"}


# ---- what is frozen --------------------------------------------------------------------------------------------------


def test_a_session_in_the_very_first_slot_that_is_frozen_does_not_move(tmp_path):
    """Ann takes one session a day now, and Ben cannot be in the only free hour: but for the freeze, R-1 moves alone."""
    life = begun(tmp_path)
    change(life.folder, "people", "ann,Ann Alpha,Asia/Tokyo,,", "ann,Ann Alpha,Asia/Tokyo,,1")
    change(
        life.folder,
        "people",
        "ben,Ben Beta,America/New_York,,",
        "ben,Ben Beta,America/New_York,2020-06-23 05:00-06:00,",
    )
    change(life.folder, "appearances", "", "R-2,ann,speaker")
    free = done("replan", life.folder, "--dry-run").stdout.splitlines()
    assert free[:2] == ["Moved: 1", "  R-1 “Request 1”: Mon 22 Jun 2020 09:00 -> Tue 23 Jun 2020 11:00, room"]
    until = "2020-06-22T07:30:00Z"
    run = done("replan", life.folder, "--frozen-until", until).stdout.splitlines()
    assert run[0] == "Moved: 2"
    assert "Mending took 2 moves, proven to be the fewest." in run
    now = tables(life.folder)
    changed, _ = concerned(life.tables, now)
    assert "R-2" in changed
    assert len(changed) == 2
    assert now["start"]["R-1"] == life.tables["start"]["R-1"]
    done("release", life.folder, "--out", life.site, "--at", SECOND)
    site = contents(life.site)
    assert site["s/R-1/R-1.ics"] == life.published["s/R-1/R-1.ics"]
    assert sequences(site["all.ics"]) == {name: int(name in changed) for name in life.tables["start"]}


def test_replanning_from_a_release_keeps_what_it_published(tmp_path):
    life = begun(tmp_path)
    names = list(life.tables["start"])
    turned = dict(zip(names, [life.tables["start"][name] for name in names[1:] + names[:1]], strict=True))
    text = timetable(*(row(name, start) for name, start in turned.items()))
    (life.folder / "timetable.json").write_text(text, encoding="utf-8")
    done("replan", life.folder)
    assert tables(life.folder)["start"] == turned
    change(life.folder, "people", "cem,Cem Gamma,Europe/Istanbul,,", "cem,Cem Gamma,Europe/Istanbul,2020-06-22,")
    run = done("replan", life.folder, "--from", "v1.0").stdout.splitlines()
    assert run[:2] == ["Moved: 1", "  R-3 “Request 3”: Mon 22 Jun 2020 11:00 -> Tue 23 Jun 2020 11:00, room"]
    assert tables(life.folder)["start"] == {**life.tables["start"], "R-3": "2020-06-23T09:00:00Z"}
    assert contents(life.folder / "releases").keys() >= {"v1.0.json"}
