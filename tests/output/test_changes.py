"""What the pages, the Atom feed and the event data say of changes."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from data.revisions import Revisions
from data.timetable import Timetable
from output import publish, rebuild
from tests.output.html_page import Page
from tests.output.test_told import valid
from tests.output.tiny_forum import AT, instant, tiny_timetable

LATER = instant("2020-06-05T10:00:00")
LAST = instant("2020-06-08T22:30:00")
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://forum.example/2020/"


def moved(timetable, name, start):
    """The timetable with an occurrence at another start."""
    placements = dict(timetable.placements)
    placements[name] = replace(placements[name], start=instant(start))
    return Timetable(timetable.programme, placements)


def altered(timetable, name, **fields):
    """The timetable with fields of a session changed."""
    sessions = tuple(replace(each, **fields) if each.id == name else each for each in timetable.programme.sessions)
    return Timetable(replace(timetable.programme, sessions=sessions), timetable.placements)


def without(timetable, name):
    """The timetable with a session cancelled."""
    gone = altered(timetable, name, status="cancelled")
    return Timetable(gone.programme, {key: value for key, value in gone.placements.items() if key != name})


@pytest.fixture(scope="module")
def first():
    return publish(tiny_timetable(), Revisions(), AT)


@pytest.fixture(scope="module")
def second(first):
    """The site after a session has moved, another was cancelled, and a third renamed."""
    timetable = moved(tiny_timetable(), "W-1", "2020-06-24T22:00:00")
    timetable = altered(without(timetable, "P-1"), "H-1", title="Code & <more>")
    return publish(timetable, first.revisions, LATER)


@pytest.fixture(scope="module")
def third(second):
    """The site after the session that had moved has moved back."""
    timetable = altered(without(tiny_timetable(), "P-1"), "H-1", title="Code & <more>")
    return publish(timetable, second.revisions, LAST)


def entries(files):
    return ElementTree.fromstring(files["changes.atom"]).findall(f"{ATOM}entry")


def texts(element, name):
    return [each.text for each in element.findall(f"{ATOM}{name}")]


def test_before_any_change_there_is_none(first):
    page = Page(first.files["changes/index.html"])
    assert page.texts("p", class_="none") == ["Nothing has changed so far."]
    feed = ElementTree.fromstring(first.files["changes.atom"])
    assert texts(feed, "updated") == [AT.isoformat().replace("+00:00", "Z")]
    assert entries(first.files) == []


def test_changes_are_listed_by_publication_in_words(second):
    page = Page(second.files["changes/index.html"])
    assert page.texts("h2") == ["Friday, 5 June 2020, 12:00 CEST (UTC+02:00)"]
    assert page.texts("h3") == [
        "Renamed Code & <more> 1 of 2",
        "Renamed Code & <more> 2 of 2",
        "Cancelled Ethics",
        "Moved Rural radio, and more",
    ]
    assert page.texts("dl") == [
        "BeforeCode NowCode & <more>",
        "BeforeCode NowCode & <more>",
        "BeforeMonday, 22 June 2020, 11:00–12:00 CEST (UTC+02:00)",
        "BeforeMonday, 22 June 2020, 14:30–15:30 CEST (UTC+02:00) "
        "NowThursday, 25 June 2020, 00:00–01:00 CEST (UTC+02:00)",
    ]
    moments = [attributes for attributes, _ in page.all("span", class_="told-time")]
    assert moments[-1] == {"class": "told-time", "data-start": "2020-06-24T22:00Z", "data-end": "2020-06-24T23:00Z"}
    assert [attributes["href"] for attributes, _ in page.all("a")][-1] == "../s/W-1/index.html"


def test_the_newest_publication_comes_first(third):
    page = Page(third.files["changes/index.html"])
    assert page.texts("h2") == [
        "Tuesday, 9 June 2020, 00:30 CEST (UTC+02:00)",
        "Friday, 5 June 2020, 12:00 CEST (UTC+02:00)",
    ]
    assert page.texts("h3")[0] == "Moved Rural radio, and more"


def test_the_feed_is_as_rfc_4287_wants_it(third):
    feed = ElementTree.fromstring(third.files["changes.atom"])
    assert feed.tag == f"{ATOM}feed"
    assert texts(feed, "title") == ["Changes in Tiny Forum"]
    assert texts(feed, "updated") == ["2020-06-08T22:30:00Z"]
    assert [author.findtext(f"{ATOM}name") for author in feed.findall(f"{ATOM}author")] == ["Tiny Forum"]
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": f"{SITE}changes.atom",
        "alternate": f"{SITE}changes/",
    }
    found = entries(third.files)
    assert [texts(entry, "updated") for entry in found] == [["2020-06-08T22:30:00Z"], *[["2020-06-05T10:00:00Z"]] * 4]
    ids = [*texts(feed, "id"), *(each for entry in found for each in texts(entry, "id"))]
    assert len(set(ids)) == len(ids) == 6
    assert all(each.startswith("urn:uuid:") for each in ids)
    assert [texts(entry, "title") for entry in found][:2] == [
        ["Moved: Rural radio, and more"],
        ["Renamed: Code & <more> (1 of 2)"],
    ]
    assert texts(found[0], "summary") == [
        "Before: Thursday, 25 June 2020, 00:00–01:00 CEST (UTC+02:00); "
        "Now: Monday, 22 June 2020, 14:30–15:30 CEST (UTC+02:00) (Europe/Zurich)"
    ]
    assert [entry.find(f"{ATOM}link").get("href") for entry in found][0:2] == [f"{SITE}s/W-1/", f"{SITE}s/H-1/"]


def test_entries_stay_as_they_were(second, third):
    def whole(files):
        return [ElementTree.tostring(entry) for entry in entries(files)]

    assert whole(third.files)[1:] == whole(second.files)


def test_publishing_again_later_changes_no_byte(second):
    timetable = altered(
        without(moved(tiny_timetable(), "W-1", "2020-06-24T22:00:00"), "P-1"), "H-1", title="Code & <more>"
    )
    assert publish(timetable, second.revisions, LAST).files == second.files


@pytest.mark.parametrize("title", ["]]>&amp;<b>", "\u202eabc\ufffe\x00\x0b", "ask jane.doe@mail.example", "😀\ud800"])
def test_hostile_titles_leave_page_and_feed_whole(first, title):
    files = publish(altered(tiny_timetable(), "W-1", title=title), first.revisions, LATER).files
    ((entry,), page) = entries(files), Page(files["changes/index.html"])
    (name,) = texts(entry, "title")
    assert page.texts("h3") == [name.replace(": ", " ", 1)]
    assert b"jane.doe" not in files["changes.atom"] + files["changes/index.html"]


def test_every_page_links_the_feed(second):
    for name, content in second.files.items():
        if name.endswith(".html"):
            links = Page(content).all("link", rel="alternate", type="application/atom+xml")
            root = "/2020/" if name == "404.html" else "../" * name.count("/")
            assert [attributes["href"] for attributes, _ in links] == [f"{root}changes.atom"], name


def events(files, name):
    (text,) = Page(files[f"s/{name}/index.html"]).raw("script", type="application/ld+json")
    return valid(json.loads(text))


def test_a_moved_session_says_where_it_was(second, third):
    page = Page(second.files["s/W-1/index.html"])
    assert page.texts("p", class_="moved") == ["Moved. Before: Monday, 22 June 2020, 14:30 CEST (UTC+02:00)"]
    (event,) = events(second.files, "W-1")
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == ["2020-06-22T14:30+02:00"]
    assert event["startDate"] == "2020-06-25T00:00+02:00"
    (event,) = events(third.files, "W-1")
    assert event["previousStartDate"] == ["2020-06-25T00:00+02:00"]
    assert Page(third.files["s/W-1/index.html"]).texts("p", class_="moved") == [
        "Moved. Before: Thursday, 25 June 2020, 00:00 CEST (UTC+02:00)"
    ]


def test_a_cancelled_session_keeps_its_last_time(second):
    page = Page(second.files["s/P-1/index.html"])
    assert page.texts("p", class_="notice") == ["Cancelled. This session will not be held."]
    ((_, words),) = [entry for entry in page.all("li") if "It was to be held on" in entry[1]]
    assert words == "Cancelled. It was to be held on: Monday, 22 June 2020, 11:00–12:00 CEST (UTC+02:00)"
    (event,) = events(second.files, "P-1")
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2020-06-22T11:00+02:00"
    assert "previousStartDate" not in event


def test_the_site_map_says_when_pages_of_sessions_changed(second):
    root = ElementTree.fromstring(second.files["sitemap.xml"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    last = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in root}
    known = {address: moment for address, moment in last.items() if moment}
    first_time = AT.isoformat().replace("+00:00", "Z")
    assert first_time < "2020-06-05"
    assert known == {
        f"{SITE}s/H-1/": "2020-06-05T10:00:00Z",
        f"{SITE}s/P-1/": "2020-06-05T10:00:00Z",
        f"{SITE}s/W-1/": "2020-06-05T10:00:00Z",
    }


def test_a_session_page_holds_nothing_of_what_happens_to_others(first):
    timetable = moved(tiny_timetable(), "W-1", "2020-06-24T22:00:00")
    after = publish(timetable, first.revisions, LATER).files
    pages = [name for name in after if name.startswith("s/") and name.endswith(".html")]
    assert [name for name in pages if first.files[name] != after[name]] == ["s/W-1/index.html"]


def test_times_of_changes_are_shown_in_the_readers_zone(second, serve, opened):
    page = opened(f"{serve(second.files)}changes/index.html", "Asia/Kathmandu")
    page.locator("input[value=mine]").check(force=True)
    shown = page.locator(".told-time").all_inner_texts()
    assert shown[0] == "Friday, 5 June 2020, 15:45 UTC+05:45"
    assert shown[-2:] == [
        "Monday, 22 June 2020, 18:15–19:15 UTC+05:45",
        "Thursday, 25 June 2020, 03:45–04:45 UTC+05:45",
    ]
    page.locator("input[value=home]").check(force=True)
    assert page.locator(".told-time").last.inner_text() == "Thursday, 25 June 2020, 00:00–01:00 CEST (UTC+02:00)"


def test_event_data_and_framed_pages_break_no_rule_of_the_page(second, serve, opened):
    address = serve(second.files)
    for name in ("s/W-1/", "s/P-1/", "t/media/", "people/", "p/p1/", "embed/", "subscribe/"):
        page = opened(f"{address}{name}index.html", "Asia/Kathmandu")
        assert page.locator("h1").count() == 1


def test_an_address_is_copied_at_a_click(second, serve, opened):
    page = opened(f"{serve(second.files)}subscribe/index.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("button[data-copy]").first
    button.click()
    page.locator("button[data-copy]", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{SITE}all.ics"


# ---- releases ------------------------------------------------------------------------------------------------------


def test_changes_bear_the_name_of_their_release_and_earlier_ones_none(second):
    timetable = altered(without(tiny_timetable(), "P-1"), "H-1", title="Code & <more>")
    made = publish(timetable, second.revisions, LAST, {"v1.0": LAST})
    page = Page(made.files["changes/index.html"])
    assert page.texts("bdi", class_="release") == ["Release v1.0"]
    terms = [[each.get("term") for each in entry.findall(f"{ATOM}category")] for entry in entries(made.files)]
    assert terms == [["Release v1.0"], *([[]] * (len(terms) - 1))]
    summaries = [texts(entry, "summary")[0] for entry in entries(made.files)]
    assert [said.startswith("Release v1.0; Before: ") for said in summaries] == [True, *([False] * (len(terms) - 1))]


def test_a_release_is_rebuilt_and_one_that_would_be_written_in_another_way_is_not(first):
    timetable = altered(
        without(moved(tiny_timetable(), "W-1", "2020-06-24T22:00:00"), "P-1"), "H-1", title="Code & <more>"
    )
    named = {"v1.0": AT, "v1.1": LATER}
    made = publish(timetable, first.revisions, LATER, named)
    again = rebuild(timetable, made.revisions, named)
    assert again.files == made.files
    name = sorted(made.revisions.rows)[0]
    row = replace(made.revisions.rows[name], content="of another version")
    other = replace(made.revisions, rows={**made.revisions.rows, name: row})
    assert rebuild(timetable, other, named) is None
