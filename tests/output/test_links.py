"""Every link of a published site leads somewhere, wherever the site lies."""

from __future__ import annotations

import pytest

from tests.output.links import css_links, link_findings
from tests.output.tiny_forum import files_of, one_session, tiny_timetable


def test_the_tiny_site_has_no_broken_link(site):
    assert link_findings(site) == []


def test_ids_that_must_be_quoted_and_links_in_texts_are_found():
    timetable = one_session(
        'Round & "table"',
        public_link="https://register.example/a?b=1&c=2",
        description="See https://example.org/x, https://example.org/y?z=%20 (and https://example.org/w).",
        source="https://example.net/agenda.",
    )
    assert link_findings(files_of(timetable)) == []


def with_page(text, path="s/P-1/index.html"):
    files = files_of(tiny_timetable())
    return {**files, path: files[path].replace(b"</main>", text.encode() + b"</main>")}


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("../X-1/index.html", "leads to no file of the site"),
        ("../W-1/index.html#nowhere", "leads to no #nowhere in s/W-1/index.html"),
        ("#nowhere", "leads to no #nowhere in s/P-1/index.html"),
        ("../../index.html?tz=UTC#d2020-06-25", "leads to no #d2020-06-25 in index.html"),
        ("../W-1/", "leads to a folder, which opens no page without a server"),
        ("../..", "leads to a folder, which opens no page without a server"),
        ("/2020/index.html", "begins at the root of the server, and not where the site lies"),
        ("//forum.example/2020/index.html", "is not a kind of link that pages may have"),
        ("../../../index.html", "leads out of the site"),
        ("https://forum.example/2020/s/X-1/", "leads to no file of the site"),
        ("webcal://forum.example/2020/some.ics", "leads to no file of the site"),
        (
            "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fforum.example%2F2020%2Fx.ics",
            "leads to no file of the site",
        ),
        ("https://tracker.example/", "leads to elsewhere, and nothing published names it"),
        ("http://[", "is no address"),
        ("mailto:someone@forum.example", "is not a kind of link that pages may have"),
        ("javascript:alert(1)", "is not a kind of link that pages may have"),
    ],
)
def test_a_wrong_link_in_a_page_is_found(link, wrong):
    assert link_findings(with_page(f'<a href="{link}">there</a>')) == [f"s/P-1/index.html: {link}: {wrong}"]


@pytest.mark.parametrize(
    "link",
    [
        "../../index.html?tz=Asia/Kathmandu#d2020-06-22",
        "#main",
        "index.html",
        "https://forum.example/2020/",
        "https://forum.example/2020/s/W-1/",
        "webcal://forum.example/2020/all.ics",
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fforum.example%2F2020%2Fall.ics",
        "https://stream.example/hall",
        "https://register.example/w-1",
    ],
)
def test_a_good_link_in_a_page_is_none(link):
    assert link_findings(with_page(f'<a href="{link}">there</a>')) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="x.png" alt="">',
        '<img srcset="../../assets/icon.svg 1x, x.png 2x" alt="">',
        '<form action="x.png"></form>',
        '<p style="background: url(x.png)"></p>',
        "<style>p { background: url('x.png') }</style>",
        '<link rel="preload" href="x.png">',
        '<object data="x.png"></object>',
    ],
)
def test_links_are_found_wherever_a_page_has_them(markup):
    assert link_findings(with_page(markup)) == ["s/P-1/index.html: x.png: leads to no file of the site"]


def test_a_base_is_found():
    assert link_findings(with_page("<base href=index.html>")) == [
        "s/P-1/index.html: <base>: changes what every other link means"
    ]


@pytest.mark.parametrize(
    ("path", "content", "link"),
    [
        ("assets/more.css", "/* url(a) */ p { background: url(../x.svg) }", "../x.svg"),
        ("assets/more.css", '@import "x.css";', "x.css"),
        ("site.webmanifest", '{"start_url": "./", "icons": [{"src": "x.svg"}]}', "x.svg"),
        ("changes.atom", '<feed xmlns="http://www.w3.org/2005/Atom"><link href="x.html"/></feed>', "x.html"),
        ("changes.atom", '<feed><content type="html">&lt;a href="x.html"></content></feed>', "x.html"),
        ("sitemap.xml", "<a><loc>https://forum.example/2020/x/</loc></a>", "https://forum.example/2020/x/"),
        ("robots.txt", "Sitemap: https://forum.example/2020/x.xml", "https://forum.example/2020/x.xml"),
        ("more.json", '{"a": ["see https://forum.example/2020/x/"]}', "https://forum.example/2020/x/"),
        ("more.ics", "URL:https://forum.example/2020\r\n /x/\r\n", "https://forum.example/2020/x/"),
        ("404.html", '<a href="/2020/x.html">', "/2020/x.html"),
    ],
)
def test_a_wrong_link_in_another_file_is_found(site, path, content, link):
    assert link_findings({**site, path: content.encode()}) == [f"{path}: {link}: leads to no file of the site"]


def test_structured_data_is_followed(site):
    data = '{"@context": "https://schema.org", "url": "https://forum.example/2020/x/", "image": "https://a.example/"}'
    found = link_findings(with_page(f'<script type="application/ld+json">{data}</script>'))
    assert found == [
        "s/P-1/index.html: https://a.example/: leads to elsewhere, and nothing published names it",
        "s/P-1/index.html: https://forum.example/2020/x/: leads to no file of the site",
    ]


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("/2020/index.html", ""),
        ("/2020/", ""),
        ("#main", ""),
        ("/index.html", "does not begin with the site's own path /2020/"),
        ("index.html", "is relative, and this page is shown at any address"),
    ],
)
def test_the_page_of_what_is_not_found_begins_its_links_with_the_path_of_the_site(site, link, wrong):
    page = f'<main id="main"><a href="{link}">there</a></main>'.encode()
    assert link_findings({**site, "404.html": page}) == ([f"404.html: {link}: {wrong}"] if wrong else [])


def test_another_address_elsewhere_can_be_made_known():
    files = with_page('<a href="https://logo.example/">there</a>')
    assert link_findings(files, known=["https://logo.example/"]) == []


def test_addresses_in_a_style():
    assert css_links("""a { b: url( "c d" ); e: url(f.svg) } @import 'g'; /* url(h) */""") == ["c d", "g", "f.svg"]
