"""What search engines, calendar programs and other sites are told: head, site map, event data, addresses, frames."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import fastjsonschema
import pytest

from data.programme import Link, Publication
from tests.output.html_page import Page
from tests.output.tiny_forum import files_of, one_session, tiny_timetable

DATA = "application/ld+json"
SITE = "https://forum.example/2020/"
MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

ADDRESS = {"type": "string", "pattern": "^https?://[^\\s]+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d[+-]\d\d:\d\d)?$"}
PLACE = {
    "type": "object",
    "properties": {"@type": {"const": "VirtualLocation"}, "url": ADDRESS},
    "required": ["@type", "url"],
    "additionalProperties": False,
}
ORGANISATION = {
    "type": "object",
    "properties": {"@type": {"const": "Organization"}, "name": {"type": "string", "minLength": 1}},
    "required": ["@type", "name"],
    "additionalProperties": False,
}
STATES = ["EventScheduled", "EventRescheduled", "EventCancelled"]
EVENT = {
    "@type": {"const": "Event"},
    "name": {"type": "string", "minLength": 1},
    "url": ADDRESS,
    "startDate": MOMENT,
    "endDate": MOMENT,
    "eventAttendanceMode": {"const": "https://schema.org/OnlineEventAttendanceMode"},
    "location": PLACE,
}
SCHEMA = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            **EVENT,
            "@context": {"const": "https://schema.org"},
            "description": {"type": "string", "minLength": 1},
            "eventStatus": {"enum": [f"https://schema.org/{state}" for state in STATES]},
            "previousStartDate": {"type": "array", "minItems": 1, "items": MOMENT},
            "inLanguage": {"type": "array", "minItems": 1, "items": {"type": "string"}},
            "isAccessibleForFree": {"const": True},
            "organizer": {"type": "array", "minItems": 1, "items": ORGANISATION},
            "performer": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "properties": {
                        "@type": {"const": "Person"},
                        "name": {"type": "string", "minLength": 1},
                        "url": ADDRESS,
                        "affiliation": ORGANISATION,
                    },
                    "required": ["@type", "name", "url"],
                    "additionalProperties": False,
                },
            },
            "superEvent": {
                "type": "object",
                "properties": EVENT,
                "required": list(EVENT),
                "additionalProperties": False,
            },
        },
        "required": ["@context", *EVENT, "eventStatus", "isAccessibleForFree", "superEvent"],
        "additionalProperties": False,
    },
}
"""What a page may say of its events: what Google asks for, and nothing that is not meant."""

valid = fastjsonschema.compile(SCHEMA)


def events(content):
    """The events that a page tells, after they were held against the schema."""
    (text,) = Page(content).raw("script", type=DATA)
    return valid(json.loads(text))


def told(content, name):
    return [attributes["content"] for attributes, _ in Page(content).all("meta", property=name)]


@pytest.fixture(scope="module")
def three_languages():
    return files_of(tiny_timetable(publication=Publication(languages=("en", "ar", "fr"))))


def test_every_page_says_its_address_and_what_it_shows(site):
    content = site["s/W-1/index.html"]
    (link,) = Page(content).all("link", rel="canonical")
    assert link[0]["href"] == f"{SITE}s/W-1/"
    assert Page(content).found_with("link", hreflang="x-default") == []
    assert told(content, "og:url") == [f"{SITE}s/W-1/"]
    assert told(content, "og:title") == ["Rural radio, and more – Tiny Forum"]
    assert told(content, "og:description") == ["Thematic workshop, Tiny Forum: Rural radio, and more"]
    assert told(content, "og:type") == ["website"]
    assert told(content, "og:locale") == ["en_GB"]
    assert told(content, "og:image") == []


def test_pages_name_themselves_in_the_other_languages(three_languages):
    def alternates(name):
        links = Page(three_languages[name]).found_with("link", rel="alternate")
        return {entry[1]["hreflang"]: entry[1]["href"] for entry in links if "hreflang" in entry[1]}

    session = {
        "en": f"{SITE}s/W-1/",
        "ar": f"{SITE}ar/s/W-1/",
        "fr": f"{SITE}fr/s/W-1/",
        "x-default": f"{SITE}s/W-1/",
    }
    assert alternates("s/W-1/index.html") == alternates("ar/s/W-1/index.html") == session
    assert told(three_languages["ar/s/W-1/index.html"], "og:locale") == ["ar_AR"]
    assert told(three_languages["ar/s/W-1/index.html"], "og:locale:alternate") == ["en_GB", "fr_FR"]
    assert alternates("p/p1/index.html") == alternates("people/index.html") == {}
    assert [name for name in three_languages if name.startswith(("fr/p", "ar/p", "fr/404", "ar/404"))] == []


def test_links_to_people_lead_to_the_main_language(three_languages):
    page = Page(three_languages["ar/s/W-1/index.html"])
    assert page.all("a", class_="name")[0][0]["href"] == "../../../p/p1/index.html"
    assert "../../../people/index.html" in [attributes["href"] for attributes, _ in page.all("a")]


def site_map(files):
    """What the site map says: address to the addresses of its alternates by language."""
    root = ElementTree.fromstring(files["sitemap.xml"])
    return {
        url.find("s:loc", MAPS).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", MAPS)}
        for url in root.findall("s:url", MAPS)
    }


def addresses(files):
    """The addresses of all pages but those that are not to be listed."""
    names = [name for name in files if name.endswith(".html") and not Page(files[name]).all("meta", name="robots")]
    return {SITE + name.removesuffix("index.html") for name in names}


def test_the_site_map_names_every_page_in_every_language(site, three_languages):
    assert set(site_map(site)) == addresses(site)
    assert len(site_map(site)) > 12
    assert all(links == {} for links in site_map(site).values())
    found = site_map(three_languages)
    assert set(found) == addresses(three_languages)
    assert found[f"{SITE}fr/t/media/"] == {
        "en": f"{SITE}t/media/",
        "ar": f"{SITE}ar/t/media/",
        "fr": f"{SITE}fr/t/media/",
        "x-default": f"{SITE}t/media/",
    }
    assert found[f"{SITE}p/p1/"] == {}


def test_what_repeats_other_pages_is_not_to_be_listed(site):
    for name in ("404.html", "embed/index.html"):
        assert [attributes["content"] for attributes, _ in Page(site[name]).all("meta", name="robots")] == ["noindex"]
        assert Page(site[name]).all("link", rel="canonical") == []


def test_robots_are_told_of_the_map_where_the_site_has_its_host_alone(site):
    assert "robots.txt" not in site
    alone = files_of(tiny_timetable(site="https://forum.example"))
    assert alone["robots.txt"] == b"User-agent: *\nAllow: /\nSitemap: https://forum.example/sitemap.xml\n"


def test_an_address_with_signs_is_well_formed_in_the_map():
    files = files_of(tiny_timetable(site="https://forum.example/a&b'c/"))
    assert "https://forum.example/a&b'c/s/W-1/" in site_map(files)


def test_a_page_tells_its_session_as_an_event(site):
    assert events(site["s/W-1/index.html"]) == [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": "Rural radio, and more",
            "description": "First line.\n\nSecond part; with https://example.org/more.",
            "url": f"{SITE}s/W-1/",
            "startDate": "2020-06-22T14:30+02:00",
            "endDate": "2020-06-22T15:30+02:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": {"@type": "VirtualLocation", "url": "https://register.example/w-1"},
            "isAccessibleForFree": True,
            "inLanguage": ["en", "fr"],
            "organizer": [
                {"@type": "Organization", "name": "Open Air"},
                {"@type": "Organization", "name": "Village & Sons"},
            ],
            "performer": [
                {"@type": "Person", "name": "Ben Example", "url": f"{SITE}p/p2/"},
                {
                    "@type": "Person",
                    "name": "Cy Example",
                    "url": f"{SITE}p/p4/",
                    "affiliation": {"@type": "Organization", "name": "Institute"},
                },
            ],
            "superEvent": {
                "@type": "Event",
                "name": "Tiny Forum",
                "url": SITE,
                "startDate": "2020-06-22",
                "endDate": "2020-06-24",
                "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
                "location": {"@type": "VirtualLocation", "url": SITE},
            },
        }
    ]


def test_each_time_that_a_session_is_held_is_an_event(site):
    found = events(site["s/H-1/index.html"])
    assert [(each["name"], each["startDate"], each["endDate"]) for each in found] == [
        ("Code (1 of 2)", "2020-06-23T10:00+02:00", "2020-06-23T12:00+02:00"),
        ("Code (2 of 2)", "2020-06-24T10:00+02:00", "2020-06-24T12:00+02:00"),
    ]
    assert {each["location"]["url"] for each in found} == {f"{SITE}s/H-1/"}


def test_what_stands_throughout_is_an_event_of_all_days_and_what_has_no_time_is_none(site):
    (stalls,) = events(site["s/E-1/index.html"])
    assert (stalls["startDate"], stalls["endDate"]) == ("2020-06-22", "2020-06-24")
    assert stalls["location"]["url"] == f"{SITE}s/E-1/"
    assert Page(site["s/C-1/index.html"]).all("script", type=DATA) == []


@pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b \u2028 'c' \"d\" \\"])
def test_event_data_holds_any_words_and_never_ends_early(words):
    timetable = one_session(words, description=words, organisers=(words,), forum_fields={"name": words})
    content = files_of(timetable)["s/S-1/index.html"]
    (event,) = events(content)
    shown = " ".join(words.split())
    assert (event["name"], event["organizer"][0]["name"], event["superEvent"]["name"]) == (shown, shown, shown)
    (text,) = Page(content).raw("script", type=DATA)
    assert not set("<>&\u2028") & set(text)


def test_documents_and_recordings_are_linked_and_hostile_ones_are_not():
    links = (Link("Slides <b>", "https://forum.example/1.pdf"), Link("", "https://forum.example/2.pdf"))
    bad = (Link("Bad", "javascript:alert(1)"),)
    page = Page(files_of(one_session(documents=links, recordings=bad))["s/S-1/index.html"])
    assert "Documents" in page.texts("h2")
    assert "Recordings" not in page.texts("h2")
    found = [(attributes["href"], text) for attributes, text in page.all("a") if attributes["href"].endswith(".pdf")]
    assert found == [
        ("https://forum.example/1.pdf", "Slides <b>"),
        ("https://forum.example/2.pdf", "https://forum.example/2.pdf"),
    ]


def test_sign_language_is_said():
    page = Page(files_of(one_session(sign_language=True, captioning=True))["s/S-1/index.html"])
    assert [text for text in page.texts("dd") if text in ("Real-time captioning", "Sign language")] == [
        "Real-time captioning",
        "Sign language",
    ]


def test_the_feed_is_linked_in_every_way(site):
    page = Page(site["subscribe/index.html"])
    links = {attributes["href"] for attributes, _ in page.all("a")}
    assert "webcal://forum.example/2020/all.ics" in links
    assert "../all.ics" in links
    assert page.texts("code")[0] == "https://forum.example/2020/all.ics"
    copied = [attributes["data-copy"] for attributes, _ in page.all("button") if "data-copy" in attributes]
    assert set(copied) >= set(page.texts("code"))
    assert all("hidden" in attributes for attributes, _ in page.all("button"))
    assert len(page.texts("p", class_="refresh")) == 13


def test_all_feeds_but_those_of_people_and_sessions_are_listed_with_their_twins(site):
    page = Page(site["subscribe/index.html"])
    links = {attributes["href"] for attributes, _ in page.all("a")}
    wanted = {name for name in site if name.endswith(".ics") and not name.startswith(("s/", "feeds/person/"))}
    assert len(wanted) > 10
    assert {f"../{name}" for name in wanted} <= links
    plain = {name for name in wanted if not name.endswith("-utc.ics")}
    assert {f"webcal://forum.example/2020/{name}" for name in plain} <= links
    copied = {attributes["data-copy"] for attributes, _ in page.all("button") if "data-copy" in attributes}
    assert {f"{SITE}{name}" for name in plain} <= copied
    names = [text for text in page.texts("bdi") if text.startswith("Week of")]
    assert names == ["Week of 22 June 2020"]


def test_the_programs_own_links_carry_address_and_name_whole():
    from urllib.parse import parse_qs, urlsplit

    name = "R&D + “plus” #1?"
    page = Page(files_of(tiny_timetable(name=name))["subscribe/index.html"])
    asked = {}
    for attributes, _ in page.all("a"):
        parts = urlsplit(attributes["href"])
        if parts.query:
            asked[parts.hostname] = parse_qs(parts.query)
    assert asked == {
        "calendar.google.com": {"cid": ["webcal://forum.example/2020/all.ics"]},
        "outlook.live.com": {"url": ["https://forum.example/2020/all.ics"], "name": [name]},
        "outlook.office.com": {"url": ["https://forum.example/2020/all.ics"], "name": [name]},
    }


class Frame(HTMLParser):
    """The attributes of the one frame in a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_snippet_for_other_sites_is_whole_html():
    name = '"><script>alert(1)</script>'
    page = Page(files_of(tiny_timetable(name=name))["subscribe/index.html"])
    ((tag, attributes),) = Frame(page.texts("code")[-1]).tags
    assert (tag, attributes["src"], attributes["title"]) == ("iframe", f"{SITE}embed/", name)
    assert attributes["loading"] == "lazy"


def test_a_framed_page_is_the_list_and_opens_links_in_the_whole_window(site):
    page = Page(site["embed/index.html"])
    assert page.all("base") == [({"target": "_top"}, "")]
    assert page.all("nav") == page.all("header") == []
    assert page.texts("h3") == Page(site["index.html"]).texts("h3")


def test_the_page_for_what_is_not_found_holds_at_any_depth(site):
    page = Page(site["404.html"])
    links = [entry[1].get("href") or entry[1].get("src") for entry in page.found if entry[0] != "html"]
    inside = [link for link in links if link and link != "#main"]
    assert len(inside) > 6
    assert [link for link in inside if not link.startswith("/2020/")] == []
    alone = Page(files_of(tiny_timetable(site="https://forum.example"))["404.html"])
    assert alone.all("p", class_="brand") == [({"class": "brand"}, "Tiny Forum")]
    assert "/index.html" in [attributes["href"] for attributes, _ in alone.all("a")]
