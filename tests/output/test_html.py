"""The pages as HTML."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from output.language import language
from output.pages import pages
from output.pages.environment import linked
from tests.output.html_page import ELEMENTS, Page
from tests.output.tiny_forum import files_of, one_session, tiny_timetable, view_of

DATA = "application/ld+json"
"""The type of a script that is none: data for search engines."""


@pytest.fixture(scope="module")
def index(site):
    return Page(site["index.html"])


def test_the_programme_is_complete_by_day_without_scripts(index):
    assert index.texts("h1") == ["Tiny Forum"]
    assert index.texts("h2") == [
        "Monday, 22 June 2020 Europe/Zurich, CEST (UTC+02:00)",
        "Tuesday, 23 June 2020 Europe/Zurich, CEST (UTC+02:00)",
        "Wednesday, 24 June 2020 Europe/Zurich, CEST (UTC+02:00)",
        "Throughout the forum",
        "Cancelled sessions",
    ]
    assert index.texts("h3") == ["Ethics", "Rural radio, and more", "Code 1 of 2", "Code 2 of 2", "Stalls", "Gone"]
    assert index.texts("p", class_="when") == [
        "11:00–12:00",
        "14:30–15:30",
        "10:00–12:00",
        "10:00–12:00",
        "Open",
        "Cancelled",
    ]
    assert [attributes["datetime"] for attributes, _ in index.all("time")][:4] == [
        "2020-06-22T09:00Z",
        "2020-06-22T10:00Z",
        "2020-06-22T12:30Z",
        "2020-06-22T13:30Z",
    ]
    assert index.texts("p", id="zone-sentence") == ["Times are shown in Europe/Zurich: CEST (UTC+02:00)."]
    assert index.texts("p", class_="banner") == ["Only an example"]


def test_a_row_says_type_track_organisers_channel_languages_and_people(index):
    row = next(text for attributes, text in index.all("li") if attributes.get("id") == "W-1")
    assert row == (
        "14:30–15:30 Thematic workshop Media Rural radio, and more Open Air; Village & Sons "
        "Room 1 · English, French · Interpretation: Spanish · Captions"
    )
    row = next(text for attributes, text in index.all("li") if attributes.get("id") == "P-1")
    assert row == "11:00–12:00 Policy session Ethics Plenary hall · Facilitated by Cy Example"


def test_the_calendar_links_the_days_on_which_something_is_held(index):
    days = [(attributes.get("href"), text) for attributes, text in index.all("a") if "data-day" in attributes]
    assert days == [("#d2020-06-22", "Mon 22"), ("#d2020-06-23", "Tue 23"), ("#d2020-06-24", "Wed 24")]


OUTSIDE = {
    "https://register.example/w-1",
    "https://example.org/more",
    "https://stream.example/hall",
    "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fforum.example%2F2020%2Fall.ics",
    "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fforum.example%2F2020%2Fall.ics&name=Tiny%20Forum",
    "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fforum.example%2F2020%2Fall.ics&name=Tiny%20Forum",
}
"""Where the links of the tiny site lead beyond it."""


def test_every_link_inside_the_site_is_relative_and_leads_to_a_file(site):
    for name, content in site.items():
        if not name.endswith(".html"):
            continue
        page = Page(content)
        folder = name.rpartition("/")[0]
        inside = [entry for entry in page.found if entry[1].get("rel") not in ("canonical", "alternate")]
        inside += page.found_with("link", rel="alternate", type="text/calendar")
        targets = [attributes.get("href") or attributes.get("src") for _, attributes, _ in inside]
        for target in filter(None, targets):
            if target.startswith(("https://", "webcal://")):
                fed = target.removeprefix("webcal://forum.example/2020/")
                assert target in OUTSIDE or fed in site
                continue
            path, _, fragment = target.partition("#")
            if name == "404.html" and path:
                assert path.startswith("/2020/")
                place = path.removeprefix("/2020/")
            else:
                assert not path.startswith("/")
                parts = folder.split("/") if folder else []
                for part in path.split("/") if path else []:
                    parts = parts[:-1] if part == ".." else [*parts, part]
                place = "/".join(parts) if path else name
            assert place in site, (name, target)
            if fragment:
                ids = [attributes.get("id") for _, attributes, _ in Page(site[place]).found]
                assert fragment in ids, (name, target)


def test_pages_hold_no_script_or_style_of_their_own_and_nothing_of_third_parties(site):
    for name, content in site.items():
        if name.endswith(".html"):
            page = Page(content)
            scripts = [attributes for attributes, _ in page.all("script") if attributes.get("type") != DATA]
            assert [attributes["src"].rpartition("/")[2] for attributes in scripts] == ["words-en.js", "forum.js"]
            assert page.texts("style") == []
            for _, attributes, _ in page.found:
                assert not [key for key in attributes if key == "style" or key.startswith("on")]
            policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0][0]["content"]
            assert policy == (
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                "connect-src 'self'; base-uri 'none'; form-action 'none'"
            )
            assert len(page.texts("h1")) == 1, name
            ids = [attributes["id"] for _, attributes, _ in page.found if "id" in attributes]
            assert len(ids) == len(set(ids)), name


def test_a_session_page_says_all_that_is_public(site):
    page = Page(site["s/W-1/index.html"])
    assert page.texts("h1") == ["Rural radio, and more"]
    assert page.texts("p", class_="by") == ["Open Air; Village & Sons"]
    assert page.texts("p", class_="invented") == ["This session is invented for the demonstration."]
    assert page.texts("h2") == ["When", "About", "People", "Details"]
    assert page.texts("dd") == [
        "",
        "",
        "Monday, 22 June 2020, 14:30–15:30 CEST (UTC+02:00)",
        "Monday, 22 June 2020, 12:30–13:30",
        "Room 1",
        "1 h",
        "C7 e-health: ICT applications",
        "C9: Media",
        "SDG 4: Quality education",
        "English",
        "French",
        "Spanish",
        "Real-time captioning",
        "Africa",
        "Provisional",
        "invented",
        "W-1",
    ]
    assert page.texts("h3") == ["Moderator", "Speakers"]
    assert [text for _, text in page.all("li")][-3:] == [
        "Ada Example Open Air Kenya",
        "Ben Example",
        "Cy Example Institute",
    ]
    assert [attributes["href"] for attributes, _ in page.all("a", class_="button")] == ["https://register.example/w-1"]
    assert [attributes["href"] for attributes, _ in page.all("a", class_="button quiet")] == ["../../s/W-1/W-1.ics"]
    assert ("https://example.org/more", "https://example.org/more") in [
        (attributes["href"], text) for attributes, text in page.all("a")
    ]


def test_facilitators_are_named_on_the_page_of_their_session(site):
    page = Page(site["s/P-1/index.html"])
    assert page.texts("h3") == ["Facilitator"]
    assert "Cy Example Institute" in page.texts("li")


def test_a_session_of_several_days_shows_each(site):
    page = Page(site["s/H-1/index.html"])
    assert page.texts("p", class_="part") == ["1 of 2", "2 of 2"]
    assert page.texts("span", class_="date") == [
        "Tuesday, 23 June 2020",
        "Tuesday, 23 June 2020",
        "Wednesday, 24 June 2020",
        "Wednesday, 24 June 2020",
    ]


def test_what_stands_and_what_is_cancelled_keep_a_page_with_a_notice(site):
    notices = {name: Page(site[f"s/{name}/index.html"]).texts("p", class_="notice") for name in ("E-1", "C-1")}
    assert notices["E-1"] == ["Open throughout the forum, 22–24 June 2020."]
    assert notices["C-1"] == ["Cancelled. This session will not be held."]
    assert "s/E-1/E-1.ics" not in site
    assert "s/C-1/C-1.ics" not in site


def test_one_change_of_a_session_leaves_the_pages_of_the_others(site, changed):
    after = files_of(changed("W-1", title="Another title", track="Another track"))
    before, now = ({name for name in files if not name.endswith(".ics")} for files in (site, after))
    assert now - before == {"t/another-track/index.html"}
    assert before - now == {"t/media/index.html"}
    different = {name for name in now & before if site[name] != after[name]}
    assert different == {
        "al/c7-e-health/index.html",
        "al/c9/index.html",
        "assets/now.js",
        "d/2020-06-22/index.html",
        "embed/index.html",
        "index.html",
        "mine/index.html",
        "p/p1/index.html",
        "p/p2/index.html",
        "p/p4/index.html",
        "programme.csv",
        "programme.json",
        "programme.xlsx",
        "s/W-1/index.html",
        "schedule.json",
        "schedule.xml",
        "search.json",
        "sdg/4/index.html",
        "sitemap.xml",
        "subscribe/index.html",
        "topics/index.html",
    }


HOSTILE = [
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "</title></h1><h1>",
    "&lt;b&gt; &amp; &#x3c;",
    "javascript:alert(1)",
    "a\r\nb\x00c",
    "\u202egnirts\u202c \u200f",
    "x" * 10_000,
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_come_out_as_words(title):
    timetable = one_session(
        title,
        description=title,
        track=title,
        organisers=(title, title),
        source=title,
        series=title,
        target_regions=(title,),
        languages=(title,),
        action_lines=(title,),
        sdgs=(title,),
        public_link="javascript:alert(1)",
    )
    files = files_of(timetable)
    shown = " ".join(view_of(timetable).sessions[0].title.split())
    read = {name: Page(content) for name, content in files.items() if name.endswith(".html")}
    assert sorted({name.partition("/")[0] for name in read} & {"t", "al", "sdg"}) == ["al", "sdg", "t"]
    for name, page in read.items():
        assert {tag for tag, _, _ in page.found} <= set(" ".join(ELEMENTS).split()), name
        links = [attributes.get("href") or "" for attributes, _ in (*page.all("a"), *page.all("link"))]
        assert [link for link in links if link.lower().startswith("javascript")] == [], name
        assert b"\x00" not in files[name]
    assert read["s/S-1/index.html"].texts("h1") == [shown]
    for name in ("index.html", "embed/index.html"):
        assert read[name].texts("h3") == [shown]
        assert read[name].texts("p", class_="by") == ["; ".join([shown] * 2)]
    assert [event["name"] for event in events(read["s/S-1/index.html"])] == [shown]


def events(page):
    """The data for search engines that a page holds."""
    return json.loads(page.raw("script", type=DATA)[0])


def test_addresses_in_texts_become_links_and_nothing_else_does():
    assert linked("see https://example.org/a?b=1&c. or <b> javascript:x http://u:p@h.example") == (
        'see <a href="https://example.org/a?b=1&amp;c" rel="noopener nofollow">https://example.org/a?b=1&amp;c</a>. '
        "or &lt;b&gt; javascript:x http://u:p@h.example"
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2020, 6, 22), date(2020, 9, 10), "22 June – 10 September 2020"),
        (date(2020, 6, 22), date(2020, 6, 24), "22–24 June 2020"),
        (date(2020, 6, 22), date(2020, 6, 22), "22 June 2020"),
        (date(2020, 12, 30), date(2021, 1, 2), "30 December 2020 – 2 January 2021"),
    ],
)
def test_dates_in_words(first, last, words):
    assert language("en").dates(first, last) == words


def test_the_offsets_on_both_sides_of_a_change_are_said(timetable):
    placements = dict(timetable.placements)
    from datetime import UTC, datetime

    placements["H-1.2"] = type(placements["H-1.2"])(datetime(2020, 10, 26, 9, tzinfo=UTC), "room-1")
    page = Page(files_of(type(timetable)(timetable.programme, placements))["index.html"])
    assert page.texts("p", id="zone-sentence") == [
        "Times are shown in Europe/Zurich: CEST (UTC+02:00), from 26 October CET (UTC+01:00)."
    ]


def test_on_the_day_of_a_change_every_session_says_its_offset(timetable):
    from datetime import UTC, datetime

    kind = type(timetable.placements["H-1.1"])
    placements = {
        "H-1.1": kind(datetime(2020, 10, 25, 0, 30, tzinfo=UTC), "room-1"),
        "W-1": kind(datetime(2020, 10, 25, 1, 30, tzinfo=UTC), "room-1"),
    }
    page = Page(files_of(type(timetable)(timetable.programme, placements))["index.html"])
    assert page.texts("p", class_="when")[:2] == ["02:30–03:30 UTC+02:00", "02:30–03:30 UTC+01:00"]
    assert page.texts("h2")[0] == "Sunday, 25 October 2020 Europe/Zurich, CEST (UTC+02:00) / CET (UTC+01:00)"


def test_pages_of_160_sessions_keep_their_weight(site):
    import gzip

    assert len(gzip.compress(site["assets/forum.js"])) < 15_000
    assert len(gzip.compress(site["assets/forum.css"])) < 8_000
    row = re.search(rb'<li class="session.*?\n</li>', site["index.html"], re.S)
    assert row is not None
    assert len(row[0]) < 1_500


def test_the_same_programme_gives_the_same_pages():
    assert pages(view_of(tiny_timetable())) == pages(view_of(tiny_timetable()))
