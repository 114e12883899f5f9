"""Pages judged by programs that we did not write: the Nu HTML Checker, html-validate, and axe-core in Chromium."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from data.programme import Publication
from output import write_site
from tests.clients.programs import axe_source, html_validate_messages, nu_messages
from tests.output.templates import LANGUAGES, language, of_each_template, template
from tests.output.tiny_forum import files_of, forum, one_session, tiny_timetable

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of axe: what WCAG 2.2 AA asks for, and what is good practice."""

SITE_PATH = urlsplit(forum().site).path.strip("/") + "/"
"""Where the tiny site says it lies: the page of what is not found works nowhere else."""

WRONG = b"""<!doctype html>
<html lang="en"><head><title>Wrong</title></head><body>
<p><time datetime="2020-13-01">Never</time> <img src="a.png"><button type="button"><a href="#x">Both</a></button></p>
</body></html>
"""

LOOKS = {
    "light": {"color_scheme": "light", "width": 1280},
    "dark": {"color_scheme": "dark", "width": 320},
}
MORE_LOOKS = {
    "light-narrow": {"color_scheme": "light", "width": 320},
    "dark-wide": {"color_scheme": "dark", "width": 1280},
    "forced": {"color_scheme": "dark", "width": 1280, "forced_colors": "active"},
}
OTHERS = tuple(tag for tag in LANGUAGES if tag not in ("en", "ar"))
ALL_LOOKS = [*LOOKS, *(pytest.param(name, marks=pytest.mark.full) for name in MORE_LOOKS)]


def hostile():
    """A site of texts that look like markup, in another direction, and long."""
    title = '<b>&amp;"\u202egnirts</b> ' + "x" * 300
    return files_of(one_session(title, track=title, organisers=(title,), description=title, source=title))


def in_six():
    """The tiny site in six languages."""
    return files_of(tiny_timetable(publication=Publication(languages=("en", "fr", "es", "ru", "zh", "ar"))))


def of(messages, folder):
    return [message for message in messages if message.startswith(f"{folder}/")]


@pytest.fixture(scope="module")
def judged(site, tmp_path_factory):
    """A folder with the tiny site, a hostile one and a wrong page."""
    folder = tmp_path_factory.mktemp("judged")
    write_site(site, folder / "tiny")
    write_site(in_six(), folder / "six")
    write_site(hostile(), folder / "hostile")
    (folder / "wrong").mkdir()
    (folder / "wrong/index.html").write_bytes(WRONG)
    return folder


def test_the_nu_html_checker_finds_nothing_on_any_page(judged):
    messages = nu_messages(judged)
    assert len(of(messages, "wrong")) >= 3
    assert [message for message in messages if not message.startswith("wrong/")] == []


def test_html_validate_finds_nothing_on_any_page(judged):
    messages = html_validate_messages(judged)
    assert len(of(messages, "wrong")) >= 2
    assert [message for message in messages if not message.startswith("wrong/")] == []


def violations(page, *, forced_colors=False):
    """What axe finds on an open page: rule, target and what it says of it.

    Where colours are forced it is not asked about contrast: it judges the page's colours and not the reader's.
    """
    page.evaluate(axe_source())
    rules = {"color-contrast": {"enabled": not forced_colors}}
    options = json.dumps({"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]})
    return page.evaluate(
        f"""async () => (await axe.run(document, {options})).violations.flatMap(rule => rule.nodes.map(
            node => rule.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ')))"""
    )


def faults(opened, address, paths, *, without_scripts=False, **look):
    """What axe finds on each of the pages, and if it is wider than the window; pages without a fault are absent."""
    page = opened(address + paths[0], **look)
    if without_scripts:
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    found = {}
    for path in paths:
        page.goto(address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[path] = violations(page, forced_colors="forced_colors" in look) + (
            [f"is {wide} px wide"] if wide > look["width"] else []
        )
    return {path: findings for path, findings in found.items() if findings}


@pytest.mark.parametrize("look", ALL_LOOKS)
def test_axe_finds_nothing_on_any_template(opened, serve, site, look):
    paths = [path for (spoken, _), path in of_each_template(site).items() if not spoken]
    assert len(paths) >= 2
    assert faults(opened, serve(site, SITE_PATH), paths, **(LOOKS | MORE_LOOKS)[look]) == {}


@pytest.mark.parametrize("look", ALL_LOOKS)
@pytest.mark.parametrize("spoken", ["ar", *(pytest.param(each, marks=pytest.mark.full) for each in OTHERS)])
def test_axe_finds_nothing_in_other_languages(opened, serve, spoken, look):
    site = in_six()
    paths = [path for (each, _), path in of_each_template(site).items() if each == spoken]
    assert len(paths) >= 2
    assert faults(opened, serve(site, SITE_PATH), paths, **(LOOKS | MORE_LOOKS)[look]) == {}


def test_axe_finds_nothing_on_pages_whose_scripts_did_not_come(opened, serve, site):
    paths = [path for (spoken, _), path in of_each_template(site).items() if not spoken]
    assert faults(opened, serve(site, SITE_PATH), paths, width=1280, without_scripts=True) == {}


def test_axe_finds_a_fault(opened, serve):
    head = b"<!doctype html><html lang=en><title>x</title><link rel=icon href=index.html>"
    page = head + b"<main><h1>x</h1><a href=index.html></a></main>"
    found = faults(opened, serve({"index.html": page}), ["index.html"], width=320)
    assert [fault.partition(": Fix")[0] for fault in found["index.html"]] == ["link-name: a"]


@pytest.mark.parametrize(
    ("path", "kind", "spoken"),
    [
        ("index.html", "index.html", ""),
        ("404.html", "404.html", ""),
        ("s/W-1/index.html", "s", ""),
        ("fr/index.html", "index.html", "fr"),
        ("ar/grid/index.html", "grid", "ar"),
        ("al/c7/index.html", "al", ""),
    ],
)
def test_templates_are_told_by_their_paths(path, kind, spoken):
    assert (template(path), language(path)) == (kind, spoken)
