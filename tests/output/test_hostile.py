"""Hostile titles, names, links and descriptions come out harmless in every format, and whole wherever it can hold them.

What a text should be is what `output.view` makes of it; everything else is read with parsers that we did not write.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import icalendar
import openpyxl
import pytest
import tinyhtml5
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.apostrophes import FORMULA_STARTS, unquoted
from data.revisions import revisions_from_json
from data.timetable import Timetable
from output import ics
from output.view import line, safe_link, text
from tests.clients.programs import PARSERS
from tests.output import programme_schema
from tests.output.feed_reader import findings
from tests.output.hostile_forum import LINKS, TAME, TAME_LINKS, TEXTS, forum_of, hostile
from tests.output.html_page import Page
from tests.output.schedule_schemas import XSD, json_problems, xml_problems
from tests.output.tiny_forum import files_of, instant, one_session, view_of

SESSIONS = {f"S-{number:03d}": (raw, LINKS[number % len(LINKS)]) for number, raw in enumerate(TEXTS)}
WHOLE = ("S-stands", "S-gone", "S-days")
SCHEMES = {"", "http", "https", "webcal"}
LATER = instant("2020-06-09T09:00:00")
LINKING = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "ping",
    "background",
    "cite",
    "srcset",
    "xlink:href",
)


@pytest.fixture(scope="module")
def timetable():
    return hostile()


@pytest.fixture(scope="module")
def ledger():
    """What was published before: the same forum, in which every text and link was another hostile one."""
    return view_of(forum_of(TEXTS[1:] + TEXTS[:1], LINKS[1:] + LINKS[:1])).ledger


@pytest.fixture(scope="module")
def site(timetable, ledger):
    return files_of(timetable, ledger, LATER)


@pytest.fixture(scope="module")
def pages(site):
    return {name: Page(content) for name, content in site.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def harmless_pages():
    before = view_of(forum_of(TAME[1:] + TAME[:1], TAME_LINKS[::-1])).ledger
    files = files_of(forum_of(TAME, TAME_LINKS), before, LATER)
    return {name: Page(content) for name, content in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def programme(site):
    return json.loads(site["programme.json"])


@pytest.fixture(scope="module")
def everything(timetable):
    return line(timetable.programme.forum.name)


def test_the_forum_is_hostile_enough(timetable):
    assert {unicodedata.category(letter) for letter in "".join(TEXTS)} >= {
        "Cc",
        "Cf",
        "Cs",
        "Cn",
        "Mn",
        "Zl",
        "Zp",
        "So",
    }
    assert {raw[0] for raw in TEXTS} >= FORMULA_STARTS
    assert max(len(raw) for raw in TEXTS) == 10_000
    assert sorted(timetable.programme.session) == sorted([*SESSIONS, *WHOLE])
    assert sum(bool(safe_link(link)) for link in LINKS) == 9


# The pages.


def test_no_element_and_no_attribute_came_alive(pages, harmless_pages):
    def kinds(found):
        return {
            (tag, name) for page in found.values() for tag, attributes, _ in page.found for name in (*attributes, "")
        }

    assert kinds(pages) <= kinds(harmless_pages)
    assert [name for _, name in kinds(pages) if name.startswith("on")] == []


def test_html5_reads_the_same_elements(pages, site):
    """What one parser takes for text, another with other rules for errors could take for markup."""
    for name in (*(f"s/{each}/index.html" for each in SESSIONS), "topics/index.html", "people/index.html"):
        tree = tinyhtml5.parse(site[name].decode(), namespace_html_elements=False)
        found = [(each.tag, dict(each.attrib)) for each in tree.iter() if isinstance(each.tag, str)]
        assert [each for each in tree.iter() if not isinstance(each.tag, str)] == []
        assert found == [
            (tag, {key: value or "" for key, value in given.items()}) for tag, given, _ in pages[name].found
        ]


def test_every_link_is_of_ours_or_plain_web(pages):
    for name, page in pages.items():
        for tag, attributes, _ in page.found:
            for key in LINKING:
                link = attributes.get(key)
                if link is None:
                    continue
                assert not re.search(r"[\x00-\x20\x7f-\xa0\ud800-\udfff\"<>\\]", link), (name, tag, link)
                assert urlsplit(link).scheme in SCHEMES, (name, tag, link)
                assert not link.startswith("//"), (name, tag, link)
                if tag in ("script", "img", "iframe", "base") or attributes.get("rel") in ("stylesheet", "icon"):
                    assert urlsplit(link).netloc == "", (name, tag, link)
        assert page.found_with("meta", http_equiv="refresh") == []


def test_the_policy_of_contents_is_that_of_a_tame_site(pages, harmless_pages):
    def policies(found):
        return {
            tuple(attributes["content"] for _, attributes, _ in page.found if "http-equiv" in attributes)
            for page in found.values()
        }

    assert policies(pages) == policies(harmless_pages)
    for page in pages.values():
        for _, attributes, words in page.found_with("script"):
            if attributes.get("type") == "application/ld+json":
                assert "<" not in "".join(words)
            else:
                assert "src" in attributes
                assert "".join(words) == ""


def test_titles_are_whole_on_every_page(pages):
    titles = {name: line(raw) for name, (raw, _) in SESSIONS.items()}
    for name, title in titles.items():
        page = pages[f"s/{name}/index.html"]
        assert page.raw("h1") == [title]
        assert page.raw("title")[0].startswith(title)
    listed = {
        attributes["href"].split("/")[1]: "".join(words)
        for _, attributes, words in pages["index.html"].found_with("a")
        if attributes.get("href", "").startswith("s/") and attributes["href"].endswith("index.html")
    }
    assert {name: listed[name] for name in titles} == titles


def test_names_and_descriptions_are_whole_on_a_sessions_page(pages):
    for name, (raw, _) in SESSIONS.items():
        page = pages[f"s/{name}/index.html"]
        said = line(raw)
        assert said in page.raw("bdi")
        about = [text for text in page.texts("p") if text == said]
        assert len(about) >= 1
        assert said in page.raw("a", class_="track")


def test_structured_data_says_the_title(pages):
    for name, (raw, _) in SESSIONS.items():
        for words in pages[f"s/{name}/index.html"].raw("script", type="application/ld+json"):
            events = json.loads(words)
            events = events if isinstance(events, list) else events.get("@graph", [events])
            assert any(event.get("name", "").startswith(line(raw)) for event in events)


# The tables.


def test_the_table_says_what_it_should_and_no_formula(site):
    rows = list(csv.reader(io.StringIO(site["programme.csv"].decode("utf-8"), newline="")))
    told = {row[0]: row[1] for row in rows[1:]}
    assert {name: unquoted(told[name]) for name in SESSIONS} == {name: line(raw) for name, (raw, _) in SESSIONS.items()}
    assert [cell for row in rows for cell in row if cell[:1] in FORMULA_STARTS] == []
    assert {len(row) for row in rows} == {8}


def test_the_workbook_says_what_it_should_and_no_formula(site):
    sheet = openpyxl.load_workbook(io.BytesIO(site["programme.xlsx"])).worksheets[0]
    told = {row[0].value: row[1] for row in sheet.iter_rows(min_row=2)}
    # openpyxl leaves the escapes of texts within a cell as they are (ECMA-376, part 1, 22.9.2.19).
    found = {name: told[name].value.replace("_x005F_", "_") for name in SESSIONS}
    assert found == {name: line(raw) for name, (raw, _) in SESSIONS.items()}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None] == []


def test_programme_json_says_what_it_should(site, programme, everything):
    sessions = {session["id"]: session for session in programme["sessions"]}
    for name, (raw, link) in SESSIONS.items():
        session, said = sessions[name], line(raw)
        assert [session[key] for key in ("title", "track", "source", "series")] == [said] * 4
        assert session["organisers"] == [said, "Open Air"]
        assert text(raw) in session["description"]
        assert session["public_link"] == safe_link(link)
        titled = [{"title": said, "address": safe_link(link)}] if safe_link(link) else []
        assert session["recordings"] == titled
        assert session["documents"][-1] == {"title": said, "address": "https://ok.example/1.pdf"}
    assert {person["name"] for person in programme["people"]} == {line(raw) for raw in TEXTS}
    assert programme["forum"]["name"] == programme["forum"]["banner"] == everything
    assert programme_schema.problems(site["programme.json"]) == []


# The feeds.


def test_every_feed_passes_the_strict_reading(site):
    feeds = {name: content for name, content in site.items() if name.endswith(".ics")}
    assert len(feeds) > len(SESSIONS)
    assert {name: found for name, content in feeds.items() if (found := _breaches(content))} == {}


def _breaches(feed):
    """What the strict reading finds, but that a description has tags in it: they are what somebody wrote."""
    return [(number, rule) for number, rule in findings(feed) if rule != "html"]


def test_every_feed_passes_the_strict_reading_when_all_was_withdrawn(timetable, ledger):
    later = files_of(Timetable(timetable.programme, {}), ledger, LATER)
    assert later["all.ics"].count(b"\r\nSTATUS:CANCELLED\r\n") == len(SESSIONS) + 2
    assert {name: found for name, each in later.items() if name.endswith(".ics") and (found := _breaches(each))} == {}


def test_icalendar_reads_what_was_said(site, programme):
    calendar = icalendar.Calendar.from_ical(site["all.ics"])
    events = {str(event["UID"]).partition(".")[0]: event for event in calendar.walk("VEVENT")}
    for name, (raw, link) in SESSIONS.items():
        event, said = events[name], line(raw)
        assert event["SUMMARY"] == said
        assert text(raw).replace("\n", " ") in str(event["DESCRIPTION"]).replace("\n", " ")
        if safe_link(link):
            assert str(event["DESCRIPTION"]).startswith(safe_link(link))
            assert str(event["LOCATION"]).endswith(safe_link(link))
        assert str(event["URL"]) == f"https://forum.example/2020/s/{name}/"
    assert {component.name for component in calendar.walk()} == {
        "VCALENDAR",
        "VTIMEZONE",
        "STANDARD",
        "DAYLIGHT",
        "VEVENT",
    }
    assert not any("ATTENDEE" in event or "X-EVIL" in event for event in events.values())


@pytest.mark.parametrize("parser", ["ical.js", "libical"])
def test_other_parsers_read_the_same_titles(parser, site):
    events = {event["uid"].partition(".")[0]: event["summary"] for event in PARSERS[parser]([site["all.ics"]])[0]}
    assert {name: events[name] for name in SESSIONS} == {name: line(raw) for name, (raw, _) in SESSIONS.items()}


FILLERS = ("😀", "é", "中", "ا", "\u200f", "\\", ";", ",", "\u0301", "𐀀")


@settings(max_examples=60, deadline=None)
@given(before=st.integers(40, 90), letter=st.sampled_from(FILLERS), count=st.integers(1, 60), end=st.text(max_size=9))
def test_lines_are_folded_between_letters_at_every_place(before, letter, count, end):
    title = "x" * before + letter * count + end
    shown = view_of(one_session(title))
    feed = ics.render(shown, ics.entries(shown).values(), path="all.ics", name=title, busy=False)
    for physical in feed.split(b"\r\n"):
        assert len(physical) <= 75
        physical.decode("utf-8")
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert _breaches(feed) == []
    (event,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert event["SUMMARY"] == line(title)


@settings(max_examples=60, deadline=None)
@given(raw=st.text(st.characters(exclude_categories=())))
def test_any_text_at_all_is_one_line_that_reads_back(raw):
    assume(line(raw))
    shown = view_of(one_session(raw, description=raw, track=raw))
    feed = ics.render(shown, ics.entries(shown).values(), path="all.ics", name=line(raw), busy=False)
    assert _breaches(feed) == []
    (event,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert event["SUMMARY"] == line(raw)
    line(raw).encode("utf-8")
    assert line(line(raw)) == line(raw)


def test_the_ledger_reads_back(ledger):
    assert revisions_from_json(ledger.to_json()) == ledger


# What conference apps, search engines and feed readers take.


def test_schedules_are_valid_and_say_what_they_should(site, everything):
    root = ET.fromstring(site["schedule.xml"])
    document = json.loads(site["schedule.json"])["schedule"]
    events = {event.findtext("url").rsplit("/", 2)[1]: event for event in root.iter("event")}
    listed = [event for day in document["conference"]["days"] for room in day["rooms"].values() for event in room]
    same = {event["url"].rsplit("/", 2)[1]: event for event in listed}
    for name, (raw, link) in SESSIONS.items():
        said = line(raw)
        assert (events[name].findtext("title"), events[name].findtext("track")) == (said, said)
        assert (same[name]["title"], same[name]["track"]) == (said, said)
        assert events[name].findtext("abstract").count(text(raw)) >= 1
        assert text(raw) in same[name]["abstract"]
        links = [each.get("href") for each in events[name].iter("link")]
        assert links == [each["url"] for each in same[name]["links"]]
        assert links == ([safe_link(link)] if safe_link(link) else [])
    assert root.findtext("conference/title") == document["conference"]["title"] == everything
    for name in XSD:
        assert xml_problems(site["schedule.xml"], name) == []
    assert json_problems(site["schedule.json"]) == []


def test_every_other_file_is_read_and_links_to_nothing_else(site):
    for name, content in site.items():
        if name.endswith((".xml", ".svg")):
            root = ET.fromstring(content)
            links = [each.get(key) for each in root.iter() for key in ("href", "src") if each.get(key)]
            links += [each.text for each in root.iter() if each.tag.endswith("}loc")]
            assert [link for link in links if urlsplit(link).scheme not in SCHEMES] == []
        if name.endswith(".json"):
            json.loads(content)
        assert b"\0" not in content or name.endswith(".xlsx")
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", name)
        assert max(map(len, name.split("/"))) < 100


# In Chromium.

SCRIPTS_OF_OURS = "[...document.scripts].every(one => one.src || one.type == 'application/ld+json')"
LINKS_OF_THE_WEB = "[...document.querySelectorAll('a[href]')].every(one => /^(https?|webcal):$/.test(one.protocol))"


@pytest.fixture(scope="module")
def served(serve, site):
    return serve(site, "2020/")


def test_no_page_does_anything_in_chromium(opened, served, site, pages):
    """No dialogue, no error, no breach of the policy, no request elsewhere: `opened` collects them."""
    kinds = [name for name in pages if name.count("/") < 2]
    kinds += [f"s/{name}/index.html" for name in (*WHOLE, *list(SESSIONS)[::5])]
    kinds += [next(name for name in pages if name.startswith(folder)) for folder in ("d/2", "p/", "t/", "al/", "sdg/")]
    page = opened(f"{served}index.html?tz=Pacific/Kiritimati")
    for name in kinds:
        page.goto(f"{served}{name}?tz=Asia/Kathmandu")
        assert page.evaluate("document.querySelectorAll('[onload], [onerror], [onfocus], [onclick]').length") == 0
        assert page.evaluate(SCRIPTS_OF_OURS)
        assert page.evaluate(LINKS_OF_THE_WEB)
        assert page.evaluate("document.querySelector('h1').textContent") == pages[name].raw("h1")[0]


def test_hostile_addresses_do_nothing_in_chromium(opened, served):
    for query in (
        "?tz=<script>alert(1)</script>&q=<img src=x onerror=alert(1)>&type=\"'&track=]]>",
        "?tz=javascript:alert(1)&q=%E0%A4%A&sessions=<b>,S-000,__proto__,%00",
        "?tz=UTC#%E0%A4%A",
        '?tz=Asia/Kathmandu#"><script>alert(1)</script>',
        "?tz=__proto__#constructor",
        "?tz=%00&lang=__proto__&al=constructor#d2020-06-22",
        "#s=%E0%A4%A,<b>,__proto__,S-000",
    ):
        for name in ("index.html", "s/S-000/index.html", "mine/index.html"):
            page = opened(f"{served}{name}{query}")
            assert page.evaluate(SCRIPTS_OF_OURS)


def test_sessions_that_somebody_kept_are_text_in_chromium(opened, served):
    page = opened(f"{served}mine/index.html#s={','.join(SESSIONS)}")
    page.get_by_role("button", name=re.compile("^(Keep|Add)")).first.click()
    page.reload()
    shown = page.eval_on_selector_all(".session h3 a", "all => all.map(one => one.textContent)")
    assert set(map(line, TEXTS)) <= set(shown)
    assert page.evaluate(SCRIPTS_OF_OURS)
    assert page.evaluate(LINKS_OF_THE_WEB)


def test_what_a_reader_types_is_text_in_chromium(opened, served):
    page = opened(f"{served}index.html")
    for typed in ("<img src=x onerror=alert(1)>", "\\", "(.*", "\u202e", "x" * 10_000):
        page.fill("#find-text", typed)
        page.fill("#zone-other", typed)
        page.press("#zone-other", "Enter")
        assert page.evaluate("document.images.length") == 0
